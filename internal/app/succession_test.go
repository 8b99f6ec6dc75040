package app

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"pobratim/internal/domain/note"
	"pobratim/internal/domain/partner"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/file"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/record"
)

// TestBecamePartner lets a possible partner become the partner of the same city,
// looks that nothing of it is lost, and takes it back.
func TestBecamePartner(t *testing.T) {
	eachFresh(t, func(t *testing.T, s *stage) {
		c := s.city(t, "perm")
		ctx := asProgram(t.Context())
		head := demoEmail("head")
		for _, role := range []account.Role{account.Head, account.Editor, account.Guest} {
			s.signIn(t, "perm", demoEmail(role))
		}
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		on, err := edtf.Parse("2006-05")
		must(err)
		was, err := c.Partners.AddProspect(ctx, partner.Prospect{Name: i18n.NewText("ru", "Дуйсбург"), Country: "DE", Stage: "talks", On: on, Detail: i18n.NewText("ru", "Письмо о намерениях отправлено")},
			keep.Cite{Field: "stage", Source: record.Source{Title: "Протокол встречи", Kind: record.SourceDocument}})
		must(err)
		about := record.Ref{Kind: partner.ProspectKind, ID: was}
		_, err = c.Notes.Add(ctx, note.Note{Type: "fact", Title: i18n.NewText("ru", "Как писали первое письмо"), About: []string{about.String()}})
		must(err)
		_, err = c.files.Attach(ctx, about, file.Upload{Name: "намерения.txt", Body: strings.NewReader("Намерения\n"), Details: file.Details{Visibility: "department"}})
		must(err)
		start := dump(t, c)

		page, dossier := "/perm/office/prospects/"+was, "/perm/office/partners/duisburg"
		over := "/perm/office/become/prospect/" + was + "/duisburg"
		if a := s.get(head, page); !strings.Contains(a.body, over) {
			t.Error("the prospect does not lead to handing over")
		}
		if a := s.get(head, dossier); !strings.Contains(a.body, over) {
			t.Error("the dossier says nothing of the prospect")
		}
		for _, role := range []account.Role{account.Editor, account.Guest} {
			if a := s.get(demoEmail(role), over); a.status != http.StatusNotFound {
				t.Errorf("%s opens the page: %d", role, a.status)
			}
			if a := s.post(demoEmail(role), over, url.Values{"version": {"1"}}); a.status == http.StatusSeeOther {
				t.Errorf("%s hands over", role)
			}
		}
		a := s.get(head, over)
		for _, want := range []string{"переговоры", "Письмо о намерениях отправлено", "1 файл", "1 связь", "1 сведение"} {
			if !strings.Contains(a.body, want) {
				t.Errorf("the preview says nothing of %q", want)
			}
		}
		if a := s.post(head, over, url.Values{"version": {"9"}}); a.status != http.StatusConflict {
			t.Errorf("handed over at a version that nobody looked at: %d", a.status)
		}
		for range 2 { // the button may be pressed twice
			if a := s.post(head, over, url.Values{"version": {"1"}}); a.status != http.StatusSeeOther || !strings.HasPrefix(a.to(), "/perm/office/partners/") {
				t.Fatalf("handing over answers %d %s", a.status, a.to())
			}
		}
		a = s.get(head, dossier)
		for _, want := range []string{"Стадия до партнёрства", "переговоры", "Протокол встречи", "Письмо о намерениях отправлено", "Как писали первое письмо", "намерения.txt", "Объединённые записи"} {
			if !strings.Contains(strings.ReplaceAll(a.body, "\u00a0", " "), want) {
				t.Errorf("the dossier says nothing of %q", want)
			}
		}
		if strings.Contains(a.body, over) {
			t.Error("the dossier still offers to take over")
		}
		if a := s.get(head, page); a.status != http.StatusFound || !strings.HasPrefix(a.to(), "/perm/office/partners/") {
			t.Errorf("the old address answers %d %s", a.status, a.to())
		}
		if a := s.get(head, "/perm/office/history/prospect/"+was); a.status != http.StatusOK || !strings.Contains(a.body, "Дуйсбург") {
			t.Errorf("the history of the prospect: %d", a.status)
		}
		if problems, err := c.check(ctx); err != nil || len(problems) > 0 {
			t.Errorf("after handing over: %v %v", problems, err)
		}
		all, err := c.duplicates.Merges(ctx, 100)
		must(err)
		for _, m := range all {
			if m.Loser == was {
				must(c.duplicates.Undo(ctx, m.ID))
			}
		}
		compareDumps(t, "undone", start, dump(t, c))
		if problems, err := c.check(ctx); err != nil || len(problems) > 0 {
			t.Errorf("undone: %v %v", problems, err)
		}
		if _, err := c.duplicates.Succeed(ctx, partner.Kind, "duisburg", was, 1); err == nil {
			t.Error("a partner became a prospect")
		}
	})
}

// TestStartFromProspect wants the form of a new partner filled in from the
// possible one.
func TestStartFromProspect(t *testing.T) {
	eachFresh(t, func(t *testing.T, s *stage) {
		c := s.city(t, "perm")
		s.signIn(t, "perm", demoEmail("head"))
		was, err := c.Partners.AddProspect(asProgram(t.Context()), partner.Prospect{Name: i18n.NewText("ru", "Хювинкяа"), Country: "FI", Stage: "idea"})
		if err != nil {
			t.Fatal(err)
		}
		a := s.get(demoEmail("head"), "/perm/office/prospects/"+was)
		if !strings.Contains(a.body, "/partners/new?prospect="+was) {
			t.Error("the prospect does not lead to the form of a partner")
		}
		if a := s.get(demoEmail("head"), "/perm/office/partners/new?prospect="+was); !strings.Contains(a.body, `value="Хювинкяа"`) {
			t.Error("the form of a partner does not know its name")
		}
	})
}
