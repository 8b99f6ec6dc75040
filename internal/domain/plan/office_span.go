package plan

import (
	"strconv"

	"pobratim/internal/kit/form"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
)

// span reads the years that the address names; what is wrong with them is an
// error at the field, and the span is then the usual one.
func span(scene *web.Scene, next int) (first, last int, window ui.Form, failed error) {
	in := form.Read(scene.URL.Query())
	first, last = next, next+horizon-1
	from, to := first, last
	for _, f := range []struct {
		name string
		at   *int
	}{{"from", &from}, {"to", &to}} {
		if in.Typed(f.name) != "" {
			*f.at = int(in.Int(f.name, form.Between(firstYear, lastYear)))
		}
	}
	switch {
	case in.Err() != nil:
	case in.Typed("to") == "" && to < from:
		to = min(from+horizon-1, lastYear)
	case to < from:
		in.Fail("to", "plan.span.order", "from", strconv.Itoa(from))
	case to-from >= maxSpan:
		in.Fail("to", "plan.span.long", "n", maxSpan)
	}
	if failed = in.Err(); failed == nil {
		first, last = from, to
	}
	number := func(name string, n int) ui.Field {
		value := strconv.Itoa(n)
		if failed != nil && in.Typed(name) != "" {
			value = in.Typed(name)
		}
		return ui.Field{Kind: ui.FieldNumber, Name: name, Label: scene.T("plan.span." + name), Value: value, Width: ui.WidthShort}
	}
	window = ui.Form{Action: scene.Path("/plans/horizon"), Get: true, Submit: ui.Button{Text: scene.T("plan.span.show"), Icon: ui.IconSearch},
		Sets: []ui.Fieldset{{Legend: scene.T("plan.span"), Row: true, Fields: []ui.Field{number("from", first), number("to", last)}}}}
	return first, last, window, failed
}
