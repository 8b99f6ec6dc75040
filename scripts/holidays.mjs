// Makes the table of public holidays that the program carries, from the data of
// date-holidays: `npm install --no-save date-holidays@3.37.0`, then
// `node scripts/holidays.mjs 2024 2040 | gzip -9n > internal/kit/holiday/holidays.tsv.gz`.
// One line per holiday of a country: code, language and words of its own name,
// Russian and English name, and its days. Half days are left out.
import Holidays from "date-holidays";

const [from, to] = process.argv.slice(2).map(Number);
const day = 24 * 60 * 60 * 1000;
const clean = (words) => (words ?? "").split(/[\t\n]/)[0].trim();

for (const country of Object.keys(new Holidays().getCountries("en")).sort()) {
  const of = new Holidays(country);
  const own = of.getLanguages()[0];
  const holidays = new Map();
  for (let year = from; year <= to; year++) {
    const said = Object.fromEntries([own, "ru", "en"].map((lang) => [lang, of.getHolidays(year, lang)]));
    said[own].forEach((one, i) => {
      const length = Math.round((one.end - one.start) / day * 24) / 24;
      if (one.type !== "public" || length < 0.95) return;
      // A language that has no word of its own repeats the country's.
      const other = (lang) => (lang === own || said[lang][i].name !== one.name ? clean(said[lang][i].name) : "");
      const key = [country, own, clean(one.name), other("ru"), other("en")].join("\t");
      const days = holidays.get(key) ?? [];
      for (let n = 0; n < Math.max(1, Math.round(length)); n++) {
        days.push(new Date(Date.parse(one.date.slice(0, 10)) + n * day).toISOString().slice(0, 10));
      }
      holidays.set(key, days);
    });
  }
  for (const [key, days] of holidays) console.log(key + "\t" + [...new Set(days)].join(","));
}
