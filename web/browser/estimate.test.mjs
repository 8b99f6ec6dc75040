// What a visit costs and leaves: norms, estimate, approval, fact and papers; a
// gift; the report after the visit, whose points become promises.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { Desk, everything, noOutsideRequests } from "./harness.mjs";

let desk;
before(async () => { desk = await Desk.open(); });
after(() => desk?.close());

const office = "/perm/office";
const words = (text) => text.replaceAll(/[\u00a0\u202f]/g, " ");
const send = (page) => page.locator("main form.form button[type=submit]").first().click();

for (const scripts of [true, false]) {
  const how = scripts ? "with" : "without";

  test(`an estimate goes from the norm to the paper, ${how} scripts`, async () => {
    const page = await desk.visit(`${office}/norms/new`, { as: "head", scripts });
    await page.locator("[name=item]").selectOption("hotel");
    await page.locator("[name=rate]").fill("минус сто");
    await page.locator("[name=act]").fill(`Пример решения ${scripts}`);
    await send(page);
    await page.locator("#f-rate-error").waitFor();
    assert.equal(await page.locator("[name=rate]").inputValue(), "минус сто");
    await page.locator("[name=rate]").fill("470,50");
    await send(page);
    await page.waitForURL(/\/norms\/[0-9a-z]{26}$/);
    const norm = page.url().split("/").pop();

    await page.goto(`${office}/estimates/new`);
    await page.locator("[name=activity]").selectOption({ index: scripts ? 3 : 4 });
    await page.locator("[name=year]").fill("2027");
    await page.locator("[name=people]").fill("28");
    await page.locator("[name=days]").fill("2");
    await send(page);
    await page.waitForURL(/\/estimates\/[0-9a-z]{26}$/);
    const at = page.url();
    await page.getByRole("link", { name: "Добавить строку" }).click();
    assert.equal(await page.locator("[name=people]").inputValue(), "28");
    await page.locator("[name=norm]").selectOption(norm);
    await page.locator("[name=people]").fill("0");
    await send(page);
    await page.locator("#f-people-error").waitFor();
    await page.locator("[name=people]").fill("28");
    await send(page);
    await page.waitForURL(/\/estimates\/[0-9a-z]{26}#lines$/);
    assert.match(words(await page.locator("#lines-part").innerText()), /470,50 ₽ × 28 чел\. × 2 дн\.[\s\S]*26 348,00 ₽/);

    await page.getByRole("button", { name: "Утвердить смету" }).click();
    await page.locator(".chip", { hasText: "утверждена" }).first().waitFor();
    await page.goto(`${at}/facts`);
    await page.locator("[name^='fact.']").fill("26 000");
    await send(page);
    await page.waitForURL(/#lines$/);
    assert.match(words(await page.locator("#lines-part").innerText()), /26 000,00 ₽[\s\S]*348,00 ₽/);
    assert.equal(await page.getByRole("button", { name: "Утвердить смету" }).count(), 0);
    for (const [format, magic] of [["docx", "PK"], ["xlsx", "PK"], ["pdf", "%PDF"]]) {
      const answer = await page.request.get(`${at}/estimate.${format}`, { timeout: 0 });
      assert.equal(answer.status(), 200, format);
      assert.equal((await answer.body()).subarray(0, magic.length).toString("latin1"), magic);
    }
    assert.deepEqual(noOutsideRequests(page), []);
    await page.context().close();
  });

  test(`a gift is written down and asks for its notice, ${how} scripts`, async () => {
    const page = await desk.visit(`${office}/gifts/new`, { as: "coordinator", scripts });
    const title = `Ваза ${scripts}`;
    await page.locator("[name=side][value=received]").check();
    await page.locator('[name="title.ru"]').fill(title);
    await page.locator("[name=official]").check();
    await send(page);
    await page.locator("#f-partner-error").waitFor();
    assert.equal(await page.locator('[name="title.ru"]').inputValue(), title);
    await page.locator("[name=partner]").selectOption({ index: 1 });
    await send(page);
    await page.waitForURL(/\/gifts\/[0-9a-z]{26}$/);
    await page.locator(".chip", { hasText: "уведомить" }).first().waitFor();
    await page.goto(`${office}/gifts?view=notice`);
    assert.match(await page.locator("main .table tbody tr", { hasText: title }).innerText(), /не.известна/);
    await page.context().close();
  });
}

test("a report is called for by itself, its points become promises, and it is handed in", async () => {
  const page = await desk.visit(`${office}/debriefs`, { as: "head" });
  await page.locator("#owed a", { hasText: "Пример" }).first().click();
  await page.waitForURL(/\/debriefs\/[0-9a-z]{26}$/);
  await page.locator("#agreed").getByRole("button", { name: /Обещали они/ }).first().click();
  await page.locator("#promises-kept tbody tr").first().waitFor();
  await page.getByRole("link", { name: "Записать обещания с должностью и сроком" }).click();
  await page.locator("[name^='side.']").selectOption("ours");
  await page.locator("[name^='due.']").fill("вчера");
  await send(page);
  await page.locator("[id^='f-due'][id$='-error']").waitFor();
  await page.locator("[name^='due.']").fill("01.12.2099");
  await send(page);
  await page.waitForURL(/#agreed$/);
  assert.equal(await page.locator("#promises-kept tbody tr").count(), 2);
  await page.getByRole("button", { name: "Сдать отчёт" }).click();
  await page.locator(".chip", { hasText: "сдан" }).first().waitFor();
  assert.equal(await page.locator("main a[href$='/edit']").count(), 0);
  const answer = await page.request.get(`${page.url().split("#")[0]}/report.pdf`, { timeout: 0 });
  assert.equal((await answer.body()).subarray(0, 4).toString("latin1"), "%PDF");
  await page.context().close();
});

test("the pages are fit for everybody, at 320 pixels too", async () => {
  const faults = [];
  for (const [lang, width] of [["ru", 1440], ["en", 320]]) {
    for (const path of ["/norms", "/norms/new", "/norms/lists", "/limits", "/limits/new", "/estimates", "/estimates/new", "/estimate-lines/new", "/gifts", "/gifts/new", "/debriefs", "/debriefs/new"]) {
      const page = await desk.visit(office + path, { as: "head", lang, width });
      faults.push(...(await everything(page, lang, `${path} ${lang} ${width}`)));
      if (["/norms", "/limits", "/estimates", "/gifts", "/debriefs"].includes(path)) {
        await page.locator("main .table tbody tr a").first().click();
        faults.push(...(await everything(page, lang, `one of ${path} ${lang} ${width}`)));
      }
      await page.context().close();
    }
  }
  assert.deepEqual(faults, []);
});
