// The public portal: home, partners, a partner, contacts, accessibility; in
// both languages, at three widths, and without scripts.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Desk, everything, langs } from "./harness.mjs";

let desk;
before(async () => {
  desk = await Desk.open();
}, { timeout: 180_000 });
after(() => desk?.close());

const pages = ["/perm/", "/perm/partners", "/perm/partners/duisburg", "/perm/contacts", "/perm/accessibility", "/petrozavodsk/", "/petrozavodsk/partners", "/petrozavodsk/partners/tuebingen"];

for (const path of pages) {
  for (const lang of langs) {
    test(`${path} in ${lang} at 320, 360 and 1440 px`, async () => {
      const faults = [];
      for (const width of [320, 360, 1440]) {
        const page = await desk.visit(path, { lang, width });
        assert.equal(page.answer.status(), 200);
        faults.push(...(await everything(page, lang, `${width} px`)));
        await page.context().close();
      }
      assert.deepEqual(faults, []);
    });
  }
  test(`${path} without scripts says the same`, async () => {
    const [bare, full] = await Promise.all([desk.visit(path, { scripts: false }), desk.visit(path)]);
    const words = (page) => page.locator("main").innerText();
    assert.equal((await words(bare)).replace(/\s+/g, " "), (await words(full)).replace(/\s+/g, " "));
    await Promise.all([bare.context().close(), full.context().close()]);
  });
}

test("the home page leads to every partner city in two steps, and shows the map", async () => {
  const page = await desk.visit("/perm/", { scripts: false });
  for (const city of ["Дуйсбург", "Луисвилл", "Оксфорд", "Циндао", "Агридженто", "Амневиль"]) {
    assert.ok(await page.getByRole("link", { name: new RegExp(city) }).count(), `no link to ${city}`);
  }
  assert.ok(await page.locator("main svg").count(), "no map");
  await page.getByRole("link", { name: /Дуйсбург/ }).first().click();
  await page.waitForURL("**/perm/partners/duisburg**");
  assert.match(await page.locator("h1").innerText(), /Дуйсбург/);
  assert.match(await page.locator("main").innerText(), /2007/);
});

test("a partner's page tells machines what it is", async () => {
  const page = await desk.visit("/perm/partners/duisburg");
  const canonical = await page.locator('link[rel="canonical"]').getAttribute("href");
  assert.match(canonical, /\/perm\/partners\/duisburg$/);
  const alternates = await page.locator('link[rel="alternate"][hreflang]').evaluateAll((links) => links.map((l) => l.hreflang).sort());
  for (const lang of langs) assert.ok(alternates.includes(lang), `no hreflang ${lang}: ${alternates}`);
  const data = await page.locator('script[type="application/ld+json"]').allTextContents();
  assert.ok(data.length > 0, "no JSON-LD");
  for (const text of data) assert.match(JSON.parse(text)["@context"], /schema\.org/);
});

test("the language menu leads to the same page in the other language", async () => {
  const page = await desk.visit("/perm/partners/duisburg", { scripts: false });
  await page.locator("nav.lang-menu summary").click();
  await page.locator('a[hreflang="en"]').first().click();
  assert.equal(await page.locator("html").getAttribute("lang"), "en");
  assert.match(await page.locator("h1").innerText(), /Duisburg/);
});

test("the sitemap names public pages and no page of the office", async () => {
  const answer = await fetch(`${desk.site.base}/perm/sitemap.xml`);
  assert.equal(answer.status, 200);
  const text = await answer.text();
  assert.match(text, /\/perm\/partners\/duisburg/);
  assert.doesNotMatch(text, /\/office/);
});

test("what is not public looks like what does not exist", async () => {
  const strip = (text) => text.replace(/\/perm\/[^"'<\s]*/g, "");
  const [missing, prospects, other] = await Promise.all(
    ["/perm/partners/nowhere", "/perm/partners/tuebingen", "/perm/office-of-nobody"].map(async (path) => {
      const answer = await fetch(desk.site.base + path);
      return { status: answer.status, text: strip(await answer.text()) };
    }),
  );
  for (const answer of [missing, prospects, other]) assert.equal(answer.status, 404);
  assert.equal(prospects.text, missing.text);
});

test("low-vision settings stay from page to page and go away again", async () => {
  const page = await desk.visit("/perm/accessibility", { scripts: false });
  const look = () => page.evaluate(() => getComputedStyle(document.body).fontSize + getComputedStyle(document.body).color + getComputedStyle(document.body).backgroundColor);
  const usual = await look();
  const form = page.locator("main form").first();
  await form.locator('input[name="size"][value="200"]').check();
  await form.locator("button").first().click();
  await page.goto("/perm/partners");
  const large = await look();
  assert.notEqual(large, usual);
});

test("forced colours keep everything readable", async () => {
  const page = await desk.visit("/perm/", { contrast: true });
  assert.deepEqual(page.faults, []);
});

test("print leaves out menus", async () => {
  const page = await desk.visit("/perm/partners/duisburg");
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.locator("nav").evaluateAll((all) => all.filter((e) => e.checkVisibility() && e.getBoundingClientRect().height > 0 && !e.closest("main")).length), 0);
});
