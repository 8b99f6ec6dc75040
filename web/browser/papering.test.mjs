// From "they come on Tuesday" to a papered visit: nineteen people for three days,
// with order, invitations in two languages, programme, estimate, list and badges,
// replayed as a colleague would do it and timed by the click model (KLM): a key
// 0.28 s, a pointing 1.1 s, a hand to or from the keyboard 0.4 s, a decision 1.35 s.
// A page that loads counts one second, however fast it was here.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { Desk, noOutsideRequests } from "./harness.mjs";

let desk;
before(async () => { desk = await Desk.open(); });
after(() => desk?.close());

const office = "/perm/office";
const words = (text) => text.replaceAll(/[\u00a0\u202f]/g, " ");

/** Hand does on a page what a person does, and counts it. */
class Hand {
  clicks = 0;
  keys = 0;
  loads = 0;
  decisions = 0;
  moves = 0; // between mouse and keyboard
  constructor(page) {
    page.on("load", () => this.loads++);
  }
  async click(what) {
    await what.click();
    this.clicks++;
    this.decisions++;
  }
  async type(what, text) {
    await what.fill(text);
    this.clicks++;
    this.decisions++;
    this.moves += 2;
    this.keys += text.length;
  }
  async choose(what, option) {
    await what.selectOption(option);
    this.clicks += 2;
    this.decisions++;
  }
  /** paste takes some text out of a mail: marked by two clicks, copied and pasted by two keys each. */
  async paste(what, text) {
    await what.fill(text);
    this.clicks += 3;
    this.decisions += 2;
    this.moves += 4;
    this.keys += 4;
  }
  get seconds() {
    return this.keys * 0.28 + this.clicks * (1.1 + 0.28) + this.moves * 0.4 + this.decisions * 1.35 + this.loads;
  }
}

test("a visit of nineteen people and three days is papered within ten minutes by the click model", async () => {
  const page = await desk.visit(`${office}/`, { as: "head" });
  const hand = new Hand(page);
  const main = page.locator("main");
  const send = () => main.locator("form.form button[type=submit]").first();

  // The visit with its tasks.
  await hand.click(page.locator("nav").getByRole("link", { name: "Визиты", exact: true }));
  await hand.click(page.getByRole("link", { name: "Новый визит" }));
  await hand.choose(page.locator("[name=partner]"), { label: "Дуйсбург" });
  await hand.type(page.locator("[name=starts]"), "8–10.06.2027");
  await hand.type(page.locator("[name=unplanned]"), "письмо от 12 ноября");
  await hand.type(page.locator("[name=expected]"), "19");
  await hand.click(page.getByRole("button", { name: "Создать визит" }));
  await page.waitForURL(/\/visits\/[0-9a-z]{26}$/);
  const id = new URL(page.url()).pathname.split("/").pop();
  const visit = page.url();

  // The delegation, out of the mail.
  await hand.click(page.getByRole("link", { name: "Вставить список" }));
  await hand.paste(page.locator("[name=lines]"), Array.from({ length: 19 }, (_, i) => `${i + 1}. Guest Number${i + 1} (Гость Номер${i + 1}) – member of the delegation`).join("\n"));
  await hand.click(page.getByRole("button", { name: "Прочитать список" }));
  await hand.click(page.getByRole("button", { name: "Внести в делегацию" }));
  await page.waitForURL(/#members$/);
  assert.equal(await page.locator("#members tbody tr").count(), 19);

  // The programme from a template, with two lines of its own, and released.
  await hand.click(page.getByRole("link", { name: "Открыть программу" }));
  await hand.choose(page.locator("[name=template]"), "three");
  await hand.click(page.getByRole("button", { name: "Начать с шаблона" }));
  for (const [day, line] of [["2027-06-08", "18:00 Прогулка по набережной"], ["2027-06-10", "9:00 Завтрак @ гостиница"]]) {
    await hand.type(page.locator(`[name="row.${day}"]`), line);
    hand.keys++;
    await page.locator(`[name="row.${day}"]`).press("Enter");
    await page.locator(".programme-line", { hasText: line.split(" ")[1] }).first().waitFor();
  }
  await hand.click(page.getByRole("link", { name: "Выпустить версию" }));
  if (await page.locator("[name=reason]").count()) await hand.type(page.locator("[name=reason]"), "уточним по телефону");
  await hand.click(page.getByRole("button", { name: "Выпустить", exact: true }));
  await page.waitForURL(/\/releases\/1$/);
  const badges = await page.locator("main a[href*='badges.pdf']").first().getAttribute("href");
  hand.clicks++; // they are taken below, beside the papers

  // The estimate, by norms.
  await page.goto(visit);
  hand.clicks++;
  await hand.click(page.getByRole("link", { name: "Составить смету", exact: true }));
  await hand.click(send());
  await page.waitForURL(/\/estimates\/[0-9a-z]{26}$/);
  const norms = 3;
  for (let i = 1; i <= norms; i++) {
    await hand.click(page.getByRole("link", { name: "Добавить строку" }).first());
    await hand.choose(page.locator("[name=norm]"), { index: i });
    if (await page.locator("[name=people]").inputValue() === "") await hand.type(page.locator("[name=people]"), "19");
    await hand.click(send());
    await page.waitForURL(/#lines$/);
  }
  const estimate = page.url();

  // What the papers say beside the records.
  await page.goto(`${office}/activities/${id}/papers`);
  hand.clicks += 2; // to the visit and to its papers
  await hand.click(page.getByRole("link", { name: "Реквизиты документов" }));
  await hand.type(page.locator('[name="purpose.ru"], [name=purpose]').first(), "обмен опытом городского управления");
  await hand.type(page.locator('[name="ground.ru"], [name=ground]').first(), "письмо партнёра от 12 ноября");
  await hand.click(send());
  await page.waitForURL(/\/papers$/);

  // Six papers, the invitation in two languages.
  const made = [["order", "ru"], ["invitation", "ru"], ["invitation", "en"], ["programme", "ru"], ["estimate", "ru"], ["delegation", "ru"]];
  let computed = 0;
  for (const [kind, lang] of made) {
    await hand.click(page.locator(`#paper-kinds a[href$="/papers/${kind}"]`));
    if (lang === "en") {
      await hand.choose(page.locator("select[name=langs]"), "en");
      await hand.click(page.getByRole("button", { name: "Показать" }));
    }
    const preview = await page.getByRole("link", { name: "Посмотреть, не сохраняя" }).getAttribute("href");
    const before = performance.now();
    const answer = await page.request.get(preview);
    computed += performance.now() - before;
    assert.equal(answer.status(), 200, `${kind} in ${lang}`);
    assert.equal((await answer.body()).subarray(0, 2).toString(), "PK");
    await hand.click(page.getByRole("button", { name: "Сделать документ" }));
    await page.waitForURL(/\/papers$/);
  }
  assert.equal(await page.locator("#papers-made tbody tr").count(), made.length);
  await page.request.get(badges, { timeout: 0 }); // the first PDF of a program waits for its typesetter
  const before = performance.now();
  const cut = await page.request.get(badges, { timeout: 0 });
  computed += performance.now() - before;
  assert.equal((await cut.body()).subarray(0, 4).toString("latin1"), "%PDF");
  await page.goto(estimate);
  assert.match(words(await page.locator("#lines-part").innerText()), /19 чел\./);

  console.log(`a visit of nineteen people and three days: ${hand.clicks} clicks, ${hand.keys} keys, ${hand.loads} pages, ${Math.round(hand.seconds)} s by the click model; its seven papers took ${(computed / 1000).toFixed(2)} s here`);
  assert.ok(hand.seconds <= 600, `${Math.round(hand.seconds)} s by the click model`);
  assert.deepEqual(noOutsideRequests(page), []);
  await page.context().close();
});
