package password

import (
	"strings"
	"testing"
)

func TestJudge(t *testing.T) {
	context := []string{"Мария Иванова", "m.ivanova@example.org", "Петрозаводск", "Petrozavodsk", "Отдел международных связей"}
	for password, want := range map[string]string{
		"":                       "empty",
		"короткий":               "short",
		strings.Repeat("ж", 129): "long",
		"password1234":           "common",
		"Пароль123456":           "common",
		"gfhjkm2026gfhjkm":       "common",
		"P@ssw0rd2026!":          "common",
		"qwertyuiop[]":           "common",
		"1q2w3e4r5t6y":           "common",
		"йцукенгшщзхъ":           "common",
		"123456789012":           "common",
		"aaaaaaaaaaaaaaa":        "common",
		"абвгдежзийкл":           "common",
		"Petrozavodsk2026!":      "common",
		"Петрозаводск-1703":      "common",
		"gtnhjpfdjlcr2026":       "common",
		"ivanova.ivanova1":       "common",
		"побратимы-2026":         "common",
		"abcabcabcabcabc":        "common",
		"qazwsxedcrfv":           "common",
		"семь верблюдов пьют какао":      "",
		"correct horse battery":          "",
		"x7Kq-9fPz-2mWv":                 "",
		"На Онеге лёд тает в мае":        "",
		strings.Repeat("Ёж и 杜伊斯堡, ", 8): "",
	} {
		if got := string(Judge(password, context)); got != want {
			t.Errorf("%q: %q, want %q", password, got, want)
		}
	}
}

func FuzzGuessable(f *testing.F) {
	f.Add("password", "Пермь")
	f.Add("\xff\x00é", "")
	f.Fuzz(func(t *testing.T, password, context string) {
		if len(password) > 200 || len(context) > 200 {
			return
		}
		guessable(password, []string{context}) // must neither panic nor hang
	})
}

func TestHash(t *testing.T) {
	h := NewHasher(Cost{Memory: 64, Passes: 1, Lanes: 1})
	encoded, err := h.Hash(t.Context(), "семь верблюдов й")
	if err != nil || !strings.HasPrefix(encoded, "$argon2id$v=19$m=64,t=1,p=1$") {
		t.Fatal(encoded, err)
	}
	for name, c := range map[string]struct {
		encoded, password string
		ok                bool
	}{
		"same":                     {encoded, "семь верблюдов й", true},
		"decomposed by a keyboard": {encoded, "семь верблюдов и\u0306", true},
		"other":                    {encoded, "семь верблюдов", false},
		"no hash":                  {"", "", false},
		"no hash, any password":    {"", "x", false},
		"garbage":                  {"$argon2id$v=19$m=99999999,t=1,p=1$AA$AA", "x", false},
	} {
		ok, _, err := h.Matches(t.Context(), c.encoded, c.password)
		if err != nil || ok != c.ok {
			t.Errorf("%s: %v %v", name, ok, err)
		}
	}
	stronger := NewHasher(Cost{Memory: 128, Passes: 1, Lanes: 1})
	if ok, outdated, _ := stronger.Matches(t.Context(), encoded, "семь верблюдов й"); !ok || !outdated {
		t.Errorf("a hash with weaker parameters: ok %v, outdated %v", ok, outdated)
	}
	if OWASP().Memory < 19*1024 || OWASP().Passes < 2 {
		t.Error("the cost is below what OWASP recommends")
	}
}

func BenchmarkSignInHash(b *testing.B) {
	h := NewHasher(OWASP())
	for b.Loop() {
		_, _, _ = h.Matches(b.Context(), h.dummy, "x")
	}
}
