package membership

import (
	"net/http"
	"strconv"

	"pobratim/internal/kit/money"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/export"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
)

// stateUnpaid is the part of the register of dues that is not paid.
const stateUnpaid = "unpaid"

func (s *Service) listDues(r *http.Request) (web.Reply, error) {
	scene, ctx, q := web.SceneOf(r), r.Context(), r.URL.Query()
	f := DuesFilter{Unpaid: q.Get("state") == stateUnpaid, Limit: keep.PageSize + 1, After: DuesKey{ID: q.Get("after_id")}}
	f.Year, _ = strconv.Atoi(q.Get("year"))
	f.After.Year, _ = strconv.ParseInt(q.Get("after"), 10, 64)
	if as := export.Asked(r); as != "" {
		ids := export.ByKey(func(after DuesKey) ([]Dues, error) {
			f.After, f.Limit = after, export.PageSize
			return s.Dues(ctx, f)
		}, func(d Dues) (string, DuesKey) { return d.ID, d.Key() })
		return s.dues.Export(r, as, "dues", ids)
	}
	rows, err := s.Dues(ctx, f)
	if err != nil {
		return nil, err
	}
	total, err := s.CountDues(ctx, f, keep.CountBound)
	if err != nil {
		return nil, err
	}
	rows, more := keep.Cut(rows)
	data := listPage{Views: s.views(ctx, scene, DuesKind), Filter: s.duesFilter(scene, f), Table: s.duesTable(scene, rows, true),
		Pager: keep.Pager(scene, len(rows), total, f.After != DuesKey{}), Take: export.Links(scene), Add: s.add(ctx, scene, DuesKind, "/dues")}
	if more {
		last := rows[len(rows)-1].Key()
		data.Pager.Next = keep.Onward(scene, strconv.FormatInt(last.Year, 10), last.ID)
	}
	if f.Year != 0 && !more && f.After == (DuesKey{}) {
		data.Sums = sums(scene, rows)
	}
	return web.Page{Template: "membership/list", Title: scene.T("dues.list"), Data: data}, nil
}

func (s *Service) duesFilter(scene *web.Scene, f DuesFilter) ui.Form {
	year := ui.Field{Kind: ui.FieldNumber, Name: "year", Label: scene.T("dues.year"), Width: ui.WidthShort}
	if f.Year != 0 {
		year.Value = strconv.Itoa(f.Year)
	}
	state := choose(scene, "state", scene.T("dues.state"), scene.T("membership.any"), "", "dues.state.", []string{stateUnpaid})
	state.Options[0].Selected = f.Unpaid
	return filtering(scene, "/dues", year, state)
}

// sums say what the dues of a list come to, by currency, and what of it is not
// paid; those of an unknown sum are counted apart.
func sums(scene *web.Scene, rows []Dues) []string {
	var order []string
	all, open, unknown := map[string]money.Amount{}, map[string]money.Amount{}, 0
	for _, d := range rows {
		sum, ok := d.Sum()
		if !ok {
			unknown++
			continue
		}
		was, met := all[sum.Currency]
		if !met {
			order = append(order, sum.Currency)
		}
		total, err := was.Add(sum)
		if err != nil {
			return nil // more than can be counted: no figure is better than a wrong one
		}
		all[sum.Currency] = total
		if d.Paid.IsZero() {
			if open[sum.Currency], err = open[sum.Currency].Add(sum); err != nil {
				return nil
			}
		}
	}
	var words []string
	for _, currency := range order {
		left := open[currency]
		if left.Currency == "" {
			left.Currency = currency
		}
		words = append(words, scene.T("dues.sum", "sum", all[currency], "open", left))
	}
	if unknown > 0 {
		words = append(words, scene.N("dues.sum.unknown", unknown))
	}
	return words
}

// duesTable lists dues, of one membership or of all.
func (s *Service) duesTable(scene *web.Scene, rows []Dues, network bool) ui.Table {
	t := ui.Table{ID: "dues", Caption: scene.T("dues.list"), Quiet: true, Stack: true, Empty: &ui.Empty{Title: scene.T("dues.none"), Text: scene.T("dues.none.text")}}
	t.Columns = []ui.Column{{Label: scene.T("dues.year")}}
	if network {
		t.Columns = append(t.Columns, ui.Column{Label: scene.T("dues.membership")})
	}
	t.Columns = append(t.Columns, ui.Column{Label: scene.T("dues.amount"), Number: true}, ui.Column{Label: scene.T("dues.due")}, ui.Column{Label: scene.T("dues.paid")}, ui.Column{Label: scene.T("dues.document")})
	for _, d := range rows {
		cells := []ui.Cell{{Value: ui.Value{Text: d.Year, Href: scene.Path("/dues/" + d.ID)}, Head: true}}
		if network {
			of := keep.Said(scene, d.Of)
			of.Href = scene.Path("/memberships/" + d.Membership)
			cells = append(cells, ui.Cell{Value: of})
		}
		cells = append(cells, ui.Cell{Value: ui.Value{Text: sumWords(scene, d)}}, ui.Cell{Value: ui.Value{Text: scene.Date(d.Due)}}, ui.Cell{Value: s.paidValue(scene, d)}, ui.Cell{Value: ui.Value{Text: d.Document}})
		row := t.NewRow(cells...)
		row.Quiet = !d.Paid.IsZero()
		t.Rows = append(t.Rows, row)
	}
	return t
}

// sumWords are the sum, or that it is not known.
func sumWords(scene *web.Scene, d Dues) string {
	if sum, ok := d.Sum(); ok {
		return scene.Money(sum)
	}
	return scene.T("dues.amount.missing")
}

// paidValue says when dues were paid, or that they are not.
func (s *Service) paidValue(scene *web.Scene, d Dues) ui.Value {
	switch {
	case !d.Paid.IsZero():
		return ui.Value{Text: scene.Date(d.Paid)}
	case d.Overdue(s.deps.Clock()):
		return ui.Value{Chip: &ui.Chip{Text: scene.T("dues.overdue"), Tone: ui.ToneBad}}
	}
	return ui.Value{Chip: &ui.Chip{Text: scene.T("dues.open")}}
}

// partPage is what the template part shows: dues or a ballot.
type partPage struct {
	Head  ui.Head
	Edit  []ui.LinkButton
	Facts ui.Facts
}

func (s *Service) viewDues(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	d, err := s.dues.Get(ctx, r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	at := s.dues.At(&d)
	paid := s.paidValue(scene, d)
	data := partPage{Head: ui.Head{Over: scene.T("dues.kind"), Title: ui.Value{Text: d.Title(scene.Lang)}, Audience: keep.Audience(scene, d.Visibility)}}
	if paid.Chip == nil {
		paid.Chip = &ui.Chip{Text: scene.T("dues.paid.chip"), Tone: ui.ToneGood, Note: paid.Text}
	}
	data.Head.Chips = []ui.Chip{*paid.Chip}
	if data.Facts, err = s.dues.FactList(ctx, scene, &d, at); err != nil {
		return nil, err
	}
	for i := range data.Facts.Rows {
		if row := &data.Facts.Rows[i]; row.ID == "fact-amount" && d.Amount != "" {
			row.Value.Text = sumWords(scene, d)
		}
	}
	if s.dues.Can(ctx, module.Edit, &d) {
		data.Edit = []ui.LinkButton{{Text: scene.T("keep.change"), Href: scene.Path(at + "/edit"), Icon: ui.IconEdit}}
		if d.Paid.IsZero() {
			data.Edit = append([]ui.LinkButton{{Text: scene.T("dues.card.act"), Href: scene.Path(at + "/field/paid"), Icon: ui.IconCheck, Kind: ui.ButtonPrimary}}, data.Edit...)
		}
	}
	return web.Page{Template: "membership/part", Title: d.Title(scene.Lang), Data: data, About: d.Ref().String(), Crumbs: []web.Crumb{
		{Text: scene.T("dues.list"), Path: "/dues"}, {Text: d.Of.In(scene.Lang).Value, Path: "/memberships/" + d.Membership}}}, nil
}
