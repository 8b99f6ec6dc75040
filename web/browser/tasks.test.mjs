// Tasks and promises: from a record's page, from Today, several at once and
// taken back; with and without scripts.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { Desk, everything, noOutsideRequests } from "./harness.mjs";

let desk;
before(async () => { desk = await Desk.open(); });
after(() => desk?.close());

const office = "/perm/office";
const words = (text) => text.replaceAll("\u00a0", " ");

/** row is the row of a list that holds a title. */
const row = (page, title) => page.locator("main .table tbody tr", { hasText: title });

/** add makes a task of the viewer's and returns its address. */
async function add(page, title, due, more = async () => {}) {
  await page.goto(`${office}/tasks/new`);
  await page.locator('[name="title.ru"]').fill(title);
  await page.locator("[name=due]").fill(due);
  await page.locator("[name=owner]").selectOption({ label: "Координатор" });
  await more();
  await page.locator("main form.form button[type=submit]").click();
  await page.waitForURL(/\/tasks\/[0-9a-z]{26}$/);
  return new URL(page.url()).pathname;
}

for (const scripts of [true, false]) {
  const how = scripts ? "with scripts" : "without scripts";
  test(`a promise is noted on the partner's page, ${how}`, async () => {
    const title = `Прислать каталог ${scripts}`;
    const page = await desk.visit(`${office}/partners/duisburg`, { as: "coordinator", scripts });
    const panel = page.locator("#tasks");
    await panel.locator("summary", { hasText: "Записать обещание или задачу" }).click();
    await panel.locator("[name=promise_title]").fill(title);
    await panel.locator("[name=promise_type][value=theirs]").check();
    await panel.locator("[name=promise_due]").fill("31 февраля 2027");
    await panel.getByRole("button", { name: "Записать" }).click();
    await page.locator(".errors").waitFor();
    assert.match(words(await page.locator("#f-promise_due-error").innerText()), /Такой даты нет: 31 февраля 2027/);
    assert.equal(await page.locator("[name=promise_title]").inputValue(), title);
    assert.ok(await page.locator("[name=promise_type][value=theirs]").isChecked());
    await page.locator("[name=promise_due]").fill("до конца 2027 г.");
    await page.getByRole("button", { name: "Записать" }).click();
    await page.waitForURL(/partners\/[^/]*#tasks$/);
    const line = row(page, title);
    assert.match(words(await line.innerText()), /2027 г\./);
    await line.locator("a").first().click();
    await page.waitForURL(/\/tasks\/[0-9a-z]{26}$/);
    await page.getByRole("link", { name: "Напомнить" }).click();
    assert.match(words(await page.locator("#text").innerText()), /Возвращаемся к нашей договорённости/);
    await page.getByRole("button", { name: "Записать, что напомнили" }).click();
    await page.locator("#fact-reminded", { hasText: /20\d\d/ }).waitFor();
    assert.deepEqual(noOutsideRequests(page), []);
    await page.context().close();
  });

  test(`a line of a protocol becomes a promise by one press, ${how}`, async () => {
    const page = await desk.visit(`${office}/notes/new`, { as: "coordinator", scripts });
    const title = `Протокол ${scripts}`;
    await page.locator("[name=type]").selectOption("other");
    await page.locator('[name="title.ru"]').fill(title);
    await page.locator('[name="text.ru"]').fill("Договорились:\n\n- прислать список школ\n- назвать переводчика");
    const partner = page.locator("[name=about][value^='partner:']").first();
    await partner.check();
    await page.locator("main form.form button[type=submit]").click();
    await page.waitForURL(/\/notes\/[0-9a-z]{26}$/);
    await page.locator("#tasks summary", { hasText: "Взять из текста" }).click();
    await page.locator("#tasks .protocol li", { hasText: "прислать список школ" }).getByRole("button", { name: "Мы обещали" }).click();
    await page.locator("#tasks .table", { hasText: "прислать список школ" }).waitFor();
    await page.locator("#tasks summary", { hasText: "Взять из текста" }).click();
    assert.deepEqual(await page.locator("#tasks .protocol li p").allInnerTexts(), ["Договорились:", "назвать переводчика"]);
    await page.context().close();
  });

  test(`several tasks are changed at once and taken back, ${how}`, async () => {
    const page = await desk.visit(`${office}/tasks`, { as: "coordinator", scripts });
    const titles = ["первая", "вторая"].map((t) => `Дело: ${t} ${scripts}`);
    for (const title of titles) await add(page, title, "24.12.2031");
    await page.goto(`${office}/tasks`);
    for (const title of titles) await row(page, title).locator(".pick input").check();
    await page.locator(".bulk [name=due]").fill("31.02.2032");
    await page.getByRole("button", { name: "Изменить отмеченные" }).click();
    await page.locator(".notice", { hasText: "Такой даты нет" }).waitFor();
    assert.equal(await page.locator(".pick input:checked").count(), 2);
    assert.equal(await page.locator(".bulk [name=due]").inputValue(), "31.02.2032");
    await page.locator(".bulk [name=due]").fill("25.12.2032");
    await page.getByRole("button", { name: "Изменить отмеченные" }).click();
    await page.locator(".took", { hasText: "Изменены 2 записи" }).waitFor();
    for (const title of titles) assert.match(words(await row(page, title).innerText()), /25 декабря 2032/);
    await page.getByRole("button", { name: "Вернуть как было" }).click();
    await page.locator(".took").waitFor({ state: "detached" });
    for (const title of titles) assert.match(words(await row(page, title).innerText()), /24 декабря 2031/);
    for (const title of titles) await row(page, title).locator(".pick input").check();
    await page.getByRole("button", { name: "Отметить выполненными" }).click();
    await page.locator(".took").waitFor();
    for (const title of titles) assert.equal(await row(page, title).count(), 0);
    await page.context().close();
  });
}

test("rows are ticked by the keyboard", async () => {
  const page = await desk.visit(`${office}/tasks?whose=all`, { as: "coordinator" });
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  assert.equal(await page.locator(".pick input:checked").count(), 1);
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.keyboard.press("Shift+X");
  assert.equal(await page.locator(".pick input:checked").count(), 3);
  await page.keyboard.press("x");
  assert.equal(await page.locator(".pick input:checked").count(), 2);
  await page.context().close();
});

test("a task is finished from Today by one press, and opened again", async () => {
  const page = await desk.visit(`${office}/tasks`, { as: "coordinator" });
  const at = await add(page, "Сдать отчёт о поездке", "01.02.2020", async () => { await page.locator("[name=made]").fill(""); });
  await page.goto(`${office}/`);
  const bands = (await page.locator(".band h2").allInnerTexts()).map(words);
  assert.deepEqual(["Горит", "Сегодня и завтра", "Ждут меня", "Жду от других", "Скоро"].filter((b) => bands.includes(b)), bands);
  for (const [band, title] of [["today", "подготовить поздравление"], ["for_others", "назвать контактное лицо школы"]]) {
    assert.match(words(await page.locator(`#${band}`).innerText()), new RegExp(title));
  }
  const line = page.locator("#burning li", { hasText: "Сдать отчёт о поездке" });
  assert.match(words(await line.innerText()), /просрочено на \d/);
  await line.getByRole("button", { name: /^Выполнено/ }).click();
  await page.locator(".toast", { hasText: "Завершено" }).waitFor();
  assert.equal(await page.locator(".band li", { hasText: "Сдать отчёт о поездке" }).count(), 0);
  assert.equal(new URL(page.url()).pathname, `${office}/`);
  await page.goto(at);
  assert.match(words(await page.locator("main").innerText()), /выполнено позже срока/);
  await page.getByRole("button", { name: "Вернуть в работу" }).click();
  await page.getByRole("button", { name: /^Выполнено/ }).waitFor();
  await page.context().close();
});

test("two people at one task: the later one loses nothing", async () => {
  const one = await desk.visit(`${office}/tasks`, { as: "coordinator" });
  const at = await add(one, "Одна на двоих", "24.12.2031");
  const other = await desk.visit(`${at}/close`, { as: "head" });
  await one.getByRole("button", { name: /^Выполнено/ }).click();
  await one.getByRole("button", { name: "Вернуть в работу" }).waitFor();
  await other.locator("[name=outcome][value=dropped]").check();
  await other.locator("[name=reason]").fill("Больше не нужно");
  await other.getByRole("button", { name: "Сохранить" }).click();
  await other.locator(".notice", { hasText: "тем временем изменили" }).waitFor();
  assert.equal(await other.locator("[name=reason]").inputValue(), "Больше не нужно");
  await one.context().close();
  await other.context().close();
});

test("the pages are fit for everybody, at 320 pixels too", async () => {
  const faults = [];
  for (const [lang, width] of [["ru", 1440], ["en", 320]]) {
    for (const path of ["/", "/tasks?whose=all", "/tasks?whose=partners", "/tasks/week", "/tasks/rules", "/tasks/new"]) {
      const page = await desk.visit(office + path, { as: "head", lang, width });
      faults.push(...(await everything(page, lang, `${path} ${lang} ${width}`)));
      if (path === "/tasks?whose=all") {
        await page.locator("main .table tbody tr a").first().click();
        await page.locator("main .head, main h1").first().waitFor();
        faults.push(...(await everything(page, lang, `a task ${lang} ${width}`)));
      }
      await page.context().close();
    }
  }
  assert.deepEqual(faults, []);
});
