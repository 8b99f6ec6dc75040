package activity

import (
	"slices"

	"pobratim/internal/kit/errs"
	"pobratim/internal/platform/record"
)

// checkTags wants every tag from its list and drops repetitions.
func checkTags(a *Activity) *errs.E {
	for _, one := range []struct {
		field   string
		tags    *[]string
		allowed []string
	}{{"themes", &a.Themes, record.Themes()}, {"goals", &a.Goals, record.Goals()}, {"beneficiaries", &a.Beneficiaries, record.Beneficiaries()}} {
		slices.Sort(*one.tags)
		*one.tags = slices.Compact(*one.tags)
		for _, tag := range *one.tags {
			if !slices.Contains(one.allowed, tag) {
				return errs.Field(one.field, "form.choice")
			}
		}
	}
	return nil
}
