package keep

import (
	"context"
	"strings"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/id"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/record"
)

// searching is how the search reads records of this kind: it is made of the
// fields, and of what the subject adds.
func (k *Keeper[T]) searching() *record.Searching {
	searching := &record.Searching{
		Read: k.searched, Owned: k.Owned, Public: k.Public,
		Called: func(ctx context.Context, h db.Handle, id string) ([]record.Passage, error) {
			t, err := k.ByID(ctx, h, id)
			if err != nil {
				return nil, err
			}
			return k.names(&t).Titles, nil
		},
		IDs: func(ctx context.Context, h db.Handle, after string, limit int) ([]string, error) {
			return db.All(ctx, h, db.Value[string], k.IDs, after, limit)
		},
	}
	if k.Many != nil {
		searching.Several = k.searchedAll
	}
	return searching
}

// searched reads a record for the search. It asks for no permission: who may
// read which passage is in the answer.
func (k *Keeper[T]) searched(ctx context.Context, h db.Handle, id string, words []*i18n.Printer) (record.Searched, error) {
	t, err := k.ByID(ctx, h, id)
	if err != nil {
		return record.Searched{}, err
	}
	facts, err := record.FactsOf(ctx, h, k.Ref(id))
	if err != nil {
		return record.Searched{}, err
	}
	return k.read(ctx, h, &t, facts, words)
}

// searchedAll is searched for several records.
func (k *Keeper[T]) searchedAll(ctx context.Context, h db.Handle, ids []string, words []*i18n.Printer) (map[string]record.Searched, error) {
	all, err := k.Many(ctx, h, db.Evened(ids))
	if err != nil {
		return nil, err
	}
	facts, err := record.FactsOfAll(ctx, h, k.Kind, db.Evened(ids))
	if err != nil {
		return nil, err
	}
	found := make(map[string]record.Searched, len(all))
	for i := range all {
		id := k.Meta(&all[i]).ID
		if found[id], err = k.read(ctx, h, &all[i], facts[id], words); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// read is what the search finds in a record.
func (k *Keeper[T]) read(ctx context.Context, h db.Handle, t *T, facts record.Facts, words []*i18n.Printer) (record.Searched, error) {
	s := k.names(t)
	s.Circle, s.Binned = k.Meta(t).Visibility, k.Meta(t).Binned
	for _, f := range k.Fields {
		if !f.Called {
			f.passages(ctx, t, words, &s)
		}
	}
	for name, list := range facts {
		f, ok := k.Fields.Find(name)
		for _, fact := range list {
			if ok && !fact.Used && f.Options == nil {
				s.Passages = append(s.Passages, spoken(fact.Value, f.At(t))...)
			}
			s.Passages = append(s.Passages, record.Passage{Text: fact.Source.Title, Depth: record.Inner}, record.Passage{Text: fact.Source.Note, Depth: record.Inner})
			s.Passages = append(s.Passages, Passages(fact.Note, record.Inner)...)
		}
	}
	if k.Found == nil {
		return s, nil
	}
	err := k.Found(ctx, h, t, &s)
	return s, err
}

// spoken are the passages of a value that the record itself does not show.
func spoken(canonical string, at any) []record.Passage {
	if _, ok := at.(*i18n.Text); ok {
		var t i18n.Text
		if Put(&t, canonical) == nil {
			return Passages(t, record.Inner)
		}
	}
	return []record.Passage{{Text: canonical, Depth: record.Inner}}
}

// Passages are a text in all its languages.
func Passages(t i18n.Text, depth record.Depth) []record.Passage {
	var list []record.Passage
	for _, lang := range t.Langs() {
		list = append(list, record.Passage{Text: t.Get(lang), Lang: lang, Depth: depth})
	}
	return list
}

func (f Field[T]) depth() record.Depth {
	switch {
	case f.Inner:
		return record.Inner
	case f.Residents == OnPage:
		return record.OnPortal
	}
	return record.InRecord
}

// names fills in what a record is called: the first such field is its title.
func (k *Keeper[T]) names(t *T) record.Searched {
	var s record.Searched
	for _, f := range k.Fields {
		if !f.Called {
			continue
		}
		var list []record.Passage
		switch v := f.At(t).(type) {
		case *i18n.Text:
			list = Passages(*v, f.depth())
		case *string:
			list = []record.Passage{{Text: *v, Depth: f.depth()}}
		case *[]string:
			for _, name := range *v {
				list = append(list, record.Passage{Text: name, Depth: f.depth()})
			}
		}
		if len(s.Titles) == 0 {
			s.Titles = list
		} else {
			s.Names = append(s.Names, list...)
		}
	}
	return s
}

// passages adds the value of a field: texts as they are, choices in words,
// references as links.
func (f Field[T]) passages(ctx context.Context, t *T, words []*i18n.Printer, s *record.Searched) {
	add := func(text, lang string) {
		if text != "" {
			s.Passages = append(s.Passages, record.Passage{Text: text, Lang: lang, Depth: f.depth()})
		}
	}
	choices := func(values []string) {
		values = f.chosen(values, s)
		if len(values) == 0 {
			return
		}
		for _, p := range words {
			add(strings.Join(f.labels(ctx, &web.Scene{Printer: p}, values), ", "), p.Lang)
		}
	}
	switch v := f.At(t).(type) {
	case *i18n.Text:
		for _, lang := range v.Langs() {
			add(v.Get(lang), lang)
		}
	case *string:
		switch {
		case f.Options != nil || f.Link != "":
			choices([]string{*v})
		case f.Kind == ui.FieldPhone:
			add(*v+" "+strings.Map(digits, *v), "")
		default:
			add(*v, "")
		}
	case *[]string:
		if f.Options != nil {
			choices(*v)
			return
		}
		add(strings.Join(*v, "\n"), "")
	}
}

// chosen are the values that are words of a list; what names another record
// becomes a link where its kind is written with it.
func (f Field[T]) chosen(values []string, s *record.Searched) []string {
	var kept []string
	for _, v := range values {
		if ref := record.ParseRef(v); !ref.IsZero() {
			s.Links = append(s.Links, ref)
			continue
		}
		if v != "" && len(v) != id.Len && f.Link == "" {
			kept = append(kept, v)
		}
	}
	return kept
}

func digits(r rune) rune {
	if r >= '0' && r <= '9' {
		return r
	}
	return -1
}
