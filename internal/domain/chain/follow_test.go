package chain

import (
	"strings"
	"testing"

	"pobratim/internal/domain/task"
	"pobratim/internal/kit/errs"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/keep/keeptest"
	"pobratim/internal/platform/record"
)

func TestUnrollMakesTasks(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.days("2027-06-12") // a Saturday
		h.off["2026-12-11"] = true
		h.unroll("Группа", "before 6 month", "Программа", "before 0 day", "Заявка", "budget 2 week 13", "Итоги", "after 1 year")
		// 12 December 2026 is a Saturday and the Friday before it is off; the calendar of
		// 2028 is not known, so that a Monday stays whatever it is.
		if got, want := h.dues(), "Заявка 2026-05-12; Группа 2026-12-10; Программа 2027-06-11; Итоги 2028-06-12"; got != want {
			t.Errorf("%s, want %s", got, want)
		}
		if is := h.step("Группа"); is.Partner != "duisburg" || is.Type != task.Duty || is.Made.String() != "" {
			t.Errorf("%+v", is)
		}
	})
}

func TestMovingMovesTheChainAndNothingElse(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.days("2027-06-09")
		ref := h.unroll("Группа", "before 3 month", "Письмо", "before 2 month", "Программа", "before 1 month", "Анонс", "before 1 week")
		other, err := h.tasks.Add(as(t, account.Head), task.Task{Type: task.Duty, Title: keeptest.Text("Другое"), Due: keeptest.Date("2027-04-09"), Partner: "duisburg"})
		if err != nil {
			t.Fatal(err)
		}
		h.change("Письмо", func(is *task.Task) { is.Due = keeptest.Date("2027-04-20") })
		h.change("Группа", func(is *task.Task) { is.Outcome, is.Done = task.Kept, keeptest.Date("2026-11-20") })

		h.moveTo("2027-09-08")
		moved := "Группа 2027-03-09; Письмо 2027-04-20; Программа 2027-08-06; Анонс 2027-09-01"
		if got := h.dues(); got != moved {
			t.Errorf("moved: %s, want %s", got, moved)
		}
		if is, err := h.tasks.Task(as(t, account.Head), other); err != nil || is.Due.String() != "2027-04-09" || is.Version != 1 {
			t.Errorf("what is in no chain: %+v %v", is, err)
		}
		said := h.panel(as(t, account.Head), ref)
		for _, want := range []string{"9 июня 2027", "8 сентября 2027", "2 шага стоят", "вручную: «Письмо»", "1 шаг уже закрыт", "сделано 1 из 4", "Вернуть дату и шаги"} {
			if !strings.Contains(said, want) {
				t.Errorf("the panel does not say %q:\n%s", want, said)
			}
		}
		if cards := h.cardTexts(); cards != "Проверить подготовку, дата перенесена: Дни Дуйсбурга" {
			t.Errorf("cards: %s", cards)
		}

		if err := h.TakeBack(as(t, account.Head), ref); err != nil {
			t.Fatal(err)
		}
		back := "Группа 2027-03-09; Письмо 2027-04-20; Программа 2027-05-07; Анонс 2027-06-02"
		if got := h.dues(); got != back {
			t.Errorf("taken back: %s, want %s", got, back)
		}
		if h.anchors["days"].Starts.String() != "2027-06-09" || strings.Contains(h.panel(as(t, account.Head), ref), "перенесена") || h.cardTexts() != "" {
			t.Error("a move that was taken back is still spoken of")
		}
		if err := h.TakeBack(as(t, account.Head), ref); errs.KindOf(err) != errs.Stale {
			t.Errorf("there is nothing to take back any more: %v", err)
		}
	})
}

// The night of a move does not matter, nor whether the change is of the days at
// all: what is not a move moves nothing.
func TestOtherChangesMoveNothing(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.days("2027-06-09")
		ref := h.unroll("Программа", "before 1 month")
		h.off["2027-05-07"] = true // a calendar that is entered later
		h.anchor("days", func(a *Anchor) { a.Title = keeptest.Text("Дни Дуйсбурга в Перми") })
		h.moveTo("2027") // nobody knows the day any more
		if got := h.dues(); got != "Программа 2027-05-07" {
			t.Errorf("%s", got)
		}
		if strings.Contains(h.panel(as(t, account.Head), ref), "перенесена") {
			t.Error("nothing has moved")
		}
		h.moveTo("2027-07")
		if got := h.dues(); got != "Программа 2027-06-01" {
			t.Errorf("counted from the first day of the month: %s", got)
		}
	})
}

// An anchor that is put before its own preparation: the steps go with it, and a
// sentence names those whose days are over.
func TestMovedBeforeItsPreparation(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.days("2027-06-09")
		ref := h.unroll("Группа", "before 3 month", "Анонс", "before 1 week")
		h.moveTo("2026-12-09")
		if got := h.dues(); got != "Группа 2026-09-09; Анонс 2026-12-02" {
			t.Errorf("%s", got)
		}
		said := h.panel(as(t, account.Head), ref)
		if !strings.Contains(said, "Подготовка не успевает: срок уже прошёл у шагов «Группа». Назначьте им новые сроки или верните дату.") {
			t.Errorf("%s", said)
		}
	})
}

// A step that its own rules keep in place does not keep the anchor in place.
func TestStepThatCannotMove(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.days("2027-06-09")
		ref := h.unroll("Группа", "before 3 month", "Анонс", "before 1 week")
		h.change("Группа", func(is *task.Task) { is.Made = keeptest.Date("2026-11-20") })
		h.moveTo("2026-12-09") // three months before that nobody had asked for it
		if got := h.dues(); got != "Анонс 2026-12-02; Группа 2027-03-09" {
			t.Errorf("%s", got)
		}
		if said := h.panel(as(t, account.Head), ref); !strings.Contains(said, "вручную: «Группа»") {
			t.Errorf("%s", said)
		}
	})
}

func TestCancelledAnchorOffersToClose(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := as(t, account.Head)
		h.days("2027-06-09")
		ref := h.unroll("Группа", "before 3 month", "Анонс", "before 1 week")
		h.change("Группа", func(is *task.Task) { is.Outcome, is.Done = task.Kept, keeptest.Date("2026-11-20") })
		if _, err := h.Close(ctx, ref, "—"); errs.KindOf(err) != errs.Stale {
			t.Errorf("closed although it takes place: %v", err)
		}
		h.anchor("days", func(a *Anchor) { a.Off = true })
		if is := h.step("Анонс"); is.Closed() {
			t.Error("closed silently")
		}
		if cards := h.cardTexts(); !strings.Contains(cards, "не состоится: Дни Дуйсбурга") {
			t.Errorf("cards: %s", cards)
		}
		if said := h.panel(ctx, ref); !strings.Contains(said, "Закрыть 1 шаг") || strings.Contains(said, "Добавить шаг") {
			t.Errorf("%s", said)
		}
		if _, err := h.ask(ctx, "POST", "/preparation/close?anchor="+ref.String(), nil); err != nil {
			t.Fatal(err)
		}
		if is := h.step("Анонс"); is.Outcome != task.Dropped || is.Reason != "Не состоится: Дни Дуйсбурга" {
			t.Errorf("%+v", is)
		}
		if h.step("Группа").Outcome != task.Kept || h.cardTexts() != "" {
			t.Error("what was done is touched, or Today still asks")
		}
	})
}

func TestAnchorThatTakesPlaceAgain(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.days("2027-06-09")
		h.unroll("Анонс", "before 1 week")
		h.anchor("days", func(a *Anchor) { a.Off = true })
		h.anchor("days", func(a *Anchor) { a.Off = false })
		if cards := h.cardTexts(); cards != "" {
			t.Errorf("cards: %s", cards)
		}
	})
}

func TestSeenPutsTheNoticeAway(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.days("2027-06-09")
		ref := h.unroll("Анонс", "before 1 week")
		h.moveTo("2027-07-07")
		if err := h.Seen(as(t, account.Coordinator), ref); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(h.panel(as(t, account.Head), ref), "перенесена") || h.cardTexts() != "" {
			t.Error("still spoken of")
		}
		h.moveTo("2027-06-09") // back by hand: that is a move like any other
		if h.cardTexts() == "" {
			t.Error("a second move is not spoken of")
		}
	})
}

func TestRelead(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.days("2027-06-09")
		ref := h.unroll("Программа", "before 1 month")
		if err := h.Relead(as(t, account.Head), h.step("Программа").ID, Lead{Way: Before, N: 2, Unit: "week"}); err != nil {
			t.Fatal(err)
		}
		if got := h.dues(); got != "Программа 2027-05-26" {
			t.Errorf("%s", got)
		}
		if err := h.AddStep(as(t, account.Head), ref, Planned{Title: keeptest.Text("Итоги"), Lead: Lead{Way: After, N: 1, Unit: "month"}}); err != nil {
			t.Fatal(err)
		}
		h.moveTo("2027-06-16")
		if got := h.dues(); got != "Программа 2027-06-02; Итоги 2027-07-16" {
			t.Errorf("%s", got)
		}
	})
}

// A chosen day is kept as a distance: when the anchor moves, so does the step.
func TestChosenDayBecomesALead(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.days("2027-06-09")
		_, err := h.Unroll(as(t, account.Head), Rolled{Anchor: record.Ref{Kind: party, ID: "days"}, Steps: []Planned{
			{Title: keeptest.Text("Группа"), Lead: Lead{Way: Before, N: 3, Unit: "month"}, Due: keeptest.Date("2027-05-31")},
			{Title: keeptest.Text("Итоги"), Lead: Lead{Way: Before, N: 3, Unit: "month"}, Due: keeptest.Date("2027-06-16")},
		}})
		if err != nil {
			t.Fatal(err)
		}
		h.moveTo("2027-07-07")
		if got := h.dues(); got != "Группа 2027-06-28; Итоги 2027-07-14" {
			t.Errorf("%s", got)
		}
	})
}

func TestWhoMayNot(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.days("2027-06-09")
		ref := h.unroll("Программа", "before 1 month")
		h.moveTo("2027-07-07")
		ctx := as(t, account.Auditor)
		for what, err := range map[string]error{
			"unroll": func() error { _, err := h.Unroll(ctx, Rolled{Anchor: ref, Steps: []Planned{{}}}); return err }(), "add": h.AddStep(ctx, ref, Planned{}),
			"relead": h.Relead(ctx, h.step("Программа").ID, Lead{Way: Before, Unit: "day"}), "back": h.TakeBack(ctx, ref), "seen": h.Seen(ctx, ref),
			"close": func() error { _, err := h.Close(ctx, ref, "x"); return err }(), "settings": h.SaveSettings(ctx, Settings{}),
			"set": func() error { _, err := h.SaveSet(as(t, account.Coordinator), Set{}); return err }(), "remove": h.RemoveSet(ctx, "jubilee", 1),
		} {
			if errs.KindOf(err) != errs.Forbidden {
				t.Errorf("%s: %v", what, err)
			}
		}
		if said := h.panel(ctx, ref); strings.Contains(said, "<form") || !strings.Contains(said, "перенесена") {
			t.Errorf("%s", said)
		}
	})
}

// cardTexts are what Today says to the head.
func (h *house) cardTexts() string {
	h.t.Helper()
	cards, err := h.cards(as(h.t, account.Head), h.desk().Scene("ru", "/"))
	if err != nil {
		h.t.Fatal(err)
	}
	var all []string
	for _, c := range cards {
		all = append(all, plain(c.Text))
	}
	return strings.Join(all, "; ")
}
