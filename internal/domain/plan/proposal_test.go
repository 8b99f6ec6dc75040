package plan

import (
	"context"
	"net/http"
	"net/url"
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
		// The department declines with a reason only, and accepts into the plan.
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
		if page := plain(shown(t, s, ngo, "/proposals/"+second)); !strings.Contains(page, "Нет зала") || strings.Contains(page, "Принять в план") {
			t.Errorf("%s", page)
		}
		if _, err := ask(t, s, head, http.MethodPost, "/proposals/"+id+"/answer", url.Values{"version": {"1"}, "do": {"accept"}}); err != nil {
			t.Fatal(err)
		}
		is, err = s.Proposal(ngo, id)
		if err != nil || is.State != Accepted || is.Line == "" {
			t.Fatalf("%+v %v", is, err)
		}
		if l := line(t, s, is.Line); l.Reason != Proposed || l.Origin != "proposal:"+id || l.When != keeptest.Date("2027-05") {
			t.Errorf("%+v", l)
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
