package mailbox

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/mail"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/record"
)

// settingsPage is what the template settings shows.
type settingsPage struct {
	Head   ui.Head
	Notice *ui.Notice
	Form   ui.Form
	Check  *ui.Form
}

func (s *Service) settings(r *http.Request) (web.Reply, error) {
	m, err := s.Mailbox(r.Context())
	if err != nil {
		return nil, err
	}
	if m.Version == 0 {
		m.Port, m.Security, m.Folder = 993, mail.TLS, "INBOX"
	}
	return s.show(r, m, nil)
}

// show shows the settings; failed says what is wrong with them, or why the server
// could not be reached.
func (s *Service) show(r *http.Request, m Mailbox, failed error) (web.Reply, error) {
	scene := web.SceneOf(r)
	kept, err := s.Mailbox(r.Context())
	if err != nil {
		return nil, err
	}
	title := scene.T("mailbox.settings")
	data := settingsPage{Head: ui.Head{Title: ui.Value{Text: title}, Lead: scene.T("mailbox.lead")}, Form: settingsForm(scene, m), Notice: notice(scene, kept)}
	if kept.SetUp() {
		data.Check = &ui.Form{Action: scene.Path("/mailbox/check"), Once: ui.Once{Key: scene.Key + "-check"}, Submit: ui.Button{Text: scene.T("mailbox.check")}}
	}
	page := web.Page{Template: "mailbox/settings", Title: title, Data: &data, Crumbs: []web.Crumb{{Text: scene.T("letter.list"), Path: "/letters"}}}
	if failed == nil {
		return page, nil
	}
	marked := &data.Form
	if e, is := errors.AsType[*errs.E](failed); is && e.Kind == errs.Unavailable && data.Check != nil {
		marked = data.Check
	}
	status, ok := scene.Mark(marked, failed)
	if !ok {
		return nil, failed
	}
	if no, is := errors.AsType[*mail.Refusal](failed); is && no.Said != "" && marked.Errors != nil {
		marked.Errors.Items = append(marked.Errors.Items, ui.Link{Text: scene.T("mailbox.said", "said", no.Said), Href: "#main"})
	}
	page.Status, page.Title = status, scene.ErrorTitle(title)
	return page, nil
}

// notice says how the mailbox is: not set up, read, or silent since when.
func notice(scene *web.Scene, m Mailbox) *ui.Notice {
	switch {
	case !m.SetUp():
		return &ui.Notice{Tone: ui.ToneInfo, Title: scene.T("mailbox.none"), Text: scene.T("mailbox.none.text")}
	case !m.DownSince.IsZero():
		text := ""
		if scene.Has(m.DownWhy) {
			text = scene.T(m.DownWhy) + "."
		}
		if m.DownSaid != "" {
			text += " " + scene.T("mailbox.said", "said", m.DownSaid)
		}
		return &ui.Notice{Tone: ui.ToneWarn, Title: scene.T("mailbox.down", "since", clockOrDay(scene, m.DownSince), "next", clockOrDay(scene, m.NextAt)), Text: strings.TrimSpace(text)}
	case !m.CheckedAt.IsZero():
		return &ui.Notice{Tone: ui.ToneGood, Title: scene.T("mailbox.read", "at", clockOrDay(scene, m.CheckedAt))}
	}
	return nil
}

// clockOrDay is the time of an instant today, and the day with it on others.
func clockOrDay(scene *web.Scene, t time.Time) string {
	local, now := scene.Local(t), scene.Local(scene.Now)
	if local.YearDay() == now.YearDay() && local.Year() == now.Year() {
		return scene.Clock(local)
	}
	return scene.Instant(local)
}

func settingsForm(scene *web.Scene, m Mailbox) ui.Form {
	field := func(kind ui.FieldKind, name, value string, width ui.FieldWidth) ui.Field {
		f := ui.Field{Kind: kind, Name: name, Label: scene.T("mailbox." + name), Value: value, Width: width, NoSpell: true, Autocomplete: "off"}
		if hint := "mailbox." + name + ".hint"; scene.Has(hint) {
			f.Hint = scene.T(hint)
		}
		return f
	}
	one := func(name string, selected bool) ui.Field {
		label := scene.T("mailbox." + name)
		return ui.Field{Kind: ui.FieldChecks, Name: name, Label: label, LabelHidden: true, Options: []ui.Option{{Value: "yes", Label: label, Hint: scene.T("mailbox." + name + ".hint"), Selected: selected}}}
	}
	ways := ui.Field{Kind: ui.FieldRadios, Name: "security", Label: scene.T("mailbox.security")}
	for _, way := range mail.Securities() {
		ways.Options = append(ways.Options, ui.Option{Value: string(way), Label: scene.T("mailbox.security." + string(way)), Selected: way == m.Security})
	}
	port := ""
	if m.Port > 0 {
		port = strconv.Itoa(m.Port)
	}
	password := field(ui.FieldPassword, "password", "", ui.WidthMedium)
	password.Autocomplete = "new-password"
	return ui.Form{
		Action: scene.Path("/mailbox"), Once: scene.Once(), Hidden: []ui.Hidden{{Name: "version", Value: strconv.FormatInt(m.Version, 10)}},
		Sets: []ui.Fieldset{
			{Legend: scene.T("mailbox.where"), Fields: []ui.Field{field(ui.FieldText, "host", m.Host, ui.WidthMedium), field(ui.FieldNumber, "port", port, ui.WidthShort), ways}},
			{Legend: scene.T("mailbox.who"), Fields: []ui.Field{field(ui.FieldText, "login", m.Login, ui.WidthMedium), password, one("forget", false)}},
			{Legend: scene.T("mailbox.what"), Fields: []ui.Field{field(ui.FieldText, "folder", m.Folder, ui.WidthMedium), one("everything", m.Everything)}},
		},
		Submit: ui.Button{Text: scene.T("mailbox.save"), Kind: ui.ButtonPrimary},
	}
}

func (s *Service) save(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	if _, err := s.Mailbox(ctx); err != nil {
		return nil, err
	}
	in := form.Read(r.PostForm)
	next := Mailbox{Version: in.Int("version"), Host: in.Typed("host"), Security: mail.Security(in.Typed("security")), Login: form.Line(in.Typed("login")), Folder: form.Line(in.Typed("folder")), Everything: in.Bool("everything")}
	next.Port, _ = strconv.Atoi(strings.TrimSpace(in.Typed("port")))
	var password *string
	if typed := in.Typed("password"); typed != "" || in.Bool("forget") {
		password = &typed
	}
	if err := s.Set(ctx, next, password); err != nil {
		return s.show(r, next, err)
	}
	return web.Redirect{To: "/mailbox", Notice: scene.T("mailbox.saved")}, nil
}

// check opens the folder to see whether it can be read.
func (s *Service) check(r *http.Request) (web.Reply, error) {
	n, err := s.Check(r.Context())
	if err == nil {
		return web.Redirect{To: "/mailbox", Notice: web.SceneOf(r).N("mailbox.checked", n)}, nil
	}
	kept, readErr := s.Mailbox(r.Context())
	if readErr != nil {
		return nil, readErr
	}
	return s.show(r, kept, err)
}

// kind is what the history calls the settings of the mailbox.
func (s *Service) kind() record.Kind {
	return record.Kind{
		Name: Kind, Path: "/mailbox",
		Title: func(ctx context.Context, _, _ string) (string, error) {
			m, err := s.Mailbox(ctx)
			return m.Host, err
		},
		Sees: func(ctx context.Context, _ string) error {
			_, err := s.Gate.Require(ctx, needMailbox)
			return err
		},
	}
}
