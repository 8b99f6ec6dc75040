package account

import (
	"net/http"
	"net/url"
	"time"

	"pobratim/internal/kit/errs"
	passwords "pobratim/internal/kit/password"
	"pobratim/internal/kit/secret"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
)

// The pages at the door: signing in (O1), recovery codes, invitations, leaving.

// FormPage is a page that is one form.
type FormPage struct {
	Head   ui.Head
	Notice *ui.Notice
	Form   ui.Form
	Other  []ui.Link
	Help   string
}

// ShowForm shows a form, marked when an error says something about it.
func ShowForm(sc *web.Scene, title string, p *FormPage, err error) (web.Reply, error) {
	page := web.Page{Template: "account/form", Title: title, Data: p, Head: web.Head{NoIndex: true}}
	p.Head.Title = ui.Value{Text: title}
	p.Form.Once = sc.Once()
	if err != nil {
		status, ok := sc.Mark(&p.Form, err)
		if !ok {
			return nil, err
		}
		p.Notice = nil // never a notice beside an error summary
		page.Status, page.Title = status, sc.ErrorTitle(title)
	}
	return page, nil
}

func (s *Service) signInPage(r *http.Request) (web.Reply, error) {
	if From(r.Context()).SignedIn() {
		return web.Redirect{To: orHome(web.LocalPath(r.URL.Query().Get("next")))}, nil
	}
	return s.showSignIn(r, nil)
}

func (s *Service) showSignIn(r *http.Request, failed error) (web.Reply, error) {
	sc := web.SceneOf(r)
	p := &signInPageData{FormPage: FormPage{Form: ui.Form{
		Action: sc.Path("/sign-in"),
		Hidden: []ui.Hidden{{Name: "next", Value: web.LocalPath(r.FormValue("next"))}},
		Fields: []ui.Field{
			{Kind: ui.FieldEmail, Name: "email", Label: sc.T("account.sign_in.email"), Value: r.PostFormValue("email"), Autocomplete: "username", NoSpell: true, Autofocus: true},
			{Kind: ui.FieldPassword, Name: "password", Label: sc.T("account.sign_in.password"), Autocomplete: "current-password"},
		},
		Submit: ui.Button{Text: sc.T("account.sign_in.do"), Kind: ui.ButtonPrimary},
	}, Other: []ui.Link{
		{Text: sc.T("account.sign_in.by_code"), Href: sc.Path("/sign-in/code", "next", web.LocalPath(r.FormValue("next")))},
		{Text: sc.T("account.sign_in.by_invite"), Href: sc.Path("/invite")},
	}, Help: s.help(r, sc)}}
	if err := s.keyAtDoor(r, p); err != nil {
		return nil, err
	}
	if s.keptForm(r) {
		p.Notice = &ui.Notice{Tone: ui.ToneInfo, Title: sc.T("account.draft.kept"), Text: sc.T("account.draft.kept_text")}
	}
	reply, err := ShowForm(sc, sc.T("account.sign_in.title"), &p.FormPage, failed)
	if page, ok := reply.(web.Page); ok {
		page.Template, page.Data = "account/sign-in", p
		return page, err
	}
	return reply, err
}

// keptForm tells whether this browser was sent here in the middle of a form.
func (s *Service) keptForm(r *http.Request) bool {
	c, err := r.Cookie(s.named(r.Context(), draftCookie))
	if err != nil || c.Value == "" {
		return false
	}
	kept, err := draftByToken(r.Context(), s.db, secret.Digest(c.Value), s.clock())
	return err == nil && !kept.shown
}

func (s *Service) help(r *http.Request, sc *web.Scene) string {
	if s.site.Help != nil {
		if words := s.site.Help(r.Context(), sc.Lang); words != "" {
			return sc.T("account.sign_in.help_by", "who", words)
		}
	}
	return sc.T("account.sign_in.help")
}

func attempt(r *http.Request) Attempt {
	return Attempt{
		Email: r.PostFormValue("email"), Password: r.PostFormValue("password"), Code: r.PostFormValue("code"),
		Remote: r.RemoteAddr, Agent: r.UserAgent(),
	}
}

func (s *Service) signIn(r *http.Request) (web.Reply, error) {
	ticket, err := s.SignIn(r.Context(), attempt(r))
	if err != nil {
		return s.showSignIn(r, err)
	}
	return s.enter(r, ticket), nil
}

// enter goes on to where the person was on the way: to a form that was kept,
// to the page that asked for signing in, or home.
func (s *Service) enter(r *http.Request, t Ticket) web.Redirect {
	next := web.LocalPath(r.FormValue("next"))
	to := orHome(next)
	if t.Half {
		to = "/sign-in/second"
		if next != "" {
			to += "?next=" + url.QueryEscape(next)
		}
	} else if t.Way == ByRecovery {
		to = "/profile/password"
	} else if s.waitingDraft(r, t.User.ID) {
		to = ResumePath
	}
	return web.Redirect{To: to, Cookies: []*http.Cookie{t.Cookie}}
}

func orHome(path string) string {
	if path == "" {
		return "/"
	}
	return path
}

func (s *Service) codePage(r *http.Request) (web.Reply, error) { return s.showCode(r, nil) }

func (s *Service) showCode(r *http.Request, failed error) (web.Reply, error) {
	sc := web.SceneOf(r)
	p := &FormPage{Head: ui.Head{Lead: sc.T("account.code.lead")}, Form: ui.Form{
		Action: sc.Path("/sign-in/code"),
		Hidden: []ui.Hidden{{Name: "next", Value: web.LocalPath(r.FormValue("next"))}},
		Fields: []ui.Field{
			{Kind: ui.FieldEmail, Name: "email", Label: sc.T("account.sign_in.email"), Value: r.PostFormValue("email"), Autocomplete: "username", NoSpell: true},
			{Kind: ui.FieldText, Name: "code", Label: sc.T("account.code.label"), Hint: sc.T("account.code.hint"), Autocomplete: "one-time-code", NoSpell: true},
		},
		Submit: ui.Button{Text: sc.T("account.sign_in.do"), Kind: ui.ButtonPrimary},
		Cancel: &ui.Link{Text: sc.T("account.sign_in.back"), Href: sc.Path("/sign-in")},
	}, Help: s.help(r, sc)}
	return ShowForm(sc, sc.T("account.code.title"), p, failed)
}

func (s *Service) signInByCode(r *http.Request) (web.Reply, error) {
	ticket, err := s.SignInByCode(r.Context(), attempt(r))
	if err != nil {
		return s.showCode(r, err)
	}
	return s.enter(r, ticket), nil
}

func (s *Service) signOut(r *http.Request) (web.Reply, error) {
	if err := s.SignOut(r.Context()); err != nil {
		return nil, err
	}
	return web.Redirect{
		To: "/sign-in", Notice: web.SceneOf(r).T("account.signed_out"), Forget: true,
		Cookies: []*http.Cookie{s.cookie(r.Context(), sessionCookie, "", time.Time{}), s.cookie(r.Context(), draftCookie, "", time.Time{})},
	}, nil
}

func (s *Service) invitePage(r *http.Request) (web.Reply, error) {
	code := r.PathValue("code")
	if code == "" {
		return s.showInviteCode(r, nil)
	}
	u, err := s.Invited(r.Context(), code, r.RemoteAddr)
	if err != nil {
		return s.inviteTrouble(r, err)
	}
	return s.showAccept(r, u, code, nil)
}

// showInviteCode asks for the code of an invitation, for those who were told
// it by telephone.
func (s *Service) showInviteCode(r *http.Request, failed error) (web.Reply, error) {
	sc := web.SceneOf(r)
	p := &FormPage{Head: ui.Head{Lead: sc.T("account.invite.code_lead")}, Form: ui.Form{
		Action: sc.Path("/invite"),
		Fields: []ui.Field{{Kind: ui.FieldText, Name: "code", Label: sc.T("account.invite.code"), Autocomplete: "one-time-code", NoSpell: true}},
		Submit: ui.Button{Text: sc.T("account.next"), Kind: ui.ButtonPrimary},
		Cancel: &ui.Link{Text: sc.T("account.sign_in.back"), Href: sc.Path("/sign-in")},
	}, Help: s.help(r, sc)}
	return ShowForm(sc, sc.T("account.invite.title"), p, failed)
}

// inviteTrouble answers a code that opens nothing like any wrong code.
func (s *Service) inviteTrouble(r *http.Request, err error) (web.Reply, error) {
	if errs.KindOf(err) == errs.NotFound {
		err = errs.New(errs.Invalid, "account.invite.gone")
	}
	return s.showInviteCode(r, err)
}

func (s *Service) showAccept(r *http.Request, u User, code string, failed error) (web.Reply, error) {
	sc := web.SceneOf(r)
	p := &FormPage{Head: ui.Head{Lead: sc.T("account.invite.lead", "name", u.Name, "email", u.Email)}, Form: ui.Form{
		Action: sc.Path("/invite"),
		Hidden: []ui.Hidden{{Name: "code", Value: code}, {Name: "step", Value: "password"}, {Name: "username", Value: u.Email}},
		Fields: []ui.Field{NewPasswordField(sc)},
		Submit: ui.Button{Text: sc.T("account.invite.do"), Kind: ui.ButtonPrimary},
	}}
	return ShowForm(sc, sc.T("account.invite.welcome"), p, failed)
}

// NewPasswordField asks for a password to be set.
func NewPasswordField(sc *web.Scene) ui.Field {
	return ui.Field{Kind: ui.FieldPassword, Name: "password", Label: sc.T("account.password.new"), Hint: sc.T("account.password.hint", "min", passwords.Min), Autocomplete: "new-password"}
}

func (s *Service) accept(r *http.Request) (web.Reply, error) {
	a := attempt(r)
	u, err := s.Invited(r.Context(), a.Code, a.Remote)
	if err != nil {
		return s.inviteTrouble(r, err)
	}
	if r.PostFormValue("step") != "password" {
		return s.showAccept(r, u, a.Code, nil)
	}
	ticket, codes, err := s.Accept(r.Context(), a)
	if errs.KindOf(err) == errs.NotFound {
		return s.inviteTrouble(r, err)
	}
	if err != nil {
		return s.showAccept(r, u, a.Code, err)
	}
	if ticket.Half {
		return s.enter(r, ticket), nil
	}
	return ShowCodes(web.SceneOf(r), codes, []*http.Cookie{ticket.Cookie}), nil
}

// CodesPage shows recovery codes, this once.
type CodesPage struct {
	Head   ui.Head
	Notice ui.Notice
	Codes  []string
	Print  ui.Button
	Next   ui.LinkButton
}

// OldPasswordField asks for the present password.
func OldPasswordField(sc *web.Scene) ui.Field {
	return ui.Field{Kind: ui.FieldPassword, Name: "old_password", Label: sc.T("account.password.old"), Autocomplete: "current-password"}
}

// ShowCodes shows fresh recovery codes.
func ShowCodes(sc *web.Scene, codes []string, cookies []*http.Cookie) web.Page {
	title := sc.T("account.codes.title")
	return web.Page{Template: "account/codes", Title: title, Cookies: cookies, Head: web.Head{NoIndex: true}, Data: &CodesPage{
		Head:   ui.Head{Title: ui.Value{Text: title}, Lead: sc.T("account.codes.lead")},
		Notice: ui.Notice{Tone: ui.ToneWarn, Text: sc.T("account.codes.once")},
		Codes:  codes,
		Print:  ui.Button{Text: sc.T("account.codes.print"), Print: true, Icon: ui.IconPrint},
		Next:   ui.LinkButton{Text: sc.T("account.codes.next"), Href: sc.Path("/"), Kind: ui.ButtonPrimary},
	}}
}
