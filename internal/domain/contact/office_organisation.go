package contact

import (
	"net/http"

	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/export"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// listPage is what the templates organisations and people show.
type listPage struct {
	Lead   string
	Search ui.Search
	Tabs   ui.Tabs
	Table  ui.Table
	Pager  ui.Pager
	Take   ui.Download
	Add    *ui.LinkButton
}

func (s *Service) listOrganisations(r *http.Request) (web.Reply, error) {
	scene, q := web.SceneOf(r), r.URL.Query()
	f := OrganisationFilter{Query: q.Get("q"), Type: q.Get("type"), Side: q.Get("side"), After: Key{q.Get("after"), q.Get("after_id")}, Limit: keep.PageSize + 1}
	if as := export.Asked(r); as != "" {
		return s.exportOrganisations(r, as, f)
	}
	rows, err := s.Organisations(r.Context(), f)
	if err != nil {
		return nil, err
	}
	total, err := s.CountOrganisations(r.Context(), f, keep.CountBound)
	if err != nil {
		return nil, err
	}
	data := listPage{
		Search: ui.Search{Action: scene.Path("/organisations"), Name: "q", Value: f.Query, Label: scene.T("organisation.search"), Button: scene.T("contact.find"), ID: "list-search", Hidden: kept(q.Get("type"), q.Get("side"))},
		Tabs:   sideTabs(scene, f.Side),
		Table:  ui.Table{ID: "organisations", Caption: scene.T("organisation.list"), Quiet: true, Stack: true},
	}
	data.Table.Columns = []ui.Column{{Label: scene.T("organisation.name")}, {Label: scene.T("organisation.type")}, {Label: scene.T("organisation.side")}, {Label: scene.T("organisation.website")}}
	rows, more := keep.Cut(rows)
	for _, o := range rows {
		data.Table.Rows = append(data.Table.Rows, data.Table.NewRow(
			ui.Cell{Value: linked(keep.Said(scene, o.Name), scene.Path("/organisations/"+o.ID)), Head: true},
			ui.Cell{Value: ui.Value{Text: scene.T("organisation.type." + o.Type)}},
			ui.Cell{Value: ui.Value{Text: scene.T("contact.side." + o.Side)}},
			ui.Cell{Value: ui.Value{Text: host(o.Website), Href: o.Website}},
		))
	}
	data.Table.Empty = &ui.Empty{Title: scene.T("contact.nothing_found"), Text: scene.T("organisation.empty")}
	data.Pager, data.Take = keep.Pager(scene, len(rows), total, f.After != Key{}), export.Links(scene)
	if more {
		last := rows[len(rows)-1].Key
		data.Pager.Next = keep.Onward(scene, last.Fold, last.ID)
	}
	if s.Gate.Scope(r.Context(), module.Need{Action: module.Create, Kind: OrganisationKind}) > 0 {
		data.Add = &ui.LinkButton{Text: scene.T("organisation.add"), Href: scene.Path("/organisations/new"), Kind: ui.ButtonPrimary, Icon: ui.IconPlus}
	}
	return web.Page{Template: "contact/list", Title: scene.T("organisation.list"), Data: data}, nil
}

// exportOrganisations is the list, as filtered, as a file.
func (s *Service) exportOrganisations(r *http.Request, as export.Format, f OrganisationFilter) (web.Reply, error) {
	ids := export.ByKey(func(after Key) ([]OrganisationRow, error) {
		f.After, f.Limit = after, export.PageSize
		return s.Organisations(r.Context(), f)
	}, func(o OrganisationRow) (string, Key) { return o.ID, o.Key })
	return s.organisations.Export(r, as, "organisations", ids)
}

// kept repeats filters that a search keeps.
func kept(kind, side string) []ui.Hidden {
	var hidden []ui.Hidden
	if kind != "" {
		hidden = append(hidden, ui.Hidden{Name: "type", Value: kind})
	}
	if side != "" {
		hidden = append(hidden, ui.Hidden{Name: "side", Value: side})
	}
	return hidden
}

func sideTabs(s *web.Scene, side string) ui.Tabs {
	tabs := ui.Tabs{Label: s.T("organisation.side"), Items: []ui.Link{{Text: s.T("contact.side.all"), Href: s.Here("side", "", "after", "", "after_id", ""), Current: side == ""}}}
	for _, one := range Sides() {
		tabs.Items = append(tabs.Items, ui.Link{Text: s.T("contact.side." + one), Href: s.Here("side", one, "after", "", "after_id", ""), Current: side == one})
	}
	return tabs
}

func linked(v ui.Value, href string) ui.Value {
	v.Href = href
	return v
}

// organisationPage is what the template organisation shows.
type organisationPage struct {
	Head    ui.Head
	Facts   ui.Facts
	Members []ui.Person
	Parts   []ui.Link
	Posts   []ui.Link
	Edit    []ui.LinkButton
}

func (s *Service) viewOrganisation(r *http.Request) (web.Reply, error) {
	scene := web.SceneOf(r)
	o, err := s.Organisation(r.Context(), r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	at := s.organisations.At(&o)
	data := organisationPage{Head: ui.Head{Over: scene.T("organisation.type." + o.Type), Title: keep.Said(scene, o.Name), Audience: keep.Audience(scene, o.Visibility)}}
	if data.Facts, err = s.organisations.FactList(r.Context(), scene, &o, at); err != nil {
		return nil, err
	}
	members, err := s.Members(r.Context(), o.ID)
	if err != nil {
		return nil, err
	}
	for _, m := range members {
		data.Members = append(data.Members, personRow(scene, m))
	}
	var posts []Post
	if s.Gate.Scope(r.Context(), s.posts.ViewNeed()) > account.None {
		if posts, err = s.Posts(r.Context(), o.ID); err != nil {
			return nil, err
		}
	}
	for _, p := range posts {
		data.Posts = append(data.Posts, ui.Link{Text: p.Title.In(scene.Lang).Value, Href: scene.Path("/posts/" + p.ID)})
	}
	if s.organisations.Can(r.Context(), module.Edit, &o) {
		data.Edit = []ui.LinkButton{
			{Text: scene.T("keep.change"), Href: scene.Path(at + "/edit"), Icon: ui.IconEdit},
			{Text: scene.T("post.add"), Href: scene.Path("/posts/new", "organisation", o.ID, "side", o.Side), Icon: ui.IconPlus},
		}
	}
	return web.Page{Template: "contact/organisation", Title: o.Name.In(scene.Lang).Value, Data: data, About: o.Ref().String(),
		Crumbs: []web.Crumb{{Text: scene.T("organisation.list"), Path: "/organisations"}}}, nil
}

// personRow is a holder of a role as a row with a face.
func personRow(s *web.Scene, h Holder) ui.Person {
	row := ui.Person{
		Name: ui.Value{Text: h.PersonName.In(s.Lang), Href: s.Path("/people/" + h.Person)}, Initials: h.PersonName.Initials(),
		Role: roleTitle(s, h), Org: ui.Value{Text: h.OrganisationName.In(s.Lang).Value},
	}
	switch {
	case !h.Until.IsZero():
		row.Since.Text = s.T("contact.role.ended", "date", s.Date(h.Until))
	case !h.Since.IsZero():
		row.Since.Text = s.Since(h.Since)
	case !h.Seen.IsZero():
		row.Since.Text = s.T("contact.role.noted", "date", s.Date(h.Seen))
	}
	return row
}

func roleTitle(s *web.Scene, h Holder) string {
	if h.Post != "" {
		return h.PostTitle.In(s.Lang).Value
	}
	return h.Title.In(s.Lang).Value
}

// kinds are the record kinds of this subject.
func (s *Service) kinds() []record.Kind {
	return []record.Kind{
		s.organisations.RecordKind(),
		s.people.RecordKind(),
		s.posts.RecordKind(),
	}
}
