// Visits: from nothing to a full delegation, with people pasted from a mail; what
// is sealed stays hidden from who may not see it; the gate refuses a list for
// abroad, and lets it go once its grounds are there.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Desk, noOutsideRequests, noOverflow, run } from "./harness.mjs";

let desk;
before(async () => { desk = await Desk.open(); });
after(() => desk?.close());

const office = "/perm/office";
const words = (text) => text.replaceAll("\u00a0", " ");
const main = async (page) => words(await page.locator("main").innerText());
const canary = "CANARY-77-0000";

for (const scripts of [true, false]) {
  test(`a visit from nothing to a full delegation, ${scripts ? "with scripts" : "without scripts"}`, async () => {
    const name = `Пробный приём ${scripts}`;
    const which = scripts ? "One" : "Two"; // nobody is in two delegations on the same days
    const page = await desk.visit(`${office}/visits`, { as: "coordinator", scripts });
    await page.getByRole("link", { name: "Новый визит" }).click();
    await page.locator("[name=starts]").fill("31 февраля 2031");
    await page.locator("[name=purpose]").fill("Обмен опытом");
    await page.getByRole("button", { name: "Создать визит" }).click();
    await page.locator(".errors").waitFor();
    assert.equal(await page.locator("[name=purpose]").inputValue(), "Обмен опытом");
    await page.locator("[name=starts]").fill("12–14 июня 2031");
    await page.locator("[name=name]").fill(name);
    await page.getByRole("button", { name: "Создать визит" }).click();
    await page.locator(".errors", { hasText: "Выберите строку плана" }).waitFor();
    await page.locator("[name=unplanned]").fill("проба");
    await page.locator("[name=expected]").fill("3");
    await page.getByRole("button", { name: "Создать визит" }).click();
    await page.waitForURL(/\/visits\/[0-9a-z]{26}$/);
    const at = new URL(page.url()).pathname;
    assert.match(await main(page), new RegExp(`${name}[^]*До приезда [^]*Следующий шаг[^]*0 из 19[^]*Согласовать[^]*Пригласить[^]*Разместить[^]*Программа[^]*Протокол и подарки[^]*После визита[^]*Обмен опытом`));
    await page.locator("#next").getByRole("button", { name: "Сделано" }).click();
    await page.locator("#work", { hasText: "1 из 19" }).waitFor();

    await page.getByRole("link", { name: "Вставить список" }).click();
    await page.locator("[name=lines]").fill(`1. Test Person ${which} A, Head of office\n2. Test Person ${which} B (Проверочный участник Б ${which}) – expert\n3. Test Person ${which} C`);
    await page.getByRole("button", { name: "Прочитать список" }).click();
    await page.locator("[name=row-1-name]").waitFor();
    assert.equal(await page.locator("[name=row-1-name]").inputValue(), `Проверочный участник Б ${which}`);
    await page.locator("[name=row-2-latin]").fill(`Test  Person ${which} A`);
    await page.getByRole("button", { name: "Внести в делегацию" }).click();
    await page.locator(".errors", { hasText: "В этой делегации уже есть" }).waitFor();
    await page.locator("[name=row-2-latin]").fill(`Test Person ${which} C`);
    await page.getByRole("button", { name: "Внести в делегацию" }).click();
    await page.waitForURL(new RegExp(`${at}#members$`));
    assert.match(await main(page), /Test Person \w+ A[^]*Проверочный участник Б[^]*Test Person \w+ C/);

    // What is sealed shows only to who opens it.
    await page.locator("#members").getByRole("link", { name: `Test Person ${which} A` }).click();
    await page.waitForURL(/\/delegation\/[0-9a-z]{26}$/);
    const person = new URL(page.url()).pathname;
    await page.getByRole("link", { name: "Внести сведения" }).click();
    await page.locator("[name=secret_passport]").fill(canary);
    await page.getByRole("button", { name: "Закрыть и сохранить" }).click();
    await page.locator("#sealed", { hasText: "закрыто: 1 поле" }).waitFor();
    assert.ok(!(await page.content()).includes(canary));
    await page.getByRole("button", { name: "Открыть сведения" }).click();
    await page.locator("#sealed", { hasText: canary }).waitFor();
    const auditor = await desk.visit(person, { as: "auditor", scripts });
    assert.match(await main(auditor), /закрыто: 1 поле/);
    assert.ok(!(await auditor.content()).includes(canary));
    assert.equal(await auditor.getByRole("button", { name: "Открыть сведения" }).count(), 0);
    const missing = await auditor.goto(`${person}/sealed`);
    assert.equal(missing.status(), 404);
    assert.deepEqual([...noOutsideRequests(page), ...noOutsideRequests(auditor)], []);
    await page.context().close();
    await auditor.context().close();
  });
}

test("the gate refuses a list for abroad, and lets it go once its grounds are there", async () => {
  const page = await desk.visit(`${office}/visits`, { as: "head" });
  await page.locator("#visits").getByRole("link", { name: /приём делегации на день города/ }).click();
  await page.waitForURL(/\/visits\/[0-9a-z]{26}$/);
  const at = new URL(page.url()).pathname;
  const ask = async () => {
    await page.goto(`${at}/list`);
    await page.locator("[name=country]").selectOption("DE");
    await page.locator("[name=recipient]").fill("Пробный получатель");
    await page.locator("[name=fields][value=latin]").check();
    await page.locator("[name=reason]").fill("Проба");
    await page.getByRole("button", { name: "Скачать DOCX" }).click();
  };
  await ask();
  await page.locator(".errors", { hasText: "О защите данных в этой стране ничего не внесено" }).waitFor();
  assert.equal(await page.locator("[name=reason]").inputValue(), "Проба");
  await page.goto(`${office}/visit-settings/DE`);
  await page.locator("[name=class]").selectOption("adequate");
  await page.locator("[name=source]").fill("Проба: источника нет");
  await page.locator("[name=as_of]").fill("01.01.2020");
  await page.getByRole("button", { name: "Сохранить" }).click();
  await page.waitForURL(/\/visit-settings$/);
  await ask();
  await page.locator(".errors", { hasText: "Не внесены номер и дата уведомления" }).waitFor();
  await page.goto(`${office}/visit-settings`);
  await page.locator("[name=notice]").fill("Проба-1");
  await page.locator("[name=notice_on]").fill("02.01.2020");
  await page.getByRole("button", { name: "Сохранить" }).click();
  await page.locator("main", { hasText: "защита адекватная" }).waitFor();
  await ask();
  await page.waitForURL(/\/transfers\/[0-9a-z]{26}$/);
  assert.match(await main(page), /Германия[^]*№ Проба-1 от 2 января 2020[^]*Пробный получатель/);
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Скачать XLSX" }).click();
  const bytes = await readFile(await (await download).path());
  assert.equal(bytes.subarray(0, 2).toString(), "PK");
  await page.goto(`${office}/transfers`);
  assert.match(await main(page), /Пробный получатель/);
  assert.deepEqual(noOutsideRequests(page), []);
  await page.context().close();
});

test("papers that name the delegation wait for the gate, on the screen and on the command line", async () => {
  const page = await desk.visit(`${office}/visits`, { as: "head" });
  await page.locator("#visits").getByRole("link", { name: /приём делегации на день города/ }).click();
  await page.waitForURL(/\/visits\/[0-9a-z]{26}$/);
  const id = new URL(page.url()).pathname.split("/").pop();
  const command = (...more) => run("paper", "booklet", "--data", desk.site.data, "--municipality", "perm", "--visit", id, "-o", join(desk.site.data, "..", "booklet.docx"), ...more);
  const paper = `${office}/activities/${id}/papers/booklet`;
  await page.goto(paper);
  await page.locator(".notice", { hasText: "Документ называет людей из делегации" }).waitFor();
  assert.equal(await page.getByRole("button", { name: "Сделать документ" }).count(), 0);
  assert.equal((await page.request.get(`${paper}/preview`)).status(), 409);
  await assert.rejects(command(), /exit 1: pobratim: Nobody has decided yet that this may go to Italy/);
  await command("--for", "office"); // our own office is free

  // The link leads to where it is decided, with the country chosen.
  await page.getByRole("link", { name: "Решить, что можно передать" }).click();
  await page.waitForURL(/\/list\?country=IT$/);
  const decide = page.url();
  assert.equal(await page.locator("[name=country]").inputValue(), "IT");
  await page.goto(`${office}/visit-settings/IT`);
  await page.locator("[name=class]").selectOption("adequate");
  await page.locator("[name=source]").fill("Проба: источника нет");
  await page.locator("[name=as_of]").fill("01.01.2020");
  await page.getByRole("button", { name: "Сохранить" }).click();
  await page.waitForURL(/\/visit-settings$/);
  await page.locator("[name=notice]").fill("Проба-1");
  await page.locator("[name=notice_on]").fill("02.01.2020");
  await page.getByRole("button", { name: "Сохранить" }).click();
  await page.locator("main", { hasText: "защита адекватная" }).waitFor();
  await page.goto(decide);
  await page.locator("[name=recipient]").fill("Пробный получатель");
  for (const field of ["name", "post"]) await page.locator(`[name=fields][value=${field}]`).check();
  await page.locator("[name=reason]").fill("Проба");
  await page.getByRole("button", { name: "Скачать DOCX" }).click();
  await page.waitForURL(/\/transfers\/[0-9a-z]{26}$/);
  await command();
  await assert.rejects(command("--lang", "en"), /exit 1/); // the passport's spelling was not let go
  await page.goto(paper);
  await page.getByRole("button", { name: "Сделать документ" }).click();
  await page.locator("#papers-made tbody tr").waitFor();
  assert.deepEqual(noOutsideRequests(page), []);
  await page.context().close();
});

test("all delegations of an event stand on one page, on a telephone too", async () => {
  const page = await desk.visit(`${office}/visits`, { as: "auditor", width: 360 });
  await page.locator("#city-days").getByRole("link", { name: /день города/ }).click();
  await page.waitForURL(/\/city-day\//);
  assert.match(await main(page), /Делегации[^]*приём делегации на день города[^]*Кто когда приезжает[^]*18:40[^]*Участник 1 и Участник 2/);
  assert.deepEqual(await noOverflow(page), []);
  await page.context().close();
});

test("a participant fills in the form of a visit by a link, without scripts", async () => {
  const page = await desk.visit(`${office}/visits`, { as: "head" });
  await page.locator("#visits").getByRole("link", { name: /приём делегации на день города/ }).click();
  await page.waitForURL(/\/visits\/[0-9a-z]{26}$/);
  const at = new URL(page.url()).pathname;
  await page.locator("#questionnaire").getByRole("link", { name: "Что спросить и кому дать ссылку" }).click();
  await page.getByRole("link", { name: "Ссылка на анкету" }).click();
  await page.locator("[name=name]").fill("Пробный участник");
  await page.locator("[name=lang]").selectOption("de");
  await page.locator("main form.form button[type=submit]").first().click();
  const address = await page.locator("[name=secret]").inputValue();

  const guest = await desk.visit(new URL(address).pathname, { scripts: false, width: 360 });
  assert.equal(await guest.locator("html").getAttribute("lang"), "en"); // there are no German words, and the page says so
  await guest.locator("main button[type=submit]").click();
  await guest.locator(".errors", { hasText: "Tick your consent" }).waitFor();
  await guest.locator("[name=agree]").check();
  await guest.locator("main button[type=submit]").click();
  await guest.waitForURL(/\/form$/);
  assert.equal(await guest.locator("[name=passport]").count(), 0); // not asked for this visit
  await guest.locator("[name=latin]").fill("Участник");
  await guest.locator("[name=arrives]").fill("31.02.2031");
  await guest.locator("[name=diet]").fill(canary);
  await guest.getByRole("button", { name: "Send" }).click();
  await guest.locator(".errors", { hasText: "Latin letters are wanted here" }).waitFor();
  assert.equal(await guest.locator("[name=diet]").inputValue(), canary);
  await guest.locator("[name=latin]").fill("Test Guest");
  await guest.locator("[name=arrives]").fill("");
  await guest.getByRole("button", { name: "Send" }).click();
  await guest.locator("main", { hasText: "Your answer came in" }).waitFor();
  assert.ok(!(await guest.content()).includes(canary));
  assert.deepEqual([...noOutsideRequests(guest), ...(await noOverflow(guest))], []);

  await page.goto(at);
  await page.locator("#questionnaire", { hasText: "ответ ждёт" }).getByRole("button", { name: /Внести в делегацию/ }).click();
  await page.waitForURL(/\/delegation\/[0-9a-z]{26}$/);
  assert.match(await main(page), /Test Guest[^]*закрыто: 1 поле/);
  assert.deepEqual(noOutsideRequests(page), []);
  await page.context().close();
  await guest.context().close();
});
