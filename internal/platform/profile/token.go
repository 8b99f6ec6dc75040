package profile

import (
	"net/http"
	"strconv"

	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
)

// tokenRow is one token in the profile.
type tokenRow struct {
	Value ui.Value
	End   ui.Form
}

// tokenRows lists the viewer's tokens with a button to revoke each.
func tokenRows(sc *web.Scene, tokens []account.Token) []tokenRow {
	rows := make([]tokenRow, len(tokens))
	for i, t := range tokens {
		used := sc.T("account.token.unused")
		if !t.SeenAt.IsZero() {
			used = sc.T("account.token.used", "at", sc.Instant(sc.Local(t.SeenAt)))
		}
		rows[i] = tokenRow{
			Value: ui.Value{Text: t.Name, Note: sc.T("account.token.note", "made", sc.Day(sc.Local(t.MadeAt)), "until", sc.Day(sc.Local(t.EndsAt)), "used", used)},
			End:   ui.Form{Action: sc.Path("/profile/tokens/" + t.ID + "/end"), Once: ui.Once{Key: sc.Key + "-t" + strconv.Itoa(i)}, Submit: ui.Button{Text: sc.T("account.token.end"), Hidden: t.Name, Kind: ui.ButtonQuiet}},
		}
	}
	return rows
}

func (s *Pages) tokenPage(r *http.Request) (web.Reply, error) { return s.showTokenForm(r, nil) }

func (s *Pages) showTokenForm(r *http.Request, failed error) (web.Reply, error) {
	sc := web.SceneOf(r)
	days := ui.Field{Kind: ui.FieldRadios, Name: "days", Label: sc.T("account.token.days")}
	chosen := r.PostFormValue("days")
	for _, n := range account.TokenDays() {
		value := strconv.Itoa(n)
		days.Options = append(days.Options, ui.Option{Value: value, Label: sc.N("account.token.for_days", n), Selected: value == chosen || chosen == "" && n == account.TokenDays()[1]})
	}
	p := &account.FormPage{Head: ui.Head{Lead: sc.T("account.token.lead")}, Form: ui.Form{
		Action: sc.Path("/profile/tokens/new"), Fields: []ui.Field{
			{Kind: ui.FieldText, Name: "name", Label: sc.T("account.token.name"), Hint: sc.T("account.token.name_hint"), Value: r.PostFormValue("name"), Autocomplete: "off"}, days,
		},
		Submit: ui.Button{Text: sc.T("account.token.make"), Kind: ui.ButtonPrimary},
		Cancel: &ui.Link{Text: sc.T("account.cancel"), Href: sc.Path("/profile")},
	}}
	return account.ShowForm(sc, sc.T("account.token.new"), p, failed)
}

func (s *Pages) newToken(r *http.Request) (web.Reply, error) {
	days, _ := strconv.Atoi(r.PostFormValue("days")) // no number is no choice either
	made, secret, err := s.MakeToken(r.Context(), r.PostFormValue("name"), days)
	if err != nil {
		return s.showTokenForm(r, err)
	}
	sc := web.SceneOf(r)
	title := sc.T("account.token.made", "name", made.Name)
	return web.Page{Template: "account/codes", Title: title, Head: web.Head{NoIndex: true}, Data: &account.CodesPage{
		Head:   ui.Head{Title: ui.Value{Text: title}, Lead: sc.T("account.token.how")},
		Notice: ui.Notice{Tone: ui.ToneWarn, Text: sc.T("account.token.once")},
		Codes:  []string{secret},
		Print:  ui.Button{Text: sc.T("account.codes.print"), Print: true, Icon: ui.IconPrint},
		Next:   ui.LinkButton{Text: sc.T("account.token.back"), Href: sc.Path("/profile") + "#tokens", Kind: ui.ButtonPrimary},
	}}, nil
}

func (s *Pages) endToken(r *http.Request) (web.Reply, error) {
	if err := s.RevokeToken(r.Context(), r.PathValue("id")); err != nil {
		return nil, err
	}
	return web.Redirect{To: "/profile#tokens", Notice: web.SceneOf(r).T("account.token.ended")}, nil
}
