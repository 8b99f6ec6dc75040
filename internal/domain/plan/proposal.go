package plan

import (
	"context"
	"net/http"

	"pobratim/internal/domain/plan/candidate"
	"pobratim/internal/kit/db"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// AnswerKind is the kind of the permission to answer proposals.
const AnswerKind = "proposal_answer"

// The states of a proposal.
const (
	Open     = "open"
	Accepted = "accepted"
	Declined = "declined"
)

// Proposal is what a department or an organisation wants to see in a plan.
type Proposal struct {
	keep.Meta
	Plan         string
	Title        i18n.Text
	When         edtf.Date
	Text         i18n.Text // what it is about, and what it needs
	Organisation string

	Proposer string    // identifier of the user who wrote it down
	Given    edtf.Date // when
	State    string
	Answer   string // why it was declined, or what is to be known of it
}

// Ref names the proposal.
func (p Proposal) Ref() record.Ref { return record.Ref{Kind: ProposalKind, ID: p.ID} }

func (s *Service) proposalKeeper() *keep.Keeper[Proposal] {
	return &keep.Keeper[Proposal]{
		Floor: s.Floor, Kind: ProposalKind, IDs: allProposals,
		Fields: keep.Set[Proposal]{
			{Name: "plan", At: func(p *Proposal) any { return &p.Plan }, Required: true, Options: s.openOptions, Aside: true},
			{Name: "title", At: func(p *Proposal) any { return &p.Title }, Required: true, Max: 300, Called: true},
			{Name: "when", At: func(p *Proposal) any { return &p.When }},
			{Name: "text", At: func(p *Proposal) any { return &p.Text }, Long: true, Max: 4000},
			{Name: "organisation", At: func(p *Proposal) any { return &p.Organisation }, Inner: true, Options: s.deps.Organisations, Link: "/organisations/{id}"},
			{Name: "visibility", At: func(p *Proposal) any { return &p.Visibility }, Aside: true, Inner: true},
		},
		Meta:  func(p *Proposal) *keep.Meta { return &p.Meta },
		Title: func(p *Proposal, lang string) string { return p.Title.In(lang).Value },
		ByID:  proposalByID, Insert: insertProposal, Update: updateProposal, Bin: binProposal, Check: s.checkProposal,
		Owned: ownedProposals, Own: func(_ context.Context, _ db.Handle, p *Proposal, organisation string) (bool, error) {
			return organisation != "" && p.Organisation == organisation, nil
		},
	}
}

// startProposal chooses the plan for which proposals are taken.
func (s *Service) startProposal(r *http.Request, p *Proposal) {
	p.Visibility = record.Participants
	if p.Plan = r.URL.Query().Get("plan"); p.Plan == "" {
		if open, err := s.openOptions(r.Context(), web.SceneOf(r)); err == nil && len(open) > 0 {
			p.Plan = open[0].Value
		}
	}
}

// Taking are the plans for which proposals are taken today. Everybody who may
// propose sees their years and closing days.
func (s *Service) Taking(ctx context.Context) ([]Plan, error) {
	if _, err := s.Gate.Require(ctx, module.Need{Action: module.Create, Kind: ProposalKind}); err != nil {
		return nil, err
	}
	plans, err := listPlans(ctx, s.DB, account.All)
	var open []Plan
	for _, p := range plans {
		if p.Takes(s.today()) {
			open = append(open, p)
		}
	}
	return open, err
}

// openOptions are the plans for which one can propose: for the department all,
// for everybody else those that take proposals.
func (s *Service) openOptions(ctx context.Context, scene *web.Scene) ([]ui.Option, error) {
	if s.answers(ctx) {
		return s.planOptions(ctx, scene)
	}
	if s.Gate.Scope(ctx, module.Need{Action: module.Create, Kind: ProposalKind}) == account.None {
		return nil, nil
	}
	open, err := s.Taking(ctx)
	options := make([]ui.Option, len(open))
	for i, p := range open {
		options[i] = ui.Option{Value: p.ID, Label: scene.T("plan.title", "year", p.Year)}
	}
	return options, err
}

// answers tells whether the viewer answers proposals.
func (s *Service) answers(ctx context.Context) bool {
	return s.Gate.Scope(ctx, answering()) > account.None
}

func answering() module.Need { return module.Need{Action: module.Edit, Kind: AnswerKind} }

// checkProposal holds the rules: from outside one proposes for oneself, while
// proposals are taken, and changes it until it is answered.
func (s *Service) checkProposal(ctx context.Context, h db.Handle, p *Proposal) error {
	plan, err := planByID(ctx, h, p.Plan)
	if errs.KindOf(err) == errs.NotFound || err == nil && plan.Binned {
		return errs.Field("plan", "planline.plan.empty")
	}
	if err != nil {
		return err
	}
	if !s.answers(ctx) {
		if p.Version == 0 {
			p.Organisation, p.Visibility = account.From(ctx).Organisation, record.Participants
		}
		switch {
		case p.Organisation == "":
			return errs.New(errs.Conflict, "proposal.organisation.none")
		case p.State != "" && p.State != Open:
			return errs.New(errs.Conflict, "proposal.answered")
		case !plan.Takes(s.today()):
			return errs.Field("plan", "proposal.late", "year", plan.Year)
		}
	}
	var bad errs.Fields
	if p.Title.IsZero() {
		bad.Add(errs.Field("title", "planline.title.empty"))
	}
	if p.Organisation == "" {
		bad.Add(errs.Field("organisation", "proposal.organisation.empty"))
	}
	if p.State == "" {
		p.State, p.Proposer, p.Given = Open, account.From(ctx).UserID, s.today()
	}
	p.When = completed(p.When, plan.Number())
	if err := (Line{Title: p.Title, When: p.When, Reason: Proposed}).validate(plan); err != nil && len(bad) == 0 {
		return err
	}
	return bad.Err()
}

// Propose makes a proposal and returns its identifier.
func (s *Service) Propose(ctx context.Context, p Proposal) (string, error) {
	return s.proposals.Add(ctx, p)
}

// Proposal reads one proposal that the viewer may see.
func (s *Service) Proposal(ctx context.Context, id string) (Proposal, error) {
	return s.proposals.Get(ctx, id)
}

// Proposals lists what the viewer may see, the newest first; of one plan when it
// is named.
func (s *Service) Proposals(ctx context.Context, plan string) ([]Proposal, error) {
	scope, err := s.Gate.Require(ctx, s.proposals.ViewNeed())
	if err != nil {
		return nil, err
	}
	return listProposals(ctx, s.DB, plan, scope, account.From(ctx).Organisation)
}

// Answer accepts a proposal, in the version that was read, which makes it a
// candidate of its plan, or declines it with a reason.
func (s *Service) Answer(ctx context.Context, id string, version int64, accept bool, words string) error {
	if _, err := s.Gate.Require(ctx, answering()); err != nil {
		return err
	}
	if !accept && words == "" {
		return errs.Field("answer", "proposal.answer.empty")
	}
	_, err := s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		p, err := s.proposals.GetIn(ctx, w, id)
		if err != nil {
			return record.Ref{}, err
		}
		switch {
		case p.Version != version:
			return p.Ref(), errs.New(errs.Stale, "plan.stale")
		case p.State != Open:
			return p.Ref(), errs.New(errs.Conflict, "proposal.answered")
		}
		p.State, p.Answer = Declined, words
		if accept {
			p.State = Accepted
			if plan, err := planByID(ctx, w, p.Plan); err != nil {
				return p.Ref(), err
			} else if plan.State == Closed {
				return p.Ref(), errs.New(errs.Conflict, "planline.closed", "year", plan.Year)
			}
		}
		if err := updateProposal(ctx, w, p); err != nil {
			return p.Ref(), err
		}
		return p.Ref(), w.Changed(ctx, p.Ref(), s.proposals.Title(&p, "ru"), audit.Fields{{Name: "state", Value: Open}, {Name: "answer"}}, audit.Fields{{Name: "state", Value: p.State}, {Name: "answer", Value: words}})
	})
	return err
}

// offers are the proposals for some plans that the department has accepted, as
// far as the viewer may see them.
func (s *Service) offers(ctx context.Context, plans []Plan) ([]candidate.Offer, error) {
	scope := s.Gate.Scope(ctx, s.proposals.ViewNeed())
	if scope == account.None {
		return nil, nil
	}
	var all []candidate.Offer
	for _, plan := range plans {
		list, err := listProposals(ctx, s.DB, plan.ID, scope, account.From(ctx).Organisation)
		if err != nil {
			return nil, err
		}
		for _, p := range list {
			if p.State == Accepted {
				all = append(all, candidate.Offer{Ref: p.Ref(), Year: plan.Number(), Title: p.Title, Path: "/proposals/" + p.ID, When: p.When, Text: p.Text, Given: p.Given, By: p.Organisation})
			}
		}
	}
	return all, nil
}
