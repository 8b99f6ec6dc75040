// Package fill fills templates that people edit in Word or LibreOffice: DOCX
// (ECMA-376, transitional) and ODT (ODF 1.2) by one engine, and descriptions of
// package paper by the same rules.
//
// A template says {{name}} for a text, {{#list}} … {{/list}} for what is repeated,
// {{?name}} … {{/name}} for what stands only when the name is filled, and
// {{!name}} … {{/name}} for what stands only when it is not, {{img:name}} or
// {{img:name 30mm}} for a picture; a picture whose alternative text is {{img:name}}
// is replaced and keeps its place and size. Names are letters, digits, "." and
// "_", in any case. A section lies within one paragraph, covers whole paragraphs
// or whole rows of a table; a paragraph or row with nothing but marks in it goes.
// Marks may be split over runs, as Word does, and formatted inside; what is filled
// in looks as the mark began.
//
// What no mark touches is written byte by byte as it was read. A file is filled
// whole or not at all: unknown names and sections that do not fit come back as
// Problems, each with the place where it stands.
//
// Templates of strangers are read and filled in a child process (jail): Inspect
// and Make. Macros, linked files, document types and archives that unpack to more
// than they should are refused.
package fill
