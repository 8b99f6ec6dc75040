package plan

import (
	"context"
	"net/http"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/money"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

func (s *Service) planKeeper() *keep.Keeper[Plan] {
	return &keep.Keeper[Plan]{
		Floor: s.Floor, Kind: Kind, IDs: allPlans,
		Fields: keep.Set[Plan]{
			{Name: "year", At: func(p *Plan) any { return &p.Year }, Required: true, Kind: ui.FieldNumber, Width: ui.WidthShort, Max: 4, Called: true},
			{Name: "closes", At: func(p *Plan) any { return &p.Closes }},
			{Name: "note", At: func(p *Plan) any { return &p.Note }, Long: true, Max: 2000},
			{Name: "load", At: func(p *Plan) any { return &p.Load }, Kind: ui.FieldNumber, Width: ui.WidthShort, Max: 3},
			{Name: "apart", At: func(p *Plan) any { return &p.Apart }, Kind: ui.FieldNumber, Width: ui.WidthShort, Max: 2},
			{Name: "visibility", At: func(p *Plan) any { return &p.Visibility }, Aside: true},
		},
		Meta:  func(p *Plan) *keep.Meta { return &p.Meta },
		Title: func(p *Plan, lang string) string { return s.deps.Words(lang).T("plan.title", "year", p.Year) },
		ByID:  planByID, Insert: insertPlan, Update: updatePlan, Bin: binPlan, Check: s.checkPlan,
		Unique: map[string]*errs.E{"plans_year_key": errs.Field("year", "plan.year.taken")},
	}
}

// startPlan begins the plan of the year that the address names, or of the next.
func (s *Service) startPlan(r *http.Request, p *Plan) {
	if p.Year = r.URL.Query().Get("year"); p.Year == "" && r.Method != http.MethodPost {
		p.Year = edtf.OfYear(s.deps.Clock().Year() + 1).String()
	}
	p.State = Draft
}

func (s *Service) checkPlan(ctx context.Context, h db.Handle, p *Plan) error {
	if p.State == "" {
		p.State = Draft
	}
	if p.Version == 0 {
		if err := s.checkLimits(ctx, *p, Plan{}); err != nil {
			return err
		}
		return p.validate(s.today(), nil)
	}
	was, err := planByID(ctx, h, p.ID)
	if err != nil {
		return err
	}
	if err := s.checkLimits(ctx, *p, was); err != nil {
		return err
	}
	if was.Year != p.Year {
		lines, err := listLines(ctx, h, Filter{Plan: p.ID, Limit: 1}, account.All)
		if err != nil {
			return err
		}
		if len(lines) > 0 {
			return errs.Field("year", "plan.year.fixed")
		}
	}
	return p.validate(s.today(), &was)
}

// checkLimits lets nobody but who approves the plan say what is too much.
func (s *Service) checkLimits(ctx context.Context, p, was Plan) error {
	field := "load"
	if p.Load == was.Load {
		field = "apart"
	}
	if p.Load == was.Load && p.Apart == was.Apart || s.Gate.Scope(ctx, approval()) > account.None {
		return nil
	}
	return errs.Field(field, "plan.limit.head")
}

func (s *Service) lineKeeper() *keep.Keeper[Line] {
	return &keep.Keeper[Line]{
		Floor: s.Floor, Kind: LineKind, IDs: allLines,
		Fields: keep.Set[Line]{
			{Name: "plan", At: func(l *Line) any { return &l.Plan }, Required: true, Options: s.planOptions, Link: "/plans/{id}"},
			{Name: "title", At: func(l *Line) any { return &l.Title }, Required: true, Max: 300, Called: true, Source: true},
			{Name: "when", At: func(l *Line) any { return &l.When }, Source: true},
			{Name: "place", At: func(l *Line) any { return &l.Place }, Max: 200},
			{Name: "type", At: func(l *Line) any { return &l.Type }, Options: s.deps.Types},
			{Name: "partners", At: func(l *Line) any { return &l.Partners }, Options: s.deps.Partners},
			{Name: "owner", At: func(l *Line) any { return &l.Owner }, Options: s.ownerOptions},
			{Name: "post", At: func(l *Line) any { return &l.Post }, Options: s.deps.Posts, Link: "/posts/{id}"},
			{Name: "money", At: func(l *Line) any { return &l.Money }, Options: keep.Choices("planline.money", Monies()...)},
			{Name: "amount", At: func(l *Line) any { return &l.Amount }, Max: 40, Width: ui.WidthMedium, Source: true},
			{Name: "funder", At: func(l *Line) any { return &l.Funder }, Max: 300},
			{Name: "audience", At: func(l *Line) any { return &l.Audience }, Options: s.deps.Audiences},
			{Name: "reason", At: func(l *Line) any { return &l.Reason }, Required: true, Options: keep.Choices("plan.reason", Reasons()...)},
			{Name: "origin", At: func(l *Line) any { return &l.Origin }, Options: s.originOptions},
			{Name: "activity", At: func(l *Line) any { return &l.Activity }, Options: s.deps.Activities, Link: "/activities/{id}"},
			{Name: "outcome", At: func(l *Line) any { return &l.Outcome }, Options: keep.Choices("plan.outcome", Outcomes()...)},
			{Name: "note", At: func(l *Line) any { return &l.Note }, Long: true},
			{Name: "visibility", At: func(l *Line) any { return &l.Visibility }, Aside: true},
		},
		Meta:  func(l *Line) *keep.Meta { return &l.Meta },
		Title: func(l *Line, lang string) string { return l.Title.In(lang).Value },
		ByID:  lineByID, Insert: insertLine, Update: updateLine, Bin: binLine, Check: s.checkLine, Found: foundLine,
	}
}

// quick are the fields asked of a new line.
func quick() []string {
	return []string{"plan", "title", "when", "type", "partners", "owner", "post", "money", "amount", "funder", "audience"}
}

// startLine takes from the address what the page one came from knows.
func (s *Service) startLine(r *http.Request, l *Line) {
	q := r.URL.Query()
	l.Plan, l.Reason = q.Get("plan"), Own
	if partner := q.Get("partner"); partner != "" {
		l.Partners = []string{partner}
	}
}

// foundLine adds to the search the partners and what the line became.
func foundLine(_ context.Context, _ db.Handle, l *Line, to *record.Searched) error {
	to.Links = append(to.Links, l.partnerRefs()...)
	return nil
}

// checkLine normalises a line and holds its rules.
func (s *Service) checkLine(ctx context.Context, h db.Handle, l *Line) error {
	if l.Plan == "" {
		return errs.Field("plan", "planline.plan.empty")
	}
	p, err := planByID(ctx, h, l.Plan)
	if errs.KindOf(err) == errs.NotFound || err == nil && p.Binned {
		return errs.Field("plan", "planline.plan.empty")
	}
	if err != nil {
		return err
	}
	if p.State == Closed {
		return errs.New(errs.Conflict, "planline.closed", "year", p.Year)
	}
	l.When = completed(l.When, p.Number())
	l.Partners, l.Audience = sortedUnique(l.Partners), sortedUnique(l.Audience)
	if l.Reason == "" {
		l.Reason = Own
	}
	if l.Amount != "" {
		sum, err := readAmount(l.Amount, s.deps.Currency)
		if err != nil {
			return err
		}
		if l.Amount = sum.String(); l.Money == "" {
			l.Money = Known
		}
	}
	return l.validate(p)
}

// readAmount reads a sum as people type it; one that names no currency is in the
// office's own.
func readAmount(text, currency string) (money.Amount, error) {
	sum, err := money.Parse(text, "")
	if err != nil {
		sum, err = money.Parse(text, currency)
	}
	if err != nil {
		return sum, errs.Field("amount", "planline.amount.bad", "text", text)
	}
	if sum.Minor < 0 {
		return sum, errs.Field("amount", "planline.amount.bad", "text", text)
	}
	return sum, nil
}

// planOptions are the plans that a line can belong to.
func (s *Service) planOptions(ctx context.Context, scene *web.Scene) ([]ui.Option, error) {
	plans, err := s.Plans(ctx)
	options := make([]ui.Option, len(plans))
	for i, p := range plans {
		options[i] = ui.Option{Value: p.ID, Label: scene.T("plan.title", "year", p.Year)}
	}
	return options, err
}

// ownerOptions are the colleagues who may answer for a line.
func (s *Service) ownerOptions(ctx context.Context, _ *web.Scene) ([]ui.Option, error) {
	staff, err := s.deps.Staff(ctx)
	var options []ui.Option
	for _, one := range staff {
		if !one.Left {
			options = append(options, ui.Option{Value: one.ID, Label: one.Name})
		}
	}
	return options, err
}

type originKey struct{}

// keeping wraps a form's handler so that the form offers the origin and the
// owner that the line has, whatever else can be chosen.
func (s *Service) keeping(next web.Handler) web.Handler {
	return func(r *http.Request) (web.Reply, error) {
		id := r.PathValue("id")
		if id == "" {
			return next(r)
		}
		l, err := s.lines.Get(r.Context(), id)
		if err != nil {
			return nil, err
		}
		return next(r.WithContext(context.WithValue(r.Context(), originKey{}, l.Origin)))
	}
}

// originOptions are the record that the line has its reason from: it came with
// the candidate, and nobody types it.
func (s *Service) originOptions(ctx context.Context, scene *web.Scene) ([]ui.Option, error) {
	origin, _ := ctx.Value(originKey{}).(string)
	if origin == "" {
		return nil, nil
	}
	link, err := s.named(ctx, scene, origin)
	if link.Text == "" {
		link.Text = scene.T("plan.hidden")
	}
	return []ui.Option{{Value: origin, Label: link.Text}}, err
}

// named is a record as a link; without words when the viewer may not see it.
func (s *Service) named(ctx context.Context, scene *web.Scene, about string) (ui.Link, error) {
	ref := record.ParseRef(about)
	title, err := s.called(ctx, scene.Lang, ref)
	if title == "" {
		return ui.Link{}, err
	}
	return ui.Link{Text: title, Href: scene.Path(s.deps.Kinds().Path(ref))}, err
}

// called is the title of a record; empty when the viewer may not see it.
func (s *Service) called(ctx context.Context, lang string, ref record.Ref) (string, error) {
	kind, ok := s.deps.Kinds()[ref.Kind]
	if !ok || kind.Title == nil {
		return "", nil
	}
	title, err := kind.Title(ctx, ref.ID, lang)
	switch errs.KindOf(err) {
	case errs.NotFound, errs.Forbidden, errs.Unauthenticated:
		return "", nil
	}
	return title, err
}

// lineRoutes are the addresses of the forms.
func (s *Service) lineRoutes() []module.Route {
	routes := s.lines.Routes()
	for i := range routes {
		routes[i].Handle = s.keeping(routes[i].Handle)
	}
	return routes
}

// mayChange tells whether the viewer changes lines.
func (s *Service) mayChange(ctx context.Context) bool {
	return s.Gate.Scope(ctx, changes()) > account.None
}
