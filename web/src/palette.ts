// Search and commands: Ctrl+K, and "/" where one-letter shortcuts are on. Keys
// are told by their place, so they work in the Russian layout too. The dialog is
// a combobox with a list box (ARIA Authoring Practices); without this file the
// field in the header leads to the page of search.

interface Item { title: string; note?: string; href: string; icon: string }
interface Answer { groups: { title: string; items: Item[] }[]; icons: string; said: string; note?: string }

const kept = 12;

/** The references of records that this browser has opened, the last one first. */
function recent(store: string): string[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(store) ?? "[]");
    return Array.isArray(found) ? found.filter((one): one is string => typeof one === "string") : [];
  } catch {
    return [];
  }
}

/** Notes the record of this page: its reference alone, no words of it. */
function remember(store: string): void {
  const about = document.querySelector<HTMLElement>("main[data-about]")?.dataset.about;
  if (!about) return;
  const list = [about, ...recent(store).filter((one) => one !== about)].slice(0, kept);
  try { localStorage.setItem(store, JSON.stringify(list)); } catch { /* a browser that keeps nothing has no recent records */ }
}

class Palette {
  readonly #dialog: HTMLDialogElement;
  readonly #field: HTMLInputElement;
  readonly #list: HTMLElement;
  readonly #status: HTMLElement;
  readonly #url: string;
  #asking = new AbortController();
  #timer = 0;
  #at = -1;
  #stale = false; // what is shown does not answer what is typed yet
  #enter = false; // Enter was pressed meanwhile

  constructor(dialog: HTMLDialogElement) {
    this.#dialog = dialog;
    this.#field = dialog.querySelector<HTMLInputElement>("input[role=combobox]")!;
    this.#list = dialog.querySelector<HTMLElement>("[role=listbox]")!;
    this.#status = dialog.querySelector<HTMLElement>("[data-status]")!;
    this.#url = dialog.dataset.palette ?? "";
    remember(this.#url);
    this.#field.addEventListener("input", () => this.#soon());
    this.#field.addEventListener("keydown", (event) => this.#key(event));
    this.#list.addEventListener("pointermove", (event) => {
      const option = this.#under(event);
      if (option) this.#mark(this.#options().indexOf(option), false);
    });
    this.#list.addEventListener("click", (event) => {
      const option = this.#under(event);
      if (option) this.#follow(option, event.ctrlKey || event.metaKey);
    });
    dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
    dialog.addEventListener("close", () => { this.#asking.abort(); window.clearTimeout(this.#timer); });
  }

  open(): void {
    if (this.#dialog.open) return;
    this.#field.value = "";
    this.#stale = this.#enter = false;
    this.#dialog.showModal();
    this.#field.focus();
    void this.#ask();
  }

  #under(event: Event): HTMLElement | null {
    return event.target instanceof Element ? event.target.closest<HTMLElement>("[role=option]") : null;
  }

  #options(): HTMLElement[] {
    return [...this.#list.querySelectorAll<HTMLElement>("[role=option]")];
  }

  #soon(): void {
    this.#stale = true;
    this.#enter = false;
    window.clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.#ask(), 90);
  }

  async #ask(): Promise<void> {
    this.#asking.abort();
    const mine = (this.#asking = new AbortController());
    const query = new URLSearchParams({ q: this.#field.value });
    const about = document.querySelector<HTMLElement>("main[data-about]")?.dataset.about;
    if (about) query.set("about", about);
    if (!this.#field.value.trim()) for (const ref of recent(this.#url)) query.append("recent", ref);
    try {
      const separator = this.#url.includes("?") ? "&" : "?";
      const reply = await fetch(this.#url + separator + query.toString(), { signal: mine.signal, headers: { Accept: "application/json" } });
      if (reply.redirected || !reply.headers.get("Content-Type")?.startsWith("application/json")) { // the session is over
        location.reload();
        return;
      }
      if (!reply.ok) throw new Error(reply.statusText);
      this.#show((await reply.json()) as Answer);
    } catch {
      if (!mine.signal.aborted) this.#say(this.#dialog.dataset.failed ?? "", true);
    }
  }

  #say(text: string, alone = false): void {
    this.#status.textContent = text;
    if (!alone) return;
    const note = document.createElement("p");
    note.className = "note";
    note.textContent = text;
    this.#list.replaceChildren(note);
    this.#mark(-1);
  }

  #show(answer: Answer): void {
    const parts: HTMLElement[] = [];
    if (answer.note) {
      const note = document.createElement("p");
      note.className = "note palette-note";
      note.setAttribute("role", "presentation");
      note.textContent = answer.note;
      parts.push(note);
    }
    answer.groups.forEach((group, n) => {
      const box = document.createElement("div");
      box.setAttribute("role", "group");
      const title = document.createElement("div");
      title.className = "palette-group";
      title.id = `palette-group-${n}`;
      title.setAttribute("role", "presentation");
      title.textContent = group.title;
      box.setAttribute("aria-labelledby", title.id);
      box.append(title, ...group.items.map((item, i) => row(item, `palette-${n}-${i}`, answer.icons)));
      parts.push(box);
    });
    this.#list.replaceChildren(...parts);
    this.#status.textContent = [answer.note, answer.said].filter(Boolean).join(" ");
    this.#mark(parts.length > 0 ? 0 : -1);
    this.#list.scrollTop = 0;
    this.#stale = false;
    const first = this.#options()[0];
    if (this.#enter && first) this.#follow(first, false);
    this.#enter = false;
  }

  #mark(at: number, scroll = true): void {
    const all = this.#options();
    all[this.#at]?.setAttribute("aria-selected", "false");
    for (const option of all) option.setAttribute("aria-selected", "false");
    this.#at = at;
    const option = all[at];
    if (!option) {
      this.#field.removeAttribute("aria-activedescendant");
      return;
    }
    option.setAttribute("aria-selected", "true");
    this.#field.setAttribute("aria-activedescendant", option.id);
    if (scroll) option.scrollIntoView({ block: "nearest" });
  }

  #key(event: KeyboardEvent): void {
    if (event.isComposing) return; // an input method is at work
    const all = this.#options();
    const steps: Record<string, number> = { ArrowDown: this.#at + 1, ArrowUp: this.#at - 1, PageDown: Math.min(this.#at + 5, all.length - 1), PageUp: Math.max(this.#at - 5, 0) };
    const to = steps[event.key];
    if (to !== undefined) {
      event.preventDefault();
      if (all.length > 0) this.#mark((to + all.length) % all.length);
    } else if (event.key === "Enter") {
      event.preventDefault();
      const option = all[this.#at];
      if (this.#stale) this.#enter = true; // the answer is on its way
      else if (option) this.#follow(option, event.ctrlKey || event.metaKey);
      else if (this.#field.value.trim()) this.#field.form?.submit();
    }
  }

  #follow(option: HTMLElement, aside: boolean): void {
    const address = option.dataset.href ?? "";
    if (aside) {
      window.open(address, "_blank", "noopener");
      return;
    }
    this.#dialog.close();
    location.assign(address);
  }
}

function row(item: Item, id: string, icons: string): HTMLElement {
  const option = document.createElement("div");
  option.setAttribute("role", "option");
  option.setAttribute("aria-selected", "false");
  option.id = id;
  option.className = "palette-option";
  option.dataset.href = item.href;
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `${icons}#${item.icon}`);
  svg.append(use);
  const title = document.createElement("span");
  title.className = "palette-title";
  title.textContent = item.title;
  option.append(svg, title);
  if (item.note) {
    const note = document.createElement("span");
    note.className = "note";
    note.textContent = item.note;
    option.append(note);
  }
  return option;
}

const typing = "input, textarea, select, [contenteditable]";

/** Opens the palette by its keys. */
export function start(): void {
  const dialog = document.getElementById("palette");
  if (!(dialog instanceof HTMLDialogElement)) return;
  const palette = new Palette(dialog);
  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.shiftKey || event.defaultPrevented) return;
    const control = (event.ctrlKey || event.metaKey) && event.code === "KeyK";
    const slash = "shortcuts" in document.body.dataset && event.code === "Slash" && !event.ctrlKey && !event.metaKey &&
      !(event.target instanceof Element && event.target.closest(typing)) && !document.querySelector("dialog[open]");
    if (!control && !slash) return;
    event.preventDefault();
    palette.open();
  });
}
