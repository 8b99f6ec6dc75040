package activity

import (
	"context"
	"net/http"
	"slices"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/id"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

func (s *Service) activityKeeper() *keep.Keeper[Activity] {
	return &keep.Keeper[Activity]{
		Floor: s.Floor, Kind: Kind, IDs: activityIDs,
		Fields: keep.Set[Activity]{
			{Name: "name", At: func(a *Activity) any { return &a.Name }, Required: true, Max: 300, Source: true, Called: true, Residents: keep.OnPage},
			{Name: "type", At: func(a *Activity) any { return &a.Type }, Required: true, Options: keep.Choices("activity.type", Types()...), Residents: keep.OnPage},
			{Name: "status", At: func(a *Activity) any { return &a.Status }, Required: true, Source: true, Options: keep.Choices("activity.status", Statuses()...)},
			{Name: "starts", At: func(a *Activity) any { return &a.Starts }, Source: true},
			{Name: "ends", At: func(a *Activity) any { return &a.Ends }, Source: true},
			{Name: "opens", At: func(a *Activity) any { return &a.Opens }, Max: 5, Width: ui.WidthShort},
			{Name: "closes", At: func(a *Activity) any { return &a.Closes }, Max: 5, Width: ui.WidthShort},
			{Name: "zone", At: func(a *Activity) any { return &a.Zone }, Max: 60, Width: ui.WidthMedium},
			{Name: "place", At: func(a *Activity) any { return &a.Place }, Max: 300, Source: true, Residents: keep.OnPage},
			{Name: "partners", At: func(a *Activity) any { return &a.Partners }, Options: s.with.Partners, Source: true},
			{Name: "series", At: func(a *Activity) any { return &a.Series }, Options: s.seriesOptions, Link: "/series/{id}"},
			{Name: "parent", At: func(a *Activity) any { return &a.Parent }, Options: s.parentOptions, Link: "/activities/{id}"},
			{Name: "programme", At: func(a *Activity) any { return &a.Programme }, Max: 300, Source: true, Residents: keep.OnPage},
			{Name: "code", At: func(a *Activity) any { return &a.Code }, Max: 60, Source: true, Width: ui.WidthMedium},
			{Name: "summary", At: func(a *Activity) any { return &a.Summary }, Long: true, Source: true, Residents: keep.OnPage},
			{Name: "themes", At: func(a *Activity) any { return &a.Themes }, Options: keep.Choices("theme", record.Themes()...), Aside: true, Residents: keep.OnPage},
			{Name: "goals", At: func(a *Activity) any { return &a.Goals }, Options: keep.Choices("goal", record.Goals()...), Aside: true},
			{Name: "beneficiaries", At: func(a *Activity) any { return &a.Beneficiaries }, Options: keep.Choices("beneficiary", record.Beneficiaries()...), Aside: true, Residents: keep.OnPage},
			{Name: "inferred", At: func(a *Activity) any { return &a.Inferred }, Aside: true, Residents: keep.Indoors},
			{Name: "visibility", At: func(a *Activity) any { return &a.Visibility }, Aside: true},
		},
		Meta:  func(a *Activity) *keep.Meta { return &a.Meta },
		Title: func(a *Activity, lang string) string { return a.Name.In(lang).Value },
		ByID:  byID, Insert: s.insert, Update: update, Bin: bin, Own: isOwn, Owned: ownedIDs, Check: s.check, Alike: alike,
		Found: found, Public: s.publicActivityPath,
	}
}

// quick are the fields of the form for a new activity.
func quick() []string {
	return []string{"name", "type", "status", "starts", "ends", "opens", "closes", "place", "partners", "series", "parent", "visibility"}
}

// start takes partner, parent, series, type and days from the page one came from.
func start(r *http.Request, a *Activity) {
	q := r.URL.Query()
	a.Parent, a.Series, a.Type, a.Status = q.Get("parent"), q.Get("series"), q.Get("type"), Planned
	if partner := q.Get("partner"); partner != "" {
		a.Partners = []string{partner}
	}
	for name, day := range map[string]*edtf.Date{"starts": &a.Starts, "ends": &a.Ends} {
		if asked, err := edtf.Parse(q.Get(name)); err == nil {
			*day = asked
		}
	}
}

// check holds the rules that go beyond single fields.
func (s *Service) check(ctx context.Context, h db.Handle, a *Activity) error {
	var bad errs.Fields
	if a.Name.IsZero() {
		bad.Add(errs.Field("name", "activity.name.empty"))
	}
	if !slices.Contains(Types(), a.Type) {
		bad.Add(errs.Field("type", "activity.type.empty"))
	}
	if !slices.Contains(Statuses(), a.Status) {
		bad.Add(errs.Field("status", "activity.status.empty"))
	}
	slices.Sort(a.Partners)
	a.Partners = slices.Compact(a.Partners)
	if e := checkTags(a); e != nil {
		bad.Add(e)
	}
	if e := checkDates(a, s.today()); e != nil {
		bad.Add(e)
	}
	hours := a.hours()
	if e := hours.Tidy(s.clock().Location()); e != nil {
		bad.Add(e)
	}
	a.Opens, a.Closes = hours.Opens, hours.Closes
	if err := bad.Err(); err != nil {
		return err
	}
	if a.Version == 0 && s.guestOf(ctx) != "" && a.Visibility == record.Department {
		a.Visibility = record.Participants
	}
	if a.Series != "" {
		if one, err := seriesByID(ctx, h, a.Series); err != nil || one.Binned {
			return errs.Field("series", "form.choice")
		}
	}
	return checkParent(ctx, h, a)
}

// guestOf is the organisation of a viewer who may change only activities in
// which it takes part; empty for everybody else.
func (s *Service) guestOf(ctx context.Context) string {
	if s.Gate.Scope(ctx, module.Need{Action: module.Edit, Kind: Kind}) >= account.All {
		return ""
	}
	return account.From(ctx).Organisation
}

// insert writes a new activity. What such a viewer adds, the viewer's own
// organisation takes part in; otherwise it would be lost to the one who wrote
// it (and it is kept for participants, not for the department alone).
func (s *Service) insert(ctx context.Context, h db.Handle, a Activity) error {
	if err := insert(ctx, h, a); err != nil {
		return err
	}
	organisation := s.guestOf(ctx)
	if organisation == "" {
		return nil
	}
	return insertParticipant(ctx, h, Participant{ID: id.New(s.clock()), Activity: a.ID, Organisation: organisation, Role: "organiser", Side: "ours"})
}

// checkDates puts both days of a span typed into one field into two, keeps the
// end behind the start, and what lies ahead from having been held.
func checkDates(a *Activity, today edtf.Date) *errs.E {
	if a.Ends.IsInterval() {
		return errs.Field("ends", "activity.ends.span")
	}
	if a.Starts.IsInterval() && !a.Starts.Start().IsZero() && !a.Starts.End().IsZero() {
		if !a.Ends.IsZero() && a.Ends != a.Starts.End() {
			return errs.Field("ends", "activity.ends.twice", "date", a.Starts)
		}
		a.Starts, a.Ends = a.Starts.Start(), a.Starts.End()
	}
	if a.Ends.Before(a.Starts) {
		return errs.Field("ends", "date.order", "start", a.Starts)
	}
	if a.Status == Held && today.Before(a.When()) {
		return errs.Field("status", "activity.status.ahead", "date", a.When())
	}
	return nil
}

// checkParent keeps projects and their parts free of circles.
func checkParent(ctx context.Context, h db.Handle, a *Activity) error {
	for up, steps := a.Parent, 0; up != ""; steps++ {
		if up == a.ID || steps > 20 {
			return errs.Field("parent", "activity.parent.circle")
		}
		above, err := bare(ctx, h, up)
		if err != nil || steps == 0 && above.Binned {
			return errs.Field("parent", "form.choice")
		}
		up = above.Parent
	}
	return nil
}

// parentChoices is how many activities the form offers as the whole of which a
// new one is a part.
const parentChoices = 500

// parentOptions lists what can have parts: the newest projects, and everything
// that already has some.
func (s *Service) parentOptions(ctx context.Context, scene *web.Scene) ([]ui.Option, error) {
	projects, err := s.List(ctx, Filter{Group: Projects, Limit: parentChoices})
	if err != nil {
		return nil, err
	}
	wholes, err := s.wholes(ctx)
	if err != nil {
		return nil, err
	}
	events, err := s.List(ctx, Filter{Group: Events, Limit: parentChoices})
	if err != nil {
		return nil, err
	}
	var options []ui.Option
	seen := map[string]bool{}
	for _, a := range slices.Concat(projects, wholes, events) {
		if seen[a.ID] {
			continue
		}
		seen[a.ID] = true
		label := a.Name.In(scene.Lang).Value
		if year := a.Year(); year != "" {
			label += " (" + year + ")"
		}
		options = append(options, ui.Option{Value: a.ID, Label: label})
	}
	return options, nil
}

func (s *Service) seriesKeeper() *keep.Keeper[Series] {
	return &keep.Keeper[Series]{
		Floor: s.Floor, Kind: SeriesKind, IDs: seriesIDs,
		Fields: keep.Set[Series]{
			{Name: "name", At: func(x *Series) any { return &x.Name }, Required: true, Max: 300, Source: true, Called: true, Residents: keep.OnPage},
			{Name: "about", At: func(x *Series) any { return &x.About }, Long: true, Source: true},
			{Name: "visibility", At: func(x *Series) any { return &x.Visibility }, Aside: true},
		},
		Meta:  func(x *Series) *keep.Meta { return &x.Meta },
		Title: func(x *Series, lang string) string { return x.Name.In(lang).Value },
		ByID:  seriesByID, Insert: insertSeries, Update: updateSeries, Bin: binSeries, Own: isOwnSeries, Owned: ownedSeries, Alike: alikeSeries, Public: s.publicSeriesPath,
		Check: func(_ context.Context, _ db.Handle, x *Series) error {
			if x.Name.IsZero() {
				return errs.Field("name", "series.name.empty")
			}
			return nil
		},
	}
}

// seriesOptions lists the series to choose from.
func (s *Service) seriesOptions(ctx context.Context, scene *web.Scene) ([]ui.Option, error) {
	all, err := s.AllSeries(ctx)
	options := make([]ui.Option, len(all))
	for i, one := range all {
		options[i] = ui.Option{Value: one.ID, Label: one.Name.In(scene.Lang).Value}
	}
	return options, err
}
