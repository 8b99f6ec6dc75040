package visit

import (
	"context"
	"net/url"
	"strings"
	"testing"

	"pobratim/internal/domain/visit/gate"
	"pobratim/internal/kit/errs"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/keep/keeptest"
)

// TestGate: no list goes abroad before the class of the country, the notice, the
// fields and the reason are there; then it goes with these fields and no others.
func TestGate(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		ctx := keeptest.As(t, account.Head)
		o.begun(t)
		id := o.joined(t, Member{Latin: "Anna Beispiel", Post: "Bürgermeisterin", Arrives: date("2026-12-01"), ArrivesAt: "09:15"})
		o.joined(t, Member{Latin: "Max Muster", State: declined})
		if err := o.Seal(ctx, id, map[string]string{Passport: canary}); err != nil {
			t.Fatal(err)
		}
		scene := desk(t).Scene("ru", "/")
		list := Handed{Fields: []string{"latin", Passport}, Recipient: "Ратуша", Country: "DE", Format: "xlsx"}
		closed := func(ctx context.Context, h Handed, want errs.Kind) {
			t.Helper()
			if body, err := o.List(ctx, scene, "guests", h); errs.KindOf(err) != want || len(body) > 0 {
				t.Errorf("%+v: %d bytes, %v", h, len(body), err)
			}
		}
		closed(ctx, list, errs.Conflict)
		if _, err := o.Cleared(ctx, "guests", "DE"); errs.KindOf(err) != errs.Conflict {
			t.Errorf("cleared: %v", err)
		}
		wish := gate.Transfer{Activity: "guests", Country: "DE", Recipient: "Ратуша", Fields: []string{"latin"}, Reason: "для пропусков"}
		refuse := func(field, key string) {
			t.Helper()
			if _, err := o.Clear(ctx, wish); fieldsOf(err)[field] != key {
				t.Errorf("%+v: %v, want %s at %s", wish, err, key, field)
			}
		}
		refuse("country", "visit.gate.unknown")
		if err := o.SetCountry(ctx, gate.Country{Code: "DE", Class: gate.Lacking}); fieldsOf(err)["source"] != "visit.country.source.empty" {
			t.Errorf("a class without a source: %v", err)
		}
		if err := o.SetCountry(ctx, gate.Country{Code: "DE", Class: gate.Lacking, Source: "пример перечня", AsOf: date("2026-11-01")}); err != nil {
			t.Fatal(err)
		}
		refuse("country", "visit.gate.notice")
		set := func(notice, on string) {
			t.Helper()
			now, err := o.Settings(ctx)
			if err != nil {
				t.Fatal(err)
			}
			now.Notice, now.NoticeOn = notice, date(on)
			if err := o.Set(ctx, now); err != nil {
				t.Fatal(err)
			}
		}
		set("77-1", "2026-11-20")
		refuse("country", "visit.gate.wait")
		set("77-1", "2026-11-02")
		wish.Reason = ""
		refuse("reason", "visit.gate.reason.empty")
		wish.Reason, wish.Fields = "для пропусков", nil
		refuse("fields", "visit.gate.fields.empty")
		wish.Fields = []string{"salary"}
		refuse("fields", "form.choice")
		wish.Fields = []string{"latin"}
		if _, err := o.Clear(keeptest.As(t, account.Auditor), wish); errs.KindOf(err) != errs.Forbidden {
			t.Errorf("an auditor decides: %v", err)
		}
		if none, err := o.Transfers(ctx, gate.Filter{Limit: 10}); err != nil || len(none) != 0 {
			t.Errorf("%+v %v", none, err)
		}
		made, err := o.Clear(ctx, wish)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := o.Cleared(ctx, "guests", "DE"); err != nil || got.ID != made || got.People != 1 || got.Class != gate.Lacking || got.Notice != "77-1" {
			t.Errorf("%+v %v", got, err)
		}
		closed(ctx, list, errs.Conflict) // with the passport, which was not let go
		list.Fields = []string{"latin"}
		if body, err := o.List(ctx, scene, "guests", list); err != nil || len(body) == 0 {
			t.Errorf("%d bytes, %v", len(body), err)
		}
		list.Country = "CN"
		closed(ctx, list, errs.Conflict) // another country
		// Within our own country nothing has to be decided; what is sealed is opened
		// with a line in the history, by those who may.
		list.Country, list.Fields = "RU", []string{"latin", Passport}
		closed(keeptest.As(t, account.Auditor), list, errs.Forbidden)
		if body, err := o.List(ctx, scene, "guests", list); err != nil || len(body) == 0 {
			t.Errorf("at home: %d bytes, %v", len(body), err)
		}
		m, err := o.members.Get(ctx, id)
		if err != nil {
			t.Fatal(err)
		}
		history, err := o.Log.Of(ctx, m.Ref(), "")
		if err != nil || history[0].Action != audit.Opened {
			t.Errorf("%+v %v", history, err)
		}
	})
}

// TestGatePages walks the same as the office does.
func TestGatePages(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		ctx := keeptest.As(t, account.Head)
		o.begun(t)
		o.joined(t, Member{Latin: "Anna Beispiel", Role: roleHead})
		has(t, o.shown(t, ctx, "/visits/guests/list"), "Германия — о защите данных не известно", "Россия (своя страна)", "10 рабочих дней", "Номер и дата уведомления пока не внесены", "Номер паспорта")
		has(t, o.shown(t, keeptest.As(t, account.Coordinator), "/visits/guests/list"), "Номер паспорта")
		abroad := url.Values{"country": {"DE"}, "recipient": {"Ратуша"}, "fields": {"latin", "post"}, "reason": {"пропуска"}, "format": {"docx"}}
		has(t, o.sent(t, ctx, "/visits/guests/list", abroad), "О защите данных в этой стране ничего не внесено", `value="Ратуша"`, "пропуска")
		has(t, o.sent(t, ctx, "/visit-settings/DE", url.Values{"class": {"adequate"}}), "Напишите, откуда это известно", "Напишите, на какой день")
		has(t, o.sent(t, ctx, "/visit-settings/DE", url.Values{"class": {"adequate"}, "source": {"перечень"}, "as_of": {"01.11.2026"}}), "→ /visit-settings")
		has(t, o.sent(t, ctx, "/visit-settings", url.Values{"version": {"1"}, "keep_days": {"14"}, "notice": {"77-1"}, "notice_on": {"ноябрь 2026"}}), "В дате не хватает дня", `value="77-1"`)
		has(t, o.sent(t, ctx, "/visit-settings", url.Values{"version": {"1"}, "keep_days": {"14"}, "notice": {"77-1"}, "notice_on": {"02.11.2026"}}), "→ /visit-settings")
		has(t, o.shown(t, ctx, "/visit-settings"), "защита адекватная", "о защите данных не известно", `value="14"`)
		to := strings.TrimPrefix(o.sent(t, ctx, "/visits/guests/list", abroad), "→ ")
		has(t, o.shown(t, ctx, to), "№ 77-1 от 2 ноября 2026", "защита адекватная · перечень", "Должность", "пропуска", to+"/file/docx")
		has(t, o.shown(t, keeptest.As(t, account.Auditor), to), "Ратуша", "but not", "/file/")
		has(t, o.shown(t, keeptest.As(t, account.Auditor), "/transfers"), "Ратуша", "Германия", "Приём гостей")
		if _, err := o.ask(t, ctx, "GET", to+"/file/docx", nil); err != nil {
			t.Error(err)
		}
		if _, err := o.ask(t, ctx, "GET", to+"/file/exe", nil); errs.KindOf(err) != errs.NotFound {
			t.Errorf("an unknown format: %v", err)
		}
		has(t, o.sent(t, ctx, "/visits/guests/list", url.Values{"country": {"RU"}, "format": {"xlsx"}}), "Отметьте хотя бы одно поле")
		has(t, o.sent(t, ctx, "/visits/guests/list", url.Values{"country": {"RU"}, "fields": {"latin"}, "format": {"xlsx"}}), "file Список делегации. Приём гостей.xlsx")
	})
}
