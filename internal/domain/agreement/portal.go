package agreement

import (
	"context"

	"pobratim/internal/domain/partner"
	"pobratim/internal/kit/web"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// publicPanel shows residents the papers of a tie that were let through to
// everybody, whoever looks: type, date, term and how one follows from another.
func (s *Service) publicPanel(ctx context.Context, scene *web.Scene, about record.Ref) (*module.Panel, error) {
	if about.Kind != partner.Kind {
		return nil, nil
	}
	papers, err := list(ctx, s.DB, Filter{Partner: about.ID, Limit: chainBound}, account.Open, "")
	if err != nil || len(papers) == 0 {
		return nil, err
	}
	data := panelPage{}
	if data.Chains, err = s.chains(ctx, scene, papers, false); err != nil {
		return nil, err
	}
	return &module.Panel{Name: "agreements", Title: scene.T("agreement.list"), Count: scene.Number(int64(len(papers))), Template: "agreement/panel", Data: data, Order: 10}, nil
}
