package profile

import (
	"net/http"
	"time"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
)

// One's own account (O43).

type profilePage struct {
	Head     ui.Head
	Form     ui.Form
	Safety   ui.Section
	Facts    ui.SummaryList
	Devices  ui.Section
	Sessions []sessionRow
	Others   ui.Form
	Many     bool
	KeysHead ui.Section
	Keys     []account.KeyRow
	KeysNote string
	NewKey   *ui.LinkButton // nil where passkeys cannot work
	Programs ui.Section
	Tokens   []tokenRow
	NewToken ui.LinkButton
	Calendar ui.LinkButton
}

type sessionRow struct {
	Value ui.Value
	Now   bool
	End   ui.Form
}

func (s *Pages) profile(r *http.Request) (web.Reply, error) { return s.showProfile(r, nil, nil) }

func (s *Pages) showProfile(r *http.Request, typed *account.Prefs, failed error) (web.Reply, error) {
	ctx, sc, v := r.Context(), web.SceneOf(r), account.From(r.Context())
	u, err := s.User(ctx, v.UserID)
	if err != nil {
		return nil, err
	}
	sessions, err := s.Sessions(ctx)
	if err != nil {
		return nil, err
	}
	tokens, err := s.Tokens(ctx)
	if err != nil {
		return nil, err
	}
	left, err := s.RecoveryCodesLeft(ctx)
	if err != nil {
		return nil, err
	}
	keys, err := s.Passkeys(ctx)
	if err != nil {
		return nil, err
	}
	second, err := s.Second(ctx)
	if err != nil {
		return nil, err
	}
	prefs := u.Prefs
	if typed != nil {
		prefs = *typed
	}
	p := &profilePage{
		Head:   ui.Head{Title: ui.Value{Text: u.Name}, Meta: []ui.Value{{Text: u.Email}, {Text: account.RolesIn(sc, u.Roles)}}},
		Form:   s.prefsForm(sc, prefs),
		Safety: ui.Section{ID: "safety", Title: sc.T("account.profile.safety")},
		Facts: ui.SummaryList{Rows: []ui.SummaryRow{
			{Label: sc.T("account.sign_in.password"), Value: ui.Value{Text: sc.T("account.profile.password_set")}, Changes: []ui.Link{{Text: sc.T("account.change"), Hidden: sc.T("account.profile.password_hidden"), Href: sc.Path("/profile/password")}}},
			secondRow(sc, second),
			{Label: sc.T("account.codes.title"), Value: ui.Value{Text: sc.N("account.codes.left", left)}, Changes: []ui.Link{{Text: sc.T("account.codes.renew"), Href: sc.Path("/profile/codes")}}},
		}},
		Devices: ui.Section{ID: "sessions", Title: sc.T("account.sessions.title")},
		Others:  ui.Form{Action: sc.Path("/profile/sessions/end"), Once: sc.Once(), Submit: ui.Button{Text: sc.T("account.sessions.end_others")}},
		Many:    len(sessions) > 1,

		KeysHead: ui.Section{ID: "passkeys", Title: sc.T("account.passkey.title")}, Keys: account.KeyRows(sc, keys, "/profile/passkeys"), KeysNote: sc.T("account.passkey.about"),

		Programs: ui.Section{ID: "tokens", Title: sc.T("account.token.title")}, Tokens: tokenRows(sc, tokens),
		Calendar: ui.LinkButton{Text: sc.T("account.profile.calendars"), Href: sc.Path("/profile/calendars"), Icon: ui.IconCalendar},
		NewToken: ui.LinkButton{Text: sc.T("account.token.new"), Href: sc.Path("/profile/tokens/new"), Icon: ui.IconPlus},
	}
	if _, err := s.KeySite(r); err == nil {
		p.NewKey = &ui.LinkButton{Text: sc.T("account.passkey.new"), Href: sc.Path("/profile/passkeys/new"), Icon: ui.IconKey}
	} else if e, ok := err.(*errs.E); ok {
		p.KeysNote = sc.Say(e)
	}
	for _, one := range sessions {
		p.Sessions = append(p.Sessions, s.sessionRow(sc, one, v.Session))
	}
	page := web.Page{Template: "profile/profile", Title: sc.T("account.profile.title"), Data: p}
	if failed != nil {
		status, ok := sc.Mark(&p.Form, failed)
		if !ok {
			return nil, failed
		}
		page.Status, page.Title = status, sc.ErrorTitle(page.Title)
	}
	return page, nil
}

// secondRow says whether the second step is set up, and leads to changing it.
func secondRow(sc *web.Scene, since time.Time) ui.SummaryRow {
	row := ui.SummaryRow{Label: sc.T("account.second.row"), Value: ui.Value{Text: sc.T("account.second.off")}, Changes: []ui.Link{{Text: sc.T("account.second.begin"), Hidden: sc.T("account.second.row"), Href: sc.Path("/profile/second/new")}}}
	if !since.IsZero() {
		row.Value.Text = sc.T("account.second.on", "since", sc.Day(sc.Local(since)))
		row.Changes = []ui.Link{
			{Text: sc.T("account.second.anew"), Href: sc.Path("/profile/second/new")},
			{Text: sc.T("account.second.stop"), Hidden: sc.T("account.second.row"), Href: sc.Path("/profile/second/end")},
		}
	}
	return row
}

func (s *Pages) prefsForm(sc *web.Scene, p account.Prefs) ui.Form {
	choice := func(name, has string, values ...string) ui.Field {
		f := ui.Field{Kind: ui.FieldRadios, Name: name, Label: sc.T("user." + name)}
		for _, v := range values {
			key := v
			if key == "" {
				key = "usual"
			}
			f.Options = append(f.Options, ui.Option{Value: v, Label: sc.T("account." + name + "." + key), Selected: v == has})
		}
		return f
	}
	density := ""
	if p.Dense {
		density = "compact"
	}
	return ui.Form{
		Action: sc.Path("/profile"), Once: sc.Once(),
		Fields: []ui.Field{
			s.LangField(sc, p.Lang), choice("theme", p.Theme, "", "light", "dark"), choice("density", density, "", "compact"),
			{Kind: ui.FieldChecks, Name: "shortcuts", Label: sc.T("user.shortcuts"), Hint: sc.T("account.shortcuts.hint"), Options: []ui.Option{{Value: "true", Label: sc.T("account.shortcuts.on"), Selected: p.Shortcuts}}},
		},
		Submit: ui.Button{Text: sc.T("account.save"), Kind: ui.ButtonPrimary},
	}
}

func (s *Pages) sessionRow(sc *web.Scene, one account.Session, present string) sessionRow {
	row := sessionRow{Value: account.SessionValue(sc, one), Now: one.ID == present}
	if row.Now {
		row.Value.Chip = &ui.Chip{Text: sc.T("account.sessions.present"), Tone: ui.ToneGood}
		return row
	}
	row.End = ui.Form{Action: sc.Path("/profile/sessions/" + one.ID + "/end"), Once: sc.Once(), Submit: ui.Button{Text: sc.T("account.sessions.end"), Hidden: one.Browser, Kind: ui.ButtonQuiet}}
	return row
}

func (s *Pages) savePrefs(r *http.Request) (web.Reply, error) {
	p := account.Prefs{
		Lang: r.PostFormValue("lang"), Theme: r.PostFormValue("theme"),
		Dense: r.PostFormValue("density") == "compact", Shortcuts: r.PostFormValue("shortcuts") == "true",
	}
	if err := s.SetPrefs(r.Context(), p); err != nil {
		return s.showProfile(r, &p, err)
	}
	return web.Redirect{To: "/profile", Notice: web.SceneOf(r).T("account.saved")}, nil
}

func (s *Pages) endSession(r *http.Request) (web.Reply, error) {
	if err := s.EndSession(r.Context(), r.PathValue("id")); err != nil {
		return nil, err
	}
	return web.Redirect{To: "/profile#sessions", Notice: web.SceneOf(r).T("account.sessions.ended")}, nil
}

func (s *Pages) endOthers(r *http.Request) (web.Reply, error) {
	if err := s.EndOthers(r.Context()); err != nil {
		return nil, err
	}
	return web.Redirect{To: "/profile#sessions", Notice: web.SceneOf(r).T("account.sessions.ended")}, nil
}

func (s *Pages) passwordPage(r *http.Request) (web.Reply, error) { return s.showPassword(r, nil) }

func (s *Pages) showPassword(r *http.Request, failed error) (web.Reply, error) {
	sc := web.SceneOf(r)
	needed, err := s.NeedsOldPassword(r.Context())
	if err != nil {
		return nil, err
	}
	p := &account.FormPage{Head: ui.Head{Lead: sc.T("account.password.lead")}, Form: ui.Form{
		Action: sc.Path("/profile/password"), Hidden: []ui.Hidden{{Name: "username", Value: account.From(r.Context()).Email}},
		Submit: ui.Button{Text: sc.T("account.password.do"), Kind: ui.ButtonPrimary},
		Cancel: &ui.Link{Text: sc.T("account.cancel"), Href: sc.Path("/profile")},
	}}
	if needed {
		p.Form.Fields = append(p.Form.Fields, account.OldPasswordField(sc))
	}
	p.Form.Fields = append(p.Form.Fields, account.NewPasswordField(sc))
	return account.ShowForm(sc, sc.T("account.password.title"), p, failed)
}

func (s *Pages) savePassword(r *http.Request) (web.Reply, error) {
	if err := s.SetPassword(r.Context(), r.PostFormValue("old_password"), r.PostFormValue("password")); err != nil {
		return s.showPassword(r, err)
	}
	return web.Redirect{To: "/profile", Notice: web.SceneOf(r).T("account.password.saved")}, nil
}

func (s *Pages) codesAsk(r *http.Request) (web.Reply, error) { return s.showCodesAsk(r, nil) }

func (s *Pages) showCodesAsk(r *http.Request, failed error) (web.Reply, error) {
	sc := web.SceneOf(r)
	p := &account.FormPage{Head: ui.Head{Lead: sc.T("account.codes.ask")}, Form: ui.Form{
		Action: sc.Path("/profile/codes"), Fields: []ui.Field{account.OldPasswordField(sc)},
		Submit: ui.Button{Text: sc.T("account.codes.do"), Kind: ui.ButtonPrimary},
		Cancel: &ui.Link{Text: sc.T("account.cancel"), Href: sc.Path("/profile")},
	}}
	return account.ShowForm(sc, sc.T("account.codes.title"), p, failed)
}

func (s *Pages) newCodes(r *http.Request) (web.Reply, error) {
	codes, err := s.NewRecoveryCodes(r.Context(), r.PostFormValue("old_password"))
	if err != nil {
		return s.showCodesAsk(r, err)
	}
	return account.ShowCodes(web.SceneOf(r), codes, nil), nil
}
