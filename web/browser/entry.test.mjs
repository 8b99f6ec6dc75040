// How people get in: passkeys on Chromium's own virtual device, codes of an
// application, and what an administrator sees and does about both.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { after, before, test } from "node:test";
import { Desk, everything, watch } from "./harness.mjs";

let desk, local;
before(async () => {
  desk = await Desk.open();
  local = desk.site.base.replace("127.0.0.1", "localhost"); // passkeys want a name
});
after(() => desk?.close());

/** open is a page under a name, where passkeys work, with a device that holds them. */
async function open({ device = true, ...look } = {}) {
  const context = await desk.browser.newContext({ baseURL: local, locale: "ru-RU", timezoneId: "Asia/Yekaterinburg", ...look });
  const page = watch(await context.newPage(), local);
  page.setDefaultTimeout(30_000);
  if (device) {
    page.cdp = await context.newCDPSession(page);
    await page.cdp.send("WebAuthn.enable");
    page.device = (await page.cdp.send("WebAuthn.addVirtualAuthenticator", {
      options: { protocol: "ctap2", ctap2Version: "ctap2_1", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
    })).authenticatorId;
  }
  return page;
}

async function password(page, role) {
  const { email, password } = desk.account(role);
  await page.goto("/perm/office/sign-in?lang=ru");
  await page.getByLabel("Электронная почта").fill(email);
  await page.getByLabel("Пароль").fill(password);
  await page.getByRole("button", { name: "Войти", exact: true }).click();
}

async function leave(page) {
  await page.locator(".bar details.menu summary").last().click();
  await page.getByRole("button", { name: "Выйти" }).click();
  await page.waitForURL(/sign-in/);
}

/** figures is the code of RFC 6238, some steps from now. */
function figures(secret, later = 0) {
  const bits = [...secret.replace(/\s/g, "")].map((letter) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + later));
  const sum = createHmac("sha1", key).update(step).digest();
  return String((sum.readUInt32BE(sum[19] & 15) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

test("a passkey is made, opens the office, and opens nothing once it is removed", async () => {
  const page = await open();
  await password(page, "coordinator");
  await page.goto("/perm/office/profile");
  await page.getByRole("link", { name: "Новый ключ доступа" }).click();
  await page.getByLabel("Название ключа").fill("рабочий ноутбук");
  await page.getByLabel("Нынешний пароль").fill("мимо");
  await page.getByRole("button", { name: "Дальше" }).click();
  await page.getByRole("alert").getByText("Нынешний пароль не подходит").waitFor();
  assert.equal(await page.getByLabel("Название ключа").inputValue(), "рабочий ноутбук");
  await page.getByLabel("Нынешний пароль").fill(desk.account("coordinator").password);
  await page.getByRole("button", { name: "Дальше" }).click();
  await page.getByRole("button", { name: "Создать ключ доступа" }).waitFor();
  assert.deepEqual(await everything(page, "ru", "making a passkey"), []);
  await page.getByRole("button", { name: "Создать ключ доступа" }).click();
  await page.getByText("Ключ доступа создан").waitFor();
  await page.getByRole("rowheader", { name: /рабочий ноутбук/ }).getByText(/на\slocalhost/).waitFor();

  await leave(page);
  await page.getByRole("button", { name: "Войти по ключу доступа" }).click();
  await page.waitForURL((url) => !url.pathname.includes("/sign-in"));
  await page.goto("/perm/office/profile");
  await page.getByRole("rowheader", { name: /рабочий ноутбук/ }).getByText(/последний вход/).waitFor();

  // The profile with a key, and the page that shows a secret, on a narrow screen and a wide one.
  for (const width of [320, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    await page.goto("/perm/office/profile");
    assert.deepEqual(await everything(page, "ru", `profile, ${width}`), []);
    await page.goto("/perm/office/profile/second/new");
    await page.getByRole("button", { name: "Дальше" }).click(); // just signed in by a key: no password is asked for
    await page.getByRole("img", { name: /Квадратный код/ }).waitFor();
    assert.deepEqual(await everything(page, "ru", `secret, ${width}`), []);
    if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/secret-${width}.png`, fullPage: true });
  }
  await page.goto("/perm/office/profile");

  // The same device holds one key for one account.
  await page.getByRole("link", { name: "Новый ключ доступа" }).click();
  await page.getByRole("button", { name: "Дальше" }).click(); // just signed in by a key: no password is asked for
  await page.getByRole("button", { name: "Создать ключ доступа" }).click();
  await page.getByText("На этом устройстве уже есть ключ доступа").waitFor();

  await page.goto("/perm/office/profile");
  await page.getByRole("button", { name: "Убрать рабочий ноутбук" }).click();
  await page.getByText("Ключ доступа убран").waitFor();
  assert.equal(await page.getByRole("rowheader", { name: /рабочий ноутбук/ }).count(), 0);
  await leave(page);
  await page.getByRole("button", { name: "Войти по ключу доступа" }).click();
  await page.getByRole("alert").getByText("Этот ключ здесь не подходит. Войдите паролем").first().waitFor();
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("whoever gives up is told so and stays at the door", async () => {
  const page = await open();
  await page.goto("/perm/office/sign-in?lang=ru");
  await page.cdp.send("WebAuthn.setUserVerified", { authenticatorId: page.device, isUserVerified: false });
  await page.getByRole("button", { name: "Войти по ключу доступа" }).click();
  await page.getByText("Войти по ключу не получилось").waitFor();
  assert.match(page.url(), /sign-in/);
  await page.context().close();
});

test("where passkeys cannot work the door says so, and the password stays", async () => {
  const page = await desk.visit("/perm/office/sign-in?lang=ru");
  await page.getByText("Ключи доступа здесь не работают").waitFor();
  assert.equal(await page.getByRole("button", { name: "Войти по ключу доступа" }).count(), 0);
  await page.context().close();
  const plain = await open({ device: false, javaScriptEnabled: false });
  await plain.goto("/perm/office/sign-in?lang=ru");
  assert.equal(await plain.getByRole("button", { name: "Войти по ключу доступа" }).isVisible(), false);
  await password(plain, "coordinator");
  await plain.waitForURL((url) => !url.pathname.includes("/sign-in"));
  await plain.context().close();
});

test("a code of an application is the second step, without scripts too, and an administrator takes it away", async () => {
  const page = await open({ device: false, javaScriptEnabled: false });
  await password(page, "editor");
  await page.goto("/perm/office/profile");
  await page.getByRole("link", { name: /Настроить/ }).click();
  await page.getByLabel("Нынешний пароль").fill(desk.account("editor").password);
  await page.getByRole("button", { name: "Дальше" }).click();
  await page.getByRole("img", { name: /Квадратный код/ }).waitFor();
  const secret = await page.locator("dd").getByText(/^[A-Z2-7 ]{39}$/).innerText();
  await page.getByLabel("Код", { exact: true }).fill("12");
  await page.getByRole("button", { name: "Включить" }).click();
  await page.getByRole("alert").getByText("Код не подходит").waitFor();
  assert.equal(await page.locator("dd").getByText(/^[A-Z2-7 ]{39}$/).innerText(), secret, "another secret after a mistake");
  await page.getByLabel("Код", { exact: true }).fill(figures(secret));
  await page.getByRole("button", { name: "Включить" }).click();
  const recovery = (await page.locator(".codes code").allInnerTexts())[0];
  assert.match(recovery, /^[A-Z2-7-]{29}$/);
  await page.context().clearCookies();

  await password(page, "editor");
  await page.getByRole("heading", { name: "Второй шаг" }).waitFor();
  await page.getByLabel("Код", { exact: true }).fill(figures(secret, 1));
  await page.getByRole("button", { name: "Войти", exact: true }).click();
  await page.waitForURL(/\/perm\/office\/$/);
  await page.context().clearCookies();

  await page.goto("/perm/office/sign-in?lang=ru&next=/partners");
  await page.getByLabel("Электронная почта").fill(desk.account("editor").email);
  await page.getByLabel("Пароль").fill(desk.account("editor").password);
  await page.getByRole("button", { name: "Войти", exact: true }).click();
  await page.getByLabel("Код", { exact: true }).fill(recovery);
  await page.getByRole("button", { name: "Войти", exact: true }).click();
  await page.waitForURL(/\/perm\/office\/partners$/);
  await page.context().close();

  const admin = await open({ device: false });
  await password(admin, "administrator");
  await admin.goto("/perm/office/users");
  await admin.getByRole("row", { name: /Редактор/ }).getByText("пароль и код").waitFor();
  await admin.getByRole("link", { name: "Редактор" }).click();
  await admin.getByRole("button", { name: "Выключить коды из приложения" }).click();
  await admin.getByText("для входа хватает пароля").waitFor();
  await admin.getByRole("link", { name: "История изменений" }).click();
  await admin.getByText("Коды из приложения").first().waitFor();
  await leave(admin);
  await password(admin, "editor");
  await admin.waitForURL((url) => !url.pathname.includes("/sign-in"));
  await admin.context().close();
});

test("an administrator looks through other eyes, changes nothing, and returns", async () => {
  const page = await open({ device: false });
  await password(page, "administrator");
  await page.goto("/perm/office/users");
  await page.getByLabel("Чьими глазами").selectOption("coordinator");
  await page.getByRole("button", { name: "Проверить глазами" }).click();
  await page.getByText("Вы смотрите глазами роли «Координатор»").waitFor();
  await page.goto("/perm/office/partners/duisburg");
  await page.getByRole("heading", { name: "Дуйсбург", level: 1 }).waitFor();
  await page.goto("/perm/office/partners/new");
  await page.locator("main form button[type=submit]").first().click();
  await page.getByText("изменить ничего нельзя. Сначала вернитесь к своему виду").waitFor();
  assert.equal((await page.goto("/perm/office/users")).status(), 404, "a coordinator sees no users");
  await page.goto("/perm/office/profile");
  await page.getByText("Профиль видит только его хозяин").waitFor();
  await page.getByRole("button", { name: "Вернуться к своему виду" }).click();
  await page.getByRole("heading", { name: "Пользователи и роли" }).waitFor();
  assert.equal(await page.getByText("Вы смотрите глазами").count(), 0);
  await page.goto("/perm/office/journal");
  await page.getByText("Просмотр чужими глазами").first().waitFor();
  await page.context().close();
});
