package visit

import (
	"context"
	"strings"

	"pobratim/internal/domain/visit/gate"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// Clear decides that a list may go abroad, notes what the decision rests on, and
// returns its identifier.
func (s *Service) Clear(ctx context.Context, t gate.Transfer) (string, error) {
	if err := s.require(ctx, module.Create, TransferKind); err != nil {
		return "", err
	}
	working, err := s.deps.Working(ctx)
	if err != nil {
		return "", err
	}
	if err := t.Check(ListFields()); err != nil {
		return "", err
	}
	ref, err := s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		v, err := s.visits.GetIn(ctx, w, t.Activity)
		if err != nil {
			return record.Ref{}, err
		}
		c, err := gate.CountryOf(ctx, w, t.Country)
		if err != nil {
			return record.Ref{}, err
		}
		set, err := gate.ReadSettings(ctx, w)
		if err != nil {
			return record.Ref{}, err
		}
		if err := gate.Shut(c, set, s.deps.Clock(), working); err != nil {
			return record.Ref{}, err
		}
		people, err := membersOf(ctx, w, v.Trip.ID)
		if err != nil {
			return record.Ref{}, err
		}
		t.ID, t.Activity, t.People = w.NewID(), v.Trip.ID, len(going(people))
		t.Class, t.Source, t.Notice, t.NoticeOn = c.Class, c.Source, set.Notice, set.NoticeOn
		t.On, t.By = w.Now, w.Actor.Name
		if err := gate.InsertTransfer(ctx, w, t, w.Actor.ID); err != nil {
			return record.Ref{}, err
		}
		ref := record.Ref{Kind: TransferKind, ID: t.ID}
		return ref, w.Did(ctx, ref, audit.Created, v.Trip.Name.In("ru").Value, []audit.Change{
			{Field: "country", After: t.Country}, {Field: "recipient", After: t.Recipient}, {Field: "fields", After: strings.Join(t.Fields, "\n")}, {Field: "reason", After: t.Reason}})
	})
	return ref.ID, err
}

// Cleared is the newest decision that lets data of a visit's delegation go to a
// country. Whoever sends papers with such data asks it first; what it does not
// let go is errs.Conflict. Within our own country nothing has to be decided, and
// the decision is empty.
func (s *Service) Cleared(ctx context.Context, activity, country string) (gate.Transfer, error) {
	if err := s.require(ctx, module.View, Kind); err != nil {
		return gate.Transfer{}, err
	}
	if country != "" && country == s.deps.Country() {
		return gate.Transfer{}, nil
	}
	t, err := gate.TransferTo(ctx, s.DB, activity, country)
	if errs.KindOf(err) == errs.NotFound {
		return t, errs.New(errs.Conflict, "visit.gate.closed")
	}
	return t, err
}

// Transfers lists decisions, the newest first, of one visit or of all.
func (s *Service) Transfers(ctx context.Context, f gate.Filter) ([]gate.Transfer, error) {
	if err := s.require(ctx, module.View, TransferKind); err != nil {
		return nil, err
	}
	return gate.ListTransfers(ctx, s.DB, f)
}

// Transfer reads one decision.
func (s *Service) Transfer(ctx context.Context, id string) (gate.Transfer, error) {
	if err := s.require(ctx, module.View, TransferKind); err != nil {
		return gate.Transfer{}, err
	}
	return gate.TransferByID(ctx, s.DB, id)
}

// Settings reads what holds for all visits.
func (s *Service) Settings(ctx context.Context) (gate.Settings, error) {
	if err := s.require(ctx, module.View, Kind); err != nil {
		return gate.Settings{}, err
	}
	return gate.ReadSettings(ctx, s.DB)
}

// Set changes what holds for all visits.
func (s *Service) Set(ctx context.Context, to gate.Settings) error {
	if err := s.require(ctx, module.Edit, SettingsKind); err != nil {
		return err
	}
	if to.KeepDays < 0 || to.KeepDays > gate.KeepMax {
		return errs.Field("keep_days", "form.range", "low", 0, "high", gate.KeepMax)
	}
	if (to.Notice == "") != to.NoticeOn.IsZero() {
		return errs.Field("notice_on", "visit.settings.notice.both")
	}
	if !to.NoticeOn.IsZero() && to.NoticeOn.Precision() < edtf.Day {
		return errs.Field("notice_on", "form.date.day")
	}
	_, err := s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		before, err := gate.ReadSettings(ctx, w)
		if err != nil {
			return record.Ref{}, err
		}
		ref := record.Ref{Kind: SettingsKind, ID: "office"}
		if err := gate.PutSettings(ctx, w, to); err != nil {
			return ref, err
		}
		return ref, w.Changed(ctx, ref, "", before.Values(), to.Values())
	})
	return err
}

// SetCountry writes what the office found out about a country; an unknown class
// forgets it.
func (s *Service) SetCountry(ctx context.Context, c gate.Country) error {
	if err := s.require(ctx, module.Edit, SettingsKind); err != nil {
		return err
	}
	if s.deps.CountryName(c.Code, "ru") == "" {
		return errs.New(errs.NotFound, "record.missing")
	}
	var bad errs.Fields
	if c.Class != "" && c.Class != gate.Adequate && c.Class != gate.Lacking {
		bad.Add(errs.Field("class", "form.choice"))
	}
	if c.Class != "" && c.Source == "" {
		bad.Add(errs.Field("source", "visit.country.source.empty"))
	}
	if c.Class != "" && c.AsOf.IsZero() {
		bad.Add(errs.Field("as_of", "visit.country.as_of.empty"))
	}
	if err := bad.Err(); err != nil {
		return err
	}
	_, err := s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		ref := record.Ref{Kind: SettingsKind, ID: c.Code}
		before, err := gate.CountryOf(ctx, w, c.Code)
		if err == nil {
			err = gate.PutCountry(ctx, w, c)
		}
		if err != nil {
			return ref, err
		}
		return ref, w.Changed(ctx, ref, c.Code, before.Values(), c.Values())
	})
	return err
}

// Country reads what the office has found out.
func (s *Service) Country(ctx context.Context, code string) (gate.Country, error) {
	if err := s.require(ctx, module.View, TransferKind); err != nil {
		return gate.Country{}, err
	}
	return gate.CountryOf(ctx, s.DB, code)
}

// mayOpen tells whether the viewer may read sealed fields.
func (s *Service) mayOpen(ctx context.Context) bool {
	return s.Gate.Scope(ctx, module.Need{Action: module.View, Kind: SealedKind}) > account.None
}
