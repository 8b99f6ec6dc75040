// The outbox: a draft, its preview, the hold, taking back, sending with a
// signature; an address that does not exist, a placeholder, a header that
// somebody would like to add, a server that is away and comes back.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { Desk, everything, noOutsideRequests } from "./harness.mjs";
import { header, sink } from "./sink.mjs";

const office = "/perm/office";
const words = (text) => text.replaceAll(/[\u00a0\u202f]/g, " ");

let desk;
let mail;
before(async () => {
  desk = await Desk.open();
  mail = await sink();
});
after(async () => {
  await desk?.close();
  await mail?.stop();
});

/** until asks again and again, for as long as anybody would wait. */
async function until(what, holds) {
  for (let n = 0; n < 600; n++) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  assert.fail(`it never happens: ${what}`);
}

async function connect(values = {}) {
  const page = await desk.visit(`${office}/outbox/settings`, { as: "administrator" });
  await page.locator("[name=host]").fill("127.0.0.1");
  await page.locator("[name=port]").fill(String(values.port ?? mail.port));
  await page.locator("[name=security][value=none]").check();
  await page.locator("[name=senders]").fill("Отдел <office@perm.example>");
  await page.locator("[name=domain]").fill("perm.example");
  await page.locator("[name=selector]").fill("pobratim");
  await page.getByRole("button", { name: "Сохранить" }).click();
  return page;
}

/** draft writes one and stands on its page. */
async function draft(page, subject, to, text = "Приезжайте.") {
  await page.goto(`${office}/outbox/new`);
  await page.locator("[name=to]").fill(to);
  await page.locator('[name="title.ru"]').fill(subject);
  await page.locator('[name="body.ru"]').fill(text);
  const sender = page.locator("[name=sender]");
  if (await sender.locator("option").count() > 1) await sender.selectOption({ index: 1 });
  await page.getByRole("button", { name: "Сохранить черновик" }).click();
}

test("nothing is sent before a server is set up; the server is set up and tried", async () => {
  const page = await desk.visit(`${office}/outbox`, { as: "head" });
  assert.match(words(await page.locator("main").innerText()), /Почта не настроена/);
  assert.equal(await page.getByRole("button", { name: "Отправить выбранные" }).count(), 0);
  await page.context().close();

  const bad = await connect({ port: "почта" });
  assert.match(words(await bad.locator("#f-port-error").innerText()), /Порт — число/);
  await bad.locator("[name=port]").fill(String(mail.port));
  await bad.getByRole("button", { name: "Сохранить" }).click();
  await bad.locator("#dns").waitFor();
  assert.match(await bad.locator("#dns").innerText(), /pobratim\._domainkey\.perm\.example[\s\S]*v=DKIM1; k=rsa; p=/);
  await bad.getByRole("button", { name: "Отправить проверочное письмо" }).click();
  await until("the trial arrives", () => mail.got.length === 1);
  assert.match(header(mail.got[0].body, "DKIM-Signature"), /d=perm\.example; .*s=pobratim/);
  await everything(bad, "ru", "mail settings");
  await bad.context().close();
});

for (const scripts of [true, false]) {
  test(`a message is written, held, taken back and sent, ${scripts ? "with" : "without"} scripts`, async () => {
    const subject = `Приглашение ${scripts}`;
    const page = await desk.visit(`${office}/outbox/new`, { as: "coordinator", scripts });
    await draft(page, subject, "кто-то", "{обращение}!\n\nПриезжайте <b>к нам</b>.");
    assert.match(words(await page.locator("#f-to-error").innerText()), /Адрес не читается: кто-то/);
    assert.match(await page.locator('[name="body.ru"]').inputValue(), /\{обращение\}/);
    await page.locator("[name=to]").fill("Анна Шмидт <anna@duisburg.example>");
    await page.getByRole("button", { name: "Сохранить черновик" }).click();
    assert.equal(await page.locator("#preview mark").first().innerText(), "{обращение}");
    assert.match(await page.locator("#preview").innerText(), /<b>к нам<\/b>/);
    await everything(page, "ru", "a draft");
    await page.getByRole("button", { name: "Отправить", exact: true }).click();
    assert.match(words(await page.locator(".errors").innerText()), /незаполненные места: \{обращение\}/);
    await page.locator(".errors a").first().click();
    await page.locator('[name="body.ru"]').fill("Уважаемая госпожа Шмидт!\n\nПриезжайте.");
    await page.locator("main form.form button[type=submit]").first().click();
    await page.locator("#send").waitFor();
    const at = page.url();

    await page.getByRole("button", { name: "Отправить", exact: true }).click();
    await page.getByRole("button", { name: "Вернуть в черновики" }).waitFor();
    assert.match(words(await page.locator("#message-state").innerText()), /уйдёт через \d+ секунд/);
    await page.getByRole("button", { name: "Вернуть в черновики" }).click();
    await page.locator("#send").waitFor();
    const before = mail.got.length;

    await page.goto(`${office}/outbox`);
    await page.locator("main .table tbody tr", { hasText: subject }).locator("input[type=checkbox]").check();
    await page.getByRole("button", { name: "Отправить выбранные" }).click();
    assert.match(words(await page.locator("main .table tbody tr", { hasText: subject }).innerText()), /уйдёт через|отправляется/);
    await until("it arrives", () => mail.got.length > before);
    const got = mail.got.at(-1);
    assert.equal(got.to, "anna@duisburg.example");
    assert.match(header(got.body, "DKIM-Signature"), /d=perm\.example/);
    assert.match(header(got.body, "Message-ID"), /^<[a-z0-9]+\.1@perm\.example>$/);
    await until("the page knows", async () => {
      await page.goto(at);
      return /принято сервером/.test(await page.locator("main").innerText());
    });
    assert.deepEqual(noOutsideRequests(page), []);
    await page.context().close();
  });
}

test("an address that does not exist is named; a header cannot be added", async () => {
  mail.refuse.set("gone@duisburg.example", "550 5.1.1 no such user");
  const page = await desk.visit(`${office}/outbox/new`, { as: "head" });
  await draft(page, "Тема\r\nBcc: thief@evil.example", "gone@duisburg.example\nanna@duisburg.example");
  await page.locator("#send").waitFor();
  await page.getByRole("button", { name: "Отправить", exact: true }).click();
  const at = page.url().replace(/\/send$/, "");
  const before = mail.got.length;
  await until("the other one gets it", () => mail.got.length > before);
  const got = mail.got.at(-1);
  assert.equal(header(got.body, "Bcc"), undefined);
  assert.equal(got.to, "anna@duisburg.example");
  await until("the page names the reason", async () => {
    await page.goto(at);
    return /такого адреса нет/.test(words(await page.locator("main").innerText()));
  });
  assert.match(words(await page.locator("#fates").innerText()), /ответ сервера: no such user/);
  await everything(page, "ru", "a message that did not reach everybody");
  await page.getByRole("button", { name: "Написать заново" }).click();
  assert.match(await page.locator(".facts").first().innerText(), /gone@duisburg\.example/);
  await page.context().close();
});

test("a server that is away is waited for; nothing is lost and nothing comes twice", async () => {
  await mail.stop();
  const page = await desk.visit(`${office}/outbox/new`, { as: "head" });
  const before = mail.got.length;
  await draft(page, "Пока почты нет", "late@duisburg.example");
  await page.getByRole("button", { name: "Отправить", exact: true }).click();
  await until("the outbox says so", async () => {
    await page.goto(`${office}/outbox?view=waiting`);
    return /Почта не отвечает с \d+:\d+\. Письма целы, попробуем в \d+:\d+/.test(words(await page.locator("main").innerText()));
  });
  await everything(page, "ru", "the outbox while the server is away");
  await mail.again();
  await until("it arrives", () => mail.got.length > before);
  assert.deepEqual(mail.got.slice(before).map((one) => one.to), ["late@duisburg.example"]);
  await page.context().close();
});

test("a letter is written, sent, answered by mail, and the thread says so", async () => {
  await (await connect()).context().close();
  const page = await desk.visit(`${office}/letters/write`, { as: "coordinator" });
  await page.locator("[name=partner]").selectOption({ label: "Дуйсбург" });
  await page.locator("[name=to]").fill("Анна Шмидт <anna@duisburg.example>");
  await page.locator("[name=subject]").fill("Просим назвать участников");
  await page.locator("[name=waits]").check();
  await page.getByRole("button", { name: "К тексту письма" }).click();
  assert.match(await page.locator('[name="body.ru"]').inputValue(), /^\{обращение\},/);
  await page.locator('[name="body.ru"]').fill("Уважаемая госпожа Шмидт!\n\nНазовите участников.");
  await page.locator("[name=sender]").selectOption({ index: 1 });
  await page.locator("main form.form button[type=submit]").first().click();
  await page.locator("#letter").waitFor();
  const before = mail.got.length;
  await page.getByRole("button", { name: "Отправить", exact: true }).click();
  await until("it arrives", () => mail.got.length > before);
  const sent = mail.got.at(-1);

  await page.goto(`${office}/letters/incoming`);
  await page.getByRole("button", { name: "Загрузить", exact: true }).click();
  assert.match(words(await page.locator(".errors").innerText()), /Выберите письма/);
  const answer = ["From: Anna <anna@duisburg.example>", "Subject: Teilnehmer", "Date: " + new Date().toUTCString().replace("GMT", "+0000"), "Message-ID: <r1@duisburg.example>", `In-Reply-To: ${header(sent.body, "Message-ID")}`, "Content-Type: text/plain; charset=utf-8", "", "Anna und Bernd.", ""].join("\r\n");
  const files = [{ name: "answer.eml", mimeType: "message/rfc822", buffer: Buffer.from(answer) }, { name: "none.eml", mimeType: "message/rfc822", buffer: Buffer.from("kein Brief") }];
  await page.locator("[name=file]").setInputFiles(files);
  await page.getByRole("button", { name: "Загрузить", exact: true }).click();
  assert.match(words(await page.locator("#taken, main .table").first().innerText()), /answer\.eml[\s\S]*Записано как ответ: Teilnehmer[\s\S]*none\.eml[\s\S]*Это не письмо/);
  await everything(page, "ru", "uploaded messages");
  await page.getByRole("link", { name: /Записано как ответ/ }).click();
  assert.match(await page.locator("#body").innerText(), /Anna und Bernd/);
  await page.getByRole("link", { name: /Просим назвать участников/ }).first().click();
  assert.match(words(await page.locator("main").innerText()), /отвечено/);
  assert.match(words(await page.locator("main").innerText()), /Назовите участников/);
  await everything(page, "ru", "a letter that was answered");
  await page.context().close();
});

test("the outbox stands every look", async () => {
  for (const look of [{ lang: "en", theme: "dark" }, { lang: "ru", width: 320 }]) {
    for (const path of ["/outbox", "/outbox/new", "/letters/incoming", "/letters/write"]) {
      const page = await desk.visit(office + path, { as: "head", ...look });
      await everything(page, look.lang, `${path} ${JSON.stringify(look)}`);
      await page.context().close();
    }
  }
});
