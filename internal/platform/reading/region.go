package reading

import (
	"slices"
	"strings"
	"unicode"

	"pobratim/internal/kit/fold"
	"pobratim/internal/kit/sheet"
)

// region is a rectangle of cells that belong together.
type region struct {
	top, bottom, left, right int // both included
}

// grid is a sheet with merged cells filled.
type grid struct {
	rows   [][]string
	merged map[[2]int]bool // cells to the right of the first of a merged range
}

// newGrid fills what is merged downwards, so that each row says all; across, the
// value stands in the first column alone.
func newGrid(s sheet.Sheet) *grid {
	g := &grid{rows: s.Rows, merged: map[[2]int]bool{}}
	copied := map[int]bool{}
	for _, m := range s.Merged {
		value := g.at(m.Row, m.Column)
		if m.Row < 0 || m.Column < 0 || value == "" {
			continue
		}
		for r := m.Row; r <= min(m.LastRow, len(g.rows)-1); r++ {
			for c := m.Column; c <= min(m.LastColumn, m.Column+200); c++ {
				if c > m.Column {
					g.merged[[2]int{r, c}] = true
				}
			}
			if r == m.Row || g.at(r, m.Column) != "" {
				continue
			}
			if !copied[r] { // the book is the reader's own and stays as it is
				g.rows = cloneOnce(g.rows, s.Rows)
				g.rows[r] = slices.Clone(g.rows[r])
				copied[r] = true
			}
			for len(g.rows[r]) <= m.Column {
				g.rows[r] = append(g.rows[r], "")
			}
			g.rows[r][m.Column] = value
		}
	}
	return g
}

func cloneOnce(rows, original [][]string) [][]string {
	if len(rows) > 0 && &rows[0] == &original[0] {
		return slices.Clone(rows)
	}
	return rows
}

func (g *grid) at(r, c int) string {
	if r < 0 || r >= len(g.rows) || c < 0 || c >= len(g.rows[r]) {
		return ""
	}
	return strings.TrimSpace(g.rows[r][c])
}

func (g *grid) filled(r, left, right int) (n, first int) {
	first = -1
	if r < 0 || r >= len(g.rows) {
		return 0, -1
	}
	for c := left; c <= min(right, len(g.rows[r])-1); c++ {
		if strings.TrimSpace(g.rows[r][c]) != "" {
			if first < 0 {
				first = c
			}
			n++
		}
	}
	return n, first
}

func (g *grid) width() int {
	w := 0
	for _, row := range g.rows {
		w = max(w, len(row))
	}
	return w
}

// figures holds for a row with a cell that no header has: an address of mail, or
// three digits and more. It spares the dear judgement for most rows of data.
func (g *grid) figures(r int, area region) bool {
	for c := area.left; c <= min(area.right, len(g.rows[r])-1); c++ {
		digits := 0
		for _, char := range g.rows[r][c] {
			if char >= '0' && char <= '9' {
				digits++
			}
			if digits > 2 || char == '@' {
				return true
			}
		}
	}
	return false
}

// areas cuts a sheet into the places where tables may lie: at columns that are
// empty all the way down when both sides have a header of their own.
func (b *builder) areas(g *grid) []region {
	whole := region{0, len(g.rows) - 1, 0, g.width() - 1}
	if whole.right < 0 || whole.bottom < 0 {
		return nil
	}
	used := make([]bool, whole.right+1)
	for _, row := range g.rows {
		for c, text := range row {
			used[c] = used[c] || strings.TrimSpace(text) != ""
		}
	}
	var parts []region
	for c := 0; c <= whole.right; c++ {
		if !used[c] {
			continue
		}
		end := c
		for end+1 <= whole.right && used[end+1] {
			end++
		}
		parts = append(parts, region{whole.top, whole.bottom, c, end})
		c = end
	}
	if len(parts) == 0 {
		return nil
	}
	whole.left, whole.right = parts[0].left, parts[len(parts)-1].right
	if len(parts) < 2 {
		return []region{whole}
	}
	for _, p := range parts {
		if h, ok := b.findHeading(g, p); !ok || h.known < 2 {
			return []region{whole}
		}
	}
	return parts
}

// bands cuts an area into tables one under the other: a header that comes after
// the first rows begins a new one.
func (b *builder) bands(g *grid, area region) []region {
	var tops []int
	prev := ""
	for r := area.top; r <= area.bottom; r++ {
		n, _ := g.filled(r, area.left, area.right)
		if n < 2 || g.figures(r, area) {
			continue
		}
		h := b.heading(g, r, area)
		if h.known < 2 || float64(h.known) < 0.5*float64(n) || h.score < 0.9 {
			continue
		}
		if len(tops) > 0 && (rowKey(h.texts) == prev || r-tops[len(tops)-1] < 2) {
			continue // the header again, on a new page
		}
		if len(tops) > 0 {
			if gap, _ := g.filled(r-1, area.left, area.right); gap > 1 && h.known < 3 {
				continue
			}
		}
		prev = rowKey(h.texts)
		tops = append(tops, r)
	}
	if len(tops) < 2 {
		return []region{area}
	}
	var out []region
	for i, top := range tops {
		band := region{top, area.bottom, area.left, area.right}
		if i == 0 {
			band.top = area.top
		} else {
			for band.top-1 > tops[i-1] { // titles stand above the header
				n, _ := g.filled(band.top-1, area.left, area.right)
				if n != 1 {
					break
				}
				band.top--
			}
			out[i-1].bottom = band.top - 1
		}
		out = append(out, band)
	}
	return out
}

func rowKey(texts []string) string {
	var keys []string
	for _, t := range texts {
		keys = append(keys, fold.Key(t))
	}
	return strings.TrimRight(strings.Join(keys, "\x00"), "\x00")
}

func itoa(n int) string {
	if n < 10 {
		return string(rune('0' + n))
	}
	return itoa(n/10) + itoa(n%10)
}

// CellName is a cell as spreadsheets call it: row 6, column 1 is B7.
func CellName(row, column int) string {
	col := ""
	for n := column + 1; n > 0; n = (n - 1) / 26 {
		col = string(rune('A'+(n-1)%26)) + col
	}
	return col + itoa(row+1)
}

func hasLetters(s string) bool { return strings.ContainsFunc(s, unicode.IsLetter) }
