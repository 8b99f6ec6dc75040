// Looks at the page of components: axe-core, width at 320 px, sizes of targets,
// keyboard focus, the security policy, and pictures for a person to see.
//
//   go run ./internal/kit/web/ui/uishow --listen 127.0.0.1:8099 &
//   node web/check/show.mjs http://127.0.0.1:8099 [--shots DIR] [--quick]
//
// CHROMIUM names the browser; /usr/bin/chromium without it.
import { chromium } from "playwright-core";
import { mkdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const [base, ...rest] = process.argv.slice(2);
const shots = rest.includes("--shots") ? rest[rest.indexOf("--shots") + 1] : "";
const quick = rest.includes("--quick");
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const looks = { light: "theme=light", dark: "theme=dark", bw: "palette=black-white", wb: "palette=white-black", blue: "palette=blue&spacing=wide", large: "size=200&spacing=wider&serif=1&images=off" };
const faults = [];

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
let runs = 0;
for (const lang of ["ru", "en"]) {
  for (const [look, query] of Object.entries(looks)) {
    for (const [path, width] of [["office", 1440], ["office", 320], ["portal", 1440], ["portal", 320], ["home", 1440], ["home", 320]]) {
      if (quick && (lang === "en" || (look !== "light" && look !== "dark" && look !== "large"))) continue;
      await visit(`${path}-${width}-${look}-${lang}`, `${base}/${path}?lang=${lang}&${query}`, width);
    }
  }
}
await walk();
await withoutScripts();
await withScripts();
if (shots) await paint();
await browser.close();
console.log(`${runs} pages looked at, ${faults.length} faults`);
for (const fault of faults) console.log(fault);
process.exit(faults.length ? 1 : 0);

async function open(url, width, options = {}) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, reducedMotion: "reduce", ...options });
  const page = await context.newPage();
  page.problems = [];
  page.on("console", (message) => { if (message.type() === "error") page.problems.push(message.text()); });
  page.on("pageerror", (error) => page.problems.push(String(error)));
  await page.goto(url, { waitUntil: "load" });
  return page;
}

async function visit(name, url, width) {
  runs++;
  const page = await open(url, width);
  await page.evaluate(axe);
  const result = await page.evaluate((values) => globalThis.axe.run(document, { runOnly: { type: "tag", values } }), tags);
  for (const found of result.violations) faults.push(`${name}: ${found.id}: ${found.nodes.length} × ${found.help}\n    ${found.nodes.slice(0, 3).map((node) => node.html.slice(0, 140) + " | " + (node.any[0]?.message ?? "")).join("\n    ")}`);
  const over = await page.evaluate(() => {
    const wide = document.documentElement.scrollWidth - innerWidth;
    if (wide <= 0) return "";
    const guilty = [...document.querySelectorAll("body *")].filter((element) => element.getBoundingClientRect().right > innerWidth + 1 && !element.closest(".scroller, .vh, .toasts")).slice(0, 4);
    return `${wide} px too wide: ${guilty.map((element) => element.tagName + "." + element.getAttribute("class")).join(", ")}`;
  });
  if (over) faults.push(`${name}: ${over}`);
  const small = await page.evaluate(() => {
    const boxes = [...document.querySelectorAll("a, button, summary, input:not([type=hidden]), select, textarea")].filter((element) => element.checkVisibility() && !element.matches(".skip, .vh *"));
    return boxes.filter((element) => {
      const box = element.getBoundingClientRect();
      if (element.matches("p a, .tl-title a, .chain-title a, .row-head a, .city-name a, .task-title a, dd > div a, .person-body a, td a, blockquote a")) return false;
      return box.width > 1 && (box.width < 24 || box.height < 24) && getComputedStyle(element, "::after").position !== "absolute";
    }).slice(0, 6).map((element) => `${element.outerHTML.slice(0, 90)} ${Math.round(element.getBoundingClientRect().width)}×${Math.round(element.getBoundingClientRect().height)}`);
  });
  if (small.length) faults.push(`${name}: targets under 24 px:\n    ${small.join("\n    ")}`);
  for (const problem of page.problems) faults.push(`${name}: console: ${problem}`);
  await page.context().close();
}

// Tab through everything: the focus is always seen and never covered.
async function walk() {
  for (const path of ["office", "portal"]) {
    const page = await open(`${base}/${path}?lang=ru&theme=light`, 1280);
    let seen = 0;
    await page.evaluate(() => document.querySelector(".skip").focus());
    for (let step = 0; step < 400; step++) {
      await page.keyboard.press("Tab");
      const state = await page.evaluate(() => {
        const element = document.activeElement;
        if (!element || element === document.body) return null;
        const box = element.getBoundingClientRect();
        const style = getComputedStyle(element);
        const after = getComputedStyle(element, "::after");
        const lit = (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || (after.outlineStyle !== "none" && parseFloat(after.outlineWidth) >= 2);
        const inside = box.bottom > 0 && box.top < innerHeight;
        return { lit, inside, html: element.outerHTML.slice(0, 110) };
      });
      if (!state) break;
      seen++;
      if (!state.lit) faults.push(`${path}: no visible focus: ${state.html}`);
      if (!state.inside) faults.push(`${path}: focus outside the window: ${state.html}`);
    }
    if (seen < 40) faults.push(`${path}: only ${seen} stops for Tab`);
    await page.context().close();
  }
}

// What needs scripts is not there without them; menus open and forms can be sent.
async function withoutScripts() {
  const page = await open(`${base}/portal?lang=ru`, 360, { javaScriptEnabled: false });
  await page.click(".portal-tools .menu-nav summary");
  if (!(await page.isVisible(".portal-tools .menu-nav .nav"))) faults.push("portal: the menu does not open without scripts");
  if (await page.isVisible("button.js")) faults.push("portal: a button that needs scripts is shown without them");
  await page.context().close();
}

// Under Trusted Types: a fact is replaced by a partial update, a reply that holds
// something that runs is refused, and the keys follow their place.
async function withScripts() {
  const page = await open(`${base}/office?lang=ru&theme=light`, 1280);
  await page.evaluate(() => { document.getElementById("fact-since").dataset.old = "1"; });
  await page.click("#fact-since [data-edit]");
  await page.waitForFunction(() => !document.getElementById("fact-since").dataset.old, null, { timeout: 5000 }).catch(() => faults.push("office: the fact was not replaced"));
  for (const problem of page.problems.splice(0)) faults.push(`office with scripts: ${problem}`);
  const refused = await page.evaluate(() => ["<img src=x onerror=1>", "<a href=' javascript:1'>a</a>", "<template><iframe></iframe></template>", "<b hx-on:click=1>b</b>"].map((text) => {
    try { document.createElement("div").innerHTML = text; return text; } catch { return ""; }
  }).filter(Boolean));
  for (const text of refused) faults.push(`office: the policy let through ${text}`);
  page.problems.length = 0; // the browser reports the handlers it refused
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press("KeyJ");
  if (!(await page.$("main [data-at]"))) faults.push("office: j does not move to a row");
  for (const problem of page.problems) faults.push(`office with scripts: ${problem}`);
  await page.context().close();
}

async function paint() {
  await mkdir(shots, { recursive: true });
  const fullPage = true;
  const take = async (name, path, width, options) => {
    const page = await open(`${base}/${path}`, width, options);
    await page.screenshot({ path: `${shots}/${name}.png`, fullPage });
    await page.context().close();
  };
  for (const lang of ["ru", "en"]) for (const theme of ["light", "dark"]) for (const width of [1440, 360]) for (const path of ["office", "portal", "home"]) {
    await take(`${path}-${width}-${theme}-${lang}`, `${path}?lang=${lang}&theme=${theme}`, width);
  }
  for (const [name, query] of Object.entries(looks).slice(2)) await take(`portal-1440-${name}-ru`, `portal?lang=ru&${query}`, 1440);
  await take("office-1440-narrow-ru", "office?lang=ru&narrow=1&dense=1", 1440);
  await take("portal-360-large-ru", "home?lang=ru&size=200", 360);
  await take("portal-1440-forced-ru", "portal?lang=ru", 1440, { forcedColors: "active" });
  for (const path of ["office", "portal"]) {
    const page = await open(`${base}/${path}?lang=ru&theme=dark`, 1440);
    await page.pdf({ path: `${shots}/${path}-ru.pdf`, preferCSSPageSize: true, tagged: true });
    await page.context().close();
  }
}
