package visit

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
)

// visitPage is what the template visit shows.
type visitPage struct {
	Head    ui.Head
	Clock   string // "3 days until the arrival"
	Next    *next
	Edit    []ui.LinkButton
	Facts   ui.Facts
	Ready   string
	Work    *ui.TaskList
	NoWork  string
	Usual   *ui.Form
	AddTask *ui.Form
	Members *membersPart
	Sealed  *sealedPart
}

// next is the one step that comes next.
type next struct {
	Title, Hint string
	Open        ui.LinkButton
	Done        *ui.Form
}

func (s *Service) view(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	v, err := s.Visit(ctx, r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	data := visitPage{Head: s.head(scene, v), Clock: s.clock(scene, v)}
	if data.Facts, err = s.visits.FactList(ctx, scene, &v, s.visits.At(&v)); err != nil {
		return nil, err
	}
	may := s.visits.Can(ctx, module.Edit, &v)
	if err := s.workPart(ctx, scene, v, may, &data); err != nil {
		return nil, err
	}
	if data.Members, err = s.membersPart(ctx, scene, v); err != nil {
		return nil, err
	}
	if data.Sealed, err = s.sealedPart(ctx, scene, v); err != nil {
		return nil, err
	}
	data.Edit = s.acts(ctx, scene, v, may)
	title := v.Trip.Name.In(scene.Lang).Value
	return web.Page{Template: "visit/visit", Title: title, Data: data, About: v.Activity().String(), Without: []string{"visit", "preparation"}, Crumbs: []web.Crumb{{Text: scene.T("visit.list"), Path: "/visits"}}}, nil
}

func (s *Service) head(scene *web.Scene, v Visit) ui.Head {
	h := ui.Head{Over: scene.T("visit.type." + v.Trip.Type), Title: keep.Said(scene, v.Trip.Name), Lead: scene.Date(v.Trip.When())}
	if v.Trip.Off() {
		h.Chips = append(h.Chips, ui.Chip{Text: scene.T("visit.off"), Tone: ui.TonePaused})
	}
	if v.Line == "" && v.Unplanned == "" {
		h.Chips = append(h.Chips, ui.Chip{Text: scene.T("visit.line.none"), Tone: ui.ToneWarn})
	}
	if v.Unplanned != "" {
		h.Chips = append(h.Chips, ui.Chip{Text: scene.T("visit.unplanned.chip"), Tone: ui.ToneInfo})
	}
	return h
}

// clock says how long it is until the arrival, or that it is over.
func (s *Service) clock(scene *web.Scene, v Visit) string {
	n, ahead := v.Until(s.deps.Clock())
	way := "in"
	if v.Trip.Type != In {
		way = "out"
	}
	switch {
	case v.Trip.Off():
		return ""
	case ahead && n == 0:
		return scene.T("visit.clock." + way + ".today")
	case ahead:
		return scene.N("visit.clock."+way, n)
	case v.Over(s.deps.Clock()):
		return scene.T("visit.clock.over")
	case v.First == unknownDay:
		return scene.T("visit.clock.unknown")
	}
	return scene.T("visit.clock.on")
}

// acts are what one does with a visit beside its tasks.
func (s *Service) acts(ctx context.Context, scene *web.Scene, v Visit, may bool) []ui.LinkButton {
	var all []ui.LinkButton
	at := "/visits/" + v.Trip.ID
	if may {
		all = append(all, ui.LinkButton{Text: scene.T("keep.change"), Href: scene.Path(at + "/edit"), Icon: ui.IconEdit})
	}
	all = append(all, ui.LinkButton{Text: scene.T("visit.activity"), Href: scene.Path("/activities/" + v.Trip.ID)})
	if v.Trip.Parent != "" {
		all = append(all, ui.LinkButton{Text: scene.T("visit.day"), Href: scene.Path("/city-day/" + v.Trip.Parent)})
	}
	if s.may(ctx, module.Create, TransferKind) {
		all = append(all, ui.LinkButton{Text: scene.T("visit.take"), Href: scene.Path(at + "/list")})
	}
	return all
}

// workPart are the six groups of tasks and the step that comes next.
func (s *Service) workPart(ctx context.Context, scene *web.Scene, v Visit, may bool, data *visitPage) error {
	work, err := s.deps.Work(ctx, scene, []string{v.Trip.ID})
	if err != nil {
		return err
	}
	tasks := work[v.Trip.ID]
	parts, err := partsOf(ctx, s.DB, []string{v.Trip.ID})
	if err != nil {
		return err
	}
	slices.SortStableFunc(tasks, byDue)
	if len(tasks) == 0 {
		data.NoWork = scene.T("visit.work.none")
		if may && v.First != unknownDay {
			data.Usual = &ui.Form{Action: scene.Path("/visits/" + v.Trip.ID + "/usual"), Once: ui.Once{Key: scene.Key + "-usual"}, Submit: ui.Button{Text: scene.T("visit.usual.add")}}
		}
	} else {
		data.Ready = scene.T("visit.ready", "n", closed(tasks), "of", len(tasks))
		data.Work, data.Next = groups(scene, tasks, parts), s.next(scene, v, tasks, parts, may)
	}
	if may && v.First != unknownDay {
		data.AddTask = taskForm(scene, v, nil, nil)
	}
	return nil
}

// byDue puts tasks in the order of their days.
func byDue(a, b Task) int {
	switch {
	case a.Due.IsZero() && b.Due.IsZero():
		return 0
	case a.Due.IsZero():
		return 1
	case b.Due.IsZero():
		return -1
	}
	return a.Due.Last().Compare(b.Due.Last())
}

// groups are the tasks under their headings; what somebody hung on the activity
// elsewhere stands under the last one.
func groups(scene *web.Scene, tasks []Task, parts map[string]string) *ui.TaskList {
	list := &ui.TaskList{}
	for _, part := range append(Parts(), "") {
		g := ui.TaskGroup{Title: scene.T("visit.part.other")}
		if part != "" {
			g.Title = scene.T("visit.part." + part)
		}
		done := 0
		for _, t := range tasks {
			if parts[t.ID] != part {
				continue
			}
			row := ui.Task{Title: ui.Value{Text: t.Title, Href: scene.Path("/tasks/" + t.ID)}, Hint: t.Who, Status: ui.Chip{Text: t.State.Text}}
			if t.State.Chip != nil {
				row.Status = *t.State.Chip
			}
			if t.Closed {
				done++
				row.Hint, row.Status.Tone = "", ui.ToneGood
			}
			g.Tasks = append(g.Tasks, row)
		}
		if part == "" && len(g.Tasks) == 0 {
			continue
		}
		g.Done = scene.T("visit.ready", "n", done, "of", len(g.Tasks))
		list.Groups = append(list.Groups, g)
	}
	return list
}

// next is the first open task; tasks are in the order of their days.
func (s *Service) next(scene *web.Scene, v Visit, tasks []Task, parts map[string]string, may bool) *next {
	i := slices.IndexFunc(tasks, func(t Task) bool { return !t.Closed })
	if i < 0 {
		return nil
	}
	t := tasks[i]
	n := &next{Title: t.Title, Hint: t.State.Text, Open: ui.LinkButton{Text: scene.T("visit.next.open"), Href: scene.Path("/tasks/" + t.ID)}}
	if t.State.Chip != nil {
		n.Hint = t.State.Chip.Text
	}
	if part := parts[t.ID]; part != "" {
		n.Hint = strings.TrimSuffix(scene.T("visit.part."+part)+" · "+n.Hint, " · ")
	}
	if may {
		n.Done = &ui.Form{Action: scene.Path("/visits/" + v.Trip.ID + "/done"), Once: ui.Once{Key: scene.Key + "-done"}, Submit: ui.Button{Text: scene.T("visit.next.done"), Kind: ui.ButtonPrimary, Icon: ui.IconCheck},
			Hidden: []ui.Hidden{{Name: "task", Value: t.ID}, {Name: "version", Value: strconv.FormatInt(t.Version, 10)}}}
	}
	return n
}

// done closes a task of a visit.
func (s *Service) done(r *http.Request) (web.Reply, error) {
	in := form.Read(r.PostForm)
	return s.did(r, "visit.did.done", func(ctx context.Context, _ Visit) error {
		if in.Typed("task") == "" {
			return errs.New(errs.Invalid, "form.broken")
		}
		return s.deps.Finish(ctx, in.ID("task"), in.Int("version"))
	})
}

// taskForm asks for one more task.
func taskForm(scene *web.Scene, v Visit, in *form.Form, problems keep.Problems) *ui.Form {
	typed := func(name string) string {
		if in == nil {
			return ""
		}
		return in.Typed(name)
	}
	part := ui.Field{Kind: ui.FieldSelect, Name: "part", Label: scene.T("visit.task.part"), Error: problems["part"]}
	for _, p := range Parts() {
		part.Options = append(part.Options, ui.Option{Value: p, Label: scene.T("visit.part." + p), Selected: typed("part") == p})
	}
	days := typed("days")
	if in == nil {
		days = "7"
	}
	return &ui.Form{Action: scene.Path("/visits/" + v.Trip.ID + "/task"), Once: ui.Once{Key: scene.Key + "-task"}, Submit: ui.Button{Text: scene.T("visit.task.add"), Icon: ui.IconPlus},
		Sets: []ui.Fieldset{{Legend: scene.T("visit.task.new"), Row: true, Fields: []ui.Field{
			{Kind: ui.FieldText, Name: "title", Label: scene.T("visit.task.title"), Value: typed("title"), Error: problems["title"]}, part,
			{Kind: ui.FieldNumber, Name: "days", Label: scene.T("visit.task.days"), Hint: scene.T("visit.task.days.hint"), Value: days, Width: ui.WidthShort, Error: problems["days"]},
		}}}}
}

// taskDays is how far a task may lie from a visit.
const taskDays = 400

// task adds a task to a group.
func (s *Service) task(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	v, err := s.Visit(ctx, r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	in := form.Read(r.PostForm)
	step := Step{Part: in.Text("part"), Title: i18n.NewText(scene.Lang, in.Text("title", form.Required("visit.task.empty"), form.Max(400))), Days: int(in.Int("days", form.Between(-taskDays, taskDays)))}
	if err = in.Err(); err == nil {
		err = s.AddTask(ctx, v.ID, step)
	}
	if err == nil {
		return web.Redirect{To: "/visits/" + v.Trip.ID + "#work", Notice: scene.T("visit.did.task")}, nil
	}
	if errs.KindOf(err) != errs.Invalid && errs.FieldsOf(err) == nil {
		return nil, err
	}
	problems := keep.ProblemsOf(scene, err)
	again := taskForm(scene, v, in, problems)
	again.Errors = problems.Summary(scene, again.Sets[0].Fields)
	again.Cancel = &ui.Link{Text: scene.T("form.cancel"), Href: scene.Path("/visits/" + v.Trip.ID)}
	return web.Page{Template: "visit/form", Title: scene.ErrorTitle(scene.T("visit.task.new")), Status: http.StatusUnprocessableEntity, Data: formPage{Form: *again},
		Crumbs: []web.Crumb{{Text: v.Trip.Name.In(scene.Lang).Value, Path: "/visits/" + v.Trip.ID}}}, nil
}

// formPage is what the template form shows: a page that is one form.
type formPage struct {
	Lead   string
	Notes  []ui.Notice
	Form   ui.Form
	Others []ui.Form
}
