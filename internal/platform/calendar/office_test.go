package calendar

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/webtest"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// desk is a calendar of Perm on 23 November 2026 over some subjects.
type desk struct {
	*testing.T
	lang string
	as   account.Role
	c    *Service
}

func open(t *testing.T, subjects ...module.Module) desk {
	t.Helper()
	create := module.Need{Action: module.Create, Kind: "x"}
	policy := account.Policy{
		{Role: account.Head, Action: module.View, Kind: "calendar", Scope: account.All}, {Role: account.Head, Action: module.Create, Kind: "x", Scope: account.All},
		{Role: account.Auditor, Action: module.View, Kind: "calendar", Scope: account.All},
	}
	return desk{t, "ru", account.Head, New(Deps{
		Gate: account.NewGate(policy), Modules: func() []module.Module { return subjects }, New: "/x/new", NewNeed: create,
		Working: func(context.Context) (func(time.Time) (bool, bool), error) {
			return func(day time.Time) (bool, bool) {
				return day.Weekday() != time.Sunday && day.Format(time.DateOnly) != "2026-11-04", day.Year() == 2026
			}, nil
		},
		Partners: func(context.Context, *web.Scene) ([]Place, error) {
			return []Place{{ID: "duisburg", Name: "Дуйсбург", Zone: zone(t, "Europe/Berlin")}, {ID: "atlantis", Name: "Атлантида"}}, nil
		},
	})}
}

func (d desk) request(method, path string, values url.Values) *http.Request {
	stage := webtest.Stage{T: d, Lang: d.lang, Base: "/perm/office", Now: time.Date(2026, 11, 22, 20, 0, 0, 0, time.UTC), Zone: zone(d.T, "Asia/Yekaterinburg"), Words: nil}
	stage.Words = append(stage.Words, Files)
	r := stage.Request(method, path, values)
	return r.WithContext(account.With(r.Context(), account.Viewer{UserID: "u", Roles: []account.Role{d.as}}))
}

func (d desk) get(query string) string {
	d.Helper()
	r := d.request(http.MethodGet, "/calendar?"+query, nil)
	reply, err := d.c.calendar(r)
	return webtest.HTML(d, Files, r, reply, err)
}

func lacks(t *testing.T, name, html string, not ...string) {
	t.Helper()
	for _, one := range not {
		if strings.Contains(html, one) {
			t.Errorf("%s: %q is in\n%s", name, one, html)
		}
	}
}

// several is a subject with something of everything.
func several(t *testing.T) module.Module {
	visit := entry("2026-11-25/2026-11-28", "Визит хора", module.Visits)
	visit.Partners, visit.Note, visit.Move, visit.Version = []string{"duisburg"}, "Дуйсбург", "/x/1/move", 7
	talk := entry("2026-11-26", "Подготовить: Беседа", module.Events)
	talk.Title, talk.Standing = "Беседа <о школах>", module.Tentative
	berlin := zone(t, "Europe/Berlin")
	talk.Opens, talk.Closes = time.Date(2026, 11, 26, 10, 0, 0, 0, berlin), time.Date(2026, 11, 26, 11, 30, 0, 0, berlin)
	return says("x", visit, talk, entry("2026-11", "Когда-нибудь в ноябре", module.Events), entry("2026", "В этом году", module.Anniversaries),
		entry("2026-11-04", "День единства", module.Holidays), entry("2025-01-10/2027-01-10", "Годы обмена", module.Events))
}

// TestForeignWords wants the language of words that are not the reader's on every
// page, and what follows them outside of it.
func TestForeignWords(t *testing.T) {
	feast := entry("2026-11-18", "Buß- und Bettag", module.Holidays)
	feast.Lang, feast.After = "de", "(Германия)"
	d := open(t, says("x", feast))
	for _, view := range []string{"", "view=week&day=2026-11-18", "view=day&day=2026-11-18", "view=agenda&day=2026-11-01"} {
		webtest.Has(t, view, d.get(view), `<span lang="de">Buß- und Bettag</span> (Германия)`)
	}
}

func TestMonth(t *testing.T) {
	d := open(t, several(t))
	page := d.get("")
	webtest.Has(t, "month", page, "Ноябрь 2026 г.", `id="d-2026-11-26"`, `aria-current="date"`, "Неделя 48", "Визит хора", `data-move="/perm/office/x/1/move" data-version="7" data-first="2026-11-25"`, "cal-visits w4",
		"Беседа &lt;о школах&gt;", "14:00–15:30", "не подтверждено", "В этом месяце, день не назначен", "Когда-нибудь в ноябре", "В этом году, день не назначен", "Идёт в это время", "Годы обмена",
		"/perm/office/x/new?starts=2026-11-23", "среда, 4 ноября 2026 г., нерабочий день", "понедельник, 23 ноября 2026 г., сегодня", "/perm/office/x/1/move?from=%2Fcalendar%3F")
	if strings.Count(page, "cal-runs") != 3 {
		t.Errorf("four days are one chip and three that go on:\n%s", page)
	}
	lacks(t, "month", page, "не заведён")
	lacks(t, "no visits", d.get("layers=events,deadlines"), "Визит хора", "День единства")
	webtest.Has(t, "no visits", d.get("layers=events,deadlines"), "показать слой", "скрыть слой", "Беседа")
	webtest.Has(t, "a partner", d.get("partner=duisburg"), "Визит хора")
	lacks(t, "a partner", d.get("partner=duisburg"), "Беседа", "Годы обмена")
	webtest.Has(t, "an unknown year", d.get("day=2027-03-15"), "Производственный календарь на 2027 год не заведён", "суббота, 6 марта 2027 г., нерабочий день")
	bad := d.get("day=31.11.2026")
	webtest.Has(t, "no day", bad, `id="f-day-error"`, `value="31.11.2026"`, "Ноябрь 2026 г.")
	d.lang = "en"
	webtest.Has(t, "English", d.get(""), "November 2026", "not confirmed", "This month, day not set", "Thursday, 26 November 2026")
	d.lang, d.as = "ru", account.Auditor
	lacks(t, "a reader", d.get(""), "Новое мероприятие", "data-create")
	d.as = account.Guest
	if _, err := d.c.calendar(d.request(http.MethodGet, "/calendar", nil)); errs.KindOf(err) != errs.Forbidden {
		t.Errorf("who has no calendar: %v", err)
	}
}

func TestOtherViews(t *testing.T) {
	d := open(t, several(t))
	week := d.get("view=week&day=2026-11-26&zone=duisburg")
	webtest.Has(t, "week", week, "48-я неделя 2026 года", "Дуйсбург", "10:00", "14:00–15:30", "по местному времени 10:00–11:30", `class="cal-slot x1 y1 z3"`, "Весь день", "Визит хора")
	shift := d.get("view=week&day=2027-03-24&zone=duisburg")
	webtest.Has(t, "summer time", shift, "У партнёра (Дуйсбург) перевод часов 28 марта", "Разница с нами была −4 ч, станет −3 ч.", "04:00 · 05:00")
	lacks(t, "no zone", d.get("view=week&day=2027-03-24&zone=atlantis"), "перевод часов")
	webtest.Has(t, "year", d.get("view=year"), "Январь", "Декабрь", `id="y-2026-11-26"`, "четверг, 26 ноября 2026 г.: 2 записи", "В этом году")
	day := d.get("view=day&day=2026-11-27")
	webtest.Has(t, "day", day, "27 ноября 2026 г.", "Пятница", "Визит хора", "25–28 ноября 2026 г.", "Перенести", "/perm/office/x/new?starts=2026-11-27")
	lacks(t, "day", day, "Беседа")
	webtest.Has(t, "an empty day", d.get("view=day&day=2026-12-12"), "Записей нет")
	agenda := d.get("view=agenda&day=2026-11-20")
	webtest.Has(t, "agenda", agenda, "25 ноября 2026 г., среда", "Беседа", "Перенести")
	webtest.Has(t, "an agenda with nothing jumps", d.get("view=agenda&day=2026-07-01"), "С 1 июля 2026 г. записей нет: показано с 4 ноября 2026 г.", "День единства")
	webtest.Has(t, "nothing ahead", d.get("view=agenda&day=2030-07-01"), "Записей нет")
}

// A day with hundreds shows the first and leads to the rest; nothing is lost.
func TestManyOnADay(t *testing.T) {
	var entries []module.Entry
	for i := range 300 {
		entries = append(entries, entry("2026-11-25", fmt.Sprintf("Запись %03d", i), module.Events))
	}
	d := open(t, says("x", entries...))
	month := d.get("")
	webtest.Has(t, "month", month, "Запись 000", "ещё 296", "view=day", `<span class="count">300</span>`)
	lacks(t, "month", month, "Запись 004")
	webtest.Has(t, "day", d.get("view=day&day=2026-11-25"), "Запись 000", "Запись 299")
}

func TestOneDoesNotAnswer(t *testing.T) {
	broken := module.Module{Name: "tasks", Agenda: []module.Agenda{func(context.Context, *web.Scene, edtf.Date, edtf.Date) ([]module.Entry, error) {
		return nil, errors.New("disk")
	}}}
	webtest.Has(t, "month", open(t, broken, several(t)).get(""), "Не удалось прочитать: tasks", "Визит хора")
}

// A subject with thousands names only what a page shows and counts the rest; a
// page with the name of what was moved, or of one partner, asks for all.
func TestCrowd(t *testing.T) {
	var asked []int
	crowd := func(_ context.Context, _ *web.Scene, _, _ edtf.Date, most int) ([]module.Entry, error) {
		asked = append(asked, most)
		named := []module.Entry{entry("2026-11-25", "Запись 0", module.Events), entry("2026-11-25", "Запись 1", module.Events)}
		return append(named, Counted(module.Events, "2026-11-25", "2026-11-25", 1000), Counted(module.Visits, "2026-11-29", "2026-11-30", 20)), nil
	}
	d := open(t, module.Module{Name: "x", Crowds: []module.Crowd{crowd}})
	month := d.get("")
	webtest.Has(t, "month", month, "Запись 1", `<span class="count">1002</span>`, "ещё 1000", `<span class="count">20</span>`)
	if n := strings.Count(month, "ещё 20"); n != 2 {
		t.Errorf("%d days say that there are more, not two", n)
	}
	webtest.Has(t, "year", d.get("view=year"), "25 ноября 2026 г.: 1002 записи", "30 ноября 2026 г.: 20 записей")
	d.get("partner=duisburg")
	d.get("moved=x:1&was=2026-11-25")
	d.get("view=day&day=2026-11-25")
	if want := []int{monthLanes, 0, module.All, module.All, module.All}; !slices.Equal(asked, want) {
		t.Errorf("%v, not %v", asked, want)
	}
}

// The form of moving: it says what is wrong at its field, goes back to where one
// was, and offers the way back; an old version is told in words.
func TestMoveForm(t *testing.T) {
	d := open(t)
	var saved []string
	handle := Move(func(*http.Request) (Movable, error) {
		return Movable{Ref: record.Ref{Kind: "x", ID: "1"}, Title: "Визит хора", Path: "/x/1", When: date("2026-11-25/2026-11-28"), Version: 7,
			Save: func(_ context.Context, version int64, day edtf.Date) error {
				if version != 7 {
					return errs.New(errs.Stale, "form.stale")
				}
				saved = append(saved, day.String())
				return nil
			}}, nil
	})
	from := "/calendar?day=2026-11-23&view=month"
	r := d.request(http.MethodGet, "/x/1/move?from="+url.QueryEscape(from), nil)
	reply, err := handle(r)
	webtest.Has(t, "form", webtest.HTML(t, Files, r, reply, err), "Перенести: Визит хора", "Сейчас: 25–28 ноября 2026 г.", `name="version" value="7"`, "/perm/office/calendar?day=2026-11-23&amp;view=month")
	for day, words := range map[string]string{"": "Укажите день", "май 2027": "f-day-error", "31.11.2026": `value="31.11.2026"`} {
		r := d.request(http.MethodPost, "/x/1/move", url.Values{"day": {day}, "version": {"7"}, "from": {from}})
		reply, err := handle(r)
		webtest.Has(t, day, webtest.HTML(t, Files, r, reply, err), words)
	}
	r = d.request(http.MethodPost, "/x/1/move", url.Values{"day": {"1.12.2026"}, "version": {"6"}, "from": {from}})
	reply, err = handle(r)
	webtest.Has(t, "old version", webtest.HTML(t, Files, r, reply, err), "Пока вы переносили, запись изменилась", `value="1.12.2026"`, `name="version" value="7"`)
	for _, c := range []struct{ from, day, to string }{
		{from, "1.12.2026", "/calendar?day=2026-11-23&moved=x%3A1&view=month&was=2026-11-25"}, // is still in sight
		{from, "10.12.2026", "/calendar?day=2026-12-10&moved=x%3A1&view=month&was=2026-11-25"},
		{"", "10.12.2026", "/x/1"}, {"https://example.org/calendar?", "10.12.2026", "/x/1"}, {"//example.org", "10.12.2026", "/x/1"},
	} {
		reply, err := handle(d.request(http.MethodPost, "/x/1/move", url.Values{"day": {c.day}, "version": {"7"}, "from": {c.from}}))
		if to, ok := reply.(web.Redirect); err != nil || !ok || to.To != c.to {
			t.Errorf("%+v: %+v %v", c, reply, err)
		}
	}
	if want := []string{"2026-12-01", "2026-12-10", "2026-12-10", "2026-12-10", "2026-12-10"}; !slices.Equal(saved, want) {
		t.Error(saved)
	}
	month := Move(func(*http.Request) (Movable, error) {
		return Movable{Ref: record.Ref{Kind: "x", ID: "1"}, Title: "Ярмарка", Path: "/x/1", When: date("2026-12"), Version: 7,
			Save: func(_ context.Context, _ int64, day edtf.Date) error {
				if day.First().Year() != 2026 {
					return errs.Field("when", "calendar.move.day.none")
				}
				return nil
			}}, nil
	})
	reply, err = month(d.request(http.MethodPost, "/x/1/move", url.Values{"day": {"1.12.2027"}, "version": {"7"}, "from": {from}}))
	webtest.Has(t, "refused by the record", webtest.HTML(t, Files, r, reply, err), `id="f-day-error"`, `href="#f-day"`, `value="1.12.2027"`)
	reply, err = month(d.request(http.MethodPost, "/x/1/move", url.Values{"day": {"1.12.2026"}, "version": {"7"}, "from": {from}}))
	if to, ok := reply.(web.Redirect); err != nil || !ok || to.To != "/calendar?day=2026-11-23&view=month" || to.Notice == "" {
		t.Errorf("a month: %+v %v", reply, err)
	}
	var begun []time.Time
	timed := Move(func(*http.Request) (Movable, error) {
		return Movable{Ref: record.Ref{Kind: "x", ID: "1"}, Title: "Приём", Path: "/x/1", When: date("2026-11-25"), Version: 7, Opens: time.Date(2026, 11, 25, 5, 0, 0, 0, time.UTC),
			Save: func(_ context.Context, _ int64, day edtf.Date) error { saved = append(saved, day.String()); return nil },
			SaveAt: func(_ context.Context, _ int64, at time.Time) error {
				begun = append(begun, at)
				return nil
			}}, nil
	})
	reply, err = timed(d.request(http.MethodGet, "/x/1/move?from="+url.QueryEscape(from), nil))
	webtest.Has(t, "form with an hour", webtest.HTML(t, Files, r, reply, err), "25 ноября 2026 г., 10:00", `name="opens"`, `value="10:00"`)
	for hour, words := range map[string]string{"": "Укажите, во сколько начало", "25:00": "f-opens-error"} {
		reply, err = timed(d.request(http.MethodPost, "/x/1/move", url.Values{"day": {"26.11.2026"}, "opens": {hour}, "version": {"7"}, "from": {from}}))
		webtest.Has(t, hour, webtest.HTML(t, Files, r, reply, err), words, `value="26.11.2026"`)
	}
	reply, err = timed(d.request(http.MethodPost, "/x/1/move", url.Values{"day": {"26.11.2026"}, "opens": {"14.15"}, "version": {"7"}, "from": {from}}))
	if to, ok := reply.(web.Redirect); err != nil || !ok || to.To != "/calendar?day=2026-11-23&moved=x%3A1&view=month&was=2026-11-25T10%3A00" || len(begun) != 1 || !begun[0].Equal(time.Date(2026, 11, 26, 9, 15, 0, 0, time.UTC)) {
		t.Errorf("to another hour: %+v %v %v", reply, err, begun)
	}
	reply, err = timed(d.request(http.MethodPost, "/x/1/move", url.Values{"day": {"27.11.2026"}, "version": {"7"}, "from": {from}}))
	if to, ok := reply.(web.Redirect); err != nil || !ok || !strings.HasSuffix(to.To, "was=2026-11-25") || saved[len(saved)-1] != "2026-11-27" || len(begun) != 1 {
		t.Errorf("to another day alone: %+v %v", reply, err)
	}
	page := open(t, several(t)).get("moved=x:" + url.QueryEscape("Визит хора") + "&was=2026-11-11")
	webtest.Has(t, "moved", page, "Перенесено: Визит хора — с 11 ноября 2026 г. на 25 ноября 2026 г.", `action="/perm/office/x/1/move"`, `name="day" value="2026-11-11"`, "Вернуть")
	lacks(t, "moved back since", open(t, several(t)).get("moved=x:"+url.QueryEscape("Визит хора")+"&was=2026-11-25"), "Перенесено")
}
