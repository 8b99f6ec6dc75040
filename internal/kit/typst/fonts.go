package typst

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"pobratim/internal/kit/typst/internal/parts"
)

// heavyFont is the size in bytes above which a font of the operator is only
// loaded into the typesetter for documents that need its letters.
const heavyFont = 2 << 20

// font is one file. The bytes of heavy fonts are read again for each use.
type font struct {
	name  string
	read  func() ([]byte, error)
	known letters // nil until read the first time
	bad   bool    // could not be read or is no font
}

// shelf is all fonts: those always loaded, and those loaded on demand.
type shelf struct {
	base  []font
	known letters // letters of all base fonts
	heavy []*font
	notes []string // what is wrong with files of the operator
}

// newShelf takes the embedded fonts and those in a folder, which may be "".
func newShelf(dir string) (*shelf, error) {
	s := &shelf{known: letters{}}
	for _, p := range parts.Fonts() {
		f := font{name: p.Name, read: func() ([]byte, error) { return unpack(p) }}
		if p.Heavy {
			s.heavy = append(s.heavy, &f)
			continue
		}
		if err := s.addBase(f); err != nil {
			return nil, err
		}
	}
	if dir == "" {
		return s, nil
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		ext := strings.ToLower(filepath.Ext(e.Name()))
		if e.IsDir() || !slices.Contains([]string{".ttf", ".otf", ".ttc", ".otc"}, ext) {
			continue
		}
		s.addFile(filepath.Join(dir, e.Name()))
	}
	return s, nil
}

// addFile puts a font of the operator on the shelf. A broken one is noted, and
// papers go on without it.
func (s *shelf) addFile(file string) {
	f := font{name: filepath.Base(file), read: func() ([]byte, error) { return os.ReadFile(file) }}
	info, err := os.Stat(file)
	switch {
	case err != nil:
	case info.Size() > heavyFont:
		s.heavy = append(s.heavy, &f)
	default:
		err = s.addBase(f)
	}
	if err != nil {
		s.notes = append(s.notes, fmt.Sprintf("font %s is left out: %v", f.name, err))
	}
}

// addBase reads a font once for its letters.
func (s *shelf) addBase(f font) error {
	file, err := f.read()
	if err != nil {
		return err
	}
	set, err := lettersOfFont(file)
	if err != nil {
		return fmt.Errorf("%s: %w", f.name, err)
	}
	for page, bits := range set {
		into := s.known[page]
		if into == nil {
			into = new([4]uint64)
			s.known[page] = into
		}
		for i := range bits {
			into[i] |= bits[i]
		}
	}
	s.base = append(s.base, f)
	return nil
}

// choice is the set of fonts for one document.
type choice struct {
	key     string // the same for the same set
	fonts   []font
	lacking []rune // letters for which no font has a glyph, sorted
}

// choose finds the fonts that a document's letters need. The choice depends on
// the document alone, never on what was set before it, so the same document
// always looks the same.
func (s *shelf) choose(doc Doc) choice {
	c := choice{fonts: slices.Clone(s.base)}
	need := lettersOfDoc(doc)
	need = slices.DeleteFunc(need, s.known.has)
	for _, f := range s.heavy {
		if len(need) == 0 {
			break
		}
		if !s.open(f) {
			continue
		}
		rest := slices.DeleteFunc(slices.Clone(need), f.known.has)
		if len(rest) < len(need) {
			c.key += f.name + "\n"
			c.fonts = append(c.fonts, *f)
			need = rest
		}
	}
	c.lacking = need
	return c
}

// open reads a heavy font's letters the first time they are asked for.
func (s *shelf) open(f *font) bool {
	if f.known != nil || f.bad {
		return !f.bad
	}
	file, err := f.read()
	if err == nil {
		f.known, err = lettersOfFont(file)
	}
	if err != nil {
		f.bad = true
		s.notes = append(s.notes, fmt.Sprintf("font %s is left out: %v", f.name, err))
	}
	return !f.bad
}

// load reads the files of a choice.
func (c choice) load() ([][]byte, error) {
	files := make([][]byte, 0, len(c.fonts))
	for _, f := range c.fonts {
		file, err := f.read()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f.name, err)
		}
		files = append(files, file)
	}
	return files, nil
}

// warning says which letters will show as empty boxes, nil if none will.
func (c choice) warning() []Diagnostic {
	if len(c.lacking) == 0 {
		return nil
	}
	const most = 20
	var b strings.Builder
	for i, r := range c.lacking {
		if i == most {
			fmt.Fprintf(&b, " and %d more", len(c.lacking)-most)
			break
		}
		fmt.Fprintf(&b, " %c (U+%04X)", r, r)
	}
	return []Diagnostic{{Warning: true, Message: "no font has a glyph for" + b.String()}}
}

// lettersOfDoc lists the characters of all text in a document, sorted. Marks
// and invisible characters are left out: they need no glyph of their own.
func lettersOfDoc(doc Doc) []rune {
	set := letters{}
	addText(set, doc.Main)
	for name, data := range doc.Files {
		switch strings.ToLower(path.Ext(name)) {
		case ".typ", ".json", ".svg", ".csv", ".txt", ".xml", ".yaml", ".yml", ".toml", ".md":
			addText(set, string(data))
		}
	}
	var list []rune
	for page, bits := range set {
		for i := range rune(256) {
			if bits[i>>6]&(1<<(i&63)) != 0 {
				list = append(list, page<<8|i)
			}
		}
	}
	slices.Sort(list)
	return list
}

func addText(set letters, text string) {
	for i, r := range text {
		if r == '\\' {
			r = escaped(text[i:])
		}
		if r > ' ' && unicode.IsGraphic(r) && !unicode.In(r, unicode.M, unicode.Z) {
			set.add(r)
		}
	}
}

// escaped reads \u4e2d of JSON or \u{4e2d} of Typst; of anything else it is the
// backslash itself. Halves of a surrogate pair count as nothing.
func escaped(text string) rune {
	digits, ok := strings.CutPrefix(text, `\u`)
	if !ok {
		return '\\'
	}
	n := 4
	if rest, ok := strings.CutPrefix(digits, "{"); ok {
		digits, n = rest, strings.IndexByte(rest, '}')
	}
	if n < 1 || n > 6 || n > len(digits) {
		return '\\'
	}
	code, err := strconv.ParseInt(digits[:n], 16, 32)
	if err != nil || code > unicode.MaxRune {
		return '\\'
	}
	return rune(code)
}
