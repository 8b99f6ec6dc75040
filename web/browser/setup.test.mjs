// Journey J1: from a downloaded program to an office and a portal with partner
// cities, without scripts, in at most seven screens, nine typed fields and
// twenty presses.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { axe, browse, freePort, program } from "./harness.mjs";

let child, browser, base, data;
let said = "";

before(async () => {
  data = await mkdtemp(join(tmpdir(), "pobratim-setup-"));
  const port = await freePort();
  base = `http://127.0.0.1:${port}`;
  child = spawn(program, ["serve", "--data", data, "--listen", `127.0.0.1:${port}`], { stdio: ["ignore", "pipe", "pipe"] });
  child.stdout.on("data", (text) => (said += text));
  child.stderr.on("data", (text) => (said += text));
  const deadline = Date.now() + 60_000;
  while (!/code for the set-up[^:]*: (\S+ ?\S*)/.test(said)) {
    if (Date.now() > deadline || child.exitCode !== null) throw new Error(`no code on the console:\n${said}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  browser = await browse();
}, { timeout: 90_000 });

after(async () => {
  await browser?.close();
  if (child?.exitCode === null) {
    const gone = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    await gone;
  }
  await rm(data, { recursive: true, force: true });
});

test("the set-up leads from a code to an office and a portal", async () => {
  const code = said.match(/code for the set-up[^:]*: (.+)/)[1].trim();
  const context = await browser.newContext({ baseURL: base, javaScriptEnabled: false, viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  const count = { screens: 0, typed: 0, presses: 0 };
  const type = async (name, text) => {
    count.typed++;
    await page.locator(`[name="${name}"]`).fill(text);
  };
  const next = async () => {
    count.screens++;
    count.presses++;
    await page.locator("main form button.btn-primary").first().click();
  };
  await page.goto("/");
  assert.match(page.url(), /\/setup\//);
  await type("code", "wrong code");
  await page.locator("main form button.btn-primary").first().click();
  assert.match(await page.locator("main").innerText(), /Код/, "a wrong code says so");
  count.typed--;
  await type("code", code);
  await next();

  await type("q", "Petrozavodsk");
  count.presses++;
  await page.locator("main form button.btn-primary").first().click();
  count.presses++;
  await page.locator('input[name="place"]').first().check();
  await next();

  await type("name", "Иванова Мария");
  await type("email", "ivanova@example.org");
  await type("password", "тихий вечер у озера");
  await next();

  await type("list", "Варкаус и Йоенсуу (Финляндия)\nЛа-Рошель — 1973; Тюбинген (Германия) 1989\nМо и Рана (Норвегия)");
  await page.getByLabel("Дулут").check();
  count.presses++;
  await next();
  const understood = await page.locator("main").innerHTML();
  for (const city of ["Варкаус", "Йо", "Ла-Рошель", "Тюбинген", "Му"]) assert.ok(understood.includes(city), `${city} was not understood`);
  await next();
  assert.match(await page.locator("main").innerText(), /Петрозаводск/);
  await next();

  const done = await page.locator("main").innerText();
  assert.match(done, /[A-Z0-9]{4}/, "the recovery codes are shown once");
  assert.ok(count.screens <= 7 && count.typed <= 9 && count.presses <= 20, `too much work: ${JSON.stringify(count)}`);

  await page.goto("/petrozavodsk/");
  const portal = await page.locator("body").innerText();
  for (const city of ["Варкаус", "Тюбинген", "Ла-Рошель"]) assert.ok(portal.includes(city), `the portal does not show ${city}`);
  assert.ok(!portal.includes("Дулут"), "a city of the list is on the portal before anybody looked");
  await page.goto("/petrozavodsk/office/");
  await page.locator("[name=email]").fill("ivanova@example.org");
  await page.locator("[name=password]").fill("тихий вечер у озера");
  await page.locator("main form button[type=submit]").first().click();
  assert.match(await page.locator("h1").innerText(), /Сегодня/);

  await page.goto("/petrozavodsk/office/partners/duluth");
  assert.match(await page.locator("main").innerText(), /Дулут/, "the city that was ticked is no partner");
  assert.match(await page.locator("main").innerText(), /Викиданные|Википедия/, "it does not name its list");

  await page.goto("/setup/");
  assert.doesNotMatch(await page.locator("body").innerHTML(), /name="code"/, "the set-up is open once more");
  await context.close();
});

test("the set-up's door has no fault", async () => {
  const context = await browser.newContext({ baseURL: base });
  const page = await context.newPage();
  await page.goto("/");
  assert.deepEqual(await axe(page), []);
  await context.close();
});
