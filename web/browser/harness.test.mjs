// The looks of harness.mjs have to notice planted faults; otherwise every page
// would pass them.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { axe, browse, everything, noOutsideRequests, noOverflow, shape, smallTargets, watch, withLang } from "./harness.mjs";

const page = (body, head = "<title>Проба</title>") => `<!doctype html><html lang="ru"><head><meta charset="utf-8"><link rel="icon" href="data:,">${head}</head><body>${body}</body></html>`;
const fine = '<a href="#main" style="display:inline-block;padding:8px">К содержанию</a><main id="main"><h1>Города</h1><h2>Финляндия</h2><p>Варкаус</p></main>';
const pages = {
  "/fine": page(fine),
  "/contrast": page(`${fine.replace("<p>", '<p style="color:#ccc">')}`),
  "/unlabelled": page(fine.replace("<p>", "<input><p>")),
  "/wide": page(fine.replace("<p>", '<div style="width:2000px">широко</div><p>')),
  "/outside": page(fine.replace("<p>", '<img src="http://127.0.0.1:9/x.png" alt=""><p>')),
  "/throws": page(fine.replace("<p>", "<script>throw new Error('planted')</script><p>")),
  "/headings": page(fine.replace("h2>", "h4>").replace("</h2>", "</h4>").replace("<p>", '<p id="main">')),
  "/untitled": page(fine.replace("h1>", "b>"), ""),
  "/hole": page(fine.replace("Варкаус", "⟦partner.name⟧")),
  "/small": page(fine.replace("<p>", '<button style="width:9px;height:9px;padding:0;border:0" aria-label="x"></button><p>')),
};
let browser, server, base;

before(async () => {
  server = createServer((request, response) => {
    response.writeHead(pages[request.url] ? 200 : 500, { "Content-Type": "text/html; charset=utf-8" });
    response.end(pages[request.url] ?? "broken");
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${server.address().port}`;
  browser = await browse();
});
after(async () => {
  await browser?.close();
  server?.close();
});

async function open(path) {
  const opened = watch(await browser.newPage({ viewport: { width: 360, height: 800 } }), base);
  await opened.goto(base + path);
  return opened;
}

test("a right page has no faults", async () => {
  assert.deepEqual(await everything(await open("/fine"), "ru", "fine"), []);
});

for (const [path, look, want] of [
  ["/contrast", axe, "color-contrast"],
  ["/unlabelled", axe, "label"],
  ["/wide", noOverflow, "too wide"],
  ["/outside", noOutsideRequests, "request to the outside: http://127.0.0.1:9/x.png"],
  ["/throws", noOutsideRequests, "planted"],
  ["/missing", noOutsideRequests, "500"],
  ["/headings", (p) => shape(p, "ru"), "H4 «Финляндия» after H1"],
  ["/headings", (p) => shape(p, "ru"), "id main twice"],
  ["/untitled", (p) => shape(p, "ru"), "0 h1"],
  ["/untitled", (p) => shape(p, "ru"), "no title"],
  ["/fine", (p) => shape(p, "en"), "lang is ru"],
  ["/hole", (p) => shape(p, "ru"), "⟦partner.name⟧"],
  ["/small", smallTargets, "under 24 px"],
]) {
  test(`${path} is found out: ${want}`, async () => {
    const faults = await look(await open(path));
    assert.ok(faults.some((fault) => fault.includes(want)), `wanted ${want}, got ${JSON.stringify(faults)}`);
  });
}

test("languages are added to addresses", () => {
  assert.equal(withLang("/perm/", "en"), "/perm/?lang=en");
  assert.equal(withLang("/perm/partners?view=map#list", "en"), "/perm/partners?view=map&lang=en#list");
});
