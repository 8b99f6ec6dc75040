// Package reading understands the tables that offices keep: where on a sheet a
// table lies, which row is its header, what it is about, what each column
// means and how sure that is, and what a row says. It reads and guesses; it
// writes nothing and knows no database.
//
// Guesses go by the words of a header, in Russian, English, German and a few
// others, and by what stands in the cells. A column that nothing explains is
// kept as a note; a row that is left out carries its reason.
package reading
