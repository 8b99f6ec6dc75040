// What both faces share. Every page works without this file.

document.documentElement.classList.add("scripts");

type Handler<E extends Event> = (target: HTMLElement, event: E) => void;

/** Listens once on the document for events inside elements that match. */
export function on<K extends keyof DocumentEventMap>(type: K, selector: string, handle: Handler<DocumentEventMap[K]>): void {
  document.addEventListener(type, (event) => {
    const target = event.target instanceof Element ? event.target.closest<HTMLElement>(selector) : null;
    if (target) handle(target, event);
  });
}

/** Runs for elements that match now and for those that a partial update brings. */
export function each(selector: string, run: (element: HTMLElement) => void): void {
  const visit = (root: ParentNode) => root.querySelectorAll<HTMLElement>(selector).forEach(run);
  visit(document);
  document.addEventListener("htmx:load", (event) => {
    const part = event.target;
    if (!(part instanceof HTMLElement) || part === document.body) return;
    if (part.matches(selector)) run(part);
    visit(part);
  });
}

function closeMenus(except?: Node): void {
  for (const open of document.querySelectorAll<HTMLDetailsElement>("details[data-menu][open], details.source[open]")) {
    if (!except || !open.contains(except)) open.open = false;
  }
}

function menus(): void {
  document.addEventListener("click", (event) => closeMenus(event.target as Node));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const inside = document.activeElement?.closest<HTMLDetailsElement>("details[open]");
    closeMenus();
    inside?.querySelector("summary")?.focus();
  });
}

function copies(): void {
  on("click", "[data-copy]", async (button) => {
    await navigator.clipboard.writeText(button.dataset.copy ?? "");
    const label = button.querySelector("span");
    if (!label || !button.dataset.done) return;
    label.textContent = button.dataset.done;
  });
  on("click", "[data-print]", () => window.print());
}

function dialogs(): void {
  on("click", "[data-opens]", (button) => {
    const found = document.getElementById(button.dataset.opens ?? "");
    if (found instanceof HTMLDialogElement) found.showModal();
  });
  on("click", "dialog [data-close]", (button) => button.closest("dialog")?.close());
}

// Only acts that cannot be undone ask; the question comes with the button.
function confirms(): void {
  on("click", "[data-confirm]", (button, event) => {
    if (!window.confirm(button.dataset.confirm)) event.preventDefault();
  });
}

// A message stays for ten seconds, or as long as someone reads it.
function toasts(): void {
  const hold = 10_000;
  each("[data-toast]", (toast) => {
    let timer = 0;
    const start = () => { timer = window.setTimeout(() => toast.remove(), hold); };
    const stop = () => window.clearTimeout(timer);
    toast.addEventListener("pointerenter", stop);
    toast.addEventListener("pointerleave", start);
    toast.addEventListener("focusin", stop);
    toast.addEventListener("focusout", start);
    if (!toast.classList.contains("toast-bad")) start();
  });
  on("click", "[data-dismiss]", (button) => button.closest("[data-toast]")?.remove());
}

// Browsers that cannot size an area by its content do it here.
function areas(): void {
  if (CSS.supports("field-sizing", "content")) return;
  each("textarea[data-grow]", (element) => {
    const area = element as HTMLTextAreaElement;
    const fit = () => { area.rows = Math.max(Number(area.getAttribute("rows")) || 3, area.value.split("\n").length + 1); };
    area.addEventListener("input", fit);
    fit();
  });
}

// The face of a file control is ours, in the language of the page; the control
// itself lies over it and stays what is clicked, focused and dropped on.
function files(): void {
  on("change", "[data-file]", (box) => {
    const input = box.querySelector<HTMLInputElement>("input[type=file]");
    const name = box.querySelector<HTMLElement>(".file-name");
    if (!input || !name) return;
    name.dataset.none ??= name.textContent;
    name.textContent = [...(input.files ?? [])].map((file) => file.name).join(", ") || name.dataset.none;
  });
}

/** Starts everything that both faces share. */
export function start(): void {
  menus();
  copies();
  dialogs();
  confirms();
  toasts();
  areas();
  files();
  each("[data-focus]", (summary) => summary.focus());
}
