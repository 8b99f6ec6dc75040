package doctext

import (
	"strings"
	"unicode/utf8"

	"github.com/ledongthuc/pdf"
)

// pdfFont turns the codes of a font into text and knows how wide they are, in
// thousandths of the size.
type pdfFont struct {
	wide    bool // two bytes a code
	text    map[int]string
	encoder pdf.TextEncoding // when the font does not say what its codes mean
	widths  map[int]float64
	other   float64 // width of a code that is not in widths
}

// load makes a font of its dictionary, once.
func (p *pdfText) load(v pdf.Value) *pdfFont {
	if v.Kind() != pdf.Dict {
		return nil
	}
	key := v.String()
	if f := p.fonts[key]; f != nil {
		return f
	}
	f := &pdfFont{wide: v.Key("Subtype").Name() == "Type0", widths: map[int]float64{}, other: 500}
	if u := v.Key("ToUnicode"); u.Kind() == pdf.Stream {
		f.text = map[int]string{}
		f.meanings(u.Reader())
	}
	if len(f.text) == 0 {
		font := pdf.Font{V: v}
		f.encoder = font.Encoder()
	}
	if f.wide {
		f.other = 1000
		f.wideWidths(v.Key("DescendantFonts").Index(0))
	} else {
		first := int(v.Key("FirstChar").Int64())
		list := v.Key("Widths")
		for i := range min(list.Len(), 256) {
			f.widths[first+i] = list.Index(i).Float64()
		}
	}
	if len(p.fonts) < 1000 {
		p.fonts[key] = f
	}
	return f
}

// wideWidths reads the list of a composite font: a code and the widths from it
// on, or a range of codes and their one width.
func (f *pdfFont) wideWidths(v pdf.Value) {
	if dw := v.Key("DW"); dw.Kind() != pdf.Null {
		f.other = dw.Float64()
	}
	list := v.Key("W")
	for i := 0; i+1 < list.Len() && len(f.widths) < maxCodes; {
		from := int(list.Index(i).Int64())
		if next := list.Index(i + 1); next.Kind() == pdf.Array {
			for j := range min(next.Len(), maxCodes) {
				f.widths[from+j] = next.Index(j).Float64()
			}
			i += 2
			continue
		}
		to, width := int(list.Index(i+1).Int64()), list.Index(i+2).Float64()
		for c := from; c <= min(to, from+maxCodes); c++ {
			f.widths[c] = width
		}
		i += 3
	}
}

// read gives the text of codes and how wide it is.
func (f *pdfFont) read(raw string) (string, float64) {
	var b strings.Builder
	width := 0.0
	step := 1
	if f.wide {
		step = 2
	}
	for i := 0; i+step <= len(raw); i += step {
		c := number([]byte(raw[i : i+step]))
		if w, known := f.widths[c]; known {
			width += w
		} else {
			width += f.other
		}
		if f.text != nil && f.encoder == nil {
			b.WriteString(f.text[c])
		}
	}
	if f.encoder != nil {
		if s := f.encoder.Decode(raw); utf8.ValidString(s) {
			b.WriteString(s)
		}
	}
	return b.String(), width
}
