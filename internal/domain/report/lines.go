package report

import (
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/record"
)

// add puts a line into a part.
func (c *collector) add(name BlockName, line Line) {
	c.blocks[name] = append(c.blocks[name], line)
}

// miss notes for the author what the sheet lacks.
func (c *collector) miss(what, path string) {
	c.b.Missing = append(c.b.Missing, Remark{Key: "report.missing." + what, Path: path})
}

// line is a statement from a record.
func (c *collector) line(ref record.Ref, path string, parts ...Part) Line {
	return Line{Ref: ref, Path: path, Parts: parts}
}

// field is the address at which a field of the partner is changed.
func (c *collector) field(name string) string { return c.when(c.b.Path + "/field/" + name) }

// when gives an address to those who may edit.
func (c *collector) when(path string) string {
	if !c.edit {
		return ""
	}
	return path
}

// fact adds the sources of a field of the partner and the way to change it.
func (c *collector) fact(line *Line, field string) {
	line.Edit = c.field(field)
	if used, ok := c.facts.Used(field); ok {
		line.Sources = sources(used.Source)
		if used.Inferred {
			line.Remarks = append(line.Remarks, Remark{Key: "keep.inferred"})
		}
	}
}

// age says for when a statement is known.
func (c *collector) age(line *Line, asOf edtf.Date) {
	line.AsOf, line.Old = asOf, old(asOf, c.now)
}

// said is a text of the partner's record in the language of the paper.
func (c *collector) said(field string, text i18n.Text, limit int) Line {
	line := c.line(c.p.Ref(), c.b.Path)
	line.Key = "partner." + field
	line.Parts, line.shortened = c.text(text, limit, &line)
	c.fact(&line, field)
	return line
}

// prose is a text of the partner's record that exists in one language.
func (c *collector) prose(field, text string, limit int) Line {
	short, cut := shorten(text, limit)
	line := c.line(c.p.Ref(), c.b.Path, c.own(short, Plain, false))
	line.Key, line.shortened = "partner."+field, cut
	c.fact(&line, field)
	return line
}

// text is a text in the language of the paper, or in another with a remark.
func (c *collector) text(text i18n.Text, limit int, line *Line) ([]Part, bool) {
	said := text.In(c.b.Lang)
	short, cut := shorten(said.Value, limit)
	part := Part{Text: short}
	if said.Lang != c.b.Lang {
		part.Lang = said.Lang
		line.Remarks = append(line.Remarks, Remark{Key: "report.fallback"})
	}
	if said.Stale {
		line.Remarks = append(line.Remarks, Remark{Key: "keep.stale_translation"})
	}
	return []Part{part}, cut
}

// own is a text as somebody wrote it, in whatever language.
func (c *collector) own(text string, kind PartKind, newRow bool) Part {
	part := Part{Text: text, Kind: kind, Break: newRow}
	if lang := script(text); lang != c.b.Lang {
		part.Lang = lang
	}
	return part
}

// words is a text in the language of the paper as one piece.
func (c *collector) words(text i18n.Text, line *Line) Part {
	parts, cut := c.text(text, nameLimit, line)
	line.shortened = line.shortened || cut
	return parts[0]
}

// cited adds the sources on which another subject's record rests.
func (c *collector) cited(line *Line) error {
	facts, err := record.FactsOf(c.ctx, c.s.DB, line.Ref)
	if err != nil {
		return err
	}
	seen := map[string]bool{}
	for _, field := range []string{"name", "title", "signed", "starts", "since", "text", "note"} {
		if used, ok := facts.Used(field); ok && used.Source.ID != "" && !seen[used.Source.ID] {
			seen[used.Source.ID] = true
			line.Sources = append(line.Sources, used.Source)
		}
	}
	return nil
}

func sources(one record.Source) []record.Source {
	if one.ID == "" {
		return nil
	}
	return []record.Source{one}
}

func first(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}

// dateOr is a date in words, or that it is not known.
func dateOr(w *i18n.Printer, d edtf.Date) string {
	if d.IsZero() {
		return w.T("report.undated")
	}
	return w.Date(d)
}
