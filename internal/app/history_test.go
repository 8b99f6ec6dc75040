package app

import (
	"regexp"
	"testing"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/id"
	"pobratim/internal/platform/audit"
)

// TestHistoryInWords shows every value of the whole history as its pages do and
// wants words: names of fields in both languages, no identifier of a record, no
// date and no choice as it is stored.
func TestHistoryInWords(t *testing.T) {
	each(t, func(t *testing.T, s *stage) {
		c := s.city(t, "perm")
		ctx := asProgram(t.Context())
		day := regexp.MustCompile(`^\d{4}-\d\d(-\d\d)?$`)
		codes := regexp.MustCompile(`^(active|paused|dormant|ended|ours|theirs|neutral|organiser|participant|requested|cofinancing)$`)
		said := map[string]bool{} // once per field and fault
		after, shown := int64(0), 0
		for {
			page, err := c.Log.List(ctx, audit.Filter{Limit: 500, Before: after})
			if err != nil {
				t.Fatal(err)
			}
			if len(page) == 0 {
				break
			}
			after = page[len(page)-1].Seq
			for _, rev := range page {
				kind := c.Kinds[rev.Ref.Kind]
				if kind.Show == nil || rev.Ref.Kind == "user" { // accounts show their organisation by themselves
					continue
				}
				for _, change := range rev.Changes {
					at := rev.Ref.Kind + "." + change.Field
					for _, lang := range languages() {
						words := s.in.catalog.Printer(lang)
						if !words.Has(at) && !said[at+lang] {
							said[at+lang] = true
							t.Errorf("%s has no name in %s", at, lang)
						}
						for _, value := range []string{change.Before, change.After} {
							text := kind.Show(ctx, words, change.Field, value)
							if text == "" {
								text = value
							}
							shown++
							if (id.Valid(text) || day.MatchString(text) || lang == "ru" && codes.MatchString(text)) && !said[at] {
								said[at] = true
								t.Errorf("%s is shown as %q", at, text)
							}
						}
					}
				}
			}
		}
		claims, err := db.One(ctx, c.DB, db.Value[int], `SELECT count(*) FROM claims`)
		if err != nil || claims == 0 || shown < 1000 {
			t.Errorf("%d claims, %d values shown: the test shows nothing (%v)", claims, shown, err)
		}
	})
}
