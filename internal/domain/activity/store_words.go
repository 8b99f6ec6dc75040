package activity

import (
	"context"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/fold"
	"pobratim/internal/kit/i18n"
)

const (
	maxQueryWords  = 6
	maxStoredWords = 1000
)

// fewWords is up to how many stored words a beginning is taken for rare.
const fewWords = 2000

// queryWord is a beginning of a word that is looked for.
type queryWord struct {
	fold string
	rare bool
}

// queryWords folds a query into its words, at most a few, and looks up which of
// them are rare.
func queryWords(ctx context.Context, h db.Handle, query string) ([]queryWord, error) {
	all := fold.Words(query)
	found := make([]queryWord, 0, len(all))
	for _, word := range all[:min(len(all), maxQueryWords)] {
		n, err := db.One(ctx, h, db.Value[int], `SELECT count(*) FROM (SELECT 1 FROM activity_words k WHERE k.fold >= $1 AND k.fold < $2 LIMIT $3) AS bounded`, word, past(word), fewWords+1)
		if err != nil {
			return nil, err
		}
		found = append(found, queryWord{fold: word, rare: n <= fewWords})
	}
	return found, nil
}

// past is a text behind every word that begins so.
func past(word string) string { return word + "\U0010ffff" }

// condition finds activities with a word that begins so. Activities of a rare
// word are gathered first; with a frequent one it is cheaper to look at each
// activity of the page. Both answer the same.
func (q queryWord) condition() string {
	if q.rare {
		return "a.id IN (SELECT k.activity_id FROM activity_words k WHERE k.fold >= ? AND k.fold < ?)"
	}
	return "EXISTS (SELECT 1 FROM activity_words k WHERE k.activity_id = a.id AND k.fold >= ? AND k.fold < ?)"
}

// setWords writes anew the words under which an activity is found.
func setWords(ctx context.Context, h db.Handle, a Activity) error {
	texts := []i18n.Text{a.Name, a.Place, a.Programme, a.Summary}
	taking, err := participantsOf(ctx, h, a.ID)
	if err != nil {
		return err
	}
	for _, p := range taking {
		texts = append(texts, p.Text)
	}
	var all []string
	seen := map[string]bool{}
	add := func(text string) {
		for _, word := range fold.Words(text) {
			if !seen[word] && len(all) < maxStoredWords {
				seen[word] = true
				all = append(all, word)
			}
		}
	}
	add(a.Code)
	for _, t := range texts {
		for _, lang := range t.Langs() {
			add(t.Get(lang))
		}
	}
	if _, err := db.Exec(ctx, h, `DELETE FROM activity_words WHERE activity_id = $1`, a.ID); err != nil {
		return err
	}
	rows := make([][]any, len(all))
	for i, word := range all {
		rows[i] = []any{a.ID, word}
	}
	return db.InsertAll(ctx, h, `INSERT INTO activity_words (activity_id, fold)`, ` ON CONFLICT DO NOTHING`, rows)
}
