// Duplicates: two records of one thing are found, compared, merged, and made two
// again; and what the list of the world's twin cities says of a partner.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { axe, Desk, everything, langs, noOverflow } from "./harness.mjs";

let desk;
before(async () => {
  desk = await Desk.open();
}, { timeout: 180_000 });
after(() => desk?.close());

const plain = (text) => text.replaceAll("\u00a0", " ");
const words = async (page) => plain(await page.locator("main").innerText());

/** add writes down an organisation and returns its address. */
async function add(page, name, more = {}) {
  await page.goto("/perm/office/organisations/new");
  await page.locator('[name="name.ru"]').fill(name);
  await page.locator('[name="type"]').selectOption("ngo");
  await page.locator('[name="side"][value="ours"]').check();
  await page.locator("main form .btn-primary").click();
  if (await page.locator('input[name="different"]').count()) await page.locator("main form .btn-primary").click();
  await page.waitForURL(/organisations\/[0-9a-z]{20,}/);
  const at = new URL(page.url()).pathname;
  await page.goto(`${at}/edit`);
  for (const [field, value] of Object.entries(more)) await page.locator(`[name="${field}"]`).fill(value);
  await page.locator("main form .btn-primary").click();
  await page.waitForURL((url) => url.pathname === at);
  return at;
}

test("two spellings of one club are found, merged without a loss, and made two again", async () => {
  const page = await desk.visit("/perm/office/", { as: "coordinator" });
  const first = await add(page, "Клуб «Заречный причал»", { email: "klub@example.org" });
  const second = await add(page, "Клуб Заречный Причал при ДК", { email: "klub@example.org", phone: "+7 342 200-11-22" });
  await page.goto("/perm/office/duplicates");
  const row = page.getByRole("row", { name: /Заречный причал/ });
  assert.match(plain(await row.innerText()), /Совпадают: .*e-mail/);
  assert.deepEqual(await axe(page), []);
  await row.getByRole("link", { name: "Сравнить" }).click();
  assert.match(await words(page), /Остаётся\s+Клуб «Заречный причал»\s+Присоединяется\s+Клуб Заречный Причал при ДК/);
  assert.deepEqual(await axe(page), []);
  await page.getByRole("group", { name: "Телефон" }).getByLabel("+7 342 200-11-22").check();
  await page.getByRole("button", { name: "Объединить" }).click();
  await page.waitForURL(`**${first}`);
  const merged = await words(page);
  for (const want of ["Клуб «Заречный причал»", "+7 342 200-11-22", "Клуб Заречный Причал при ДК", "Объединённые записи"]) assert.ok(merged.includes(want), `the record that stays does not say ${want}`);
  await page.goto(second);
  assert.equal(new URL(page.url()).pathname, first, "the old address does not lead to the record that stays");
  await page.goto(first.replace("/organisations/", "/history/organisation/"));
  assert.match(await words(page), /Клуб Заречный Причал при ДК/);

  await page.goto("/perm/office/duplicates/merged");
  assert.deepEqual(await axe(page), []);
  await page.getByRole("row", { name: /Заречный Причал при ДК/ }).getByRole("button", { name: /Отменить/ }).click();
  assert.match(await words(page), /отменено/);
  const answer = await page.goto(second);
  assert.equal(new URL(page.url()).pathname, second);
  assert.equal(answer.status(), 200);
  await page.goto(first);
  assert.ok(!(await words(page)).includes("+7 342 200-11-22"), "the telephone stayed with the wrong record");

  await page.goto("/perm/office/duplicates");
  await page.getByRole("row", { name: /Заречный причал/ }).getByRole("link", { name: "Сравнить" }).click();
  await page.getByRole("button", { name: "Это разные записи" }).click();
  assert.ok(!(await words(page)).includes("Заречный причал"), "a pair that is different is still in the list");
  assert.deepEqual(page.faults, []);
});

test("a possible partner becomes the partner of the same city, and is one again when that is undone", async () => {
  const page = await desk.visit("/perm/office/prospects/new", { as: "coordinator" });
  await page.locator('[name="name.ru"]').fill("Дуйсбург");
  await page.locator('[name="country"]').selectOption("DE");
  await page.locator('[name="stage"]').selectOption("talks");
  await page.locator('[name="detail.ru"]').fill("Письмо о намерениях отправлено");
  await page.locator("main form .btn-primary").click();
  await page.waitForURL(/prospects\/[0-9a-z]{20,}/);
  const was = new URL(page.url()).pathname;
  assert.deepEqual(await everything(page, "ru", "the prospect"), []);
  await page.getByRole("link", { name: "Открыть досье" }).click();
  await page.waitForURL(/\/partners\/duisburg/);
  assert.match(await words(page), /Этот город есть и среди возможных партнёров/);
  assert.deepEqual(await everything(page, "ru", "the dossier"), []);
  await page.getByRole("link", { name: "Передать в досье" }).click();
  await page.waitForURL(/\/become\//);
  assert.match(await words(page), /Стадия\s+переговоры[\s\S]*Подробности\s+Письмо о намерениях отправлено/);
  assert.deepEqual(await everything(page, "ru", "handing over"), []);
  const narrow = await desk.visit(new URL(page.url()).pathname, { as: "coordinator", lang: "en", width: 320, scripts: false, theme: "dark" });
  assert.match(await words(narrow), /What stays among the facts/);
  assert.deepEqual(await noOverflow(narrow), []);
  await page.getByRole("button", { name: "Передать" }).click();
  await page.waitForURL("**/partners/*");
  assert.match(await words(page), /Стадия до партнёрства\s+переговоры/);
  await page.goto(was);
  assert.match(page.url(), /\/partners\//, "the old address does not lead to the dossier");

  await page.goto("/perm/office/duplicates/merged");
  await page.getByRole("row", { name: /Дуйсбург/ }).getByRole("button", { name: /Отменить/ }).click();
  await page.goto(was);
  assert.equal(new URL(page.url()).pathname, was);
  assert.deepEqual(page.faults, []);
});

for (const [lang, title] of [["ru", "Кто ещё дружит с этим городом"], ["en", "Who else is twinned with this city"]]) {
  test(`the dossier of Duisburg says in ${lang} who else is twinned with it, according to the list`, async () => {
    const page = await desk.visit("/perm/office/partners/duisburg", { as: "head", lang });
    const panel = page.locator("#world");
    const text = plain(await panel.innerText());
    for (const want of lang === "ru" ? [title, "Вильнюс", "Викиданные, август 2025", "Отдел это не проверял"] : [title, "Vilnius", "Wikidata, August 2025", "has not verified"]) assert.ok(text.includes(want), `the panel does not say ${want}`);
  });
}

test("a city that the list names is entered as a prospect, once, when somebody chose it", async () => {
  const page = await desk.visit("/perm/office/prospects", { as: "head" });
  await page.getByRole("link", { name: "По мировому списку побратимов" }).click();
  assert.deepEqual(await axe(page), []);
  await page.getByRole("button", { name: "Внести отмеченные" }).click();
  assert.match(await words(page), /Отметьте хотя бы один город/);
  await page.getByRole("checkbox", { name: /Реальмонте|Realmonte/ }).check();
  await page.getByRole("button", { name: "Внести отмеченные" }).click();
  await page.waitForURL(/\/prospects(\?|$)/);
  assert.match(await words(page), /Реальмонте|Realmonte/);
  await page.goto("/perm/office/prospects/world");
  assert.equal(await page.getByRole("checkbox", { name: /Реальмонте|Realmonte/ }).count(), 0, "a city that was entered is offered again");
  assert.deepEqual(page.faults, []);
});

for (const lang of langs) {
  for (const width of [320, 1440]) {
    test(`the pages in ${lang} at ${width} px, without scripts too`, async () => {
      for (const path of ["/perm/office/duplicates", "/perm/office/duplicates/merged", "/petrozavodsk/office/prospects/world"]) {
        const page = await desk.visit(path, { as: "head", lang, width, scripts: width > 320, theme: width > 320 ? "dark" : "light", city: path.split("/")[1] });
        assert.equal(page.answer.status(), 200, path);
        if (page.scripts) assert.deepEqual(await axe(page), [], path);
        assert.deepEqual(await noOverflow(page), [], path);
        await page.context().close();
      }
    });
  }
}
