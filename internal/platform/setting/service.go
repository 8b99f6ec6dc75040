package setting

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"sync"

	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/db"
	"pobratim/internal/kit/errs"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/place"
	"pobratim/internal/platform/record"
)

// Kind is the kind of the one record of this package.
const Kind = "setting"

// Ref names that record.
var Ref = record.Ref{Kind: Kind, ID: "municipality"}

// Need lets its holder see and change the settings.
var Need = module.Need{Action: module.Manage, Kind: Kind}

// Service owns the settings of one municipality.
type Service struct {
	db    *db.DB
	log   *audit.Log
	gate  *account.Gate
	clock clock.Clock
	towns *place.Gazetteer
	langs []string // languages in which the program has words

	mu   sync.Mutex
	seen int64 // version of the history at which held was read
	held *Settings
}

// New makes the service; langs are the languages in which the program has words.
func New(d *db.DB, log *audit.Log, gate *account.Gate, c clock.Clock, towns *place.Gazetteer, langs []string) *Service {
	return &Service{db: d, log: log, gate: gate, clock: c, towns: towns, langs: langs}
}

// Get is what the municipality says about itself, for anybody: all of it is
// public. It is read anew only after something in the database has changed.
func (s *Service) Get(ctx context.Context) (Settings, error) {
	now := s.log.Version()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.held != nil && s.seen == now {
		return *s.held, nil
	}
	got, err := load(ctx, s.db)
	if err != nil {
		return got, err
	}
	s.held, s.seen = &got, now
	return got, nil
}

// Save replaces the settings. Version has to be the one that was edited.
func (s *Service) Save(ctx context.Context, next Settings) error {
	if _, err := s.gate.Require(ctx, Need); err != nil {
		return err
	}
	if err := next.Validate(s.langs); err != nil {
		return err
	}
	return s.replace(ctx, next.Version, func(_ context.Context, _ *audit.Writer, stored *Settings) error {
		next.Crest = stored.Crest // it has a page of its own
		*stored = next
		return nil
	})
}

func first(langs []string) string {
	if len(langs) == 0 {
		return "ru"
	}
	return langs[0]
}

// keys writes the settings as key → JSON.
func (s Settings) keys() (map[string]json.RawMessage, error) {
	text, err := json.Marshal(s)
	if err != nil {
		return nil, err
	}
	var keys map[string]json.RawMessage
	return keys, json.Unmarshal(text, &keys)
}

// fields is the state of the settings for the history: strings bare, lists
// joined, everything else as JSON.
func (s Settings) fields() (audit.Fields, error) {
	keys, err := s.keys()
	if err != nil {
		return nil, err
	}
	var fields audit.Fields
	for name, raw := range keys {
		fields = append(fields, audit.Field{Name: name, Value: plain(raw)})
	}
	slices.SortFunc(fields, func(a, b audit.Field) int { return strings.Compare(a.Name, b.Name) })
	return fields, nil
}

func plain(raw json.RawMessage) string {
	var text string
	var list []string
	switch {
	case string(raw) == "null":
		return ""
	case json.Unmarshal(raw, &text) == nil:
		return text
	case json.Unmarshal(raw, &list) == nil:
		return strings.Join(list, ", ")
	}
	return string(raw)
}

func load(ctx context.Context, h db.Handle) (Settings, error) {
	type pair struct{ key, value string }
	rows, err := db.All(ctx, h, func(r db.Row) (pair, error) {
		var p pair
		err := r.Scan(&p.key, &p.value)
		return p, err
	}, `SELECT key, value FROM settings`)
	if err != nil {
		return Settings{}, err
	}
	var s Settings
	keys := map[string]json.RawMessage{}
	for _, p := range rows {
		if p.key == "version" {
			if s.Version, err = strconv.ParseInt(p.value, 10, 64); err != nil {
				return s, err
			}
			continue
		}
		keys[p.key] = json.RawMessage(p.value)
	}
	text, err := json.Marshal(keys)
	if err != nil {
		return s, err
	}
	return s, json.Unmarshal(text, &s)
}

// raise takes the next version; Stale when somebody else was faster.
func raise(ctx context.Context, h db.Handle, from int64) error {
	n, err := db.Exec(ctx, h, `UPDATE settings SET value = $1 WHERE key = 'version' AND value = $2`, strconv.FormatInt(from+1, 10), strconv.FormatInt(from, 10))
	if err == nil && n == 0 {
		err = errs.New(errs.Stale, "setting.stale")
	}
	return err
}

func store(ctx context.Context, h db.Handle, s Settings) error {
	keys, err := s.keys()
	if err != nil {
		return err
	}
	for name, raw := range keys {
		_, err := db.Exec(ctx, h, `INSERT INTO settings (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value`, name, string(raw))
		if err != nil {
			return err
		}
	}
	return nil
}
