package paperwork

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"pobratim/internal/kit/fill"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/module"
)

// tryFields lists all fields, with what they say of an activity that is chosen.
func (s *Service) tryFields(ctx context.Context, scene *web.Scene, r *http.Request, here string, data *templatePage) error {
	options, err := s.deps.Activities(ctx, scene)
	if err != nil {
		return err
	}
	chosen := r.URL.Query().Get("activity")
	for i := range options {
		options[i].Selected = options[i].Value == chosen
	}
	data.Try = ui.Form{Action: scene.Path(here), Get: true, Fields: []ui.Field{{Kind: ui.FieldSelect, Name: "activity", Label: scene.T("paperwork.try"), Hint: scene.T("paperwork.try.hint"), Empty: scene.T("paperwork.try.none"), Options: options}}, Submit: ui.Button{Text: scene.T("paperwork.try.show")}}
	var f *facts
	heading := scene.T("paperwork.field.example")
	if chosen == "" {
		home, err := s.deps.Sources.Home(ctx)
		if err != nil {
			return err
		}
		f = sample(home, s.deps.Country)
	} else {
		if err := s.mayOf(ctx, chosen, module.View); err != nil {
			return err
		}
		if f, err = s.collect(ctx, chosen); err != nil {
			return err
		}
		heading = scene.T("paperwork.field.value")
		data.Tried = &ui.LinkButton{Text: scene.T("paperwork.try.open"), Href: scene.Path(at(chosen) + "/" + r.PathValue("kind")), Icon: ui.IconDocument}
	}
	data.Fields, data.More, err = s.fieldTables(scene, r.PathValue("kind"), heading, f)
	return err
}

// fieldTables lists the fields that the built-in paper of a kind has, and all
// others, each to be copied, with what it says of some facts.
func (s *Service) fieldTables(scene *web.Scene, kind, heading string, f *facts) (own, more ui.Table, err error) {
	doc, err := Describe(kind, "ru")
	if err != nil {
		return own, more, err
	}
	built, err := fill.Describe(doc)
	if err != nil {
		return own, more, err
	}
	used := map[string]bool{}
	for _, m := range built.Marks() {
		used[m.Name] = true
	}
	columns := []ui.Column{{Label: scene.T("paperwork.field")}, {Label: scene.T("paperwork.field.says")}, {Label: heading}}
	own = ui.Table{ID: "paper-fields", Caption: scene.T("paperwork.fields.own"), Stack: true, Columns: columns}
	more = ui.Table{ID: "paper-fields-more", Caption: scene.T("paperwork.fields.more"), Stack: true, Columns: columns}
	add := func(name, mark, says, value string) {
		t := &more
		if used[name] {
			t = &own
		}
		copying := &ui.Button{Text: scene.T("paperwork.field.copy"), Hidden: says, Kind: ui.ButtonQuiet, Icon: ui.IconCopy, Copy: mark}
		t.Rows = append(t.Rows, t.NewRow(ui.Cell{Head: true, Value: ui.Value{Text: mark}, Button: copying}, ui.Cell{Value: ui.Value{Text: says}}, ui.Cell{Value: ui.Value{Text: value}}))
	}
	values := f.data(s.deps.Words, scene.Lang, nil)
	for _, one := range fields() {
		value := values.Texts[one.name]
		if value == "" {
			value = scene.T("paperwork.field.none")
		}
		add(one.name, "{{"+one.name+"}}", fieldSays(scene, one.name), value)
	}
	add("crest", "{{img:crest 18mm}}", scene.T("paperwork.field.crest"), "")
	for _, l := range lists() {
		marks, example := "{{#"+l.name+"}}", fill.Data{}
		if said := values.Lists[l.name]; len(said) > 0 {
			example = said[0]
		}
		var words []string
		for _, name := range l.fields {
			marks += " {{" + name + "}}"
			words = append(words, example.Texts[name])
		}
		if l.inner != "" {
			marks += " {{#" + l.inner + "}}"
			var inner fill.Data
			if said := example.Lists[l.inner]; len(said) > 0 {
				inner = said[0]
			}
			for _, name := range l.innerFields {
				marks += " {{" + name + "}}"
				words = append(words, inner.Texts[name])
			}
			marks += " {{/" + l.inner + "}}"
		}
		words = slices.DeleteFunc(words, func(w string) bool { return w == "" })
		add(l.name, marks+" {{/"+l.name+"}}", fieldSays(scene, l.name), strings.Join(words, " · "))
	}
	return own, more, nil
}

// fieldSays is what a field says, in words: of a name in a case, whose name and
// which case.
func fieldSays(scene *web.Scene, name string) string {
	at := strings.LastIndexByte(name, '.')
	if at > 0 && slices.Contains(CaseNames(), name[at+1:]) {
		return scene.T("name_form.of", "name", scene.T("paperwork.field."+name[:at]), "form", scene.T("name_form.case."+name[at+1:]))
	}
	return scene.T("paperwork.field." + name)
}
