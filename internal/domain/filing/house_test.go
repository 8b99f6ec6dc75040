package filing

import (
	"context"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"pobratim/internal/kit/typst/typsttest"
	"strings"
	"testing"
	"time"

	"pobratim/internal/domain/agreement"
	"pobratim/internal/domain/contact"
	"pobratim/internal/domain/partner"
	"pobratim/internal/kit/blob"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/web"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/file"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/keep/keeptest"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/place"
	"pobratim/internal/platform/record"
	"pobratim/internal/platform/rule"
)

// TestMain lets the test binary be the typesetter's worker, as the program is.
func TestMain(m *testing.M) { typsttest.Main(m) }

// house is one municipality with the subjects that the report reads. Events and
// results are whatever a test puts there.
type house struct {
	*Service
	t        *testing.T
	now      time.Time
	partners *partner.Service
	papers   *agreement.Service
	files    *file.Service
	events   []Event
	results  []Result
	country  string
	words    *i18n.Catalog
}

func policy() account.Policy {
	p := keeptest.Rights(partner.Kind, agreement.Kind)
	for _, kind := range []string{Kind, rule.Kind, file.Kind} {
		p = append(p, account.Rule{Role: account.Head, Action: module.View, Kind: kind, Scope: account.All}, account.Rule{Role: account.Head, Action: module.Edit, Kind: kind, Scope: account.All},
			account.Rule{Role: account.Coordinator, Action: module.View, Kind: kind, Scope: account.All})
	}
	return p
}

// each runs a test on both engines, in January after the year of the report.
func each(t *testing.T, test func(t *testing.T, h *house)) {
	t.Helper()
	subjects := []fs.FS{contact.Files, partner.Files, agreement.Files, file.Files, rule.Files, Files}
	keeptest.Each(t, policy(), subjects, func(t *testing.T, floor keep.Floor) {
		langs := []string{"ru", "en"}
		words, err := i18n.Load(keep.Files, form.Words(), edtf.Words(), partner.Files, rule.Files, Files)
		if err != nil {
			t.Fatal(err)
		}
		blobs, err := blob.Open(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { blobs.Close() })
		h := &house{t: t, now: time.Date(2027, 1, 11, 9, 0, 0, 0, time.FixedZone("Asia/Yekaterinburg", 5*60*60)), country: "RU", words: words}
		today := func() time.Time { return h.now }
		none := func(context.Context) (map[string]edtf.Date, error) { return nil, nil }
		home := func(lang string) partner.Home {
			return partner.Home{Name: map[string]string{"ru": "Пермь", "en": "Perm"}[lang], Zone: h.now.Location(), Country: h.country}
		}
		kinds := record.Kinds{}
		h.files = file.New(floor, kinds, blobs, today)
		h.partners = partner.New(floor, partner.Deps{Places: place.Open(), Langs: langs, Home: home, LastContacts: none, NextEvents: none})
		h.papers = agreement.New(floor, langs, today, h.partners, agreement.Law{})
		h.Service = New(floor, Deps{
			Partners: h.partners, Agreements: h.papers, Rules: rule.New(floor, rule.Deps{Langs: langs, Country: func(code, _ string) string { return code }}), Files: h.files, Home: home,
			Events: func(context.Context, int) ([]Event, error) { return append([]Event{}, h.events...), nil }, Results: func(context.Context) ([]Result, error) { return append([]Result{}, h.results...), nil },
			Words: words.Printer, Langs: langs, Clock: today, Paper: typsttest.Pool(t).PDF,
		})
		kinds[Kind] = h.Module().Kinds[0]
		test(t, h)
	})
}

func (h *house) as(roles ...account.Role) context.Context { return keeptest.As(h.t, roles...) }

func (h *house) head() context.Context { return h.as(account.Head) }

func (h *house) partner(name, country string) string {
	h.t.Helper()
	id, err := h.partners.Add(h.head(), partner.Partnership{Meta: keep.Meta{Visibility: record.Department}, Name: i18n.NewText("ru", name), Country: country, Type: "sister"})
	if err != nil {
		h.t.Fatal(err)
	}
	return id
}

func (h *house) paper(partner, title, signed, until, renews string) string {
	h.t.Helper()
	id, err := h.papers.Add(h.head(), agreement.Agreement{
		Meta: keep.Meta{Visibility: record.Department}, Partner: partner, Type: "cooperation", Level: "city", Title: i18n.NewText("ru", title), Signed: date(signed), Until: date(until), Renews: renews,
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return id
}

func (h *house) ask(ctx context.Context, method, target string, values url.Values) (web.Reply, error) {
	h.t.Helper()
	return h.desk().Ask(ctx, h.Module().Office, method, target, values)
}

func (h *house) desk() keeptest.Desk { return keeptest.Desk{T: h.t, Name: "filing", Files: Files} }

// shown shows a page; words of the rules stand on it as well.
func (h *house) shown(target string) string {
	h.t.Helper()
	scene := h.desk().Scene("ru", target)
	scene.Printer = h.words.Printer("ru")
	r := httptest.NewRequestWithContext(h.head(), http.MethodGet, target, nil)
	r.SetPathValue("id", strings.Trim(strings.TrimPrefix(target, "/filings"), "/"))
	handle := h.show
	if target == "/filings" {
		handle = h.list
	}
	reply, err := handle(web.WithScene(r, scene))
	if err != nil {
		h.t.Fatal(err)
	}
	page, ok := reply.(web.Page)
	if !ok {
		h.t.Fatalf("%s answers %+v", target, reply)
	}
	return strings.ReplaceAll(h.desk().HTML(scene, page.Template, page.Title, page.Data), "\u00a0", " ")
}
