package paperwork

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/fill"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/file"
	"pobratim/internal/platform/module"
)

// maxUpload is how much a request with a template may bring. One that is too
// large is read to its end, or the browser would show no answer; no more of it
// is kept than a template may have.
const maxUpload = 256 << 20

// templatesPage is what the template templates shows.
type templatesPage struct {
	Lead  string
	Kinds ui.Table
	Home  *ui.Link
}

// templates lists the kinds of paper with what they are made of.
func (s *Service) templates(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	data := templatesPage{Lead: scene.T("paperwork.templates.lead")}
	t := ui.Table{ID: "paper-templates", Caption: scene.T("paperwork.templates"), Quiet: true, Stack: true, Columns: []ui.Column{{Label: scene.T("paperwork.kind")}, {Label: scene.T("paperwork.template.state")}}}
	for _, kind := range Kinds() {
		own, err := s.Templates(ctx, kind)
		if err != nil {
			return nil, err
		}
		state := ui.Value{Text: scene.T("paperwork.builtin")}
		var said []string
		for _, one := range own {
			if one.InUse {
				said = append(said, langsWord(scene, one.Langs)+", "+strings.ToUpper(one.Format))
			}
		}
		if len(said) > 0 {
			state = ui.Value{Text: scene.T("paperwork.template.own"), Note: strings.Join(said, "; ")}
		}
		t.Rows = append(t.Rows, t.NewRow(ui.Cell{Head: true, Value: ui.Value{Text: scene.T("paperwork.kind." + kind), Href: scene.Path("/papers/templates/" + kind)}}, ui.Cell{Value: state}))
	}
	data.Kinds = t
	if _, err := s.Gate.Require(ctx, paperNeed(module.Edit)); err == nil {
		data.Home = &ui.Link{Text: scene.T("name_form.home"), Href: scene.Path("/names/" + homeKind + "/" + homeID)}
	}
	return web.Page{Template: "paperwork/templates", Title: scene.T("paperwork.templates"), Data: data}, nil
}

// templatePage is what the template template shows: one kind of paper.
type templatePage struct {
	Lead    string
	Take    []ui.Download
	Own     *ui.Table
	Returns []ui.Form
	Upload  *ui.Form
	Faults  []string
	Try     ui.Form
	Tried   *ui.LinkButton // the paper of the activity that was chosen
	Marks   string
	Fields  ui.Table // that the built-in paper has
	More    ui.Table // all others
}

// template shows one kind of paper: the built-in texts, the office's own, and all
// fields.
func (s *Service) template(r *http.Request) (web.Reply, error) { return s.templatePage(r, nil) }

func (s *Service) templatePage(r *http.Request, failed error) (web.Reply, error) {
	scene, ctx, kind := web.SceneOf(r), r.Context(), r.PathValue("kind")
	if !slices.Contains(Kinds(), kind) {
		return nil, errs.New(errs.NotFound, "record.missing")
	}
	own, err := s.Templates(ctx, kind)
	if err != nil {
		return nil, err
	}
	here := "/papers/templates/" + kind
	data := templatePage{Lead: scene.T("paperwork.template.lead"), Marks: scene.T("paperwork.template.marks", "open", "{{", "close", "}}", "not", "!")}
	for _, langs := range Langs() {
		d := ui.Download{Label: langsWord(scene, langs)}
		for _, format := range []string{"docx", "odt"} {
			d.Items = append(d.Items, ui.Link{Text: strings.ToUpper(format), Hidden: scene.T("paperwork.kind."+kind) + ", " + langsWord(scene, langs), Href: scene.Path(here + "/" + langs + "." + format), Download: true})
		}
		data.Take = append(data.Take, d)
	}
	mayEdit := s.Gate.Scope(ctx, templateNeed(module.Edit)) > account.None
	if len(own) > 0 {
		t, err := s.ownTable(ctx, scene, own)
		if err != nil {
			return nil, err
		}
		data.Own = &t
		for i, one := range own {
			if one.InUse && mayEdit {
				data.Returns = append(data.Returns, ui.Form{Action: scene.Path(here + "/return"), Once: ui.Once{Key: scene.Key + "-r" + one.Format + langsKey(i)}, Hidden: []ui.Hidden{{Name: "langs", Value: one.Langs}, {Name: "format", Value: one.Format}},
					Submit: ui.Button{Text: scene.T("paperwork.return", "langs", langsWord(scene, one.Langs), "format", strings.ToUpper(one.Format))}})
			}
		}
	}
	page := web.Page{Template: "paperwork/template", Title: scene.T("paperwork.kind." + kind), Crumbs: []web.Crumb{{Text: scene.T("paperwork.templates"), Path: "/papers/templates"}}}
	if mayEdit {
		if data.Upload, err = s.uploadForm(scene, r, kind, failed, &data, &page); err != nil {
			return nil, err
		}
	}
	if err := s.tryFields(ctx, scene, r, here, &data); err != nil {
		return nil, err
	}
	page.Data = data
	return page, nil
}

func langsKey(i int) string { return string(rune('a' + i%26)) }

// ownTable lists the editions of the office's templates.
func (s *Service) ownTable(ctx context.Context, scene *web.Scene, own []Template) (ui.Table, error) {
	t := ui.Table{ID: "own-templates", Caption: scene.T("paperwork.template.own"), Stack: true}
	for _, name := range []string{"template.file", "made.langs", "made.edition", "made.when", "template.state"} {
		t.Columns = append(t.Columns, ui.Column{Label: scene.T("paperwork." + name)})
	}
	for _, one := range own {
		name := ui.Value{Text: one.Name}
		files, err := s.deps.Files.List(ctx, one.Ref())
		if err != nil && !hidden(err) {
			return t, err
		}
		if i := slices.IndexFunc(files, func(a file.Attachment) bool { return string(a.Sum) == one.Sum }); i >= 0 {
			name.Href = scene.Path("/files/"+files[i].ID, "save", "1")
		}
		state := &ui.Chip{Text: scene.T("paperwork.template.past"), Tone: ui.ToneNeutral}
		if one.InUse {
			state = &ui.Chip{Text: scene.T("paperwork.template.in_use"), Tone: ui.ToneGood}
		}
		t.Rows = append(t.Rows, t.NewRow(ui.Cell{Head: true, Value: name}, ui.Cell{Value: ui.Value{Text: langsWord(scene, one.Langs)}}, ui.Cell{Value: ui.Value{Text: scene.Number(int64(one.Edition))}},
			ui.Cell{Value: ui.Value{Text: scene.Instant(one.At.In(scene.Zone)), Note: one.Actor}}, ui.Cell{Value: ui.Value{Chip: state}}))
	}
	return t, nil
}

// uploadForm takes a template in; faults of one that was refused stand at it.
func (s *Service) uploadForm(scene *web.Scene, r *http.Request, kind string, failed error, data *templatePage, page *web.Page) (*ui.Form, error) {
	langs := ui.Field{Kind: ui.FieldSelect, Name: "langs", Label: scene.T("paperwork.made.langs"), Width: ui.WidthMedium}
	chosen := r.FormValue("langs")
	for _, one := range Langs() {
		langs.Options = append(langs.Options, ui.Option{Value: one, Label: langsWord(scene, one), Selected: one == chosen})
	}
	picker := ui.Field{Kind: ui.FieldFile, Name: "file", Label: scene.T("paperwork.upload.file"), Hint: scene.T("paperwork.upload.hint", "size", i18n.Bytes(fill.MaxSize)), Accept: ".docx,.odt", Choose: scene.T("paperwork.upload.choose"), NoFile: scene.T("paperwork.upload.no_file")}
	f := &ui.Form{Action: scene.Path("/papers/templates/" + kind), Multipart: true, Once: ui.Once{Key: scene.Key}, Fields: []ui.Field{langs, picker}, Submit: ui.Button{Text: scene.T("paperwork.upload"), Icon: ui.IconUpload}}
	if failed == nil {
		return f, nil
	}
	faults, are := errors.AsType[Faults](failed)
	one, said := errors.AsType[*errs.E](failed)
	switch {
	case are:
		f.Fields[1].Error = scene.T("paperwork.upload.faults")
		for _, p := range faults {
			words := faultWords(scene.Printer, p)
			if p.Place.Text != "" {
				words += " " + scene.T("paperwork.fault.place", "place", scene.T("fill.place."+p.Place.Part), "text", p.Place.Text)
			}
			data.Faults = append(data.Faults, words)
		}
	case said && one.Kind == errs.Invalid:
		f.Fields[1].Error = scene.Say(one)
	default:
		return nil, failed
	}
	f.Errors = &ui.ErrorSummary{Title: scene.N("form.summary", 1), Items: []ui.Link{{Text: f.Fields[1].Error, Href: "#" + picker.ID()}}}
	page.Status, page.Title = http.StatusUnprocessableEntity, scene.ErrorTitle(page.Title)
	return f, nil
}

// builtIn sends a built-in paper to be edited.
func (s *Service) builtIn(r *http.Request) (web.Reply, error) {
	kind := r.PathValue("kind")
	langs, format, _ := strings.Cut(r.PathValue("file"), ".")
	body, err := s.BuiltIn(r.Context(), kind, langs, format)
	if err != nil {
		return nil, err
	}
	return web.File{Name: "template-" + kind + "-" + langs + "." + format, Type: file.Type(format).Media(), Body: body}, nil
}

// uploaded reads a form with a file piece by piece. The other answers are the
// request's afterwards.
func uploaded(r *http.Request) (name string, body []byte, err error) {
	failed := func(err error) error {
		if _, tooLarge := errors.AsType[*http.MaxBytesError](err); tooLarge {
			return errs.Field("file", "fill.size", "limit", fill.MaxSize>>20)
		}
		return errs.Field("file", "form.file.failed").Because(err)
	}
	r.PostForm = url.Values{}
	r.Form = r.PostForm // what is shown again after a refusal
	parts, err := r.MultipartReader()
	if err != nil {
		return "", nil, failed(err)
	}
	for range 20 { // the form has three answers
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return "", nil, failed(err)
		}
		limit := int64(1000)
		if part.FormName() == "file" {
			limit = fill.MaxSize + 1
		}
		text, err := io.ReadAll(io.LimitReader(part, limit))
		if err == nil {
			_, err = io.Copy(io.Discard, part)
		}
		if err != nil {
			return "", nil, failed(err)
		}
		if part.FormName() == "file" {
			name, body = part.FileName(), text
		} else {
			r.PostForm.Add(part.FormName(), string(text))
		}
	}
	if name == "" {
		return "", nil, errs.Field("file", "form.file.none")
	}
	return name, body, nil
}

// adopt takes an uploaded template into use.
func (s *Service) adopt(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	if _, err := s.Gate.Require(ctx, templateNeed(module.Edit)); err != nil {
		return nil, err
	}
	name, body, err := uploaded(r)
	if err != nil {
		return s.templatePage(r, err)
	}
	in := form.Read(r.PostForm)
	t, err := s.Adopt(audit.WithKey(ctx, in.Typed(ui.OnceName)), r.PathValue("kind"), in.Typed("langs"), name, body)
	if err != nil {
		return s.templatePage(r, err)
	}
	return web.Redirect{To: "/papers/templates/" + t.Paper, Notice: scene.T("paperwork.adopted", "name", t.Name)}, nil
}

// giveBack goes back to the built-in paper.
func (s *Service) giveBack(r *http.Request) (web.Reply, error) {
	scene, kind := web.SceneOf(r), r.PathValue("kind")
	in := form.Read(r.PostForm)
	if err := s.Return(r.Context(), kind, in.Text("langs"), in.Text("format")); err != nil {
		return nil, err
	}
	return web.Redirect{To: "/papers/templates/" + kind, Notice: scene.T("paperwork.returned")}, nil
}
