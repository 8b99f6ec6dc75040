package search

import (
	"context"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/lexis"
	"pobratim/internal/platform/record"
)

// pass is a handle for several records that change together, as a hundred do in
// each step of an import: their numbers are taken, they and their entries are
// read, and new entries are written at once.
type pass struct {
	db.Handle
	last, left int64                          // of the numbers that were taken
	old        map[record.Ref]entry           // as they stand; put takes out what it has seen
	read       map[record.Ref]record.Searched // likewise, of kinds that read several
	called     map[record.Ref][]record.Passage
	words      *lexis.Memory
	// What is not written yet.
	now                    map[record.Ref]entry
	entries, fresh, linked [][]any
}

// newPass prepares for records; a few are not worth it.
func (x *Index) newPass(ctx context.Context, h db.Handle, refs []record.Ref) (db.Handle, error) {
	if len(refs) < 4 {
		return h, nil
	}
	p := &pass{Handle: h, left: int64(len(refs)), old: make(map[record.Ref]entry, len(refs)), read: map[record.Ref]record.Searched{}, called: map[record.Ref][]record.Passage{}, words: x.recall(), now: map[record.Ref]entry{}}
	byKind := map[string][]string{}
	for _, ref := range refs {
		byKind[ref.Kind] = append(byKind[ref.Kind], ref.ID)
		p.old[ref] = entry{}
	}
	for kind, ids := range byKind {
		var w db.Where
		w.And("e.kind = ?", kind)
		w.In("e.record_id", db.Evened(ids))
		found, err := db.All(ctx, h, scanEntry, selectEntries+w.SQL(), w.Args()...)
		if err != nil {
			return nil, err
		}
		for _, e := range found {
			p.old[e.ref] = e
		}
		if err := x.readAll(ctx, p, kind, ids); err != nil {
			return nil, err
		}
	}
	var err error
	p.last, err = db.One(ctx, h, db.Value[int64], `UPDATE search_state SET seq = seq + $1 RETURNING seq`, p.left)
	return p, err
}

// recall is the memory of an earlier pass, which met the same words.
func (x *Index) recall() *lexis.Memory {
	if m, ok := x.memories.Get().(*lexis.Memory); ok {
		return m
	}
	return &lexis.Memory{}
}

// finish writes what waits of a pass.
func (x *Index) finish(ctx context.Context, h db.Handle) error {
	if p, ok := h.(*pass); ok {
		defer x.memories.Put(p.words)
	}
	return flush(ctx, h)
}

// readAll reads the records of a kind that reads several.
func (x *Index) readAll(ctx context.Context, p *pass, kind string, ids []string) error {
	search := x.kinds()[kind].Search
	if search == nil || search.Several == nil {
		return nil
	}
	found, err := search.Several(ctx, p.Handle, ids, x.words)
	for id, s := range found {
		p.read[record.Ref{Kind: kind, ID: id}] = s
	}
	return err
}

// searched reads a record, unless that was done beforehand.
func (x *Index) searched(ctx context.Context, h db.Handle, ref record.Ref) (record.Searched, error) {
	if p, ok := h.(*pass); ok {
		if s, ok := p.read[ref]; ok {
			delete(p.read, ref)
			return s, nil
		}
	}
	return x.kinds()[ref.Kind].Search.Read(ctx, h, ref.ID, x.words)
}

// write keeps an entry and its tokens for flush, or writes them at once. What
// shares the rules of another record is looked for among the entries and does
// not wait.
func write(ctx context.Context, h db.Handle, e entry, terms [depths][]string) error {
	entries, tokens := [][]any{entryRow(e)}, [][]any{freshRow(e.number, terms)}
	if p, ok := h.(*pass); ok && e.about == e.ref {
		p.entries, p.fresh = append(p.entries, entries...), append(p.fresh, tokens...)
		p.now[e.ref] = e
		return nil
	}
	return writeAll(ctx, h, entries, tokens)
}

// flush writes the entries that wait.
func flush(ctx context.Context, h db.Handle) error {
	p, ok := h.(*pass)
	if !ok {
		return nil
	}
	if err := writeAll(ctx, p.Handle, p.entries, p.fresh); err != nil {
		return err
	}
	err := insertLinks(ctx, p.Handle, p.linked)
	p.entries, p.fresh, p.linked = nil, nil, nil
	clear(p.now)
	return err
}

func insertLinks(ctx context.Context, h db.Handle, rows [][]any) error {
	return db.InsertAll(ctx, h, `INSERT INTO search_links (from_kind, from_id, to_kind, to_id)`, ` ON CONFLICT DO NOTHING`, rows)
}

func writeAll(ctx context.Context, h db.Handle, entries, tokens [][]any) error {
	if err := db.InsertAll(ctx, h, `INSERT INTO search_entries (number, kind, record_id, about_kind, about_id, circle, title)`, "", entries); err != nil {
		return err
	}
	return db.InsertAll(ctx, h, `INSERT INTO search_fresh (number, size, terms)`, "", tokens)
}

// take is the next number that was taken beforehand; nought when there is none.
func take(h db.Handle) int64 {
	p, ok := h.(*pass)
	if !ok || p.left == 0 {
		return 0
	}
	p.left--
	return p.last - p.left
}

// known is the entry of a record as it was read beforehand.
func known(h db.Handle, ref record.Ref) (entry, bool) {
	p, ok := h.(*pass)
	if !ok {
		return entry{}, false
	}
	if e, waits := p.now[ref]; waits {
		return e, true
	}
	e, found := p.old[ref]
	return e, found
}

// titles are what a record is called, which many may point at.
func titles(ctx context.Context, h db.Handle, search *record.Searching, ref record.Ref) ([]record.Passage, error) {
	p, several := h.(*pass)
	if several {
		if list, ok := p.called[ref]; ok {
			return list, nil
		}
	}
	list, err := search.Called(ctx, h, ref.ID)
	if errs.KindOf(err) == errs.NotFound {
		list, err = nil, nil
	}
	if several && err == nil {
		p.called[ref] = list
	}
	return list, err
}

// seen says that the entry of a record is being written: from now on it is read.
func seen(ctx context.Context, h db.Handle, ref record.Ref) error {
	p, ok := h.(*pass)
	if !ok {
		return nil
	}
	delete(p.old, ref)
	if _, waits := p.now[ref]; waits {
		return flush(ctx, h)
	}
	return nil
}
