package activity

import (
	"context"
	"net/http"
	"slices"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// viewPage is what the template activity shows.
type viewPage struct {
	Head         ui.Head
	Notice       *ui.Notice // planned for a time that is over
	Facts        ui.Facts
	Tags         []tagLine
	Participants []roleGroup
	Join         *ui.LinkButton
	Parts        ui.Table
	AddPart      *ui.LinkButton
	Editions     ui.Table // other editions of its series
	Money        moneyPart
	Sources      []ui.Link
	Edit         []ui.LinkButton
}

// tagLine is one scheme of tags: what it is about, which goals, for whom.
type tagLine struct {
	Label string
	Links []ui.Link // to what else has the tag
	Edit  *ui.Link
}

// roleGroup are the participants of one role.
type roleGroup struct {
	Title string
	List  []participantRow
}

type participantRow struct {
	Name   ui.Value
	Side   string
	Remove *ui.Form
}

func (s *Service) viewActivity(r *http.Request) (web.Reply, error) {
	ctx, scene := r.Context(), web.SceneOf(r)
	a, err := s.Activity(ctx, r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	edit := s.activities.Can(ctx, module.Edit, &a)
	n := s.namer(scene.Lang)
	data := viewPage{}
	for _, fill := range []func() error{
		func() (err error) { data.Head, err = s.head(ctx, scene, a); return err },
		func() (err error) { data.Facts, err = s.facts(ctx, scene, a, n); return err },
		func() (err error) { data.Participants, err = s.roleGroups(ctx, scene, a, n, edit); return err },
		func() (err error) { data.Parts, data.Editions, err = s.relatives(ctx, scene, a); return err },
		func() (err error) { data.Money, err = s.moneyPart(ctx, scene, a, edit); return err },
		func() (err error) { data.Sources, err = s.sources(ctx, a); return err },
	} {
		if err := fill(); err != nil {
			return nil, err
		}
	}
	data.Tags = s.tagLines(scene, a, edit)
	if edit {
		s.offer(scene, a, &data)
	}
	return web.Page{Template: "activity/activity", Title: a.Name.In(scene.Lang).Value, Data: data, About: a.Ref().String(),
		Crumbs: []web.Crumb{{Text: scene.T("activity.list"), Path: "/activities"}}}, nil
}

// head is what, in which state, when and where.
func (s *Service) head(ctx context.Context, scene *web.Scene, a Activity) (ui.Head, error) {
	state := outcome(scene, a)
	since, changed, err := s.statusSince(ctx, a)
	if err != nil {
		return ui.Head{}, err
	}
	if changed && a.Outcome(edtf.On(scene.Now)) != Unconfirmed {
		state.Note = scene.T("activity.status.since", "date", scene.Day(scene.Local(since)))
	}
	head := ui.Head{
		Over: scene.T("activity.type." + a.Type), Title: keep.Said(scene, a.Name), Chips: []ui.Chip{state},
		Audience: keep.Audience(scene, a.Visibility), Meta: []ui.Value{when(scene, a)},
	}
	if a.Inferred {
		head.Chips = append(head.Chips, ui.Chip{Text: scene.T("activity.inferred.chip"), Tone: ui.ToneWarn})
	}
	if !a.Place.IsZero() {
		head.Meta = append(head.Meta, keep.Said(scene, a.Place))
	}
	return head, nil
}

// facts are the fields with their sources; partners, series and parent are
// links by the names that the viewer may see.
func (s *Service) facts(ctx context.Context, scene *web.Scene, a Activity, n *namer) (ui.Facts, error) {
	facts, err := s.activities.FactList(ctx, scene, &a, s.activities.At(&a))
	if err != nil {
		return facts, err
	}
	of := map[string]*ui.Fact{}
	for i := range facts.Rows {
		of[facts.Rows[i].ID] = &facts.Rows[i]
	}
	if row := of["fact-partners"]; row != nil && len(a.Partners) > 0 {
		row.Value = ui.Value{}
		for _, id := range a.Partners {
			if link, ok := n.link(ctx, scene, record.Ref{Kind: "partner", ID: id}); ok {
				row.Value.Parts = append(row.Value.Parts, link)
			}
		}
	}
	if row := of["fact-series"]; row != nil && a.Series != "" {
		x, err := s.SeriesByID(ctx, a.Series)
		row.Value = hiddenOr(scene, err, func() ui.Value { return linked(keep.Said(scene, x.Name), scene.Path("/series/"+x.ID)) })
	}
	if row := of["fact-parent"]; row != nil && a.Parent != "" {
		whole, err := s.Activity(ctx, a.Parent)
		row.Value = hiddenOr(scene, err, func() ui.Value { return linked(keep.Said(scene, whole.Name), scene.Path("/activities/"+whole.ID)) })
	}
	return facts, nil
}

// hiddenOr shows a record that could be read, or says that there is something
// which this viewer does not see or which lies in the bin.
func hiddenOr(s *web.Scene, err error, show func() ui.Value) ui.Value {
	if err != nil {
		return ui.Value{Text: s.T("activity.hidden")}
	}
	return show()
}

func (s *Service) tagLines(scene *web.Scene, a Activity, edit bool) []tagLine {
	var lines []tagLine
	for _, one := range []struct {
		field, query, words string
		tags                []string
	}{{"themes", "theme", "theme", a.Themes}, {"goals", "goal", "goal", a.Goals}, {"beneficiaries", "beneficiary", "beneficiary", a.Beneficiaries}} {
		line := tagLine{Label: scene.T("activity." + one.field)}
		for _, tag := range one.tags {
			line.Links = append(line.Links, ui.Link{Text: scene.T(one.words + "." + tag), Href: scene.Path("/activities", one.query, tag)})
		}
		if edit {
			line.Edit = &ui.Link{Text: scene.T("keep.change"), Hidden: line.Label, Href: scene.Path(s.activities.At(&a) + "/field/" + one.field)}
		}
		if edit || len(line.Links) > 0 {
			lines = append(lines, line)
		}
	}
	return lines
}

// roleGroups are the participants by role. Records that the viewer may not see
// are left out, except for those who can mend the list.
func (s *Service) roleGroups(ctx context.Context, scene *web.Scene, a Activity, n *namer, edit bool) ([]roleGroup, error) {
	all, err := s.Participants(ctx, a.ID)
	if err != nil {
		return nil, err
	}
	var groups []roleGroup
	for _, p := range all {
		row := participantRow{Name: keep.Said(scene, p.Text), Side: scene.T("activity.side." + p.Side)}
		if ref := p.Ref(); !ref.IsZero() {
			link, ok := n.link(ctx, scene, ref)
			if !ok && !edit {
				continue
			}
			if row.Name = link; !ok {
				row.Name = ui.Value{Text: scene.T("activity.hidden")}
			}
		}
		if edit {
			row.Remove = removal(scene, s.activities.At(&a)+"/participants/"+p.ID+"/remove", row.Name.Text, p.ID)
		}
		title := scene.T("activity.role." + p.Role)
		if len(groups) == 0 || groups[len(groups)-1].Title != title {
			groups = append(groups, roleGroup{Title: title})
		}
		last := &groups[len(groups)-1]
		last.List = append(last.List, row)
	}
	return groups, nil
}

// removal is a button that takes a line off.
func removal(s *web.Scene, at, what, id string) *ui.Form {
	return &ui.Form{Action: s.Path(at), Once: ui.Once{Key: s.Key + "-" + id}, Submit: ui.Button{Text: s.T("activity.remove"), Hidden: what, Kind: ui.ButtonQuiet, Icon: ui.IconTrash}}
}

// relatives are the parts of an activity and the other editions of its series.
func (s *Service) relatives(ctx context.Context, scene *web.Scene, a Activity) (parts, editions ui.Table, err error) {
	children, err := s.Children(ctx, a.ID)
	if err != nil {
		return parts, editions, err
	}
	parts = table(ctx, scene, "parts", scene.T("activity.parts"), children, nil)
	if a.Series == "" {
		return parts, editions, nil
	}
	others, err := s.EditionsOf(ctx, a.Series)
	if err != nil {
		return parts, editions, err
	}
	others = slices.DeleteFunc(others, func(b Activity) bool { return b.ID == a.ID })
	return parts, table(ctx, scene, "editions", scene.T("activity.editions"), others, nil), nil
}

// sources lists every source that any field rests on, once.
func (s *Service) sources(ctx context.Context, a Activity) ([]ui.Link, error) {
	facts, err := s.activities.Facts(ctx, a.ID)
	if err != nil {
		return nil, err
	}
	var all []ui.Link
	seen := map[string]bool{}
	for _, field := range s.activities.Fields {
		for _, fact := range facts[field.Name] {
			if fact.Source.ID == "" || seen[fact.Source.ID] {
				continue
			}
			seen[fact.Source.ID] = true
			all = append(all, ui.Link{Text: fact.Source.Title, Href: fact.Source.URL})
		}
	}
	return all, nil
}

// offer fills in what someone who may change the activity can do.
func (s *Service) offer(scene *web.Scene, a Activity, data *viewPage) {
	at := s.activities.At(&a)
	status := ui.LinkButton{Text: scene.T("activity.set_status"), Href: scene.Path(at + "/field/status"), Icon: ui.IconCheck}
	if a.Outcome(edtf.On(scene.Now)) == Unconfirmed {
		status.Kind = ui.ButtonPrimary
		data.Notice = &ui.Notice{Tone: ui.ToneWarn, Title: scene.T("activity.ask", "name", a.Name.In(scene.Lang).Value), Text: scene.T("activity.ask.text")}
	}
	data.Edit = []ui.LinkButton{status, {Text: scene.T("keep.change"), Href: scene.Path(at + "/edit"), Icon: ui.IconEdit}}
	data.Join = &ui.LinkButton{Text: scene.T("activity.participant.add"), Href: scene.Path(at + "/participants/new"), Icon: ui.IconPlus}
	data.AddPart = &ui.LinkButton{Text: scene.T("activity.part.add"), Href: scene.Path("/activities/new", "parent", a.ID), Icon: ui.IconPlus}
	data.Money.Add = &ui.LinkButton{Text: scene.T("activity.money.add"), Href: scene.Path(at + "/money/new"), Icon: ui.IconPlus}
}
