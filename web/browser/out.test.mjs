// The ways out: a list as a file, the archive and its pages from a disk, a token
// for a program, the open data of the portal.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { axe, Desk, langs, noOverflow, run } from "./harness.mjs";

let desk;
let folder;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), "pobratim-out-"));
  desk = await Desk.open();
}, { timeout: 180_000 });
after(async () => {
  await desk?.close();
  await rm(folder, { recursive: true, force: true });
});

/** save presses something and reads the file that it downloads. */
async function save(page, press) {
  const [download] = await Promise.all([page.waitForEvent("download"), press()]);
  const path = join(folder, download.suggestedFilename());
  await download.saveAs(path);
  return path;
}

for (const scripts of [true, false]) {
  test(`a filtered list is taken away in every format ${scripts ? "with" : "without"} scripts`, async () => {
    const page = await desk.visit("/perm/office/partners?saved=silent", { as: "head", scripts });
    assert.match(await page.locator("main nav").first().innerText(), /Без контакта 180 дней/);
    const shown = await page.locator("#partners tbody tr").count();
    for (const format of ["XLSX", "CSV", "JSON", "GeoJSON"]) {
      const path = await save(page, () => page.locator(".download a", { hasText: new RegExp(`^${format}`) }).click());
      assert.match(path, new RegExp(`Партнёры \\d{4}-\\d\\d-\\d\\d\\.${format.toLowerCase()}$`));
      const file = await readFile(path);
      if (format === "XLSX") assert.equal(file.subarray(0, 2).toString(), "PK");
      if (format === "CSV") assert.equal(file.toString().trim().split("\r\n").filter((line) => /[0-9a-z]{26}$/.test(line)).length, shown);
      if (format === "JSON") assert.equal(JSON.parse(file).length, shown);
      if (format === "GeoJSON") assert.equal(JSON.parse(file).features.length, shown);
    }
    assert.deepEqual(page.faults, []);
  });
}

test("the silent partners are a selection of the map too", async () => {
  const page = await desk.visit("/perm/office/partners?saved=silent&view=map", { as: "head", lang: "en" });
  assert.match(await page.locator("main").innerText(), /No contact for 180 days/);
  assert.ok(await page.locator(".map-box svg").count());
});

test("the head takes the archive, which opens from a disk and is loaded elsewhere", async () => {
  const page = await desk.visit("/perm/office/archive", { as: "head" });
  assert.deepEqual(await axe(page), []);
  const zip = await save(page, () => page.getByRole("button", { name: /Составить и скачать/ }).click());
  const disk = join(folder, "disk");
  await promisify(execFile)("unzip", ["-q", zip, "-d", disk]);
  for (const [link, list, record] of [["Пермь", "Партнёры", "Дуйсбург"], ["Perm", "Partners", "Duisburg"]]) {
    const open = await (await desk.browser.newContext({ javaScriptEnabled: false, viewport: { width: 360, height: 800 } })).newPage();
    await open.goto(pathToFileURL(join(disk, "index.html")).href);
    for (const name of [link, list, record]) await open.getByRole("link", { name: new RegExp(`^${name}`) }).first().click();
    assert.match(await open.locator("h1").innerText(), new RegExp(record));
    assert.match(await open.locator("main").innerText(), /2007/);
    assert.ok(await open.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "the page is wider than the phone");
  }
  const said = await run("load", "--data", join(folder, "loaded"), zip);
  assert.match(said, /perm is loaded/);
});

test("a user makes a token, a program reads with it, the user revokes it", async () => {
  const page = await desk.visit("/perm/office/profile", { as: "coordinator" });
  await page.getByRole("link", { name: "Новый ключ для программы" }).click();
  assert.deepEqual(await axe(page), []);
  await page.locator("input[name=name]").fill("Сайт музея");
  await page.getByRole("button", { name: "Выпустить ключ" }).click();
  const token = await page.locator(".codes code").innerText();
  assert.deepEqual(await noOverflow(page), []);
  const read = (authorization) => fetch(`${desk.site.base}/perm/api/v1/people?limit=2`, { headers: authorization ? { authorization } : {} });
  assert.equal((await read()).status, 401);
  const answer = await read(`Bearer ${token}`);
  assert.equal(answer.status, 200);
  assert.equal((await answer.json()).items.length, 2);
  await page.getByRole("link", { name: "Готово" }).click();
  assert.match(await page.locator("main").innerText(), /Сайт музея[\s\S]*последний запрос/);
  assert.ok(!(await page.content()).includes(token), "the token is shown again");
  assert.deepEqual(await axe(page), []);
  await page.getByRole("button", { name: /Отозвать/ }).click();
  assert.equal((await read(`Bearer ${token}`)).status, 401);
});

for (const lang of langs) {
  test(`the open data of the portal in ${lang}`, async () => {
    const page = await desk.visit("/perm/open-data", { lang, width: 360 });
    assert.deepEqual(await noOverflow(page), []);
    assert.deepEqual(await axe(page), []);
    const addresses = await page.locator("main a").evaluateAll((links) => links.map((a) => a.href));
    assert.ok(addresses.length > 12);
    for (const address of addresses) {
      const answer = await fetch(address);
      assert.equal(answer.status, 200, address);
      await answer.arrayBuffer();
    }
    assert.deepEqual(page.faults, []);
  });
}
