// Package app builds the program: it opens the installation and its
// municipalities, holds THE list of subjects (modules.go) and the authorization
// table (policy.go), and owns the command line. It alone knows subjects by name.
package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"

	"github.com/alecthomas/kong"

	"pobratim/internal/kit/doctext"
	"pobratim/internal/kit/errs"
	filler "pobratim/internal/kit/fill"
	"pobratim/internal/kit/jail"
	"pobratim/internal/kit/mail"
	"pobratim/internal/kit/sheet"
	"pobratim/internal/kit/typst"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/audit"
)

// Streams are where a command reads and writes.
type Streams struct {
	In       io.Reader
	Out, Err io.Writer
}

// commands is the whole command line; `pobratim describe config` prints it.
type commands struct {
	Serve         serveCommand         `cmd:"" help:"Run the office and the portal of every municipality in a data folder."`
	Demo          demoCommand          `cmd:"" help:"Run with the demonstration records of Perm and Petrozavodsk."`
	List          listCommand          `cmd:"" help:"Print a register as JSON."`
	Plan          planCommand          `cmd:"" help:"Say what plans of years can be made of."`
	Paper         paperCommand         `cmd:"" help:"Make a document."`
	Report        reportCommand        `cmd:"" help:"Make a report that the law asks for."`
	Export        exportCommand        `cmd:"" help:"Write everything of a municipality into one archive that opens without this program."`
	Load          loadCommand          `cmd:"" help:"Make a municipality of such an archive."`
	Invite        inviteCommand        `cmd:"" help:"Print a one-time code with which somebody sets a new password."`
	Describe      describeCommand      `cmd:"" help:"Print what the program consists of."`
	Check         checkCommand         `cmd:"" help:"Examine data, files and history; exit with 1 when something does not fit."`
	Version       versionCommand       `cmd:"" help:"Print the version of the program and of what is inside."`
	Duplicates    duplicatesCommand    `cmd:"" help:"Print records that may be the same thing, and why."`
	Twins         twinsCommand         `cmd:"" help:"Print which cities are twinned with a city, according to the built-in list of the world."`
	Search        searchCommand        `cmd:"" help:"Find records by their words and print them as JSON."`
	Places        placesCommand        `cmd:"" help:"Find cities of the world in the built-in gazetteer, by any of their names."`
	Anniversaries anniversariesCommand `cmd:"" help:"Print round anniversaries of dates, or of a municipality."`
	Deadlines     deadlinesCommand     `cmd:"" help:"Print the deadlines of a rule pack for a day, with their sources."`
	Digest        digestCommand        `cmd:"" help:"Print somebody's week: what is overdue, due, promised by partners, done."`
	Outbox        outboxCommand        `cmd:"" help:"Say what is to be sent by mail, send it or take it back."`
	Rating        ratingCommand        `cmd:"" help:"Say what ratings make of a city."`
	Estimate      estimateCommand      `cmd:"" help:"Print what a norm comes to: rate × people × days."`
	Import        importCommand        `cmd:"" help:"Bring in tables, or take an import back."`
}

// Where says which installation a command works with.
type Where struct {
	Data     string `help:"Folder that holds everything the installation keeps." placeholder:"DIR" required:"" env:"POBRATIM_DATA"`
	Cache    string `help:"Folder for what can be made again, such as the typesetter's machine code; cache in the data folder when empty." placeholder:"DIR" env:"POBRATIM_CACHE"`
	Database string `help:"PostgreSQL address (postgres://…). Without it every municipality is one SQLite file in the data folder." placeholder:"URL" env:"POBRATIM_DATABASE"`
}

// Run executes a command line and returns the exit status. Errors are one
// sentence on the error stream.
func Run(ctx context.Context, args []string, std Streams) int {
	if len(args) > 0 && args[0] == typst.WorkerArg {
		if err := typst.ServeWorker(std.In, std.Out); err != nil {
			fmt.Fprintln(std.Err, "pobratim:", err)
			return 1
		}
		return 0
	}
	if len(args) > 0 && args[0] == jail.Arg {
		return jail.Main(parsers(), std.In, std.Out, std.Err)
	}
	var line commands
	status := -1
	parser, err := kong.New(&line, kong.Name("pobratim"), kong.Description("The office of a city's international department and its public portal."),
		kong.Writers(std.Out, std.Err), kong.Exit(func(code int) { status = code }), kong.UsageOnError())
	if err != nil {
		fmt.Fprintln(std.Err, "pobratim:", err)
		return 1
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	command, err := parser.Parse(args)
	if status >= 0 { // --help was asked for and printed
		return status
	}
	if err != nil {
		fmt.Fprintln(std.Err, "pobratim:", err)
		return 2
	}
	if err := command.Run(&run{ctx: ctx, std: std}); err != nil {
		if errors.Is(err, errFound) {
			return 1
		}
		fmt.Fprintln(std.Err, "pobratim:", sentence(err))
		return 1
	}
	return 0
}

// parsers are what the program does as the child of a jail.
func parsers() jail.Handlers {
	return jail.Handlers{sheet.Job: sheet.Handle, doctext.Job: doctext.Handle, filler.Job: filler.Handle, mail.Job: mail.Handle}
}

// run is what every command gets.
type run struct {
	ctx context.Context
	std Streams
}

// errFound says that a check found something, which has been printed.
var errFound = errors.New("something does not fit")

// sentence is an error for the operator, in English. Errors that carry a key
// are looked up in the words of the program.
func sentence(err error) string {
	var e *errs.E
	if !errors.As(err, &e) {
		return err.Error()
	}
	words, loadErr := loadWords()
	if loadErr != nil {
		return err.Error()
	}
	p := words.Printer("en")
	var lines []string
	list := errs.FieldsOf(err)
	if list == nil {
		list = errs.Fields{e}
	}
	for _, one := range list {
		if p.Has(one.Key) {
			lines = append(lines, p.Err(one))
		} else {
			lines = append(lines, one.Error())
		}
	}
	return strings.Join(lines, "; ")
}

// open opens the installation for a command that acts for the program itself.
func (r *run) open(config Config) (*Installation, context.Context, error) {
	level := slog.LevelWarn
	log := slog.New(slog.NewTextHandler(r.std.Err, &slog.HandlerOptions{Level: level}))
	in, err := Open(r.ctx, config, log)
	ctx := account.With(r.ctx, account.System("pobratim"))
	return in, audit.WithActor(ctx, audit.Actor{ID: "pobratim", Name: "pobratim"}), err
}

// purpose is what a command opens a municipality for.
type purpose int

const (
	toRead    purpose = iota // may be done while a server runs
	toTypeset                // the same, and papers are made
	toWrite                  // needs the data folder for itself
)

// city opens the installation and one municipality of it. The installation is
// the caller's to close.
func (r *run) city(where Where, slug string, what purpose) (*Installation, *City, context.Context, error) {
	in, ctx, err := r.open(Config{Data: where.Data, Cache: where.Cache, Database: where.Database, ReadOnly: what != toWrite, Quick: what != toTypeset})
	if err != nil {
		return nil, nil, nil, err
	}
	city, err := in.City(slug)
	if err != nil {
		in.Close()
		return nil, nil, nil, fmt.Errorf("there is no municipality %s in %s", slug, where.Data)
	}
	return in, city, ctx, nil
}

// print writes a value as JSON for programs and people alike.
func (r *run) print(v any) error {
	enc := json.NewEncoder(r.std.Out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}
