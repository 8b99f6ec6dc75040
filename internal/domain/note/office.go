package note

import (
	"context"
	"net/http"
	"strconv"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/export"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// listPage is what the template list shows.
type listPage struct {
	Search ui.Search
	Tabs   ui.Tabs
	Table  ui.Table
	Pager  ui.Pager
	Take   ui.Download
	Add    []ui.LinkButton
}

func (s *Service) list(r *http.Request) (web.Reply, error) {
	scene, q := web.SceneOf(r), r.URL.Query()
	f := Filter{Type: q.Get("type"), Query: q.Get("q"), After: Key{q.Get("after"), q.Get("after_id")}, Limit: keep.PageSize + 1}
	if as := export.Asked(r); as != "" {
		return s.exportList(r, as, f)
	}
	rows, err := s.Notes(r.Context(), f)
	if err != nil {
		return nil, err
	}
	total, err := s.Count(r.Context(), f, keep.CountBound)
	if err != nil {
		return nil, err
	}
	rows, more := keep.Cut(rows)
	data := listPage{
		Search: ui.Search{Action: scene.Path("/notes"), Name: "q", Value: f.Query, Label: scene.T("note.search"), Button: scene.T("note.find"), ID: "list-search"},
		Tabs:   typeTabs(scene, f.Type), Pager: keep.Pager(scene, len(rows), total, f.After != Key{}), Take: export.Links(scene),
	}
	if f.Type != "" {
		data.Search.Hidden = []ui.Hidden{{Name: "type", Value: f.Type}}
	}
	if data.Table, err = s.table(r.Context(), scene, rows); err != nil {
		return nil, err
	}
	data.Table.Empty = &ui.Empty{Title: scene.T("note.nothing_found"), Text: scene.T("note.empty")}
	if more {
		last := rows[len(rows)-1].Key
		data.Pager.Next = keep.Onward(scene, last.Fold, last.ID)
	}
	if s.mayAdd(r.Context()) {
		data.Add = []ui.LinkButton{
			{Text: scene.T("note.add"), Href: scene.Path("/notes/new"), Kind: ui.ButtonPrimary, Icon: ui.IconPlus},
			{Text: scene.T("note.add_decision"), Href: scene.Path("/notes/new", "type", Decision), Icon: ui.IconPlus},
		}
	}
	return web.Page{Template: "note/list", Title: scene.T("note.list"), Data: data}, nil
}

// exportList is the list, as filtered, as a file.
func (s *Service) exportList(r *http.Request, as export.Format, f Filter) (web.Reply, error) {
	ids := export.ByKey(func(after Key) ([]Row, error) {
		f.After, f.Limit = after, export.PageSize
		return s.Notes(r.Context(), f)
	}, func(n Row) (string, Key) { return n.ID, n.Key })
	return s.notes.Export(r, as, "notes", ids)
}

func (s *Service) table(ctx context.Context, scene *web.Scene, rows []Row) (ui.Table, error) {
	t := ui.Table{ID: "notes", Caption: scene.T("note.list"), Quiet: true, Stack: true}
	t.Columns = []ui.Column{{Label: scene.T("note.title")}, {Label: scene.T("note.type")}, {Label: scene.T("note.about")}, {Label: scene.T("note.confirmed")}}
	for _, n := range rows {
		about, err := s.aboutValue(ctx, scene, n.Note)
		if err != nil {
			return t, err
		}
		title := keep.Said(scene, n.Title)
		title.Href = scene.Path("/notes/" + n.ID)
		t.Rows = append(t.Rows, t.NewRow(
			ui.Cell{Value: title, Head: true},
			ui.Cell{Value: ui.Value{Text: scene.T("note.type." + n.Type)}},
			ui.Cell{Value: about},
			ui.Cell{Value: ageValue(scene, n.Note)},
		))
	}
	return t, nil
}

// ageValue is when a note was confirmed, with a chip when that was long ago; of
// a decision it is the day on which it was taken.
func ageValue(scene *web.Scene, n Note) ui.Value {
	if n.Type == Decision {
		return ui.Value{Text: scene.Date(n.DecidedOn)}
	}
	return ui.Value{Text: scene.Date(n.Confirmed), Chip: ageChip(scene, n)}
}

// ageChip warns of a note that may no longer be right.
func ageChip(scene *web.Scene, n Note) *ui.Chip {
	switch n.AgeOn(scene.Now.In(scene.Zone)) {
	case Old:
		return &ui.Chip{Text: scene.T("note.old"), Tone: ui.ToneWarn, Icon: ui.IconClock}
	case Unconfirmed:
		return &ui.Chip{Text: scene.T("note.unconfirmed"), Tone: ui.ToneNeutral}
	}
	return nil
}

func typeTabs(scene *web.Scene, chosen string) ui.Tabs {
	return keep.TypeTabs(scene, scene.T("note.type"), Types(), func(one string) string { return scene.T("note.types." + one) }, chosen)
}

// notePage is what the template note shows.
type notePage struct {
	Head    ui.Head
	Old     *ui.Notice
	Parts   []part
	Facts   ui.Facts
	Confirm *ui.Form
	Sources []*ui.Source
	Edit    []ui.LinkButton
}

// part is one long text of a note under its heading.
type part struct {
	ID      string
	Title   string // empty for the only text of a plain note
	Prose   prose
	Missing string
	Change  *ui.Link
}

// prose is a text laid out in paragraphs and lists.
type prose struct {
	Lang, Note string
	Blocks     []Block
}

func (s *Service) view(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	n, err := s.Note(ctx, r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	at, edit := s.notes.At(&n), s.notes.Can(ctx, module.Edit, &n)
	data := notePage{
		Head:  ui.Head{Over: scene.T("note.type." + n.Type), Title: keep.Said(scene, n.Title), Audience: keep.Audience(scene, n.Visibility)},
		Parts: parts(scene, n, at, edit),
	}
	if n.AgeOn(scene.Now.In(scene.Zone)) == Old {
		data.Old = &ui.Notice{Tone: ui.ToneWarn, Title: scene.T("note.old"), Text: scene.T("note.old.text", "date", scene.Date(n.Confirmed))}
	}
	if data.Facts, err = s.facts(ctx, scene, n, at); err != nil {
		return nil, err
	}
	if data.Sources, err = s.sources(ctx, scene, n.ID); err != nil {
		return nil, err
	}
	if edit {
		data.Edit = []ui.LinkButton{{Text: scene.T("keep.change"), Href: scene.Path(at + "/edit"), Icon: ui.IconEdit}}
		if n.Type != Decision {
			data.Confirm = &ui.Form{Action: scene.Path(at + "/confirm"), Once: ui.Once{Key: scene.Key}, Hidden: []ui.Hidden{{Name: "version", Value: strconv.FormatInt(n.Version, 10)}},
				Submit: ui.Button{Text: scene.T("note.confirm"), Icon: ui.IconCheck}}
		}
	}
	return web.Page{Template: "note/note", Title: n.Title.In(scene.Lang).Value, Data: data, About: n.Ref().String(),
		Crumbs: []web.Crumb{{Text: scene.T("note.list"), Path: "/notes"}}}, nil
}

// parts are the long texts: one of a plain note, five of a decision, where an
// empty one is a gap to see.
func parts(scene *web.Scene, n Note, at string, edit bool) []part {
	all := []part{textPart(scene, "text", n.Text, at, edit)}
	if n.Type != Decision {
		all[0].Title = ""
		return all
	}
	all[0].Title = scene.T("note.decided")
	return []part{
		textPart(scene, "question", n.Question, at, edit), all[0], textPart(scene, "reasons", n.Reasons, at, edit),
		textPart(scene, "alternatives", n.Alternatives, at, edit), textPart(scene, "reconsider", n.Reconsider, at, edit),
	}
}

func textPart(scene *web.Scene, field string, text i18n.Text, at string, edit bool) part {
	words := "note." + field
	p := part{ID: "fact-" + field, Title: scene.T(words), Prose: proseOf(scene, text)}
	if len(p.Prose.Blocks) == 0 {
		p.Missing = scene.T(words + ".missing")
	}
	if edit {
		p.Change = &ui.Link{Text: scene.T("keep.change"), Hidden: scene.T(words), Href: scene.Path(at + "/field/" + field)}
	}
	return p
}

func proseOf(scene *web.Scene, text i18n.Text) prose {
	said := keep.Said(scene, text)
	return prose{Lang: said.Lang, Note: said.Note, Blocks: Blocks(said.Text)}
}

// facts are the short fields of a note with their sources.
func (s *Service) facts(ctx context.Context, scene *web.Scene, n Note, at string) (ui.Facts, error) {
	names := []string{"about", "confirmed"}
	if n.Type == Decision {
		names = []string{"decided_on", "decided_by", "about"}
	}
	list, err := s.notes.FactList(ctx, scene, &n, at, names...)
	if err != nil {
		return list, err
	}
	for i := range list.Rows {
		switch list.Rows[i].ID {
		case "fact-about":
			list.Rows[i].Missing = ""
			if list.Rows[i].Value, err = s.aboutValue(ctx, scene, n); err != nil {
				return list, err
			}
		case "fact-confirmed":
			list.Rows[i].Value.Chip = ageChip(scene, n)
		}
	}
	return list, nil
}

// sources lists every source of the note once, also those that say the same.
func (s *Service) sources(ctx context.Context, scene *web.Scene, id string) ([]*ui.Source, error) {
	facts, err := s.notes.Facts(ctx, id)
	if err != nil {
		return nil, err
	}
	var list []*ui.Source
	seen := map[string]bool{}
	for _, field := range s.notes.Fields {
		for _, fact := range facts[field.Name] {
			if fact.Source.ID != "" && !seen[fact.Source.ID] {
				seen[fact.Source.ID] = true
				list = append(list, keep.SourceNote(scene, fact.Source, len(list)+1, fact.Inferred))
			}
		}
	}
	return list, nil
}

// confirm writes down that the note is still right today. When it has changed
// since it was read, it is to be read again first.
func (s *Service) confirm(r *http.Request) (web.Reply, error) {
	scene, id := web.SceneOf(r), r.PathValue("id")
	version, _ := strconv.ParseInt(r.PostForm.Get("version"), 10, 64)
	err := s.Confirm(r.Context(), id, version, edtf.On(scene.Now.In(scene.Zone)))
	switch {
	case errs.KindOf(err) == errs.Stale:
		return web.Redirect{To: "/notes/" + id, Notice: scene.T("note.confirmed.stale")}, nil
	case err != nil:
		return nil, err
	}
	return web.Redirect{To: "/notes/" + id, Notice: scene.T("note.confirmed.done")}, nil
}

// kinds are the record kinds of this subject. In the history, what a note was
// about is told by the names that the reader may see.
func (s *Service) kinds() []record.Kind {
	kind := s.notes.RecordKind()
	show := kind.Show
	kind.Show = func(ctx context.Context, words *i18n.Printer, field, value string) string {
		if field != "about" {
			return show(ctx, words, field, value)
		}
		var n Note
		if err := keep.Put(&n.About, value); err != nil {
			return ""
		}
		about, err := s.aboutValue(ctx, &web.Scene{Printer: words}, n)
		if err != nil {
			return ""
		}
		names := []string{about.Text}
		for i, one := range about.Parts {
			names = append(names[:i], one.Text)
		}
		return words.Join(names)
	}
	return []record.Kind{kind}
}
