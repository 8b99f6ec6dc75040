package portal

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"pobratim/internal/kit/web/ui"
)

func TestSettings(t *testing.T) {
	x := newSample(t)
	for _, c := range []struct {
		name, body, cookie, to, want string
		gone                         bool
	}{
		{"large", "size=200&palette=usual&back=/partners", "", "/perm/partners", "size-200", false},
		{"all", "size=150&palette=white_black&spacing=wider&images=words&font=serif&back=/", "", "/perm/", "size-150.palette-white_black.spacing-wider.images-words.font-serif", false},
		{"theme keeps the rest", "theme=dark&back=/about", "size-200", "/perm/about", "size-200.theme-dark", false},
		{"reset keeps the theme", "reset=1&size=150", "size-200.theme-dark", "/perm/", "theme-dark", false},
		{"usual needs no cookie", "size=100", "size-200", "/perm/", "", true},
		{"nonsense", "size=9999&palette=<b>&theme=x", "", "/perm/", "", true},
		{"query stays", "size=150&back=/partners?by=year", "", "/perm/partners?by=year", "size-150", false},
		{"not elsewhere", "size=150&back=//evil.example/", "", "/perm/", "size-150", false},
		{"not elsewhere", "size=150&back=https://evil.example/", "", "/perm/", "size-150", false},
	} {
		var pairs []string
		if c.cookie != "" {
			pairs = []string{"Cookie", "look=" + c.cookie}
		}
		w := x.request(http.MethodPost, "/perm/settings", c.body, pairs...)
		set := w.Result().Cookies()
		if w.Code != http.StatusSeeOther || w.Header().Get("Location") != c.to || len(set) != 1 {
			t.Errorf("%s: %d %s %v", c.name, w.Code, w.Header().Get("Location"), set)
			continue
		}
		if set[0].Value != c.want || (set[0].MaxAge < 0) != c.gone || set[0].Path != "/perm/" || !set[0].HttpOnly {
			t.Errorf("%s: cookie %v", c.name, set[0])
		}
	}
}

func TestLooksAreReadBack(t *testing.T) {
	f := &Frame{Base: "/perm"}
	for _, size := range []int{0, 150, 200} {
		for _, palette := range []string{"", "black-white", "white-black", "blue"} {
			for _, theme := range []string{"", "light", "dark"} {
				look := ui.Look{Size: size, Palette: palette, Theme: theme, Serif: size == 150, NoImage: theme == "dark", Spacing: map[bool]string{true: "wide"}[palette == "blue"]}
				r := httptest.NewRequest(http.MethodGet, "/", nil)
				r.AddCookie(f.cookie(r, look))
				if got := lookOf(r); got != look {
					t.Errorf("%+v became %+v", look, got)
				}
			}
		}
	}
}

func TestLookChangesThePage(t *testing.T) {
	x := newSample(t)
	plain := x.get(t, "/perm/partners")
	large := x.get(t, "/perm/partners", "Cookie", "look=size-200.palette-blue")
	if !strings.Contains(large.Body.String(), `class="vi vi-size-200 vi-blue"`) || large.Header().Get("Cache-Control") != "private, max-age=60" {
		t.Error("the look is not on the page")
	}
	if again := x.get(t, "/perm/partners", "Cookie", "other=1"); again.Body.String() != plain.Body.String() {
		t.Error("a strange cookie changes the page")
	}
	if len(plain.Result().Cookies()) != 0 || plain.Header().Get("Vary") != "Accept-Encoding, Cookie" {
		t.Error("a page sets a cookie")
	}
	// The panel stands on every page, leads back to it and shows what is chosen.
	panel := x.get(t, "/perm/partners?by=year&vi=1&lang=en", "Cookie", "look=size-200").Body.String()
	all := parse(t, panel)
	if back := find(all, "input", "name", "back"); len(back) != 2 || back[0].attr["value"] != "/partners?by=year" {
		t.Errorf("back: %v", back)
	}
	if chosen := find(all, "input", "name", "size", "value", "200"); len(chosen) != 1 || chosen[0].attr["checked"] == "" {
		t.Errorf("chosen: %v", chosen)
	}
	if form := find(all, "form"); form[0].attr["action"] != "/perm/settings?lang=en" {
		t.Errorf("form: %v", form[0])
	}
}
