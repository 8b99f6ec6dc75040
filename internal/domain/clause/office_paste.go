package clause

import (
	"net/http"
	"slices"
	"strconv"

	"pobratim/internal/kit/form"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/keep"
)

// pastePage is what the template paste shows.
type pastePage struct {
	Form    ui.Form
	Preview *ui.Table
	Notice  *ui.Notice
}

// pasteMax is how long a pasted text may be, in characters.
const pasteMax = 200_000

// paste takes a text of one language apart, shows what became of it, and puts it
// into the clauses.
func (s *Service) paste(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	t, err := s.Text(ctx, r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	if err := t.open(); err != nil {
		return s.refused(r, t.ID, err)
	}
	clauses, err := clausesOf(ctx, s.DB, t.ID)
	if err != nil {
		return nil, err
	}
	lang, data := emptiest(t, clauses), pastePage{}
	if r.Method != http.MethodPost {
		data.Form = pasteForm(scene, t, lang, "")
		return s.pasted(scene, t, data, 0), nil
	}
	in := form.Read(r.PostForm)
	lang = form.Choice(in, "lang", t.Langs(), form.Required("form.choice"))
	text := in.Prose("pasted", form.Required("text.pasted.empty"), form.Max(pasteMax))
	found := Split(text)
	data.Form = pasteForm(scene, t, lang, in.Typed("pasted"))
	failed := in.Err()
	if failed == nil {
		data.Preview, data.Notice = preview(scene, clauses, found, lang)
		data.Form.Others = []ui.Button{{Text: scene.T("text.paste.put"), Name: "put", Value: "yes", Kind: ui.ButtonPrimary}}
		data.Form.Submit.Kind = ui.ButtonSecondary
		if in.Bool("put") {
			var done Pasted
			if done, failed = s.Paste(ctx, t.ID, lang, found); failed == nil {
				return web.Redirect{To: "/texts/" + t.ID, Notice: scene.T("text.pasted.done", "changed", done.Changed, "added", done.Added)}, nil
			}
		}
	}
	status := 0
	if failed != nil {
		var ok bool
		if status, ok = scene.Mark(&data.Form, failed); !ok {
			return nil, failed
		}
	}
	return s.pasted(scene, t, data, status), nil
}

func (s *Service) pasted(scene *web.Scene, t Text, data pastePage, status int) web.Page {
	page := web.Page{Template: "clause/paste", Title: scene.T("text.paste"), Status: status, Data: data, Crumbs: append(crumbs(scene, t), web.Crumb{Text: scene.T("text.kind"), Path: "/texts/" + t.ID})}
	if status != 0 {
		page.Title = scene.ErrorTitle(page.Title)
	}
	return page
}

// emptiest is the language in which most is missing: the one to paste next.
func emptiest(t Text, clauses []Clause) string {
	best, most := t.OurLang, -1
	for _, lang := range t.Langs() {
		missing := 0
		for _, c := range clauses {
			if c.Heading.Get(lang) == "" && c.Words.Get(lang) == "" {
				missing++
			}
		}
		if missing > most {
			best, most = lang, missing
		}
	}
	return best
}

func pasteForm(scene *web.Scene, t Text, lang, text string) ui.Form {
	which := ui.Field{Kind: ui.FieldRadios, Name: "lang", Label: scene.T("text.paste.lang")}
	for _, one := range t.Langs() {
		which.Options = append(which.Options, ui.Option{Value: one, Label: scene.Language(one), Selected: one == lang})
	}
	return ui.Form{
		Action: scene.Path("/texts/" + t.ID + "/paste"), Once: scene.Once(),
		Fields: []ui.Field{which, {Kind: ui.FieldArea, Name: "pasted", Label: scene.T("text.pasted"), Hint: scene.T("text.pasted.hint"), Value: text, Rows: 14}},
		Submit: ui.Button{Text: scene.T("text.paste.show"), Kind: ui.ButtonPrimary}, Cancel: &ui.Link{Text: scene.T("form.cancel"), Href: scene.Path("/texts/" + t.ID)},
	}
}

// preview sets what was recognised beside the clauses that there are, and says
// where the structures differ.
func preview(scene *web.Scene, clauses []Clause, found []Found, lang string) (*ui.Table, *ui.Notice) {
	pairs := Align(clauses, ordered(found))
	t := &ui.Table{ID: "preview", Caption: scene.T("text.paste.preview"), Stack: true}
	for _, c := range []string{"place", "here", "pasted", "match"} {
		t.Columns = append(t.Columns, ui.Column{Label: scene.T("text.paste." + c)})
	}
	merged := make([]Clause, len(pairs))
	for i, pair := range pairs {
		merged[i] = Clause{Meta: keep.Meta{ID: strconv.Itoa(i)}}
		if pair.Clause != nil {
			merged[i].Part = pair.Clause.Part
		} else {
			merged[i].Part = pair.Found.Part
		}
	}
	numbers := Numbers(merged)
	differ, compared := 0, slices.ContainsFunc(clauses, func(c Clause) bool { return c.Part != Title && c.name(lang) != "§" })
	for i, pair := range pairs {
		place := clauseRow{Number: numbers[merged[i].ID], Part: scene.T("clause.part." + string(merged[i].Part))}.called()
		here, come, chip := ui.Value{}, ui.Value{}, ui.Chip{Text: scene.T("text.paste.matches"), Tone: ui.ToneGood, Icon: ui.IconCheck}
		if pair.Clause != nil {
			here = otherwise(scene, *pair.Clause, lang)
		}
		if pair.Found != nil {
			come = ui.Value{Text: excerpt(pair.Found.Heading + " " + pair.Found.Words), Lang: lang}
		}
		switch {
		case !compared: // the first language makes the structure
			chip = ui.Chip{Text: scene.T("text.paste.fresh"), Tone: ui.ToneNeutral}
		case pair.Clause == nil:
			chip = ui.Chip{Text: scene.T("text.paste.added"), Tone: ui.ToneWarn, Icon: ui.IconAlert}
			differ++
		case pair.Found == nil:
			chip = ui.Chip{Text: scene.T("text.paste.lacks"), Tone: ui.ToneWarn, Icon: ui.IconAlert}
			differ++
		}
		t.Rows = append(t.Rows, t.NewRow(ui.Cell{Value: ui.Value{Text: place}, Head: true}, ui.Cell{Value: here}, ui.Cell{Value: come}, ui.Cell{Value: ui.Value{Chip: &chip}}))
	}
	if differ > 0 {
		return t, &ui.Notice{Tone: ui.ToneWarn, Title: scene.N("text.paste.differs", differ), Text: scene.T("text.paste.differs.text")}
	}
	if !compared {
		return t, nil
	}
	return t, &ui.Notice{Tone: ui.ToneGood, Title: scene.T("text.paste.same")}
}

// otherwise is a clause in a language other than one, to compare with.
func otherwise(scene *web.Scene, c Clause, lang string) ui.Value {
	for _, text := range []string{"heading", "words"} {
		said := c.Words
		if text == "heading" {
			said = c.Heading
		}
		for _, other := range said.Langs() {
			if other != lang {
				return ui.Value{Text: excerpt(said.Get(other)), Lang: other}
			}
		}
	}
	if said := c.name(scene.Lang); said != "§" {
		return ui.Value{Text: said, Lang: lang}
	}
	return ui.Value{Text: scene.T("clause.empty")}
}
