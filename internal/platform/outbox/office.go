package outbox

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
)

// pickName is the name of the ticks in the list of drafts.
const pickName = "pick"

// views are the parts of the outbox, in their order.
func views() []State { return []State{Draft, Waiting, Failed, Sent} }

// listPage is what the template list shows.
type listPage struct {
	Tabs     ui.Tabs
	Server   *ui.Notice
	Failed   *ui.Notice
	Groups   []group
	Empty    *ui.Empty
	Bulk     *ui.Form // sends what is ticked; its table is Groups
	Send     ui.Button
	Pager    ui.Pager
	Add      *ui.LinkButton
	Settings *ui.LinkButton
}

// group are the messages of one occasion.
type group struct {
	Title ui.Value
	Table ui.Table
}

func (s *Service) list(r *http.Request) (web.Reply, error) { return s.showList(r, nil) }

func (s *Service) showList(r *http.Request, failed *ui.Notice) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	q := scene.URL.Query()
	f := Filter{State: State(q.Get("view")), After: Key{q.Get("after"), q.Get("after_id")}, Limit: keep.PageSize + 1}
	if !knownView(f.State) {
		f.State = Draft
	}
	rows, err := s.Messages(ctx, f)
	if err != nil {
		return nil, err
	}
	total, err := s.Count(ctx, f, keep.CountBound)
	if err != nil {
		return nil, err
	}
	if f.State == Waiting && f.After == (Key{}) {
		going, err := s.Messages(ctx, Filter{State: Sending, Limit: keep.PageSize})
		if err != nil {
			return nil, err
		}
		rows, total = append(going, rows...), total+len(going)
	}
	server, err := serverOf(ctx, s.DB)
	if err != nil {
		return nil, err
	}
	rows, more := keep.Cut(rows)
	data := listPage{Server: serverNotice(scene, server), Failed: failed, Pager: keep.Pager(scene, len(rows), total, f.After != Key{})}
	if data.Tabs, err = s.tabs(r, f.State); err != nil {
		return nil, err
	}
	may := s.mayWrite(r)
	if data.Groups, err = s.groups(r, rows, may && f.State == Draft && server.SetUp()); err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		data.Empty = &ui.Empty{Title: scene.T("outbox.empty." + string(f.State)), Text: scene.T("outbox.empty.text")}
	}
	if more {
		last := rows[len(rows)-1].Key()
		data.Pager.Next = keep.Onward(scene, last.Moved, last.ID)
	}
	if may {
		data.Add = &ui.LinkButton{Text: scene.T("outbox.write"), Href: scene.Path("/outbox/new"), Icon: ui.IconPlus}
		if f.State == Draft && len(rows) > 0 && server.SetUp() {
			data.Bulk = &ui.Form{Action: scene.Path("/outbox/send"), Once: scene.Once()}
			data.Send = ui.Button{Text: scene.T("outbox.send_picked"), Kind: ui.ButtonPrimary}
		}
	}
	if _, err := s.Gate.Require(ctx, NeedServer); err == nil {
		data.Settings = &ui.LinkButton{Text: scene.T("outbox.server"), Href: scene.Path("/outbox/settings"), Icon: ui.IconSettings}
	}
	page := web.Page{Template: "outbox/list", Title: scene.T("outbox.list"), Data: data}
	if failed != nil {
		page.Status, page.Title = http.StatusUnprocessableEntity, scene.ErrorTitle(page.Title)
	}
	return page, nil
}

func knownView(v State) bool {
	for _, one := range views() {
		if one == v {
			return true
		}
	}
	return false
}

func (s *Service) mayWrite(r *http.Request) bool {
	_, err := s.Gate.Require(r.Context(), module.Need{Action: module.Edit, Kind: Kind})
	return err == nil
}

func (s *Service) tabs(r *http.Request, chosen State) (ui.Tabs, error) {
	scene := web.SceneOf(r)
	all := ui.Tabs{Label: scene.T("outbox.views")}
	for _, v := range views() {
		link := ui.Link{Text: scene.T("outbox.view." + string(v)), Href: scene.Path("/outbox", "view", string(v)), Current: v == chosen}
		if v != Sent {
			n, err := s.Count(r.Context(), Filter{State: v}, 100)
			if err != nil {
				return all, err
			}
			if n > 0 {
				link.Count = scene.Number(int64(n))
			}
		}
		all.Items = append(all.Items, link)
	}
	return all, nil
}

// groups puts messages of one occasion together, in the order of their newest.
func (s *Service) groups(r *http.Request, rows []Message, pick bool) ([]group, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	var all []group
	at := map[string]int{}
	for _, m := range rows {
		about := m.Occasion.String()
		i, ok := at[about]
		if !ok {
			i = len(all)
			at[about] = i
			title := ui.Value{Text: scene.T("outbox.no_occasion")}
			if !m.Occasion.IsZero() {
				title = ui.Value{Text: s.deps.Kinds().Title(ctx, m.Occasion, scene.Lang), Href: scene.Path(s.deps.Kinds().Path(m.Occasion))}
			}
			all = append(all, group{Title: title, Table: newTable(scene, i, title.Text, pick)})
		}
		g := &all[i]
		cells := []ui.Cell{}
		if pick {
			cells = append(cells, ui.Cell{Pick: &ui.Pick{Name: pickName, Value: m.ID + "." + strconv.FormatInt(m.Version, 10), Label: scene.T("outbox.pick", "title", m.Subject())}})
		}
		title := keep.Said(scene, m.Title)
		title.Href = scene.Path("/outbox/" + m.ID)
		cells = append(cells, ui.Cell{Value: title, Head: true}, ui.Cell{Value: ui.Value{Text: toWords(scene, m)}}, ui.Cell{Value: ui.Value{Chip: s.chip(scene, m)}})
		g.Table.Rows = append(g.Table.Rows, g.Table.NewRow(cells...))
	}
	return all, nil
}

func newTable(scene *web.Scene, i int, caption string, pick bool) ui.Table {
	t := ui.Table{ID: "outbox-" + strconv.Itoa(i), Caption: caption, Quiet: true, Stack: true}
	if pick {
		t.Columns = append(t.Columns, ui.Column{Label: scene.T("outbox.pick.column"), Hidden: true})
	}
	t.Columns = append(t.Columns, ui.Column{Label: scene.T("message.title")}, ui.Column{Label: scene.T("message.to")}, ui.Column{Label: scene.T("outbox.state")})
	return t
}

// toWords names the first recipient and says how many more there are.
func toWords(scene *web.Scene, m Message) string {
	switch len(m.To) {
	case 0:
		return scene.T("outbox.to.nobody")
	case 1:
		return m.To[0]
	}
	return scene.N("outbox.to.more", len(m.To)-1, "first", m.To[0])
}

// chip is the state of a message: what happens next, or what became of it.
func (s *Service) chip(scene *web.Scene, m Message) *ui.Chip {
	left := m.DueAt.Sub(scene.Now)
	switch {
	case m.OnHold() && left > 0:
		return &ui.Chip{Text: scene.N("outbox.hold", int(left.Seconds())+1), Tone: ui.ToneWarn}
	case m.State == Waiting && left > 0:
		return &ui.Chip{Text: scene.T("outbox.at", "at", scene.Instant(scene.Local(m.DueAt))), Tone: ui.ToneInfo}
	case m.State == Waiting || m.State == Sending:
		return &ui.Chip{Text: scene.T("outbox.state.sending"), Tone: ui.ToneInfo}
	case m.State == Sent:
		words := "outbox.sent_at"
		if m.ByHand {
			words = "outbox.sent_by_hand"
		}
		return &ui.Chip{Text: scene.T(words, "at", scene.Instant(scene.Local(m.MovedAt))), Tone: ui.ToneGood}
	case m.State == Failed:
		return &ui.Chip{Text: scene.T("outbox.state.failed"), Tone: ui.ToneBad}
	case len(m.Gaps()) > 0:
		return &ui.Chip{Text: scene.N("outbox.gaps.chip", len(m.Gaps())), Tone: ui.ToneWarn}
	}
	return &ui.Chip{Text: scene.T("outbox.state.draft"), Tone: ui.ToneNeutral}
}

// serverNotice says that nothing is sent, or that the server does not answer.
func serverNotice(scene *web.Scene, server Server) *ui.Notice {
	switch {
	case !server.SetUp():
		return &ui.Notice{Tone: ui.ToneInfo, Title: scene.T("outbox.none"), Text: scene.T("outbox.none.text")}
	case !server.DownSince.IsZero():
		why := ""
		if scene.Has(server.DownWhy) {
			why = scene.T(server.DownWhy)
		}
		return &ui.Notice{Tone: ui.ToneWarn, Title: scene.T("outbox.down", "since", clockOrDay(scene, server.DownSince), "next", clockOrDay(scene, server.RetryAt)), Text: why}
	}
	return nil
}

// sendPicked puts what is ticked into the queue. What cannot be sent stays a draft and
// is named.
func (s *Service) sendPicked(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	picks := r.PostForm[pickName]
	if len(picks) == 0 {
		return s.showList(r, &ui.Notice{Tone: ui.ToneBad, Title: scene.T("outbox.pick.none")})
	}
	sent := 0
	var refused []ui.Link
	var left Left
	for _, p := range picks[:min(len(picks), 200)] {
		id, version, _ := strings.Cut(p, ".")
		n, err := strconv.ParseInt(version, 10, 64)
		if err != nil {
			continue
		}
		out, err := s.Send(audit.WithKey(ctx, r.PostForm.Get(ui.OnceName)+"-"+id), id, n, scene.Now)
		left = append(left, out...)
		switch {
		case err == nil:
			sent++
		case mendable(err):
			refused = append(refused, ui.Link{Text: scene.T("outbox.refused", "title", s.deps.Kinds().Title(ctx, Message{Meta: keep.Meta{ID: id}}.Ref(), scene.Lang), "why", firstWords(scene, err)), Href: scene.Path("/outbox/" + id)})
		default:
			return nil, err
		}
	}
	if len(refused) > 0 {
		title := scene.N("outbox.refused.title", len(refused))
		text := ""
		if sent > 0 {
			text = scene.N("outbox.did.sent", sent)
		}
		return s.showList(r, &ui.Notice{Tone: ui.ToneBad, Title: title, Text: text, Links: refused})
	}
	return web.Redirect{To: "/outbox?view=waiting", Notice: scene.N("outbox.did.sent", sent) + leftWords(scene, left)}, nil
}

// leftWords names who was left out of a message.
func leftWords(scene *web.Scene, left Left) string {
	if len(left) == 0 {
		return ""
	}
	names := make([]string, len(left))
	for i, a := range left {
		names[i] = a.String()
	}
	return ". " + scene.T("outbox.left", "names", scene.Join(names))
}

// mendable tells whether a reader can put an error right.
func mendable(err error) bool {
	switch errs.KindOf(err) {
	case errs.Invalid, errs.Conflict, errs.Stale, errs.Unavailable:
		return true
	}
	return errs.FieldsOf(err) != nil
}

// firstWords are the words of an error, the first of several.
func firstWords(scene *web.Scene, err error) string {
	if all := errs.FieldsOf(err); len(all) > 0 {
		return scene.Say(all[0])
	}
	if e, ok := errors.AsType[*errs.E](err); ok {
		return scene.Say(e)
	}
	return scene.T("form.broken")
}
