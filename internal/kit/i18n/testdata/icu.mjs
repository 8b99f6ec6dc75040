// Writes what ICU says, for golden_test.go:
//   node internal/kit/i18n/testdata/icu.mjs > internal/kit/i18n/testdata/icu.json
const langs = ["ru", "en-GB", "de", "fr", "fi", "sv", "it", "lt", "et", "hy", "zh", "be", "nb"];
const day = (y, m, d) => new Date(Date.UTC(y, m - 1, d, 9, 5));
const out = { icu: process.versions.icu, cldr: process.versions.cldr, langs: {} };
for (const l of langs) {
  const f = (o) => new Intl.DateTimeFormat(l, { timeZone: "UTC", ...o });
  const full = f({ day: "numeric", month: "long", year: "numeric" });
  const months = Array.from({ length: 12 }, (_, i) => i + 1);
  const plural = {};
  for (const n of [0, 1, 2, 3, 4, 5, 9, 10, 11, 12, 14, 15, 19, 20, 21, 22, 25, 100, 101, 102, 111, 112, 121, 1000, 1001, 1000000, 2000000, 0.5, 1.5, 2.5]) {
    plural[n] = new Intl.PluralRules(l).select(n);
  }
  const number = new Intl.NumberFormat(l);
  out.langs[l] = {
    days: months.map((m) => full.format(day(2026, m, 12))),
    months: months.map((m) => f({ month: "long", year: "numeric" }).format(day(2026, m, 12))),
    dayMonth: f({ day: "numeric", month: "long" }).format(day(2026, 6, 12)),
    weekdays: months.slice(0, 7).map((i) => f({ weekday: "long" }).format(day(2026, 11, 21 + i))),
    shortWeekdays: months.slice(0, 7).map((i) => f({ weekday: "short" }).format(day(2026, 11, 21 + i))),
    sameMonth: full.formatRange(day(2026, 6, 12), day(2026, 6, 14)),
    twoMonths: full.formatRange(day(2026, 6, 30), day(2026, 7, 12)),
    twoYears: full.formatRange(day(2026, 12, 30), day(2027, 1, 12)),
    clock: f({ hour: "2-digit", minute: "2-digit", hour12: false }).format(day(2026, 6, 12)),
    numbers: [0, 999, 1234, 12345, 1234567].map((n) => number.format(n)),
    decimal: number.format(1234567.5),
    percent: new Intl.NumberFormat(l, { style: "percent", maximumFractionDigits: 1 }).format(0.606),
    km: new Intl.NumberFormat(l, { style: "unit", unit: "kilometer" }).format(12345),
    rub: new Intl.NumberFormat(l, { style: "currency", currency: "RUB" }).format(497660),
    lists: [["A"], ["A", "B"], ["A", "B", "C"]].map((x) => new Intl.ListFormat(l).format(x)),
    plural,
    categories: new Intl.PluralRules(l).resolvedOptions().pluralCategories.sort(),
  };
}
console.log(JSON.stringify(out, null, 1));
