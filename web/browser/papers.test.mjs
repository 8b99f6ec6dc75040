// Papers of a visit: a built-in template goes out, comes back changed and is
// checked; a paper is made, and what the records do not tell is entered on the way.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32, inflateRawSync } from "node:zlib";
import { Desk, noOutsideRequests, run } from "./harness.mjs";

let desk;
before(async () => { desk = await Desk.open(); });
after(() => desk?.close());

const office = "/perm/office";
const words = (text) => text.replaceAll("\u00a0", " ");

/** unpack reads the parts of a DOCX: [name, text] in their order. */
function unpack(file) {
  const parts = [];
  let at = file.readUInt32LE(file.lastIndexOf(Buffer.from("PK\x05\x06")) + 16);
  while (file.readUInt32LE(at) === 0x02014b50) {
    const [method, packed, nameSize, extra, note, start] = [file.readUInt16LE(at + 10), file.readUInt32LE(at + 20), file.readUInt16LE(at + 28), file.readUInt16LE(at + 30), file.readUInt16LE(at + 32), file.readUInt32LE(at + 42)];
    const from = start + 30 + file.readUInt16LE(start + 26) + file.readUInt16LE(start + 28);
    const body = file.subarray(from, from + packed);
    parts.push([file.toString("utf8", at + 46, at + 46 + nameSize), method === 8 ? inflateRawSync(body) : body]);
    at += 46 + nameSize + extra + note;
  }
  return parts;
}

/** pack makes an archive of parts, uncompressed. */
function pack(parts) {
  const files = [];
  const list = [];
  let at = 0;
  for (const [name, body] of parts) {
    const title = Buffer.from(name);
    const head = Buffer.alloc(26);
    head.writeUInt16LE(20, 0);
    head.writeUInt32LE(crc32(body), 10);
    head.writeUInt32LE(body.length, 14);
    head.writeUInt32LE(body.length, 18);
    head.writeUInt16LE(title.length, 22);
    files.push(Buffer.from("PK\x03\x04"), head, title, body);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(at, 10);
    list.push(Buffer.from("PK\x01\x02\x14\x00"), head, tail, title);
    at += 30 + title.length + body.length;
  }
  const directory = Buffer.concat(list);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(parts.length, 4);
  end.writeUInt16LE(parts.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...files, directory, Buffer.from("PK\x05\x06"), end]);
}

const text = (file) => unpack(file).find(([name]) => name === "word/document.xml")[1].toString("utf8");
const changed = (file, from, to) => {
  assert.ok(text(file).includes(from), `${from} is not in the document`);
  return pack(unpack(file).map(([name, body]) => [name, name === "word/document.xml" ? Buffer.from(body.toString("utf8").replace(from, to)) : body]));
};

async function taken(page, what) {
  const [download] = await Promise.all([page.waitForEvent("download"), what.click()]);
  return readFile(await download.path());
}

async function upload(page, name, body) {
  await page.locator("#upload input[type=file]").setInputFiles({ name, mimeType: "application/vnd.openxmlformats-officedocument.wordprocessingml.document", buffer: body });
  await page.getByRole("button", { name: "Проверить и применить" }).click();
}

test("a template goes out, comes back changed, and a paper is made of it", async () => {
  const page = await desk.visit(`${office}/papers/templates`, { as: "head" });
  await page.getByRole("link", { name: "Благодарственное письмо" }).click();
  const builtIn = await taken(page, page.locator("#builtin").getByRole("link", { name: /DOCX.*, русский$/ }).first());
  assert.match(text(builtIn), /\{\{partner\}\}/);

  // An unknown field is named where it stands, with the known one that is most like it.
  await upload(page, "Наше письмо.docx", changed(builtIn, "Желаем Вам", "{{partnr}} Желаем Вам"));
  await page.locator("[role=alert]", { hasText: "Шаблон не принят" }).waitFor();
  const faults = words(await page.locator("#faults").innerText());
  assert.match(faults, /Поле «partnr» неизвестно\. Возможно, имелось в виду «partner»\..*в тексте.*partnr/s);

  // A field that Word split over two runs is filled.
  await upload(page, "Наше письмо.docx", changed(builtIn, "Желаем Вам", "Из города {{ci</w:t></w:r><w:r><w:rPr><w:i/></w:rPr><w:t>ty}}</w:t></w:r><w:r><w:t xml:space=\"preserve\"> желаем Вам"));
  await page.locator(".took, [role=status]", { hasText: "проверен и применяется" }).first().waitFor();
  assert.match(words(await page.locator("#own-templates").innerText()), /Наше письмо\.docx.*применяется/s);

  // Each field has an example and a button that copies it; then its value for a
  // visit that one chooses.
  const field = page.locator("#paper-fields tbody tr", { hasText: "{{city.gen}}" });
  assert.match(words(await field.innerText()), /наш город.*Перми/s);
  assert.equal(await field.getByRole("button", { name: /^Скопировать/ }).getAttribute("data-copy"), "{{city.gen}}");
  const list = JSON.parse(await run("list", "activities", "--data", desk.site.data, "--municipality", "perm"));
  const visit = list.find((one) => one.type === "visit_out" && one.partners?.includes("Дуйсбург"));
  await page.locator("[name=activity]").selectOption(visit.id);
  await page.locator("#fields").getByRole("button", { name: "Показать" }).click();
  assert.match(words(await page.locator("#paper-fields tr", { hasText: "{{partner}}" }).innerText()), /Дуйсбург/);

  await page.locator("#fields").getByRole("link", { name: "Посмотреть этот документ" }).click();
  assert.match(words(await page.locator("main").innerText()), /из вашего шаблона/);

  // From the visit to the paper.
  await page.goto(`${office}/activities/${visit.id}`);
  await page.locator("#papers").getByRole("link", { name: "Сделать документ" }).click();
  await page.getByRole("link", { name: "Благодарственное письмо" }).click();
  assert.match(words(await page.locator("main").innerText()), /из вашего шаблона «Наше письмо\.docx», редакция 1/);
  const before = await page.locator("#holes li").count();
  // What grammar proposes is not in the field: one press confirms it.
  const hole = page.locator("#holes li", { hasText: "Пермь: родительный падеж" });
  assert.equal(await hole.locator("input[type=text]").inputValue(), "");
  await hole.getByRole("button", { name: /^Подтвердить предложенное: «Перми»/ }).click();
  await page.waitForURL(/papers\/thanks\?/);
  assert.equal(await page.locator("#holes li").count(), before - 1);
  await page.locator("#holes").getByRole("link", { name: /^Заполнить/ }).first().click();
  await page.waitForURL(/papers\/details|\/edit/);
  // The PDF is set from the same template.
  await page.goto(`${office}/activities/${visit.id}/papers/thanks?langs=ru&format=pdf`);
  assert.match(words(await page.locator("main").innerText()), /из вашего шаблона «Наше письмо\.docx», редакция 1.*В PDF будет ваш текст/s);
  await page.goto(`${office}/activities/${visit.id}/papers/thanks`);
  const seen = text(await taken(page, page.getByRole("link", { name: "Посмотреть, не сохраняя" })));
  assert.match(words(seen), /Администрация города Перми благодарит/);
  await page.getByRole("button", { name: "Сделать документ" }).click();
  await page.locator("#papers-made tbody tr").waitFor();
  assert.match(words(await page.locator("#papers-made").innerText()), /Благодарственное письмо.*русский.*свой шаблон, редакция 1/s);
  const made = text(await taken(page, page.locator("#papers-made tbody a").first()));
  assert.match(words(made), /Из города <\/w:t>|Из города /);
  assert.ok(made.includes("Пермь") && !made.includes("{{"), "a field was not filled");

  // One press back to the built-in one.
  await page.goto(`${office}/papers/templates/thanks`);
  await page.getByRole("button", { name: /^Вернуться к встроенному/ }).click();
  await page.locator("#own-templates", { hasText: "прежняя редакция" }).waitFor();
  assert.equal(await page.getByRole("button", { name: /^Вернуться к встроенному/ }).count(), 0);
  assert.deepEqual(noOutsideRequests(page), []);
});

test("each paper is made on the command line, and the missing is named", async () => {
  const kinds = JSON.parse(await run("paper", "kinds", "--json"));
  assert.equal(kinds.length, 11);
  for (const one of kinds) assert.deepEqual([one.formats, one.languages], [["docx", "odt", "pdf"], ["ru", "en", "ru+en", "en+ru"]]);
  const list = JSON.parse(await run("list", "activities", "--data", desk.site.data, "--municipality", "perm"));
  const visit = list.find((one) => one.type === "visit_out").id;
  const folder = await mkdtemp(join(tmpdir(), "pobratim-papers-"));
  try {
    for (const { kind, formats } of kinds) {
      for (const format of formats) {
        const file = join(folder, `${kind}.${format}`);
        await run("paper", kind, "--data", desk.site.data, "--municipality", "perm", "--visit", visit, "--lang", "ru+en", "-o", file);
        const body = await readFile(file);
        assert.equal(body.toString("latin1", 0, 4), format === "pdf" ? "%PDF" : "PK\x03\x04", `${kind}.${format}`);
      }
    }
    await assert.rejects(run("paper", "poem", "--data", desk.site.data, "--municipality", "perm", "--visit", visit, "-o", join(folder, "a.docx")), /no paper "poem"/);
    await assert.rejects(run("paper", "order", "--data", desk.site.data, "--municipality", "perm", "--visit", visit, "-o", join(folder, "a.doc")), /ends in \.docx/);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
