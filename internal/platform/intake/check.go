package intake

import (
	"context"
	"errors"

	"pobratim/internal/platform/match"
	"pobratim/internal/platform/reading"
	"pobratim/internal/platform/transfer"
)

// Pair is a row that may be a record we have.
type Pair struct {
	N      int
	Kind   string
	Aside  int // as in decisionKey
	Sheet  string
	Cell   string
	Why    string
	Sure   bool
	Choice Choice
	ID     string // of our record
	Ours   transfer.Row
	File   map[string]string
}

// Checked is what would happen.
type Checked struct {
	Counts  Counts
	Pairs   []Pair // at most mostPairs, the doubtful ones first
	Doubts  int    // doubtful pairs
	Matches int
	Skips   []Outcome // left out, at most mostShown, without empty rows
	Cells   []Outcome // rows with cells that were kept in the remarks, likewise
}

// mostPairs and mostShown bound a page.
const (
	mostPairs = 200
	mostShown = 300
)

// Check tells what an import would do; it writes nothing.
func (s *Service) Check(ctx context.Context, id string) (Checked, error) {
	return s.CheckEach(ctx, id, nil)
}

// CheckEach is Check that hands over every row's outcome too.
func (s *Service) CheckEach(ctx context.Context, id string, each func(Outcome)) (Checked, error) {
	if _, err := s.Gate.Require(ctx, s.view()); err != nil {
		return Checked{}, err
	}
	i, err := importByID(ctx, s.DB, id)
	if err != nil {
		return Checked{}, err
	}
	return s.check(ctx, i, each)
}

func (s *Service) check(ctx context.Context, i Import, each func(Outcome)) (Checked, error) {
	defer s.deps.Thrift()()
	u, err := s.understand(ctx, i)
	if err != nil {
		return Checked{}, err
	}
	x := match.NewIndex()
	if err := x.Load(ctx, s.deps.Tables()); err != nil {
		return Checked{}, err
	}
	p := s.planner(ctx, i, x)
	c := Checked{Counts: newCounts()}
	var table *reading.Table
	err = u.batches(0, func(rows []work) error {
		if err := errors.Join(ctx.Err(), p.foresee(ctx, rows)); err != nil {
			return err
		}
		for _, one := range rows {
			if one.t != table {
				p.open(one.t)
				table = one.t
			}
			pl, err := p.plan(ctx, one.n, one.off, one.item)
			if err != nil {
				return err
			}
			o := outcome(pl)
			o.N, o.Sheet = one.n, i.sheetName(one.t)
			c.Counts.add(o)
			c.remember(o, pl)
			if each != nil {
				each(o)
			}
			p.imagine(pl)
		}
		return nil
	})
	return c, err
}

// remember keeps what a person should see before anything is written.
func (c *Checked) remember(o Outcome, pl plan) {
	if o.Outcome == Skipped && o.Reason != "empty" && len(c.Skips) < mostShown {
		c.Skips = append(c.Skips, o)
	}
	if len(o.Doubts) > 0 && len(c.Cells) < mostShown {
		c.Cells = append(c.Cells, o)
	}
	for _, d := range pl.drafts {
		m := d.found
		if m.why == "" || m.fresh || d.kind == "post" || m.row.ID == "" {
			continue
		}
		c.Matches++
		if !m.sure {
			c.Doubts++
		}
		pair := Pair{N: o.N, Kind: d.kind, Aside: d.aside, Sheet: o.Sheet, Cell: o.Cell, Why: m.why, Sure: m.sure, Choice: m.choice, ID: m.row.ID, Ours: m.row, File: d.values}
		switch {
		case len(c.Pairs) < mostPairs:
			c.Pairs = append(c.Pairs, pair)
		case !m.sure:
			for k := len(c.Pairs) - 1; k >= 0; k-- { // a doubt takes the place of the last sure one
				if c.Pairs[k].Sure {
					c.Pairs[k] = pair
					break
				}
			}
		}
	}
}

// imagine lets later rows find what a dry run would have made.
func (p *planner) imagine(pl plan) {
	if main := pl.main(); pl.skip != "" || main != nil && main.found.id != "" && main.found.choice == KeepOurs {
		return
	}
	p.imagineParts(pl)
	for _, d := range pl.drafts {
		switch {
		case d.found.id == "":
			values := d.whole()
			p.index.Imagine(d.kind, d.id, values)
		case d.found.fresh:
			p.index.Amend(d.id, d.found.fill)
		}
	}
	p.index.Mark()
	if pl.role != nil {
		p.roles[roleKey(*pl.role)] = true
	}
}

// whole is all that a new record begins with.
func (d *draft) whole() map[string]string {
	if d.extra == nil {
		return d.values
	}
	all := d.extra
	for column, value := range d.values {
		if value != "" {
			all[column] = value
		}
	}
	return all
}
