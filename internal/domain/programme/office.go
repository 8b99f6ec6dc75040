package programme

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/keep"
)

// The editor of a programme (O17): days beside one another, or one list; a line is
// added by typing it.

// editPage is what the template edit shows.
type editPage struct {
	Lead     string
	Views    ui.Tabs
	Columns  bool
	Failed   *ui.Notice
	Clashes  *ui.Notice
	Days     []dayBlock
	NoDays   string
	Begin    *ui.Form // an empty programme begins with a template
	More     []ui.Form
	Undo     *ui.Form
	Release  *ui.LinkButton
	Releases []ui.Value
}

// dayBlock is one day with its lines.
type dayBlock struct {
	ID, Title string
	Rows      []rowView
	Add       *ui.Form
}

// rowView is one line as it stands.
type rowView struct {
	ID, Time string
	What     ui.Value
	Place    ui.Value
	Needs    []string
	Shared   string
	Doubts   []string
	Edit     *ui.Link
}

func at(activity, rest string) string { return "/programmes/" + activity + rest }

func (s *Service) editor(r *http.Request) (web.Reply, error) {
	return s.showEditor(r, "", nil)
}

// showEditor shows a programme, perhaps with what was typed on a day and why it was
// not taken.
func (s *Service) showEditor(r *http.Request, day string, failed error) (web.Reply, error) {
	sc, ctx := web.SceneOf(r), r.Context()
	p, err := s.Programme(ctx, r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	found, err := s.Clashes(ctx, p)
	if err != nil {
		return nil, err
	}
	may := s.Gate.Scope(ctx, edit()) > account.None
	view := sc.URL.Query().Get("view")
	data := editPage{Lead: p.lead(sc), Columns: view != "list", Views: ui.Tabs{Label: sc.T("programme.view"), Items: []ui.Link{
		{Text: sc.T("programme.view.days"), Href: sc.Path(at(p.ID, "")), Current: view != "list"}, {Text: sc.T("programme.view.list"), Href: sc.Path(at(p.ID, ""), "view", "list"), Current: view == "list"}}}}
	if len(found) > 0 {
		data.Clashes = &ui.Notice{Tone: ui.ToneWarn, Text: sc.N("programme.doubts", len(found))}
	}
	for _, one := range p.days(p.All()) {
		data.Days = append(data.Days, s.dayBlock(ctx, sc, p, one, found, may))
	}
	if len(data.Days) == 0 {
		data.NoDays = sc.T("programme.no_days")
	}
	if may {
		if err := s.tools(ctx, sc, p, &data); err != nil {
			return nil, err
		}
	}
	releases, err := s.Releases(ctx, p.ID)
	if err != nil {
		return nil, err
	}
	for _, x := range releases {
		data.Releases = append(data.Releases, releaseLink(sc, p.ID, x))
	}
	title := sc.T("programme.title", "visit", p.Name.In(sc.Lang).Value)
	page := web.Page{Template: "programme/edit", Title: title, Data: &data, Crumbs: []web.Crumb{{Text: p.Name.In(sc.Lang).Value, Path: s.deps.Path(p.ID)}}}
	if failed == nil {
		return page, nil
	}
	for n := range data.Days {
		if d := &data.Days[n]; d.ID == "d-"+day && d.Add != nil {
			d.Add.Fields[0].Value = r.PostFormValue("row." + day)
			if status, ok := sc.Mark(d.Add, rowError(failed, day)); ok {
				page.Status, page.Title = status, sc.ErrorTitle(title)
				d.Add.Errors = nil
				data.Failed = &ui.Notice{Tone: ui.ToneBad, Text: s.said(ctx, sc, p, failed)}
				return page, nil
			}
		}
	}
	e, ok := errors.AsType[*errs.E](first(failed))
	if !ok || e.Kind == errs.NotFound || e.Kind == errs.Internal {
		return nil, failed
	}
	data.Failed, page.Status = &ui.Notice{Tone: ui.ToneBad, Text: s.said(ctx, sc, p, failed)}, http.StatusUnprocessableEntity
	if e.Kind == errs.Stale {
		page.Status = http.StatusConflict
	}
	return page, nil
}

// rowError puts the error of a typed line at the field of its day.
func rowError(failed error, day string) error {
	e, ok := errors.AsType[*errs.E](first(failed))
	if !ok || e.Field != "row" {
		return failed
	}
	return errs.Field("row."+day, e.Key, e.Args...)
}

// first is the first of several errors of a form.
func first(err error) error {
	if all := errs.FieldsOf(err); len(all) > 0 {
		return all[0]
	}
	return err
}

// said is an error in the reader's language; a double booking names its other side.
func (s *Service) said(ctx context.Context, sc *web.Scene, p Programme, err error) string {
	if d, ok := errors.AsType[*doubleError](err); ok {
		return sc.T("programme.clash.refused", "clash", s.clashWords(ctx, sc.Printer, p.resources, d.Clash))
	}
	if e, ok := errors.AsType[*errs.E](first(err)); ok {
		return sc.Say(e)
	}
	return sc.T("form.stale")
}

// lead says when the visit is and how many lines there are.
func (p Programme) lead(sc *web.Scene) string {
	when := ""
	if !p.First.IsZero() {
		when = sc.Day(p.First)
		if span, err := edtf.Interval(edtf.On(p.First), edtf.On(p.Last)); err == nil && p.Last.After(p.First) {
			when = sc.Date(span) // «2–4 января 2027 г.»
		}
	}
	return strings.TrimPrefix(when+", "+sc.N("programme.lines", len(p.Items)), ", ")
}

func (s *Service) dayBlock(ctx context.Context, sc *web.Scene, p Programme, day string, found []Clash, may bool) dayBlock {
	d := dayBlock{ID: "d-" + day, Title: dayWords(sc, day)}
	shared := map[string]bool{}
	for _, i := range p.Shared {
		shared[i.ID] = true
	}
	for _, i := range p.All() {
		if i.Day != day {
			continue
		}
		row := rowView{ID: "i-" + i.ID, Time: i.hours(), What: keep.Said(sc, i.What), Place: keep.Said(sc, i.Place)}
		for _, id := range []string{i.Interpreter, i.Hall, i.Car} {
			if name := p.resources[id].Name; name != "" {
				row.Needs = append(row.Needs, name)
			}
		}
		if i.Who != "" {
			row.Needs = append(row.Needs, i.Who)
		}
		for _, c := range found {
			if c.Item == i.ID {
				text := s.clashWords(ctx, sc.Printer, p.resources, c)
				if c.Hard && i.Excuse != "" {
					text += " " + sc.T("programme.excused", "why", i.Excuse)
				}
				row.Doubts = append(row.Doubts, text)
			}
		}
		switch {
		case shared[i.ID]:
			row.Shared = sc.T("programme.shared")
		case may:
			row.Edit = &ui.Link{Text: sc.T("keep.change"), Hidden: i.hours() + " " + row.What.Text, Href: sc.Path(at(p.ID, "/items/"+i.ID))}
		}
		d.Rows = append(d.Rows, row)
	}
	if may {
		d.Add = &ui.Form{Action: sc.Path(at(p.ID, "/add"), "day", day), Once: ui.Once{Key: sc.Key + "-" + day}, Hidden: version(p),
			Fields: []ui.Field{{Kind: ui.FieldText, Name: "row." + day, Label: sc.T("programme.row"), Hint: sc.T("programme.row.hint"), Autocomplete: "off"}}, Submit: ui.Button{Text: sc.T("programme.add"), Hidden: d.Title}}
	}
	return d
}

func version(p Programme) []ui.Hidden {
	return []ui.Hidden{{Name: "version", Value: strconv.FormatInt(p.Version, 10)}}
}

func dayWords(sc *web.Scene, day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return sc.WeekdayDay(t)
}

// tools are what can be done with the whole programme.
func (s *Service) tools(ctx context.Context, sc *web.Scene, p Programme, data *editPage) error {
	post := func(path, key string, button ui.Button, fields ...ui.Field) ui.Form {
		return ui.Form{Action: sc.Path(at(p.ID, path)), Once: ui.Once{Key: sc.Key + "-" + key}, Hidden: version(p), Fields: fields, Submit: button}
	}
	if p.CanUndo {
		undo := post("/undo", "undo", ui.Button{Text: sc.T("programme.undo"), Kind: ui.ButtonQuiet})
		data.Undo = &undo
	}
	if len(p.Items) == 0 {
		templates, err := s.Templates(ctx)
		if err != nil {
			return err
		}
		choice := ui.Field{Kind: ui.FieldSelect, Name: "template", Label: sc.T("programme.template")}
		for _, name := range Built() {
			choice.Options = append(choice.Options, ui.Option{Value: name, Label: sc.T("programme.template." + name)})
		}
		for _, t := range templates {
			choice.Options = append(choice.Options, ui.Option{Value: t.ID, Label: t.Name})
		}
		fields := []ui.Field{choice}
		if p.First.IsZero() {
			fields = append(fields, ui.Field{Kind: ui.FieldDate, Name: "first", Label: sc.T("programme.first"), Width: ui.WidthShort})
		}
		begin := post("/begin", "begin", ui.Button{Text: sc.T("programme.begin"), Kind: ui.ButtonPrimary}, fields...)
		data.Begin = &begin
	} else {
		data.Release = &ui.LinkButton{Text: sc.T("programme.release"), Href: sc.Path(at(p.ID, "/release")), Kind: ui.ButtonPrimary}
		from, to := ui.Field{Kind: ui.FieldSelect, Name: "from", Label: sc.T("programme.copy.from")}, ui.Field{Kind: ui.FieldDate, Name: "to", Label: sc.T("programme.copy.to"), Width: ui.WidthShort}
		for _, d := range p.days(p.Items) {
			from.Options = append(from.Options, ui.Option{Value: d, Label: dayWords(sc, d)})
		}
		data.More = append(data.More, post("/copy", "copy", ui.Button{Text: sc.T("programme.copy")}, from, to),
			post("/template", "template", ui.Button{Text: sc.T("programme.template.save")}, ui.Field{Kind: ui.FieldText, Name: "name", Label: sc.T("programme.template.new")}))
	}
	lang := ui.Field{Kind: ui.FieldSelect, Name: "lang", Label: sc.T("programme.lang"), Empty: sc.T("form.choose"), Width: ui.WidthMedium}
	for _, o := range tongueOptions(sc) {
		o.Selected = o.Value == p.Lang
		lang.Options = append(lang.Options, o)
	}
	data.More = append(data.More, post("/guests", "guests", ui.Button{Text: sc.T("keep.save"), Hidden: sc.T("programme.lang")}, lang,
		ui.Field{Kind: ui.FieldText, Name: "escort", Label: sc.T("programme.escort"), Value: p.Escort}, ui.Field{Kind: ui.FieldPhone, Name: "phone", Label: sc.T("programme.phone"), Value: p.Phone}))
	return nil
}

// did does something with a programme and goes back to it, or shows why not.
func (s *Service) did(r *http.Request, words string, do func(ctx context.Context, in *form.Form, version int64) error) (web.Reply, error) {
	in := form.Read(r.PostForm)
	if err := do(r.Context(), in, in.Int("version")); err != nil {
		return s.showEditor(r, r.URL.Query().Get("day"), err)
	}
	return web.Redirect{To: at(r.PathValue("id"), ""), Notice: web.SceneOf(r).T(words)}, nil
}

func (s *Service) add(r *http.Request) (web.Reply, error) {
	day := r.URL.Query().Get("day")
	in := form.Read(r.PostForm)
	if err := s.Add(r.Context(), r.PathValue("id"), in.Int("version"), day, in.Typed("row."+day), web.SceneOf(r).Lang); err != nil {
		return s.showEditor(r, day, err)
	}
	return web.Redirect{To: at(r.PathValue("id"), "") + "#d-" + day, Notice: web.SceneOf(r).T("programme.added")}, nil
}

func (s *Service) undo(r *http.Request) (web.Reply, error) {
	return s.did(r, "programme.undone", func(ctx context.Context, _ *form.Form, version int64) error {
		return s.Undo(ctx, r.PathValue("id"), version)
	})
}

func (s *Service) begin(r *http.Request) (web.Reply, error) {
	return s.did(r, "programme.begun", func(ctx context.Context, in *form.Form, version int64) error {
		return s.Begin(ctx, r.PathValue("id"), version, in.Typed("template"), dayOf(in, "first", web.SceneOf(r).Lang))
	})
}

func (s *Service) copyDay(r *http.Request) (web.Reply, error) {
	return s.did(r, "programme.copied", func(ctx context.Context, in *form.Form, version int64) error {
		return s.Copy(ctx, r.PathValue("id"), version, in.Typed("from"), dayOf(in, "to", web.SceneOf(r).Lang))
	})
}

func (s *Service) keepTemplate(r *http.Request) (web.Reply, error) {
	return s.did(r, "programme.template.saved", func(ctx context.Context, in *form.Form, _ int64) error {
		return s.SaveTemplate(ctx, r.PathValue("id"), in.Typed("name"))
	})
}

func (s *Service) guests(r *http.Request) (web.Reply, error) {
	return s.did(r, "programme.guests.saved", func(ctx context.Context, in *form.Form, version int64) error {
		lang, escort, phone := in.Typed("lang"), in.Text("escort", form.Max(maxWhat)), in.Text("phone", form.Max(60))
		if err := in.Err(); err != nil {
			return err
		}
		return s.Guests(ctx, r.PathValue("id"), version, lang, escort, phone)
	})
}

// dayOf is a typed day as YYYY-MM-DD; empty when it is none.
func dayOf(in *form.Form, name, lang string) string {
	d := in.Date(name, lang)
	if d.Precision() != edtf.Day || d.IsInterval() {
		return ""
	}
	return d.First().Format(time.DateOnly)
}

// tongueOptions are the languages that have a name.
func tongueOptions(sc *web.Scene) []ui.Option {
	var options []ui.Option
	for _, code := range i18n.LanguageCodes() {
		options = append(options, ui.Option{Value: code, Label: sc.Language(code)})
	}
	return options
}

// when says when a release was made and by whom.
func (x Release) when(sc *web.Scene) string {
	made, err := time.Parse(time.RFC3339, x.At)
	if err != nil {
		return x.By
	}
	return sc.T("programme.release.made", "at", sc.Instant(sc.Local(made)), "by", x.By)
}

// releaseLink leads to a release.
func releaseLink(sc *web.Scene, activity string, x Release) ui.Value {
	return ui.Value{Text: sc.T("programme.release.n", "number", x.Number), Href: sc.Path(at(activity, "/releases/"+strconv.FormatInt(x.Number, 10))), Note: x.when(sc)}
}
