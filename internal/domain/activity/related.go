package activity

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// panelRows is how many activities a panel on somebody else's page shows;
// the rest is one link away.
const panelRows = 30

// panelPage is what the template panel shows.
type panelPage struct {
	Lead  string    // themes of a track record
	Years []ui.Link // with the number of activities
	Table ui.Table
	All   *ui.Link
	Add   *ui.LinkButton
}

// related tells what this subject knows of a partner, an organisation or a
// person.
func (s *Service) related(ctx context.Context, scene *web.Scene, about record.Ref) (*module.Panel, error) {
	if !s.sees(ctx) {
		return nil, nil
	}
	switch about.Kind {
	case "partner":
		return s.ofPartner(ctx, scene, about.ID)
	case "organisation":
		return s.trackRecord(ctx, scene, about, "organisation_id", "activity.track")
	case "person":
		return s.trackRecord(ctx, scene, about, "person_id", "activity.person")
	}
	return nil, nil
}

// ofPartner lists a partner's activities, the newest first, with the number of
// them in each year.
func (s *Service) ofPartner(ctx context.Context, scene *web.Scene, partner string) (*module.Panel, error) {
	f := Filter{Partner: partner, Limit: panelRows}
	rows, err := s.List(ctx, f)
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 && !s.mayCreate(ctx) {
		return nil, nil
	}
	data := panelPage{Table: table(ctx, scene, "partner-activities", scene.T("activity.list"), rows, nil)}
	total, err := s.partnerYears(ctx, scene, partner, &data)
	if err != nil {
		return nil, err
	}
	if total > len(rows) {
		data.All = &ui.Link{Text: scene.N("activity.all", total), Href: scene.Path("/activities", "partner", partner)}
	}
	if s.mayCreate(ctx) {
		data.Add = &ui.LinkButton{Text: scene.T("activity.add"), Href: scene.Path("/activities/new", "partner", partner), Icon: ui.IconPlus}
	}
	data.Table.Empty = &ui.Empty{Title: scene.T("activity.partner.none")}
	return &module.Panel{Name: "activities", Title: scene.T("activity.list"), Count: scene.Number(int64(total)), Template: "activity/panel", Data: data, Order: 20}, nil
}

// partnerYears fills in the years with the number of what began in them and
// returns the sum. Each year opens its list.
func (s *Service) partnerYears(ctx context.Context, scene *web.Scene, partner string, data *panelPage) (int, error) {
	scope, own, err := s.reach(ctx)
	if err != nil {
		return 0, err
	}
	counts, err := countsByYear(ctx, s.DB, partner, scope, own)
	total := 0
	for _, y := range counts {
		total += y.Count
		if y.Year != "" {
			data.Years = append(data.Years, ui.Link{Text: y.Year, Count: scene.Number(int64(y.Count)), Href: scene.Path("/activities", "partner", partner, "began", y.Year)})
		}
	}
	if len(data.Years) < 2 {
		data.Years = nil
	}
	return total, err
}

// trackRecord lists in what an organisation or a person took part, in which
// role, with whom, and about what most.
func (s *Service) trackRecord(ctx context.Context, scene *web.Scene, about record.Ref, column, words string) (*module.Panel, error) {
	rows, err := s.participations(ctx, column, about.ID, 2*panelRows)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	list, roles := byActivity(scene, rows)
	if err := withPartners(ctx, s.DB, list); err != nil {
		return nil, err
	}
	total, err := s.Count(ctx, filterAbout(about), keep.CountBound)
	if err != nil {
		return nil, err
	}
	list = list[:min(len(list), panelRows)]
	n := s.namer(scene.Lang)
	t := ui.Table{ID: about.Kind + "-activities", Caption: scene.T(words), Quiet: true, Stack: true}
	t.Columns = []ui.Column{{Label: scene.T("activity.when")}, {Label: scene.T("activity.name")}, {Label: scene.T("activity.role")}, {Label: scene.T("activity.partners")}, {Label: scene.T("activity.status")}}
	for _, a := range list {
		state := outcome(scene, a)
		t.Rows = append(t.Rows, t.NewRow(
			ui.Cell{Value: when(scene, a)},
			ui.Cell{Value: linked(keep.Said(scene, a.Name), scene.Path("/activities/"+a.ID)), Head: true},
			ui.Cell{Value: ui.Value{Text: roles[a.ID]}},
			ui.Cell{Value: ui.Value{Text: n.partners(ctx, a.Partners)}},
			ui.Cell{Value: ui.Value{Chip: &state}},
		))
	}
	data := panelPage{Table: t}
	if data.Lead, err = s.themesOf(ctx, scene, about); err != nil {
		return nil, err
	}
	if total > len(list) {
		data.All = &ui.Link{Text: scene.N("activity.all", total), Href: scene.Path("/activities", about.Kind, about.ID)}
	}
	return &module.Panel{Name: "activities", Title: scene.T(words), Count: scene.Number(int64(total)), Template: "activity/panel", Data: data, Order: 20}, nil
}

// filterAbout lists the activities of an organisation or a person.
func filterAbout(about record.Ref) Filter {
	if about.Kind == "person" {
		return Filter{Person: about.ID}
	}
	return Filter{Organisation: about.ID}
}

// byActivity joins the roles that one had in the same activity.
func byActivity(s *web.Scene, rows []Participation) ([]Activity, map[string]string) {
	var list []Activity
	roles := map[string][]string{}
	for _, p := range rows {
		if roles[p.ID] == nil {
			list = append(list, p.Activity)
		}
		if role := s.T("activity.role.one." + p.Role); !slices.Contains(roles[p.ID], role) {
			roles[p.ID] = append(roles[p.ID], role)
		}
	}
	words := make(map[string]string, len(roles))
	for id, all := range roles {
		words[id] = strings.Join(all, ", ")
	}
	return list, words
}

// themesOf says about what one has experience: «молодёжь — 3, культура — 2».
func (s *Service) themesOf(ctx context.Context, scene *web.Scene, about record.Ref) (string, error) {
	scope, own, err := s.reach(ctx)
	if err != nil {
		return "", err
	}
	counts, err := themeCounts(ctx, s.DB, filterAbout(about), scope, own)
	if err != nil || len(counts) == 0 {
		return "", err
	}
	parts := make([]string, 0, len(counts))
	for _, c := range counts {
		if slices.Contains(record.Themes(), c.Tag) {
			parts = append(parts, scene.T("activity.theme.count", "theme", scene.T("theme."+c.Tag), "count", strconv.Itoa(c.Count)))
		}
	}
	return scene.T("activity.experience", "themes", strings.Join(parts, ", ")), nil
}

// maxMoments is how many activities a timeline takes.
const maxMoments = 400

// moments are the activities on the timeline of a partner, an organisation, a
// person, a series; on that of an activity, its parts and changes of state.
func (s *Service) moments(ctx context.Context, scene *web.Scene, about record.Ref) ([]module.Moment, error) {
	if !s.sees(ctx) {
		return nil, nil
	}
	f := Filter{Limit: maxMoments}
	switch about.Kind {
	case "partner":
		f.Partner = about.ID
	case "organisation":
		f.Organisation = about.ID
	case "person":
		f.Person = about.ID
	case SeriesKind:
		f.Series = about.ID
	case Kind:
		f.Parent = about.ID
	default:
		return nil, nil
	}
	list, err := s.List(ctx, f)
	if err != nil {
		return nil, err
	}
	var all []module.Moment
	for _, a := range list {
		if a.Year() != "" {
			all = append(all, moment(scene, a))
		}
	}
	if about.Kind == Kind {
		changes, err := s.statusMoments(ctx, scene, about)
		return append(all, changes...), err
	}
	return all, nil
}

func moment(s *web.Scene, a Activity) module.Moment {
	m := module.Moment{When: a.When(), What: s.T("activity.type." + a.Type), Text: a.Name.In(s.Lang).Value, Path: "/activities/" + a.ID, Icon: string(icon(a.Type))}
	if place := a.Place.In(s.Lang).Value; place != "" {
		m.Notes = append(m.Notes, place)
	}
	if a.Status != Held {
		m.Notes = append(m.Notes, outcome(s, a).Text)
	}
	if a.Inferred {
		m.Notes = append(m.Notes, s.T("keep.inferred"))
	}
	return m
}

// statusMoments are the days on which somebody changed the state.
func (s *Service) statusMoments(ctx context.Context, scene *web.Scene, about record.Ref) ([]module.Moment, error) {
	if _, err := s.Activity(ctx, about.ID); err != nil {
		return nil, err
	}
	history, err := s.Log.Of(ctx, about, "status")
	var all []module.Moment
	for _, rev := range history {
		if change := rev.Changes[0]; change.Before != "" && change.After != "" {
			all = append(all, module.Moment{
				When: edtf.On(scene.Local(rev.At)), What: scene.T("activity.status"), Icon: string(ui.IconHistory),
				Text: scene.T("activity.status.changed", "before", scene.T("activity.status."+change.Before), "after", scene.T("activity.status."+change.After)),
			})
		}
	}
	return all, err
}
