// The yearly report to the region: what it says and from where, filing it, the
// sealed copy, and what differs once the records say something else.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Desk, everything, noOutsideRequests, run } from "./harness.mjs";

let desk;
before(async () => { desk = await Desk.open(); });
after(() => desk?.close());

const office = "/perm/office";
const words = (text) => text.replaceAll("\u00a0", " ");
// The last year that is over, by the clock that the program goes by.
const year = Number(new Date().toLocaleDateString("en-GB", { timeZone: "Asia/Yekaterinburg", year: "numeric" })) - 1;
const at = `${office}/filings/${year}`;

/** patient waits for the typesetter, which may have to make its machine code first. */
const patient = async (path, look) => {
  const page = await desk.visit(path, look);
  page.setDefaultTimeout(300_000);
  page.setDefaultNavigationTimeout(300_000);
  return page;
};

/** saved is the SHA-256 of what an address answers. */
async function saved(page, path) {
  const answer = await page.request.get(path, { timeout: 300_000 });
  assert.equal(answer.status(), 200, path);
  return createHash("sha256").update(await answer.body()).digest("hex");
}

for (const scripts of [true, false]) {
  const city = scripts ? "perm" : "petrozavodsk";
  const own = at.replace("/perm/", `/${city}/`);
  test(`a report is looked at, filed, and stays as it was filed, ${scripts ? "with scripts" : "without scripts"}`, async () => {
    const page = await patient(`/${city}/office/filings`, { as: "head", city, scripts });
    assert.match(words(await page.locator("#filings").innerText()), new RegExp(`${year}[\\s\\S]*15 января ${year + 1} г\\.`));
    await page.locator("#filings").getByRole("link", { name: String(year), exact: true }).click();
    await page.waitForURL(own);
    // Each line opens its evidence.
    const evidence = page.locator("#papers a[href*='/agreements/']").first();
    const title = await evidence.innerText();
    await evidence.click();
    await page.waitForURL(/\/agreements\/[0-9a-z]{26}$/);
    const agreement = page.url();
    assert.ok((await page.locator("h1").innerText()).length > 0, title);
    await page.goto(own);
    assert.ok(await page.locator("#gaps details").count() > 0, "no gaps are named");

    await page.getByRole("link", { name: "Подать", exact: true }).click();
    await page.locator("[name=on]").fill(`31 декабря ${year}`);
    await page.locator("main form.form button[type=submit]").click();
    await page.locator(".errors").waitFor();
    assert.match(words(await page.locator("#f-on-error").innerText()), /не мог быть отправлен до конца/);
    assert.match(words(await page.locator("#f-recipient-error").innerText()), /кому подан отчёт/);
    assert.equal(words(await page.locator("[name=on]").inputValue()), `31 декабря ${year}`);
    await page.locator("[name=recipient]").fill("Пример: министерство региона");
    await page.locator("[name=on]").fill(`12 января ${year + 1}`);
    await page.locator("[name=number]").fill("01-15/7");
    await page.locator("main form.form button[type=submit]").click();
    await page.waitForURL(`**/filings/${year}-1`);

    const sums = {};
    for (const format of ["docx", "pdf", "xlsx"]) {
      sums[format] = await saved(page, `${own}-1/report.${format}`);
      assert.ok((await page.locator(".facts").innerText()).includes(sums[format]), `${format} is not what was sealed`);
    }
    // What the records say now differs, what was filed does not.
    await page.goto(`${agreement}/edit`);
    await page.locator("[name='title.ru']").fill("Соглашение, название которого исправлено");
    await page.locator("main form .btn-primary").click();
    await page.waitForURL(agreement);
    await page.goto(own);
    assert.match(words(await page.locator("#since-filed").innerText()), /Соглашение, название которого исправлено/);
    for (const format of ["docx", "pdf", "xlsx"]) assert.equal(await saved(page, `${own}-1/report.${format}`), sums[format], format);

    // A correction is an edition of its own, and says what it puts right.
    await page.getByRole("link", { name: "Подать исправленный" }).click();
    assert.equal(await page.locator("[name=recipient]").inputValue(), "Пример: министерство региона");
    await page.locator("[name=on]").fill(`13 января ${year + 1}`);
    await page.locator("main form.form button[type=submit]").click();
    await page.locator("#f-note-error", { hasText: "что исправлено" }).waitFor();
    await page.locator("[name=note]").fill("Исправлено название соглашения");
    await page.locator("main form.form button[type=submit]").click();
    await page.waitForURL(`**/filings/${year}-2`);
    await page.goto(own);
    assert.match(words(await page.locator("#since-filed").innerText()), /Записи говорят то же/);
    assert.equal(await page.locator("#editions tbody tr").count(), 2);
    assert.equal(await saved(page, `${own}-1/report.docx`), sums.docx);
    assert.deepEqual(noOutsideRequests(page), []);
    await page.context().close();
  });
}

test("the next year is compared with the report that was filed", async () => {
  const page = await desk.visit(`${office}/filings/${year + 1}`, { as: "head" });
  assert.match(words(await page.locator("#since-year h2").innerText()), new RegExp(`отличия от отчёта за ${year} год`));
  assert.equal(await page.getByRole("link", { name: "Подать", exact: true }).count(), 0);
  assert.match(words(await page.locator(".notice").first().innerText()), /ещё не окончен/);
  await page.context().close();
});

test("two who file at once make one edition, and the second is told", async () => {
  const one = await patient(`${office}/filings/${year - 1}/file`, { as: "head" });
  const two = await patient(`${office}/filings/${year - 1}/file`, { as: "head" });
  for (const page of [one, two]) {
    await page.locator("[name=recipient]").fill("Пример: министерство региона");
    await page.locator("[name=on]").fill(`14 января ${year}`);
  }
  await one.locator("main form.form button[type=submit]").click();
  await one.waitForURL(`**/filings/${year - 1}-1`);
  await two.locator("main form.form button[type=submit]").click();
  await two.locator(".notice", { hasText: "Отчёт изменился, пока форма была открыта" }).waitFor();
  assert.equal(await two.locator("[name=on]").inputValue(), `14 января ${year}`);
  for (const page of [one, two]) await page.context().close();
});

test("the command writes what was filed", async () => {
  const page = await desk.visit(`${office}/filings/${year}-2`, { as: "head" });
  const dir = await mkdtemp(join(tmpdir(), "pobratim-report-"));
  try {
    for (const format of ["docx", "pdf", "xlsx"]) {
      const file = join(dir, `report.${format}`);
      await run("report", "statutory", "--data", desk.site.data, "--municipality", "perm", "--year", String(year), "-o", file);
      assert.equal(createHash("sha256").update(await readFile(file)).digest("hex"), await saved(page, `${office}/filings/${year}-2/report.${format}`), format);
    }
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
  await page.context().close();
});

test("only the head files, and a year that there is not is missing", async () => {
  const page = await desk.visit(at, { as: "coordinator" });
  assert.equal(await page.getByRole("link", { name: /^Подать/ }).count(), 0);
  for (const path of [`${at}/file`, `${office}/filings/1700`, `${office}/filings/${year + 2}`, `${office}/filings/0${year}`, `${at}-9`, `${at}/report.exe`]) {
    assert.equal((await page.goto(path)).status(), 404, path);
  }
  await page.context().close();
});

for (const lang of ["ru", "en"]) {
  for (const path of ["", `/${year}`, `/${year}-1`, `/${year}/file`]) {
    test(`every look of ${path || "the list"} in ${lang}`, async () => {
      const page = await desk.visit(`${office}/filings${path}`, { as: "head", lang });
      assert.deepEqual(await everything(page, lang, `filings${path}`), []);
      await page.context().close();
    });
  }
}
