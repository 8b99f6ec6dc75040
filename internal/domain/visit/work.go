package visit

import (
	"pobratim/internal/kit/i18n"
)

// The groups of a visit's tasks, in their order.
const (
	Agree     = "agree"
	Invite    = "invite"
	Lodge     = "lodge"
	Programme = "programme"
	Protocol  = "protocol"
	After     = "after"
)

// Parts lists the six groups.
func Parts() []string { return []string{Agree, Invite, Lodge, Programme, Protocol, After} }

// Step is a task that a visit wants: so many days before the arrival, or after
// the departure.
type Step struct {
	Part  string
	Title i18n.Text
	Days  int // before the first day; below zero: after the last one
}

// pattern is a step of a template; its words stand under "visit.step.<name>".
type pattern struct {
	part, name string
	days       int
}

// incoming is the habit of an office that receives a delegation, after the orders
// and regulations of Russian cities: order, estimate, interpreter, visas, hotel,
// transport, programme, report. The numbers of days are no law.
func incoming() []pattern {
	return []pattern{
		{Agree, "in.dates", 60}, {Agree, "in.order", 30}, {Agree, "in.estimate", 30},
		{Invite, "in.answer", 50}, {Invite, "in.visas", 40}, {Invite, "in.list", 30},
		{Lodge, "in.hotel", 21}, {Lodge, "in.cars", 7}, {Lodge, "in.meals", 10},
		{Programme, "in.programme", 14}, {Programme, "in.interpreter", 21}, {Programme, "in.halls", 7}, {Programme, "in.hand", 3},
		{Protocol, "in.brief", 5}, {Protocol, "in.gifts", 7}, {Protocol, "in.seats", 2},
		{After, "in.thanks", -3}, {After, "in.report", -3}, {After, "in.promises", -5},
	}
}

// outgoing is the same for a journey of ours: invitation, order, estimate, list,
// technical task, report.
func outgoing() []pattern {
	return []pattern{
		{Agree, "out.order", 30}, {Agree, "out.estimate", 30}, {Agree, "out.task", 30},
		{Invite, "out.invitation", 60}, {Invite, "out.visas", 40}, {Invite, "out.list", 40},
		{Lodge, "out.tickets", 30}, {Lodge, "out.hotel", 30},
		{Programme, "out.programme", 14}, {Programme, "out.interpreter", 14},
		{Protocol, "out.brief", 5}, {Protocol, "out.gifts", 7},
		{After, "out.thanks", -5}, {After, "out.report", -3}, {After, "out.promises", -5},
	}
}

// Template are the usual steps of a visit of a type, in all languages of the
// program.
func Template(kind string, langs []string, words func(lang string) *i18n.Printer) []Step {
	patterns := outgoing()
	if kind == In {
		patterns = incoming()
	}
	steps := make([]Step, len(patterns))
	for i, p := range patterns {
		steps[i] = Step{Part: p.part, Days: p.days}
		for _, lang := range langs {
			steps[i].Title.Set(lang, words(lang).T("visit.step."+p.name))
		}
	}
	return steps
}
