// Makes the pictures of README: node browser/screenshots.mjs → docs/images.
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Desk } from "./harness.mjs";

const folder = join(dirname(fileURLToPath(import.meta.url)), "../../docs/images");
const pictures = [
  { name: "portal-home", path: "/perm/", width: 1120, height: 760 },
  { name: "portal-phone", path: "/perm/partners/duisburg", width: 390, height: 844 },
  { name: "dossier", path: "/perm/office/partners/duisburg", as: "head", height: 1000 },
  { name: "dossier-dark", path: "/perm/office/partners/duisburg", as: "head", theme: "dark", height: 1000 },
  { name: "partners-map", path: "/petrozavodsk/office/partners?view=map", as: "head", city: "petrozavodsk", lang: "en", width: 1120, height: 800 },
  { name: "brief", path: "/perm/office/partners/duisburg/brief", as: "head", height: 1000 },
];

const desk = await Desk.open();
try {
  await mkdir(folder, { recursive: true });
  for (const { name, path, ...look } of pictures) {
    const page = await desk.visit(path, { width: 1280, ...look });
    if (page.answer.status() !== 200) throw new Error(`${path} answers ${page.answer.status()}`);
    await page.evaluate(() => document.fonts.ready);
    await page.screenshot({ path: join(folder, `${name}.png`), animations: "disabled" });
    console.log(`docs/images/${name}.png`);
    await page.context().close();
  }
} finally {
  await desk.close();
}
