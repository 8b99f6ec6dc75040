package search

import (
	"context"
	"slices"
	"sync"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/lexis"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/record"
)

// Making counts the ways in which tokens have been made; an index of another
// making is read anew.
const Making = 2

// Index writes what can be found. It asks for no permission: what it keeps is
// sorted by who may read it.
type Index struct {
	db    *db.DB
	kinds func() record.Kinds
	words []*i18n.Printer
	lead  []string

	latest   latest
	memories sync.Pool // of words, for passes
}

// NewIndex makes the index of a municipality. The kinds may be filled in later;
// words are the printers of all languages. Kinds in lead are few and come first
// among equals: partners.
func NewIndex(d *db.DB, kinds func() record.Kinds, words []*i18n.Printer, lead ...string) *Index {
	return &Index{db: d, kinds: kinds, words: words, lead: lead}
}

// leadBit is above every running number: the records of leading kinds are newer
// than all others, so that a bound on matches never cuts them off.
const leadBit = 40

// hidden is the circle of what nobody finds for the moment.
const hidden record.Visibility = "hidden"

// Follow writes the entries of changed records, in the transaction of the change.
func (x *Index) Follow(ctx context.Context, w *audit.Writer, changed []record.Ref) error {
	h, err := x.newPass(ctx, w, changed)
	if err != nil {
		return err
	}
	for _, ref := range changed {
		if err := x.put(ctx, h, ref); err != nil {
			return err
		}
	}
	return x.finish(ctx, h)
}

// entry is one row of search_entries.
type entry struct {
	number int64
	ref    record.Ref
	about  record.Ref
	circle record.Visibility
	title  string
}

const selectEntries = `SELECT e.number, e.kind, e.record_id, e.about_kind, e.about_id, e.circle, e.title FROM search_entries e`

func scanEntry(r db.Row) (entry, error) {
	var e entry
	err := r.Scan(&e.number, &e.ref.Kind, &e.ref.ID, &e.about.Kind, &e.about.ID, &e.circle, &e.title)
	return e, err
}

// entryOf reads the entry of a record; the zero entry when there is none.
func entryOf(ctx context.Context, h db.Handle, ref record.Ref) (entry, error) {
	if e, ok := known(h, ref); ok {
		return e, nil
	}
	all, err := db.All(ctx, h, scanEntry, selectEntries+` WHERE e.kind = $1 AND e.record_id = $2`, ref.Kind, ref.ID)
	if err != nil || len(all) == 0 {
		return entry{}, err
	}
	return all[0], nil
}

// put writes the entry of a record anew, or takes it out when the record is in
// the bin or gone.
func (x *Index) put(ctx context.Context, h db.Handle, ref record.Ref) error {
	kind := x.kinds()[ref.Kind]
	if kind.Search == nil {
		return nil
	}
	old, err := entryOf(ctx, h, ref)
	if err != nil {
		return err
	}
	if err := seen(ctx, h, ref); err != nil {
		return err
	}
	if err := x.remove(ctx, h, old); err != nil {
		return err
	}
	s, err := x.searched(ctx, h, ref)
	if errs.KindOf(err) == errs.NotFound || err == nil && s.Binned {
		return x.follows(ctx, h, old, entry{ref: ref})
	}
	if err != nil {
		return err
	}
	now := entry{ref: ref, about: s.About, circle: s.Circle, title: titleOf(s)}
	if now.about.IsZero() {
		now.about = ref
	} else if now.circle, err = x.narrowed(ctx, h, s); err != nil {
		return err
	}
	if now.number, err = x.next(ctx, h, ref.Kind); err != nil {
		return err
	}
	if err := x.insert(ctx, h, now, s); err != nil {
		return err
	}
	if s.Later {
		if err := enqueue(ctx, h, ref); err != nil {
			return err
		}
	}
	return x.follows(ctx, h, old, now)
}

// narrowed is the circle of a record that shares the rules of another: the
// narrower of the two.
func (x *Index) narrowed(ctx context.Context, h db.Handle, s record.Searched) (record.Visibility, error) {
	about, err := entryOf(ctx, h, s.About)
	if err != nil || about.number == 0 {
		return hidden, err
	}
	order := append([]record.Visibility{hidden}, record.Visibilities()...)
	if slices.Index(order, about.circle) < slices.Index(order, s.Circle) {
		return about.circle, nil
	}
	return s.Circle, nil
}

func (x *Index) next(ctx context.Context, h db.Handle, kind string) (int64, error) {
	var err error
	seq := take(h)
	if seq == 0 {
		seq, err = db.One(ctx, h, db.Value[int64], `UPDATE search_state SET seq = seq + 1 RETURNING seq`)
	}
	if slices.Contains(x.lead, kind) {
		seq |= 1 << leadBit
	}
	return seq, err
}

func (x *Index) remove(ctx context.Context, h db.Handle, e entry) error {
	if e.number == 0 {
		return nil
	}
	if err := bury(ctx, h, e.number); err != nil {
		return err
	}
	if _, err := db.Exec(ctx, h, `DELETE FROM search_links WHERE from_kind = $1 AND from_id = $2`, e.ref.Kind, e.ref.ID); err != nil {
		return err
	}
	_, err := db.Exec(ctx, h, `DELETE FROM search_entries WHERE number = $1`, e.number)
	return err
}

func (x *Index) insert(ctx context.Context, h db.Handle, e entry, s record.Searched) error {
	links, err := x.link(ctx, h, e.ref, s.Links)
	if err != nil {
		return err
	}
	t := &lexis.Tokens{}
	if p, ok := h.(*pass); ok {
		t.Memory = p.words
	}
	return write(ctx, h, e, x.tokens(t, e, s, links))
}

func entryRow(e entry) []any {
	return []any{e.number, e.ref.Kind, e.ref.ID, e.about.Kind, e.about.ID, e.circle, e.title}
}

// link notes at which records one points and reads their titles.
func (x *Index) link(ctx context.Context, h db.Handle, from record.Ref, to []record.Ref) ([]record.Passage, error) {
	var all []record.Passage
	var rows [][]any
	for i, ref := range to {
		search := x.kinds()[ref.Kind].Search
		if search == nil || search.Called == nil || slices.Contains(to[:i], ref) {
			continue
		}
		rows = append(rows, []any{from.Kind, from.ID, ref.Kind, ref.ID})
		called, err := titles(ctx, h, search, ref)
		if err != nil {
			return nil, err
		}
		all = append(all, called...)
	}
	if p, ok := h.(*pass); ok {
		p.linked = append(p.linked, rows...)
		return all, nil
	}
	return all, insertLinks(ctx, h, rows)
}

// Marks of what is no word.
const (
	markKind   = "1k"
	markAbout  = "1a" // the kind whose rules it shares
	markCircle = "1c"
)

// tokens are those of a record by the depth at which somebody meets them first.
// Titles of linked records are for those who see everything.
func (x *Index) tokens(t *lexis.Tokens, e entry, s record.Searched, links []record.Passage) [depths][]string {
	t.Mark(markKind + e.ref.Kind)
	t.Mark(markAbout + e.about.Kind)
	t.Mark(markCircle + string(e.circle))
	var terms [depths][]string
	done, bytes := 0, 0
	for depth := record.OnPortal; depth <= record.Inner; depth++ {
		for _, list := range [][]record.Passage{s.Titles, s.Names} {
			for _, p := range list {
				if p.Depth == depth {
					t.Title(p.Text, p.Lang)
				}
			}
		}
		for _, p := range s.Passages {
			if p.Depth == depth {
				t.Text(p.Text, p.Lang)
			}
		}
		if depth == record.Inner {
			for _, p := range links {
				t.Text(p.Text, p.Lang)
			}
		}
		at := max(depth, x.shallowest(e))
		for _, token := range t.List()[done:] {
			if bytes += len(token) + 1; bytes > mostBytes {
				return terms
			}
			terms[at] = append(terms[at], token)
		}
		done = len(t.List())
	}
	return terms
}

// shallowest is the widest circle of readers that a record has.
func (x *Index) shallowest(e entry) record.Depth {
	switch {
	case e.circle == hidden || e.circle == record.Department:
		return record.Inner
	case e.circle == record.Public && x.kinds()[e.ref.Kind].Search.Public != nil:
		return record.OnPortal
	}
	return record.InRecord
}

// mostBytes is how much text the tokens of one record may make. What everybody
// reads comes first, and the words of titles before others; a book is cut.
const mostBytes = 600 << 10

// mostShared is how many records that share the rules of another are read again
// in the transaction of its change. What a record has beyond that, nobody finds
// until the worker has read it.
const mostShared = 20

// follows lets others know: records that quote a title are read again later, and
// what shares the rules of the record at once.
func (x *Index) follows(ctx context.Context, h db.Handle, old, now entry) error {
	if old.number != 0 && old.title != now.title {
		_, err := db.Exec(ctx, h, `INSERT INTO search_queue (kind, record_id) SELECT l.from_kind, l.from_id FROM search_links l WHERE l.to_kind = $1 AND l.to_id = $2 ON CONFLICT (kind, record_id) DO NOTHING`,
			now.ref.Kind, now.ref.ID)
		if err != nil {
			return err
		}
	}
	if old.circle == now.circle {
		return nil
	}
	shares, err := db.All(ctx, h, scanEntry, selectEntries+` WHERE e.about_kind = $1 AND e.about_id = $2 AND e.kind <> $1 ORDER BY e.number DESC`, now.ref.Kind, now.ref.ID)
	if err != nil {
		return err
	}
	for i, e := range slices.Backward(shares) { // the newest stays the newest
		if i < mostShared {
			err = x.put(ctx, h, e.ref)
		} else if _, err = db.Exec(ctx, h, `UPDATE search_entries SET circle = $2 WHERE number = $1`, e.number, hidden); err == nil {
			err = enqueue(ctx, h, e.ref)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func enqueue(ctx context.Context, h db.Handle, ref record.Ref) error {
	_, err := db.Exec(ctx, h, `INSERT INTO search_queue (kind, record_id) VALUES ($1, $2) ON CONFLICT (kind, record_id) DO NOTHING`, ref.Kind, ref.ID)
	return err
}
