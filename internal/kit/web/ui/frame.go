package ui

import "strings"

// Look is what a reader chose for their eyes. Zero is the ordinary view in the
// theme of the system. The server keeps it in a cookie and reads it before the
// page is written, so that nothing flashes.
type Look struct {
	Theme   string // "", "light", "dark"
	Dense   bool   // compact rows in the office
	Narrow  bool   // the office menu shows only drawings
	Size    int    // 0 or 100, 150, 200 per cent
	Palette string // "", "black-white", "white-black", "blue"
	Spacing string // "", "wide", "wider"
	Serif   bool
	NoImage bool
}

// Special reports whether any setting for low vision is on.
func (l Look) Special() bool {
	return l.Size > 100 || l.Palette != "" || l.Spacing != "" || l.Serif || l.NoImage
}

// Class is the class of the root element. Values other than those listed in
// Look are dropped, since they may come from a cookie.
func (l Look) Class() string {
	var names []string
	add := func(yes bool, name string) {
		if yes {
			names = append(names, name)
		}
	}
	add(l.Theme == "light" || l.Theme == "dark", "theme-"+l.Theme)
	add(l.Dense, "dense")
	add(l.Narrow, "nav-narrow")
	add(l.Special(), "vi")
	add(l.Size == 150, "vi-size-150")
	add(l.Size == 200, "vi-size-200")
	switch l.Palette {
	case "black-white", "white-black", "blue":
		names = append(names, "vi-"+l.Palette)
	}
	add(l.Spacing == "wide" || l.Spacing == "wider", "vi-space-"+l.Spacing)
	add(l.Serif, "vi-serif")
	add(l.NoImage, "vi-no-images")
	return strings.Join(names, " ")
}

// Assets are the addresses of the built files that a page loads.
type Assets struct {
	Styles  []string
	Scripts []string // ES modules
	Fonts   []string // preloaded: the one subset that the page's language needs
	Icon    string   // favicon
}

// Document is the head of an HTML page.
type Document struct {
	Lang        string
	Dir         string // "rtl", or empty
	Title       string // "Страница — Раздел — Город"
	Description string
	Look        Look
	Assets      Assets
	NoIndex     bool
	Canonical   string
	Alternates  []Link // HrefLang and Href; "x-default" too
	Feeds       []Link
	Data        any // schema.org value, written as JSON-LD; nil = none
}

// Place is the name of the municipality in a frame, with its crest.
type Place struct {
	Name, Under string // "Пермь", "Международные связи города"
	Href        string
	Crest       *Picture
}

// Nav is the main menu: at most nine items, and quieter ones below. What stands
// within an item is shown beside the page when the reader is there, and all of
// it where the menu unfolds over the page.
type Nav struct {
	Label string
	Items []Link
	Under []Link
	Fold  *MenuForm // makes the menu narrow or wide again
}

// Words are the few words that a frame itself needs.
type Words struct {
	Skip  string // "Перейти к содержанию"
	Menu  string // "Меню"
	Toast string // label of the region of messages: "Сообщения"
	Peek  string // label of the small view: "Краткий просмотр"
	Close string
}

// OfficeFrame is everything around a page of the office.
type OfficeFrame struct {
	Document
	Words     Words
	Place     Place
	Search    Search
	Languages LangMenu
	User      Menu
	Nav       Nav
	Crumbs    Crumbs
	Demo      *Demo
	Eyes      *Eyes // an administrator looks through somebody's eyes
	Toasts    []Toast
	Foot      []Link
	Palette   *Palette // search and commands; nil when nobody is signed in
	About     string   // the record that the page is about: "partner:…"
	Shortcuts bool     // the optional one-letter shortcuts are on
	Keys      *Keys    // the list of them; nil when they are off
}

// Palette is the dialog of search and commands, which a script fills.
type Palette struct {
	URL     string // answers with what is found
	Action  string // the page of all results
	Label   string // of the dialog and of the field
	List    string // label of the list
	Hint    string // which keys do what
	Close   string
	Waiting string // said while the answer is awaited
	Failed  string
}

// Eyes is the band above every page while an administrator looks through
// somebody's eyes.
type Eyes struct {
	Label, Text string
	End         MenuForm
}

// Keys is the list of the one-letter shortcuts, which "?" opens.
type Keys struct {
	Title, Button, Close string
	Each                 []Key
}

// Key is one shortcut: the keys to press one after the other, and what they do.
type Key struct {
	Press []string
	Does  string
}

// OfficePage is what the partial "ui/office" takes; Data goes to "content".
type OfficePage struct {
	Frame OfficeFrame
	Data  any
}

// PortalFrame is everything around a page of the public portal.
type PortalFrame struct {
	Document
	Words     Words
	Place     Place
	Nav       Nav
	Languages LangMenu
	LowVision Link // on every page, in every language
	Search    Link // of the page of search; without an address there is none
	Crumbs    Crumbs
	Demo      *Demo
	Notice    *Notice // one remark about the page as a whole, such as a missing translation
	Toasts    []Toast
	Foot      PortalFoot
}

// PortalFoot is the end of a public page: the contact is always in one place.
type PortalFoot struct {
	Contact []Value
	Columns []FootColumn
	Theme   *Switch
	Updated Value
	Note    string
}

// FootColumn is one column of links.
type FootColumn struct {
	Title string
	Links []Link
}

// PortalPage is what the partial "ui/portal" takes; Data goes to "hero" and
// "content". A page without a hero defines nothing for it.
type PortalPage struct {
	Frame PortalFrame
	Data  any
}

// Hero is the dark band of the home page. The map beside the words is drawn by
// the page's own template "hero-map".
type Hero struct {
	Title, Lead string
	Actions     []Action
	Map         any
}

// Each goes over all links of a menu, those within others too.
func (n Nav) Each(visit func(Link)) {
	for _, items := range [][]Link{n.Items, n.Under} {
		for _, link := range items {
			visit(link)
			for _, inner := range link.Within {
				visit(inner)
			}
		}
	}
}
