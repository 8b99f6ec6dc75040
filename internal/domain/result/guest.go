package result

import (
	"net/http"
	"slices"
	"strings"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/link"
)

// Purpose is that of the links by which somebody without an account says whether a
// result is still there.
const Purpose = "recheck"

// linkYears is how long such a link may last: it stands on a plate beside the thing,
// until the last of the first milestones is past.
const linkYears = 6

// guestPage is what the template guest shows: what it is about, and the question or
// thanks for the answer.
type guestPage struct {
	Name  ui.Value
	Since string
	Place ui.Value
	Form  *ui.Form
	Done  string
}

// ask is the page behind a link: is it still there?
func (s *Service) ask(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	res, err := byID(ctx, s.DB, link.From(ctx).For.ID)
	if err != nil {
		return nil, err
	}
	data := guestPage{Name: keep.Said(scene, res.Name), Place: keep.Said(scene, res.Place)}
	if !res.Since.IsZero() {
		data.Since = scene.Since(res.Since)
	}
	page := web.Page{Template: "result/guest", Title: scene.T("result.guest.title")}
	in := form.Read(r.PostForm)
	problems := keep.Problems{}
	if r.Method == http.MethodPost {
		there, remark := in.Text("there"), in.Text("remark", form.Max(1000))
		if !slices.Contains([]string{Alive, Altered, Gone}, there) {
			in.Fail("there", "result.guest.empty")
		} else if there == Altered && strings.TrimSpace(remark) == "" {
			in.Fail("remark", "result.guest.remark.empty")
		}
		if err = in.Err(); err == nil {
			if err = s.answer(ctx, there, remark); err != nil {
				return nil, err
			}
			data.Done = scene.T("result.guest.done")
			page.Title, page.Data = scene.T("result.guest.thanks"), data
			return page, nil
		}
		if errs.FieldsOf(err) == nil && errs.KindOf(err) != errs.Invalid {
			return nil, err
		}
		problems = keep.ProblemsOf(scene, err)
	}
	answers := ui.Field{Kind: ui.FieldRadios, Name: "there", Label: scene.T("result.guest.question"), Error: problems["there"]}
	for _, one := range []string{Alive, Altered, Gone} {
		answers.Options = append(answers.Options, ui.Option{Value: one, Label: scene.T("result.guest." + one), Selected: in.Typed("there") == one})
	}
	remark := ui.Field{Kind: ui.FieldArea, Name: "remark", Label: scene.T("result.remark"), Hint: scene.T("result.guest.remark.hint"), Value: in.Typed("remark"), Error: problems["remark"], Optional: scene.T("form.optional")}
	fields := []ui.Field{answers, remark}
	data.Form = &ui.Form{Action: scene.Path("/"), Once: ui.Once{Key: scene.Key}, Fields: fields, Submit: ui.Button{Text: scene.T("result.guest.send"), Kind: ui.ButtonPrimary}}
	if data.Form.Errors = problems.Summary(scene, fields); data.Form.Errors != nil {
		page.Status, page.Title = http.StatusUnprocessableEntity, scene.ErrorTitle(page.Title)
	}
	page.Data = data
	return page, nil
}
