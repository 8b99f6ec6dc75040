// Package module is the value that a subject hands over to the program: its
// routes, kinds of records, panels on other subjects' records, cards for Today,
// files. It is data, so that one set of conformance tests walks all subjects
// and `pobratim describe` prints route table, permissions and the register of
// personal data from it.
package module

import (
	"context"
	"io/fs"
	"math"
	"time"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/web"
	"pobratim/internal/platform/record"
)

// Module is one subject as the program sees it.
type Module struct {
	Name   string
	Files  fs.FS // schema/*.sql, templates/*.html, locale/*.json
	Office []Route
	Portal []Route
	Guest  []Guest
	Kinds  []record.Kind
	// Related says what this subject knows of somebody else's record, for the
	// office; Public the same for the portal.
	Related  []Related
	Public   []Related
	Offers   []Offer
	Moments  []Moments
	Cards    []Cards
	Agenda   []Agenda
	Crowds   []Crowd
	Listings []Listing
	Personal []PersonalField
	// Pointers are the columns of this subject's tables that name records.
	Pointers []record.Pointer
	Checks   []Check
	Home     Home    // nil when it has nothing for the portal's front page
	Sitemap  Sitemap // nil when it has no public pages of its own
}

// Need is the permission that a route or a service method asks for; the
// authorization table grants it to roles. The zero Need lets everybody in and
// is refused by the conformance tests except for the routes on their list.
type Need struct{ Action, Kind string }

// The actions of the authorization table.
const (
	View    = "view"
	Create  = "create"
	Edit    = "edit"
	Bin     = "bin"     // put away and return
	Publish = "publish" // let through to the public
	Manage  = "manage"  // users, settings
)

// Route is one address of the office or the portal.
type Route struct {
	Pattern string // method and path within the frame: "GET /partners/{id}"
	Need    Need
	Handle  web.Handler
	Nav     *Nav
	// Command is the message key under which the palette offers the page, as an
	// act: "Add a partner city". Forms for new records are offered without it,
	// under "<kind>.new", unless another page of the same permission has a word.
	Command string
	// MaxBody is how many bytes a request may bring; 0 means 1 MiB.
	MaxBody int64
	// Query names what the handler reads from the query. The portal hands over
	// nothing else, and keeps a page once per path and these values.
	Query []string
	// Live keeps a page of the portal out of its cache: pages with a form, and
	// pages that show the time.
	Live bool
}

// Guest is what a subject shows of a record to people without an account, behind
// a capability link (package link). A link opens the routes of its purpose, of its
// record and of no other: handlers take the record from link.From and never from
// the address. The link is the permission, so the routes have no Need of their own.
type Guest struct {
	Purpose string // of the links: "programme"
	// Key is the message key of what such a link is called; Key + ".new" offers to
	// make one.
	Key  string
	Kind string // of the records that such links are for
	Need Need   // who may make, see and revoke them
	// Years is how long such a link may last; 0 means one.
	Years int
	// Plate is the message key of what stands on a plate with the link as a QR code,
	// under the record's title; empty: no plate is offered.
	Plate  string
	Routes []Route // within the link; "GET /{$}" is where it leads
}

// Offer is what one does next with a record in view, such as writing a note about
// it. Search and commands show it to those whom its route lets in.
type Offer struct {
	Kinds []string // of the record
	Key   string   // message key, with {name} for the record's title
	Path  string   // within the office, with {ref} for kind:id and {id} for the identifier
	Need  Need
}

// Nav puts a route into the frame's navigation.
type Nav struct {
	Key     string // message key of its words
	Order   int
	Section Section // of the office's menu; the portal's has none
	Jump    string  // letter after g that leads there
}

// Section is a part of the office's menu. Its first page is one press away from
// everywhere, its others are when somebody is in it.
type Section string

// The sections of the office's menu.
const (
	SectionToday      Section = "today"
	SectionPlan       Section = "plan"
	SectionMail       Section = "mail"
	SectionPartners   Section = "partners"
	SectionVisits     Section = "visits"
	SectionActivities Section = "activities"
	SectionPeople     Section = "people"
	SectionResults    Section = "results"
	SectionNotes      Section = "notes"
	SectionRun        Section = "run" // how the office itself is run
)

// Related tells what a subject knows of a record; no panel when it is silent.
type Related func(ctx context.Context, s *web.Scene, about record.Ref) (*Panel, error)

// Panel is a subject's part of somebody else's page.
type Panel struct {
	Name     string // anchor: "agreements"
	Title    string
	Count    string
	Template string // its template "content" is shown
	Data     any
	Order    int
}

// Moments lists what happened with a record, for its timeline.
type Moments func(ctx context.Context, s *web.Scene, about record.Ref) ([]Moment, error)

// Moment is one entry of a timeline.
type Moment struct {
	When  edtf.Date
	What  string // kind of entry in words: «соглашение», «визит»
	Text  string
	Path  string // within the frame
	Icon  string
	Notes []string // place, source, "our conclusion"
}

// Band is a part of Today, in its fixed order.
type Band int

// The bands.
const (
	Burning Band = iota
	TodayTomorrow
	WaitingForMe
	WaitingForOthers
	Soon
)

// Cards lists what a subject wants done or known now.
type Cards func(ctx context.Context, s *web.Scene) ([]Card, error)

// Card is one row of Today.
type Card struct {
	Band Band
	When edtf.Date
	Due  string // the day in words, «просрочено на 3 дня»; empty: as a date
	Text string // verb and object: «Назначить координатора: Варкаус»
	Note string
	Path string
	Act  *Act // the one thing that can be done from the row
}

// Act is what can be done about a card at once: a page that opens, or a form
// that is sent.
type Act struct {
	Text    string // the verb on the button
	Path    string // within the frame
	Post    bool
	Version int64 // of the record that a form changes
}

// Agenda lists the dated entries of a subject that may fall between two days,
// both included, as far as the viewer may see them, in any order: the terms of
// agreements, activities, the days by which something is due. Nothing that may
// touch the span is left out, however much it is: what began before, what is
// known by its month or year alone. Today asks for the next weeks and shows what
// begins in them and is not Aside; a calendar asks for any span.
type Agenda func(ctx context.Context, s *web.Scene, from, until edtf.Date) ([]Entry, error)

// Crowd is the Agenda of a subject that may have thousands of entries in a month.
// Of those that have the same days and layer it names the first in the order of a
// calendar, at most so many, and tells of the others in one entry with Count,
// Layer and When alone. With All it names each.
type Crowd func(ctx context.Context, s *web.Scene, from, until edtf.Date, most int) ([]Entry, error)

// All is more than there will ever be on a day.
const All = math.MaxInt32

// Layer is a part of the calendar that is shown, hidden and subscribed to alone.
type Layer string

// The layers.
const (
	Events        Layer = "events"        // what we do with partners
	Visits        Layer = "visits"        // who comes and who goes
	Deadlines     Layer = "deadlines"     // by when something is due or ends
	Anniversaries Layer = "anniversaries" // days to remember
	Holidays      Layer = "holidays"      // public holidays of both sides
)

// Layers are all of them, in the order of the calendar.
func Layers() []Layer { return []Layer{Events, Visits, Deadlines, Anniversaries, Holidays} }

// Entry is one day or span in the life of a record. Of and Name together stay
// the same when the day moves, so that a calendar elsewhere can follow it.
type Entry struct {
	Of    record.Ref
	Name  string // which of the record's days: "until", "due"
	Layer Layer
	When  edtf.Date
	// Opens and Closes are the hours when they are known, in the zone of the
	// place; zero for whole days.
	Opens, Closes time.Time
	Text          string // verb and object, as on a card
	Title         string // what it is called where nothing is to be done; empty: Text
	Lang          string // of these words, where it is not the reader's
	After         string // what follows them in the reader's language: the countries of a holiday
	Note          string // whom it concerns
	Path          string // within the office
	Version       int64  // of the record; 0 for days that nobody keeps, such as holidays
	// Partners are the identifiers of the partnerships that it belongs to.
	Partners []string
	Standing Standing
	// Aside is for what stands in the calendar and asks nothing of the viewer:
	// what is over, called off, runs for years or is in other hands.
	Aside bool
	// Move is where a form with day (YYYY-MM-DD) and version moves the entry's
	// first day, within the office; empty for what cannot be moved or not by the
	// viewer.
	Move string
	// Count is how many more there are on these days, in the answer of a Crowd;
	// 0 for an entry of its own.
	Count int
}

// Words are what a calendar calls the entry.
func (e Entry) Words() string {
	words := e.Called()
	if e.After != "" {
		words += " " + e.After
	}
	return words
}

// Called are its words without what follows them.
func (e Entry) Called() string {
	if e.Title != "" {
		return e.Title
	}
	return e.Text
}

// Standing is how sure an entry is.
type Standing string

// The standings; the empty one is for what is sure.
const (
	Tentative Standing = "tentative" // planned, not confirmed
	Done      Standing = "done"
	Off       Standing = "off" // called off
)

// Listing is a list that `pobratim list NAME` prints.
type Listing struct {
	Name string
	Rows func(ctx context.Context, lang string) (any, error) // a slice that marshals to JSON
	Need Need
}

// PersonalField is one entry of the register of personal data.
type PersonalField struct {
	Table, Column string
	Whose         string // "contact person", "user"
	Purpose       string
	Retention     string
}

// Check looks for what does not fit in a subject's data; each sentence is one
// finding, in English, for `pobratim check`.
type Check func(ctx context.Context) ([]string, error)
