package mailbox

import (
	"net/http"
	"strconv"
	"strings"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
)

// untakenPage is what the template untaken shows.
type untakenPage struct {
	Lead  string
	Table ui.Table
}

func (s *Service) listUntaken(r *http.Request) (web.Reply, error) {
	scene := web.SceneOf(r)
	rows, err := s.Untaken(r.Context())
	if err != nil {
		return nil, err
	}
	t := ui.Table{ID: "untaken", Caption: scene.T("mailbox.untaken"), Quiet: true, Stack: true, Empty: &ui.Empty{Title: scene.T("mailbox.untaken.none")},
		Columns: []ui.Column{{Label: scene.T("mailbox.untaken.title")}, {Label: scene.T("mailbox.untaken.from")}, {Label: scene.T("mailbox.untaken.on")}, {Label: scene.T("mailbox.untaken.why")}}}
	for _, u := range rows {
		t.Rows = append(t.Rows, t.NewRow(ui.Cell{Value: ui.Value{Text: titleOf(scene, u), Href: scene.Path(pathOf(u))}, Head: true}, ui.Cell{Value: ui.Value{Text: u.Sender}},
			ui.Cell{Value: ui.Value{Text: scene.Instant(scene.Local(u.At))}}, ui.Cell{Value: ui.Value{Text: whyOf(scene, u)}}))
	}
	return web.Page{Template: "mailbox/untaken", Title: scene.T("mailbox.untaken"), Data: untakenPage{scene.T("mailbox.untaken.lead"), t}, Crumbs: []web.Crumb{{Text: scene.T("letter.list"), Path: "/letters"}}}, nil
}

// pathOf is the page of one message.
func pathOf(u Untaken) string {
	return "/mailbox/untaken/" + strconv.FormatUint(uint64(u.Validity), 10) + "-" + strconv.FormatUint(uint64(u.UID), 10)
}

func titleOf(scene *web.Scene, u Untaken) string {
	if u.Title == "" {
		return scene.T("mailbox.untaken.untitled")
	}
	return u.Title
}

func whyOf(scene *web.Scene, u Untaken) string {
	switch {
	case u.Why == "letter.incoming.unknown":
		return scene.T("mailbox.untaken.unknown")
	case !scene.Has(u.Why):
		return ""
	}
	return scene.T(u.Why, "size", "32 MiB")
}

// onePage is what the template one shows: a message, and what can be done with it.
type onePage struct {
	Facts ui.Facts
	Take  ui.Form
	Pass  ui.Form
}

func (s *Service) viewUntaken(r *http.Request) (web.Reply, error) { return s.showUntaken(r, "", nil) }

func (s *Service) showUntaken(r *http.Request, partner string, failed error) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	validity, uid := numbers(r)
	u, err := s.One(ctx, validity, uid)
	if err != nil {
		return nil, err
	}
	partners, err := s.deps.Partners(ctx, scene)
	if err != nil {
		return nil, err
	}
	at := scene.Path(pathOf(u))
	fact := func(key, value string) ui.Fact {
		return ui.Fact{Label: scene.T("mailbox.untaken." + key), Value: ui.Value{Text: value}}
	}
	data := onePage{
		Facts: ui.Facts{Rows: []ui.Fact{fact("from", u.Sender), fact("on", scene.Instant(scene.Local(u.At))), fact("why", whyOf(scene, u))}},
		Take:  ui.Form{Action: at, Once: scene.Once(), Fields: []ui.Field{ui.Select("partner", scene.T("mailbox.untaken.partner"), scene.T("form.choose"), partners, partner)}, Submit: ui.Button{Text: scene.T("mailbox.untaken.take"), Kind: ui.ButtonPrimary}},
		Pass:  ui.Form{Action: at + "/pass", Once: ui.Once{Key: scene.Key + "-pass"}, Submit: ui.Button{Text: scene.T("mailbox.untaken.pass")}},
	}
	title := titleOf(scene, u)
	page := web.Page{Template: "mailbox/one", Title: title, Data: &data, Crumbs: []web.Crumb{{Text: scene.T("mailbox.untaken"), Path: "/mailbox/untaken"}}}
	if failed == nil {
		return page, nil
	}
	if all := errs.FieldsOf(failed); len(all) > 0 { // whatever is wrong, it is said at the one field
		failed = errs.Fields{errs.Field("partner", all[0].Key, all[0].Args...)}.Err()
	}
	status, ok := scene.Mark(&data.Take, failed)
	if !ok {
		return nil, failed
	}
	page.Status, page.Title = status, scene.ErrorTitle(title)
	return page, nil
}

// numbers reads "validity-uid" of an address; zero for anything else.
func numbers(r *http.Request) (validity, uid uint32) {
	a, b, _ := strings.Cut(r.PathValue("message"), "-")
	v, errV := strconv.ParseUint(a, 10, 32)
	u, errU := strconv.ParseUint(b, 10, 32)
	if errV != nil || errU != nil {
		return 0, 0
	}
	return uint32(v), uint32(u)
}

func (s *Service) takeUntaken(r *http.Request) (web.Reply, error) {
	validity, uid := numbers(r)
	partner := form.Read(r.PostForm).Typed("partner")
	taken, err := s.TakeUntaken(r.Context(), validity, uid, partner)
	if err != nil {
		return s.showUntaken(r, partner, err)
	}
	to := "/letters/" + taken.Letter.ID
	if taken.Bounced != "" {
		to = "/outbox/" + taken.Bounced
	}
	return web.Redirect{To: to, Notice: web.SceneOf(r).T("mailbox.untaken.did")}, nil
}

func (s *Service) passOver(r *http.Request) (web.Reply, error) {
	validity, uid := numbers(r)
	if err := s.PassOver(r.Context(), validity, uid); err != nil {
		return nil, err
	}
	return web.Redirect{To: "/mailbox/untaken", Notice: web.SceneOf(r).T("mailbox.untaken.passed")}, nil
}
