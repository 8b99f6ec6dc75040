package app

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"pobratim/internal/domain/filing"
)

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
	in, city, ctx, err := r.city(c.Where, c.Municipality, toTypeset)
	if err != nil {
		return err
	}
	defer in.Close()
	body, edition, err := city.filings.Take(ctx, c.Lang, c.Year, format)
	if err != nil {
		return err
	}
	if edition == "" {
		fmt.Fprintln(r.std.Err, "not filed in this language: written as the records have it now")
	}
	return os.WriteFile(c.Output, body, 0o600)
}
