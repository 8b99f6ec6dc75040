package outbox

import (
	"net/http"
	"strconv"
	"strings"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/mail"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
)

// serverPage is what the template settings shows.
type serverPage struct {
	Head   ui.Head
	Notice *ui.Notice
	Form   ui.Form
	Record *ui.Facts // what the DNS has to say
	Try    *ui.Form
}

func (s *Service) settingsPage(r *http.Request) (web.Reply, error) {
	server, err := s.Server(r.Context())
	if err != nil {
		return nil, err
	}
	if server.Version == 0 {
		server.Port, server.Security = 465, mail.TLS
	}
	return s.showServer(r, server, "", nil)
}

// showServer shows the settings; tried is the address of a trial that failed.
func (s *Service) showServer(r *http.Request, server Server, tried string, failed error) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	kept, err := s.Server(ctx)
	if err != nil {
		return nil, err
	}
	title := scene.T("outbox.server")
	data := serverPage{Head: ui.Head{Title: ui.Value{Text: title}, Lead: scene.T("outbox.server.lead")}, Form: serverForm(scene, server)}
	if kept.SetUp() {
		data.Notice = serverNotice(scene, kept)
		if tried == "" {
			tried = account.From(ctx).Email
		}
		data.Try = &ui.Form{Action: scene.Path("/outbox/settings/try"), Once: ui.Once{Key: scene.Key + "-try"},
			Fields: []ui.Field{{Kind: ui.FieldEmail, Name: "try", Label: scene.T("outbox.try.to"), Value: tried, Width: ui.WidthMedium, NoSpell: true}}, Submit: ui.Button{Text: scene.T("outbox.try")}}
	}
	name, value, err := s.Record(ctx)
	if err != nil && errs.KindOf(err) != errs.Unavailable {
		return nil, err
	}
	if name != "" {
		data.Record = &ui.Facts{Rows: []ui.Fact{{Label: scene.T("outbox.dns.name"), Value: ui.Value{Text: name}}, {Label: scene.T("outbox.dns.type"), Value: ui.Value{Text: "TXT"}}, {Label: scene.T("outbox.dns.value"), Value: ui.Value{Text: value}}}}
	}
	page := web.Page{Template: "outbox/settings", Title: title, Data: &data, Crumbs: []web.Crumb{{Text: scene.T("outbox.list"), Path: "/outbox"}}}
	if failed == nil {
		return page, nil
	}
	marked := &data.Form
	if all := errs.FieldsOf(failed); data.Try != nil && len(all) > 0 && all[0].Field == "try" {
		marked = data.Try
	}
	status, ok := scene.Mark(marked, failed)
	if !ok {
		return nil, failed
	}
	page.Status, page.Title = status, scene.ErrorTitle(title)
	return page, nil
}

func serverForm(scene *web.Scene, server Server) ui.Form {
	field := func(kind ui.FieldKind, name, value string, width ui.FieldWidth) ui.Field {
		f := ui.Field{Kind: kind, Name: name, Label: scene.T("outbox.server." + name), Value: value, Width: width, NoSpell: true, Autocomplete: "off"}
		if hint := "outbox.server." + name + ".hint"; scene.Has(hint) {
			f.Hint = scene.T(hint)
		}
		return f
	}
	ways := ui.Field{Kind: ui.FieldRadios, Name: "security", Label: scene.T("outbox.server.security")}
	for _, way := range mail.Securities() {
		ways.Options = append(ways.Options, ui.Option{Value: string(way), Label: scene.T("outbox.server.security." + string(way)), Hint: scene.T("outbox.server.security." + string(way) + ".hint"), Selected: way == server.Security})
	}
	port := ""
	if server.Port > 0 {
		port = strconv.Itoa(server.Port)
	}
	senders := field(ui.FieldArea, "senders", strings.Join(server.Senders, "\n"), ui.WidthFull)
	password := field(ui.FieldPassword, "password", "", ui.WidthMedium)
	password.Autocomplete = "new-password"
	clear := ui.Field{Kind: ui.FieldChecks, Name: "forget", Label: scene.T("outbox.server.forget"), LabelHidden: true, Options: []ui.Option{{Value: "yes", Label: scene.T("outbox.server.forget")}}}
	anew := ui.Field{Kind: ui.FieldChecks, Name: "new_key", Label: scene.T("outbox.server.new_key"), LabelHidden: true, Options: []ui.Option{{Value: "yes", Label: scene.T("outbox.server.new_key"), Hint: scene.T("outbox.server.new_key.hint")}}}
	return ui.Form{
		Action: scene.Path("/outbox/settings"), Once: scene.Once(), Hidden: []ui.Hidden{{Name: "version", Value: strconv.FormatInt(server.Version, 10)}},
		Sets: []ui.Fieldset{
			{Legend: scene.T("outbox.server.where"), Fields: []ui.Field{field(ui.FieldText, "host", server.Host, ui.WidthMedium), field(ui.FieldNumber, "port", port, ui.WidthShort), ways}},
			{Legend: scene.T("outbox.server.who"), Fields: []ui.Field{field(ui.FieldText, "login", server.Login, ui.WidthMedium), password, clear, senders}},
			{Legend: scene.T("outbox.server.signature"), Hint: scene.T("outbox.server.signature.hint"), Fields: []ui.Field{field(ui.FieldText, "domain", server.Domain, ui.WidthMedium), field(ui.FieldText, "selector", server.Selector, ui.WidthShort), anew}},
		},
		Submit: ui.Button{Text: scene.T("outbox.server.save"), Kind: ui.ButtonPrimary},
	}
}

func (s *Service) saveSettings(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	if _, err := s.Server(ctx); err != nil {
		return nil, err
	}
	in := form.Read(r.PostForm)
	next := Server{Version: in.Int("version"), Host: in.Typed("host"), Security: mail.Security(in.Typed("security")), Login: form.Line(in.Typed("login")), Domain: in.Typed("domain"), Selector: strings.ToLower(form.Line(in.Typed("selector")))}
	next.Port, _ = strconv.Atoi(strings.TrimSpace(in.Typed("port")))
	for line := range strings.Lines(in.Typed("senders")) {
		if line = strings.TrimSpace(line); line != "" {
			next.Senders = append(next.Senders, line)
		}
	}
	var password *string
	if typed := in.Typed("password"); typed != "" || in.Typed("forget") == "yes" {
		password = &typed
	}
	if err := s.SetServer(ctx, next, password, in.Typed("new_key") == "yes"); err != nil {
		return s.showServer(r, next, "", err)
	}
	return web.Redirect{To: "/outbox/settings", Notice: scene.T("outbox.server.saved")}, nil
}

// try sends a message to see whether the server takes it.
func (s *Service) try(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	server, err := s.Server(ctx)
	if err != nil {
		return nil, err
	}
	box := form.Read(r.PostForm).Typed("try")
	err = s.Try(ctx, box, scene.T("outbox.try.subject"), scene.T("outbox.try.body"), scene.Lang)
	if err == nil {
		return web.Redirect{To: "/outbox/settings", Notice: scene.T("outbox.try.did", "address", box)}, nil
	}
	if e, ok := unavailable(err); ok {
		err = errs.Fields{errs.Field("try", e.Key).Because(err)}.Err()
	}
	return s.showServer(r, server, box, err)
}
