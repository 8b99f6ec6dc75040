// Ratings: a methodology is refused with its faults and taken, an assessment is
// answered from the records and by hand, handed in and sealed; awards; with and
// without scripts.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { Desk, noOverflow } from "./harness.mjs";

let desk;
before(async () => { desk = await Desk.open(); });
after(() => desk?.close());

const office = "/perm/office";
const words = (text) => text.replaceAll("\u00a0", " ");
const method = (weight) => Buffer.from(JSON.stringify({
  format: "pobratim-methodology/1", id: "walk", edition: "2026", title: { ru: "Методика прогулки", en: "Methodology of the walk" },
  blocks: [{ id: "ties", title: { ru: "Связи" }, weight, indicators: [{ id: "all", title: { ru: "Всё" }, questions: [
    { id: "partners", title: { ru: "Сколько партнёров" }, type: "number", full: 1000, weight: 1, rule: { count: "partners" } },
    { id: "guests", title: { ru: "Сколько гостей" }, type: "number", full: 100, weight: 1 },
  ] }] }],
}));

for (const scripts of [true, false]) {
  const how = scripts ? "with scripts" : "without scripts";
  test(`a city assesses itself and hands in, ${how}`, async () => {
    const page = await desk.visit(`${office}/methodologies/start`, { as: "head", scripts });
    const main = async () => words(await page.locator("main").innerText());
    const bring = async (body) => {
      await page.locator("input[type=file]").setInputFiles({ name: "method.json", mimeType: "application/json", buffer: body });
      await page.locator("form:has(input[type=file]) button[type=submit]").first().click();
    };
    await bring(method(-1));
    await page.locator(".errors", { hasText: "blocks[0].weight" }).waitFor();
    await bring(method(1));
    await page.waitForURL(/\/methodologies\/[0-9a-z]{26}$/);
    assert.match(await main(), /Методика прогулки, 2026[^]*партнёры, с которыми связь не прервана/);

    await page.getByRole("link", { name: "Начать самооценку" }).click();
    await page.locator("[name=year]").fill("двадцать шестой");
    await page.locator("main form.form button[type=submit]").first().click();
    await page.locator(".errors").waitFor();
    assert.equal(await page.locator("[name=year]").inputValue(), "двадцать шестой");
    await page.locator("[name=year]").fill("2026");
    await page.locator("main form.form button[type=submit]").first().click();
    await page.waitForURL(/\/assessments\/[0-9a-z]{26}$/);
    const at = new URL(page.url()).pathname;
    assert.match(await main(), /1 вопрос без ответа/);

    await page.goto(`${at}/questions/partners`);
    const links = await page.locator("#found-part tbody a").count();
    const sum = words(await page.locator("#found-part tfoot").innerText());
    assert.ok(links > 0 && sum.includes(String(links)), `${links} records, the foot says ${sum}`);

    await page.goto(at);
    await page.getByRole("link", { name: "Заполнить следующий критерий" }).click();
    await page.waitForURL(/\/questions\/guests$/);
    const save = () => page.locator("#answer button[type=submit]").click();
    await page.locator("[name=value]").fill("много");
    await save();
    await page.locator(".errors", { hasText: "Введите число" }).waitFor();
    assert.equal(await page.locator("[name=value]").inputValue(), "много");
    await page.locator("[name=value]").fill("50");
    await page.locator("[name=reason]").fill("Журнал приёмов");
    await save();
    await page.waitForURL((url) => url.pathname === at);
    assert.match(await main(), /Журнал приёмов[^]*ответил отдел/);

    await page.getByRole("link", { name: "Отметить отправленной" }).click();
    await page.locator("[name=recipient]").fill("Союз городов");
    await page.locator("[name=on]").fill("1 ноября 2025");
    await page.locator("main form.form button[type=submit]").first().click();
    await page.waitForURL((url) => url.pathname === at);
    await page.locator("#sent a").first().click();
    assert.match(await main(), /Союз городов[^]*[0-9a-f]{64}/);
    await page.context().close();
  });
}

test("the pages of ratings and awards fit a narrow screen", async () => {
  const page = await desk.visit(`${office}/awards`, { as: "head", width: 320 });
  for (const path of ["/awards", "/awards/new", "/assessments", "/assessments/new", "/methodologies", "/methodologies/start"]) {
    await page.goto(`${office}${path}`);
    assert.deepEqual(await noOverflow(page), [], path);
    if (path === "/awards" || path === "/assessments" || path === "/methodologies") {
      await page.goto(await page.locator("main table a").first().getAttribute("href"));
      assert.deepEqual(await noOverflow(page), [], page.url());
    }
  }
  await page.context().close();
});
