package activity

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/db/dbtest"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/record"
)

func TestFiltersAndPages(t *testing.T) {
	dbtest.Each(t, subjects(), func(t *testing.T, d *db.DB) {
		s, ctx := testService(t, d), as(t.Context(), account.Head, "")
		put := func(name, kind, status, starts, ends, partner, theme string) string {
			a := made(t, name, kind, status, starts)
			a.Ends = day(t, ends)
			if partner != "" {
				a.Partners = []string{partner}
			}
			if theme != "" {
				a.Themes = []string{theme}
			}
			return add(t, s, ctx, a)
		}
		put("Города у воды", "project", Held, "2011-03", "2013-03", "oxford", "environment")
		put("Фестиваль", "event", Held, "2012", "", "duisburg", "music")
		put("Делегация", "visit_in", Planned, "2026-10-01", "", "duisburg", "")
		put("Форум", "conference", Confirmed, "2026-12", "", "", "business")
		put("Тюбинген ещё без даты", "project", Unknown, "", "", "", "")
		put("Заявка", "project", Refused, "2022-07-01", "2022-11-30", "", "")
		put("С начала века", "exchange", Held, "2001/..", "", "oxford", "youth")
		school := put("Обмен школ", "exchange", Held, "2004-03-10/", "", "", "")
		if _, err := s.AddParticipant(ctx, Participant{Activity: school, Text: i18n.NewText("ru", "Гимназия № 7"), Role: "host", Side: "ours"}); err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			name string
			f    Filter
			want string
		}{
			{"newest first, undated last", Filter{}, "Форум|Делегация|Заявка|Фестиваль|Города у воды|Обмен школ|С начала века|Тюбинген ещё без даты"},
			{"projects", Filter{Group: Projects}, "Заявка|Города у воды|Тюбинген ещё без даты"},
			{"no such group", Filter{Group: "x"}, ""},
			{"type", Filter{Type: "exchange"}, "Обмен школ|С начала века"},
			{"state", Filter{Status: Held}, "Фестиваль|Города у воды|Обмен школ|С начала века"},
			{"nobody said", Filter{Status: Unconfirmed}, "Делегация"},
			{"came to something", Filter{Done: true, Group: Projects}, "Города у воды|Тюбинген ещё без даты"},
			{"in the middle", Filter{Year: 2012}, "Фестиваль|Города у воды|С начала века"},
			{"a start does not last", Filter{Year: 2005}, "С начала века"},
			{"before", Filter{Year: 2000}, ""},
			{"began", Filter{Began: 2012}, "Фестиваль"},
			{"partner", Filter{Partner: "duisburg"}, "Делегация|Фестиваль"},
			{"theme", Filter{Theme: "music"}, "Фестиваль"},
			{"beginnings of words", Filter{Query: "гор ВОД"}, "Города у воды"},
			{"ё is е, one letter", Filter{Query: "ЕЩЕ б"}, "Тюбинген ещё без даты"},
			{"a participant's words", Filter{Query: "гимназия"}, "Обмен школ"},
			{"all words", Filter{Query: "гимназия воды"}, ""},
			{"signs alone", Filter{Query: "%_'"}, "Форум|Делегация|Заявка|Фестиваль|Города у воды|Обмен школ|С начала века|Тюбинген ещё без даты"},
		} {
			c.f.Limit = 100
			list, err := s.List(ctx, c.f)
			if err != nil {
				t.Fatalf("%s: %v", c.name, err)
			}
			if got := strings.Join(names(list), "|"); got != c.want {
				t.Errorf("%s: %s\nwant %s", c.name, got, c.want)
			}
			if n, err := s.Count(ctx, c.f, 100); err != nil || n != len(list) {
				t.Errorf("%s: counted %d of %d, %v", c.name, n, len(list), err)
			}
		}
		whole, err := s.List(ctx, Filter{Limit: 100})
		if err != nil {
			t.Fatal(err)
		}
		var paged []string
		f := Filter{Limit: 3}
		for {
			page, err := s.List(ctx, f)
			if err != nil {
				t.Fatal(err)
			}
			paged = append(paged, names(page)...)
			if len(page) < 3 {
				break
			}
			f.After = page[2].Key()
		}
		if !slices.Equal(paged, names(whole)) {
			t.Errorf("page by page %v, at once %v", paged, names(whole))
		}
		if title, id, err := alike(ctx, s.DB, &Activity{Name: i18n.NewText("ru", "ФЕСТИВАЛЬ"), Starts: day(t, "2012-05")}); err != nil || title != "Фестиваль" || id == "" {
			t.Errorf("alike: %q %q %v", title, id, err)
		}
		if _, id, err := alike(ctx, s.DB, &Activity{Name: i18n.NewText("ru", "Фестиваль"), Starts: day(t, "2013")}); err != nil || id != "" {
			t.Errorf("another year is another festival: %q %v", id, err)
		}
	})
}

func TestContacts(t *testing.T) {
	dbtest.Each(t, subjects(), func(t *testing.T, d *db.DB) {
		s, ctx := testService(t, d), as(t.Context(), account.Head, "")
		put := func(name, status, starts string, v record.Visibility, partners ...string) {
			a := made(t, name, "event", status, starts)
			a.Partners, a.Visibility = partners, v
			add(t, s, ctx, a)
		}
		put("old", Held, "2017-09-07", record.Public, "duisburg", "oxford")
		put("new", Held, "2019-10-02/2019-10-05", record.Department, "duisburg")
		put("cancelled", Cancelled, "2024", record.Public, "duisburg")
		put("undated", Held, "", record.Public, "oxford")
		put("far", Planned, "2027-05", record.Public, "duisburg")
		put("near", Confirmed, "2026-12-01", record.Department, "duisburg")
		put("this year", Planned, "2026", record.Public, "duisburg", "oxford")
		put("silent", Planned, "2026-10", record.Public, "oxford")
		for _, c := range []struct {
			who        string
			ctx        context.Context
			last, next map[string]string
		}{
			{"head", ctx, map[string]string{"duisburg": "2019-10-02/2019-10-05", "oxford": "2017-09-07"}, map[string]string{"duisburg": "near", "oxford": "this year"}},
			{"public", t.Context(), map[string]string{"duisburg": "2017-09-07", "oxford": "2017-09-07"}, map[string]string{"duisburg": "far", "oxford": "this year"}},
		} {
			last, err := s.LastContacts(c.ctx)
			if err != nil {
				t.Fatal(err)
			}
			next, err := s.NextActivities(c.ctx)
			if err != nil {
				t.Fatal(err)
			}
			gotLast, gotNext := map[string]string{}, map[string]string{}
			for k, v := range last {
				gotLast[k] = v.String()
			}
			for k, v := range next {
				gotNext[k] = v.Name.Get("ru")
			}
			dates, err := s.NextEvents(c.ctx)
			if err != nil || dates["oxford"].String() != "2026" {
				t.Errorf("%s: %v %v", c.who, dates, err)
			}
			if fmt.Sprint(gotLast) != fmt.Sprint(c.last) || fmt.Sprint(gotNext) != fmt.Sprint(c.next) {
				t.Errorf("%s: last %v next %v, want %v and %v", c.who, gotLast, gotNext, c.last, c.next)
			}
		}
	})
}
