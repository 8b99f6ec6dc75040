package rule

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/keep"
)

// yearPage is what the template year shows.
type yearPage struct {
	Head    ui.Head
	Facts   ui.Facts
	Missing *ui.Notice
	Edit    *ui.LinkButton
}

// yearTitle is what a year of a calendar is called.
func (s *Service) yearTitle(country string, year int, lang string) string {
	return s.deps.Country(country, lang) + ", " + strconv.Itoa(year)
}

// asked reads the year of an address, of a country that has a calendar.
func (s *Service) asked(r *http.Request) (country string, year int, err error) {
	country, year, ok := parseYearID(r.PathValue("id"))
	if !ok {
		return "", 0, errs.New(errs.NotFound, "record.missing")
	}
	packs, err := s.Packs(r.Context())
	for _, p := range packs {
		if p.Calendar == country {
			return country, year, nil
		}
	}
	if err == nil {
		err = errs.New(errs.NotFound, "record.missing")
	}
	return "", 0, err
}

// year shows the days off of a year, or that nobody has entered them.
func (s *Service) year(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	country, year, err := s.asked(r)
	if err != nil {
		return nil, err
	}
	calendar, err := s.Calendar(ctx, country)
	if err != nil {
		return nil, err
	}
	y, known := calendar.Years[year]
	title := s.yearTitle(country, year, scene.Lang)
	data := yearPage{Head: ui.Head{Over: scene.T("rule.calendar"), Title: ui.Value{Text: title}}}
	if known {
		data.Facts = ui.Facts{Rows: []ui.Fact{
			{ID: "fact-off", Label: scene.T("rule.year.off"), Value: ui.Value{Text: dayWords(scene, y.Off)}},
			{ID: "fact-working", Label: scene.T("rule.year.working"), Value: ui.Value{Text: dayWords(scene, y.Working)}, Missing: scene.T("rule.year.working.none")},
			{ID: "fact-source", Label: scene.T("rule.year.source"), Value: ui.Value{Text: y.Source, Href: y.URL}},
		}}
	} else {
		data.Missing = &ui.Notice{Tone: ui.ToneWarn, Title: scene.T("rule.year.unknown"), Text: scene.T("rule.year.unknown.text")}
	}
	if s.Gate.Scope(ctx, edit()) > 0 {
		data.Edit = &ui.LinkButton{Text: scene.T("keep.change"), Href: scene.Path("/workdays/" + yearID(country, year) + "/edit"), Icon: ui.IconEdit}
	}
	return web.Page{Template: "rule/year", Title: title, Data: data, Crumbs: []web.Crumb{{Text: scene.T("rule.list"), Path: "/rules"}}}, nil
}

// dayWords list days without their year: «1 января, 2 января».
func dayWords(scene *web.Scene, days []string) string {
	words := make([]string, 0, len(days))
	for _, one := range days {
		if day, err := time.Parse(time.DateOnly, one); err == nil {
			words = append(words, scene.DayMonth(day)+" ("+scene.ShortWeekday(day.Weekday())+")")
		}
	}
	return strings.Join(words, ", ")
}

// typedYear is a year as a form has it.
type typedYear struct{ Off, Working, Source, URL string }

func yearSet() keep.Set[typedYear] {
	return keep.Set[typedYear]{
		{Name: "off", At: func(t *typedYear) any { return &t.Off }, Required: true, Long: true},
		{Name: "working", At: func(t *typedYear) any { return &t.Working }, Long: true},
		{Name: "source", At: func(t *typedYear) any { return &t.Source }, Required: true, Max: 400},
		{Name: "url", At: func(t *typedYear) any { return &t.URL }, Kind: ui.FieldURL, Max: 400},
	}
}

// editYear shows and saves the days off of a year.
func (s *Service) editYear(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	country, year, err := s.asked(r)
	if err != nil {
		return nil, err
	}
	typed, version, err := s.typedYear(ctx, country, year)
	if err != nil {
		return nil, err
	}
	at, title := "/workdays/"+yearID(country, year), s.yearTitle(country, year, scene.Lang)
	asked := keep.Asked[typedYear]{
		Set: yearSet(), Kind: "rule.year", Of: &typed, Langs: s.deps.Langs, Version: version,
		Title: scene.T("rule.year.change", "title", title), Action: scene.Path(at + "/edit"), Cancel: scene.Path(at),
	}
	if r.Method == http.MethodPost {
		in := form.Read(r.PostForm)
		if err := asked.Set.Read(ctx, scene, asked.Kind, in, &typed, asked.Langs, ""); err != nil {
			return nil, err
		}
		if err = in.Err(); err == nil {
			err = s.saveTyped(ctx, scene.Lang, country, year, versionOf(r), typed)
		}
		if err == nil {
			return saved(r, at), nil
		}
		asked.Typed, asked.Failed = in, err
	}
	page, err := keep.FormPage(r, asked)
	if err != nil {
		return nil, err
	}
	page.Crumbs = []web.Crumb{{Text: scene.T("rule.list"), Path: "/rules"}, {Text: title, Path: at}}
	return page, nil
}

// typedYear is the present state of a year and the version of the office's own
// entry; 0 when there is none.
func (s *Service) typedYear(ctx context.Context, country string, year int) (typedYear, int64, error) {
	calendar, err := s.Calendar(ctx, country)
	if err != nil {
		return typedYear{}, 0, err
	}
	y := calendar.Years[year]
	own, err := ownYears(ctx, s.DB)
	for _, one := range own {
		if one.Country == country && one.Year == year {
			return y.typed(), one.Version, err
		}
	}
	return y.typed(), 0, err
}

// typed are the days as people in most offices write them, one on a line.
func (y DaysOff) typed() typedYear {
	lines := func(days []string) string {
		words := make([]string, len(days))
		for i, one := range days {
			words[i] = one
			if day, err := time.Parse(time.DateOnly, one); err == nil {
				words[i] = day.Format("02.01.2006")
			}
		}
		return strings.Join(words, "\n")
	}
	return typedYear{Off: lines(y.Off), Working: lines(y.Working), Source: y.Source, URL: y.URL}
}

func (s *Service) saveTyped(ctx context.Context, lang, country string, year int, version int64, t typedYear) error {
	y := DaysOff{Year: year, Source: t.Source, URL: t.URL}
	var bad errs.Fields
	for _, f := range []struct {
		name, text string
		to         *[]string
	}{{"off", t.Off, &y.Off}, {"working", t.Working, &y.Working}} {
		days, err := readDays(f.text, lang, year)
		if err != nil {
			bad.Add(err.At(f.name))
		}
		*f.to = days
	}
	if err := bad.Err(); err != nil {
		return err
	}
	return s.SaveYear(ctx, country, version, y)
}

// readDays reads days on lines or between commas; a day without a year is one of
// the year that is edited.
func readDays(text, lang string, year int) ([]string, *errs.E) {
	var days []string
	for _, one := range strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == ',' || r == ';' }) {
		one = strings.TrimSpace(one)
		if one == "" {
			continue
		}
		date, err := edtf.Read(one, lang)
		if _, dated := date.Year(); err == nil && !dated {
			date, err = edtf.Parse(strings.Replace(date.String(), "XXXX", strconv.Itoa(year), 1))
		}
		if err != nil || date.IsInterval() || date.Precision() != edtf.Day || date.Mark() != 0 {
			return nil, errs.Field("", "rule.year.unreadable", "date", one)
		}
		days = append(days, date.String())
	}
	return days, nil
}
