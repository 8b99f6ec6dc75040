package activity

import (
	"context"
	"strings"
	"time"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/record"
)

// namer finds the titles of other subjects' records and asks for each once.
type namer struct {
	kinds record.Kinds
	lang  string
	known map[record.Ref]string
}

func (s *Service) namer(lang string) *namer {
	return &namer{kinds: s.kinds(), lang: lang, known: map[record.Ref]string{}}
}

// title is what a record is called; empty when the viewer may not see it or
// there is none.
func (n *namer) title(ctx context.Context, ref record.Ref) string {
	title, asked := n.known[ref]
	if asked {
		return title
	}
	if kind, ok := n.kinds[ref.Kind]; ok && kind.Title != nil {
		if said, err := kind.Title(ctx, ref.ID, n.lang); err == nil {
			title = said
		}
	}
	n.known[ref] = title
	return title
}

// link is the title of a record with its office address.
func (n *namer) link(ctx context.Context, s *web.Scene, ref record.Ref) (ui.Value, bool) {
	title := n.title(ctx, ref)
	if title == "" {
		return ui.Value{}, false
	}
	value := ui.Value{Text: title}
	if path := n.kinds.Path(ref); path != "" {
		value.Href = s.Path(path)
	}
	return value, true
}

// partners are the names of partnerships that the viewer may see.
func (n *namer) partners(ctx context.Context, ids []string) string {
	var names []string
	for _, id := range ids {
		if title := n.title(ctx, record.Ref{Kind: "partner", ID: id}); title != "" {
			names = append(names, title)
		}
	}
	return strings.Join(names, ", ")
}

// outcome is the chip of an activity's state on the day of the scene.
func outcome(s *web.Scene, a Activity) ui.Chip {
	state := a.Outcome(edtf.On(s.Now))
	tone := map[string]ui.Tone{
		Planned: ui.ToneInfo, Confirmed: ui.ToneInfo, Held: ui.ToneGood, Cancelled: ui.ToneBad, Refused: ui.ToneBad,
		Moved: ui.ToneWarn, Unconfirmed: ui.ToneWarn,
	}[state]
	if tone == "" {
		tone = ui.ToneNeutral
	}
	return ui.Chip{Text: s.T("activity.status." + state), Tone: tone}
}

// when says the time of an activity, or that it is not known.
func when(s *web.Scene, a Activity) ui.Value {
	d := a.When()
	if d.IsZero() {
		return ui.Value{Text: s.T("activity.when.unknown")}
	}
	value := ui.Value{Text: s.Date(d)}
	if hours := a.hours().Words(s); hours != "" {
		value.Text += ", " + hours
	}
	if d.Precision() == edtf.Day && !d.IsInterval() && d.Mark() == 0 {
		value.Time = d.String()
	}
	return value
}

// statusSince is when the state was changed last; false when it is the one the
// record was made with.
func (s *Service) statusSince(ctx context.Context, a Activity) (time.Time, bool, error) {
	history, err := s.Log.Of(ctx, a.Ref(), "status")
	if err != nil || len(history) == 0 || history[0].Action != audit.Changed {
		return time.Time{}, false, err
	}
	return history[0].At, true, nil
}

// icon is the drawing of a type of activity.
func icon(kind string) ui.Icon {
	switch kind {
	case "project", "campaign":
		return ui.IconProject
	case "visit_in", "visit_out", "exchange", "mission":
		return ui.IconPlane
	case "meeting", "training":
		return ui.IconPeople
	}
	return ui.IconCalendar
}

// linked makes a value a link.
func linked(v ui.Value, href string) ui.Value {
	v.Href = href
	return v
}

// table makes a table of activities. Partners are named when there is a namer.
func table(ctx context.Context, s *web.Scene, id, caption string, list []Activity, n *namer) ui.Table {
	t := ui.Table{ID: id, Caption: caption, Quiet: true, Stack: true}
	t.Columns = []ui.Column{{Label: s.T("activity.when")}, {Label: s.T("activity.name")}, {Label: s.T("activity.type")}}
	if n != nil {
		t.Columns = append(t.Columns, ui.Column{Label: s.T("activity.partners")})
	}
	t.Columns = append(t.Columns, ui.Column{Label: s.T("activity.status")})
	for _, a := range list {
		state := outcome(s, a)
		cells := []ui.Cell{
			{Value: when(s, a)},
			{Value: linked(keep.Said(s, a.Name), s.Path("/activities/"+a.ID)), Head: true},
			{Value: ui.Value{Text: s.T("activity.type." + a.Type)}},
		}
		if n != nil {
			cells = append(cells, ui.Cell{Value: ui.Value{Text: n.partners(ctx, a.Partners)}})
		}
		row := t.NewRow(append(cells, ui.Cell{Value: ui.Value{Chip: &state}})...)
		row.Quiet = a.Status == Cancelled || a.Status == Refused
		t.Rows = append(t.Rows, row)
	}
	return t
}
