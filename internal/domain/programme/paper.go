package programme

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/paper"
	"pobratim/internal/kit/typst"
	"pobratim/internal/kit/web"
)

// PaperKinds lists the papers of a release.
func PaperKinds() []string {
	return []string{"guest", "host", "driver", "interpreter", "press", "pocket", "badges", "plates"}
}

// Formats lists in which formats a paper is made. What is cut and folded is made
// as PDF alone.
func Formats(kind string) []string {
	if slices.Contains([]string{"pocket", "badges", "plates"}, kind) {
		return []string{"pdf"}
	}
	return []string{"pdf", "docx"}
}

func formatName(format string) string { return strings.ToUpper(format) }

// Paper is a paper of the newest release of an activity's programme: a kind of
// PaperKinds, in one of its Formats. The guests' own language goes before lang. One
// that is not for Office asks the gate first.
func (s *Service) Paper(ctx context.Context, lang, activity, kind, format, who string) (web.File, error) {
	all, err := s.Releases(ctx, activity)
	if err != nil {
		return web.File{}, err
	}
	if len(all) == 0 {
		return web.File{}, errs.New(errs.Conflict, "programme.paper.none")
	}
	members, err := s.deps.Members(ctx, activity)
	if err != nil {
		return web.File{}, err
	}
	if who != Office {
		if _, err := s.passed(ctx, activity, kind, all[0], members); err != nil {
			return web.File{}, err
		}
	}
	return s.file(ctx, lang, all[0], members, kind, format)
}

func (s *Service) file(ctx context.Context, lang string, x Release, members []Member, kind, format string) (web.File, error) {
	if !slices.Contains(PaperKinds(), kind) || !slices.Contains(Formats(kind), format) {
		return web.File{}, errs.New(errs.NotFound, "record.missing")
	}
	f := web.File{Name: s.deps.Words("en").T("programme.paper.file", "kind", kind, "number", x.Number, "format", format), Type: "application/pdf", Inline: true}
	if len(Formats(kind)) == 1 {
		body, err := s.small(ctx, lang, x, members, kind)
		f.Body = body
		return f, err
	}
	doc := s.document(lang, x, kind)
	if format == "pdf" {
		body, err := doc.PDF(ctx, s.deps.Setter)
		f.Body = body
		return f, err
	}
	var b bytes.Buffer
	err := doc.DOCX(&b)
	f.Body, f.Type = b.Bytes(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	return f, err
}

// speech is the language of a paper's own words and that of the entries on it.
func (s *Service) speech(lang string, x Release, kind string) (*i18n.Printer, string) {
	if kind == "driver" || kind == "host" {
		return s.deps.Words("ru"), "ru"
	}
	if (kind == "guest" || kind == "pocket") && x.Lang != "" {
		lang = x.Lang
	}
	if !slices.Contains(s.deps.Langs, lang) {
		return s.deps.Words("en"), lang
	}
	return s.deps.Words(lang), lang
}

// fits tells whether an entry is for the readers of a paper.
func (e Entry) fits(kind string) bool {
	switch kind {
	case "driver":
		return e.CarName != "" || e.Travel > 0 || e.Address != ""
	case "interpreter":
		return e.Interpreted != ""
	}
	return true
}

// document is a paper that may be edited further.
func (s *Service) document(lang string, x Release, kind string) paper.Document {
	p, spoken := s.speech(lang, x, kind)
	made, _ := time.Parse(time.RFC3339, x.At)
	doc := paper.Document{Title: p.T("programme.paper." + kind), Author: s.deps.Office(p.Lang), Lang: p.Lang, At: made}
	say := func(t i18n.Text) []paper.Run {
		said := t.In(spoken, p.Lang, "en")
		return []paper.Run{{Text: said.Value, Lang: said.Lang}}
	}
	doc.Blocks = append(doc.Blocks, paper.Block{Heading: 1, Text: say(x.Visit)}, paper.Block{Text: paper.Plain(p.T("programme.paper.head", "paper", p.T("programme.paper."+kind), "number", x.Number, "day", p.Day(made.In(s.deps.Zone()))))})
	if spoken != p.Lang {
		doc.Blocks = append(doc.Blocks, paper.Block{Text: []paper.Run{{Text: p.T("programme.paper.words", "language", p.Language(spoken)), Italic: true}}})
	}
	if x.Escort+x.Phone != "" && kind != "press" {
		doc.Blocks = append(doc.Blocks, paper.Block{Text: []paper.Run{{Text: p.T("programme.escort") + ": ", Bold: true}, {Text: strings.Join(nonEmpty(x.Escort, x.Phone), ", ")}}})
	}
	day := ""
	var table *paper.Table
	for _, e := range x.Entries {
		if !e.fits(kind) {
			continue
		}
		if e.Day != day {
			day = e.Day
			table = &paper.Table{Rules: true, Columns: []paper.Column{{Title: p.T("programme.time"), Share: 2}, {Title: p.T("programme.what"), Share: 6}, {Title: p.T("programme.place"), Share: 5}}}
			heading := day
			if t, err := time.Parse(time.DateOnly, day); err == nil {
				heading = p.WeekdayDay(t)
			}
			doc.Blocks = append(doc.Blocks, paper.Block{Heading: 2, Text: paper.Plain(heading), Keep: true}, paper.Block{Table: table})
		}
		table.Rows = append(table.Rows, paper.Row{Cells: []paper.Cell{paper.Words(e.hours()), {Paragraphs: s.whatCell(p, e, kind, say)}, {Paragraphs: placeCell(e, say)}}})
	}
	if day == "" {
		doc.Blocks = append(doc.Blocks, paper.Block{Text: paper.Plain(p.T("programme.paper.empty"))})
	}
	return doc
}

// whatCell says what happens and, to those who work there, with whom.
func (s *Service) whatCell(p *i18n.Printer, e Entry, kind string, say func(i18n.Text) []paper.Run) [][]paper.Run {
	cell := [][]paper.Run{say(e.What)}
	add := func(key, text string) {
		if text != "" {
			cell = append(cell, []paper.Run{{Text: p.T(key) + ": ", Italic: true}, {Text: text}})
		}
	}
	add("programme.who", e.Who)
	switch kind {
	case "guest":
		add("programme.dress", e.Dress)
	case "host":
		add("programme.host", e.Host)
		add("programme.post", e.PostName.In(p.Lang).Value)
		add("programme.interpreter", e.Interpreted)
		add("programme.hall", e.HallName)
		add("programme.car", e.CarName)
		add("programme.dress", e.Dress)
		add("programme.remark", e.Remark)
	case "interpreter":
		add("programme.interpreter", e.Interpreted)
		add("programme.host", e.Host)
		add("programme.dress", e.Dress)
	case "driver":
		add("programme.car", e.CarName)
		if e.Travel > 0 {
			cell = append(cell, paper.Plain(p.T("programme.paper.travel", "minutes", e.Travel)))
		}
	}
	return cell
}

func placeCell(e Entry, say func(i18n.Text) []paper.Run) [][]paper.Run {
	var cell [][]paper.Run
	if !e.Place.IsZero() {
		cell = append(cell, say(e.Place))
	}
	if e.Address != "" {
		cell = append(cell, []paper.Run{{Text: e.Address, Lang: "ru"}})
	}
	return cell
}

//go:embed small.typ
var small string

// smallDay and smallPerson are what small.typ reads.
type smallDay struct {
	Title string      `json:"title"`
	Rows  [][3]string `json:"rows"` // hours, what, place
}

type smallPerson struct {
	Name  string `json:"name"`
	Latin string `json:"latin"`
	Under string `json:"under"`
}

// small sets what is cut or folded: the pocket programme, badges, name plates.
func (s *Service) small(ctx context.Context, lang string, x Release, members []Member, kind string) ([]byte, error) {
	p, spoken := s.speech(lang, x, kind)
	data := struct {
		Kind   string        `json:"kind"`
		Lang   string        `json:"lang"`
		Title  string        `json:"title"`
		Foot   string        `json:"foot"`
		Days   []smallDay    `json:"days"`
		People []smallPerson `json:"people"`
	}{Kind: kind, Lang: p.Lang, Title: x.Visit.In(spoken, p.Lang, "en").Value, Foot: strings.Join(nonEmpty(x.Escort, x.Phone), ", "), Days: []smallDay{}, People: []smallPerson{}}
	for _, e := range x.Entries {
		title := e.Day
		if t, err := time.Parse(time.DateOnly, e.Day); err == nil {
			title = p.WeekdayDay(t)
		}
		if n := len(data.Days); n == 0 || data.Days[n-1].Title != title {
			data.Days = append(data.Days, smallDay{Title: title})
		}
		last := &data.Days[len(data.Days)-1]
		last.Rows = append(last.Rows, [3]string{e.hours(), e.What.In(spoken, p.Lang, "en").Value, strings.Join(nonEmpty(e.Place.In(spoken, p.Lang, "en").Value, e.Address), ", ")})
	}
	for _, m := range members {
		one := smallPerson{Name: m.Name.In("ru").Value, Latin: m.Name.In("en").Value, Under: m.Under.In(p.Lang).Value}
		if one.Latin == one.Name {
			one.Latin = ""
		}
		data.People = append(data.People, one)
	}
	if kind != "pocket" && len(data.People) == 0 {
		return nil, errs.New(errs.Conflict, "programme.paper.nobody")
	}
	body, err := json.Marshal(data)
	if err != nil {
		return nil, err
	}
	made, _ := time.Parse(time.RFC3339, x.At)
	pdf, said, err := s.deps.Setter(ctx, typst.Doc{Main: small, Files: map[string][]byte{"/data.json": body}, At: made})
	if err == nil {
		return pdf, nil
	}
	for _, line := range said {
		err = errors.Join(err, errors.New(line.String()))
	}
	return nil, err
}
