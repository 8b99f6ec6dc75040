// Optional one-letter shortcuts of the office. They follow the place of a key,
// not its letter, so they work in the Russian layout too; the switch in the
// profile turns them off (WCAG 2.1.4).
import { htmx } from "./partial";

const typing = "input, textarea, select, [contenteditable]";

function rows(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>("main .table tbody tr, main .task, main .person")];
}

function at(): HTMLElement | undefined {
  return rows().find((row) => row.hasAttribute("data-at") || row.contains(document.activeElement));
}

function move(step: number): void {
  const all = rows();
  const now = at();
  const next = all[now ? Math.min(Math.max(all.indexOf(now) + step, 0), all.length - 1) : 0];
  if (!next) return;
  now?.removeAttribute("data-at");
  next.setAttribute("data-at", "");
  (next.querySelector<HTMLElement>("a, button") ?? next).focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

function peek(): boolean {
  const address = at()?.dataset.peek;
  const panel = document.getElementById("peek");
  if (!address || !(panel instanceof HTMLDialogElement)) return false;
  void htmx.ajax("get", address, { target: "#peek-content", swap: "innerHTML" }).then(() => { if (!panel.open) panel.showModal(); });
  return true;
}

function edit(): boolean {
  const inside = document.activeElement?.closest(".fact") ?? at() ?? document;
  const link = inside.querySelector<HTMLElement>("[data-edit]") ?? document.querySelector<HTMLElement>("main [data-edit]");
  link?.click();
  return link !== null;
}

function pick(range: boolean): boolean {
  const all = rows();
  const now = at();
  const box = now?.querySelector<HTMLInputElement>(".pick input");
  if (!now || !box) return false;
  box.checked = !box.checked;
  const last = all.findIndex((row) => row.hasAttribute("data-picked"));
  if (range && last >= 0) {
    const here = all.indexOf(now);
    for (const row of all.slice(Math.min(last, here), Math.max(last, here) + 1)) {
      const other = row.querySelector<HTMLInputElement>(".pick input");
      if (other) other.checked = true;
    }
  }
  for (const row of all) row.toggleAttribute("data-picked", row === now);
  return true;
}

function go(selector: string): boolean {
  const found = document.querySelector<HTMLElement>(selector);
  if (!found) return false;
  if (found instanceof HTMLInputElement) { found.focus(); found.select(); } else found.click();
  return true;
}

let waits = 0; // when g was pressed, in milliseconds of the page

function onKey(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (event.target instanceof Element && event.target.closest(typing)) return;
  if (document.querySelector("dialog[open]")) return;
  if (act(event)) event.preventDefault();
}

function act(event: KeyboardEvent): boolean {
  if (event.timeStamp - waits < 1500 && waits > 0) {
    waits = 0;
    return go(`.nav [data-go="${event.code.replace("Key", "").toLowerCase()}"]`);
  }
  switch (event.code) {
    case "KeyG": waits = event.timeStamp; return true;
    case "KeyJ": move(1); return true;
    case "KeyK": move(-1); return true;
    case "KeyE": return edit();
    case "KeyX": return pick(event.shiftKey);
    case "KeyN": return go("main [data-new], main .page-head a.btn-primary");
    case "Space": return event.target instanceof Element && !event.target.closest("button, summary") && peek();
    case "Slash": return event.shiftKey && go("[data-help]"); // without shift it opens the palette
    default: return false;
  }
}

/** Switches the shortcuts on when the reader wants them. */
export function start(): void {
  if ("shortcuts" in document.body.dataset) document.addEventListener("keydown", onKey);
}
