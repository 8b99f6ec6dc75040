package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"pobratim/internal/domain/paperwork"
	"pobratim/internal/kit/typst"
)

type kindsCommand struct {
	Lang string `help:"Language of the titles." default:"ru" enum:"ru,en"`
	JSON bool   `help:"Print JSON; there is no other form." name:"json"`
}

// Run prints the kinds of paper; it needs no installation.
func (c *kindsCommand) Run(r *run) error {
	words, err := loadWords()
	if err != nil {
		return err
	}
	type kind struct {
		Kind      string   `json:"kind"`
		Title     string   `json:"title"`
		Formats   []string `json:"formats"`
		Languages []string `json:"languages"`
	}
	var all []kind
	for _, one := range paperwork.Kinds() {
		all = append(all, kind{one, words.Printer(c.Lang).T("paperwork.kind." + one), paperwork.Formats(), paperwork.Langs()})
	}
	return r.print(all)
}

type visitCommand struct {
	Where
	Kind         string `arg:"" help:"Kind of paper, as printed by paper kinds."`
	Municipality string `help:"Address of the municipality, for example perm." required:"" placeholder:"NAME"`
	Visit        string `help:"Identifier of the visit or another activity, as printed by list activities." required:"" placeholder:"ID"`
	Lang         string `help:"Language, or two side by side: ru, en, ru+en, en+ru." default:"ru"`
	For          string `help:"Who gets it: office, or the country of the recipient (DE). Without it, what is usual for the paper." placeholder:"WHO"`
	Output       string `short:"o" help:"File to write: .docx, .odt or .pdf." required:"" placeholder:"FILE"`
}

// Run makes a paper of an activity; it may be done while a server runs. What the
// records did not tell is named on the error stream.
func (c *visitCommand) Run(r *run) error {
	want := paperwork.Wanted{Activity: c.Visit, Paper: c.Kind, Langs: c.Lang, For: c.For, Format: strings.TrimPrefix(filepath.Ext(c.Output), ".")}
	switch {
	case !slices.Contains(paperwork.Kinds(), want.Paper):
		return fmt.Errorf("there is no paper %q; the kinds are %s", want.Paper, strings.Join(paperwork.Kinds(), ", "))
	case !slices.Contains(paperwork.Langs(), want.Langs):
		return fmt.Errorf("there is no text in %q; the languages are %s", want.Langs, strings.Join(paperwork.Langs(), ", "))
	case !slices.Contains(paperwork.Formats(), want.Format):
		return errors.New("the name of the file ends in .docx, .odt or .pdf")
	}
	if err := typst.Built(); err != nil && want.Format == "pdf" {
		return errors.New("this program was built without its typesetter: run `make assets` and build again")
	}
	in, city, ctx, err := r.city(c.Where, c.Municipality, toTypeset)
	if err != nil {
		return err
	}
	defer in.Close()
	d, err := city.Papers.Make(ctx, want)
	if err != nil {
		return err
	}
	for _, h := range d.Holes {
		fmt.Fprintf(r.std.Err, "not in the records: %s\n", h.Name)
	}
	return os.WriteFile(c.Output, d.Body, 0o600)
}

// ownSide is what papers say of the city itself.
func (c *City) ownSide(ctx context.Context) (paperwork.Home, error) {
	s, err := c.Settings.Get(ctx)
	if err != nil {
		return paperwork.Home{}, err
	}
	home := paperwork.Home{Name: s.Name, Department: s.Department, Address: s.Address, Phone: s.Phone, Email: s.Email}
	home.Crest, _, err = c.crest(ctx)
	return home, err
}
