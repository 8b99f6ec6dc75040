package agreement

import (
	"context"
	"net/http"
	"slices"
	"time"

	"pobratim/internal/domain/contact"
	"pobratim/internal/kit/db"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/keep"
)

func (s *Service) keeper() *keep.Keeper[Agreement] {
	return &keep.Keeper[Agreement]{
		Floor: s.Floor, Kind: Kind, IDs: allIDs,
		Fields: keep.Set[Agreement]{
			{Name: "partner", At: func(a *Agreement) any { return &a.Partner }, Required: true, Options: s.partners.Options, Link: "/partners/{id}"},
			{Name: "type", At: func(a *Agreement) any { return &a.Type }, Required: true, Options: keep.Choices("agreement.type", Types()...), Source: true, Residents: keep.OnPage},
			{Name: "level", At: func(a *Agreement) any { return &a.Level }, Kind: ui.FieldRadios, Options: keep.Choices("agreement.level", Levels()...), Source: true},
			{Name: "title", At: func(a *Agreement) any { return &a.Title }, Required: true, Max: 400, Aside: true, Source: true, Called: true, Residents: keep.OnPage},
			{Name: "signed", At: func(a *Agreement) any { return &a.Signed }, Source: true},
			{Name: "planned", At: func(a *Agreement) any { return &a.Planned }, Source: true},
			{Name: "place", At: func(a *Agreement) any { return &a.Place }, Source: true},
			{Name: "from", At: func(a *Agreement) any { return &a.From }, Source: true},
			{Name: "until", At: func(a *Agreement) any { return &a.Until }, Source: true},
			{Name: "extension", At: func(a *Agreement) any { return &a.Extension }, Source: true},
			{Name: "ended", At: func(a *Agreement) any { return &a.Ended }, Source: true},
			{Name: "ended_by", At: func(a *Agreement) any { return &a.EndedBy }, Options: keep.Choices("agreement.ended_by", Enders()...), Source: true},
			{Name: "ended_why", At: func(a *Agreement) any { return &a.EndedWhy }, Long: true, Max: 2000, Source: true, Residents: keep.Indoors},
			{Name: "languages", At: func(a *Agreement) any { return &a.Languages }, Options: contact.Languages, Source: true},
			{Name: "subjects", At: func(a *Agreement) any { return &a.Subjects }, Long: true, Source: true},
			{Name: "renews", At: func(a *Agreement) any { return &a.Renews }, Options: s.Options, Link: "/agreements/{id}", Source: true},
			{Name: "original", At: func(a *Agreement) any { return &a.Original }, Residents: keep.Indoors},
			{Name: "note", At: func(a *Agreement) any { return &a.Note }, Long: true, Residents: keep.Indoors},
			{Name: "visibility", At: func(a *Agreement) any { return &a.Visibility }, Aside: true},
		},
		Meta:  func(a *Agreement) *keep.Meta { return &a.Meta },
		Title: func(a *Agreement, lang string) string { return a.Title.In(lang).Value },
		ByID:  byID, Insert: insert, Update: update, Bin: bin, Own: isOwn, Owned: ownedIDs, Found: found, Public: s.publicPath,
		Check: s.check, Then: s.then,
	}
}

// then tells who follows papers of a change.
func (s *Service) then(ctx context.Context, w *audit.Writer, before, after *Agreement) error {
	if s.law.Follow == nil {
		return nil
	}
	return s.law.Follow(ctx, w, *before, *after)
}

// start takes the partner, and the paper that is renewed, from the page one
// came from.
func start(r *http.Request, a *Agreement) {
	a.Level = "city"
	a.Partner, a.Renews = r.URL.Query().Get("partner"), r.URL.Query().Get("renews")
	if a.Renews != "" {
		a.Type = "renewal"
	}
}

// Options lists the papers that another one may name, with partner and date.
func (s *Service) Options(ctx context.Context, scene *web.Scene) ([]ui.Option, error) {
	papers, err := s.Agreements(ctx, Filter{})
	if err != nil {
		return nil, err
	}
	names, err := s.partnersByID(ctx)
	if err != nil {
		return nil, err
	}
	options := make([]ui.Option, len(papers))
	for i, a := range papers {
		label := a.Title.In(scene.Lang).Value
		if p, ok := names[a.Partner]; ok {
			label = p.Name.In(scene.Lang).Value + ": " + label
		}
		if !a.Signed.IsZero() {
			label += ", " + scene.Date(a.Signed)
		}
		options[i] = ui.Option{Value: a.ID, Label: label}
	}
	return options, nil
}

// check refuses what cannot be: terms that end before they begin, a signing
// that lies ahead, a renewal of another city's paper or of itself.
func (s *Service) check(ctx context.Context, h db.Handle, a *Agreement) error {
	var bad errs.Fields
	found, err := partnershipIDs(ctx, h, a.Partner)
	if err != nil {
		return err
	}
	if len(found) == 0 {
		return errs.Field("partner", "form.choice")
	}
	a.Partner = found[0]
	if a.Level == "" {
		a.Level = "city"
	}
	if a.Title.IsZero() {
		bad.Add(errs.Field("title", "agreement.title.empty"))
	}
	if !contains(Types(), a.Type) {
		bad.Add(errs.Field("type", "agreement.type.empty"))
	}
	checkDates(&bad, *a, instant(h))
	checkEnd(&bad, *a)
	if err := checkRenewal(ctx, h, *a, &bad); err != nil {
		return err
	}
	return bad.Err()
}

func checkDates(bad *errs.Fields, a Agreement, now time.Time) {
	for _, start := range []edtf.Date{a.From, a.Signed} {
		if a.Until.Before(start) {
			bad.Add(errs.Field("until", "date.order", "start", start))
			break
		}
	}
	// A day begins in the east of the world fourteen hours before it does in
	// Greenwich.
	if today := edtf.On(now.Add(14 * time.Hour)); !a.Planned && !now.IsZero() && today.Before(a.Signed) {
		bad.Add(errs.Field("signed", "agreement.signed.future", "date", a.Signed))
	}
}

// checkEnd refuses an early end of what has not begun, or is over by its term
// already, and one of which everything is told but its day.
func checkEnd(bad *errs.Fields, a Agreement) {
	if a.EndedBy != "" && !contains(Enders(), a.EndedBy) {
		bad.Add(errs.Field("ended_by", "form.choice"))
	}
	if a.Ended.IsZero() {
		if a.EndedBy != "" || !a.EndedWhy.IsZero() {
			bad.Add(errs.Field("ended", "agreement.ended.empty"))
		}
		return
	}
	begins := a.From
	if begins.IsZero() {
		begins = a.Signed
	}
	switch {
	case a.Planned:
		bad.Add(errs.Field("ended", "agreement.ended.planned"))
	case a.Ended.Before(begins):
		bad.Add(errs.Field("ended", "date.order", "start", begins))
	case a.Until.Before(a.Ended):
		bad.Add(errs.Field("ended", "agreement.ended.late", "until", a.Until))
	}
}

// instant is when a change is written; zero outside of one.
func instant(h db.Handle) time.Time {
	if w, ok := h.(*audit.Writer); ok {
		return w.Now
	}
	return time.Time{}
}

// checkRenewal wants an earlier paper with the same partner and no circle.
func checkRenewal(ctx context.Context, h db.Handle, a Agreement, bad *errs.Fields) error {
	for id, steps := a.Renews, 0; id != ""; steps++ {
		if id == a.ID || steps > chainBound {
			bad.Add(errs.Field("renews", "agreement.renews.circle"))
			return nil
		}
		earlier, err := byID(ctx, h, id)
		if errs.KindOf(err) == errs.NotFound || err == nil && earlier.Binned && steps == 0 {
			bad.Add(errs.Field("renews", "form.choice"))
			return nil
		}
		if err != nil {
			return err
		}
		if earlier.Partner != a.Partner {
			bad.Add(errs.Field("renews", "agreement.renews.partner"))
			return nil
		}
		id = earlier.Renews
	}
	return nil
}

func contains(all []string, one string) bool { return slices.Contains(all, one) }
