package db

import (
	"strconv"
	"strings"
)

// Where collects optional conditions and numbers their placeholders. The zero
// value matches everything.
type Where struct {
	parts []string
	args  []any
}

// And adds a condition. Each ? in it stands for the next argument.
func (w *Where) And(condition string, args ...any) {
	var b strings.Builder
	next := 0
	for _, r := range condition {
		if r != '?' {
			b.WriteRune(r)
			continue
		}
		w.args = append(w.args, args[next])
		next++
		b.WriteString("$" + strconv.Itoa(len(w.args)))
	}
	if next != len(args) {
		panic("db: condition " + strconv.Quote(condition) + " has " + strconv.Itoa(next) + " placeholders and " + strconv.Itoa(len(args)) + " arguments")
	}
	w.parts = append(w.parts, b.String())
}

// Arg adds an argument without a condition and returns its placeholder, for
// LIMIT and the like.
func (w *Where) Arg(v any) string {
	w.args = append(w.args, v)
	return "$" + strconv.Itoa(len(w.args))
}

// In adds "column IN (…)"; an empty list matches nothing.
func (w *Where) In(column string, values []string) {
	if len(values) == 0 {
		w.parts = append(w.parts, "1 = 0")
		return
	}
	marks := make([]string, len(values))
	for i, v := range values {
		marks[i] = w.Arg(v)
	}
	w.parts = append(w.parts, column+" IN ("+strings.Join(marks, ", ")+")")
}

// SQL is " WHERE a AND b", or nothing without conditions.
func (w *Where) SQL() string {
	if len(w.parts) == 0 {
		return ""
	}
	return " WHERE " + strings.Join(w.parts, " AND ")
}

// Args are the arguments in the order of their numbers.
func (w *Where) Args() []any { return w.args }

// Prefix makes a LIKE pattern that finds folded text beginning with s. Folded
// text holds no % or _, so nothing needs escaping; stray ones are dropped.
func Prefix(folded string) string {
	return strings.NewReplacer("%", "", "_", "").Replace(folded) + "%"
}
