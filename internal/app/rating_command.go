package app

import "pobratim/internal/app/grade"

type ratingCommand struct {
	Classes classesCommand `cmd:"" help:"Say in which size class of a methodology cities are, by the population that the built-in gazetteer (GeoNames) has of them."`
	Assess  assessCommand  `cmd:"" help:"Answer the questions of a methodology from the records of a municipality."`
}

type classesCommand struct{ grade.Classes }

// Run prints the classes; it needs no data folder.
func (c *classesCommand) Run(r *run) error {
	rows, err := c.Rows()
	if err != nil {
		return err
	}
	return r.print(rows)
}

type assessCommand struct {
	Where
	grade.Assess
}

// Run prints the answers and the score; it may be done while a server runs.
func (c *assessCommand) Run(r *run) error {
	in, city, ctx, err := r.city(c.Where, c.Municipality, toRead)
	if err != nil {
		return err
	}
	defer in.Close()
	report, err := c.Report(ctx, city.ratings)
	if err != nil {
		return err
	}
	return r.print(report)
}
