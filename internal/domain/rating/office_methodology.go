package rating

import (
	"errors"
	"io"
	"iter"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"pobratim/internal/domain/rating/method"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/export"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
)

// tabs lead between assessments and methodologies.
func tabs(scene *web.Scene, current string) ui.Tabs {
	all := ui.Tabs{Label: scene.T("assessment.views")}
	for _, one := range []string{"assessments", "methodologies"} {
		all.Items = append(all.Items, ui.Link{Text: scene.T("assessment.view." + one), Href: scene.Path("/" + one), Current: one == current})
	}
	return all
}

// registerPage is what the template register shows: the list of methodologies and
// that of assessments.
type registerPage struct {
	Tabs  ui.Tabs
	Table ui.Table
	Take  ui.Download
	Add   []ui.LinkButton
}

// idsOf are the identifiers of a register that is read whole.
func idsOf[T any](all []T, id func(T) string) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		for _, one := range all {
			if !yield(id(one), nil) {
				return
			}
		}
	}
}

func (s *Service) listMethodologies(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	all, err := s.Methodologies(ctx)
	if err != nil {
		return nil, err
	}
	if as := export.Asked(r); as != "" {
		return s.methodologies.Export(r, as, "methodologies", idsOf(all, func(m Methodology) string { return m.ID }))
	}
	t := ui.Table{ID: "methodologies", Caption: scene.T("methodology.list"), Quiet: true, Stack: true, Empty: &ui.Empty{Title: scene.T("methodology.none"), Text: scene.T("methodology.none.text")},
		Columns: []ui.Column{{Label: scene.T("methodology.title")}, {Label: scene.T("methodology.edition")}, {Label: scene.T("methodology.questions"), Number: true}, {Label: scene.T("methodology.unknown"), Number: true}}}
	for _, m := range all {
		title := keep.Said(scene, m.Title)
		title.Href = scene.Path("/methodologies/" + m.ID)
		read, err := s.read(m)
		if err != nil {
			t.Rows = append(t.Rows, t.NewRow(ui.Cell{Value: title, Head: true}, ui.Cell{Value: ui.Value{Chip: &ui.Chip{Text: scene.T("methodology.unreadable"), Tone: ui.ToneBad}}}, ui.Cell{}, ui.Cell{}))
			continue
		}
		n := 0
		read.Each(func(*method.Block, *method.Indicator, *method.Question) { n++ })
		t.Rows = append(t.Rows, t.NewRow(ui.Cell{Value: title, Head: true}, ui.Cell{Value: ui.Value{Text: read.Edition}}, ui.Cell{Value: ui.Value{Text: scene.Number(int64(n))}, Number: true}, ui.Cell{Value: ui.Value{Text: scene.Number(int64(len(read.Unknown())))}, Number: true}))
	}
	data := registerPage{Tabs: tabs(scene, "methodologies"), Table: t, Take: export.Links(scene)}
	if s.may(ctx, module.Create, MethodologyKind) {
		data.Add = []ui.LinkButton{{Text: scene.T("methodology.begin"), Href: scene.Path("/methodologies/start"), Kind: ui.ButtonPrimary, Icon: ui.IconPlus}}
	}
	return web.Page{Template: "rating/register", Title: scene.T("methodology.list"), Data: data}, nil
}

// methodologyPage is what the template methodology shows.
type methodologyPage struct {
	Head    ui.Head
	Edit    []ui.LinkButton
	About   string
	Sources []ui.Link
	Notice  *ui.Notice
	Classes *ui.Table
	Blocks  []blockPart
	Facts   ui.Facts
}

// blockPart is one block with its indicators and questions as one table.
type blockPart struct {
	ID, Title, Weight string
	Table             ui.Table
	None              string
}

func (s *Service) viewMethodology(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	m, err := s.Methodology(ctx, r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	at := "/methodologies/" + m.ID
	data := methodologyPage{Head: ui.Head{Over: scene.T("methodology.kind"), Title: keep.Said(scene, m.Title), Audience: keep.Audience(scene, m.Visibility)}}
	if s.methodologies.Can(ctx, module.Edit, &m) {
		data.Edit = []ui.LinkButton{
			{Text: scene.T("methodology.weights"), Href: scene.Path(at + "/weights"), Kind: ui.ButtonPrimary}, {Text: scene.T("methodology.text"), Href: scene.Path(at + "/edit"), Icon: ui.IconEdit},
		}
	}
	if s.may(ctx, module.Create, AssessmentKind) {
		data.Edit = append(data.Edit, ui.LinkButton{Text: scene.T("assessment.begin"), Href: scene.Path("/assessments/new", "methodology", m.ID), Icon: ui.IconPlus})
	}
	data.Edit = append(data.Edit, ui.LinkButton{Text: scene.T("methodology.file"), Href: scene.Path(at + "/file.json"), Icon: ui.IconDownload})
	if data.Facts, err = s.methodologies.FactList(ctx, scene, &m, at, "title"); err != nil {
		return nil, err
	}
	page := web.Page{Template: "rating/methodology", Title: m.Title.In(scene.Lang).Value, About: m.Ref().String(), Crumbs: []web.Crumb{{Text: scene.T("methodology.list"), Path: "/methodologies"}}}
	read, err := method.Read([]byte(m.Body), s.deps.Measures)
	if err != nil {
		data.Notice = &ui.Notice{Tone: ui.ToneBad, Title: scene.T("methodology.unreadable"), Text: strings.Join(sayFaults(scene.Printer, err), "; ")}
		page.Data = data
		return page, nil
	}
	data.fill(scene, read)
	page.Data = data
	return page, nil
}

// fill shows what a methodology says, and what it does not.
func (p *methodologyPage) fill(scene *web.Scene, m *method.Methodology) {
	p.Head.Chips = []ui.Chip{{Text: scene.T("methodology.edition.of", "edition", m.Edition), Tone: ui.ToneNeutral}}
	p.About = m.About.In(scene.Lang)
	for _, source := range m.Sources {
		link := ui.Link{Text: source}
		if strings.HasPrefix(source, "https://") || strings.HasPrefix(source, "http://") {
			link.Href = source
		}
		p.Sources = append(p.Sources, link)
	}
	if n := len(m.Unknown()); n > 0 {
		p.Notice = &ui.Notice{Tone: ui.ToneInfo, Title: scene.N("methodology.open", n), Text: scene.T("methodology.open.text")}
	}
	if len(m.Classes) > 0 {
		p.Classes = classTable(scene, m)
	}
	for _, b := range m.Blocks {
		part := blockPart{ID: "block-" + b.ID, Title: b.Title.In(scene.Lang), Weight: weightWords(scene, b.Weight), None: scene.T("methodology.block.none"),
			Table: ui.Table{ID: "questions-" + b.ID, Caption: b.Title.In(scene.Lang), Quiet: true, Stack: true, Columns: []ui.Column{{Label: scene.T("methodology.question")}, {Label: scene.T("methodology.indicator")}, {Label: scene.T("methodology.weight")}, {Label: scene.T("methodology.full")}, {Label: scene.T("methodology.rule")}}}}
		for _, i := range b.Indicators {
			for _, q := range i.Questions {
				full := ui.Value{Text: scene.T("methodology.full.none")}
				if q.Type == method.Figure {
					full.Text = weightWords(scene, q.Full)
				}
				part.Table.Rows = append(part.Table.Rows, part.Table.NewRow(ui.Cell{Value: ui.Value{Text: q.Title.In(scene.Lang), Note: scene.T("methodology.type." + q.Type)}, Head: true}, ui.Cell{Value: ui.Value{Text: i.Title.In(scene.Lang)}},
					ui.Cell{Value: ui.Value{Text: weightWords(scene, q.Weight)}}, ui.Cell{Value: full}, ui.Cell{Value: ui.Value{Text: ruleWords(scene, q)}}))
			}
		}
		p.Blocks = append(p.Blocks, part)
	}
}

func classTable(scene *web.Scene, m *method.Methodology) *ui.Table {
	t := ui.Table{ID: "classes", Caption: scene.T("methodology.classes"), Quiet: true, Stack: true, Columns: []ui.Column{{Label: scene.T("methodology.class")}, {Label: scene.T("methodology.below")}}}
	for i, c := range m.Classes {
		limit := ui.Value{Text: scene.T("methodology.unlimited")}
		switch {
		case c.Below != nil:
			limit = ui.Value{Text: scene.T("methodology.below.n", "n", scene.Number(*c.Below)), Note: c.Note.In(scene.Lang)}
		case i < len(m.Classes)-1:
			limit = ui.Value{Chip: &ui.Chip{Text: scene.T("methodology.unknown.one"), Tone: ui.ToneWarn}}
		}
		t.Rows = append(t.Rows, t.NewRow(ui.Cell{Value: ui.Value{Text: c.Title.In(scene.Lang)}, Head: true}, ui.Cell{Value: limit}))
	}
	return &t
}

// weightWords is a number of the methodology in words.
func weightWords(scene *web.Scene, n *method.Number) string {
	if n == nil {
		return scene.T("methodology.unknown.one")
	}
	return decimalWords(scene.Printer, n.Rat, 1)
}

// ruleWords says where an answer comes from.
func ruleWords(scene *web.Scene, q method.Question) string {
	switch {
	case q.Formula != "":
		return q.Formula
	case q.Rule == nil:
		return scene.T("methodology.rule.hand")
	case q.Rule.Of != "":
		return scene.T("methodology.rule.ratio", "count", measureWords(scene, q.Rule.Count), "of", measureWords(scene, q.Rule.Of))
	}
	return measureWords(scene, q.Rule.Count)
}

// measureWords is a measure in words, with its parameter where it has one.
func measureWords(scene *web.Scene, measure string) string {
	name, param, _ := strings.Cut(measure, ":")
	if param == "" {
		return scene.T("measure." + name)
	}
	return scene.T("measure."+name) + ": " + scene.T("measure."+name+"."+param)
}

// methodologyFile sends the methodology as its file.
func (s *Service) methodologyFile(r *http.Request) (web.Reply, error) {
	m, err := s.Methodology(r.Context(), r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	return web.File{Name: "methodology-" + m.ID + ".json", Type: "application/json", Body: []byte(m.Body)}, nil
}

// maxUpload is how much a request with a methodology may bring.
const maxUpload = method.MaxBytes + 1<<16

// startPage is what the template start shows.
type startPage struct {
	Errors *ui.ErrorSummary
	Forms  []startPart
}

type startPart struct {
	ID, Title string
	Form      ui.Form
}

// start shows and takes the form by which a methodology comes in: one that the
// program brings, or a file.
func (s *Service) start(r *http.Request) (web.Reply, error) {
	if r.Method != http.MethodPost {
		return s.startPage(r, nil)
	}
	if r.MultipartForm == nil {
		if err := r.ParseMultipartForm(maxUpload); err != nil && !errors.Is(err, http.ErrNotMultipart) {
			return s.startPage(r, errs.Field("file", "form.file.failed").Because(err))
		}
	}
	in := form.Read(r.PostForm)
	body, err := chosen(r, in.Typed("shipped"))
	if err != nil {
		return s.startPage(r, err)
	}
	id, err := s.AddMethodology(audit.WithKey(r.Context(), in.Typed(ui.OnceName)), Methodology{Body: string(body)})
	if err != nil {
		return s.startPage(r, err)
	}
	return web.Redirect{To: "/methodologies/" + id}, nil
}

// chosen is the file that somebody uploaded, or the one of the program that they
// chose.
func chosen(r *http.Request, shipped string) ([]byte, error) {
	if shipped != "" {
		return method.Ship(shipped)
	}
	upload, _, err := r.FormFile("file")
	if err != nil {
		return nil, errs.Field("file", "form.file.none")
	}
	defer upload.Close()
	body, err := io.ReadAll(io.LimitReader(upload, method.MaxBytes+1))
	if err != nil {
		return nil, errs.Field("file", "form.file.failed").Because(err)
	}
	return body, nil
}

func (s *Service) startPage(r *http.Request, failed error) (web.Reply, error) {
	scene := web.SceneOf(r)
	if failed != nil && errs.FieldsOf(failed) == nil {
		return nil, failed
	}
	var options []ui.Option
	for _, name := range method.Shipped() {
		body, err := method.Ship(name)
		if err != nil {
			return nil, err
		}
		m, err := method.Read(body, s.deps.Measures)
		if err != nil {
			return nil, err
		}
		options = append(options, ui.Option{Value: name, Label: m.Title.In(scene.Lang), Hint: m.About.In(scene.Lang), Selected: len(options) == 0})
	}
	action := scene.Path("/methodologies/start")
	file := ui.Field{Kind: ui.FieldFile, Name: "file", Label: scene.T("methodology.upload.file"), Hint: scene.T("methodology.upload.hint"), Accept: ".json,application/json", Choose: scene.T("methodology.upload.choose"), NoFile: scene.T("methodology.upload.no_file")}
	page := web.Page{Template: "rating/start", Title: scene.T("methodology.begin"), Crumbs: []web.Crumb{{Text: scene.T("methodology.list"), Path: "/methodologies"}}}
	data := startPage{}
	if said := sayFaults(scene.Printer, failed); said != nil {
		file.Error = said[0]
		page.Status, page.Title = http.StatusUnprocessableEntity, scene.ErrorTitle(page.Title)
		data.Errors = &ui.ErrorSummary{Title: scene.N("methodology.refused", len(said))}
		for _, one := range said {
			data.Errors.Items = append(data.Errors.Items, ui.Link{Text: one, Href: "#" + file.ID()})
		}
	}
	data.Forms = []startPart{
		{ID: "shipped", Title: scene.T("methodology.shipped"), Form: ui.Form{Action: action, Once: scene.Once(), Fields: []ui.Field{{Kind: ui.FieldRadios, Name: "shipped", Label: scene.T("methodology.shipped.which"), Options: options}}, Submit: ui.Button{Text: scene.T("methodology.shipped.take"), Kind: ui.ButtonPrimary}}},
		{ID: "upload", Title: scene.T("methodology.upload"), Form: ui.Form{Action: action, Multipart: true, Once: scene.Once(), Fields: []ui.Field{file}, Submit: ui.Button{Text: scene.T("methodology.upload.do"), Icon: ui.IconUpload}}},
	}
	page.Data = data
	return page, nil
}

// weightsPage is what the template weights shows.
type weightsPage struct{ Form ui.Form }

// weightsForm shows and takes all weights of a methodology, and the figures that
// earn full marks.
func (s *Service) weightsForm(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	m, err := s.Methodology(ctx, r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	read, err := s.read(m)
	if err != nil {
		return nil, err
	}
	in, failed := form.Read(r.PostForm), error(nil)
	if r.Method == http.MethodPost {
		if failed = weigh(read, in); failed == nil {
			from := m
			from.Version = int64(in.Int("version"))
			failed = s.alter(ctx, from, func(to *method.Methodology) error { return weigh(to, in) })
		}
		if failed == nil {
			return web.Redirect{To: "/methodologies/" + m.ID, Notice: scene.T("keep.saved", "time", scene.Clock(scene.Now))}, nil
		}
		if errs.FieldsOf(failed) == nil && errs.KindOf(failed) != errs.Stale {
			return nil, failed
		}
	}
	return weightsReply(scene, m, read, in, failed, r.Method == http.MethodPost), nil
}

// parts calls for everything of a methodology that has a weight or a figure for
// full marks, with the name of its field.
func parts(m *method.Methodology, do func(name, kind string, at **method.Number)) {
	for b := range m.Blocks {
		block := &m.Blocks[b]
		do("w."+block.ID, "block", &block.Weight)
		for i := range block.Indicators {
			one := &block.Indicators[i]
			do("w."+one.ID, "indicator", &one.Weight)
			for q := range one.Questions {
				if question := &one.Questions[q]; question.Scored() {
					do("w."+question.ID, "question", &question.Weight)
					if question.Type == method.Figure {
						do("full."+question.ID, "full", &question.Full)
					}
				}
			}
		}
	}
}

// weigh writes what was typed into a methodology; an empty field is a weight that
// is not known.
func weigh(m *method.Methodology, in *form.Form) error {
	var bad errs.Fields
	parts(m, func(name, _ string, at **method.Number) {
		text := strings.TrimSpace(in.Typed(name))
		if text == "" {
			*at = nil
			return
		}
		n, ok := method.ParseNumber(text)
		if !ok {
			bad.Add(errs.Field(name, "methodology.number"))
			return
		}
		*at = &n
	})
	return bad.Err()
}

func weightsReply(scene *web.Scene, m Methodology, read *method.Methodology, in *form.Form, failed error, typed bool) web.Page {
	f := ui.Form{Action: scene.Path("/methodologies/" + m.ID + "/weights"), Once: scene.Once(), Hidden: []ui.Hidden{{Name: "version", Value: strconv.FormatInt(m.Version, 10)}},
		Submit: ui.Button{Text: scene.T("keep.save"), Kind: ui.ButtonPrimary}, Cancel: &ui.Link{Text: scene.T("form.cancel"), Href: scene.Path("/methodologies/" + m.ID)}}
	bad := errs.FieldsOf(failed)
	names := partTitles(read, scene.Lang)
	var summary []ui.Link
	add := func(name, kind string, at *method.Number) {
		field := ui.Field{Kind: ui.FieldText, Name: name, Label: names[name], Hint: scene.T("methodology.part." + kind), Width: ui.WidthShort}
		if at != nil {
			field.Value = at.String()
		}
		if typed {
			field.Value = in.Typed(name)
		}
		if e := bad.Of(name); e != nil {
			field.Error = scene.Say(e)
			summary = append(summary, ui.Link{Text: names[name] + ": " + field.Error, Href: "#" + field.ID()})
		}
		last := &f.Sets[len(f.Sets)-1]
		last.Fields = append(last.Fields, field)
	}
	parts(read, func(name, kind string, at **method.Number) {
		if kind == "block" {
			f.Sets = append(f.Sets, ui.Fieldset{Legend: names[name]})
		}
		add(name, kind, *at)
	})
	for _, e := range bad {
		if !slices.ContainsFunc(summary, func(l ui.Link) bool { return strings.HasSuffix(l.Text, scene.Say(e)) }) {
			summary = append(summary, ui.Link{Text: scene.Say(e), Href: "#main"})
		}
	}
	if errs.KindOf(failed) == errs.Stale {
		summary = append(summary, ui.Link{Text: scene.T("methodology.stale"), Href: "#main"})
	}
	page := web.Page{Template: "rating/weights", Title: scene.T("methodology.weights"), Crumbs: []web.Crumb{{Text: scene.T("methodology.list"), Path: "/methodologies"}, {Text: m.Title.In(scene.Lang).Value, Path: "/methodologies/" + m.ID}}}
	if summary != nil {
		f.Errors = &ui.ErrorSummary{Title: scene.N("form.summary", len(summary)), Items: summary}
		page.Status, page.Title = http.StatusUnprocessableEntity, scene.ErrorTitle(page.Title)
	}
	page.Data = weightsPage{f}
	return page
}

// partTitles are the titles of blocks, indicators and questions by the names of
// their fields.
func partTitles(m *method.Methodology, lang string) map[string]string {
	names := map[string]string{}
	for _, b := range m.Blocks {
		names["w."+b.ID] = b.Title.In(lang)
		for _, i := range b.Indicators {
			names["w."+i.ID] = i.Title.In(lang)
			for _, q := range i.Questions {
				names["w."+q.ID], names["full."+q.ID] = q.Title.In(lang), q.Title.In(lang)
			}
		}
	}
	return names
}

// weightingOf are the weights that an address asks for instead of those of the
// methodology.
func weightingOf(scene *web.Scene, m *method.Methodology) method.Weighting {
	q := scene.URL.Query()
	by := method.Weighting{Equal: q.Get("weights") == "equal", Own: map[string]method.Number{}}
	for _, b := range m.Blocks {
		if n, ok := method.ParseNumber(q.Get("w." + b.ID)); ok {
			by.Own[b.ID] = n
		}
	}
	return by
}
