package visit

import (
	"bytes"
	"context"
	"slices"
	"strconv"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/paper"
	"pobratim/internal/kit/web"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/record"
)

// openFields are the fields of a list that are not sealed.
func openFields() []string {
	return []string{"name", "latin", "post", "role", "languages", "arrives", "leaves"}
}

// ListFields lists what a list of a delegation can hold.
func ListFields() []string { return append(openFields(), SealedFields()...) }

// formats are the forms of a list with their media types, in the order of the
// buttons.
func formats() [][2]string {
	return [][2]string{
		{"docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}, {"pdf", "application/pdf"},
		{"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
	}
}

func mediaType(format string) string {
	for _, f := range formats() {
		if f[0] == format {
			return f[1]
		}
	}
	return ""
}

// Handed is a list of a delegation for one recipient.
type Handed struct {
	Fields    []string
	Recipient string
	Country   string // of the recipient; a list for abroad rests on a decision of the gate
	Format    string // docx, pdf or xlsx
}

// List writes the list of a delegation and notes in the history that it was
// issued, with which fields. To another country it goes with no more fields than
// the gate let go; sealed fields are for those who may open them.
func (s *Service) List(ctx context.Context, scene *web.Scene, id string, h Handed) ([]byte, error) {
	v, err := s.Visit(ctx, id)
	if err != nil {
		return nil, err
	}
	if mediaType(h.Format) == "" {
		return nil, errs.New(errs.NotFound, "record.missing")
	}
	if h.Country != s.deps.Country() {
		decided, err := s.Cleared(ctx, v.Trip.ID, h.Country)
		if err != nil {
			return nil, err
		}
		for _, f := range h.Fields {
			if !slices.Contains(decided.Fields, f) {
				return nil, errs.New(errs.Conflict, "visit.gate.closed")
			}
		}
	}
	members, err := s.Members(ctx, v.Trip.ID)
	if err != nil {
		return nil, err
	}
	members = going(members)
	sealed, err := s.issue(ctx, v, members, h)
	if err != nil {
		return nil, err
	}
	doc := s.document(scene, v, members, sealed, h)
	var out bytes.Buffer
	switch h.Format {
	case "docx":
		err = doc.DOCX(&out)
	case "xlsx":
		err = doc.XLSX(&out)
	default:
		return doc.PDF(ctx, s.deps.Typeset)
	}
	return out.Bytes(), err
}

// issue notes that a list leaves, and opens the sealed fields that stand in it.
func (s *Service) issue(ctx context.Context, v Visit, members []Member, h Handed) (sealed map[string]map[string]string, err error) {
	secret := slices.DeleteFunc(slices.Clone(h.Fields), func(f string) bool { return !slices.Contains(SealedFields(), f) })
	if len(secret) > 0 {
		if err := s.require(ctx, "view", SealedKind); err != nil {
			return nil, err
		}
	}
	ids := make([]string, len(members))
	for i, m := range members {
		ids[i] = m.ID
	}
	_, err = s.Log.Write(audit.WithoutKey(ctx), func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		if sealed, err = s.openIn(ctx, w, v.Trip.ID, ids, secret); err != nil {
			return record.Ref{}, err
		}
		for _, m := range members {
			if len(sealed[m.ID]) > 0 {
				if err := w.Did(ctx, m.Ref(), audit.Opened, m.Title(), nil); err != nil {
					return record.Ref{}, err
				}
			}
		}
		changes := []audit.Change{{Field: "list.format", After: h.Format}, {Field: "list.recipient", After: h.Recipient}}
		for _, f := range h.Fields {
			changes = append(changes, audit.Change{Field: "list.field", After: f})
		}
		return v.Ref(), w.Did(ctx, v.Ref(), audit.Issued, v.Trip.Name.In("ru").Value, changes)
	})
	return sealed, err
}

// document describes the list.
func (s *Service) document(scene *web.Scene, v Visit, members []Member, sealed map[string]map[string]string, h Handed) paper.Document {
	title := scene.T("visit.paper.title", "visit", v.Trip.Name)
	t := &paper.Table{Name: scene.T("visit.paper.sheet"), Rules: true, Columns: []paper.Column{{Title: scene.T("visit.paper.number"), Share: 1, Align: paper.Center}}}
	for _, f := range h.Fields {
		t.Columns = append(t.Columns, paper.Column{Title: fieldWords(scene, f), Share: 4})
	}
	for i, m := range members {
		row := paper.Row{Cells: []paper.Cell{{Paragraphs: [][]paper.Run{paper.Plain(strconv.Itoa(i + 1))}, Number: strconv.Itoa(i + 1)}}}
		for _, f := range h.Fields {
			row.Cells = append(row.Cells, paper.Words(value(scene, m, f, sealed[m.ID])))
		}
		t.Rows = append(t.Rows, row)
	}
	doc := paper.Document{Title: title, Author: s.deps.Home(scene.Lang), Lang: scene.Lang, At: s.deps.Clock(), Landscape: len(h.Fields) > 4, Blocks: []paper.Block{
		{Heading: 1, Text: paper.Plain(title), Align: paper.Center, Keep: true},
		{Text: paper.Plain(scene.Date(v.Trip.When())), Align: paper.Center, Keep: true},
	}}
	if h.Recipient != "" {
		doc.Blocks = append(doc.Blocks, paper.Block{Text: paper.Plain(scene.T("visit.paper.for", "recipient", h.Recipient)), Keep: true})
	}
	doc.Blocks = append(doc.Blocks, paper.Block{Table: t}, paper.Block{Text: paper.Plain(scene.N("visit.paper.people", len(members)))})
	return doc
}

// fieldWords are what a field of a list is called.
func fieldWords(scene *web.Scene, field string) string {
	if slices.Contains(SealedFields(), field) {
		return scene.T("visit_member.sealed." + field)
	}
	return scene.T("visit_member." + field)
}

// value is what a list says of somebody.
func value(scene *web.Scene, m Member, field string, sealed map[string]string) string {
	switch field {
	case "name":
		return m.Name
	case "latin":
		return m.Latin
	case "post":
		return m.Post
	case "role":
		return scene.T("visit_member.role." + m.Role)
	case "languages":
		return m.Languages
	case "arrives":
		return arrivalWords(scene, m)
	case "leaves":
		return dayHour(scene, scene.Date(m.Leaves), m.LeavesAt)
	}
	return sealed[field]
}
