package task

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// RulesKind is the kind under which the rules stand in the history.
const RulesKind = "task_rules"

// Bounds of the rules, in days.
const (
	aheadMax    = 365
	aheadMany   = 6
	escalateMax = 90
)

// Rules say when somebody is reminded, and when the head hears of it.
type Rules struct {
	Version int64
	// Ahead are the days before the due day on which it stands in Today, the
	// earliest reminder first. On the day itself it always does.
	Ahead []int
	// Escalate is after how many days overdue the head is told.
	Escalate int
}

// ahead is the stored form of the days: "7 1".
func (r Rules) ahead() string {
	words := make([]string, len(r.Ahead))
	for i, n := range r.Ahead {
		words[i] = strconv.Itoa(n)
	}
	return strings.Join(words, " ")
}

// numbers reads whole numbers between commas and spaces; what is none is left out.
func numbers(text string) []int {
	var all []int
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == ',' || r == ';' }) {
		if n, err := strconv.Atoi(word); err == nil {
			all = append(all, n)
		}
	}
	slices.SortFunc(all, func(a, b int) int { return b - a })
	return slices.Compact(all)
}

// validate holds the bounds.
func (r Rules) validate() error {
	var bad errs.Fields
	if len(r.Ahead) > aheadMany || slices.ContainsFunc(r.Ahead, func(n int) bool { return n < 1 || n > aheadMax }) {
		bad.Add(errs.Field("ahead", "task.rules.ahead.bad", "many", aheadMany, "max", aheadMax))
	}
	if r.Escalate < 0 || r.Escalate > escalateMax {
		bad.Add(errs.Field("escalate", "task.rules.escalate.bad", "max", escalateMax))
	}
	return bad.Err()
}

// rulesNeed is the permission to set the rules.
func rulesNeed() module.Need { return module.Need{Action: module.Edit, Kind: RulesKind} }

// Rules reads when somebody is reminded.
func (s *Service) Rules(ctx context.Context) (Rules, error) {
	if _, err := s.Gate.Require(ctx, s.tasks.ViewNeed()); err != nil {
		return Rules{}, err
	}
	return readRules(ctx, s.DB)
}

// SetRules writes new rules over the version that they were made from.
func (s *Service) SetRules(ctx context.Context, r Rules) error {
	if _, err := s.Gate.Require(ctx, rulesNeed()); err != nil {
		return err
	}
	if err := r.validate(); err != nil {
		return err
	}
	ref := record.Ref{Kind: RulesKind, ID: "office"}
	_, err := s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		was, err := readRules(ctx, w)
		if err != nil {
			return ref, err
		}
		if err := writeRules(ctx, w, r); err != nil {
			return ref, err
		}
		return ref, w.Changed(ctx, ref, "", rulesFields(was), rulesFields(r))
	})
	return err
}

func rulesFields(r Rules) audit.Fields {
	return audit.Fields{{Name: "ahead", Value: r.ahead()}, {Name: "escalate", Value: strconv.Itoa(r.Escalate)}}
}

// typedRules is the form of the rules.
type typedRules struct{ Ahead, Escalate string }

func rulesSet() keep.Set[typedRules] {
	return keep.Set[typedRules]{
		{Name: "ahead", At: func(t *typedRules) any { return &t.Ahead }, Max: 60, Width: ui.WidthMedium},
		{Name: "escalate", At: func(t *typedRules) any { return &t.Escalate }, Required: true, Kind: ui.FieldNumber, Max: 4, Width: ui.WidthShort},
	}
}

// rules shows the rules and takes new ones.
func (s *Service) rules(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	now, err := s.Rules(ctx)
	if err != nil {
		return nil, err
	}
	asked := keep.Asked[typedRules]{Set: rulesSet(), Kind: RulesKind, Of: &typedRules{now.ahead(), strconv.Itoa(now.Escalate)}, Version: now.Version,
		Title: scene.T("task.rules"), Action: scene.Path("/tasks/rules"), Cancel: scene.Path("/tasks")}
	if r.Method != http.MethodPost {
		return keep.FormPage(r, asked)
	}
	asked.Typed = form.Read(r.PostForm)
	next := Rules{Version: asked.Typed.Int("version")}
	if err := asked.Set.Read(ctx, scene, RulesKind, asked.Typed, asked.Of, nil, ""); err != nil {
		return nil, err
	}
	if strings.Trim(asked.Of.Ahead, "0123456789 ,;") != "" {
		asked.Typed.Fail("ahead", "task.rules.ahead.bad", "many", aheadMany, "max", aheadMax)
	}
	next.Ahead = numbers(asked.Of.Ahead)
	next.Escalate, err = strconv.Atoi(asked.Of.Escalate)
	if err != nil && !asked.Typed.Failed("escalate") {
		asked.Typed.Fail("escalate", "form.number")
	}
	asked.Failed = asked.Typed.Err()
	if asked.Failed == nil {
		asked.Failed = s.SetRules(ctx, next)
	}
	if asked.Failed == nil {
		return web.Redirect{To: "/tasks", Notice: scene.T("keep.saved", "time", scene.Clock(scene.Now))}, nil
	}
	return keep.FormPage(r, asked)
}
