package plan

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/export"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
)

// proposalsPage is what the template proposals shows.
type proposalsPage struct {
	Open  []string // which plans take proposals, and until when
	Add   *ui.LinkButton
	Table ui.Table
	Take  ui.Download
}

// listAllProposals shows what was proposed: to the department all, to everybody
// else their own.
func (s *Service) listAllProposals(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	list, err := s.Proposals(ctx, "")
	if err != nil {
		return nil, err
	}
	if as := export.Asked(r); as != "" {
		return s.proposals.Export(r, as, "proposals", export.All(list, func(p Proposal) string { return p.ID }))
	}
	data := proposalsPage{Take: export.Links(scene), Table: ui.Table{ID: "proposals", Caption: scene.T("proposal.list"), Quiet: true, Stack: true, Empty: &ui.Empty{Title: scene.T("proposal.none"), Text: scene.T("proposal.none.text")}}}
	if s.Gate.Scope(ctx, module.Need{Action: module.Create, Kind: ProposalKind}) > account.None {
		open, err := s.Taking(ctx)
		if err != nil {
			return nil, err
		}
		for _, p := range open {
			data.Open = append(data.Open, scene.T("proposal.open", "year", p.Year, "date", p.Closes))
		}
		if len(open) > 0 || s.answers(ctx) {
			data.Add = &ui.LinkButton{Text: scene.T("proposal.begin"), Href: scene.Path("/proposals/new"), Kind: ui.ButtonPrimary, Icon: ui.IconPlus}
		}
		if len(open) == 0 {
			data.Open = []string{scene.T("proposal.closed")}
		}
	}
	organisations, err := s.organisations(ctx, scene)
	if err != nil {
		return nil, err
	}
	for _, c := range []string{"title", "when", "organisation", "given", "state"} {
		data.Table.Columns = append(data.Table.Columns, ui.Column{Label: scene.T("proposal." + c)})
	}
	for _, p := range list {
		title := keep.Said(scene, p.Title)
		title.Href = scene.Path("/proposals/" + p.ID)
		data.Table.Rows = append(data.Table.Rows, data.Table.NewRow(ui.Cell{Value: title, Head: true}, ui.Cell{Value: ui.Value{Text: scene.Date(p.When)}}, ui.Cell{Value: ui.Value{Text: organisations[p.Organisation]}},
			ui.Cell{Value: ui.Value{Text: scene.Date(p.Given)}}, ui.Cell{Value: ui.Value{Chip: proposalChip(scene, p)}}))
	}
	return web.Page{Template: "plan/proposals", Title: scene.T("proposal.list"), Data: data}, nil
}

// organisations are the names of those that the viewer may choose from.
func (s *Service) organisations(ctx context.Context, scene *web.Scene) (map[string]string, error) {
	options, err := s.deps.Organisations(ctx, scene)
	if kind := errs.KindOf(err); kind == errs.Forbidden || kind == errs.Unauthenticated {
		return nil, nil
	}
	return ui.Labels(options), err
}

func proposalChip(scene *web.Scene, p Proposal) *ui.Chip {
	tone := map[string]ui.Tone{Open: ui.ToneInfo, Accepted: ui.ToneGood, Declined: ui.TonePaused}[p.State]
	return &ui.Chip{Text: scene.T("proposal.state." + p.State), Tone: tone}
}

// proposalPage is what the template proposal shows.
type proposalPage struct {
	Head   ui.Head
	Answer *ui.Notice
	Edit   []ui.LinkButton
	Facts  ui.Facts
	Form   *ui.Form
}

func (s *Service) viewProposal(r *http.Request) (web.Reply, error) {
	return s.showProposal(r, "", nil)
}

// showProposal is a proposal, perhaps with an answer that was not taken.
func (s *Service) showProposal(r *http.Request, typed string, failed error) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	p, err := s.Proposal(ctx, r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	plan, err := planByID(ctx, s.DB, p.Plan)
	if err != nil {
		return nil, err
	}
	data := proposalPage{Head: ui.Head{Over: scene.T("plan.title", "year", plan.Year), Title: keep.Said(scene, p.Title), Chips: []ui.Chip{*proposalChip(scene, p)}, Lead: scene.T("proposal.since", "date", p.Given)}}
	if p.State != Open {
		if data.Answer, err = s.answerOf(ctx, scene, p, plan); err != nil {
			return nil, err
		}
	}
	if data.Facts, err = s.proposals.FactList(ctx, scene, &p, s.proposals.At(&p)); err != nil {
		return nil, err
	}
	if p.State == Open && s.proposals.Can(ctx, module.Edit, &p) {
		data.Edit = []ui.LinkButton{{Text: scene.T("keep.change"), Href: scene.Path(s.proposals.At(&p) + "/edit"), Icon: ui.IconEdit}}
	}
	page := web.Page{Template: "plan/proposal", Title: p.Title.In(scene.Lang).Value, About: p.Ref().String(), Crumbs: []web.Crumb{{Text: scene.T("proposal.list"), Path: "/proposals"}}}
	if p.State == Open && s.answers(ctx) {
		data.Form = &ui.Form{Action: scene.Path("/proposals/" + p.ID + "/answer"), Once: ui.Once{Key: scene.Key + "-answer"}, Hidden: []ui.Hidden{{Name: "version", Value: strconv.FormatInt(p.Version, 10)}},
			Fields: []ui.Field{{Kind: ui.FieldArea, Name: "answer", Label: scene.T("proposal.answer"), Hint: scene.T("proposal.answer.hint"), Value: typed}},
			Submit: ui.Button{Text: scene.T("proposal.accept"), Kind: ui.ButtonPrimary, Name: "do", Value: "accept"}, Others: []ui.Button{{Text: scene.T("proposal.decline"), Name: "do", Value: "decline"}}}
		if failed != nil {
			status, ok := scene.Mark(data.Form, failed)
			if !ok {
				return nil, failed
			}
			page.Status, page.Title = status, scene.ErrorTitle(page.Title)
		}
	} else if failed != nil {
		return web.Redirect{To: "/proposals/" + p.ID, Notice: scene.T("proposal.answered")}, nil
	}
	page.Data = data
	return page, nil
}

// answerOf is the answer to a proposal, and what became of it: whoever proposed it
// learns that it stands in the plan, without a way to the line.
func (s *Service) answerOf(ctx context.Context, scene *web.Scene, p Proposal, plan Plan) (*ui.Notice, error) {
	n := &ui.Notice{Tone: ui.ToneInfo, Title: scene.T("proposal.said." + p.State), Text: p.Answer}
	if p.State != Accepted {
		return n, nil
	}
	lines, err := listLines(ctx, s.DB, Filter{Of: p.Ref(), Limit: 1}, account.All)
	switch {
	case err != nil:
		return nil, err
	case len(lines) > 0:
		n.Title = scene.T("proposal.said.planned")
	case plan.State != Closed && s.plans.Can(ctx, module.Edit, &plan):
		n.Links = []ui.Link{{Text: scene.T("proposal.collect"), Href: scene.Path("/plans/" + plan.ID + "/collect")}}
	}
	return n, nil
}

// answer takes the department's word on a proposal.
func (s *Service) answer(r *http.Request) (web.Reply, error) {
	scene, id := web.SceneOf(r), r.PathValue("id")
	in := form.Read(r.PostForm)
	version, err := strconv.ParseInt(in.Typed("version"), 10, 64)
	if err != nil {
		version = 0 // older than any
	}
	words := strings.TrimSpace(in.Prose("answer", form.Max(2000)))
	accept := in.Typed("do") != "decline"
	if err = in.Err(); err == nil {
		err = s.Answer(r.Context(), id, version, accept, words)
	}
	switch errs.KindOf(err) {
	case errs.Stale, errs.Conflict:
		return web.Redirect{To: "/proposals/" + id, Notice: said(scene, err)}, nil
	}
	if err != nil {
		return s.showProposal(r, in.Typed("answer"), err)
	}
	if accept {
		return web.Redirect{To: "/proposals/" + id, Notice: scene.T("proposal.said.accepted")}, nil
	}
	return web.Redirect{To: "/proposals/" + id, Notice: scene.T("proposal.said.declined")}, nil
}
