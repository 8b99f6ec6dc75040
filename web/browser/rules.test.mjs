// What comes round and what is due: anniversaries, key dates, holidays, rule
// packs, working days, and the legal path of an agreement.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { axe, Desk, langs, noOverflow, run, shape } from "./harness.mjs";

let desk;
before(async () => {
  desk = await Desk.open();
}, { timeout: 180_000 });
after(() => desk?.close());

const plain = (text) => text.replaceAll("\u00a0", " ");
const words = async (page) => plain(await page.locator("main").innerText());

/** jubilees are the rows of the list as «city number». */
async function jubilees(page) {
  const rows = await page.locator("#anniversaries tbody tr, table tbody tr").all();
  const found = new Set();
  for (const row of rows) {
    const text = plain(await row.innerText()).replace(/\s+/g, " ");
    const name = (await row.locator("a").first().innerText()).trim();
    found.add(`${name} ${/(\d+) (?:год|года|лет)\b|(\d+) years?/.exec(text)?.slice(1).find(Boolean) ?? text.match(/(\d+) (год|года|лет)/)?.[1]}`);
  }
  return [...found].sort();
}

test("the jubilees of both cities are those that follow from the talks", async () => {
  const page = await desk.visit("/perm/office/anniversaries?of=sister&from=2027&to=2027", { as: "coordinator" });
  assert.deepEqual(await jubilees(page), ["Агридженто 15", "Амневиль-ле-Терм 35", "Дуйсбург 20"]);
  await page.goto("/perm/office/anniversaries?of=sister&from=2028&to=2028");
  assert.deepEqual(await jubilees(page), ["Циндао 25"]);
  await page.goto("/perm/office/anniversaries?of=sister&from=2030&to=2030");
  const disputed = plain(await page.getByRole("row", { name: /Агридженто/ }).innerText());
  assert.match(disputed, /25 лет[\s\S]*дата спорная[\s\S]*по другому источнику/);

  const other = await desk.visit("/petrozavodsk/office/anniversaries?of=sister&from=2026&to=2026", { as: "coordinator", city: "petrozavodsk" });
  assert.ok((await jubilees(other)).includes("Умео 50"));
  await other.goto("/petrozavodsk/office/anniversaries?of=country&from=2027&to=2027");
  assert.match(await words(other), /110 лет[\s\S]*Независимость Финляндии/);
});

test("the window is asked in words, wrong years are said at the field, and the list goes out as a file", async () => {
  const page = await desk.visit("/perm/office/anniversaries", { as: "coordinator" });
  await page.getByLabel("С года").fill("2030");
  await page.getByLabel("По год").fill("2027");
  await page.getByRole("button", { name: "Показать" }).click();
  assert.match(await words(page), /Последний год — не раньше первого: 2030/);
  assert.equal(await page.getByLabel("По год").inputValue(), "2027");
  await page.getByLabel("По год").fill("2031");
  await page.getByRole("button", { name: "Показать" }).click();
  assert.match(await words(page), /за 2030–2031 годы/);
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: /^CSV/ }).click()]);
  assert.match(file.suggestedFilename(), /^Юбилеи .*\.csv$/);
});

test("a key date brings its anniversary to the dossier", async () => {
  const page = await desk.visit("/perm/office/partners/duisburg", { as: "coordinator" });
  assert.match(plain(await page.locator("#anniversaries").innerText()), /15 октября 2027[\s\S]*20 лет/);
  await page.locator("#anniversaries").getByRole("link", { name: "Добавить памятную дату" }).click();
  await page.getByLabel("Русский").first().fill("Первое упоминание Дуйсбурга");
  await page.locator('[name="on"]').fill("31.04.0883");
  await page.locator("main form .btn-primary").click();
  assert.match(await words(page), /Такой даты нет/);
  await page.locator('[name="on"]').fill("0883");
  await page.locator("main form .btn-primary").click();
  await page.waitForURL(/keydates\/[0-9a-z]{20,}/);
  await page.goto("/perm/office/partners/duisburg");
  assert.match(plain(await page.locator("#anniversaries").innerText()), /1 ?145 лет[\s\S]*Первое упоминание Дуйсбурга/);
});

test("an administrator edits a pack; gaps are refused at the field; the shipped pack returns", async () => {
  const page = await desk.visit("/perm/office/rules/ru-general", { as: "administrator" });
  await page.getByLabel("Посчитать сроки для дня").fill("30.12.2026");
  await page.getByRole("button", { name: "Посчитать" }).click();
  assert.match(await words(page), /15 ноября 2026[\s\S]*выходные дни 2027 года не внесены/);
  await page.getByRole("link", { name: /Изменить срок действия.*с 19 июня 2025/ }).click();
  await page.getByLabel("Действует с").fill("01.08.2025");
  await page.locator("main form .btn-primary").first().click();
  assert.match(await words(page), /остаётся промежуток: с 19 июня 2025 г. по 31 июля 2025 г./);
  assert.equal(await page.getByLabel("Действует с").inputValue(), "01.08.2025");
  assert.deepEqual(await axe(page), []);

  await page.goto("/perm/office/rules/ru-general/editions/1/steps/0");
  await page.getByLabel("Сколько дней").fill("60");
  await page.locator("main form .btn-primary").click();
  await page.waitForURL(/rules\/ru-general$/);
  assert.match(await words(page), /своя копия[\s\S]*за 60 календарных дней до подписания/);
  await page.getByRole("button", { name: "Вернуть пакет из программы" }).click();
  assert.match(await words(page), /из программы/);
  assert.doesNotMatch(await words(page), /за 60 календарных/);

  await page.goto("/perm/office/rules");
  await page.getByRole("link", { name: "Внести 2027 год" }).click();
  await page.getByLabel("Нерабочие дни с понедельника по пятницу").fill("02.01.2027");
  await page.getByLabel("Источник", { exact: true }).fill("Постановление для проверки");
  await page.locator("main form .btn-primary").click();
  assert.match(await words(page), /и без того выходной/);
  await page.getByLabel("Нерабочие дни с понедельника по пятницу").fill("1 января\n4 января, 5 января, 6 января, 7 января, 8 января");
  await page.locator("main form .btn-primary").click();
  await page.waitForURL(/workdays\/RU-2027$/);
  await page.goto("/perm/office/rules/ru-general?event=30.12.2026");
  assert.match(await words(page), /13 января 2027/);
});

test("an agreement signed before the consent says so", async () => {
  const page = await desk.visit("/perm/office/agreements/new", { as: "coordinator" });
  await page.locator('[name="partner"]').selectOption({ label: "Дуйсбург" });
  await page.locator('[name="type"]').selectOption("programme");
  await page.locator('[name="title.ru"]').fill("Программа обменов");
  await page.locator('[name="signed"]').fill("12.06.2026");
  await page.locator("main form .btn-primary").click();
  await page.waitForURL(/agreements\/[0-9a-z]{20,}/);
  const at = new URL(page.url()).pathname;
  assert.match(await words(page), /Подписано, а согласие не отмечено[\s\S]*28 апреля 2026/);
  await page.getByRole("link", { name: /Получить согласие/ }).click();
  await page.getByLabel("Когда сделано").fill("20.06.2026");
  await page.getByLabel("Документ").fill("Распоряжение № 7");
  await page.locator("main form .btn-primary").click();
  await page.waitForURL((url) => url.pathname === at);
  assert.match(await words(page), /Подписано раньше согласия[\s\S]*после подписания/);
  assert.deepEqual(await axe(page), []);
});

test("the pages hold on a phone, in both languages, without scripts", async () => {
  for (const lang of langs) {
    for (const path of ["anniversaries", "anniversaries/holidays?year=2027", "keydates", "rules", "rules/ru-crossborder", "rules/ru-general?event=12.06.2026", "workdays/RU-2026"]) {
      const page = await desk.visit(`/perm/office/${path}`, { as: "head", width: 320, lang, scripts: false });
      assert.equal(page.answer.status(), 200, path);
      assert.deepEqual([...(await axe(page)), ...(await noOverflow(page)), ...(await shape(page, lang))], [], `${lang} ${path}`);
      await page.context().close();
    }
  }
});

test("the commands print what the talks say", async () => {
  const found = JSON.parse(await run("anniversaries", "--since", "1989", "--since", "1965", "--from", "2014", "--to", "2015", "--step", "5", "--json"));
  assert.deepEqual(found.map((a) => [a.since, a.year, a.years]), [["1989", 2014, 25], ["1965", 2015, 50]]);
  const { deadlines } = JSON.parse(await run("deadlines", "--pack", "ru-general", "--event", "2025-12-30", "--json"));
  assert.deepEqual(Object.fromEntries(deadlines.map((d) => [d.step, d.due])), {
    intent: "2025-11-15", consent: undefined, "trip-report": "2026-01-14", "gift-notice": "2026-01-14",
    "annual-report": "2026-01-15", "annual-list": "2026-01-15",
  });
  assert.ok(deadlines.every((d) => d.source && d.mark), "a deadline has no source");
  await assert.rejects(run("deadlines", "--pack", "ru-general", "--event", "31.04.2026"), /There is no such date: 31.04.2026/);
});
