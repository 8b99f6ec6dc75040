package audit

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// NeedJournal lets its holder read everything that was done by anybody.
var NeedJournal = module.Need{Action: module.View, Kind: "revision"}

// Pages are the journal of actions (O42) and the history of one record.
type Pages struct {
	log     *Log
	require func(ctx context.Context, need module.Need) error
	kinds   func() record.Kinds
}

// NewPages makes the pages. require asks the authorization table, which lives
// in a package that knows this one; kinds are those of all subjects.
func NewPages(log *Log, require func(ctx context.Context, need module.Need) error, kinds func() record.Kinds) *Pages {
	return &Pages{log: log, require: require, kinds: kinds}
}

// Module hands over the pages together with the schema of the history.
func (p *Pages) Module() module.Module {
	return module.Module{
		Name: "audit", Files: Files,
		Office: []module.Route{
			{Pattern: "GET /journal", Need: NeedJournal, Handle: p.journal, Nav: &module.Nav{Key: "audit.journal", Order: 92, Section: module.SectionRun}},
			// The record itself decides who of the office may see its history: see Kind.Sees.
			{Pattern: "GET /history/{kind}/{id}", Need: module.Need{Action: module.View, Kind: "office"}, Handle: p.history},
		},
		Personal: []module.PersonalField{
			{Table: "revisions", Column: "actor", Whose: "user", Purpose: "shows colleagues who did what", Retention: "as long as the record; erased on request, the leaf stays"},
			{Table: "revisions", Column: "changes", Whose: "persons in records", Purpose: "shows what a record said before and after", Retention: "as long as the record; erased on request, the leaf stays"},
		},
		Pointers: []record.Pointer{
			{Table: "revisions", Column: "record_id", Key: []string{"seq"}, Hold: record.Stays},
			{Table: "revisions", Column: "changes", Key: []string{"seq"}, Hold: record.Stays},
			{Table: "idempotency", Column: "record_id", Key: []string{"key", "actor_id"}, Hold: record.Stays},
		},
		Checks: []module.Check{p.log.Verify},
	}
}

// entry is one action as people read it.
type entry struct {
	Seq     int64
	When    ui.Value
	Who     ui.Value
	Text    string
	Record  ui.Value
	Only    *ui.Link // narrows the list to this record
	Changes *ui.Table
}

type journalPage struct {
	Head    ui.Head
	Filter  ui.Form
	Within  []ui.Link // what the list is narrowed to, each link widens it again
	Chain   ui.Notice
	Entries []entry
	Empty   ui.Empty
	Pager   ui.Pager
}

const perPage = 50

func (p *Pages) journal(r *http.Request) (web.Reply, error) {
	ctx, sc := r.Context(), web.SceneOf(r)
	if err := p.require(ctx, NeedJournal); err != nil {
		return nil, err
	}
	q := r.URL.Query()
	f := Filter{Kind: q.Get("kind"), ActorID: q.Get("who"), Limit: perPage + 1}
	if ref := record.ParseRef(q.Get("record")); !ref.IsZero() {
		f.Kind, f.RecordID = ref.Kind, ref.ID
	}
	f.Before, _ = strconv.ParseInt(q.Get("before"), 10, 64)
	found, err := p.log.List(ctx, f)
	if err != nil {
		return nil, err
	}
	title := sc.T("audit.journal")
	d := &journalPage{
		Head:   ui.Head{Title: ui.Value{Text: title}, Lead: sc.T("audit.lead")},
		Filter: p.filterForm(sc, f), Within: p.within(sc, f, found),
		Empty: ui.Empty{Title: sc.T("audit.empty"), Text: sc.T("audit.empty_text")},
		Pager: ui.Pager{Label: sc.T("audit.pages")},
	}
	if len(found) > perPage {
		found = found[:perPage]
		d.Pager.Next = &ui.Link{Text: sc.T("audit.older"), Href: sc.Here("before", strconv.FormatInt(found[perPage-1].Seq, 10), "check", "")}
	}
	if f.Before > 0 {
		d.Pager.First = &ui.Link{Text: sc.T("audit.newest"), Href: sc.Here("before", "")}
	}
	for _, rev := range found {
		d.Entries = append(d.Entries, p.entry(ctx, sc, rev, true))
	}
	if d.Chain, err = p.chain(ctx, sc, q.Get("check") != ""); err != nil {
		return nil, err
	}
	return web.Page{Template: "audit/journal", Title: title, Data: d}, nil
}

func (p *Pages) filterForm(sc *web.Scene, f Filter) ui.Form {
	kinds := ui.Field{Kind: ui.FieldSelect, Name: "kind", Label: sc.T("audit.kind"), Empty: sc.T("audit.any_kind"), Width: ui.WidthMedium}
	for name := range p.kinds() {
		kinds.Options = append(kinds.Options, ui.Option{Value: name, Label: kindName(sc, name), Selected: name == f.Kind})
	}
	slices.SortFunc(kinds.Options, func(a, b ui.Option) int { return strings.Compare(a.Label, b.Label) })
	form := ui.Form{Action: sc.Path("/journal"), Get: true, Fields: []ui.Field{kinds}, Submit: ui.Button{Text: sc.T("audit.show")}}
	if f.ActorID != "" {
		form.Hidden = append(form.Hidden, ui.Hidden{Name: "who", Value: f.ActorID})
	}
	return form
}

// within names the person and the record that the list is narrowed to.
func (p *Pages) within(sc *web.Scene, f Filter, found []Revision) []ui.Link {
	var links []ui.Link
	add := func(words, name string) {
		links = append(links, ui.Link{Text: words, Hidden: sc.T("audit.widen"), Href: sc.Here(name, "", "before", ""), Icon: ui.IconClose})
	}
	if len(found) == 0 {
		return nil
	}
	if f.ActorID != "" {
		add(found[0].Actor.Name, "who")
	}
	if f.RecordID != "" {
		add(found[0].Title, "record")
	}
	return links
}

// chain says how the log of hashes stands; checked recomputes all of it.
func (p *Pages) chain(ctx context.Context, sc *web.Scene, check bool) (ui.Notice, error) {
	size, root, err := p.log.Root(ctx)
	if err != nil {
		return ui.Notice{}, err
	}
	n := ui.Notice{Tone: ui.ToneInfo, Title: sc.N("audit.chain.size", int(size)), Text: sc.T("audit.chain.root", "root", root)}
	if size == 0 {
		n.Text = ""
	}
	if !check {
		n.Links = []ui.Link{{Text: sc.T("audit.chain.check"), Href: sc.Here("check", "1")}}
		return n, nil
	}
	problems, err := p.log.Verify(ctx)
	if err != nil {
		return n, err
	}
	if len(problems) == 0 {
		n.Tone, n.Title = ui.ToneGood, sc.N("audit.chain.whole", int(size), "at", sc.Clock(sc.Local(sc.Now)))
		return n, nil
	}
	n.Tone, n.Title = ui.ToneBad, sc.N("audit.chain.broken", len(problems))
	n.Text = strings.Join(problems, "; ") // for the administrator who is called now
	return n, nil
}

type historyPage struct {
	Head    ui.Head
	Whole   *ui.Link
	Entries []entry
	Empty   ui.Empty
}

// history shows one record's changes, or with ?field= those of one field.
func (p *Pages) history(r *http.Request) (web.Reply, error) {
	ctx, sc := r.Context(), web.SceneOf(r)
	ref := record.Ref{Kind: r.PathValue("kind"), ID: r.PathValue("id")}
	if err := p.mayRead(ctx, ref); err != nil {
		return nil, err
	}
	field := r.URL.Query().Get("field")
	found, err := p.log.Of(ctx, ref, field)
	if err != nil {
		return nil, err
	}
	kinds := p.kinds()
	name := kinds.Title(ctx, ref, sc.Lang)
	if name == ref.String() && len(found) > 0 {
		name = found[0].Title
	}
	d := &historyPage{
		Head:  ui.Head{Over: sc.T("audit.history"), Title: ui.Value{Text: name}},
		Empty: ui.Empty{Title: sc.T("audit.no_history")},
	}
	if field != "" {
		d.Head.Lead = sc.T("audit.of_field", "field", fieldName(sc, ref.Kind, field))
		d.Whole = &ui.Link{Text: sc.T("audit.whole"), Href: sc.Here("field", "")}
	}
	for _, rev := range found {
		d.Entries = append(d.Entries, p.entry(ctx, sc, rev, false))
	}
	page := web.Page{Template: "audit/history", Title: sc.T("audit.history_of", "title", name), Data: d}
	if at := kinds.Path(ref); at != "" {
		page.Crumbs = []web.Crumb{{Text: name, Path: at}}
	}
	return page, nil
}

// mayRead lets those see a history who may open its record. All others get the
// answer that a missing record gets.
func (p *Pages) mayRead(ctx context.Context, ref record.Ref) error {
	kind, known := p.kinds()[ref.Kind]
	if !known {
		return errs.New(errs.NotFound, "record.missing")
	}
	if kind.Sees == nil {
		return p.require(ctx, NeedJournal)
	}
	return kind.Sees(ctx, ref.ID)
}

// entry makes the sentence of an action: «изменено „Срок“ в „Дуйсбург“».
func (p *Pages) entry(ctx context.Context, sc *web.Scene, rev Revision, wide bool) entry {
	at := sc.Local(rev.At)
	if rev.Title == "" {
		rev.Title = sc.T("audit.nameless")
	}
	e := entry{
		Seq: rev.Seq, When: ui.Value{Text: sc.Instant(at), Time: rev.At.UTC().Format("2006-01-02T15:04:05Z")}, Who: ui.Value{Text: rev.Actor.Name},
	}
	names := make([]string, 0, len(rev.Changes))
	for _, c := range rev.Changes {
		names = append(names, sc.T("audit.quoted", "text", fieldName(sc, rev.Ref.Kind, c.Field)))
	}
	e.Text = sentence(sc, rev, names)
	if wide {
		e.Who.Href = sc.Here("who", rev.Actor.ID, "before", "", "check", "")
		e.Record = ui.Value{Text: kindName(sc, rev.Ref.Kind), Note: rev.Title}
		if at := p.kinds().Path(rev.Ref); at != "" {
			e.Record = ui.Value{Text: rev.Title, Href: sc.Path(at), Note: kindName(sc, rev.Ref.Kind)}
		}
	}
	if wide && sc.URL.Query().Get("record") == "" {
		e.Only = &ui.Link{Text: sc.T("audit.only"), Hidden: rev.Title, Href: sc.Here("record", rev.Ref.String(), "before", "", "check", "")}
	}
	if t := p.changes(ctx, sc, rev); len(t.Rows) > 0 {
		e.Changes = &t
	}
	return e
}

func sentence(sc *web.Scene, rev Revision, fields []string) string {
	key := "audit.did." + string(rev.Action)
	if !sc.Has(key) {
		key = "audit.did.other"
	}
	if rev.Action == Changed && len(fields) == 0 {
		return sc.T("audit.did.changed_blank", "title", rev.Title)
	}
	if rev.Action == Changed && len(fields) > 3 {
		return sc.N("audit.did.changed_many", len(fields), "title", rev.Title)
	}
	return sc.T(key, "title", rev.Title, "fields", sc.Join(fields))
}

// changes is the table of values before and after.
func (p *Pages) changes(ctx context.Context, sc *web.Scene, rev Revision) ui.Table {
	t := ui.Table{
		ID: "r" + strconv.FormatInt(rev.Seq, 10), Caption: sc.T("audit.entry", "n", strconv.FormatInt(rev.Seq, 10)), Quiet: true, Stack: true,
		Columns: []ui.Column{{Label: sc.T("audit.field")}, {Label: sc.T("audit.before")}, {Label: sc.T("audit.after")}},
	}
	for _, c := range rev.Changes {
		if c.Before == "" && c.After == "" {
			continue // a secret changed; what it was is kept nowhere
		}
		t.Rows = append(t.Rows, t.NewRow(
			ui.Cell{Head: true, Value: ui.Value{Text: fieldName(sc, rev.Ref.Kind, c.Field)}},
			ui.Cell{Value: p.value(ctx, sc, rev.Ref.Kind, c.Field, c.Before)},
			ui.Cell{Value: p.value(ctx, sc, rev.Ref.Kind, c.Field, c.After)},
		))
	}
	return t
}

// value writes a stored value for people: by the kind's own hand, or a text in
// several languages line by line, or as it is.
func (p *Pages) value(ctx context.Context, sc *web.Scene, kind, field, stored string) ui.Value {
	if stored == "" {
		return ui.Value{Text: "—"}
	}
	if show := p.kinds()[kind].Show; show != nil {
		if words := show(ctx, sc.Printer, field, stored); words != "" {
			return ui.Value{Text: words}
		}
	}
	var text i18n.Text
	if strings.HasPrefix(stored, `{"src":`) && text.Scan(stored) == nil {
		v := ui.Value{}
		for _, lang := range text.Langs() {
			v.Parts = append(v.Parts, ui.Value{Text: text.Get(lang), Lang: lang, Note: lang})
		}
		return v
	}
	return ui.Value{Text: stored}
}

// fieldName and kindName are words of the subject that owns the kind. What any
// record may have is called alike everywhere.
func fieldName(sc *web.Scene, kind, field string) string {
	for _, key := range []string{kind + "." + field, "audit.field." + field} {
		if sc.Has(key) {
			return sc.T(key)
		}
	}
	return field
}

func kindName(sc *web.Scene, kind string) string {
	if key := kind + ".kind"; sc.Has(key) {
		return sc.T(key)
	}
	return kind
}
