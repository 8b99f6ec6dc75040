// Editing in place: the row of a fact is replaced by its form, the first control
// takes the focus, Escape puts the fact back, and the focus returns to the row.
import { each, on } from "./common";

export function start(): void {
  each("form[data-inline]", (form) => {
    form.querySelector<HTMLElement>("input:not([type=hidden]), textarea, select")?.focus();
  });
  on("keydown", "form[data-inline]", (form, event) => {
    if (event.key === "Escape") form.querySelector<HTMLElement>("[data-cancel]")?.click();
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) (form as HTMLFormElement).requestSubmit();
  });
  // The event comes from the new row; the old one is gone by then.
  document.addEventListener("htmx:load", (event) => {
    const row = event.target;
    if (row instanceof Element && row.matches(".fact:not(.fact-editing)")) row.querySelector<HTMLElement>("[data-edit]")?.focus();
  });
}
