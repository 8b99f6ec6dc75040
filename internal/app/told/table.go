package told

import (
	"fmt"
	"io"
	"reflect"
	"strings"
)

// Table prints rows of structs in columns under the names of their fields.
func Table(w io.Writer, rows any) error {
	v := reflect.ValueOf(rows)
	var lines [][]string
	var head []string
	for i := range v.Type().Elem().NumField() {
		head = append(head, strings.ToUpper(v.Type().Elem().Field(i).Name))
	}
	lines = append(lines, head)
	for i := range v.Len() {
		var cells []string
		for j := range v.Index(i).NumField() {
			cells = append(cells, fmt.Sprint(v.Index(i).Field(j).Interface()))
		}
		lines = append(lines, cells)
	}
	widths := make([]int, len(head))
	for _, cells := range lines {
		for i, cell := range cells {
			widths[i] = max(widths[i], len([]rune(cell)))
		}
	}
	for _, cells := range lines {
		for i, cell := range cells {
			if i == len(cells)-1 {
				fmt.Fprintln(w, cell)
			} else {
				fmt.Fprint(w, cell, strings.Repeat(" ", widths[i]-len([]rune(cell))+2))
			}
		}
	}
	return nil
}
