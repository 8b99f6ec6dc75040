package account

import (
	"strings"
	"testing"

	"pobratim/internal/kit/errs"
)

func TestCheckPassword(t *testing.T) {
	context := []string{"Мария Иванова", "m.ivanova@example.org", "Петрозаводск", "Petrozavodsk", "Отдел международных связей"}
	for password, want := range map[string]string{
		"":                       "account.password.empty",
		"короткий":               "account.password.short",
		strings.Repeat("ж", 129): "account.password.long",
		"password1234":           "account.password.common",
		"Пароль123456":           "account.password.common",
		"gfhjkm2026gfhjkm":       "account.password.common",
		"P@ssw0rd2026!":          "account.password.common",
		"qwertyuiop[]":           "account.password.common",
		"1q2w3e4r5t6y":           "account.password.common",
		"йцукенгшщзхъ":           "account.password.common",
		"123456789012":           "account.password.common",
		"aaaaaaaaaaaaaaa":        "account.password.common",
		"абвгдежзийкл":           "account.password.common",
		"Petrozavodsk2026!":      "account.password.common",
		"Петрозаводск-1703":      "account.password.common",
		"gtnhjpfdjlcr2026":       "account.password.common",
		"ivanova.ivanova1":       "account.password.common",
		"побратимы-2026":         "account.password.common",
		"abcabcabcabcabc":        "account.password.common",
		"qazwsxedcrfv":           "account.password.common",
		"семь верблюдов пьют какао":      "",
		"correct horse battery":          "",
		"x7Kq-9fPz-2mWv":                 "",
		"На Онеге лёд тает в мае":        "",
		strings.Repeat("Ёж и 杜伊斯堡, ", 8): "",
	} {
		err := checkPassword("password", password, context)
		got := ""
		if f := errs.FieldsOf(err); len(f) == 1 {
			got = f[0].Key
		}
		if got != want {
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
	h := newHasher(cost{memory: 64, passes: 1, lanes: 1})
	encoded, err := h.hash(t.Context(), "семь верблюдов й")
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
		ok, _, err := h.matches(t.Context(), c.encoded, c.password)
		if err != nil || ok != c.ok {
			t.Errorf("%s: %v %v", name, ok, err)
		}
	}
	stronger := newHasher(cost{memory: 128, passes: 1, lanes: 1})
	if ok, outdated, _ := stronger.matches(t.Context(), encoded, "семь верблюдов й"); !ok || !outdated {
		t.Errorf("a hash with weaker parameters: ok %v, outdated %v", ok, outdated)
	}
	if owasp.memory < 19*1024 || owasp.passes < 2 {
		t.Error("the cost is below what OWASP recommends")
	}
}

func BenchmarkSignInHash(b *testing.B) {
	h := newHasher(owasp)
	for b.Loop() {
		_, _, _ = h.matches(b.Context(), h.dummy, "x")
	}
}
