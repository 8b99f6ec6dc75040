package task

import (
	"strings"
	"testing"

	"pobratim/internal/kit/errs"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/keep/keeptest"
)

// The digest says what the page of the week shows: now is a Sunday, 22 November
// 2026, so that this week ends today.
func TestDigest(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		mine := func(title, due string) {
			is := duty(title, due)
			is.Owner = "other"
			add(t, s, is)
		}
		mine("Просроченное", "2026-11-20")
		mine("Сегодняшнее", "2026-11-22")
		mine("Следующее", "2026-11-27")
		mine("Далёкое", "2026-12-20")
		is := duty("Сделанное", "2026-11-19")
		is.Owner, is.Outcome, is.Done = "other", Kept, keeptest.Date("2026-11-18")
		add(t, s, is)
		add(t, s, duty("Ничьё", "2026-11-25"))
		ctx, scene := as(t, account.Auditor), desk(t).Scene("ru", "/")
		said := func(login string, head bool) string {
			d, err := s.Digest(ctx, scene, login, head)
			if err != nil {
				t.Fatal(err)
			}
			return strings.ReplaceAll(d.Text(scene), "\u00a0", " ")
		}
		want := []string{"Другой", "Просроченное · просрочено на 2 дня", "Сегодняшнее · сегодня", "Следующее · до пятницы", "Сделанное · выполнено"}
		got := said("OTHER@example.org", false)
		for _, w := range want {
			if !strings.Contains(got, w) {
				t.Errorf("no %q in\n%s", w, got)
			}
		}
		for _, w := range []string{"Далёкое", "Ничьё"} {
			if strings.Contains(got, w) {
				t.Errorf("%q in\n%s", w, got)
			}
		}
		if got := said("other@example.org", true); !strings.Contains(got, "Ничьё · до среды · Без ответственного") {
			t.Errorf("a head's digest:\n%s", got)
		}
		if got := said("anna@example.org", false); !strings.Contains(got, "сроков нет") {
			t.Errorf("an empty week:\n%s", got)
		}
		for _, login := range []string{"nobody@example.org", "", "gone"} {
			if _, err := s.Digest(ctx, scene, login, false); errs.KindOf(err) != errs.NotFound {
				t.Errorf("%q: %v", login, err)
			}
		}
	})
}
