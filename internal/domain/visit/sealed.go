package visit

import (
	"context"
	"slices"

	"pobratim/internal/domain/visit/gate"
	"pobratim/internal/kit/db"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/seal"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// The sealed fields.
const (
	Citizenship = "citizenship"
	Born        = "born"
	Passport    = "passport"
	PassportEnd = "passport_until"
	Diet        = "diet"
	Needs       = "needs"
)

// SealedFields lists them in the order of the form.
func SealedFields() []string {
	return []string{Citizenship, Born, Passport, PassportEnd, Diet, Needs}
}

// sealedMax is how many characters a sealed field takes.
const sealedMax = 500

// place is what a box is sealed for: a value cannot be moved to another person.
func place(member, field string) string { return "pobratim visit " + member + " " + field }

// keyPlace is the same for the key of a visit.
func keyPlace(lock string) string { return "pobratim visit key " + lock }

// Held tells which sealed fields somebody has a value in, without opening any.
func (s *Service) Held(ctx context.Context, activity string) (map[string][]string, error) {
	if err := s.require(ctx, module.View, MemberKind); err != nil {
		return nil, err
	}
	boxes, err := boxesOf(ctx, s.DB, activity)
	held := map[string][]string{}
	for _, b := range boxes {
		held[b.member] = append(held[b.member], b.field)
	}
	return held, err
}

// Open opens what is sealed of somebody, and notes in the history who did.
func (s *Service) Open(ctx context.Context, member string) (map[string]string, error) {
	if err := s.require(ctx, module.View, SealedKind); err != nil {
		return nil, err
	}
	m, err := s.members.Get(ctx, member)
	if err != nil {
		return nil, err
	}
	var open map[string]map[string]string
	_, err = s.Log.Write(audit.WithoutKey(ctx), func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		if open, err = s.openIn(ctx, w, m.Visit, []string{m.ID}, SealedFields()); err != nil {
			return record.Ref{}, err
		}
		return m.Ref(), w.Did(ctx, m.Ref(), audit.Opened, m.Title(), nil)
	})
	return open[m.ID], err
}

// openIn opens fields of some people of a visit, by their identifiers.
func (s *Service) openIn(ctx context.Context, w *audit.Writer, activity string, members, fields []string) (map[string]map[string]string, error) {
	boxes, err := boxesOf(ctx, w, activity)
	if err != nil {
		return nil, err
	}
	locks, open := map[string]seal.Key{}, map[string]map[string]string{}
	for _, b := range boxes {
		if !slices.Contains(members, b.member) || !slices.Contains(fields, b.field) {
			continue
		}
		if _, ok := locks[b.lock]; !ok {
			if locks[b.lock], err = s.unlock(ctx, w, b.lock); err != nil {
				return nil, err
			}
		}
		value, err := locks[b.lock].Open(b.box, place(b.member, b.field))
		if err != nil {
			return nil, errs.Wrap(err, errs.Unavailable, "visit.sealed.key")
		}
		if open[b.member] == nil {
			open[b.member] = map[string]string{}
		}
		open[b.member][b.field] = value
	}
	return open, nil
}

// unlock reads the key of a visit.
func (s *Service) unlock(ctx context.Context, w *audit.Writer, lock string) (seal.Key, error) {
	outer, err := s.deps.Key()
	if err != nil {
		return seal.Key{}, errs.Wrap(err, errs.Unavailable, "visit.sealed.key")
	}
	box, err := keyBox(ctx, w, lock)
	if err != nil {
		return seal.Key{}, err
	}
	k, err := outer.Unwrap(box, keyPlace(lock))
	if err != nil {
		return k, errs.Wrap(err, errs.Unavailable, "visit.sealed.key")
	}
	return k, nil
}

// Seal writes sealed fields of somebody; an empty value takes the field away. What
// is not named stays as it is. The history says that something was sealed, and not
// what.
func (s *Service) Seal(ctx context.Context, member string, values map[string]string) error {
	if err := s.require(ctx, module.Edit, SealedKind); err != nil {
		return err
	}
	for field, value := range values {
		if !slices.Contains(SealedFields(), field) {
			return errs.New(errs.Invalid, "form.broken")
		}
		if len([]rune(value)) > sealedMax {
			return errs.Field(sealedName(field), "form.long", "max", sealedMax)
		}
	}
	_, err := s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		m, err := s.members.GetIn(ctx, w, member)
		if err != nil {
			return record.Ref{}, err
		}
		return m.Ref(), s.sealIn(ctx, w, m, values)
	})
	return err
}

func (s *Service) sealIn(ctx context.Context, w *audit.Writer, m Member, values map[string]string) error {
	if len(values) == 0 {
		return nil
	}
	lock, key, err := s.lockOf(ctx, w, m.Visit)
	if err != nil {
		return err
	}
	var changes []audit.Change
	for _, field := range SealedFields() {
		value, named := values[field]
		if !named {
			continue
		}
		if value == "" {
			err = dropBox(ctx, w, m.ID, field)
		} else {
			err = putBox(ctx, w, box{member: m.ID, field: field, activity: m.Visit, lock: lock, box: key.Seal(value, place(m.ID, field))})
		}
		if err != nil {
			return err
		}
		changes = append(changes, audit.Change{Field: "sealed." + field})
	}
	return w.Did(ctx, m.Ref(), audit.Changed, m.Title(), changes)
}

// lockOf is the key of a visit, made when it has none.
func (s *Service) lockOf(ctx context.Context, w *audit.Writer, activity string) (string, seal.Key, error) {
	locks, err := locksOf(ctx, w, activity)
	if err != nil {
		return "", seal.Key{}, err
	}
	if len(locks) > 0 {
		key, err := s.unlock(ctx, w, locks[0])
		return locks[0], key, err
	}
	outer, err := s.deps.Key()
	if err != nil {
		return "", seal.Key{}, errs.Wrap(err, errs.Unavailable, "visit.sealed.key")
	}
	lock, key := w.NewID(), seal.NewKey()
	return lock, key, putLock(ctx, w, lock, activity, outer.Wrap(key, keyPlace(lock)))
}

// CloseIn closes a text with the key of a visit, for one place of another subject's,
// which asked for the permission; OpenIn opens it. With the visit's key it goes.
func (s *Service) CloseIn(ctx context.Context, w *audit.Writer, activity, place, text string) (lock, box string, err error) {
	lock, key, err := s.lockOf(ctx, w, activity)
	if err != nil {
		return "", "", err
	}
	return lock, key.Seal(text, place), nil
}

// OpenIn opens what CloseIn closed for the same place.
func (s *Service) OpenIn(ctx context.Context, w *audit.Writer, lock, place, box string) (string, error) {
	key, err := s.unlock(ctx, w, lock)
	if err != nil {
		return "", err
	}
	text, err := key.Open(box, place)
	if err != nil {
		return "", errs.Wrap(err, errs.Unavailable, "visit.sealed.key")
	}
	return text, nil
}

// AddMemberIn adds somebody to a delegation, with what is to be sealed of them, as
// a part of what another subject does.
func (s *Service) AddMemberIn(ctx context.Context, w *audit.Writer, m Member, sealed map[string]string) (string, error) {
	id, err := s.members.AddIn(ctx, w, m)
	if err != nil {
		return "", err
	}
	m.ID = id
	return id, s.sealIn(ctx, w, m, sealed)
}

// Destroy destroys what is sealed of a visit, with the key: for good, and at once.
func (s *Service) Destroy(ctx context.Context, id string) error {
	if err := s.require(ctx, module.Edit, SealedKind); err != nil {
		return err
	}
	if err := s.change(ctx, id, s.destroyIn); err != nil {
		return err
	}
	return s.shred(ctx)
}

// shred takes what was destroyed out of the files of the database.
func (s *Service) shred(ctx context.Context) error {
	return db.Shred(ctx, s.DB, "visit_sealed", "visit_keys")
}

func (s *Service) destroyIn(ctx context.Context, w *audit.Writer, v Visit) error {
	if err := dropSealed(ctx, w, v.Trip.ID); err != nil {
		return err
	}
	if err := s.deps.Destroyed(ctx, w, v.Trip.ID); err != nil {
		return err
	}
	if err := putPurged(ctx, w, v.Trip.ID, edtf.On(s.deps.Clock())); err != nil {
		return err
	}
	return w.Did(ctx, v.Ref(), audit.Erased, v.Trip.Name.In("ru").Value, []audit.Change{{Field: "sealed"}})
}

// Purge destroys what is sealed of visits that were over long enough ago, as the
// settings say, or were called off, and returns how many there were. It is called
// once a day in the program's own name.
func (s *Service) Purge(ctx context.Context) (int, error) {
	if err := s.require(ctx, module.Edit, SealedKind); err != nil {
		return 0, err
	}
	settings, err := gate.ReadSettings(ctx, s.DB)
	if err != nil {
		return 0, err
	}
	due, err := spent(ctx, s.DB, s.deps.Clock().AddDate(0, 0, -int(settings.KeepDays)).Format("2006-01-02"))
	for i, activity := range due {
		_, err := s.Log.Write(audit.WithoutKey(ctx), func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
			v, err := byID(ctx, w, activity)
			if err != nil {
				return record.Ref{}, err
			}
			return v.Ref(), s.destroyIn(ctx, w, v)
		})
		if err != nil {
			return i, err
		}
	}
	if err != nil || len(due) == 0 {
		return 0, err
	}
	return len(due), s.shred(ctx)
}
