package record

import (
	"context"

	"pobratim/internal/kit/db"
)

// FactsOfAll reads the facts of several records of one kind, by identifier, in
// one question.
func FactsOfAll(ctx context.Context, h db.Handle, kind string, ids []string) (map[string]Facts, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var w db.Where
	w.And("f.kind = ?", kind)
	w.In("f.record_id", ids)
	all, err := db.All(ctx, h, scanFact, selectFacts+w.SQL()+` ORDER BY f.record_id, f.field, f.used DESC, f.at, f.id`, w.Args()...)
	facts := map[string]Facts{}
	for _, f := range all {
		if facts[f.Ref.ID] == nil {
			facts[f.Ref.ID] = Facts{}
		}
		facts[f.Ref.ID][f.Field] = append(facts[f.Ref.ID][f.Field], f)
	}
	return facts, err
}
