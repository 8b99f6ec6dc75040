package keep

import (
	"context"
	"net/http"
	"strconv"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// draftOf is a form on its way to the reader: fresh, or back with what was
// typed and what is wrong with it.
type draftOf[T any] struct {
	set            Set[T]
	only           string // name of the single field
	action, anchor string
	title, submit  string
	cancel         string
	in             *form.Form
	err            error
	stale          *T // the state that somebody else saved meanwhile
	alike, alikeAt string
}

// show makes the page of a form.
func (p *Pages[T]) show(r *http.Request, s *web.Scene, t *T, d draftOf[T]) (web.Reply, error) {
	if d.err != nil && !refused(d.err) {
		return nil, d.err
	}
	ctx := r.Context()
	problems := Problems{}
	if d.err != nil {
		problems = ProblemsOf(s, d.err)
	}
	fields, err := d.set.Form(ctx, s, p.Kind, t, d.in, problems, p.Langs, d.only)
	if err != nil {
		return nil, err
	}
	data := formPage{}
	if d.stale != nil {
		delete(problems, "")
		data.Stale = p.staleNotice(ctx, s, d, fields)
	}
	if d.only != "" && d.set[0].Source {
		more, err := p.sourceFields(ctx, s, d.in, problems)
		if err != nil {
			return nil, err
		}
		fields = append(fields, more...)
	}
	data.Form = ui.Form{
		Action: d.action, Once: ui.Once{Key: s.Key}, Fields: fields, Errors: problems.Summary(s, fields),
		Submit: ui.Button{Text: d.submit, Kind: ui.ButtonPrimary}, Cancel: &ui.Link{Text: s.T("form.cancel"), Href: d.cancel},
	}
	if version := p.Meta(t).Version; version > 0 {
		data.Form.Hidden = append(data.Form.Hidden, ui.Hidden{Name: "version", Value: strconv.FormatInt(version, 10)})
	}
	if d.alike != "" {
		data.Stale = &ui.Notice{Tone: ui.ToneWarn, Title: d.alike, Text: s.T("keep.alike.text"), Links: []ui.Link{{Text: s.T("keep.alike.open"), Href: d.alikeAt}}}
		data.Form.Hidden = append(data.Form.Hidden, ui.Hidden{Name: "different", Value: "yes"})
		data.Form.Submit.Text = s.T("keep.alike.add")
	}
	return p.page(ctx, s, t, d, data)
}

func (p *Pages[T]) page(ctx context.Context, s *web.Scene, t *T, d draftOf[T], data formPage) (web.Reply, error) {
	page := web.Page{Template: "keep/form", Title: d.title, Crumbs: []web.Crumb{{Text: s.T(p.Kind + ".list"), Path: p.Path}}}
	if p.Meta(t).ID != "" {
		page.Crumbs = append(page.Crumbs, web.Crumb{Text: p.Title(t, s.Lang), Path: p.At(t)})
		if d.only == "" && p.Can(ctx, module.Bin, t) {
			data.Bin = &ui.Form{Action: s.Path(p.At(t) + "/bin"), Once: ui.Once{Key: s.Key + "-bin"}, Submit: ui.Button{Text: s.T("keep.bin"), Kind: ui.ButtonQuiet, Icon: ui.IconTrash}}
		}
	}
	if d.only != "" {
		page.Template = "keep/field"
		data.Edit = ui.FactEdit{ID: "fact-" + d.only, Label: s.T(key(p.Kind, d.only)), Form: data.Form, Target: d.action, Notice: data.Stale}
		if len(data.Form.Fields) > 0 { // the row says it
			data.Form.Fields[0].LabelHidden = true
		}
		var err error
		if data.Sources, err = p.otherValues(ctx, s, t, d); err != nil {
			return nil, err
		}
	}
	if d.err != nil {
		page.Status = http.StatusUnprocessableEntity
		if errs.KindOf(d.err) == errs.Stale || errs.KindOf(d.err) == errs.Conflict {
			page.Status = http.StatusConflict
		}
		page.Title = s.ErrorTitle(page.Title)
	}
	page.Data = data
	return page, nil
}

// staleNotice sets both versions side by side: what was typed stays in the
// controls, what somebody else saved stands under each control that differs.
func (p *Pages[T]) staleNotice(ctx context.Context, s *web.Scene, d draftOf[T], fields []ui.Field) *ui.Notice {
	who := ""
	if last, err := audit.Last(ctx, p.DB, p.Ref(p.Meta(d.stale).ID)); err == nil {
		who = last.Actor.Name + ", " + s.Instant(last.At.In(s.Zone))
	}
	typed := *d.stale
	// Reading again into a copy tells which controls differ; errors were shown
	// before a save could be stale.
	_ = d.set.Read(ctx, s, p.Kind, d.in, &typed, p.Langs, d.only)
	for i, f := range d.set {
		now := Canonical(f.At(d.stale))
		if now == Canonical(f.At(&typed)) {
			continue
		}
		shown := f.Show(ctx, s, now).Text
		if shown == "" {
			shown = s.T("keep.nothing")
		}
		fields[i].Suggest = s.T("keep.stale.now", "value", shown)
	}
	return &ui.Notice{Tone: ui.ToneWarn, Title: s.T("keep.stale.title", "who", who), Text: s.T("keep.stale.text")}
}

// sourceFields ask where a value comes from.
func (p *Pages[T]) sourceFields(ctx context.Context, s *web.Scene, in *form.Form, problems Problems) ([]ui.Field, error) {
	sources, err := record.Sources(ctx, p.DB)
	if err != nil {
		return nil, err
	}
	typed := func(name string) string {
		if in == nil {
			return ""
		}
		return in.Typed(name)
	}
	choose := ui.Field{Kind: ui.FieldSelect, Name: "source", Label: s.T("keep.source_known"), Optional: s.T("form.optional"), Empty: s.T("keep.source_none")}
	for _, src := range sources {
		choose.Options = append(choose.Options, ui.Option{Value: src.ID, Label: src.Title, Selected: src.ID == typed("source")})
	}
	return []ui.Field{
		choose,
		{Kind: ui.FieldText, Name: "source_title", Label: s.T("keep.source_title"), Hint: s.T("keep.source_title.hint"), Optional: s.T("form.optional"), Value: typed("source_title"), Error: problems["source_title"]},
		{Kind: ui.FieldURL, Name: "source_url", Label: s.T("keep.source_url"), Optional: s.T("form.optional"), Value: typed("source_url"), Error: problems["source_url"]},
	}, nil
}

// otherValues lists what other sources say, each with a button that puts it
// into use.
func (p *Pages[T]) otherValues(ctx context.Context, s *web.Scene, t *T, d draftOf[T]) ([]useForm, error) {
	facts, err := p.Facts(ctx, p.Meta(t).ID)
	if err != nil {
		return nil, err
	}
	var list []useForm
	for i, other := range facts.Others(d.only) {
		list = append(list, useForm{
			Value: d.set[0].Show(ctx, s, other.Value), Source: sourceOf(s, other, i+1),
			Form: ui.Form{Action: s.Path(p.At(t) + "/use"), Once: ui.Once{Key: s.Key + "-" + strconv.Itoa(i)}, Hidden: []ui.Hidden{{Name: "fact", Value: other.ID}}, Submit: ui.Button{Text: s.T("keep.use")}},
		})
	}
	return list, nil
}
