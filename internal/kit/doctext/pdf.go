package doctext

import (
	"bytes"
	"fmt"
	"math"
	"strings"

	"github.com/ledongthuc/pdf"

	"pobratim/internal/kit/errs"
)

func locked() error { return errs.New(errs.Invalid, "zipbox.locked") }

const (
	maxPages = 5000
	maxForms = 8 // drawings within drawings
	maxKept  = 1000
)

// pdf reads page after page. A page that cannot be read is left out.
func (c *collector) pdf(data []byte) error {
	r, err := pdf.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		if strings.Contains(err.Error(), "encrypt") || strings.Contains(err.Error(), "password") {
			return locked()
		}
		return err
	}
	p := &pdfText{c: c, fonts: map[string]*pdfFont{}}
	read, why := 0, error(nil)
	for i := 1; i <= min(r.NumPage(), maxPages); i++ {
		err := p.page(r, i)
		if err == errFull {
			return err
		}
		if err == nil {
			read++
		} else {
			why = err
		}
	}
	if read == 0 {
		return fmt.Errorf("none of %d pages can be read: %w", r.NumPage(), why)
	}
	return nil
}

// pdfText follows where text is put on a page.
type pdfText struct {
	c          *collector
	fonts      map[string]*pdfFont // by their dictionary
	font       *pdfFont
	tm, line   [6]float64 // matrix of text and of the beginning of its line
	to         [6]float64 // matrix from there to the page
	kept       [][6]float64
	size, lead float64
	x, y       float64 // where the last text ended
	wide       float64 // size of its letters
	any        bool    // there is text on the page
	err        error
}

// page reads one page. The library panics at what it does not understand.
func (p *pdfText) page(r *pdf.Reader, n int) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("page %d: %v", n, v)
		}
		if err == nil {
			err = p.c.add("\n")
		}
	}()
	page := r.Page(n)
	if page.V.IsNull() {
		return fmt.Errorf("page %d is not there", n)
	}
	p.any, p.err, p.font = false, nil, nil
	p.to, p.kept = identity, nil
	contents := page.V.Key("Contents")
	if contents.Kind() == pdf.Null {
		return nil
	}
	p.run(contents, page.Resources(), 0)
	return p.err
}

var identity = [6]float64{1, 0, 0, 1, 0, 0}

// times applies the matrix a and then b.
func times(a, b [6]float64) [6]float64 {
	return [6]float64{
		a[0]*b[0] + a[1]*b[2], a[0]*b[1] + a[1]*b[3],
		a[2]*b[0] + a[3]*b[2], a[2]*b[1] + a[3]*b[3],
		a[4]*b[0] + a[5]*b[2] + b[4], a[4]*b[1] + a[5]*b[3] + b[5],
	}
}

// run interprets a stream of a page or of a drawing on it.
func (p *pdfText) run(stream, resources pdf.Value, depth int) {
	pdf.Interpret(stream, func(stack *pdf.Stack, op string) {
		n := stack.Len()
		args := make([]pdf.Value, n)
		for i := n - 1; i >= 0; i-- {
			args[i] = stack.Pop()
		}
		if p.err != nil {
			panic(p.err)
		}
		number := func(i int) float64 {
			if i < len(args) {
				return args[i].Float64()
			}
			return 0
		}
		switch op {
		case "q":
			if len(p.kept) < maxKept {
				p.kept = append(p.kept, p.to)
			}
		case "Q":
			if n := len(p.kept); n > 0 {
				p.to, p.kept = p.kept[n-1], p.kept[:n-1]
			}
		case "cm":
			if len(args) == 6 {
				var m [6]float64
				for i := range m {
					m[i] = number(i)
				}
				p.to = times(m, p.to)
			}
		case "BT":
			p.tm, p.line = identity, identity
		case "Tf":
			if len(args) == 2 {
				p.font, p.size = p.load(resources.Key("Font").Key(args[0].Name())), number(1)
			}
		case "TL":
			p.lead = number(0)
		case "Td", "TD":
			if op == "TD" {
				p.lead = -number(1)
			}
			p.move(number(0), number(1))
		case "Tm":
			if len(args) == 6 {
				for i := range p.tm {
					p.tm[i] = number(i)
				}
				p.line = p.tm
			}
		case "T*":
			p.move(0, -p.lead)
		case "'", "\"":
			p.move(0, -p.lead)
			if len(args) > 0 {
				p.show(args[len(args)-1].RawString())
			}
		case "Tj":
			if len(args) > 0 {
				p.show(args[0].RawString())
			}
		case "TJ":
			if len(args) > 0 {
				p.array(args[0])
			}
		case "Do":
			if len(args) > 0 && depth < maxForms {
				p.form(resources.Key("XObject").Key(args[0].Name()), resources, depth)
			}
		}
	})
}

// form follows a drawing that has a stream of its own.
func (p *pdfText) form(v, outer pdf.Value, depth int) {
	if v.Key("Subtype").Name() != "Form" {
		return
	}
	resources := v.Key("Resources")
	if resources.Kind() == pdf.Null {
		resources = outer
	}
	tm, line, font, size, to, kept := p.tm, p.line, p.font, p.size, p.to, p.kept
	if m := v.Key("Matrix"); m.Len() == 6 {
		var own [6]float64
		for i := range own {
			own[i] = m.Index(i).Float64()
		}
		p.to = times(own, p.to)
	}
	p.kept = nil
	p.run(v, resources, depth+1)
	p.tm, p.line, p.font, p.size, p.to, p.kept = tm, line, font, size, to, kept
}

// move begins a line at a distance from the last beginning.
func (p *pdfText) move(x, y float64) {
	m := &p.line
	m[4] += x*m[0] + y*m[2]
	m[5] += x*m[1] + y*m[3]
	p.tm = *m
}

func (p *pdfText) array(v pdf.Value) {
	for i := range v.Len() {
		if e := v.Index(i); e.Kind() == pdf.String {
			p.show(e.RawString())
		} else {
			p.advance(-e.Float64() / 1000 * p.size)
		}
	}
}

func (p *pdfText) advance(x float64) {
	p.tm[4] += x * p.tm[0]
	p.tm[5] += x * p.tm[1]
}

// show adds text, with what parts it from the text before: a blank where there
// is a gap, a new line where it stands higher or lower.
func (p *pdfText) show(raw string) {
	if p.font == nil {
		return
	}
	at := times(p.tm, p.to)
	letters := math.Abs(p.size) * math.Hypot(at[0], at[1])
	if letters == 0 {
		letters = 1
	}
	text, width := p.font.read(raw)
	between := ""
	if p.any {
		along, across := at[4]-p.x, at[5]-p.y
		if at[0] == 0 && at[1] != 0 { // written upwards or downwards
			along, across = across, along
		}
		unit := math.Max(letters, p.wide)
		switch {
		case math.Abs(across) > 0.5*unit, along < -2*unit:
			between = "\n"
		case along > 0.17*letters || along < -0.5*unit:
			between = " "
		}
	}
	if err := p.c.add(between + text); err != nil {
		p.err = err
	}
	p.advance(width / 1000 * p.size)
	at = times(p.tm, p.to)
	p.x, p.y, p.wide, p.any = at[4], at[5], letters, true
}
