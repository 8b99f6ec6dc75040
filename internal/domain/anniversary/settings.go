package anniversary

import (
	"strconv"

	"pobratim/internal/kit/errs"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/record"
)

// Kind is the kind of the one record of settings, and of the permission to see
// anniversaries.
const Kind = "anniversary"

// settingsRef names the settings in the history.
var settingsRef = record.Ref{Kind: Kind, ID: settingsID}

// The bounds of the settings. Two centuries of horizon are more than anybody plans.
const (
	maxStep    = 100
	maxHorizon = 200
)

// Settings are what the office wants to see of anniversaries.
type Settings struct {
	Step    int  // every so many years
	Horizon int  // years ahead
	First   bool // the first anniversary too
	Version int64
}

// Rule are the settings as a rule.
func (s Settings) Rule() Rule { return Rule{Step: s.Step, First: s.First} }

// validate refuses a step or a horizon that gives no list.
func (s Settings) validate() error {
	var bad errs.Fields
	if s.Step < 1 || s.Step > maxStep {
		bad.Add(errs.Field("step", "anniversary.step.bounds", "max", maxStep))
	}
	if s.Horizon < 1 || s.Horizon > maxHorizon {
		bad.Add(errs.Field("horizon", "anniversary.horizon.bounds", "max", maxHorizon))
	}
	return bad.Err()
}

func (s Settings) fields() audit.Fields {
	return audit.Fields{{Name: "step", Value: strconv.Itoa(s.Step)}, {Name: "horizon", Value: strconv.Itoa(s.Horizon)}, {Name: "first", Value: yes(s.First)}}
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return ""
}
