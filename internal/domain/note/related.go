package note

import (
	"context"
	"slices"

	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// panelSize is how many notes a page of another subject shows at most.
const panelSize = 100

// panel is what the template panel shows on the page of any record.
type panel struct {
	Notes []panelNote
	None  string
	Add   []ui.LinkButton
}

// panelNote is one note: its title, its first paragraph, and why it stands here
// when it is about something wider.
type panelNote struct {
	Title ui.Value
	Type  string
	Via   string // "Германия (страна)"
	Chip  *ui.Chip
	Prose prose
	More  bool // there is more text than is shown
}

// related lists the notes on a record and on what lies around it.
func (s *Service) related(ctx context.Context, scene *web.Scene, about record.Ref) (*module.Panel, error) {
	if !slices.Contains(AboutKinds(), about.Kind) || s.Gate.Scope(ctx, s.notes.ViewNeed()) == 0 {
		return nil, nil
	}
	near, err := s.deps.Near(ctx, about)
	if err != nil {
		return nil, err
	}
	notes, err := s.About(ctx, panelSize, append([]record.Ref{about}, near...)...)
	if err != nil {
		return nil, err
	}
	data := panel{}
	for _, n := range notes {
		row, err := s.panelNote(ctx, scene, n, about)
		if err != nil {
			return nil, err
		}
		data.Notes = append(data.Notes, row)
	}
	if s.mayAdd(ctx) {
		data.Add = []ui.LinkButton{
			{Text: scene.T("note.add"), Href: scene.Path("/notes/new", "about", about.String()), Icon: ui.IconPlus},
			{Text: scene.T("note.add_decision"), Href: scene.Path("/notes/new", "about", about.String(), "type", Decision), Kind: ui.ButtonQuiet, Icon: ui.IconPlus},
		}
	}
	if len(notes) == 0 {
		if len(data.Add) == 0 {
			return nil, nil
		}
		data.None = scene.T("note.panel.none")
	}
	return &module.Panel{Name: "notes", Title: scene.T("note.list"), Count: scene.Number(int64(len(notes))), Template: "note/panel", Data: data, Order: 70}, nil
}

func (s *Service) panelNote(ctx context.Context, scene *web.Scene, n Note, about record.Ref) (panelNote, error) {
	title := keep.Said(scene, n.Title)
	title.Href = scene.Path("/notes/" + n.ID)
	row := panelNote{Title: title, Type: scene.T("note.type." + n.Type), Chip: ageChip(scene, n), Prose: proseOf(scene, n.Text)}
	if len(row.Prose.Blocks) > 1 {
		row.Prose.Blocks, row.More = row.Prose.Blocks[:1], true
	}
	if slices.Contains(n.About, about.String()) {
		return row, nil
	}
	for _, ref := range n.Refs() {
		link, err := s.named(ctx, scene, ref)
		if err != nil {
			return row, err
		}
		if link.Text != "" {
			row.Via = link.Text
			break
		}
	}
	return row, nil
}

// moments are the decisions on a record, for its timeline.
func (s *Service) moments(ctx context.Context, scene *web.Scene, about record.Ref) ([]module.Moment, error) {
	if !slices.Contains(AboutKinds(), about.Kind) || s.Gate.Scope(ctx, s.notes.ViewNeed()) == 0 {
		return nil, nil
	}
	notes, err := s.About(ctx, panelSize, about)
	if err != nil {
		return nil, err
	}
	var moments []module.Moment
	for _, n := range notes {
		if n.Type != Decision || n.DecidedOn.IsZero() {
			continue
		}
		moment := module.Moment{When: n.DecidedOn, What: scene.T("note.type.decision"), Text: n.Title.In(scene.Lang).Value, Path: "/notes/" + n.ID, Icon: string(ui.IconNote)}
		if by := n.DecidedBy.In(scene.Lang).Value; by != "" {
			moment.Notes = []string{by}
		}
		moments = append(moments, moment)
	}
	return moments, nil
}
