package visit

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
)

// membersPart is the delegation on the page of a visit.
type membersPart struct {
	Count string
	Notes []ui.Notice
	Table ui.Table
	None  string
	Acts  []ui.LinkButton
}

func (s *Service) membersPart(ctx context.Context, scene *web.Scene, v Visit) (*membersPart, error) {
	if !s.may(ctx, module.View, MemberKind) {
		return nil, nil
	}
	all, err := s.Members(ctx, v.Trip.ID)
	if err != nil {
		return nil, err
	}
	held, err := s.Held(ctx, v.Trip.ID)
	if err != nil {
		return nil, err
	}
	part := &membersPart{Count: size(scene, v, len(going(all))), Table: s.memberTable(scene, all, held), None: scene.T("visit_member.none")}
	for _, m := range all {
		if m.late(v.Trip) {
			part.Notes = append(part.Notes, ui.Notice{Tone: ui.ToneWarn, Title: scene.T("visit_member.late", "name", m.Title(), "when", arrivalWords(scene, m), "starts", v.Trip.Starts.Start(), "at", v.Trip.Opens)})
		}
	}
	if len(all) > 0 && !slices.ContainsFunc(all, func(m Member) bool { return m.Role == roleHead }) {
		part.Notes = append(part.Notes, ui.Notice{Tone: ui.ToneInfo, Title: scene.T("visit_member.head.none")})
	}
	if s.may(ctx, module.Create, MemberKind) {
		part.Acts = []ui.LinkButton{
			{Text: scene.T("visit_member.add"), Href: scene.Path("/visits/" + v.Trip.ID + "/member"), Icon: ui.IconPlus},
			{Text: scene.T("visit_member.paste"), Href: scene.Path("/visits/" + v.Trip.ID + "/paste"), Icon: ui.IconList},
		}
	}
	return part, nil
}

// going are those who have not declined.
func going(all []Member) []Member {
	return slices.DeleteFunc(slices.Clone(all), func(m Member) bool { return m.State == declined })
}

// memberTable lists a delegation: of what is sealed it says that there is something.
func (s *Service) memberTable(scene *web.Scene, all []Member, held map[string][]string) ui.Table {
	t := ui.Table{ID: "delegation", Caption: scene.T("visit_member.list"), Quiet: true, Stack: true}
	for _, c := range []string{"name", "latin", "post", "state", "languages", "arrives", "leaves", "sealed"} {
		t.Columns = append(t.Columns, ui.Column{Label: scene.T("visit_member.column." + c)})
	}
	for _, m := range all {
		title := ui.Value{Text: m.Title(), Href: scene.Path("/delegation/" + m.ID)}
		if m.Role != roleMember {
			title.Note = scene.T("visit_member.role." + m.Role)
		}
		state := ui.Chip{Text: scene.T("visit_member.state.unknown")}
		switch m.State {
		case coming:
			state = ui.Chip{Text: scene.T("visit_member.state.coming"), Tone: ui.ToneGood}
		case declined:
			state = ui.Chip{Text: scene.T("visit_member.state.declined"), Tone: ui.TonePaused}
		}
		sealed := ui.Value{}
		if n := len(held[m.ID]); n > 0 {
			sealed = ui.Value{Text: scene.N("visit_member.sealed.n", n)}
		}
		latin := ui.Value{Text: m.Latin}
		if m.Latin != "" {
			latin.Lang = "und-Latn"
		}
		row := t.NewRow(ui.Cell{Value: title, Head: true}, ui.Cell{Value: latin}, ui.Cell{Value: ui.Value{Text: m.Post}}, ui.Cell{Value: ui.Value{Chip: &state}}, ui.Cell{Value: ui.Value{Text: m.Languages}},
			ui.Cell{Value: ui.Value{Text: arrivalWords(scene, m)}}, ui.Cell{Value: ui.Value{Text: dayHour(scene, scene.Date(m.Leaves), m.LeavesAt)}}, ui.Cell{Value: sealed})
		row.Quiet = m.State == declined
		t.Rows = append(t.Rows, row)
	}
	return t
}

func arrivalWords(scene *web.Scene, m Member) string {
	return dayHour(scene, scene.Date(m.Arrives), m.ArrivesAt)
}

// dayHour is a day with its hour when there is one.
func dayHour(scene *web.Scene, day, hour string) string {
	if hour == "" || day == "" {
		return day
	}
	return scene.T("visit.day_hour", "day", day, "hour", hour)
}

// addMember is the form of somebody new in a delegation.
func (s *Service) addMember(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	v, err := s.Visit(ctx, r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	at := "/visits/" + v.Trip.ID
	m := Member{Visit: v.Trip.ID, Role: roleMember}
	asked := keep.Asked[Member]{Set: s.members.Fields, Kind: MemberKind, Of: &m, Langs: s.deps.Langs, Title: scene.T("visit_member.new"), Action: scene.Path(at + "/member"), Cancel: scene.Path(at), Submit: scene.T("visit_member.add")}
	if r.Method == http.MethodPost {
		in := form.Read(r.PostForm)
		if err := asked.Set.Read(ctx, scene, MemberKind, in, &m, s.deps.Langs, ""); err != nil {
			return nil, err
		}
		err := in.Err()
		if err == nil {
			if _, err = s.AddMember(ctx, m); err == nil {
				return web.Redirect{To: at + "#members", Notice: scene.T("visit_member.added", "name", m.Title())}, nil
			}
		}
		asked.Typed, asked.Failed = in, err
	}
	page, err := keep.FormPage(r, asked)
	page.Crumbs = []web.Crumb{{Text: scene.T("visit.list"), Path: "/visits"}, {Text: v.Trip.Name.In(scene.Lang).Value, Path: at}}
	return page, err
}

// putAway moves somebody to the bin and returns to the visit.
func (s *Service) putAway(r *http.Request) (web.Reply, error) {
	m, err := s.members.Get(r.Context(), r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	if err := s.members.PutAway(r.Context(), m.ID); err != nil {
		return nil, err
	}
	return web.Redirect{To: "/visits/" + m.Visit + "#members", Notice: web.SceneOf(r).T("keep.binned", "title", m.Title())}, nil
}

// memberPage is what the template member shows.
type memberPage struct {
	Head   ui.Head
	Edit   []ui.LinkButton
	Facts  ui.Facts
	Held   string         // that something is sealed
	Opened ui.SummaryList // what is sealed, once it was opened
	Open   *ui.Form
	Seal   *ui.LinkButton
}

func (s *Service) viewMember(r *http.Request) (web.Reply, error) {
	return s.memberPage(r, nil)
}

// openMember shows what is sealed of somebody. It is sent and not followed: to
// look is noted.
func (s *Service) openMember(r *http.Request) (web.Reply, error) {
	open, err := s.Open(r.Context(), r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	if open == nil {
		open = map[string]string{}
	}
	return s.memberPage(r, open)
}

func (s *Service) memberPage(r *http.Request, open map[string]string) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	m, err := s.members.Get(ctx, r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	v, err := s.Visit(ctx, m.Visit)
	if err != nil {
		return nil, err
	}
	held, err := s.Held(ctx, m.Visit)
	if err != nil {
		return nil, err
	}
	data := memberPage{Head: ui.Head{Over: scene.T("visit_member.role." + m.Role), Title: ui.Value{Text: m.Title()}, Lead: m.Post}}
	if m.Latin != "" && m.Name != "" {
		data.Head.Native = ui.Value{Text: m.Latin, Lang: "und-Latn"}
	}
	if data.Facts, err = s.members.FactList(ctx, scene, &m, s.members.At(&m)); err != nil {
		return nil, err
	}
	data.Held = scene.T("visit_member.sealed.none")
	if n := len(held[m.ID]); n > 0 {
		data.Held = scene.N("visit_member.sealed.n", n)
	}
	if s.members.Can(ctx, module.Edit, &m) {
		data.Edit = []ui.LinkButton{{Text: scene.T("keep.change"), Href: scene.Path(s.members.At(&m) + "/edit"), Icon: ui.IconEdit}}
	}
	if s.mayOpen(ctx) && len(held[m.ID]) > 0 && open == nil {
		data.Open = &ui.Form{Action: scene.Path(s.members.At(&m) + "/open"), Once: ui.Once{Key: scene.Key + "-open"}, Submit: ui.Button{Text: scene.T("visit_member.open"), Icon: ui.IconLock}}
	}
	if s.may(ctx, module.Edit, SealedKind) {
		data.Seal = &ui.LinkButton{Text: scene.T("visit_member.seal"), Href: scene.Path(s.members.At(&m) + "/sealed"), Icon: ui.IconEdit}
	}
	for _, field := range SealedFields() {
		if value, ok := open[field]; ok {
			data.Opened.Rows = append(data.Opened.Rows, ui.SummaryRow{Label: scene.T("visit_member.sealed." + field), Value: ui.Value{Text: value}})
		}
	}
	return web.Page{Template: "visit/member", Title: m.Title(), Data: data, About: m.Ref().String(), Crumbs: []web.Crumb{{Text: scene.T("visit.list"), Path: "/visits"}, {Text: v.Trip.Name.In(scene.Lang).Value, Path: "/visits/" + m.Visit}}}, nil
}

// sealedName is what a sealed field is called in a form: under such a name nothing
// is kept when a session ends while somebody types.
func sealedName(field string) string { return "secret_" + field }

// seal is the form of what is sealed of somebody. It shows no value: an empty field
// leaves what there is.
func (s *Service) seal(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	m, err := s.members.Get(ctx, r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	var problems keep.Problems
	if r.Method == http.MethodPost {
		in := form.Read(r.PostForm)
		values := map[string]string{}
		for _, field := range SealedFields() {
			if value := in.Text(sealedName(field), form.Max(sealedMax)); value != "" {
				values[field] = value
			}
			if slices.Contains(in.TypedAll("forget"), field) {
				values[field] = ""
			}
		}
		if err = in.Err(); err == nil {
			err = s.Seal(ctx, m.ID, values)
		}
		if err == nil {
			return web.Redirect{To: s.members.At(&m), Notice: scene.T("visit_member.sealed.did")}, nil
		}
		if errs.KindOf(err) != errs.Invalid && errs.FieldsOf(err) == nil {
			return nil, err
		}
		problems = keep.ProblemsOf(scene, err)
	}
	held, err := s.Held(ctx, m.Visit)
	if err != nil {
		return nil, err
	}
	settings, err := s.Settings(ctx)
	if err != nil {
		return nil, err
	}
	f := ui.Form{Action: scene.Path(s.members.At(&m) + "/sealed"), Once: ui.Once{Key: scene.Key}, Submit: ui.Button{Text: scene.T("visit_member.sealed.save"), Kind: ui.ButtonPrimary}, Cancel: &ui.Link{Text: scene.T("form.cancel"), Href: scene.Path(s.members.At(&m))}}
	forget := ui.Field{Kind: ui.FieldChecks, Name: "forget", Label: scene.T("visit_member.sealed.forget")}
	for _, field := range SealedFields() {
		one := ui.Field{Kind: ui.FieldText, Name: sealedName(field), Label: scene.T("visit_member.sealed." + field), Optional: scene.T("form.optional"), Error: problems[sealedName(field)], NoSpell: true, Autocomplete: "off"}
		if r.Method == http.MethodPost {
			one.Value = r.PostFormValue(one.Name)
		}
		if slices.Contains(held[m.ID], field) {
			one.Hint = scene.T("visit_member.sealed.has")
			forget.Options = append(forget.Options, ui.Option{Value: field, Label: scene.T("visit_member.sealed." + field)})
		}
		f.Fields = append(f.Fields, one)
	}
	f.Errors = problems.Summary(scene, f.Fields)
	if len(forget.Options) > 0 {
		f.Fields = append(f.Fields, forget)
	}
	page := web.Page{Template: "visit/form", Title: scene.T("visit_member.sealed.title", "name", m.Title()), Data: formPage{Form: f, Lead: scene.N("visit_member.sealed.lead", int(settings.KeepDays))},
		Crumbs: []web.Crumb{{Text: m.Title(), Path: s.members.At(&m)}}}
	if len(problems) > 0 {
		page.Status, page.Title = http.StatusUnprocessableEntity, scene.ErrorTitle(page.Title)
	}
	return page, nil
}

// sealedPart tells on the page of a visit what is sealed and when it goes.
type sealedPart struct {
	Text    string
	Destroy *ui.Form
}

func (s *Service) sealedPart(ctx context.Context, scene *web.Scene, v Visit) (*sealedPart, error) {
	if !s.may(ctx, module.View, MemberKind) {
		return nil, nil
	}
	held, err := s.Held(ctx, v.Trip.ID)
	if err != nil {
		return nil, err
	}
	if len(held) == 0 {
		if v.Purged.IsZero() {
			return nil, nil
		}
		return &sealedPart{Text: scene.T("visit.sealed.purged", "date", v.Purged)}, nil
	}
	settings, err := s.Settings(ctx)
	if err != nil {
		return nil, err
	}
	part := &sealedPart{Text: strings.Join([]string{scene.N("visit.sealed.people", len(held)), scene.N("visit.sealed.until", int(settings.KeepDays))}, " ")}
	if s.may(ctx, module.Edit, SealedKind) {
		part.Destroy = &ui.Form{Action: scene.Path("/visits/" + v.Trip.ID + "/destroy"), Once: ui.Once{Key: scene.Key + "-destroy"},
			Submit: ui.Button{Text: scene.T("visit.sealed.destroy"), Kind: ui.ButtonDanger, Icon: ui.IconTrash, Confirm: scene.T("visit.sealed.destroy.sure")}}
	}
	return part, nil
}

// destroy destroys at once what is sealed of a visit.
func (s *Service) destroy(r *http.Request) (web.Reply, error) {
	return s.did(r, "visit.did.destroy", func(ctx context.Context, v Visit) error { return s.Destroy(ctx, v.ID) })
}
