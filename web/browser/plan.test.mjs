// The plan of the year: collected, filled, checked, approved, taken away, and
// compared with what was approved (journey J4); proposals from outside.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { Desk, noOutsideRequests } from "./harness.mjs";

let desk;
before(async () => { desk = await Desk.open(); });
after(() => desk?.close());

const office = "/perm/office";
const words = (text) => text.replaceAll("\u00a0", " ");
const atPlan = /\/plans\/[0-9a-z]{26}$/;

/** begin makes the plan of a year and returns its address. */
async function begin(page, year, closes = "") {
  await page.goto(`${office}/plans/new?year=${year}`);
  await page.locator("[name=closes]").fill(closes);
  await page.locator("main form.form button[type=submit]").click();
  await page.waitForURL(atPlan);
  return new URL(page.url()).pathname;
}

test("J4: next year is planned from what the records say", async () => {
  const page = await desk.visit(`${office}/`, { as: "head" });
  let clicks = 0;
  const click = async (what) => { clicks++; await what.click(); };
  await click(page.locator("nav").getByRole("link", { name: /^План и.календарь$/ }));
  await click(page.getByRole("link", { name: "Начать план" }));
  await page.locator("[name=year]").fill("2027");
  await click(page.locator("main form.form button[type=submit]"));
  await page.waitForURL(atPlan);
  const at = new URL(page.url()).pathname;
  await click(page.locator("main").getByRole("link", { name: "Собрать" }).first());
  const sisters = page.locator("section", { hasText: "Юбилеи побратимств" });
  const rows = (await sisters.locator("tbody tr").allInnerTexts()).map(words);
  assert.equal(rows.length, 3);
  for (const [i, want] of [/Амневиль.*35 лет/s, /Агридженто.*15 лет.*дата спорная/s, /Дуйсбург.*15 октября 2027.*20 лет/s].entries()) assert.match(rows[i], want);
  const offered = await page.locator(".pick input").count();
  await click(page.getByRole("button", { name: "Добавить отмеченное в план" }));
  await page.waitForURL(atPlan);
  const taken = await page.locator("#lines tbody tr").count();
  assert.ok(taken > 8 && taken <= offered, `${taken} of ${offered}`);
  // The rest of the thirty lines is pasted as a list.
  await click(page.locator("summary", { hasText: "Добавить несколько строк" }));
  await page.locator("[name=titles]").fill(Array.from({ length: 30 - taken }, (_, i) => `${i + 1}. Своя строка ${i + 1}`).join("\n"));
  await click(page.getByRole("button", { name: "Добавить строки" }));
  await page.waitForURL(atPlan);
  assert.equal(await page.locator("#lines tbody tr").count(), 30);
  await click(page.getByRole("button", { name: "Отметить все" }));
  await page.locator(".pick input:checked").nth(29).waitFor();
  assert.equal(await page.locator(".pick input:checked").count(), 30);
  await page.locator(".bulk [name=owner]").selectOption({ label: "Координатор" });
  await page.locator(".bulk [name=money]").selectOption({ label: "запрошено" });
  await page.locator(".bulk [name=audience]").selectOption({ index: 1 });
  clicks += 3;
  await click(page.getByRole("button", { name: "Изменить отмеченные" }));
  await page.locator(".took", { hasText: "Изменено 30 строк" }).waitFor();
  assert.equal(await page.locator("#lines", { hasText: "Без ответственного" }).count(), 0);
  await click(page.getByRole("link", { name: /Накладки/ }));
  await page.locator("h2", { hasText: "Накладки плана на 2027 год" }).waitFor();
  assert.ok(clicks <= 60, `a draft of 30 lines took ${clicks} clicks`);
  console.log(`a draft of 30 lines took ${clicks} clicks`);

  clicks = 0;
  await click(page.getByRole("link", { name: "Строки", exact: true }));
  await click(page.getByRole("button", { name: "На согласование" }));
  await page.locator(".head .chip, .chip", { hasText: "на согласовании" }).first().waitFor();
  await click(page.getByRole("link", { name: "Утвердить" }));
  await click(page.getByRole("button", { name: "Утвердить" }));
  await page.waitForURL(atPlan);
  await page.locator(".chip", { hasText: "утверждён" }).first().waitFor();
  assert.ok(clicks <= 5, `approval took ${clicks} clicks`);
  for (const [as, begins] of [["DOCX", "PK"], ["XLSX", "PK"], ["PDF", "%PDF"]]) { // one click each; the first PDF waits for the typesetter
    const link = page.locator(".download").getByRole("link", { name: as });
    const file = await page.request.get(await link.getAttribute("href"), { timeout: 0 });
    assert.match(file.headers()["content-disposition"], new RegExp(`plan-2027\\.${as.toLowerCase()}`));
    assert.ok((await file.body()).subarray(0, 8).toString("latin1").startsWith(begins), as);
  }
  // What changes afterwards is shown against what was approved.
  await page.locator("#lines tbody a").first().click();
  await page.goto(`${new URL(page.url()).pathname}/field/when`);
  await page.locator("[name=when]").fill("29 февраля 2027");
  await page.locator("main form button[type=submit]").first().click();
  await page.locator("#f-when-error", { hasText: /Такой\sдаты\sнет:\s29\sфевраля\s2027/ }).waitFor();
  await page.locator("[name=when]").fill("март 2028");
  await page.locator("main form button[type=submit]").first().click();
  await page.locator("#f-when-error", { hasText: /План\sсоставлен\sна\s2027\sгод/ }).waitFor();
  await page.locator("[name=when]").fill("31 декабря");
  await page.locator("main form button[type=submit]").first().click();
  await page.waitForURL(/\/planlines\/[0-9a-z]{26}/);
  await page.goto(`${at}/changes`);
  assert.match(words(await page.locator("#changes").innerText()), /другое время.*31 декабря 2027/s);
  assert.deepEqual(noOutsideRequests(page), []);
  await page.context().close();
});

test("a plan is made without scripts, and groups are ticked and cleared", async () => {
  const page = await desk.visit(`${office}/plans`, { as: "coordinator", scripts: false });
  const at = await begin(page, "2028");
  await page.goto(`${at}/collect`);
  const all = await page.locator(".pick input:checked").count();
  assert.ok(all > 2);
  const first = page.locator("section", { hasText: "Юбилеи других связей" });
  const mine = await first.locator(".pick input").count();
  await first.getByRole("button", { name: "Снять отметки" }).click();
  assert.equal(await page.locator(".pick input:checked").count(), all - mine);
  await page.getByRole("button", { name: "Добавить отмеченное в план" }).click();
  await page.waitForURL(atPlan);
  assert.equal(await page.locator("#lines tbody tr").count(), all - mine);
  await page.context().close();
});

test("the head says what is too much in a plan", async () => {
  const page = await desk.visit(`${office}/plans`, { as: "head" });
  const at = await begin(page, "2030", "");
  await page.goto(`${at}/clashes`);
  assert.match(words(await page.locator("main").innerText()), /больше 4 строк.*не меньше 7 дней/s);
  await page.getByRole("link", { name: "Изменить пределы" }).click();
  await page.locator("[name=load]").fill("0");
  await page.locator("main form.form button[type=submit]").first().click();
  await page.locator(".errors", { hasText: "целое число от 1 до 100" }).waitFor();
  await page.locator("[name=load]").fill("2");
  await page.locator("[name=apart]").fill("10");
  await page.locator("main form.form button[type=submit]").first().click();
  await page.waitForURL(atPlan);
  await page.goto(`${at}/clashes`);
  assert.match(words(await page.locator("main").innerText()), /больше 2 строк.*не меньше 10 дней/s);
  await page.context().close();
});

test("who is outside proposes until the last day and reads the answer", async () => {
  const head = await desk.visit(`${office}/plans`, { as: "head" });
  const at = await begin(head, "2029", "31.12.2028");
  await head.getByRole("button", { name: "Начать сбор предложений" }).click();
  await head.locator(".chip", { hasText: "сбор предложений" }).first().waitFor();
  const page = await desk.visit(`${office}/proposals`, { as: "guest" });
  assert.match(words(await page.locator("main").innerText()), /в план на 2029 год принимаются до 31 декабря 2028/);
  await page.getByRole("link", { name: "Предложить" }).click();
  await page.locator('[name="title.ru"]').fill("Фестиваль дворов");
  await page.locator("[name=when]").fill("июнь");
  await page.locator("main form.form button[type=submit]").click();
  await page.waitForURL(/\/proposals\/[0-9a-z]{26}$/);
  const where = new URL(page.url()).pathname;
  // It waits for an answer on Today, beside the one of the demonstration.
  await head.goto(`${office}/`);
  await head.getByRole("link", { name: /^Ответить на \d+ предложения в план/ }).click();
  await head.waitForURL(/\/proposals$/);
  await head.goto(where);
  await head.getByRole("button", { name: "Отклонить" }).click();
  assert.match(words(await head.locator(".errors").innerText()), /Напишите, почему предложение отклоняется/);
  await head.getByRole("button", { name: "Принять", exact: true }).click();
  await head.locator(".notice", { hasText: "теперь его можно взять в план" }).first().waitFor();
  await page.goto(where);
  await page.locator(".notice", { hasText: "теперь его можно взять в план" }).waitFor();
  await head.getByRole("link", { name: "Собрать план" }).click();
  const group = head.locator("section", { hasText: "Принятые предложения" });
  assert.match(words(await group.innerText()), /Фестиваль дворов.*предлагает/s);
  while (await head.locator(".pick input:checked").count() > 0) await head.locator(".pick input:checked").first().uncheck();
  await group.locator(".pick input").check();
  await head.getByRole("button", { name: "Добавить отмеченное в план" }).click();
  await head.waitForURL(at);
  await page.goto(where);
  await page.locator(".notice", { hasText: "стоит в плане" }).waitFor();
  assert.match(words(await head.locator("#lines").innerText()), /июнь 2029.*Фестиваль дворов/s);
  await page.context().close();
  await head.context().close();
});
