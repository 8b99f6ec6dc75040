package paperwork

import (
	"testing"

	"pobratim/internal/kit/fill"
)

// BenchmarkVisit makes all papers of nineteen people for three days, in both
// languages, in each format; `make bench` prints it. The aim is 3 s for all.
// Nothing here is a limit of time.
func BenchmarkVisit(b *testing.B) {
	f := &facts{people: map[string]Person{}, country: func(code, _ string) string { return code }}
	from := sources(nil)
	var err error
	if f.Activity, err = from.Activity(b.Context(), "visit"); err == nil {
		f.members, err = from.Members(b.Context(), "visit")
	}
	if err == nil {
		f.programme, err = from.Programme(b.Context(), "visit")
	}
	if err == nil {
		f.estimate, err = from.Estimate(b.Context(), "visit")
	}
	if err != nil {
		b.Fatal(err)
	}
	words := loaded(b).Printer
	make := func(kind, langs, format string) {
		doc, err := Describe(kind, langs)
		if err != nil {
			b.Fatal(err)
		}
		built, err := fill.Describe(doc)
		if err != nil {
			b.Fatal(err)
		}
		said, wrong, err := built.Fill(f.data(words, langs, nil))
		if err != nil || len(wrong) > 0 {
			b.Fatal(err, wrong)
		}
		if _, err := write(b.Context(), said.Tied(), format, pool().PDF); err != nil {
			b.Fatal(err)
		}
	}
	make("order", "ru", "pdf") // the typesetter gets ready once
	for _, format := range Formats() {
		b.Run(format, func(b *testing.B) {
			for b.Loop() {
				for _, kind := range Kinds() {
					for _, langs := range []string{"ru", "en"} {
						make(kind, langs, format)
					}
				}
			}
		})
	}
}
