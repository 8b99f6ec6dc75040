// Builds styles, scripts, fonts and icons into internal/kit/web/assets/built.
// Every file is named by its content, and manifest.json says which name is
// which: {"office.css": "office-3F2A….css"}. Nothing here is committed.
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { cp, mkdir, readFile, readdir, rm, stat, writeFile } from "node:fs/promises";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const ui = join(here, "../internal/kit/web/ui");
const out = join(here, "../internal/kit/web/assets/built");
const manifest = {};

await checkDark();
await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
await bundle();
await fonts();
await put("icons.svg", await sprite());
await put("favicon.svg", await readFile(join(here, "favicon.svg")));
await licences();
await pack();
const sorted = Object.fromEntries(Object.entries(manifest).sort(([a], [b]) => (a < b ? -1 : 1)));
await writeFile(join(out, "manifest.json"), JSON.stringify(sorted, null, 1) + "\n");
await report();

async function bundle() {
  const result = await build({
    absWorkingDir: here,
    entryPoints: { office: "src/office.ts", portal: "src/portal.ts", "office-style": "css/office.css", "portal-style": "css/portal.css" },
    outdir: out,
    entryNames: "[name]-[hash]",
    assetNames: "[name]-[hash]",
    bundle: true,
    minify: true,
    format: "esm",
    charset: "utf8",
    legalComments: "none",
    metafile: true,
    loader: { ".woff2": "file" },
    target: ["es2022", "chrome105", "firefox110", "safari16"],
    logLevel: "warning",
  });
  for (const [file, made] of Object.entries(result.metafile.outputs)) {
    if (!made.entryPoint) continue;
    manifest[basename(made.entryPoint).replace(/\.ts$/, ".js")] = basename(file);
  }
}

// The fonts came with the styles; the manifest names those a page may preload.
async function fonts() {
  for (const file of await readdir(out)) {
    const match = /^(.+)-[A-Z0-9]{8}\.woff2$/.exec(file);
    if (match) manifest[match[1] + ".woff2"] = file;
  }
}

// The sprite holds the drawings that icon.go names, and only those.
async function sprite() {
  const source = await readFile(join(ui, "icon.go"), "utf8");
  const names = [...source.matchAll(/Icon = "([a-z0-9-]+)"/g)].map((found) => found[1]).sort();
  const symbols = [];
  for (const name of names) {
    const svg = await readFile(join(here, "node_modules/lucide-static/icons", name + ".svg"), "utf8");
    const inner = svg.replace(/<!--.*?-->/gs, "").replace(/^[\s\S]*?<svg[^>]*>|<\/svg>\s*$/g, "").replace(/\s+/g, " ").trim();
    symbols.push(`<symbol id="${name}" viewBox="0 0 24 24">${inner}</symbol>`);
  }
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`;
}

async function put(name, content) {
  const bytes = Buffer.from(content);
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 8).toUpperCase();
  const file = name.replace(/(\.[a-z0-9]+)$/, `-${hash}$1`);
  await writeFile(join(out, file), bytes);
  manifest[name] = file;
}

// Text files are packed here, once, so that the server only sends bytes.
async function pack() {
  for (const file of Object.values(manifest)) {
    if (!/\.(css|js|svg)$/.test(file)) continue;
    const bytes = await readFile(join(out, file));
    await writeFile(join(out, file + ".gz"), gzipSync(bytes, { level: 9 }));
    await writeFile(join(out, file + ".br"), brotliCompressSync(bytes));
  }
}

// The terms under which the built files are passed on travel with them.
async function licences() {
  const from = { "golos-text": "@fontsource-variable/golos-text", "pt-serif": "@fontsource/pt-serif", lucide: "lucide-static", htmx: "htmx.org" };
  for (const [name, pack] of Object.entries(from)) {
    await cp(join(here, "node_modules", pack, "LICENSE"), join(out, `licence-${name}.txt`));
  }
}

// The dark palette stands twice in tokens.css, since a class and a media query
// cannot share a block; it must be the same twice.
async function checkDark() {
  const css = await readFile(join(here, "css/tokens.css"), "utf8");
  const block = (selector) => {
    const at = css.indexOf(selector);
    if (at < 0) throw new Error(`tokens.css has no ${selector}`);
    return css.slice(css.indexOf("{", at) + 1, css.indexOf("}", at)).replace(/\s+/g, " ").trim();
  };
  if (block(":root.theme-dark") !== block(":root:not(.theme-light)")) throw new Error("tokens.css: the two dark palettes differ");
}

async function report() {
  for (const [name, file] of Object.entries(sorted)) {
    const bytes = await readFile(join(out, file));
    const { size } = await stat(join(out, file));
    const packed = name.endsWith(".woff2") ? "" : `  gz ${(gzipSync(bytes, { level: 9 }).length / 1024).toFixed(1)} KB`;
    console.log(`${name.padEnd(48)} ${(size / 1024).toFixed(1).padStart(7)} KB${packed}`);
  }
}
