package app

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"pobratim/internal/domain/activity"
	"pobratim/internal/domain/filing"
	"pobratim/internal/domain/result"
	"pobratim/internal/kit/edtf"
)

// What the yearly report takes from desks that package filing does not know.

// filedEvents are the activities with a day in a year that came to something, or
// of which nobody knows.
func (c *City) filedEvents(ctx context.Context, year int) ([]filing.Event, error) {
	var all []filing.Event
	f, now := activity.Filter{Year: year, Done: true, Limit: 500}, edtf.On(c.today())
	for {
		page, err := c.activities.List(ctx, f)
		for _, a := range page {
			doubt := a.Outcome(now) == activity.Unconfirmed || a.Status == activity.Unknown
			all = append(all, filing.Event{ID: a.ID, Name: a.Name, When: a.When(), Partners: a.Partners, Held: a.Status == activity.Held, Doubt: doubt})
		}
		if err != nil || len(page) < f.Limit {
			return all, err
		}
		f.After = page[len(page)-1].Key()
	}
}

func (c *City) filedResults(ctx context.Context) ([]filing.Result, error) {
	var all []filing.Result
	f := result.Filter{Limit: 500}
	for {
		page, err := c.results.Results(ctx, f)
		for _, r := range page {
			all = append(all, filing.Result{ID: r.ID, Name: r.Name, Since: r.Since, Partner: r.Partner, Activity: r.Activity})
		}
		if err != nil || len(page) < f.Limit {
			return all, err
		}
		f.After = page[len(page)-1].Key()
	}
}

type reportCommand struct {
	Statutory statutoryCommand `cmd:"" help:"The yearly report to the region: agreements, links and results. A year that was filed gives the copy that was filed."`
}

type statutoryCommand struct {
	Where
	Municipality string `help:"Address of the municipality, for example perm." required:"" placeholder:"NAME"`
	Year         int    `help:"Year that the report is about." required:"" placeholder:"YEAR"`
	Lang         string `help:"Language of the report." default:"ru" enum:"ru,en"`
	Output       string `short:"o" help:"File to write; its name ends in .docx, .pdf or .xlsx." required:"" placeholder:"FILE"`
}

// Run writes the report; it may be done while a server runs.
func (c *statutoryCommand) Run(r *run) error {
	format := strings.TrimPrefix(strings.ToLower(filepath.Ext(c.Output)), ".")
	if !slices.Contains(filing.Formats(), format) {
		return fmt.Errorf("%s: a report is written as .docx, .pdf or .xlsx", c.Output)
	}
	in, ctx, err := r.open(Config{Data: c.Data, Cache: c.Cache, Database: c.Database, ReadOnly: true})
	if err != nil {
		return err
	}
	defer in.Close()
	city, err := in.City(c.Municipality)
	if err != nil {
		return fmt.Errorf("there is no municipality %s in %s", c.Municipality, c.Data)
	}
	body, edition, err := city.filings.Take(ctx, c.Lang, c.Year, format)
	if err != nil {
		return err
	}
	if edition == "" {
		fmt.Fprintln(r.std.Err, "not filed in this language: written as the records have it now")
	}
	return os.WriteFile(c.Output, body, 0o600)
}
