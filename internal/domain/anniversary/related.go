package anniversary

import (
	"context"

	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// panelPage is what the template panel shows: the next anniversaries of a tie,
// or of an organisation.
type panelPage struct {
	Table ui.Table
	None  string
	Add   *ui.LinkButton
}

// related shows what comes round next: at a partner everything of the tie, of
// its city and country; at an organisation its own key dates.
func (s *Service) related(ctx context.Context, scene *web.Scene, about record.Ref) (*module.Panel, error) {
	if about.Kind != "partner" && about.Kind != "organisation" || s.Gate.Scope(ctx, view()) == account.None {
		return nil, nil
	}
	set, err := s.Settings(ctx)
	if err != nil {
		return nil, err
	}
	starts, err := s.startsOf(ctx, scene, about)
	if err != nil {
		return nil, err
	}
	next := Next(starts, scene.Local(scene.Now), set.Horizon, set.Rule())
	data := panelPage{Table: nextTable(scene, next, s.mayPrepare(ctx))}
	if s.Gate.Scope(ctx, module.Need{Action: module.Create, Kind: KeyDateKind}) > account.None {
		data.Add = &ui.LinkButton{Text: scene.T("keydate.add"), Href: scene.Path("/keydates/new", "about", about.String()), Icon: ui.IconPlus}
	}
	if len(next) == 0 {
		if data.Add == nil {
			return nil, nil
		}
		data.None = scene.N("anniversary.next.none", set.Horizon)
	}
	return &module.Panel{Name: "anniversaries", Title: scene.T("anniversary.next"), Count: scene.Number(int64(len(next))), Template: "anniversary/panel", Data: data, Order: 25}, nil
}

func (s *Service) startsOf(ctx context.Context, scene *web.Scene, about record.Ref) ([]Start, error) {
	if about.Kind == "partner" {
		return s.Starts(ctx, scene.Lang, about.ID)
	}
	if s.Gate.Scope(ctx, s.keydates.ViewNeed()) == account.None {
		return nil, nil
	}
	dates, err := s.KeyDates(ctx, about)
	if err != nil {
		return nil, err
	}
	return s.startsFrom(ctx, dates, scene.Lang)
}

func nextTable(scene *web.Scene, next []Anniversary, prepare bool) ui.Table {
	t := ui.Table{ID: "next-anniversaries", Caption: scene.T("anniversary.next"), Quiet: true, Stack: true}
	for _, c := range []string{"on", "years", "of", "note"} {
		t.Columns = append(t.Columns, ui.Column{Label: scene.T("anniversary.column." + c)})
	}
	if prepare {
		t.Columns = append(t.Columns, ui.Column{Label: scene.T("anniversary.prepare"), Hidden: true})
	}
	for _, a := range next {
		cells := []ui.Cell{
			{Value: a.onValue(scene)}, {Value: ui.Value{Text: scene.N("anniversary.years", a.Years)}},
			{Value: ui.Value{Text: a.Title, Href: scene.Path(a.Path), Note: scene.T("anniversary.sort." + string(a.Sort))}, Head: true}, {Value: a.chips(scene)},
		}
		if prepare {
			cells = append(cells, a.prepare(scene))
		}
		row := t.NewRow(cells...)
		row.Quiet = a.Resting != ""
		t.Rows = append(t.Rows, row)
	}
	return t
}

type listingRow struct {
	Year     int    `json:"year"`
	Years    int    `json:"years"`
	On       string `json:"on"` // EDTF
	Of       string `json:"of"`
	Sort     Sort   `json:"sort"`
	City     string `json:"city,omitempty"`
	Since    string `json:"since"`
	Disputed bool   `json:"disputed,omitempty"`
	Resting  string `json:"resting,omitempty"` // the tie is paused, dormant or ended
	Source   string `json:"source,omitempty"`
	Path     string `json:"path"`
}

// Found lists the anniversaries of a municipality for programs.
func (s *Service) Found(ctx context.Context, lang string, from, to int, rule Rule) (any, error) {
	starts, err := s.Starts(ctx, lang, "")
	rows := []listingRow{}
	for _, a := range Between(starts, from, to, rule) {
		rows = append(rows, listingRow{a.Year, a.Years, a.On.String(), a.Title, a.Sort, a.City, a.Date.String(), a.Disputed, a.Resting, a.Source, a.Path})
	}
	return rows, err
}

// listing is `pobratim list keydates`.
func (s *Service) listing(ctx context.Context, lang string) (any, error) {
	all, err := s.KeyDates(ctx, record.Ref{})
	type row struct {
		ID       string `json:"id"`
		About    string `json:"about"` // "kind:id"
		Occasion string `json:"occasion"`
		Title    string `json:"title"`
		On       string `json:"on"` // EDTF
	}
	rows := []row{}
	for _, k := range all {
		rows = append(rows, row{k.ID, k.About, k.Occasion, k.Title.In(lang).Value, k.On.String()})
	}
	return rows, err
}
