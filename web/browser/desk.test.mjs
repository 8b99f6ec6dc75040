// Desk on a stand-in for the program: it starts, waits, signs in once per role,
// stops what it started, and tells when the program ends early.
import assert from "node:assert/strict";
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";

const standIn = `#!${process.execPath}
const { createServer } = require("node:http");
const { writeFileSync } = require("node:fs");
const arg = (name) => process.argv[process.argv.indexOf(name) + 1];
if (process.argv[2] === "describe") { console.log('[{"face":"office"}]'); process.exit(0); }
if (process.env.STAND_IN === "ends") { console.error("port is busy"); process.exit(3); }
writeFileSync(arg("--accounts"), JSON.stringify([{ role: "head", email: "h@example.org", password: "secret", office: "/perm/office/" }]));
writeFileSync(process.env.STAND_IN_PID, String(process.pid));
let signIns = 0;
const page = (text) => '<!doctype html><html lang="ru"><link rel="icon" href="data:,"><title>Проба</title><main>' + text + "</main>";
createServer((request, response) => {
  const html = { "Content-Type": "text/html; charset=utf-8" };
  const signedIn = /session=1/.test(request.headers.cookie ?? "");
  if (request.url === "/healthz") response.writeHead(200).end("ok");
  else if (request.method === "POST") { signIns++; response.writeHead(303, { Location: "/perm/office/", "Set-Cookie": "session=1; Path=/" }).end(); }
  else if (request.url.includes("sign-in")) response.writeHead(200, html).end(page('<form method="post"><input name="email"><input name="password" type="password"><button>Войти</button></form>'));
  else if (request.url.includes("/office/") && !signedIn) response.writeHead(303, { Location: "/perm/office/sign-in" }).end();
  else response.writeHead(200, html).end(page("lang " + new URL(request.url, "http://x").searchParams.get("lang") + ", sign-ins " + signIns));
}).listen(Number(arg("--listen").split(":")[1]), "127.0.0.1");
`;

let folder, harness;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), "pobratim-desk-"));
  process.env.POBRATIM = join(folder, "pobratim");
  process.env.STAND_IN_PID = join(folder, "pid");
  await writeFile(process.env.POBRATIM, standIn);
  await chmod(process.env.POBRATIM, 0o755);
  harness = await import("./harness.mjs");
});
after(() => rm(folder, { recursive: true, force: true }));

test("a desk starts the program, signs in once per role, and stops it", async () => {
  const desk = await harness.Desk.open();
  try {
    const pages = await Promise.all([1, 2].map(() => desk.visit("/perm/office/", { as: "head", lang: "en" })));
    for (const page of pages) {
      assert.equal(await page.locator("main").innerText(), "lang en, sign-ins 1");
      assert.deepEqual(page.faults, []);
    }
    const stranger = await desk.visit("/perm/office/");
    assert.match(stranger.url(), /sign-in/);
    assert.throws(() => desk.account("auditor"), /no account of auditor/);
  } finally {
    await desk.close();
  }
  const pid = Number(await readFile(process.env.STAND_IN_PID, "utf8"));
  assert.throws(() => process.kill(pid, 0), "the program still runs");
});

test("a program that ends before it answers is told of with its words", async () => {
  process.env.STAND_IN = "ends";
  await assert.rejects(harness.start(), /exit 3[^]*port is busy/);
  delete process.env.STAND_IN;
});

test("commands give what they print", async () => {
  assert.equal(JSON.parse(await harness.run("describe", "routes", "--json"))[0].face, "office");
});
