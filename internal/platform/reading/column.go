package reading

import (
	"slices"
	"strings"
)

// guess is a meaning of a column with its weight.
type guess struct {
	field Field
	sure  float64
	by    string
}

// columns guesses what every column means and what the table is about, unless
// that is known.
func (b *builder) columns(t *Table, heads []string, known Subject) {
	g, area := t.grid, t.area
	t.heads, t.Columns, t.Sorting = heads, nil, nil
	var all [][]guess
	var portraits []portrait
	for c := area.left; c <= area.right; c++ {
		cells := b.cells(g, t.first, area.bottom, c)
		header := ""
		if t.Header >= 0 {
			header = heads[c-area.left]
		}
		p := b.eye.portrait(cells)
		if p.filled == 0 && header == "" {
			continue
		}
		col := Column{Index: c, Header: strings.Join(strings.Fields(header), " "), post: b.postIn(header)}
		for _, cell := range cells {
			if cell != "" && len(col.Samples) < 3 && !slices.Contains(col.Samples, cell) {
				col.Samples = append(col.Samples, cell)
			}
		}
		t.Columns = append(t.Columns, col)
		all = append(all, b.guesses(header, p))
		portraits = append(portraits, p)
	}
	if (known == "" || known == Partners) && b.wide(t, portraits) {
		return
	}
	t.Subject, t.Sure = known, 1
	if known == "" {
		t.Subject, t.Sure = subjectOf(all)
		if found := b.sorting(t, all, portraits); found != nil {
			t.Subject, t.Sure, t.Sorting = Mixed, found.sure(), found
		}
	} else if known == Mixed {
		t.Sorting = b.anySorting(t, all, portraits)
	}
	b.assign(t, all, portraits)
}

// cells are a sample of a column's cells, spread over its length.
func (b *builder) cells(g *grid, first, last, c int) []string {
	var out []string
	step := max(1, (last-first+1)/(4*sample))
	for r := first; r <= last && len(out) < sample; r += step {
		if text := g.at(r, c); text != "" {
			out = append(out, text)
		}
	}
	return out
}

// postIn is the post that a header names instead of a person: «Директор».
func (b *builder) postIn(header string) string {
	text := strings.TrimSpace(header)
	words := strings.Fields(strings.ToLower(text))
	if len(words) == 0 || len(words) > 4 || !begins(words[0], b.eye.posts) {
		return ""
	}
	return text
}

// guesses weigh the words of the header against what stands below.
func (b *builder) guesses(header string, p portrait) []guess {
	weigh := map[Field]guess{}
	put := func(f Field, sure float64, by string) {
		if old, ok := weigh[f]; !ok || sure > old.sure {
			weigh[f] = guess{f, min(sure, 0.99), by}
		}
	}
	for _, h := range b.words.head(header) {
		put(h.field, h.sure, "header")
	}
	for f, g := range weigh {
		factor := agrees(f, p)
		g.sure = min(g.sure*factor, 0.99)
		if factor > 1 {
			g.by = "both"
		}
		weigh[f] = g
	}
	if yearOnly(header) {
		put(years, 0.9, "header")
	}
	fromContent(header, p, put)
	var out []guess
	for _, g := range weigh {
		out = append(out, g)
	}
	slices.SortFunc(out, func(a, b guess) int {
		switch {
		case a.sure > b.sure:
			return -1
		case a.sure < b.sure:
			return 1
		}
		return strings.Compare(string(a.field), string(b.field))
	})
	return out
}

// fromContent adds what the cells alone say.
func fromContent(header string, p portrait, put func(Field, float64, string)) {
	if p.filled == 0 {
		return
	}
	mail, tel, both := p.share(anEmail), p.share(aPhone), p.share(severalContacts)
	if both >= 0.25 || mail >= 0.2 && tel >= 0.2 {
		put(Contact, 0.96, "content")
	}
	put(email, 0.9*(mail+both/2), "content")
	put(phone, 0.85*tel, "content")
	put(website, 0.85*p.share(aSite), "content")
	put(Country, 0.88*p.share(aCountry), "content")
	enough := min(1, float64(p.filled)/3+0.34)
	put(City, 0.8*p.share(aCity)*min(1, float64(p.filled)/5), "content") // many words are some small place's name
	put(PersonName, (0.6*p.share(aPerson)+0.35*float64(p.patronymics)/float64(p.filled))*enough, "content")
	put(OrganisationName, 0.72*p.share(anOrganisation)*enough, "content")
	put(PostTitle, 0.72*p.share(aPost)*enough, "content")
	if header == "" {
		put(when, 0.7*p.share(aDate), "content")
	}
}

// agrees says by how much content speaks for (above 1) or against (below 1) a
// meaning that the header suggests.
func agrees(f Field, p portrait) float64 {
	if p.filled == 0 || p.han*2 > p.filled {
		return 1
	}
	scale := func(share, enough, little float64) float64 {
		switch {
		case share >= enough:
			return 1.06
		case share < little && p.filled >= 2:
			return 0.55
		}
		return 1
	}
	mail, tel, both := p.share(anEmail), p.share(aPhone), p.share(severalContacts)
	switch f {
	case email, PersonEmail, OrganisationMail:
		return scale(mail+both/2, 0.5, 0.15)
	case phone, PersonPhone, OrganisationTel:
		return scale(tel+both/2+p.share(aNumber)/2, 0.4, 0.1)
	case Contact:
		if p.share(aPerson) > 0.5 {
			return 0.4
		}
		return scale(mail+tel+both+p.share(aSite), 0.4, 0.1)
	case website:
		return scale(p.share(aSite), 0.4, 0.1)
	case City:
		if p.share(anOrganisation) > 0.4 || p.share(aCountry) > 0.6 {
			return 0.5
		}
		return scale(p.share(aCity)+p.share(aCountry)/2, 0.4, 0.12)
	case Origin:
		return scale(p.share(aCity), 0.3, 0.05)
	case Country:
		return scale(p.share(aCountry), 0.4, 0.1)
	case PersonName:
		if p.share(anOrganisation) > 0.4 || p.share(aPost) > 0.5 || p.share(aDate)+p.share(aNumber) > 0.5 {
			return 0.5
		}
		return scale(p.share(aPerson), 0.35, 0.04)
	case OrganisationName:
		if p.share(aPerson) > 0.5 && float64(p.patronymics) > 0.3*float64(p.filled) || p.share(aDate)+p.share(aNumber)+mail+tel > 0.5 {
			return 0.5
		}
		return scale(p.share(anOrganisation), 0.25, -1)
	case PostTitle:
		if p.share(aPerson) > 0.6 && p.share(aPost) < 0.1 || p.share(aDate)+p.share(aNumber) > 0.5 {
			return 0.5
		}
		return scale(p.share(aPost), 0.3, -1)
	case PartnerSince, AgreementSigned, AgreementUntil, ActivityStarts, ActivityEnds, RoleSince, RoleUntil, when, "agreement.from":
		return scale(p.share(aDate), 0.4, 0.1)
	case Population, Ignore:
		return scale(p.share(aNumber), 0.5, 0.3)
	case Organiser, DelegationHead, Participant, Host:
		if p.share(aDate)+p.share(aNumber)+mail+tel > 0.4 {
			return 0.3
		}
	case ActivityName, AgreementTitle, Surname, Given:
		if p.share(aDate)+p.share(aNumber)+mail+tel > 0.6 {
			return 0.5
		}
	}
	return 1
}

// assign gives every column one meaning; a meaning that only one column can
// have goes to the surest.
func (b *builder) assign(t *Table, all [][]guess, portraits []portrait) {
	taken := map[Field]int{}
	several := map[Field]bool{Note: true, Ignore: true, Contact: true, PersonEmail: true, PersonPhone: true, OrganisationMail: true, OrganisationTel: true, OrganisationSite: true, years: true, City: true, Organiser: true, DelegationHead: true, Participant: true, Host: true}
	type bid struct {
		column int
		guess  guess
	}
	var bids []bid
	for i, guesses := range all {
		for _, g := range guesses {
			field := t.Subject.own(g.field)
			if field == Note && g.field != Note {
				g.sure *= 0.9
			}
			if t.Subject == Partners && field == OrganisationName || field == Participant && (g.field != Participant || g.by == "content") {
				g.sure *= 0.7
			}
			g.sure = fits(t.Subject, field, g.sure)
			g.field = field
			bids = append(bids, bid{i, g})
		}
	}
	slices.SortStableFunc(bids, func(a, b bid) int {
		switch {
		case a.guess.sure > b.guess.sure+1e-9:
			return -1
		case a.guess.sure < b.guess.sure-1e-9:
			return 1
		}
		return a.column - b.column
	})
	done := map[int]bool{}
	for _, o := range bids {
		if done[o.column] || o.guess.sure < 0.34 {
			continue
		}
		if _, gone := taken[o.guess.field]; gone && !several[o.guess.field] {
			continue
		}
		taken[o.guess.field] = o.column
		done[o.column] = true
		c := &t.Columns[o.column]
		c.Field, c.Sure, c.By = o.guess.field, o.guess.sure, o.guess.by
	}
	for i := range t.Columns {
		if c := &t.Columns[i]; c.Field == "" {
			c.Field, c.Sure = Note, 0.5
			if portraits[i].filled > 0 && c.Header == "" {
				c.Sure = 0.3
			}
		}
	}
	b.mend(t, portraits)
	b.mix(t, portraits)
}

// mend settles what only the whole table tells.
func (b *builder) mend(t *Table, portraits []portrait) {
	var cityColumns, yearColumns []int
	has := map[Field]bool{}
	for i, c := range t.Columns {
		has[c.Field] = true
		if c.Field == City {
			cityColumns = append(cityColumns, i)
		}
		if c.Field == years {
			yearColumns = append(yearColumns, i)
		}
	}
	if len(yearColumns) >= 3 {
		t.Layout = Years
	} else {
		for _, i := range yearColumns {
			t.Columns[i].Field, t.Columns[i].Sure = Note, 0.5
		}
	}
	switch {
	case len(cityColumns) < 2:
	case t.Subject == Partners && !has[Origin] && portraits[cityColumns[0]].share(aCity) > 0.5 && portraits[cityColumns[1]].share(aCity) > 0.5:
		t.Columns[cityColumns[0]].Field = Origin
	default:
		for _, i := range cityColumns[1:] {
			t.Columns[i].Field, t.Columns[i].Sure = Note, 0.5
		}
	}
	for i := range t.Columns {
		c := &t.Columns[i]
		if c.Field != PersonName {
			c.post = ""
		}
	}
}
