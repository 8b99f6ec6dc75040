package estimate

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/fold"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// ListsKind is the kind under which the lists stand in the history.
const ListsKind = "norm_lists"

// The bounds of the lists.
const (
	wordsMany = 40 // words of a list
	wordMax   = 60 // characters of a word
)

// Lists are what the office spends on and whom it receives. An entry is a key
// of the program's own words ("meals") or a word of the office's.
type Lists struct {
	Version int64
	Items   []string
	Ranks   []string
}

// shipped are the keys that the program has words for.
func shipped(list string) []string {
	if list == "rank" {
		return []string{"head", "member", "accompanying"}
	}
	return []string{"meals", Reception, "hotel", "interpreter", "transport", "hall", "gifts", "perdiem"}
}

// itemWords and rankWords are an entry of a list in the reader's words.
func itemWords(p *i18n.Printer, item string) string { return entryWords(p, "item", item) }

func rankWords(p *i18n.Printer, rank string) string { return entryWords(p, "rank", rank) }

func entryWords(p *i18n.Printer, list, entry string) string {
	if slices.Contains(shipped(list), entry) {
		return p.T("estimate." + list + "." + entry)
	}
	return entry
}

// typedLists is the form of the lists: one entry in a line.
type typedLists struct{ Items, Ranks []string }

func listsSet() keep.Set[typedLists] {
	return keep.Set[typedLists]{
		{Name: "items", At: func(t *typedLists) any { return &t.Items }, Required: true, Max: 4000},
		{Name: "ranks", At: func(t *typedLists) any { return &t.Ranks }, Required: true, Max: 4000},
	}
}

// shown are the entries of a list as the form has them.
func shown(p *i18n.Printer, list string, entries []string) []string {
	words := make([]string, len(entries))
	for i, one := range entries {
		words[i] = entryWords(p, list, one)
	}
	return words
}

// entries are what was typed as it is kept: words of the program in any of its
// languages as their keys, each once.
func (s *Service) entries(list, field string, typed []string) ([]string, *errs.E) {
	var kept []string
	for _, word := range typed {
		if word = strings.Join(strings.Fields(word), " "); word == "" {
			continue
		}
		if len([]rune(word)) > wordMax {
			return nil, errs.Field(field, "norm_lists.long", "word", word, "max", int64(wordMax))
		}
		for _, lang := range s.deps.Langs {
			for _, key := range shipped(list) {
				if fold.Key(entryWords(s.deps.Words(lang), list, key)) == fold.Key(word) {
					word = key
				}
			}
		}
		if !slices.Contains(kept, word) {
			kept = append(kept, word)
		}
	}
	if len(kept) > wordsMany {
		return nil, errs.Field(field, "norm_lists.many", "max", int64(wordsMany))
	}
	return kept, nil
}

// Lists reads what can be chosen from.
func (s *Service) Lists(ctx context.Context) (Lists, error) {
	if _, err := s.Gate.Require(ctx, s.norms.ViewNeed()); err != nil {
		return Lists{}, err
	}
	return readLists(ctx, s.DB)
}

// SetLists writes new lists over the version that they were made from. What
// norms and lines already say stays.
func (s *Service) SetLists(ctx context.Context, l Lists) error {
	if _, err := s.Gate.Require(ctx, listsNeed()); err != nil {
		return err
	}
	var bad errs.Fields
	var e *errs.E
	if l.Items, e = s.entries("item", "items", l.Items); e != nil {
		bad.Add(e)
	}
	if l.Ranks, e = s.entries("rank", "ranks", l.Ranks); e != nil {
		bad.Add(e)
	}
	if err := bad.Err(); err != nil {
		return err
	}
	ref := record.Ref{Kind: ListsKind, ID: "office"}
	_, err := s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		was, err := readLists(ctx, w)
		if err != nil {
			return ref, err
		}
		if err := writeLists(ctx, w, l); err != nil {
			return ref, err
		}
		return ref, w.Changed(ctx, ref, "", was.fields(), l.fields())
	})
	return err
}

func (l Lists) fields() audit.Fields {
	return audit.Fields{{Name: "items", Value: strings.Join(l.Items, "\n")}, {Name: "ranks", Value: strings.Join(l.Ranks, "\n")}}
}

// listsNeed is the permission to set the lists.
func listsNeed() module.Need { return module.Need{Action: module.Edit, Kind: NormKind} }

// lists shows the lists and takes new ones.
func (s *Service) lists(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	now, err := s.Lists(ctx)
	if err != nil {
		return nil, err
	}
	asked := keep.Asked[typedLists]{Set: listsSet(), Kind: ListsKind, Of: &typedLists{shown(scene.Printer, "item", now.Items), shown(scene.Printer, "rank", now.Ranks)}, Version: now.Version,
		Title: scene.T("norm_lists.kind"), Action: scene.Path("/norms/lists"), Cancel: scene.Path("/norms")}
	if r.Method != http.MethodPost {
		return keep.FormPage(r, asked)
	}
	asked.Typed = form.Read(r.PostForm)
	if err := asked.Set.Read(ctx, scene, ListsKind, asked.Typed, asked.Of, nil, ""); err != nil {
		return nil, err
	}
	asked.Failed = asked.Typed.Err()
	if asked.Failed == nil {
		asked.Failed = s.SetLists(ctx, Lists{asked.Typed.Int("version"), asked.Of.Items, asked.Of.Ranks})
	}
	if asked.Failed == nil {
		return web.Redirect{To: "/norms", Notice: scene.T("keep.saved", "time", scene.Clock(scene.Now))}, nil
	}
	return keep.FormPage(r, asked)
}

// itemOptions and rankOptions are what a norm, a limit or a line can name: the
// lists, and what the record names already (see keeping).
func (s *Service) itemOptions(ctx context.Context, scene *web.Scene) ([]ui.Option, error) {
	return s.listOptions(ctx, scene, "item")
}

func (s *Service) rankOptions(ctx context.Context, scene *web.Scene) ([]ui.Option, error) {
	return s.listOptions(ctx, scene, "rank")
}

// listOptions are a list as options. Where words are asked for outside of a page,
// as by the history, the program's own are all there.
func (s *Service) listOptions(ctx context.Context, scene *web.Scene, list string) ([]ui.Option, error) {
	all, err := readLists(ctx, s.DB)
	entries := all.Items
	if list == "rank" {
		entries = all.Ranks
	}
	held, _ := ctx.Value(heldKey{}).([]string)
	for _, one := range append(shipped(list), held...) {
		if one != "" && !slices.Contains(entries, one) && (slices.Contains(held, one) || scene.Base == "") {
			entries = append(entries, one)
		}
	}
	options := make([]ui.Option, len(entries))
	for i, one := range entries {
		options[i] = ui.Option{Value: one, Label: entryWords(scene.Printer, list, one)}
	}
	return options, err
}

// heldKey carries the entries of lists that the record of one request names, so
// that its form offers them though the office took them from the lists.
type heldKey struct{}
