package plan

import (
	"context"
	"slices"
	"strings"

	"pobratim/internal/kit/money"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/keep"
)

// naming are the words for what lines name by identifier.
type naming struct {
	partners, posts, types, audiences map[string]string
	staff                             map[string]Colleague
}

func (s *Service) naming(ctx context.Context, scene *web.Scene) (*naming, error) {
	n := &naming{staff: map[string]Colleague{}}
	for _, one := range []struct {
		to   *map[string]string
		from Options
	}{{&n.partners, s.deps.Partners}, {&n.posts, s.deps.Posts}, {&n.types, s.deps.Types}, {&n.audiences, s.deps.Audiences}} {
		options, err := one.from(ctx, scene)
		if err != nil {
			return nil, err
		}
		*one.to = ui.Labels(options)
	}
	staff, err := s.deps.Staff(ctx)
	for _, one := range staff {
		n.staff[one.ID] = one
	}
	return n, err
}

// who says who answers for a line, and whether anybody does: a colleague who has
// left does not.
func (n *naming) who(scene *web.Scene, l Line) (words string, held bool) {
	var parts []string
	if one, known := n.staff[l.Owner]; known && !one.Left {
		parts = append(parts, one.Name)
	}
	if post := n.posts[l.Post]; l.Post != "" {
		if post == "" {
			post = scene.T("planline.post.hidden")
		}
		parts = append(parts, post)
	}
	if len(parts) > 0 {
		return strings.Join(parts, ", "), true
	}
	if one := n.staff[l.Owner]; one.Left {
		return scene.T("planline.nobody.left", "name", one.Name), false
	}
	return scene.T("planline.nobody"), false
}

// cities are the names of the partners of a line, as far as the viewer sees them.
func (n *naming) cities(l Line) []string {
	var names []string
	for _, id := range l.Partners {
		if name := n.partners[id]; name != "" {
			names = append(names, name)
		}
	}
	return names
}

// moneyWords says what is known of the money for a line.
func (l Line) moneyWords(scene *web.Scene) string {
	if l.Money == "" {
		return ""
	}
	words := scene.T("planline.money." + l.Money)
	if l.Amount != "" {
		words = scene.Money(l.sum())
		if l.Money == Asked {
			words = scene.T("planline.money.asked_sum", "sum", words)
		}
	}
	if funder := l.Funder.In(scene.Lang).Value; funder != "" {
		words += " · " + funder
	}
	return words
}

// sum is the amount as money.
func (l Line) sum() money.Amount {
	sum, err := money.Parse(l.Amount, "")
	if err != nil {
		return money.Amount{}
	}
	return sum
}

// table lists lines.
func (n *naming) table(scene *web.Scene, lines []Line, pick bool, picks []keep.Pick) ui.Table {
	t := ui.Table{ID: "lines", Caption: scene.T("planline.list"), Quiet: true, Stack: true}
	if pick {
		t.Columns = append(t.Columns, ui.Column{Label: scene.T("planline.bulk.pick"), Hidden: true})
	}
	for _, c := range []string{"when", "title", "partners", "who", "money", "outcome"} {
		t.Columns = append(t.Columns, ui.Column{Label: scene.T("planline.column." + c)})
	}
	for _, l := range lines {
		title := keep.Said(scene, l.Title)
		title.Href = scene.Path("/planlines/" + l.ID)
		title.Note = scene.T("plan.reason." + l.Reason)
		if kind := n.types[l.Type]; kind != "" {
			title.Note = kind + " · " + title.Note
		}
		var cells []ui.Cell
		if pick {
			value := keep.Pick{ID: l.ID, Version: l.Version}
			cells = append(cells, ui.Cell{Pick: &ui.Pick{Name: "pick", Value: value.String(), Label: scene.T("planline.bulk.pick_one", "title", title.Text), Selected: slices.Contains(picks, value)}})
		}
		who := ui.Value{}
		words, held := n.who(scene, l)
		if who.Text = words; !held {
			who = ui.Value{Chip: &ui.Chip{Text: words, Tone: ui.ToneWarn}}
		}
		cells = append(cells, ui.Cell{Value: ui.Value{Text: scene.Date(l.When)}}, ui.Cell{Value: title, Head: true}, ui.Cell{Value: ui.Value{Text: scene.Join(n.cities(l))}},
			ui.Cell{Value: who}, ui.Cell{Value: ui.Value{Text: l.moneyWords(scene)}}, ui.Cell{Value: outcomeValue(scene, l)})
		row := t.NewRow(cells...)
		row.Quiet = l.Outcome == Cancelled || l.Outcome == NotDone
		t.Rows = append(t.Rows, row)
	}
	return t
}

// outcomeValue is how a line ended.
func outcomeValue(scene *web.Scene, l Line) ui.Value {
	if l.Outcome == "" {
		return ui.Value{}
	}
	tone := map[string]ui.Tone{Held: ui.ToneGood, Moved: ui.ToneWarn, Cancelled: ui.TonePaused, NotDone: ui.ToneBad, Unknown: ui.ToneWarn, Ahead: ui.ToneNeutral}[l.Outcome]
	return ui.Value{Chip: &ui.Chip{Text: scene.T("plan.outcome." + l.Outcome), Tone: tone}}
}

// summary counts what a plan is made of: for what nobody answers, and the money.
func summary(scene *web.Scene, n *naming, lines []Line) string {
	if len(lines) == 0 {
		return ""
	}
	nobody, unsaid := 0, 0
	sums := map[string][]money.Amount{}
	for _, l := range lines {
		if _, held := n.who(scene, l); !held {
			nobody++
		}
		if l.Money == "" {
			unsaid++
		}
		if l.Amount != "" {
			sums[l.Money] = append(sums[l.Money], l.sum())
		}
	}
	parts := []string{scene.N("planline.count", len(lines))}
	if nobody > 0 {
		parts = append(parts, scene.N("planline.total.nobody", nobody))
	}
	for _, state := range []string{Known, Asked} {
		if total := totals(scene, sums[state]); total != "" {
			parts = append(parts, scene.T("planline.total."+state, "sum", total))
		}
	}
	if unsaid > 0 {
		parts = append(parts, scene.N("planline.total.unsaid", unsaid))
	}
	return strings.Join(parts, " · ")
}

// totals are sums by currency; different ones are never added up.
func totals(scene *web.Scene, sums []money.Amount) string {
	by := map[string]money.Amount{}
	var currencies []string
	for _, sum := range sums {
		if _, known := by[sum.Currency]; !known {
			currencies = append(currencies, sum.Currency)
		}
		total, err := by[sum.Currency].Add(sum)
		if err != nil {
			return ""
		}
		by[sum.Currency] = total
	}
	slices.Sort(currencies)
	for i, currency := range currencies {
		currencies[i] = scene.Money(by[currency])
	}
	return scene.Join(currencies)
}
