// The programme of a visit: from a template, by typing lines, a double booking
// refused until somebody says why, released, changed and released again; then the
// guest's page behind a link, on a telephone and without scripts, until it is
// revoked.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { Desk, axe, noOutsideRequests, noOverflow } from "./harness.mjs";

let desk;
before(async () => { desk = await Desk.open(); });
after(() => desk?.close());

const office = "/perm/office";
const words = (text) => text.replaceAll("\u00a0", " ");

/** visit makes an activity of two days of a month and returns its identifier. */
async function visit(page, name, month) {
  await page.goto(`${office}/activities/new`);
  await page.locator('[name="name.ru"]').fill(name);
  await page.locator("[name=type]").selectOption("visit_in");
  await page.locator("[name=starts]").fill(`10.${month}.2027`);
  await page.locator("[name=ends]").fill(`11.${month}.2027`);
  await page.locator("main form.form button[type=submit]").first().click();
  await page.waitForURL(/\/activities\/[0-9a-z]{26}/);
  return new URL(page.url()).pathname.split("/").pop();
}

/** line is the item of a programme that holds some words. */
const line = (page, text) => page.locator(".programme-line", { hasText: text });

/** change opens an item, does something with its form and sends it. */
async function change(page, text, fill) {
  await line(page, text).getByRole("link", { name: "Изменить" }).click();
  await page.waitForURL(/\/items\//);
  await fill();
  await page.locator("main form.form").first().getByRole("button", { name: "Сохранить" }).click();
}

for (const scripts of [true, false]) {
  const how = scripts ? "with scripts" : "without scripts";
  test(`a programme is made, released, changed and read by a guest, ${how}`, async () => {
    const page = await desk.visit(`${office}/`, { as: "head", scripts });
    const month = scripts ? "03" : "04"; // each run has the hall for itself
    const day = `row.2027-${month}-11`;
    const first = await visit(page, `Визит первый ${scripts}`, month);
    const second = await visit(page, `Визит второй ${scripts}`, month);

    // A template, then a line by the keyboard alone.
    await page.getByRole("link", { name: "Открыть программу" }).click();
    await page.locator("[name=template]").selectOption("one");
    await page.getByRole("button", { name: "Начать с шаблона" }).click();
    await line(page, "Встреча делегации").waitFor();
    const row = page.locator(`[name="${day}"]`);
    await row.fill("в девять завтрак");
    await row.press("Enter");
    await page.locator(".notice-bad").waitFor();
    assert.equal(await row.inputValue(), "в девять завтрак");
    await row.fill("9:00–9:45 Завтрак @ гостиница");
    await row.press("Enter");
    await line(page, "Завтрак").waitFor();
    assert.match(words(await line(page, "Завтрак").innerText()), /09:00–09:45[^]*гостиница/);

    // The same hall at the same time, in two visits.
    const hall = (text, why = "") => change(page, text, async () => {
      await page.locator("[name=hall]").selectOption({ label: "Пример: зал заседаний" });
      await page.locator("[name=address]").fill("ул. Ленина, 23");
      await page.locator("[name=remark]").fill("только для отдела");
      await page.locator("[name=excuse]").fill(why);
    });
    await hall("Завтрак");
    await line(page, "Завтрак").waitFor();
    await page.goto(`${office}/programmes/${first}`);
    await page.locator(`[name="${day}"]`).fill("9:30–10:30 Приём");
    await page.locator(`[name="${day}"]`).press("Enter");
    await line(page, "Приём").waitFor();
    await hall("Приём");
    await page.locator(".errors").waitFor();
    assert.match(words(await page.locator("#f-excuse-error").innerText()), /зал заседаний: занято[^]*Завтрак[^]*Визит второй/);
    assert.equal(await page.locator("[name=address]").inputValue(), "ул. Ленина, 23");
    await page.locator("[name=excuse]").fill("зал делится пополам");
    await page.locator("main form.form").first().getByRole("button", { name: "Сохранить" }).click();
    await page.locator(".note-warn", { hasText: "зал делится пополам" }).waitFor();

    // Released with a reason; changed; released again.
    await page.getByRole("link", { name: "Выпустить версию" }).click();
    await page.getByRole("button", { name: "Выпустить" }).click();
    await page.locator(".errors").waitFor();
    await page.locator("[name=reason]").fill("согласовано");
    await page.getByRole("button", { name: "Выпустить" }).click();
    await page.waitForURL(/\/releases\/1$/);
    await page.goto(`${office}/programmes/${first}`);
    await change(page, "Приём", () => page.locator("[name=ends]").fill("10:45"));
    await line(page, "09:30–10:45").waitFor();
    await page.getByRole("link", { name: "Выпустить версию" }).click();
    assert.match(words(await page.locator("#changes").innerText()), /Изменено: 11 \S+, 09:30–10:45 — Приём \(Время: 09:30–10:30 → 09:30–10:45\)/);
    await page.locator("[name=reason]").fill("согласовано");
    await page.getByRole("button", { name: "Выпустить" }).click();
    await page.waitForURL(/\/releases\/2$/);
    const paper = await page.request.get(await page.getByRole("link", { name: "Программа для гостей, PDF" }).getAttribute("href"));
    assert.equal(paper.status(), 200);
    assert.match((await paper.body()).subarray(0, 5).toString(), /^%PDF-/);

    // The guest, on a telephone and without scripts.
    await page.goto(`${office}/activities/${first}`);
    await page.getByRole("link", { name: "Ссылка на программу для гостя" }).click();
    await page.locator("[name=name]").fill("Делегация");
    await page.locator("[name=lang]").selectOption("de");
    await page.getByRole("button", { name: "Получить ссылку" }).click();
    const address = await page.locator("[name=secret]").inputValue();
    const context = await desk.browser.newContext({ viewport: { width: 360, height: 780 }, javaScriptEnabled: false });
    const guest = await context.newPage();
    assert.equal((await guest.goto(`${address}?seen=1`)).status(), 200);
    const seen = words(await guest.locator("main").innerText());
    for (const want of [/not exist in German yet/, /What has changed since version 1/, /09:30–10:30 → 09:30–10:45/, /ул\. Ленина, 23/, /Version 2/]) assert.match(seen, want);
    assert.doesNotMatch(seen, /только для отдела|делится/);
    const looked = await desk.visit(new URL(address).pathname, { width: 320 });
    assert.deepEqual([...await axe(looked), ...await noOverflow(looked), ...noOutsideRequests(looked)], []);
    await looked.context().close();
    await guest.getByRole("link", { name: "Русский" }).click();
    assert.match(words(await guest.locator("main").innerText()), /Что изменилось после версии 1/);
    await guest.getByRole("link", { name: "Запомнить" }).click();
    assert.doesNotMatch(words(await guest.locator("main").innerText()), /Что изменилось/);
    const calendar = await context.request.get(`${address}/programme.ics`);
    assert.match(await calendar.text(), /BEGIN:VEVENT/);
    const pdf = await context.request.get(`${address}/programme.pdf`);
    assert.match((await pdf.body()).subarray(0, 5).toString(), /^%PDF-/);
    assert.deepEqual(await context.cookies(), []);

    // Revoked, it says so.
    await page.getByRole("link", { name: "Готово" }).click();
    await page.locator("#links").getByRole("button", { name: "Отозвать" }).click();
    await page.locator("#links .chip", { hasText: "отозвана" }).waitFor();
    assert.equal((await guest.goto(`${address}?lang=ru`)).status(), 410);
    assert.match(words(await guest.locator("main").innerText()), /Ссылка отозвана[^]*Как связаться с отделом/);
    await context.close();

    await page.setViewportSize({ width: 320, height: 800 });
    await page.goto(`${office}/programmes/${second}`);
    assert.deepEqual([...await axe(page), ...await noOverflow(page), ...noOutsideRequests(page)], []);
    await page.context().close();
  });
}

test("the pages of the pool stand every look", async () => {
  for (const path of [`${office}/interpreters`, `${office}/halls`, `${office}/interpreters/new`]) {
    for (const width of [320, 1440]) {
      const page = await desk.visit(path, { as: "head", width });
      assert.deepEqual([...await axe(page), ...await noOverflow(page)], [], `${path} at ${width}`);
      await page.context().close();
    }
  }
});
