package goal

import (
	"slices"
	"strings"
	"testing"

	"pobratim/internal/kit/errs"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/keep/keeptest"
	"pobratim/internal/platform/record"
)

// fieldsOf are the fields at which an error stands, with their keys.
func fieldsOf(err error) map[string]string {
	at := map[string]string{}
	for _, e := range errs.FieldsOf(err) {
		at[e.Field] = e.Key
	}
	return at
}

func TestRules(t *testing.T) {
	for name, c := range map[string]struct {
		g     Goal
		field string
		key   string
	}{
		"whole":              {Goal{Name: keeptest.Text("Цель"), Aim: "city_advantages", Position: "2", Ties: []string{"partner:x"}}, "", ""},
		"no name":            {Goal{}, "name", "goal.name.empty"},
		"no such aim":        {Goal{Name: keeptest.Text("Цель"), Aim: "fame"}, "aim", "form.choice"},
		"place zero":         {Goal{Name: keeptest.Text("Цель"), Position: "0"}, "position", "goal.position.number"},
		"place in words":     {Goal{Name: keeptest.Text("Цель"), Position: "первое"}, "position", "goal.position.number"},
		"tied to a person":   {Goal{Name: keeptest.Text("Цель"), Ties: []string{"person:x"}}, "ties", "form.choice"},
		"tied to nothing":    {Goal{Name: keeptest.Text("Цель"), Ties: []string{"partner:"}}, "ties", "form.choice"},
		"tied twice is once": {Goal{Name: keeptest.Text("Цель"), Ties: []string{"partner:x", "partner:x"}}, "", ""},
	} {
		if got := fieldsOf(c.g.validate()); len(got) > 1 || got[c.field] != c.key {
			t.Errorf("%s: %v, want %s at %s", name, got, c.key, c.field)
		}
	}
}

func TestStanding(t *testing.T) {
	chain := map[string]string{"a": "", "b": "a", "c": "b", "d": "c", "e": ""}
	for name, c := range map[string]struct {
		id, parent, key string
	}{
		"at the top":                      {"new", "", ""},
		"on the fourth level":             {"new", "c", ""},
		"on the fifth":                    {"new", "d", "goal.parent.deep"},
		"under itself":                    {"b", "b", "goal.parent.circle"},
		"under what stands below it":      {"b", "d", "goal.parent.circle"},
		"with two levels on the second":   {"c", "e", ""},
		"with three levels on the second": {"b", "e", ""},
		"with four levels on the second":  {"a", "e", "goal.parent.deep"},
		"under nothing there is":          {"new", "z", "form.choice"},
	} {
		g := Goal{Meta: keep.Meta{ID: c.id}, Parent: c.parent}
		if got := fieldsOf(g.standing(chain))["parent"]; got != c.key {
			t.Errorf("%s: %q, want %q", name, got, c.key)
		}
	}
}

// grown is a tree of two branches with what serves it:
//
//	1 a (aim world_community)
//	  1.1 c (tied to partner p, activity held)
//	  1.2 d
//	2 b (tied to result r1)
func grown(lens Lens) *Forest {
	goals := []Goal{
		{Meta: keep.Meta{ID: "b"}, Name: keeptest.Text("Б"), Position: "2", Ties: []string{"result:r1"}},
		{Meta: keep.Meta{ID: "d"}, Name: keeptest.Text("Г"), Parent: "a", Position: "2"},
		{Meta: keep.Meta{ID: "a"}, Name: keeptest.Text("А"), Position: "1", Aim: "world_community"},
		{Meta: keep.Meta{ID: "c"}, Name: keeptest.Text("В"), Parent: "a", Position: "1", Ties: []string{"partner:p", "activity:held"}},
	}
	return Grow(goals, works(), lens)
}

func works() []Work {
	ref := func(kind, id string) record.Ref { return record.Ref{Kind: kind, ID: id} }
	return []Work{
		{Ref: ref(PartnerKind, "p"), Name: keeptest.Text("Дуйсбург"), Partners: []string{"p"}},
		{Ref: ref(AgreementKind, "paper"), Name: keeptest.Text("Соглашение"), When: keeptest.Date("2007"), Partners: []string{"p"}},
		{Ref: ref(ActivityKind, "held"), Name: keeptest.Text("Обмен"), When: keeptest.Date("2025-12/2026-02"), Partners: []string{"p"}, Aims: []string{"world_community"}},
		{Ref: ref(ActivityKind, "aimed"), Name: keeptest.Text("Выставка"), When: keeptest.Date("2024"), Partners: []string{"q"}, Aims: []string{"world_community"}},
		{Ref: ref(ActivityKind, "spare"), Name: keeptest.Text("Поездка"), When: keeptest.Date("2026-05-03"), Partners: []string{"q"}},
		{Ref: ref(ResultKind, "r1"), Name: keeptest.Text("Награда"), When: keeptest.Date("2017")},
		{Ref: ref(ResultKind, "r2"), Name: keeptest.Text("Книга"), Activity: "held", Partners: []string{"p"}},
	}
}

// said are what serves a goal, with the reason.
func said(n *Node) string {
	var all []string
	for _, kind := range TieKinds() {
		for _, s := range n.Serving[kind] {
			all = append(all, s.Ref.ID+"="+string(s.How))
		}
	}
	return strings.Join(all, " ")
}

func TestTree(t *testing.T) {
	f := grown(Lens{})
	var order []string
	f.Walk(func(n *Node) { order = append(order, n.Number+n.ID) })
	if want := []string{"1a", "1.1c", "1.2d", "2b"}; !slices.Equal(order, want) {
		t.Errorf("%v, want %v", order, want)
	}
	for id, want := range map[string]string{
		"a": "p=below held=aim aimed=aim r2=activity", // the closer reason is told
		"c": "p=direct held=direct r2=activity",
		"d": "",
		"b": "r1=direct",
	} {
		if got := said(f.Nodes[id]); got != want {
			t.Errorf("%s: %q, want %q", id, got, want)
		}
	}
	if f.Total != 3 || len(f.Spare) != 1 || f.Spare[0].Ref.ID != "spare" {
		t.Errorf("%d activities, without a goal %v", f.Total, f.Spare)
	}
	for id, gap := range map[string]string{"a": "", "d": "all", "b": ""} {
		if got := f.Nodes[id].Gap(); got != gap {
			t.Errorf("%s lacks %q, want %q", id, got, gap)
		}
	}
}

func TestLens(t *testing.T) {
	for name, c := range map[string]struct {
		lens        Lens
		a, b        string
		total, free int
	}{
		"the year in which it ended":  {Lens{Year: 2026}, "p=below held=aim r2=activity", "", 2, 1},
		"the year in which it began":  {Lens{Year: 2025}, "p=below held=aim r2=activity", "", 1, 0},
		"a year of one activity":      {Lens{Year: 2024}, "p=below aimed=aim", "", 1, 0},
		"the year of a result":        {Lens{Year: 2017}, "p=below", "r1=direct", 0, 0},
		"one partner":                 {Lens{Partner: "p"}, "p=below held=aim r2=activity", "", 1, 0},
		"another partner":             {Lens{Partner: "q"}, "aimed=aim", "", 2, 1},
		"a partner in a year":         {Lens{Partner: "q", Year: 2026}, "", "", 1, 1},
		"a year in which nothing was": {Lens{Year: 1999}, "p=below", "", 0, 0},
	} {
		f := grown(c.lens)
		if a, b := said(f.Nodes["a"]), said(f.Nodes["b"]); a != c.a || b != c.b || f.Total != c.total || len(f.Spare) != c.free {
			t.Errorf("%s: %q %q %d %d, want %+v", name, a, b, f.Total, len(f.Spare), c)
		}
	}
	if f := grown(Lens{Year: 1999}); f.Nodes["c"].Gap() != "activity" {
		t.Errorf("ties without activities lack %q", f.Nodes["c"].Gap())
	}
}

// TestOrphans: a goal whose parent cannot be seen stands at the top.
func TestOrphans(t *testing.T) {
	f := Grow([]Goal{{Meta: keep.Meta{ID: "x"}, Parent: "gone", Name: keeptest.Text("Х"), Position: "1"}}, nil, Lens{})
	if len(f.Roots) != 1 || f.Roots[0].Number != "1" {
		t.Errorf("%+v", f.Roots)
	}
}

func TestReadList(t *testing.T) {
	for name, c := range map[string]struct {
		text, want, key string
	}{
		"numbers":                  {"1. Город\n1.1. Школы\n1.2 Музеи\n2) Дороги", "0Город 1Школы 1Музеи 0Дороги", ""},
		"four levels":              {"1. А\n1.1. Б\n1.1.1. В\n1.1.1.1. Г\n1.2. Д", "0А 1Б 2В 3Г 1Д", ""},
		"a line goes on":           {"1. Развивать\nобмены\n2. Всё", "0Развивать обмены 0Всё", ""},
		"indentation":              {"Город\n  Школы\n\tМузеи\nДороги", "0Город 1Школы 2Музеи 0Дороги", ""},
		"bullets":                  {"Город\n - Школы\n - Музеи", "0Город 1Школы 1Музеи", ""},
		"indented all":             {"   Город\n   Дороги", "0Город 0Дороги", ""},
		"a year is no number":      {"2027 год культуры\nДороги", "02027 год культуры 0Дороги", ""},
		"a no-break space":         {"1.\u00a0Город\r\n1.1.\u00a0Школы", "0Город 1Школы", ""},
		"empty lines":              {"\n1. Город\n\n\n1.1. Школы\n", "0Город 1Школы", ""},
		"nothing":                  {" \n-\n", "", "goal.paste.empty"},
		"a level is missing":       {"1. Город\n1.1.1. Школы", "", "goal.paste.jump"},
		"below nothing":            {"1.1. Город", "", "goal.paste.jump"},
		"five levels":              {"1. А\n1.1. Б\n1.1.1. В\n1.1.1.1. Г\n1.1.1.1.1. Д", "", "goal.paste.deep"},
		"a line that never ends":   {strings.Repeat("а", 401), "", "goal.paste.wide"},
		"a list that never ends":   {strings.Repeat("а\n", 301), "", "goal.paste.long"},
		"first line has no number": {"Цели города\n1. Школы", "0Цели города 0Школы", ""},
	} {
		lines, err := ReadList(c.text, "ru")
		var got []string
		for _, line := range lines {
			got = append(got, digits(int64(line.Level-1))+line.Name.Get("ru"))
			if (line.Parent < 0) != (line.Level == 1) {
				t.Errorf("%s: %+v", name, line)
			}
		}
		if joined := strings.Join(got, " "); joined != c.want || fieldsOf(err)["lines"] != c.key {
			t.Errorf("%s: %q %v, want %q %s", name, joined, err, c.want, c.key)
		}
	}
}

// FuzzReadList: what is read is always a tree of at most four levels, in which
// parents come first.
func FuzzReadList(f *testing.F) {
	f.Add("1. Город\n1.1. Школы")
	f.Add("Город\n\tШколы\n  Музеи")
	f.Add("1.1.1.1.1.1. ")
	f.Fuzz(func(t *testing.T, text string) {
		lines, err := ReadList(text, "ru")
		if (err == nil) != (len(lines) > 0) {
			t.Fatalf("%v and %d lines", err, len(lines))
		}
		for i, line := range lines {
			switch {
			case line.Name.IsZero() || line.Level < 1 || line.Level > maxLevel || line.Parent >= i:
				t.Fatalf("line %d: %+v", i, line)
			case line.Level == 1 && line.Parent != -1, line.Level > 1 && lines[line.Parent].Level != line.Level-1:
				t.Fatalf("line %d stands below %d: %+v", i, line.Parent, lines)
			}
		}
	})
}
