package app

import (
	"context"

	"pobratim/internal/domain/contact"
)

// demoGuest is the organisation that the guest's account belongs to: the first
// NGO of our own side.
func (c *City) demoGuest(ctx context.Context) (string, error) { return c.demoNGO(ctx, 0) }

// demoNGO is one of the NGOs of our own side; none when there are fewer.
func (c *City) demoNGO(ctx context.Context, n int) (string, error) {
	rows, err := c.Contacts.Organisations(ctx, contact.OrganisationFilter{Type: "ngo", Limit: 50})
	if err != nil {
		return "", err
	}
	for _, o := range rows {
		if o.Side == string(contact.Theirs) {
			continue
		}
		if n--; n < 0 {
			return o.ID, nil
		}
	}
	return "", nil
}
