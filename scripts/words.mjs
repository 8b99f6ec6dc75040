// Gathers the words of all packages into one file per language, for a
// translator: node scripts/words.mjs FOLDER → FOLDER/words.ru.json, words.en.json.
// Keys stand by package, since a package owns its words; a key that is there
// twice, or whose other language lacks it, is an error.
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const folder = process.argv[2] ?? "tmp";
const words = {}; // language → package → key → words
const owner = {}; // language and key → package
const faults = [];

const files = readdirSync(join(root, "internal"), { recursive: true })
  .filter((path) => /(^|\/)locale\/[a-z]+\.json$/.test(path))
  .sort();
for (const path of files) {
  const lang = basename(path, ".json");
  const pkg = dirname(dirname(path));
  const own = JSON.parse(readFileSync(join(root, "internal", path), "utf8"));
  for (const key of Object.keys(own)) {
    const seen = (owner[lang] ??= {});
    if (seen[key]) faults.push(`${lang}: ${key} is in ${seen[key]} and in ${pkg}`);
    seen[key] = pkg;
  }
  (words[lang] ??= {})[pkg] = own;
}
for (const lang of Object.keys(owner)) {
  for (const other of Object.keys(owner)) {
    for (const key of Object.keys(owner[lang])) if (!owner[other][key]) faults.push(`${other}: ${key} is missing`);
  }
}
mkdirSync(folder, { recursive: true });
for (const [lang, own] of Object.entries(words)) {
  const file = join(folder, `words.${lang}.json`);
  writeFileSync(file, JSON.stringify(own, null, 2) + "\n");
  console.log(`${file}: ${Object.keys(owner[lang]).length} keys`);
}
for (const fault of faults) console.error(fault);
process.exitCode = faults.length > 0 ? 1 : 0;
