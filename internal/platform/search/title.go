package search

import (
	"slices"
	"strings"

	"pobratim/internal/kit/lexis"
	"pobratim/internal/platform/record"
)

// namesKept is how many words of other names are kept for the ranking.
const namesKept = 80

// titleParts are the pieces of a stored title: lines that residents read, names
// that residents read, names within, lines within.
const titleParts = 4

// titleOf are the folded words of the titles, a line for each language, and of
// other names, in the order of titleParts. What only those read who see every
// record is left out: it is found by its tokens.
func titleOf(s record.Searched) string {
	var lines, within, open, inside []string
	for _, p := range s.Titles {
		to := &lines
		if p.Depth > record.OnPortal {
			to = &within
		}
		if line := strings.Join(lexis.Words(p.Text), " "); p.Depth < record.Inner && line != "" && !slices.Contains(*to, line) {
			*to = append(*to, line)
		}
	}
	for _, p := range s.Names {
		switch p.Depth {
		case record.OnPortal:
			open = append(open, lexis.Words(p.Text)...)
		case record.InRecord:
			inside = append(inside, lexis.Words(p.Text)...)
		}
	}
	names := func(list []string) string { return strings.Join(list[:min(len(list), namesKept)], " ") }
	return strings.Join([]string{strings.Join(lines, "\n"), names(open), names(inside), strings.Join(within, "\n")}, "\t")
}

// readTitle is what titleOf wrote, as far as somebody of a depth reads it.
func readTitle(stored string, depth record.Depth) lexis.Title {
	parts := strings.SplitN(stored, "\t", titleParts)
	var t lexis.Title
	for i, part := range parts {
		if within := i >= 2; within && depth == record.OnPortal {
			break
		}
		if i == 0 || i == titleParts-1 {
			for line := range strings.SplitSeq(part, "\n") {
				if words := strings.Fields(line); len(words) > 0 {
					t.Variants = append(t.Variants, words)
				}
			}
			continue
		}
		t.Names = append(t.Names, strings.Fields(part)...)
	}
	return t
}
