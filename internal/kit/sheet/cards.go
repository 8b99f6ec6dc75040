package sheet

import "strings"

// cards collects records of named values as rows under the names. Values of one
// name are joined by "; ".
type cards struct {
	*builder
	order  map[string]int
	names  []string
	record map[string]string
}

func newCards(b *builder, names ...string) (*cards, error) {
	c := &cards{builder: b, order: map[string]int{}, names: names, record: map[string]string{}}
	for i, n := range names {
		c.order[n] = i
	}
	return c, b.begin("", false)
}

func (c *cards) put(name, value string) {
	value = strings.TrimSpace(value)
	if value == "" {
		return
	}
	if _, known := c.order[name]; !known {
		if len(c.names) >= MaxColumns { // the names of a file that means harm
			return
		}
		c.order[name] = len(c.names)
		c.names = append(c.names, name)
	}
	if old := c.record[name]; old == "" {
		c.record[name] = value
	} else if len(old) < maxCell/2 && !strings.Contains("; "+old+"; ", "; "+value+"; ") {
		c.record[name] = old + "; " + value
	}
}

// finish writes the record as a row.
func (c *cards) finish() error {
	for name, value := range c.record {
		if err := c.cell(c.order[name], value); err != nil {
			return err
		}
	}
	clear(c.record)
	return c.end(max(1, len(c.sheet().Rows)))
}

// heading writes the names into the first row and leaves out columns that
// nothing stands in.
func (c *cards) heading() error {
	s := c.sheet()
	if len(s.Rows) < 2 {
		return nil
	}
	used := make([]bool, len(c.names))
	for _, r := range s.Rows[1:] {
		for i, v := range r {
			used[i] = used[i] || v != ""
		}
	}
	keep := func(row []string) []string {
		var out []string
		for i, v := range row {
			if used[i] {
				out = append(out, v)
			}
		}
		return out
	}
	for i, r := range s.Rows {
		s.Rows[i] = keep(r)
	}
	s.Rows[0] = keep(c.names)
	return nil
}

// joined leaves out what is empty.
func joined(parts []string, between string) string {
	var kept []string
	for _, p := range parts {
		if p = strings.TrimSpace(p); p != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, between)
}
