package letter

import (
	"fmt"
	"strings"
	"testing"

	"pobratim/internal/kit/errs"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/keep/keeptest"
)

// TestAnswers: an entry waits until another one answers it, and waits again when
// that one is put away.
func TestAnswers(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		asked := add(t, s, waits(passed(Paper, In, "Просят программу", "2026-11-01"), "2026-11-10"))
		add(t, s, waits(passed("email", Out, "Приглашение", "2026-10-01"), ""))
		add(t, s, passed(Call, Both, "Разговор", "2026-11-20"))
		waiting := func() string {
			ours, err := s.Letters(as(t), Filter{Waiting: true, Side: In, Limit: 10})
			theirs, err2 := s.Letters(as(t), Filter{Waiting: true, Side: Out, Limit: 10})
			if err != nil || err2 != nil {
				t.Fatal(err, err2)
			}
			return fmt.Sprint(titles(ours), titles(theirs))
		}
		if got := waiting(); got != "[Просят программу] [Приглашение]" {
			t.Errorf("at first: %s", got)
		}
		for name, wrong := range map[string]struct {
			l    Letter
			want string
		}{
			"before the question": {Letter{Side: Out, On: keeptest.Date("2026-10-31"), Answers: asked}, "on letter.on.before"},
			"of the same side":    {Letter{Side: In, On: keeptest.Date("2026-11-02"), Answers: asked}, "side letter.side.same"},
			"of what is not":      {Letter{Side: Out, On: keeptest.Date("2026-11-02"), Answers: "01JD00000000000000000000ZZ"}, "answers letter.answers.gone"},
		} {
			wrong.l.Type, wrong.l.Partner, wrong.l.Title = Paper, "duisburg", passed("", "", "Программа", "").Title
			_, err := s.Add(as(t), wrong.l)
			if all := errs.FieldsOf(err); len(all) != 1 || all[0].Field+" "+all[0].Key != wrong.want {
				t.Errorf("%s: %v, want %s", name, err, wrong.want)
			}
		}
		answer := passed(Paper, Out, "Программа", "2026-11-21")
		answer.Answers = asked
		answer.ID = add(t, s, answer)
		if got := waiting(); got != "[] [Приглашение]" {
			t.Errorf("answered: %s", got)
		}
		back, err := s.Answers(as(t), asked)
		if err != nil || fmt.Sprint(titles(back)) != "[Программа]" {
			t.Errorf("answers: %v %v", titles(back), err)
		}
		if err := s.letters.PutAway(as(t), answer.ID); err != nil {
			t.Fatal(err)
		}
		if got := waiting(); got != "[Просят программу] [Приглашение]" {
			t.Errorf("the answer is put away: %s", got)
		}
		if n, err := s.Count(as(t), Filter{Partner: "duisburg"}, 100); err != nil || n != 3 {
			t.Errorf("%d %v", n, err)
		}
		cards, err := s.cards(as(t), desk(t).Scene("ru", "/"))
		want := "[0 Ответить: Просят программу | ответ просрочен на 12 дней 3 Ждём ответа: Приглашение | 52 дня без ответа]"
		if got := strings.ReplaceAll(fmt.Sprint(cardTexts(cards)), "\u00a0", " "); err != nil || got != want {
			t.Errorf("cards %s, want %s, %v", got, want, err)
		}
		if cards, err := s.cards(keeptest.As(t, account.Auditor), desk(t).Scene("ru", "/")); err != nil || cards != nil {
			t.Errorf("who may not write is asked to answer: %v %v", cards, err)
		}
		entries, err := s.agenda(as(t), desk(t).Scene("ru", "/"), keeptest.Date("2026-11-10"), keeptest.Date("2026-11-10"))
		if err != nil || len(entries) != 1 || entries[0].Of.ID != asked {
			t.Errorf("agenda %v %v", entries, err)
		}
	})
}

// TestLastDays is the newest day of each partner, without what is put away.
func TestLastDays(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		add(t, s, passed(Paper, Out, "Старое", "2019-05-03"))
		newest := add(t, s, passed(Call, In, "Новое", "2026-11-20"))
		other := passed(Meeting, Both, "Встреча", "2025")
		other.Partner = "oxford"
		add(t, s, other)
		days := func() string {
			last, err := s.LastDays(as(t))
			if err != nil {
				t.Fatal(err)
			}
			return last["duisburg"].String() + " " + last["oxford"].String()
		}
		if got := days(); got != "2026-11-20 2025" {
			t.Error(got)
		}
		if err := s.letters.PutAway(as(t), newest); err != nil {
			t.Fatal(err)
		}
		if got := days(); got != "2019-05-03 2025" {
			t.Error(got)
		}
		if last, err := s.LastDays(t.Context()); err != nil || len(last) != 0 {
			t.Errorf("a stranger learns of %v %v", last, err)
		}
	})
}

// TestPages walks the register by its key and both orders.
func TestPages(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		for i := range 7 {
			add(t, s, waits(passed(Paper, In, fmt.Sprint(i), fmt.Sprintf("2026-11-0%d", 1+i)), ""))
		}
		for _, waiting := range []bool{false, true} {
			var walked []string
			f := Filter{Waiting: waiting, Limit: 3}
			for {
				rows, err := s.Letters(as(t), f)
				if err != nil {
					t.Fatal(err)
				}
				walked = append(walked, titles(rows)...)
				if len(rows) < f.Limit {
					break
				}
				f.After = rows[len(rows)-1].Key()
			}
			want := "[6 5 4 3 2 1 0]"
			if waiting {
				want = "[0 1 2 3 4 5 6]"
			}
			if fmt.Sprint(walked) != want {
				t.Errorf("waiting %v: %v", waiting, walked)
			}
		}
	})
}
