package keep

import (
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
)

// A list shows PageSize rows at once and counts up to CountBound; what is
// beyond is called "more than". Counting further would cost more with every year.
const (
	PageSize   = 50
	CountBound = 1001
)

// Cut takes PageSize rows of those that were read, which are one more if the
// list goes on.
func Cut[T any](rows []T) (page []T, more bool) {
	return rows[:min(len(rows), PageSize)], len(rows) > PageSize
}

// Pager says how much of how much is shown, total being counted to CountBound at
// most, and leads back from a page that is not the first. Where the list goes
// on, Next is for the caller to set by Onward. What the address says of forget
// is left behind.
func Pager(s *web.Scene, shown, total int, deep bool, forget ...string) ui.Pager {
	p := ui.Pager{Label: s.T("keep.pages")}
	if total >= CountBound {
		p.Shown = s.N("keep.shown_of_more", shown, "bound", s.Number(CountBound-1))
	} else {
		p.Shown = s.N("keep.shown_of", shown, "total", s.Number(int64(total)))
	}
	if deep {
		p.First = &ui.Link{Text: s.T("keep.first"), Href: at(s, "", "", forget)}
	}
	return p
}

// Onward leads to the page after the row of this sort key and identifier.
func Onward(s *web.Scene, sort, id string, forget ...string) *ui.Link {
	return &ui.Link{Text: s.T("keep.next"), Href: at(s, sort, id, forget)}
}

func at(s *web.Scene, sort, id string, forget []string) string {
	pairs := []string{"after", sort, "after_id", id}
	for _, name := range forget {
		pairs = append(pairs, name, "")
	}
	return s.Here(pairs...)
}

// TypeTabs chooses among the types of records, each called by its word; the
// first of the tabs is all of them.
func TypeTabs(s *web.Scene, label string, types []string, word func(one string) string, chosen string) ui.Tabs {
	tab := func(text, one string) ui.Link {
		return ui.Link{Text: text, Href: s.Here("type", one, "after", "", "after_id", ""), Current: chosen == one}
	}
	tabs := ui.Tabs{Label: label, Items: []ui.Link{tab(s.T("keep.types.all"), "")}}
	for _, one := range types {
		tabs.Items = append(tabs.Items, tab(word(one), one))
	}
	return tabs
}
