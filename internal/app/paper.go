package app

import (
	"errors"
	"fmt"
	"os"

	"pobratim/internal/kit/typst"
)

type paperCommand struct {
	Brief     briefCommand     `cmd:"" help:"One A4 page about a partner city, as PDF."`
	Agreement agreementCommand `cmd:"" help:"The copy of one party of an agreement in its languages, as DOCX or PDF."`
	Plan      planPaperCommand `cmd:"" help:"The plan of a year as an annex to an order: DOCX, PDF or XLSX."`
	Kinds     kindsCommand     `cmd:"" help:"Print which papers can be made of a visit, as JSON."`
	Visit     visitCommand     `cmd:"" default:"withargs" name:"visit-paper" hidden:"" help:"A paper of a visit: kinds are printed by paper kinds."`
}

type briefCommand struct {
	Where
	Municipality string `help:"Address of the municipality, for example perm." required:"" placeholder:"NAME"`
	Partner      string `help:"Address of the partner city, for example duisburg." required:"" placeholder:"NAME"`
	Lang         string `help:"Language of the paper." default:"ru" enum:"ru,en"`
	Output       string `short:"o" help:"File to write." required:"" placeholder:"FILE.pdf"`
}

// Run makes the brief; it may be done while a server runs. What had no room on
// the page is named on the error stream.
func (c *briefCommand) Run(r *run) error {
	if err := typst.Built(); err != nil {
		return errors.New("this program was built without its typesetter: run `make assets` and build again")
	}
	in, city, ctx, err := r.city(c.Where, c.Municipality, toTypeset)
	if err != nil {
		return err
	}
	defer in.Close()
	pdf, brief, err := city.reports.BriefPDF(ctx, c.Lang, c.Partner)
	if err != nil {
		return err
	}
	for _, left := range brief.Left {
		fmt.Fprintf(r.std.Err, "no room for: %s\n", left.Text)
	}
	return os.WriteFile(c.Output, pdf, 0o600)
}
