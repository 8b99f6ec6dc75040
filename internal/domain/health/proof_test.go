package health

import (
	"slices"
	"strconv"
	"testing"
	"time"

	"pobratim/internal/domain/health/invented"
	"pobratim/internal/domain/health/profile"
)

// named is what the reader calls the causes of who made the stories up, in order.
func named() []string {
	return []string{profile.People, profile.Coordinators, profile.Continuity, profile.Initiative, profile.NGOs, profile.Joint, profile.Young, profile.Reciprocity}
}

// told is a made-up story as a history.
func told(s invented.Story) profile.History {
	start := time.Date(2016, 11, 22, 0, 0, 0, 0, time.UTC)
	day := func(n int) time.Time { return start.AddDate(0, 0, n) }
	h := profile.History{Now: day(invented.Span), Ours: profile.Seat{Named: true}, Theirs: profile.Seat{Named: true}}
	for n, x := range s.Happenings {
		e := profile.Event{ID: strconv.Itoa(n), On: day(x.Day), Told: !x.Silent, Led: !x.Silent, Aimed: !x.Silent}
		if !x.Silent {
			e.People, e.NGO, e.Below, e.Joint, e.Young = x.Who, x.Society, x.Citizens, x.Together, x.Youth
		}
		e.Way = map[string]profile.Way{"here": profile.Incoming, "there": profile.Outgoing}[x.Travel]
		h.Events = append(h.Events, e)
	}
	for _, seat := range []struct {
		from []invented.Stint
		to   *profile.Seat
	}{{s.Here, &h.Ours}, {s.There, &h.Theirs}} {
		for _, stint := range seat.from {
			term := profile.Term{From: day(stint.From)}
			if stint.Until >= 0 {
				term.Until = day(stint.Until)
			}
			seat.to.Terms = append(seat.to.Terms, term)
		}
	}
	return h
}

// TestPlantedDeclines reads 200 made-up histories of ten years: the planted cause is
// named first in at least nine of ten, and where nothing declines an alarm comes in at
// most one of twenty.
func TestPlantedDeclines(t *testing.T) {
	for _, seed := range []uint64{1, 2, 3} {
		planted, right, quiet, alarms := 0, 0, 0, 0
		missed := map[string]int{}
		for _, story := range invented.Make(seed, 200) {
			p := profile.Of(told(story))
			if story.Cause == "" {
				quiet++
				if len(p.Falling) > 0 {
					alarms++
				}
				continue
			}
			planted++
			if len(p.Falling) > 0 && p.Falling[0] == named()[slices.Index(invented.Causes(), story.Cause)] {
				right++
			} else {
				missed[story.Cause]++
			}
		}
		found, wrong := float64(right)/float64(planted), float64(alarms)/float64(quiet)
		t.Logf("seed %d: %d of %d causes named first (%.1f %%), %d false alarms of %d (%.1f %%), missed %v", seed, right, planted, 100*found, alarms, quiet, 100*wrong, missed)
		if found < .9 || wrong > .05 || planted != 100 || quiet != 100 {
			t.Errorf("seed %d: found %.3f, false %.3f", seed, found, wrong)
		}
	}
}
