package report

import "pobratim/internal/platform/record"

// promisesLimit is how many open promises of each side the sheet takes.
const promisesLimit = 2

// promises tells what either side has promised and not yet kept, what is due
// first.
func (c *collector) promises() error {
	all, err := c.s.deps.Sources.promises(c.ctx, c.p.ID)
	if err != nil {
		return err
	}
	count := map[bool]int{}
	for _, p := range all {
		if count[p.Ours] == promisesLimit {
			continue
		}
		count[p.Ours]++
		line := c.line(record.Ref{Kind: "task", ID: p.ID}, "/tasks/"+p.ID)
		line.Edit = c.when(line.Path + "/edit")
		line.Label = c.w.T("report.promise.theirs")
		if p.Ours {
			line.Label = c.w.T("report.promise.ours")
		}
		line.Parts = []Part{c.words(p.Title, &line)}
		switch {
		case p.Due.IsZero():
		case p.Over:
			line.Parts = append(line.Parts, Part{Text: c.w.T("report.promise.over", "due", p.Due), Kind: Strong})
		default:
			line.Parts = append(line.Parts, Part{Text: c.w.T("report.promise.due", "due", p.Due), Kind: Soft})
		}
		c.add(Done, line)
	}
	return nil
}
