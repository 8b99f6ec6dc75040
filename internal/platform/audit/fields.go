package audit

// Field is one value of a record in its canonical stored form.
type Field struct {
	Name  string // the field's name; its words stand under "<kind>.<name>"
	Value string
}

// Fields are a record's values in the order in which people read them.
type Fields []Field

// Change is one field before and after.
type Change struct {
	Field  string `json:"field"`
	Before string `json:"before,omitempty"`
	After  string `json:"after,omitempty"`
}

// Diff lists what differs between two states of a record, in the order of the
// later one; fields that only the earlier one has come last.
func Diff(before, after Fields) []Change {
	old := make(map[string]string, len(before))
	for _, f := range before {
		old[f.Name] = f.Value
	}
	var changes []Change
	for _, f := range after {
		if was := old[f.Name]; was != f.Value {
			changes = append(changes, Change{Field: f.Name, Before: was, After: f.Value})
		}
		delete(old, f.Name)
	}
	for _, f := range before {
		if was, gone := old[f.Name]; gone && was != "" {
			changes = append(changes, Change{Field: f.Name, Before: was})
			delete(old, f.Name)
		}
	}
	return changes
}
