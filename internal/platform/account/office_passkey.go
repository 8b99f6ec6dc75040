package account

import (
	"net/http"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
)

// Passkeys at the door and in the profile. The ceremony itself is the browser's:
// web/src/passkey.ts hands it the options and sends its answer as a form.

// KeyForm is a form that a passkey fills in. It needs scripts; Options are for
// making a key, Ask is where a script gets those for signing in.
type KeyForm struct {
	Action  string
	Ask     string
	Options string
	Once    ui.Once
	Hidden  []ui.Hidden
	Submit  ui.Button
	Failed  string // said when the person or the device gave up
	Known   string // said when the device has a key already
	Old     string // said when the browser knows no passkeys
}

// signInPageData is the door: the passkey first, the password second.
type signInPageData struct {
	FormPage
	Key *KeyForm // nil where passkeys cannot work
	Why string   // and why not
	Or  string
}

func (s *Service) keyAtDoor(r *http.Request, p *signInPageData) error {
	sc := web.SceneOf(r)
	if _, err := s.KeySite(r); err != nil {
		e, ok := err.(*errs.E)
		if !ok {
			return err
		}
		p.Why = sc.Say(e)
		return nil
	}
	p.Form.Submit.Kind = ui.ButtonSecondary
	p.Or = sc.T("account.passkey.or")
	p.Key = &KeyForm{
		Action: sc.Path("/sign-in/passkey"), Ask: sc.Path("/sign-in/passkey/begin"), Once: sc.Once(), Hidden: p.Form.Hidden,
		Submit: ui.Button{Text: sc.T("account.passkey.sign_in"), Kind: ui.ButtonPrimary, Icon: ui.IconKey},
		Failed: sc.T("account.passkey.gave_up"), Old: sc.T("account.passkey.old_browser"),
	}
	return nil
}

// askPasskey gives the options of signing in to the script.
func (s *Service) askPasskey(r *http.Request) (web.Reply, error) {
	site, err := s.KeySite(r)
	if err != nil {
		return nil, err
	}
	options, err := s.AskPasskey(r.Context(), site, r.RemoteAddr)
	if e, ok := err.(*errs.E); ok && (e.Kind == errs.TooMany || e.Kind == errs.Unavailable) {
		return web.JSON{Status: http.StatusTooManyRequests, Body: map[string]string{"error": web.SceneOf(r).Say(e)}}, nil
	}
	return web.JSON{Body: options}, err
}

func (s *Service) signInByPasskey(r *http.Request) (web.Reply, error) {
	site, err := s.KeySite(r)
	if err != nil {
		return s.showSignIn(r, err)
	}
	ticket, err := s.SignInByPasskey(r.Context(), site, []byte(r.PostFormValue("answer")), attempt(r))
	if err != nil {
		return s.showSignIn(r, err)
	}
	return s.enter(r, ticket), nil
}

// KeyRow is one passkey in a list.
type KeyRow struct {
	Value ui.Value
	End   ui.Form
}

// KeyRows lists passkeys, each with a button to remove it below an address.
func KeyRows(sc *web.Scene, keys []Passkey, at string) []KeyRow {
	rows := make([]KeyRow, len(keys))
	for i, p := range keys {
		used := sc.T("account.passkey.unused")
		if !p.SeenAt.IsZero() {
			used = sc.T("account.passkey.used", "at", sc.Instant(sc.Local(p.SeenAt)))
		}
		rows[i] = KeyRow{
			Value: ui.Value{Text: p.Name, Note: sc.T("account.passkey.note", "made", sc.Day(sc.Local(p.MadeAt)), "host", p.Host, "used", used)},
			End:   ui.Form{Action: sc.Path(at + "/" + p.ID + "/end"), Once: sc.Once(), Submit: ui.Button{Text: sc.T("account.passkey.end"), Hidden: p.Name, Kind: ui.ButtonQuiet}},
		}
		if p.Cloned {
			rows[i].Value.Chip = &ui.Chip{Text: sc.T("account.passkey.refused"), Tone: ui.ToneBad}
		}
	}
	return rows
}

func (s *Service) removePasskeyOf(r *http.Request) (web.Reply, error) {
	id := r.PathValue("id")
	if err := s.RemovePasskeyOf(r.Context(), id, r.PathValue("key")); err != nil {
		return nil, err
	}
	return web.Redirect{To: "/users/" + id + "#ways", Notice: web.SceneOf(r).T("account.passkey.ended")}, nil
}
