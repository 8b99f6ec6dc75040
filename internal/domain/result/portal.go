package result

import (
	"cmp"
	"context"
	"net/http"
	"slices"

	"pobratim/internal/kit/fold"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// publicLimit is how many results the portal shows on one page.
const publicLimit = 500

// asPublic makes the viewer of a context the public, so that nobody sees more on
// the portal than everybody, whoever is signed in.
func asPublic(ctx context.Context) context.Context { return account.With(ctx, account.Viewer{}) }

// publicPage is what the template portal shows.
type publicPage struct {
	Lead   string
	Views  []ui.Link // the same by country
	Groups []publicGroup
	Empty  *ui.Empty
}

// publicGroup are the results with one partner; the last group has none.
type publicGroup struct {
	ID      string // anchor: the partner's identifier, or "city"
	Partner ui.Link
	Title   string // of the group without a partner
	Results []publicResult
}

// publicResult is a result as residents see it. It has no field for what stays
// in the office: witnesses, where evidence lies, who sees it, days of looks.
type publicResult struct {
	ID     string // anchor
	Name   ui.Value
	Type   string
	Since  string
	Place  ui.Value
	Number ui.Value
	For    string
	Note   ui.Value
	Proof  *ui.Chip
	There  *ui.Chip
}

// publicPanel is what the template public shows on a partner's public page.
type publicPanel struct{ Results []publicResult }

func (s *Service) publicResult(scene *web.Scene, r Result) publicResult {
	p := publicResult{
		ID: anchor + r.ID, Name: keep.Said(scene, r.Name), Type: scene.T("result.type." + r.Type), Place: keep.Said(scene, r.Place), Number: numberValue(scene, r),
		Note: keep.Said(scene, r.Note), Proof: proofChip(scene, r),
	}
	if !r.Since.IsZero() {
		p.Since = scene.Since(r.Since)
	}
	if r.There == Altered {
		p.There = &ui.Chip{Text: scene.T("result.there.changed"), Tone: ui.ToneInfo}
	}
	var groups []string
	for _, group := range r.Beneficiaries {
		groups = append(groups, scene.T("result.for."+group))
	}
	p.For = scene.Join(groups)
	return p
}

// public lists the public results by partner, in the order of the partners'
// names; what is not tied to a public partner comes last.
func (s *Service) public(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), asPublic(r.Context())
	rows, err := s.Results(ctx, Filter{Standing: Counted, Limit: publicLimit})
	if err != nil {
		return nil, err
	}
	data := publicPage{Lead: scene.T("result.public.lead")}
	if data.Groups, err = s.groups(ctx, scene, rows, s.deps.PublicPartner); err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		data.Empty = &ui.Empty{Title: scene.T("result.public.empty"), Text: scene.T("result.public.empty.text")}
	}
	if data.Views, err = s.countryLinks(ctx, scene, rows); err != nil {
		return nil, err
	}
	title := scene.T("result.public.title")
	return web.Page{Template: "result/portal", Title: title, Data: data, Head: web.Head{Description: data.Lead, Canonical: "/results"}}, nil
}

// partnerLink is a partner's name and address on a page.
type partnerLink func(ctx context.Context, scene *web.Scene, id string) (ui.Link, error)

// groups sorts results by partner, in the order of their names.
func (s *Service) groups(ctx context.Context, scene *web.Scene, rows []Result, partner partnerLink) ([]publicGroup, error) {
	var groups []publicGroup
	at := map[string]int{} // identifier of a partner, or "" → group
	links := map[string]ui.Link{}
	for _, r := range rows {
		link, known := links[r.Partner]
		if !known && r.Partner != "" {
			var err error
			if link, err = partner(ctx, scene, r.Partner); err != nil {
				return nil, err
			}
			links[r.Partner] = link
		}
		id := r.Partner
		if link.Text == "" {
			id = ""
		}
		i, ok := at[id]
		if !ok {
			i = len(groups)
			at[id] = i
			groups = append(groups, publicGroup{ID: cmp.Or(id, "city"), Partner: link})
			if id == "" {
				groups[i].Title = scene.T("result.public.city")
			}
		}
		groups[i].Results = append(groups[i].Results, s.publicResult(scene, r))
	}
	slices.SortStableFunc(groups, func(a, b publicGroup) int { // only the last group has a title
		return cmp.Or(cmp.Compare(len(a.Title), len(b.Title)), cmp.Compare(fold.Key(a.Partner.Text), fold.Key(b.Partner.Text)))
	})
	return groups, nil
}

// publicRelated says on a partner's public page what the tie gave the city.
func (s *Service) publicRelated(ctx context.Context, scene *web.Scene, about record.Ref) (*module.Panel, error) {
	f, ok := filterOf(about)
	ctx = asPublic(ctx)
	if !ok || s.Gate.Scope(ctx, s.results.ViewNeed()) == 0 {
		return nil, nil
	}
	f.Standing = Counted
	rows, err := s.Results(ctx, f)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	data := publicPanel{}
	for _, r := range rows {
		data.Results = append(data.Results, s.publicResult(scene, r))
	}
	return &module.Panel{Name: "results", Title: scene.T("result.public.panel"), Template: "result/public", Data: data, Order: 40}, nil
}
