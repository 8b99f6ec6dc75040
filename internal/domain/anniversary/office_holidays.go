package anniversary

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"time"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/holiday"
	"pobratim/internal/kit/sheet"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/export"
)

// holidaysPage is what the template holidays shows.
type holidaysPage struct {
	Views   ui.Tabs
	Choose  ui.Form
	Notice  *ui.Notice // countries of which nothing is known
	Table   ui.Table
	Sources string
	Take    ui.Download
}

// feast is one day of the list: a holiday of one or more countries, or World
// Twin Cities Day, which has none.
type feast struct {
	date      time.Time
	key       string // the name in the country's own language, whoever reads
	name      string
	lang      string
	own       ui.Value // the name in the country's own language, of one country alone and where it is another
	countries []string // names
}

func (s *Service) holidays(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	if _, err := s.Gate.Require(ctx, view()); err != nil {
		return nil, err
	}
	year := scene.Local(scene.Now).Year()
	in := form.Read(scene.URL.Query())
	if typed := in.Typed("year"); typed != "" {
		if n := in.Int("year", form.Between(holiday.First, holiday.Last)); in.Err() == nil {
			year = int(n)
		}
	}
	codes, err := s.deps.Countries(ctx)
	if err != nil {
		return nil, err
	}
	country := in.Typed("country")
	if !slices.Contains(codes, country) {
		country = ""
	}
	days, unknown, err := s.feasts(scene, year, codes, country)
	if err != nil {
		return nil, err
	}
	if as := export.Asked(r); as != "" {
		return export.Sheet(scene, as, feastSheet(scene, days))
	}
	data := holidaysPage{
		Views: views(scene, "holidays"), Choose: s.holidayForm(scene, year, codes, country, in), Table: feastTable(scene, days),
		Sources: scene.T("anniversary.holidays.source"), Take: export.Links(scene),
	}
	if len(unknown) > 0 {
		data.Notice = &ui.Notice{Tone: ui.ToneInfo, Title: scene.T("anniversary.holidays.unknown"), Text: scene.Join(unknown)}
	}
	return marked(scene, web.Page{Template: "anniversary/holidays", Title: scene.T("anniversary.holidays"), Data: &data,
		Crumbs: []web.Crumb{{Text: scene.T("anniversary.list"), Path: "/anniversaries"}}}, &data.Choose, in.Err())
}

// feasts are the days of a year, of one country or of all; the same day under
// the same name is one line. unknown are countries without a table.
func (s *Service) feasts(scene *web.Scene, year int, codes []string, country string) (days []feast, unknown []string, err error) {
	if country != "" {
		codes = []string{country}
	} else {
		days = append(days, feast{date: TwinCitiesDay(year), key: "twin-cities", name: scene.T("anniversary.twin_cities_day"), lang: scene.Lang})
	}
	all, err := holiday.Of(year, codes...)
	if err != nil {
		return nil, nil, err
	}
	for _, code := range codes {
		name := s.deps.Country(code, scene.Lang)
		if len(all[code]) == 0 {
			unknown = append(unknown, name)
		}
		for _, d := range all[code] {
			words, lang := d.Name(scene.Lang)
			i := slices.IndexFunc(days, func(f feast) bool { return f.date.Equal(d.Date) && f.name == words })
			if i < 0 {
				days = append(days, feast{date: d.Date, key: code + " " + d.Own, name: words, lang: lang})
				i = len(days) - 1
				if words != d.Own {
					days[i].own = ui.Value{Text: d.Own, Lang: d.Lang}
				}
			} else {
				days[i].own = ui.Value{}
			}
			days[i].countries = append(days[i].countries, name)
		}
	}
	slices.SortStableFunc(days, func(a, b feast) int { return cmp.Or(a.date.Compare(b.date), cmp.Compare(a.name, b.name)) })
	return days, unknown, nil
}

func (s *Service) holidayForm(scene *web.Scene, year int, codes []string, country string, in *form.Form) ui.Form {
	at := strconv.Itoa(year)
	if in.Failed("year") {
		at = in.Typed("year")
	}
	choose := ui.Field{Kind: ui.FieldSelect, Name: "country", Label: scene.T("anniversary.holidays.country"), Empty: scene.T("anniversary.holidays.all")}
	for _, code := range codes {
		choose.Options = append(choose.Options, ui.Option{Value: code, Label: s.deps.Country(code, scene.Lang), Selected: code == country})
	}
	return ui.Form{
		Action: scene.Path("/anniversaries/holidays"), Get: true, Submit: ui.Button{Text: scene.T("anniversary.window.show"), Icon: ui.IconSearch},
		Sets: []ui.Fieldset{{Legend: scene.T("anniversary.window"), Row: true, Fields: []ui.Field{
			{Kind: ui.FieldNumber, Name: "year", Label: scene.T("anniversary.column.year"), Value: at, Width: ui.WidthShort}, choose,
		}}},
	}
}

func feastTable(scene *web.Scene, days []feast) ui.Table {
	t := ui.Table{ID: "holidays", Caption: scene.T("anniversary.holidays"), Quiet: true, Stack: true}
	for _, c := range []string{"date", "weekday", "holiday", "where"} {
		t.Columns = append(t.Columns, ui.Column{Label: scene.T("anniversary.column." + c)})
	}
	for _, d := range days {
		name := ui.Value{Text: d.name, Lang: d.tongue(scene)}
		if d.own.Text != "" {
			name = ui.Value{Parts: []ui.Value{name, d.own}}
		}
		t.Rows = append(t.Rows, t.NewRow(
			ui.Cell{Value: ui.Value{Text: scene.Date(edtf.On(d.date))}}, ui.Cell{Value: ui.Value{Text: scene.Weekday(d.date.Weekday())}},
			ui.Cell{Value: name, Head: true}, ui.Cell{Value: ui.Value{Text: d.where(scene)}},
		))
	}
	return t
}

// where says which countries rest.
func (f feast) where(scene *web.Scene) string {
	if len(f.countries) == 0 {
		return scene.T("anniversary.holidays.world")
	}
	return scene.Join(f.countries)
}

func feastSheet(scene *web.Scene, days []feast) sheet.Table {
	t := sheet.Table{Name: scene.T("anniversary.holidays")}
	for _, c := range []string{"date", "weekday", "holiday", "where"} {
		t.Columns = append(t.Columns, sheet.Column{Key: c, Title: scene.T("anniversary.column." + c)})
	}
	rows := make([][]sheet.Cell, len(days))
	for i, d := range days {
		rows[i] = []sheet.Cell{sheet.Date(d.date.Format(time.DateOnly)), sheet.String(scene.Weekday(d.date.Weekday())), sheet.String(d.name), sheet.String(d.where(scene))}
	}
	t.Rows = sheet.Rows(rows)
	return t
}
