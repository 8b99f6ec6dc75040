package file

import (
	"bytes"
	"context"
	"net/http"
	"strconv"
	"strings"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// formPage is what the template file/form shows.
type formPage struct {
	Stale *ui.Notice
	Form  ui.Form
	Bin   *ui.Form
}

// fields describe the details for forms.
func fields() keep.Set[Details] {
	return keep.Set[Details]{
		{Name: "note", At: func(d *Details) any { return &d.Note }, Max: maxNote},
		{Name: "language", At: func(d *Details) any { return &d.Language }, Options: languages},
		{Name: "licence", At: func(d *Details) any { return &d.Licence }, Max: maxLicence},
		{Name: "visibility", At: func(d *Details) any { return &d.Visibility }},
	}
}

func languages(_ context.Context, s *web.Scene) ([]ui.Option, error) {
	var options []ui.Option
	for _, code := range i18n.LanguageCodes() {
		options = append(options, ui.Option{Value: code, Label: s.Language(code)})
	}
	return options, nil
}

// picker is the control that chooses a file.
func picker(s *web.Scene) ui.Field {
	var accept []string
	for _, t := range Types() {
		for _, e := range t.Extensions() {
			accept = append(accept, "."+e)
		}
	}
	return ui.Field{Kind: ui.FieldFile, Name: at, Label: s.T("file.file"), Hint: s.T("file.file.hint", "size", i18n.Bytes(MaxSize)), Accept: strings.Join(accept, ","), Choose: s.T("file.choose"), NoFile: s.T("file.no_file")}
}

// attach shows the form for a new file and takes it in.
func (s *Service) attach(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	about := record.Ref{Kind: r.PathValue("kind"), ID: r.PathValue("id")}
	c, err := s.may(ctx, about, module.Edit)
	if err != nil {
		return nil, err
	}
	d := Details{Visibility: c.narrowest()}
	if r.Method != http.MethodPost {
		return s.attachForm(ctx, scene, c, about, &d, nil, nil)
	}
	got, err := receive(r)
	in := form.Read(got.values)
	if in.Has("visibility") { // the short form in a panel has only the file
		if err := fields().Read(ctx, scene, Kind, in, &d, nil, ""); err != nil {
			return nil, err
		}
	}
	if err == nil && !got.chosen {
		err = errs.Field(at, "form.file.none")
	}
	if err = together(err, in.Err()); err == nil {
		var a Attachment
		a, err = s.Attach(audit.WithKey(ctx, got.key()), about, Upload{Name: got.name, Body: bytes.NewReader(got.body), Details: d})
		if err == nil {
			return web.Redirect{To: s.kinds.Path(about), Notice: scene.T("file.attached", "name", a.Name)}, nil
		}
	}
	return s.attachForm(ctx, scene, c, about, &d, in, err)
}

// attachForm is the page of a new file; with an error it keeps what was typed.
func (s *Service) attachForm(ctx context.Context, scene *web.Scene, c circle, about record.Ref, d *Details, in *form.Form, failed error) (web.Reply, error) {
	title := s.kinds.Title(ctx, about, scene.Lang)
	page := web.Page{Template: "file/form", Title: scene.T("file.add.title", "title", title), Crumbs: []web.Crumb{{Text: title, Path: s.kinds.Path(about)}}}
	if in != nil && !in.Has("visibility") {
		in = nil
	}
	details, err := s.controls(ctx, scene, c, d, in)
	if err != nil {
		return nil, err
	}
	data := formPage{Form: ui.Form{
		Action: scene.Path(address(about)), Multipart: true, Once: ui.Once{Key: scene.Key}, Fields: append([]ui.Field{picker(scene)}, details...),
		Submit: ui.Button{Text: scene.T("file.add"), Kind: ui.ButtonPrimary, Icon: ui.IconUpload}, Cancel: &ui.Link{Text: scene.T("form.cancel"), Href: scene.Path(s.kinds.Path(about))},
	}}
	return refuse(scene, page, data, failed)
}

// controls are the fields of the details; circles of readers that the viewer
// does not belong to are not offered.
func (s *Service) controls(ctx context.Context, scene *web.Scene, c circle, d *Details, in *form.Form) ([]ui.Field, error) {
	controls, err := fields().Form(ctx, scene, Kind, d, in, nil, nil, "")
	if err != nil {
		return nil, err
	}
	for i := range controls {
		if controls[i].Name != "visibility" {
			continue
		}
		var offered []ui.Option
		for _, o := range controls[i].Options {
			if c.sees(record.Visibility(o.Value)) {
				offered = append(offered, o)
			}
		}
		controls[i].Options = offered
	}
	return controls, nil
}

// refuse puts an error into a form; one that is not the reader's to mend goes
// on as it is. Without an error the page is the fresh form.
func refuse(scene *web.Scene, page web.Page, data formPage, failed error) (web.Reply, error) {
	kind := errs.KindOf(failed)
	switch {
	case failed == nil:
	case kind == errs.Stale:
		page.Status = http.StatusConflict
		data.Stale = &ui.Notice{Tone: ui.ToneWarn, Title: scene.T("file.stale"), Text: scene.T("file.stale.text")}
	case kind == errs.Invalid:
		page.Status = http.StatusUnprocessableEntity
		problems := keep.ProblemsOf(scene, failed)
		data.Form.Errors = &ui.ErrorSummary{Title: scene.N("form.summary", len(problems))}
		for i := range data.Form.Fields {
			f := &data.Form.Fields[i]
			if f.Error = problems[f.Name]; f.Error != "" {
				data.Form.Errors.Items = append(data.Form.Errors.Items, ui.Link{Text: f.Error, Href: "#" + f.ID()})
			}
		}
	default:
		return nil, failed
	}
	if failed != nil {
		page.Title = scene.T("form.title.error", "title", page.Title)
	}
	page.Data = data
	return page, nil
}

// address is where files of a record are sent.
func address(about record.Ref) string { return "/files/" + about.Kind + "/" + about.ID }

// change shows what is said of a file and writes it anew.
func (s *Service) change(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	a, err := s.load(ctx, r.PathValue("id"), module.Edit)
	if err == nil && a.Binned {
		err = errs.New(errs.NotFound, "record.missing")
	}
	if err != nil {
		return nil, err
	}
	d, in := a.Details, (*form.Form)(nil)
	if r.Method == http.MethodPost {
		in = form.Read(r.PostForm)
		version := in.Int("version")
		if err := fields().Read(ctx, scene, Kind, in, &d, nil, ""); err != nil {
			return nil, err
		}
		if err = in.Err(); err == nil {
			if err = s.Change(ctx, a.ID, version, d); err == nil {
				return web.Redirect{To: s.kinds.Path(a.About), Notice: scene.T("keep.saved", "time", scene.Clock(scene.Now))}, nil
			}
		}
	}
	return s.changeForm(ctx, scene, a, &d, in, err)
}

func (s *Service) changeForm(ctx context.Context, scene *web.Scene, a Attachment, d *Details, in *form.Form, failed error) (web.Reply, error) {
	c, err := s.may(ctx, a.About, module.Edit)
	if err != nil {
		return nil, err
	}
	controls, err := s.controls(ctx, scene, c, d, in)
	if err != nil {
		return nil, err
	}
	if errs.KindOf(failed) == errs.Stale {
		beside(ctx, scene, controls, &a.Details, d)
	}
	back := s.kinds.Path(a.About)
	page := web.Page{Template: "file/form", Title: scene.T("keep.editing", "title", a.Name), Crumbs: []web.Crumb{{Text: s.kinds.Title(ctx, a.About, scene.Lang), Path: back}}}
	data := formPage{
		Form: ui.Form{
			Action: scene.Path("/files/" + a.ID), Once: ui.Once{Key: scene.Key}, Hidden: []ui.Hidden{{Name: "version", Value: strconv.FormatInt(a.Version, 10)}},
			Fields: controls, Submit: ui.Button{Text: scene.T("keep.save"), Kind: ui.ButtonPrimary}, Cancel: &ui.Link{Text: scene.T("form.cancel"), Href: scene.Path(back)},
		},
		Bin: binForm(scene, a),
	}
	return refuse(scene, page, data, failed)
}

// beside shows under each control what somebody else wrote meanwhile, where
// that differs from what was typed.
func beside(ctx context.Context, scene *web.Scene, controls []ui.Field, now, typed *Details) {
	for i, f := range fields() {
		value := keep.Canonical(f.At(now))
		if value == keep.Canonical(f.At(typed)) {
			continue
		}
		shown := f.Show(ctx, scene, value).Text
		if shown == "" {
			shown = scene.T("keep.nothing")
		}
		controls[i].Suggest = scene.T("keep.stale.now", "value", shown)
	}
}

// binForm is the button that puts a file away.
func binForm(scene *web.Scene, a Attachment) *ui.Form {
	return &ui.Form{Action: scene.Path("/files/" + a.ID + "/bin"), Once: ui.Once{Key: scene.Key + "-bin"},
		Submit: ui.Button{Text: scene.T("file.bin"), Hidden: a.Name, Kind: ui.ButtonQuiet, Icon: ui.IconTrash}}
}

func (s *Service) putAway(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	a, err := s.load(ctx, r.PathValue("id"), module.Edit)
	if err != nil {
		return nil, err
	}
	if err := s.PutAway(ctx, a.ID); err != nil {
		return nil, err
	}
	return web.Redirect{To: s.kinds.Path(a.About), Notice: scene.T("keep.binned", "title", a.Name)}, nil
}

// download sends a file: shown when it is a PDF or a picture, saved with ?save=1.
func (s *Service) download(r *http.Request) (web.Reply, error) {
	a, content, err := s.Open(r.Context(), r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	return web.File{
		Name: a.Name, Type: a.Type.Media(), Content: content, Modified: a.At, Tag: string(a.Sum),
		Inline: (a.Type == PDF || a.Type.Picture()) && r.URL.Query().Get("save") == "",
	}, nil
}
