package account

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
)

// Users and roles (O39).

type usersPage struct {
	Head  ui.Head
	Table ui.Table
	Look  ui.Section
	Try   ui.Form // looking through the eyes of a role
	May   ui.Section
	Roles ui.Facts // what each role may do, in sentences
}

func (s *Service) list(r *http.Request) (web.Reply, error) {
	users, err := s.Users(r.Context())
	if err != nil {
		return nil, err
	}
	ways, err := s.waysOfAll(r.Context())
	if err != nil {
		return nil, err
	}
	sc := web.SceneOf(r)
	title := sc.T("account.users.title")
	t := ui.Table{ID: "users", Caption: title, Quiet: true, Stack: true, Columns: []ui.Column{
		{Label: sc.T("user.name")}, {Label: sc.T("user.email")}, {Label: sc.T("user.roles")}, {Label: sc.T("account.ways.title")}, {Label: sc.T("account.users.seen")}, {Label: sc.T("account.users.state")},
	}}
	for _, u := range users {
		row := t.NewRow(
			ui.Cell{Head: true, Value: ui.Value{Text: u.Name, Href: sc.Path("/users/" + u.ID)}},
			ui.Cell{Value: ui.Value{Text: u.Email}},
			ui.Cell{Value: ui.Value{Text: RolesIn(sc, u.Roles)}},
			ui.Cell{Value: ways[u.ID].value(sc, u)},
			ui.Cell{Value: seen(sc, u)},
			ui.Cell{Value: ui.Value{Chip: stateOf(sc, u)}},
		)
		row.Quiet = u.Disabled
		t.Rows = append(t.Rows, row)
	}
	p := &usersPage{
		Head: ui.Head{Title: ui.Value{Text: title}, Lead: sc.N("account.users.lead", len(users)), Actions: []ui.Action{
			{Link: &ui.LinkButton{Text: sc.T("account.users.invite"), Href: sc.Path("/users/new"), Kind: ui.ButtonPrimary, Icon: ui.IconPlus}},
		}},
		Table: t, May: ui.Section{ID: "roles", Title: sc.T("account.roles.title")},
	}
	p.Look = ui.Section{ID: "look", Title: sc.T("account.look.title")}
	role := ui.Field{Kind: ui.FieldSelect, Name: "role", Label: sc.T("account.look.role"), Width: ui.WidthMedium}
	for _, r := range Roles() {
		role.Options = append(role.Options, ui.Option{Value: string(r), Label: sc.T("account.role." + string(r))})
	}
	p.Try = ui.Form{Action: sc.Path("/users/look"), Once: sc.Once(), Fields: []ui.Field{role}, Submit: ui.Button{Text: sc.T("account.look.do"), Icon: ui.IconEye}}
	for _, role := range Roles() {
		p.Roles.Rows = append(p.Roles.Rows, ui.Fact{Label: sc.T("account.role." + string(role)), Value: ui.Value{Text: sc.T("account.role." + string(role) + ".may")}})
	}
	return web.Page{Template: "account/users", Title: title, Data: p}, nil
}

// RolesIn names roles in the reader's language.
func RolesIn(sc *web.Scene, roles []Role) string {
	names := make([]string, len(roles))
	for i, r := range roles {
		names[i] = sc.T("account.role." + string(r))
	}
	return sc.Join(names)
}

func seen(sc *web.Scene, u User) ui.Value {
	if u.SeenAt.IsZero() {
		return ui.Value{Text: sc.T("account.users.never")}
	}
	return ui.Value{Text: sc.Instant(sc.Local(u.SeenAt)), Time: u.SeenAt.UTC().Format("2006-01-02T15:04:05Z")}
}

func stateOf(sc *web.Scene, u User) *ui.Chip {
	switch {
	case u.Disabled:
		return &ui.Chip{Text: sc.T("account.state.disabled"), Tone: ui.TonePaused}
	case !u.CanSignIn:
		return &ui.Chip{Text: sc.T("account.state.invited"), Tone: ui.ToneInfo}
	}
	return &ui.Chip{Text: sc.T("account.state.active"), Tone: ui.ToneGood}
}

func (s *Service) newPage(r *http.Request) (web.Reply, error) {
	if _, err := s.gate.Require(r.Context(), NeedUsers); err != nil {
		return nil, err
	}
	return s.showNew(r, NewUser{}, nil)
}

func (s *Service) showNew(r *http.Request, n NewUser, failed error) (web.Reply, error) {
	sc := web.SceneOf(r)
	p := &FormPage{Head: ui.Head{Lead: sc.T("account.new.lead")}, Form: ui.Form{
		Action: sc.Path("/users/new"),
		Fields: []ui.Field{
			nameField(sc, n.Name),
			{Kind: ui.FieldEmail, Name: "email", Label: sc.T("user.email"), Hint: sc.T("account.email.hint"), Value: n.Email, NoSpell: true, Autocomplete: "off"},
			rolesField(sc, n.Roles),
		},
		Submit: ui.Button{Text: sc.T("account.new.do"), Kind: ui.ButtonPrimary},
		Cancel: &ui.Link{Text: sc.T("account.cancel"), Href: sc.Path("/users")},
	}}
	organisation, err := s.organisationField(r.Context(), sc, n.Organisation)
	if err != nil {
		return nil, err
	}
	p.Form.Fields = append(p.Form.Fields, organisation)
	if f := s.LangField(sc, n.Lang); len(f.Options) > 1 {
		p.Form.Fields = append(p.Form.Fields, f)
	}
	return ShowForm(sc, sc.T("account.new.title"), p, failed)
}

func nameField(sc *web.Scene, value string) ui.Field {
	return ui.Field{Kind: ui.FieldText, Name: "name", Label: sc.T("user.name"), Hint: sc.T("account.name.hint"), Value: value, NoSpell: true, Autocomplete: "off"}
}

func rolesField(sc *web.Scene, has []Role) ui.Field {
	f := ui.Field{Kind: ui.FieldChecks, Name: "roles", Label: sc.T("user.roles")}
	for _, role := range Roles() {
		f.Options = append(f.Options, ui.Option{
			Value: string(role), Label: sc.T("account.role." + string(role)), Hint: sc.T("account.role." + string(role) + ".may"), Selected: slices.Contains(has, role),
		})
	}
	return f
}

// organisationField chooses the organisation that a user acts for.
func (s *Service) organisationField(ctx context.Context, sc *web.Scene, has string) (ui.Field, error) {
	f := ui.Field{Kind: ui.FieldSelect, Name: "organisation", Label: sc.T("user.organisation"), Optional: sc.T("form.optional"), Hint: sc.T("account.organisation.hint"), Empty: sc.T("account.organisation.none")}
	options, err := s.organisations(ctx, sc)
	f.Options = ui.Chosen(options, has)
	return f, err
}

// LangField chooses the language that somebody works in.
func (s *Service) LangField(sc *web.Scene, has string) ui.Field {
	f := ui.Field{Kind: ui.FieldSelect, Name: "lang", Label: sc.T("user.lang"), Width: ui.WidthMedium}
	for i, lang := range s.site.Langs {
		f.Options = append(f.Options, ui.Option{Value: lang, Label: sc.T("account.lang." + lang), Lang: lang, Selected: lang == has || has == "" && i == 0})
	}
	return f
}

func rolesOf(r *http.Request) []Role {
	_ = r.FormValue("roles") // parses the form
	var roles []Role
	for _, v := range r.PostForm["roles"] {
		roles = append(roles, Role(v))
	}
	return roles
}

func (s *Service) invite(r *http.Request) (web.Reply, error) {
	n := NewUser{Name: r.PostFormValue("name"), Email: r.PostFormValue("email"), Roles: rolesOf(r), Lang: r.PostFormValue("lang"), Organisation: r.PostFormValue("organisation")}
	if n.Lang != "" && !slices.Contains(s.site.Langs, n.Lang) {
		n.Lang = ""
	}
	if err := s.knownOrganisation(r, n.Organisation); err != nil {
		return s.showNew(r, n, err)
	}
	u, code, err := s.Invite(r.Context(), n)
	if err != nil {
		return s.showNew(r, n, err)
	}
	if code == "" { // the form was sent twice; the code was shown the first time
		return web.Redirect{To: "/users/" + u.ID}, nil
	}
	return showInvited(web.SceneOf(r), u, code), nil
}

// invitedPage shows a one-time link, this once.
type invitedPage struct {
	Head   ui.Head
	Notice ui.Notice
	Link   ui.Field // long, and easy to mark and copy without scripts
	Rows   ui.SummaryList
	Copy   ui.Button
	Next   ui.LinkButton
}

func showInvited(sc *web.Scene, u User, code string) web.Page {
	at := *sc.URL
	link := "https://" // without a host the link is shown as a path
	if at.Host == "" {
		link = ""
	} else if at.Scheme != "" {
		link = at.Scheme + "://"
	}
	link += at.Host + sc.Path("/invite/"+code)
	title := sc.T("account.invited.title", "name", u.Name)
	return web.Page{Template: "account/invited", Title: title, Head: web.Head{NoIndex: true}, Data: &invitedPage{
		Head:   ui.Head{Title: ui.Value{Text: title}, Lead: sc.T("account.invited.lead")},
		Notice: ui.Notice{Tone: ui.ToneWarn, Text: sc.T("account.invited.once")},
		Link:   ui.Field{Kind: ui.FieldText, Name: "link", Label: sc.T("account.invited.link"), Value: link, NoSpell: true, Autocomplete: "off"},
		Rows: ui.SummaryList{Rows: []ui.SummaryRow{
			{Label: sc.T("account.invited.code"), Value: ui.Value{Text: Spaced(code)}},
			{Label: sc.T("account.invited.until"), Value: ui.Value{Text: sc.Instant(sc.Local(sc.Now.Add(InviteFor)))}},
		}},
		Copy: ui.Button{Text: sc.T("account.invited.copy"), Copy: link, Icon: ui.IconCopy},
		Next: ui.LinkButton{Text: sc.T("account.invited.next"), Href: sc.Path("/users")},
	}}
}

type userPage struct {
	Head     ui.Head
	Form     ui.Form
	Invited  ui.Section
	Invite   ui.Form
	Again    string
	LookHead ui.Section
	Look     *ui.Form // nil for oneself and whose access is closed
	Ways     ui.Section
	Second   ui.Value
	EndStep  *ui.Form // nil without a second step
	Keys     []KeyRow
	NoKeys   string
	Devices  ui.Section
	Sessions ui.Table
	End      ui.Form
	History  ui.Link
}

func (s *Service) view(r *http.Request) (web.Reply, error) {
	if _, err := s.gate.Require(r.Context(), NeedUsers); err != nil {
		return nil, err
	}
	u, err := s.User(r.Context(), r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	return s.showUser(r, u, u.Version, nil)
}

func (s *Service) showUser(r *http.Request, u User, version int64, failed error) (web.Reply, error) {
	sc := web.SceneOf(r)
	sessions, err := s.SessionsOf(r.Context(), u.ID)
	if err != nil {
		return nil, err
	}
	organisation, err := s.organisationField(r.Context(), sc, u.Organisation)
	if err != nil {
		return nil, err
	}
	at := "/users/" + u.ID
	second, err := s.SecondOf(r.Context(), u.ID)
	if err != nil {
		return nil, err
	}
	keys, err := s.PasskeysOf(r.Context(), u.ID)
	if err != nil {
		return nil, err
	}
	p := &userPage{
		Head:    ui.Head{Over: sc.T("user.kind"), Title: ui.Value{Text: u.Name}, Chips: []ui.Chip{*stateOf(sc, u)}, Meta: []ui.Value{{Text: u.Email}, {Text: sc.T("account.users.seen") + ": " + seen(sc, u).Text}}},
		Again:   sc.T("account.again.lead"),
		Invited: ui.Section{ID: "invite", Title: sc.T("account.again.title")}, Devices: ui.Section{ID: "sessions", Title: sc.T("account.sessions.title")},
		Form: ui.Form{
			Action: sc.Path(at), Once: sc.Once(), Hidden: []ui.Hidden{{Name: "version", Value: strconv.FormatInt(version, 10)}},
			Fields: []ui.Field{
				nameField(sc, u.Name), rolesField(sc, u.Roles), organisation,
				{Kind: ui.FieldChecks, Name: "disabled", Label: sc.T("account.access"), Options: []ui.Option{{Value: "true", Label: sc.T("account.disable"), Hint: sc.T("account.disable.hint"), Selected: u.Disabled}}},
			},
			Submit: ui.Button{Text: sc.T("account.save"), Kind: ui.ButtonPrimary},
			Cancel: &ui.Link{Text: sc.T("account.cancel"), Href: sc.Path("/users")},
		},
		Invite:   ui.Form{Action: sc.Path(at + "/invite"), Once: sc.Once(), Submit: ui.Button{Text: sc.T("account.again.do")}},
		Sessions: sessionTable(sc, sessions, ""),
		End:      ui.Form{Action: sc.Path(at + "/sessions/end"), Once: sc.Once(), Submit: ui.Button{Text: sc.T("account.sessions.end_all")}},
		History:  ui.Link{Text: sc.T("account.history"), Href: sc.Path("/history/user/" + u.ID), Icon: ui.IconHistory},
	}
	p.Ways, p.Second, p.Keys = ui.Section{ID: "ways", Title: sc.T("account.ways.title")}, ui.Value{Text: sc.T("account.ways.no_second")}, KeyRows(sc, keys, at+"/passkeys")
	if !second.IsZero() {
		p.Second.Text = sc.T("account.ways.second", "since", sc.Day(sc.Local(second)))
		p.EndStep = &ui.Form{Action: sc.Path(at + "/second/end"), Once: sc.Once(), Submit: ui.Button{Text: sc.T("account.ways.end_second")}}
	}
	if !u.Disabled && u.ID != From(r.Context()).UserID {
		p.LookHead = ui.Section{ID: "look", Title: sc.T("account.look.title")}
		p.Look = &ui.Form{Action: sc.Path(at + "/look"), Once: sc.Once(), Submit: ui.Button{Text: sc.T("account.look.do"), Icon: ui.IconEye}}
	}
	if len(keys) == 0 {
		p.NoKeys = sc.T("account.ways.no_keys")
	}
	page := web.Page{Template: "account/user", Title: u.Name, Data: p, Crumbs: []web.Crumb{{Text: sc.T("account.users.title"), Path: "/users"}}}
	if failed != nil {
		status, ok := sc.Mark(&p.Form, failed)
		if !ok {
			return nil, failed
		}
		page.Status, page.Title = status, sc.ErrorTitle(page.Title)
	}
	return page, nil
}

func (s *Service) save(r *http.Request) (web.Reply, error) {
	version, _ := strconv.ParseInt(r.PostFormValue("version"), 10, 64)
	c := UserChange{
		ID: r.PathValue("id"), Version: version, Name: r.PostFormValue("name"), Roles: rolesOf(r), Organisation: r.PostFormValue("organisation"), Disabled: r.PostFormValue("disabled") == "true",
	}
	was, err := s.User(r.Context(), c.ID)
	if err != nil {
		return nil, err
	}
	if c.Organisation != was.Organisation {
		err = s.knownOrganisation(r, c.Organisation)
	}
	if err == nil {
		err = s.Change(r.Context(), c)
	}
	if err != nil {
		if errs.KindOf(err) == errs.Stale {
			version = was.Version // sending once more means: mine
		}
		typed := was
		typed.Name, typed.Roles, typed.Organisation, typed.Disabled = strings.TrimSpace(c.Name), c.Roles, c.Organisation, c.Disabled
		return s.showUser(r, typed, version, err)
	}
	return web.Redirect{To: "/users", Notice: web.SceneOf(r).T("account.saved")}, nil
}

// organisations are the choices of whom a user acts for.
func (s *Service) organisations(ctx context.Context, sc *web.Scene) ([]ui.Option, error) {
	if s.site.Organisations == nil {
		return nil, nil
	}
	return s.site.Organisations(ctx, sc)
}

// knownOrganisation accepts none, or one of the choices.
func (s *Service) knownOrganisation(r *http.Request, id string) error {
	if id == "" {
		return nil
	}
	options, err := s.organisations(r.Context(), web.SceneOf(r))
	if err != nil {
		return err
	}
	for _, o := range options {
		if o.Value == id {
			return nil
		}
	}
	return errs.Field("organisation", "form.choice")
}

func (s *Service) inviteAgain(r *http.Request) (web.Reply, error) {
	u, code, err := s.Reinvite(r.Context(), r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	return showInvited(web.SceneOf(r), u, code), nil
}

func (s *Service) endSessionsOf(r *http.Request) (web.Reply, error) {
	id := r.PathValue("id")
	if _, err := s.User(r.Context(), id); err != nil {
		return nil, err
	}
	if err := s.EndSessionsOf(r.Context(), id); err != nil {
		return nil, err
	}
	return web.Redirect{To: "/users/" + id, Notice: web.SceneOf(r).T("account.sessions.ended")}, nil
}

// SessionValue is a session in words.
func SessionValue(sc *web.Scene, one Session) ui.Value {
	name := one.Browser
	if name == "" {
		name = sc.T("account.sessions.unknown")
	}
	return ui.Value{Text: name, Note: sc.T("account.sessions.note", "address", one.Address, "started", sc.Instant(sc.Local(one.StartedAt)), "seen", sc.Instant(sc.Local(one.SeenAt)))}
}

func sessionTable(sc *web.Scene, sessions []Session, present string) ui.Table {
	t := ui.Table{ID: "devices", Caption: sc.T("account.sessions.title"), Quiet: true, Stack: true, Columns: []ui.Column{{Label: sc.T("account.sessions.where")}}}
	for _, one := range sessions {
		t.Rows = append(t.Rows, t.NewRow(ui.Cell{Head: true, Value: SessionValue(sc, one)}))
	}
	t.Empty = &ui.Empty{Title: sc.T("account.sessions.none")}
	return t
}
