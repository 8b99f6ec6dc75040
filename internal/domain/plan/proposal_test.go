package plan

import (
	"context"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/web"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/keep/keeptest"
)

// guest is somebody from outside who belongs to an organisation.
func guest(t *testing.T, organisation string) context.Context {
	t.Helper()
	return account.With(audit.WithActor(t.Context(), audit.Actor{ID: "g"}), account.Viewer{UserID: "g", Name: "Гость", Roles: []account.Role{account.Guest}, Organisation: organisation})
}

func TestProposals(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		head, p, ngo := as(t, account.Head), begun(t, s), guest(t, "org")
		dance := Proposal{Plan: p.ID, Title: keeptest.Text("Танцы"), When: keeptest.Date("XXXX-05")}
		if _, err := s.Propose(ngo, dance); wrong(err) != "plan proposal.late" {
			t.Errorf("before the collection: %v", err)
		}
		if err := s.Set(head, p.ID, 1, Collecting); err != nil {
			t.Fatal(err)
		}
		id, err := s.Propose(ngo, dance)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Propose(guest(t, ""), dance); errs.KindOf(err) != errs.Conflict {
			t.Errorf("from nowhere: %v", err)
		}
		if _, err := s.Propose(ngo, Proposal{Plan: p.ID, Title: keeptest.Text("Поздно"), When: keeptest.Date("2028-05")}); wrong(err) != "when planline.when.year" {
			t.Errorf("another year: %v", err)
		}
		is, err := s.Proposal(ngo, id)
		if err != nil || is.Organisation != "org" || is.State != Open || is.When != keeptest.Date("2027-05") || is.Given != keeptest.Date("2026-11-22") {
			t.Fatalf("%+v %v", is, err)
		}
		// Somebody else from outside sees nothing of it, and no plan.
		if _, err := s.Proposal(guest(t, "other"), id); errs.KindOf(err) != errs.NotFound {
			t.Errorf("a stranger: %v", err)
		}
		if list, err := s.Proposals(guest(t, "other"), ""); err != nil || len(list) != 0 {
			t.Errorf("a stranger: %+v %v", list, err)
		}
		if err := s.Answer(ngo, id, 1, true, ""); errs.KindOf(err) != errs.Forbidden {
			t.Errorf("answered by who proposed it: %v", err)
		}
		page := plain(shown(t, s, ngo, "/proposals"))
		if !strings.Contains(page, "до 15 декабря 2026 г. включительно") || !strings.Contains(page, "Танцы") {
			t.Errorf("%s", page)
		}
		// The department declines with a reason only.
		reply, err := ask(t, s, head, http.MethodPost, "/proposals/"+id+"/answer", url.Values{"version": {"1"}, "do": {"decline"}, "answer": {" "}})
		if page, ok := reply.(web.Page); err != nil || !ok || page.Status != http.StatusUnprocessableEntity {
			t.Errorf("%+v %v", reply, err)
		}
		second, err := s.Propose(ngo, Proposal{Plan: p.ID, Title: keeptest.Text("Второе")})
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Answer(head, second, 1, false, "Нет зала"); err != nil {
			t.Fatal(err)
		}
		if page := plain(shown(t, s, ngo, "/proposals/"+second)); !strings.Contains(page, "Нет зала") || strings.Contains(page, "Ответить") {
			t.Errorf("%s", page)
		}
		if _, err := ask(t, s, head, http.MethodPost, "/proposals/"+id+"/answer", url.Values{"version": {"1"}, "do": {"accept"}}); err != nil {
			t.Fatal(err)
		}
		is, err = s.Proposal(ngo, id)
		if err != nil || is.State != Accepted {
			t.Fatalf("%+v %v", is, err)
		}
		if err := s.Answer(head, id, 2, true, ""); errs.KindOf(err) != errs.Conflict {
			t.Errorf("answered twice: %v", err)
		}
		if err := s.proposals.Change(ngo, is); errs.KindOf(err) != errs.Conflict {
			t.Errorf("changed after the answer: %v", err)
		}
		// The day after the last one nothing more is taken.
		s.deps.Clock = clock.Fixed(keeptest.Now().Add(24 * 24 * time.Hour))
		if _, err := s.Propose(ngo, dance); wrong(err) != "plan proposal.late" {
			t.Errorf("the day after: %v", err)
		}
	})
}

func TestAcceptedProposal(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		head, p, ngo := as(t, account.Head), begun(t, s), guest(t, "org")
		if err := s.Set(head, p.ID, 1, Collecting); err != nil {
			t.Fatal(err)
		}
		made := map[string]string{}
		for _, title := range []string{"Танцы", "Хор", "Ждёт"} {
			id, err := s.Propose(ngo, Proposal{Plan: p.ID, Title: keeptest.Text(title), When: keeptest.Date("XXXX-05"), Text: keeptest.Text("Нужен зал")})
			if err != nil {
				t.Fatal(err)
			}
			made[title] = id
		}
		if err := s.Answer(head, made["Танцы"], 1, true, "Спасибо"); err != nil {
			t.Fatal(err)
		}
		if err := s.Answer(head, made["Хор"], 1, false, "Нет зала"); err != nil {
			t.Fatal(err)
		}
		// Accepted is a candidate with its proposer; what waits or was declined is none.
		proposed := func(ctx context.Context) []Found {
			t.Helper()
			all, err := s.Found(ctx, "ru", 2027, 2028)
			if err != nil {
				t.Fatal(err)
			}
			return slices.DeleteFunc(all, func(f Found) bool { return f.Reason != Proposed })
		}
		of := Found{Year: 2027, Reason: Proposed, Title: "Танцы", Origin: "proposal:" + made["Танцы"], When: "2027-05", Since: "2026-11-22", Proposer: "Клуб дружбы", Checked: true}
		if got := proposed(head); len(got) != 1 || !reflect.DeepEqual(got[0], of) {
			t.Fatalf("%+v", got)
		}
		keeptest.Wants(t, plain(shown(t, s, head, "/plans/"+p.ID+"/collect")), []string{"Принятые предложения", "предлагает Клуб дружбы, 22 ноября 2026", "так предложено"}, "Хор", "Ждёт")
		keeptest.Wants(t, plain(shown(t, s, ngo, "/proposals/"+made["Танцы"])), []string{"теперь его можно взять в план", "Спасибо"}, "Собрать план")
		keeptest.Wants(t, plain(shown(t, s, head, "/proposals/"+made["Танцы"])), []string{"Собрать план"})
		// Taken like any other, it is no candidate, until its line goes.
		if n, err := s.Take(head, p.ID, []string{"proposal proposal:" + made["Танцы"] + " "}); err != nil || n != 1 {
			t.Fatal(n, err)
		}
		lines, err := s.Lines(head, Filter{Plan: p.ID})
		if err != nil || len(lines) != 1 || lines[0].Reason != Proposed || lines[0].Origin != of.Origin || lines[0].When != keeptest.Date("2027-05") || lines[0].Note.Get("ru") != "Нужен зал" {
			t.Fatalf("%+v %v", lines, err)
		}
		if got := proposed(head); len(got) != 0 {
			t.Errorf("offered twice: %+v", got)
		}
		keeptest.Wants(t, plain(shown(t, s, ngo, "/proposals/"+made["Танцы"])), []string{"стоит в плане"}, "planlines")
		if err := s.lines.PutAway(head, lines[0].ID); err != nil {
			t.Fatal(err)
		}
		if got := proposed(head); len(got) != 1 {
			t.Errorf("after its line is in the bin: %+v", got)
		}
	})
}

// TestProposalCards asks on Today for answers, of who may give them.
func TestProposalCards(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		head, p, ngo := as(t, account.Head), begun(t, s), guest(t, "org")
		if err := s.Set(head, p.ID, 1, Collecting); err != nil {
			t.Fatal(err)
		}
		scene := keeptest.Desk{T: t, Name: "plan", Files: Files}.Scene("ru", "/")
		card := func(ctx context.Context) string {
			t.Helper()
			cards, err := s.cards(ctx, scene)
			if err != nil {
				t.Fatal(err)
			}
			var words []string
			for _, c := range cards {
				words = append(words, plain(c.Text)+" ("+c.Note+") "+c.When.String()+" "+c.Path)
			}
			return strings.Join(words, "; ")
		}
		var ids []string
		for i, title := range []string{"Танцы", "Хор", "Бал"} {
			id, err := s.Propose(ngo, Proposal{Plan: p.ID, Title: keeptest.Text(title)})
			if err != nil {
				t.Fatal(err)
			}
			want := []string{"Ответить на предложение: Танцы (Клуб дружбы) 2026-11-22 /proposals/" + id, "Ответить на 2 предложения в план () 2026-11-22 /proposals", "Ответить на 3 предложения в план () 2026-11-22 /proposals"}[i]
			if got := card(head); got != want {
				t.Errorf("%q, not %q", got, want)
			}
			ids = append(ids, id)
		}
		if got := card(ngo); got != "" {
			t.Errorf("who proposed is asked to answer: %s", got)
		}
		for _, id := range ids {
			if err := s.Answer(head, id, 1, true, ""); err != nil {
				t.Fatal(err)
			}
		}
		if got := card(head); got != "" {
			t.Errorf("after the answers: %s", got)
		}
	})
}
