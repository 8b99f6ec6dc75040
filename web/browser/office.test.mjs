// Journeys of the office: sign in, the register, a dossier, a change in place
// with its history, the brief.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { axe, counted, Desk, langs, noOverflow } from "./harness.mjs";

let desk;
before(async () => {
  desk = await Desk.open();
}, { timeout: 180_000 });
after(() => desk?.close());

const duisburg = "/perm/office/partners/duisburg";

test("without signing in the office shows only its door", async () => {
  const page = await desk.visit(duisburg);
  assert.match(page.url(), /sign-in/);
  await page.locator("input[name=email]").fill("nobody@example.org");
  await page.locator("input[name=password]").fill("not the password");
  await page.locator("form:has(input[name=password]) button").first().click();
  const unknown = await page.locator("main").innerText();
  await page.locator("input[name=email]").fill(desk.account("head").email);
  await page.locator("input[name=password]").fill("not the password");
  await page.locator("form:has(input[name=password]) button").first().click();
  assert.equal(await page.locator("main").innerText(), unknown, "an unknown user and a wrong password look different");
});

test("after signing in one is where one wanted to be", async () => {
  const { email, password } = desk.account("head");
  const page = await desk.visit(duisburg, { scripts: false });
  await page.locator("input[name=email]").fill(email);
  await page.locator("input[name=password]").fill(password);
  await page.locator("form:has(input[name=password]) button").first().click();
  await page.waitForURL(`**${duisburg}**`);
  assert.match(await page.locator("h1").innerText(), /Дуйсбург/);
});

test("the register lists Perm's cities, as a list, on the map and by years", async () => {
  const page = await desk.visit("/perm/office/partners", { as: "head" });
  for (const city of ["Дуйсбург", "Луисвилл", "Оксфорд", "Циндао", "Агридженто", "Амневиль"]) {
    assert.ok(await page.getByRole("link", { name: new RegExp(city) }).count(), `no link to ${city}`);
  }
  for (const view of ["map", "years"]) {
    const answer = await page.goto(`/perm/office/partners?view=${view}`);
    assert.equal(answer.status(), 200);
    assert.ok(await page.locator("main svg").count(), `${view} draws nothing`);
    assert.match(await page.locator("main").innerText(), /Дуйсбург/);
  }
  assert.deepEqual(page.faults, []);
});

for (const lang of langs) {
  test(`the dossier of Duisburg in ${lang}`, async () => {
    const page = await desk.visit(duisburg, { as: "head", lang });
    const text = (await page.locator("main").innerText()).replaceAll("\u00a0", " ");
    for (const want of lang === "ru" ? ["Дуйсбург", "Duisburg", "2007", "3194 км"] : ["Duisburg", "2007", "3,194 km"]) {
      assert.ok(text.includes(want), `the dossier does not say ${want}`);
    }
    assert.deepEqual(await axe(page), []);
    await page.setViewportSize({ width: 360, height: 800 });
    assert.deepEqual(await noOverflow(page), []);
    assert.deepEqual(page.faults, []);
  });
}

for (const scripts of [true, false]) {
  test(`a field is changed in place ${scripts ? "with" : "without"} scripts, and its history says so`, async () => {
    const page = await desk.visit(duisburg, { as: "head", scripts });
    const wording = `Проверка поля ${scripts ? "на месте" : "на странице"}`;
    await page.locator(`a[href*="${duisburg}/field/channel"]`).first().click();
    const field = page.locator('[name="channel"], [name="channel.ru"]').first();
    await field.fill(wording);
    await page.locator(`form[action*="/field/channel"] button`).first().click();
    await page.getByText(wording).first().waitFor();
    await page.goto(duisburg);
    assert.match(await page.locator("main").innerText(), new RegExp(wording));
    await page.locator('a[href*="/history/"][href*="field=channel"]').first().click();
    const history = await page.locator("main").innerText();
    assert.match(history, new RegExp(wording));
    assert.ok(history.includes(desk.account("head").name ?? ""), "the history does not say who");
    assert.deepEqual(page.faults, []);
  });
}

test("the brief is there in three clicks from Today", async () => {
  const page = await desk.visit("/perm/office/", { as: "head" });
  const by = counted(page);
  await by.click(page.locator('nav a[href$="/perm/office/partners"]').first());
  await by.click(page.getByRole("link", { name: /Дуйсбург/ }).first());
  await by.click(page.getByRole("link", { name: /Справка/ }).first());
  await page.getByRole("heading", { level: 1, name: /Справка/ }).waitFor();
  assert.ok(by.clicks <= 3, `${by.clicks} clicks`);
  assert.ok(await page.locator("main a[href$='.pdf'], main a[href*='brief.pdf']").count(), "no PDF to take along");
  assert.deepEqual(await axe(page), []);
});

test("a dossier is walked through by keyboard alone", async () => {
  const page = await desk.visit(duisburg, { as: "head" });
  const count = await page.evaluate(() => [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")].filter((e) => e.checkVisibility() && !e.disabled && e.tabIndex >= 0).length);
  const seen = new Set();
  for (let i = 0; i < count + 10; i++) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate(() => {
      const e = document.activeElement;
      if (!e || e === document.body) return null;
      const box = e.getBoundingClientRect();
      const top = document.elementFromPoint(Math.min(innerWidth - 1, Math.max(0, box.x + box.width / 2)), Math.min(innerHeight - 1, Math.max(0, box.y + box.height / 2)));
      // The frame of a link that makes its whole row clickable is drawn around the row.
      const shown = [getComputedStyle(e), getComputedStyle(e, "::after")].some((style) => style.outlineStyle !== "none" || style.boxShadow !== "none") || e.matches("[class*=skip]");
      return { name: e.outerHTML.slice(0, 120), shown, covered: Boolean(top) && !e.contains(top) && !top.contains(e) && box.width > 1 };
    });
    if (!at) continue;
    seen.add(at.name);
    assert.ok(at.shown, `the focus is not seen on ${at.name}`);
    assert.ok(!at.covered, `the focus is covered on ${at.name}`);
  }
  assert.ok(seen.size > 10, `only ${seen.size} stops`);
});

test("signing out ends the session", async () => {
  const page = await desk.visit("/perm/office/sign-in");
  await desk.signIn(page, "editor");
  const kept = await page.context().cookies();
  await page.locator('form[action$="/sign-out"] button').first().evaluate((button) => button.form.requestSubmit(button));
  await page.waitForURL(/sign-in/);
  await page.context().addCookies(kept);
  await page.goto(duisburg);
  assert.match(page.url(), /sign-in/);
});

for (const role of ["head", "coordinator", "editor", "leadership", "branch", "guest", "auditor", "administrator"]) {
  test(`${role} comes in and sees a whole page`, async () => {
    const page = await desk.visit("/perm/office/", { as: role });
    assert.equal(page.answer.status(), 200);
    assert.deepEqual(await axe(page), []);
    assert.deepEqual(page.faults, []);
  });
}
