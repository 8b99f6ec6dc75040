package plan

import (
	"context"
	"io/fs"
	"net/url"
	"strings"
	"testing"
	"time"

	"pobratim/internal/domain/plan/candidate"
	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/keep/keeptest"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// policy lets the head approve as well.
func policy() account.Policy {
	return append(keeptest.Rights(Kind, LineKind, ProposalKind),
		account.Rule{Role: account.Head, Action: module.Edit, Kind: ApprovalKind, Scope: account.All},
		account.Rule{Role: account.Head, Action: module.Edit, Kind: AnswerKind, Scope: account.All},
		account.Rule{Role: account.Guest, Action: module.Create, Kind: ProposalKind, Scope: account.All},
		account.Rule{Role: account.Guest, Action: module.Edit, Kind: ProposalKind, Scope: account.Own})
}

// deps are an office of three users, of whom one has left, and the sources of
// three partners, of whom one rests.
func deps(t testing.TB) Deps {
	t.Helper()
	words, err := i18n.Load(keep.Files, form.Words(), edtf.Words(), Files)
	if err != nil {
		t.Fatal(err)
	}
	return Deps{
		Langs: []string{"ru", "en"}, Clock: clock.Fixed(keeptest.Now().In(time.FixedZone("Asia/Yekaterinburg", 5*60*60))), Words: words.Printer, Currency: "RUB",
		Kinds: func() record.Kinds {
			title := func(_ context.Context, id, _ string) (string, error) { return "Запись " + id, nil }
			return record.Kinds{"partner": {Name: "partner", Path: "/partners/{id}", Title: title}, "activity": {Name: "activity", Path: "/activities/{id}", Title: title},
				"organisation": {Name: "organisation", Path: "/organisations/{id}", Title: func(context.Context, string, string) (string, error) { return "Клуб дружбы", nil }}}
		},
		Partners: options("amneville", "Амневиль", "duisburg", "Дуйсбург", "oxford", "Оксфорд"), Posts: options("post", "Начальник отдела"),
		Organisations: options("org", "Клуб дружбы"), Activities: options("days", "Дни Перми"),
		Types: options("event", "событие", "meeting", "встреча"), Audiences: options("youth", "молодёжь"),
		Home: func(string) string { return "Пермь" },
		Lands: func(context.Context) (string, map[string]string, error) {
			return "RU", map[string]string{"duisburg": "DE", "amneville": "FR"}, nil
		},
		Staff: func(context.Context) ([]Colleague, error) {
			return []Colleague{{ID: "u", Name: "Кто-то"}, {ID: "other", Name: "Другой"}, {ID: "gone", Name: "Ушедший", Left: true}}, nil
		},
		Statuses: func(_ context.Context, ids []string) (map[string]string, error) {
			return map[string]string{"days": "held"}, nil
		},
		Sources: func(_ context.Context, first, last int) (candidate.Sources, error) { return sources(), nil },
	}
}

// sources are the ties of a city as far as 2027 is concerned.
func sources() candidate.Sources {
	tie := func(id, since string, years int, on string) candidate.Jubilee {
		return candidate.Jubilee{Ref: record.Ref{Kind: "partner", ID: id}, Sort: "sister", Title: keeptest.Text("Город " + id), Path: "/partners/" + id, Partner: id, Since: keeptest.Date(since), Year: 2027, Years: years, On: keeptest.Date(on)}
	}
	disputed, other := tie("agrigento", "2012", 15, "2027"), tie("agrigento", "2007", 20, "2027")
	disputed.Disputed, disputed.InUse, other.Disputed = true, true, true
	return candidate.Sources{
		Jubilees: []candidate.Jubilee{tie("amneville", "1992", 35, "2027"), tie("duisburg", "2007-10-15", 20, "2027-10-15"), disputed, other, tie("oxford", "1997-02", 30, "2027-02")},
		Papers:   []candidate.Paper{{Ref: record.Ref{Kind: "agreement", ID: "treaty"}, Title: keeptest.Text("Соглашение"), Path: "/agreements/treaty", Partner: "amneville", Until: keeptest.Date("2027-06-30")}},
		Resting:  map[string]string{"oxford": "paused"},
		Deeds: []candidate.Deed{
			{Ref: record.Ref{Kind: "activity", ID: "ball"}, Title: keeptest.Text("Бал"), Type: "event", Status: "held", Starts: keeptest.Date("2026-05-20"), Partners: []string{"duisburg"}},
			{Ref: record.Ref{Kind: "activity", ID: "days24"}, Title: keeptest.Text("Дни"), Type: "event", Status: "held", Series: "days", Called: keeptest.Text("Дни Перми"), Starts: keeptest.Date("2023-09")},
			{Ref: record.Ref{Kind: "activity", ID: "days25"}, Title: keeptest.Text("Дни"), Type: "event", Status: "held", Series: "days", Called: keeptest.Text("Дни Перми"), Starts: keeptest.Date("2025-09-10")},
			{Ref: record.Ref{Kind: "activity", ID: "bridge"}, Title: keeptest.Text("Мост"), Type: "project", Status: "confirmed", Starts: keeptest.Date("2025"), Ends: keeptest.Date("2027-11"), Partners: []string{"duisburg"}},
			{Ref: record.Ref{Kind: "activity", ID: "visit"}, Title: keeptest.Text("Визит"), Type: "visit_in", Status: "planned", Starts: keeptest.Date("2027-04-10"), Ends: keeptest.Date("2027-04-12"), Partners: []string{"oxford"}},
			{Ref: record.Ref{Kind: "activity", ID: "off"}, Title: keeptest.Text("Отменено"), Type: "event", Status: "cancelled", Starts: keeptest.Date("2026-05-20")},
		},
	}
}

func options(pairs ...string) Options {
	return func(context.Context, *web.Scene) ([]ui.Option, error) {
		var all []ui.Option
		for i := 0; i < len(pairs); i += 2 {
			all = append(all, ui.Option{Value: pairs[i], Label: pairs[i+1]})
		}
		return all, nil
	}
}

func as(t testing.TB, roles ...account.Role) context.Context {
	t.Helper()
	return account.With(audit.WithActor(t.Context(), audit.Actor{ID: "u", Name: "Кто-то"}), account.Viewer{UserID: "u", Name: "Кто-то", Roles: roles, Organisation: "org"})
}

func each(t *testing.T, test func(t *testing.T, s *Service)) {
	t.Helper()
	keeptest.Each(t, policy(), []fs.FS{Files}, func(t *testing.T, floor keep.Floor) { test(t, New(floor, deps(t))) })
}

func ask(t *testing.T, s *Service, ctx context.Context, method, target string, values url.Values) (web.Reply, error) {
	t.Helper()
	return keeptest.Desk{T: t, Name: "plan", Files: Files}.Ask(ctx, s.Module().Office, method, target, values)
}

func shown(t *testing.T, s *Service, ctx context.Context, target string) string {
	t.Helper()
	return keeptest.Desk{T: t, Name: "plan", Files: Files}.Show(ctx, s.Module().Office, target)
}

// begun makes the plan of 2027.
func begun(t *testing.T, s *Service) Plan {
	t.Helper()
	id, err := s.AddPlan(as(t, account.Head), Plan{Year: "2027", Closes: keeptest.Date("2026-12-15")})
	if err != nil {
		t.Fatal(err)
	}
	p, err := s.Plan(as(t, account.Head), id)
	if err != nil || p.State != Draft {
		t.Fatalf("%+v %v", p, err)
	}
	return p
}

func add(t *testing.T, s *Service, l Line) string {
	t.Helper()
	id, err := s.AddLine(as(t, account.Head), l)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func line(t *testing.T, s *Service, id string) Line {
	t.Helper()
	l, err := s.Line(as(t, account.Head), id)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// wrong is an error as "field key".
func wrong(err error) string {
	words := ""
	for _, e := range errs.FieldsOf(err) {
		if words != "" {
			words += "; "
		}
		words += e.Field + " " + e.Key
	}
	if words == "" && err != nil {
		return err.Error()
	}
	return words
}

func deskScene(t *testing.T) *web.Scene {
	return keeptest.Desk{T: t, Name: "plan", Files: Files}.Scene("ru", "/plans")
}

// plain is a page with ordinary spaces in place of those that keep words together.
func plain(page string) string { return strings.ReplaceAll(page, "\u00a0", " ") }
