package feed

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/module"
)

// The pages on which users make, see and revoke what opens their calendars.

// at is the page within the office.
const at = "/profile/calendars"

type calendarsPage struct {
	Head        ui.Head
	FeedsHead   ui.Section
	Feeds       []row
	NewFeed     ui.LinkButton
	DAVHead     ui.Section
	DAV         ui.Facts
	Passwords   []row
	NewPassword ui.LinkButton
}

// row is one secret with the button that revokes it.
type row struct {
	Value ui.Value
	End   ui.Form
}

// newRow shows a secret; n makes the key of its form.
func newRow(sc *web.Scene, name, note string, made, seen time.Time, action string, n int) row {
	used := sc.T("feed.unused")
	if !seen.IsZero() {
		used = sc.T("feed.used", "at", sc.Instant(sc.Local(seen)))
	}
	text := sc.T("feed.note", "made", sc.Day(sc.Local(made)), "used", used)
	if note != "" {
		text = note + "; " + text
	}
	return row{
		Value: ui.Value{Text: name, Note: text},
		End:   ui.Form{Action: sc.Path(action), Once: ui.Once{Key: sc.Key + "-" + strconv.Itoa(n)}, Submit: ui.Button{Text: sc.T("feed.revoke"), Hidden: name, Kind: ui.ButtonQuiet}},
	}
}

func (s *Service) page(r *http.Request) (web.Reply, error) {
	ctx, sc := r.Context(), web.SceneOf(r)
	feeds, err := s.Feeds(ctx)
	if err != nil {
		return nil, err
	}
	passwords, err := s.Passwords(ctx)
	if err != nil {
		return nil, err
	}
	title := sc.T("feed.title")
	p := &calendarsPage{
		Head:      ui.Head{Title: ui.Value{Text: title}, Lead: sc.T("feed.lead")},
		FeedsHead: ui.Section{ID: "feeds", Title: sc.T("feed.list")},
		NewFeed:   ui.LinkButton{Text: sc.T("feed.new"), Href: sc.Path(at + "/new"), Icon: ui.IconPlus},
		DAVHead:   ui.Section{ID: "caldav", Title: sc.T("feed.caldav")},
		DAV: ui.Facts{Rows: []ui.Fact{
			{Label: sc.T("feed.server"), Value: ui.Value{Text: s.whole(sc, "/dav/")}},
			{Label: sc.T("feed.user"), Value: ui.Value{Text: account.From(ctx).Email}},
			{Label: sc.T("feed.password"), Value: ui.Value{Text: sc.T("feed.password.which")}},
		}},
		NewPassword: ui.LinkButton{Text: sc.T("feed.password.new"), Href: sc.Path(at + "/passwords/new"), Icon: ui.IconPlus},
	}
	partners, err := s.partnerNames(r)
	if err != nil {
		return nil, err
	}
	for i, f := range feeds {
		layers := make([]string, len(f.Layers))
		for n, layer := range f.Layers {
			layers[n] = strings.ToLower(sc.T("feed.layer." + string(layer)))
		}
		what := sc.T("feed.what", "layers", sc.Join(layers), "lang", sc.Language(f.Lang))
		if f.Partner != "" {
			what = partners[f.Partner] + ": " + what
			if partners[f.Partner] == "" {
				what = sc.T("feed.partner_gone")
			}
		}
		p.Feeds = append(p.Feeds, newRow(sc, f.Name, what, f.MadeAt, f.SeenAt, at+"/"+f.ID+"/end", i))
	}
	for i, one := range passwords {
		p.Passwords = append(p.Passwords, newRow(sc, one.Name, "", one.MadeAt, one.SeenAt, at+"/passwords/"+one.ID+"/end", len(feeds)+i))
	}
	return web.Page{Template: "feed/calendars", Title: title, Head: web.Head{NoIndex: true}, Data: p}, nil
}

// partnerNames are the partners that the viewer may see, by identifier.
func (s *Service) partnerNames(r *http.Request) (map[string]string, error) {
	options, err := s.deps.Partners(r.Context(), web.SceneOf(r))
	names := make(map[string]string, len(options))
	for _, o := range options {
		names[o.Value] = o.Label
	}
	return names, err
}

// whole is an address with scheme and host.
func (s *Service) whole(sc *web.Scene, path string) string {
	if sc.URL.Host == "" {
		return s.deps.Base + path
	}
	return sc.URL.Scheme + "://" + sc.URL.Host + s.deps.Base + path
}

func (s *Service) newPage(r *http.Request) (web.Reply, error) {
	f := Feed{Layers: module.Layers(), Lang: web.SceneOf(r).Lang}
	return s.showForm(r, f, nil)
}

func (s *Service) showForm(r *http.Request, f Feed, failed error) (web.Reply, error) {
	sc := web.SceneOf(r)
	layers := ui.Field{Kind: ui.FieldChecks, Name: "layers", Label: sc.T("feed.layers")}
	for _, layer := range module.Layers() {
		layers.Options = append(layers.Options, ui.Option{Value: string(layer), Label: sc.T("feed.layer." + string(layer)), Hint: sc.T("feed.layer." + string(layer) + ".hint"), Selected: f.has(layer)})
	}
	lang := ui.Field{Kind: ui.FieldRadios, Name: "lang", Label: sc.T("feed.lang")}
	for _, code := range s.deps.Langs {
		lang.Options = append(lang.Options, ui.Option{Value: code, Label: sc.Language(code), Selected: code == f.Lang})
	}
	partner := ui.Field{Kind: ui.FieldSelect, Name: "partner", Label: sc.T("feed.partner"), Empty: sc.T("feed.partner_all"), Value: f.Partner}
	options, err := s.deps.Partners(r.Context(), sc)
	if err != nil {
		return nil, err
	}
	partner.Options = ui.Chosen(options, f.Partner)
	p := &account.FormPage{Head: ui.Head{Lead: sc.T("feed.new_lead")}, Form: ui.Form{
		Action: sc.Path(at + "/new"), Fields: []ui.Field{nameField(sc, f.Name, "feed.name_hint"), layers, partner, lang},
		Submit: ui.Button{Text: sc.T("feed.make"), Kind: ui.ButtonPrimary},
		Cancel: &ui.Link{Text: sc.T("account.cancel"), Href: sc.Path(at)},
	}}
	return account.ShowForm(sc, sc.T("feed.new"), p, failed)
}

func nameField(sc *web.Scene, value, hint string) ui.Field {
	return ui.Field{Kind: ui.FieldText, Name: "name", Label: sc.T("feed.name"), Hint: sc.T(hint), Value: value, Autocomplete: "off"}
}

func (s *Service) make(r *http.Request) (web.Reply, error) {
	f := Feed{Name: r.PostFormValue("name"), Lang: r.PostFormValue("lang"), Partner: r.PostFormValue("partner")}
	for _, layer := range r.PostForm["layers"] {
		f.Layers = append(f.Layers, module.Layer(layer))
	}
	names, err := s.partnerNames(r)
	if err != nil {
		return nil, err
	}
	if f.Partner != "" && names[f.Partner] == "" {
		f.Partner = "" // the list that was chosen from is out of date: chosen anew
		return s.showForm(r, f, partnerUnknown())
	}
	made, secret, err := s.Make(r.Context(), f)
	if err != nil {
		return s.showForm(r, f, err)
	}
	sc := web.SceneOf(r)
	return s.showSecret(sc, sc.T("feed.made", "name", made.Name), sc.T("feed.how"), sc.T("feed.address"), s.whole(sc, "/feeds/"+secret+".ics"), nil)
}

func (s *Service) end(r *http.Request) (web.Reply, error) {
	if err := s.Revoke(r.Context(), r.PathValue("id")); err != nil {
		return nil, err
	}
	return web.Redirect{To: at + "#feeds", Notice: web.SceneOf(r).T("feed.revoked")}, nil
}

func (s *Service) passwordPage(r *http.Request) (web.Reply, error) {
	return s.showPasswordForm(r, nil)
}

func (s *Service) showPasswordForm(r *http.Request, failed error) (web.Reply, error) {
	sc := web.SceneOf(r)
	p := &account.FormPage{Head: ui.Head{Lead: sc.T("feed.password.lead")}, Form: ui.Form{
		Action: sc.Path(at + "/passwords/new"), Fields: []ui.Field{nameField(sc, r.PostFormValue("name"), "feed.password.name_hint")},
		Submit: ui.Button{Text: sc.T("feed.password.make"), Kind: ui.ButtonPrimary},
		Cancel: &ui.Link{Text: sc.T("account.cancel"), Href: sc.Path(at)},
	}}
	return account.ShowForm(sc, sc.T("feed.password.new"), p, failed)
}

func (s *Service) makePassword(r *http.Request) (web.Reply, error) {
	made, secret, err := s.MakePassword(r.Context(), r.PostFormValue("name"))
	if err != nil {
		return s.showPasswordForm(r, err)
	}
	sc := web.SceneOf(r)
	return s.showSecret(sc, sc.T("feed.password.made", "name", made.Name), sc.T("feed.password.how"), sc.T("feed.password"), secret, []ui.Fact{
		{Label: sc.T("feed.server"), Value: ui.Value{Text: s.whole(sc, "/dav/")}},
		{Label: sc.T("feed.user"), Value: ui.Value{Text: account.From(r.Context()).Email}},
	})
}

func (s *Service) endPassword(r *http.Request) (web.Reply, error) {
	if err := s.RevokePassword(r.Context(), r.PathValue("id")); err != nil {
		return nil, err
	}
	return web.Redirect{To: at + "#caldav", Notice: web.SceneOf(r).T("feed.password.revoked")}, nil
}

// secretPage shows a secret once.
type secretPage struct {
	Head   ui.Head
	Notice ui.Notice
	Facts  ui.Facts // what is typed beside it
	Secret ui.Field
	Copy   ui.Button
	Back   ui.LinkButton
}

func (s *Service) showSecret(sc *web.Scene, title, how, label, secret string, facts []ui.Fact) (web.Reply, error) {
	return web.Page{Template: "feed/secret", Title: title, Head: web.Head{NoIndex: true}, Data: &secretPage{
		Head:   ui.Head{Title: ui.Value{Text: title}, Lead: how},
		Notice: ui.Notice{Tone: ui.ToneWarn, Text: sc.T("feed.once")},
		Facts:  ui.Facts{Rows: facts},
		Secret: ui.Field{Kind: ui.FieldText, Name: "secret", Label: label, Value: secret, NoSpell: true, Autocomplete: "off"},
		Copy:   ui.Button{Text: sc.T("feed.copy"), Copy: secret, Icon: ui.IconCopy},
		Back:   ui.LinkButton{Text: sc.T("feed.done"), Href: sc.Path(at), Kind: ui.ButtonPrimary},
	}}, nil
}
