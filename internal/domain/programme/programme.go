package programme

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"pobratim/internal/kit/i18n"
)

// Kind is the kind under which changes of programmes stand in the history; the
// identifier is that of the activity.
const Kind = "programme"

// Item is one line of a programme.
type Item struct {
	ID          string
	Activity    string
	Day         string // YYYY-MM-DD
	Starts      string // HH:MM
	Ends        string // HH:MM; empty when it is open
	What        i18n.Text
	Place       i18n.Text
	Address     string // in Russian, to be shown to a driver
	Post        string // identifier of the post that answers for it
	Interpreter string // identifiers of resources
	Hall        string
	Car         string
	Host        string // who receives
	Who         string // which part of the delegation; empty: all of it
	Dress       string
	Remark      string // for the office alone
	Travel      int    // minutes on the way to what comes next
	Excuse      string // why a double booking is right
}

// minutes is an hour as minutes after midnight.
func minutes(hour string) int {
	t, err := time.Parse("15:04", hour)
	if err != nil {
		return 0
	}
	return t.Hour()*60 + t.Minute()
}

// clockOf writes minutes after midnight as an hour.
func clockOf(n int) string { return fmt.Sprintf("%02d:%02d", n/60%24, n%60) }

// dayNumber counts days, so that spans of different days can be compared.
func dayNumber(day string) int {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return 0
	}
	return int(t.Unix() / (24 * 60 * 60))
}

// span is when the item takes place, in minutes; the end is not part of it.
func (i Item) span() (from, until int) {
	from = dayNumber(i.Day)*24*60 + minutes(i.Starts)
	switch length := minutes(i.Ends) - minutes(i.Starts); {
	case i.Ends == "":
		return from, from + 1
	case length <= 0:
		return from, from + length + 24*60
	default:
		return from, from + length
	}
}

// overlaps tells whether two items share a minute.
func (i Item) overlaps(other Item) bool {
	a, b := i.span()
	c, d := other.span()
	return a < d && c < b
}

// hours are the hours in words.
func (i Item) hours() string {
	if i.Ends == "" {
		return i.Starts
	}
	return i.Starts + "–" + i.Ends
}

// shifted is the item so many minutes later. It stays on its day: false when it
// would not.
func (i Item) shifted(by int) (Item, bool) {
	start := minutes(i.Starts) + by
	if start < 0 || start >= 24*60 {
		return i, false
	}
	i.Starts = clockOf(start)
	if i.Ends != "" {
		i.Ends = clockOf((minutes(i.Ends) + by + 48*60) % (24 * 60))
	}
	return i, true
}

// inOrder sorts items as they happen.
func inOrder(items []Item) {
	slices.SortFunc(items, func(a, b Item) int {
		return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.Starts, b.Starts), cmp.Compare(a.Ends, b.Ends), cmp.Compare(a.ID, b.ID))
	})
}

// Visit is what a programme has to know of its activity.
type Visit struct {
	ID          string
	Name        i18n.Text
	First, Last time.Time // days; zero when they are not known
	Parent      string    // of the activity that it is part of
	Off         bool      // it will not take place
}

// days are the days of the visit and those that items have, in order.
func (v Visit) days(items []Item) []string {
	seen := map[string]bool{}
	if !v.First.IsZero() {
		for day := v.First; !day.After(v.Last) && len(seen) < maxDays; day = day.AddDate(0, 0, 1) {
			seen[day.Format(time.DateOnly)] = true
		}
	}
	for _, i := range items {
		seen[i.Day] = true
	}
	days := make([]string, 0, len(seen))
	for day := range seen {
		days = append(days, day)
	}
	slices.Sort(days)
	return days
}

// has tells whether a day is one of the visit; without known days all are.
func (v Visit) has(day string) bool {
	return v.First.IsZero() || day >= v.First.Format(time.DateOnly) && day <= v.Last.Format(time.DateOnly)
}

// maxDays bounds how long a programme is, maxItems how many lines it has.
const (
	maxDays  = 31
	maxItems = 400
)

// Member is somebody of the delegation or of the hosts, for badges.
type Member struct {
	Name  i18n.Text
	Under i18n.Text // post or organisation
}
