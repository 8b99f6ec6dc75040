package killtest

import (
	"context"
	"fmt"
	"html"
	"math/rand/v2"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"

	"pobratim/internal/kit/id"
)

// writer sends forms until the program is gone.
func (tr *trial) writer(ctx context.Context, random *rand.Rand) {
	for ctx.Err() == nil {
		var alive bool
		switch own := tr.pick(random); {
		case own == nil || random.IntN(3) == 0:
			alive = tr.create(tr.fresh())
		case !own.confirmed: // nobody knows; the same form again
			alive = tr.create(own)
		case random.IntN(4) == 0: // a second press of a button that worked
			alive = tr.create(own)
		default:
			alive = tr.change(own)
		}
		if !alive {
			return
		}
	}
}

// pick takes a record that no other writer works on.
func (tr *trial) pick(random *rand.Rand) *write {
	tr.mu.Lock()
	defer tr.mu.Unlock()
	if len(tr.writes) == 0 || random.IntN(2) == 0 {
		return nil
	}
	skip := random.IntN(min(len(tr.writes), 20))
	for _, w := range tr.writes { // in no order
		if w.busy {
			continue
		}
		if skip--; skip < 0 {
			w.busy = true
			return w
		}
	}
	return nil
}

func (tr *trial) fresh() *write {
	tr.mu.Lock()
	defer tr.mu.Unlock()
	tr.serial++
	w := &write{name: fmt.Sprintf("Проверка %s-%06d", tr.tag, tr.serial), key: id.New(time.Now()), busy: true}
	tr.writes[w.name] = w
	return w
}

// create sends the form of a new organisation; false says that the program is
// gone.
func (tr *trial) create(w *write) bool {
	status, to, err := tr.post("/perm/office/organisations", url.Values{
		"idempotency_key": {w.key}, "name.ru": {w.name}, "type": {"ngo"}, "side": {"ours"}, "visibility": {"department"}, "different": {"1"},
	})
	return tr.settle(w, status, err, func() { w.confirmed, w.at = true, path(to) })
}

// change sends a new value for one field.
func (tr *trial) change(w *write) bool {
	text, err := tr.get(w.at + "/field/website")
	if err != nil {
		return tr.settle(w, 0, err, nil)
	}
	form := url.Values{}
	for name, value := range inputs(text) {
		form.Set(name, value)
	}
	value := fmt.Sprintf("https://example.org/%s/%d", tr.tag, len(w.websites)+1)
	form.Set("website", value)
	tr.mu.Lock()
	w.websites = append(w.websites, value)
	tr.mu.Unlock()
	status, _, err := tr.post(w.at+"/field/website", form)
	return tr.settle(w, status, err, func() { w.sure = len(w.websites) })
}

// settle notes the outcome of a request and lets the record go.
func (tr *trial) settle(w *write, status int, err error, confirmed func()) bool {
	tr.mu.Lock()
	defer tr.mu.Unlock()
	w.busy = false
	switch {
	case err != nil && status == 0:
		return false
	case status == http.StatusSeeOther:
		confirmed()
	case len(tr.strange) < 10:
		tr.strange = append(tr.strange, fmt.Sprintf("%s: %d", w.name, status))
	}
	return true
}

// path is the address of a record from where the program sends the browser.
func path(location string) string {
	u, err := url.Parse(location)
	if err != nil {
		return location
	}
	return strings.TrimSuffix(u.Path, "/")
}

var (
	inputTag  = regexp.MustCompile(`<input\b[^>]*>`)
	attribute = regexp.MustCompile(`\b(name|value|type)="([^"]*)"`)
)

// inputs reads the fields of the form on a page that a browser would send as
// they are: text and hidden ones of the first form that has a version.
func inputs(page string) map[string]string {
	for form := range strings.SplitSeq(page, "<form") {
		form, _, _ = strings.Cut(form, "</form>")
		fields := map[string]string{}
		for _, tag := range inputTag.FindAllString(form, -1) {
			a := map[string]string{}
			for _, m := range attribute.FindAllStringSubmatch(tag, -1) {
				a[m[1]] = html.UnescapeString(m[2])
			}
			if t := a["type"]; a["name"] != "" && t != "radio" && t != "checkbox" && t != "submit" {
				fields[a["name"]] = a["value"]
			}
		}
		if _, ok := fields["version"]; ok {
			return fields
		}
	}
	return nil
}
