package intake

import (
	"context"
	"embed"
	"sync"
	"time"

	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/db"
	"pobratim/internal/kit/sheet"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/intake/tables"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/place"
	"pobratim/internal/platform/reading"
	"pobratim/internal/platform/record"
	"pobratim/internal/platform/transfer"
)

// Files holds schema, templates and words of this package.
//
//go:embed schema templates locale
var Files embed.FS

// Kind names imports in permissions and in the history.
const Kind = "import"

// UndoFor is how long an import can be taken back.
const UndoFor = 30 * 24 * time.Hour

// Home is the reader's own city.
type Home struct {
	Names   []string // in every language and spelling that is known
	Country string
}

// Role is a person's time in a post or an organisation, as files tell it.
type Role struct {
	ID, Person, Post, Organisation string
	Title                          string // canonical text in languages
	Since, Until                   string // EDTF
}

// Deps is what the program hands in. Functions that take a writer work in its
// transaction and ask for the viewer's permission.
type Deps struct {
	Tables  func() []transfer.Table
	Kinds   func() record.Kinds
	Places  *place.Gazetteer
	Home    func(ctx context.Context) Home
	Clock   clock.Clock
	Read    func(ctx context.Context, name string, body []byte) (sheet.Book, error)
	Appoint func(ctx context.Context, w *audit.Writer, r Role) (id string, err error)
	Dismiss func(ctx context.Context, w *audit.Writer, id string) error
	Roles   func(ctx context.Context, h db.Handle, person string) ([]Role, error)
	// TakePart writes down who takes part in an event, Withdraw takes that back,
	// Parts lists those who do.
	TakePart func(ctx context.Context, w *audit.Writer, p Part) (id string, err error)
	Withdraw func(ctx context.Context, w *audit.Writer, id string) error
	Parts    func(ctx context.Context, h db.Handle, activity string) ([]Part, error)
	Say      func(lang string, err error) string       // an error in words
	Program  func(ctx context.Context) context.Context // as the program itself, for what its commands began
	Failed   func(what string, err error)              // tells the operator of a job that stopped
	Thrift   func() (release func())                   // keeps the process small while a whole table is in memory
}

// Service is the office's way in for tables.
type Service struct {
	keep.Floor
	deps Deps

	mu   sync.Mutex
	jobs map[string]bool // imports that this process is working on
	wait sync.WaitGroup
	stop context.CancelFunc
	life context.Context

	batched func() // after some rows are written; nil outside of tests
}

// New makes the service on a municipality's floor.
func New(floor keep.Floor, deps Deps) *Service {
	s := &Service{Floor: floor, deps: deps, jobs: map[string]bool{}}
	s.life, s.stop = context.WithCancel(context.Background())
	return s
}

// Close ends what runs in the background; it goes on when the program starts
// again.
func (s *Service) Close() {
	s.stop()
	s.wait.Wait()
}

func (s *Service) view() module.Need   { return module.Need{Action: module.View, Kind: Kind} }
func (s *Service) create() module.Need { return module.Need{Action: module.Create, Kind: Kind} }

func (s *Service) table(kind string) (transfer.Table, bool) {
	for _, t := range s.deps.Tables() {
		if t.Kind == kind {
			return t, true
		}
	}
	return transfer.Table{}, false
}

// State is where an import stands.
type State string

// The states.
const (
	Open    State = "open"    // understood, nothing is written
	Running State = "running" // being written
	Done    State = "done"
	Undoing State = "undoing" // being taken back
	Undone  State = "undone"
)

// Import is one job.
type Import struct {
	ID       string
	State    State
	Title    string // the names of its files
	At       time.Time
	ActorID  string
	Actor    string
	Settings Settings
	Counts   Counts
	Source   string // the source that its values cite
	Items    int    // rows that it has, known from the check on
	Done     int    // rows that are written
	Ended    time.Time
	Problem  string // why it stopped
	viewer   string
}

// Undoable tells whether the import can be taken back on a day.
func (i Import) Undoable(now time.Time) bool {
	return i.State == Done && now.Before(i.Ended.Add(UndoFor)) || i.State == Undoing
}

// Settings are what was found in the files and what a person said of it.
type Settings struct {
	Sheets     []Sheet           `json:"sheets"`
	Tables     []tables.Setting  `json:"tables"` // in the order of reading
	Decisions  map[string]Choice `json:"decisions,omitempty"`
	Side       string            `json:"side,omitempty"`
	Visibility record.Visibility `json:"visibility,omitempty"`
	Lang       string            `json:"lang,omitempty"`
}

// Sheet is one sheet of one file; its rows are stored apart.
type Sheet struct {
	File     string        `json:"file"`
	Name     string        `json:"name,omitempty"`
	Format   sheet.Format  `json:"format,omitempty"`
	Encoding string        `json:"encoding,omitempty"`
	Merged   []sheet.Range `json:"merged,omitempty"`
	Rows     int           `json:"rows"`
}

// Choice is what is done with a row that may be a record we have.
type Choice string

// The choices.
const (
	KeepOurs  Choice = "keep"      // the record stays as it is
	Complete  Choice = "complete"  // empty fields are filled, other values kept beside ours
	Different Choice = "different" // it is somebody else: a new record
)

// Counts say what becomes of rows: In = Created + Completed + Skipped.
type Counts struct {
	In        int            `json:"rows"`
	Created   int            `json:"created"`
	Completed int            `json:"completed"`
	Skipped   int            `json:"skipped"`
	Reasons   map[string]int `json:"reasons"`
	Records   map[string]int `json:"records"` // created, by kind
	Doubts    int            `json:"doubts"`  // cells that were kept in the remarks instead of their field
	Claims    int            `json:"claims"`  // values kept beside ours
}

func newCounts() Counts { return Counts{Reasons: map[string]int{}, Records: map[string]int{}} }

// add counts one outcome.
func (c *Counts) add(o Outcome) {
	c.In++
	switch o.Outcome {
	case Created:
		c.Created++
	case Completed:
		c.Completed++
	default:
		c.Skipped++
		c.Reasons[o.Reason]++
	}
	for _, kind := range o.made {
		c.Records[kind]++
	}
	c.Doubts += len(o.Doubts)
	c.Claims += o.claims
}

// The outcomes of a row.
const (
	Created   = "created"
	Completed = "completed"
	Skipped   = "skipped"
)

// Outcome is what became of one row, or will.
type Outcome struct {
	N       int             `json:"n"`
	Outcome string          `json:"outcome"`
	Reason  string          `json:"reason,omitempty"` // of a row that is left out
	Words   string          `json:"words,omitempty"`  // a rule that refused the row, in words
	Sheet   string          `json:"sheet,omitempty"`
	Cell    string          `json:"cell"`
	Brief   string          `json:"text,omitempty"`
	Ref     record.Ref      `json:"-"`
	Doubts  []reading.Doubt `json:"doubts,omitempty"`

	made   []string // kinds of records
	claims int
}
