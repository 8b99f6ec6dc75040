package paperwork

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/file"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

func at(activity string) string { return "/activities/" + activity + "/papers" }

// askedFor reads which paper a request is about; what is not said is the reader's
// language and DOCX.
func askedFor(r *http.Request) Wanted {
	scene := web.SceneOf(r)
	w := Wanted{Activity: r.PathValue("id"), Paper: r.PathValue("kind"), Langs: r.FormValue("langs"), Format: r.FormValue("format"), For: r.FormValue("for")}
	if !slices.Contains(Langs(), w.Langs) {
		w.Langs = scene.Lang
	}
	if !slices.Contains(Formats(), w.Format) {
		w.Format = "docx"
	}
	return w
}

// papersPage is what the template papers shows: all papers of an activity.
type papersPage struct {
	Lead    string
	Details *ui.LinkButton
	Kinds   ui.Table
	Made    *ui.Table
	Manage  *ui.Link
}

// papers are the papers of an activity: those that can be made and those that were.
func (s *Service) papers(r *http.Request) (web.Reply, error) {
	scene, ctx, id := web.SceneOf(r), r.Context(), r.PathValue("id")
	made, err := s.MadeOf(ctx, id)
	if err != nil {
		return nil, err
	}
	title := s.title(ctx, record.Ref{Kind: activityKind, ID: id}, scene.Lang)
	data := papersPage{Lead: scene.T("paperwork.papers.lead"), Kinds: s.kindTable(scene, id, made)}
	if s.mayMake(ctx) && s.mayOf(ctx, id, module.Edit) == nil {
		data.Details = &ui.LinkButton{Text: scene.T("paperwork.details"), Href: scene.Path(at(id) + "/details"), Icon: ui.IconEdit}
	}
	if s.Gate.Scope(ctx, templateNeed(module.View)) > account.None {
		data.Manage = &ui.Link{Text: scene.T("paperwork.templates"), Href: scene.Path("/papers/templates")}
	}
	if len(made) > 0 {
		t, err := s.madeTable(ctx, scene, id, made)
		if err != nil {
			return nil, err
		}
		data.Made = &t
	}
	return web.Page{Template: "paperwork/papers", Title: scene.T("paperwork.papers.of", "title", title), Data: data, Crumbs: []web.Crumb{{Text: title, Path: "/activities/" + id}}}, nil
}

// kindTable lists what can be made, with the newest edition of each.
func (s *Service) kindTable(scene *web.Scene, id string, made []Made) ui.Table {
	t := ui.Table{ID: "paper-kinds", Caption: scene.T("paperwork.kinds"), Stack: true, Columns: []ui.Column{{Label: scene.T("paperwork.kind")}, {Label: scene.T("paperwork.made.last")}}}
	for _, kind := range Kinds() {
		last := ui.Value{Text: scene.T("paperwork.made.none")}
		if i := slices.IndexFunc(made, func(m Made) bool { return m.Paper == kind }); i >= 0 {
			last = ui.Value{Text: scene.Instant(made[i].At.In(scene.Zone)), Note: made[i].Actor}
		}
		t.Rows = append(t.Rows, t.NewRow(ui.Cell{Head: true, Value: ui.Value{Text: scene.T("paperwork.kind." + kind), Href: scene.Path(at(id) + "/" + kind)}}, ui.Cell{Value: last}))
	}
	return t
}

// madeTable lists the editions that were kept. Their files are those of the
// activity; one that was put away there is named without a link.
func (s *Service) madeTable(ctx context.Context, scene *web.Scene, id string, made []Made) (ui.Table, error) {
	t := ui.Table{ID: "papers-made", Caption: scene.T("paperwork.made"), Stack: true}
	for _, name := range []string{"kind", "made.langs", "made.edition", "made.from", "made.when", "made.holes"} {
		t.Columns = append(t.Columns, ui.Column{Label: scene.T("paperwork." + name)})
	}
	files, err := s.deps.Files.List(ctx, record.Ref{Kind: activityKind, ID: id})
	if err != nil && !hidden(err) {
		return t, err
	}
	for _, m := range made {
		name := ui.Value{Text: scene.T("paperwork.kind." + m.Paper), Note: strings.ToUpper(m.Format)}
		if i := slices.IndexFunc(files, func(a file.Attachment) bool { return string(a.Sum) == m.Sum }); i >= 0 {
			name.Href = scene.Path("/files/"+files[i].ID, "save", "1")
		}
		from := scene.T("paperwork.builtin")
		if m.Template != "" {
			from = scene.T("paperwork.own", "edition", m.Template[strings.LastIndexByte(m.Template, '-')+1:])
		}
		holes := scene.T("paperwork.holes.none")
		if len(m.Holes) > 0 {
			holes = scene.N("paperwork.holes.left", len(m.Holes))
		}
		t.Rows = append(t.Rows, t.NewRow(ui.Cell{Head: true, Value: name}, ui.Cell{Value: ui.Value{Text: langsWord(scene, m.Langs)}}, ui.Cell{Value: ui.Value{Text: scene.Number(int64(m.Edition))}},
			ui.Cell{Value: ui.Value{Text: from}}, ui.Cell{Value: ui.Value{Text: scene.Instant(m.At.In(scene.Zone)), Note: m.Actor}}, ui.Cell{Value: ui.Value{Text: holes}}))
	}
	return t, nil
}

func langsWord(scene *web.Scene, langs string) string {
	var said []string
	for one := range strings.SplitSeq(langs, "+") {
		said = append(said, scene.Language(one))
	}
	return strings.Join(said, " + ")
}

// makePage is what the template make shows: one paper before it is made.
type makePage struct {
	Choose  ui.Form
	From    string
	Lost    []string // what the PDF of the office's own template leaves out
	Whole   string   // that nothing is missing
	Lacks   string
	Holes   []holeRow
	Preview ui.LinkButton
	Make    *ui.Form
	Failed  *ui.Notice
	Shut    *ui.Notice // why it may not go abroad yet
}

// holeRow is something that the records do not tell: with a link to where it is
// entered, or with a field to enter it at once.
type holeRow struct {
	Text string
	Link *ui.Link
	Form *ui.Form
	// Offer confirms what the program proposes for the field, by one press.
	Offer *ui.Form
}

// show is one paper before it is made: what it will be made of and what it lacks.
func (s *Service) show(r *http.Request) (web.Reply, error) { return s.makePage(r, nil) }

func (s *Service) makePage(r *http.Request, failed error) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	want := askedFor(r)
	d, err := s.Look(ctx, want)
	if err != nil {
		return nil, err
	}
	here := at(want.Activity) + "/" + want.Paper
	mayEdit := s.mayMake(ctx) && s.mayOf(ctx, want.Activity, module.Edit) == nil
	data := makePage{Choose: chooser(scene, here, want, scene.T("paperwork.choose")), From: scene.T("paperwork.from.builtin"),
		Preview: ui.LinkButton{Text: scene.T("paperwork.preview"), Href: scene.Path(here+"/preview", "langs", want.Langs, "format", want.Format, "for", d.For), Icon: ui.IconDownload}}
	data.Choose.Fields = append(data.Choose.Fields, s.forField(scene, d))
	if d.Shut != nil {
		data.Shut, mayEdit = s.shutNotice(scene, d), false
	}
	if d.Template.ID != "" {
		data.From = scene.T("paperwork.from.own", "name", d.Template.Name, "edition", d.Template.Edition)
		if want.Format == "pdf" {
			data.From += " " + scene.T("paperwork.from.pdf")
		}
	}
	for _, one := range d.Lost {
		data.Lost = append(data.Lost, scene.T("paperwork.lost."+one))
	}
	if len(d.Holes) == 0 {
		data.Whole = scene.T("paperwork.holes.whole")
	} else {
		data.Lacks = scene.N("paperwork.holes.lacks", len(d.Holes))
	}
	for _, h := range d.Holes {
		row, err := s.hole(ctx, scene, h, want)
		if err != nil {
			return nil, err
		}
		data.Holes = append(data.Holes, row)
	}
	if mayEdit {
		data.Make = &ui.Form{Action: scene.Path(here), Once: ui.Once{Key: scene.Key}, Hidden: []ui.Hidden{{Name: "langs", Value: want.Langs}, {Name: "format", Value: want.Format}, {Name: "for", Value: d.For}},
			Submit: ui.Button{Text: scene.T("paperwork.make"), Kind: ui.ButtonPrimary, Icon: ui.IconDocument}}
	}
	page := web.Page{Template: "paperwork/make", Title: scene.T("paperwork.kind." + want.Paper)}
	if failed != nil {
		e, said := errors.AsType[*errs.E](failed)
		if !said || e.Kind != errs.Invalid {
			return nil, failed
		}
		data.Failed, page.Status = &ui.Notice{Tone: ui.ToneBad, Title: scene.Say(e)}, http.StatusUnprocessableEntity
	}
	title := s.title(ctx, record.Ref{Kind: activityKind, ID: want.Activity}, scene.Lang)
	page.Data = data
	page.Crumbs = []web.Crumb{{Text: title, Path: "/activities/" + want.Activity}, {Text: scene.T("paperwork.papers"), Path: at(want.Activity)}}
	return page, nil
}

// chooser asks for languages and format.
func chooser(scene *web.Scene, action string, want Wanted, button string) ui.Form {
	langs := ui.Field{Kind: ui.FieldSelect, Name: "langs", Label: scene.T("paperwork.made.langs"), Width: ui.WidthMedium}
	for _, one := range Langs() {
		langs.Options = append(langs.Options, ui.Option{Value: one, Label: langsWord(scene, one), Selected: one == want.Langs})
	}
	formats := ui.Field{Kind: ui.FieldSelect, Name: "format", Label: scene.T("paperwork.format"), Width: ui.WidthMedium}
	for _, one := range Formats() {
		formats.Options = append(formats.Options, ui.Option{Value: one, Label: strings.ToUpper(one), Selected: one == want.Format})
	}
	return ui.Form{Action: scene.Path(action), Get: true, Fields: []ui.Field{langs, formats}, Submit: ui.Button{Text: button}}
}

// hole shows what is missing. A form of a name is entered here; what belongs to
// another desk is entered there.
func (s *Service) hole(ctx context.Context, scene *web.Scene, h Hole, want Wanted) (holeRow, error) {
	row := holeRow{Text: scene.T("paperwork.hole", "what", s.fieldWord(scene, h.Name))}
	to, err := url.Parse(h.Path)
	if err != nil {
		return row, err
	}
	parts := strings.Split(strings.TrimPrefix(to.Path, "/"), "/")
	if len(parts) != 3 || parts[0] != "names" {
		row.Link = &ui.Link{Text: scene.T("paperwork.hole.fill"), Hidden: s.fieldWord(scene, h.Name), Href: scene.Path(h.Path)}
		return row, nil
	}
	ref := record.Ref{Kind: parts[1], ID: parts[2]}
	if s.may(ctx, ref, module.Edit) != nil {
		return row, nil
	}
	known, err := oneForms(ctx, s.DB, ref)
	if err != nil {
		return row, err
	}
	which := strings.TrimPrefix(to.Fragment, "f-")
	name, lang := "value."+h.Name, "ru" // several forms stand on the page
	if which == "salutation" {
		if strings.HasPrefix(h.Name, "en.") || want.Langs == "en" || strings.HasPrefix(want.Langs, "en+") && !strings.HasPrefix(h.Name, "ru.") {
			lang = "en"
		}
	}
	label := scene.T("name_form.of", "name", s.title(ctx, ref, scene.Lang), "form", scene.T("name_form.case."+which))
	row.Text = scene.T("paperwork.hole", "what", label)
	row.Form = &ui.Form{Action: scene.Path("/names/" + ref.Kind + "/" + ref.ID), Once: ui.Once{Key: scene.Key + "-" + strconv.Itoa(len(h.Name)) + which},
		Hidden: []ui.Hidden{{Name: "version", Value: strconv.FormatInt(known.Version, 10)}, {Name: "only", Value: which}, {Name: "typed", Value: name}, {Name: "lang", Value: lang}, {Name: "back", Value: at(want.Activity) + "/" + want.Paper + "?langs=" + url.QueryEscape(want.Langs) + "&format=" + want.Format + "&for=" + want.For}},
		Fields: []ui.Field{{Kind: ui.FieldText, Name: name, Label: label, Lang: lang, NoSpell: true}},
		Submit: ui.Button{Text: scene.T("keep.save"), Hidden: label}}
	row.Offer, err = s.offerOne(ctx, scene, *row.Form, ref, which, lang)
	return row, err
}

// fieldWord is what a field says, in words.
func (s *Service) fieldWord(scene *web.Scene, name string) string {
	for _, lang := range []string{"ru", "en"} {
		if rest, is := strings.CutPrefix(name, lang+"."); is {
			return fieldSays(scene, rest) + " (" + scene.Language(lang) + ")"
		}
	}
	return fieldSays(scene, name)
}

// make keeps the paper at the activity.
func (s *Service) make(r *http.Request) (web.Reply, error) {
	scene, want := web.SceneOf(r), askedFor(r)
	_, err := s.Keep(r.Context(), want)
	if err != nil {
		return s.makePage(r, err)
	}
	return web.Redirect{To: at(want.Activity), Notice: scene.T("paperwork.kept", "kind", scene.T("paperwork.kind."+want.Paper))}, nil
}

// preview is the paper as it would be, without keeping it.
func (s *Service) preview(r *http.Request) (web.Reply, error) {
	d, err := s.Make(r.Context(), askedFor(r))
	if err != nil {
		return nil, err
	}
	return web.File{Name: d.FileName(1), Type: file.Type(d.Format).Media(), Body: d.Body, Inline: d.Format == "pdf"}, nil
}

// detailsSet describes the details for the form.
func (s *Service) detailsSet() keep.Set[Details] {
	return keep.Set[Details]{
		{Name: "purpose", At: func(d *Details) any { return &d.Purpose }, Max: 600},
		{Name: "ground", At: func(d *Details) any { return &d.Ground }, Max: 600},
		{Name: "money", At: func(d *Details) any { return &d.Money }, Max: 600},
		{Name: "signer_post", At: func(d *Details) any { return &d.SignerPost }, Options: s.deps.Posts},
		{Name: "signer", At: func(d *Details) any { return &d.Signer }, Options: s.deps.People},
		{Name: "responsible_post", At: func(d *Details) any { return &d.ResponsiblePost }, Options: s.deps.Posts},
		{Name: "responsible", At: func(d *Details) any { return &d.Responsible }, Options: s.deps.People},
		{Name: "addressee_post", At: func(d *Details) any { return &d.AddresseePost }, Options: s.deps.Posts},
		{Name: "addressee", At: func(d *Details) any { return &d.Addressee }, Options: s.deps.People},
	}
}

// details shows and saves what papers of an activity say beside its records.
func (s *Service) details(r *http.Request) (web.Reply, error) {
	scene, ctx, id := web.SceneOf(r), r.Context(), r.PathValue("id")
	if err := s.mayOf(ctx, id, module.Edit); err != nil {
		return nil, err
	}
	d, err := s.Details(ctx, id)
	if err != nil {
		return nil, err
	}
	var in *form.Form
	if r.Method == http.MethodPost {
		in = form.Read(r.PostForm)
		d.Version = in.Int("version")
		if err := s.detailsSet().Read(ctx, scene, "paper", in, &d, s.deps.Langs, ""); err != nil {
			return nil, err
		}
		if err = in.Err(); err == nil {
			err = s.SayDetails(ctx, d)
		}
		if err == nil {
			return web.Redirect{To: at(id), Notice: scene.T("keep.saved", "time", scene.Clock(scene.Now))}, nil
		}
	}
	page, failed := keep.FormPage(r, keep.Asked[Details]{Set: s.detailsSet(), Kind: "paper", Of: &d, Typed: in, Failed: err, Langs: s.deps.Langs, Version: d.Version,
		Title: scene.T("paperwork.details"), Action: scene.Path(at(id) + "/details"), Cancel: scene.Path(at(id))})
	if failed != nil {
		return nil, failed
	}
	title := s.title(ctx, record.Ref{Kind: activityKind, ID: id}, scene.Lang)
	page.Crumbs = []web.Crumb{{Text: title, Path: "/activities/" + id}, {Text: scene.T("paperwork.papers"), Path: at(id)}}
	return page, nil
}
