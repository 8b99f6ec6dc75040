package partner

import (
	"context"

	"pobratim/internal/platform/module"
)

// Resting tells which partnerships rest or are over according to one of the
// sides, by identifier: ended before paused before dormant, when they differ.
func (s *Service) Resting(ctx context.Context) (map[string]State, error) {
	if _, err := s.Gate.Require(ctx, module.Need{Action: module.View, Kind: Kind}); err != nil {
		return nil, err
	}
	claims, err := claimsOf(ctx, s.DB, "")
	if err != nil {
		return nil, err
	}
	byPartner := map[string][]Claim{}
	for _, c := range claims {
		byPartner[c.Partnership] = append(byPartner[c.Partnership], c)
	}
	resting := map[string]State{}
	for id, said := range byPartner {
		newest := Newest(said)
		for _, state := range []State{Dormant, Paused, Ended} {
			if newest[Ours].State == state || newest[Theirs].State == state {
				resting[id] = state
			}
		}
	}
	return resting, nil
}
