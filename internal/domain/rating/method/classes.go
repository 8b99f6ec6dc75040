package method

import "slices"

// Place is where a population stands among the size classes.
type Place struct {
	// Of are the classes that it may belong to: one when that is beyond doubt,
	// several when limits between them are not known, none when the methodology
	// has no classes.
	Of []Class
	// Limits are the classes whose upper limit decided, or would decide.
	Limits []Class
}

// Sure tells whether the class is beyond doubt.
func (p Place) Sure() bool { return len(p.Of) == 1 }

// Inferred tells whether the class rests on a limit that was concluded and not
// published.
func (p Place) Inferred() bool {
	return slices.ContainsFunc(p.Limits, func(c Class) bool { return c.Inferred })
}

// Classify finds the size class of a population; 0 is one that is not known.
func (m *Methodology) Classify(population int64) Place {
	if population <= 0 {
		return Place{Of: m.Classes}
	}
	first, last := 0, len(m.Classes)-1
	for i, c := range m.Classes {
		if c.Below == nil {
			continue
		}
		if population >= *c.Below {
			first = i + 1
		} else {
			last = min(last, i)
		}
	}
	if len(m.Classes) == 0 {
		return Place{}
	}
	p := Place{Of: m.Classes[first : last+1]}
	for i := max(first-1, 0); i <= last && i < len(m.Classes)-1; i++ {
		p.Limits = append(p.Limits, m.Classes[i])
	}
	return p
}
