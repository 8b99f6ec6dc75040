package app

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"pobratim/internal/app/told"
	"pobratim/internal/platform/intake"
)

type importCommand struct {
	Files importFiles `cmd:"" default:"withargs" help:"Bring tables into a municipality's registers: people, organisations, partners, agreements, events."`
	Undo  importUndo  `cmd:"" help:"Take a whole import back, within 30 days."`
}

type importFiles struct {
	Where
	Municipality string   `help:"Address of the municipality, for example perm." required:"" placeholder:"NAME"`
	DryRun       bool     `help:"Say what would happen and write nothing."`
	JSON         bool     `name:"json" help:"Print counts, the meaning of columns and rejected rows as JSON."`
	Lang         string   `help:"Language of reasons." default:"en" enum:"ru,en"`
	File         []string `arg:"" name:"FILE" help:"Tables of any usual kind, or a text with a list of cities." type:"existingfile"`
}

// Run brings files in. It needs the data folder for itself: while a server
// runs, the office's own pages do the same.
func (c *importFiles) Run(r *run) error {
	in, city, ctx, err := r.city(c.Where, c.Municipality, toWrite)
	if err != nil {
		return err
	}
	defer in.Close()
	defer in.thrift.Begin()() // the report of a long list is large too
	var files []intake.File
	for _, path := range c.File {
		body, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		files = append(files, intake.File{Name: filepath.Base(path), Body: body})
	}
	id, err := city.imports.Take(ctx, files, c.Lang)
	if err != nil {
		return err
	}
	report, err := c.carryOut(ctx, in, city, id)
	if err != nil {
		return err
	}
	if c.JSON {
		return report.Print(r.std.Out)
	}
	report.Say(r.std.Out, "pobratim import undo --municipality "+c.Municipality)
	return nil
}

// carryOut writes the import, or only counts when it is a dry run.
func (c *importFiles) carryOut(ctx context.Context, in *Installation, city *City, id string) (told.Import, error) {
	words := in.catalog.Printer(c.Lang)
	report := told.Import{DryRun: c.DryRun, Tables: []told.ImportTable{}}
	tables, err := city.imports.Tables(ctx, id)
	if err != nil {
		return report, err
	}
	i, err := city.imports.Get(ctx, id)
	if err != nil {
		return report, err
	}
	for _, t := range tables {
		report.Add(i, t)
	}
	take := func(o intake.Outcome) { report.Take(words, o) }
	if c.DryRun {
		checked, err := city.imports.CheckEach(ctx, id, take)
		report.Counts = checked.Counts
		if err != nil {
			return report, err
		}
		return report, city.imports.Forget(ctx, id)
	}
	if err := city.imports.Start(ctx, id, true); err != nil {
		return report, err
	}
	if i, err = city.imports.Get(ctx, id); err != nil {
		return report, err
	}
	report.ID, report.Counts = id, i.Counts
	for after := 0; ; {
		page, err := city.imports.Outcomes(ctx, id, after, 1000)
		if err != nil {
			return report, err
		}
		for _, o := range page {
			take(o)
			after = o.N
		}
		if len(page) < 1000 {
			return report, nil
		}
	}
}

type importUndo struct {
	Where
	Municipality string `help:"Address of the municipality; needed when there are several." placeholder:"NAME"`
	ID           string `arg:"" help:"Identifier of the import, as it was printed."`
}

// Run takes an import back.
func (c *importUndo) Run(r *run) error {
	in, ctx, err := r.open(Config{Data: c.Data, Cache: c.Cache, Database: c.Database, Quick: true})
	if err != nil {
		return err
	}
	defer in.Close()
	for _, slug := range in.slugs() {
		if c.Municipality != "" && c.Municipality != slug {
			continue
		}
		city := in.cities[slug]
		if _, err := city.imports.Get(ctx, c.ID); err != nil {
			continue
		}
		if err := city.imports.Undo(ctx, c.ID, true); err != nil {
			return err
		}
		left, err := city.imports.Left(ctx, c.ID)
		if err != nil {
			return err
		}
		for _, l := range left {
			fmt.Fprintf(r.std.Out, "%s %s was changed since and stays (%s)\n", l.Kind, l.Title, l.How)
		}
		fmt.Fprintf(r.std.Out, "%s: the import is undone\n", slug)
		return nil
	}
	return fmt.Errorf("there is no import %s in %s", c.ID, c.Data)
}
