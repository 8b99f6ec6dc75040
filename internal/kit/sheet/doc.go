// Package sheet reads tables out of the files that offices have, and writes
// tables that every office can open. What is read becomes a Book: sheets of
// cells as text, whatever the file was; guesses about its meaning (header row,
// columns, records) are made by who asked.
package sheet
