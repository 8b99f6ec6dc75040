package setting

import (
	"context"
	"io/fs"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/db/dbtest"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/webtest"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/place"
	"pobratim/internal/platform/record"
)

var (
	now   = time.Date(2026, 11, 22, 9, 30, 0, 0, time.UTC)
	langs = []string{"ru", "en"}
	towns = place.Open()
)

func each(t *testing.T, test func(t *testing.T, s *Service, log *audit.Log)) {
	dbtest.Each(t, []fs.FS{record.Files, audit.Files, Files}, func(t *testing.T, d *db.DB) {
		clock := func() time.Time { return now }
		log, err := audit.Open(t.Context(), d, clock)
		if err != nil {
			t.Fatal(err)
		}
		gate := account.NewGate(account.Policy{{Role: account.Administrator, Action: module.Manage, Kind: Kind, Scope: account.All}})
		test(t, New(d, log, gate, clock, towns, langs), log)
	})
}

func stage(t *testing.T, base string) webtest.Stage {
	return webtest.Stage{T: t, Lang: "ru", Base: base, Now: now, Words: []fs.FS{Files, account.Files}}
}

func admin(ctx context.Context) context.Context {
	return account.With(ctx, account.Viewer{UserID: "u1", Name: "М. Иванова", Roles: []account.Role{account.Administrator}})
}

func good() Settings {
	var s Settings
	s.Name = i18n.NewText("ru", "Пермь")
	s.Name.Set("en", "Perm")
	s.Department = i18n.NewText("ru", "Отдел международных связей")
	s.OfficeLangs, s.PortalLangs = []string{"ru"}, []string{"ru", "en"}
	s.Accent = "#0f6e6e"
	s.Home = Home{GeoNames: 511196, Lat: 58.01, Lon: 56.25, Zone: "Asia/Yekaterinburg", Country: "RU"}
	return s
}

func TestSave(t *testing.T) {
	each(t, func(t *testing.T, s *Service, log *audit.Log) {
		empty, err := s.Get(t.Context())
		if err != nil || !empty.Name.IsZero() || empty.Version != 0 {
			t.Fatal(empty, err)
		}
		if err := s.Save(t.Context(), good()); errs.KindOf(err) != errs.Unauthenticated {
			t.Errorf("by nobody: %v", err)
		}
		ctx := admin(t.Context())
		if err := s.Save(ctx, good()); err != nil {
			t.Fatal(err)
		}
		got, err := s.Get(ctx)
		if err != nil || got.Name.Get("en") != "Perm" || got.Home != good().Home || got.Version != 1 || strings.Join(got.PortalLangs, " ") != "ru en" {
			t.Errorf("%+v %v", got, err)
		}
		if err := s.Save(ctx, good()); errs.KindOf(err) != errs.Stale {
			t.Errorf("an old state: %v", err)
		}
		got.Phone = "+7 342 217-10-00"
		if err := s.Save(ctx, got); err != nil {
			t.Fatal(err)
		}
		history, err := log.Of(ctx, Ref, "")
		if err != nil || len(history) != 2 || len(history[0].Changes) != 1 || history[0].Changes[0] != (audit.Change{Field: "phone", After: "+7 342 217-10-00"}) {
			t.Errorf("%+v %v", history, err)
		}
	})
}

func TestValidate(t *testing.T) {
	for name, c := range map[string]struct {
		with func(s *Settings)
		want string
	}{
		"good":          {func(s *Settings) {}, ""},
		"no name":       {func(s *Settings) { s.Name = i18n.Text{} }, "name: setting.name.empty"},
		"long name":     {func(s *Settings) { s.Name.Set("en", strings.Repeat("x", 121)) }, "name.en: setting.long"},
		"no language":   {func(s *Settings) { s.PortalLangs = []string{"xx"} }, "portal_langs: setting.langs.empty"},
		"weak colour":   {func(s *Settings) { s.Accent = "#2f9fd0" }, "accent: setting.accent.weak"},
		"no colour":     {func(s *Settings) { s.Accent = "teal" }, "accent: setting.accent.unreadable"},
		"script colour": {func(s *Settings) { s.Accent = "#0f6e6e;}" }, "accent: setting.accent.unreadable"},
		"phone":         {func(s *Settings) { s.Phone = "позвоните" }, "phone: form.phone"},
		"email":         {func(s *Settings) { s.Email = "a@b\r\nBcc: x@y" }, "email: form.email"},
		"zone":          {func(s *Settings) { s.Home.Zone = "Asia/Perm" }, "home: setting.home.zone"},
		"latitude":      {func(s *Settings) { s.Home.Lat = 91 }, "home: setting.home.outside"},
	} {
		s := good()
		c.with(&s)
		got := ""
		for _, f := range errs.FieldsOf(s.Validate(langs)) {
			got += f.Field + ": " + f.Key
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestColour(t *testing.T) {
	white, black := Colour{255, 255, 255}, Colour{}
	if c := Contrast(white, black); c != 21 {
		t.Errorf("white on black: %v", c)
	}
	// The shade is the nearest: it passes, and one step lighter does not.
	for r := 0; r < 256; r += 15 {
		for g := 0; g < 256; g += 15 {
			for b := 0; b < 256; b += 15 {
				c := Colour{uint8(r), uint8(g), uint8(b)}
				d, l := Darker(c, lightGround, MinContrast), Lighter(c, darkGround, MinContrast)
				if Contrast(d, lightGround) < MinContrast || Contrast(l, darkGround) < MinContrast {
					t.Fatalf("%s: %s %s do not pass", c.Hex(), d.Hex(), l.Hex())
				}
				if d != c && (d.R < 255 && d.G < 255 && d.B < 255) && Contrast(Colour{d.R + 2, d.G + 2, d.B + 2}, lightGround) >= MinContrast+0.06 {
					t.Errorf("%s: %s is darker than needed", c.Hex(), d.Hex())
				}
			}
		}
	}
	s := good()
	if css := string(s.AccentCSS()); !strings.Contains(css, "--accent:#0f6e6e") || strings.Count(css, "{") != strings.Count(css, "}") {
		t.Error(css)
	}
}

func TestEditPage(t *testing.T) {
	each(t, func(t *testing.T, s *Service, _ *audit.Log) {
		if err := s.Save(admin(t.Context()), good()); err != nil {
			t.Fatal(err)
		}
		st := stage(t, "/perm/office")
		do := func(method string, values url.Values, handle web.Handler) (web.Reply, string) {
			r := st.Request(method, "/settings", values)
			r = r.WithContext(admin(r.Context()))
			reply, err := handle(r)
			if err != nil {
				t.Fatal(err)
			}
			if to, ok := reply.(web.Redirect); ok {
				return to, ""
			}
			return reply, webtest.HTML(t, Files, r, reply, nil)
		}
		_, html := do("GET", nil, s.edit)
		webtest.Has(t, "edit", html, `name="name.en" lang="en" value="Perm"`, "Так начинается портал", `value="Пермь"`)
		typed := url.Values{"version": {"1"}, "name.ru": {"Пермь"}, "name.en": {"Perm"}, "office_langs": {"ru"}, "portal_langs": {"ru"}, "accent": {"2f9fd0"}, "home": {"Пермь"}}
		reply, html := do("POST", typed, s.save)
		webtest.Has(t, "weak colour", html, "Ближайший подходящий оттенок — #", `value="#2f9fd0"`, `href="#f-accent"`)
		if reply.(web.Page).Status != 422 {
			t.Error("status", reply.(web.Page).Status)
		}
		typed.Set("do", "preview")
		typed.Set("name.ru", "Пермь Великая")
		_, html = do("POST", typed, s.save)
		webtest.Has(t, "preview", html, "<b>Пермь Великая</b>")
		if v, _ := s.Get(t.Context()); v.Version != 1 {
			t.Error("a preview was saved")
		}
		typed.Del("do")
		typed.Set("accent", "")
		typed.Set("home", "Berezniki")
		_, html = do("POST", typed, s.save)
		webtest.Has(t, "another home", html, "Березники", "Выберите место из найденных")
		typed.Set("home_id", "1510159")
		if found := towns.Find("Berezniki", place.Options{Lang: "ru"}); len(found) > 0 {
			typed.Set("home_id", strconv.Itoa(found[0].Place.GeoNames))
		}
		reply, _ = do("POST", typed, s.save)
		if _, ok := reply.(web.Redirect); !ok {
			t.Fatalf("%+v", reply)
		}
		v, _ := s.Get(t.Context())
		if v.Name.Get("ru") != "Пермь Великая" || !v.Name.Stale("en") || v.Home.Zone != "Asia/Yekaterinburg" || v.Home == good().Home {
			t.Errorf("%+v", v)
		}
	})
}

func TestAccentRoute(t *testing.T) {
	each(t, func(t *testing.T, s *Service, _ *audit.Log) {
		reply, err := s.accent(stage(t, "").Request("GET", "/accent.css", nil))
		if f, ok := reply.(web.File); err != nil || !ok || len(f.Body) != 0 {
			t.Errorf("%+v %v", reply, err)
		}
	})
}

func TestWords(t *testing.T) {
	for _, p := range i18n.Check(webtest.Stage{T: t, Words: []fs.FS{Files}}.Catalog()) {
		t.Error(p)
	}
}
