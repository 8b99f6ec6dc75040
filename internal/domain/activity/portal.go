package activity

import (
	"context"
	"net/http"
	"slices"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/record"
)

// The public sees public records and nothing else, whoever is signed in: every
// function of this file reads in the scope account.Open, and names of other
// subjects' records are asked for in the name of the public. Money, codes,
// history and the text of internal fields are not in these page structs.

// asPublic takes the viewer out of a context.
func asPublic(ctx context.Context) context.Context { return account.With(ctx, account.Viewer{}) }

// publicList lists public activities that came to something.
func (s *Service) publicList(ctx context.Context, f Filter) ([]Activity, error) {
	f.Done, f.today = true, s.today().Sort()
	return list(ctx, s.DB, f, account.Open, "")
}

// publicOne reads one public activity, also a cancelled one.
func (s *Service) publicOne(ctx context.Context, id string) (Activity, error) {
	a, err := byID(ctx, s.DB, id)
	if err != nil {
		return a, err
	}
	if a.Binned || !account.Open.Sees(a.Visibility, false) {
		return Activity{}, errs.New(errs.NotFound, "record.missing")
	}
	return a, nil
}

// publicListPage is what the template projects shows.
type publicListPage struct {
	Lead  string
	Tabs  ui.Tabs
	Years []publicYear
	Empty *ui.Empty
	Pager ui.Pager
}

type publicYear struct {
	Year string
	List []publicRow
}

// publicRow is an activity as a list of the portal shows it.
type publicRow struct {
	Name  ui.Value
	Type  string
	When  ui.Value
	Who   string // partner cities
	Text  ui.Value
	State *ui.Chip // nil for what was held
}

func (s *Service) publicActivities(r *http.Request) (web.Reply, error) {
	ctx, scene := asPublic(r.Context()), web.SceneOf(r)
	asked := filterOf(r.URL.Query())
	f := Filter{Group: asked.Group, Partner: asked.Partner, Theme: asked.Theme, Year: asked.Year, Series: asked.Series, After: asked.After, Limit: keep.PageSize + 1}
	rows, err := s.publicList(ctx, f)
	if err != nil {
		return nil, err
	}
	total, err := s.publicCount(ctx, f)
	if err != nil {
		return nil, err
	}
	rows, more := keep.Cut(rows)
	data := publicListPage{Lead: scene.T("activity.public.lead"), Tabs: groupTabs(scene, f.Group), Years: s.publicYears(ctx, scene, rows), Pager: keep.Pager(scene, len(rows), total, f.After != Key{})}
	if len(rows) == 0 {
		data.Empty = &ui.Empty{Title: scene.T("activity.nothing_found"), Example: &ui.Link{Text: scene.T("activity.public.reset"), Href: scene.Path("/projects")}}
	}
	if more {
		last := rows[len(rows)-1].Key()
		data.Pager.Next = keep.Onward(scene, last.Sort, last.ID)
	}
	return web.Page{Template: "activity/projects", Title: scene.T("activity.public.list"), Data: data,
		Head: web.Head{Description: scene.T("activity.public.lead"), Canonical: "/projects"}}, nil
}

func (s *Service) publicCount(ctx context.Context, f Filter) (int, error) {
	f.Done, f.today = true, s.today().Sort()
	return count(ctx, s.DB, f, account.Open, "", keep.CountBound)
}

func (s *Service) publicYears(ctx context.Context, scene *web.Scene, rows []Activity) []publicYear {
	n := s.namer(scene.Lang)
	var years []publicYear
	for _, group := range ByYear(rows) {
		year := publicYear{Year: group.Year}
		if year.Year == "" {
			year.Year = scene.T("activity.year.unknown")
		}
		for _, a := range group.List {
			year.List = append(year.List, publicOf(ctx, scene, a, n))
		}
		years = append(years, year)
	}
	return years
}

func publicOf(ctx context.Context, s *web.Scene, a Activity, n *namer) publicRow {
	row := publicRow{
		Name: linked(keep.Said(s, a.Name), s.Path("/projects/"+a.ID)), Type: s.T("activity.type." + a.Type), When: when(s, a),
		Who: n.partners(ctx, a.Partners), Text: keep.Said(s, a.Summary), State: publicState(s, a),
	}
	return row
}

// publicState is the state in words for residents; nothing for what was held.
func publicState(s *web.Scene, a Activity) *ui.Chip {
	if a.Status == Held || a.Status == Unknown {
		return nil
	}
	chip := outcome(s, a)
	if a.Outcome(edtf.On(s.Now)) == Unconfirmed {
		chip = ui.Chip{Text: s.T("activity.public.unconfirmed"), Tone: ui.ToneNeutral}
	}
	return &chip
}

// publicPage is what the template project shows.
type publicPage struct {
	Head     ui.Head
	Text     ui.Value
	Box      ui.Box
	Groups   []roleGroup
	Parts    []publicRow
	Series   *ui.Link
	Inferred string
}

func (s *Service) publicActivity(r *http.Request) (web.Reply, error) {
	ctx, scene := asPublic(r.Context()), web.SceneOf(r)
	a, err := s.publicOne(ctx, r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	n := s.namer(scene.Lang)
	data := publicPage{Head: ui.Head{Over: scene.T("activity.type." + a.Type), Title: keep.Said(scene, a.Name)}, Text: keep.Said(scene, a.Summary)}
	if state := publicState(scene, a); state != nil {
		data.Head.Chips = []ui.Chip{*state}
	}
	if a.Inferred {
		data.Inferred = scene.T("activity.public.inferred")
	}
	data.Box = s.publicBox(ctx, scene, a, n)
	if data.Groups, err = s.publicRoles(ctx, scene, a, n); err != nil {
		return nil, err
	}
	children, err := s.publicList(ctx, Filter{Parent: a.ID, Limit: maxParts})
	if err != nil {
		return nil, err
	}
	for _, child := range children {
		data.Parts = append(data.Parts, publicOf(ctx, scene, child, n))
	}
	if x, err := seriesByID(ctx, s.DB, a.Series); err == nil && !x.Binned && account.Open.Sees(x.Visibility, false) {
		data.Series = &ui.Link{Text: scene.T("activity.public.series", "name", x.Name.In(scene.Lang).Value), Href: scene.Path("/projects", "series", x.ID)}
	}
	return web.Page{Template: "activity/project", Title: a.Name.In(scene.Lang).Value, Data: data, About: a.Ref().String(),
		Head:   web.Head{Description: a.Summary.In(scene.Lang).Value, Canonical: "/projects/" + a.ID, JSONLD: schemaOrg(scene, a)},
		Crumbs: []web.Crumb{{Text: scene.T("activity.public.list"), Path: "/projects"}}}, nil
}

// publicBox answers when, where, with whom, for whom.
func (s *Service) publicBox(ctx context.Context, scene *web.Scene, a Activity, n *namer) ui.Box {
	box := ui.Box{Title: scene.T("activity.public.box")}
	add := func(words string, v ui.Value) {
		if v.Text != "" || len(v.Parts) > 0 {
			box.Rows = append(box.Rows, ui.BoxRow{Label: scene.T(words), Value: v})
		}
	}
	add("activity.when", when(scene, a))
	add("activity.place", keep.Said(scene, a.Place))
	partners := ui.Value{}
	for _, id := range a.Partners {
		ref := record.Ref{Kind: "partner", ID: id}
		if title := n.title(ctx, ref); title != "" {
			partners.Parts = append(partners.Parts, linked(ui.Value{Text: title}, s.publicPath(ctx, scene, ref)))
		}
	}
	add("activity.partners", partners)
	add("activity.themes", ui.Value{Text: joined(scene, "theme", a.Themes)})
	add("activity.beneficiaries", ui.Value{Text: joined(scene, "beneficiary", a.Beneficiaries)})
	add("activity.programme", keep.Said(scene, a.Programme))
	return box
}

func joined(s *web.Scene, words string, tags []string) string {
	names := make([]string, len(tags))
	for i, tag := range tags {
		names[i] = s.T(words + "." + tag)
	}
	return s.Join(names)
}

func (s *Service) publicPath(ctx context.Context, scene *web.Scene, ref record.Ref) string {
	if s.with.PublicPath == nil {
		return ""
	}
	if path := s.with.PublicPath(ctx, ref); path != "" {
		return scene.Path(path)
	}
	return ""
}

// publicRoles are the participants whose own records are public, and those
// that stand there as text.
func (s *Service) publicRoles(ctx context.Context, scene *web.Scene, a Activity, n *namer) ([]roleGroup, error) {
	all, err := participantsOf(ctx, s.DB, a.ID)
	if err != nil {
		return nil, err
	}
	byRole(all)
	var groups []roleGroup
	for _, p := range all {
		name := keep.Said(scene, p.Text)
		if ref := p.Ref(); !ref.IsZero() {
			title := n.title(ctx, ref)
			if title == "" {
				continue
			}
			name = linked(ui.Value{Text: title}, s.publicPath(ctx, scene, ref))
		}
		title := scene.T("activity.role." + p.Role)
		if len(groups) == 0 || groups[len(groups)-1].Title != title {
			groups = append(groups, roleGroup{Title: title})
		}
		last := &groups[len(groups)-1]
		last.List = append(last.List, participantRow{Name: name})
	}
	return groups, nil
}

// schemaOrg is the activity as an Event of schema.org, when it is one and its
// first day is known.
func schemaOrg(s *web.Scene, a Activity) any {
	start := a.Starts.Start()
	if !slices.Contains(TypesOf(Events), a.Type) || start.Precision() != edtf.Day || start.Mark() != 0 {
		return nil
	}
	event := map[string]any{"@context": "https://schema.org", "@type": "Event", "name": a.Name.In(s.Lang).Value, "startDate": start.String()}
	if end := a.Ends; end.Precision() == edtf.Day && end.Mark() == 0 {
		event["endDate"] = end.String()
	}
	if place := a.Place.In(s.Lang).Value; place != "" {
		event["location"] = map[string]any{"@type": "Place", "name": place}
	}
	switch a.Status {
	case Cancelled:
		event["eventStatus"] = "https://schema.org/EventCancelled"
	case Moved:
		event["eventStatus"] = "https://schema.org/EventPostponed"
	case Planned, Confirmed, Held:
		event["eventStatus"] = "https://schema.org/EventScheduled"
	}
	return event
}
