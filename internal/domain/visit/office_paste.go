package visit

import (
	"errors"
	"net/http"
	"strconv"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/keep"
)

// paste takes a list of people out of a mail: what it was understood as stands in
// a form, where each line can be mended, and is taken on a second press.
func (s *Service) paste(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	v, err := s.Visit(ctx, r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	at := "/visits/" + v.Trip.ID
	page := web.Page{Template: "visit/form", Title: scene.T("visit_member.paste"), Crumbs: []web.Crumb{{Text: scene.T("visit.list"), Path: "/visits"}, {Text: v.Trip.Name.In(scene.Lang).Value, Path: at}}}
	in := form.Read(r.PostForm)
	problems := keep.Problems{}
	switch {
	case r.Method != http.MethodPost:
	case in.Has("rows"):
		rows := readRows(in)
		chosen := taken(rows, v.Trip.ID)
		err := in.Err()
		if err == nil && len(chosen) == 0 {
			err = errs.New(errs.Invalid, "visit_member.paste.nobody")
		}
		if err == nil {
			err = s.AddMembers(ctx, chosen)
		}
		if err == nil {
			return web.Redirect{To: at + "#members", Notice: scene.N("visit_member.paste.did", len(chosen))}, nil
		}
		if page.Data, err = pastedForm(scene, at, rows, err); err != nil {
			return nil, err
		}
		page.Status, page.Title = http.StatusUnprocessableEntity, scene.ErrorTitle(page.Title)
		return page, nil
	default:
		all := ReadList(in.Prose("lines", form.Required("visit_member.paste.empty"), form.Max(40000)))
		if err := in.Err(); err != nil {
			problems = keep.ProblemsOf(scene, err)
		} else if len(all) == 0 {
			problems["lines"] = scene.T("visit_member.paste.empty")
		} else {
			rows := make([]pastedRow, len(all))
			for i, m := range all {
				rows[i] = pastedRow{Member: m, take: true}
			}
			page.Data, err = pastedForm(scene, at, rows, nil)
			return page, err
		}
	}
	field := ui.Field{Kind: ui.FieldArea, Name: "lines", Label: scene.T("visit_member.paste.lines"), Hint: scene.T("visit_member.paste.hint"), Rows: 12, Value: in.Typed("lines"), Error: problems["lines"], NoSpell: true}
	f := ui.Form{Action: scene.Path(at + "/paste"), Once: ui.Once{Key: scene.Key}, Fields: []ui.Field{field}, Submit: ui.Button{Text: scene.T("visit_member.paste.read"), Kind: ui.ButtonPrimary}, Cancel: &ui.Link{Text: scene.T("form.cancel"), Href: scene.Path(at)}}
	if f.Errors = problems.Summary(scene, f.Fields); f.Errors != nil {
		page.Status, page.Title = http.StatusUnprocessableEntity, scene.ErrorTitle(page.Title)
	}
	page.Data = formPage{Form: f}
	return page, nil
}

// pastedRow is one line of the list as a person has mended it.
type pastedRow struct {
	Member
	take bool
}

// fields of a row, with the names of their controls.
func rowName(i int, field string) string { return "row-" + strconv.Itoa(i) + "-" + field }

func readRows(in *form.Form) []pastedRow {
	n := int(in.Int("rows", form.Between(0, pasteMax)))
	rows := make([]pastedRow, 0, n)
	for i := range n {
		m := Member{Name: in.Text(rowName(i, "name"), form.Max(partMax)), Latin: in.Text(rowName(i, "latin"), form.Max(partMax)), Post: in.Text(rowName(i, "post"), form.Max(postMax)), Doubled: in.Text(rowName(i, "doubled"), form.Max(300)), Role: roleMember}
		rows = append(rows, pastedRow{m, in.Bool(rowName(i, "take"))})
	}
	return rows
}

// taken are the people that are wanted, for a visit.
func taken(rows []pastedRow, activity string) []Member {
	var all []Member
	for _, row := range rows {
		if row.take {
			row.Member.Visit = activity
			all = append(all, row.Member)
		}
	}
	return all
}

// pastedForm is the form in which each line can be mended; an error stands at the
// row that it is about.
func pastedForm(scene *web.Scene, at string, rows []pastedRow, failed error) (formPage, error) {
	problems := keep.Problems{}
	if failed != nil {
		if errs.KindOf(failed) != errs.Invalid && errs.KindOf(failed) != errs.Conflict && errs.FieldsOf(failed) == nil {
			return formPage{}, failed
		}
		refused, one := errors.AsType[*Refused](failed)
		for field, words := range keep.ProblemsOf(scene, failed) {
			if one {
				field = rowName(nth(rows, refused.Of), field)
			}
			problems[field] = words
		}
	}
	f := ui.Form{Action: scene.Path(at + "/paste"), Once: ui.Once{Key: scene.Key}, Hidden: []ui.Hidden{{Name: "rows", Value: strconv.Itoa(len(rows))}}, Submit: ui.Button{Text: scene.N("visit_member.paste.take", len(rows)), Kind: ui.ButtonPrimary},
		Cancel: &ui.Link{Text: scene.T("form.cancel"), Href: scene.Path(at + "/paste")}}
	var all []ui.Field
	for i, row := range rows {
		set := ui.Fieldset{Legend: scene.T("visit_member.paste.row", "n", i+1), Row: true}
		for _, field := range []struct{ name, value string }{{"name", row.Name}, {"latin", row.Latin}, {"post", row.Post}} {
			set.Fields = append(set.Fields, ui.Field{Kind: ui.FieldText, Name: rowName(i, field.name), Label: scene.T("visit_member." + field.name), Value: field.value, Error: problems[rowName(i, field.name)], NoSpell: true})
		}
		if words := problems[rowName(i, "doubled")]; words != "" || row.Doubled != "" {
			set.Fields = append(set.Fields, ui.Field{Kind: ui.FieldText, Name: rowName(i, "doubled"), Label: scene.T("visit_member.doubled"), Value: row.Doubled, Error: words})
		}
		take := ui.Field{Kind: ui.FieldChecks, Name: rowName(i, "take"), Label: scene.T("visit_member.paste.which"), LabelHidden: true, Options: []ui.Option{{Value: "yes", Label: scene.T("visit_member.paste.yes"), Selected: row.take}}}
		set.Fields = append(set.Fields, take)
		all = append(all, set.Fields...)
		f.Sets = append(f.Sets, set)
	}
	f.Errors = problems.Summary(scene, all)
	return formPage{Form: f, Lead: scene.T("visit_member.paste.check")}, nil
}

// nth is the place among all rows of the n-th that is wanted.
func nth(rows []pastedRow, n int) int {
	for i, row := range rows {
		if !row.take {
			continue
		}
		if n == 0 {
			return i
		}
		n--
	}
	return 0
}
