package svgclean

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// What is wrong with a drawing.
var (
	ErrNotSVG = errors.New("not an SVG drawing")
	ErrSize   = errors.New("the drawing does not say how large it is")
	ErrEmpty  = errors.New("nothing is drawn")
)

// Drawing is what was written anew.
type Drawing struct {
	Body          []byte
	Width, Height float64 // in its own units; only their ratio means something
}

const (
	namespace = "http://www.w3.org/2000/svg"
	xlink     = "http://www.w3.org/1999/xlink"
	maxDepth  = 64
)

// Limits of the whole: a hostile drawing must not grow here, nor in a browser.
const (
	maxElements = 20_000
	maxUses     = 500 // <use> repeats what it names
)

func shape(name string) bool {
	switch name {
	case "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "use":
		return true
	}
	return false
}

func known(name string) bool {
	switch name {
	case "svg", "g", "defs", "symbol", "title", "desc", "linearGradient", "radialGradient", "stop", "clipPath", "mask":
		return true
	}
	return shape(name)
}

// attribute tells whether an attribute may stay.
func attribute(name string) bool {
	switch name {
	case "id", "viewBox", "width", "height", "preserveAspectRatio", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "fx", "fy", "d", "points",
		"transform", "fill", "fill-rule", "fill-opacity", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin", "stroke-miterlimit", "stroke-dasharray",
		"stroke-dashoffset", "stroke-opacity", "opacity", "color", "display", "visibility", "offset", "stop-color", "stop-opacity", "gradientUnits",
		"gradientTransform", "spreadMethod", "clip-path", "clip-rule", "clipPathUnits", "mask", "maskUnits", "maskContentUnits", "paint-order":
		return true
	}
	return false
}

var (
	// plain is a value without a function but those of colours and places.
	function = regexp.MustCompile(`(?i)([a-z-]+)\s*\(`)
	local    = regexp.MustCompile(`(?i)^url\(\s*["']?#[\w.:-]+["']?\s*\)`)
	number   = regexp.MustCompile(`^\s*\+?([0-9]*\.?[0-9]+)(?:px|pt|mm|cm|in|pc)?\s*$`)
)

// harmless tells whether a value names nothing outside the drawing.
func harmless(value string) bool {
	if strings.ContainsAny(value, "\\@<>") || strings.Contains(value, "/*") {
		return false
	}
	for _, m := range function.FindAllStringSubmatchIndex(value, -1) {
		switch strings.ToLower(value[m[2]:m[3]]) {
		case "rgb", "rgba", "hsl", "hsla", "matrix", "translate", "scale", "rotate", "skewx", "skewy":
		case "url":
			if !local.MatchString(value[m[2]:]) {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// Clean reads a drawing and writes its shapes.
func Clean(body []byte) (Drawing, error) {
	c := cleaner{in: xml.NewDecoder(bytes.NewReader(body))}
	c.in.CharsetReader = func(string, io.Reader) (io.Reader, error) { return nil, ErrNotSVG } // UTF-8 alone
	for {
		token, err := c.in.RawToken()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return Drawing{}, ErrNotSVG
		}
		if err := c.token(token); err != nil {
			return Drawing{}, err
		}
	}
	switch {
	case !c.begun || len(c.open) > 0:
		return Drawing{}, ErrNotSVG
	case c.shapes == 0:
		return Drawing{}, ErrEmpty
	case !(c.width > 0) || !(c.height > 0) || math.IsInf(c.width/c.height, 0) || c.width/c.height > 20 || c.height/c.width > 20:
		return Drawing{}, ErrSize
	}
	return Drawing{Body: c.out.Bytes(), Width: c.width, Height: c.height}, nil
}

// cleaner is the work on one drawing. Names are taken without their prefixes.
type cleaner struct {
	in            *xml.Decoder
	out           bytes.Buffer
	open          []xml.Name // every element that is open
	skip          int        // depth from which on elements are left out; 0: none
	named         int        // depth of the outermost element with an id; 0: none
	begun         bool
	elements      int
	shapes, uses  int
	width, height float64
}

func (c *cleaner) token(token xml.Token) error {
	switch t := token.(type) {
	case xml.StartElement:
		return c.start(t)
	case xml.EndElement:
		if len(c.open) == 0 || c.open[len(c.open)-1] != t.Name {
			return ErrNotSVG
		}
		if c.skip == 0 {
			c.out.WriteString("</" + t.Name.Local + ">")
		}
		if c.skip == len(c.open) {
			c.skip = 0
		}
		if c.named == len(c.open) {
			c.named = 0
		}
		c.open = c.open[:len(c.open)-1]
	case xml.CharData:
		if len(c.open) > 0 && c.skip == 0 && (c.open[len(c.open)-1].Local == "title" || c.open[len(c.open)-1].Local == "desc") {
			return xml.EscapeText(&c.out, t)
		}
	}
	return nil
}

func (c *cleaner) start(t xml.StartElement) error {
	name := t.Name.Local
	if c.elements++; c.elements > maxElements || len(c.open) >= maxDepth {
		return ErrNotSVG
	}
	root := len(c.open) == 0
	if root && (c.begun || name != "svg") {
		return ErrNotSVG
	}
	c.open = append(c.open, t.Name)
	if c.skip > 0 {
		return nil
	}
	if !known(name) || t.Name.Space != "" && t.Name.Space != "svg" {
		if root {
			return ErrNotSVG
		}
		c.skip = len(c.open)
		return nil
	}
	if shape(name) {
		c.shapes++
	}
	if name == "use" {
		// One inside something that can be named could be repeated itself, and
		// that again: a short drawing would fill any memory.
		if c.uses++; c.uses > maxUses || c.named > 0 {
			return ErrNotSVG
		}
	}
	if !root && c.named == 0 && hasID(t.Attr) {
		c.named = len(c.open)
	}
	c.out.WriteString("<" + name)
	if root {
		c.begun = true
		c.out.WriteString(` xmlns="` + namespace + `" xmlns:xlink="` + xlink + `"`)
		c.size(t.Attr)
	}
	c.attributes(t.Attr, root)
	c.out.WriteString(">")
	return nil
}

// attributes writes those that may stay; what a style says becomes attributes,
// since the policy of the pages lets no style in.
func (c *cleaner) attributes(list []xml.Attr, root bool) {
	seen := map[string]bool{}
	put := func(name, value string) {
		if value = strings.TrimSpace(value); seen[name] || !harmless(value) {
			return
		}
		seen[name] = true
		c.out.WriteString(" " + name + `="`)
		_ = xml.EscapeText(&c.out, []byte(value)) // a buffer takes everything
		c.out.WriteString(`"`)
	}
	for _, a := range list {
		if a.Name.Space == "" && a.Name.Local == "style" { // it goes before the attribute
			for part := range strings.SplitSeq(a.Value, ";") {
				if name, value, ok := strings.Cut(part, ":"); ok && attribute(strings.TrimSpace(name)) && strings.TrimSpace(name) != "id" {
					put(strings.TrimSpace(name), strings.TrimSuffix(strings.TrimSpace(value), "!important"))
				}
			}
		}
	}
	for _, a := range list {
		switch {
		case a.Name.Local == "href" && strings.HasPrefix(a.Value, "#") && (a.Name.Space == "" || a.Name.Space == "xlink"):
			put("xlink:href", a.Value)
		case root && a.Name.Local == "id": // the whole is not repeated in itself
		case a.Name.Space == "" && attribute(a.Name.Local):
			put(a.Name.Local, a.Value)
		}
	}
}

func hasID(list []xml.Attr) bool {
	return slices.ContainsFunc(list, func(a xml.Attr) bool { return a.Name.Local == "id" })
}

// size takes the size from the viewBox, or from width and height.
func (c *cleaner) size(list []xml.Attr) {
	for _, a := range list {
		switch a.Name.Local {
		case "viewBox":
			if parts := strings.FieldsFunc(a.Value, func(r rune) bool { return r == ' ' || r == ',' || r == '\n' || r == '\t' }); len(parts) == 4 {
				c.width, c.height = length(parts[2]), length(parts[3])
				return
			}
		case "width":
			c.width = length(a.Value)
		case "height":
			c.height = length(a.Value)
		}
	}
}

func length(s string) float64 {
	m := number.FindStringSubmatch(s)
	if m == nil {
		return 0
	}
	v, err := strconv.ParseFloat(m[1], 64)
	if err != nil {
		return 0
	}
	return v
}
