package clause

import (
	"context"
	"io/fs"
	"net/http"
	"net/url"
	"testing"
	"time"

	"pobratim/internal/domain/agreement"
	"pobratim/internal/domain/contact"
	"pobratim/internal/domain/partner"
	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/geo"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/typst"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/keep/keeptest"
	"pobratim/internal/platform/place"
	"pobratim/internal/platform/record"
	"pobratim/internal/platform/rule"
)

// house is one municipality with an agreement that is to be signed.
type house struct {
	t      *testing.T
	papers *agreement.Service
	*Service
	agreement string
	promises  []Promise
}

// each runs a test on both engines.
func each(t *testing.T, test func(t *testing.T, h *house)) {
	t.Helper()
	rights := keeptest.Rights(TextKind, Kind, agreement.Kind, partner.Kind, contact.PersonKind)
	keeptest.Each(t, rights, []fs.FS{contact.Files, partner.Files, rule.Files, agreement.Files, Files}, func(t *testing.T, floor keep.Floor) {
		test(t, newHouse(t, floor))
	})
}

func newHouse(t *testing.T, floor keep.Floor) *house {
	t.Helper()
	h := &house{t: t}
	langs := []string{"ru", "en"}
	none := func(context.Context) (map[string]edtf.Date, error) { return nil, nil }
	contacts := contact.New(floor, langs, func(context.Context, *web.Scene) ([]ui.Option, error) { return nil, nil })
	partners := partner.New(floor, partner.Deps{Contacts: contacts, Places: place.Open(), Langs: langs, LastContacts: none, NextEvents: none,
		Home: func(string) partner.Home {
			return partner.Home{Name: "Пермь", Point: geo.Point{Lat: 58.01, Lon: 56.25}, Zone: time.UTC, Country: "RU"}
		}})
	rules := rule.New(floor, rule.Deps{Langs: langs, Country: func(code, _ string) string { return code }})
	h.papers = agreement.New(floor, langs, clock.Fixed(keeptest.Now()), partners, agreement.Law{Rules: rules, Home: func() (string, string) { return "RU", "Perm Krai" },
		Follow: func(ctx context.Context, w *audit.Writer, before, after agreement.Agreement) error {
			return h.Signed(ctx, w, before, after)
		}})
	h.Service = New(floor, Deps{
		Langs: langs, Papers: h.papers, Set: func(_ context.Context, d typst.Doc) ([]byte, []typst.Diagnostic, error) {
			return append([]byte("%PDF of "), d.Files["/data.json"]...), nil, nil
		}, Repeats: keep.Choices("clause.obligation.side", "year"),
		Party: func(_ context.Context, _, lang string) (ours, theirs string) {
			return map[string]string{"ru": "Пермь", "en": "Perm", "de": "Perm"}[lang], map[string]string{"ru": "Дуйсбург", "en": "Duisburg"}[lang]
		},
		Person: func(context.Context, string, string) string { return "" },
		Promise: func(_ context.Context, w *audit.Writer, p Promise) (string, error) {
			h.promises = append(h.promises, p)
			return w.NewID(), nil
		},
		Promised: func(_ context.Context, _ *web.Scene, id string) (ui.Value, error) {
			return ui.Value{Text: "обещание " + id}, nil
		},
	})
	name := i18n.NewText("ru", "Дуйсбург")
	city, err := partners.Add(h.head(), partner.Partnership{Meta: keep.Meta{Visibility: record.Department}, Name: name, Country: "DE", Type: "sister"})
	if err != nil {
		t.Fatal(err)
	}
	h.agreement = h.paper(agreement.Agreement{Partner: city, Type: "cooperation", Title: i18n.NewText("ru", "Соглашение о сотрудничестве"), Planned: true, Languages: []string{"ru", "de"}})
	return h
}

func (h *house) head() context.Context { return keeptest.As(h.t, account.Head) }

func (h *house) paper(a agreement.Agreement) string {
	h.t.Helper()
	id, err := h.papers.Add(h.head(), a)
	if err != nil {
		h.t.Fatal(err)
	}
	return id
}

// text begins a text in Russian and German with these clauses and both names.
func (h *house) text(clauses ...Clause) Text {
	h.t.Helper()
	id, err := h.Begin(h.head(), Text{Agreement: h.agreement, OurLang: "ru", TheirLang: "de", OurName: both("Город Пермь", "Stadt Perm"), TheirName: both("Город Дуйсбург", "Stadt Duisburg")}, "")
	if err != nil {
		h.t.Fatal(err)
	}
	for _, c := range h.clauses(id) {
		if err := h.Remove(h.head(), c.ID); err != nil {
			h.t.Fatal(err)
		}
	}
	for _, c := range clauses {
		c.Text = id
		if _, err := h.Insert(h.head(), c, ""); err != nil {
			h.t.Fatal(err)
		}
	}
	t, err := h.Service.Text(h.head(), id)
	if err != nil {
		h.t.Fatal(err)
	}
	return t
}

func (h *house) clauses(text string) []Clause {
	h.t.Helper()
	all, err := h.Clauses(h.head(), text)
	if err != nil {
		h.t.Fatal(err)
	}
	return all
}

// whole is a text that lacks nothing.
func whole() []Clause {
	return []Clause{
		{Part: Title, Words: both("Соглашение между <городом Пермью|городом Дуйсбургом> и <городом Дуйсбургом|городом Пермью>", "Abkommen zwischen <first> und <second>")},
		{Part: Preamble, Words: both("<первая> и <вторая> договорились:", "<first> und <second> haben vereinbart:")},
		{Part: Article, Heading: both("Предмет", "Gegenstand"), Words: both("Стороны сотрудничают.", "Die Seiten arbeiten zusammen.")},
		{Part: Point, Words: both("<мы> принимает школьников.", "<ours> empfängt Schüler.")},
		{Part: Article, Words: both("Срок — пять лет.", "Die Laufzeit beträgt fünf Jahre.")},
		{Part: Closing, Words: both("Совершено в Перми.", "Geschehen zu Perm.")},
	}
}

func both(ru, de string) i18n.Text {
	t := i18n.NewText("ru", ru)
	t.Set("de", de)
	return t
}

func (h *house) desk() keeptest.Desk { return keeptest.Desk{T: h.t, Name: "clause", Files: Files} }

func (h *house) ask(method, target string, values url.Values) (web.Reply, error) {
	h.t.Helper()
	return h.desk().Ask(h.head(), h.Module().Office, method, target, values)
}

// shown is a page as HTML, whatever its status.
func (h *house) shown(method, target string, values url.Values) (web.Page, string) {
	h.t.Helper()
	reply, err := h.ask(method, target, values)
	if err != nil {
		h.t.Fatalf("%s: %v", target, err)
	}
	page, ok := reply.(web.Page)
	if !ok {
		h.t.Fatalf("%s: no page but %+v", target, reply)
	}
	return page, h.desk().HTML(h.desk().Scene("ru", target), page.Template, page.Title, page.Data)
}

func (h *house) moved(target string, values url.Values) string {
	h.t.Helper()
	reply, err := h.ask(http.MethodPost, target, values)
	if err != nil {
		h.t.Fatalf("%s: %v", target, err)
	}
	to, ok := reply.(web.Redirect)
	if !ok {
		page, _ := reply.(web.Page)
		h.t.Fatalf("%s: no way on but %s", target, h.desk().HTML(h.desk().Scene("ru", target), page.Template, page.Title, page.Data))
	}
	return to.To
}
