// The calendar by keyboard and by hand. Without scripts its days and entries are
// links, and each entry that can be moved has a form of its own; this adds the
// keys of a grid (WAI-ARIA), dragging an entry to another day or, by quarters, to
// another hour, and making a new one on empty days. What is dragged is sent by the same form.
const days = "[data-day]";

/** dayAt is the cell of a day under a point; an entry may reach over several. */
function dayAt(x: number, y: number): HTMLElement | undefined {
  return document.elementsFromPoint(x, y).find((one): one is HTMLElement => one.matches(days));
}

function plus(date: string, n: number): string {
  const day = new Date(date + "T00:00:00Z");
  day.setUTCDate(day.getUTCDate() + n);
  return day.toISOString().slice(0, 10);
}

function between(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}

/**
 * go opens the same page at another day, which then has the focus. The fragment
 * names nothing on the page: a browser takes the focus to what one names.
 */
function go(date: string): void {
  const to = new URL(location.href);
  to.searchParams.set("day", date);
  to.searchParams.delete("moved");
  to.searchParams.delete("was");
  to.hash = "on-" + date;
  location.assign(to);
}

function months(date: string, n: number): string {
  const [y, m, d] = date.split("-").map(Number) as [number, number, number];
  const last = new Date(Date.UTC(y, m - 1 + n + 1, 0)).getUTCDate();
  return new Date(Date.UTC(y, m - 1 + n, Math.min(d, last))).toISOString().slice(0, 10);
}

function create(root: HTMLElement, from: string, to: string): void {
  if (!root.dataset.create) return;
  const at = new URL(root.dataset.create, location.href);
  at.searchParams.set("starts", from < to ? from : to);
  if (from !== to) at.searchParams.set("ends", from < to ? to : from);
  location.assign(at);
}

/** walk makes the table of a month a grid: one day in the tab order, arrows lead to the others. */
function walk(root: HTMLElement, table: HTMLTableElement): void {
  const cells = [...table.querySelectorAll<HTMLElement>(days)];
  const link = (cell: HTMLElement): HTMLElement | null => cell.querySelector<HTMLElement>(".cal-day");
  const choose = (cell: HTMLElement): void => {
    for (const one of cells) link(one)?.setAttribute("tabindex", one === cell ? "0" : "-1");
  };
  table.setAttribute("role", "grid");
  for (const row of table.rows) row.setAttribute("role", "row");
  for (const cell of cells) cell.setAttribute("role", "gridcell");
  for (const head of table.querySelectorAll("th")) head.setAttribute("role", head.scope === "row" ? "rowheader" : "columnheader");
  const first = cells.find((cell) => link(cell)?.hasAttribute("data-chosen")) ?? cells[0];
  if (first) choose(first);
  const wanted = document.getElementById(location.hash.replace("#on-", "d-"));
  if (wanted && cells.includes(wanted)) link(wanted)?.focus();
  table.addEventListener("focusin", (event) => {
    const cell = event.target instanceof Element ? event.target.closest<HTMLElement>(days) : null;
    if (cell) choose(cell);
  });
  table.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !(event.target instanceof Element)) return;
    const cell = event.target.closest<HTMLElement>(days);
    const date = cell?.dataset.day;
    if (!cell || !date) return;
    const weekday = (new Date(date + "T00:00:00Z").getUTCDay() + 6) % 7;
    const to = { ArrowLeft: plus(date, -1), ArrowRight: plus(date, 1), ArrowUp: plus(date, -7), ArrowDown: plus(date, 7), PageUp: months(date, -1), PageDown: months(date, 1), Home: plus(date, -weekday), End: plus(date, 6 - weekday) }[event.key];
    if (to) {
      const there = document.getElementById("d-" + to);
      if (there && cells.includes(there) && !event.key.startsWith("Page")) link(there)?.focus(); else go(to);
    } else if (event.code === "KeyN" && root.dataset.create) {
      create(root, date, date);
    } else if (event.code === "KeyM") {
      const entry = event.target.closest("[data-move]") ?? cell.querySelector("[data-move]");
      const form = entry?.querySelector<HTMLElement>(".cal-move");
      if (!form) return;
      form.click();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
}

/** minuteAt is the minute of the day that lies at a height of the table of hours. */
function minuteAt(root: HTMLElement, y: number): number | undefined {
  for (const row of root.querySelectorAll<HTMLElement>("tr[data-hour]")) {
    const box = row.getBoundingClientRect();
    if (y >= box.top && y < box.bottom) return Number(row.dataset.hour) * 60 + ((y - box.top) / box.height) * 60;
  }
  return undefined;
}

/** hourAt is an hour, HH:MM, some minutes on, to the next quarter and within the day. */
function hourAt(hour: string, minutes: number): string {
  const [h, m] = hour.split(":").map(Number) as [number, number];
  const at = Math.min(Math.max(Math.round((h * 60 + m + minutes) / 15) * 15, 0), 23 * 60 + 45);
  return String(Math.floor(at / 60)).padStart(2, "0") + ":" + String(at % 60).padStart(2, "0");
}

/** keyed makes the key m move the entry that has the focus, where there is no grid. */
function keyed(root: HTMLElement): void {
  root.addEventListener("keydown", (event) => {
    if (event.code !== "KeyM" || event.ctrlKey || event.metaKey || event.altKey || !(event.target instanceof Element)) return;
    const form = event.target.closest("[data-move]")?.querySelector<HTMLElement>(".cal-move");
    if (!form) return;
    form.click();
    event.preventDefault();
    event.stopPropagation();
  });
}

/** drag sends an entry to the day on which it is let go. */
function drag(root: HTMLElement): void {
  const form = root.querySelector<HTMLFormElement>(".cal-send");
  let entry: HTMLElement | null = null; // what is held, or null for empty days
  let start: HTMLElement | undefined; // the day where the pointer went down
  let from = { x: 0, y: 0 };
  let minute: number | undefined; // of the day where the pointer went down
  let moving = false;
  const clear = (): void => {
    for (const one of root.querySelectorAll("[data-over]")) one.removeAttribute("data-over");
    entry?.removeAttribute("data-drag");
    entry = null;
    start = undefined;
    moving = false;
  };
  root.addEventListener("dragstart", (event) => event.preventDefault()); // the browser's own dragging of links
  root.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || !(event.target instanceof Element)) return;
    entry = event.target.closest<HTMLElement>("[data-move]");
    if (!entry && event.target.closest("a, button")) return;
    if (event.pointerType !== "mouse" && !entry) return; // a finger scrolls
    start = dayAt(event.clientX, event.clientY);
    from = { x: event.clientX, y: event.clientY };
    minute = minuteAt(root, event.clientY);
  });
  root.addEventListener("pointermove", (event) => {
    if (!start) return;
    if (!moving && Math.hypot(event.clientX - from.x, event.clientY - from.y) < 6) return;
    if (!moving) {
      moving = true;
      root.setPointerCapture(event.pointerId);
      entry?.setAttribute("data-drag", "");
    }
    for (const one of root.querySelectorAll("[data-over]")) one.removeAttribute("data-over");
    dayAt(event.clientX, event.clientY)?.setAttribute("data-over", "");
    event.preventDefault();
  });
  root.addEventListener("pointercancel", clear);
  root.addEventListener("pointerup", (event) => {
    const there = start && dayAt(event.clientX, event.clientY);
    const a = start?.dataset.day;
    const b = there?.dataset.day;
    const held = entry;
    const moved = moving;
    const before = minute;
    const after = minuteAt(root, event.clientY);
    clear();
    if (!a || !b) return;
    if (!held) {
      create(root, a, b);
      return;
    }
    if (!moved) return;
    // The click that ends a drag opens nothing; it comes before the next task, if at all.
    const still = (click: Event): void => { click.preventDefault(); click.stopPropagation(); };
    root.addEventListener("click", still, { capture: true });
    setTimeout(() => root.removeEventListener("click", still, { capture: true }));
    if (!form || !held.dataset.move || !held.dataset.first) return;
    const opens = form.elements.namedItem("opens") as HTMLInputElement;
    const was = held.dataset.at;
    const hour = was && before !== undefined && after !== undefined ? hourAt(was, after - before) : was;
    opens.disabled = hour === was;
    if (a === b && opens.disabled) return;
    opens.value = hour ?? "";
    form.action = held.dataset.move;
    // With an hour the day is ours as well; else it is the first of the place.
    (form.elements.namedItem("day") as HTMLInputElement).value = opens.disabled ? plus(held.dataset.first, between(a, b)) : b;
    (form.elements.namedItem("version") as HTMLInputElement).value = held.dataset.version ?? "";
    form.requestSubmit();
  });
}

/** Makes the calendar of the page, where there is one, work by keys and by hand. */
export function start(): void {
  const root = document.querySelector<HTMLElement>("[data-calendar]");
  if (!root) return;
  const table = root.querySelector<HTMLTableElement>("table.cal-month");
  if (table) walk(root, table);
  else keyed(root);
  if (root.querySelector(days)) drag(root);
}
