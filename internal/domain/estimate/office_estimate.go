package estimate

import (
	"context"
	"net/http"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/money"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// estimatePage is what the template estimate shows.
type estimatePage struct {
	Head    ui.Head
	Edit    []ui.LinkButton
	Limits  []ui.Notice
	Facts   ui.Facts
	Lines   ui.Table
	Totals  ui.Table
	Approve *ui.Form
	Changes *ui.Table
	Copy    *ui.Form
}

func (s *Service) estimateView(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	e, err := s.estimates.Get(ctx, r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	lines, err := s.Lines(ctx, e.ID)
	if err != nil {
		return nil, err
	}
	last, err := lastEdition(ctx, s.DB, e.ID)
	if err != nil {
		return nil, err
	}
	names, err := s.names(ctx, scene)
	if err != nil {
		return nil, err
	}
	at := s.estimates.At(&e)
	title := scene.T("estimate.of", "name", estimateTitle(scene.Printer, names, e))
	data := estimatePage{
		Head:  ui.Head{Over: scene.T("estimate.kind"), Title: ui.Value{Text: title}, Chips: []ui.Chip{stateChip(scene, last, lines)}, Audience: keep.Audience(scene, e.Visibility)},
		Lines: s.lineTable(scene, lines),
	}
	for _, format := range Formats() {
		data.Head.Actions = append(data.Head.Actions, ui.Action{Link: &ui.LinkButton{Text: scene.T("estimate.paper." + format), Href: scene.Path(at + "/estimate." + format), Download: true}})
	}
	if data.Facts, err = s.estimates.FactList(ctx, scene, &e, at); err != nil {
		return nil, err
	}
	if data.Totals, err = totalTable(scene, lines); err != nil {
		return nil, err
	}
	if err := s.standing(ctx, scene, e, &data); err != nil {
		return nil, err
	}
	s.changes(scene, last, lines, &data)
	if err := s.acts(ctx, scene, e, lines, last, &data); err != nil {
		return nil, err
	}
	return web.Page{Template: "estimate/estimate", Title: title, Data: data, About: e.Ref().String(), Crumbs: []web.Crumb{{Text: scene.T("estimate.list"), Path: "/estimates"}}}, nil
}

// standing says which limits are passed, and how much of the others is used.
func (s *Service) standing(ctx context.Context, scene *web.Scene, e Estimate, data *estimatePage) error {
	if s.Gate.Scope(ctx, s.limits.ViewNeed()) == account.None {
		return nil
	}
	all, err := s.Standings(ctx, e)
	for _, one := range all {
		note := ui.Notice{Tone: ui.ToneInfo, Title: standingWords(scene.Printer, one)}
		switch {
		case one.Over && one.Firm:
			note.Tone, note.Text = ui.ToneBad, scene.T("limit.firm.text")
		case one.Over, one.Unknown:
			note.Tone = ui.ToneWarn
		}
		data.Limits = append(data.Limits, note)
	}
	return err
}

// acts are what the viewer may do with an estimate.
func (s *Service) acts(ctx context.Context, scene *web.Scene, e Estimate, lines []Line, last Edition, data *estimatePage) error {
	at := s.estimates.At(&e)
	if s.Gate.Scope(ctx, approval()) > account.None && len(lines) > 0 && (last.Number == 0 || data.Changes != nil) {
		data.Approve = &ui.Form{Action: scene.Path(at + "/approve"), Once: ui.Once{Key: scene.Key + "-approve"}, Hidden: []ui.Hidden{{Name: "seen", Value: Seal(lines)}},
			Submit: ui.Button{Text: scene.T("estimate.approve"), Kind: ui.ButtonPrimary, Icon: ui.IconCheck}}
	}
	if !s.estimates.Can(ctx, module.Edit, &e) {
		return nil
	}
	data.Edit = []ui.LinkButton{{Text: scene.T("estimateline.add"), Href: scene.Path("/estimate-lines/new", "estimate", e.ID), Kind: ui.ButtonPrimary, Icon: ui.IconPlus}}
	if len(lines) > 0 {
		data.Edit = append(data.Edit, ui.LinkButton{Text: scene.T("estimate.facts"), Href: scene.Path(at + "/facts"), Icon: ui.IconEdit})
	}
	data.Edit = append(data.Edit, ui.LinkButton{Text: scene.T("keep.change"), Href: scene.Path(at + "/edit"), Icon: ui.IconEdit})
	if len(lines) > 0 {
		return nil
	}
	options, err := s.estimateOptions(ctx, scene)
	if err != nil {
		return err
	}
	from := ui.Field{Kind: ui.FieldSelect, Name: "from", Label: scene.T("estimate.copy.from"), Empty: scene.T("form.choose")}
	for _, o := range options {
		if o.Value != e.ID {
			from.Options = append(from.Options, o)
		}
	}
	if len(from.Options) > 0 {
		data.Copy = &ui.Form{Action: scene.Path(at + "/copy"), Once: ui.Once{Key: scene.Key + "-copy"}, Fields: []ui.Field{from}, Submit: ui.Button{Text: scene.T("estimate.copy")}}
	}
	return nil
}

// lineTable lists the lines with plan and fact beside each other.
func (s *Service) lineTable(scene *web.Scene, lines []Line) ui.Table {
	t := ui.Table{ID: "lines", Caption: scene.T("estimate.lines"), Quiet: true, Empty: &ui.Empty{Title: scene.T("estimate.no_lines"), Text: scene.T("estimate.no_lines.text")}}
	for _, name := range []string{"what", "reckoning", "source", "plan", "fact", "difference"} {
		t.Columns = append(t.Columns, ui.Column{Label: scene.T("estimate." + name), Number: name == "plan" || name == "fact" || name == "difference"})
	}
	for _, l := range lines {
		what := ui.Value{Text: lineTitle(scene.Printer, l), Note: l.Note, Href: scene.Path("/estimate-lines/" + l.ID)}
		fact, difference := ui.Value{Text: scene.T("estimate.fact.none")}, ui.Value{Text: "–"}
		if spent, known := l.Spent(); known {
			fact.Text = scene.Money(spent)
			if d, err := spent.Sub(l.Planned()); err == nil {
				difference.Text = signed(scene.Printer, d)
			}
		}
		t.Rows = append(t.Rows, t.NewRow(ui.Cell{Head: true, Value: what}, ui.Cell{Value: ui.Value{Text: reckoning(scene.Printer, l)}}, ui.Cell{Value: ui.Value{Text: scene.T("estimateline.source." + l.Source)}},
			ui.Cell{Value: ui.Value{Text: scene.Money(l.Planned())}}, ui.Cell{Value: fact}, ui.Cell{Value: difference}))
	}
	return t
}

// reckoning is how a plan comes about: "470,00 ₽ × 28 чел. × 2 дн.".
func reckoning(p *i18n.Printer, l Line) string {
	if l.Per == "" {
		return p.T("estimate.fixed")
	}
	return p.T("estimate.reckoning."+l.Per, "rate", p.Money(amount(l.Rate, l.Currency)), "people", p.Number(number(l.People)), "days", p.Number(number(l.Days)))
}

// signed is a difference with its sign.
func signed(p *i18n.Printer, d money.Amount) string {
	if d.Minor > 0 {
		return "+" + p.Money(d)
	}
	return p.Money(d)
}

// totalTable are the sums by source and currency, which are never added across
// currencies.
func totalTable(scene *web.Scene, lines []Line) (ui.Table, error) {
	t := ui.Table{ID: "totals", Caption: scene.T("estimate.totals"), Quiet: true}
	for _, name := range []string{"source", "plan", "fact", "difference"} {
		t.Columns = append(t.Columns, ui.Column{Label: scene.T("estimate." + name), Number: name != "source"})
	}
	totals, err := Totals(lines)
	for _, total := range totals {
		difference := "–"
		if d, known := total.Difference(); known {
			difference = signed(scene.Printer, d)
		}
		t.Rows = append(t.Rows, t.NewRow(ui.Cell{Head: true, Value: ui.Value{Text: totalWords(scene.Printer, total)}}, ui.Cell{Value: ui.Value{Text: scene.Money(total.Plan)}},
			ui.Cell{Value: factValue(scene, total)}, ui.Cell{Value: ui.Value{Text: difference}}))
	}
	return t, err
}

// totalWords say whose money a sum is.
func totalWords(p *i18n.Printer, t Total) string {
	if t.Source == "" {
		return p.T("estimate.all_sources", "currency", t.Currency)
	}
	return p.T("estimateline.source." + t.Source)
}

// changes lists what differs from what was approved.
func (s *Service) changes(scene *web.Scene, last Edition, lines []Line, data *estimatePage) {
	all := Differences(last.Lines, lines)
	if last.Number == 0 || len(all) == 0 {
		return
	}
	t := ui.Table{ID: "changes", Caption: scene.T("estimate.changes"), Quiet: true, Stack: true}
	for _, name := range []string{"what", "change", "was", "now"} {
		t.Columns = append(t.Columns, ui.Column{Label: scene.T("estimate." + name)})
	}
	for _, d := range all {
		before := Line{Item: d.Before.Item, Title: d.Before.Title, Rate: d.Before.Rate, People: d.Before.People, Days: d.Before.Days, Sum: d.Before.Sum, Currency: d.Before.Currency, Source: d.Before.Source}
		what, was, now := before, "–", "–"
		if d.What != Removed {
			what, now = d.Now, planWords(scene.Printer, d.Now)
		}
		if d.What != Added {
			was = planWords(scene.Printer, before)
		}
		t.Rows = append(t.Rows, t.NewRow(ui.Cell{Head: true, Value: ui.Value{Text: lineTitle(scene.Printer, what)}}, ui.Cell{Value: ui.Value{Text: scene.T("estimate.change." + d.What)}},
			ui.Cell{Value: ui.Value{Text: was}}, ui.Cell{Value: ui.Value{Text: now}}))
	}
	data.Changes = &t
}

// planWords are the plan of a line and whose money it takes.
func planWords(p *i18n.Printer, l Line) string {
	return p.Money(l.Planned()) + " · " + p.T("estimateline.source."+l.Source)
}

// approve takes the press of the head of department.
func (s *Service) approve(r *http.Request) (web.Reply, error) {
	scene, id := web.SceneOf(r), r.PathValue("id")
	if err := s.Approve(r.Context(), id, r.PostForm.Get("seen")); err != nil {
		return nil, err
	}
	return web.Redirect{To: "/estimates/" + id, Notice: scene.T("estimate.approved")}, nil
}

// copy takes over the lines of another estimate.
func (s *Service) copy(r *http.Request) (web.Reply, error) {
	scene, id := web.SceneOf(r), r.PathValue("id")
	if _, err := s.estimates.Get(r.Context(), id); err != nil {
		return nil, err
	}
	done, err := s.Copy(r.Context(), id, r.PostForm.Get("from"))
	if errs.KindOf(err) == errs.NotFound {
		err = errs.New(errs.Invalid, "estimate.copy.gone")
	}
	if err != nil {
		return nil, err
	}
	words := scene.N("estimate.copied", done.Taken)
	if len(done.Left) > 0 {
		left := make([]string, len(done.Left))
		for i, item := range done.Left {
			left[i] = itemWords(scene.Printer, item)
		}
		words += " " + scene.T("estimate.copied.left", "items", scene.Join(left))
	}
	return web.Redirect{To: "/estimates/" + id, Notice: words}, nil
}

// lineView is one line with its history and files.
func (s *Service) lineView(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	l, err := s.lines.Get(ctx, r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	data := recordPage{Head: ui.Head{Over: scene.T("estimateline.kind"), Title: ui.Value{Text: lineTitle(scene.Printer, l)}, Lead: reckoning(scene.Printer, l) + " · " + planWords(scene.Printer, l), Audience: keep.Audience(scene, l.Visibility)}}
	if data.Facts, err = s.lines.FactList(ctx, scene, &l, s.lines.At(&l)); err != nil {
		return nil, err
	}
	data.Edit = []ui.LinkButton{{Text: scene.T("estimateline.back"), Href: scene.Path("/estimates/"+l.Estimate) + "#lines"}}
	if s.lines.Can(ctx, module.Edit, &l) {
		data.Edit = append([]ui.LinkButton{{Text: scene.T("keep.change"), Href: scene.Path(s.lines.At(&l) + "/edit"), Icon: ui.IconEdit}}, data.Edit...)
	}
	return web.Page{Template: "estimate/record", Title: data.Head.Title.Text, Data: data, About: l.Ref().String(), Crumbs: []web.Crumb{{Text: scene.T("estimate.list"), Path: "/estimates"}}}, nil
}

// keeping wraps a form's handler so that it offers the entries of lists that the
// record names.
func (s *Service) keeping(next web.Handler, held func(ctx context.Context, id string) ([]string, error)) web.Handler {
	return func(r *http.Request) (web.Reply, error) {
		id := r.PathValue("id")
		if id == "" {
			return next(r)
		}
		entries, err := held(r.Context(), id)
		if err != nil {
			return nil, err
		}
		return next(r.WithContext(context.WithValue(r.Context(), heldKey{}, entries)))
	}
}

// kinds are the record kinds of this subject.
func (s *Service) kinds() []record.Kind {
	return []record.Kind{s.norms.RecordKind(), s.limits.RecordKind(), s.estimates.RecordKind(), s.lines.RecordKind()}
}
