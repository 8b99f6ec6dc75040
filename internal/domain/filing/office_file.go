package filing

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/record"
)

// paper sends a file: of an edition as it was sealed, of a year as the records
// have it now.
func (s *Service) paper(r *http.Request) (web.Reply, error) {
	year, edition, ok := parseID(r.PathValue("id"))
	format, named := strings.CutPrefix(r.PathValue("paper"), "report.")
	media := mediaOf(format)
	if !ok || !named || media == "" {
		return nil, errs.New(errs.NotFound, "record.missing")
	}
	var body []byte
	var err error
	if edition > 0 {
		body, err = s.Sealed(r.Context(), idOf(year, edition), format)
	} else {
		body, err = s.Paper(r.Context(), s.paperLang(r), year, format)
	}
	if err != nil {
		return nil, err
	}
	return web.File{Name: fileName(r.PathValue("id"), format), Type: media, Body: body}, nil
}

// mediaOf is the media type of a format; empty for one that there is not.
func mediaOf(format string) string {
	const office = "application/vnd.openxmlformats-officedocument."
	switch format {
	case "docx":
		return office + "wordprocessingml.document"
	case "xlsx":
		return office + "spreadsheetml.sheet"
	case "pdf":
		return "application/pdf"
	}
	return ""
}

// showEdition is an edition as it was filed.
func (s *Service) showEdition(r *http.Request) (web.Reply, error) {
	scene := web.SceneOf(r)
	f, err := s.Filing(r.Context(), r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	at, title := "/filings/"+f.ID, s.title(f, scene.Lang)
	data := reportPage{
		Head: ui.Head{Over: scene.T("filing.sealed"), Title: ui.Value{Text: title}, Lead: scene.T("filing.sealed.lead"), Chips: []ui.Chip{{Text: scene.T("filing.state.filed"), Tone: ui.ToneGood}}, Actions: papersOf(scene, at)},
		Lang: f.Lang,
	}
	for _, row := range []struct{ name, text string }{
		{"on", scene.Date(f.On)}, {"recipient", f.Recipient}, {"number", f.Number}, {"note", f.Note}, {"actor", f.Actor}, {"lang", i18n.Native(f.Lang)},
		{"docx", f.Sums.DOCX}, {"pdf", f.Sums.PDF}, {"xlsx", f.Sums.XLSX},
	} {
		if row.text != "" {
			data.Facts.Rows = append(data.Facts.Rows, ui.Fact{Label: scene.T("filing." + row.name), Value: ui.Value{Text: row.text}})
		}
	}
	s.body(scene, f.Lines, f.Year, &data)
	year := yearWords(f.Year)
	return web.Page{Template: "filing/report", Title: title, Data: data,
		Crumbs: []web.Crumb{{Text: scene.T("filing.list"), Path: "/filings"}, {Text: scene.T("filing.title", "year", year), Path: "/filings/" + year}}}, nil
}

// sentSet are the fields of the form.
func (s *Service) sentSet(correction bool) keep.Set[Sent] {
	set := keep.Set[Sent]{
		{Name: "recipient", At: func(t *Sent) any { return &t.Recipient }, Required: true, Max: 300},
		{Name: "on", At: func(t *Sent) any { return &t.On }, Required: true, Width: ui.WidthMedium},
		{Name: "number", At: func(t *Sent) any { return &t.Number }, Max: 100, Width: ui.WidthMedium},
		{Name: "lang", At: func(t *Sent) any { return &t.Lang }, Required: true, Options: func(context.Context, *web.Scene) ([]ui.Option, error) {
			var options []ui.Option
			for _, lang := range s.deps.Langs {
				options = append(options, ui.Option{Value: lang, Label: i18n.Native(lang), Lang: lang})
			}
			return options, nil
		}},
	}
	if correction {
		set = append(set, keep.Field[Sent]{Name: "note", At: func(t *Sent) any { return &t.Note }, Required: true, Long: true, Max: 2000})
	}
	return set
}

// file shows and takes the form by which a report is filed.
func (s *Service) file(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	year, edition, ok := parseID(r.PathValue("id"))
	if !ok || edition > 0 {
		return nil, errs.New(errs.NotFound, "record.missing")
	}
	report, next, err := s.next(ctx, year)
	if err != nil {
		return nil, err
	}
	if year >= s.deps.Clock().Year() {
		return nil, errs.New(errs.Conflict, "filing.running", "year", yearWords(year))
	}
	at := "/filings/" + yearWords(year)
	typed, err := s.before(ctx, scene)
	if err != nil {
		return nil, err
	}
	title := scene.T("filing.file.title", "year", yearWords(year), "n", yearWords(next))
	asked := keep.Asked[Sent]{
		Set: s.sentSet(next > 1), Kind: Kind, Of: &typed, Langs: s.deps.Langs, Version: report.version(next),
		Title: title, Action: scene.Path(at + "/file"), Cancel: scene.Path(at), Submit: scene.T("filing.file.do"),
	}
	if r.Method == http.MethodPost {
		in := form.Read(r.PostForm)
		if err := asked.Set.Read(ctx, scene, asked.Kind, in, &typed, asked.Langs, ""); err != nil {
			return nil, err
		}
		seen, _ := strconv.ParseInt(r.PostForm.Get("version"), 10, 64) // what is no number was never seen
		if seen == asked.Version {
			// What is wrong with what was typed is said at once.
			for _, e := range errs.FieldsOf(typed.check(year, next, s.deps.Clock(), s.deps.Langs)) {
				if !in.Failed(e.Field) {
					in.FailWith(e.Field, e)
				}
			}
			err = in.Err()
		}
		ref := record.Ref{}
		if err == nil {
			ref, err = s.File(ctx, year, seen, typed)
		}
		if err == nil {
			return web.Redirect{To: "/filings/" + ref.ID, Notice: scene.T("filing.done")}, nil
		}
		asked.Typed, asked.Failed = in, err
	}
	page, err := keep.FormPage(r, asked)
	if err != nil {
		return nil, err
	}
	page.Crumbs = []web.Crumb{{Text: scene.T("filing.list"), Path: "/filings"}, {Text: scene.T("filing.title", "year", yearWords(year)), Path: at}}
	return page, nil
}

// before is what the form begins with: today, and the recipient of last time.
func (s *Service) before(ctx context.Context, scene *web.Scene) (Sent, error) {
	t := Sent{On: edtf.On(s.deps.Clock()), Lang: scene.Lang}
	all, err := s.Filings(ctx)
	if len(all) > 0 {
		t.Recipient, t.Lang = all[0].Recipient, all[0].Lang
	}
	return t, err
}
