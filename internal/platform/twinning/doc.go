// Package twinning holds a list of which cities of the world are twinned,
// without a network: about 34,000 pairs gathered from Wikidata and Wikipedia
// (see data/README.md for sources, dates and licences).
//
// What the list says is dated evidence and no fact of the office: a tie may have
// ended, or never have been more than a wish. Whoever shows it names the source.
package twinning
