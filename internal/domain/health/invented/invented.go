package invented

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
)

// Span is how many days a history lasts: ten years.
const Span = 3652

// Causes lists what a decline can come from, in the words of who plants it.
func Causes() []string {
	return []string{"one person is left", "a desk stays empty", "less and less is done", "only the administration begins anything", "societies stay away", "each does its own", "the young are not asked", "one side stays at home"}
}

// Happening is something that was done.
type Happening struct {
	Day      int // from 0
	Who      []string
	Silent   bool // nobody wrote down who took part
	Society  bool
	Citizens bool // begun by somebody other than the administration
	Together bool
	Youth    bool
	Travel   string // "here", "there" or empty
}

// Stint is how long somebody sat at a desk; Until is -1 while they do.
type Stint struct{ From, Until int }

// Story is one made-up history.
type Story struct {
	Cause      string // empty: nothing declines
	Happenings []Happening
	Here       []Stint // our desk
	There      []Stint
}

// manner is how a tie lives.
type manner struct {
	yearly                                  float64
	society, citizens, together, youth, out float64
	crowd                                   int
}

// Make makes up so many stories of a seed: every second one declines, for each cause
// in turn.
func Make(seed uint64, n int) []Story {
	r := rand.New(rand.NewPCG(seed, 20071015))
	stories := make([]Story, n)
	for i := range stories {
		cause := ""
		if i%2 == 0 {
			cause = Causes()[i/2%len(Causes())]
		}
		stories[i] = one(r, cause)
	}
	return stories
}

func between(r *rand.Rand, low, high float64) float64 { return low + (high-low)*r.Float64() }

// one makes up a story. A decline begins 24 to 30 months before the end and leaves a
// tenth of what was there, give or take.
func one(r *rand.Rand, cause string) Story {
	m := manner{yearly: between(r, 9, 18), society: between(r, .45, .8), citizens: between(r, .45, .8), together: between(r, .5, .85), youth: between(r, .45, .75), out: between(r, .4, .6), crowd: 5 + r.IntN(6)}
	s := Story{Cause: cause, Here: stints(r), There: stints(r)}
	turn := Span - 730 - r.IntN(183)
	thin := r.IntN(6) // a year in which little was done, never one of the last
	for year := range 10 {
		rate := m.yearly
		if year == thin && r.IntN(3) == 0 {
			rate *= .5
		}
		for range poisson(r, rate) {
			day := year*365 + r.IntN(365)
			now := m
			if day >= turn {
				var gone bool
				if now, gone = declined(r, m, cause); gone {
					continue
				}
			}
			s.Happenings = append(s.Happenings, happening(r, now, day, cause == Causes()[7] && day >= turn))
		}
	}
	slices.SortFunc(s.Happenings, func(a, b Happening) int { return a.Day - b.Day })
	if cause == Causes()[1] {
		empty := &s.Here
		if r.IntN(2) == 0 {
			empty = &s.There
		}
		*empty = []Stint{{0, turn}}
	}
	return s
}

// declined is how a tie lives once its cause works, and whether an event falls away.
func declined(r *rand.Rand, m manner, cause string) (manner, bool) {
	left := between(r, .05, .15)
	switch slices.Index(Causes(), cause) {
	case 0:
		m.crowd = 1
	case 2:
		return m, r.Float64() > 3*left
	case 3:
		m.citizens *= left
	case 4:
		m.society *= left
	case 5:
		m.together *= left
	case 6:
		m.youth *= left
	}
	return m, false
}

func happening(r *rand.Rand, m manner, day int, oneWay bool) Happening {
	h := Happening{Day: day, Silent: r.Float64() < .1, Society: r.Float64() < m.society, Citizens: r.Float64() < m.citizens, Together: r.Float64() < m.together, Youth: r.Float64() < m.youth}
	for range 1 + r.IntN(3) {
		// Some people come more often than others.
		who := fmt.Sprint("p", int(float64(m.crowd)*math.Pow(r.Float64(), 1.4)))
		if !slices.Contains(h.Who, who) {
			h.Who = append(h.Who, who)
		}
	}
	if r.Float64() < .6 {
		h.Travel = "here"
		if oneWay || r.Float64() < m.out {
			h.Travel = "there"
		}
	}
	return h
}

// stints are people at a desk one after another, with handovers of up to three months.
func stints(r *rand.Rand) []Stint {
	var all []Stint
	for day := 0; ; {
		stay := 500 + r.IntN(1500)
		if day+stay > Span-200 {
			return append(all, Stint{day, -1})
		}
		all = append(all, Stint{day, day + stay})
		day += stay + r.IntN(90)
	}
}

// poisson draws how many events a year has (D. Knuth, The Art of Computer
// Programming, volume 2, 3.4.1).
func poisson(r *rand.Rand, mean float64) int {
	limit, n := math.Exp(-mean), 0
	for p := r.Float64(); p > limit; p *= r.Float64() {
		n++
	}
	return n
}
