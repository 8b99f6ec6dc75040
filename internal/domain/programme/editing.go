package programme

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/record"
)

// The verbs that change a programme: each over the version it was made from, in one
// transaction, with the state before it kept for one undoing.

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
