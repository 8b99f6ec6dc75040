// The tree of goals: pasted as a list, ordered, tied to records from both ends,
// with its gaps; with and without scripts.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { Desk, noOutsideRequests, noOverflow } from "./harness.mjs";

let desk;
before(async () => { desk = await Desk.open(); });
after(() => desk?.close());

const office = "/perm/office";
const words = (text) => text.replaceAll("\u00a0", " ");

/** goal is the line of the tree that holds a name. */
const goal = (page, name) => page.locator("main .goal", { hasText: name });

for (const scripts of [true, false]) {
  const how = scripts ? "with scripts" : "without scripts";
  test(`goals are pasted, ordered and tied, ${how}`, async () => {
    const name = (what) => `${what} ${scripts}`;
    const page = await desk.visit(`${office}/goals`, { as: "coordinator", scripts });
    await page.getByRole("link", { name: "Вставить списком" }).click();
    await page.locator("[name=lines]").fill("1. Город\n1.1.1. Школы");
    await page.getByRole("button", { name: "Посмотреть, что получится" }).click();
    await page.locator(".errors", { hasText: "нет цели предыдущего уровня" }).waitFor();
    assert.equal(await page.locator("[name=lines]").inputValue(), "1. Город\n1.1.1. Школы");
    await page.locator("[name=lines]").fill(`1. ${name("Город")}\n1.1. ${name("Школы")}\n1.2. ${name("Музеи")}`);
    await page.getByRole("button", { name: "Посмотреть, что получится" }).click();
    await page.getByRole("heading", { name: "Так мы поняли список" }).waitFor();
    await page.getByRole("button", { name: "Записать 3 цели" }).click();
    await page.waitForURL(/\/goals$/);
    assert.match(words(await goal(page, name("Школы")).innerText()), /ни связей, ни дел/);

    // The order is changed from the keyboard.
    await goal(page, name("Школы")).getByRole("button", { name: "Ниже" }).focus();
    await page.keyboard.press("Enter");
    await page.waitForURL(/#goal-/);
    const numbers = [await goal(page, name("Музеи")).locator(".goal-number").innerText(), await goal(page, name("Школы")).locator(".goal-number").innerText()];
    assert.match(numbers[0], /\.1$/);
    assert.match(numbers[1], /\.2$/);

    // A partner's page sets its goals, and the tree counts it.
    await page.goto(`${office}/partners/duisburg`);
    await page.locator("#goals").getByRole("link", { name: "Указать цели" }).click();
    await page.getByRole("checkbox", { name: name("Школы") }).check();
    await page.locator("main form.form button[type=submit]").click();
    await page.waitForURL(/#goals$/);
    assert.match(words(await page.locator("#goals").innerText()), new RegExp(`${name("Школы")}[^]*связано с целью`));
    await page.goto(`${office}/goals`);
    assert.match(words(await goal(page, name("Школы")).innerText()), /1 партнёр[^]*связи есть, дел нет/);

    // An activity without a goal gets one, from the list of those.
    await page.getByRole("navigation").getByRole("link", { name: "Без цели" }).or(page.locator("main .tabs").getByRole("link", { name: "Без цели" })).first().click();
    await page.locator("#spare").waitFor();
    const title = (await page.locator("#spare tbody tr").first().locator("a").first().innerText()).trim();
    await page.locator("#spare tbody tr").first().getByRole("link", { name: "Указать цели" }).click();
    await page.getByRole("checkbox", { name: name("Школы") }).check();
    await page.locator("main form.form button[type=submit]").click();
    await page.waitForURL(/#goals$/);
    await page.goto(`${office}/goals`);
    await goal(page, name("Школы")).getByRole("link", { name: "1 дело" }).click();
    await page.waitForURL(/#serving-activity$/);
    assert.match(words(await page.locator("#serving-activity").innerText()), new RegExp(words(title).replace(/[.*+?^${}()|[\]\\]/g, "\\$&")));
    assert.deepEqual(noOutsideRequests(page), []);
    await page.context().close();
  });
}

test("the tree fits a phone and a sheet of paper", async () => {
  const page = await desk.visit(`${office}/goals`, { as: "head", width: 320 });
  for (const path of ["/goals", "/goals/coverage", "/goals/archived", "/goals/paste"]) {
    await page.goto(office + path);
    assert.deepEqual(await noOverflow(page), [], path);
  }
  await page.goto(`${office}/goals`);
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.locator("main .goal-moves").first().isVisible(), false);
  assert.ok(await page.locator("main .goal-number").first().isVisible());
  await page.context().close();
});
