// What every browser test stands on: the built program on demonstration data,
// a Chromium, and the looks that every page has to stand.
//
// Each test file gets a program of its own in a temporary folder, so that no
// test sees what another one changed. CHROMIUM names the browser, POBRATIM the
// program; without them the usual places are tried.
import { chromium } from "playwright-core";
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
export const program = process.env.POBRATIM ?? join(root, "bin/pobratim");
const flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const axeSource = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** The municipalities of the demonstration. */
export const cities = ["perm", "petrozavodsk"];
/** The languages of office and portal. */
export const langs = ["ru", "en"];

/** freePort is a port nobody listens on. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().on("error", reject).listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** run executes a command of the program and returns what it printed. */
export function run(...args) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
    let out = "";
    let said = "";
    child.stdout.on("data", (text) => (out += text));
    child.stderr.on("data", (text) => (said += text));
    child.on("error", reject);
    child.on("close", (status) => (status === 0 ? resolve(out) : reject(new Error(`pobratim ${args.join(" ")}: exit ${status}: ${said}`))));
  });
}

/**
 * start runs `pobratim demo` and waits until it answers.
 * Returns {base, accounts, data, log(), stop()}.
 */
export async function start() {
  if (!existsSync(program)) throw new Error(`${program} is missing: run make build`);
  const data = await mkdtemp(join(tmpdir(), "pobratim-browser-"));
  const port = await freePort();
  const base = `http://127.0.0.1:${port}`;
  const file = join(data, "accounts.json");
  const child = spawn(program, ["demo", "--data", join(data, "demo"), "--listen", `127.0.0.1:${port}`, "--no-open", "--accounts", file], { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  let ended = null;
  child.stdout.on("data", (text) => (said += text));
  child.stderr.on("data", (text) => (said += text));
  child.on("error", (error) => (ended = String(error)));
  child.on("exit", (status, signal) => (ended ??= `exit ${status ?? signal}`));
  const stop = async () => {
    if (ended === null) {
      const gone = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      await Promise.race([gone, new Promise((resolve) => setTimeout(resolve, 10_000).unref())]);
      if (ended === null) child.kill("SIGKILL");
    }
    await rm(data, { recursive: true, force: true });
  };
  const deadline = Date.now() + 120_000;
  while (true) {
    if (ended !== null) {
      await stop();
      throw new Error(`pobratim demo ended before it answered (${ended}):\n${said}`);
    }
    const answer = await fetch(`${base}/healthz`).catch(() => null);
    if (answer?.status === 200) break;
    if (Date.now() > deadline) {
      await stop();
      throw new Error(`pobratim demo did not answer within two minutes:\n${said}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const accounts = JSON.parse(await readFile(file, "utf8"));
  return { base, accounts, data: join(data, "demo"), log: () => said, stop };
}

/** browse starts a Chromium. */
export function browse() {
  const places = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
  const executablePath = places.find((place) => place && existsSync(place));
  if (!executablePath) throw new Error("there is no Chromium: run scripts/setup.sh test");
  return chromium.launch({ executablePath, headless: true, args: flags });
}

/**
 * Desk is a browser beside a running program. Pages that it opens note errors
 * of the console, refusals of the security policy and requests that leave the
 * program.
 */
export class Desk {
  static async open() {
    const desk = new Desk();
    desk.site = await start();
    desk.browser = await browse().catch(async (error) => {
      await desk.site.stop();
      throw error;
    });
    desk.states = new Map(); // who is signed in where → cookies
    return desk;
  }

  async close() {
    await this.browser?.close();
    await this.site?.stop();
  }

  /** account finds the demonstration account of a role. */
  account(role, city = "perm") {
    const found = this.site.accounts.find((a) => a.role === role && a.office.includes(`/${city}/`));
    if (!found) throw new Error(`the demonstration has no account of ${role} in ${city}`);
    return found;
  }

  /**
   * visit opens a page in a fresh context.
   * look: {lang, width, height, theme: light|dark, scripts, as: role, city, contrast, reducedMotion}
   */
  async visit(path, look = {}) {
    const { lang, width = 1440, height = 900, theme = "light", scripts = true, as, city = "perm", contrast } = look;
    const context = await this.browser.newContext({
      baseURL: this.site.base, viewport: { width, height }, colorScheme: theme, javaScriptEnabled: scripts,
      forcedColors: contrast ? "active" : "none", reducedMotion: "reduce", locale: lang === "en" ? "en-GB" : "ru-RU", timezoneId: "Asia/Yekaterinburg",
      storageState: as ? await this.#state(as, city) : undefined,
    });
    return this.#show(context, path, lang, scripts);
  }

  /** again opens another page where this one is, with what the browser has loaded already, and closes this one. */
  async again(page, path, lang) {
    const next = await this.#show(page.context(), path, lang, page.scripts);
    await page.close();
    return next;
  }

  async #show(context, path, lang, scripts) {
    const page = watch(await context.newPage(), this.site.base);
    page.setDefaultTimeout(10_000);
    page.scripts = scripts;
    page.answer = await page.goto(lang ? withLang(path, lang) : path, { waitUntil: "load" });
    return page;
  }

  /** signIn fills in the form of an office that is open in page. */
  async signIn(page, role, city = "perm") {
    const { email, password } = this.account(role, city);
    await page.goto(`/${city}/office/sign-in`);
    await page.locator("input[name=email]").fill(email);
    await page.locator("input[name=password]").fill(password);
    await page.locator("form:has(input[name=password]) button[type=submit], form:has(input[name=password]) button:not([type])").first().click();
    await page.waitForURL((url) => !url.pathname.includes("/sign-in"));
  }

  async #state(role, city) {
    const key = `${city} ${role}`;
    if (!this.states.has(key)) {
      this.states.set(key, (async () => {
        const context = await this.browser.newContext({ baseURL: this.site.base });
        const page = await context.newPage();
        await this.signIn(page, role, city);
        const state = await context.storageState();
        await context.close();
        return state;
      })());
    }
    return this.states.get(key);
  }
}

/** withLang adds the language to an address. */
export function withLang(path, lang) {
  const [before, hash = ""] = path.split("#");
  return `${before}${before.includes("?") ? "&" : "?"}lang=${lang}${hash && "#" + hash}`;
}

/** watch makes a page note what should never happen on it. */
export function watch(page, base) {
  page.faults = [];
  page.on("console", (message) => {
    // A page that answers 4xx on purpose is told of by the browser as an error.
    if (message.type() === "error" && !/status of 4\d\d/.test(message.text())) page.faults.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => page.faults.push(`script: ${error}`));
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(base + "/") && !/^(data|blob|about):/.test(url)) page.faults.push(`request to the outside: ${url}`);
  });
  page.on("response", (answer) => {
    if (answer.status() >= 500) page.faults.push(`${answer.status()} ${answer.url()}`);
  });
  return page;
}

/** noOutsideRequests lists errors and requests that the page noted. */
export function noOutsideRequests(page) {
  return page.faults;
}

const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/**
 * axe lists violations of WCAG 2.2 A and AA and of best practice, or of some
 * rules alone. It needs
 * timers, which a page without scripts has not: such a page is shown once more,
 * as it stands, where scripts run.
 */
export async function axe(page, rules) {
  const seen = page.scripts === false ? await twin(page) : page;
  await seen.evaluate(axeSource);
  const { violations } = await seen.evaluate((values) => globalThis.axe.run(document, { runOnly: values }), rules ? { type: "rule", values: rules } : { type: "tag", values: tags });
  if (seen !== page) await seen.context().close();
  return violations.map((v) => `${v.id}: ${v.help}: ${v.nodes.slice(0, 3).map((n) => `${n.html.slice(0, 160)} (${[...n.any, ...n.all, ...n.none][0]?.message ?? ""})`).join("; ")}`);
}

/** twin shows what a page holds now in a context where scripts run. */
async function twin(page) {
  const body = await page.content();
  const context = await page.context().browser().newContext({ viewport: page.viewportSize(), storageState: await page.context().storageState() });
  const shown = await context.newPage();
  await shown.route(page.url(), (route) => route.fulfill({ body, contentType: "text/html; charset=utf-8" }));
  await shown.goto(page.url());
  return shown;
}

/** noOverflow lists what makes a page wider than its window. */
export function noOverflow(page) {
  return page.evaluate(() => {
    const over = document.documentElement.scrollWidth - innerWidth;
    if (over <= 0) return [];
    const scrolls = (e) => e.parentElement && (["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(e.parentElement).overflowX) || scrolls(e.parentElement));
    const guilty = [...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > innerWidth + 1 && !scrolls(e));
    return [`${over} px too wide: ${guilty.slice(0, 4).map((e) => e.outerHTML.slice(0, 100)).join("; ")}`];
  });
}

/** shape lists what is wrong with the frame of a page: title, language, headings, landmarks, skip link, ids. */
export function shape(page, lang) {
  return page.evaluate((lang) => {
    const wrong = [];
    const count = (selector) => document.querySelectorAll(selector).length;
    if (document.documentElement.lang.slice(0, 2) !== lang) wrong.push(`html lang is ${document.documentElement.lang}, not ${lang}`);
    if (document.title.trim().length < 3) wrong.push("no title");
    if (count("h1") !== 1) wrong.push(`${count("h1")} h1`);
    if (count("main") !== 1) wrong.push(`${count("main")} main`);
    const first = document.querySelector("body a[href]");
    if (!first?.getAttribute("href").startsWith("#")) wrong.push("the first link does not skip to the content");
    else if (!document.querySelector(first.getAttribute("href"))) wrong.push(`the skip link leads to ${first.getAttribute("href")}, which is not there`);
    const seen = new Set();
    for (const e of document.querySelectorAll("[id]")) {
      if (seen.has(e.id)) wrong.push(`id ${e.id} twice`);
      seen.add(e.id);
    }
    let level = 0;
    for (const h of document.querySelectorAll("main h1, main h2, main h3, main h4, main h5")) {
      const n = Number(h.tagName[1]);
      if (n > level + 1) wrong.push(`${h.tagName} «${h.textContent.trim().slice(0, 40)}» after H${level}`);
      level = n;
    }
    for (const e of document.querySelectorAll("[tabindex]")) if (e.tabIndex > 0) wrong.push(`tabindex ${e.tabIndex}`);
    let said = document.body.innerText; // places of a letter stand in braces on purpose, and are marked
    for (const e of document.querySelectorAll("mark, #places th, #places td")) said = said.replaceAll(e.innerText, "");
    const hole = said.match(/⟦[^⟧]*⟧|%!\w?\(|<no value>|\bundefined\b|\[object |(?<!\{)\{[a-z_]+\}(?!\})/);
    if (hole) wrong.push(`text with a hole: ${hole[0]}`);
    if (count('[href*="missing-assets"], [src*="missing-assets"], [href*="/unknown/"], [src*="/unknown/"]')) wrong.push("an asset is missing");
    return wrong;
  }, lang);
}

/** smallTargets lists controls under 24 × 24 CSS pixels that are not links within text. */
export function smallTargets(page) {
  return page.evaluate(() => {
    const controls = [...document.querySelectorAll("button, summary, select, textarea, input:not([type=hidden]):not([type=checkbox]):not([type=radio])")];
    return controls.filter((e) => e.checkVisibility() && !e.closest(".vh")).filter((e) => {
      const box = e.getBoundingClientRect();
      return box.width > 1 && (box.width < 24 || box.height < 24) && getComputedStyle(e, "::after").position !== "absolute";
    }).slice(0, 5).map((e) => `under 24 px: ${e.outerHTML.slice(0, 100)}`);
  });
}

/** everything asks all of the above of a page and names it in each fault. */
export async function everything(page, lang, name) {
  const faults = [...(await axe(page)), ...(await shape(page, lang)), ...(await noOverflow(page)), ...(await smallTargets(page)), ...noOutsideRequests(page)];
  return faults.map((fault) => `${name}: ${fault}`);
}

/** clicks counts pointer presses and keys that activate, for journeys with a target. */
export function counted(page) {
  const counter = { clicks: 0 };
  counter.click = async (locator) => {
    counter.clicks++;
    await locator.click();
  };
  counter.press = async (key) => {
    counter.clicks++;
    await page.keyboard.press(key);
  };
  return counter;
}
