// How ties stand: a profile with evidence, the step that helps most, the other side's
// view; in both languages, on a phone, in the dark.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { Desk, axe, noOutsideRequests, noOverflow } from "./harness.mjs";

let desk;
before(async () => { desk = await Desk.open(); });
after(() => desk?.close());

const office = "/perm/office";
const words = (text) => text.replaceAll("\u00a0", " ");

test("a profile opens its records, names one step, and takes the other side's answer", async () => {
  const page = await desk.visit(`${office}/partners/duisburg`, { as: "coordinator" });
  await page.locator("#health").getByRole("link", { name: "Из чего это сложено" }).click();
  await page.getByRole("heading", { level: 1, name: "Состояние связи: Дуйсбург" }).waitFor();
  assert.equal(await page.locator("main section.ingredient").count(), 8);
  await page.locator("#step a").waitFor();
  const at = page.url();
  await page.getByRole("link", { name: "Записать их ответ" }).click();
  await page.locator("[name=ingredient]").selectOption("young");
  await page.locator("[name=said][value=weak]").check();
  await page.locator("[name=who]").fill("Координатор Дуйсбурга");
  await page.locator("[name=source]").fill("Пример: разговор по телефону");
  await page.locator("main form.form button[type=submit]").click();
  await page.locator(".errors").waitFor();
  assert.equal(await page.locator("[name=who]").inputValue(), "Координатор Дуйсбурга");
  await page.locator("[name=on]").fill("1 ноября 2026");
  await page.locator("main form.form button[type=submit]").click();
  await page.waitForURL(/#answers$/);
  assert.match(words(await page.locator("#health-young").innerText()), /они говорят: слабо, 1 ноября 2026/);
  assert.equal(page.url().replace(/#.*/, ""), at);
  assert.deepEqual(noOutsideRequests(page), []);
});

test("all ties in both languages, on a phone and in the dark", async () => {
  for (const look of [{ lang: "ru", width: 360, height: 740 }, { lang: "en", theme: "dark" }]) {
    let page = await desk.visit(`${office}/health`, { as: "head", ...look });
    assert.deepEqual(await noOverflow(page), []);
    assert.deepEqual(await axe(page), []);
    await page.locator("#health tbody a").first().click();
    await page.locator("#step").waitFor();
    assert.deepEqual(await noOverflow(page), []);
    assert.deepEqual(await axe(page), []);
    assert.deepEqual(noOutsideRequests(page), []);
  }
});
