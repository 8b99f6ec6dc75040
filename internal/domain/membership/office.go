package membership

import (
	"context"
	"net/http"
	"time"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/export"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
)

// listPage is what the template list shows: one of the three registers.
type listPage struct {
	Views  ui.Tabs
	Filter ui.Form
	Sums   []string
	Table  ui.Table
	Pager  ui.Pager
	Take   ui.Download
	Add    *ui.LinkButton
}

// views are the three registers, as far as the viewer may see them.
func (s *Service) views(ctx context.Context, scene *web.Scene, now string) ui.Tabs {
	tabs := ui.Tabs{Label: scene.T("membership.views")}
	for _, v := range []struct{ kind, path string }{{Kind, "/memberships"}, {DuesKind, "/dues"}, {BallotKind, "/ballots"}} {
		if s.may(ctx, module.View, v.kind) {
			tabs.Items = append(tabs.Items, ui.Link{Text: scene.T(v.kind + ".list"), Href: scene.Path(v.path), Current: v.kind == now})
		}
	}
	return tabs
}

// add leads to the form for a new record, for those who may make one.
func (s *Service) add(ctx context.Context, scene *web.Scene, kind, path string, query ...string) *ui.LinkButton {
	if !s.may(ctx, module.Create, kind) {
		return nil
	}
	return &ui.LinkButton{Text: scene.T(kind + ".add"), Href: scene.Path(path+"/new", query...), Icon: ui.IconPlus}
}

func (s *Service) list(r *http.Request) (web.Reply, error) {
	scene, ctx, q := web.SceneOf(r), r.Context(), r.URL.Query()
	f := Filter{State: q.Get("state"), Type: q.Get("type"), Day: s.today(), After: Key{q.Get("after"), q.Get("after_id")}, Limit: keep.PageSize + 1}
	if f.State == "" {
		f.State = Current
	}
	if as := export.Asked(r); as != "" {
		return s.exportList(r, as, f)
	}
	rows, err := s.Memberships(ctx, f)
	if err != nil {
		return nil, err
	}
	total, err := s.Count(ctx, f, keep.CountBound)
	if err != nil {
		return nil, err
	}
	rows, more := keep.Cut(rows)
	data := listPage{Views: s.views(ctx, scene, Kind), Filter: filterForm(scene, f), Pager: keep.Pager(scene, len(rows), total, f.After != Key{}), Take: export.Links(scene), Add: s.add(ctx, scene, Kind, "/memberships")}
	if data.Add != nil {
		data.Add.Kind = ui.ButtonPrimary
	}
	if more {
		last := rows[len(rows)-1].Key()
		data.Pager.Next = keep.Onward(scene, last.Fold, last.ID)
	}
	if data.Table, err = s.table(ctx, scene, rows); err != nil {
		return nil, err
	}
	return web.Page{Template: "membership/list", Title: scene.T("membership.list"), Data: data}, nil
}

// exportList is the register, as filtered, as a file.
func (s *Service) exportList(r *http.Request, as export.Format, f Filter) (web.Reply, error) {
	ids := export.ByKey(func(after Key) ([]Membership, error) {
		f.After, f.Limit = after, export.PageSize
		return s.Memberships(r.Context(), f)
	}, func(m Membership) (string, Key) { return m.ID, m.Key() })
	return s.memberships.Export(r, as, "memberships", ids)
}

// choose is a select of a filter; the words of its options stand under a prefix.
func choose(scene *web.Scene, name, label, empty, chosen, prefix string, values []string) ui.Field {
	field := ui.Field{Kind: ui.FieldSelect, Name: name, Label: label, Empty: empty}
	for _, v := range values {
		field.Options = append(field.Options, ui.Option{Value: v, Label: scene.T(prefix + v), Selected: v == chosen})
	}
	return field
}

// filtering is the form that narrows a register.
func filtering(scene *web.Scene, path string, fields ...ui.Field) ui.Form {
	return ui.Form{Action: scene.Path(path), Get: true, Submit: ui.Button{Text: scene.T("membership.show")}, Sets: []ui.Fieldset{{Legend: scene.T("membership.filter"), Row: true, Fields: fields}}}
}

func filterForm(scene *web.Scene, f Filter) ui.Form {
	return filtering(scene, "/memberships",
		choose(scene, "state", scene.T("membership.state"), "", f.State, "membership.state.", []string{Current, Past, Both}),
		choose(scene, "type", scene.T("membership.type"), scene.T("membership.any"), f.Type, "membership.type.", Types()))
}

// table lists memberships with who speaks for the city and what is due next.
func (s *Service) table(ctx context.Context, scene *web.Scene, rows []Membership) (ui.Table, error) {
	t := ui.Table{ID: "memberships", Caption: scene.T("membership.list"), Quiet: true, Stack: true,
		Empty: &ui.Empty{Title: scene.T("membership.none"), Text: scene.T("membership.none.text")}}
	for _, c := range []string{"name", "type", "since", "delegate", "next"} {
		t.Columns = append(t.Columns, ui.Column{Label: scene.T("membership.column." + c)})
	}
	delegates, err := s.delegates(ctx, scene)
	if err != nil || len(rows) == 0 {
		return t, err
	}
	days, err := s.days(ctx, rows)
	if err != nil {
		return t, err
	}
	for _, m := range rows {
		name := keep.Said(scene, m.Name)
		name.Href = scene.Path("/memberships/" + m.ID)
		cells := []ui.Cell{{Value: name, Head: true}, {Value: ui.Value{Text: typeWords(scene, m)}}, {Value: ui.Value{Text: scene.Date(m.Since)}}, {Value: delegates(m)}, {Value: nextValue(scene, s.deps.Clock(), days[m.ID])}}
		row := t.NewRow(cells...)
		row.Quiet = m.Past(s.deps.Clock())
		t.Rows = append(t.Rows, row)
	}
	return t, nil
}

// typeWords say in what quality the city belongs, or that nobody has noted it.
func typeWords(scene *web.Scene, m Membership) string {
	if m.Type == "" {
		return scene.T("membership.type.missing")
	}
	return scene.T("membership.type." + m.Type)
}

// delegates says of a membership who speaks for the city, or that nobody does.
func (s *Service) delegates(ctx context.Context, scene *web.Scene) (func(Membership) ui.Value, error) {
	held, err := s.deps.Held(ctx, s.deps.Clock())
	if err != nil {
		return nil, err
	}
	words := map[string]string{}
	for _, options := range []func(context.Context, *web.Scene) ([]ui.Option, error){s.deps.Posts, s.deps.People} {
		list, err := options(ctx, scene)
		if err != nil && !hidden(err) {
			return nil, err
		}
		for _, o := range list {
			words[o.Value] = o.Label
		}
	}
	return func(m Membership) ui.Value {
		if m.Past(s.deps.Clock()) {
			return ui.Value{Text: joined(words[m.Person], words[m.Post])}
		}
		if chip := vacancy(scene, m, held); chip != nil {
			return ui.Value{Chip: chip}
		}
		return ui.Value{Text: joined(words[m.Person], words[m.Post])}
	}, nil
}

// hidden tells whether a list is not for this viewer, who reads less then.
func hidden(err error) bool {
	kind := errs.KindOf(err)
	return kind == errs.Forbidden || kind == errs.Unauthenticated
}

// vacancy is the gap of a membership for which nobody speaks; nil without one.
func vacancy(scene *web.Scene, m Membership, held map[string]bool) *ui.Chip {
	switch {
	case !m.Unspoken(held):
		return nil
	case m.Post == "":
		return &ui.Chip{Text: scene.T("membership.delegate.none"), Tone: ui.ToneWarn}
	}
	return &ui.Chip{Text: scene.T("membership.delegate.vacant"), Tone: ui.ToneWarn}
}

// nextValue is the nearest of a membership's days, marked when it is over.
func nextValue(scene *web.Scene, now time.Time, days []day) ui.Value {
	if len(days) == 0 {
		return ui.Value{}
	}
	first := days[0]
	v := ui.Value{Text: scene.T("membership.next."+first.name, "date", scene.Date(first.when))}
	if first.late(now) {
		return ui.Value{Parts: []ui.Value{v, {Chip: &ui.Chip{Text: scene.T("membership.late"), Tone: ui.ToneBad}}}}
	}
	return v
}

// byDay orders days, the nearest first.
func byDay(a, b day) int { return edtf.Compare(a.when, b.when) }
