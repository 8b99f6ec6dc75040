// The page of all components, in every look: web/check/show.mjs examines it;
// this runs it beside its server.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { freePort } from "./harness.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");

// Every look takes minutes: all of them where a change is judged, a few else.
test("every component, in every look", { timeout: 600_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), "pobratim-components-"));
  let server;
  try {
    const built = spawnSync("go", ["build", "-o", join(folder, "uishow"), "./internal/kit/web/ui/uishow"], { cwd: root, encoding: "utf8" });
    assert.equal(built.status, 0, built.stderr);
    const port = await freePort();
    server = spawn(join(folder, "uishow"), ["--listen", `127.0.0.1:${port}`], { cwd: root, stdio: "ignore" });
    const base = `http://127.0.0.1:${port}`;
    for (let i = 0; !(await fetch(`${base}/office`).catch(() => null)); i++) {
      assert.ok(i < 200 && server.exitCode === null, "the server of components does not answer");
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const look = await new Promise((resolve, reject) => {
      const child = spawn(process.execPath, ["check/show.mjs", base, ...(process.env.CI === "true" ? [] : ["--quick"])], { cwd: join(root, "web"), stdio: ["ignore", "pipe", "pipe"] });
      let said = "";
      child.stdout.on("data", (text) => (said += text));
      child.stderr.on("data", (text) => (said += text));
      child.on("error", reject);
      child.on("close", (status) => resolve({ status, said }));
    });
    assert.equal(look.status, 0, look.said);
    assert.match(look.said, /\d+ pages looked at, 0 faults/);
  } finally {
    server?.kill();
    await rm(folder, { recursive: true, force: true });
  }
});
