package app

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"pobratim/internal/domain/plan"
)

type planCommand struct {
	Candidates candidatesCommand `cmd:"" help:"Print what the records offer for plans of some years, and why."`
}

// planOffice says whose plan is meant.
type planOffice struct {
	Where
	Municipality string `help:"Address of the municipality, for example perm." required:"" placeholder:"NAME"`
	Lang         string `help:"Language of names." default:"ru" enum:"ru,en"`
}

type candidatesCommand struct {
	planOffice
	From int  `help:"First year." required:"" placeholder:"YEAR"`
	To   int  `help:"Last year; the first one when missing." placeholder:"YEAR"`
	JSON bool `name:"json" help:"JSON, which is also what is printed without this flag."`
}

// Run prints the candidates; what is in a plan already is left out.
func (c *candidatesCommand) Run(r *run) error {
	if c.To == 0 {
		c.To = c.From
	}
	if err := plan.CheckSpan(c.From, c.To); err != nil {
		return err
	}
	in, city, ctx, err := r.city(c.Where, c.Municipality, toRead)
	if err != nil {
		return err
	}
	defer in.Close()
	rows, err := city.Plans.Found(ctx, c.Lang, c.From, c.To)
	if err != nil {
		return err
	}
	return r.print(rows)
}

type planPaperCommand struct {
	planOffice
	Year   int    `help:"Year of the plan." required:"" placeholder:"YEAR"`
	Output string `short:"o" help:"File to write; its ending says the format: docx, pdf or xlsx." required:"" placeholder:"FILE"`
}

// Run writes the plan of a year.
func (c *planPaperCommand) Run(r *run) error {
	format := strings.TrimPrefix(strings.ToLower(filepath.Ext(c.Output)), ".")
	if plan.Formats()[format] == "" {
		return fmt.Errorf("%s ends in none of .docx, .pdf and .xlsx", c.Output)
	}
	in, city, ctx, err := r.city(c.Where, c.Municipality, toTypeset)
	if err != nil {
		return err
	}
	defer in.Close()
	p, err := city.Plans.OfYear(ctx, strconv.Itoa(c.Year))
	if err != nil {
		return fmt.Errorf("%s has no plan of %d", c.Municipality, c.Year)
	}
	body, err := city.Plans.Paper(ctx, c.Lang, p.ID, format)
	if err != nil {
		return err
	}
	return os.WriteFile(c.Output, body, 0o600)
}
