package letter

import (
	"net/http"

	"pobratim/internal/kit/mail"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
)

// templatesPage is what the template templates shows.
type templatesPage struct {
	Lead   string
	Table  ui.Table
	Add    *ui.LinkButton
	Marks  string
	Places ui.Table
}

// listTemplates shows the templates by name, each with its languages.
func (s *Service) listTemplates(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	all, err := s.Templates(ctx)
	if err != nil {
		return nil, err
	}
	data := templatesPage{Lead: scene.T("letter_template.lead"), Places: placesTable(scene), Marks: scene.T("letter_template.places.text", "example", "{?"+scene.T("letter_template.places.example")+"}")}
	t := ui.Table{ID: "letter-templates", Caption: scene.T("letter_template.list"), Quiet: true, Stack: true,
		Columns: []ui.Column{{Label: scene.T("letter_template.name")}, {Label: scene.T("letter_template.type")}, {Label: scene.T("letter_template.langs")}}}
	last := ""
	for _, one := range all {
		if one.Group() != last || len(t.Rows) == 0 {
			last = one.Group()
			t.Rows = append(t.Rows, t.NewRow(ui.Cell{Value: keep.Said(scene, one.Name), Head: true}, ui.Cell{Value: ui.Value{Text: scene.T("letter_template.type." + one.Type)}}, ui.Cell{}))
		}
		at := &t.Rows[len(t.Rows)-1].Cells[2].Value
		at.Parts = append(at.Parts, ui.Value{Text: scene.Language(one.Lang), Href: scene.Path("/letter-templates/" + one.ID), Note: stateOf(scene, one)})
	}
	data.Table = t
	if s.mayTemplates(r, module.Create) {
		data.Add = &ui.LinkButton{Text: scene.T("letter_template.new"), Href: scene.Path("/letter-templates/new"), Kind: ui.ButtonPrimary, Icon: ui.IconPlus}
	}
	return web.Page{Template: "letter/templates", Title: scene.T("letter_template.list"), Data: data, Crumbs: []web.Crumb{{Text: scene.T("letter.list"), Path: "/letters"}}}, nil
}

// stateOf says where a template comes from.
func stateOf(scene *web.Scene, t Template) string {
	switch {
	case !t.own():
		return scene.T("letter_template.state.shipped")
	case t.Shipped != "":
		return scene.T("letter_template.state.changed")
	}
	return scene.T("letter_template.state.own")
}

func (s *Service) mayTemplates(r *http.Request, action string) bool {
	_, err := s.Gate.Require(r.Context(), module.Need{Action: action, Kind: TemplateKind})
	return err == nil
}

// placesTable explains what can stand in braces.
func placesTable(scene *web.Scene) ui.Table {
	t := ui.Table{ID: "places", Caption: scene.T("letter_template.places"), Quiet: true, Stack: true,
		Columns: []ui.Column{{Label: scene.T("letter_template.places.in")}, {Label: scene.T("letter_template.places.means")}}}
	for _, p := range places() {
		words := scene.T("letter.place." + p.name)
		code := ui.Value{Text: "{" + p.name + "}"}
		if scene.Lang == "ru" {
			code = ui.Value{Text: "{" + p.ru + "}", Note: scene.T("letter_template.places.or", "code", "{"+p.name+"}")}
		}
		t.Rows = append(t.Rows, t.NewRow(ui.Cell{Value: code, Head: true}, ui.Cell{Value: ui.Value{Text: words}}))
	}
	return t
}

// templatePage is what the template template shows: one template.
type templatePage struct {
	Head   ui.Head
	Edit   []ui.LinkButton
	Forms  []ui.Form
	Text   previewText
	Others []ui.Link
}

// previewText is a template as it reads, with its places marked.
type previewText struct {
	Lang, Dir  string
	Title      []piece
	Paragraphs [][][]piece // lines of pieces
}

// piece is a run of words, or a place.
type piece struct {
	Text  string
	Place bool
}

func piecesOf(text string) []piece {
	var all []piece
	last := 0
	for _, at := range braces.FindAllStringIndex(text, -1) {
		if at[0] > last {
			all = append(all, piece{Text: text[last:at[0]]})
		}
		all = append(all, piece{text[at[0]:at[1]], true})
		last = at[1]
	}
	if last < len(text) {
		all = append(all, piece{Text: text[last:]})
	}
	return all
}

func (s *Service) viewTemplate(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	t, err := s.Template(ctx, r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	all, err := s.Templates(ctx)
	if err != nil {
		return nil, err
	}
	at := scene.Path("/letter-templates/" + t.ID)
	data := templatePage{Head: ui.Head{Over: scene.T("letter_template.type." + t.Type), Title: keep.Said(scene, t.Name), Lead: scene.Language(t.Lang), Chips: []ui.Chip{{Text: stateOf(scene, t), Tone: ui.ToneNeutral}}}}
	data.Text = previewText{Lang: t.Lang, Dir: ui.LangValue{Lang: t.Lang}.Dir(), Title: piecesOf(t.Title)}
	for _, paragraph := range (mail.Text{Body: t.Body}).Paragraphs() {
		var lines [][]piece
		for _, line := range paragraph {
			lines = append(lines, piecesOf(line))
		}
		data.Text.Paragraphs = append(data.Text.Paragraphs, lines)
	}
	for _, o := range all {
		if o.Group() == t.Group() && o.ID != t.ID && o.Shipped+o.Lang != t.Shipped+t.Lang {
			data.Others = append(data.Others, ui.Link{Text: scene.Language(o.Lang), Href: scene.Path("/letter-templates/" + o.ID)})
		}
	}
	act := func(path, words string, kind ui.ButtonKind) ui.Form {
		return ui.Form{Action: at + path, Once: ui.Once{Key: scene.Key + "-" + path[1:]}, Submit: ui.Button{Text: scene.T(words), Kind: kind}}
	}
	switch {
	case !t.own() && s.mayTemplates(r, module.Create):
		data.Forms = append(data.Forms, act("/adopt", "letter_template.adopt", ui.ButtonPrimary))
	case t.own() && s.templates.Can(ctx, module.Edit, &t):
		data.Edit = append(data.Edit, ui.LinkButton{Text: scene.T("keep.change"), Href: at + "/edit", Icon: ui.IconEdit})
		if t.Shipped != "" && s.mayTemplates(r, module.Bin) {
			data.Forms = append(data.Forms, act("/return", "letter_template.return", ""))
		}
	}
	if s.mayAdd(ctx) {
		data.Edit = append(data.Edit, ui.LinkButton{Text: scene.T("letter.write"), Href: scene.Path("/letters/write", "template", t.Group(), "lang", t.Lang), Icon: ui.IconMail})
	}
	page := web.Page{Template: "letter/template", Title: t.Name.In(scene.Lang).Value, Data: data, Crumbs: []web.Crumb{{Text: scene.T("letter_template.list"), Path: "/letter-templates"}}}
	if t.own() {
		page.About = t.Ref().String()
	}
	return page, nil
}

// adopt makes a template that comes along the office's own, and opens its form.
func (s *Service) adopt(r *http.Request) (web.Reply, error) {
	id, err := s.Adopt(r.Context(), r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	return web.Redirect{To: "/letter-templates/" + id + "/edit", Notice: web.SceneOf(r).T("letter_template.did.adopt")}, nil
}

// giveBack shows the template that comes along again.
func (s *Service) giveBack(r *http.Request) (web.Reply, error) {
	id, err := s.GiveBack(r.Context(), r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	return web.Redirect{To: "/letter-templates/" + id, Notice: web.SceneOf(r).T("letter_template.did.return")}, nil
}
