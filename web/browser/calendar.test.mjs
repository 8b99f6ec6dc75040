// The calendar: its views and layers, walking by keyboard, moving an entry by
// form, by key and by hand, taking it back; without scripts and on a phone.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { axe, Desk, noOutsideRequests, noOverflow } from "./harness.mjs";

let desk;
before(async () => { desk = await Desk.open(); });
after(() => desk?.close());

const office = "/perm/office";
const words = (text) => text.replaceAll("\u00a0", " ");
const at = (page) => new URL(page.url()).searchParams;
const chip = (page, title) => page.locator(".cal .cal-chip", { hasText: title });
const done = async (page) => {
  assert.deepEqual(noOutsideRequests(page), []);
  await page.context().close();
};

/** add makes an event of the year 2031, where the demonstration has nothing, and returns its address. */
async function add(page, title, starts, more = {}) {
  await page.goto(`${office}/activities/new?starts=${starts}`);
  await page.locator('[name="name.ru"]').fill(title);
  await page.locator("[name=type]").selectOption("event");
  for (const [name, value] of Object.entries(more)) await page.locator(`[name="${name}"]`).fill(value);
  await page.locator("main form.form button[type=submit]").first().click();
  await page.waitForURL(/\/activities\/[0-9a-z]{26}$/);
  return new URL(page.url()).pathname;
}

test("views and layers are addresses", async () => {
  const page = await desk.visit(`${office}/calendar`, { as: "head" });
  await add(page, "Форум городов", "2031-05-14", { ends: "16.05.2031" });
  await add(page, "Приём у главы", "2031-05-14", { opens: "10:00", closes: "11:30" });
  await add(page, "Видеовстреча", "2031-05-14", { opens: "11:00" });
  await page.goto(`${office}/calendar?day=2031-05-14`);
  assert.equal(words(await page.locator("h1").innerText()), "Май 2031 г.");
  assert.equal(await chip(page, "Форум городов").count(), 1);
  assert.ok(await page.locator("td#d-2031-05-14 .cal-time", { hasText: "10:00" }).isVisible());
  await page.getByRole("link", { name: /^Мероприятия/ }).click();
  await page.waitForURL(/layers=/);
  assert.equal(await chip(page, "Форум городов").count(), 0);
  await page.getByRole("link", { name: /^Мероприятия/ }).click();
  await page.waitForURL((url) => !url.search.includes("layers="));
  await page.getByRole("link", { name: "Неделя", exact: true }).click();
  await page.waitForURL(/view=week/);
  const [first, second] = [await chip(page, "Приём у главы").boundingBox(), await chip(page, "Видеовстреча").boundingBox()];
  assert.ok(second.x >= first.x + first.width && second.y > first.y, "what overlaps stands side by side");
  await page.getByRole("link", { name: "Год", exact: true }).click();
  await page.waitForURL(/view=year/);
  assert.match(words(await page.locator("#y-2031-05-14").innerText()), /3 записи/);
  await page.locator("#y-2031-05-15 a").click();
  await page.waitForURL(/view=day/);
  assert.equal(await page.getByRole("link", { name: "Форум городов", exact: true }).count(), 1); // it goes on
  assert.equal(await page.getByRole("link", { name: "Приём у главы", exact: true }).count(), 0);
  await done(page);
});

test("days by keyboard", async () => {
  const page = await desk.visit(`${office}/calendar?day=2031-07-30`, { as: "head" });
  const grid = page.getByRole("grid");
  await grid.locator("#d-2031-07-30 .cal-day").focus();
  const focus = () => page.evaluate(() => document.activeElement.closest("[data-day]")?.dataset.day);
  for (const [key, day] of [["ArrowLeft", "2031-07-29"], ["ArrowUp", "2031-07-22"], ["ArrowRight", "2031-07-23"], ["ArrowDown", "2031-07-30"], ["Home", "2031-07-28"], ["End", "2031-08-03"]]) {
    await page.keyboard.press(key);
    assert.equal(await focus(), day, key);
  }
  assert.equal(await grid.locator(".cal-day[tabindex='0']").count(), 1);
  await page.keyboard.press("PageDown");
  await page.waitForURL(/day=2031-09-03/);
  await page.locator("#d-2031-09-03 .cal-day:focus").waitFor();
  await page.keyboard.press("PageUp");
  await page.waitForURL(/day=2031-08-03/);
  await page.locator("#d-2031-08-03 .cal-day:focus").waitFor();
  await page.keyboard.press("n");
  await page.waitForURL(/activities\/new\?starts=2031-08-03/);
  assert.match(words(await page.locator("[name=starts]").inputValue()), /3 августа 2031|2031-08-03|03\.08\.2031/);
  await page.goBack();
  await page.locator("#d-2031-08-03 .cal-day").focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(/view=day/);
  await done(page);
});

for (const scripts of [true, false]) {
  test(`an entry is moved by its form and back, ${scripts ? "by key" : "without scripts"}`, async () => {
    const title = `Переезд ${scripts}`;
    const page = await desk.visit(`${office}/activities/new`, { as: "head", scripts });
    await add(page, title, "2031-03-10", { ends: "2031-03-11" });
    await page.goto(`${office}/calendar?day=2031-03-10${scripts ? "" : "&view=agenda"}`);
    if (scripts) {
      await chip(page, title).locator(".cal-link").focus();
      await page.keyboard.press("m");
    } else {
      await page.getByRole("link", { name: `Перенести ${title}` }).click();
    }
    await page.waitForURL(/\/move\?from=/);
    await page.locator("[name=day]").fill("31 апреля 2031");
    await page.getByRole("button", { name: "Перенести" }).click();
    await page.locator("#f-day-error").waitFor();
    assert.equal(await page.locator("[name=day]").inputValue(), "31 апреля 2031");
    await page.locator("[name=day]").fill("20.03.2031");
    await page.getByRole("button", { name: "Перенести" }).click();
    await page.waitForURL(/moved=activity/);
    assert.match(words(await page.locator(".took").innerText()), new RegExp(`${title} — с 10 марта 2031 г. на 20 марта 2031 г.`));
    await page.getByRole("button", { name: "Вернуть" }).click();
    await page.waitForURL(/was=2031-03-20/);
    assert.match(words(await page.locator(".took").innerText()), /на 10 марта 2031 г\./);
    await done(page);
  });
}

test("an entry is dragged to another day and taken back; an old page changes nothing", async () => {
  const page = await desk.visit(`${office}/activities/new`, { as: "head" });
  const address = await add(page, "Перетаскивание", "2031-04-08", { ends: "2031-04-10", opens: "10:00" });
  await page.goto(`${office}/calendar?day=2031-04-08`);
  const stale = await page.context().newPage();
  await stale.goto(`${office}/calendar?day=2031-04-08`);
  const drag = async (on, to) => {
    // Taken by its second day, so that a day is counted from there.
    const from = await on.locator("#d-2031-04-09").boundingBox();
    const bar = await chip(on, "Перетаскивание").boundingBox();
    const target = await on.locator(`#d-${to}`).boundingBox();
    await on.mouse.move(from.x + from.width / 2, bar.y + bar.height / 2);
    await on.mouse.down();
    await on.mouse.move(target.x + target.width / 2, target.y + target.height / 2, { steps: 8 });
    await on.mouse.up();
  };
  await drag(page, "2031-04-16");
  await page.waitForURL(/moved=activity/);
  assert.match(words(await page.locator(".took").innerText()), /на 15 апреля 2031 г\./);
  assert.match(words(await chip(page, "Перетаскивание").innerText()), /10:00/);
  await drag(stale, "2031-04-23");
  await stale.locator(".errors").waitFor();
  assert.match(words(await stale.locator(".errors").innerText()), /запись изменилась/);
  await page.getByRole("button", { name: "Вернуть" }).click();
  await page.waitForURL(/was=2031-04-15/);
  await page.goto(address);
  assert.match(words(await page.locator("main").innerText()), /8–10 апреля 2031 г\., 10:00/);
  await done(page);
});

test("an entry with hours is dragged to another hour by quarters, moved by key, and taken back; one without stays without", async () => {
  const page = await desk.visit(`${office}/activities/new`, { as: "head" });
  const address = await add(page, "Рабочая встреча", "2031-11-12", { opens: "10:00", closes: "11:30" });
  await add(page, "Весь день", "2031-11-12");
  const drag = async (title, days, minutes) => {
    // Hours are as high as what stands in them: each height is asked for.
    const height = async (minute) => {
      const row = await page.locator(`tr[data-hour='${Math.floor(minute / 60)}']`).boundingBox();
      return row.y + ((minute % 60) / 60) * row.height;
    };
    const column = await page.locator("td[data-day='2031-11-12']").last().boundingBox();
    const bar = await chip(page, title).boundingBox();
    const timed = (await chip(page, title).getAttribute("data-at")) !== null;
    const [x, y] = [bar.x + bar.width / 2, timed ? await height(10 * 60 + 20) : bar.y + bar.height / 2];
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + days * column.width, await height(10 * 60 + 20 + minutes), { steps: 8 });
    await page.mouse.up();
  };
  const moved = async (was) => {
    await page.waitForURL((url) => url.searchParams.get("was") === was);
    return words(await page.locator(".took").innerText());
  };
  const hours = async () => {
    await page.goto(address);
    const said = words(await page.locator("main").innerText());
    return said.match(/\d+(?:–\d+)? ноября 2031 г\., \d\d:\d\d–\d\d:\d\d/)?.[0];
  };
  await page.goto(`${office}/calendar?view=week&day=2031-11-12`);
  await drag("Рабочая встреча", 1, 2 * 60 + 17); // from Wednesday to Thursday, to the nearest quarter
  assert.match(await moved("2031-11-12T10:00"), /Рабочая встреча — с 12 ноября 2031 г\., 10:00 на 13 ноября 2031 г\., 12:15/);
  assert.equal(await hours(), "13 ноября 2031 г., 12:15–13:45");
  await page.goBack();
  await page.getByRole("button", { name: "Вернуть" }).click();
  await moved("2031-11-13T12:15");
  assert.equal(await hours(), "12 ноября 2031 г., 10:00–11:30");
  await page.goto(`${office}/calendar?view=day&day=2031-11-12`);
  await drag("Рабочая встреча", 0, -45);
  assert.match(await moved("2031-11-12T10:00"), /на 12 ноября 2031 г\., 09:15/);
  await chip(page, "Рабочая встреча").locator(".cal-link").focus();
  await page.keyboard.press("m");
  await page.waitForURL(/\/move\?from=/);
  assert.equal(await page.locator("[name=opens]").inputValue(), "09:15");
  await page.locator("[name=opens]").fill("25:00");
  await page.getByRole("button", { name: "Перенести" }).click();
  await page.locator("#f-opens-error").waitFor();
  await page.locator("[name=opens]").fill("23.00");
  await page.getByRole("button", { name: "Перенести" }).click();
  await moved("2031-11-12T09:15");
  assert.equal(await hours(), "12–13 ноября 2031 г., 23:00–00:30");
  await page.goto(`${office}/calendar?view=week&day=2031-11-12`);
  await drag("Весь день", 1, 5 * 60); // into the hours of the next day
  assert.match(await moved("2031-11-12"), /Весь день — с 12 ноября 2031 г\. на 13 ноября 2031 г\./);
  assert.equal(await chip(page, "Весь день").locator(".cal-time").count(), 0);
  await done(page);
});

test("empty days make an event", async () => {
  const page = await desk.visit(`${office}/calendar?day=2031-10-14`, { as: "head" });
  const middle = async (id) => {
    const box = await page.locator(id).boundingBox();
    return [box.x + box.width / 2, box.y + box.height * 0.7];
  };
  await page.mouse.move(...(await middle("#d-2031-10-14")));
  await page.mouse.down();
  await page.mouse.move(...(await middle("#d-2031-10-16")), { steps: 5 });
  await page.mouse.up();
  await page.waitForURL(/starts=2031-10-14&ends=2031-10-16/);
  await page.goBack();
  await page.mouse.click(...(await middle("#d-2031-10-15")));
  await page.waitForURL((url) => url.search.includes("starts=2031-10-15") && !url.search.includes("ends="));
  await done(page);
});

test("a second clock, and summer time on one side", async () => {
  const page = await desk.visit(`${office}/calendar?view=week&day=2031-03-26`, { as: "head" });
  await page.locator("summary", { hasText: "Дата, город, второй пояс" }).click();
  await page.locator("[name=zone]").selectOption({ label: "Дуйсбург" });
  await page.getByRole("button", { name: "Показать" }).click();
  await page.waitForURL(/zone=/);
  const said = words(await page.locator("main").innerText());
  assert.match(said, /У партнёра \(Дуйсбург\) перевод часов 30 марта/);
  assert.match(said, /04:00 · 05:00/);
  assert.equal(at(page).get("day") !== null, true);
  await done(page);
});

test("every view on a phone, in print and for axe", async () => {
  const first = await desk.visit(`${office}/activities/new`, { as: "head" });
  await add(first, "На всех видах", "2031-08-20", { opens: "10:00", closes: "11:30" });
  await done(first);
  for (const view of ["day", "week", "month", "year", "agenda"]) {
    for (const look of [{ width: 320, height: 700 }, { width: 1440, theme: "dark", lang: "en" }]) {
      const page = await desk.visit(`${office}/calendar?view=${view}&day=2031-08-20`, { as: "head", ...look });
      assert.deepEqual(await noOverflow(page), [], `${view} at ${look.width}`);
      assert.deepEqual(await axe(page), [], `${view} at ${look.width}`);
      await done(page);
    }
  }
});
