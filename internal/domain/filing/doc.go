// Package filing owns what the municipality hands in year by year about its
// international links: the list of its agreements with those concluded and
// lapsed in the year, and its links with their results. By 15 January it goes to
// the region, which reports to the Ministry of Economic Development (order 911 of
// 25 December 2023; the regional law of Kostroma Oblast, article 6, is the one
// whose words were read). By when it is due is said by the rule packs
// (platform/rule), with source and mark; nothing here knows a date.
//
// A report is computed from the records each time, each line with the way to its
// evidence, and what is missing in the records is named. Filing seals an edition:
// its DOCX, PDF and XLSX are kept as they are, by their hashes, with the day, the
// recipient and the number of the letter. Sealed bytes never change; a correction
// is a further edition, which says what it differs in. A year that is not over
// has no report that could be filed.
//
// The law names what is to be told and gives no form. The form of a region, where
// there is one, is not known to the program.
package filing
