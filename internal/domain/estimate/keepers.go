package estimate

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/money"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/record"
)

func (s *Service) normKeeper() *keep.Keeper[Norm] {
	return &keep.Keeper[Norm]{
		Floor: s.Floor, Kind: NormKind, IDs: allNorms,
		Fields: keep.Set[Norm]{
			{Name: "item", At: func(n *Norm) any { return &n.Item }, Required: true, Options: s.itemOptions, Called: true},
			{Name: "rank", At: func(n *Norm) any { return &n.Rank }, Options: s.rankOptions},
			{Name: "per", At: func(n *Norm) any { return &n.Per }, Kind: ui.FieldRadios, Required: true, Options: keep.Choices("norm.per", Pers()...)},
			{Name: "rate", At: func(n *Norm) any { return &n.Rate }, Required: true, Max: 40, Width: ui.WidthMedium, Source: true},
			{Name: "currency", At: func(n *Norm) any { return &n.Currency }, Required: true, Options: currencies},
			{Name: "from", At: func(n *Norm) any { return &n.From }},
			{Name: "until", At: func(n *Norm) any { return &n.Until }},
			{Name: "act", At: func(n *Norm) any { return &n.Title }, Required: true, Max: 300},
			{Name: "number", At: func(n *Norm) any { return &n.Number }, Max: 60, Width: ui.WidthShort},
			{Name: "dated", At: func(n *Norm) any { return &n.Dated }},
			{Name: "url", At: func(n *Norm) any { return &n.URL }, Kind: ui.FieldURL, Max: 1000},
			{Name: "note", At: func(n *Norm) any { return &n.Note }, Long: true, Max: 2000},
			{Name: "visibility", At: func(n *Norm) any { return &n.Visibility }, Aside: true},
		},
		Meta:  func(n *Norm) *keep.Meta { return &n.Meta },
		Title: func(n *Norm, lang string) string { return s.normTitle(s.deps.Words(lang), *n) },
		ByID:  normByID, Insert: insertNorm, Update: updateNorm, Bin: binNorm,
		Check: func(_ context.Context, _ db.Handle, n *Norm) error { return n.validate() },
	}
}

func (s *Service) limitKeeper() *keep.Keeper[Limit] {
	return &keep.Keeper[Limit]{
		Floor: s.Floor, Kind: LimitKind, IDs: allLimits,
		Fields: keep.Set[Limit]{
			{Name: "type", At: func(l *Limit) any { return &l.Type }, Kind: ui.FieldRadios, Required: true, Options: keep.Choices("limit.type", LimitTypes()...)},
			{Name: "year", At: func(l *Limit) any { return &l.Year }, Kind: ui.FieldNumber, Required: true, Max: 4, Width: ui.WidthShort, Called: true},
			{Name: "item", At: func(l *Limit) any { return &l.Item }, Options: s.itemOptions},
			{Name: "value", At: func(l *Limit) any { return &l.Value }, Required: true, Max: 40, Width: ui.WidthMedium, Source: true},
			{Name: "currency", At: func(l *Limit) any { return &l.Currency }, Options: currencies},
			{Name: "firm", At: func(l *Limit) any { return &l.Firm }},
			{Name: "act", At: func(l *Limit) any { return &l.Title }, Required: true, Max: 300},
			{Name: "number", At: func(l *Limit) any { return &l.Number }, Max: 60, Width: ui.WidthShort},
			{Name: "dated", At: func(l *Limit) any { return &l.Dated }},
			{Name: "url", At: func(l *Limit) any { return &l.URL }, Kind: ui.FieldURL, Max: 1000},
			{Name: "note", At: func(l *Limit) any { return &l.Note }, Long: true, Max: 2000},
			{Name: "visibility", At: func(l *Limit) any { return &l.Visibility }, Aside: true},
		},
		Meta:  func(l *Limit) *keep.Meta { return &l.Meta },
		Title: func(l *Limit, lang string) string { return limitTitle(s.deps.Words(lang), *l) },
		ByID:  limitByID, Insert: insertLimit, Update: updateLimit, Bin: binLimit,
		Check: func(_ context.Context, _ db.Handle, l *Limit) error { return l.validate() },
	}
}

func (s *Service) estimateKeeper() *keep.Keeper[Estimate] {
	return &keep.Keeper[Estimate]{
		Floor: s.Floor, Kind: Kind, IDs: allEstimates,
		Fields: keep.Set[Estimate]{
			{Name: "activity", At: func(e *Estimate) any { return &e.Activity }, Required: true, Options: s.deps.Activities, Link: "/activities/{id}"},
			{Name: "year", At: func(e *Estimate) any { return &e.Year }, Kind: ui.FieldNumber, Required: true, Max: 4, Width: ui.WidthShort, Called: true},
			{Name: "people", At: func(e *Estimate) any { return &e.People }, Kind: ui.FieldNumber, Max: 10, Width: ui.WidthShort},
			{Name: "days", At: func(e *Estimate) any { return &e.Days }, Kind: ui.FieldNumber, Max: 10, Width: ui.WidthShort},
			{Name: "note", At: func(e *Estimate) any { return &e.Note }, Long: true, Max: 2000},
			{Name: "visibility", At: func(e *Estimate) any { return &e.Visibility }, Aside: true},
		},
		Meta:  func(e *Estimate) *keep.Meta { return &e.Meta },
		Title: func(e *Estimate, lang string) string { return s.deps.Words(lang).T("estimate.titled", "year", e.Year) },
		ByID:  byID, Insert: insert, Update: update, Bin: bin, Check: s.checkEstimate, Found: found,
	}
}

func (s *Service) lineKeeper() *keep.Keeper[Line] {
	return &keep.Keeper[Line]{
		Floor: s.Floor, Kind: LineKind, IDs: allLines,
		Fields: keep.Set[Line]{
			{Name: "estimate", At: func(l *Line) any { return &l.Estimate }, Required: true, Options: s.estimateOptions, Link: "/estimates/{id}"},
			{Name: "norm", At: func(l *Line) any { return &l.Norm }, Options: s.normOptions, Link: "/norms/{id}"},
			{Name: "item", At: func(l *Line) any { return &l.Item }, Options: s.itemOptions, Called: true},
			{Name: "title", At: func(l *Line) any { return &l.Title }, Max: 300},
			{Name: "people", At: func(l *Line) any { return &l.People }, Kind: ui.FieldNumber, Max: 10, Width: ui.WidthShort},
			{Name: "days", At: func(l *Line) any { return &l.Days }, Kind: ui.FieldNumber, Max: 10, Width: ui.WidthShort},
			{Name: "sum", At: func(l *Line) any { return &l.Sum }, Max: 40, Width: ui.WidthMedium},
			{Name: "currency", At: func(l *Line) any { return &l.Currency }, Options: currencies},
			{Name: "source", At: func(l *Line) any { return &l.Source }, Kind: ui.FieldRadios, Required: true, Options: keep.Choices("estimateline.source", Sources()...)},
			{Name: "fact", At: func(l *Line) any { return &l.Fact }, Max: 40, Width: ui.WidthMedium, Source: true},
			{Name: "note", At: func(l *Line) any { return &l.Note }, Long: true, Max: 2000},
			{Name: "visibility", At: func(l *Line) any { return &l.Visibility }, Aside: true},
		},
		Meta:  func(l *Line) *keep.Meta { return &l.Meta },
		Title: func(l *Line, lang string) string { return lineTitle(s.deps.Words(lang), *l) },
		ByID:  lineByID, Insert: insertLine, Update: updateLine, Bin: binLine, Check: s.checkLine,
	}
}

// currencies are those that forms offer.
func currencies(context.Context, *web.Scene) ([]ui.Option, error) {
	var options []ui.Option
	for _, code := range money.Offered() {
		options = append(options, ui.Option{Value: code, Label: code})
	}
	return options, nil
}

// normTitle is what a norm is called: "Питание · глава делегации".
func (s *Service) normTitle(p *i18n.Printer, n Norm) string {
	said := itemWords(p, n.Item)
	if n.Rank != "" {
		said += " · " + rankWords(p, n.Rank)
	}
	return said
}

// limitTitle is what a limit is called: "Приёмов в год, 2027".
func limitTitle(p *i18n.Printer, l Limit) string {
	said := p.T("limit.title."+l.Type, "year", l.Year)
	if item := l.item(); item != "" {
		said += " · " + itemWords(p, item)
	}
	return said
}

// lineTitle is what a line is called: its own words, or the kind of expense.
func lineTitle(p *i18n.Printer, l Line) string {
	if own := l.Title.In(p.Lang).Value; own != "" {
		return own
	}
	return itemWords(p, l.Item)
}

// found adds to the search what the estimate is of.
func found(_ context.Context, _ db.Handle, e *Estimate, to *record.Searched) error {
	to.Links = append(to.Links, record.Ref{Kind: "activity", ID: e.Activity})
	return nil
}

// checkEstimate normalises an estimate and holds its rules. People and days that
// nobody typed are proposed when the form is made, not here.
func (s *Service) checkEstimate(ctx context.Context, h db.Handle, e *Estimate) error {
	var bad errs.Fields
	if e.Activity == "" {
		bad.Add(errs.Field("activity", "estimate.activity.empty"))
	} else if others, err := list(ctx, h, Filter{Activity: e.Activity, Limit: 2}, account.All); err != nil {
		return err
	} else if slices.ContainsFunc(others, func(o Estimate) bool { return o.ID != e.ID }) {
		bad.Add(errs.Field("activity", "estimate.activity.taken"))
	}
	if bad2 := checkYear(e.Year); bad2 != nil {
		bad.Add(bad2)
	}
	for _, c := range []struct {
		field string
		at    *string
	}{{"people", &e.People}, {"days", &e.Days}} {
		n, wrong := readCount(*c.at, c.field)
		if wrong != nil {
			bad.Add(wrong)
		}
		*c.at = countWords(n)
	}
	return bad.Err()
}

// day is the day by which the norms of an estimate are chosen: the first that
// its activity can have, or the first of its year.
func (s *Service) day(ctx context.Context, e Estimate) (time.Time, error) {
	a, err := s.deps.Activity(ctx, e.Activity)
	switch kind := errs.KindOf(err); {
	case err == nil && !a.Starts.IsZero():
		return a.Starts.First(), nil
	case err != nil && kind != errs.NotFound && kind != errs.Forbidden:
		return time.Time{}, err
	}
	year, err := strconv.Atoi(e.Year)
	return time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC), err
}

// checkLine works out the plan of a line and holds its rules.
func (s *Service) checkLine(ctx context.Context, h db.Handle, l *Line) error {
	e, err := byID(ctx, h, l.Estimate)
	switch {
	case errs.KindOf(err) == errs.NotFound || err == nil && e.Binned:
		return errs.Field("estimate", "estimateline.estimate.empty")
	case err != nil:
		return err
	}
	lines, err := linesOf(ctx, h, e.ID)
	if err != nil {
		return err
	}
	if len(lines) >= linesMax && !slices.ContainsFunc(lines, func(o Line) bool { return o.ID == l.ID }) {
		return errs.Field("estimate", "estimateline.many", "max", int64(linesMax))
	}
	if l.Place == 0 {
		l.Place = 1
		if len(lines) > 0 {
			l.Place += lines[len(lines)-1].Place
		}
	}
	if l.Norm == "" {
		err = l.fixed()
	} else {
		err = s.byNorm(ctx, h, e, l)
	}
	if err == nil {
		err = l.settled()
	}
	if err != nil {
		return err
	}
	lines = append(slices.DeleteFunc(lines, func(o Line) bool { return o.ID == l.ID }), *l)
	if _, err := Totals(lines); err != nil {
		return errs.Field("sum", "money.overflow")
	}
	return nil
}

// byNorm prices a line by its norm, which has to be in force on the day of the
// activity. A norm that ended stays good for the line that was written with it.
func (s *Service) byNorm(ctx context.Context, h db.Handle, e Estimate, l *Line) error {
	n, err := normByID(ctx, h, l.Norm)
	if errs.KindOf(err) == errs.NotFound || err == nil && n.Binned {
		return errs.Field("norm", "estimateline.norm.gone")
	}
	if err != nil {
		return err
	}
	day, err := s.day(ctx, e)
	if err != nil {
		return err
	}
	if n.Holds(day) {
		return l.priced(n)
	}
	all, err := listNorms(ctx, h, account.All)
	if err != nil {
		return err
	}
	all = slices.DeleteFunc(all, func(other Norm) bool { return other.Item != n.Item || !other.Holds(day) })
	key := "estimateline.norm.ended"
	if !n.From.IsZero() && n.From.First().After(day) {
		key = "estimateline.norm.later"
	}
	if len(all) == 0 {
		return errs.Field("norm", key+".none", "day", edtf.On(day))
	}
	var valid i18n.Text // in every language: the reader's is known at the edge
	for _, lang := range s.deps.Langs {
		labels := make([]string, len(all))
		for i, other := range all {
			labels[i] = s.normLabel(s.deps.Words(lang), other)
		}
		valid.Set(lang, strings.Join(labels, "; "))
	}
	return errs.Field("norm", key, "day", edtf.On(day), "valid", valid)
}

// normLabel is a norm to choose: "Питание · глава делегации — 470,00 ₽ в день".
func (s *Service) normLabel(p *i18n.Printer, n Norm) string {
	said := p.T("norm.label", "norm", s.normTitle(p, n), "rate", p.Money(n.Amount()), "per", p.T("norm.per."+n.Per))
	if span := span(p, n); span != "" {
		said += " (" + span + ")"
	}
	return said
}

// span says when a norm is in force; nothing when it always is.
func span(p *i18n.Printer, n Norm) string {
	switch {
	case n.From.IsZero() && n.Until.IsZero():
		return ""
	case n.Until.IsZero():
		return p.T("norm.since", "from", n.From)
	case n.From.IsZero():
		return p.T("norm.to", "until", n.Until)
	}
	return p.T("norm.between", "from", n.From, "until", n.Until)
}

// normOptions are all norms: the day of the activity decides which are in force,
// and that is said at the field.
func (s *Service) normOptions(ctx context.Context, scene *web.Scene) ([]ui.Option, error) {
	all, err := listNorms(ctx, s.DB, s.Gate.Scope(ctx, s.norms.ViewNeed()))
	options := make([]ui.Option, len(all))
	for i, n := range all {
		options[i] = ui.Option{Value: n.ID, Label: s.normLabel(scene.Printer, n)}
	}
	return options, err
}

// estimatesMax is how many estimates can be chosen from.
const estimatesMax = 300

// estimateOptions are the estimates to choose from, by their activities.
func (s *Service) estimateOptions(ctx context.Context, scene *web.Scene) ([]ui.Option, error) {
	rows, err := list(ctx, s.DB, Filter{Limit: estimatesMax}, s.Gate.Scope(ctx, s.estimates.ViewNeed()))
	if err != nil {
		return nil, err
	}
	names, err := s.names(ctx, scene)
	options := make([]ui.Option, len(rows))
	for i, e := range rows {
		options[i] = ui.Option{Value: e.ID, Label: estimateTitle(scene.Printer, names, e)}
	}
	return options, err
}

// start proposes the people and days of the activity that the address names.
func (s *Service) start(r *http.Request, e *Estimate) {
	if e.Activity = r.URL.Query().Get("activity"); r.Method == http.MethodPost {
		return
	}
	e.Year = strconv.Itoa(s.deps.Clock().Year())
	if e.Activity == "" {
		return
	}
	a, err := s.deps.Activity(r.Context(), e.Activity)
	if err != nil {
		return
	}
	if !a.Starts.IsZero() {
		e.Year = strconv.Itoa(a.Starts.First().Year())
	}
	e.People, e.Days = countWords(int64(a.People)), countWords(int64(a.Days))
}

// startLine proposes the people and days of the estimate that the address names.
func (s *Service) startLine(r *http.Request, l *Line) {
	l.Estimate, l.Norm = r.URL.Query().Get("estimate"), r.URL.Query().Get("norm")
	if r.Method == http.MethodPost {
		return
	}
	l.Source, l.Currency = Own, money.Offered()[0]
	if e, err := s.estimates.Get(r.Context(), l.Estimate); l.Estimate != "" && err == nil {
		l.People, l.Days = e.People, e.Days
	}
}
