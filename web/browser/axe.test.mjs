// Every page there is, in both languages, light and dark, wide and at 320 px.
// The pages come from `pobratim describe routes --json`; an example for an
// address with {id} is found by following the links of the demonstration, so a
// page that no link leads to is found out too.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { axe, Desk, langs, noOverflow, run, shape, smallTargets } from "./harness.mjs";

/**
 * Pages that answer with something else than HTML, or that no link leads to
 * because they come by mail, with the reason.
 */
const apart = new Map([
  ["GET /sitemap.xml", "XML"],
  ["GET /robots.txt", "text"],
  ["GET /accent.css", "a style sheet"],
  ["GET /crest.image", "a picture"],
  ["GET /files/{id}", "the bytes of a file"],
  ["GET /partners/{id}/brief.pdf", "PDF"],
  ["GET /plans/{id}/paper/{as}", "DOCX, PDF or XLSX"],
  ["GET /papers/templates/{kind}/{file}", "DOCX or ODT"],
  ["GET /activities/{id}/papers/{kind}/preview", "DOCX, ODT or PDF"],
  ["GET /mailbox/untaken/{message}", "a message that could not be entered; TestUntaken of mailbox shows it"],
  ["GET /transfers/{id}", "a decision of the gate; visit.test.mjs walks it"],
  ["GET /transfers/{id}/file/{format}", "DOCX, PDF or XLSX"],
  ["GET /delegation", "leads on to the visits"],
  ["GET /filings/{id}/{paper}", "DOCX, PDF and XLSX"],
  ["GET /methodologies/{id}/file.json", "the file of a methodology"],
  ["GET /assessments/{id}/evidence.zip", "a ZIP"],
  ["GET /assessments/{id}/next", "leads on to the first question without an answer"],
  ["GET /assessments/{id}/submit", "offered when every question is answered; rating.test.mjs walks it"],
  ["GET /submissions/{id}", "what was handed in; rating.test.mjs walks it"],
  ["GET /estimates/{id}/{paper}", "DOCX, PDF and XLSX"],
  ["GET /debriefs/{id}/{paper}", "DOCX and PDF"],
  ["GET /texts/{id}/paper/{file}", "DOCX or PDF"],
  ["GET /programmes/{id}/releases/{number}/{file}", "PDF or DOCX"],
  ["GET /sign-in/second", "the step after the password; entry.test.mjs walks it"],
  ["GET /profile/second/end", "offered to who has a second step; entry.test.mjs walks it"],
  ["GET /sign-in/code", "the second step of signing in; added below"],
  ["GET /outbox/{id}/eml", "a message as a file"],
  ["GET /palette", "JSON for the palette"],
  ["GET /import/{id}/report", "a table to download"],
  ["GET /sign-in/form", "a form that was interrupted; input.test.mjs walks it"],
  ["GET /invite/{code}", "the link comes by mail, once"],
]);
const frames = { office: { base: "/perm/office", as: "head", also: ["administrator"] }, portal: { base: "/perm" } };

let desk;
const pages = []; // {name, path, as}
const unreached = [];

before(async () => {
  desk = await Desk.open();
  await attach();
  await remember();
  await bringIn();
  // Months of the calendar: a line of the plan that has a day stands in few of them.
  const months = Array.from({ length: 12 }, (_, m) => `/perm/office/calendar?view=month&day=${new Date().getFullYear()}-${String(m + 1).padStart(2, "0")}-01`);
  const leads = [await prepared(), await possible(), ...months];
  const routes = JSON.parse(await run("describe", "routes", "--json")).filter((r) => r.method === "GET").map((r) => ({ frame: r.face, pattern: `GET ${r.path}` }));
  for (const [frame, { base, as, also = [] }] of Object.entries(frames)) {
    const wanted = routes.filter((r) => r.frame === frame && !apart.has(r.pattern));
    assert.ok(wanted.length > 3, `describe routes names only ${wanted.length} pages of the ${frame}`);
    const found = new Map();
    for (const who of [as, ...also]) await follow(base, who, wanted, found, frame === "office" ? leads : []);
    for (const route of wanted) {
      if (found.has(route.pattern)) pages.push({ name: `${frame} ${route.pattern}`, ...found.get(route.pattern) });
      else unreached.push(`${frame} ${route.pattern}`);
    }
  }
  pages.push(...await guests());
  for (const path of ["/perm/office/sign-in", "/perm/office/sign-in/code", "/perm/no-such-page"]) pages.push({ name: path, path });
}, { timeout: 900_000 });
after(() => desk?.close());

/** attach gives Duisburg a file, so that the pages of files have an example. */
async function attach() {
  const page = await desk.visit("/perm/office/partners/duisburg", { as: "head", scripts: false });
  await page.goto(await page.locator('a[href*="/office/files/partner/"]').first().getAttribute("href"));
  await page.locator("input[type=file]").setInputFiles({ name: "protocol.txt", mimeType: "text/plain", buffer: Buffer.from("Протокол встречи\n") });
  await page.locator("form:has(input[type=file]) button").first().click();
  await page.goto("/perm/office/partners/duisburg");
  assert.match(await page.locator("main").innerText(), /protocol/, "the file was not attached");
  await page.context().close();
}

/** remember notes a key date, so that its pages have an example. */
async function remember() {
  const page = await desk.visit("/perm/office/keydates/new", { as: "head", scripts: false });
  await page.locator('[name="about"]').selectOption({ label: "Германия (страна)" });
  await page.locator('[name="title.ru"]').fill("Единство Германии");
  await page.locator('[name="on"]').fill("03.10.1990");
  await page.locator("main form .btn-primary").click();
  await page.waitForURL(/keydates\/[0-9a-z]{20,}/);
  await page.context().close();
}

/** bringIn begins an import and ends another, so that their pages have examples. */
async function bringIn() {
  const page = await desk.visit("/perm/office/import/new", { as: "head", scripts: false });
  const take = async (name, text) => {
    await page.goto("/perm/office/import/new");
    await page.locator("input[type=file]").setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(text) });
    await page.locator("form:has(input[type=file]) button").first().click();
  };
  await take("done.csv", "Организация;Телефон\nКлуб друзей Дуйсбурга;+7 342 200-00-01\n\nИтого: 1;\n");
  for (const word of ["столбцы", "проверка"]) await page.getByRole("button", { name: new RegExp(word) }).click();
  await page.getByRole("button", { name: /^Внести/ }).click();
  await page.locator('a[href*="/report"]').first().waitFor();
  await take("open.csv", "Организация;Телефон\nКлуб друзей Циндао;+7 342 200-00-02\n");
  await page.context().close();
}

/** guests makes links for guests and goes through their doors: programme, consent, form, and one that is none. */
async function guests() {
  const page = await desk.visit("/perm/office/visits", { as: "head", scripts: false });
  const link = async (visit, offer) => {
    await page.goto("/perm/office/visits");
    await page.locator("#visits").getByRole("link", { name: visit }).first().click();
    if (offer.through) await page.getByRole("link", { name: offer.through }).click();
    await page.getByRole("link", { name: offer.name }).click();
    await page.locator("[name=name]").fill("Пробный гость");
    await page.locator("main form.form button[type=submit]").first().click();
    return new URL(await page.locator("[name=secret]").inputValue()).pathname;
  };
  const programme = await link(/приезд делегации/, { name: "Ссылка на программу для гостя" });
  const form = await link(/приём делегации на день города/, { through: "Что спросить и кому дать ссылку", name: "Ссылка на анкету" });
  await page.goto(form);
  await page.locator("[name=agree]").check();
  await page.locator("main button[type=submit]").click();
  await page.waitForURL(/\/form$/);
  const asked = new URL(page.url()).pathname;
  await page.context().close();
  return [["programme", programme], ["consent", form], ["form", asked], ["unknown link", programme.replace(/[^/]+\/?$/, "no-such-link")]].map(([name, path]) => ({ name: `guest ${name}`, path }));
}

/** prepared is the event of the demonstration that has a preparation. */
async function prepared() {
  const page = await desk.visit("/perm/office/activities", { as: "head", scripts: false });
  const href = await page.locator("main a", { hasText: "дни города-партнёра" }).first().getAttribute("href");
  await page.context().close();
  return href;
}

/** possible is a possible partner that is a partner already. */
async function possible() {
  const page = await desk.visit("/perm/office/prospects/new", { as: "head", scripts: false });
  await page.locator('[name="name.ru"]').fill("Дуйсбург");
  await page.locator('[name="country"]').selectOption("DE");
  await page.locator('[name="stage"]').selectOption("talks");
  await page.locator("main form .btn-primary").click();
  await page.waitForURL(/prospects\/[0-9a-z]{20,}/);
  const path = new URL(page.url()).pathname;
  await page.context().close();
  return path;
}

/** follow walks links from the frame's start, and from pages that are rare, until each wanted pattern has an example. */
async function follow(base, as, wanted, found, leads) {
  const page = await desk.visit(base + "/", { as });
  // What has fewer places for values is the more exact pattern: /people/new before /people/{id}.
  const holes = (route) => route.pattern.split("{").length;
  const patterns = wanted.toSorted((a, b) => holes(a) - holes(b)).map((route) => ({ pattern: route.pattern, matches: matcher(base + route.pattern.slice(4)), visits: 0 }));
  const kindOf = (path) => patterns.find((p) => p.matches.test(path));
  const queue = [base + "/", base + "/partners/duisburg", ...leads, ...wanted.filter((r) => !r.pattern.includes("{")).map((r) => base + r.pattern.slice(4))].map((path) => ({ path, kind: kindOf(path) }));
  const seen = new Set(queue.map((one) => one.path));
  for (let visits = 0; queue.length && visits < 2000 && patterns.some((p) => !found.has(p.pattern)); visits++) {
    // The kind of page that was seen least goes first: every kind has examples before one has many.
    queue.sort((a, b) => (a.kind?.visits ?? 0) - (b.kind?.visits ?? 0));
    const { path, kind } = queue.shift();
    if (kind) kind.visits++;
    const answer = await page.request.get(path).catch(() => null); // as the page would, without showing it
    if (answer?.status() !== 200 || !/html/.test(answer.headers()["content-type"] ?? "") || /sign-in/.test(answer.url())) continue;
    if (kind && !found.has(kind.pattern)) found.set(kind.pattern, { path, as });
    for (const [, href] of (await answer.text()).matchAll(/<a [^>]*?href="([^"]*)"/g)) {
      const url = new URL(href.replaceAll("&amp;", "&").replaceAll("&#43;", "+"), answer.url());
      const next = { path: url.pathname + url.search, kind: kindOf(url.pathname) };
      if (url.origin !== desk.site.base || seen.has(next.path) || !next.kind || url.searchParams.has("lang")) continue;
      seen.add(next.path);
      queue.push(next);
    }
  }
  await page.context().close();
}

function matcher(path) {
  const escaped = path.replace(/\{\$\}$/, "").split(/\{[^}]*\}/).map((part) => part.replace(/[.*+?^$()|[\]\\]/g, "\\$&"));
  const rest = /\{[^}]*\.\.\.\}$/.test(path);
  return new RegExp(`^${escaped.join(rest ? ".*" : "[^/]+")}$`);
}

test("a link leads to every page", () => {
  assert.deepEqual(unreached, []);
});

/** examine lists what is wrong with a page: in light at both widths, and in dark, which changes colours and nothing else. */
async function examine(page, lang) {
  const faults = [...await axe(page), ...await shape(page, lang)];
  await page.setViewportSize({ width: 320, height: 800 });
  faults.push(...await noOverflow(page), ...await smallTargets(page));
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.emulateMedia({ colorScheme: "dark" });
  faults.push(...(await axe(page, ["color-contrast", "link-in-text-block"])).map((fault) => `dark: ${fault}`));
  return [...faults, ...page.faults];
}

for (const lang of langs) {
  test(`every page in ${lang}, light and dark`, { timeout: 1_500_000 }, async () => {
    const faults = [];
    const work = pages.toSorted((a, b) => (a.as ?? "").localeCompare(b.as ?? "")); // who signs in keeps what the browser has loaded
    await Promise.all([1, 2].map(async () => {
      let page;
      let who;
      for (let one = work.pop(); one; one = work.pop()) {
        const before = page;
        page = before && who === one.as ? await desk.again(before, one.path, lang) : await desk.visit(one.path, { lang, as: one.as });
        who = one.as;
        if (before && before.context() !== page.context()) await before.context().close();
        faults.push(...(await examine(page, lang)).map((fault) => `${one.name} (${one.path}): ${fault}`));
      }
      await page?.context().close();
    }));
    assert.ok(pages.length > 10, `only ${pages.length} pages were found`);
    assert.deepEqual(faults, []);
  });
}
