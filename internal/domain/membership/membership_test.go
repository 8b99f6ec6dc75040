package membership

import (
	"testing"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/platform/keep/keeptest"
)

// fieldsOf are the fields at which an error stands, with their keys.
func fieldsOf(err error) map[string]string {
	at := map[string]string{}
	for _, e := range errs.FieldsOf(err) {
		at[e.Field] = e.Key
	}
	return at
}

func TestRulesOfMemberships(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*Membership)
		field  string
		key    string
	}{
		"as it is":             {func(*Membership) {}, "", ""},
		"kind not known":       {func(m *Membership) { m.Type = "" }, "", ""},
		"no name":              {func(m *Membership) { m.Name = keeptest.Text("") }, "name", "membership.name.empty"},
		"no such kind":         {func(m *Membership) { m.Type = "friend" }, "type", "form.choice"},
		"ends before it began": {func(m *Membership) { m.Until = keeptest.Date("2008") }, "until", "membership.until.early"},
		"ends in its year":     {func(m *Membership) { m.Until = keeptest.Date("2009-05") }, "", ""},
		"own deputy":           {func(m *Membership) { m.Deputy = "head" }, "deputy", "membership.deputy.same"},
	} {
		m := union()
		c.change(&m)
		if got := fieldsOf(m.validate()); len(got) > 1 || got[c.field] != c.key {
			t.Errorf("%s: %v, want %s at %s", name, got, c.key, c.field)
		}
	}
}

func TestRulesOfDues(t *testing.T) {
	today := keeptest.Date("2026-11-22")
	for name, c := range map[string]struct {
		d      Dues
		field  string
		key    string
		amount string
	}{
		"whole":              {Dues{Year: "2026", Amount: "150 000,50", Currency: "RUB", Paid: keeptest.Date("2026-11-22")}, "", "", "150000.50"},
		"nothing is due":     {Dues{Year: "2026", Amount: "0", Currency: "EUR"}, "", "", "0.00"},
		"sum not known":      {Dues{Year: "2026", Currency: "RUB"}, "", "", ""},
		"no such year":       {Dues{Year: "20261"}, "year", "dues.year.range", ""},
		"year in words":      {Dues{Year: "двадцать"}, "year", "dues.year.range", ""},
		"sum in words":       {Dues{Year: "2026", Amount: "много", Currency: "RUB"}, "amount", "dues.amount.unreadable", "много"},
		"another currency":   {Dues{Year: "2026", Amount: "20 €", Currency: "RUB"}, "amount", "dues.amount.unreadable", "20 €"},
		"no currency":        {Dues{Year: "2026", Amount: "20"}, "currency", "dues.currency.empty", "20"},
		"less than nothing":  {Dues{Year: "2026", Amount: "-20", Currency: "RUB"}, "amount", "dues.amount.negative", "-20"},
		"paid in the future": {Dues{Year: "2026", Paid: keeptest.Date("2027-01-01")}, "paid", "form.date.past", ""},
	} {
		d := c.d
		if got := fieldsOf(d.validate(today)); len(got) > 1 || got[c.field] != c.key {
			t.Errorf("%s: %v, want %s at %s", name, got, c.key, c.field)
		}
		if d.Amount != c.amount {
			t.Errorf("%s: the sum reads %q, want %q", name, d.Amount, c.amount)
		}
	}
	unknown := Dues{Year: "2026", Currency: "RUB"}
	if err := unknown.validate(today); err != nil || unknown.Currency != "" {
		t.Errorf("a currency of nothing: %q %v", unknown.Currency, err)
	}
}

func TestRulesOfBallots(t *testing.T) {
	today := keeptest.Date("2026-11-22")
	for name, c := range map[string]struct {
		b     Ballot
		field string
		key   string
	}{
		"held":                        {Ballot{Question: keeptest.Text("Бюджет"), Held: keeptest.Date("2026-11-22"), Position: "for", Outcome: "adopted"}, "", ""},
		"settled beforehand":          {Ballot{Question: keeptest.Text("Бюджет"), Held: keeptest.Date("2026-12-01"), Position: "against"}, "", ""},
		"this year, already over":     {Ballot{Question: keeptest.Text("Бюджет"), Held: keeptest.Date("2026"), Outcome: "rejected"}, "", ""},
		"no question":                 {Ballot{}, "question", "ballot.question.empty"},
		"no such position":            {Ballot{Question: keeptest.Text("Бюджет"), Position: "maybe"}, "position", "form.choice"},
		"no such outcome":             {Ballot{Question: keeptest.Text("Бюджет"), Outcome: "lost"}, "outcome", "form.choice"},
		"outcome before the meeting":  {Ballot{Question: keeptest.Text("Бюджет"), Held: keeptest.Date("2026-12-01"), Outcome: "adopted"}, "outcome", "ballot.outcome.early"},
		"absence before the meeting":  {Ballot{Question: keeptest.Text("Бюджет"), Held: keeptest.Date("2026-12-01"), Position: "absent"}, "position", "ballot.position.early"},
		"outcome of an unknown day":   {Ballot{Question: keeptest.Text("Бюджет"), Outcome: "postponed"}, "", ""},
		"position on an unknown day":  {Ballot{Question: keeptest.Text("Бюджет"), Position: "abstained"}, "", ""},
		"absence from a past meeting": {Ballot{Question: keeptest.Text("Бюджет"), Held: keeptest.Date("2020"), Position: "absent"}, "", ""},
	} {
		if got := fieldsOf(c.b.validate(today)); len(got) > 1 || got[c.field] != c.key {
			t.Errorf("%s: %v, want %s at %s", name, got, c.key, c.field)
		}
	}
}

func TestWhatTheDayBrings(t *testing.T) {
	now := keeptest.Now() // 22 November 2026
	for name, c := range map[string]struct{ got, want bool }{
		"a term that ended yesterday is past":    {Membership{Until: keeptest.Date("2026-11-21")}.Past(now), true},
		"a term that ends today is not":          {Membership{Until: keeptest.Date("2026-11-22")}.Past(now), false},
		"nor is one that ends this year":         {Membership{Until: keeptest.Date("2026")}.Past(now), false},
		"nor is one without an end":              {Membership{}.Past(now), false},
		"a post that is held speaks":             {Membership{Post: "head"}.Unspoken(map[string]bool{"head": true}), false},
		"a vacant one does not":                  {Membership{Post: "head"}.Unspoken(nil), true},
		"a person speaks without a post":         {Membership{Person: "ivanova"}.Unspoken(nil), false},
		"dues of yesterday are overdue":          {Dues{Due: keeptest.Date("2026-11-21")}.Overdue(now), true},
		"dues of this month are not":             {Dues{Due: keeptest.Date("2026-11")}.Overdue(now), false},
		"paid ones never are":                    {Dues{Due: keeptest.Date("2020"), Paid: keeptest.Date("2020")}.Overdue(now), false},
		"a vote of today is open":                {Ballot{Held: keeptest.Date("2026-11-22")}.Open(now), true},
		"one of yesterday is over":               {Ballot{Held: keeptest.Date("2026-11-21")}.Open(now), false},
		"one with a position is settled":         {Ballot{Held: keeptest.Date("2026-12"), Position: "for"}.Open(now), false},
		"one of an unknown day asks for nothing": {Ballot{Held: edtf.Date{}}.Open(now), false},
	} {
		if c.got != c.want {
			t.Errorf("%s: %v", name, c.got)
		}
	}
}
