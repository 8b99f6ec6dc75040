// Results: evidence makes the level, what nothing proves stands in no output, a link
// on a plate answers whether the thing is still there; tangible results by country.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { Desk, axe, noOutsideRequests, noOverflow } from "./harness.mjs";

let desk;
before(async () => { desk = await Desk.open(); });
after(() => desk?.close());

const office = "/perm/office";
const words = (text) => text.replaceAll("\u00a0", " ");
const submit = "main form.form button[type=submit]";

test("a result is claimed, proved, asked about by a plate, and leaves the portal when it is gone", async () => {
  const page = await desk.visit(`${office}/results/new?partner=duisburg`, { as: "head" });
  await page.locator("[name='name.ru']").fill("Скамья дружбы");
  await page.locator("[name=type]").selectOption("object");
  await page.locator("[name=partner]").selectOption({ label: "Дуйсбург" });
  await page.locator("[name=since]").fill("2025");
  await page.locator("[name=visibility][value=public]").check();
  await page.locator(submit).click();
  await page.waitForURL(/\/results\/[0-9a-z]{20,}/);
  const record = new URL(page.url()).pathname;
  await page.getByText("Его ничто не подтверждает").waitFor();
  const portal = await desk.visit("/perm/results", {});
  assert.doesNotMatch(words(await portal.locator("main").innerText()), /Скамья дружбы/);

  // Evidence without its photograph is refused at the field.
  await page.locator("#evidence").getByRole("link", { name: "Добавить подтверждение" }).click();
  await page.locator("[name=kind][value=seen]").check();
  await page.locator("[name=witness]").fill("Отдел, выезд");
  await page.locator("[name=on]").fill("1 ноября 2026");
  await page.locator(submit).click();
  await page.locator(".errors").waitFor();
  assert.equal(await page.locator("[name=witness]").inputValue(), "Отдел, выезд");
  await page.locator("[name=what]").fill("Снимок 3 в папке «Выезды»");
  await page.locator(submit).click();
  await page.waitForURL(/#evidence$/);
  assert.match(words(await page.locator("#evidence").innerText()), /видели на месте[^]*Снимок 3/);
  await portal.reload();
  assert.match(words(await portal.locator("main").innerText()), /Скамья дружбы/);
  await portal.locator("nav.choice").getByRole("link", { name: "Германия" }).click();
  await portal.getByRole("heading", { name: "Осязаемые результаты: Германия" }).waitFor();
  assert.match(words(await portal.locator("main").innerText()), /Скамья дружбы/);

  // A plate that lasts, and the answer of whoever passes.
  await page.locator("#links").getByRole("link", { name: "Ссылка или табличка для проверки" }).click();
  await page.locator("[name=name]").fill("Общество инвалидов");
  await page.locator(submit).click();
  await page.locator(".plate-sheet svg.qr").waitFor();
  const address = await page.locator("[name=secret]").inputValue();
  const guest = await desk.visit(new URL(address).pathname, { width: 360, height: 740, scripts: false });
  await guest.locator("form.form button[type=submit]").click();
  await guest.locator(".errors").waitFor();
  await guest.getByRole("radio", { name: "есть, но изменилось" }).check();
  await guest.locator("[name=remark]").fill("Облезла краска");
  await guest.locator("form.form button[type=submit]").click();
  await guest.getByRole("heading", { name: "Ответ записан" }).waitFor();
  assert.deepEqual(await noOverflow(guest), []);
  await page.goto(record);
  assert.match(words(await page.locator("#looks").innerText()), /Облезла краска[^]*Общество инвалидов/);

  // The office looks: it is gone, and leaves the portal with the record kept.
  await page.getByRole("link", { name: "Записать проверку" }).first().click();
  await page.locator("[name=there][value=no]").check();
  await page.locator("[name=remark]").fill("Убрана при ремонте набережной");
  await page.locator(submit).click();
  await page.getByText("Этого больше нет. Запись остаётся.").waitFor();
  await portal.reload();
  assert.doesNotMatch(words(await portal.locator("main").innerText()), /Скамья дружбы/);
  assert.deepEqual(noOutsideRequests(page).concat(noOutsideRequests(portal), noOutsideRequests(guest)), []);
});

test("tangible results: numbers lead to records, in both languages, on a phone, in the dark", async () => {
  for (const look of [{ lang: "ru", width: 360, height: 740 }, { lang: "en", theme: "dark" }]) {
    const page = await desk.visit(`${office}/results/tangible`, { as: "head", ...look });
    const cells = page.locator(".figures").first().locator("a");
    for (const cell of await cells.all()) {
      const target = (await cell.getAttribute("href")).slice(1);
      assert.equal(await page.locator(`[id="${target}"]`).count(), 1, target);
    }
    assert.deepEqual(await noOverflow(page), []);
    assert.deepEqual(await axe(page), []);
    await page.locator("#left a").first().click();
    await page.waitForURL(/standing=/);
    assert.ok(await page.locator("#results tbody tr").count() > 0);
    assert.deepEqual(noOutsideRequests(page), []);
  }
});

test("an indicator without a day is refused, and shows how far it is", async () => {
  const page = await desk.visit(`${office}/indicators`, { as: "coordinator" });
  await page.getByRole("link", { name: "Записать показатель" }).first().click();
  await page.locator("[name='name.ru']").fill("Школьники в обменах");
  await page.locator("[name='unit.ru']").fill("человек");
  await page.locator("[name=baseline]").fill("0");
  await page.locator("[name=baseline_on]").fill("2014");
  await page.locator("[name=target]").fill("2763");
  await page.locator("[name=target_on]").fill("2027");
  await page.locator("[name=actual]").fill("1674");
  await page.locator(submit).click();
  await page.locator(".errors").waitFor();
  await page.locator("[name=actual_on]").fill("2026");
  await page.locator(submit).click();
  await page.getByText(/60,6/).first().waitFor();
  assert.deepEqual(await axe(page), []);
});
