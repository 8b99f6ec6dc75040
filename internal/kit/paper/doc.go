// Package paper writes a document of an office from a plain description of it:
// headings, paragraphs, tables, texts side by side. The same description becomes
// DOCX (ECMA-376, transitional), PDF by the typesetter, and XLSX with a sheet per
// table, so that the three say the same. The same description gives the same
// bytes, whenever it is written.
//
// Pages are A4 with the margins of GOST R 7.0.97-2016: left 20 mm, right at least
// 10, top and bottom at least 20; from the second page they are numbered in the
// middle of the top margin. The package knows neither cities nor words: whoever
// describes a document brings them in its language.
package paper
