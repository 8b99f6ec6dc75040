package setting

import (
	"fmt"
	"math"
	"strconv"
)

// Colour is a colour of sRGB, 0 to 255 each.
type Colour struct{ R, G, B uint8 }

// MinContrast is what WCAG 2.2 (1.4.3, AA) demands of text.
const MinContrast = 4.5

// The grounds on which the accent stands as text: the surface of the light
// theme, which is the darker of its two light grounds, and that of the dark one.
var (
	lightGround = Colour{0xf5, 0xf7, 0xf9}
	darkGround  = Colour{0x18, 0x22, 0x2b}
)

// ParseColour reads "#0f6e6e" or "0f6e6e".
func ParseColour(s string) (Colour, bool) {
	if len(s) == 7 && s[0] == '#' {
		s = s[1:]
	}
	if len(s) != 6 {
		return Colour{}, false
	}
	n, err := strconv.ParseUint(s, 16, 24)
	if err != nil {
		return Colour{}, false
	}
	return Colour{uint8(n >> 16), uint8(n >> 8), uint8(n)}, true
}

// Hex is the form that styles use.
func (c Colour) Hex() string { return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B) }

// luminance is the relative luminance of WCAG 2.2.
func (c Colour) luminance() float64 {
	r, g, b := c.linear()
	return 0.2126*r + 0.7152*g + 0.0722*b
}

func (c Colour) linear() (r, g, b float64) { return linear(c.R), linear(c.G), linear(c.B) }

func linear(v uint8) float64 {
	x := float64(v) / 255
	if x <= 0.04045 {
		return x / 12.92
	}
	return math.Pow((x+0.055)/1.055, 2.4)
}

// encoded is the inverse of linear, rounded by the given function.
func encoded(x float64, round func(float64) float64) uint8 {
	v := 12.92 * x
	if x > 0.0031308 {
		v = 1.055*math.Pow(x, 1/2.4) - 0.055
	}
	return uint8(min(255, max(0, round(v*255))))
}

// Contrast is the ratio of two colours, 1 to 21.
func Contrast(a, b Colour) float64 {
	x, y := a.luminance(), b.luminance()
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// Darker is the nearest shade of the same hue that passes on a light ground.
// Luminance is linear in the colour's components, so the factor follows from
// the formula of the contrast; rounding goes towards the dark.
func Darker(c, ground Colour, least float64) Colour {
	if Contrast(c, ground) >= least && c.luminance() < ground.luminance() {
		return c
	}
	want := (ground.luminance()+0.05)/least - 0.05
	k := min(1, want/max(c.luminance(), 1e-9))
	r, g, b := c.linear()
	return Colour{encoded(r*k, math.Floor), encoded(g*k, math.Floor), encoded(b*k, math.Floor)}
}

// Lighter is the nearest tint that passes on a dark ground: the colour mixed
// with white.
func Lighter(c, ground Colour, least float64) Colour {
	if Contrast(c, ground) >= least && c.luminance() > ground.luminance() {
		return c
	}
	want := (ground.luminance()+0.05)*least - 0.05
	have := c.luminance()
	k := min(1, max(0, (want-have)/max(1-have, 1e-9)))
	r, g, b := c.linear()
	mix := func(x float64) uint8 { return encoded(x+(1-x)*k, math.Ceil) }
	return Colour{mix(r), mix(g), mix(b)}
}

// AccentCSS is the style sheet that puts the city's colour in place of the
// product's, with a tint of it in the dark theme. It stands in the layer of
// tokens, so that low-vision palettes still replace it. Empty without a colour.
func (s Settings) AccentCSS() []byte {
	c, ok := ParseColour(s.Accent)
	if !ok {
		return nil
	}
	light, dark := Darker(c, lightGround, MinContrast).Hex(), Lighter(c, darkGround, MinContrast).Hex()
	return fmt.Appendf(nil, "@layer tokens{:root{--accent:%s}:root.theme-dark{--accent:%s}@media (prefers-color-scheme:dark){:root:not(.theme-light){--accent:%s}}}\n", light, dark, dark)
}
