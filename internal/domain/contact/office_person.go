package contact

import (
	"net/http"
	"net/url"
	"strings"

	"pobratim/internal/kit/form"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/export"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
)

// host is the name of a site without what every address has.
func host(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	return strings.TrimPrefix(u.Hostname(), "www.")
}

func (s *Service) listPeople(r *http.Request) (web.Reply, error) {
	scene, q := web.SceneOf(r), r.URL.Query()
	f := PersonFilter{Query: q.Get("q"), After: Key{q.Get("after"), q.Get("after_id")}, Limit: keep.PageSize + 1}
	if as := export.Asked(r); as != "" {
		return s.exportPeople(r, as, f)
	}
	rows, err := s.People(r.Context(), f)
	if err != nil {
		return nil, err
	}
	total, err := s.CountPeople(r.Context(), f, keep.CountBound)
	if err != nil {
		return nil, err
	}
	data := listPage{
		Search: ui.Search{Action: scene.Path("/people"), Name: "q", Value: f.Query, Label: scene.T("person.search"), Button: scene.T("contact.find"), ID: "list-search"},
		Table:  ui.Table{ID: "people", Caption: scene.T("person.list"), Quiet: true, Stack: true},
	}
	data.Table.Columns = []ui.Column{{Label: scene.T("person.name")}, {Label: scene.T("person.is")}, {Label: scene.T("person.spoken")}}
	rows, more := keep.Cut(rows)
	now, err := s.current(r.Context(), scene, rows)
	if err != nil {
		return nil, err
	}
	for _, p := range rows {
		data.Table.Rows = append(data.Table.Rows, data.Table.NewRow(
			ui.Cell{Value: ui.Value{Text: p.In(scene.Lang), Note: otherSpelling(p.Person, scene.Lang), Href: scene.Path("/people/" + p.ID)}, Head: true},
			ui.Cell{Value: ui.Value{Text: now[p.ID]}},
			ui.Cell{Value: ui.Value{Text: languageNames(scene, p.Spoken)}},
		))
	}
	data.Table.Empty = &ui.Empty{Title: scene.T("contact.nothing_found"), Text: scene.T("person.empty")}
	data.Pager, data.Take = keep.Pager(scene, len(rows), total, f.After != Key{}), export.Links(scene)
	if more {
		last := rows[len(rows)-1].Key
		data.Pager.Next = keep.Onward(scene, last.Fold, last.ID)
	}
	if s.Gate.Scope(r.Context(), module.Need{Action: module.Create, Kind: PersonKind}) > 0 {
		data.Add = &ui.LinkButton{Text: scene.T("person.add"), Href: scene.Path("/people/new"), Kind: ui.ButtonPrimary, Icon: ui.IconPlus}
	}
	return web.Page{Template: "contact/list", Title: scene.T("person.list"), Data: data}, nil
}

// exportPeople is the list, as filtered, as a file.
func (s *Service) exportPeople(r *http.Request, as export.Format, f PersonFilter) (web.Reply, error) {
	ids := export.ByKey(func(after Key) ([]PersonRow, error) {
		f.After, f.Limit = after, export.PageSize
		return s.People(r.Context(), f)
	}, func(p PersonRow) (string, Key) { return p.ID, p.Key })
	return s.people.Export(r, as, "people", ids)
}

// otherSpelling is the name in the script that the title does not show.
func otherSpelling(p Person, lang string) string {
	shown := p.In(lang)
	for _, name := range []string{p.Name, p.Latin, p.Cyrillic} {
		if name != "" && name != shown {
			return name
		}
	}
	return ""
}

func languageNames(s *web.Scene, codes []string) string {
	names := make([]string, len(codes))
	for i, c := range codes {
		names[i] = s.Language(c)
	}
	return strings.Join(names, ", ")
}

// personPage is what the template person shows.
type personPage struct {
	Head  ui.Head
	Facts ui.Facts
	Roles []ui.Person
	Edit  []ui.LinkButton
	Role  *ui.LinkButton
}

func (s *Service) viewPerson(r *http.Request) (web.Reply, error) {
	scene := web.SceneOf(r)
	p, err := s.Person(r.Context(), r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	at := s.people.At(&p)
	data := personPage{Head: ui.Head{Over: scene.T("person.one"), Title: ui.Value{Text: p.In(scene.Lang)}, Native: ui.Value{Text: otherSpelling(p, scene.Lang)}, Audience: keep.Audience(scene, p.Visibility)}}
	if data.Facts, err = s.people.FactList(r.Context(), scene, &p, at); err != nil {
		return nil, err
	}
	roles, err := s.Roles(r.Context(), p.ID)
	if err != nil {
		return nil, err
	}
	edit := s.people.Can(r.Context(), module.Edit, &p)
	for _, role := range roles {
		row := personRow(scene, role)
		row.Name = ui.Value{Text: roleTitle(scene, role)}
		row.Role, row.Org = "", ui.Value{}
		if _, err := s.Post(r.Context(), role.Post); err == nil {
			row.Name.Href = scene.Path("/posts/" + role.Post)
		}
		if role.Organisation != "" {
			row.Org.Text = role.OrganisationName.In(scene.Lang).Value
			if _, err := s.Organisation(r.Context(), role.Organisation); err == nil {
				row.Org.Href = scene.Path("/organisations/" + role.Organisation)
			}
		}
		if edit {
			row.Contacts = []ui.Link{{Text: scene.T("keep.change"), Hidden: row.Name.Text, Href: scene.Path(at + "/roles/" + role.ID)}}
		}
		data.Roles = append(data.Roles, row)
	}
	if edit {
		data.Edit = []ui.LinkButton{{Text: scene.T("keep.change"), Href: scene.Path(at + "/edit"), Icon: ui.IconEdit}}
		data.Role = &ui.LinkButton{Text: scene.T("contact.role.add"), Href: scene.Path(at + "/roles/new"), Icon: ui.IconPlus}
	}
	return web.Page{Template: "contact/person", Title: p.In(scene.Lang), Data: data, About: p.Ref().String(),
		Crumbs: []web.Crumb{{Text: scene.T("person.list"), Path: "/people"}}}, nil
}

// role shows and saves a role of a person: a post or a membership, from–to.
func (s *Service) role(r *http.Request) (web.Reply, error) {
	scene := web.SceneOf(r)
	p, err := s.people.Get(r.Context(), r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	role := Role{Person: p.ID, Post: r.URL.Query().Get("post")}
	if id := r.PathValue("role"); id != "" {
		held, err := roleByID(r.Context(), s.DB, id)
		if err != nil {
			return nil, err
		}
		role = held.Role
	}
	if r.Method != http.MethodPost {
		return s.roleForm(r, p, role, nil, nil)
	}
	in := form.Read(r.PostForm)
	role.Version = in.Int("version")
	role.Post, role.Organisation = in.ID("post"), in.ID("organisation")
	role.Title.SetAll(in.Texts("title", s.people.Langs, form.Max(300)))
	role.Since, role.Until, role.Seen = in.Date("since", scene.Lang), in.Date("until", scene.Lang), in.Date("seen", scene.Lang)
	if err = in.Err(); err == nil {
		if role.ID == "" {
			_, err = s.Appoint(r.Context(), role)
		} else {
			err = s.ChangeRole(r.Context(), role)
		}
	}
	if err != nil {
		return s.roleForm(r, p, role, in, err)
	}
	return web.Redirect{To: s.people.At(&p), Notice: scene.T("keep.saved", "time", scene.Clock(scene.Now))}, nil
}

// roleFields describes the form of a role in the same way as kept records.
func (s *Service) roleSet() keep.Set[Role] {
	return keep.Set[Role]{
		{Name: "post", At: func(r *Role) any { return &r.Post }, Options: s.postOptions},
		{Name: "organisation", At: func(r *Role) any { return &r.Organisation }, Options: s.organisationOptions},
		{Name: "title", At: func(r *Role) any { return &r.Title }},
		{Name: "since", At: func(r *Role) any { return &r.Since }},
		{Name: "until", At: func(r *Role) any { return &r.Until }},
		{Name: "seen", At: func(r *Role) any { return &r.Seen }},
	}
}

func (s *Service) roleForm(r *http.Request, p Person, role Role, in *form.Form, failed error) (web.Reply, error) {
	scene := web.SceneOf(r)
	title := scene.T("contact.role.add")
	action := s.people.At(&p) + "/roles/new"
	if role.ID != "" {
		title, action = scene.T("contact.role.change"), s.people.At(&p)+"/roles/"+role.ID
	}
	page, err := keep.FormPage(r, keep.Asked[Role]{
		Set: s.roleSet(), Kind: "contact.role", Of: &role, Typed: in, Failed: failed, Langs: s.people.Langs, Version: role.Version,
		Title: title, Action: scene.Path(action), Cancel: scene.Path(s.people.At(&p)),
	})
	if err != nil {
		return nil, err
	}
	page.Crumbs = []web.Crumb{{Text: scene.T("person.list"), Path: "/people"}, {Text: p.In(scene.Lang), Path: s.people.At(&p)}}
	return page, nil
}
