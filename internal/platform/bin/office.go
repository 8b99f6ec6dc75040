package bin

import (
	"context"
	"embed"
	"maps"
	"net/http"
	"slices"
	"time"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// Files holds templates and words of this package.
//
//go:embed templates locale
var Files embed.FS

// Need opens the bin. What may be returned, each subject decides for its own.
var Need = module.Need{Action: module.View, Kind: "bin"}

// Bin shows what was put away, and erases it when its time is over.
type Bin struct{ deps Deps }

// New makes the bin of a municipality.
func New(deps Deps) *Bin { return &Bin{deps: deps} }

// Module hands over the page.
func (b *Bin) Module() module.Module {
	const kept = "until the record returns or leaves the bin for good"
	return module.Module{Name: "bin", Files: Files, Office: []module.Route{
		{Pattern: "GET /bin", Need: Need, Handle: b.list, Nav: &module.Nav{Key: "bin.title", Order: 94, Section: module.SectionRun}},
		{Pattern: "POST /bin/{kind}/{id}/restore", Need: Need, Handle: b.restore},
	}, Personal: []module.PersonalField{
		{Table: "bin", Column: "actor", Whose: "user", Purpose: "shows colleagues who put a record away", Retention: kept},
		{Table: "bin", Column: "actor_id", Whose: "user", Purpose: "shows colleagues who put a record away", Retention: kept},
	}}
}

type listPage struct {
	Head   ui.Head
	Search *ui.Search // nil while the bin is empty
	Rows   []row
	Empty  ui.Empty
	// Words of the columns.
	What, Who, When, Ends, Restore string
}

type row struct {
	What ui.Value
	Who  string
	When ui.Value
	Ends ui.Value // the day on which it goes, or why it stays
	Form *ui.Form // nil when the record cannot return
}

// mostShown bounds the page; older entries leave it by themselves.
const mostShown = 500

func (b *Bin) list(r *http.Request) (web.Reply, error) {
	ctx, sc := r.Context(), web.SceneOf(r)
	if err := b.deps.Require(ctx, Need); err != nil {
		return nil, err
	}
	q := r.URL.Query().Get("q")
	found, err := b.found(ctx, q)
	if err != nil {
		return nil, err
	}
	title := sc.T("bin.title")
	d := &listPage{
		Head:  ui.Head{Title: ui.Value{Text: title}, Lead: sc.T("bin.lead")},
		Empty: ui.Empty{Title: sc.T("bin.empty"), Text: sc.T("bin.empty_text")},
		What:  sc.T("bin.what"), Who: sc.T("bin.who"), When: sc.T("bin.when"), Ends: sc.T("bin.ends"), Restore: sc.T("bin.restore"),
	}
	if q != "" {
		d.Empty = ui.Empty{Title: sc.T("bin.not_found", "query", q), Example: &ui.Link{Text: sc.T("bin.all"), Href: sc.Path("/bin")}}
	}
	if len(found) > 0 || q != "" {
		d.Search = &ui.Search{Action: sc.Path("/bin"), Name: "q", Value: q, Label: sc.T("bin.search"), Button: sc.T("bin.find"), ID: "list-search"}
	}
	kinds, now := b.deps.Kinds(), b.deps.Clock()
	wanted, err := b.wanted(ctx, slices.DeleteFunc(slices.Clone(found), func(one record.Binned) bool { return now.Before(one.At.Add(record.KeptInBin)) }))
	if err != nil {
		return nil, err
	}
	for _, one := range found {
		r, err := b.row(ctx, sc, kinds[one.Ref.Kind], one, now, wanted[one.Ref.ID])
		if err != nil {
			return nil, err
		}
		d.Rows = append(d.Rows, r)
	}
	return web.Page{Template: "bin/list", Title: title, Data: d}, nil
}

func (b *Bin) row(ctx context.Context, sc *web.Scene, kind record.Kind, one record.Binned, now, wanted time.Time) (row, error) {
	name := one.Ref.Kind
	if key := one.Ref.Kind + ".kind"; sc.Has(key) {
		name = sc.T(key)
	}
	ends := one.At.Add(record.KeptInBin)
	out := row{
		What: ui.Value{Text: one.Title, Note: name}, Who: one.Actor,
		When: ui.Value{Text: sc.Instant(sc.Local(one.At)), Time: one.At.UTC().Format("2006-01-02T15:04:05Z")},
		Ends: ui.Value{Text: sc.Day(sc.Local(ends)), Time: sc.Local(ends).Format("2006-01-02")},
	}
	left := ends.Sub(now)
	switch {
	case left <= 0 && !wanted.IsZero():
		out.Ends = ui.Value{Text: sc.T("bin.undo", "day", sc.Day(sc.Local(wanted)))}
		return out, nil
	case left <= 0:
		why, err := b.why(ctx, sc, one.Ref)
		out.Ends = ui.Value{Text: why}
		return out, err
	}
	out.Ends.Note = sc.N("bin.days", int((left+24*time.Hour-1)/(24*time.Hour)))
	if kind.Restore == nil {
		return out, nil
	}
	out.Form = &ui.Form{
		Action: sc.Path("/bin/" + one.Ref.Kind + "/" + one.Ref.ID + "/restore"), Once: sc.Once(),
		Submit: ui.Button{Text: sc.T("bin.restore"), Hidden: one.Title, Kind: ui.ButtonQuiet, Icon: ui.IconUndo},
	}
	return out, nil
}

// why says what becomes of a record whose time is over.
func (b *Bin) why(ctx context.Context, sc *web.Scene, ref record.Ref) (string, error) {
	p, err := b.plan(ctx, b.deps.DB, ref)
	switch {
	case err != nil:
		return "", err
	case len(p.held) == 0:
		return sc.T("bin.over"), nil
	}
	var names []string
	for _, words := range slices.Sorted(maps.Keys(p.held)) {
		if words == "" {
			words = "bin.others"
		}
		names = append(names, sc.N(words, p.held[words]))
	}
	return sc.T("bin.held", "what", sc.Join(names)), nil
}

// restore gives a record back to its subject, which asks for its own
// permission and writes the entry in the history.
func (b *Bin) restore(r *http.Request) (web.Reply, error) {
	ctx, sc := r.Context(), web.SceneOf(r)
	if err := b.deps.Require(ctx, Need); err != nil {
		return nil, err
	}
	ref := record.Ref{Kind: r.PathValue("kind"), ID: r.PathValue("id")}
	kinds := b.deps.Kinds()
	kind, known := kinds[ref.Kind]
	if !known {
		return nil, errs.New(errs.NotFound, "record.missing")
	}
	if kind.Restore == nil {
		return nil, errs.New(errs.Conflict, "bin.no_restore")
	}
	one, err := record.InBin(ctx, b.deps.DB, ref)
	if err != nil {
		return nil, err
	}
	if !b.deps.Clock().Before(one.At.Add(record.KeptInBin)) {
		return nil, errs.New(errs.Conflict, "bin.too_late")
	}
	if err := kind.Restore(ctx, ref.ID); err != nil {
		return nil, err
	}
	to := kinds.Path(ref)
	if to == "" {
		to = "/bin"
	}
	return web.Redirect{To: to, Notice: sc.T("bin.restored")}, nil
}
