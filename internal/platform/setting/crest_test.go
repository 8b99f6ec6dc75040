package setting

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/png"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/webtest"
	"pobratim/internal/platform/audit"
)

const shield = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 50"><script>alert(1)</script><path d="M0 0h40v50z"/></svg>`

func painted(t *testing.T, w, h int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewNRGBA(image.Rect(0, 0, w, h))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestReadCrest(t *testing.T) {
	trailing := append(painted(t, 30, 40), "<script>alert(1)</script>"...)
	for _, c := range []struct {
		name, key, kind string
		body            []byte
		width, height   int
	}{
		{"a drawing", "", "svg", []byte(shield), 1000, 1250},
		{"a picture", "", "png", painted(t, 30, 40), 30, 40},
		{"a picture with something after it", "", "png", trailing, 30, 40},
		{"a large picture", "setting.crest.large", "", painted(t, maxCrestSide+1, 1), 0, 0},
		{"half a picture", "setting.crest.damaged", "", painted(t, 30, 40)[:60], 0, 0},
		{"a page", "setting.crest.kind", "", []byte("<html></html>"), 0, 0},
		{"a drawing of letters", "setting.crest.drawing", "", []byte(`<svg viewBox="0 0 1 1"><text>П</text></svg>`), 0, 0},
		{"many bytes", "form.file.size", "", make([]byte, maxCrest+1), 0, 0},
	} {
		got, body, err := readCrest(c.body)
		if e, ok := errors.AsType[*errs.E](err); c.key != "" {
			if !ok || e.Key != c.key || e.Field != "crest" {
				t.Errorf("%s: %v, want %s", c.name, err, c.key)
			}
			continue
		}
		if err != nil || got.Type != c.kind || got.Width != c.width || got.Height != c.height || bytes.Contains(body, []byte("alert")) {
			t.Errorf("%s: %+v %v %q", c.name, got, err, body)
		}
	}
}

func TestCrest(t *testing.T) {
	each(t, func(t *testing.T, s *Service, log *audit.Log) {
		ctx := admin(t.Context())
		if err := s.Save(ctx, good()); err != nil {
			t.Fatal(err)
		}
		if _, _, err := s.Crest(t.Context()); errs.KindOf(err) != errs.NotFound {
			t.Errorf("before there is one: %v", err)
		}
		if err := s.SaveCrest(t.Context(), 1, []byte(shield)); err == nil {
			t.Errorf("anybody saves it: %v", err)
		}
		upload := func(body, version string) (web.Reply, string) {
			var form bytes.Buffer
			w := multipart.NewWriter(&form)
			_ = w.WriteField("version", version)
			part, _ := w.CreateFormFile("crest", "герб.svg")
			_, _ = part.Write([]byte(body))
			_ = w.Close()
			stage := stage(t, "/perm/office")
			shown := stage.Request(http.MethodPost, "/settings/crest", url.Values{})
			r := httptest.NewRequest(http.MethodPost, "/settings/crest", &form).WithContext(admin(shown.Context()))
			r.Header.Set("Content-Type", w.FormDataContentType())
			reply, err := s.saveCrest(r)
			if _, saved := reply.(web.Redirect); saved {
				return reply, ""
			}
			return reply, webtest.HTML(t, Files, r, reply, err)
		}
		if reply, html := upload("<html></html>", "1"); reply.(web.Page).Status != http.StatusUnprocessableEntity || !strings.Contains(html, "Подходит рисунок PNG или SVG") {
			t.Errorf("a page as a crest: %s", html)
		}
		if reply, html := upload(shield, "7"); reply.(web.Page).Status != http.StatusConflict {
			t.Errorf("over a version that nobody looked at: %s", html)
		}
		if reply, _ := upload(shield, "1"); reply.(web.Redirect).To != "/settings" {
			t.Errorf("saving leads to %+v", reply)
		}
		c, body, err := s.Crest(t.Context())
		if err != nil || c.Type != "svg" || strings.Contains(string(body), "script") {
			t.Errorf("%+v %q %v", c, body, err)
		}
		if p := c.Picture("/perm", ""); p.Src != "/perm/crest.image?"+c.Sum[:8] || p.Width != 32 || p.Height != 40 {
			t.Errorf("in the head: %+v", p)
		}
		reply, err := s.send(stage(t, "").Request("GET", crestPath, nil))
		if f, ok := reply.(web.File); err != nil || !ok || f.Inline || f.Type != "image/svg+xml" {
			t.Errorf("%+v %v", reply, err)
		}
		// What is typed on the other page leaves it alone.
		v, _ := s.Get(t.Context())
		v.Crest = nil
		if err := s.Save(ctx, v); err != nil {
			t.Fatal(err)
		}
		if now, _ := s.Get(t.Context()); now.Crest == nil {
			t.Error("saving the settings lost the crest")
		}
		if found, err := s.check(ctx); err != nil || len(found) > 0 {
			t.Errorf("%v %v", found, err)
		}
		if _, err := db.Exec(ctx, s.db, `UPDATE crests SET body = 'AAAA'`); err != nil {
			t.Fatal(err)
		}
		if found, err := s.check(ctx); err != nil || len(found) != 1 {
			t.Errorf("altered bytes: %v %v", found, err)
		}
		if err := s.SaveCrest(ctx, 3, nil); err != nil {
			t.Fatal(err)
		}
		if _, _, err := s.Crest(t.Context()); errs.KindOf(err) != errs.NotFound {
			t.Errorf("after it was removed: %v", err)
		}
		history, err := log.Of(context.Background(), Ref, "crest")
		if err != nil || len(history) != 2 {
			t.Fatalf("%v %v", history, err)
		}
	})
}

func TestContacts(t *testing.T) {
	each(t, func(t *testing.T, s *Service, _ *audit.Log) {
		if err := s.Save(admin(t.Context()), good()); err != nil {
			t.Fatal(err)
		}
		post := func(more url.Values) (web.Reply, string) {
			typed := url.Values{"version": {"1"}, "name.ru": {"Пермь"}, "name.en": {"Perm"}, "office_langs": {"ru"}, "portal_langs": {"ru"}, "home": {"Пермь"}}
			for name, values := range more {
				typed[name] = values
			}
			r := stage(t, "/perm/office").Request(http.MethodPost, "/settings", typed)
			r = r.WithContext(admin(r.Context()))
			reply, err := s.save(r)
			if _, saved := reply.(web.Redirect); saved {
				return reply, ""
			}
			return reply, webtest.HTML(t, Files, r, reply, err)
		}
		person := func(name, phone string) url.Values {
			return url.Values{"contact.0.name.ru": {name}, "contact.0.name.en": {""}, "contact.0.post.ru": {"главный специалист"}, "contact.0.phone": {phone}, "contact.0.hours.ru": {"пн–пт, 9:00–13:00"}}
		}
		reply, html := post(person("", "12"))
		webtest.Has(t, "bad", html, "Введите имя и фамилию или очистите остальные поля", `href="#f-contact-0-phone"`, `value="12"`)
		if reply.(web.Page).Status != http.StatusUnprocessableEntity {
			t.Error("status", reply.(web.Page).Status)
		}
		_, html = post(url.Values{"tested": {"31.04.2026"}, "test_result.ru": {"Проверили впятером"}})
		webtest.Has(t, "no such day", html, "31.04.2026", "Проверили впятером", `href="#f-tested"`)
		_, html = post(url.Values{"test_result.ru": {"Проверили впятером"}})
		webtest.Has(t, "no day", html, "Введите день проверки")
		good := person("Т. Образцова", "+7 342 000-00-00")
		good["contact.1.name.ru"], good["contact.1.name.en"], good["contact.1.door"] = []string{"П. Примеров"}, []string{"P. Primerov"}, []string{"1"}
		good["tested"], good["test_result.ru"] = []string{"12.10.2026"}, []string{"Проверили впятером"}
		if reply, html := post(good); html != "" {
			t.Fatalf("%+v\n%s", reply, html)
		}
		v, err := s.Get(t.Context())
		if err != nil || len(v.Contacts) != 2 || v.Contacts[0].Phone != "+7 342 000-00-00" || v.Tested.String() != "2026-10-12" {
			t.Fatalf("%+v %v", v, err)
		}
		if c := v.DoorContact(); c.Name.Get("ru") != "П. Примеров" {
			t.Errorf("at the door: %+v", c)
		}
		// Emptied, a person is gone, and the department stands at the door.
		empty := url.Values{"version": {"2"}, "department.ru": {"Отдел"}, "department.en": {""}, "test_result.ru": {""}, "contact.0.name.ru": {""}, "contact.0.post.ru": {""}, "contact.0.hours.ru": {""}, "contact.1.name.ru": {""}, "contact.1.name.en": {""}}
		if reply, html := post(empty); html != "" {
			t.Fatalf("%+v\n%s", reply, html)
		}
		if v, _ = s.Get(t.Context()); len(v.Contacts) != 0 || v.DoorContact().Name.Get("ru") != "Отдел" {
			t.Errorf("%+v", v)
		}
	})
}
