package geo

import (
	"fmt"
	"html"
	"math"
	"strconv"
	"strings"
)

// SVG draws the map for a page: sizes are attributes, colours come from the
// classes in map.css, so light, dark, print, forced colours and low vision
// work without another picture. It carries no style attribute and no script.
// Spots with an address are links.
func (m Map) SVG() string { return m.lay().svg(nil) }

// Standalone draws the map with literal colours and without links, for papers
// and for places where no style sheet reaches.
func (m Map) Standalone(p Palette) string { return m.lay().svg(&p) }

// Hidden returns the labels for which the picture has no room; their dots are
// drawn, and a list beside the map should name them.
func (m Map) Hidden() []string {
	var names []string
	for _, s := range m.lay().spots {
		if !s.label.ok {
			names = append(names, s.Label)
		}
	}
	return names
}

// drawing writes elements; with a palette it paints, without it names classes.
type drawing struct {
	strings.Builder
	p  *Palette
	id string
}

func (p plot) svg(palette *Palette) string {
	d := &drawing{p: palette, id: p.m.ID}
	if d.id == "" {
		d.id = "map"
	}
	d.Grow(32 << 10)
	p.head(d)
	p.ground(d)
	p.bezel(d)
	p.ties(d)
	p.cities(d)
	d.WriteString("</svg>")
	return d.String()
}

func (p plot) head(d *drawing) {
	role := "img"
	for _, s := range p.spots {
		if d.p == nil && safeHref(s.Href) != "" {
			role = "group" // an image may hold no links
		}
	}
	class := "geo"
	if p.m.Small {
		class += " geo-small"
	}
	fmt.Fprintf(d, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %s %[1]s" width="%[1]s" height="%[1]s" class="%s" role="%s" aria-labelledby="%s-title %[4]s-desc" direction="ltr"`,
		num(p.size), class, role, html.EscapeString(d.id))
	if p.m.Lang != "" {
		fmt.Fprintf(d, ` lang="%s"`, html.EscapeString(p.m.Lang))
	}
	if d.p != nil {
		fmt.Fprintf(d, ` font-family="%s"`, html.EscapeString(d.p.Font))
	}
	fmt.Fprintf(d, `><title id="%s-title">%s</title><desc id="%[1]s-desc">%s</desc>`,
		html.EscapeString(d.id), html.EscapeString(p.m.Title), html.EscapeString(p.m.Desc))
}

// ground is the disc: sea, water lines along the coast, land, graticule.
func (p plot) ground(d *drawing) {
	id := html.EscapeString(d.id)
	x, r := num(p.centre.x), num(p.edge)
	var land strings.Builder
	for _, o := range p.outline {
		outline(&land, o, true)
	}
	fmt.Fprintf(d, `<defs><clipPath id="%s-disc"><circle cx="%s" cy="%[2]s" r="%[3]s"/></clipPath><path id="%[1]s-land" d="%[4]s"/></defs>`, id, x, r, land.String())
	fmt.Fprintf(d, `<circle%s cx="%s" cy="%[2]s" r="%s"/>`, d.paint("sea"), x, r)
	fmt.Fprintf(d, `<g clip-path="url(#%s-disc)">`, id)
	widths := []string{"8", "4"}
	if p.m.Small {
		widths = []string{"2.4"}
	}
	thin := p.thin()
	for _, w := range widths {
		fmt.Fprintf(d, `<use href="#%s-land"%s stroke-width="%s" stroke-linejoin="round"/>`, id, d.paint("shore"), w)
	}
	fmt.Fprintf(d, `<use href="#%s-land"%s stroke-width="%s" stroke-linejoin="round" fill-rule="evenodd"/>`, id, d.paint("land"), num(0.6*thin))
	var grid strings.Builder
	for _, g := range p.grid {
		outline(&grid, g, false)
	}
	fmt.Fprintf(d, `<path%s stroke-width="%s" d="%s"/>`, d.paint("grid"), num(0.6*thin), grid.String())
	for _, g := range p.rings {
		fmt.Fprintf(d, `<circle%s cx="%s" cy="%[2]s" r="%s" stroke-width="%s"/>`, d.paint("ring"), x, num(g.r), num(0.8*thin))
	}
	d.WriteString("</g>")
}

// thin is the factor of line widths: finer in the small form.
func (p plot) thin() float64 {
	if p.m.Small {
		return 0.55
	}
	return 1
}

// bezel is the rim with its degrees, as on a compass.
func (p plot) bezel(d *drawing) {
	var fine, bold strings.Builder
	for deg := 0; deg < 360; deg += 5 {
		w, length := &fine, 3.0
		switch {
		case p.m.Small && deg%30 != 0:
			continue
		case deg%30 == 0:
			w, length = &bold, 7
		case deg%10 == 0:
			length = 5
		}
		if p.m.Small {
			length = 3
		}
		a, b := p.rim(float64(deg), 1.5), p.rim(float64(deg), 1.5+length)
		fmt.Fprintf(w, "M%s %sL%s %s", num(a.x), num(a.y), num(b.x), num(b.y))
	}
	fmt.Fprintf(d, `<circle%s cx="%s" cy="%[2]s" r="%s" stroke-width="%s"/>`, d.paint("rim"), num(p.centre.x), num(p.edge), num(1.2*p.thin()))
	if fine.Len() > 0 {
		fmt.Fprintf(d, `<path%s stroke-width="0.8" d="%s"/>`, d.paint("tick"), fine.String())
	}
	fmt.Fprintf(d, `<path%s stroke-width="%s" d="%s"/>`, d.paint("tick"), num(1.2*p.thin()), bold.String())
	if p.m.Small {
		return
	}
	d.WriteString(`<g aria-hidden="true">`)
	for deg := 0; deg < 360; deg += 30 {
		c := p.rim(float64(deg), 19)
		fmt.Fprintf(d, `<text%s x="%s" y="%s" font-size="9" text-anchor="middle">%d°</text>`, d.paint("figure"), num(c.x), num(c.y+3.2), deg)
	}
	for _, r := range p.rings {
		if r.label.ok {
			fmt.Fprintf(d, `<text%s x="%s" y="%s" font-size="9.5" text-anchor="middle" stroke-width="3" stroke-linejoin="round" paint-order="stroke">%s</text>`,
				d.paint("range"), num((r.label.box.x0+r.label.box.x1)/2), num(r.label.box.y1-2.8), html.EscapeString(r.text))
		}
	}
	d.WriteString(`</g>`)
}

// ties are the lines from the centre: true bearing, true length.
func (p plot) ties(d *drawing) {
	d.WriteString(`<g aria-hidden="true">`)
	width := 1.5
	if p.m.Small {
		width = 0.7
	}
	for _, s := range p.spots {
		if s.at0 {
			continue
		}
		dash := ""
		w := width
		switch s.State {
		case Dormant:
			w *= 0.7
		case Ended:
			dash, w = fmt.Sprintf(` stroke-dasharray="%s %s"`, num(4*width), num(2.6*width)), w*0.7
		case Planned:
			dash = fmt.Sprintf(` stroke-dasharray="0.1 %s" stroke-linecap="round"`, num(3*width))
		}
		fmt.Fprintf(d, `<path%s stroke-width="%s"%s d="M%s %sL%s %s"/>`, d.paint("tie "+s.kind()), num(w), dash,
			num(p.centre.x), num(p.centre.y), num(s.at.x), num(s.at.y))
	}
	for _, s := range p.spots {
		if l := s.label; l.ok && l.leader {
			fmt.Fprintf(d, `<path%s stroke-width="%s" d="M%s %sL%s %s"/>`, d.paint("leader"), num(0.7*p.thin()), num(l.from.x), num(l.from.y), num(l.to.x), num(l.to.y))
		}
	}
	d.WriteString(`</g>`)
}

// cities are the dots and names, in the caller's order for the keyboard.
func (p plot) cities(d *drawing) {
	for _, s := range p.spots {
		end := "</g>"
		name := s.Label
		if s.Sub != "" {
			name += ", " + s.Sub
		}
		if href := safeHref(s.Href); href != "" && d.p == nil {
			fmt.Fprintf(d, `<a class="geo-spot is-%s" href="%s" aria-label="%s">`, s.kind(), html.EscapeString(href), html.EscapeString(name))
			fmt.Fprintf(d, `<circle class="geo-hit" cx="%s" cy="%s" r="12"/>`, num(s.at.x), num(s.at.y))
			end = "</a>"
		} else {
			fmt.Fprintf(d, `<g%s>`, d.class("geo-spot is-"+s.kind()))
		}
		if !s.label.ok {
			fmt.Fprintf(d, `<title>%s</title>`, html.EscapeString(name))
		}
		p.dot(d, s)
		p.words(d, s.Spot, s.label, 1)
		d.WriteString(end)
	}
	r := 5.5
	if p.m.Small {
		r = 3
	}
	fmt.Fprintf(d, `<g%s><circle%s cx="%s" cy="%s" r="%s" stroke-width="%s"/>`, d.class("geo-centre"), d.paint("home"), num(p.centre.x), num(p.centre.y), num(r), num(r*0.4))
	p.words(d, p.m.Centre, p.home, 1.12)
	d.WriteString("</g>")
}

func (p plot) dot(d *drawing, s placed) {
	r, w := 4.0, 1.6
	if p.m.Small {
		r, w = 2, 0.8
	}
	x, y := s.at.x, s.at.y
	if s.far { // an arrow head at the edge
		sin, cos := math.Sincos(s.angle * math.Pi / 180)
		at := func(along, across float64) string {
			return num(x+sin*along+cos*across) + " " + num(y-cos*along+sin*across)
		}
		fmt.Fprintf(d, `<path%s stroke-width="%s" d="M%sL%sL%sZ"/>`, d.paint("dot "+s.kind()), num(w*0.6), at(r*1.5, 0), at(-r, r), at(-r, -r))
		return
	}
	switch s.State {
	case Ended:
		k := r * 0.8
		fmt.Fprintf(d, `<path%s stroke-width="%s" d="M%s %sl%s %[5]sm0 %sl%[6]s %[5]s"/>`, d.paint("cross"), num(w), num(x-k), num(y-k), num(2*k), num(-2*k))
	case Planned:
		k := r * 1.25
		fmt.Fprintf(d, `<path%s stroke-width="%s" d="M%s %sl%s %[5]sl%[6]s %[5]sl%[6]s %[6]sz"/>`, d.paint("dot "+s.kind()), num(w*0.7), num(x), num(y-k), num(k), num(-k))
	default:
		fmt.Fprintf(d, `<circle%s cx="%s" cy="%s" r="%s" stroke-width="%s"/>`, d.paint("dot "+s.kind()), num(x), num(y), num(r), num(w))
	}
}

// words writes a label into its box, flush with the side that faces the dot.
func (p plot) words(d *drawing, s Spot, l spotLabel, factor float64) {
	if !l.ok || s.Label == "" {
		return
	}
	anchor, x := "start", l.box.x0+1
	mid := (l.box.x0 + l.box.x1) / 2
	dot := p.centre
	for _, q := range p.spots {
		if q.label == l {
			dot = q.at
		}
	}
	switch {
	case dot.x >= l.box.x1-2:
		anchor, x = "end", l.box.x1-1
	case dot.x > l.box.x0+2:
		anchor, x = "middle", mid
	}
	size := p.type1 * factor
	kind := "label"
	if factor > 1 {
		kind = "label home-label"
	}
	halo := 3.2
	if p.m.Small {
		halo = 1.6
	}
	write := func(kind, text string, size, y float64) {
		fmt.Fprintf(d, `<text%s x="%s" y="%s" font-size="%s" text-anchor="%s" stroke-width="%s" stroke-linejoin="round" paint-order="stroke">%s</text>`,
			d.paint(kind), num(x), num(y), num(size), anchor, num(halo), html.EscapeString(text))
	}
	write(kind, s.Label, size, l.box.y0+size*0.93)
	if s.Sub != "" && p.twoLines() && !l.short {
		d.WriteByte(' ') // parts the words for whoever reads the text alone
		write("sub", s.Sub, p.type2, l.box.y1-p.type2*0.26)
	}
}

func (s Spot) kind() string {
	switch s.State {
	case Dormant, Ended, Planned:
		return string(s.State)
	}
	return string(Active)
}

// safeHref keeps addresses of the site and of the web; a script is none.
func safeHref(h string) string {
	for _, ok := range [...]string{"/", "#", "?", "./", "../", "https://", "http://"} {
		if strings.HasPrefix(h, ok) {
			return h
		}
	}
	return ""
}

// unit is the word for kilometres.
func (m Map) unit() string {
	if m.Unit != "" {
		return m.Unit
	}
	base, _, _ := strings.Cut(m.Lang, "-")
	switch base {
	case "ru", "uk", "be", "bg", "sr", "mk", "kk", "ky", "tg", "mn", "tt", "ba":
		return "км"
	}
	return "km"
}

// grouped writes 1000 km and 10 000 km with spaces that do not break.
func grouped(n int, unit string) string {
	s := strconv.Itoa(n)
	if n >= 10000 {
		s = s[:len(s)-3] + "\u00A0" + s[len(s)-3:]
	}
	return s + "\u00A0" + unit
}
