package account

import (
	"context"
	"net/http"
	"slices"

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
