package app

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/db"
	"pobratim/internal/kit/id"
	"pobratim/internal/platform/account"
)

// fields makes a form of names and values.
func fields(pairs ...string) url.Values {
	v := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
	}
	return v
}

func organisation(name, key string) url.Values {
	return fields("name.ru", name, "type", "ngo", "side", "ours", "visibility", "department", "idempotency_key", key)
}

// TestTwice presses a button twice: one record, and the same way on.
func TestTwice(t *testing.T) {
	eachFresh(t, func(t *testing.T, s *stage) {
		head := demoEmail("head")
		s.signIn(t, "perm", head)
		s.signIn(t, "perm", demoEmail("coordinator"))
		key := id.New(s.clock.now())
		first := s.post(head, "/perm/office/organisations", organisation("Дважды нажатое общество", key))
		form := organisation("Дважды нажатое общество", key)
		form.Set("different", "yes")
		second := s.post(head, "/perm/office/organisations", form)
		if first.status != http.StatusSeeOther || second.status != http.StatusSeeOther || first.to() != second.to() {
			t.Errorf("%d to %s and %d to %s", first.status, first.to(), second.status, second.to())
		}
		count := func() int {
			return one[int](t, s.city(t, "perm"), `SELECT count(*) FROM organisations WHERE name LIKE $1`, "%Дважды нажатое%")
		}
		if n := count(); n != 1 {
			t.Errorf("%d records", n)
		}
		// Somebody else's key is nobody's business.
		third := s.post(demoEmail("coordinator"), "/perm/office/organisations", form)
		if third.status != http.StatusSeeOther || third.to() == first.to() || count() != 2 {
			t.Errorf("another person with the same key: %d to %s, %d records", third.status, third.to(), count())
		}
		alike := s.post(head, "/perm/office/organisations", organisation("Дважды нажатое общество", id.New(s.clock.now())))
		if alike.status == http.StatusSeeOther || !strings.Contains(alike.body, "Дважды нажатое общество") || count() != 2 {
			t.Errorf("a duplicate is not held back: %d", alike.status)
		}
	})
}

// TestStale lets two people edit one record: the second sees both versions and
// what was typed.
func TestStale(t *testing.T) {
	for _, lang := range languages() {
		t.Run(lang, func(t *testing.T) {
			eachFresh(t, func(t *testing.T, s *stage) {
				head, other := demoEmail("head"), demoEmail("coordinator")
				s.signIn(t, "perm", head)
				s.signIn(t, "perm", other)
				at := s.post(head, "/perm/office/organisations", organisation("Общество двух правок", "")).to()
				form := func(email string) url.Values {
					return url.Values(typed(s.get(email, at+"/edit?lang="+lang).body, at))
				}
				mine, theirs := form(head), form(other)
				theirs.Set("website", "https://example.org/theirs")
				if a := s.post(other, at, theirs); a.status != http.StatusSeeOther {
					t.Fatalf("the first edit: %d", a.status)
				}
				mine.Set("website", "https://example.org/mine")
				a := s.post(head, at+"?lang="+lang, mine)
				if a.status != http.StatusConflict {
					t.Fatalf("the second edit: %d", a.status)
				}
				for _, want := range []string{"https://example.org/theirs", `value="https://example.org/mine"`, "Координатор"} {
					if !strings.Contains(a.body, want) {
						t.Errorf("%q is missing", want)
					}
				}
				for _, fault := range faults(a.body, lang) {
					t.Error(fault)
				}
				again := url.Values(typed(a.body, at))
				if b := s.post(head, at, again); b.status != http.StatusSeeOther {
					t.Errorf("sending it once more: %d", b.status)
				}
			})
		})
	}
}

// TestExpired lets a session end in the middle of a form: it comes back after
// signing in, with what was typed, and is saved by sending it again.
func TestExpiredSession(t *testing.T) {
	eachFresh(t, func(t *testing.T, s *stage) {
		head := demoEmail("head")
		s.signIn(t, "perm", head)
		c := s.city(t, "perm")
		user := one[string](t, c, `SELECT id FROM users WHERE email = $1`, head)
		if _, err := db.Exec(t.Context(), c.DB, `UPDATE sessions SET ends_at = $1 WHERE user_id = $2`, clock.Stamp(began.Add(-time.Minute)), user); err != nil {
			t.Fatal(err)
		}
		a := s.post(head, "/perm/office/organisations", organisation("Недописанное общество", id.New(s.clock.now())))
		if a.status != http.StatusSeeOther || a.to() != "/perm/office/sign-in" {
			t.Fatalf("after the session: %d to %s", a.status, a.to())
		}
		if n := one[int](t, c, `SELECT count(*) FROM organisations WHERE name LIKE $1`, "%Недописанное%"); n != 0 {
			t.Error("the form was saved without a session")
		}
		draft := cookieOf(a, "-draft")
		in := s.request(http.MethodPost, "/perm/office/sign-in", fields("email", head, "password", demoPassword))
		in.Header.Add("Cookie", draft)
		back := s.send("", in)
		if back.status != http.StatusSeeOther || back.to() != "/perm/office"+account.ResumePath {
			t.Fatalf("after signing in: %d to %s", back.status, back.to())
		}
		form := s.request(http.MethodGet, back.to(), nil)
		form.Header.Add("Cookie", draft+"; "+cookieOf(back, "-session"))
		shown := s.send("", form)
		values := url.Values(typed(shown.body, "/perm/office/organisations"))
		if !slices.Contains(values["name.ru"], "Недописанное общество") {
			t.Fatalf("the form came back without what was typed: %d %v", shown.status, values)
		}
		for _, fault := range faults(shown.body, "ru") {
			t.Error(fault)
		}
		send := s.request(http.MethodPost, "/perm/office/organisations", values)
		send.Header.Add("Cookie", cookieOf(back, "-session"))
		if saved := s.send("", send); saved.status != http.StatusSeeOther || !strings.HasPrefix(saved.to(), "/perm/office/organisations/") {
			t.Errorf("sending it again: %d to %s", saved.status, saved.to())
		}
		// A stranger does not get the form with a stolen cookie of the draft alone.
		stolen := s.request(http.MethodGet, back.to(), nil)
		stolen.Header.Add("Cookie", draft)
		if b := s.send("", stolen); b.status == http.StatusOK {
			t.Error("the kept form is shown without signing in")
		}
	})
}

func cookieOf(a answer, end string) string {
	for _, c := range (&http.Response{Header: a.header}).Cookies() {
		if strings.HasSuffix(c.Name, end) && c.Value != "" {
			return c.Name + "=" + c.Value
		}
	}
	return ""
}

// TestImpossibleDay types «31 апреля» where a day is asked for.
func TestImpossibleDay(t *testing.T) {
	each(t, func(t *testing.T, s *stage) {
		head := demoEmail("head")
		s.signIn(t, "perm", head)
		at := "/perm/office/partners/duisburg/field/since"
		for lang, typedDay := range map[string]string{"ru": "31 апреля 2007", "en": "31 April 2007"} {
			values := url.Values(typed(s.get(head, at+"?lang="+lang).body, at))
			values.Set("since", typedDay)
			a := s.post(head, at+"?lang="+lang, values)
			if a.status != http.StatusUnprocessableEntity {
				t.Errorf("%s: %d", typedDay, a.status)
			}
			words := textAt(a.body, "f-since-error")
			if words == "" || !strings.Contains(a.body, `value="`+typedDay+`"`) || !strings.Contains(a.body, `href="#f-since"`) {
				t.Errorf("%s: the words %q, what was typed, or the summary is missing", typedDay, words)
			}
			if n := strings.Count(plain(a.body), words); n < 2 {
				t.Errorf("%s: %q is there %d times, not at the field and in the summary", typedDay, words, n)
			}
			if !slices.Contains(invalid(a.body), "since") {
				t.Errorf("%s: the control is not marked", typedDay)
			}
			for _, fault := range faults(a.body, lang) {
				t.Errorf("%s: %s", typedDay, fault)
			}
		}
	})
}

var tags = regexp.MustCompile(`<[^>]*>`)

// textAt are the words of the element with an id.
func textAt(page, at string) string {
	_, rest, ok := strings.Cut(page, `id="`+at+`"`)
	if !ok {
		return ""
	}
	_, rest, _ = strings.Cut(rest, ">")
	rest, _, _ = strings.Cut(rest, "</p>")
	return plain(tags.ReplaceAllString(rest, ""))
}

// TestFiles sends files that are too large, of the wrong kind, or not there.
func TestFiles(t *testing.T) {
	eachFresh(t, func(t *testing.T, s *stage) {
		head := demoEmail("head")
		s.signIn(t, "perm", head)
		partner := one[string](t, s.city(t, "perm"), `SELECT id FROM partnerships WHERE slug = 'duisburg'`)
		at := "/perm/office/files/partner/" + partner
		send := func(name string, body []byte) answer {
			var b bytes.Buffer
			w := multipart.NewWriter(&b)
			_ = w.WriteField("file.note", "Заметка к файлу")
			_ = w.WriteField("visibility", "department")
			part, err := w.CreateFormFile("file", name)
			if err != nil {
				t.Fatal(err)
			}
			_, _ = part.Write(body)
			_ = w.Close()
			r := s.request(http.MethodPost, at, nil)
			r.Body, r.ContentLength = nopCloser{&b}, int64(b.Len())
			r.Header.Set("Content-Type", w.FormDataContentType())
			return s.send(head, r)
		}
		count := func() int { return one[int](t, s.city(t, "perm"), `SELECT count(*) FROM attachments`) }
		before := count()
		for name, body := range map[string][]byte{
			"program.exe": []byte("MZ\x90\x00"), "page.html": []byte("<script>alert(1)</script>"), "picture.png": []byte("not a picture"), "paper.pdf": []byte("MZ\x90"),
			"empty.txt": {}, "large.txt": bytes.Repeat([]byte("большой файл "), 3<<20),
		} {
			a := send(name, body)
			if a.status != http.StatusUnprocessableEntity && a.status != http.StatusRequestEntityTooLarge {
				t.Errorf("%s: %d", name, a.status)
			}
			for _, fault := range faults(a.body, "ru") {
				t.Errorf("%s: %s", name, fault)
			}
		}
		if n := count(); n != before {
			t.Errorf("%d files were kept", n-before)
		}
		if a := send("good.txt", []byte("Хороший файл\n")); a.status != http.StatusSeeOther || count() != before+1 {
			t.Errorf("a good file: %d", a.status)
		}
	})
}

type nopCloser struct{ *bytes.Buffer }

// Close implements io.Closer.
func (nopCloser) Close() error { return nil }

// TestInvitation goes through a person's first day: the link, a password, the
// codes.
func TestInvitation(t *testing.T) {
	eachFresh(t, func(t *testing.T, s *stage) {
		admin := demoEmail("administrator")
		s.signIn(t, "perm", admin)
		invited := s.post(admin, "/perm/office/users/new", fields("name", "Новый человек", "email", "new@example.org", "roles", "editor", "lang", "ru"))
		m := regexp.MustCompile(`/perm/office/invite/([^"&<\s]+)`).FindStringSubmatch(invited.body)
		if invited.status != http.StatusOK || m == nil {
			t.Fatalf("the invitation: %d", invited.status)
		}
		page := s.get("", "/perm/office/invite/"+m[1])
		accept := url.Values(typed(page.body, "/perm/office/invite"))
		accept.Set("password", "долгая река без моста")
		codes := s.post("", "/perm/office/invite", accept)
		if codes.status != http.StatusOK || cookieOf(codes, "-session") == "" {
			t.Fatalf("the first password: %d", codes.status)
		}
		for what, body := range map[string]string{"invitation": invited.body, "welcome": page.body, "codes": codes.body} {
			for _, fault := range faults(body, "ru") {
				t.Errorf("%s: %s", what, fault)
			}
		}
		if again := s.get("", "/perm/office/invite/"+m[1]); strings.Contains(again.body, "new@example.org") {
			t.Error("the link opens a second time")
		}
	})
}
