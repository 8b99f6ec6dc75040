package sheet

import (
	"strings"
)

// readDelimited reads cells between separators, or plain lines when no
// separator is used the same way throughout.
func readDelimited(b *builder, text string, separator rune) error {
	if err := b.begin("", false); err != nil {
		return err
	}
	text, announced := announcedSeparator(text)
	if separator == 0 {
		separator = announced
	}
	if separator == 0 {
		separator = guessSeparator(text)
	}
	if separator == 0 {
		b.Format = Text
		for line := range strings.Lines(text) {
			if err := b.line(strings.TrimRight(line, "\r\n")); err != nil {
				return err
			}
		}
		return nil
	}
	b.Format, b.Separator = CSV, separator
	d := delimited{text: text, separator: byte(separator)}
	for row := 0; ; row++ {
		cells, more := d.record()
		if !more {
			return nil
		}
		for i, c := range cells {
			if err := b.cell(i, b.keep([]byte(unguarded(c)))); err != nil {
				return err
			}
		}
		if err := b.end(row); err != nil {
			return err
		}
	}
}

// line appends a line as it is, keeping empty ones between others.
func (b *builder) line(s string) error {
	for part := range strings.SplitSeq(s, "\r") { // line ends of old Macs
		if err := b.cell(0, b.keep([]byte(part))); err != nil {
			return err
		}
		b.lines++
		if err := b.end(b.lines - 1); err != nil {
			return err
		}
	}
	return nil
}

// announcedSeparator takes away a first line such as "sep=;", which Excel
// writes and understands.
func announcedSeparator(text string) (string, rune) {
	first, rest, _ := strings.Cut(text, "\n")
	first = strings.Trim(first, "\r\" \ufeff")
	if len(first) == 5 && strings.EqualFold(first[:4], "sep=") && strings.ContainsAny(first[4:], ",;\t|") {
		return rest, rune(first[4])
	}
	return text, 0
}

const sampleRecords = 200

// guessSeparator finds the character that parts most lines into the same number
// of cells; 0 when there is none.
func guessSeparator(text string) rune {
	best, most := rune(0), 0.0
	for _, c := range []struct {
		separator byte
		share     float64 // of lines that must agree
		weight    float64
	}{{'\t', 0.4, 1.2}, {';', 0.5, 1.1}, {'|', 0.6, 1}, {',', 0.7, 0.9}} {
		records, share, spaced := uniform(text, c.separator)
		if records == 0 || share < c.share {
			continue
		}
		// «Дуйсбург, Оксфорд, Агридженто» is a sentence until a third line agrees.
		if c.separator == ',' && (records < 2 || records < 3 && spaced) {
			continue
		}
		if score := share * c.weight; score > most {
			best, most = rune(c.separator), score
		}
	}
	return best
}

// uniform reads some records and tells how many have cells at all, which share
// of all agrees in the number of them, give or take one, and whether a space
// follows most separators.
func uniform(text string, separator byte) (records int, share float64, spaced bool) {
	d := delimited{text: text, separator: separator}
	counts := map[int]int{}
	all, parts := 0, 0
	for all < sampleRecords {
		cells, more := d.record()
		if !more {
			break
		}
		if strings.TrimSpace(strings.Join(cells, "")) == "" {
			continue
		}
		all++
		if len(cells) > 1 {
			records++
			counts[len(cells)]++
			parts += len(cells) - 1
		}
	}
	top := 0
	for n, c := range counts {
		if c += counts[n-1]; c > top {
			top = c
		}
	}
	if all == 0 {
		return 0, 0, false
	}
	read := text[:d.at]
	return records, float64(top) / float64(all), strings.Count(read, string(separator)+" ")*2 > parts
}

// delimited reads records one after the other.
type delimited struct {
	text      string
	at        int
	separator byte
	cells     []string
	literal   bool // a quotation mark was never closed: no more of them count
}

const maxQuoted = 64 << 10 // bytes; a longer quotation is a forgotten mark

// record reads the cells up to the end of the line; they are valid until the
// next call.
func (d *delimited) record() (cells []string, more bool) {
	if d.at >= len(d.text) {
		return nil, false
	}
	d.cells = d.cells[:0]
	for {
		d.cells = append(d.cells, d.cell())
		if d.at >= len(d.text) {
			return d.cells, true
		}
		c := d.text[d.at]
		d.at++
		switch c {
		case d.separator:
			if d.at == len(d.text) {
				return append(d.cells, ""), true
			}
			continue
		case '\r':
			if d.at < len(d.text) && d.text[d.at] == '\n' {
				d.at++
			}
		}
		return d.cells, true
	}
}

// cell reads up to a separator or the end of the line, which stays.
func (d *delimited) cell() string {
	if d.at < len(d.text) && d.text[d.at] == '"' && !d.literal {
		if s, ok := d.quoted(); ok {
			return s
		}
	}
	from := d.at
	for d.at < len(d.text) {
		if c := d.text[d.at]; c == d.separator || c == '\n' || c == '\r' {
			break
		}
		d.at++
	}
	return d.text[from:d.at]
}

// quoted reads a cell in quotation marks, where doubled ones are themselves.
// What stands between the closing mark and the separator belongs to it.
func (d *delimited) quoted() (string, bool) {
	var b strings.Builder
	window := d.text[d.at+1 : min(len(d.text), d.at+1+maxQuoted)]
	for {
		i := strings.IndexByte(window, '"')
		if i < 0 {
			if d.at+maxQuoted >= len(d.text) {
				d.literal = true
			}
			return "", false
		}
		b.WriteString(window[:i])
		window = window[i+1:]
		if !strings.HasPrefix(window, `"`) {
			break
		}
		b.WriteByte('"')
		window = window[1:]
	}
	end := min(len(d.text), d.at+1+maxQuoted) - len(window)
	rest := d.text[end:]
	tail := strings.IndexAny(rest, string(d.separator)+"\r\n")
	if tail < 0 {
		tail = len(rest)
	}
	if strings.TrimSpace(rest[:tail]) != "" && !strings.Contains(d.text[d.at:end], "\n") {
		// "Дружба" и другие: the marks belong to the words.
		return "", false
	}
	d.at = end + tail
	b.WriteString(rest[:tail])
	return strings.ReplaceAll(b.String(), "\r\n", "\n"), true
}

// unguarded takes away what protects a cell from being counted with: ="007" of
// Excel, and the apostrophe of WriteCSV.
func unguarded(s string) string {
	if len(s) > 3 && strings.HasPrefix(s, `="`) && strings.IndexByte(s[2:], '"') == len(s)-3 {
		return s[2 : len(s)-1]
	}
	if len(s) > 1 && s[0] == '\'' && guarded(s[1:]) {
		return s[1:]
	}
	return s
}

// guarded tells whether WriteCSV puts an apostrophe before a text: when it is
// dangerous, or would lose an apostrophe of its own on the way back.
func guarded(s string) bool { return dangerous(strings.TrimLeft(s, "'")) }
