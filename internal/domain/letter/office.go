package letter

import (
	"net/http"

	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/export"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
)

// The views of the register.
const (
	viewAll    = "all"
	viewOurs   = "ours"   // we owe an answer
	viewTheirs = "theirs" // they owe one
)

// listPage is what the template list shows.
type listPage struct {
	Mailbox *ui.Notice // what does not come in by itself
	Tabs    ui.Tabs
	Filter  ui.Form
	Table   ui.Table
	Pager   ui.Pager
	Take    ui.Download
	Add     []ui.LinkButton
}

// asked is the filter that an address names.
func asked(scene *web.Scene) Filter {
	q := scene.URL.Query()
	f := Filter{Type: q.Get("type"), Partner: q.Get("partner"), After: Key{q.Get("after"), q.Get("after_id")}}
	switch q.Get("view") {
	case viewOurs:
		f.Waiting, f.Side = true, In
	case viewTheirs:
		f.Waiting, f.Side = true, Out
	}
	return f
}

func (s *Service) list(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	f := asked(scene)
	if as := export.Asked(r); as != "" {
		return s.exportList(r, as, f)
	}
	f.Limit = keep.PageSize + 1
	rows, err := s.Letters(ctx, f)
	if err != nil {
		return nil, err
	}
	total, err := s.Count(ctx, f, keep.CountBound)
	if err != nil {
		return nil, err
	}
	partners, err := s.deps.Partners(ctx, scene)
	if err != nil {
		return nil, err
	}
	rows, more := keep.Cut(rows)
	data := listPage{
		Tabs: tabs(scene), Filter: filterForm(scene, f, partners), Pager: keep.Pager(scene, len(rows), total, f.After != Key{}), Take: export.Links(scene),
		Table: s.table(scene, "letters", rows, ui.Labels(partners)),
	}
	data.Table.Empty = &ui.Empty{Title: scene.T("letter.none"), Text: scene.T("letter.none.text")}
	if f.Waiting && f.Type == "" && f.Partner == "" {
		data.Table.Empty = &ui.Empty{Title: scene.T("letter.all_answered")}
	}
	if more {
		last := rows[len(rows)-1].Key()
		data.Pager.Next = keep.Onward(scene, last.Day, last.ID)
	}
	if s.mayAdd(ctx) {
		if s.notice != nil {
			if data.Mailbox, err = s.notice(ctx, scene); err != nil {
				return nil, err
			}
		}
		data.Add = []ui.LinkButton{
			{Text: scene.T("letter.write"), Href: scene.Path("/letters/write", "partner", f.Partner), Kind: ui.ButtonPrimary, Icon: ui.IconMail},
			{Text: scene.T("letter.begin"), Href: scene.Path("/letters/new", "partner", f.Partner), Icon: ui.IconPlus},
			{Text: scene.T("letter.incoming"), Href: scene.Path("/letters/incoming", "partner", f.Partner), Icon: ui.IconUpload},
			{Text: scene.T("letter_template.list"), Href: scene.Path("/letter-templates"), Icon: ui.IconDocument},
		}
	}
	return web.Page{Template: "letter/list", Title: scene.T("letter.list"), Data: data}, nil
}

// exportList is the register, as filtered, as a file.
func (s *Service) exportList(r *http.Request, as export.Format, f Filter) (web.Reply, error) {
	ids := export.ByKey(func(after Key) ([]Letter, error) {
		f.After, f.Limit = after, export.PageSize
		return s.Letters(r.Context(), f)
	}, func(l Letter) (string, Key) { return l.ID, l.Key() })
	return s.letters.Export(r, as, "letters", ids)
}

func tabs(scene *web.Scene) ui.Tabs {
	chosen := scene.URL.Query().Get("view")
	if chosen != viewOurs && chosen != viewTheirs {
		chosen = viewAll
	}
	all := ui.Tabs{Label: scene.T("letter.views")}
	for _, v := range []string{viewAll, viewOurs, viewTheirs} {
		all.Items = append(all.Items, ui.Link{Text: scene.T("letter.view." + v), Href: scene.Path("/letters", "view", v), Current: v == chosen})
	}
	return all
}

// filterForm chooses type and partner, and keeps the view.
func filterForm(scene *web.Scene, f Filter, partners []ui.Option) ui.Form {
	var types []ui.Option
	anyOf := scene.T("letter.any")
	for _, t := range Types() {
		types = append(types, ui.Option{Value: t, Label: scene.T("letter.type." + t)})
	}
	form := ui.Form{Action: scene.Path("/letters"), Get: true, Submit: ui.Button{Text: scene.T("letter.show")}, Sets: []ui.Fieldset{{
		Legend: scene.T("letter.filter"), Row: true, Fields: []ui.Field{ui.Select("type", scene.T("letter.type"), anyOf, types, f.Type), ui.Select("partner", scene.T("letter.partner"), anyOf, partners, f.Partner)},
	}}}
	if view := scene.URL.Query().Get("view"); view != "" {
		form.Hidden = []ui.Hidden{{Name: "view", Value: view}}
	}
	return form
}

// table lists entries; without names of partners it has no column for them.
func (s *Service) table(scene *web.Scene, id string, rows []Letter, partners map[string]string) ui.Table {
	t := ui.Table{ID: id, Caption: scene.T("letter.list"), Quiet: true, Stack: true}
	t.Columns = []ui.Column{{Label: scene.T("letter.title")}, {Label: scene.T("letter.on")}, {Label: scene.T("letter.way")}}
	if partners != nil {
		t.Columns = append(t.Columns, ui.Column{Label: scene.T("letter.partner")})
	}
	t.Columns = append(t.Columns, ui.Column{Label: scene.T("letter.answer")})
	for _, l := range rows {
		title := keep.Said(scene, l.Title)
		title.Href, title.Note = scene.Path("/letters/"+l.ID), numberWords(scene, l)
		cells := []ui.Cell{{Value: title, Head: true}, {Value: ui.Value{Text: scene.Date(l.On)}}, {Value: ui.Value{Text: way(scene, l)}}}
		if partners != nil {
			cells = append(cells, ui.Cell{Value: ui.Value{Text: partners[l.Partner]}})
		}
		t.Rows = append(t.Rows, t.NewRow(append(cells, ui.Cell{Value: ui.Value{Chip: s.answerChip(scene, l)}})...))
	}
	return t
}

// way says how something passed and from whom: «письмо от нас».
func way(scene *web.Scene, l Letter) string {
	return scene.T("letter.way."+l.Side, "type", scene.T("letter.type."+l.Type))
}

// numberWords are the numbers of both sides, empty when there is none.
func numberWords(scene *web.Scene, l Letter) string {
	switch {
	case l.Number != "" && l.Theirs != "":
		return scene.T("letter.numbers", "ours", l.Number, "theirs", l.Theirs)
	case l.Number != "":
		return scene.T("letter.number.words", "number", l.Number)
	case l.Theirs != "":
		return scene.T("letter.theirs.words", "number", l.Theirs)
	}
	return ""
}

// answerChip says whether an answer is awaited and for how long; nothing when
// nobody waits for one.
func (s *Service) answerChip(scene *web.Scene, l Letter) *ui.Chip {
	now := s.deps.Clock()
	switch {
	case !l.Waits:
		return nil
	case l.Answered:
		return &ui.Chip{Text: scene.T("letter.answered"), Tone: ui.ToneGood}
	case l.Overdue(now) > 0:
		return &ui.Chip{Text: scene.N("letter.overdue", l.Overdue(now)), Tone: ui.ToneBad, Note: scene.Date(l.By)}
	case !l.By.IsZero():
		return &ui.Chip{Text: scene.T("letter.until", "date", scene.Date(l.By)), Tone: ui.ToneWarn, Note: silence(scene, l.Silence(now))}
	}
	return &ui.Chip{Text: silence(scene, l.Silence(now)), Tone: ui.ToneWarn}
}

// silence is for how many days nobody has answered.
func silence(scene *web.Scene, n int) string {
	if n == 0 {
		return scene.T("letter.silence.today")
	}
	return scene.N("letter.silence", n)
}

// letterPage is what the template letter shows.
type letterPage struct {
	Head    ui.Head
	Edit    []ui.LinkButton
	Facts   ui.Facts
	Body    string   // what the mail says
	Sent    *ui.Link // the message of the outbox
	Answers []ui.Link
}

func (s *Service) view(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	l, err := s.Letter(ctx, r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	at := s.letters.At(&l)
	data := letterPage{Head: ui.Head{Over: way(scene, l), Title: keep.Said(scene, l.Title), Lead: numberWords(scene, l), Audience: keep.Audience(scene, l.Visibility)}}
	data.Head.Chips = []ui.Chip{{Text: scene.Date(l.On), Tone: ui.ToneNeutral}}
	if chip := s.answerChip(scene, l); chip != nil {
		data.Head.Chips = append(data.Head.Chips, *chip)
	}
	if data.Facts, err = s.letters.FactList(ctx, scene, &l, at); err != nil {
		return nil, err
	}
	data.Body = l.Body
	if l.Message != "" {
		data.Sent = &ui.Link{Text: scene.T("letter.message"), Href: scene.Path("/outbox/" + l.Message), Icon: ui.IconMail}
	}
	answers, err := s.Answers(ctx, l.ID)
	if err != nil {
		return nil, err
	}
	for _, a := range answers {
		data.Answers = append(data.Answers, ui.Link{Text: scene.T("letter.answer_option", "title", a.Title, "date", scene.Date(a.On)), Href: scene.Path("/letters/" + a.ID)})
	}
	if l.Side != Both && s.mayAdd(ctx) {
		words := "letter.answer.ours"
		if l.Side == Out {
			words = "letter.answer.theirs"
		}
		button := ui.LinkButton{Text: scene.T(words), Href: scene.Path("/letters/new", "answers", l.ID)}
		if l.Side == In {
			reply := ui.LinkButton{Text: scene.T("letter.reply"), Href: scene.Path("/letters/write", "answers", l.ID), Icon: ui.IconMail}
			if l.Open() {
				reply.Kind = ui.ButtonPrimary
			}
			data.Edit = append(data.Edit, reply)
		} else if l.Open() {
			button.Kind = ui.ButtonPrimary
		}
		data.Edit = append(data.Edit, button)
	}
	if s.letters.Can(ctx, module.Edit, &l) {
		data.Edit = append(data.Edit, ui.LinkButton{Text: scene.T("keep.change"), Href: scene.Path(at + "/edit"), Icon: ui.IconEdit})
	}
	return web.Page{Template: "letter/letter", Title: l.Title.In(scene.Lang).Value, Data: data, About: l.Ref().String(),
		Crumbs: []web.Crumb{{Text: scene.T("letter.list"), Path: "/letters"}}}, nil
}
