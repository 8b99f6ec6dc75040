// Search and commands: the palette by keys alone and in the Russian layout, the
// page of the office, the page of the portal; without scripts, in both
// languages, from 320 px on.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Desk, axe, everything, langs, noOverflow, run } from "./harness.mjs";

let desk;
before(async () => {
  desk = await Desk.open();
}, { timeout: 180_000 });
after(() => desk?.close());

const office = "/petrozavodsk/office/";

/** russian presses a key as a keyboard in the Russian layout does. */
function russian(page, code, key, control) {
  return page.evaluate(({ code, key, control }) => {
    const target = document.activeElement ?? document.body;
    target.dispatchEvent(new KeyboardEvent("keydown", { code, key, ctrlKey: control, bubbles: true, cancelable: true }));
  }, { code, key, control });
}

async function open(look = {}) {
  const page = await desk.visit(office, { as: "head", city: "petrozavodsk", ...look });
  await russian(page, "KeyK", "л", true);
  await page.getByRole("combobox").waitFor();
  return page;
}

/** shown waits for an option and lists all. */
async function shown(page, first) {
  await page.getByRole("option", { name: first }).first().waitFor();
  return plain(await page.getByRole("option").allInnerTexts());
}

/** plain takes out what keeps a short word on the line of the next. */
function plain(texts) {
  return texts.map((text) => text.replaceAll("\u00a0", " "));
}

test("Ctrl+K in the Russian layout finds a city by keys alone in two seconds", async () => {
  const page = await open();
  await shown(page, "Партнёры");
  const began = Date.now();
  await page.keyboard.type("тюбинг");
  const options = await shown(page, /^Тюбинген/);
  assert.ok(Date.now() - began < 2000, `${Date.now() - began} ms`);
  assert.match(options[0], /Тюбинген\s+Город-партнёр/);
  const field = page.getByRole("combobox");
  const first = await field.getAttribute("aria-activedescendant");
  assert.equal(await page.locator(`#${first}`).getAttribute("aria-selected"), "true");
  await page.keyboard.press("ArrowDown");
  assert.notEqual(await field.getAttribute("aria-activedescendant"), first);
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/partners\//);
  assert.match(await page.locator("h1").innerText(), /^Тюбинген/);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("the wrong layout, another script and a part of a name find the same", async () => {
  const page = await open();
  for (const [typed, want] of [["n.,byuty", /Тюбинген/], ["Tuebingen", /Тюбинген/], ["Тюбингена", /Тюбинген/], ["Joensuu", /Йоэнсуу/], ["варк", /Варкаус/]]) {
    await page.getByRole("combobox").fill(typed);
    await page.getByRole("option", { name: want }).first().waitFor();
  }
  await page.getByRole("combobox").fill("йоэнкуу");
  await page.getByText("Ничего не нашли по «йоэнкуу»").first().waitFor();
  const options = await shown(page, /Йоэнсуу/); // a similar name
  for (const next of ["Искать в корзине", "Создать город", "Создать человека"]) assert.ok(options.includes(next), `${next}: ${options}`);
  await page.context().close();
});

test("what was opened comes first, and commands lead on", async () => {
  const page = await desk.visit(office + "partners/tuebingen", { as: "head", city: "petrozavodsk" });
  await page.goto(office);
  await page.keyboard.press("Control+KeyK");
  const options = await shown(page, /Тюбинген/);
  assert.match(options[0], /Тюбинген/);
  assert.equal(await page.evaluate(() => Object.values(localStorage).join().includes("Тюб")), false, "titles stay out of the browser");
  await page.getByRole("combobox").fill("создать заметку");
  await shown(page, "Новая заметка");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/notes\/new/);
  await page.context().close();
});

test("on a record the palette begins with what was opened, then offers what one does with the record", async () => {
  const page = await desk.visit(office + "partners/tuebingen", { as: "head", city: "petrozavodsk" });
  await page.keyboard.press("Control+KeyK");
  await shown(page, /Создать заметку для «Тюбинген»/);
  const groups = plain(await page.locator(".palette-group").allInnerTexts());
  assert.deepEqual(groups.slice(0, 3), ["Недавнее", "С этой записью: Тюбинген", "Перейти"]);
  await page.getByRole("combobox").fill("справка");
  await shown(page, /Открыть справку: «Тюбинген»/);
  await page.getByRole("combobox").fill("создать заметку");
  await shown(page, /Создать заметку для «Тюбинген»/);
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/notes\/new\?about=partner/);
  assert.match(await page.locator("main").innerText(), /Тюбинген/);
  await page.context().close();
});

test("the palette offers only what the viewer may do, and shows nothing of others", async () => {
  const page = await open({ as: "guest", city: "perm" }).catch(async () => {
    const page = await desk.visit("/perm/office/", { as: "guest" });
    await page.keyboard.press("Control+KeyK");
    return page;
  });
  await shown(page, "Сегодня");
  const options = (await page.getByRole("option").allInnerTexts()).join("\n");
  assert.doesNotMatch(options, /Новая заметка|Новый человек|Корзина/);
  await page.context().close();
});

test("Escape closes and leaves the focus where it was; a slash opens where shortcuts are on", async () => {
  const page = await desk.visit(office, { as: "head", city: "petrozavodsk" });
  const link = page.locator("nav a[href]").nth(2);
  await link.focus();
  await page.keyboard.press("Control+KeyK");
  await page.getByRole("combobox").waitFor();
  await page.keyboard.press("Escape");
  assert.equal(await link.evaluate((e) => e === document.activeElement), true);
  if (await page.locator("body[data-shortcuts]").count()) {
    await page.keyboard.press("Slash");
    await page.getByRole("combobox").waitFor();
  }
  await page.context().close();
});

for (const lang of langs) {
  test(`the palette in ${lang}: axe, 320 px, dark`, async () => {
    for (const look of [{ width: 1440 }, { width: 320 }, { theme: "dark" }]) {
      const page = await open({ lang, ...look });
      await page.getByRole("combobox").fill("fest");
      await page.getByRole("option").first().waitFor();
      assert.deepEqual(await axe(page), []);
      assert.deepEqual(await noOverflow(page), []);
      await page.context().close();
    }
  });

  test(`the pages of search in ${lang}, at three widths, found and not found`, async () => {
    const faults = [];
    for (const [path, as] of [[office + "search?q=соглашение", "head"], [office + "search?q=йоэнкуу", "head"], ["/petrozavodsk/search", undefined], ["/petrozavodsk/search?q=Tübingen", undefined], ["/petrozavodsk/search?q=ъъъъ", undefined]]) {
      for (const width of [320, 1440]) {
        const page = await desk.visit(path, { lang, width, as, city: "petrozavodsk" });
        faults.push(...(await everything(page, lang, `${path} ${width} px`)));
        await page.context().close();
      }
    }
    assert.deepEqual(faults, []);
  });
}

test("without scripts the header leads to results, pages and kinds", async () => {
  const page = await desk.visit(office, { as: "head", city: "petrozavodsk", scripts: false });
  await page.getByRole("searchbox").first().fill("тюбингена");
  await page.keyboard.press("Enter");
  await page.waitForURL(/search\?q=/);
  assert.equal(await page.locator(".hits h2").first().innerText(), "Тюбинген");
  await page.getByRole("link", { name: /^Соглашение · / }).click();
  assert.match(await page.locator(".hits h2").first().innerText(), /Тюбинген/);
  await page.getByRole("searchbox").fill("петрозаводск");
  await page.keyboard.press("Enter");
  await page.getByRole("link", { name: "Дальше" }).click();
  assert.match(page.url(), /page=2/);
  assert.ok(await page.locator(".hits li").count());
  await page.context().close();
});

test("without scripts the page of search offers the commands of the record one came from", async () => {
  const page = await desk.visit(office + "partners/tuebingen", { as: "head", city: "petrozavodsk", scripts: false });
  await page.getByRole("searchbox").first().fill("заметка");
  await page.keyboard.press("Enter");
  await page.waitForURL(/about=partner/);
  await page.getByRole("heading", { name: "Команды" }).waitFor();
  await page.getByRole("link", { name: /^Создать заметку для «Тюбинген»/ }).click();
  await page.waitForURL(/\/notes\/new\?about=partner/);
  await page.goto(new URL(office + "search?q=ъъъъ", page.url()).href);
  for (const next of ["Искать в корзине", "Создать город", "Создать человека"]) await page.getByRole("link", { name: next }).waitFor();
  await page.context().close();
});

test("residents search without scripts, and reach what was found", async () => {
  const page = await desk.visit("/petrozavodsk/", { scripts: false });
  await page.locator(".portal-search").click();
  await page.getByRole("searchbox").fill("Tuebingen");
  await page.keyboard.press("Enter");
  await page.locator(".hits a").first().click();
  assert.match(await page.locator("h1").innerText(), /^Тюбинген/);
  await page.context().close();
});

test("the command says the same as the page", async () => {
  const found = JSON.parse(await run("search", "--data", desk.site.data, "--municipality", "petrozavodsk", "--json", "тюбингена"));
  assert.equal(found.results[0].title, "Тюбинген");
  const page = await desk.visit(office + "search?q=тюбингена", { as: "head", city: "petrozavodsk" });
  const titles = await page.locator(".hits h2").allInnerTexts();
  assert.deepEqual(titles, found.results.map((one) => one.title).slice(0, titles.length));
  const places = JSON.parse(await run("places", "青岛", "--json"));
  assert.equal(places[0].name, "Циндао");
  await page.context().close();
});
