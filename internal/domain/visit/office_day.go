package visit

import (
	"net/http"
	"slices"
	"strings"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/keep"
)

// dayMax is how many delegations one day of the city shows.
const dayMax = 200

// dayPage is what the template day shows: all delegations of one event.
type dayPage struct {
	Head     ui.Head
	Figures  ui.Figures
	Table    ui.Table
	Arrivals []arrivalDay
	Unknown  []string // delegations whose arrival nobody has entered
	Add      *ui.LinkButton
	Print    ui.Button
}

// arrivalDay are the arrivals of a day, by hour.
type arrivalDay struct {
	Day  string
	Rows ui.Table
}

// arrival is who comes when: people of one delegation at one hour.
type arrival struct {
	day   edtf.Date
	hour  string
	visit Visit
	names []string
}

// day is the page of an event that several delegations come to.
func (s *Service) day(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	event, err := s.deps.Activity(ctx, r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	rows, err := s.Visits(ctx, Filter{Parent: event.ID, Limit: dayMax})
	if err != nil {
		return nil, err
	}
	also, err := s.seen(ctx, scene, rows)
	if err != nil {
		return nil, err
	}
	owners, err := labels(ctx, scene, s.deps.Owners)
	if err != nil {
		return nil, err
	}
	data := dayPage{Head: ui.Head{Over: scene.T("visit.day"), Title: keep.Said(scene, event.Name), Lead: scene.Date(event.When())}, Print: ui.Button{Text: scene.T("visit.day.print"), Print: true, Icon: ui.IconPrint}}
	data.Table = ui.Table{ID: "delegations", Caption: scene.T("visit.day.delegations"), Quiet: true, Stack: true, Empty: &ui.Empty{Title: scene.T("visit.day.none"), Text: scene.T("visit.day.none.text")}}
	for _, c := range []string{"name", "partner", "when", "size", "owner", "ready"} {
		data.Table.Columns = append(data.Table.Columns, ui.Column{Label: scene.T("visit.column." + c), Number: c == "size"})
	}
	people, countries, all := 0, map[string]bool{}, []arrival{}
	for _, v := range rows {
		name := keep.Said(scene, v.Trip.Name)
		name.Href = scene.Path("/visits/" + v.Trip.ID)
		owner := ui.Value{Text: owners[v.Owner]}
		if owner.Text == "" {
			owner = ui.Value{Chip: &ui.Chip{Text: scene.T("visit.owner.none"), Tone: ui.ToneWarn}}
		}
		row := data.Table.NewRow(ui.Cell{Value: name, Head: true}, ui.Cell{Value: ui.Value{Text: also.partners[v.Partner]}}, ui.Cell{Value: ui.Value{Text: scene.Date(v.Trip.When())}},
			ui.Cell{Value: ui.Value{Text: size(scene, v, also.sizes[v.Trip.ID])}}, ui.Cell{Value: owner}, ui.Cell{Value: readiness(scene, also.work[v.Trip.ID])})
		row.Quiet = v.Trip.Off()
		data.Table.Rows = append(data.Table.Rows, row)
		if v.Trip.Off() {
			continue
		}
		people += also.sizes[v.Trip.ID]
		if v.Partner != "" {
			code, err := s.deps.CountryOf(ctx, v.Partner)
			if err != nil {
				return nil, err
			}
			countries[code] = true
		}
		members, err := s.Members(ctx, v.Trip.ID)
		if err != nil {
			return nil, err
		}
		mine := arrivals(v, going(members))
		if len(mine) == 0 {
			data.Unknown = append(data.Unknown, v.Trip.Name.In(scene.Lang).Value)
		}
		all = append(all, mine...)
	}
	data.Figures = ui.Figures{Label: scene.T("visit.day.counts"), Items: []ui.Figure{
		{Number: scene.Number(int64(len(rows))), Label: scene.T("visit.day.delegations")}, {Number: scene.Number(int64(len(countries))), Label: scene.T("visit.day.countries")}, {Number: scene.Number(int64(people)), Label: scene.T("visit.day.people")}}}
	data.Arrivals = board(scene, all)
	if s.may(ctx, "create", Kind) {
		data.Add = &ui.LinkButton{Text: scene.T("visit.new"), Href: scene.Path("/visits/new", "event", event.ID), Icon: ui.IconPlus}
	}
	return web.Page{Template: "visit/day", Title: event.Name.In(scene.Lang).Value, Data: data, About: activityKind + ":" + event.ID, Without: []string{"visit"}, Crumbs: []web.Crumb{{Text: scene.T("visit.list"), Path: "/visits"}}}, nil
}

// arrivals are a delegation by the day and hour at which its people come.
func arrivals(v Visit, members []Member) []arrival {
	var all []arrival
	for _, m := range members {
		if m.Arrives.IsZero() {
			continue
		}
		i := slices.IndexFunc(all, func(a arrival) bool { return a.day == m.Arrives && a.hour == m.ArrivesAt })
		if i < 0 {
			i, all = len(all), append(all, arrival{day: m.Arrives, hour: m.ArrivesAt, visit: v})
		}
		all[i].names = append(all[i].names, m.Title())
	}
	return all
}

// board puts arrivals under their days, by the hour.
func board(scene *web.Scene, all []arrival) []arrivalDay {
	slices.SortStableFunc(all, func(a, b arrival) int {
		return strings.Compare(a.day.Sort()+" "+a.hour, b.day.Sort()+" "+b.hour)
	})
	var days []arrivalDay
	for i, a := range all {
		if i == 0 || all[i-1].day != a.day {
			t := ui.Table{ID: "arrivals-" + a.day.String(), Caption: scene.Date(a.day), Quiet: true, Stack: true}
			for _, c := range []string{"hour", "delegation", "people", "names"} {
				t.Columns = append(t.Columns, ui.Column{Label: scene.T("visit.arrival." + c), Number: c == "people"})
			}
			days = append(days, arrivalDay{Day: scene.Date(a.day), Rows: t})
		}
		hour := a.hour
		if hour == "" {
			hour = scene.T("visit.arrival.unknown")
		}
		t := &days[len(days)-1].Rows
		name := keep.Said(scene, a.visit.Trip.Name)
		name.Href = scene.Path("/visits/" + a.visit.Trip.ID)
		t.Rows = append(t.Rows, t.NewRow(ui.Cell{Value: ui.Value{Text: hour}, Head: true}, ui.Cell{Value: name}, ui.Cell{Value: ui.Value{Text: scene.Number(int64(len(a.names)))}}, ui.Cell{Value: ui.Value{Text: scene.Join(a.names)}}))
	}
	return days
}
