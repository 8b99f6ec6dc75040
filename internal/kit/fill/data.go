package fill

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Data is what a template is filled with. Names are in small letters. A name that
// is here and empty is known and says nothing; one that is missing is unknown.
type Data struct {
	Texts    map[string]string
	Pictures map[string]Image
	Lists    map[string][]Data // what a list holds knows also what is around it
}

// Image is a picture in PNG or JPEG, of any size in points; no bytes: none.
type Image struct {
	Data []byte
	Alt  string // what it shows
}

// Names are what a template may ask for.
type Names struct {
	Texts    []string
	Pictures []string
	Lists    map[string]Names
}

// scope is the data at some place of a template: what lies nearest goes first.
type scope struct {
	Data
	around *scope
}

func (s *scope) text(name string) (string, bool) {
	for ; s != nil; s = s.around {
		if v, known := s.Texts[name]; known {
			return v, true
		}
	}
	return "", false
}

func (s *scope) list(name string) ([]Data, bool) {
	for ; s != nil; s = s.around {
		if v, known := s.Lists[name]; known {
			return v, true
		}
	}
	return nil, false
}

func (s *scope) picture(name string) (Image, bool) {
	for ; s != nil; s = s.around {
		if v, known := s.Pictures[name]; known {
			return v, true
		}
	}
	return Image{}, false
}

// filled tells whether a name says anything.
func (s *scope) filled(name string) (filled, known bool) {
	if v, known := s.text(name); known {
		return strings.TrimSpace(v) != "", true
	}
	if v, known := s.list(name); known {
		return len(v) > 0, true
	}
	v, known := s.picture(name)
	return len(v.Data) > 0, known
}

// Problem is why a template cannot be filled.
type Problem struct {
	Key   string // of the words: fill.unknown, fill.unclosed …
	Name  string
	Other string // the name that it crosses
	Near  string // the known name that is most like it; empty for none
	Place Place
}

// Found is a mark of a template, without those that only end a section.
type Found struct {
	Use    Use
	Name   string
	Within []string
	Place  Place
}

// Check says what a template asks for that is not among the names, after what is
// wrong with the template itself.
func (t *Template) Check(names Names) []Problem {
	wrong := slices.Clone(t.wrong)
	for _, m := range t.marks {
		if m.Use == End || m.Name == "" {
			continue
		}
		if near, known := names.knows(m); !known {
			wrong = append(wrong, Problem{Key: "fill.unknown", Name: m.Name, Near: near, Place: m.Place})
		}
	}
	return wrong
}

// knows tells whether a mark means anything where it stands, and otherwise what
// is most like it.
func (n Names) knows(m *Mark) (near string, known bool) {
	at := n
	var around []Names
	around = append(around, at)
	for _, list := range m.Lists {
		found := false
		for i := len(around) - 1; i >= 0 && !found; i-- {
			var inner Names
			if inner, found = around[i].Lists[list]; found {
				around = append(around, inner)
			}
		}
	}
	var all []string
	for _, one := range around {
		if m.Use == Text || m.Use == If || m.Use == Unless {
			all = append(all, one.Texts...)
		}
		if m.Use == Picture || m.Use == If || m.Use == Unless {
			all = append(all, one.Pictures...)
		}
		if m.Use == List || m.Use == If || m.Use == Unless {
			for name := range one.Lists {
				all = append(all, name)
			}
		}
	}
	if slices.Contains(all, m.Name) {
		return "", true
	}
	slices.Sort(all)
	best := 1 + utf8.RuneCountInString(m.Name)/2
	for _, one := range all {
		if d := distance(m.Name, one, best); d < best {
			near, best = one, d
		}
	}
	return near, false
}

// distance is how many letters are to be put in, left out or changed to make b of
// a; it gives up at limit.
func distance(a, b string, limit int) int {
	x, y := []rune(a), []rune(b)
	if len(x)-len(y) >= limit || len(y)-len(x) >= limit {
		return limit
	}
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(x); i++ {
		corner := row[0]
		row[0] = i
		for j := 1; j <= len(y); j++ {
			cost := corner
			if x[i-1] != y[j-1] {
				cost = 1 + min(corner, row[j], row[j-1])
			}
			corner, row[j] = row[j], cost
		}
	}
	return row[len(y)]
}
