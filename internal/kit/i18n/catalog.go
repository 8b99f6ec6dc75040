package i18n

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"
)

// Catalog holds the messages of all packages in all languages, compiled. It
// does not change after Load and may be used by many goroutines.
type Catalog struct {
	words  map[string]map[string]*message // language, key
	missed misses
}

// Load merges every locale/<lang>.json of the given file systems, at whatever
// depth the locale folder lies. A file is one JSON object; a value is a text,
// or an object with one text per plural category. It is an error when a key
// comes twice in a language, when a file cannot be read as such, and when
// nothing is found.
//
// Russian texts pass the typographer once, here.
func Load(fsys ...fs.FS) (*Catalog, error) {
	c := &Catalog{words: map[string]map[string]*message{}}
	for _, f := range fsys {
		err := fs.WalkDir(f, ".", func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || path.Base(path.Dir(name)) != "locale" || path.Ext(name) != ".json" {
				return err
			}
			b, err := fs.ReadFile(f, name)
			if err != nil {
				return err
			}
			return c.add(strings.TrimSuffix(path.Base(name), ".json"), name, b)
		})
		if err != nil {
			return nil, fmt.Errorf("i18n: %w", err)
		}
	}
	if len(c.words) == 0 {
		return nil, fmt.Errorf("i18n: no locale/<lang>.json was found")
	}
	return c, nil
}

// add reads one file. It goes token by token, since a map would swallow a key
// that is written twice.
func (c *Catalog) add(lang, name string, b []byte) error {
	if c.words[lang] == nil {
		c.words[lang] = map[string]*message{}
	}
	dec := json.NewDecoder(bytes.NewReader(b))
	if t, err := dec.Token(); err != nil || t != json.Delim('{') {
		return fmt.Errorf("%s: not a JSON object: %v", name, err)
	}
	for dec.More() {
		t, err := dec.Token()
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		key := t.(string) // the names in an object are texts
		var raw json.RawMessage
		if err := dec.Decode(&raw); err != nil {
			return fmt.Errorf("%s: %s: %w", name, key, err)
		}
		if c.words[lang][key] != nil {
			return fmt.Errorf("%s: %s comes twice", name, key)
		}
		m, err := compile(lang, raw)
		if err != nil {
			return fmt.Errorf("%s: %s: %w", name, key, err)
		}
		c.words[lang][key] = m
	}
	if _, err := dec.Token(); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// Languages are those that have messages: ru and en first, then the others.
func (c *Catalog) Languages() []string {
	rank := func(l string) int { return slices.Index([]string{"en", "ru"}, l) }
	return slices.SortedFunc(maps.Keys(c.words), func(a, b string) int {
		if d := rank(b) - rank(a); d != 0 {
			return d
		}
		return strings.Compare(a, b)
	})
}

// Keys are all keys of a language, sorted.
func (c *Catalog) Keys(lang string) []string {
	return slices.Sorted(maps.Keys(c.words[lang]))
}

// Has reports whether a language has a message of its own for the key.
func (c *Catalog) Has(lang, key string) bool { return c.words[lang][key] != nil }

// Printer prints in a language. It accepts a region ("en-GB"). Of a language
// without messages it formats dates and numbers, and takes the words from
// English, then Russian; ru and en never stand in for each other, so that a
// missing key is seen.
func (c *Catalog) Printer(lang string) *Printer {
	p := &Printer{Lang: lang, catalog: c, locale: localeOf(lang)}
	chain := []string{lang, base(lang)}
	if b := base(lang); b != "ru" && b != "en" {
		chain = append(chain, "en", "ru")
	}
	for i, l := range chain {
		if w := c.words[l]; w != nil && !slices.Contains(chain[:i], l) {
			p.chain = append(p.chain, words{l, w})
		}
	}
	return p
}

// Printer makes words in one language. It may be used by many goroutines.
type Printer struct {
	Lang    string // as it was asked for
	catalog *Catalog
	locale  *locale
	chain   []words
}

// words is one language of the chain.
type words struct {
	lang string
	of   map[string]*message
}

func (p *Printer) find(key string) (*message, string) {
	for i := range p.chain {
		if m := p.chain[i].of[key]; m != nil {
			return m, p.chain[i].lang
		}
	}
	p.catalog.missed.add(p.Lang, key)
	return nil, ""
}

// T is the message of a key. Args are name, value, name, value; a value is
// formatted by its type (see Value). A missing key gives ⟦key⟧ and is counted;
// a missing argument gives ⟦name⟧.
func (p *Printer) T(key string, args ...any) string {
	m, _ := p.find(key)
	if m == nil {
		return "⟦" + key + "⟧"
	}
	return m.form(Other).print(p, args)
}

// N is the message of a key in the plural form that n asks for; {n} is n as
// the language writes numbers.
func (p *Printer) N(key string, n int, args ...any) string {
	m, lang := p.find(key)
	if m == nil {
		return "⟦" + key + "⟧"
	}
	return m.form(Plural(lang, int64(n), false)).printN(p, args, n)
}

// Has reports whether the printer has words for a key, without counting a miss.
func (p *Printer) Has(key string) bool {
	return slices.ContainsFunc(p.chain, func(w words) bool { return w.of[key] != nil })
}

// Miss is a key that was asked for and not found.
type Miss struct {
	Lang, Key string
	Count     int
}

// Missing lists what was asked for and not found since Load, sorted. At most
// a thousand different keys are remembered.
func (c *Catalog) Missing() []Miss { return c.missed.list() }

// misses counts missing keys.
type misses struct {
	mu    sync.Mutex
	count map[[2]string]int
}

func (m *misses) add(lang, key string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.count == nil {
		m.count = map[[2]string]int{}
	}
	id := [2]string{lang, key}
	if _, seen := m.count[id]; seen || len(m.count) < 1000 {
		m.count[id]++
	}
}

func (m *misses) list() []Miss {
	m.mu.Lock()
	defer m.mu.Unlock()
	var out []Miss
	for id, n := range m.count {
		out = append(out, Miss{id[0], id[1], n})
	}
	slices.SortFunc(out, func(a, b Miss) int {
		return strings.Compare(a.Lang+"\x00"+a.Key, b.Lang+"\x00"+b.Key)
	})
	return out
}
