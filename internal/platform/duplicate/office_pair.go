package duplicate

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/record"
	"pobratim/internal/platform/transfer"
)

// pairPage is what the template pair shows: two records side by side.
type pairPage struct {
	Head      ui.Head
	Why       ui.Notice
	Narrow    *ui.Notice
	Stays     ui.Value
	Joins     ui.Value
	Words     struct{ Stays, Joins, Moves, Nothing, History string }
	Swap      ui.LinkButton
	Form      ui.Form
	Moves     []string
	Different ui.Form
}

// field is the prefix of the names of the form's fields.
const field = "c."

// compare shows two records side by side, and makes one of them.
func (s *Service) compare(r *http.Request) (web.Reply, error) {
	ctx, scene := r.Context(), web.SceneOf(r)
	winner, loser := r.PathValue("one"), r.PathValue("other")
	if r.URL.Query().Get("keep") == "other" {
		winner, loser = loser, winner
	}
	p, err := s.Plan(ctx, r.PathValue("kind"), winner, loser)
	if to, merged := record.MovedTo(err); merged && r.Method == http.MethodPost { // the button was pressed twice
		return web.Redirect{To: s.deps.Kinds().Path(to)}, nil
	}
	if err != nil {
		return nil, err
	}
	var failed error
	var in *form.Form
	if r.Method == http.MethodPost {
		in = form.Read(r.PostForm)
		o := Order{Kind: p.Kind, Winner: p.Winner.ID, Loser: p.Loser.ID, WinnerVersion: in.Int("winner_version"), LoserVersion: in.Int("loser_version"), Choices: map[string]Choice{}}
		for _, f := range p.Fields {
			o.Choices[f.Column.Name] = Choice(in.Typed(field + f.Column.Name))
		}
		if _, failed = s.Merge(ctx, o); failed == nil {
			return web.Redirect{To: strings.ReplaceAll(s.deps.Kinds()[p.Kind].Path, "{id}", p.Winner.ID), Notice: scene.T("duplicate.merge.said")}, nil
		}
		if errs.FieldsOf(failed) == nil && errs.KindOf(failed) != errs.Stale {
			return nil, failed
		}
	}
	return s.pairPage(r, p, in, failed)
}

func (s *Service) pairPage(r *http.Request, p Plan, in *form.Form, failed error) (web.Reply, error) {
	ctx, scene := r.Context(), web.SceneOf(r)
	table, err := s.table(p.Kind)
	if err != nil {
		return nil, err
	}
	here := "/duplicates/" + p.Kind + "/" + r.PathValue("one") + "/" + r.PathValue("other")
	swapped := r.URL.Query().Get("keep") == "other"
	data := pairPage{
		Head:  ui.Head{Over: scene.T("duplicate.title"), Title: ui.Value{Text: scene.T("duplicate.pair_title")}},
		Stays: s.title(ctx, scene, p.Kind, p.Winner.ID), Joins: s.title(ctx, scene, p.Kind, p.Loser.ID),
		Swap:      ui.LinkButton{Text: scene.T("duplicate.swap"), Href: scene.Path(here, "keep", map[bool]string{false: "other"}[swapped])},
		Different: ui.Form{Action: scene.Path(here + "/different"), Once: ui.Once{Key: scene.Key + "-apart"}, Submit: ui.Button{Text: scene.T("duplicate.different")}},
	}
	w := &data.Words
	w.Stays, w.Joins, w.Moves, w.Nothing, w.History = scene.T("duplicate.stays"), scene.T("duplicate.joins"), scene.T("duplicate.moves"), scene.T("duplicate.moves.nothing"), scene.T("duplicate.moves.history")
	if data.Why, err = s.why(ctx, scene, p); err != nil {
		return nil, err
	}
	if p.Narrow {
		data.Narrow = &ui.Notice{Tone: ui.ToneWarn, Title: scene.T("duplicate.narrow"), Text: scene.T("duplicate.narrow_text")}
	}
	for _, m := range p.Moves {
		data.Moves = append(data.Moves, scene.N(m.Words, m.Rows))
	}
	action := here
	if swapped {
		action += "?keep=other"
	}
	data.Form = ui.Form{
		Action: scene.Path(action), Once: ui.Once{Key: scene.Key}, Submit: ui.Button{Text: scene.T("duplicate.merge"), Kind: ui.ButtonPrimary}, Cancel: &ui.Link{Text: scene.T("form.cancel"), Href: scene.Path("/duplicates")},
		Hidden: []ui.Hidden{{Name: "winner_version", Value: strconv.FormatInt(p.Winner.Version, 10)}, {Name: "loser_version", Value: strconv.FormatInt(p.Loser.Version, 10)}},
	}
	problems := keep.Problems{}
	if failed != nil {
		problems = keep.ProblemsOf(scene, failed)
	}
	for _, f := range p.Fields {
		data.Form.Fields = append(data.Form.Fields, s.choices(ctx, scene, table, f, in, problems[f.Column.Name]))
	}
	page := web.Page{Template: "duplicate/pair", Title: scene.T("duplicate.pair_title"), Data: data, Crumbs: []web.Crumb{{Text: scene.T("duplicate.title"), Path: "/duplicates"}}}
	if failed != nil {
		page.Status = http.StatusUnprocessableEntity
		data.Why = ui.Notice{Tone: ui.ToneBad, Title: scene.T("duplicate.refused"), Text: problemText(scene, failed)}
		if errs.KindOf(failed) == errs.Stale {
			page.Status = http.StatusConflict
		}
		page.Title, page.Data = scene.ErrorTitle(page.Title), data
	}
	return page, nil
}

// problemText is every sentence of an error.
func problemText(scene *web.Scene, failed error) string {
	fields := errs.FieldsOf(failed)
	if fields == nil {
		return scene.T("duplicate.stale")
	}
	lines := make([]string, len(fields))
	for i, e := range fields {
		lines[i] = scene.Say(e)
	}
	return strings.Join(lines, " ")
}

// why explains the pair, as far as the search found it.
func (s *Service) why(ctx context.Context, scene *web.Scene, p Plan) (ui.Notice, error) {
	found, err := s.Find(ctx, p.Kind)
	if err != nil {
		return ui.Notice{}, err
	}
	one, other := ordered(p.Winner.ID, p.Loser.ID)
	for _, f := range found {
		if f.One == one && f.Other == other {
			return ui.Notice{Tone: ui.ToneInfo, Title: scene.T("duplicate.pair." + degree(f.Strength)), Text: explain(scene, f.Agree, f.Differ)}, nil
		}
	}
	return ui.Notice{Tone: ui.ToneInfo, Title: scene.T("duplicate.by_hand")}, nil
}

// choices are the values of one field, to choose from.
func (s *Service) choices(ctx context.Context, scene *web.Scene, t transfer.Table, f Field, in *form.Form, problem string) ui.Field {
	name := field + f.Column.Name
	chosen := f.Choice
	if in != nil {
		chosen = Choice(in.Typed(name))
	}
	out := ui.Field{Kind: ui.FieldRadios, Name: name, Label: scene.T(f.Column.Key), Error: problem}
	add := func(c Choice, value string) {
		shown := said(ctx, scene, t, f.Column, value)
		if value == "" {
			shown = scene.T("duplicate.empty")
		}
		out.Options = append(out.Options, ui.Option{Value: string(c), Label: shown, Hint: scene.T("duplicate.choice." + string(c)), Selected: c == chosen})
	}
	add(Keep, f.Winner)
	add(Take, f.Loser)
	if f.Both != "" {
		add(Join, f.Both)
	}
	return out
}

// said is a value in words, a text in all its languages.
func said(ctx context.Context, scene *web.Scene, t transfer.Table, c transfer.Column, value string) string {
	if c.Type == transfer.Langs {
		var text i18n.Text
		if json.Unmarshal([]byte(value), &text) == nil && len(text.Langs()) > 0 {
			parts := make([]string, len(text.Langs()))
			for i, lang := range text.Langs() {
				parts[i] = text.Get(lang)
			}
			return strings.Join(parts, " / ")
		}
	}
	return t.Show(ctx, scene, c.Name, value).Text
}
