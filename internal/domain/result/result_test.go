package result

import (
	"testing"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/keep/keeptest"
)

// seen is a result that is proved as well as one of us can.
func seen() Result {
	return Result{
		Type: "object", Name: keeptest.Text("Волна дружбы"), Since: keeptest.Date("2015"), Place: keeptest.Text("набережная"), Partner: "duisburg", Activity: "ars-vivendi",
		Number: "3", Unit: keeptest.Text("скульптуры"), Note: keeptest.Text("Памятник на набережной."), Beneficiaries: []string{"schools", "youth"},
		Proof: string(Seen), Witness: "Иванова, отдел", Proved: keeptest.Date("2026-06-12"), Evidence: "папка 3, снимок 14",
		There: Alive, ThereOn: keeptest.Date("2026-06-12"), Recheck: keeptest.Date("2027-06"),
	}
}

func TestRulesOfAResult(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*Result)
		want   string // field and key of the first error; empty: none
	}{
		{"a whole one", func(*Result) {}, ""},
		{"only a claim", func(r *Result) { *r = Result{Type: "tie", Name: r.Name} }, ""},
		{"no name", func(r *Result) { r.Name = i18n.Text{} }, "name result.name.empty"},
		{"no type", func(r *Result) { r.Type = "" }, "type form.choice"},
		{"an unknown step of proof", func(r *Result) { r.Proof = "sworn" }, "proof form.choice"},
		{"an unknown state", func(r *Result) { r.There = "perhaps" }, "there form.choice"},
		{"an unknown group", func(r *Result) { r.Beneficiaries = []string{"everybody"} }, "beneficiaries form.choice"},
		{"a number in words", func(r *Result) { r.Number = "три" }, "number form.number"},
		{"less than nothing", func(r *Result) { r.Number = "-3" }, "number form.number"},
		{"a number past counting", func(r *Result) { r.Number = "1234567890123456" }, "number form.number"},
		{"a number of nothing", func(r *Result) { r.Unit = i18n.Text{} }, "unit result.unit.empty"},
		{"a unit without a number", func(r *Result) { r.Number = "" }, "number result.number.empty"},
		{"zero is a number", func(r *Result) { r.Number = "0" }, ""},
		{"a document without saying which", func(r *Result) { r.Proof, r.Evidence = "document", "" }, "evidence result.evidence.empty.document"},
		{"a document needs no witness", func(r *Result) { r.Proof, r.Witness, r.Proved = "document", "", keeptest.Date("") }, ""},
		{"confirmed by nobody", func(r *Result) { r.Proof, r.Witness = "partner", "" }, "witness result.witness.empty"},
		{"confirmed by the partner at no time", func(r *Result) { r.Proof, r.Proved = "partner", keeptest.Date("") }, "proved result.proved.empty"},
		{"confirmed by the partner in a year", func(r *Result) { r.Proof, r.Proved, r.Evidence = "partner", keeptest.Date("2025"), "" }, ""},
		{"seen in a month", func(r *Result) { r.Proved = keeptest.Date("2026-06") }, "proved form.date.day"},
		{"seen over some days", func(r *Result) { r.Proved = keeptest.Date("2026-06-12/2026-06-14") }, "proved form.date.day"},
		{"seen without a photograph", func(r *Result) { r.Evidence = "" }, "evidence result.evidence.empty.seen"},
		{"independent without a name", func(r *Result) { r.Proof, r.Witness = "independent", "" }, "witness result.witness.empty"},
		{"confirmed before it was there", func(r *Result) { r.Proved = keeptest.Date("2014-12-31") }, "proved result.proved.early"},
		{"confirmed in the year in which it came", func(r *Result) { r.Proved = keeptest.Date("2015-01-01") }, ""},
		{"there as of no day", func(r *Result) { r.ThereOn = keeptest.Date("") }, "there_on result.there_on.empty"},
		{"gone as of no day", func(r *Result) { r.There, r.ThereOn = Gone, keeptest.Date("") }, "there_on result.there_on.empty"},
		{"since the day after tomorrow", func(r *Result) { r.Since = keeptest.Date("2026-11-24"); r.Proved = keeptest.Date("2026-11-22") }, "proved result.proved.early"},
		{"since next year", func(r *Result) { *r = Result{Type: "tie", Name: r.Name, Since: keeptest.Date("2027")} }, "since form.date.past"},
		{"seen in the future", func(r *Result) { r.Proved = keeptest.Date("2026-12-01") }, "proved form.date.past"},
		{"to be looked at in the future", func(r *Result) { r.Recheck = keeptest.Date("2031") }, ""},
	} {
		r := seen()
		c.change(&r)
		r.normalise()
		got := ""
		if all := errs.FieldsOf(r.validate(keeptest.Date("2026-11-22"))); len(all) > 0 {
			got = all[0].Field + " " + all[0].Key
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestNumbersAsPeopleTypeThem(t *testing.T) {
	for typed, want := range map[string]string{"1 674": "1674", "1\u00a0674": "1674", "1\u202f674": "1674", "007": "7", "000": "0", "": "", "12": "12"} {
		r := Result{Number: typed}
		r.normalise()
		if r.Number != want {
			t.Errorf("%q: %q, want %q", typed, r.Number, want)
		}
	}
}

func TestLevels(t *testing.T) {
	for i, p := range []Proof{Claimed, Document, Partner, Seen, Independent} {
		r := Result{Proof: string(p)}
		if p.Level() != i || r.Unproved() != (i == 0) {
			t.Errorf("%s: level %d, unproved %v", p, p.Level(), r.Unproved())
		}
	}
}

func TestDue(t *testing.T) {
	for _, c := range []struct {
		there, recheck string
		want           bool
	}{
		{Unknown, "", false},
		{Unknown, "2026-11-22", true},
		{Alive, "2026-11-23", false},
		{Alive, "2026-11", true}, // the month has begun
		{Alive, "2026", true},
		{Alive, "2027", false},
		{Gone, "2020", false},
	} {
		r := Result{There: c.there, Recheck: keeptest.Date(c.recheck)}
		if got := r.Due(keeptest.Now()); got != c.want {
			t.Errorf("%s, recheck %q: %v, want %v", c.there, c.recheck, got, c.want)
		}
	}
}

func FuzzNormalise(f *testing.F) {
	for _, s := range []string{"", "1 674", "-1", "٣", "1e5", "0000", "9999999999999999"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, number string) {
		r := seen()
		r.Number = number
		r.normalise()
		once := r.Number
		r.normalise()
		if r.Number != once {
			t.Fatalf("%q: %q, then %q", number, once, r.Number)
		}
		// What the rules accept, the store can hold.
		if r.validate(keeptest.Date("2026-11-22")) == nil && values(r)[6] == nil {
			t.Fatalf("%q is accepted and lost", number)
		}
	})
}

func TestWordsInBothLanguages(t *testing.T) {
	c, err := i18n.Load(Files)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range i18n.Check(c) {
		t.Error(p)
	}
}
