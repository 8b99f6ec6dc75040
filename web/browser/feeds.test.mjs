// Calendars elsewhere: a feed is made, read without signing in, revoked and
// refused; a calendar password opens CalDAV and nothing else.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { Desk, noOutsideRequests } from "./harness.mjs";

let desk;
before(async () => { desk = await Desk.open(); });
after(() => desk?.close());

const calendars = "/perm/office/profile/calendars";

const words = (text) => text.replaceAll("\u00a0", " ");

/** row is the row of a secret with its button. */
const row = (page, name) => page.locator("main .table tbody tr", { hasText: name });

for (const scripts of [true, false]) {
  const how = scripts ? "with scripts" : "without scripts";
  test(`a feed is made, read and revoked, ${how}`, async () => {
    const name = `Телефон ${scripts}`;
    const page = await desk.visit("/perm/office/profile", { as: "coordinator", scripts });
    await page.getByRole("link", { name: "Подписки на календарь" }).click();
    await page.getByRole("link", { name: "Новая подписка" }).click();
    for (const box of await page.locator("[name=layers]").all()) await box.uncheck();
    await page.getByRole("button", { name: "Получить адрес" }).click();
    assert.match(words(await page.locator(".errors").innerText()), /Назовите программу[^]*Выберите хотя бы один слой/);
    await page.locator("[name=name]").fill(name);
    await page.locator("[name=layers][value=deadlines]").check();
    await page.locator("[name=partner]").selectOption({ label: "Дуйсбург" });
    await page.getByRole("button", { name: "Получить адрес" }).click();
    const address = await page.locator("[name=secret]").inputValue();
    assert.match(address, /^http:\/\/[^/]+\/perm\/feeds\/[a-z2-7]{52}\.ics$/);
    await page.getByRole("button", { name: "Скопировать" }).waitFor({ state: scripts ? "visible" : "hidden" });

    const first = await fetch(address);
    assert.equal(first.status, 200);
    assert.equal(first.headers.get("set-cookie"), null);
    assert.match(await first.text(), /^BEGIN:VCALENDAR\r\n[^]*END:VCALENDAR\r\n$/);
    assert.equal((await fetch(address, { headers: { "If-None-Match": first.headers.get("etag") } })).status, 304);

    await page.getByRole("link", { name: "Готово" }).click();
    const line = row(page, name);
    assert.match(words(await line.innerText()), /Дуйсбург: сроки; язык — русский; создано .*последний запрос/);
    assert.doesNotMatch(await page.content(), new RegExp(address.match(/[a-z2-7]{52}/)[0]));
    await line.getByRole("button", { name: "Отозвать" }).click();
    await row(page, name).waitFor({ state: "detached" });
    assert.equal((await fetch(address)).status, 404);
    assert.deepEqual(noOutsideRequests(page), []);
    await page.context().close();
  });

  test(`a calendar password opens the calendars until it is revoked, ${how}`, async () => {
    const name = `Thunderbird ${scripts}`;
    const page = await desk.visit(calendars, { as: "coordinator", scripts });
    await page.getByRole("link", { name: "Новый пароль для календаря" }).click();
    await page.locator("[name=name]").fill(name);
    await page.getByRole("button", { name: "Получить пароль" }).click();
    const password = await page.locator("[name=secret]").inputValue();
    assert.match(password, /^([A-Z2-7]{4}-){5}[A-Z2-7]{4}$/);
    const facts = await page.locator("main .facts").innerText();
    const [server] = facts.match(/http\S+\/dav\//);
    const [user] = facts.match(/\S+@\S+/);

    const ask = (word) => fetch(server, { method: "PROPFIND", headers: { Depth: "0", Authorization: "Basic " + Buffer.from(`${user}:${word}`).toString("base64") } });
    assert.equal((await ask(password)).status, 207);
    assert.equal((await ask("AAAA-AAAA-AAAA-AAAA-AAAA-AAAA")).status, 401);

    await page.getByRole("link", { name: "Готово" }).click();
    await row(page, name).getByRole("button", { name: "Отозвать" }).click();
    await row(page, name).waitFor({ state: "detached" });
    assert.equal((await ask(password)).status, 401);
    await page.context().close();
  });
}
