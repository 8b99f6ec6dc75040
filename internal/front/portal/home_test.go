package portal

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"pobratim/internal/kit/geo"
	"pobratim/internal/kit/web"
)

func TestHome(t *testing.T) {
	x := newSample(t)
	body := x.get(t, "/perm/").Body.String()
	all := parse(t, body)
	// Each city stands on the map and in the list, with the same address.
	for _, town := range towns() {
		onMap, inList := 0, 0
		for _, a := range find(all, "a", "href", "/perm/partners/"+town.slug) {
			if strings.HasPrefix(a.attr["class"], "geo-spot") {
				onMap++
			} else {
				inList++
			}
		}
		if onMap != 1 || inList != 2 {
			t.Errorf("%s: %d on the map, %d in lists", town.ru, onMap, inList)
		}
	}
	far, _, _ := geo.Inverse(perm(), towns()[4].at)
	if !strings.Contains(body, x.Catalog.Printer("ru").Km(far)) {
		t.Error("no distance to Duisburg")
	}
	if got := find(all, "script", "type", "application/ld+json"); len(got) != 1 || !json.Valid([]byte(got[0].text)) {
		t.Errorf("JSON-LD: %v", got)
	}
	// A subject that fails leaves the rest of the page standing; empty blocks hide.
	x.broken.Store(true)
	x.version.Add(1)
	w := x.get(t, "/perm/")
	body = w.Body.String()
	if w.Code != http.StatusOK || !strings.Contains(body, "Контакты") {
		t.Errorf("%d without the subject's part", w.Code)
	}
	for _, gone := range []string{"<svg xmlns", "home-figures", "Города на карте", `id="cities"`} {
		if strings.Contains(body, gone) {
			t.Errorf("an empty page shows %s", gone)
		}
	}
}

func TestHeadline(t *testing.T) {
	x := newSample(t)
	for lang, cases := range map[string]map[int]string{
		"ru": {0: "Международные связи города", 1: "Один город мира — наш партнёр", 2: "Два города мира — наши партнёры", 5: "Пять городов мира — наши партнёры",
			12: "Двенадцать городов мира — наши партнёры", 20: "Двадцать городов мира — наши партнёры", 21: "21 город мира — наши партнёры", 74: "74 города мира — наши партнёры"},
		"en": {0: "International relations of the city", 1: "One city of the world is our partner", 12: "Twelve cities of the world are our partners", 21: "21 cities of the world are our partners"},
	} {
		s := &web.Scene{Printer: x.Catalog.Printer(lang)}
		for n, want := range cases {
			if got := strings.ReplaceAll(headline(s, n), "\u00a0", " "); got != want {
				t.Errorf("%s %d: %q, want %q", lang, n, got, want)
			}
		}
	}
}

func TestMapIsDrawnAnew(t *testing.T) {
	x := newSample(t)
	var d drawings
	spots := []geo.Spot{{Label: "А", Point: towns()[0].at}}
	ru, en := &web.Scene{Printer: x.Catalog.Printer("ru")}, &web.Scene{Printer: x.Catalog.Printer("en")}
	one, legend := d.draw(ru, perm(), "Пермь", spots)
	if again, _ := d.draw(ru, perm(), "Пермь", spots); again != one || len(legend) != 0 {
		t.Error("the same map differs", legend)
	}
	if other, _ := d.draw(en, perm(), "Perm", spots); other == one {
		t.Error("one map for two languages")
	}
	spots[0].State = geo.Dormant
	two, legend := d.draw(ru, perm(), "Пермь", spots)
	if two == one || len(legend) != 1 || legend[0].Kind != "dormant" {
		t.Error("a changed spot is drawn as before", legend)
	}
	if none, _ := d.draw(ru, perm(), "Пермь", []geo.Spot{{Label: "?"}}); none != "" {
		t.Error("a map without a point")
	}
}

func TestManyCitiesFold(t *testing.T) {
	s := &web.Scene{Printer: newSample(t).Catalog.Printer("ru")}
	spots := make([]geo.Spot, manyWays+1)
	for i := range spots {
		spots[i] = geo.Spot{Label: string(rune('а' + i)), Point: geo.Point{Lat: float64(i), Lon: 1}}
	}
	if w := waysOf(s, perm(), spots); w.Many != "25 мест списком" && w.Many != "25\u00a0мест списком" || len(w.Items) != 25 {
		t.Errorf("%q %d", w.Many, len(w.Items))
	}
	spots[1].Point = geo.Point{} // an unknown place comes last and has no direction
	if w := waysOf(s, perm(), spots[:3]); w.Items[2].Name.Text != "б" || w.Items[2].Here || w.Items[2].Distance != "" {
		t.Errorf("%+v", w.Items)
	}
	if w := waysOf(s, perm(), spots[:3]); w.Many != "" || w.Items[0].Name.Text != "в" {
		t.Errorf("%+v", w)
	}
}
