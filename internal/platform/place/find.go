package place

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"pobratim/internal/kit/fold"
	"pobratim/internal/platform/place/internal/format"
)

// How says why a place answers a query, from sure to unsure.
type How string

// Kinds of match.
const (
	Exact    How = "exact"    // a name in some language, apart from case and accents
	Alias    How = "alias"    // another spelling or a former name
	Translit How = "translit" // the same sound in another spelling or script
	Prefix   How = "prefix"   // a name that begins so, as one types
	Layout   How = "layout"   // typed under the wrong keyboard layout
	Near     How = "near"     // one letter too many, too few, wrong or swapped
)

// Sure reports whether the spelling itself names the place: exact, alias or
// translit.
func (h How) Sure() bool { return h == Exact || h == Alias || h == Translit }

// Match is a place that answers a query.
type Match struct {
	Place   Place
	Matched string // the spelling that matched
	How     How
	score   float64
}

// Options narrow a search. The zero value is fine.
type Options struct {
	Lang    string // language of the person who types, preferred among spellings
	Country string // ISO code: places there come first; it excludes nothing
	Limit   int    // 0 means 10

	whole bool // only whole names: neither beginnings nor mistakes (for ReadList)
}

// Find looks for places by name in any language, script or romanisation, by
// the beginning of a name, under the wrong keyboard layout, and with one
// letter mistaken; the best first: by quality of the match, then population.
// It returns nil for text without letters and when nothing is near.
func (g *Gazetteer) Find(query string, opt Options) []Match {
	if utf8.RuneCountInString(query) > 100 || g.load() != nil {
		return nil
	}
	if opt.Limit <= 0 {
		opt.Limit = 10
	}
	s := search{g: g, opt: opt, seen: map[int]int{}}
	s.direct(query, "")
	if !s.spelt() && !opt.whole {
		if other := fold.SwapLayout(query); other != query {
			s.direct(other, Layout)
		}
	}
	if len(s.found) == 0 && !opt.whole {
		s.near(query)
	}
	slices.SortStableFunc(s.found, func(a, b Match) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.Place.rank, b.Place.rank))
	})
	return s.found[:min(len(s.found), opt.Limit)]
}

// Named is Find for a name that stands there in full: neither as a beginning
// nor as a mistake is anything else taken for it.
func (g *Gazetteer) Named(name string, opt Options) []Match {
	opt.whole = true
	return g.Find(name, opt)
}

// search collects the answers to one query.
type search struct {
	g     *Gazetteer
	opt   Options
	found []Match
	seen  map[int]int // rank → index in found
}

// spelt reports whether some place is really spelt so.
func (s *search) spelt() bool {
	return slices.ContainsFunc(s.found, func(m Match) bool { return m.How == Exact || m.How == Alias })
}

// direct looks up a spelling and what begins with it; a given how replaces the
// one that the names tell.
func (s *search) direct(query string, how How) {
	key, sound := fold.Key(query), format.SoundKey(query)
	if sound == "" || len(sound) > format.MaxKey {
		return
	}
	for _, rank := range s.top(s.g.ranksOf(sound), 60) {
		s.add(rank, key, sound, how)
	}
	if s.opt.whole {
		return
	}
	for _, rank := range s.top(s.g.ranksUnder(sound, s.opt.Country != ""), 40) {
		s.add(rank, key, "", how)
	}
	// The end of an unfinished word may sound otherwise than in the whole:
	// «Sc» of Schwerin. One letter less finds it; the spelling then decides.
	if r := []rune(key); len(s.found) == 0 && len(r) > 2 {
		if shorter := format.SoundKey(string(r[:len(r)-1])); shorter != "" && !strings.HasPrefix(sound, shorter) {
			for _, rank := range s.top(s.g.ranksUnder(shorter, s.opt.Country != ""), 80) {
				s.add(rank, key, "", how)
			}
		}
	}
}

// top keeps the n largest places, those of the hinted country before others.
func (s *search) top(ranks []int, n int) []int {
	if len(ranks) <= n {
		return ranks
	}
	at := slices.Index(s.g.meta.Countries, s.opt.Country)
	if at >= 0 {
		slices.SortStableFunc(ranks, func(a, b int) int {
			x, y := int(s.g.ranks[a]) == at, int(s.g.ranks[b]) == at
			switch {
			case x == y:
				return cmp.Compare(a, b)
			case x:
				return -1
			}
			return 1
		})
	} else {
		slices.Sort(ranks)
	}
	return ranks[:n]
}

// weights of the kinds; ten points are worth two thousandfold in population.
var weights = map[How]float64{Exact: 100, Alias: 94, Translit: 90, Prefix: 70, Layout: 62, Near: 50}

// add judges a candidate by its own spellings. It was found by its whole sound
// or, where sound is empty, by the beginning of one.
func (s *search) add(rank int, key, sound string, how How) {
	p, ok := s.g.place(rank)
	if !ok {
		return
	}
	kind, matched, bonus := p.judge(key, s.opt.Lang)
	switch {
	case kind != "":
	case sound == "":
		return // the sound begins so, but no spelling does
	default:
		kind, matched = p.soundsLike(sound, s.opt.Lang)
	}
	score := weights[kind] + bonus
	if how != "" {
		score -= weights[Exact] - weights[how]
		kind = how
	}
	s.put(Match{Place: p, Matched: matched, How: kind, score: score})
}

func (s *search) put(m Match) {
	m.score += 3 * math.Log10(float64(m.Place.Population)+1)
	if s.opt.Country != "" && m.Place.Country == s.opt.Country {
		m.score += 40
	}
	if i, ok := s.seen[m.Place.rank]; ok {
		if m.score > s.found[i].score {
			s.found[i] = m
		}
		return
	}
	s.seen[m.Place.rank] = len(s.found)
	s.found = append(s.found, m)
}

// judge compares a folded query with the spellings: "" if none is equal or
// begins so. Names shown in some language weigh more than aliases, the
// language of the person most.
func (p Place) judge(key, lang string) (how How, matched string, bonus float64) {
	best := -1.0
	try := func(name string, whole How, extra float64) {
		k := fold.Key(name)
		kind := whole
		switch {
		case k == key:
		case strings.HasPrefix(k, key):
			kind = Prefix
			extra -= 4 * (1 - float64(len(key))/float64(len(k)))
		default:
			return
		}
		if v := weights[kind] + extra; v > best {
			best, how, matched, bonus = v, kind, name, extra
		}
	}
	if n, ok := p.Names[lang]; ok {
		try(n, Exact, 0.5)
	}
	try(p.Main, Exact, 0)
	for _, l := range slices.Sorted(maps.Keys(p.Names)) {
		try(p.Names[l], Exact, -1)
	}
	for _, a := range p.Aliases {
		try(a, Alias, -6)
	}
	return how, matched, bonus
}

// near tries all keys one edit away, in the sound of the query.
func (s *search) near(query string) {
	sounds := []string{format.SoundKey(query)}
	if other := fold.SwapLayout(query); other != query {
		sounds = append(sounds, format.SoundKey(other))
	}
	for _, sound := range sounds {
		if len(sound) < 4 || len(sound) > 40 {
			continue
		}
		for _, k := range s.g.oneEdit(sound) {
			for _, rank := range s.top(s.g.ranksOf(k), 20) {
				if p, ok := s.g.place(rank); ok {
					_, name := p.soundsLike(k, s.opt.Lang)
					s.put(Match{Place: p, Matched: name, How: Near, score: weights[Near]})
				}
			}
		}
		if len(s.found) > 0 {
			return
		}
	}
}

// soundsLike is the spelling behind a sound: of a name shown in some language
// (then the query was a transliteration of it) or of an alias.
func (p Place) soundsLike(sound, lang string) (How, string) {
	names := []string{p.Names[lang], p.Main}
	for _, l := range slices.Sorted(maps.Keys(p.Names)) {
		names = append(names, p.Names[l])
	}
	for i, n := range append(names, p.Aliases...) {
		if n != "" && format.SoundKey(n) == sound {
			if i < len(names) {
				return Translit, n
			}
			return Alias, n
		}
	}
	return Translit, p.Name(lang)
}
