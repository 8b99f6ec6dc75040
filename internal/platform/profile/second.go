package profile

import (
	"html/template"
	"net/http"
	"strings"

	"pobratim/internal/kit/otp"
	"pobratim/internal/kit/qr"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
)

// Setting up the second step.

func (s *Pages) newSecondPage(r *http.Request) (web.Reply, error) {
	return s.askAgain(r, "account.second.new", "account.second.about", "/profile/second/new", nil)
}

// askAgain makes sure that it is the owner who sits there before something of
// the account's safety changes.
func (s *Pages) askAgain(r *http.Request, title, lead, action string, failed error) (web.Reply, error) {
	sc := web.SceneOf(r)
	needed, err := s.NeedsOldPassword(r.Context())
	if err != nil {
		return nil, err
	}
	p := &account.FormPage{Head: ui.Head{Lead: sc.T(lead)}, Form: ui.Form{
		Action: sc.Path(action), Hidden: []ui.Hidden{{Name: "username", Value: account.From(r.Context()).Email}},
		Submit: ui.Button{Text: sc.T("account.next"), Kind: ui.ButtonPrimary},
		Cancel: &ui.Link{Text: sc.T("account.cancel"), Href: sc.Path("/profile")},
	}}
	if needed {
		p.Form.Fields = append(p.Form.Fields, account.OldPasswordField(sc))
	}
	return account.ShowForm(sc, sc.T(title), p, failed)
}

func (s *Pages) newSecond(r *http.Request) (web.Reply, error) {
	token, err := s.NewSecond(r.Context(), r.PostFormValue("old_password"))
	if err != nil {
		return s.askAgain(r, "account.second.new", "account.second.about", "/profile/second/new", err)
	}
	return s.showEnrol(r, token, nil)
}

// enrolPage shows the secret as a picture and as text, and asks for a code.
type enrolPage struct {
	account.FormPage
	Picture template.HTML
	Secret  ui.SummaryList
}

func (s *Pages) showEnrol(r *http.Request, token string, failed error) (web.Reply, error) {
	sc := web.SceneOf(r)
	secret, err := s.SecondSecret(r.Context(), token)
	if err != nil {
		return s.askAgain(r, "account.second.new", "account.second.about", "/profile/second/new", err)
	}
	picture, err := qr.SVG(otp.Address(sc.T("account.passkey.issuer"), account.From(r.Context()).Email, secret), sc.T("account.second.picture"))
	if err != nil {
		return nil, err
	}
	p := &enrolPage{Picture: picture, Secret: ui.SummaryList{Rows: []ui.SummaryRow{{Label: sc.T("account.second.secret"), Value: ui.Value{Text: grouped(otp.Text(secret))}}}}}
	p.Head.Lead = sc.T("account.second.scan")
	p.Form = ui.Form{
		Action: sc.Path("/profile/second"), Hidden: []ui.Hidden{{Name: "enrolment", Value: token}},
		Fields: []ui.Field{{Kind: ui.FieldText, Name: "code", Label: sc.T("account.second.code"), Hint: sc.T("account.second.first_hint"), Autocomplete: "one-time-code", NoSpell: true, Width: ui.WidthShort}},
		Submit: ui.Button{Text: sc.T("account.second.do"), Kind: ui.ButtonPrimary},
		Cancel: &ui.Link{Text: sc.T("account.cancel"), Href: sc.Path("/profile")},
	}
	reply, err := account.ShowForm(sc, sc.T("account.second.new"), &p.FormPage, failed)
	if page, ok := reply.(web.Page); ok {
		page.Template, page.Data = "profile/enrol", p
		return page, err
	}
	return reply, err
}

// grouped writes a secret in groups of four letters, as people type it.
func grouped(text string) string { return strings.ReplaceAll(account.Spaced(text), "-", " ") }

func (s *Pages) confirmSecond(r *http.Request) (web.Reply, error) {
	token := r.PostFormValue("enrolment")
	codes, err := s.ConfirmSecond(r.Context(), token, r.PostFormValue("code"))
	if err != nil {
		return s.showEnrol(r, token, err)
	}
	return account.ShowCodes(web.SceneOf(r), codes, nil), nil
}

func (s *Pages) endSecondPage(r *http.Request) (web.Reply, error) {
	return s.askAgain(r, "account.second.end", "account.second.end_lead", "/profile/second/end", nil)
}

func (s *Pages) endOwnSecond(r *http.Request) (web.Reply, error) {
	if err := s.EndSecond(r.Context(), r.PostFormValue("old_password")); err != nil {
		return s.askAgain(r, "account.second.end", "account.second.end_lead", "/profile/second/end", err)
	}
	return web.Redirect{To: "/profile#safety", Notice: web.SceneOf(r).T("account.second.ended")}, nil
}
