package bin

import (
	"context"
	"embed"
	"net/http"
	"time"

	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/db"
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

// Pages is the page of the bin.
type Pages struct {
	db      db.Handle
	clock   clock.Clock
	require func(ctx context.Context, need module.Need) error
	kinds   func() record.Kinds
}

// NewPages makes the page; require asks the authorization table.
func NewPages(h db.Handle, c clock.Clock, require func(ctx context.Context, need module.Need) error, kinds func() record.Kinds) *Pages {
	return &Pages{db: h, clock: c, require: require, kinds: kinds}
}

// Module hands over the page.
func (p *Pages) Module() module.Module {
	return module.Module{Name: "bin", Files: Files, Office: []module.Route{
		{Pattern: "GET /bin", Need: Need, Handle: p.list, Nav: &module.Nav{Key: "bin.title", Icon: "trash-2", Order: 94, Group: "more"}},
		{Pattern: "POST /bin/{kind}/{id}/restore", Need: Need, Handle: p.restore},
	}, Personal: []module.PersonalField{
		{Table: "bin", Column: "actor", Whose: "user", Purpose: "shows colleagues who put a record away", Retention: "until the record returns or its time in the bin is over"},
		{Table: "bin", Column: "actor_id", Whose: "user", Purpose: "shows colleagues who put a record away", Retention: "until the record returns or its time in the bin is over"},
	}}
}

type listPage struct {
	Head  ui.Head
	Rows  []row
	Empty ui.Empty
	// Words of the columns.
	What, Who, When, Left, Restore string
}

type row struct {
	What ui.Value
	Who  string
	When ui.Value
	Left string
	Form *ui.Form // nil when the record cannot return
}

// mostShown bounds the page; older entries leave it by themselves.
const mostShown = 500

func (p *Pages) list(r *http.Request) (web.Reply, error) {
	ctx, sc := r.Context(), web.SceneOf(r)
	if err := p.require(ctx, Need); err != nil {
		return nil, err
	}
	found, err := record.Bin(ctx, p.db, mostShown)
	if err != nil {
		return nil, err
	}
	title := sc.T("bin.title")
	d := &listPage{
		Head:  ui.Head{Title: ui.Value{Text: title}, Lead: sc.T("bin.lead")},
		Empty: ui.Empty{Title: sc.T("bin.empty"), Text: sc.T("bin.empty_text")},
		What:  sc.T("bin.what"), Who: sc.T("bin.who"), When: sc.T("bin.when"), Left: sc.T("bin.left"), Restore: sc.T("bin.restore"),
	}
	kinds, now := p.kinds(), p.clock()
	for _, b := range found {
		d.Rows = append(d.Rows, p.row(sc, kinds[b.Ref.Kind], b, now))
	}
	return web.Page{Template: "bin/list", Title: title, Data: d}, nil
}

func (p *Pages) row(sc *web.Scene, kind record.Kind, b record.Binned, now time.Time) row {
	name := b.Ref.Kind
	if key := b.Ref.Kind + ".kind"; sc.Has(key) {
		name = sc.T(key)
	}
	out := row{
		What: ui.Value{Text: b.Title, Note: name}, Who: b.Actor,
		When: ui.Value{Text: sc.Instant(sc.Local(b.At)), Time: b.At.UTC().Format("2006-01-02T15:04:05Z")},
		Left: sc.T("bin.over"),
	}
	left := b.At.Add(record.KeptInBin).Sub(now)
	if left <= 0 || kind.Restore == nil {
		return out
	}
	days := int((left + 24*time.Hour - 1) / (24 * time.Hour))
	out.Left = sc.N("bin.days", days)
	out.Form = &ui.Form{
		Action: sc.Path("/bin/" + b.Ref.Kind + "/" + b.Ref.ID + "/restore"), Once: sc.Once(),
		Submit: ui.Button{Text: sc.T("bin.restore"), Hidden: b.Title, Kind: ui.ButtonQuiet, Icon: ui.IconUndo},
	}
	return out
}

// restore gives a record back to its subject, which asks for its own
// permission and writes the entry in the history.
func (p *Pages) restore(r *http.Request) (web.Reply, error) {
	ctx, sc := r.Context(), web.SceneOf(r)
	if err := p.require(ctx, Need); err != nil {
		return nil, err
	}
	ref := record.Ref{Kind: r.PathValue("kind"), ID: r.PathValue("id")}
	kinds := p.kinds()
	kind, known := kinds[ref.Kind]
	if !known {
		return nil, errs.New(errs.NotFound, "record.missing")
	}
	if kind.Restore == nil {
		return nil, errs.New(errs.Conflict, "bin.no_restore")
	}
	b, err := record.InBin(ctx, p.db, ref)
	if err != nil {
		return nil, err
	}
	if !p.clock().Before(b.At.Add(record.KeptInBin)) {
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
