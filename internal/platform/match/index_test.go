package match

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
)

// plain finds records by looking at all of them.
type plain struct {
	ids  []string
	keys [][]key
}

func (p *plain) candidates(kind string, values map[string]string) []string {
	var ids []string
	for _, want := range keysOf(kind, values) {
		n := 0
		for i, keys := range p.keys {
			if n < mostAlike && slices.Contains(keys, want) {
				n++
				if !slices.Contains(ids, p.ids[i]) {
					ids = append(ids, p.ids[i])
				}
			}
		}
		if len(ids) > enough {
			break
		}
	}
	return ids
}

// TestIndexFinds compares the index with looking at all records, also after
// batches were taken back.
func TestIndexFinds(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 5))
	some := func() map[string]string {
		return map[string]string{
			"name": fmt.Sprintf("Клуб № %d", r.IntN(40)), "email": fmt.Sprintf("k%d@example.org", r.IntN(60)),
			"phone": fmt.Sprintf("+7 342 2%02d-00-00", r.IntN(5)), "website": fmt.Sprintf("https://c%d.example.org", r.IntN(90)),
		}
	}
	x, p := NewIndex(), &plain{}
	for batch := range 30 {
		kept := plain{slices.Clone(p.ids), slices.Clone(p.keys)}
		for i := range 10 {
			id, values := fmt.Sprint(batch, "-", i), some()
			x.Put("organisation", id, values)
			p.ids, p.keys = append(p.ids, id), append(p.keys, keysOf("organisation", values))
		}
		if batch%3 == 1 {
			x.Revert()
			*p = kept
		}
		x.Mark()
		for range 20 {
			values := some()
			if got, want := x.Candidates("organisation", values), p.candidates("organisation", values); !slices.Equal(got, want) {
				t.Fatalf("batch %d, %v: %v, want %v", batch, values, got, want)
			}
		}
	}
	if got := x.Candidates("person", map[string]string{"email": "k1@example.org"}); got != nil {
		t.Errorf("a person is found among organisations: %v", got)
	}
	if got := x.Called("organisation", "  КЛУБ № 1 "); len(got) == 0 || len(got) > 3 {
		t.Errorf("%v are called so", got)
	}
}

// TestImagined wants records of a dry run back as they were put, and amended.
func TestImagined(t *testing.T) {
	x := NewIndex()
	values := map[string]string{"name": "Клуб", "about": "строка\nвторая", "email": ""}
	x.Imagine("organisation", "a", values)
	x.Imagine("organisation", "b", map[string]string{"phone": "+7 342 200-00-00"})
	x.Amend("a", map[string]string{"phone": "+7 342 211-11-11", "name": "Клуб дружбы"})
	x.Amend("nobody", map[string]string{"phone": "1"})
	row, ok := x.Imagined("a")
	want := map[string]string{"name": "Клуб дружбы", "about": "строка\nвторая", "email": "", "phone": "+7 342 211-11-11"}
	if !ok || row.ID != "a" || row.Version != 1 || !maps.Equal(row.Values, want) {
		t.Errorf("%+v", row)
	}
	if _, ok := x.Imagined("nobody"); ok || x.Imagines("nobody") || !x.Imagines("b") {
		t.Error("what was not imagined is known")
	}
	if got := x.Candidates("organisation", map[string]string{"name": "клуб"}); !slices.Equal(got, []string{"a"}) {
		t.Errorf("found %v", got)
	}
}
