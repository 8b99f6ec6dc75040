package plan

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/keep"
)

// bulkFields are what can be set for several lines at once.
func bulkFields() []string { return []string{"owner", "month", "money", "amount", "audience"} }

// bulkBar makes the form under the table.
func (s *Service) bulkBar(ctx context.Context, scene *web.Scene, p Plan, typed typedBulk) (*bulkBar, error) {
	owners, err := s.ownerOptions(ctx, scene)
	if err != nil {
		return nil, err
	}
	audiences, err := s.deps.Audiences(ctx, scene)
	if err != nil {
		return nil, err
	}
	var months, monies []ui.Option
	for m := time.January; m <= time.December; m++ {
		months = append(months, ui.Option{Value: strconv.Itoa(int(m)), Label: scene.Month(m)})
	}
	for _, m := range Monies() {
		monies = append(monies, ui.Option{Value: m, Label: scene.T("planline.money." + m)})
	}
	choose := func(name string, options []ui.Option) ui.Field {
		return ui.Field{Kind: ui.FieldSelect, Name: name, Label: scene.T("planline.bulk." + name), Empty: scene.T("planline.bulk.same"), Options: ui.Chosen(options, typed.values[name])}
	}
	return &bulkBar{
		Action: scene.Path("/plans/" + p.ID + "/bulk"), Once: scene.Once(), Legend: scene.T("planline.bulk"),
		Fields: []ui.Field{choose("owner", owners), choose("month", months), choose("money", monies),
			{Kind: ui.FieldText, Name: "amount", Label: scene.T("planline.bulk.amount"), Hint: scene.T("planline.amount.hint"), Value: typed.values["amount"], Width: ui.WidthMedium},
			choose("audience", audiences)},
		Mark:   []ui.Button{{Text: scene.T("plan.mark.all"), Kind: ui.ButtonQuiet, Name: "mark", Value: "all"}, {Text: scene.T("plan.mark.none"), Kind: ui.ButtonQuiet, Name: "mark", Value: "none"}},
		Submit: ui.Button{Text: scene.T("planline.bulk.change"), Name: "do", Value: "change"},
	}, nil
}

// bulk changes the lines that are ticked.
func (s *Service) bulk(r *http.Request) (web.Reply, error) {
	scene, id := web.SceneOf(r), r.PathValue("id")
	in := form.Read(r.PostForm)
	typed := typedBulk{values: map[string]string{}, picks: keep.ReadPicks(in.TypedAll("pick"))}
	for _, name := range bulkFields() {
		typed.values[name] = in.Typed(name)
	}
	if mark := in.Typed("mark"); mark != "" {
		return s.mark(r, typed, mark == "all")
	}
	do, err := s.bulkOf(r, in)
	var after []keep.Pick
	if err == nil {
		after, err = s.Bulk(r.Context(), typed.picks, do)
	}
	if err == nil {
		return web.Redirect{To: "/plans/" + id + "?changed=" + keep.JoinPicks(after)}, nil
	}
	failed := said(scene, err)
	if failed == "" {
		return nil, err
	}
	return s.showPlan(r, typed, failed)
}

// mark ticks all lines or none, and keeps what was typed.
func (s *Service) mark(r *http.Request, typed typedBulk, all bool) (web.Reply, error) {
	typed.picks = nil
	if all {
		lines, err := s.Lines(r.Context(), Filter{Plan: r.PathValue("id")})
		if err != nil {
			return nil, err
		}
		for _, l := range lines {
			typed.picks = append(typed.picks, keep.Pick{ID: l.ID, Version: l.Version})
		}
	}
	return s.showPlan(r, typed, "")
}

// bulkOf reads what is to be done with each.
func (s *Service) bulkOf(r *http.Request, in *form.Form) (func(*Line), error) {
	scene, ctx := web.SceneOf(r), r.Context()
	var do []func(*Line)
	owners, err := s.ownerOptions(ctx, scene)
	if err != nil {
		return nil, err
	}
	audiences, err := s.deps.Audiences(ctx, scene)
	if err != nil {
		return nil, err
	}
	if owner := in.Typed("owner"); owner != "" {
		if _, known := ui.Labels(owners)[owner]; !known {
			return nil, errs.Field("owner", "form.choice")
		}
		do = append(do, func(l *Line) { l.Owner = owner })
	}
	if typed := in.Typed("month"); typed != "" {
		month, err := strconv.Atoi(typed)
		if err != nil || month < 1 || month > 12 {
			return nil, errs.Field("month", "form.choice")
		}
		do = append(do, func(l *Line) {
			if year, ok := l.When.Year(); ok {
				l.When = edtf.OfMonth(year, time.Month(month))
			}
		})
	}
	if audience := in.Typed("audience"); audience != "" {
		if _, known := ui.Labels(audiences)[audience]; !known {
			return nil, errs.Field("audience", "form.choice")
		}
		do = append(do, func(l *Line) { l.Audience = append(l.Audience, audience) })
	}
	funds, amount := in.Typed("money"), strings.TrimSpace(in.Typed("amount"))
	if funds != "" {
		do = append(do, func(l *Line) {
			if l.Money = funds; funds == NoCost {
				l.Amount = ""
			}
		})
	}
	if amount != "" {
		do = append(do, func(l *Line) { l.Amount = amount })
	}
	if len(do) == 0 {
		return nil, errs.New(errs.Invalid, "planline.bulk.nothing")
	}
	return func(l *Line) {
		for _, one := range do {
			one(l)
		}
	}, nil
}

// changed offers to take back what was just done to several lines.
func changed(scene *web.Scene, p Plan, data *planPage) {
	list := scene.URL.Query().Get("changed")
	picks := keep.ReadPicks(strings.Split(list, ","))
	if len(picks) == 0 {
		return
	}
	data.BackBy = scene.N("planline.bulk.done", len(picks))
	data.Back = &ui.Form{Action: scene.Path("/plans/" + p.ID + "/back"), Once: ui.Once{Key: scene.Key + "-back"}, Submit: ui.Button{Text: scene.T("planline.bulk.back")},
		Hidden: []ui.Hidden{{Name: "picks", Value: list}}}
}

// takeBackPage undoes what was done to several.
func (s *Service) takeBackPage(r *http.Request) (web.Reply, error) {
	scene, to := web.SceneOf(r), "/plans/"+r.PathValue("id")
	if _, err := s.Plan(r.Context(), r.PathValue("id")); err != nil {
		return nil, err
	}
	n, err := s.TakeBack(r.Context(), keep.ReadPicks(strings.Split(r.PostForm.Get("picks"), ",")))
	if words := said(scene, err); words != "" {
		return web.Redirect{To: to, Notice: words}, nil
	}
	if err != nil {
		return nil, err
	}
	return web.Redirect{To: to, Notice: scene.N("planline.bulk.taken_back", n)}, nil
}

// said are the words of an error that a reader can mend; empty for any other.
func said(scene *web.Scene, err error) string {
	title, words, stale := keep.Mendable(scene, err)
	switch {
	case stale && title == "":
		return scene.T("plan.stale")
	case stale:
		return scene.T("planline.bulk.stale", "title", title)
	case title == "" || words == "":
		return words
	}
	return scene.T("planline.bulk.refused", "title", title, "why", words)
}
