package programme

import (
	"regexp"
	"strings"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/form"
)

// rowForm is a line as people type it: "10:00–11:30 Встреча @ Дума".
var rowForm = regexp.MustCompile(`^(?i:с |from )?\s*(\d{1,2})(?:[:.](\d{2}))?\s*((?:-|–|—|−|до |to |until )\s*(?:(\d{1,2})(?:[:.](\d{2}))?)?)?(?:\s+|$)(.*)$`)

// Row is a line as it was understood.
type Row struct {
	Starts, Ends string // HH:MM; Ends empty when it is open
	What, Place  string
}

// ParseRow reads a line that was typed: hours, what, and after " @ " the place. A
// bare number is an hour only when another one follows it.
func ParseRow(text string) (Row, error) {
	text = form.Line(text)
	m := rowForm.FindStringSubmatch(text)
	if m == nil || m[2] == "" && m[4] == "" {
		return Row{}, errs.Field("row", "programme.row.time")
	}
	var r Row
	var ok bool
	if r.Starts, ok = hour(m[1], m[2]); !ok {
		return Row{}, errs.Field("row", "programme.row.hour", "hour", strings.TrimRight(m[1]+":"+m[2], ":"))
	}
	if m[4] != "" {
		if r.Ends, ok = hour(m[4], m[5]); !ok {
			return Row{}, errs.Field("row", "programme.row.hour", "hour", strings.TrimRight(m[4]+":"+m[5], ":"))
		}
	}
	what, place, _ := strings.Cut(m[6], " @ ")
	r.What, r.Place = strings.TrimSpace(what), strings.TrimSpace(place)
	switch {
	case r.What == "":
		return Row{}, errs.Field("row", "programme.row.what")
	case r.Starts == r.Ends:
		return Row{}, errs.Field("row", "programme.row.same")
	case len([]rune(r.What)) > maxWhat || len([]rune(r.Place)) > maxWhat:
		return Row{}, errs.Field("row", "programme.row.long", "max", maxWhat)
	}
	return r, nil
}

// maxWhat is how many characters say what happens, or where.
const maxWhat = 200

func hour(h, m string) (string, bool) {
	n, of := 0, 0
	for _, c := range h {
		n = n*10 + int(c-'0')
	}
	for _, c := range m {
		of = of*10 + int(c-'0')
	}
	return clockOf(n*60 + of), n < 24 && of < 60
}
