package archive

import (
	"pobratim/internal/kit/db"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/export"
	"pobratim/internal/platform/record"
	"pobratim/internal/platform/transfer"
)

// recordPage is what the template record shows.
type recordPage struct {
	Register string
	Facts    []factRow
	Parts    []partRows
	Files    []pageLink
}

type factRow struct {
	Label  string
	Values []pageLink
	Source *pageLink
	Others []factRow // what other sources say
}

type partRows struct {
	Title string
	Lines []pageLink
}

func (w *printer) record(s *web.Scene, words *export.Words, t transfer.Table, row transfer.Row, short []transfer.Column) (registerRow, error) {
	line := registerRow{Title: pageLink{Text: t.Title(row, s.Lang), Href: row.ID + ".html"}}
	ref := record.Ref{Kind: t.Kind, ID: row.ID}
	facts, err := record.FactsOf(w.ctx, w.h, ref)
	if err != nil {
		return line, err
	}
	data := recordPage{Register: s.T(t.Kind + ".list")}
	for _, c := range t.Columns {
		fact, err := w.fact(s, words, c, row.Values[c.Name], facts)
		if err != nil {
			return line, err
		}
		if len(fact.Values) > 0 || len(fact.Others) > 0 {
			data.Facts = append(data.Facts, fact)
		}
	}
	for _, c := range short {
		values, err := w.values(s, words, c, row.Values[c.Name])
		if err != nil {
			return line, err
		}
		text := ""
		for _, v := range values {
			text += v.Text
		}
		line.Cells = append(line.Cells, text)
	}
	if data.Parts, err = w.parts(s, t, row.ID); err != nil {
		return line, err
	}
	if data.Files, err = w.attached(ref); err != nil {
		return line, err
	}
	return line, w.page(s.Lang+"/"+t.Name+"/"+row.ID+".html", "record", s, "../../", line.Title.Text, data)
}

func (w *printer) fact(s *web.Scene, words *export.Words, c transfer.Column, value string, facts record.Facts) (factRow, error) {
	row := factRow{Label: s.T(c.Key)}
	var err error
	if row.Values, err = w.values(s, words, c, value); err != nil {
		return row, err
	}
	if used, ok := facts.Used(c.Name); ok {
		row.Source = sourceLink(s, used)
	}
	for _, other := range facts.Others(c.Name) {
		values, err := w.values(s, words, c, other.Value)
		if err != nil {
			return row, err
		}
		row.Others = append(row.Others, factRow{Values: values, Source: sourceLink(s, other)})
	}
	return row, nil
}

func sourceLink(s *web.Scene, f record.Fact) *pageLink {
	if f.Source.ID == "" {
		return nil
	}
	link := pageLink{Text: f.Source.Title, Href: f.Source.URL}
	if f.Inferred {
		link.Note = s.T("keep.inferred")
	}
	return &link
}

// values are a column's words, with links to the records that they name.
func (w *printer) values(s *web.Scene, words *export.Words, c transfer.Column, canonical string) ([]pageLink, error) {
	text, err := words.Value(w.ctx, c, canonical)
	if err != nil || text == "" {
		return nil, err
	}
	link := pageLink{Text: text}
	switch {
	case c.Type == transfer.Date:
		if d, err := edtf.Parse(canonical); err == nil {
			link.Text = s.Date(d)
		}
	case c.Control == ui.FieldURL:
		link.Href = canonical
	case c.Control == ui.FieldEmail:
		link.Href = "mailto:" + canonical
	default:
		link.Href = w.at(record.Ref{Kind: export.KindOf(c, w.Kinds), ID: canonical})
	}
	return []pageLink{link}, nil
}

// at is the page of a record as seen from the page of another one.
func (w *printer) at(ref record.Ref) string {
	if w.names[ref.Kind] == "" {
		return ""
	}
	return "../" + w.names[ref.Kind] + "/" + ref.ID + ".html"
}

func (w *printer) parts(s *web.Scene, t transfer.Table, id string) ([]partRows, error) {
	if t.Parts == nil {
		return nil, nil
	}
	found, err := t.Parts(w.ctx, s, id)
	if err != nil {
		return nil, err
	}
	var parts []partRows
	for _, p := range found {
		rows := partRows{Title: p.Title}
		for _, l := range p.Lines {
			line := pageLink{Text: l.Text, Note: l.Note}
			if kind, ok := w.Kinds[l.Ref.Kind]; ok {
				if _, err := kind.Title(w.ctx, l.Ref.ID, s.Lang); err == nil { // not in the bin
					line.Href = w.at(l.Ref)
				}
			}
			rows.Lines = append(rows.Lines, line)
		}
		if len(rows.Lines) > 0 {
			parts = append(parts, rows)
		}
	}
	return parts, nil
}

// attached are the files of a record that are not in the bin.
func (w *printer) attached(ref record.Ref) ([]pageLink, error) {
	return db.All(w.ctx, w.h, func(r db.Row) (pageLink, error) {
		var l pageLink
		var f stored
		err := r.Scan(&l.Text, &l.Note, &f.sum, &f.kind)
		l.Href = "../../" + f.name()
		return l, err
	}, `SELECT a.name, a.note, f.sha256, f.type FROM attachments a JOIN files f ON f.sha256 = a.sha256
		WHERE a.kind = $1 AND a.record_id = $2 AND NOT a.binned ORDER BY a.at, a.id`, ref.Kind, ref.ID)
}
