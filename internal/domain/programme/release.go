package programme

import (
	"context"
	"slices"
	"time"

	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/link"
	"pobratim/internal/platform/record"
)

// Purpose is that of the links behind which guests read a programme.
const Purpose = "programme"

// Releases lists the releases of a programme, the newest first.
func (s *Service) Releases(ctx context.Context, activity string) ([]Release, error) {
	if _, err := s.Gate.Require(ctx, see()); err != nil {
		return nil, err
	}
	if _, err := s.deps.Visit(ctx, activity); err != nil {
		return nil, err
	}
	return releasesOf(ctx, s.DB, activity)
}

// draft is what a release made now would be, without its number.
func (s *Service) draft(ctx context.Context, p Programme) (Release, error) {
	x := Release{Visit: p.Name, Escort: p.Escort, Phone: p.Phone, Lang: p.Lang}
	shared := map[string]bool{}
	for _, i := range p.Shared {
		shared[i.ID] = true
	}
	for _, i := range p.All() {
		e := Entry{Item: i, Shared: shared[i.ID], Interpreted: p.resources[i.Interpreter].Name, HallName: p.resources[i.Hall].Name, CarName: p.resources[i.Car].Name}
		if i.Post != "" {
			name, err := s.deps.PostName(ctx, i.Post)
			if err != nil && errs.KindOf(err) != errs.NotFound {
				return x, err
			}
			e.PostName = name
		}
		x.Entries = append(x.Entries, e)
	}
	found, err := s.Clashes(ctx, p)
	for _, c := range found {
		var text i18n.Text
		for _, lang := range s.deps.Langs {
			text.Set(lang, s.clashWords(ctx, s.deps.Words(lang), p.resources, c))
		}
		x.Warnings = append(x.Warnings, Warning{c.Item, text})
	}
	return x, err
}

// Publish releases a programme as it stands in the version that was read. With
// warnings it wants a reason.
func (s *Service) Publish(ctx context.Context, activity string, version int64, reason string) (Release, error) {
	if _, err := s.Gate.Require(ctx, edit()); err != nil {
		return Release{}, err
	}
	var x Release
	_, err := s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		p, err := s.read(ctx, w, activity)
		if err != nil {
			return ref(activity), err
		}
		if p.Version != version {
			return ref(activity), errs.New(errs.Stale, "form.stale")
		}
		if x, err = s.draft(ctx, p); err != nil {
			return ref(activity), err
		}
		before, err := releasesOf(ctx, w, activity)
		if err != nil {
			return ref(activity), err
		}
		x.Reason = form.Line(reason)
		switch {
		case len(x.Entries) == 0:
			return ref(activity), errs.New(errs.Conflict, "programme.release.empty")
		case len(before) > 0 && !differs(before[0], x):
			return ref(activity), errs.New(errs.Conflict, "programme.release.same", "number", before[0].Number)
		case len(x.Warnings) > 0 && x.Reason == "":
			return ref(activity), errs.Field("reason", "programme.release.reason")
		}
		x.Number, x.At, x.By = 1, clock.Stamp(w.Now), w.Actor.Name
		if len(before) > 0 {
			x.Number = before[0].Number + 1
		}
		if err := insertRelease(ctx, w, activity, x); err != nil {
			return ref(activity), err
		}
		return ref(activity), w.Did(ctx, ref(activity), audit.Issued, p.Name.In("ru").Value, []audit.Change{{Field: "release", After: s.deps.Words("ru").T("programme.release.n", "number", x.Number)}})
	})
	return x, err
}

// differs tells whether there is anything new to tell.
func differs(before, now Release) bool {
	return len(changes(before.Entries, now.Entries)) > 0 || before.Escort != now.Escort || before.Phone != now.Phone || before.Lang != now.Lang
}

// forGuest is the newest release for who came by a link, and all before it, the
// newest first.
func (s *Service) forGuest(ctx context.Context) (string, []Release, error) {
	l := link.From(ctx)
	missing := errs.New(errs.NotFound, "record.missing")
	if l.Purpose != Purpose || l.For.Kind != "activity" {
		return "", nil, missing
	}
	all, err := releasesOf(ctx, s.DB, l.For.ID)
	if err == nil && len(all) == 0 {
		err = missing
	}
	if err != nil {
		return "", nil, err
	}
	all, err = s.unnamed(ctx, l.For.ID, all)
	return l.For.ID, all, err
}

// standing are the entries of now and of what comes next, for a guest who asks
// where to be: those that take place at an instant, else the first one ahead.
func (x Release) standing(now time.Time) (current []Entry, next *Entry) {
	day := now.Format(time.DateOnly)
	minute := dayNumber(day)*24*60 + now.Hour()*60 + now.Minute()
	for _, e := range x.Entries {
		from, until := e.span()
		switch {
		case from <= minute && minute < until:
			current = append(current, e)
		case from > minute && next == nil:
			next = &e
		}
	}
	return current, next
}

// byNumber finds a release in a list.
func byNumber(all []Release, number int64) (Release, bool) {
	n := slices.IndexFunc(all, func(x Release) bool { return x.Number == number })
	if n < 0 {
		return Release{}, false
	}
	return all[n], true
}
