// Package place knows the cities of the world without a network: names in many
// languages and scripts, country, region, coordinates, population, time zone
// and identifiers, and how people misspell all that.
//
// The gazetteer is embedded (about 7 MB, see data/README.md for sources and
// licences) and stays compressed: a query decodes the few blocks of 16 KB that
// it needs and keeps the last ones used. Nothing is read at program start and
// nothing is written to disk.
//
// A name is looked up by its sound (kit/fold.Latin), so that every script and
// romanisation reaches the same place; the spellings stored with the place then
// tell how good the match is. ReadList finds cities, countries and years in
// pasted text.
package place
