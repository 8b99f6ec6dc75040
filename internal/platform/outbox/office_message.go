package outbox

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/mail"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/keep"
)

// messagePage is what the template message shows.
type messagePage struct {
	Head    ui.Head
	Refresh string // address that tells of the next state while it changes by itself
	Server  *ui.Notice
	Errors  *ui.ErrorSummary
	Gaps    *ui.Notice
	Send    *ui.Form
	Back    *ui.Form // takes it back
	Others  []ui.Form
	Edit    []ui.LinkButton
	Facts   ui.Facts
	Fates   *ui.Table
	Preview preview
}

func (s *Service) view(r *http.Request) (web.Reply, error) { return s.show(r, nil, nil) }

// show is the page of a message; failed says why it was not sent, typed what was
// entered.
func (s *Service) show(r *http.Request, typed *form.Form, failed error) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	m, err := s.Message(ctx, r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	server, err := serverOf(ctx, s.DB)
	if err != nil {
		return nil, err
	}
	data := messagePage{
		Head: ui.Head{Over: scene.T("message.kind"), Title: keep.Said(scene, m.Title), Chips: []ui.Chip{*s.chip(scene, m)}},
	}
	if m.State != Sent {
		data.Server = serverNotice(scene, server)
	}
	if m.State == Sending || m.State == Waiting && m.OnHold() {
		data.Refresh = scene.Path("/outbox/" + m.ID)
	}
	if gaps := m.Gaps(); m.State == Draft && len(gaps) > 0 {
		data.Gaps = &ui.Notice{Tone: ui.ToneWarn, Title: scene.N("outbox.gaps.title", len(gaps)), Text: scene.T("outbox.gaps.text", "gaps", scene.Join(gaps))}
	}
	if data.Facts, err = s.facts(r, m); err != nil {
		return nil, err
	}
	if data.Fates, err = s.fates(r, m); err != nil {
		return nil, err
	}
	if data.Preview, err = s.preview(r, m); err != nil {
		return nil, err
	}
	if s.mayWrite(r) {
		s.acts(scene, m, server, &data, typed)
	}
	page := web.Page{Template: "outbox/message", Title: m.Title.In(scene.Lang).Value, Data: &data, About: m.Ref().String(), Crumbs: []web.Crumb{{Text: scene.T("outbox.list"), Path: "/outbox"}}}
	if failed != nil {
		data.Gaps = nil
		data.Errors = summary(scene, m, failed)
		if data.Send != nil {
			for _, e := range errs.FieldsOf(failed) {
				for i := range data.Send.Fields {
					if f := &data.Send.Fields[i]; f.Name == e.Field {
						f.Error = scene.Say(e)
					}
				}
			}
		}
		page.Status, page.Title = http.StatusUnprocessableEntity, scene.ErrorTitle(page.Title)
	}
	return page, nil
}

// summary lists why a message was not sent, each with a link to where it is
// changed.
func summary(scene *web.Scene, m Message, failed error) *ui.ErrorSummary {
	all := errs.FieldsOf(failed)
	if len(all) == 0 {
		return &ui.ErrorSummary{Title: scene.T("outbox.not_sent"), Items: []ui.Link{{Text: firstWords(scene, failed), Href: "#main"}}}
	}
	sum := &ui.ErrorSummary{Title: scene.T("outbox.not_sent")}
	for _, e := range all {
		href := scene.Path("/outbox/" + m.ID + "/edit")
		if e.Field == "day" || e.Field == "time" {
			href = "#" + ui.Field{Name: e.Field}.ID()
		}
		sum.Items = append(sum.Items, ui.Link{Text: scene.Say(e), Href: href})
	}
	return sum
}

// acts are what can be done with a message in its state.
func (s *Service) acts(scene *web.Scene, m Message, server Server, data *messagePage, typed *form.Form) {
	at := scene.Path("/outbox/" + m.ID)
	act := func(path, words string, kind ui.ButtonKind) ui.Form {
		return ui.Form{Action: at + path, Once: ui.Once{Key: scene.Key + "-" + path[1:]}, Submit: ui.Button{Text: scene.T(words), Kind: kind}}
	}
	eml := ui.LinkButton{Text: scene.T("outbox.eml"), Href: at + "/eml", Icon: ui.IconDownload, Download: true}
	switch m.State {
	case Draft:
		if server.SetUp() {
			form := s.sendForm(scene, m, typed)
			data.Send = &form
		} else {
			data.Others = append(data.Others, act("/by-hand", "outbox.by_hand", ""))
		}
		data.Edit = append(data.Edit, ui.LinkButton{Text: scene.T("keep.change"), Href: at + "/edit", Icon: ui.IconEdit})
		if len(m.Gaps()) == 0 && m.ready() == nil {
			data.Edit = append(data.Edit, eml)
		}
	case Waiting:
		form := act("/hold", "outbox.take_back", ui.ButtonPrimary)
		data.Back = &form
	case Failed:
		data.Others = append(data.Others, act("/copy", "outbox.copy", ui.ButtonPrimary), act("/again", "outbox.again", ""))
	case Sent:
		data.Others = append(data.Others, act("/copy", "outbox.copy.all", ""))
		data.Edit = append(data.Edit, eml)
	}
}

func (s *Service) sendForm(scene *web.Scene, m Message, typed *form.Form) ui.Form {
	day := ui.Field{Kind: ui.FieldDate, Name: "day", Label: scene.T("outbox.day"), Hint: scene.T("outbox.day.hint"), Optional: scene.T("form.optional"), Width: ui.WidthMedium}
	hour := ui.Field{Kind: ui.FieldText, Name: "time", Label: scene.T("outbox.time"), Hint: scene.T("outbox.time.hint"), Optional: scene.T("form.optional"), Width: ui.WidthShort}
	if typed != nil {
		day.Value, hour.Value = typed.Typed("day"), typed.Typed("time")
	}
	return ui.Form{
		Action: scene.Path("/outbox/" + m.ID + "/send"), Once: scene.Once(), Hidden: []ui.Hidden{{Name: "version", Value: strconv.FormatInt(m.Version, 10)}},
		Fields: []ui.Field{day, hour}, Submit: ui.Button{Text: scene.T("outbox.send"), Kind: ui.ButtonPrimary},
	}
}

// facts are who sends, to whom, about what, with which files.
func (s *Service) facts(r *http.Request, m Message) (ui.Facts, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	row := func(key string, lines ...string) ui.Fact {
		f := ui.Fact{ID: "fact-" + key, Label: scene.T("message." + key)}
		for _, line := range lines {
			f.Value.Parts = append(f.Value.Parts, ui.Value{Text: line})
		}
		if len(lines) == 0 || lines[0] == "" {
			f.Missing = scene.T("outbox.missing." + key)
		}
		return f
	}
	facts := ui.Facts{Rows: []ui.Fact{row("sender", m.Sender), row("to", m.To...)}}
	if !m.Occasion.IsZero() {
		facts.Rows = append(facts.Rows, ui.Fact{Label: scene.T("outbox.occasion"), Value: ui.Value{Text: s.deps.Kinds().Title(ctx, m.Occasion, scene.Lang), Href: scene.Path(s.deps.Kinds().Path(m.Occasion))}})
	}
	return facts, nil
}

// fates is what became of the message at each recipient; nil before anything has.
func (s *Service) fates(r *http.Request, m Message) (*ui.Table, error) {
	scene := web.SceneOf(r)
	all, err := recipientsOf(r.Context(), s.DB, m.ID)
	if err != nil || m.State == Draft || m.State == Waiting || len(all) == 0 {
		return nil, err
	}
	t := ui.Table{ID: "fates", Caption: scene.T("outbox.fates"), Stack: true, Columns: []ui.Column{{Label: scene.T("message.to")}, {Label: scene.T("outbox.fate")}, {Label: scene.T("outbox.why")}}}
	tones := map[Fate]ui.Tone{Queued: ui.ToneInfo, Delivered: ui.ToneGood, Refused: ui.ToneBad, CameBack: ui.ToneBad}
	for _, to := range all {
		fate := ui.Chip{Text: scene.T("outbox.fate." + string(to.Fate)), Tone: tones[to.Fate]}
		if !to.At.IsZero() {
			fate.Note = scene.Instant(scene.Local(to.At))
		}
		t.Rows = append(t.Rows, t.NewRow(ui.Cell{Value: ui.Value{Text: to.Address.String()}, Head: true}, ui.Cell{Value: ui.Value{Chip: &fate}}, ui.Cell{Value: whyWords(scene, to)}))
	}
	return &t, nil
}

// whyWords say why a message did not arrive, and what the server said.
func whyWords(scene *web.Scene, to Recipient) ui.Value {
	var v ui.Value
	switch {
	case to.Fate == Delivered:
		return v
	case scene.Has(to.Said):
		return ui.Value{Text: scene.T(to.Said)}
	case to.Code > 0 || to.Enhanced != "":
		v.Text = scene.T(mail.Why(to.Code, to.Enhanced))
	}
	if to.Fate == Queued && to.Tries > 0 {
		v.Text = scene.T("outbox.next", "why", v.Text, "at", clockOrDay(scene, to.NextAt))
	}
	if to.Said != "" {
		v.Note = scene.T("outbox.said", "said", to.Said)
	}
	return v
}

// clockOrDay is the time of an instant today, and the day with it on others.
func clockOrDay(scene *web.Scene, t time.Time) string {
	local, now := scene.Local(t), scene.Local(scene.Now)
	if local.YearDay() == now.YearDay() && local.Year() == now.Year() {
		return scene.Clock(local)
	}
	return scene.Instant(local)
}

// mayNot tells whether an error only says that the viewer may not see something.
func mayNot(err error) bool {
	kind := errs.KindOf(err)
	return kind == errs.NotFound || kind == errs.Forbidden
}

// sendOne puts one message into the queue, now or for a time.
func (s *Service) sendOne(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	in := form.Read(r.PostForm)
	at, err := typedTime(scene, in)
	var left Left
	if err == nil {
		left, err = s.Send(ctx, r.PathValue("id"), in.Int("version"), at)
	}
	if err != nil {
		if !mendable(err) {
			return nil, err
		}
		return s.show(r, in, err)
	}
	words := scene.T("outbox.did.hold")
	if at.After(scene.Now) {
		words = scene.T("outbox.did.at", "at", scene.Instant(scene.Local(at)))
	}
	return web.Redirect{To: "/outbox/" + r.PathValue("id"), Notice: words + leftWords(scene, left)}, nil
}

// typedTime is the time that a form names; now when it names none.
func typedTime(scene *web.Scene, in *form.Form) (time.Time, error) {
	day := in.Date("day", scene.Lang, form.WholeDay())
	since, timed := in.Clock("time")
	if err := in.Err(); err != nil {
		return time.Time{}, err
	}
	if day.IsZero() && !timed {
		return scene.Now, nil
	}
	local := scene.Local(scene.Now)
	y, month, d := local.Date()
	if !day.IsZero() {
		y, month, d = day.First().Date()
	}
	if !timed {
		since = 9 * time.Hour
	}
	at := time.Date(y, month, d, 0, 0, 0, 0, scene.Zone).Add(since)
	if at.Before(scene.Now) {
		field := "time"
		if !day.IsZero() {
			field = "day"
		}
		return at, errs.Fields{errs.Field(field, "outbox.past")}.Err()
	}
	return at, nil
}

// act is the button of a message: what it does, and the words when it is done.
func (s *Service) act(do func(ctx context.Context, id string) error, words string) web.Handler {
	return func(r *http.Request) (web.Reply, error) {
		id := r.PathValue("id")
		if err := do(r.Context(), id); err != nil {
			if !mendable(err) {
				return nil, err
			}
			return s.show(r, nil, err)
		}
		return web.Redirect{To: "/outbox/" + id, Notice: web.SceneOf(r).T(words)}, nil
	}
}

func (s *Service) copy(r *http.Request) (web.Reply, error) {
	id, err := s.Copy(r.Context(), r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	return web.Redirect{To: "/outbox/" + id, Notice: web.SceneOf(r).T("outbox.did.copy")}, nil
}

func (s *Service) eml(r *http.Request) (web.Reply, error) {
	n, _ := strconv.Atoi(r.URL.Query().Get("n"))
	raw, m, err := s.EML(r.Context(), r.PathValue("id"), n)
	if err != nil {
		if mendable(err) {
			return web.Redirect{To: "/outbox/" + m.ID, Notice: firstWords(web.SceneOf(r), err)}, nil
		}
		return nil, err
	}
	return web.File{Name: m.Subject() + ".eml", Type: "message/rfc822", Body: raw}, nil
}
