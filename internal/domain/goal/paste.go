package goal

import (
	"regexp"
	"strings"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
)

const (
	maxLines = 300
	maxName  = 400 // characters, as the form has it
)

// Line is a goal of a pasted list.
type Line struct {
	Name   i18n.Text
	Level  int // from 1
	Parent int // place in the list of the goal above it; -1: none
}

// numbered is a line that says its own place: "1.", "2)", "1.2", "1.2.3.". A
// lone number without a mark is the beginning of a sentence, such as a year.
var numbered = regexp.MustCompile(`^(\d{1,3}(?:\.\d{1,3})+[.)]?|\d{1,3}[.)])\s+(.+)$`)

// ReadList reads a pasted list of goals. In a numbered list the numbers say what
// stands under what, and a line without one goes on with the line before; in a
// list without numbers it is the indentation.
func ReadList(text, lang string) ([]Line, error) {
	rows := strings.FieldsFunc(strings.ReplaceAll(text, "\u00a0", " "), func(r rune) bool { return r == '\n' || r == '\r' || r == '\u2028' })
	byNumber := false
	for _, row := range rows {
		byNumber = byNumber || numbered.MatchString(strings.TrimSpace(row))
	}
	var names []string
	var levels []int
	var indents []int // of the goals above the present line
	for _, row := range rows {
		name := strings.TrimSpace(row)
		level := 1
		switch match := numbered.FindStringSubmatch(name); {
		case name == "":
			continue
		case byNumber && match == nil && len(names) > 0:
			names[len(names)-1] += " " + name
			continue
		case match != nil:
			level, name = 1+strings.Count(strings.Trim(match[1], ".)"), "."), match[2]
		case !byNumber:
			at := indent(row)
			for len(indents) > 0 && indents[len(indents)-1] >= at {
				indents = indents[:len(indents)-1]
			}
			indents = append(indents, at)
			level, name = len(indents), strings.TrimSpace(strings.TrimLeft(name, "-–—•*·"))
		}
		if name == "" {
			continue
		}
		names, levels = append(names, name), append(levels, level)
	}
	return placed(names, levels, lang)
}

// indent is how far a line stands from the edge; a tabulator counts as four.
func indent(row string) int {
	width := 0
	for _, r := range row {
		switch r {
		case ' ':
			width++
		case '\t':
			width += 4
		default:
			return width
		}
	}
	return width
}

// placed finds what stands above each line and refuses a list that is no tree.
func placed(names []string, levels []int, lang string) ([]Line, error) {
	if len(names) == 0 {
		return nil, errs.Field("lines", "goal.paste.empty")
	}
	if len(names) > maxLines {
		return nil, errs.Field("lines", "goal.paste.long", "n", maxLines)
	}
	lines := make([]Line, len(names))
	var open []int // the last line of each level
	for i, name := range names {
		level := levels[i]
		switch {
		case level > maxLevel:
			return nil, errs.Field("lines", "goal.paste.deep", "line", name, "n", maxLevel)
		case level > len(open)+1:
			return nil, errs.Field("lines", "goal.paste.jump", "line", name)
		case len([]rune(name)) > maxName:
			return nil, errs.Field("lines", "goal.paste.wide", "line", string([]rune(name)[:60]), "n", maxName)
		}
		open = append(open[:level-1], i)
		lines[i] = Line{Name: i18n.NewText(lang, name), Level: level, Parent: -1}
		if level > 1 {
			lines[i].Parent = open[level-2]
		}
	}
	return lines, nil
}
