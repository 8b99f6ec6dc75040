// Bad input: the error stands at the field and in the summary, in the user's
// language, and what was typed stays.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { axe, Desk } from "./harness.mjs";

let desk;
before(async () => {
  desk = await Desk.open();
}, { timeout: 180_000 });
after(() => desk?.close());

const since = "/perm/office/partners/duisburg/field/since";

/** refusal fills in a field, sends its form, and checks how it is refused. */
async function refusal(path, field, typed, sentence, look = {}) {
  const page = await desk.visit(path, { as: "head", scripts: false, ...look });
  const input = page.locator(`[name="${field}"]`).first();
  await input.fill(typed);
  await page.locator(`form:has([name="${field}"]) button`).first().click();
  assert.match(await page.locator("main").innerText(), sentence);
  assert.equal(await input.inputValue(), typed, "what was typed is gone");
  assert.equal(await input.getAttribute("aria-invalid"), "true");
  const described = (await input.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean);
  const hints = await Promise.all(described.map((id) => page.locator(`[id="${id}"]`).innerText()));
  assert.match(hints.join(" "), sentence, "the error does not stand at the field");
  const link = page.locator(`a[href="#${await input.getAttribute("id")}"]`);
  assert.ok(await link.count(), "the summary does not lead to the field");
  assert.match(await page.title(), look.lang === "en" ? /^Error:/ : /^Ошибка:/);
  assert.deepEqual(await axe(page), []);
  await page.context().close();
}

test("«31 апреля» is no date", () => refusal(since, "since", "31 апреля 2007", /Такой даты нет: 31 апреля/));
test("31 April is no date in English either", () => refusal(since, "since", "31 April 2007", /real date|no such date|does not exist/i, { lang: "en" }));
test("an unreadable date", () => refusal(since, "since", "вчера вечером", /дат/i));
test("an organisation without a name", () => refusal("/perm/office/organisations/new", "name.ru", "", /Введите название/));
test("a name that is far too long", () => refusal("/perm/office/organisations/new", "name.ru", "Общество ".repeat(200).trim(), /не больше|сейчас/));

test("the end of an activity before its start", async () => {
  const page = await desk.visit("/perm/office/activities/new", { as: "head", scripts: false });
  await page.locator('[name="name.ru"]').fill("Проверка дат");
  await page.locator('[name="when"], [name="starts"]').first().fill("12 июня 2026 — 10 июня 2026");
  await page.locator('form:has([name="name.ru"]) button').first().click();
  assert.match(await page.locator("main").innerText(), /раньше|не раньше/);
  assert.equal(await page.locator('[name="name.ru"]').inputValue(), "Проверка дат");
});

test("a stale edit shows both versions and loses none", async () => {
  const path = "/perm/office/partners/duisburg/field/rhythm";
  const [first, second] = await Promise.all([desk.visit(path, { as: "head", scripts: false }), desk.visit(path, { as: "head", scripts: false })]);
  const name = await first.locator("main form textarea, main form input[type=text], main form input:not([type])").first().getAttribute("name");
  const send = async (page, text) => {
    await page.locator(`[name="${name}"]`).fill(text);
    await page.locator(`form:has([name="${name}"]) button`).first().click();
  };
  await send(first, "раз в месяц");
  await send(second, "раз в квартал");
  const text = await second.locator("main").innerText();
  assert.match(text, /раз в месяц/, "the other version is not shown");
  assert.equal(await second.locator(`[name="${name}"]`).inputValue(), "раз в квартал", "what was typed is gone");
});

test("a second press of the button adds nothing twice", async () => {
  const page = await desk.visit("/perm/office/organisations/new", { as: "head", scripts: false });
  const name = "Общество двойного нажатия";
  await page.locator('[name="name.ru"]').fill(name);
  await page.locator('[name="type"]').selectOption("ngo");
  await page.locator('[name="side"][value="ours"]').check();
  const form = await page.locator('form:has([name="name.ru"])').first().evaluate((form) => [...new FormData(form)].map(([key, value]) => [key, String(value)]));
  const action = await page.locator('form:has([name="name.ru"])').first().evaluate((form) => form.action);
  const send = () => page.request.post(action, { form: Object.fromEntries(form), headers: { Origin: desk.site.base, "Sec-Fetch-Site": "same-origin" }, maxRedirects: 0 });
  const answers = [...(await Promise.all([send(), send()])), await send()]; // at once, and after the first is done
  assert.deepEqual(answers.map((a) => a.status()), [303, 303, 303]);
  assert.equal(new Set(answers.map((a) => a.headers().location)).size, 1);
  await page.goto(`/perm/office/organisations?q=${encodeURIComponent("двойного")}`);
  assert.equal(await page.getByRole("link", { name }).count(), 1);
});

test("a form that comes from another site is refused", async () => {
  const page = await desk.visit("/perm/office/organisations/new", { as: "head", scripts: false });
  const answer = await page.request.post("/perm/office/organisations", { form: { "name.ru": "Чужое" }, headers: { Origin: "https://evil.example", "Sec-Fetch-Site": "cross-site" }, maxRedirects: 0 });
  assert.equal(answer.status(), 403);
});

test("an expired session returns to the unsent form", async () => {
  const page = await desk.visit("/perm/office/organisations/new", { as: "head", scripts: false });
  await page.locator('[name="name.ru"]').fill("Недописанное общество");
  const kept = (await page.context().cookies()).filter((cookie) => !/session/.test(cookie.name));
  await page.context().clearCookies();
  await page.context().addCookies(kept);
  await page.locator('form:has([name="name.ru"]) button').first().click();
  assert.match(page.url(), /sign-in/);
  const { email, password } = desk.account("head");
  await page.locator("input[name=email]").fill(email);
  await page.locator("input[name=password]").fill(password);
  await page.locator("form:has(input[name=password]) button").first().click();
  assert.equal(await page.locator('[name="name.ru"]').inputValue(), "Недописанное общество");
});

test("records of another municipality do not exist here", async () => {
  const page = await desk.visit("/perm/office/partners/tuebingen", { as: "head" });
  assert.equal(page.answer.status(), 404);
  const there = await page.goto("/petrozavodsk/office/partners/tuebingen");
  assert.ok(there.status() === 404 || /sign-in/.test(page.url()), "Perm's head of department came into Petrozavodsk's office");
});
