package reading

import (
	"pobratim/internal/kit/fold"
)

// heading is a header that was found: one row, or two with groups above.
type heading struct {
	row, last int
	texts     []string // by column of the region
	score     float64
	known     int
}

// heading judges whether a row, together with the one above it when that holds
// groups, heads columns. Nothing to judge is a score of 0.
func (b *builder) heading(g *grid, r int, area region) heading {
	h := heading{row: r, last: r, texts: make([]string, area.right-area.left+1)}
	filled, known, mapped, repeated, long := 0, 0, 0.0, 0, 0
	seen := map[string]bool{}
	for c := area.left; c <= area.right; c++ {
		text := g.at(r, c)
		h.texts[c-area.left] = text
		if text == "" {
			continue
		}
		filled++
		if seen[fold.Key(text)] {
			repeated++
		}
		seen[fold.Key(text)] = true
		if len(fold.Words(text)) > 8 {
			long++
		}
		switch b.eye.look(text) {
		case anEmail, aPhone, severalContacts, aSite, aNumber:
			long++
		}
		if found := b.words.head(text); len(found) > 0 && found[0].sure > 0.66 {
			known++
			mapped += found[0].sure
		}
	}
	if filled == 0 {
		return h
	}
	h.known = known
	h.score = mapped/float64(filled) + 0.15*float64(min(known, 4)) - 0.5*float64(long)/float64(filled) - 0.3*float64(repeated)/float64(filled)
	if filled == 1 && area.right > area.left+1 {
		h.score = 0
	}
	if known == 0 {
		h.score = 0
	}
	return h
}

// groups joins the row above a header to it, when that names groups of columns:
// «Контакты» above «телефон» and «почта».
func (b *builder) groups(g *grid, h heading, area region) heading {
	up := h.row - 1
	n, _ := g.filled(up, area.left, area.right)
	if n == 0 || up < area.top {
		return h
	}
	above := b.heading(g, up, area)
	holes, wide := 0, false
	for c := area.left; c <= area.right; c++ {
		if g.at(h.row, c) == "" && g.at(up, c) != "" {
			holes++
		}
		wide = wide || g.merged[[2]int{up, c}]
	}
	if above.known == 0 && holes == 0 || n == 1 && area.right-area.left > 1 && holes == 0 {
		return h
	}
	if !wide && holes == 0 {
		return h
	}
	group := ""
	for c := area.left; c <= area.right; c++ {
		if text := g.at(up, c); text != "" {
			group = text
		} else if !g.merged[[2]int{up, c}] && g.at(h.row, c) == "" {
			group = ""
		}
		under := h.texts[c-area.left]
		switch {
		case under == "":
			h.texts[c-area.left] = g.at(up, c)
		case group != "" && fold.Key(group) != fold.Key(under) && g.merged[[2]int{up, c}] || group != "" && g.at(up, c) != "" && fold.Key(g.at(up, c)) != fold.Key(under) && g.merged[[2]int{up, c + 1}]:
			h.texts[c-area.left] = under + " (" + group + ")"
		}
	}
	h.row = up
	return h
}

// findHeading looks for the header among the first rows of an area.
func (b *builder) findHeading(g *grid, area region) (heading, bool) {
	var best heading
	for r := area.top; r <= min(area.bottom, area.top+14); r++ {
		h := b.heading(g, r, area)
		n, _ := g.filled(r, area.left, area.right)
		if n >= 2 && b.numbering(g, r, area) {
			continue
		}
		if h.score > best.score+0.001 {
			best = h
		}
	}
	need := 2
	if area.right-area.left < 2 {
		need = 1
	}
	if best.known < need || best.score < 0.55 {
		if best.known < 1 || best.score < 0.9 {
			return b.unlike(g, area)
		}
	}
	if sub, ok := b.under(g, best, area); ok {
		return sub, true
	}
	return b.groups(g, best, area), true
}

// unlike takes the first full row for a header when its words are not what the
// rows below hold: «Откуда» above countries, «Когда» above years.
func (b *builder) unlike(g *grid, area region) (heading, bool) {
	for r := area.top; r <= min(area.bottom-2, area.top+5); r++ {
		n, _ := g.filled(r, area.left, area.right)
		if n < 2 || n < area.right-area.left+1 {
			continue
		}
		h := heading{row: r, last: r}
		different := 0
		for c := area.left; c <= area.right; c++ {
			h.texts = append(h.texts, g.at(r, c))
			p := b.eye.portrait(b.cells(g, r+1, area.bottom, c))
			own := b.eye.portrait([]string{g.at(r, c)})
			for s := anEmail; s < sorts; s++ {
				if s != aPerson && s != anOrganisation && s != aPost && p.share(s) >= 0.8 && own.count[s] == 0 {
					different++
				}
			}
			if own.count[aNumber]+own.count[aDate]+own.count[anEmail]+own.count[aPhone] > 0 {
				return heading{}, false
			}
		}
		return h, different >= 2
	}
	return heading{}, false
}

// under takes the row below a header to it, when that divides some of its
// columns: «телефон», «почта» under «Контакты».
func (b *builder) under(g *grid, h heading, area region) (heading, bool) {
	below := b.heading(g, h.row+1, area)
	n, _ := g.filled(h.row+1, area.left, area.right)
	if n < 2 || below.known < n || below.known < 2 || h.row+1 >= area.bottom {
		return h, false
	}
	group, divided := "", 0
	for i, text := range below.texts {
		if h.texts[i] != "" {
			group = h.texts[i]
		}
		switch {
		case text == "":
		case h.texts[i] != "" && i+1 < len(h.texts) && h.texts[i+1] != "":
			return h, false // a column with a header of its own needs no other
		default:
			divided++
			h.texts[i] = text + " (" + group + ")"
		}
	}
	h.last = h.row + 1
	return h, divided >= 2
}

// numbering holds for the row «1 2 3 4» under a header.
func (b *builder) numbering(g *grid, r int, area region) bool {
	want, n := 0, 0
	for c := area.left; c <= area.right; c++ {
		text := g.at(r, c)
		if text == "" {
			continue
		}
		n++
		if want == 0 && text == "1" {
			want = 1
		}
		if want == 0 || text != itoa(want) {
			return false
		}
		want++
	}
	return n >= 3
}
