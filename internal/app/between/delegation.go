package between

import (
	"context"
	"slices"

	"pobratim/internal/domain/visit"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
)

// delegation are those who come with a visit, in the order of its list; none when
// the activity is no visit, nobody is entered yet, or the viewer may not see them.
func (d *Desks) delegation(ctx context.Context, activity string) ([]visit.Member, error) {
	all, err := d.Visits.Members(ctx, activity)
	switch errs.KindOf(err) {
	case errs.NotFound, errs.Forbidden:
		return nil, nil
	}
	return slices.DeleteFunc(all, visit.Member.Declines), err
}

// spelled is a name as the delegation gave it: in Russian, and as the passport
// spells it for everybody else.
func spelled(m visit.Member) i18n.Text {
	var name i18n.Text
	if m.Name != "" {
		name.Set("ru", m.Name)
	}
	if m.Latin != "" {
		name.Set("en", m.Latin)
	}
	return name
}
