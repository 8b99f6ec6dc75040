// Preparation: from a jubilee to a chain of tasks, and what a moved day does to
// it; with and without scripts.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { Desk, everything, noOutsideRequests } from "./harness.mjs";

let desk;
before(async () => { desk = await Desk.open(); });
after(() => desk?.close());

const office = "/perm/office";
const words = (text) => text.replaceAll("\u00a0", " ");

/** dues are the steps on an anchor's page with their days. */
async function dues(page) {
  const rows = await page.locator("#preparation tbody tr").all();
  const all = {};
  for (const row of rows) all[words(await row.locator("th").innerText()).trim()] = words(await row.locator("td").first().innerText()).trim();
  return all;
}

/** change opens the form of a record, changes one field and saves. */
async function change(page, at, fill) {
  await page.goto(`${at}/edit`);
  await fill(page);
  await page.getByRole("button", { name: "Сохранить" }).click();
  await page.waitForURL((url) => url.pathname === at);
}

/** starts gives an activity another first day. */
const starts = (page, at, day) => change(page, at, () => page.locator("[name=starts]").fill(day));

for (const scripts of [true, false]) {
  const how = scripts ? "with scripts" : "without scripts";
  test(`twenty years with Duisburg are unrolled, moved and put back, ${how}`, async () => {
    const page = await desk.visit(`${office}/anniversaries?from=2027&to=2027&of=sister`, { as: "head", scripts });
    const jubilee = page.locator("#anniversaries tbody tr", { hasText: "Дуйсбург" });
    assert.match(words(await jubilee.innerText()), /20 лет/);
    await jubilee.getByRole("link", { name: "Развернуть подготовку" }).click();
    await page.waitForURL(/\/preparation\/new/);
    assert.equal(words(await page.locator("input[name=day]").first().inputValue()), "15 октября 2027 г.");
    assert.equal(await page.locator("[name=step-0-title]").inputValue(), "Собрать рабочую группу");
    assert.equal(words(await page.locator("[name=step-0-due]").inputValue()), "15 апреля 2026 г.");
    assert.match(words(await page.locator("#steps").innerText()), /Этот срок уже прошёл/);

    // A jubilee that is known by its year waits for a day.
    await page.locator("input[name=day]").first().fill("2027");
    await page.getByRole("button", { name: "Показать шаги" }).click();
    await page.locator(".errors").waitFor();
    assert.match(words(await page.locator("#f-day-error").innerText()), /Выберите день или хотя бы месяц/);
    assert.equal(await page.locator("#steps").count(), 0);
    await page.locator("input[name=day]").first().fill("15.10.2027");
    await page.getByRole("button", { name: "Показать шаги" }).click();
    await page.locator("#steps").waitFor();

    await page.locator("[name=step-1-on]").uncheck();
    await page.locator("[name=step-5-due]").fill("31 сентября 2027");
    await page.getByRole("button", { name: "Завести задачи" }).click();
    await page.locator(".errors").waitFor();
    assert.match(words(await page.locator("#f-step-5-due-error").innerText()), /Такой даты нет/);
    assert.equal(await page.locator("[name=step-1-on]").isChecked(), false);
    await page.locator("[name=step-5-due]").fill("28.09.2027");
    await page.getByRole("button", { name: "Завести задачи" }).click();
    await page.waitForURL(/\/activities\/[0-9a-z]{26}#preparation$/);
    const at = new URL(page.url()).pathname;
    const planned = await dues(page);
    assert.deepEqual(Object.keys(planned), ["Собрать рабочую группу", "Подать заявку в бюджет", "Пригласить делегацию", "Утвердить программу", "Опубликовать анонс", "Проверить, что осталось через год"]);
    assert.equal(planned["Опубликовать анонс"], "28 сентября 2027 г.");
    assert.match(planned["Собрать рабочую группу"], /15 апреля 2026 г\./);

    await starts(page, at, "12.11.2027");
    const told = words(await page.locator("#preparation").innerText());
    assert.match(told, /было 15 октября 2027 г\., стало 12 ноября 2027 г\./);
    assert.match(told, /6 шагов стоят на сроках от новой даты/);
    const moved = await dues(page);
    assert.equal(moved["Опубликовать анонс"], "26 октября 2027 г.");
    assert.equal(moved["Проверить, что осталось через год"], "12 ноября 2028 г.");

    await page.getByRole("button", { name: "Вернуть дату и шаги" }).click();
    await page.waitForURL((url) => url.pathname === at);
    assert.deepEqual(await dues(page), planned);
    assert.match(words(await page.locator("#fact-starts").innerText()), /15 октября 2027/);
    assert.doesNotMatch(words(await page.locator("#preparation").innerText()), /перенесена/);
    assert.deepEqual(noOutsideRequests(page), []);
    await page.context().close();
  });
}

test("a step moved by hand stays, and Today asks about a cancelled event", async () => {
  const page = await desk.visit(`${office}/activities/new`, { as: "head" });
  await page.locator('[name="name.ru"]').fill("Встреча школ");
  await page.locator("[name=type]").selectOption("meeting");
  await page.locator("[name=starts]").fill("8.09.2027");
  await page.locator("main form.form button[type=submit]").click();
  await page.waitForURL(/\/activities\/[0-9a-z]{26}$/);
  const at = new URL(page.url()).pathname;
  await page.locator("#preparation").getByRole("link", { name: "Развернуть подготовку" }).click();
  await page.getByRole("button", { name: "Завести задачи" }).click();
  await page.waitForURL(/#preparation$/);
  await page.locator("#preparation").getByRole("link", { name: "Утвердить программу" }).click();
  await page.waitForURL(/\/tasks\/[0-9a-z]{26}$/);
  await change(page, new URL(page.url()).pathname, () => page.locator("[name=due]").fill("1.07.2027"));
  await page.locator("#preparation", { hasText: "Срок изменён вручную" }).waitFor();

  await starts(page, at, "15.09.2027");
  assert.match(words(await page.locator("#preparation").innerText()), /вручную: «Утвердить программу»/);
  assert.match((await dues(page))["Утвердить программу"], /1 июля 2027/);
  for (const [lang, width] of [["ru", 320], ["en", 1440]]) {
    const look = await desk.visit(at, { as: "head", lang, width });
    assert.deepEqual(await everything(look, lang, `${at} ${lang} ${width}`), []);
    await look.context().close();
  }
  await page.getByRole("button", { name: "Понятно" }).click();
  await page.waitForURL((url) => url.pathname === at);
  assert.doesNotMatch(words(await page.locator("#preparation").innerText()), /перенесена/);

  await change(page, at, () => page.locator("[name=status]").selectOption("cancelled"));
  await page.goto(`${office}/`);
  await page.getByRole("link", { name: /не состоится: Встреча школ/ }).click();
  await page.waitForURL((url) => url.pathname === at);
  await page.getByRole("button", { name: "Закрыть 7 шагов" }).click();
  await page.waitForURL((url) => url.pathname === at);
  assert.match(words(await page.locator("#preparation").innerText()), /сделано 7 из 7/);
  await page.context().close();
});

for (const look of [{ lang: "ru", width: 320 }, { lang: "en", width: 1440, theme: "dark" }]) {
  test(`the pages of preparation are whole, ${look.lang}`, async () => {
    for (const path of ["/preparation/new?name=X&day=2027-06", "/preparation/sets", "/preparation/sets/jubilee", "/preparation/settings"]) {
      const page = await desk.visit(office + path, { as: "head", ...look });
      assert.deepEqual(await everything(page, look.lang, `${path} ${JSON.stringify(look)}`), []);
      await page.context().close();
    }
  });
}
