package programme

import (
	"context"
	"embed"

	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// Files holds schema, templates and words of the subject.
//
//go:embed schema templates locale
var Files embed.FS

// Module is what this subject hands over to the program.
func (s *Service) Module() module.Module {
	return module.Module{
		Name: "programme", Files: Files, Related: []module.Related{s.related},
		Office: []module.Route{
			{Pattern: "GET /programmes/{id}", Need: see(), Handle: s.editor},
			{Pattern: "POST /programmes/{id}/add", Need: edit(), Handle: s.add},
			{Pattern: "POST /programmes/{id}/begin", Need: edit(), Handle: s.begin},
			{Pattern: "POST /programmes/{id}/undo", Need: edit(), Handle: s.undo},
			{Pattern: "POST /programmes/{id}/copy", Need: edit(), Handle: s.copyDay},
			{Pattern: "POST /programmes/{id}/template", Need: edit(), Handle: s.keepTemplate},
			{Pattern: "POST /programmes/{id}/guests", Need: edit(), Handle: s.guests},
			{Pattern: "GET /programmes/{id}/items/{item}", Need: edit(), Handle: s.itemPage},
			{Pattern: "POST /programmes/{id}/items/{item}", Need: edit(), Handle: s.saveItem},
			{Pattern: "POST /programmes/{id}/items/{item}/remove", Need: edit(), Handle: s.removeItem},
			{Pattern: "POST /programmes/{id}/items/{item}/shift", Need: edit(), Handle: s.shiftItem},
			{Pattern: "GET /programmes/{id}/release", Need: edit(), Handle: s.releaseForm},
			{Pattern: "POST /programmes/{id}/release", Need: edit(), Handle: s.publish},
			{Pattern: "GET /programmes/{id}/releases/{number}", Need: see(), Handle: s.release},
			{Pattern: "GET /programmes/{id}/releases/{number}/{file}", Need: see(), Handle: s.officePaper},
			{Pattern: "GET /interpreters", Need: seeResources(), Handle: s.pool, Nav: &module.Nav{Key: "programme.pool", Order: 62, Section: module.SectionVisits}},
			{Pattern: "GET /interpreters/new", Need: editResources(), Handle: s.person, Command: "programme.pool.new"},
			{Pattern: "POST /interpreters/new", Need: editResources(), Handle: s.person},
			{Pattern: "GET /interpreters/{id}", Need: editResources(), Handle: s.person},
			{Pattern: "POST /interpreters/{id}", Need: editResources(), Handle: s.person},
			{Pattern: "GET /halls", Need: seeResources(), Handle: s.things, Nav: &module.Nav{Key: "programme.halls", Order: 63, Section: module.SectionVisits}},
			{Pattern: "GET /halls/new", Need: editResources(), Handle: s.thing},
			{Pattern: "POST /halls/new", Need: editResources(), Handle: s.thing},
			{Pattern: "GET /halls/{id}", Need: editResources(), Handle: s.thing},
			{Pattern: "POST /halls/{id}", Need: editResources(), Handle: s.thing},
		},
		Guest: []module.Guest{{Purpose: Purpose, Key: "programme.link", Kind: "activity", Need: edit(), Routes: []module.Route{
			{Pattern: "GET /{$}", Handle: s.guestPage}, {Pattern: "GET /programme.ics", Handle: s.guestCalendar}, {Pattern: "GET /programme.pdf", Handle: s.guestPDF},
		}}},
		Kinds: []record.Kind{
			{Name: Kind, Path: "/programmes/{id}", Title: s.title, Sees: func(ctx context.Context, id string) error { _, err := s.Programme(ctx, id); return err }},
			{Name: ResourceKind, Path: "/interpreters/{id}", Title: s.resourceTitle, Sees: func(ctx context.Context, id string) error { _, err := s.Resource(ctx, id); return err }},
		},
		Pointers: []record.Pointer{
			{Table: "programmes", Column: "activity_id", Key: []string{"activity_id"}, Kind: "activity", Hold: record.Stays, Fate: record.Goes},
			{Table: "programmes", Column: "former", Key: []string{"activity_id"}, Hold: record.Stays},
			{Table: "programme_items", Column: "id", Key: []string{"id"}, Hold: record.Itself},
			{Table: "programme_items", Column: "activity_id", Key: []string{"id"}, Kind: "activity", Fate: record.Goes, Words: "programme.moves"},
			{Table: "programme_items", Column: "post_id", Key: []string{"id"}, Kind: "post", Fate: record.Empties},
			{Table: "programme_items", Column: "interpreter_id", Key: []string{"id"}, Kind: ResourceKind, Fate: record.Empties},
			{Table: "programme_items", Column: "hall_id", Key: []string{"id"}, Kind: ResourceKind, Fate: record.Empties},
			{Table: "programme_items", Column: "car_id", Key: []string{"id"}, Kind: ResourceKind, Fate: record.Empties},
			{Table: "programme_releases", Column: "activity_id", Key: []string{"activity_id", "edition"}, Kind: "activity", Hold: record.Stays, Fate: record.Goes},
			{Table: "programme_releases", Column: "body", Key: []string{"activity_id", "edition"}, Hold: record.Stays},
			{Table: "programme_resources", Column: "id", Key: []string{"id"}, Kind: ResourceKind, Hold: record.Itself, Fate: record.Goes},
			{Table: "programme_resources", Column: "person_id", Key: []string{"id"}, Kind: "person", Fate: record.Empties},
		},
		Personal: []module.PersonalField{
			{Table: "programme_resources", Column: "title", Whose: "interpreter or volunteer", Purpose: "says who can be asked to work with a delegation", Retention: "until the entry is changed by the office"},
			{Table: "programme_resources", Column: "person_id", Whose: "interpreter or volunteer", Purpose: "leads to the person of the register", Retention: "until the entry is changed by the office"},
			{Table: "programme_resources", Column: "contact", Whose: "interpreter or volunteer", Purpose: "lets the office reach them; shown only to who may change the entry", Retention: "until the entry is changed by the office"},
			{Table: "programmes", Column: "escort", Whose: "escort", Purpose: "tells guests who goes with them", Retention: "as long as the activity"},
			{Table: "programmes", Column: "phone", Whose: "escort", Purpose: "lets guests call who goes with them", Retention: "as long as the activity"},
			{Table: "programme_releases", Column: "body", Whose: "escort", Purpose: "keeps what guests were told", Retention: "as long as the activity"},
		},
	}
}

func (s *Service) resourceTitle(ctx context.Context, id, _ string) (string, error) {
	x, err := resourceByID(ctx, s.DB, id)
	return x.Name, err
}

// panelPage is what the template panel shows on the page of an activity.
type panelPage struct {
	Text     string
	Open     ui.LinkButton
	Releases []ui.Value
}

// panelReleases is how many releases the panel names.
const panelReleases = 3

// related is the programme on the page of its activity.
func (s *Service) related(ctx context.Context, sc *web.Scene, about record.Ref) (*module.Panel, error) {
	if about.Kind != "activity" || s.Gate.Scope(ctx, see()) == account.None {
		return nil, nil
	}
	p, err := s.Programme(ctx, about.ID)
	if err != nil {
		return nil, err
	}
	may := s.Gate.Scope(ctx, edit()) > account.None
	if len(p.Items) == 0 && len(p.Shared) == 0 && (!may || p.Off || p.First.IsZero() || p.Last.Before(s.deps.Clock().AddDate(0, 0, -1))) {
		return nil, nil // nothing to plan any more
	}
	data := panelPage{Text: p.lead(sc), Open: ui.LinkButton{Text: sc.T("programme.open"), Href: sc.Path(at(p.ID, ""))}}
	releases, err := s.Releases(ctx, p.ID)
	if err != nil {
		return nil, err
	}
	for _, x := range releases[:min(len(releases), panelReleases)] {
		data.Releases = append(data.Releases, releaseLink(sc, p.ID, x))
	}
	return &module.Panel{Name: "programme", Title: sc.T("programme.panel"), Template: "programme/panel", Data: data, Order: 3}, nil
}
