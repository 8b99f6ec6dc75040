package main

import (
	"fmt"
	"io"
	"text/tabwriter"
)

// table prints figures as they come and remembers which aims were missed.
type table struct {
	out    *tabwriter.Writer
	missed []string
}

func newTable(out io.Writer) *table {
	t := &table{out: tabwriter.NewWriter(out, 0, 4, 2, ' ', 0)}
	fmt.Fprintln(t.out, "what\tours\tbeside\tratio\taim\t")
	return t
}

// row prints a figure; ok says whether its aim is met.
func (t *table) row(what, ours, beside, ratio, aim string, ok bool) {
	mark := ""
	if aim != "" && !ok {
		mark = "MISSED"
		t.missed = append(t.missed, what)
	}
	fmt.Fprintf(t.out, "%s\t%s\t%s\t%s\t%s\t%s\n", what, ours, beside, ratio, aim, mark)
}

func (t *table) verdict() {
	_ = t.out.Flush()
	if len(t.missed) == 0 {
		fmt.Println("\nevery aim is met")
		return
	}
	fmt.Printf("\n%d aims are missed: %q\n", len(t.missed), t.missed)
}

func ms(seconds float64) string { return fmt.Sprintf("%.3f ms", seconds*1000) }

func times(r float64) string { return fmt.Sprintf("%.2f×", r) }

func mib(m float64) string { return fmt.Sprintf("%.0f MiB", m) }
