package letter

import (
	"context"
	"net/http"
	"time"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/record"
)

// earliest is how far the earliest zone on earth is ahead of UTC.
const earliest = 14 * time.Hour

func (s *Service) keeper() *keep.Keeper[Letter] {
	return &keep.Keeper[Letter]{
		Floor: s.Floor, Kind: Kind, IDs: allIDs,
		Fields: keep.Set[Letter]{
			{Name: "type", At: func(l *Letter) any { return &l.Type }, Kind: ui.FieldRadios, Required: true, Options: keep.Choices("letter.type", Types()...)},
			{Name: "side", At: func(l *Letter) any { return &l.Side }, Kind: ui.FieldRadios, Required: true, Options: keep.Choices("letter.side", Sides()...)},
			{Name: "title", At: func(l *Letter) any { return &l.Title }, Required: true, Max: titleMax, Called: true},
			{Name: "on", At: func(l *Letter) any { return &l.On }, Required: true},
			{Name: "partner", At: func(l *Letter) any { return &l.Partner }, Options: s.deps.Partners, Link: "/partners/{id}"},
			{Name: "person", At: func(l *Letter) any { return &l.Person }, Options: s.deps.People, Link: "/people/{id}"},
			{Name: "event", At: func(l *Letter) any { return &l.Event }, Options: s.deps.Activities, Link: "/activities/{id}"},
			{Name: "waits", At: func(l *Letter) any { return &l.Waits }},
			{Name: "by", At: func(l *Letter) any { return &l.By }},
			{Name: "answers", At: func(l *Letter) any { return &l.Answers }, Options: s.answerOptions, Link: "/letters/{id}"},
			{Name: "number", At: func(l *Letter) any { return &l.Number }, Max: 100, Width: ui.WidthShort},
			{Name: "theirs", At: func(l *Letter) any { return &l.Theirs }, Max: 100, Width: ui.WidthShort},
			{Name: "note", At: func(l *Letter) any { return &l.Note }, Long: true},
			{Name: "visibility", At: func(l *Letter) any { return &l.Visibility }, Aside: true},
		},
		Meta:  func(l *Letter) *keep.Meta { return &l.Meta },
		Title: func(l *Letter, lang string) string { return l.Title.In(lang).Value },
		ByID:  byID, Insert: insert, Update: update, Bin: bin,
		Check: s.check, Found: found, Alike: alike,
	}
}

// titleMax is how long a subject may be, in characters.
const titleMax = 300

// quick are the fields asked of a new entry.
func quick() []string {
	return []string{"type", "side", "title", "on", "partner", "person", "event", "waits", "by", "answers", "number"}
}

// start takes from the address whom one writes about and what is answered.
func (s *Service) start(r *http.Request, l *Letter) {
	scene, q := web.SceneOf(r), r.URL.Query()
	l.Partner, l.Person, l.Event, l.Answers = q.Get("partner"), q.Get("person"), q.Get("activity"), q.Get("answers")
	l.Type, l.Side = Call, Out
	if r.Method != http.MethodPost {
		l.On = edtf.On(scene.Now.In(scene.Zone))
	}
	first, err := s.letters.Get(r.Context(), l.Answers)
	if l.Answers == "" || err != nil {
		return
	}
	l.Type, l.Partner, l.Person, l.Event, l.Side = first.Type, first.Partner, first.Person, first.Event, Out
	if first.Side == Out {
		l.Side = In
	}
}

// answerMax is how many entries that wait can be chosen from.
const answerMax = 300

// answerOptions are the entries that wait for an answer. The one that is
// answered already stays a choice of the form that names it.
func (s *Service) answerOptions(ctx context.Context, scene *web.Scene) ([]ui.Option, error) {
	rows, err := s.Letters(ctx, Filter{Waiting: true, Limit: answerMax})
	var options []ui.Option
	seen := map[string]bool{}
	add := func(l Letter) {
		if !seen[l.ID] {
			seen[l.ID] = true
			options = append(options, ui.Option{Value: l.ID, Label: scene.T("letter.answer_option", "title", l.Title, "date", scene.Date(l.On))})
		}
	}
	c, _ := ctx.Value(choiceKey{}).([]string)
	for _, id := range c {
		if l, err := s.letters.Get(ctx, id); err == nil {
			add(l)
		}
	}
	for _, l := range rows {
		add(l)
	}
	return options, err
}

// choiceKey carries the entries that the form of one request may answer beyond
// those that wait: what the address names, and what the record answers already.
type choiceKey struct{}

// offering wraps a form's handler so that it offers these.
func (s *Service) offering(next web.Handler) web.Handler {
	return func(r *http.Request) (web.Reply, error) {
		var offered []string
		if id := r.URL.Query().Get("answers"); id != "" {
			offered = append(offered, id)
		}
		if id := r.PathValue("id"); id != "" {
			l, err := s.letters.Get(r.Context(), id)
			if err != nil {
				return nil, err
			}
			if l.Answers != "" {
				offered = append(offered, l.Answers)
			}
		}
		return next(r.WithContext(context.WithValue(r.Context(), choiceKey{}, offered)))
	}
}

// check holds the rules of an entry.
func (s *Service) check(ctx context.Context, h db.Handle, l *Letter) error {
	if err := l.validate(edtf.On(s.deps.Clock().UTC().Add(earliest))); err != nil {
		return err
	}
	if l.Answers == "" {
		return nil
	}
	first, err := byID(ctx, h, l.Answers)
	switch {
	case errs.KindOf(err) == errs.NotFound || err == nil && first.Binned:
		return errs.Field("answers", "letter.answers.gone")
	case err != nil:
		return err
	case l.On.Before(first.On):
		return errs.Field("on", "letter.on.before", "day", first.On)
	case first.Side == l.Side && l.Side != Both:
		return errs.Field("side", "letter.side.same")
	}
	return nil
}

// found adds to the search whom the entry concerns, and its numbers.
func found(_ context.Context, _ db.Handle, l *Letter, to *record.Searched) error {
	for _, ref := range []record.Ref{{Kind: "partner", ID: l.Partner}, {Kind: "person", ID: l.Person}, {Kind: "activity", ID: l.Event}} {
		if ref.ID != "" {
			to.Links = append(to.Links, ref)
		}
	}
	if l.Body != "" {
		to.Passages = append(to.Passages, record.Passage{Text: l.Body, Depth: record.InRecord})
	}
	return nil
}
