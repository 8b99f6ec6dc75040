package programme

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/db"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/paper"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// Deps is what the subject needs from outside; package app hands it in.
type Deps struct {
	Langs []string
	Clock clock.Clock // in the municipality's zone
	Zone  func() *time.Location
	Slug  string
	// Visit is an activity that the viewer may see.
	Visit func(ctx context.Context, id string) (Visit, error)
	// Path is the address of an activity within the office.
	Path func(id string) string
	// Members are those who come and those who receive them, for badges.
	Members func(ctx context.Context, activity string) ([]Member, error)
	// Passed tells whether fields of the people of a delegation may go to where the
	// guests come from (errs.Conflict: not yet), and the page on which that is decided.
	Passed   func(ctx context.Context, activity string, fields []string) (path string, err error)
	Posts    func(ctx context.Context, s *web.Scene) ([]ui.Option, error)
	PostName func(ctx context.Context, id string) (i18n.Text, error)
	People   func(ctx context.Context, s *web.Scene) ([]ui.Option, error)
	Words    func(lang string) *i18n.Printer
	Office   func(lang string) string // who prints a paper
	Setter   paper.Setter
}

// Service is what the office does with programmes and resources.
type Service struct {
	keep.Floor
	deps Deps
}

// New makes the service on a municipality's floor.
func New(floor keep.Floor, deps Deps) *Service { return &Service{floor, deps} }

// ResourceKind is the kind of halls, cars, interpreters and volunteers.
const ResourceKind = "programme_resource"

func see() module.Need           { return module.Need{Action: module.View, Kind: Kind} }
func edit() module.Need          { return module.Need{Action: module.Edit, Kind: Kind} }
func seeResources() module.Need  { return module.Need{Action: module.View, Kind: ResourceKind} }
func editResources() module.Need { return module.Need{Action: module.Edit, Kind: ResourceKind} }

func ref(activity string) record.Ref { return record.Ref{Kind: Kind, ID: activity} }

// Programme is the programme of an activity as it stands.
type Programme struct {
	Visit
	Version             int64
	Lang, Escort, Phone string
	Items               []Item
	Shared              []Item // of the activity that this one is part of
	CanUndo             bool

	resources map[string]Resource
}

// All are own and shared items, in order.
func (p Programme) All() []Item {
	both := slices.Concat(p.Items, p.Shared)
	inOrder(both)
	return both
}

// Programme reads the programme of an activity that the viewer may see.
func (s *Service) Programme(ctx context.Context, activity string) (Programme, error) {
	if _, err := s.Gate.Require(ctx, see()); err != nil {
		return Programme{}, err
	}
	return s.read(ctx, s.DB, activity)
}

func (s *Service) read(ctx context.Context, h db.Handle, activity string) (Programme, error) {
	visit, err := s.deps.Visit(ctx, activity)
	if err != nil {
		return Programme{}, err
	}
	x, err := headOf(ctx, h, activity)
	if err != nil {
		return Programme{}, err
	}
	p := Programme{Visit: visit, Version: x.Version, Lang: x.Lang, Escort: x.Escort, Phone: x.Phone, CanUndo: x.Before != "", resources: map[string]Resource{}}
	if p.Items, err = itemsOf(ctx, h, activity); err != nil {
		return p, err
	}
	if visit.Parent != "" {
		shared, err := itemsOf(ctx, h, visit.Parent)
		if err != nil {
			return p, err
		}
		p.Shared = slices.DeleteFunc(shared, func(i Item) bool { return !visit.has(i.Day) })
	}
	all, err := allResources(ctx, h)
	for _, r := range all {
		p.resources[r.ID] = r
	}
	return p, err
}

// Clashes are what may be wrong with a programme: double bookings across all
// programmes, then other doubts.
func (s *Service) Clashes(ctx context.Context, p Programme) ([]Clash, error) {
	if _, err := s.Gate.Require(ctx, see()); err != nil {
		return nil, err
	}
	others, err := s.others(ctx, s.DB, p.ID, p.Items)
	if err != nil {
		return nil, err
	}
	var found []Clash
	for _, i := range p.Items {
		found = append(found, doubles(i, slices.Concat(p.Items, others))...)
	}
	return append(found, doubts(p.Visit, p.All(), p.resources, p.Lang)...), nil
}

// others are the items of other programmes around the days of some items, without
// those of activities that are gone or will not take place.
func (s *Service) others(ctx context.Context, h db.Handle, activity string, items []Item) ([]Item, error) {
	if len(items) == 0 {
		return nil, nil
	}
	days := make([]string, len(items))
	for n, i := range items {
		days[n] = i.Day
	}
	all, err := itemsBetween(ctx, h, addDays(slices.Min(days), -1), addDays(slices.Max(days), 1))
	if err != nil {
		return nil, err
	}
	gone := map[string]bool{activity: true}
	for _, i := range all {
		if _, known := gone[i.Activity]; known {
			continue
		}
		visit, err := s.deps.Visit(ctx, i.Activity)
		if err != nil && errs.KindOf(err) != errs.NotFound {
			return nil, err
		}
		gone[i.Activity] = err != nil || visit.Off
	}
	return slices.DeleteFunc(all, func(i Item) bool { return gone[i.Activity] }), nil
}

func addDays(day string, n int) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return t.AddDate(0, 0, n).Format(time.DateOnly)
}

// clashWords says a clash in a language.
func (s *Service) clashWords(ctx context.Context, p *i18n.Printer, known map[string]Resource, c Clash) string {
	args := slices.Clone(c.Args)
	if c.What != "" {
		name := known[c.What].Name
		if name == "" {
			if text, err := s.deps.PostName(ctx, c.What); err == nil {
				name = text.In(p.Lang).Value
			}
		}
		args = append(args, "what", name)
	}
	if c.Other.ID != "" {
		visit := ""
		if v, err := s.deps.Visit(ctx, c.Other.Activity); err == nil {
			visit = v.Name.In(p.Lang).Value
		}
		args = append(args, "hours", c.Other.hours(), "other", c.Other.What.In(p.Lang).Value, "visit", visit)
	}
	return p.T(c.Key, args...)
}

// write changes the items of a programme in one transaction, over the version that
// was read. What was there before can be taken back once.
func (s *Service) write(ctx context.Context, activity string, version int64, do func(w *audit.Writer, p Programme) ([]Item, error)) error {
	if _, err := s.Gate.Require(ctx, edit()); err != nil {
		return err
	}
	_, err := s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		p, err := s.read(ctx, w, activity)
		if err != nil {
			return ref(activity), err
		}
		if p.Version != version {
			return ref(activity), errs.New(errs.Stale, "form.stale")
		}
		before := slices.Clone(p.Items)
		items, err := do(w, p)
		if err != nil {
			return ref(activity), err
		}
		if len(items) > maxItems {
			return ref(activity), errs.New(errs.Conflict, "programme.many", "max", maxItems)
		}
		if err := s.mayBook(ctx, w, p, before, items); err != nil {
			return ref(activity), err
		}
		snapshot, err := json.Marshal(before)
		if err != nil {
			return ref(activity), err
		}
		if err := saveHead(ctx, w, activity, head{p.Version, p.Lang, p.Escort, p.Phone, string(snapshot)}); err != nil {
			return ref(activity), err
		}
		if err := s.replace(ctx, w, activity, items); err != nil {
			return ref(activity), err
		}
		return ref(activity), w.Did(ctx, ref(activity), audit.Changed, p.Name.In("ru").Value, history(before, items))
	})
	return err
}

func (s *Service) replace(ctx context.Context, w *audit.Writer, activity string, items []Item) error {
	if err := deleteItems(ctx, w, activity); err != nil {
		return err
	}
	for _, i := range items {
		i.Activity = activity
		if err := insertItem(ctx, w, i); err != nil {
			return err
		}
	}
	return nil
}

// mayBook refuses double bookings that a change brings and nobody has excused.
func (s *Service) mayBook(ctx context.Context, w *audit.Writer, p Programme, before, after []Item) error {
	others, err := s.others(ctx, w, p.ID, after)
	if err != nil {
		return err
	}
	for _, i := range after {
		if i.Excuse != "" || slices.ContainsFunc(before, func(old Item) bool { return same(old, i) }) {
			continue
		}
		if found := doubles(i, slices.Concat(after, others)); len(found) > 0 {
			return errs.Field("excuse", "programme.clash.refused", "clash", s.clashWords(ctx, s.deps.Words("ru"), p.resources, found[0])).Because(&doubleError{found[0]})
		}
	}
	return nil
}

// doubleError carries the clash, to be said in the reader's language.
type doubleError struct{ Clash }

// Error is for logs.
func (e *doubleError) Error() string { return "double booking of " + e.What }

// same tells whether an item needs the same things at the same hours as before.
func same(a, b Item) bool {
	return a.ID == b.ID && a.Day == b.Day && a.Starts == b.Starts && a.Ends == b.Ends && slices.Equal(a.needs(), b.needs())
}

// history are the lines that a change touched, as the history shows them.
func history(before, after []Item) []audit.Change {
	line := func(i Item) string { return i.Day + " " + i.hours() + " " + i.What.In("ru").Value }
	entries := func(items []Item) []Entry {
		all := make([]Entry, len(items))
		for n, i := range items {
			all[n] = Entry{Item: i}
		}
		return all
	}
	var list []audit.Change
	for _, c := range changes(entries(before), entries(after)) {
		one := audit.Change{Field: "item", After: line(c.Entry.Item)}
		switch c.Kind {
		case "removed":
			one.Before, one.After = one.After, ""
		case "changed":
			was := before[slices.IndexFunc(before, func(i Item) bool { return i.ID == c.Entry.ID })]
			one.Before = line(was)
		}
		list = append(list, one)
	}
	return list
}

// check says what is wrong with an item.
func check(i Item) error {
	var bad errs.Fields
	if _, err := time.Parse(time.DateOnly, i.Day); err != nil {
		bad.Add(errs.Field("day", "programme.day.bad"))
	}
	switch {
	case i.Starts == "":
		bad.Add(errs.Field("starts", "programme.starts.empty"))
	case i.Starts == i.Ends:
		bad.Add(errs.Field("ends", "programme.row.same"))
	}
	if i.What.IsZero() {
		bad.Add(errs.Field("what", "programme.row.what"))
	}
	if i.Travel < 0 || i.Travel > 24*60 {
		bad.Add(errs.Field("travel", "programme.travel.bad"))
	}
	return bad.Err()
}

// Add puts a typed line on a day. The words are in the language of whoever types.
func (s *Service) Add(ctx context.Context, activity string, version int64, day, row, lang string) error {
	if _, err := s.Gate.Require(ctx, edit()); err != nil {
		return err
	}
	line, err := ParseRow(row)
	if err != nil {
		return err
	}
	i := Item{Day: day, Starts: line.Starts, Ends: line.Ends, What: i18n.NewText(lang, line.What)}
	if line.Place != "" {
		i.Place = i18n.NewText(lang, line.Place)
	}
	if err := check(i); err != nil {
		return err
	}
	return s.write(ctx, activity, version, func(w *audit.Writer, p Programme) ([]Item, error) {
		i.ID = w.NewID()
		return append(p.Items, i), nil
	})
}

// Save changes one item.
func (s *Service) Save(ctx context.Context, activity string, version int64, i Item) error {
	if _, err := s.Gate.Require(ctx, edit()); err != nil {
		return err
	}
	if err := check(i); err != nil {
		return err
	}
	return s.write(ctx, activity, version, func(_ *audit.Writer, p Programme) ([]Item, error) {
		n := slices.IndexFunc(p.Items, func(old Item) bool { return old.ID == i.ID })
		if n < 0 {
			return nil, errs.New(errs.NotFound, "record.missing")
		}
		p.Items[n] = i
		return p.Items, nil
	})
}

// Remove takes an item out.
func (s *Service) Remove(ctx context.Context, activity string, version int64, id string) error {
	return s.write(ctx, activity, version, func(_ *audit.Writer, p Programme) ([]Item, error) {
		n := len(p.Items)
		left := slices.DeleteFunc(p.Items, func(i Item) bool { return i.ID == id })
		if len(left) == n {
			return nil, errs.New(errs.NotFound, "record.missing")
		}
		return left, nil
	})
}

// Shift moves an item and what follows it on its day by so many minutes.
func (s *Service) Shift(ctx context.Context, activity string, version int64, id string, by int) error {
	return s.write(ctx, activity, version, func(_ *audit.Writer, p Programme) ([]Item, error) {
		n := slices.IndexFunc(p.Items, func(i Item) bool { return i.ID == id })
		if n < 0 {
			return nil, errs.New(errs.NotFound, "record.missing")
		}
		first := p.Items[n]
		for m, i := range p.Items {
			if i.Day != first.Day || i.Starts < first.Starts {
				continue
			}
			moved, ok := i.shifted(by)
			if !ok {
				return nil, errs.Field("minutes", "programme.shift.over", "hours", i.hours())
			}
			p.Items[m] = moved
		}
		return p.Items, nil
	})
}

// Copy repeats the items of a day on another one, with what they need; where that
// is taken, nothing is copied.
func (s *Service) Copy(ctx context.Context, activity string, version int64, from, to string) error {
	if _, err := time.Parse(time.DateOnly, to); err != nil || from == to {
		return errs.Field("to", "programme.copy.day")
	}
	return s.write(ctx, activity, version, func(w *audit.Writer, p Programme) ([]Item, error) {
		items := p.Items
		for _, i := range p.Items {
			if i.Day == from {
				i.ID, i.Day, i.Excuse = w.NewID(), to, ""
				items = append(items, i)
			}
		}
		return items, nil
	})
}

// Undo takes the last change of the items back; undone twice, it is there again.
func (s *Service) Undo(ctx context.Context, activity string, version int64) error {
	return s.write(ctx, activity, version, func(w *audit.Writer, _ Programme) ([]Item, error) {
		x, err := headOf(ctx, w, activity)
		if err != nil {
			return nil, err
		}
		if x.Before == "" {
			return nil, errs.New(errs.Conflict, "programme.undo.none")
		}
		var items []Item
		return items, json.Unmarshal([]byte(x.Before), &items)
	})
}

// Guests says in which language guests read, who goes with them and their phone.
func (s *Service) Guests(ctx context.Context, activity string, version int64, lang, escort, phone string) error {
	if _, err := s.Gate.Require(ctx, edit()); err != nil {
		return err
	}
	if lang != "" && !knownLang(lang) {
		return errs.Field("lang", "account.lang.unknown")
	}
	_, err := s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		p, err := s.read(ctx, w, activity)
		if err != nil {
			return ref(activity), err
		}
		x, err := headOf(ctx, w, activity)
		if err != nil {
			return ref(activity), err
		}
		x.Version, x.Lang, x.Escort, x.Phone = version, lang, escort, phone
		if err := saveHead(ctx, w, activity, x); err != nil {
			return ref(activity), err
		}
		return ref(activity), w.Changed(ctx, ref(activity), p.Name.In("ru").Value, fieldList("lang", p.Lang, "escort", p.Escort, "phone", p.Phone), fieldList("lang", lang, "escort", escort, "phone", phone))
	})
	return err
}

// title is how an activity's programme is called in lists of others.
func (s *Service) title(ctx context.Context, id, lang string) (string, error) {
	visit, err := s.deps.Visit(ctx, id)
	if err != nil {
		return "", err
	}
	return strings.TrimSpace(s.deps.Words(lang).T("programme.title", "visit", visit.Name.In(lang).Value)), nil
}
