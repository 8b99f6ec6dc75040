package link

import (
	"cmp"
	"context"
	"html/template"
	"net/http"
	"slices"
	"strconv"
	"time"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/fold"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/qr"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// panelPage is the links of a record, on its page.
type panelPage struct {
	About string
	Rows  []row
	Make  []ui.LinkButton
	Head  string // caption of the table
}

// row is one link with the button that revokes it.
type row struct {
	Value ui.Value
	Used  string
	End   *ui.Form
}

// panel shows the links of a record to those who may hand them out.
func (s *Service) panel(ctx context.Context, sc *web.Scene, about record.Ref) (*module.Panel, error) {
	p := panelPage{About: sc.T("link.about"), Head: sc.T("link.list")}
	for _, m := range s.deps.Modules() {
		for _, g := range m.Guest {
			if s.Gate.Scope(ctx, need()) == account.None || g.Kind != about.Kind {
				continue
			}
			if _, err := s.may(ctx, g.Purpose, about); err == nil {
				p.Make = append(p.Make, ui.LinkButton{Text: sc.T(g.Key + ".new"), Href: sc.Path("/links/new", "purpose", g.Purpose, "for", about.String()), Icon: ui.IconPlus})
			}
		}
	}
	if len(p.Make) == 0 {
		return nil, nil
	}
	links, err := s.Of(ctx, about)
	if err != nil {
		return nil, err
	}
	for i, l := range links {
		p.Rows = append(p.Rows, s.row(sc, l, i))
	}
	panel := &module.Panel{Name: "links", Title: sc.T("link.panel"), Template: "link/panel", Data: p, Order: 700}
	if len(links) > 0 {
		panel.Count = strconv.Itoa(len(links))
	}
	return panel, nil
}

func (s *Service) row(sc *web.Scene, l Link, n int) row {
	g, _ := s.purpose(l.Purpose)
	state := l.State(sc.Now)
	r := row{Value: ui.Value{Text: l.Name, Note: sc.T("link.note", "purpose", sc.T(g.Key), "number", l.Number, "until", sc.Day(sc.Local(l.EndsAt.Add(-time.Second))))}, Used: sc.T("link.unused")}
	if l.Uses > 0 {
		r.Used = sc.T("link.used", "n", l.Uses, "at", sc.Instant(sc.Local(l.SeenAt)))
	}
	if state != Open {
		r.Value.Chip = &ui.Chip{Text: sc.T("link.state." + string(state)), Tone: ui.TonePaused}
		return r
	}
	r.End = &ui.Form{Action: sc.Path("/links/" + l.ID + "/end"), Once: ui.Once{Key: sc.Key + "-l" + strconv.Itoa(n)}, Submit: ui.Button{Text: sc.T("link.revoke"), Hidden: l.Name, Kind: ui.ButtonQuiet}}
	return r
}

// typed is the form of a new link as it was sent.
type typed struct{ purpose, about, name, lang, until, retire string }

func readTyped(r *http.Request) typed {
	return typed{r.FormValue("purpose"), r.FormValue("for"), r.PostFormValue("name"), r.PostFormValue("lang"), r.PostFormValue("until"), r.PostFormValue("retire")}
}

// defaultDays is how long a link lasts unless somebody says otherwise.
const defaultDays = 60

func (s *Service) newPage(r *http.Request) (web.Reply, error) {
	sc, t := web.SceneOf(r), readTyped(r)
	t.lang, t.until = sc.Lang, sc.Day(sc.Now.AddDate(0, 0, defaultDays))
	if g, _ := s.purpose(t.purpose); g.Years > 1 {
		t.until = sc.Day(sc.Now.AddDate(g.Years-1, 0, 0))
	}
	return s.showForm(r, t, nil)
}

func (s *Service) showForm(r *http.Request, t typed, failed error) (web.Reply, error) {
	sc, about := web.SceneOf(r), record.ParseRef(t.about)
	if about.IsZero() {
		return nil, errs.New(errs.Invalid, "link.which")
	}
	g, err := s.may(r.Context(), t.purpose, about)
	if err != nil {
		return nil, err
	}
	lang := ui.Field{Kind: ui.FieldSelect, Name: "lang", Label: sc.T("link.lang"), Hint: sc.T("link.lang.hint"), Width: ui.WidthMedium}
	for _, code := range languages(sc) {
		lang.Options = append(lang.Options, ui.Option{Value: code, Label: sc.Language(code), Selected: code == t.lang})
	}
	fields := []ui.Field{
		{Kind: ui.FieldText, Name: "name", Label: sc.T("link.name"), Hint: sc.T("link.name.hint"), Value: t.name, Autocomplete: "off"},
		lang,
		{Kind: ui.FieldDate, Name: "until", Label: sc.T("link.until"), Hint: sc.N("link.until.hint", max(g.Years, 1)), Value: t.until, Width: ui.WidthShort},
		{Kind: ui.FieldChecks, Name: "retire", Label: sc.T("link.older"), Options: []ui.Option{{Value: "true", Label: sc.T("link.retire"), Selected: t.retire != ""}}},
	}
	p := &account.FormPage{Head: ui.Head{Lead: sc.T("link.lead", "record", s.Kinds().Title(r.Context(), about, sc.Lang))}, Form: ui.Form{
		Action: sc.Path("/links/new"), Fields: fields, Hidden: []ui.Hidden{{Name: "purpose", Value: t.purpose}, {Name: "for", Value: t.about}},
		Submit: ui.Button{Text: sc.T("link.make"), Kind: ui.ButtonPrimary}, Cancel: &ui.Link{Text: sc.T("account.cancel"), Href: sc.Path(s.Kinds().Path(about))},
	}}
	return account.ShowForm(sc, sc.T(g.Key+".new"), p, failed)
}

// languages are all that have a name, those with words of ours first.
func languages(sc *web.Scene) []string {
	codes := i18n.LanguageCodes()
	slices.SortFunc(codes, func(a, b string) int { return cmp.Compare(fold.Key(sc.Language(a)), fold.Key(sc.Language(b))) })
	return append([]string{"ru", "en"}, slices.DeleteFunc(codes, func(code string) bool { return code == "ru" || code == "en" })...)
}

func (s *Service) make(r *http.Request) (web.Reply, error) {
	sc, t := web.SceneOf(r), readTyped(r)
	f := form.Read(r.PostForm)
	day := f.Date("until", sc.Lang)
	if err := f.Err(); err != nil {
		return s.showForm(r, t, err)
	}
	wish := Wish{For: record.ParseRef(t.about), Purpose: t.purpose, Name: t.name, Lang: t.lang, Retire: t.retire != ""}
	if day.Precision() == edtf.Day && !day.IsInterval() {
		last := day.First()
		wish.Until = time.Date(last.Year(), last.Month(), last.Day()+1, 0, 0, 0, 0, sc.Zone)
	}
	made, key, err := s.Make(r.Context(), wish)
	if err != nil {
		return s.showForm(r, t, err)
	}
	return s.showSecret(r.Context(), sc, made, key)
}

// secretPage shows a link once.
type secretPage struct {
	Head   ui.Head
	Notice ui.Notice
	Secret ui.Field
	Copy   ui.Button
	Back   ui.LinkButton
	Plate  *plate
}

// plate is what is printed and put up beside a thing: its name, what is asked of
// whoever passes, and the link as a picture for their camera.
type plate struct {
	Name, Text string
	Code       template.HTML
}

// plateOf draws the plate of a purpose that has one, in the language of the link.
func (s *Service) plateOf(ctx context.Context, sc *web.Scene, l Link, at string) (*plate, error) {
	g, _ := s.purpose(l.Purpose)
	if g.Plate == "" {
		return nil, nil
	}
	code, err := qr.SVG(at, sc.T("link.plate.code"))
	return &plate{Name: s.Kinds().Title(ctx, l.For, l.Lang), Text: sc.T(g.Plate), Code: code}, err
}

func (s *Service) showSecret(ctx context.Context, sc *web.Scene, l Link, key string) (web.Reply, error) {
	at := s.Path(key)
	if sc.URL.Host != "" {
		at = sc.URL.Scheme + "://" + sc.URL.Host + at
	}
	title := sc.T("link.made", "name", l.Name)
	sign, err := s.plateOf(ctx, sc, l, at)
	if err != nil {
		return nil, err
	}
	return web.Page{Template: "link/secret", Title: title, Head: web.Head{NoIndex: true}, Data: &secretPage{
		Plate:  sign,
		Head:   ui.Head{Title: ui.Value{Text: title}, Lead: sc.T("link.how", "until", sc.Day(sc.Local(l.EndsAt.Add(-time.Second))))},
		Notice: ui.Notice{Tone: ui.ToneWarn, Text: sc.T("link.once")},
		Secret: ui.Field{Kind: ui.FieldText, Name: "secret", Label: sc.T("link.address"), Value: at, NoSpell: true, Autocomplete: "off"},
		Copy:   ui.Button{Text: sc.T("link.copy"), Copy: at, Icon: ui.IconCopy},
		Back:   ui.LinkButton{Text: sc.T("link.done"), Href: sc.Path(s.Kinds().Path(l.For)) + "#links", Kind: ui.ButtonPrimary},
	}}, nil
}

func (s *Service) end(r *http.Request) (web.Reply, error) {
	l, err := s.Revoke(r.Context(), r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	return web.Redirect{To: s.Kinds().Path(l.For) + "#links", Notice: web.SceneOf(r).T("link.closed")}, nil
}
