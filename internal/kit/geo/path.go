package geo

import (
	"math"
	"strconv"
	"strings"
)

// num writes a number with at most two decimals and nothing superfluous.
func num(f float64) string {
	s := strconv.FormatFloat(math.Round(f*100)/100, 'f', -1, 64)
	if s == "-0" {
		return "0"
	}
	return s
}

// outline appends a line as a path in tenths, relative to the last point.
func outline(b *strings.Builder, pts []xy, closed bool) {
	var lx, ly int
	for i, p := range pts {
		x, y := int(math.Round(p.x*10)), int(math.Round(p.y*10))
		if i == 0 {
			b.WriteByte('M')
			b.WriteString(tenth(x, true))
			b.WriteString(tenth(y, false))
			b.WriteByte('l')
		} else {
			if x == lx && y == ly {
				continue
			}
			b.WriteString(tenth(x-lx, i == 1))
			b.WriteString(tenth(y-ly, false))
		}
		lx, ly = x, y
	}
	if closed {
		b.WriteByte('z')
	}
}

// tenth writes v/10 in the fewest characters, with a space before it unless it
// is first or its sign parts it from the last number.
func tenth(v int, first bool) string {
	s := ""
	if v < 0 {
		s, v = "-", -v
	} else if !first {
		s = " "
	}
	if v >= 10 || v == 0 {
		s += strconv.Itoa(v / 10)
	}
	if v%10 != 0 {
		s += "." + strconv.Itoa(v%10)
	}
	return s
}
