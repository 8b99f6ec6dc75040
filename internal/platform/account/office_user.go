package account

import (
	"net/http"
	"strconv"
	"strings"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
)

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
