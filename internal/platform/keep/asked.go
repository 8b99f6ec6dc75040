package keep

import (
	"errors"
	"net/http"
	"strconv"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
)

// Asked is a form of a part of a record, such as a role of a person or a
// signatory of a paper: the same fields, errors and words as a whole record,
// saved by the subject itself.
type Asked[T any] struct {
	Set     Set[T]
	Kind    string // prefix of the message keys
	Of      *T
	Typed   *form.Form // what was typed; nil when the form is fresh
	Failed  error      // why it was not taken
	Langs   []string
	Version int64
	Title   string
	Action  string
	Cancel  string
	Submit  string // words of the button; «Сохранить» when empty
}

// FormPage makes the page of such a form. An error that is not the reader's to
// mend comes back as it is.
func FormPage[T any](r *http.Request, a Asked[T]) (web.Page, error) {
	if a.Failed != nil && !refused(a.Failed) {
		return web.Page{}, a.Failed
	}
	s := web.SceneOf(r)
	problems := Problems{}
	if a.Failed != nil {
		problems = ProblemsOf(s, a.Failed)
	}
	fields, err := a.Set.Form(r.Context(), s, a.Kind, a.Of, a.Typed, problems, a.Langs, "")
	if err != nil {
		return web.Page{}, err
	}
	if a.Submit == "" {
		a.Submit = s.T("keep.save")
	}
	data := formPage{Form: ui.Form{
		Action: a.Action, Once: ui.Once{Key: s.Key}, Fields: fields, Errors: problems.Summary(s, fields),
		Submit: ui.Button{Text: a.Submit, Kind: ui.ButtonPrimary}, Cancel: &ui.Link{Text: s.T("form.cancel"), Href: a.Cancel},
	}}
	if a.Version > 0 {
		data.Form.Hidden = append(data.Form.Hidden, ui.Hidden{Name: "version", Value: strconv.FormatInt(a.Version, 10)})
	}
	if e, ok := errors.AsType[*errs.E](a.Failed); ok && e.Kind == errs.Stale && e.Field == "" {
		data.Stale = &ui.Notice{Tone: ui.ToneWarn, Title: s.Say(e)}
	}
	page := web.Page{Template: "keep/form", Title: a.Title, Data: data}
	if a.Failed != nil {
		page.Status = http.StatusUnprocessableEntity
		if kind := errs.KindOf(a.Failed); kind == errs.Stale || kind == errs.Conflict {
			page.Status = http.StatusConflict
		}
		page.Title = s.ErrorTitle(page.Title)
	}
	return page, nil
}
