package profile

import (
	"encoding/json"
	"net/http"

	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
)

// Making and removing passkeys. The ceremony itself is the browser's:
// web/src/passkey.ts hands it the options and sends its answer as a form.

func (s *Pages) passkeyPage(r *http.Request) (web.Reply, error) { return s.showPasskeyForm(r, nil) }

// showPasskeyForm asks what the new key is to be called, and who is there.
func (s *Pages) showPasskeyForm(r *http.Request, failed error) (web.Reply, error) {
	sc := web.SceneOf(r)
	needed, err := s.NeedsOldPassword(r.Context())
	if err != nil {
		return nil, err
	}
	name := r.PostFormValue("name")
	if r.Method == http.MethodGet {
		name = account.Device(r.UserAgent())
	}
	p := &account.FormPage{Head: ui.Head{Lead: sc.T("account.passkey.lead")}, Form: ui.Form{
		Action: sc.Path("/profile/passkeys/new"), Hidden: []ui.Hidden{{Name: "username", Value: account.From(r.Context()).Email}},
		Fields: []ui.Field{{Kind: ui.FieldText, Name: "name", Label: sc.T("account.passkey.name"), Hint: sc.T("account.passkey.name_hint"), Value: name, Autocomplete: "off"}},
		Submit: ui.Button{Text: sc.T("account.next"), Kind: ui.ButtonPrimary},
		Cancel: &ui.Link{Text: sc.T("account.cancel"), Href: sc.Path("/profile")},
	}}
	if needed {
		p.Form.Fields = append(p.Form.Fields, account.OldPasswordField(sc))
	}
	return account.ShowForm(sc, sc.T("account.passkey.new"), p, failed)
}

// passkeyMakePage asks the browser to make the key.
type passkeyMakePage struct {
	Head    ui.Head
	Key     account.KeyForm
	Scripts string // said where there are none
	Cancel  ui.Link
}

func (s *Pages) makePasskey(r *http.Request) (web.Reply, error) {
	site, err := s.KeySite(r)
	if err != nil {
		return s.showPasskeyForm(r, err)
	}
	sc, name := web.SceneOf(r), r.PostFormValue("name")
	options, err := s.NewPasskey(r.Context(), site, name, r.PostFormValue("old_password"), sc.T("account.passkey.issuer"))
	if err != nil {
		return s.showPasskeyForm(r, err)
	}
	text, err := json.Marshal(options)
	if err != nil {
		return nil, err
	}
	title := sc.T("account.passkey.new")
	return web.Page{Template: "profile/passkey", Title: title, Head: web.Head{NoIndex: true}, Data: &passkeyMakePage{
		Head: ui.Head{Title: ui.Value{Text: title}, Lead: sc.T("account.passkey.touch")},
		Key: account.KeyForm{
			Action: sc.Path("/profile/passkeys"), Options: string(text), Once: sc.Once(), Hidden: []ui.Hidden{{Name: "name", Value: name}},
			Submit: ui.Button{Text: sc.T("account.passkey.make"), Kind: ui.ButtonPrimary, Icon: ui.IconKey},
			Failed: sc.T("account.passkey.not_made"), Known: sc.T("account.passkey.known"), Old: sc.T("account.passkey.old_browser"),
		},
		Scripts: sc.T("account.passkey.scripts"), Cancel: ui.Link{Text: sc.T("account.cancel"), Href: sc.Path("/profile")},
	}}, nil
}

func (s *Pages) addPasskey(r *http.Request) (web.Reply, error) {
	site, err := s.KeySite(r)
	if err == nil {
		err = s.AddPasskey(r.Context(), site, r.PostFormValue("name"), []byte(r.PostFormValue("answer")))
	}
	if err != nil {
		return s.showPasskeyForm(r, err)
	}
	return web.Redirect{To: "/profile#passkeys", Notice: web.SceneOf(r).T("account.passkey.added")}, nil
}

func (s *Pages) removeOwnPasskey(r *http.Request) (web.Reply, error) {
	if err := s.RemovePasskey(r.Context(), r.PathValue("id")); err != nil {
		return nil, err
	}
	return web.Redirect{To: "/profile#passkeys", Notice: web.SceneOf(r).T("account.passkey.ended")}, nil
}
