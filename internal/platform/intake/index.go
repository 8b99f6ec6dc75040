package intake

import (
	"context"
	"hash/maphash"
	"net/url"
	"slices"
	"strings"

	"pobratim/internal/kit/fold"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/transfer"
)

// index finds records by what makes them the same: names, addresses, numbers,
// places. It is loaded once and holds hashes instead of values: 100,000
// organisations take some 25 MiB.
type index struct {
	seed  maphash.Seed
	ids   []string
	kinds []uint8
	names []string // of kinds
	keys  map[uint64][]int32
	fresh map[string]transfer.Row // records that the import would make, in a dry run
	added []addition              // since the last mark, to be taken away when a batch fails
}

type addition struct {
	key uint64
	at  int32
}

// matched are the kinds that are looked for, in the order of loading.
func matched() []string {
	return []string{"partner", "organisation", "person", "post", "agreement", "activity"}
}

func newIndex() *index {
	return &index{seed: maphash.MakeSeed(), names: matched(), keys: map[uint64][]int32{}, fresh: map[string]transfer.Row{}}
}

// load reads the registers page by page.
func (x *index) load(ctx context.Context, tables []transfer.Table) error {
	for _, t := range tables {
		if !slices.Contains(x.names, t.Kind) {
			continue
		}
		for after := ""; ; {
			rows, more, err := t.Page(ctx, after, 500)
			if err != nil {
				return err
			}
			for _, row := range rows {
				x.put(t.Kind, row.ID, row.Values)
			}
			if after = more; more == "" {
				break
			}
		}
	}
	x.added = nil
	return nil
}

func (x *index) hash(kind string, k key) uint64 {
	var h maphash.Hash
	h.SetSeed(x.seed)
	_, _ = h.WriteString(kind)
	_ = h.WriteByte(0)
	_ = h.WriteByte(k.sort)
	_, _ = h.WriteString(k.text)
	return h.Sum64()
}

// put makes a record findable.
func (x *index) put(kind, id string, values map[string]string) {
	at := int32(len(x.ids))
	x.ids = append(x.ids, id)
	x.kinds = append(x.kinds, uint8(slices.Index(x.names, kind)))
	for _, k := range keysOf(kind, values) {
		h := x.hash(kind, k)
		if list := x.keys[h]; len(list) < 20 {
			x.keys[h] = append(list, at)
			x.added = append(x.added, addition{h, at})
		}
	}
}

// mark keeps what was added; revert takes away what was added since.
func (x *index) mark() { x.added = x.added[:0] }

func (x *index) revert() {
	for _, a := range x.added {
		x.keys[a.key] = slices.DeleteFunc(x.keys[a.key], func(at int32) bool { return at == a.at })
	}
	x.mark()
}

// find lists records that share a key.
func (x *index) find(kind string, k key) []string {
	var ids []string
	for _, at := range x.keys[x.hash(kind, k)] {
		ids = append(ids, x.ids[at])
	}
	return ids
}

// key is one trait by which records are the same.
type key struct {
	sort byte // n name, l name in Latin letters, i surname and initials, b name without its legal form, e e-mail, p telephone, w site, g place, d day
	text string
}

// keysOf are the traits of a record.
func keysOf(kind string, v map[string]string) []key {
	var keys []key
	add := func(sort byte, text string) {
		if text != "" && !slices.Contains(keys, key{sort, text}) {
			keys = append(keys, key{sort, text})
		}
	}
	switch kind {
	case "person":
		for _, name := range []string{v["name"], v["cyrillic"], v["latin"]} {
			add('n', sortedWords(name))
			add('l', sortedLatin(name))
			add('i', withInitials(name))
		}
	case "organisation":
		for _, name := range texts(v["name"]) {
			add('n', fold.Key(name))
			add('b', bareName(name))
		}
		add('w', siteKey(v["website"]))
	case "partner":
		add('g', v["geonames"])
		for _, name := range append(texts(v["name"]), v["native"]) {
			if name != "" {
				add('n', v["country"]+" "+fold.Key(name))
			}
		}
	case "post":
		for _, title := range texts(v["title"]) {
			add('n', v["organisation"]+" "+fold.Key(title))
		}
	case "agreement":
		add('d', v["partner"]+" "+v["signed"])
		if len(v["signed"]) > 4 {
			add('d', v["partner"]+" "+v["signed"][:4])
		}
		for _, title := range texts(v["title"]) {
			add('n', v["partner"]+" "+v["signed"]+" "+fold.Key(title))
		}
	case "activity":
		for _, name := range texts(v["name"]) {
			add('n', fold.Key(name)+" "+v["starts"])
			add('b', fold.Key(name))
		}
	}
	add('e', strings.ToLower(v["email"]))
	add('p', phoneKey(v["phone"]))
	return keys
}

// texts are a text's versions in all languages.
func texts(canonical string) []string {
	if canonical == "" {
		return nil
	}
	if !strings.HasPrefix(canonical, "{") {
		return []string{canonical}
	}
	var t i18n.Text
	if t.UnmarshalJSON([]byte(canonical)) != nil {
		return nil
	}
	var all []string
	for _, lang := range t.Langs() {
		all = append(all, t.Get(lang))
	}
	return all
}

func sortedWords(name string) string {
	words := fold.Words(name)
	slices.Sort(words)
	return strings.Join(words, " ")
}

func sortedLatin(name string) string {
	words := strings.Fields(fold.Latin(name))
	slices.Sort(words)
	return strings.Join(words, " ")
}

// withInitials is «иванов и п», for Cyrillic names that begin with the surname.
func withInitials(name string) string {
	words := fold.Words(name)
	if len(words) < 2 || len(words) > 3 {
		return ""
	}
	out := words[0]
	for _, w := range words[1:] {
		for _, r := range w {
			out += " " + string(r)
			break
		}
	}
	return out
}

// bareName drops what says only what sort of body it is.
func bareName(name string) string {
	var kept []string
	for _, w := range fold.Words(name) {
		switch w {
		case "ооо", "оао", "зао", "пао", "ао", "ано", "нко", "мбоу", "маоу", "мау", "мбу", "гбу", "муп", "роо", "gmbh", "ltd", "llc", "inc", "e", "v", "ev", "oy", "ry", "ab", "the", "г", "город", "of":
		default:
			kept = append(kept, w)
		}
	}
	return strings.Join(kept, " ")
}

func phoneKey(phone string) string {
	phone, _, _ = strings.Cut(phone, ",")
	digits := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, phone)
	if len(digits) < 9 {
		return ""
	}
	return digits[len(digits)-9:]
}

// siteKey is the host of a site, unless many share it.
func siteKey(site string) string {
	u, err := url.Parse(site)
	if err != nil || u.Host == "" {
		return ""
	}
	host := strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
	switch host {
	case "vk.com", "facebook.com", "t.me", "instagram.com", "youtube.com", "ok.ru":
		return ""
	}
	return host
}
