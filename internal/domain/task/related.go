package task

import (
	"context"
	"net/http"
	"slices"
	"unicode/utf8"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

const (
	// panelSize is how many entries of each group a page of another subject shows.
	panelSize = 50
	// linesMax is how many lines of a protocol are offered as promises.
	linesMax = 30
	// titleMax is how long a title may be, in characters.
	titleMax = 300
)

// panel is what the template panel shows on the page of any record.
type panel struct {
	Groups []panelGroup
	None   string
	Quick  *ui.Form
	Lines  []panelLine
}

type panelGroup struct {
	Title string
	Table ui.Table
	More  *ui.Link
}

// panelLine is a line of a protocol with a button for each thing it can be.
type panelLine struct {
	Text   string
	Action string
	Once   ui.Once
	Press  []ui.Button
}

// filterOf narrows the register to a record; false for one that has no entries.
func filterOf(about record.Ref) (Filter, bool) {
	f := Filter{Limit: panelSize}
	switch {
	case about.Kind == "partner":
		f.Partner = about.ID
	case slices.Contains(AboutKinds(), about.Kind):
		f.About = about
	default:
		return f, false
	}
	return f, true
}

// related lists what was promised and is to be done about a record, and offers
// to add to it.
func (s *Service) related(ctx context.Context, scene *web.Scene, about record.Ref) (*module.Panel, error) {
	f, ok := filterOf(about)
	if !ok || s.Gate.Scope(ctx, s.tasks.ViewNeed()) == 0 {
		return nil, nil
	}
	data, n, taken := panel{}, 0, map[string]bool{}
	c, err := s.crew(ctx, scene)
	if err != nil {
		return nil, err
	}
	groups, err := s.groups(ctx, f, about)
	if err != nil {
		return nil, err
	}
	for _, g := range groups {
		for _, t := range g.rows {
			taken[t.Title.In(scene.Lang).Value] = true
			if !t.Closed() {
				n++
			}
		}
		if len(g.rows) > 0 {
			group := panelGroup{Title: scene.T(g.words), Table: s.table(ctx, scene, c, "tasks-"+g.name, g.rows, nil, columnsOf{kind: g.mixed, who: true})}
			if group.Table.Caption = group.Title; len(g.rows) == panelSize && f.Partner != "" {
				group.More = &ui.Link{Text: scene.T("task.panel.all"), Href: scene.Path("/tasks", "whose", viewAll, "partner", f.Partner, "state", g.state)}
			}
			data.Groups = append(data.Groups, group)
		}
	}
	if s.mayAdd(ctx) {
		if err := s.offer(ctx, scene, about, taken, &data); err != nil {
			return nil, err
		}
	}
	if len(data.Groups) == 0 {
		if data.Quick == nil {
			return nil, nil
		}
		data.None = scene.T("task.panel.none")
	}
	return &module.Panel{Name: "tasks", Title: scene.T("task.panel"), Count: scene.Number(int64(n)), Template: "task/panel", Data: data, Order: 5}, nil
}

// group is a part of a panel.
type group struct {
	name, words, state string
	mixed              bool // of all types
	rows               []Task
}

// groups are what is open of either side and of the office, what is closed, and
// what the record itself fulfilled.
func (s *Service) groups(ctx context.Context, f Filter, about record.Ref) ([]group, error) {
	var all []group
	for _, kind := range []string{Ours, Theirs, Duty} {
		f.Type = kind
		rows, err := s.Tasks(ctx, f)
		if err != nil {
			return nil, err
		}
		all = append(all, group{kind, "task.panel." + kind, "", false, rows})
	}
	f.Type, f.Closed = "", true
	closed, err := s.Tasks(ctx, f)
	if err != nil {
		return nil, err
	}
	all = append(all, group{"closed", "task.panel.closed", "closed", true, closed})
	if slices.Contains(ProofKinds(), about.Kind) {
		scope := s.Gate.Scope(ctx, s.tasks.ViewNeed())
		proven, err := provenBy(ctx, s.DB, about, scope, panelSize)
		if err != nil {
			return nil, err
		}
		all = append(all, group{"proven", "task.panel.proven", "", true, proven})
	}
	return all, nil
}

// offer adds the short form, and the lines that can become promises.
func (s *Service) offer(ctx context.Context, scene *web.Scene, about record.Ref, taken map[string]bool, data *panel) error {
	origin, err := s.origin(ctx, about)
	if err != nil {
		return err
	}
	entry := quickEntry{Type: Ours}
	fields, err := s.quickSet(origin.Partner == "").Form(ctx, scene, Kind, &entry, nil, keep.Problems{}, nil, "")
	if err != nil {
		return err
	}
	action := scene.Path("/tasks/quick", "about", about.String())
	data.Quick = &ui.Form{Action: action, Once: ui.Once{Key: scene.Key + "-task"}, Fields: fields, Submit: ui.Button{Text: scene.T("task.quick"), Icon: ui.IconPlus}}
	for i, line := range origin.Lines {
		if taken[line] || utf8.RuneCountInString(line) > titleMax || len(data.Lines) == linesMax {
			continue
		}
		one := panelLine{Text: line, Action: action, Once: ui.Once{Key: scene.Key + "-line" + scene.Number(int64(i))}}
		for _, kind := range Types() {
			one.Press = append(one.Press, ui.Button{Text: scene.T("task.line." + kind), Hidden: line, Kind: ui.ButtonQuiet, Name: "promise_type", Value: kind})
		}
		data.Lines = append(data.Lines, one)
	}
	return nil
}

// origin is what a record knows of a promise made in it; a partner's page knows
// the partner.
func (s *Service) origin(ctx context.Context, about record.Ref) (Origin, error) {
	if about.Kind == "partner" {
		return Origin{Partner: about.ID}, nil
	}
	o, err := s.deps.Origin(ctx, about)
	if s.today().Before(o.On) {
		o.On = edtf.Date{} // nothing has been promised in the future
	}
	return o, err
}

// quickEntry is the short form. Its names differ from those of other forms on
// the same page.
type quickEntry struct {
	Title   string
	Type    string
	Due     edtf.Date
	Partner string
}

func (s *Service) quickSet(askPartner bool) keep.Set[quickEntry] {
	set := keep.Set[quickEntry]{
		{Name: "promise_title", At: func(q *quickEntry) any { return &q.Title }, Required: true, Max: titleMax},
		{Name: "promise_type", At: func(q *quickEntry) any { return &q.Type }, Kind: ui.FieldRadios, Required: true, Options: keep.Choices("task.type", Ours, Theirs, Duty)},
		{Name: "promise_due", At: func(q *quickEntry) any { return &q.Due }},
	}
	if askPartner {
		set = append(set, keep.Field[quickEntry]{Name: "promise_partner", At: func(q *quickEntry) any { return &q.Partner }, Options: s.deps.Partners})
	}
	return set
}

// quick takes a promise or a task from the page of the record that it comes from.
func (s *Service) quick(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	about := record.ParseRef(r.URL.Query().Get("about"))
	kind := s.deps.Kinds()[about.Kind]
	if !slices.Contains(AboutKinds(), about.Kind) || kind.Allowed == nil {
		return nil, errs.New(errs.Invalid, "form.choice") // no page has such a form
	}
	if _, err := kind.Allowed(ctx, about.ID, module.View); err != nil {
		return nil, err
	}
	origin, err := s.origin(ctx, about)
	if err != nil {
		return nil, err
	}
	to := s.deps.Kinds().Path(about)
	asked := keep.Asked[quickEntry]{Set: s.quickSet(origin.Partner == ""), Kind: Kind, Of: &quickEntry{}, Typed: form.Read(r.PostForm),
		Title: scene.T("task.new"), Action: scene.Path("/tasks/quick", "about", about.String()), Cancel: scene.Path(to), Submit: scene.T("task.quick")}
	if err := asked.Set.Read(ctx, scene, Kind, asked.Typed, asked.Of, nil, ""); err != nil {
		return nil, err
	}
	if asked.Failed = asked.Typed.Err(); asked.Failed == nil {
		t := Task{Type: asked.Of.Type, Title: i18n.NewText(scene.Lang, asked.Of.Title), Due: asked.Of.Due, Partner: asked.Of.Partner, Made: s.today()}
		if about.Kind != "partner" {
			t.About = about.String()
		}
		origin.fill(&t)
		_, err := s.Add(ctx, t)
		asked.Failed = errs.Under("promise_", err)
	}
	if asked.Failed == nil {
		return web.Redirect{To: to + "#tasks", Notice: scene.T("task.did.quick", "title", asked.Of.Title)}, nil
	}
	return keep.FormPage(r, asked)
}

// moments are the promises on a timeline: when they were made, and how they ended.
func (s *Service) moments(ctx context.Context, scene *web.Scene, about record.Ref) ([]module.Moment, error) {
	f, ok := filterOf(about)
	if !ok || s.Gate.Scope(ctx, s.tasks.ViewNeed()) == 0 {
		return nil, nil
	}
	open, err := s.Tasks(ctx, f)
	if err != nil {
		return nil, err
	}
	f.Closed = true
	closed, err := s.Tasks(ctx, f)
	if err != nil {
		return nil, err
	}
	var moments []module.Moment
	for _, t := range append(open, closed...) {
		if !t.Promise() {
			continue
		}
		m := module.Moment{When: t.Made, What: scene.T("task.type." + t.Type), Text: t.Title.In(scene.Lang).Value, Path: "/tasks/" + t.ID, Icon: string(ui.IconCheck)}
		if !t.Made.IsZero() {
			moments = append(moments, m)
		}
		if t.Closed() {
			m.When, m.Notes = t.Done, []string{scene.T("task.outcome." + t.Outcome)}
			moments = append(moments, m)
		}
	}
	return moments, nil
}
