package agreement

import (
	"slices"
	"testing"

	"pobratim/internal/domain/contact"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

func TestAddChangeBin(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		city := h.partner("Дуйсбург", "Duisburg", "DE")
		ctx := h.as(account.Coordinator, "")
		source := record.Source{Title: "Städtepartnerschaftsvertrag", Kind: record.SourceDocument}
		id, err := h.Add(ctx, Agreement{Partner: "duisburg", Type: "sister", Title: i18n.NewText("de", "Städtepartnerschaftsvertrag"),
			Signed: day(t, "2007-10-15"), Languages: []string{"ru", "de"}}, keep.Cite{Field: "signed", Source: source})
		if err != nil {
			t.Fatal(err)
		}
		a, err := h.Agreement(ctx, id)
		if err != nil || a.Partner != city || a.Level != "city" || a.Version != 1 || a.Visibility != record.Department || !slices.Equal(a.Languages, []string{"ru", "de"}) {
			t.Fatalf("read back %+v, %v", a, err)
		}
		facts, err := h.papers.Facts(ctx, id)
		if used, ok := facts.Used("signed"); err != nil || !ok || used.Source.Title != source.Title || used.Value != "2007-10-15" {
			t.Errorf("source of the date: %+v, %v", facts, err)
		}
		changed := a
		changed.Place = i18n.NewText("ru", "Висбаден")
		if err := h.Change(ctx, changed); err != nil {
			t.Fatal(err)
		}
		if err := h.Change(ctx, changed); errs.KindOf(err) != errs.Stale {
			t.Errorf("second save of version 1: %v, want stale", err)
		}
		if err := h.papers.PutAway(ctx, id); err != nil {
			t.Fatal(err)
		}
		if _, err := h.Agreement(ctx, id); errs.KindOf(err) != errs.NotFound {
			t.Errorf("binned paper: %v", err)
		}
		if err := h.papers.Restore(ctx, id); err != nil {
			t.Fatal(err)
		}
		if a, err = h.Agreement(ctx, id); err != nil || a.Place.Get("ru") != "Висбаден" {
			t.Errorf("restored %+v, %v", a, err)
		}
		if left, err := h.floor.Log.Verify(ctx); err != nil || len(left) > 0 {
			t.Errorf("history: %v, %v", left, err)
		}
	})
}

func TestRefused(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		duisburg, joensuu := h.partner("Дуйсбург", "Duisburg", "DE"), h.partner("Йоэнсуу", "Joensuu", "FI")
		first := h.paper(Agreement{Partner: duisburg, Signed: day(t, "2007-10-15")})
		second := h.paper(Agreement{Partner: duisburg, Signed: day(t, "2017"), Renews: first})
		ctx := h.as(account.Coordinator, "")
		title := i18n.NewText("ru", "Протокол")
		for _, tt := range []struct {
			name       string
			paper      Agreement
			field, key string
		}{
			{"no partner", Agreement{Type: "protocol", Title: title}, "partner", "form.choice"},
			{"unknown partner", Agreement{Partner: "nowhere", Type: "protocol", Title: title}, "partner", "form.choice"},
			{"no title", Agreement{Partner: duisburg, Type: "protocol"}, "title", "agreement.title.empty"},
			{"unknown type", Agreement{Partner: duisburg, Type: "poem", Title: title}, "type", "agreement.type.empty"},
			{"another city's paper", Agreement{Partner: joensuu, Type: "renewal", Title: title, Renews: first}, "renews", "agreement.renews.partner"},
			{"unknown paper", Agreement{Partner: duisburg, Type: "renewal", Title: title, Renews: "gone"}, "renews", "form.choice"},
			{"signed ahead", Agreement{Partner: duisburg, Type: "renewal", Title: title, Signed: day(t, "2027-01")}, "signed", "agreement.signed.future"},
			{"ended before it began", Agreement{Partner: duisburg, Type: "renewal", Title: title, Signed: day(t, "2010"), Ended: day(t, "2009")}, "ended", "date.order"},
			{"ended after its term", Agreement{Partner: duisburg, Type: "renewal", Title: title, Until: day(t, "2020-06-30"), Ended: day(t, "2020-07-01")}, "ended", "agreement.ended.late"},
			{"ended before it was signed", Agreement{Partner: duisburg, Type: "renewal", Title: title, Planned: true, Ended: day(t, "2026-11-01")}, "ended", "agreement.ended.planned"},
			{"ended by somebody, nobody knows when", Agreement{Partner: duisburg, Type: "renewal", Title: title, EndedBy: "theirs"}, "ended", "agreement.ended.empty"},
			{"ended for a reason, nobody knows when", Agreement{Partner: duisburg, Type: "renewal", Title: title, EndedWhy: title}, "ended", "agreement.ended.empty"},
			{"ended by a stranger", Agreement{Partner: duisburg, Type: "renewal", Title: title, Ended: day(t, "2020"), EndedBy: "x"}, "ended_by", "form.choice"},
			{"ends before it begins", Agreement{Partner: duisburg, Type: "renewal", Title: title, From: day(t, "2010"), Until: day(t, "2009")}, "until", "date.order"},
		} {
			_, err := h.Add(ctx, tt.paper)
			if e := at(err, tt.field); e == nil || e.Key != tt.key {
				t.Errorf("%s: %v, want %s at %s", tt.name, err, tt.key, tt.field)
			}
		}
		for name, renews := range map[string]string{"itself": first, "a circle": second} {
			a, err := h.Agreement(ctx, first)
			if err != nil {
				t.Fatal(err)
			}
			a.Renews = renews
			if e := at(h.Change(ctx, a), "renews"); e == nil || e.Key != "agreement.renews.circle" {
				t.Errorf("%s was accepted", name)
			}
		}
		if found, err := h.circles(ctx); err != nil || len(found) > 0 {
			t.Errorf("circles: %v, %v", found, err)
		}
	})
}

// at is the error at a field, whether it came alone or with others.
func at(err error, field string) *errs.E {
	return errs.FieldsOf(err).Of(field)
}

// What the rule in Go lets through, the rule in SQL lists, and nothing else.
func TestVisibility(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		city := h.partner("Дуйсбург", "Duisburg", "DE")
		theirs, err := h.contacts.AddOrganisation(h.system(), contact.Organisation{Meta: keep.Meta{Visibility: record.Public}, Name: i18n.NewText("de", "Stadt Duisburg"), Type: "municipal", Side: "theirs", Partner: city})
		if err != nil {
			t.Fatal(err)
		}
		ids := map[string]record.Visibility{}
		for _, v := range record.Visibilities() {
			ids[h.paper(Agreement{Meta: keep.Meta{Visibility: v}, Partner: city, Title: i18n.NewText("ru", string(v))})] = v
		}
		for _, tt := range []struct {
			role account.Role
			own  string
			want int
		}{{account.Coordinator, "", 4}, {account.Branch, "", 3}, {account.Guest, theirs, 2}, {account.Guest, "other", 1}, {account.Anyone, "", 1}, {account.Auditor, "", 1}} {
			ctx := h.as(tt.role, tt.own)
			listed, err := h.Agreements(ctx, Filter{})
			if err != nil || len(listed) != tt.want {
				t.Errorf("%s %q lists %d, %v; want %d", tt.role, tt.own, len(listed), err, tt.want)
			}
			for id, v := range ids {
				_, err := h.Agreement(ctx, id)
				inList := slices.ContainsFunc(listed, func(a Agreement) bool { return a.ID == id })
				if inList != (err == nil) {
					t.Errorf("%s %q: %s listed %t, read %v", tt.role, tt.own, v, inList, err)
				}
			}
		}
		if _, err := h.Add(h.as(account.Branch, ""), Agreement{Partner: city}); errs.KindOf(err) != errs.Forbidden {
			t.Errorf("branch adds: %v", err)
		}
		if _, err := h.AddSignatory(h.as(account.Anyone, ""), Signatory{}); errs.KindOf(err) != errs.Unauthenticated {
			t.Errorf("the public signs: %v", err)
		}
		a := Agreement{Meta: keep.Meta{Visibility: record.Public}, Partner: city, Type: "other", Title: i18n.NewText("ru", "Открыть")}
		if _, err := h.Add(h.as(account.Coordinator, ""), a); at(err, "visibility") == nil {
			t.Errorf("published without the permission: %v", err)
		}
	})
}

func TestPaging(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		city := h.partner("Йоэнсуу", "Joensuu", "FI")
		want := map[string]bool{}
		for _, signed := range []string{"1994", "1998", "2002", "2007", "2007", ""} {
			var d edtf.Date
			if signed != "" {
				d = day(t, signed)
			}
			want[h.paper(Agreement{Partner: city, Signed: d})] = true
		}
		f := Filter{Partner: city, Limit: 2}
		last := "9999"
		for range 10 {
			page, err := h.Agreements(h.system(), f)
			if err != nil {
				t.Fatal(err)
			}
			if len(page) == 0 {
				break
			}
			for _, a := range page {
				if a.Signed.Sort() > last || !want[a.ID] {
					t.Errorf("%s after %s, new %t", a.Signed, last, want[a.ID])
				}
				last = a.Signed.Sort()
				delete(want, a.ID)
				f.After = Key{a.Signed.Sort(), a.ID}
			}
		}
		if len(want) > 0 {
			t.Errorf("%d papers were never listed", len(want))
		}
		if rows, err := h.listing(h.system(), "ru"); err != nil || len(rows.([]listingRow)) != 6 {
			t.Errorf("listing: %v, %v", rows, err)
		}
	})
}

func TestSignatories(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		city := h.partner("Дуйсбург", "Duisburg", "DE")
		id := h.paper(Agreement{Partner: city, Signed: day(t, "2007-10-15"), Title: i18n.NewText("ru", "Соглашение")})
		person, err := h.contacts.AddPerson(h.system(), contact.Person{Name: "Adolf Sauerland", Cyrillic: "Адольф Зауэрланд"})
		if err != nil {
			t.Fatal(err)
		}
		ctx := h.as(account.Coordinator, "")
		for _, tt := range []struct {
			one        Signatory
			field, key string
		}{
			{Signatory{Agreement: id, Side: "ours"}, "name", "agreement.signatory.name.empty"},
			{Signatory{Agreement: id, Side: "left", Name: "X"}, "side", "form.choice"},
			{Signatory{Agreement: id, Side: "theirs", Person: "nobody"}, "person", "form.choice"},
		} {
			_, err := h.AddSignatory(ctx, tt.one)
			if e := at(err, tt.field); e == nil || e.Key != tt.key {
				t.Errorf("%+v: %v", tt.one, err)
			}
		}
		one, err := h.AddSignatory(ctx, Signatory{Agreement: id, Side: "theirs", Person: person, Post: i18n.NewText("de", "Oberbürgermeister")})
		if err != nil {
			t.Fatal(err)
		}
		all, err := h.Signatories(ctx, id)
		if err != nil || len(all) != 1 || all[0].Name != "Adolf Sauerland" {
			t.Fatalf("signatories %+v, %v", all, err)
		}
		scene := h.scene("ru", "/")
		found, err := h.moments(ctx, scene, record.Ref{Kind: "person", ID: person})
		if err != nil || len(found) != 1 || found[0].Text != "Соглашение" {
			t.Errorf("on the person's page: %+v, %v", found, err)
		}
		other := h.paper(Agreement{Partner: city, Title: i18n.NewText("ru", "Другое")})
		if err := h.RemoveSignatory(ctx, other, one); errs.KindOf(err) != errs.NotFound {
			t.Errorf("removed through another paper: %v", err)
		}
		if err := h.RemoveSignatory(ctx, id, one); err != nil {
			t.Fatal(err)
		}
		if all, _ := h.Signatories(ctx, id); len(all) != 0 {
			t.Errorf("still there: %+v", all)
		}
		history, err := h.floor.Log.Of(ctx, record.Ref{Kind: Kind, ID: id}, "")
		if err != nil || len(history) != 3 {
			t.Errorf("history has %d entries, %v; want 3", len(history), err)
		}
	})
}

func TestCards(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		city := h.partner("Йоэнсуу", "Joensuu", "FI")
		old := h.paper(Agreement{Partner: city, Signed: day(t, "1994"), Until: day(t, "1998")})
		h.paper(Agreement{Partner: city, Signed: day(t, "1998"), Renews: old, Until: day(t, "2002")}) // lapsed
		h.paper(Agreement{Partner: city, Signed: day(t, "2017"), Until: day(t, "2027-10-15")})        // ends soon
		h.paper(Agreement{Partner: city, Signed: day(t, "2017"), Until: day(t, "2028-10-15")})        // far
		h.paper(Agreement{Partner: city, Signed: day(t, "2025-05"), Planned: true})                   // was it signed?
		h.paper(Agreement{Partner: city, Signed: day(t, "2027-05"), Planned: true})                   // ahead
		h.paper(Agreement{Partner: city, Signed: day(t, "2001")})                                     // no term
		cards, err := h.cards(h.as(account.Coordinator, ""), h.scene("ru", "/"))
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]module.Band{}
		for _, c := range cards {
			got[c.When.String()] = c.Band
		}
		want := map[string]module.Band{"2002": module.WaitingForMe, "2025-05": module.WaitingForMe}
		if len(got) != len(want) || len(cards) != 2 {
			t.Errorf("cards %+v", cards)
		}
		for when, band := range want {
			if b, ok := got[when]; !ok || b != band {
				t.Errorf("%s: band %v %t, want %v", when, b, ok, band)
			}
		}
		entries, err := h.agenda(h.as(account.Coordinator, ""), h.scene("ru", "/"), day(t, "2027-05-01"), day(t, "2027-10-15"))
		if err != nil || len(entries) != 2 || entries[0].Name != "until" && entries[1].Name != "until" {
			t.Errorf("agenda: %+v %v", entries, err)
		}
		if entries, err = h.agenda(h.as(account.Coordinator, ""), h.scene("ru", "/"), day(t, "2026-11-22"), day(t, "2026-12-22")); err != nil || len(entries) != 0 {
			t.Errorf("agenda of a month without dates: %+v %v", entries, err)
		}
		if entries, err = h.agenda(h.as(account.Auditor, ""), h.scene("ru", "/"), day(t, "2027"), day(t, "2027")); err != nil || len(entries) != 0 {
			t.Errorf("agenda of a viewer of public records only: %+v %v", entries, err)
		}
		if cards, err := h.cards(h.as(account.Auditor, ""), h.scene("ru", "/")); err != nil || len(cards) != 0 {
			t.Errorf("a viewer of public records only gets %+v, %v", cards, err)
		}
	})
}
