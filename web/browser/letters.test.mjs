// Letters and contacts: one line from a partner's page, the answer, Today.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { Desk, everything, noOutsideRequests } from "./harness.mjs";

let desk;
before(async () => { desk = await Desk.open(); });
after(() => desk?.close());

const office = "/perm/office";
const words = (text) => text.replaceAll("\u00a0", " ");

for (const scripts of [true, false]) {
  test(`a contact is logged in one line, and its answer ends the waiting, ${scripts ? "with" : "without"} scripts`, async () => {
    const title = `Просят список школ ${scripts}`;
    const page = await desk.visit(`${office}/partners/duisburg`, { as: "coordinator", scripts });
    const panel = page.locator("#letters");
    await panel.locator("summary", { hasText: "Записать контакт" }).click();
    await panel.locator("[name=letter_title]").fill(title);
    await panel.locator("[name=letter_type][value=email]").check();
    await panel.locator("[name=letter_side][value=in]").check();
    await panel.locator("[name=letter_waits]").check();
    await panel.locator("[name=letter_on]").fill("31.02.2026");
    await panel.getByRole("button", { name: "Записать" }).click();
    await page.locator("#f-letter_on-error").waitFor();
    assert.equal(await page.locator("[name=letter_title]").inputValue(), title);
    assert.ok(await page.locator("[name=letter_type][value=email]").isChecked());
    await page.locator("[name=letter_on]").fill("3 февраля 2026");
    await page.getByRole("button", { name: "Записать" }).click();
    await page.waitForURL(/partners\/[^/]*#letters$/);
    assert.match(words(await page.locator("#letters .table tbody tr", { hasText: title }).innerText()), /электронное письмо от них[\s\S]*без ответа/);

    await page.goto(`${office}/letters?view=ours`);
    await page.locator("main .table a", { hasText: title }).click();
    await page.getByRole("link", { name: "Записать наш ответ" }).click();
    assert.ok(await page.locator("[name=side][value=out]").isChecked());
    await page.locator('[name="title.ru"]').fill(`Список школ ${scripts}`);
    await page.locator("[name=on]").fill("2 февраля 2026");
    await page.locator("main form.form button[type=submit]").click();
    assert.match(words(await page.locator("#f-on-error").innerText()), /не может быть раньше/);
    await page.locator("[name=on]").fill("4 февраля 2026");
    await page.locator("main form.form button[type=submit]").click();
    await page.waitForURL(/\/letters\/[0-9a-z]{26}$/);
    await page.goto(`${office}/letters?view=ours`);
    assert.equal(await page.locator("main .table a", { hasText: title }).count(), 0);
    await page.goto(`${office}/letters`);
    assert.match(await page.locator("main .table tbody tr", { hasText: title }).innerText(), /отвечено/);
    assert.deepEqual(noOutsideRequests(page), []);
    await page.context().close();
  });
}

test("the pages are fit for everybody, at 320 pixels too", async () => {
  const faults = [];
  for (const [lang, width] of [["ru", 1440], ["en", 320]]) {
    for (const path of ["/letters", "/letters?view=theirs", "/letters/new"]) {
      const page = await desk.visit(office + path, { as: "head", lang, width });
      faults.push(...(await everything(page, lang, `${path} ${lang} ${width}`)));
      if (path === "/letters") {
        await page.locator("main .table tbody tr a").first().click();
        await page.locator("main .head").waitFor();
        faults.push(...(await everything(page, lang, `an entry ${lang} ${width}`)));
      }
      await page.context().close();
    }
  }
  assert.deepEqual(faults, []);
});

for (const scripts of [true, false]) {
  test(`a template names what it lacks before there is a draft, ${scripts ? "with" : "without"} scripts`, async () => {
    const page = await desk.visit(`${office}/letter-templates`, { as: "coordinator", scripts });
    await page.locator("#letter-templates tr", { hasText: "Просьба" }).getByRole("link", { name: "немецкий" }).click();
    assert.match(await page.locator("#text").innerText(), /\{salutation\}/);
    await page.getByRole("link", { name: "Написать письмо" }).click();
    await page.locator("[name=partner]").selectOption({ label: "Дуйсбург" });
    await page.locator("main form.form button[type=submit]").click();
    assert.match(words(await page.locator("main").innerText()), /Чего не хватает для письма[\s\S]*Обращение/);
    await page.locator('[name="hole.de.salutation"]').fill("Sehr geehrte Damen und Herren");
    await page.locator("main form.form button[type=submit]").click();
    await page.waitForURL(/\/outbox\/[0-9a-z]{26}\/edit$/);
    const text = await page.locator('[name="body.de"]').inputValue();
    assert.match(text, /^Sehr geehrte Damen und Herren,/);
    assert.match(text, /\{wozu es gebraucht wird und wem es hilft\}/);
    await page.context().close();
  });
}

test("a template is changed, refused with what it cannot fill, and given back", async () => {
  const page = await desk.visit(`${office}/letter-templates/shipped-reply.fr`, { as: "head" });
  await page.getByRole("button", { name: "Изменить под себя" }).click();
  await page.locator("[name=title]").fill("Re: {тема}");
  await page.locator("main form.form button[type=submit]").first().click();
  assert.match(words(await page.locator("#f-title-error").innerText()), /Таких мест нет: \{тема\}/);
  assert.equal(await page.locator("[name=title]").inputValue(), "Re: {тема}");
  await page.locator("[name=title]").fill("Re : {their.subject}");
  await page.locator("main form.form button[type=submit]").first().click();
  await page.getByRole("button", { name: "Вернуть текст из программы" }).click();
  await page.waitForURL(/shipped-reply\.fr$/);
  await page.context().close();
});

test("templates and the mailbox stand every look", async () => {
  const faults = [];
  for (const [lang, width] of [["ru", 320], ["en", 1440]]) {
    for (const [path, as] of [["/letter-templates", "head"], ["/letter-templates/shipped-thanks.fr", "head"], ["/letter-templates/new", "head"], ["/mailbox/untaken", "head"], ["/mailbox", "administrator"]]) {
      const page = await desk.visit(office + path, { as, lang, width });
      faults.push(...(await everything(page, lang, `${path} ${lang} ${width}`)));
      await page.context().close();
    }
  }
  assert.deepEqual(faults, []);
});
