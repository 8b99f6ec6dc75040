package fill

// dialect is how a format calls what the engine cares about. The prefixes are
// those that every program writes.
type dialect struct {
	kind      Format
	paragraph map[string]bool
	row       map[string]bool // what a section covers whole: rows, items of lists
	table     map[string]bool
	inline    map[string]bool // may be split in two: runs and what lies around them
	props     map[string]bool // what both halves of a split element need
	skipped   map[string]bool // holds no text of the document
	wall      map[string]bool // stands in the line, so that no mark goes through it
	filled    map[string]bool // must end in a paragraph
	once      map[string]bool // is left out of repetitions: bookmarks have one name
	text      string          // the only element whose letters count; empty: all letters of a paragraph
	space     string          // an element that stands for spaces
	box       map[string]bool // a text box
}

func set(names ...string) map[string]bool {
	m := make(map[string]bool, len(names))
	for _, n := range names {
		m[n] = true
	}
	return m
}

func word() *dialect {
	return &dialect{
		kind: DOCX, paragraph: set("w:p"), row: set("w:tr"), table: set("w:tbl"),
		inline: set("w:t", "w:r", "w:hyperlink", "w:ins", "w:smartTag"), props: set("w:rPr", "w:smartTagPr"),
		skipped: set("w:rPr", "w:pPr", "w:del", "w:instrText", "w:delText", "w:tblPr", "w:tcPr", "w:trPr", "w:sdtPr", "w:sectPr", "w:moveFrom"),
		wall:    set("w:tab", "w:br", "w:cr", "w:drawing", "w:pict", "w:object", "w:fldChar", "w:footnoteReference", "w:endnoteReference", "w:sym", "w:noBreakHyphen", "w:ptab", "mc:AlternateContent", "m:oMath"),
		filled:  set("w:tc", "w:hdr", "w:ftr", "w:txbxContent", "w:footnote", "w:endnote"),
		once:    set("w:bookmarkStart", "w:bookmarkEnd", "w:commentRangeStart", "w:commentRangeEnd", "w:commentReference"),
		text:    "w:t", box: set("w:txbxContent"),
	}
}

func open() *dialect {
	return &dialect{
		kind: ODT, paragraph: set("text:p", "text:h"), row: set("table:table-row", "text:list-item"), table: set("table:table", "text:list"),
		inline:  set("text:span", "text:a"),
		skipped: set("text:tracked-changes", "office:annotation", "text:note-citation", "text:ruby-text", "svg:title", "svg:desc", "text:change"),
		wall:    set("text:tab", "text:line-break", "draw:frame", "draw:custom-shape", "text:note", "text:page-number"),
		once:    set("text:bookmark", "text:bookmark-start", "text:bookmark-end", "text:reference-mark"),
		space:   "text:s", box: set("draw:text-box"),
	}
}

// description is the form in which a paper.Document passes through the engine.
func description() *dialect {
	return &dialect{
		kind: paperForm, paragraph: set("p"), row: set("tr"), table: set("table"), inline: set("r"), text: "r",
	}
}
