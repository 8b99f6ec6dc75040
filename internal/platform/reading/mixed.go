package reading

import (
	"slices"
	"strings"

	"pobratim/internal/kit/fold"
)

// What tells the rows of a mixed table apart.
const (
	ByColumn = "column" // the words of one column: «организация», «мероприятие»
	ByFilled = "filled" // which column names the thing
	ByLook   = "look"   // what the name looks like
)

// Sorting says how the rows of a mixed table are told apart.
type Sorting struct {
	By     string
	Column int // in the sheet, of ByColumn
	Groups []Group
}

// Group are the rows of a mixed table that are told to be about one thing.
type Group struct {
	Key     string // names the group
	Text    string // what the cells say; of ByFilled the header, of ByLook nothing
	Subject Subject
	Sure    float64
	Rows    int
}

// Name is what the cells of the group say, or what they look like.
func (g Group) Name() string {
	if g.Text != "" {
		return g.Text
	}
	return g.Key
}

// mostGroups is how many groups a person can be asked about.
const mostGroups = 40

// Meanings are all that a column may mean in a row: in a mixed table, more than
// one thing.
func (t *Table) Meanings(c Column) []Field {
	if t.Subject != Mixed {
		return []Field{c.Field}
	}
	var all []Field
	for _, g := range t.Sorting.Groups {
		if f := g.Subject.own(c.Field); !slices.Contains(all, f) {
			all = append(all, f)
		}
	}
	return all
}

// sure is how sure the sorting is: that of its rows in the mean.
func (s *Sorting) sure() float64 {
	sum, rows := 0.0, 0
	for _, g := range s.Groups {
		sum, rows = sum+g.Sure*float64(g.Rows), rows+g.Rows
	}
	if rows == 0 {
		return 0
	}
	return sum / float64(rows)
}

// share is the part of the rows that belongs to groups of a kind.
func (s *Sorting) share(of func(Group) bool) float64 {
	n, rows := 0, 0
	for _, g := range s.Groups {
		rows += g.Rows
		if of(g) {
			n += g.Rows
		}
	}
	if rows == 0 {
		return 0
	}
	return float64(n) / float64(rows)
}

// tells holds when the groups are about more than one thing and most rows stand
// in a group that is known.
func (s *Sorting) tells(known float64) bool {
	return len(s.Groups) > 0 && len(s.Groups) <= mostGroups && s.several() && s.share(func(g Group) bool { return g.Sure >= 0.6 }) >= known
}

// several holds when the groups are about more than one thing.
func (s *Sorting) several() bool {
	return slices.ContainsFunc(s.Groups, func(g Group) bool { return g.Subject != s.Groups[0].Subject })
}

// sorting finds out whether a table is mixed; nil when it is not.
func (b *builder) sorting(t *Table, all [][]guess, portraits []portrait) *Sorting {
	for i, c := range t.Columns {
		headed := len(all[i]) > 0 && slices.ContainsFunc(all[i], func(g guess) bool { return g.field == kindOf && g.sure > 0.66 })
		p := portraits[i]
		if p.filled == 0 || p.distinct > mostGroups || p.distinct > max(2, p.filled*2/3) && !headed || p.short < p.filled {
			continue
		}
		known := 0.8
		if !headed {
			known = 0.95
		}
		if !b.within(t, c.Index, firstRows).tells(known) || b.alike(t, all, portraits) {
			continue
		}
		if s := b.byColumn(t, c.Index); s.tells(known) {
			return s
		}
	}
	if s := b.byFilled(t, all); s != nil {
		return s
	}
	if at := b.nameColumn(t, all); at >= 0 && portraits[at].differ() && slices.ContainsFunc(all[at], func(g guess) bool { return g.field == name }) {
		s := b.looks(t, t.Columns[at].Index)
		sorts := 0
		for _, g := range s.Groups {
			if g.Sure > 0.5 && float64(g.Rows) >= 0.2*float64(portraits[at].filled) && g.Rows >= 2 {
				sorts++
			}
		}
		if sorts >= 2 && s.several() && s.share(func(g Group) bool { return g.Sure > 0.5 }) >= 0.8 {
			return s
		}
	}
	return nil
}

// anySorting is the best way to tell rows apart when a person says that a table
// is mixed.
func (b *builder) anySorting(t *Table, all [][]guess, portraits []portrait) *Sorting {
	if s := b.sorting(t, all, portraits); s != nil {
		return s
	}
	for i, c := range t.Columns {
		if slices.ContainsFunc(all[i], func(g guess) bool { return g.field == kindOf }) && portraits[i].distinct <= mostGroups {
			return b.byColumn(t, c.Index)
		}
	}
	if at := b.nameColumn(t, all); at >= 0 {
		return b.looks(t, t.Columns[at].Index)
	}
	return &Sorting{By: ByLook, Column: t.area.left, Groups: []Group{{Key: "other", Subject: Organisations, Sure: 0.3, Rows: t.area.bottom - t.first + 1}}}
}

// nameColumn is the column that names what the rows are about; -1 when none does.
func (b *builder) nameColumn(t *Table, all [][]guess) int {
	mains := []Field{name, PersonName, OrganisationName, ActivityName, AgreementTitle, City}
	at := slices.IndexFunc(all, func(guesses []guess) bool { return len(guesses) > 0 && guesses[0].field == name })
	if at < 0 {
		at = slices.IndexFunc(all, func(guesses []guess) bool { return len(guesses) > 0 && slices.Contains(mains, guesses[0].field) })
	}
	return at
}

// alike holds when the names of a table look like one thing only: then another
// column that divides them divides people from people.
func (b *builder) alike(t *Table, all [][]guess, portraits []portrait) bool {
	at := b.nameColumn(t, all)
	if at < 0 {
		return false
	}
	p := portraits[at]
	return p.share(aPerson) >= 0.8 || p.share(aCity) >= 0.8 || p.share(anOrganisation) >= 0.8
}

// group counts a row.
func (s *Sorting) group(key, text string) {
	if i := slices.IndexFunc(s.Groups, func(g Group) bool { return g.Key == key }); i >= 0 {
		s.Groups[i].Rows++
	} else {
		s.Groups = append(s.Groups, Group{Key: key, Text: text, Rows: 1})
	}
}

// byColumn sorts rows by the words of a column.
func (b *builder) byColumn(t *Table, column int) *Sorting { return b.within(t, column, t.area.bottom) }

// firstRows are enough to see that a column tells nothing: the rows of a long
// table are read only where it may.
const firstRows = 500

// within sorts the first rows of a table by the words of a column.
func (b *builder) within(t *Table, column, rows int) *Sorting {
	s := &Sorting{By: ByColumn, Column: column}
	for r := t.first; r <= min(t.area.bottom, t.first+rows) && len(s.Groups) <= mostGroups; r++ {
		if n, first := t.grid.filled(r, t.area.left, t.area.right); n > 1 && !isTotal(t.grid.at(r, first)) {
			text := t.grid.at(r, column)
			s.group(fold.Key(text), text)
		}
	}
	for i := range s.Groups {
		s.Groups[i].Subject, s.Groups[i].Sure = b.said(s.Groups[i].Text)
	}
	return s
}

// said is the subject that a word stands for.
func (b *builder) said(text string) (Subject, float64) {
	if found, sure := b.subjectWord(text); sure > 0 {
		return found, sure
	}
	switch {
	case Choice(OrganisationType, text) != "":
		return Organisations, 0.8
	case Choice(ActivityType, text) != "":
		return Activities, 0.75
	}
	return Organisations, 0.3
}

// subjectWord finds the word for a subject itself.
func (b *builder) subjectWord(text string) (found Subject, sure float64) {
	words := strings.Fields(fold.Key(text))
	if len(words) == 0 || len(words) > 5 {
		return "", 0
	}
	for _, s := range Subjects() {
		for _, p := range b.kinds[s] {
			if m := p.match(words); m > 0.6 && 0.5+m/2 > sure {
				found, sure = s, 0.5+m/2
			}
		}
	}
	return found, min(sure, 0.98)
}

// kindWords are how offices call in one word what a row is about.
func kindWords() map[Subject][]phrase {
	all := map[Subject][]phrase{}
	for subject, words := range map[Subject]string{
		People:        "человек.; люди.; персона; персоны; физлицо; физическое лиц; контакт.; контакты.; контактное лиц; person; people.; contact.; contacts.; individual; personen; ansprechpartner; henkilo; 人员; 联系人; 个人",
		Organisations: "организаци; учреждени; юрлицо; юридическ лиц; организация партнер; organisation; organization; institution; einrichtung; verein; organisaatio; 机构; 单位; 组织; 企业",
		Partners:      "город.; города.; город партнер; город побратим; партнерский город; партнер.; партнеры.; побратим; sister city; twin town; twin city; partner city; city.; town.; partner.; partnerstadt; stadt.; ystavyyskaupunki; kaupunki.; 友好城市; 城市; 友城",
		Agreements:    "соглашени; договор; меморандум; agreement; treaty; memorandum; vertrag; vereinbarung; abkommen; sopimus; 协议",
		Activities:    "мероприяти; событие.; события.; проект; визит; event; activity.; activities.; project; visit; veranstaltung; projekt; besuch; tapahtuma; 活动; 项目; 访问",
	} {
		for one := range strings.SplitSeq(words, ";") {
			all[subject] = append(all[subject], phraseOf("", one))
		}
	}
	return all
}

// byLook sorts the rows of a table whose columns are known by what their names
// look like.
func (b *builder) byLook(t *Table) *Sorting {
	for _, c := range t.Columns {
		if c.Field == name {
			return b.looks(t, c.Index)
		}
	}
	return b.looks(t, t.Columns[0].Index)
}

func (b *builder) looks(t *Table, column int) *Sorting {
	s := &Sorting{By: ByLook, Column: column}
	for r := t.first; r <= t.area.bottom; r++ {
		if text := t.grid.at(r, column); text != "" {
			s.group(b.lookKey(text), "")
		}
	}
	for i := range s.Groups {
		g := &s.Groups[i]
		g.Subject, g.Sure = Organisations, 0.3
		switch g.Key {
		case "person":
			g.Subject, g.Sure = People, 0.6
		case "city":
			g.Subject, g.Sure = Partners, 0.6
		case "organisation":
			g.Sure = 0.6
		}
	}
	return s
}

// mix settles the columns of a mixed table: one names the thing, one may tell
// what it is.
func (b *builder) mix(t *Table, portraits []portrait) {
	if t.Subject != Mixed {
		return
	}
	named := slices.ContainsFunc(t.Columns, func(c Column) bool { return c.Field == name })
	for i := range t.Columns {
		c := &t.Columns[i]
		switch {
		case t.Sorting.By == ByColumn && c.Index == t.Sorting.Column:
			c.Field, c.Sure, c.By = RowSubject, t.Sorting.sure(), "content"
		case !named && t.Sorting.By != ByFilled && portraits[i].filled > 0 && slices.Contains([]Field{PersonName, OrganisationName, ActivityName, City, AgreementTitle}, c.Field):
			c.Field, named = name, true
		}
	}
}
