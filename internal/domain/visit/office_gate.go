package visit

import (
	"cmp"
	"context"
	"net/http"
	"slices"

	"pobratim/internal/domain/visit/gate"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
)

// hand is the page from which a list of the delegation is taken. Within our own
// country it is a file at once; abroad it goes through the gate.
func (s *Service) hand(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	v, err := s.Visit(ctx, r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	in := form.Read(r.PostForm)
	problems := keep.Problems{}
	if r.Method == http.MethodPost {
		t := gate.Transfer{Activity: v.Trip.ID, Country: in.Text("country", form.Required("visit.gate.country.empty"), form.Max(2)), Recipient: in.Text("recipient", form.Max(300)), Reason: in.Text("reason", form.Max(1000))}
		t.Fields = slices.DeleteFunc(ListFields(), func(f string) bool { return !slices.Contains(in.TypedAll("fields"), f) })
		reply, err := s.handed(ctx, scene, v, t, in)
		if err == nil {
			return reply, nil
		}
		if errs.FieldsOf(err) == nil && errs.KindOf(err) != errs.Invalid && errs.KindOf(err) != errs.Conflict {
			return nil, err
		}
		problems = keep.ProblemsOf(scene, err)
	}
	f, err := s.handForm(ctx, scene, v, r.Method == http.MethodPost, in, problems)
	if err != nil {
		return nil, err
	}
	data := formPage{Form: f, Lead: scene.T("visit.hand.lead")}
	set, err := s.Settings(ctx)
	if err != nil {
		return nil, err
	}
	note := ui.Notice{Tone: ui.ToneInfo, Title: scene.T("visit.hand.law"), Text: scene.T("visit.hand.law.text")}
	if set.Notice == "" {
		note.Tone, note.Text = ui.ToneWarn, scene.T("visit.hand.law.text")+" "+scene.T("visit.hand.no_notice")
	}
	if s.may(ctx, module.Edit, SettingsKind) {
		note.Links = []ui.Link{{Text: scene.T("visit.settings"), Href: scene.Path("/visit-settings")}}
	}
	data.Notes = []ui.Notice{note}
	page := web.Page{Template: "visit/form", Title: scene.T("visit.take"), Data: data, Crumbs: []web.Crumb{{Text: scene.T("visit.list"), Path: "/visits"}, {Text: v.Trip.Name.In(scene.Lang).Value, Path: "/visits/" + v.Trip.ID}}}
	if len(problems) > 0 {
		page.Status, page.Title = http.StatusUnprocessableEntity, scene.ErrorTitle(page.Title)
	}
	return page, nil
}

// handed gives the file, or the page of the decision that lets it go abroad.
func (s *Service) handed(ctx context.Context, scene *web.Scene, v Visit, t gate.Transfer, in *form.Form) (web.Reply, error) {
	if err := in.Err(); err != nil {
		return nil, err
	}
	if err := s.require(ctx, module.Create, TransferKind); err != nil {
		return nil, err
	}
	if t.Country != s.deps.Country() {
		id, err := s.Clear(ctx, t)
		if err != nil {
			return nil, err
		}
		return web.Redirect{To: "/transfers/" + id, Notice: scene.T("visit.gate.did")}, nil
	}
	if len(t.Fields) == 0 {
		return nil, errs.Field("fields", "visit.gate.fields.empty")
	}
	return s.file(ctx, scene, v, Handed{Fields: t.Fields, Recipient: t.Recipient, Country: t.Country, Format: in.Text("format")})
}

// file is a list as a file.
func (s *Service) file(ctx context.Context, scene *web.Scene, v Visit, h Handed) (web.Reply, error) {
	body, err := s.List(ctx, scene, v.Trip.ID, h)
	if err != nil {
		return nil, err
	}
	return web.File{Name: scene.T("visit.paper.title", "visit", v.Trip.Name) + "." + h.Format, Type: mediaType(h.Format), Body: body}, nil
}

func (s *Service) handForm(ctx context.Context, scene *web.Scene, v Visit, typed bool, in *form.Form, problems keep.Problems) (ui.Form, error) {
	chosen := in.Typed("country")
	if !typed {
		chosen = cmp.Or(scene.URL.Query().Get("country"), s.deps.Country())
	}
	country := ui.Field{Kind: ui.FieldSelect, Name: "country", Label: scene.T("visit.hand.country"), Error: problems["country"]}
	codes, err := s.deps.Countries(ctx)
	if err != nil {
		return ui.Form{}, err
	}
	for _, code := range codes {
		label, err := s.classed(ctx, scene, code)
		if err != nil {
			return ui.Form{}, err
		}
		country.Options = append(country.Options, ui.Option{Value: code, Label: label, Selected: code == chosen})
	}
	fields := ui.Field{Kind: ui.FieldChecks, Name: "fields", Label: scene.T("visit.hand.fields"), Hint: scene.T("visit.hand.fields.hint"), Error: problems["fields"]}
	for _, f := range ListFields() {
		sealed := slices.Contains(SealedFields(), f)
		if sealed && !s.mayOpen(ctx) {
			continue
		}
		o := ui.Option{Value: f, Label: fieldWords(scene, f), Selected: slices.Contains(in.TypedAll("fields"), f)}
		if sealed {
			o.Hint = scene.T("visit.hand.sealed")
		}
		fields.Options = append(fields.Options, o)
	}
	f := ui.Form{Action: scene.Path("/visits/" + v.Trip.ID + "/list"), Once: ui.Once{Key: scene.Key}, Cancel: &ui.Link{Text: scene.T("form.cancel"), Href: scene.Path("/visits/" + v.Trip.ID)}, Fields: []ui.Field{
		country,
		{Kind: ui.FieldText, Name: "recipient", Label: scene.T("visit.hand.recipient"), Hint: scene.T("visit.hand.recipient.hint"), Value: in.Typed("recipient"), Error: problems["recipient"]},
		fields,
		{Kind: ui.FieldArea, Name: "reason", Label: scene.T("visit.hand.reason"), Hint: scene.T("visit.hand.reason.hint"), Value: in.Typed("reason"), Error: problems["reason"]},
	}}
	for i, as := range formats() {
		b := ui.Button{Text: scene.T("visit.paper." + as[0]), Name: "format", Value: as[0]}
		if i == 0 {
			b.Kind = ui.ButtonPrimary
			f.Submit = b
			continue
		}
		f.Others = append(f.Others, b)
	}
	f.Errors = problems.Summary(scene, f.Fields)
	return f, nil
}

// classed is the name of a country with its class.
func (s *Service) classed(ctx context.Context, scene *web.Scene, code string) (string, error) {
	name := s.deps.CountryName(code, scene.Lang)
	if code == s.deps.Country() {
		return scene.T("visit.hand.home", "country", name), nil
	}
	c, err := s.Country(ctx, code)
	return scene.T("visit.hand.abroad", "country", name, "class", classWords(scene, c.Class)), err
}

func classWords(scene *web.Scene, class string) string {
	if class == "" {
		return scene.T("visit.class.unknown")
	}
	return scene.T("visit.class." + class)
}

// transfersPage is what the template transfers shows.
type transfersPage struct {
	Lead  string
	Table ui.Table
	Pager ui.Pager
}

// transfers is the register of transfers of personal data abroad.
func (s *Service) transfers(r *http.Request) (web.Reply, error) {
	scene, ctx, q := web.SceneOf(r), r.Context(), r.URL.Query()
	f := gate.Filter{After: gate.Key{On: q.Get("after"), ID: q.Get("after_id")}, Limit: keep.PageSize + 1}
	rows, err := s.Transfers(ctx, f)
	if err != nil {
		return nil, err
	}
	rows, more := keep.Cut(rows)
	data := transfersPage{Lead: scene.T("visit.transfers.lead"), Table: ui.Table{ID: "transfers", Caption: scene.T("visit.transfers"), Quiet: true, Stack: true, Empty: &ui.Empty{Title: scene.T("visit.transfers.none"), Text: scene.T("visit.transfers.none.text")}}}
	if more {
		last := rows[len(rows)-1].Key()
		data.Pager.Next = keep.Onward(scene, last.On, last.ID)
	}
	for _, c := range []string{"when", "visit", "country", "recipient", "people", "by"} {
		data.Table.Columns = append(data.Table.Columns, ui.Column{Label: scene.T("visit.transfers." + c), Number: c == "people"})
	}
	for _, t := range rows {
		name, err := s.visitName(ctx, scene, t.Activity)
		if err != nil {
			return nil, err
		}
		data.Table.Rows = append(data.Table.Rows, data.Table.NewRow(
			ui.Cell{Value: ui.Value{Text: scene.Instant(t.On.In(scene.Zone)), Href: scene.Path("/transfers/" + t.ID)}, Head: true}, ui.Cell{Value: name},
			ui.Cell{Value: ui.Value{Text: s.deps.CountryName(t.Country, scene.Lang)}}, ui.Cell{Value: ui.Value{Text: t.Recipient}}, ui.Cell{Value: ui.Value{Text: scene.Number(int64(t.People))}}, ui.Cell{Value: ui.Value{Text: t.By}}))
	}
	return web.Page{Template: "visit/transfers", Title: scene.T("visit.transfers"), Data: data, Crumbs: []web.Crumb{{Text: scene.T("visit.list"), Path: "/visits"}}}, nil
}

// visitName is a visit as a link, or that it is gone.
func (s *Service) visitName(ctx context.Context, scene *web.Scene, activity string) (ui.Value, error) {
	v, err := s.Visit(ctx, activity)
	if hidden(err) {
		return ui.Value{Text: scene.T("visit.transfers.gone")}, nil
	}
	name := keep.Said(scene, v.Trip.Name)
	name.Href = scene.Path("/visits/" + v.Trip.ID)
	return name, err
}

// transferPage is what the template transfer shows.
type transferPage struct {
	Facts ui.SummaryList
	Take  ui.Download
}

// transfer is one decision, with the list that it lets go.
func (s *Service) transfer(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	t, err := s.Transfer(ctx, r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	name, err := s.visitName(ctx, scene, t.Activity)
	if err != nil {
		return nil, err
	}
	words := make([]string, len(t.Fields))
	for i, f := range t.Fields {
		words[i] = fieldWords(scene, f)
	}
	data := transferPage{Facts: ui.SummaryList{Rows: []ui.SummaryRow{
		{Label: scene.T("visit.transfers.visit"), Value: name},
		{Label: scene.T("visit.transfers.country"), Value: ui.Value{Text: s.deps.CountryName(t.Country, scene.Lang), Note: classWords(scene, t.Class) + " · " + t.Source}},
		{Label: scene.T("visit.transfers.notice"), Value: ui.Value{Text: scene.T("visit.transfers.notice.of", "number", t.Notice, "date", t.NoticeOn)}},
		{Label: scene.T("visit.transfers.recipient"), Value: ui.Value{Text: t.Recipient}},
		{Label: scene.T("visit.hand.fields"), Value: ui.Value{Text: scene.Join(words)}},
		{Label: scene.T("visit.transfers.people"), Value: ui.Value{Text: scene.Number(int64(t.People))}},
		{Label: scene.T("visit.hand.reason"), Value: ui.Value{Text: t.Reason}},
		{Label: scene.T("visit.transfers.by"), Value: ui.Value{Text: t.By, Note: scene.Instant(t.On.In(scene.Zone))}},
	}}}
	if s.may(ctx, module.Create, TransferKind) && name.Href != "" {
		data.Take.Label = scene.T("visit.take")
		for _, as := range formats() {
			data.Take.Items = append(data.Take.Items, ui.Link{Text: scene.T("visit.paper." + as[0]), Href: scene.Path("/transfers/" + t.ID + "/file/" + as[0]), Download: true})
		}
	}
	return web.Page{Template: "visit/transfer", Title: scene.T("visit.transfer.title", "recipient", t.Recipient), Data: data, Crumbs: []web.Crumb{{Text: scene.T("visit.transfers"), Path: "/transfers"}}}, nil
}

// transferFile is the list that a decision lets go.
func (s *Service) transferFile(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	t, err := s.Transfer(ctx, r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	v, err := s.Visit(ctx, t.Activity)
	if err != nil {
		return nil, err
	}
	return s.file(ctx, scene, v, Handed{Fields: t.Fields, Recipient: t.Recipient, Country: t.Country, Format: r.PathValue("format")})
}
