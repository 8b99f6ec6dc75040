// Journey J2: the department's lists come in. Upload, what was understood,
// columns, decisions, check, result with report, and the whole taken back.
import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { after, before, test } from "node:test";
import { counted, Desk, everything } from "./harness.mjs";

let desk;
before(async () => {
  desk = await Desk.open();
}, { timeout: 180_000 });
after(() => desk?.close());

const contacts = (phone) => `Контакты отдела;;;;;
№;ФИО;Должность;Организация;Тел./e-mail;Цвет папки
1;Соколова Вера;директор;Клуб друзей Циндао;${phone}, vera@example.ru;синий
2;Лебедев Олег Ильич;учитель;Лицей № 900;+7 342 200-00-12;красный
;;;;;
Итого: 2;;;;;
`;
const file = (name, text) => ({ name, mimeType: "text/csv", buffer: Buffer.from(text) });

/** look examines a page in both sizes and keeps a picture where SHOTS says. */
async function look(page, lang, name) {
  const faults = [];
  for (const width of [1440, 360]) {
    await page.setViewportSize({ width, height: 900 });
    faults.push(...(await everything(page, lang, `${name} at ${width}`)));
    if (process.env.SHOTS) {
      await mkdir(process.env.SHOTS, { recursive: true });
      await page.screenshot({ path: `${process.env.SHOTS}/${name}-${lang}-${width}.png`, fullPage: true });
    }
  }
  await page.setViewportSize({ width: 1440, height: 900 });
  return faults;
}

/** words of a page's main part, with plain spaces. */
const words = async (page) => (await page.locator("main").innerText()).replaceAll(/[\u00a0\u202f]/g, " ");

for (const scripts of [true, false]) {
  test(`lists come in and are taken back ${scripts ? "" : "without scripts"}`, async () => {
    const page = await desk.visit("/perm/office/import", { as: "head", lang: "ru", scripts });
    const faults = await look(page, "ru", "1-list");
    const by = counted(page);
    await by.click(page.getByRole("link", { name: "Внести из файла" }));
    faults.push(...(await look(page, "ru", "2-new")));
    await page.locator("input[type=file]").setInputFiles([file("contacts.csv", contacts("+7 342 200-00-11"))]);
    by.clicks += 2;
    await by.click(page.getByRole("button", { name: "Посмотреть, что внутри" }));
    assert.match(await words(page), /Соколова Вера/);
    assert.equal(await page.getByLabel("О чём таблица").inputValue(), "people");
    assert.equal(await page.getByLabel("Строка с заголовками").inputValue(), "2");
    faults.push(...(await look(page, "ru", "3-tables")));
    await by.click(page.getByRole("button", { name: "Дальше: столбцы" }));
    assert.equal(await page.getByLabel("Куда внести «Тел./e-mail»").inputValue(), "contact");
    assert.equal(await page.getByLabel("Куда внести «Цвет папки»").inputValue(), "note");
    faults.push(...(await look(page, "ru", "4-columns")));
    await by.click(page.getByRole("button", { name: "Дальше: проверка" }));
    assert.match(await words(page), scripts ? /Внести 2, дополнить 0, пропустить 2/ : /пропустить/);
    faults.push(...(await look(page, "ru", "5-check")));
    await by.click(page.getByRole("button", { name: /^Внести \d+ запис/ }));
    assert.match(await words(page), /Готово/);
    assert.ok(by.clicks <= 15, `${by.clicks} clicks`);
    assert.match(await words(page), /итоговая строка/);
    faults.push(...(await look(page, "ru", "6-result")));
    const person = await page.context().newPage();
    await person.goto("/perm/office/people?q=" + encodeURIComponent("Соколова"));
    assert.match(await words(person), /Соколова Вера/);
    await person.close();
    if (scripts) page.once("dialog", (dialog) => dialog.accept());
    await page.getByRole("button", { name: "Отменить импорт" }).click();
    const confirm = page.getByRole("dialog").getByRole("button").first();
    if (await confirm.isVisible().catch(() => false)) await confirm.click();
    await page.waitForFunction(() => /Импорт отменён/.test(document.querySelector("main").innerText), null, { polling: 200 }).catch(() => {});
    assert.match(await words(page), /Импорт отменён/);
    faults.push(...(await look(page, "ru", "7-undone")));
    assert.deepEqual(faults, []);
  });
}

test("a doubtful person is set side by side, and a decision counts", async () => {
  const page = await desk.visit("/perm/office/import/new", { as: "coordinator", lang: "en" });
  const bring = async (text) => {
    await page.goto("/perm/office/import/new");
    await page.locator("input[type=file]").setInputFiles([file("contacts.csv", text)]);
    await page.getByRole("button", { name: "See what is inside" }).click();
    await page.getByRole("button", { name: "Next: columns" }).click();
    await page.getByRole("button", { name: "Next: check" }).click();
  };
  await bring(contacts("+7 342 200-00-11"));
  await page.getByRole("button", { name: /^Bring in/ }).click();
  await bring(contacts("+7 342 200-00-99").replace("vera@", "other@"));
  const pair = page.locator("details.import-pair", { hasText: "Соколова Вера" }).first();
  assert.match(await pair.innerText(), /vera@example\.ru/);
  assert.match(await pair.innerText(), /other@example\.ru/);
  assert.deepEqual(await look(page, "en", "8-pairs"), []);
  await pair.getByLabel("Keep as it is").check();
  await page.getByRole("button", { name: "Count again" }).click();
  assert.match(await words(page), /kept as it is/);
});

test("what cannot be read is refused in words, and pasted text stays", async () => {
  const page = await desk.visit("/perm/office/import/new", { as: "head", lang: "ru" });
  await page.getByRole("button", { name: "Посмотреть, что внутри" }).click();
  assert.match(await page.getByRole("alert").innerText(), /Выберите файл или вставьте текст/);
  await page.locator("input[type=file]").setInputFiles([{ name: "contacts.xlsx", mimeType: "application/zip", buffer: Buffer.from("PK\x03\x04 broken") }]);
  await page.getByLabel(/Или вставьте текст/).fill("Дуйсбург");
  await page.getByRole("button", { name: "Посмотреть, что внутри" }).click();
  assert.match(await page.getByRole("alert").innerText(), /contacts\.xlsx/);
  assert.equal(await page.getByLabel(/Или вставьте текст/).inputValue(), "Дуйсбург");
  const faults = await look(page, "ru", "9-refused");
  assert.deepEqual(faults.filter((fault) => !/after H0/.test(fault)), [], "the summary of errors stands above the heading on purpose");
});

test("a pasted list of cities is understood", async () => {
  const page = await desk.visit("/perm/office/import/new", { as: "head", lang: "ru" });
  await page.getByLabel(/Или вставьте текст/).fill("Города-побратимы:\n\nВаркаус и Йоенсуу (Финляндия)\n\nМо и Рана (Норвегия)\n");
  await page.getByRole("button", { name: "Посмотреть, что внутри" }).click();
  await page.getByRole("button", { name: "Дальше: столбцы" }).click();
  await page.getByRole("button", { name: "Дальше: проверка" }).click();
  assert.match(await words(page), /Внести 3, дополнить 0, пропустить 0/);
  assert.deepEqual(page.faults, []);
});

test("a list of several things is told apart, and corrected word by word", async () => {
  const page = await desk.visit("/perm/office/import/new", { as: "head", lang: "ru" });
  const list = `№;Тип;Название / ФИО;Организация;Страна;Телефон;Комментарий
1;Организация;Хор «Лада»;;;+7 342 200-00-21;
2;Человек;Смирнова Анна Петровна;Хор «Лада»;;+7 342 200-00-22;
3;Город-партнёр;Йоэнсуу;;Финляндия;;
4;Мероприятие;Дни Финляндии;;Финляндия;;осенью
5;Прочее;Папка с письмами;;;;в шкафу
`;
  await page.locator("input[type=file]").setInputFiles([file("все.csv", list)]);
  await page.getByRole("button", { name: "Посмотреть, что внутри" }).click();
  assert.equal(await page.getByLabel("О чём таблица").inputValue(), "mixed");
  assert.equal(await page.getByLabel("«Человек», 1 строка").inputValue(), "people");
  await page.getByLabel("«Прочее», 1 строка").selectOption("off");
  const faults = await look(page, "ru", "10-mixed");
  await page.getByRole("button", { name: "Дальше: столбцы" }).click();
  assert.equal(await page.getByLabel("Куда внести «Тип»").inputValue(), "subject");
  assert.equal(await page.getByLabel("Куда внести «Название / ФИО»").inputValue(), "name");
  faults.push(...(await look(page, "ru", "11-mixed-columns")));
  await page.getByRole("button", { name: "Дальше: проверка" }).click();
  assert.match(await words(page), /Внести 4, дополнить 0, пропустить 1/);
  assert.match(await words(page), /такие строки решили не вносить/);
  assert.deepEqual(faults, []);
});

test("a table without headings says so, and is guessed by what it holds", async () => {
  const page = await desk.visit("/perm/office/import/new", { as: "head", lang: "en" });
  const list = "Where;What;Who\nHall of the choir;choir@example.ru;Smirnova Anna Petrovna\nTown Museum;museum@example.ru;Petrov Oleg Ilyich\nSchool No. 4;school@example.ru;Ivanova Maria Lvovna\nCity Library;library@example.ru;Lebedev Pyotr Olegovich\n";
  await page.locator("input[type=file]").setInputFiles([file("list.csv", list)]);
  await page.getByRole("button", { name: "See what is inside" }).click();
  const headless = page.getByLabel("The table has no row of headings");
  if (!(await headless.isChecked())) {
    await headless.check();
    await page.getByRole("button", { name: "Next: columns" }).click();
  } else {
    await page.getByRole("button", { name: "Next: columns" }).click();
  }
  assert.match(await page.getByLabel("Where “Column B” goes").inputValue(), /\.email$/);
  await page.getByRole("link", { name: "2. What we understood" }).click();
  assert.ok(await page.getByLabel("The table has no row of headings").isChecked());
  assert.equal(await page.getByLabel("Row of headings", { exact: true }).inputValue(), "");
  await page.getByLabel("The table has no row of headings").uncheck();
  await page.getByLabel("Row of headings", { exact: true }).fill("1");
  await page.getByRole("button", { name: "Next: columns" }).click();
  assert.ok(await page.getByLabel("Where “What” goes").isVisible());
});
