package duplicate

import (
	"net/http"
	"strconv"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/record"
)

// successionPage is what the template succession shows: what a record hands
// over to the one that it became.
type successionPage struct {
	Head    ui.Head
	Problem *ui.Notice
	Narrow  *ui.Notice
	Keeps   ui.Facts
	Moves   []string
	Words   struct{ Keeps, Nothing, Moves, MovesNothing, History string }
	Form    ui.Form
}

// become shows what a record hands over to the one that it became, and does it.
func (s *Service) become(r *http.Request) (web.Reply, error) {
	ctx, scene := r.Context(), web.SceneOf(r)
	p, err := s.Succession(ctx, r.PathValue("kind"), r.PathValue("id"), r.PathValue("heir"))
	if to, merged := record.MovedTo(err); merged && r.Method == http.MethodPost { // the button was pressed twice
		return web.Redirect{To: s.deps.Kinds().Path(to)}, nil
	}
	if err != nil {
		return nil, err
	}
	var failed error
	if r.Method == http.MethodPost {
		in := form.Read(r.PostForm)
		if _, failed = s.Succeed(ctx, p.Gone.Kind, p.Gone.ID, p.Heir.ID, in.Int("version")); failed == nil {
			return web.Redirect{To: s.deps.Kinds().Path(p.Heir), Notice: scene.T("duplicate.become.said")}, nil
		}
		if errs.KindOf(failed) != errs.Stale {
			return nil, failed
		}
	}
	return s.successionPage(r, p, failed)
}

func (s *Service) successionPage(r *http.Request, p Succession, failed error) (web.Reply, error) {
	ctx, scene := r.Context(), web.SceneOf(r)
	table, err := s.table(p.Gone.Kind)
	if err != nil {
		return nil, err
	}
	gone, heir := s.title(ctx, scene, p.Gone.Kind, p.Gone.ID), s.title(ctx, scene, p.Heir.Kind, p.Heir.ID)
	title := scene.T(p.Gone.Kind + ".hand_over")
	data := successionPage{
		Head: ui.Head{Over: scene.T(p.Gone.Kind + ".kind"), Title: ui.Value{Text: title}, Lead: scene.T("duplicate.become.lead", "kind", scene.T(p.Gone.Kind+".kind"), "gone", gone.Text, "heir", heir.Text)},
		Form: ui.Form{
			Action: scene.Path("/become/" + p.Gone.Kind + "/" + p.Gone.ID + "/" + p.Heir.ID), Once: scene.Once(),
			Submit: ui.Button{Text: scene.T("duplicate.become.do"), Kind: ui.ButtonPrimary}, Cancel: &ui.Link{Text: scene.T("form.cancel"), Href: gone.Href},
			Hidden: []ui.Hidden{{Name: "version", Value: strconv.FormatInt(p.GoneAt, 10)}},
		},
	}
	w := &data.Words
	w.Keeps, w.Nothing, w.Moves, w.MovesNothing, w.History = scene.T("duplicate.become.keeps"), scene.T("duplicate.become.keeps_nothing"), scene.T("duplicate.moves"), scene.T("duplicate.become.moves_nothing"), scene.T("duplicate.moves.history")
	if p.Narrow {
		data.Narrow = &ui.Notice{Tone: ui.ToneWarn, Title: scene.T("duplicate.become.narrow"), Text: scene.T("duplicate.become.narrow_text")}
	}
	for _, k := range p.Keeps {
		data.Keeps.Rows = append(data.Keeps.Rows, ui.Fact{Label: scene.T(k.Column.Key), Value: ui.Value{Text: said(ctx, scene, table, k.Column, k.Value)}})
	}
	for _, m := range p.Moves {
		data.Moves = append(data.Moves, scene.N(m.Words, m.Rows))
	}
	page := web.Page{Template: "duplicate/succession", Title: title, Data: &data, Crumbs: []web.Crumb{{Text: gone.Text, Path: s.deps.Kinds().Path(p.Gone)}}}
	if failed != nil {
		data.Problem = &ui.Notice{Tone: ui.ToneBad, Title: scene.T("duplicate.refused"), Text: problemText(scene, failed)}
		page.Status, page.Title = http.StatusConflict, scene.ErrorTitle(title)
	}
	return page, nil
}
