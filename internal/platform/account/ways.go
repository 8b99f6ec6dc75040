package account

import (
	"context"

	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
)

// ways are how somebody can get in besides the password, and from how many
// devices they are in at this moment.
type ways struct {
	keys, sessions int
	second         bool
}

func (s *Service) waysOfAll(ctx context.Context) (map[string]ways, error) {
	if _, err := s.gate.Require(ctx, NeedUsers); err != nil {
		return nil, err
	}
	keys, err := countPasskeys(ctx, s.db)
	if err != nil {
		return nil, err
	}
	sessions, err := countSessions(ctx, s.db, s.clock())
	if err != nil {
		return nil, err
	}
	second, err := withSecond(ctx, s.db)
	if err != nil {
		return nil, err
	}
	all := map[string]ways{}
	for id, n := range keys {
		all[id] = ways{keys: n}
	}
	for id, n := range sessions {
		w := all[id]
		w.sessions = n
		all[id] = w
	}
	for _, id := range second {
		w := all[id]
		w.second = true
		all[id] = w
	}
	return all, nil
}

// value says it in words, one under the other.
func (w ways) value(sc *web.Scene, u User) ui.Value {
	var v ui.Value
	add := func(yes bool, words string) {
		if yes {
			v.Parts = append(v.Parts, ui.Value{Text: words})
		}
	}
	add(u.CanSignIn && !w.second, sc.T("account.ways.password"))
	add(w.second, sc.T("account.ways.both"))
	add(w.keys > 0, sc.N("account.ways.keys", w.keys))
	add(w.sessions > 0, sc.N("account.ways.sessions", w.sessions))
	if len(v.Parts) == 0 {
		v.Text = "—"
	}
	return v
}
