package sheet

import (
	"encoding/json"
	"errors"
	"io"
	"strings"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/numfmt"
)

const maxNesting = 64

var errTooDeep = errors.New("nested too deeply")

// node is a value of JSON with the names of an object in their order.
type node struct {
	delim json.Delim // '[' or '{'; 0 for a plain value
	plain string
	names []string
	kids  []node
	raw   string // of an array or object, as it stands in the file
}

// pair is one value of an object.
type pair struct {
	name  string
	value node
}

// jsonReader makes a table of every array that is not within another, and of an
// object whose members are objects: their names are the first column.
type jsonReader struct {
	*builder
	text  string
	dec   *json.Decoder
	order map[string]int // columns of the table that is being read
	names []string
}

func readJSON(b *builder, text string) error {
	b.Format = JSON
	j := &jsonReader{builder: b, text: text, dec: json.NewDecoder(strings.NewReader(text))}
	j.dec.UseNumber()
	err := j.top()
	if err != nil && errs.KindOf(err) != errs.Invalid {
		line := 1 + strings.Count(text[:min(int(j.dec.InputOffset()), len(text))], "\n")
		return errs.Wrap(err, errs.Invalid, "sheet.json", "line", line)
	}
	return err
}

func (j *jsonReader) top() error {
	if first, rest, ok := strings.Cut(strings.TrimSpace(j.text), "\n"); ok && strings.HasPrefix(first, "{") && strings.HasPrefix(strings.TrimSpace(rest), "{") && json.Valid([]byte(first)) {
		return j.stream("", false) // one object on each line
	}
	t, err := j.dec.Token()
	if err != nil {
		return err
	}
	switch t {
	case json.Delim('['):
		return j.stream("", true)
	case json.Delim('{'):
		return j.object()
	}
	return errs.New(errs.Invalid, "sheet.empty")
}

// object reads the outermost object; its arrays may be long and are not held.
func (j *jsonReader) object() error {
	var members []pair
	for j.dec.More() {
		key, err := j.dec.Token()
		if err != nil {
			return err
		}
		name, _ := key.(string)
		t, err := j.dec.Token()
		if err != nil {
			return err
		}
		if t == json.Delim('[') {
			err = j.stream(name, true)
		} else {
			var n node
			n, err = j.rest(t, 1)
			members = append(members, pair{name, n})
		}
		if err != nil {
			return err
		}
	}
	if _, err := j.dec.Token(); err != nil {
		return err
	}
	if len(j.Sheets) == 0 && len(members) > 1 && allObjects(members) {
		return j.named(members)
	}
	var alone []pair
	for _, m := range members {
		if err := j.inner(m, &alone); err != nil {
			return err
		}
	}
	if len(j.Sheets) > 0 {
		return nil
	}
	if err := j.open(""); err != nil {
		return err
	}
	return errors.Join(j.put(alone), j.heading())
}

func allObjects(members []pair) bool {
	for _, m := range members {
		if m.value.delim != '{' {
			return false
		}
	}
	return true
}

// inner finds the arrays of objects within objects.
func (j *jsonReader) inner(p pair, alone *[]pair) error {
	if p.value.delim == '[' && len(p.value.kids) > 0 && p.value.kids[0].delim != 0 {
		if err := j.open(p.name); err != nil {
			return err
		}
		for _, kid := range p.value.kids {
			if err := j.element(kid); err != nil {
				return err
			}
		}
		return j.heading()
	}
	if p.value.delim != '{' {
		*alone = append(*alone, p)
		return nil
	}
	for i, kid := range p.value.kids {
		if err := j.inner(pair{p.name + "." + p.value.names[i], kid}, alone); err != nil {
			return err
		}
	}
	return nil
}

// named is a table of an object's members. One that holds a list of objects has
// a row for each of these.
func (j *jsonReader) named(members []pair) error {
	if err := j.open(""); err != nil {
		return err
	}
	for _, m := range members {
		row := []pair{{"", node{plain: m.name}}}
		var list *pair
		for i, kid := range m.value.kids {
			if kid.delim == '[' && len(kid.kids) > 0 && kid.kids[0].delim == '{' && list == nil {
				list = &pair{m.value.names[i], kid}
				continue
			}
			row = flatten(row, m.value.names[i], kid)
		}
		if list == nil {
			if err := j.put(row); err != nil {
				return err
			}
			continue
		}
		for _, kid := range list.value.kids {
			if err := j.put(flatten(row[:len(row):len(row)], list.name, kid)); err != nil {
				return err
			}
		}
	}
	return j.heading()
}

func (j *jsonReader) open(name string) error {
	j.order, j.names = map[string]int{}, nil
	return j.begin(name, false)
}

// stream reads the elements of an array that has just begun, or of the file.
func (j *jsonReader) stream(name string, array bool) error {
	if err := j.open(name); err != nil {
		return err
	}
	for j.dec.More() {
		t, err := j.dec.Token()
		if err == io.EOF && !array {
			break
		}
		if err != nil {
			return err
		}
		n, err := j.rest(t, 1)
		if err != nil {
			return err
		}
		if err := j.element(n); err != nil {
			return err
		}
	}
	if array {
		if _, err := j.dec.Token(); err != nil {
			return err
		}
	}
	return j.heading()
}

// element writes one row: an object by its names, an array as it comes.
func (j *jsonReader) element(n node) error {
	if n.delim != '[' {
		return j.put(flatten(nil, "", n))
	}
	for i, kid := range n.kids {
		if err := j.cell(i, kid.text()); err != nil {
			return err
		}
	}
	return j.end(max(1, len(j.sheet().Rows)))
}

// put writes values under the names of their columns. The first row of the
// sheet is left for the names.
func (j *jsonReader) put(row []pair) error {
	for _, p := range row {
		i, known := j.order[p.name]
		if !known {
			i = len(j.names)
			j.order[p.name] = i
			j.names = append(j.names, p.name)
		}
		if err := j.cell(i, p.value.text()); err != nil {
			return err
		}
	}
	return j.end(max(1, len(j.sheet().Rows)))
}

// heading puts the names of columns into the first row; arrays of arrays and of
// plain values have none.
func (j *jsonReader) heading() error {
	s := j.sheet()
	if len(s.Rows) == 0 {
		return nil
	}
	if strings.Join(j.names, "") == "" {
		s.Rows = s.Rows[1:]
		return nil
	}
	for i, n := range j.names {
		if err := j.cell(i, n); err != nil {
			return err
		}
	}
	return j.end(0)
}

// flatten adds the values of an object, those of inner ones as "outer.inner".
func flatten(row []pair, path string, n node) []pair {
	if n.delim != '{' {
		if n.delim != 0 && len(n.kids) == 0 {
			return row
		}
		return append(row, pair{path, n})
	}
	for i, kid := range n.kids {
		name := n.names[i]
		if path != "" {
			name = path + "." + name
		}
		row = flatten(row, name, kid)
	}
	return row
}

// text is a value in one cell: a list of plain values is joined, what is more
// complicated stays as it stands in the file.
func (n node) text() string {
	if n.delim == 0 {
		return n.plain
	}
	if len(n.kids) == 0 {
		return ""
	}
	parts := make([]string, len(n.kids))
	for i, kid := range n.kids {
		if kid.delim != 0 || n.delim == '{' {
			return n.raw
		}
		parts[i] = kid.plain
	}
	return strings.Join(parts, "; ")
}

// rest reads a value whose first token has been read.
func (j *jsonReader) rest(t json.Token, depth int) (node, error) {
	delim, opens := t.(json.Delim)
	if !opens {
		return node{plain: scalar(t)}, nil
	}
	if depth > maxNesting {
		return node{}, errTooDeep
	}
	n := node{delim: delim}
	from := j.dec.InputOffset() - 1
	for j.dec.More() {
		if delim == '{' {
			key, err := j.dec.Token()
			if err != nil {
				return n, err
			}
			name, _ := key.(string)
			n.names = append(n.names, name)
		}
		t, err := j.dec.Token()
		if err != nil {
			return n, err
		}
		kid, err := j.rest(t, depth+1)
		if err != nil {
			return n, err
		}
		n.kids = append(n.kids, kid)
	}
	_, err := j.dec.Token()
	n.raw = j.text[from:j.dec.InputOffset()]
	return n, err
}

func scalar(t json.Token) string {
	switch t := t.(type) {
	case string:
		return t
	case json.Number:
		return numfmt.Tidy(t.String())
	case bool:
		if t {
			return "true"
		}
		return "false"
	}
	return ""
}
