package intake

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/keep"
)

// formPage is a page that is mostly a form.
type formPage struct {
	Steps  ui.Tabs
	Lead   string
	Notice *ui.Notice
	Form   ui.Form
	Forget *ui.Form
}

type listPage struct {
	Add   *ui.LinkButton
	Table ui.Table
}

// list shows earlier imports.
func (s *Service) listPage(r *http.Request) (web.Reply, error) {
	sc := web.SceneOf(r)
	all, err := s.List(r.Context())
	if err != nil {
		return nil, err
	}
	t := ui.Table{ID: "imports", Caption: sc.T("import.list"), Quiet: true, Stack: true, Columns: []ui.Column{
		{Label: sc.T("import.what")}, {Label: sc.T("import.when")}, {Label: sc.T("import.who")}, {Label: sc.T("import.state")}, {Label: sc.T("import.came")},
	}, Empty: &ui.Empty{Title: sc.T("import.none"), Text: sc.T("import.none.text")}}
	for _, i := range all {
		state := sc.T("import.state." + string(i.State))
		came := ""
		if i.State != Open {
			came = sc.T("import.counts", "created", int64(i.Counts.Created), "completed", int64(i.Counts.Completed), "skipped", int64(i.Counts.Skipped))
		}
		t.Rows = append(t.Rows, t.NewRow(
			ui.Cell{Head: true, Value: ui.Value{Text: i.Title, Href: sc.Path("/import/" + i.ID)}},
			ui.Cell{Value: ui.Value{Text: sc.Instant(sc.Local(i.At))}}, ui.Cell{Value: ui.Value{Text: i.Actor}}, ui.Cell{Value: ui.Value{Text: state}}, ui.Cell{Value: ui.Value{Text: came}},
		))
	}
	add := &ui.LinkButton{Text: sc.T("import.add"), Href: sc.Path("/import/new"), Kind: ui.ButtonPrimary, Icon: ui.IconUpload}
	return web.Page{Template: "intake/list", Title: sc.T("import.list"), Data: &listPage{Add: add, Table: t}}, nil
}

func (s *Service) crumbs(sc *web.Scene) []web.Crumb {
	return []web.Crumb{{Text: sc.T("import.list"), Path: "/import"}}
}

// newPage asks for files or pasted text.
func (s *Service) newPage(r *http.Request) (web.Reply, error) { return s.askFiles(r, "", nil) }

func (s *Service) askFiles(r *http.Request, pasted string, failed error) (web.Reply, error) {
	sc := web.SceneOf(r)
	d := &formPage{Steps: steps(sc, "new", ""), Lead: sc.T("import.new.lead"), Form: ui.Form{
		Action: sc.Path("/import/new"), Multipart: true, Once: sc.Once(),
		Fields: []ui.Field{
			{Kind: ui.FieldFile, Name: "files", Label: sc.T("import.files"), Hint: sc.T("import.files.hint"), Multiple: true, Accept: ".xlsx,.xlsm,.xls,.ods,.csv,.tsv,.txt,.json,.html,.htm,.vcf,.ics", Choose: sc.T("import.choose"), NoFile: sc.T("import.no_file")},
			{Kind: ui.FieldArea, Name: "pasted", Label: sc.T("import.pasted"), Hint: sc.T("import.pasted.hint"), Optional: sc.T("form.optional"), Value: pasted, Rows: 8, NoSpell: true},
		},
		Submit: ui.Button{Text: sc.T("import.look"), Kind: ui.ButtonPrimary, Icon: ui.IconUpload}, Cancel: &ui.Link{Text: sc.T("form.cancel"), Href: sc.Path("/import")},
	}}
	return s.formReply(sc, web.Page{Template: "intake/form", Title: sc.T("import.new"), Crumbs: s.crumbs(sc), Data: d}, &d.Form, failed)
}

// formReply marks in a form what is wrong with it.
func (s *Service) formReply(sc *web.Scene, page web.Page, f *ui.Form, failed error) (web.Reply, error) {
	if failed == nil {
		return page, nil
	}
	status, ok := sc.Mark(f, failed)
	if !ok {
		return nil, failed
	}
	page.Status, page.Title = status, sc.ErrorTitle(page.Title)
	return page, nil
}

// takeFiles reads an upload and goes on to what was understood of it.
func (s *Service) takeFiles(r *http.Request) (web.Reply, error) {
	sc := web.SceneOf(r)
	got, err := receive(r)
	if err == nil {
		if text := form.Prose(got.pasted); text != "" {
			got.files = append(got.files, File{Name: sc.T("import.pasted.name"), Body: []byte(got.pasted)})
		}
		var id string
		if id, err = s.Take(audit.WithKey(r.Context(), got.key), got.files, sc.Lang); err == nil {
			return web.Redirect{To: "/import/" + id}, nil
		}
	}
	return s.askFiles(r, got.pasted, err)
}

// steps are the way through an import; those behind are links while it is open.
func steps(sc *web.Scene, now, id string) ui.Tabs {
	t := ui.Tabs{Label: sc.T("import.steps")}
	paths := map[string]string{"new": "/import/new", "tables": "/import/" + id, "columns": "/import/" + id + "/columns", "check": "/import/" + id + "/check"}
	for n, step := range []string{"new", "tables", "columns", "check"} {
		if id == "" && step != "new" {
			continue
		}
		t.Items = append(t.Items, ui.Link{Text: strconv.Itoa(n+1) + ". " + sc.T("import.step."+step), Href: sc.Path(paths[step]), Current: step == now})
	}
	return t
}

// showPage is what there is to see of an import at its state.
func (s *Service) showPage(r *http.Request) (web.Reply, error) {
	i, err := s.Get(r.Context(), r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	if i.State == Open {
		return s.tablesPage(r, i, nil)
	}
	return s.resultPage(r, i)
}

// open reads an import that is not written yet.
func (s *Service) open(r *http.Request) (Import, error) {
	i, err := s.Get(r.Context(), r.PathValue("id"))
	if err == nil && i.State != Open {
		err = errs.New(errs.Conflict, "import.not_open")
	}
	return i, err
}

func (s *Service) takeStart(r *http.Request) (web.Reply, error) {
	i, err := s.open(r)
	if err == nil {
		i.Settings.Decisions = decisions(r, i)
		err = s.Save(r.Context(), i)
	}
	if err == nil {
		err = s.Start(r.Context(), i.ID, false)
	}
	if errs.KindOf(err) == errs.Conflict { // pressed twice: the import is under way
		return web.Redirect{To: "/import/" + r.PathValue("id")}, nil
	}
	if err != nil {
		return nil, err
	}
	return web.Redirect{To: "/import/" + i.ID}, nil
}

func (s *Service) takeUndo(r *http.Request) (web.Reply, error) {
	if err := s.Undo(r.Context(), r.PathValue("id"), false); err != nil {
		return nil, err
	}
	return web.Redirect{To: "/import/" + r.PathValue("id")}, nil
}

func (s *Service) takeForget(r *http.Request) (web.Reply, error) {
	if err := s.Forget(r.Context(), r.PathValue("id")); err != nil {
		return nil, err
	}
	return web.Redirect{To: "/import", Notice: web.SceneOf(r).T("import.forgotten")}, nil
}

func (s *Service) forgetForm(sc *web.Scene, i Import) *ui.Form {
	return &ui.Form{Action: sc.Path("/import/" + i.ID + "/forget"), Once: ui.Once{Key: sc.Key + "-forget"}, Submit: ui.Button{Text: sc.T("import.forget"), Kind: ui.ButtonQuiet, Icon: ui.IconTrash}}
}

// decisions are what was chosen on the page of the check, over what was chosen
// before.
func decisions(r *http.Request, i Import) map[string]Choice {
	all := map[string]Choice{}
	for k, v := range i.Settings.Decisions {
		all[k] = v
	}
	for name, values := range r.PostForm {
		key, found := strings.CutPrefix(name, "d.")
		if !found || len(values) == 0 {
			continue
		}
		if c := Choice(values[0]); slices.Contains([]Choice{KeepOurs, Complete, Different}, c) {
			all[key] = c
		}
	}
	return all
}

// problems are the words of errors by field, for controls outside a ui.Form.
func problems(sc *web.Scene, err error) keep.Problems {
	if err == nil {
		return keep.Problems{}
	}
	return keep.ProblemsOf(sc, err)
}
