package partner

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
	"pobratim/internal/platform/transfer"
	"pobratim/internal/platform/twinning"
)

// Listed is a partnership of ours that a list of the world names as well.
type Listed struct {
	Partnership
	Sources []twinning.Source // the newest first
}

// What a list says of a tie that it names: the column and its value.
const (
	listColumn = "type"
	listValue  = "sister"
)

// listSource is a list of the world as a source; one that is written down
// already is used again.
func listSource(ctx context.Context, w *audit.Writer, mark twinning.Source) (record.Source, error) {
	source := worldSource(mark)
	have, err := record.Sources(ctx, w)
	if err != nil {
		return source, err
	}
	if i := slices.IndexFunc(have, func(o record.Source) bool { return o.Title == source.Title && o.URL == source.URL }); i >= 0 {
		return have[i], nil
	}
	source.ID, err = record.PutSource(ctx, w, w.Now, source)
	return source, err
}

// AddListed records a partnership that somebody ticked in a list of the world:
// its type stands there according to the list, and nobody but the department
// sees it until somebody has looked.
func (s *Service) AddListed(ctx context.Context, p Partnership, mark twinning.Source) (string, error) {
	ref, err := s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		ref := record.Ref{Kind: Kind}
		source, err := listSource(ctx, w, mark)
		if err != nil {
			return ref, err
		}
		ref.ID, err = s.partners.Table("partners").Add(ctx, w, transfer.Row{Visibility: record.Department, Values: map[string]string{
			"name": keep.Canonical(&p.Name), "country": p.Country, "geonames": p.GeoNames, "since": keep.Canonical(&p.Since), listColumn: listValue,
		}}, transfer.Cite{Column: listColumn, Source: source})
		return ref, err
	})
	return ref.ID, err
}

// Unsaid lists our partnerships that a list of the world names as well, without
// those beside which that is kept already.
func (s *Service) Unsaid(ctx context.Context) ([]Listed, error) {
	if _, err := s.Gate.Require(ctx, module.Need{Action: module.Edit, Kind: Kind}); err != nil {
		return nil, err
	}
	home := s.deps.Home("en")
	ties, err := s.neighbours(ctx, strconv.Itoa(home.GeoNames), home.Country, []string{home.Name})
	if err != nil {
		return nil, err
	}
	var all []Listed
	for _, n := range ties {
		if n.Ours == "" {
			continue
		}
		p, err := s.partners.Get(ctx, n.Ours)
		if errs.KindOf(err) == errs.NotFound {
			continue
		}
		if err != nil {
			return nil, err
		}
		said, err := s.saidBy(ctx, p, n.Sources[0])
		if err != nil {
			return nil, err
		}
		if !said && p.Type != "district" {
			all = append(all, Listed{p, n.Sources})
		}
	}
	return all, nil
}

// saidBy tells whether it is kept beside a partnership what a list says of it.
func (s *Service) saidBy(ctx context.Context, p Partnership, mark twinning.Source) (bool, error) {
	facts, err := record.FactsOf(ctx, s.DB, p.Ref())
	source := worldSource(mark)
	return slices.ContainsFunc(facts[listColumn], func(f record.Fact) bool {
		return f.Value == listValue && f.Source.Title == source.Title && f.Source.URL == source.URL
	}), err
}

// SayListed keeps beside the type of partnerships what the newest list that
// names them says, with the list as its source, and returns of how many. What we
// say ourselves stays as it is; what is kept already is left alone.
func (s *Service) SayListed(ctx context.Context, ids []string) (int, error) {
	unsaid, err := s.Unsaid(ctx)
	if err != nil {
		return 0, err
	}
	if len(ids) == 0 {
		return 0, errs.Field("partner", "partner.world.none_chosen")
	}
	chosen := slices.DeleteFunc(unsaid, func(l Listed) bool { return !slices.Contains(ids, l.ID) })
	if len(chosen) == 0 {
		return 0, nil
	}
	_, err = s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		table := s.partners.Table("partners")
		for _, l := range chosen {
			source, err := listSource(ctx, w, l.Sources[0])
			if err != nil {
				return record.Ref{}, err
			}
			if err := table.Claim(ctx, w, l.ID, listColumn, listValue, source); err != nil {
				return record.Ref{}, err
			}
		}
		return chosen[0].Ref(), nil
	})
	return len(chosen), err
}

// sayForm offers on a dossier to keep what the list says of the tie to us; nil
// when it says nothing, or that is kept already.
func (s *Service) sayForm(ctx context.Context, scene *web.Scene, p Partnership, found []Neighbour) (*ui.Form, error) {
	i := slices.IndexFunc(found, func(n Neighbour) bool { return n.Home })
	if i < 0 || s.Gate.Scope(ctx, module.Need{Action: module.Edit, Kind: Kind}) < account.All || s.Gate.Scope(ctx, module.Need{Action: module.Create, Kind: ProspectKind}) == account.None {
		return nil, nil
	}
	said, err := s.saidBy(ctx, p, found[i].Sources[0])
	if said || err != nil {
		return nil, err
	}
	return &ui.Form{Action: scene.Path("/partners/world"), Once: ui.Once{Key: scene.Key + "-world"}, Hidden: []ui.Hidden{{Name: "partner", Value: p.ID}, {Name: "back", Value: p.Slug}},
		Submit: ui.Button{Text: scene.T("partner.world.say")}}, nil
}

// unsaidForm offers the same for all partners at once.
func (s *Service) unsaidForm(scene *web.Scene, unsaid []Listed, failed error) *ui.Form {
	if len(unsaid) == 0 {
		return nil
	}
	field := ui.Field{Kind: ui.FieldChecks, Name: "partner", Label: scene.T("partner.world.say_which"), Hint: scene.T("partner.world.say_hint")}
	if failed != nil {
		field.Error = keep.ProblemsOf(scene, failed)["partner"]
	}
	for _, l := range unsaid {
		field.Options = append(field.Options, ui.Option{Value: l.ID, Label: l.Name.In(scene.Lang).Value, Hint: saidBy(scene, l.Sources)})
	}
	return &ui.Form{Action: scene.Path("/partners/world"), Once: ui.Once{Key: scene.Key + "-say"}, Fields: []ui.Field{field}, Submit: ui.Button{Text: scene.T("partner.world.say")}}
}

// say takes what is to be kept from either page.
func (s *Service) say(r *http.Request) (web.Reply, error) {
	scene := web.SceneOf(r)
	n, err := s.SayListed(r.Context(), r.PostForm["partner"])
	if errs.FieldsOf(err) != nil {
		return s.worldPage(r, nil, err)
	}
	if err != nil {
		return nil, err
	}
	to := "/prospects/world"
	if back := r.PostFormValue("back"); back != "" && slugText(back) == back {
		to = "/partners/" + back
	}
	return web.Redirect{To: to, Notice: scene.N("partner.world.said", n)}, nil
}
