package ui

// Source is the footnote of a fact: who said it, where, when.
type Source struct {
	Mark  string // number of the footnote: "1"
	Label string // "Источник" for screen readers
	Text  string
	Lang  string
	Href  string
	Open  string // words of the link: "Открыть источник"
	When  string // "прочитано 12 июня 2026"
	By    string // who entered it
}

// OtherFact is what another source says about the same thing.
type OtherFact struct {
	Value  Value
	Source *Source
}

// Fact is one row of what is known. Missing is shown when nothing is.
type Fact struct {
	ID      string // id of the row, so that it can be replaced while it is edited
	Label   string
	Value   Value
	Missing string // "не указано", or a question that can be answered here
	Source  *Source
	Others  []OtherFact
	History *Link
	Edit    *Link
	Reach   *Audience
}

// Facts is a list of facts; OthersTitle heads the rows of other sources.
type Facts struct {
	Rows        []Fact
	OthersTitle string // "Другие сведения"
}

// Row pairs a fact with the words of its list, for the partial.
type factRow struct {
	Fact
	OthersTitle string
}

// Each returns the rows as the partial takes them.
func (f Facts) Each() []any {
	rows := make([]any, len(f.Rows))
	for i, fact := range f.Rows {
		rows[i] = factRow{fact, f.OthersTitle}
	}
	return rows
}

// FactEdit replaces the row of a fact while it is edited in place.
type FactEdit struct {
	ID     string // of the row
	Label  string
	Form   Form
	Target string  // address that the script sends to; the form's own Action without scripts
	Notice *Notice // what stands in the way, such as a newer version
}

// SummaryRow is one answer with the links that change it.
type SummaryRow struct {
	Label   string
	Value   Value
	Missing string
	Changes []Link
}

// SummaryList shows answers or settings.
type SummaryList struct{ Rows []SummaryRow }

// CheckAnswers is the page before an act: all answers, then the button that
// names the act.
type CheckAnswers struct {
	Groups []CheckGroup
	Text   string // what happens next
	Form   Form
}

// CheckGroup is a headed part of the answers.
type CheckGroup struct {
	Title  string
	Change *Link
	List   SummaryList
}

// BoxRow is one line of a Box.
type BoxRow struct {
	Label string
	Value Value
}

// Box is the fixed box of facts beside a text: for whom, when, how much.
type Box struct {
	Title  string
	Rows   []BoxRow
	Action *LinkButton
	Note   string
}

// Claim is what one side says about the state of a partnership.
type Claim struct {
	Side     string // "Мы", "Они"
	Who      string // name of the city or body
	State    *Chip
	When     Value
	Wording  Value // quoted as it was said, in its language
	Document *Link
	Source   *Source
	Missing  string // "Позиция не известна"
}

// Claims sets both sides beside each other. Differ is shown when they disagree.
type Claims struct {
	Title        string
	Level        int // level of Title: 2 or 3; 0 = 2
	Ours, Theirs Claim
	Differ       string
}

// Small reports whether the title is a third-level heading.
func (c Claims) Small() bool { return c.Level == 3 }

// TimelineItem is one thing that happened, or will.
type TimelineItem struct {
	When      Value
	Kind      string // word of what it is: "Визит"
	Icon      Icon
	Title     Value
	Text      string
	Chip      *Chip
	Source    *Source
	Uncertain bool // the date is a guess or only a year
	Ahead     bool // not yet happened
}

// TimelineYear is a year with its items.
type TimelineYear struct {
	Year  string
	Items []TimelineItem
}

// Timeline runs from the newest year or from the first; the order is the page's.
type Timeline struct {
	Label string
	Years []TimelineYear
	More  *Link
}

// ChainStep is one document in a chain of renewals.
type ChainStep struct {
	Title    Value
	When     Value
	Relation string // how it follows from the one before: "продлевает"
	Note     string
	Chip     *Chip
	Now      bool
	Gap      string // words of the break before it: "разрыв 3 года"
}

// Chain is a line of documents that renew, amend or replace each other.
type Chain struct {
	Label string
	Steps []ChainStep
}

// Change is one edit of one field.
type Change struct {
	When          Value
	Who           string
	Field         string
	Before, After Value
	Missing       string // shown where Before or After was empty: "пусто"
	Reason        string
	Restore       *Button
	Action        string // where Restore is sent
	Once          Once
}

// History lists edits, the newest first.
type History struct {
	BeforeLabel, AfterLabel string // "Было", "Стало"
	Items                   []Change
}

// Each returns the edits as the partial takes them.
func (h History) Each() []any {
	rows := make([]any, len(h.Items))
	for i, item := range h.Items {
		rows[i] = struct {
			Change
			BeforeLabel, AfterLabel string
		}{item, h.BeforeLabel, h.AfterLabel}
	}
	return rows
}

// Person is a row with a person, or with a post that nobody holds (Vacant).
type Person struct {
	Name     Value
	Latin    Value // the name in the other script
	Initials string
	Photo    *Picture
	Role     string
	Org      Value
	Since    Value
	Speaks   string
	Contacts []Link
	Chip     *Chip
	Vacant   string // "Должность свободна с марта 2026"
	Fill     *Link  // how the gap is closed
}

// City is the card of a partner city. Bearing is degrees clockwise from north,
// seen from the home city, and turns the needle of the small dial.
type City struct {
	Name     Value // Href leads to the city
	Native   Value
	Country  string
	Since    string
	State    *Chip
	Distance string // written with its unit: "3 068 км"
	Compass  string // "на запад"
	Bearing  int
	Note     string // "9 событий"
}

// Cities is a grid of cards.
type Cities struct {
	Label string
	Items []City
}

// Task is one row of a task list; a blocked one is not a link.
type Task struct {
	Title  Value
	Hint   string
	Status Chip
}

// TaskGroup is a headed part of a task list.
type TaskGroup struct {
	Title string
	Done  string // "2 из 6"
	Tasks []Task
}

// TaskList shows what is done and what is left.
type TaskList struct{ Groups []TaskGroup }

// Figure is one number; it opens the records behind it.
type Figure struct{ Number, Label, Href, Note string }

// Figures is a row of numbers.
type Figures struct {
	Label string
	Items []Figure
}

// Clock is the time at one place.
type Clock struct{ Place, Time, Machine, Note string }

// Clocks shows the same moment at several places.
type Clocks struct {
	Label string
	Items []Clock
}
