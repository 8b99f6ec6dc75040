package result

import (
	"testing"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/keep/keeptest"
)

// seen is a result that is there.
func seen() Result {
	return Result{
		Type: "object", Name: keeptest.Text("Волна дружбы"), Since: keeptest.Date("2015"), Place: keeptest.Text("набережная"), Partner: "duisburg", Activity: "ars-vivendi",
		Number: "3", Unit: keeptest.Text("скульптуры"), Note: keeptest.Text("Памятник на набережной."), Beneficiaries: []string{"schools", "youth"},
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
		{"since the day after tomorrow", func(r *Result) { r.Since = keeptest.Date("2026-11-24") }, "since form.date.past"},
		{"only a claim", func(r *Result) { *r = Result{Type: "tie", Name: r.Name} }, ""},
		{"no name", func(r *Result) { r.Name = i18n.Text{} }, "name result.name.empty"},
		{"no type", func(r *Result) { r.Type = "" }, "type form.choice"},
		{"an unknown state", func(r *Result) { r.There = "perhaps" }, "there form.choice"},
		{"an unknown group", func(r *Result) { r.Beneficiaries = []string{"everybody"} }, "beneficiaries form.choice"},
		{"a number in words", func(r *Result) { r.Number = "три" }, "number form.number"},
		{"less than nothing", func(r *Result) { r.Number = "-3" }, "number form.number"},
		{"a number past counting", func(r *Result) { r.Number = "1234567890123456" }, "number form.number"},
		{"a number of nothing", func(r *Result) { r.Unit = i18n.Text{} }, "unit result.unit.empty"},
		{"a unit without a number", func(r *Result) { r.Number = "" }, "number result.number.empty"},
		{"zero is a number", func(r *Result) { r.Number = "0" }, ""},
		{"there as of no day", func(r *Result) { r.ThereOn = keeptest.Date("") }, "there_on result.there_on.empty"},
		{"gone as of no day", func(r *Result) { r.There, r.ThereOn = Gone, keeptest.Date("") }, "there_on result.there_on.empty"},
		{"since next year", func(r *Result) { *r = Result{Type: "tie", Name: r.Name, Since: keeptest.Date("2027")} }, "since form.date.past"},
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

// photo is evidence as good as one of us can bring.
func photo(id string) Evidence {
	return Evidence{Result: id, Kind: string(Seen), What: "папка 3, снимок 14", Witness: "Иванова, отдел", On: keeptest.Date("2026-06-12")}
}

func TestRulesOfEvidence(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*Evidence)
		want   string
	}{
		{"a photograph", func(*Evidence) {}, ""},
		{"of no kind", func(e *Evidence) { e.Kind = "" }, "kind form.choice"},
		{"a claim proves nothing", func(e *Evidence) { e.Kind = "claimed" }, "kind form.choice"},
		{"a document without saying which", func(e *Evidence) { e.Kind, e.What = "document", "" }, "what result.evidence.what.empty.document"},
		{"a document as a file", func(e *Evidence) { *e = Evidence{Kind: "document", Sum: "ab"} }, ""},
		{"confirmed by nobody", func(e *Evidence) { e.Kind, e.Witness = "partner", "" }, "witness result.evidence.witness.empty"},
		{"confirmed at no time", func(e *Evidence) { e.Kind, e.On = "partner", keeptest.Date("") }, "on result.evidence.on.empty"},
		{"confirmed in a year", func(e *Evidence) { e.Kind, e.On, e.What = "partner", keeptest.Date("2025"), "" }, ""},
		{"seen in a month", func(e *Evidence) { e.On = keeptest.Date("2026-06") }, "on form.date.day"},
		{"seen over some days", func(e *Evidence) { e.On = keeptest.Date("2026-06-12/2026-06-14") }, "on form.date.day"},
		{"seen without a photograph", func(e *Evidence) { e.What = "" }, "what result.evidence.what.empty.seen"},
		{"independent without a name", func(e *Evidence) { e.Kind, e.Witness = "independent", "" }, "witness result.evidence.witness.empty"},
		{"seen before it was there", func(e *Evidence) { e.On = keeptest.Date("2014-12-31") }, "on result.evidence.on.early"},
		{"seen in the future", func(e *Evidence) { e.On = keeptest.Date("2026-12-01") }, "on form.date.past"},
	} {
		e := photo("r")
		c.change(&e)
		got := ""
		if all := errs.FieldsOf(e.validate(keeptest.Date("2015"), keeptest.Date("2026-11-22"))); len(all) > 0 {
			got = all[0].Field + " " + all[0].Key
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// TestLevelOfEvidence: the level is that of the strongest evidence; ten papers are no photograph.
func TestLevelOfEvidence(t *testing.T) {
	of := func(kinds ...string) (all []Evidence) {
		for _, k := range kinds {
			all = append(all, Evidence{Kind: k})
		}
		return all
	}
	for _, c := range []struct {
		kinds []string
		want  int
	}{{nil, 0}, {[]string{"document", "document", "document"}, 1}, {[]string{"partner", "document"}, 2}, {[]string{"document", "seen"}, 3}, {[]string{"independent", "seen"}, 4}} {
		if got := proofOf(of(c.kinds...)).Level(); got != c.want {
			t.Errorf("%v: %d, want %d", c.kinds, got, c.want)
		}
	}
}

func TestMilestones(t *testing.T) {
	for _, c := range []struct{ since, today, want string }{
		{"2026-03-01", "2026-11-22", "2027-03-01"}, {"2025", "2026-12-31", "2028-12-31"}, {"2023-11-22", "2026-11-22", "2028-11-22"},
		{"2021-12-01", "2026-11-22", "2026-12-01"}, {"2015", "2026-11-22", "2030-12-31"}, {"", "2026-11-22", ""},
	} {
		if got := nextLook(keeptest.Date(c.since), keeptest.Date(c.today)); got != keeptest.Date(c.want) {
			t.Errorf("%s as of %s: %s, want %s", c.since, c.today, got, c.want)
		}
	}
}

func TestStanding(t *testing.T) {
	day := keeptest.Now()
	for _, c := range []struct {
		name string
		r    Result
		want Standing
	}{
		{"proved", Result{Proof: "document"}, Counted},
		{"claimed", Result{Proof: "claimed"}, Unproved},
		{"gone and claimed", Result{Proof: "claimed", There: Gone}, Over},
		{"to be looked at today", Result{Proof: "seen", Recheck: keeptest.Date("2026-11-22")}, Counted},
		{"thirty days late", Result{Proof: "seen", Recheck: keeptest.Date("2026-10-23")}, Counted},
		{"thirty-one days late", Result{Proof: "seen", Recheck: keeptest.Date("2026-10-22")}, Expired},
		{"late and claimed", Result{Proof: "claimed", Recheck: keeptest.Date("2025")}, Unproved},
		{"this year", Result{Proof: "seen", Recheck: keeptest.Date("2026")}, Counted},
		{"changed", Result{Proof: "seen", There: Altered}, Counted},
	} {
		if got := c.r.Standing(day); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// TestProgress: 1674 of 2763 is 60.6 %, as the field's figures say.
func TestProgress(t *testing.T) {
	for _, c := range []struct {
		from, to, now string
		want          float64
		known         bool
	}{{"0", "2763", "1674", 0.606, true}, {"100", "50", "75", 0.5, true}, {"", "2763", "1674", 0, false}, {"5", "5", "5", 0, false}, {"10", "20", "", 0, false}} {
		got, known := Indicator{Baseline: c.from, Target: c.to, Actual: c.now}.Done()
		if known != c.known || got < c.want-0.0005 || got > c.want+0.0005 {
			t.Errorf("%+v: %v %v", c, got, known)
		}
	}
}
