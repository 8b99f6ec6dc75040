// Memberships in networks of cities: written down with dues and a vote, asked
// for on Today, shown on the portal; with and without scripts.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { Desk, noOutsideRequests, noOverflow } from "./harness.mjs";

let desk;
before(async () => { desk = await Desk.open(); });
after(() => desk?.close());

const office = "/perm/office";
const words = (text) => text.replaceAll("\u00a0", " ");

for (const scripts of [true, false]) {
  const how = scripts ? "with scripts" : "without scripts";
  test(`a membership is written down with its dues and a vote, ${how}`, async () => {
    const name = `Союз набережных ${scripts}`;
    const page = await desk.visit(`${office}/memberships`, { as: "coordinator", scripts });
    await page.getByRole("link", { name: "Записать членство" }).click();
    const send = () => page.locator("main form.form button[type=submit]").first().click();
    await page.locator("[name=since]").fill("31 февраля 2010");
    await send();
    await page.locator(".errors").waitFor();
    assert.match(words(await page.locator(".errors").innerText()), /Напишите, как называется объединение/);
    assert.equal(await page.locator("[name=since]").inputValue(), "31 февраля 2010");
    await page.locator('[name="name.ru"]').fill(name);
    await page.locator("[name=since]").fill("март 2010");
    await send();
    await page.waitForURL(/\/memberships\/[0-9a-z]{26}$/);
    const at = new URL(page.url()).pathname;
    assert.match(words(await page.locator("main").innerText()), /качество не указано[^]*представителя нет/);

    await page.getByRole("link", { name: "Записать взнос" }).click();
    await page.locator("[name=amount]").fill("много");
    await send();
    await page.locator(".errors", { hasText: "Введите сумму числом" }).waitFor();
    assert.equal(await page.locator("[name=amount]").inputValue(), "много");
    await page.locator("[name=amount]").fill("12 500,50");
    await page.locator("[name=year]").fill("2024");
    await page.locator("[name=due]").fill("01.03.2024");
    await send();
    await page.waitForURL(/\/dues\/[0-9a-z]{26}$/);
    assert.match(words(await page.locator("main").innerText()), new RegExp(`${name}, 2024[^]*просрочен[^]*12 500,50 ₽`));

    // Late dues burn on Today until they are marked as paid.
    await page.goto(`${office}/`);
    const card = page.locator("main li", { hasText: `Уплатить взнос за 2024 год: ${name}` });
    await card.getByRole("link", { name: "Отметить оплату" }).click();
    await page.locator("[name=paid]").fill("15.02.2024");
    await page.getByRole("button", { name: "Сохранить" }).click();
    await page.locator("#fact-paid", { hasText: "2024" }).waitFor();
    await page.goto(`${office}/`);
    assert.equal(await page.locator("main li", { hasText: `Уплатить взнос за 2024 год: ${name}` }).count(), 0);
    await page.goto(`${office}/dues?year=2024`);
    assert.match(words(await page.locator("main").innerText()), /Всего за год: [\d ]+,\d\d ₽/);

    await page.goto(at);
    await page.getByRole("link", { name: "Записать голосование" }).click();
    await page.locator('[name="question.ru"]').fill(`Принять устав ${scripts}`);
    await page.locator("[name=held]").fill("12.10.2024");
    await page.locator("[name=position]").selectOption("for");
    await page.locator("[name=outcome]").selectOption("adopted");
    await send();
    await page.waitForURL(/\/ballots\/[0-9a-z]{26}$/);
    await page.goto(at);
    assert.match(words(await page.locator("#ballots-part").innerText()), new RegExp(`Принять устав ${scripts}[^]*за[^]*принято`));
    assert.deepEqual(noOutsideRequests(page), []);
    await page.context().close();
  });
}

test("residents read of the networks what is public, and no more", async () => {
  for (const [lang, title, since] of [["ru", "В объединениях городов", "с 2009 года"], ["en", "In networks of cities", "since 2009"]]) {
    const page = await desk.visit("/perm/networks", { lang, width: 320 });
    assert.equal(words(await page.locator("h1").innerText()), title);
    const text = words(await page.locator("main").innerText());
    assert.match(text, new RegExp(since));
    assert.doesNotMatch(text, /60 000|timber|деревянн/);
    assert.deepEqual(await noOverflow(page), []);
    await page.context().close();
  }
});

test("a phone shows the registers without scrolling sideways", async () => {
  const page = await desk.visit(`${office}/memberships`, { as: "head", width: 320 });
  for (const path of ["/memberships", "/dues", "/ballots"]) {
    await page.goto(office + path);
    assert.deepEqual(await noOverflow(page), [], path);
  }
  await page.context().close();
});
