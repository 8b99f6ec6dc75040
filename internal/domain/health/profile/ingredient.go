package profile

import (
	"slices"
	"time"
)

// windows are the events of now and of before, the newest first.
type windows struct {
	now, before []Event
	years       float64 // how long before lasts
}

// split sorts the events into now and before. Before begins with the first event that
// is on record, so that years of which nobody wrote anything do not count as empty.
func split(h History) windows {
	var w windows
	start := h.Now.AddDate(-recentYears, 0, 0)
	oldest := h.Now.AddDate(-recentYears-beforeYears, 0, 0)
	first := start
	for _, e := range h.Events {
		switch {
		case e.On.After(h.Now) || e.On.Before(oldest):
		case e.On.Before(start):
			w.before = append(w.before, e)
			if e.On.Before(first) {
				first = e.On
			}
		default:
			w.now = append(w.now, e)
		}
	}
	newest := func(a, b Event) int { return b.On.Compare(a.On) }
	slices.SortStableFunc(w.now, newest)
	slices.SortStableFunc(w.before, newest)
	w.years = start.Sub(first).Hours() / 24 / 365.25
	return w
}

// share reads an ingredient that is a property of events.
func share(name string, w windows) Ingredient {
	i := Ingredient{Name: name}
	has := func(window []Event) func(Event) (bool, bool) {
		if name == People {
			return besides(busiest(window))
		}
		return property(name)
	}
	nowHas, beforeHas := has(w.now), has(w.before)
	for _, e := range w.now {
		part, known := nowHas(e)
		switch {
		case !known:
			i.Unknown++
		case part:
			i.Now.Part++
			i.Evidence = append(i.Evidence, e.ID)
			fallthrough
		default:
			i.Now.Of++
		}
		if part && i.Newest.IsZero() {
			i.Newest = e.On
		}
	}
	for _, e := range w.before {
		if part, known := beforeHas(e); known {
			i.Before.Of++
			if part {
				i.Before.Part++
				if i.Newest.IsZero() {
					i.Newest = e.On
				}
			}
		}
	}
	i.Level = levelOf(i.Now)
	i.p = fewer(i.Now, i.Before)
	i.Trend = trendOf(i.Now, i.Before, i.p, more(i.Now, i.Before))
	return i
}

// property tells of an event whether it has an ingredient, and whether that is known.
func property(name string) func(Event) (has, known bool) {
	return func(e Event) (bool, bool) {
		switch name {
		case NGOs:
			return e.NGO, e.Told
		case Initiative:
			return e.Below, e.Led
		case Joint:
			return e.Joint, e.Told
		}
		return e.Young, e.Aimed
	}
}

// busiest is who took part in most of some events; the first by identifier of several.
func busiest(events []Event) string {
	times := map[string]int{}
	for _, e := range events {
		for _, who := range e.People {
			times[who]++
		}
	}
	best := ""
	for who, n := range times {
		if best == "" || n > times[best] || n == times[best] && who < best {
			best = who
		}
	}
	return best
}

// besides tells whether somebody took part besides the one who always does: a tie that
// hangs on one person ends with that person.
func besides(one string) func(Event) (has, known bool) {
	return func(e Event) (bool, bool) {
		return slices.ContainsFunc(e.People, func(who string) bool { return who != one }), len(e.People) > 0
	}
}

// coordinators reads whether somebody is there on both sides. An empty post is known
// and not inferred, so it comes before what tests say.
func coordinators(h History) Ingredient {
	i := Ingredient{Name: Coordinators, Level: Strong, Trend: Steady, p: 1}
	gone := false
	for _, s := range []struct {
		side string
		seat Seat
	}{{"ours", h.Ours}, {"theirs", h.Theirs}} {
		switch {
		case !s.seat.Named:
			i.Unnamed = append(i.Unnamed, s.side)
			continue
		case s.seat.heldOn(h.Now):
			i.Now.Part++
		default:
			i.Vacant = append(i.Vacant, s.side)
			since := s.seat.vacantSince()
			gone = gone || !since.IsZero() && h.Now.Sub(since) > vacantDays*24*time.Hour
		}
		i.Now.Of++
		if s.seat.heldOn(h.Now.AddDate(-recentYears, 0, 0)) {
			i.Before.Part++
		}
		i.Before.Of++
	}
	switch {
	case i.Now.Of == 0:
		i.Level, i.Trend = Unknown, NoTrend
	case i.Now.Part == 0:
		i.Level = Weak
	case i.Now.Part < 2:
		i.Level = Fair
	}
	switch {
	case gone:
		i.Trend, i.p = Falling, 0
	case i.Now.Of > 0 && i.Now.Part > i.Before.Part:
		i.Trend = Rising
	}
	return i
}

// continuity reads whether something is done year after year, and how much of it.
func continuity(h History, w windows) Ingredient {
	i := Ingredient{Name: Continuity, Before: Count{len(w.before), len(w.before)}, p: 1}
	lively := make([]bool, livelyYears)
	for _, e := range slices.Concat(w.now, w.before) {
		if i.Newest.IsZero() {
			i.Newest = e.On
		}
		for y := range lively {
			if e.On.After(h.Now.AddDate(-y-1, 0, 0)) && !e.On.After(h.Now.AddDate(-y, 0, 0)) {
				lively[y] = true
			}
		}
	}
	for _, e := range w.now {
		i.Evidence = append(i.Evidence, e.ID)
	}
	for _, on := range lively {
		if on {
			i.Now.Part++
		}
	}
	i.Now.Of = livelyYears
	switch {
	case len(w.now)+len(w.before) == 0:
		i.Level, i.Trend = Unknown, NoTrend
		return i
	case i.Now.Part >= livelyYears-1:
		i.Level = Strong
	case i.Now.Part >= 2:
		i.Level = Fair
	default:
		i.Level = Weak
	}
	if w.years < 1 || len(w.before) < enough {
		i.Trend = NoTrend
		return i
	}
	i.p = slower(len(w.now), len(w.before), recentYears, w.years)
	i.Trend = trendOf(Count{enough, enough}, Count{enough, enough}, i.p, faster(len(w.now), len(w.before), recentYears, w.years))
	return i
}

// reciprocity reads whether both sides travel. It falls when the balance of before is
// lost, whichever side stays at home.
func reciprocity(w windows) Ingredient {
	i := Ingredient{Name: Reciprocity}
	count := func(events []Event) (c Count) {
		for _, e := range events {
			switch e.Way {
			case Incoming:
				c.Part++
				c.Of++
			case Outgoing:
				c.Of++
			}
		}
		return c
	}
	i.Now, i.Before = count(w.now), count(w.before)
	for _, e := range slices.Concat(w.now, w.before) {
		if e.Way != "" && i.Newest.IsZero() {
			i.Newest = e.On
		}
	}
	for _, e := range w.now {
		if e.Way != "" {
			i.Evidence = append(i.Evidence, e.ID)
		}
	}
	i.Level = levelOf(Count{2 * min(i.Now.Part, i.Now.Of-i.Now.Part), i.Now.Of})
	i.p = min(1, 2*min(fewer(i.Now, i.Before), more(i.Now, i.Before)))
	i.Trend = trendOf(i.Now, i.Before, 1, 1)
	if i.Trend == Steady && i.p < chance/tests && evenness(i.Now) < evenness(i.Before) {
		i.Trend = Falling
	} else if i.Trend == Steady && i.p < chance/tests {
		i.Trend = Rising
	}
	return i
}

// evenness is how near to half a share is, from 0 to 1.
func evenness(c Count) float64 {
	if c.Of == 0 {
		return 0
	}
	return 2 * float64(min(c.Part, c.Of-c.Part)) / float64(c.Of)
}

func levelOf(c Count) Level {
	if c.Of < enough {
		return Unknown
	}
	switch s := float64(c.Part) / float64(c.Of); {
	case s >= strongShare:
		return Strong
	case s >= fairShare:
		return Fair
	}
	return Weak
}

// trendOf is where an ingredient goes, by how likely so few and so many would come by
// chance.
func trendOf(now, before Count, few, many float64) Trend {
	switch {
	case now.Of < enough || before.Of < enough:
		return NoTrend
	case few < chance/tests:
		return Falling
	case many < chance/tests:
		return Rising
	}
	return Steady
}
