package ui

// Value is what stands in a cell, a fact or a row: words, perhaps in another
// language than the page, perhaps a link, perhaps with a chip or several parts.
type Value struct {
	Text  string
	Lang  string // BCP 47; only when it differs from the page's language
	Href  string // makes the words a link
	Note  string // smaller words after it, such as "translation is missing, shown in Russian"
	Time  string // machine form for <time datetime>, when the words are a date
	Chip  *Chip
	Parts []Value // several values under one label, each on its own line
}

// Link is a link with everything that menus and lists of links need.
type Link struct {
	Text     string
	Href     string
	Hidden   string // more words for screen readers: "Изменить" + "дату начала"
	Lang     string // language of the words
	HrefLang string // language of the page it leads to
	Icon     Icon
	Current  bool   // the page or the choice where the reader is
	Count    string // written number beside it, such as "3"
	Key      string // letter of the optional shortcut, such as "p" after g
	Download bool
	Within   []Link // what a section of a menu holds beside its first page
	Open     bool   // the reader is within it
}

// ButtonKind says how much a button weighs on the page.
type ButtonKind string

// Weights of buttons. A page has one primary at most.
const (
	ButtonSecondary ButtonKind = ""
	ButtonPrimary   ButtonKind = "primary"
	ButtonQuiet     ButtonKind = "quiet"
	ButtonDanger    ButtonKind = "danger"
	ButtonOnDark    ButtonKind = "dark"      // main button on the dark band
	ButtonDarkLine  ButtonKind = "dark-line" // second button on the dark band
)

// Button sends a form. Without Name and Value it sends nothing of its own.
type Button struct {
	Text, Hidden string // Hidden: more words for screen readers
	Kind         ButtonKind
	Icon         Icon
	Name, Value  string
	Action       string // formaction, when one form has several ends
	NoValidate   bool
	Plain        bool   // type="button": works only with scripts, hidden without them
	Copy         string // words that it copies; implies Plain
	Print        bool   // opens the print dialogue; implies Plain
	Confirm      string // question before an act that cannot be undone
	Opens        string // id of the dialogue that it opens; implies Plain
}

// NeedsScript reports whether the button does nothing without scripts; such a
// button is hidden then.
func (b Button) NeedsScript() bool {
	return b.Plain || b.Copy != "" || b.Print || b.Opens != ""
}

// LinkButton is a link that looks like a button: it goes somewhere.
type LinkButton struct {
	Text, Hidden string
	Href         string
	Kind         ButtonKind
	Icon         Icon
	Download     bool
}

// Action is one button or one link in a row of actions; exactly one is set.
type Action struct {
	Button *Button
	Link   *LinkButton
}

// Tone says in which mood a chip or a notice is; the word itself says what.
type Tone string

// Moods.
const (
	ToneNeutral Tone = "neutral"
	ToneGood    Tone = "good"
	ToneWarn    Tone = "warn"
	ToneBad     Tone = "bad"
	ToneInfo    Tone = "info"
	TonePaused  Tone = "paused"
)

// Chip is a state: a word, a bar in the colour of its mood, perhaps an icon.
type Chip struct {
	Text string
	Tone Tone
	Icon Icon
	Note string // small words after it: since when, by whom
}

// Reach says who sees a record.
type Reach string

// Circles of readers, from the narrowest.
const (
	ReachDepartment Reach = "department"
	ReachCity       Reach = "administration"
	ReachPartner    Reach = "partner"
	ReachEveryone   Reach = "everyone"
)

// Audience shows in words who sees the record.
type Audience struct {
	Reach  Reach
	Text   string // "Отдел", "Администрация", "Партнёр", "Все"
	Hidden string // "Кто видит:" for screen readers
	Href   string // where it is changed; empty when the reader may not
}

// Icon returns the drawing of the circle.
func (a Audience) Icon() Icon {
	switch a.Reach {
	case ReachCity:
		return IconBuilding
	case ReachPartner:
		return IconHandshake
	case ReachEveryone:
		return IconGlobe
	default:
		return IconLock
	}
}

// Notice tells one thing above the content. It is never shown together with an
// error summary.
type Notice struct {
	Tone  Tone
	Title string
	Text  string
	Links []Link
}

// Icon returns the drawing of the notice's mood.
func (n Notice) Icon() Icon {
	switch n.Tone {
	case ToneGood:
		return IconCheck
	case ToneWarn, ToneBad:
		return IconAlert
	case TonePaused:
		return IconPause
	default:
		return IconInfo
	}
}

// Demo is the band of a demonstration installation.
type Demo struct {
	Label string // "Демонстрация"
	Text  string
	Link  *Link
}

// Empty stands where a list has nothing: what this is, why it is empty, one step.
type Empty struct {
	Title, Text string
	Action      *LinkButton
	Example     *Link
}

// Picture is an image with its words. Width and Height are the pixels of the
// file, so that the page does not jump while it loads.
type Picture struct {
	Src, Alt      string
	Width, Height int
	Caption       string
	Credit        string
	WordsOnly     bool // the reader switched images off: Alt is shown instead
}

// Toast says that something was done, and offers to undo it.
type Toast struct {
	Text   string
	Tone   Tone
	Undo   *Button
	Action string // where Undo is sent
	Once   Once
	Close  string // words of the closing button
}

// Dialog is a native dialogue; its opener is Button.Opens, and without scripts
// the same question is a page of its own.
type Dialog struct {
	ID, Title, Text string
	Action          string // where its form is sent
	Once            Once
	Fields          []Field
	Submit          Button
	Close           string
}
