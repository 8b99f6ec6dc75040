package duplicate

import (
	"net/url"
	"slices"
	"strings"

	"pobratim/internal/kit/fold"
)

// listed is the strength from which a pair is worth a look.
const listed = 0.72

// From these strengths on a pair is likely, or nearly certain.
const (
	Likely  = 0.8
	Certain = 0.92
)

// read is a card made ready for comparison.
type read struct {
	*Card
	names              []name
	email, phone, site string
}

func (r *reader) read(sort Sort, c *Card) read {
	out := read{Card: c, email: strings.ToLower(strings.TrimSpace(c.Email)), phone: lastDigits(c.Phone), site: host(c.Site)}
	add := func(text string) {
		n := r.ofThing(text)
		if sort == People {
			n = r.ofPerson(text)
		}
		if len(n.tokens) > 0 || n.short != "" {
			out.names = append(out.names, n)
		}
	}
	for _, text := range c.Names {
		add(text)
		if german := asGerman(text); german != "" {
			add(german)
		}
	}
	return out
}

// asGerman respells a name in Latin letters as Russian writes it after German
// sounds (Heinrich, Хайнрих); empty when that changes nothing.
func asGerman(text string) string {
	if cyrillic(text) {
		return ""
	}
	low := strings.ToLower(text)
	if other := strings.NewReplacer("sch", "sch", "ch", "kh", "ei", "ai", "eu", "oi", "äu", "oi").Replace(low); other != low {
		return other
	}
	return ""
}

// lastDigits are the ten digits of a telephone that do not depend on how the
// country is dialled; empty for what is too short to tell a person.
func lastDigits(phone string) string {
	d := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, phone)
	if len(d) < 7 {
		return ""
	}
	return d[max(0, len(d)-10):]
}

// host is the name of a site without what every address has.
func host(address string) string {
	if address == "" {
		return ""
	}
	if !strings.Contains(address, "://") {
		address = "https://" + address
	}
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	h := strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
	if p := strings.Trim(u.Path, "/"); p != "" {
		h += "/" + strings.ToLower(p) // departments share the site of their city
	}
	return h
}

// verdict collects what agrees and what differs.
type verdict struct {
	strength      float64
	agree, differ []Sign
}

func (v *verdict) add(strength float64, sign Sign) {
	v.strength += strength
	if strength >= 0 {
		v.agree = append(v.agree, sign)
	} else {
		v.differ = append(v.differ, sign)
	}
}

// same weighs a value that both cards have: equal values speak for one thing,
// different ones a little against.
func (v *verdict) same(a, b string, yes, no float64, sign Sign) {
	switch {
	case a == "" || b == "":
	case a == b:
		v.add(yes, sign)
	case no < 0:
		v.add(no, sign)
	}
}

// compare judges two cards.
func compare(sort Sort, a, b *read) verdict {
	var v verdict
	switch sort {
	case People:
		v = people(a, b)
	case Places:
		v = places(a, b)
	case Posts, Papers, Events, Series:
		v = works(sort, a, b)
	default:
		v = organisations(a, b)
	}
	v.strength = min(max(v.strength, 0), 1)
	return v
}

// bestNames finds the two spellings that are nearest to each other.
func bestNames(a, b *read, judge func(x, y *name) (float64, []Sign)) (best float64, signs []Sign) {
	best = -1
	for i := range a.names {
		for j := range b.names {
			x, y := &a.names[i], &b.names[j]
			s, why := judge(x, y)
			if s > best {
				if x.cyrillic != y.cyrillic && s > 0 {
					why = append(why, SignScript)
				}
				best, signs = s, why
			}
		}
	}
	return best, signs
}

func organisations(a, b *read) verdict {
	likeness, signs := bestNames(a, b, likeThings)
	if likeness < 0.35 { // two institutions: what they share is their house
		return verdict{strength: max(likeness, 0)}
	}
	v := verdict{strength: likeness, agree: signs}
	v.same(a.email, b.email, 0.3, -0.03, SignEmail)
	v.same(a.site, b.site, 0.2, -0.05, SignSite)
	v.same(a.phone, b.phone, 0.2, -0.02, SignPhone)
	v.same(a.Place, b.Place, 0.05, -0.35, SignPlace)
	return v
}

// likeThings tells how much two names of organisations have in common; below
// zero when they contradict each other.
func likeThings(x, y *name) (float64, []Sign) {
	if abbreviates(x, y) || abbreviates(y, x) {
		return 0.86, []Sign{SignShort}
	}
	common, total, exact := 0.0, 0.0, true
	var room [16]bool
	used := append(room[:0], make([]bool, len(y.tokens))...)
	var left, right rest
	for i := range x.tokens {
		t := &x.tokens[i]
		total += t.weight
		best, at := 0.0, -1
		for j := range y.tokens {
			if used[j] {
				continue
			}
			if c := closeness(t, &y.tokens[j]); c > best {
				best, at = c, j
			}
		}
		if at < 0 {
			left.add(*t)
			continue
		}
		used[at] = true
		common += best * (t.weight + y.tokens[at].weight)
		exact = exact && best == 1
	}
	for j, u := range y.tokens {
		total += u.weight
		if !used[j] {
			right.add(u)
		}
	}
	if total == 0 || left.numbers > 0 && right.numbers > 0 || left.kinds > 0 && right.kinds > 0 {
		return -1, nil
	}
	likeness := common / total
	if left.own > 0 && right.own > 0 {
		likeness -= 0.12
	}
	if left.numbers+right.numbers > 0 || !x.own() && y.own() || x.own() && !y.own() {
		likeness -= 0.15
	}
	if exact && likeness > 0.9 {
		return likeness, []Sign{SignName}
	}
	return likeness, []Sign{SignForm}
}

// rest counts words of one name that the other one does not have.
type rest struct{ numbers, kinds, own int }

func (r *rest) add(t token) {
	switch {
	case t.number:
		r.numbers++
	case t.kind:
		r.kinds++
	case t.weight >= conceptWeight:
		r.own++
	}
}

// abbreviates tells whether one name is made of the first letters of another.
func abbreviates(short, long *name) bool {
	return short.short != "" && short.short == long.initials
}

func people(a, b *read) verdict {
	likeness, signs := bestNames(a, b, likePeople)
	if likeness < 0 {
		likeness, signs = 0, nil
	}
	v := verdict{strength: likeness, agree: signs}
	shared := slices.ContainsFunc(a.Belongs, func(id string) bool { return slices.Contains(b.Belongs, id) })
	if likeness < 0.3 {
		return verdict{}
	}
	v.same(a.email, b.email, 0.4, -0.03, SignEmail)
	v.same(a.phone, b.phone, 0.3, -0.02, SignPhone)
	switch {
	case shared:
		v.add(0.2, SignOrganisation)
	case len(a.Belongs) > 0 && len(b.Belongs) > 0:
		v.add(-0.12, SignOrganisation)
	}
	return v
}

// likePeople compares two spellings of people's names: the words may stand in
// any order, and initials stand for words. Below zero: different people.
func likePeople(x, y *name) (float64, []Sign) {
	if x.sex == woman && (y.sex == man || y.sex == likelyMan) || y.sex == woman && (x.sex == man || x.sex == likelyMan) {
		return -1, nil
	}
	whole, initials := 0, 0
	mistaken := false
	usedX, usedY := make([]bool, len(x.tokens)), make([]bool, len(y.tokens))
	pair := func(match func(t, u token) bool, count *int) {
		for i, t := range x.tokens {
			for j, u := range y.tokens {
				if !usedX[i] && !usedY[j] && match(t, u) {
					usedX[i], usedY[j] = true, true
					*count++
				}
			}
		}
	}
	pair(func(t, u token) bool { return !t.initial && !u.initial && t.stem == u.stem }, &whole)
	near := 0
	pair(func(t, u token) bool {
		return !t.initial && !u.initial && min(len(t.stem), len(u.stem)) >= 6 && closeness(&t, &u) >= 0.85 && nearNames(t.stem, u.stem)
	}, &near)
	mistaken = near > 0
	whole += near
	pair(func(t, u token) bool {
		return t.initial != u.initial && t.stem[0] == u.stem[0] || t.initial && t.stem == u.stem
	}, &initials)
	restX, restY := slices.Contains(usedX, false), slices.Contains(usedY, false)
	switch {
	case restX && restY || whole == 0:
		return -1, nil
	case whole >= 2:
		s := 0.88 + 0.04*float64(min(whole, 3))
		if mistaken {
			return s - 0.12, []Sign{SignForm}
		}
		return s, []Sign{SignName}
	case initials >= 2:
		return 0.76, []Sign{SignShort}
	case initials == 1:
		return 0.62, []Sign{SignShort}
	}
	return 0.34, []Sign{SignFamily}
}

// nearNames refuses what only looks like a mistake: a longer name that begins
// with the other one is another name (Мария, Марина; Иванов, Иваненко).
func nearNames(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	return !strings.HasPrefix(b, a) || len(b)-len(a) == 1
}

func places(a, b *read) verdict {
	var v verdict
	for _, code := range a.Codes {
		if slices.Contains(b.Codes, code) {
			v.add(1, SignCode)
			break
		}
	}
	if a.Place != "" && b.Place != "" && a.Place != b.Place && len(v.agree) == 0 {
		return verdict{}
	}
	likeness, signs := bestNames(a, b, func(x, y *name) (float64, []Sign) {
		if len(x.tokens) != len(y.tokens) {
			return -1, nil
		}
		all := 1.0
		for i := range x.tokens {
			all = min(all, closeness(&x.tokens[i], &y.tokens[i]))
		}
		if all == 1 {
			return 0.95, []Sign{SignName}
		}
		return all - 0.08, []Sign{SignForm}
	})
	if likeness > 0.7 {
		v.strength += likeness
		v.agree = append(signs, v.agree...)
	}
	if len(v.agree) == 0 {
		return verdict{}
	}
	v.same(a.Place, b.Place, 0, -0.05, SignPlace)
	return v
}

// generic tells whether a name of a mailbox belongs to an office rather than to
// one person.
func generic(email string) bool {
	at, _, _ := strings.Cut(email, "@")
	return slices.Contains([]string{"info", "office", "mail", "contact", "post", "kontakt", "admin", "priem", "sekretariat", "secretary"}, fold.Key(at))
}
