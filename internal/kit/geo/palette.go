package geo

import (
	"html"
	"strings"
)

// Palette is literal colours (any SVG paint) for a map that no style sheet
// reaches. The names follow the classes of map.css.
type Palette struct {
	Font                        string // font-family
	Sea, Land, Coast, Shore     string // Shore is laid twice along the coast, nearly transparent
	Grid, Ring, Rim, Tick       string
	Figure, Range               string // degrees on the rim; figures on the rings
	Tie, Muted, Dot, DotRim     string // Muted draws what is dormant or ended
	Home, HomeRim, Leader       string
	Label, HomeLabel, Sub, Halo string
}

// Paper is the palette for white paper.
func Paper() Palette {
	return Palette{
		Font: "Golos Text, Golos UI, sans-serif",
		Sea:  "#eef4f7", Land: "#d6dfcc", Coast: "#8ea58c", Shore: "#6fa0b6",
		Grid: "#8fa9b5", Ring: "#5f7f8f", Rim: "#34566a", Tick: "#34566a",
		Figure: "#4d6575", Range: "#4d6575",
		Tie: "#b3261e", Muted: "#6b7c8b", Dot: "#b3261e", DotRim: "#ffffff",
		Home: "#14202b", HomeRim: "#ffffff", Leader: "#6b7c8b",
		Label: "#14202b", HomeLabel: "#14202b", Sub: "#4d5f6c", Halo: "#ffffff",
	}
}

// Night is the palette for a dark ground, such as the head of the portal.
func Night() Palette {
	return Palette{
		Font: "Golos Text, Golos UI, sans-serif",
		Sea:  "#123450", Land: "#2f6787", Coast: "#5b97b5", Shore: "#3f86a6",
		Grid: "#8fc1d6", Ring: "#a9d3e4", Rim: "#7fb2c8", Tick: "#7fb2c8",
		Figure: "#a3c6d6", Range: "#b6d6e3",
		Tie: "#f2b84b", Muted: "#a9bcc8", Dot: "#ffcf6b", DotRim: "#0d2438",
		Home: "#ffffff", HomeRim: "#0d2438", Leader: "#a9bcc8",
		Label: "#ffffff", HomeLabel: "#ffffff", Sub: "#c9dbe5", Halo: "#0d2a42",
	}
}

// class writes a class attribute on the page and nothing on paper.
func (d *drawing) class(names string) string {
	if d.p != nil {
		return ""
	}
	return ` class="` + names + `"`
}

// paint gives an element its looks: the class on a page, literal colours
// elsewhere. The kind is the class without its prefix; a second word is the
// state or the variant.
func (d *drawing) paint(kind string) string {
	base, variant, _ := strings.Cut(kind, " ")
	if d.p == nil {
		names := "geo-" + base
		switch {
		case base == "tie" || base == "dot":
			names += " is-" + variant
		case variant != "":
			names += " geo-" + variant
		}
		return d.class(names)
	}
	p := d.p
	quiet := variant == string(Dormant) || variant == string(Ended)
	switch base {
	case "sea":
		return fill(p.Sea)
	case "land":
		return fill(p.Land) + ` stroke="` + html.EscapeString(p.Coast) + `"`
	case "shore":
		return stroke(p.Shore) + ` stroke-opacity="0.15"`
	case "grid":
		return stroke(p.Grid) + ` stroke-opacity="0.35"`
	case "ring":
		return stroke(p.Ring) + ` stroke-opacity="0.45" stroke-dasharray="1 3"`
	case "rim":
		return stroke(p.Rim)
	case "tick":
		return stroke(p.Tick)
	case "figure":
		return fill(p.Figure)
	case "range":
		return fill(p.Range) + ` stroke="` + html.EscapeString(p.Halo) + `" stroke-opacity="0.75"`
	case "leader":
		return stroke(p.Leader)
	case "cross":
		return stroke(p.Muted) + ` stroke-linecap="round"`
	case "tie":
		if quiet {
			return stroke(p.Muted)
		}
		return stroke(p.Tie)
	case "dot":
		if quiet {
			return fill(p.DotRim) + ` stroke="` + html.EscapeString(p.Muted) + `"`
		}
		return fill(p.Dot) + ` stroke="` + html.EscapeString(p.DotRim) + `"`
	case "home":
		return fill(p.Home) + ` stroke="` + html.EscapeString(p.HomeRim) + `"`
	}
	return d.paintText(base, variant)
}

func (d *drawing) paintText(base, variant string) string {
	colour, weight := d.p.Label, "500"
	switch {
	case base == "sub":
		colour, weight = d.p.Sub, "400"
	case variant == "home-label":
		colour, weight = d.p.HomeLabel, "700"
	}
	return fill(colour) + ` font-weight="` + weight + `" stroke="` + html.EscapeString(d.p.Halo) + `" stroke-opacity="0.85"`
}

func fill(c string) string   { return ` fill="` + html.EscapeString(c) + `"` }
func stroke(c string) string { return ` fill="none" stroke="` + html.EscapeString(c) + `"` }
