package partner

import (
	"context"
	"net/http"
	"time"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// dossierPage is what the template dossier shows: everything about one tie.
type dossierPage struct {
	Head         ui.Head
	Notice       *ui.Notice
	Prospects    []ui.Notice // of this place, that can hand over what is known
	Actions      []ui.Action
	Claims       ui.Claims
	Said         []saidRow
	AddClaim     *ui.LinkButton
	Facts        ui.Facts
	Card         ui.Facts // communication card
	Coordinators []ui.Person
	AppointLink  *ui.Link
	Gaps         []ui.Link // what is missing, as questions that can be answered
	Clocks       ui.Clocks
}

// saidRow is one claim in the list of all that was said.
type saidRow struct {
	Side, When string
	State      *ui.Chip
	Wording    ui.Value
	Document   string
	Note       ui.Value
	Source     *ui.Source
}

func (s *Service) dossier(r *http.Request) (web.Reply, error) {
	scene := web.SceneOf(r)
	p, err := s.Partner(r.Context(), r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	at := s.partners.At(&p)
	edit := s.partners.Can(r.Context(), module.Edit, &p)
	data := dossierPage{Head: s.head(scene, p), Clocks: s.clocks(scene, p)}
	claims, err := claimsOf(r.Context(), s.DB, p.ID)
	if err != nil {
		return nil, err
	}
	newest := Newest(claims)
	data.Claims = s.claimPair(scene, p, newest)
	data.Said = saidRows(scene, claims)
	if stopped(newest) {
		data.Notice = &ui.Notice{Tone: ui.TonePaused, Title: scene.T("partner.stopped.title"), Text: scene.T("partner.stopped.text")}
	}
	if data.Prospects, err = s.wasProspect(r.Context(), scene, p); err != nil {
		return nil, err
	}
	if data.Facts, err = s.partners.FactList(r.Context(), scene, &p, at); err != nil {
		return nil, err
	}
	further, err := s.partners.Further(r.Context(), scene, &p, len(data.Facts.Rows))
	if err != nil {
		return nil, err
	}
	data.Facts.Rows = append(data.Facts.Rows, further...)
	if data.Card, err = s.partners.FactList(r.Context(), scene, &p, at, "languages", "channel", "rhythm", "customs", "sensitive", "gifts"); err != nil {
		return nil, err
	}
	if data.Coordinators, err = s.coordinators(r.Context(), scene, p); err != nil {
		return nil, err
	}
	inside := s.partners.Inside(r.Context())
	if inside {
		data.Actions = append(data.Actions, ui.Action{Link: &ui.LinkButton{Text: scene.T("partner.brief"), Href: scene.Path(at + "/brief"), Kind: ui.ButtonPrimary, Icon: ui.IconDocument}})
	}
	if edit {
		data.AddClaim = &ui.LinkButton{Text: scene.T("partner.claim.add"), Href: scene.Path(at + "/claims/new"), Icon: ui.IconPlus}
		data.AppointLink = &ui.Link{Text: scene.T("partner.coordinators.change"), Href: scene.Path(at + "/edit#f-our_post")}
		data.Gaps = s.gaps(scene, p, at)
		data.Actions = append(data.Actions, ui.Action{Link: &ui.LinkButton{Text: scene.T("keep.change"), Href: scene.Path(at + "/edit"), Icon: ui.IconEdit}})
	}
	if inside {
		data.Actions = append(data.Actions, ui.Action{Link: &ui.LinkButton{Text: scene.T("keep.history"), Href: scene.Path("/history/" + Kind + "/" + p.ID), Icon: ui.IconHistory}})
	}
	return web.Page{Template: "partner/dossier", Title: p.Name.In(scene.Lang).Value, Data: data, About: p.Ref().String(),
		Crumbs: []web.Crumb{{Text: scene.T("partner.list"), Path: "/partners"}}}, nil
}

func (s *Service) head(scene *web.Scene, p Partnership) ui.Head {
	head := ui.Head{
		Over: scene.T("partner.type."+p.Type) + " · " + s.Country(p.Country, scene.Lang), Title: keep.Said(scene, p.Name),
		Audience: keep.Audience(scene, p.Visibility),
	}
	if p.Native != "" && p.Native != head.Title.Text {
		head.Native = ui.Value{Text: p.Native, Lang: p.NativeLang}
	}
	if other := p.Name.Get(map[string]string{"ru": "en", "en": "ru"}[scene.Lang]); other != "" && other != p.Native && other != head.Title.Text {
		head.Meta = append(head.Meta, ui.Value{Text: other, Lang: map[string]string{"ru": "en", "en": "ru"}[scene.Lang]})
	}
	if words := s.bearingWords(scene, p); words != "" {
		head.Meta = append(head.Meta, ui.Value{Text: words})
	}
	if p.Since.IsZero() {
		head.Meta = append(head.Meta, ui.Value{Text: scene.T("partner.since.missing")})
	} else {
		head.Meta = append(head.Meta, ui.Value{Text: scene.Since(p.Since)})
	}
	if p.Historic {
		head.Chips = append(head.Chips, ui.Chip{Text: scene.T("partner.historic.yes")})
	}
	return head
}

// clocks show the same moment here and there, with the difference in hours.
func (s *Service) clocks(scene *web.Scene, p Partnership) ui.Clocks {
	home := s.deps.Home(scene.Lang)
	zone, ok := p.Location()
	if !ok {
		return ui.Clocks{}
	}
	here, there := scene.Now.In(home.Zone), scene.Now.In(zone)
	_, a := here.Zone()
	_, b := there.Zone()
	return ui.Clocks{Label: scene.T("partner.clocks"), Items: []ui.Clock{
		{Place: p.Name.In(scene.Lang).Value, Time: scene.Clock(there) + ", " + scene.ShortWeekday(there.Weekday()), Machine: there.Format(time.RFC3339), Note: zoneDifference(scene, b-a)},
		{Place: home.Name, Time: scene.Clock(here) + ", " + scene.ShortWeekday(here.Weekday()), Machine: here.Format(time.RFC3339)},
	}}
}

func zoneDifference(s *web.Scene, seconds int) string {
	if seconds == 0 {
		return s.T("partner.clocks.same")
	}
	sign := "+"
	if seconds < 0 {
		sign, seconds = "−", -seconds
	}
	hours := s.Decimal(float64(seconds)/3600, 2)
	return s.T("partner.clocks.difference", "hours", sign+hours)
}

func (s *Service) claimPair(scene *web.Scene, p Partnership, newest map[ClaimSide]Claim) ui.Claims {
	home := s.deps.Home(scene.Lang)
	pair := ui.Claims{
		Title:  scene.T("partner.claims"),
		Ours:   claimView(scene, newest, Ours, home.Name, 1),
		Theirs: claimView(scene, newest, Theirs, p.Name.In(scene.Lang).Value, 2),
	}
	if Disagree(newest) {
		pair.Differ = scene.T("partner.claims.differ")
	}
	return pair
}

func claimView(s *web.Scene, newest map[ClaimSide]Claim, side ClaimSide, who string, mark int) ui.Claim {
	view := ui.Claim{Side: s.T("partner.side." + string(side)), Who: who}
	c, ok := newest[side]
	if !ok {
		view.Missing = s.T("partner.claim.none")
		return view
	}
	view.State = StateChip(s, c.State)
	view.When = ui.Value{Text: s.Date(c.On)}
	if c.Wording != "" {
		view.Wording = ui.Value{Text: c.Wording, Lang: c.WordingLang, Note: c.By}
	}
	if c.Document != "" {
		view.Document = &ui.Link{Text: c.Document, Href: "#said"}
	}
	view.Source = keep.SourceNote(s, c.Source, mark, c.Inferred)
	return view
}

func saidRows(s *web.Scene, claims []Claim) []saidRow {
	rows := make([]saidRow, len(claims))
	for i, c := range claims {
		rows[i] = saidRow{
			Side: s.T("partner.side." + string(c.Side)), When: s.Date(c.On), State: StateChip(s, c.State),
			Document: c.Document, Note: keep.Said(s, c.Note), Source: keep.SourceNote(s, c.Source, i+3, c.Inferred),
		}
		if c.Wording != "" {
			rows[i].Wording = ui.Value{Text: c.Wording, Lang: c.WordingLang, Note: c.By}
		}
	}
	return rows
}

// coordinators are the four posts of a tie; a post that nobody holds is a gap.
func (s *Service) coordinators(ctx context.Context, scene *web.Scene, p Partnership) ([]ui.Person, error) {
	var rows []ui.Person
	for _, one := range []struct{ post, role string }{{p.OurPost, "our_post"}, {p.OurDeputy, "our_deputy"}, {p.TheirPost, "their_post"}, {p.TheirDeputy, "their_deputy"}} {
		deputy := one.role == "our_deputy" || one.role == "their_deputy"
		if one.post == "" && deputy {
			continue
		}
		row, err := s.deps.Contacts.PostRow(ctx, scene, one.post, scene.T("partner."+one.role))
		if err != nil {
			return nil, err
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// gaps are the most useful questions that nobody has answered yet.
func (s *Service) gaps(scene *web.Scene, p Partnership, at string) []ui.Link {
	var gaps []ui.Link
	add := func(missing bool, field string) {
		if missing {
			gaps = append(gaps, ui.Link{Text: scene.T("partner.gap.ask." + field), Href: scene.Path(at + "/field/" + field)})
		}
	}
	add(p.OurPost == "", "our_post")
	add(p.TheirPost == "", "their_post")
	add(p.Wants.IsZero(), "wants")
	add(len(p.Languages) == 0, "languages")
	add(p.Channel == "", "channel")
	add(p.Since.IsZero(), "since")
	return gaps
}

// claim shows and saves what a side says.
func (s *Service) claim(r *http.Request) (web.Reply, error) {
	scene := web.SceneOf(r)
	p, err := s.Partner(r.Context(), r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	c := Claim{Partnership: p.ID, Side: Theirs, State: Active}
	if r.Method != http.MethodPost {
		return s.claimForm(r, p, c, nil, nil)
	}
	in := form.Read(r.PostForm)
	set := s.claimSet()
	if err := set.Read(r.Context(), scene, "partner.claim", in, &c, s.deps.Langs, ""); err != nil {
		return nil, err
	}
	c.Side, c.State = ClaimSide(in.Typed("side")), State(in.Typed("state"))
	c.Source = record.Source{Title: c.Source.Title, URL: c.Source.URL, Kind: record.SourceDocument}
	if c.Source.URL != "" {
		c.Source.Kind = record.SourceWeb
		if c.Source.Title == "" {
			in.Fail("source_title", "keep.source_title.empty")
		}
	}
	if err = in.Err(); err == nil {
		_, err = s.Say(r.Context(), c)
	}
	if err != nil {
		return s.claimForm(r, p, c, in, err)
	}
	return web.Redirect{To: s.partners.At(&p) + "#claims", Notice: scene.T("keep.saved", "time", scene.Clock(scene.Now))}, nil
}

// claimSet describes the form of a claim.
func (s *Service) claimSet() keep.Set[Claim] {
	return keep.Set[Claim]{
		{Name: "side", At: func(c *Claim) any { return (*string)(&c.Side) }, Required: true, Kind: ui.FieldRadios, Options: keep.Choices("partner.side", string(Ours), string(Theirs))},
		{Name: "state", At: func(c *Claim) any { return (*string)(&c.State) }, Required: true, Kind: ui.FieldRadios, Options: keep.Choices("partner.state", States()...)},
		{Name: "on", At: func(c *Claim) any { return &c.On }},
		{Name: "wording", At: func(c *Claim) any { return &c.Wording }, Long: true, Max: 4000},
		{Name: "wording_lang", At: func(c *Claim) any { return &c.WordingLang }, Options: languageOptions},
		{Name: "document", At: func(c *Claim) any { return &c.Document }},
		{Name: "by", At: func(c *Claim) any { return &c.By }},
		{Name: "source_title", At: func(c *Claim) any { return &c.Source.Title }},
		{Name: "source_url", At: func(c *Claim) any { return &c.Source.URL }, Kind: ui.FieldURL, Max: 1000},
		{Name: "note", At: func(c *Claim) any { return &c.Note }, Long: true},
	}
}

func (s *Service) claimForm(r *http.Request, p Partnership, c Claim, in *form.Form, failed error) (web.Reply, error) {
	scene := web.SceneOf(r)
	at := s.partners.At(&p)
	page, err := keep.FormPage(r, keep.Asked[Claim]{
		Set: s.claimSet(), Kind: "partner.claim", Of: &c, Typed: in, Failed: failed, Langs: s.deps.Langs,
		Title: scene.T("partner.claim.add"), Action: scene.Path(at + "/claims/new"), Cancel: scene.Path(at),
	})
	if err != nil {
		return nil, err
	}
	page.Crumbs = []web.Crumb{{Text: scene.T("partner.list"), Path: "/partners"}, {Text: p.Name.In(scene.Lang).Value, Path: at}}
	return page, nil
}

// missing is the answer for what is not there.
func missing() error { return errs.New(errs.NotFound, "record.missing") }
