package portal

import (
	"context"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/geo"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/assets"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
)

// town is a partner city of the sample subject.
type town struct {
	slug, ru, en, native, lang, country, land string
	year                                      string
	at                                        geo.Point
	state                                     geo.State
}

func towns() []town {
	return []town{
		{"amneville", "Амневиль", "Amnéville", "Amnéville", "fr", "Франция", "France", "1992", geo.Point{Lat: 49.2607, Lon: 6.1418}, geo.Active},
		{"louisville", "Луисвилл", "Louisville", "Louisville", "en", "США", "United States", "1994", geo.Point{Lat: 38.2542, Lon: -85.7594}, geo.Dormant},
		{"oxford", "Оксфорд", "Oxford", "Oxford", "en", "Великобритания", "United Kingdom", "1995", geo.Point{Lat: 51.7522, Lon: -1.2560}, geo.Dormant},
		{"qingdao", "Циндао", "Qingdao", "青岛", "zh", "Китай", "China", "2003", geo.Point{Lat: 36.0649, Lon: 120.3804}, geo.Active},
		{"duisburg", "Дуйсбург", "Duisburg", "Duisburg", "de", "Германия", "Germany", "2007", geo.Point{Lat: 51.4325, Lon: 6.7652}, geo.Active},
		{"agrigento", "Агридженто", "Agrigento", "Agrigento", "it", "Италия", "Italy", "2012", geo.Point{Lat: 37.3218, Lon: 13.5890}, geo.Active},
	}
}

// sample is a portal with one subject whose story has no English.
type sample struct {
	*Frame
	version atomic.Int64
	now     atomic.Pointer[time.Time]
	made    atomic.Int64 // how often the subject was asked for a page
	broken  atomic.Bool
}

func (x *sample) name(t town, lang string) string {
	if lang == "en" {
		return t.en
	}
	return t.ru
}

func (x *sample) list(r *http.Request) (web.Reply, error) {
	x.made.Add(1)
	s := web.SceneOf(r)
	return web.Page{Template: "sample/list", Title: s.T("sample.cities"), Data: struct{ Cities ui.Cities }{ui.Cities{Items: x.cards(s)}}, Head: web.Head{Updated: x.Clock()}}, nil
}

func (x *sample) view(r *http.Request) (web.Reply, error) {
	x.made.Add(1)
	if x.broken.Load() {
		return nil, errs.New(errs.Internal, "sample.broken")
	}
	s := web.SceneOf(r)
	for _, t := range towns() {
		if t.slug != r.PathValue("slug") {
			continue
		}
		story := i18n.NewText("ru", "Города дружат с "+t.year+" года.")
		return web.Page{
			Template: "sample/view", Title: x.name(t, s.Lang), Data: struct{ Story ui.Value }{keep.Said(s, story)},
			Head:   web.Head{Description: x.name(t, s.Lang), JSONLD: map[string]string{"@context": "https://schema.org", "@type": "City", "name": t.en + "</script>"}},
			Crumbs: []web.Crumb{{Text: s.T("sample.cities"), Path: "/partners"}},
		}, nil
	}
	return nil, errs.New(errs.NotFound, "record.missing")
}

func (x *sample) cards(s *web.Scene) []ui.City {
	var cards []ui.City
	for _, t := range towns() {
		far, bearing, _ := geo.Inverse(perm(), t.at)
		card := ui.City{
			Name: ui.Value{Text: x.name(t, s.Lang), Href: s.Path("/partners/" + t.slug)}, Country: t.country, Since: s.Since(mustDate(t.year)),
			Distance: s.Km(far), Compass: s.Compass(geo.Compass(bearing)), Bearing: int(bearing),
		}
		if s.Lang == "en" {
			card.Country = t.land
		}
		if t.native != card.Name.Text {
			card.Native = ui.Value{Text: t.native, Lang: t.lang}
		}
		cards = append(cards, card)
	}
	return cards
}

func (x *sample) part(_ context.Context, s *web.Scene) (module.HomePart, error) {
	x.made.Add(1)
	if x.broken.Load() {
		return module.HomePart{}, errs.New(errs.Internal, "sample.broken")
	}
	p := module.HomePart{
		Partners: len(towns()), Cities: x.cards(s), All: &ui.Link{Text: s.T("sample.all"), Href: s.Path("/partners")},
		Figures: []ui.Figure{
			{Number: s.Number(6), Label: s.T("sample.cities"), Href: s.Path("/partners")},
			{Number: s.Number(5), Label: s.T("sample.countries"), Href: s.Path("/partners", "by", "country")},
		},
		Actions:  []ui.LinkButton{{Text: s.T("sample.cities"), Href: s.Path("/partners"), Icon: ui.IconMap}, {Text: s.T("sample.ask"), Href: s.Path("/about")}},
		Sections: []module.HomeSection{{Order: 10, Name: "together", Title: s.T("sample.together"), Template: "sample/together", Data: s.T("sample.together.text")}},
	}
	for _, t := range towns() {
		p.Spots = append(p.Spots, geo.Spot{Label: x.name(t, s.Lang), Href: s.Path("/partners/" + t.slug), Point: t.at, State: t.state})
	}
	return p, nil
}

func (x *sample) module() module.Module {
	return module.Module{
		Name: "sample", Home: x.part,
		Files: fstest.MapFS{
			"templates/list.html":     {Data: []byte(`{{define "content"}}<h1>{{.Title}}</h1>{{template "ui/cities" .D.Cities}}{{end}}`)},
			"templates/view.html":     {Data: []byte(`{{define "content"}}<h1>{{.Title}}</h1><p>{{template "ui/value" .D.Story}}</p>{{end}}`)},
			"templates/together.html": {Data: []byte(`{{define "content"}}<p class="prose">{{.D}}</p>{{end}}`)},
			"templates/ask.html":      {Data: []byte(`{{define "content"}}<h1>{{.Title}}</h1><form method="post" action="{{.Path "/ask"}}">{{template "ui/once" .D}}</form>{{end}}`)},
		},
		Portal: []module.Route{
			{Pattern: "GET /partners", Need: open, Handle: x.list, Query: []string{"by"}, Nav: &module.Nav{Key: "sample.cities", Order: 10}},
			{Pattern: "GET /partners/{slug}", Need: open, Handle: x.view},
			{Pattern: "GET /secret", Need: module.Need{Action: module.View, Kind: "secret"}, Handle: x.list},
			{Pattern: "GET /ask", Need: open, Live: true, Handle: func(r *http.Request) (web.Reply, error) {
				s := web.SceneOf(r)
				return web.Page{Template: "sample/ask", Title: s.T("sample.ask"), Data: ui.Once{Key: s.Key}}, nil
			}},
			{Pattern: "POST /ask", Need: open, Handle: web.Static(web.Redirect{To: "/partners"})},
			{Pattern: "GET /closed", Need: open, Handle: func(*http.Request) (web.Reply, error) { return nil, errs.New(errs.Unavailable, "sample.closed") }},
		},
		Sitemap: func(context.Context) ([]string, error) {
			var paths []string
			for _, t := range towns() {
				paths = append(paths, "/partners/"+t.slug)
			}
			return paths, nil
		},
	}
}

var open = module.Need{Action: module.View, Kind: "partner"}

func perm() geo.Point { return geo.Point{Lat: 58.0105, Lon: 56.2502} }

func mustDate(s string) edtf.Date {
	d, err := edtf.Parse(s)
	if err != nil {
		panic(err)
	}
	return d
}

func both(ru, en string) i18n.Text {
	t := i18n.NewText("ru", ru)
	t.Set("en", en)
	return t
}

func sampleCity(context.Context) (City, error) {
	zone, err := time.LoadLocation("Asia/Yekaterinburg")
	return City{
		Name: both("Пермь", "Perm"), Department: both("Отдел международных и межмуниципальных связей", "International department"),
		Address: both("Пермь, ул. Ленина, 23", "23 Lenin Street, Perm"), Phone: "+7 342 000-00-00", Email: "office@city.example",
		Hours:  both("Понедельник — четверг, 9:00–18:00", "Monday to Thursday, 9:00–18:00"),
		Policy: i18n.NewText("ru", "Город дружит с городами, чтобы люди учились друг у друга.\n\nСоглашение — начало, а не итог."),
		Legal:  both("Федеральный закон от 20 марта 2025 г. № 33-ФЗ «Об общих принципах организации местного самоуправления в единой системе публичной власти»", "Federal Law No. 33-FZ of 20 March 2025 on the general principles of local self-government"),
		People: []Contact{{Name: both("Координатор портала", "Coordinator of the portal"), Role: both("вымышленная должность для пробы", "an invented post, for trying out"), Phone: "+7 342 000-00-01"}},
		Langs:  []string{"ru", "en"}, Home: perm(), Zone: zone, Demo: both("сведения взяты из открытых источников и могли устареть.", "facts come from public sources and may be out of date."),
	}, err
}

func sampleWords() fs.FS {
	return fstest.MapFS{
		"locale/ru.json": {Data: []byte(`{"sample.cities":"Города-партнёры","sample.all":"Все 6 городов","sample.countries":"стран","sample.ask":"Задать вопрос","sample.together":"Что мы делаем вместе","sample.together.text":"Обмены школьников, выставки и встречи врачей."}`)},
		"locale/en.json": {Data: []byte(`{"sample.cities":"Partner cities","sample.all":"All 6 cities","sample.countries":"countries","sample.ask":"Ask a question","sample.together":"What we do together","sample.together.text":"School exchanges, exhibitions and meetings of doctors."}`)},
	}
}

// newSample opens the sample portal under /perm.
func newSample(t testing.TB) *sample {
	t.Helper()
	words, err := i18n.Load(Files, keep.Files, form.Words(), sampleWords())
	if err != nil {
		t.Fatal(err)
	}
	set, err := assets.Load()
	if err != nil {
		set = &assets.Set{} // the pages are the same without built styles
	}
	x := &sample{}
	x.set(time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC))
	x.Frame = &Frame{
		Base: "/perm", Office: "/perm/office", Catalog: words, Assets: set, Modules: []module.Module{x.module()},
		Gate: account.NewGate(account.Policy{{Role: account.Anyone, Action: module.View, Kind: "partner", Scope: account.Open}}),
		City: sampleCity, Version: x.version.Load, Clock: func() time.Time { return *x.now.Load() }, Log: slog.New(slog.DiscardHandler),
	}
	if err := x.Open(); err != nil {
		t.Fatal(err)
	}
	return x
}

func (x *sample) set(now time.Time) { x.now.Store(&now) }

// ask sends a request; pairs are headers.
func (x *sample) request(method, path string, body string, pairs ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, "http://portal.example"+path, nil)
	if body != "" {
		r = httptest.NewRequest(method, "http://portal.example"+path, strings.NewReader(body))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		r.Header.Add(pairs[i], pairs[i+1])
	}
	w := httptest.NewRecorder()
	x.ServeHTTP(w, r)
	return w
}

func (x *sample) get(t testing.TB, path string, pairs ...string) *httptest.ResponseRecorder {
	t.Helper()
	return x.request(http.MethodGet, path, "", pairs...)
}
