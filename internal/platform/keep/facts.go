package keep

import (
	"context"
	"maps"
	"slices"
	"strconv"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// FactList shows a record's fields with their sources, what other sources say,
// and links to change each field and to see its history. At is the record's
// address within the frame. Fields that are marked aside are left out, unless
// they are named.
func (k *Keeper[T]) FactList(ctx context.Context, s *web.Scene, t *T, at string, names ...string) (ui.Facts, error) {
	facts, err := k.Facts(ctx, k.Meta(t).ID)
	if err != nil {
		return ui.Facts{}, err
	}
	list := ui.Facts{OthersTitle: s.T("keep.others")}
	edit := k.Can(ctx, module.Edit, t)
	inside := k.Inside(ctx)
	marks := 0
	for _, f := range k.Fields {
		if f.Inner && !inside {
			continue
		}
		if f.Aside && len(names) == 0 || len(names) > 0 && !contains(names, f.Name) {
			continue
		}
		row := k.factRow(ctx, s, f, t, at, edit)
		if used, ok := facts.Used(f.Name); ok && used.Source.ID != "" {
			marks++
			row.Source = sourceOf(s, used, marks)
		}
		for _, other := range facts.Others(f.Name) {
			marks++
			row.Others = append(row.Others, ui.OtherFact{Value: f.Show(ctx, s, other.Value), Source: sourceOf(s, other, marks)})
		}
		if row.Value.Text == "" && row.Missing == "" && len(row.Others) == 0 {
			continue
		}
		list.Rows = append(list.Rows, row)
	}
	return list, nil
}

// Inside tells whether the viewer sees every record of the kind, and with it
// the inner fields and the history.
func (k *Keeper[T]) Inside(ctx context.Context) bool {
	return k.Gate.Scope(ctx, module.Need{Action: module.View, Kind: k.Kind}) >= account.All
}

// Further are facts that have no field of their own in the record, under
// "<kind>.fact.<name>": what a source adds and nobody has to fill in.
func (k *Keeper[T]) Further(ctx context.Context, s *web.Scene, t *T, mark int) ([]ui.Fact, error) {
	facts, err := k.Facts(ctx, k.Meta(t).ID)
	if err != nil {
		return nil, err
	}
	var rows []ui.Fact
	for _, name := range slices.Sorted(maps.Keys(facts)) {
		if _, known := k.Fields.Find(name); known {
			continue
		}
		for i, f := range facts[name] {
			if i > 0 && facts[name][i-1].Value == f.Value {
				continue // a second source of the same value adds nothing here
			}
			mark++
			rows = append(rows, ui.Fact{Label: s.T(k.Kind + ".fact." + name), Value: k.further(ctx, s, name, f.Value), Source: sourceOf(s, f, mark)})
		}
	}
	return rows, nil
}

func (k *Keeper[T]) further(ctx context.Context, s *web.Scene, name, value string) ui.Value {
	if k.Foreign != nil {
		if v, ok := k.Foreign(ctx, s, name, value); ok {
			return v
		}
	}
	return ui.Value{Text: plainFact(s, value)}
}

// plainFact is a value without a field: a date where it reads as one, a number
// or words.
func plainFact(s *web.Scene, value string) string {
	if n, err := strconv.ParseInt(value, 10, 64); err == nil && len(value) != 4 {
		return s.Number(n)
	}
	if d, err := edtf.Parse(value); err == nil {
		return s.Date(d)
	}
	return value
}

func contains(names []string, name string) bool {
	for _, n := range names {
		if n == name {
			return true
		}
	}
	return false
}

func (k *Keeper[T]) factRow(ctx context.Context, s *web.Scene, f Field[T], t *T, at string, edit bool) ui.Fact {
	words := key(k.Kind, f.Name)
	row := ui.Fact{ID: "fact-" + f.Name, Label: s.T(words), Value: f.Show(ctx, s, Canonical(f.At(t)))}
	if row.Value.Text == "" {
		switch {
		case s.Has(words + ".missing"):
			row.Missing = s.T(words + ".missing")
		case edit:
			row.Missing = s.T("keep.missing")
		}
	}
	if edit && !f.Derived {
		row.Edit = &ui.Link{Text: s.T("keep.change"), Hidden: s.T(words), Href: s.Path(at + "/field/" + f.Name)}
	}
	if edit && k.Inside(ctx) {
		row.History = &ui.Link{Text: s.T("keep.history"), Hidden: s.T(words), Href: s.Path("/history/"+k.Kind+"/"+k.Meta(t).ID, "field", f.Name)}
	}
	return row
}

// sourceOf is the footnote of a fact.
func sourceOf(s *web.Scene, f record.Fact, mark int) *ui.Source {
	if note := f.Note.In(s.Lang).Value; f.Source.ID == "" && note != "" {
		return &ui.Source{Mark: strconv.Itoa(mark), Label: s.T("keep.source"), Text: note}
	}
	if f.Source.ID == "" {
		return nil
	}
	source := &ui.Source{Mark: strconv.Itoa(mark), Label: s.T("keep.source"), Text: f.Source.Title, Href: f.Source.URL, Open: s.T("keep.source.open")}
	if f.Inferred {
		source.By = s.T("keep.inferred")
	}
	if note := f.Note.In(s.Lang).Value; note != "" {
		source.When = note
	}
	return source
}

// SourceNote is the footnote of a source that belongs to a whole entry.
func SourceNote(s *web.Scene, src record.Source, mark int, inferred bool) *ui.Source {
	return sourceOf(s, record.Fact{Source: src, Inferred: inferred}, mark)
}
