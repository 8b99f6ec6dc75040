// Package holiday knows the public holidays of 207 countries from 2024 to 2040:
// the days on which the whole country rests, with their own, Russian and English
// names. Holidays of single regions and half days are left out; what depends on
// the moon is computed and may differ by a day from what a state announces.
//
// The table is made from the data of date-holidays 3.37.0 (CC BY-SA 3.0, see
// docs/DEPENDENCIES.md) by scripts/holidays.mjs and stays under that licence.
// A country or year outside of it is unknown, which is not the same as a year
// without holidays. Days off that a government moves from year to year are not
// here: they are data of package platform/rule.
package holiday
