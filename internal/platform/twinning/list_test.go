package twinning

import (
	"slices"
	"testing"

	"github.com/klauspost/compress/zstd"
)

func names(ties []Tie) []string {
	var all []string
	for _, t := range ties {
		all = append(all, t.Name)
	}
	return all
}

// TestSeeds wants the cities that the two talks of 2017 name, as far as the
// sources had them: six of six for Perm, eleven of twelve for Petrozavodsk.
func TestSeeds(t *testing.T) {
	l, err := Open()
	if err != nil {
		t.Fatal(err)
	}
	cities, pairs := l.Size()
	if cities < 15_000 || pairs < 30_000 {
		t.Errorf("%d cities, %d pairs", cities, pairs)
	}
	for _, c := range []struct {
		geonames int
		country  string
		name     string
		want     []string
	}{
		{511196, "RU", "Perm", []string{"Qingdao", "Duisburg", "Amnéville", "Oxford", "Agrigento", "Louisville"}},
		{0, "RU", "perm", []string{"Duisburg"}},
		{509820, "RU", "", []string{"Vagharshapat", "Brest", "Neubrandenburg", "Tübingen", "Joensuu", "Varkaus", "La Rochelle", "Mo i Rana", "Umeå", "Duluth"}},
	} {
		got := names(l.Of(c.geonames, c.country, c.name))
		for _, want := range c.want {
			if !slices.Contains(got, want) {
				t.Errorf("%d %s: %s is missing in %v", c.geonames, c.name, want, got)
			}
		}
		if slices.Contains(got, "Perm") {
			t.Errorf("%s is twinned with itself", c.name)
		}
	}
	for _, tie := range l.Of(511196, "RU") {
		if len(tie.Sources) == 0 || len(tie.Country) != 2 {
			t.Errorf("%+v", tie)
		}
		if tie.Name == "Oxford" && (tie.Sources[0] != Wikidata || tie.Sources[0].Date() != "2025-08") {
			t.Errorf("Oxford: %+v", tie.Sources)
		}
	}
	if found := l.Of(0, "XX", "Nowhere"); found != nil {
		t.Errorf("an unknown city has twins: %v", found)
	}
	if found := l.Of(0, "DE", "Perm"); found != nil {
		t.Errorf("Perm in Germany has twins: %v", found)
	}
}

// TestBothWays wants every tie to be there from both ends.
func TestBothWays(t *testing.T) {
	l, err := Open()
	if err != nil {
		t.Fatal(err)
	}
	for from, ties := range l.ties {
		for _, to := range ties {
			if !slices.ContainsFunc(l.ties[to.city], func(back tie) bool { return back.city == from }) {
				t.Errorf("%s – %s in one direction only", l.cities[from].Name, l.cities[to.city].Name)
			}
		}
	}
}

// FuzzRead wants a damaged list to be refused without harm.
func FuzzRead(f *testing.F) {
	enc, err := zstd.NewWriter(nil)
	if err != nil {
		f.Fatal(err)
	}
	f.Add("C\tPerm\tRU\t511196\t915\nC\tDuisburg\tDE\t\t\nP\t0\t1\twe\n")
	f.Add("P\t0\t1\tw\n")
	f.Add("P\t0\t99999999999999999999\tw\n")
	f.Fuzz(func(_ *testing.T, text string) {
		if l, err := read(enc.EncodeAll([]byte(text), nil)); err == nil {
			l.Of(511196, "RU", "Perm")
		}
		_, _ = read([]byte(text))
	})
}
