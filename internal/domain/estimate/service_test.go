package estimate

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/money"
	"pobratim/internal/kit/typst"
	"pobratim/internal/kit/web"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/keep/keeptest"
)

// TestLines: a line by a norm is worked out, the norm has to be in force, and
// what was typed wrong is said at its field.
func TestLines(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		ok := done(t)
		now := ok(s.AddNorm(head(t), meals("470", "2027", "")))
		ended := ok(s.AddNorm(head(t), meals("400", "2020", "2026")))
		future := ok(s.AddNorm(head(t), meals("600", "2028-01", "")))
		hotel := ok(s.AddNorm(head(t), Norm{Item: "hotel", Per: PerDay, Rate: "3000", Currency: "RUB", Until: date("2026"), Act: example()}))
		gifts := ok(s.AddNorm(head(t), Norm{Item: "gifts", Per: PerPerson, Rate: "230", Currency: "RUB", Act: example()}))
		e := ok(s.Add(head(t), Estimate{Activity: "visit", Year: "2027", People: "28", Days: "2"}))
		by := func(norm, people, days string) Line {
			return Line{Estimate: e, Norm: norm, People: people, Days: days, Source: Own}
		}
		for name, c := range map[string]struct {
			line Line
			want string
		}{
			"ended":             {by(ended, "28", "2"), "norm estimateline.norm.ended"},
			"not yet":           {by(future, "28", "2"), "norm estimateline.norm.later"},
			"ended, no other":   {by(hotel, "28", "2"), "norm estimateline.norm.ended.none"},
			"gone":              {by("01JD00000000000000000000ZZ", "28", "2"), "norm estimateline.norm.gone"},
			"nobody":            {by(now, "", "2"), "people estimateline.people.empty"},
			"no days":           {by(now, "28", "0"), "days estimateline.days.empty"},
			"less than nobody":  {by(now, "-28", "2"), "people estimate.negative"},
			"half a day":        {by(now, "28", "0.5"), "days estimate.count.bad"},
			"nothing said":      {Line{Estimate: e, Source: Own}, "item estimateline.item.empty"},
			"less than nothing": {sum(e, "hall", "-1", Own), "sum estimate.negative"},
			"too large":         {sum(e, "hall", "92233720368547758,08", Own), "sum money.overflow"},
			"nobody's money":    {sum(e, "hall", "1", "x"), "source form.choice"},
			"of no estimate":    {sum("", "hall", "1", Own), "estimate estimateline.estimate.empty"},
		} {
			if _, err := s.AddLine(head(t), c.line); wrong(err) != c.want {
				t.Errorf("%s: %v, want %s", name, wrong(err), c.want)
			}
		}
		_, err := s.AddLine(head(t), by(ended, "28", "2"))
		said := strings.ReplaceAll(s.deps.Words("ru").Err(errs.FieldsOf(err)[0]), "\u00a0", " ")
		if want := "12 июня 2027 г. эта норма не действует. Действуют: Питание · член делегации — 470,00 ₽ на человека в день (с 2027 г.)"; said != want {
			t.Errorf("said %q\nwant %q", said, want)
		}
		ok(s.AddLine(head(t), by(now, "28", "2")))
		ok(s.AddLine(head(t), by(gifts, "19", "7")))
		ok(s.AddLine(head(t), sum(e, "hall", "2 375", Partner)))
		lines, err := s.Lines(head(t), e)
		if err != nil {
			t.Fatal(err)
		}
		var all []string
		for _, l := range lines {
			all = append(all, fmt.Sprint(l.Item, " ", l.Planned(), " ", l.People, "×", l.Days))
		}
		if got, want := fmt.Sprint(all), "[meals 26320.00 RUB 28×2 gifts 4370.00 RUB 19×1 hall 2375.00 RUB ×]"; got != want {
			t.Errorf("%s, want %s", got, want)
		}
		// What the norm becomes later does not change a line that is written.
		n, err := s.norms.Get(head(t), now)
		if err != nil {
			t.Fatal(err)
		}
		n.Rate = "500"
		if err := s.norms.Change(head(t), n); err != nil {
			t.Fatal(err)
		}
		if again, err := s.Lines(head(t), e); err != nil || again[0].Sum != "26320.00" {
			t.Errorf("%+v %v", again, err)
		}
		if _, err := s.Add(head(t), Estimate{Activity: "visit", Year: "2027"}); wrong(err) != "activity estimate.activity.taken" {
			t.Error(err)
		}
		if _, err := s.Add(head(t), Estimate{Activity: "other", Year: "27"}); wrong(err) != "year estimate.year.bad" {
			t.Error(err)
		}
		if _, err := s.AddLine(keeptest.As(t, account.Auditor), sum(e, "hall", "1", Own)); errs.KindOf(err) != errs.Forbidden {
			t.Errorf("an auditor adds: %v", err)
		}
	})
}

// TestApprove: an approval freezes the lines; a fact is no change, another plan is;
// a firm limit that is passed is refused with its reason.
func TestApprove(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		ok := done(t)
		e := ok(s.Add(head(t), Estimate{Activity: "visit", Year: "2027", People: "2"}))
		approve := func() string {
			lines, err := s.Lines(head(t), e)
			if err != nil {
				t.Fatal(err)
			}
			return errKey(s.Approve(head(t), e, Seal(lines)))
		}
		if got := approve(); got != "estimate.approve.empty" {
			t.Error(got)
		}
		hall := ok(s.AddLine(head(t), sum(e, "hall", "1000", Own)))
		ok(s.AddLimit(head(t), Limit{Type: Guest, Year: "2027", Value: "400", Currency: "RUB", Act: example()}))
		firm := ok(s.AddLimit(head(t), Limit{Type: Whole, Year: "2027", Value: "999", Currency: "RUB", Firm: true, Act: example()}))
		err := s.Approve(head(t), e, Seal(nil))
		if errKey(err) != "estimate.approve.stale" {
			t.Error(err)
		}
		if got := approve(); got != "estimate.approve.over" {
			t.Error(got)
		}
		l, err := s.limits.Get(head(t), firm)
		if err != nil {
			t.Fatal(err)
		}
		l.Value = "1000"
		if err := s.limits.Change(head(t), l); err != nil {
			t.Fatal(err)
		}
		if err := s.Approve(keeptest.As(t, account.Coordinator), e, ""); errs.KindOf(err) != errs.Forbidden {
			t.Errorf("a coordinator approves: %v", err)
		}
		if got := approve(); got != "" { // the limit for a guest only warns
			t.Error(got)
		}
		if got := approve(); got != "estimate.approve.same" {
			t.Error(got)
		}
		if err := s.SetFacts(head(t), e, map[string]string{hall: "900,50"}); err != nil {
			t.Fatal(err)
		}
		if got := approve(); got != "estimate.approve.same" {
			t.Errorf("a fact changes the plan: %s", got)
		}
		if err := s.SetFacts(head(t), e, map[string]string{hall: "-1"}); wrong(err) != "fact."+hall+" estimate.negative" {
			t.Error(err)
		}
		line, err := s.lines.Get(head(t), hall)
		if err != nil || line.Fact != "900.50" {
			t.Fatal(line.Fact, err)
		}
		line.Sum = "950"
		if err := s.ChangeLine(head(t), line); err != nil {
			t.Fatal(err)
		}
		page := strings.ReplaceAll(desk(t).Show(head(t), s.Module().Office, "/estimates/"+e), "\u00a0", " ")
		for _, want := range []string{"изменена после утверждения", "1000,00 ₽ · бюджет города", "950,00 ₽ · бюджет города", "-49,50 ₽", "Утвердить смету", "Лимит превышен: На одного гостя, 2027"} {
			if !strings.Contains(strings.NewReplacer("−", "-", "—", "–").Replace(page), want) {
				t.Errorf("the page does not say %q:\n%s", want, page)
			}
		}
		if got := approve(); got != "" {
			t.Error(got)
		}
		if last, err := s.LastEdition(head(t), e); err != nil || last.Number != 2 || last.Lines[0].Sum != "950.00" {
			t.Errorf("%+v %v", last, err)
		}
	})
}

func errKey(err error) string {
	if all := errs.FieldsOf(err); len(all) > 0 {
		return all[0].Key
	}
	if e, ok := err.(*errs.E); ok { //nolint:errorlint // as the service gives it
		return e.Key
	}
	if err != nil {
		return err.Error()
	}
	return ""
}

// TestCopy takes lines over by the norms that are in force, and says what it left.
func TestCopy(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		ok := done(t)
		old := ok(s.AddNorm(head(t), meals("470", "", "2027")))
		hotel := ok(s.AddNorm(head(t), Norm{Item: "hotel", Per: PerDay, Rate: "3000", Currency: "RUB", Until: date("2027"), Act: example()}))
		ok(s.AddNorm(head(t), meals("500", "2028", "")))
		from := ok(s.Add(head(t), Estimate{Activity: "visit", Year: "2027", People: "28", Days: "2"}))
		for _, norm := range []string{old, hotel} {
			ok(s.AddLine(head(t), Line{Estimate: from, Norm: norm, People: "28", Days: "2", Source: Own, Fact: "1"}))
		}
		ok(s.AddLine(head(t), sum(from, "hall", "100", Sponsor)))
		to := ok(s.Add(head(t), Estimate{Activity: "later", Year: "2028", People: "3"}))
		did, err := s.Copy(head(t), to, from)
		if err != nil || did.Taken != 2 || fmt.Sprint(did.Left) != "[hotel]" {
			t.Fatal(did, err)
		}
		lines, err := s.Lines(head(t), to)
		if err != nil || len(lines) != 2 || lines[0].Sum != "3000.00" || lines[0].Fact != "" || lines[1].Source != Sponsor {
			t.Errorf("%+v %v", lines, err)
		}
		if _, err := s.Copy(head(t), to, "01JD00000000000000000000ZZ"); errs.KindOf(err) != errs.NotFound {
			t.Error(err)
		}
	})
}

// TestPapers opens the three papers of an estimate.
func TestPapers(t *testing.T) {
	if err := typst.Built(); err != nil {
		t.Fatal("the typesetter is not embedded: run `make assets` and test again")
	}
	each(t, func(t *testing.T, s *Service) {
		ok := done(t)
		norm := ok(s.AddNorm(head(t), meals("470", "", "")))
		e := ok(s.Add(head(t), Estimate{Activity: "visit", Year: "2027", People: "28", Days: "2"}))
		ok(s.AddLine(head(t), Line{Estimate: e, Norm: norm, People: "28", Days: "2", Source: Own}))
		pdf, err := s.Paper(head(t), "ru", "visit", "pdf")
		if err != nil || !bytes.HasPrefix(pdf, []byte("%PDF-")) {
			t.Errorf("%d bytes, %v", len(pdf), err)
		}
		for format, wants := range map[string][]string{
			"docx": {"двадцать шесть тысяч триста двадцать рублей 00 копеек", "Делегация Дуйсбурга", "УТВЕРЖДАЮ"}, "xlsx": {"<v>26320.00</v>", "член"},
		} {
			body, err := s.Paper(head(t), "ru", "visit", format)
			if err != nil {
				t.Fatal(err)
			}
			inside := unzipped(t, body)
			for _, want := range wants[:len(wants)-1] {
				if !strings.Contains(inside, want) {
					t.Errorf("%s lacks %q", format, want)
				}
			}
		}
		if _, err := s.Paper(head(t), "ru", "other", "pdf"); errs.KindOf(err) != errs.NotFound {
			t.Error(err)
		}
		if _, err := s.Paper(head(t), "ru", "visit", "exe"); errs.KindOf(err) != errs.NotFound {
			t.Error(err)
		}
		reply, err := ask(t, s, head(t), http.MethodGet, "/estimates/"+e+"/estimate.docx", nil)
		if file, is := reply.(web.File); !is || err != nil || !strings.Contains(file.Type, "wordprocessingml") {
			t.Errorf("%T %v", reply, err)
		}
	})
}

func unzipped(t *testing.T, body []byte) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(&all, r); err != nil {
			t.Fatal(err)
		}
	}
	return all.String()
}

// TestForms: an error stands at the field and what was typed stays; the lists
// take words of the program as such and those of the office as they are.
func TestForms(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		reply, err := ask(t, s, head(t), http.MethodPost, "/norms", url.Values{"item": {"meals"}, "per": {"day"}, "rate": {"сто"}, "currency": {"RUB"}, "act": {"Решение"}})
		page, is := reply.(web.Page)
		if err != nil || !is || page.Status != http.StatusUnprocessableEntity {
			t.Fatal(reply, err)
		}
		if _, err := ask(t, s, head(t), http.MethodPost, "/norms/lists", url.Values{"version": {"1"}, "items": {"meals\nПитание\nAccommodation\n  Аренда   лодки "}, "ranks": {"глава делегации\nПосол"}}); err != nil {
			t.Fatal(err)
		}
		lists, err := s.Lists(head(t))
		if err != nil || fmt.Sprint(lists.Items, lists.Ranks) != "[meals hotel Аренда лодки] [head Посол]" {
			t.Errorf("%v %v", lists, err)
		}
		norm := done(t)(s.AddNorm(head(t), Norm{Item: "gifts", Per: PerPiece, Rate: "1", Currency: "RUB", Act: example()}))
		for target, want := range map[string]string{
			"/norms": "Подарки и сувениры", "/norms/new": "Аренда лодки", "/norms/" + norm: "без него", "/norms/" + norm + "/edit": `value="gifts" selected`, "/norms/lists": "Аренда лодки",
			"/limits": "Лимитов не записано", "/limits/new": "сумма на одного гостя", "/estimates": "Смет ещё нет", "/estimates/new?activity=visit": `value="28"`,
		} {
			html := ""
			reply, err := ask(t, s, head(t), http.MethodGet, target, nil)
			if page, is := reply.(web.Page); is && err == nil {
				html = desk(t).HTML(desk(t).Scene("ru", target), page.Template, page.Title, page.Data)
			}
			if want == "без него" {
				want = "1,00"
			}
			if !strings.Contains(strings.ReplaceAll(html, "\u00a0", " "), want) {
				t.Errorf("%s (%v) does not say %q:\n%s", target, err, want, html)
			}
		}
	})
}

// TestSpent adds up what is known to have been spent, by source and currency, and
// counts the lines that say nothing.
func TestSpent(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		ok := done(t)
		e := ok(s.Add(head(t), Estimate{Activity: "visit", Year: "2027"}))
		ok(s.Add(head(t), Estimate{Activity: "other", Year: "2027"}))
		for _, l := range []struct{ fact, currency, source string }{{"100", "RUB", Own}, {"0,50", "RUB", Own}, {"", "RUB", Own}, {"7", "EUR", Own}, {"", "RUB", Partner}, {"0", "RUB", Sponsor}} {
			line := sum(e, "hall", "200", l.source)
			line.Fact, line.Currency = l.fact, l.currency
			ok(s.AddLine(head(t), line))
		}
		gone := ok(s.AddLine(head(t), func() Line { l := sum(e, "hall", "9", Own); l.Fact = "9"; return l }()))
		if err := s.lines.PutAway(head(t), gone); err != nil {
			t.Fatal(err)
		}
		want := []Spent{
			{"visit", e, Own, money.Amount{Minor: 700, Currency: "EUR"}, 1, 0}, {"visit", e, Own, money.Amount{Minor: 10050, Currency: "RUB"}, 2, 1},
			{"visit", e, Partner, money.Amount{Currency: "RUB"}, 0, 1}, {"visit", e, Sponsor, money.Amount{Currency: "RUB"}, 1, 0},
		}
		got, err := s.Spent(head(t), []string{"visit", "other", "later"})
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%+v %v", got, err)
		}
		if got, err := s.Spent(keeptest.As(t, account.Branch), []string{"visit"}); err != nil || len(got) != 0 {
			t.Errorf("another department reads %+v %v", got, err)
		}
	})
}
