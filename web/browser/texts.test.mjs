// The text of an agreement in two languages: pasted, refused at the clause that is
// in one language only, ready, taken away in both copies; what a clause obliges to
// becomes a promise. With and without scripts.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { Desk, everything, noOutsideRequests } from "./harness.mjs";

let desk;
before(async () => { desk = await Desk.open(); });
after(() => desk?.close());

const office = "/perm/office";
const plain = (text) => text.replaceAll("\u00a0", " ");

/** begin makes an agreement and begins its text; it returns the address of the text. */
async function begin(page, title, theirs) {
  await page.goto(`${office}/agreements/new`);
  await page.locator("[name=partner]").selectOption({ index: 1 });
  await page.locator("[name=type]").selectOption("cooperation");
  await page.locator('[name="title.ru"]').fill(title);
  await page.locator("[name=planned]").check();
  await page.locator("main form.form button[type=submit]").click();
  await page.waitForURL(/\/agreements\/[0-9a-z]{26}$/);
  await page.getByRole("link", { name: "Начать текст" }).click();
  await page.locator("[name=our_lang]").selectOption("ru");
  await page.locator("[name=their_lang]").selectOption(theirs);
  await page.locator("main form.form button[type=submit]").click();
  await page.waitForURL(/\/texts\/[0-9a-z]{26}$/);
  return new URL(page.url()).pathname;
}

/** paste puts a text of one language in. */
async function paste(page, at, lang, text) {
  await page.goto(`${at}/paste`);
  await page.locator(`[name=lang][value=${lang}]`).check();
  await page.locator("[name=pasted]").fill(text);
  await page.getByRole("button", { name: "Показать, как он разделится" }).click();
  await page.locator("#preview").waitFor();
  assert.equal(await page.locator("[name=pasted]").inputValue(), text);
  const preview = plain(await page.locator("#preview").innerText());
  await page.getByRole("button", { name: "Внести в пункты" }).click();
  await page.waitForURL((url) => url.pathname === at);
  return preview;
}

const russian = `Соглашение о сотрудничестве

<первая> и <вторая> договорились:

Статья 1. Предмет
1.1. <мы> принимает школьников.
1.2. Стороны обмениваются книгами.

Статья 2. Срок
Пять лет.

Совершено в двух экземплярах.`;
const german = `Abkommen über Zusammenarbeit

<first> und <second> haben vereinbart:

Artikel 1 Gegenstand
1.1. <ours> empfängt Schüler.

Artikel 2 Dauer
Fünf Jahre.

Geschehen in zwei Urschriften.`;

for (const scripts of [true, false]) {
  const how = scripts ? "with scripts" : "without scripts";
  test(`a text in two languages is refused, mended, ready and taken away, ${how}`, async () => {
    const page = await desk.visit(`${office}/agreements`, { as: "coordinator", scripts });
    const at = await begin(page, `Текст ${how}`, "de");
    await paste(page, at, "ru", russian);
    assert.match(await paste(page, at, "de", german), /Пункт 1\.2[\s\S]*во вставленном тексте его нет/);

    // The other side has no name in German yet, and a point has no German words.
    assert.equal(await page.locator("#papers").count(), 0);
    await page.getByRole("button", { name: "Готов к подписанию" }).click();
    const errors = page.locator(".errors");
    await errors.waitFor();
    assert.match(plain(await errors.innerText()), /Текст ещё не готов/);
    const clause = page.locator("article.clause", { hasText: "обмениваются книгами" });
    assert.match(plain(await clause.innerText()), /Пункт есть не на всех языках, не хватает: немецкий/);
    assert.equal(await errors.locator("a", { hasText: "Пункт" }).getAttribute("href"), `#${await clause.getAttribute("id")}`);

    // An unknown mark is refused at its field, and what was typed stays.
    await clause.getByRole("link", { name: /^Изменить/ }).click();
    await page.locator('[name="words.de"]').fill("Die Seiten <Stadt> tauschen Bücher.");
    await page.locator("main form.form button[type=submit]").click();
    assert.match(plain(await page.locator("#f-words-de-error").innerText()), /Непонятно, что значит «Stadt»/);
    assert.equal(await page.locator('[name="words.de"]').inputValue(), "Die Seiten <Stadt> tauschen Bücher.");
    await page.locator('[name="words.de"]').fill("Die Seiten tauschen Bücher.");
    await page.locator("main form.form button[type=submit]").click();
    await page.waitForURL((url) => url.pathname === at);
    await page.goto(`${at}/edit`);
    for (const [name, words] of [["our_name.ru", "Город Пермь"], ["our_name.de", "Stadt Perm"], ["their_name.ru", "Город-партнёр"], ["their_name.de", "Partnerstadt"]]) await page.locator(`[name="${name}"]`).fill(words);
    await page.locator("main form.form button[type=submit]").click();
    await page.waitForURL((url) => url.pathname === at);

    // By keyboard, the second article goes above the first.
    await page.locator("article.clause", { hasText: "Fünf Jahre" }).getByRole("button", { name: /^Выше/ }).press("Enter");
    await page.locator("article.clause", { hasText: "Fünf Jahre" }).getByRole("link", { name: "Статья 1", exact: true }).waitFor();

    await page.getByRole("button", { name: "Готов к подписанию" }).click();
    await page.locator(".notice", { hasText: "верните его в черновик" }).waitFor();
    assert.equal(await page.getByRole("link", { name: /^Изменить/ }).count(), 0);
    for (const [copy, first] of [["ours", "Город Пермь и Город-партнёр"], ["theirs", "Partnerstadt und Stadt Perm"]]) {
      for (const kind of ["docx", "pdf"]) {
        const file = await page.context().request.get(new URL(`${at}/paper/${copy}.${kind}`, page.url()).href);
        assert.equal(file.status(), 200, `${copy}.${kind}`);
        const body = await file.body();
        assert.equal(body.subarray(0, 2).toString(), kind === "pdf" ? "%P" : "PK", `${copy}.${kind}`);
      }
      await page.goto(`${at}?copy=${copy}`);
      assert.ok(plain(await page.locator("#clauses").innerText()).includes(first), copy);
    }
    await page.goto(at);
    const [pack] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: /^ZIP.*Оба экземпляра/ }).click()]);
    assert.equal(pack.suggestedFilename(), "agreement-ready.zip");
    assert.deepEqual(noOutsideRequests(page), []);
    await page.context().close();
  });

  test(`what a clause obliges to becomes a promise by one press, ${how}`, async () => {
    const page = await desk.visit(`${office}/agreements`, { as: "coordinator", scripts });
    const at = await begin(page, `Обещание ${how}`, "ar");
    await paste(page, at, "ru", russian);
    // Arabic stands on the right, in its own direction.
    const [ru, ar] = [await page.locator('.wording-head [lang="ru"]').boundingBox(), await page.locator('.wording-head [lang="ar"][dir="rtl"]').boundingBox()];
    assert.ok(ar.x > ru.x, `Arabic at ${ar.x}, Russian at ${ru.x}`);
    await page.getByRole("link", { name: "Пункт 1.1", exact: true }).click();
    await page.getByRole("link", { name: "Отметить обязательство" }).click();
    await page.locator("[name=side][value=both]").check();
    await page.locator('[name="what.ru"]').fill(`Принять школьников ${how}`);
    await page.locator("[name=due]").fill("31 февраля 2027");
    await page.locator("main form.form button[type=submit]").click();
    assert.match(plain(await page.locator("#f-due-error").innerText()), /Такой даты нет/);
    await page.locator("[name=due]").fill("2027");
    await page.locator("main form.form button[type=submit]").click();
    await page.getByRole("button", { name: /^Записать обещание/ }).click();
    const promises = page.locator("#obligations article a");
    await promises.first().waitFor();
    assert.deepEqual(await promises.allInnerTexts(), ["Мы обещали", "Обещал партнёр"]);
    await promises.first().click();
    await page.waitForURL(/\/tasks\/[0-9a-z]{26}$/);
    assert.match(plain(await page.locator("main").innerText()), /п\. 1\.1/);
    await page.locator("form[action$='/finish'] button").click();
    await page.waitForURL(/\/tasks\/[0-9a-z]{26}$/);
    await page.goto(at);
    assert.match(plain(await page.locator("#obliged").innerText()), /Мы обещали[\s\S]*ыполнено/);
    await page.context().close();
  });
}

for (const lang of ["ru", "en"]) {
  test(`every page of the text stands all looks (${lang})`, async () => {
    const page = await desk.visit(`${office}/agreements?lang=${lang}`, { as: "head" });
    await page.getByRole("link", { name: /^(Пример|Example): / }).first().click();
    await page.locator("#texts a").first().click();
    await page.waitForURL(/\/texts\/[0-9a-z]{26}/);
    const at = new URL(page.url()).pathname;
    const clause = await page.locator(".clause h3 a").nth(3).getAttribute("href");
    for (const width of [1440, 320]) for (const path of [at, `${at}?copy=theirs`, `${at}/edit`, `${at}/paste`, clause, `${clause}/edit`, `${clause}/obligations/new`]) {
      await page.setViewportSize({ width, height: 900 });
      await page.goto(path);
      assert.deepEqual(await everything(page, lang, path), []);
    }
    await page.context().close();
  });
}
