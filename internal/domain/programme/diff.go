package programme

import (
	"slices"
	"strconv"

	"pobratim/internal/kit/i18n"
)

// Entry is an item as it was released: with the names that its identifiers had.
type Entry struct {
	Item
	Shared      bool `json:",omitempty"` // of the activity that this one is part of
	PostName    i18n.Text
	Interpreted string `json:",omitempty"`
	HallName    string `json:",omitempty"`
	CarName     string `json:",omitempty"`
}

// Change is what differs between two releases in one item.
type Change struct {
	Kind   string // "added", "removed" or "changed"
	Entry  Entry  // as it is now; as it was when it was removed
	Fields []FieldChange
}

// FieldChange is one value before and after, as message keys name it.
type FieldChange struct {
	Name          string // "time", "what", "place", …
	Before, After i18n.Text
	Inner         bool // not for guests
}

// changes are the differences between two releases, in the order of the programme.
func changes(before, after []Entry) []Change {
	var list []Change
	was := map[string]Entry{}
	for _, e := range before {
		was[e.ID] = e
	}
	for _, e := range after {
		old, had := was[e.ID]
		if !had {
			list = append(list, Change{Kind: "added", Entry: e})
			continue
		}
		if fields := fieldChanges(old, e); len(fields) > 0 {
			list = append(list, Change{"changed", e, fields})
		}
	}
	for _, e := range before {
		if !slices.ContainsFunc(after, func(now Entry) bool { return now.ID == e.ID }) {
			list = append(list, Change{Kind: "removed", Entry: e})
		}
	}
	return list
}

func fieldChanges(old, now Entry) []FieldChange {
	plain := func(s string) i18n.Text { return i18n.NewText("ru", s) }
	var list []FieldChange
	add := func(name string, before, after i18n.Text, inner bool) {
		if !before.Equal(after) {
			list = append(list, FieldChange{name, before, after, inner})
		}
	}
	add("day", plain(old.Day), plain(now.Day), false)
	add("time", plain(old.hours()), plain(now.hours()), false)
	add("what", old.What, now.What, false)
	add("place", old.Place, now.Place, false)
	add("address", plain(old.Address), plain(now.Address), false)
	add("who", plain(old.Who), plain(now.Who), false)
	add("dress", plain(old.Dress), plain(now.Dress), false)
	add("host", plain(old.Host), plain(now.Host), false)
	add("post", old.PostName, now.PostName, true)
	add("interpreter", plain(old.Interpreted), plain(now.Interpreted), true)
	add("hall", plain(old.HallName), plain(now.HallName), true)
	add("car", plain(old.CarName), plain(now.CarName), true)
	add("remark", plain(old.Remark), plain(now.Remark), true)
	add("travel", plain(strconv.Itoa(old.Travel)), plain(strconv.Itoa(now.Travel)), true)
	return list
}

// forGuests leaves out what is for the office alone.
func forGuests(all []Change) []Change {
	var list []Change
	for _, c := range all {
		c.Fields = slices.DeleteFunc(slices.Clone(c.Fields), func(f FieldChange) bool { return f.Inner })
		if c.Kind != "changed" || len(c.Fields) > 0 {
			list = append(list, c)
		}
	}
	return list
}

// Warning is a doubt that stood when a release was made, as it was shown.
type Warning struct {
	Item string
	Text i18n.Text
}

// Release is a numbered copy of a programme that never changes.
type Release struct {
	Number   int64
	At       string // clock.Stamp
	By       string
	Reason   string // why it was released with warnings
	Entries  []Entry
	Warnings []Warning
	Visit    i18n.Text
	Escort   string // who goes with the guests
	Phone    string
	Lang     string // of the guests
}
