// Package xmlscan reads the XML of office files token by token, without
// building a tree and almost without allocating: a table of a million cells is
// some seven million tokens.
//
// It is strict where it matters for files from outside. A document type
// declaration ends the reading, so there are no entities but the five of XML
// and characters by number, and nothing is ever fetched. Tags must be closed in
// their order, so a file that was cut off is noticed. Depth and length of a tag
// are bounded; long text arrives in pieces.
//
// Prefixes of namespaces are cut off: office programs differ in them and hardly
// in the names behind.
package xmlscan
