package api

import (
	"context"
	"iter"
	"net/url"
	"strconv"

	"pobratim/internal/kit/errs"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/export"
	"pobratim/internal/platform/record"
	"pobratim/internal/platform/transfer"
)

// How many records a page holds.
const (
	usualLimit = 50
	mostLimit  = 200
)

// register finds a table that the caller may read, with the columns that the
// caller may read of it.
func (f *Frame) register(c *call) (transfer.Table, error) {
	name := c.r.PathValue("register")
	for _, t := range f.Tables {
		if t.Name != name {
			continue
		}
		if _, err := f.Gate.Require(c.ctx, t.View); err != nil {
			return t, err
		}
		if !c.viewer.SignedIn() {
			t = export.Open(t)
		}
		return t, nil
	}
	return transfer.Table{}, errs.New(errs.NotFound, "api.missing")
}

// registerEntry is a register in the index.
type registerEntry struct {
	Name  string `json:"name"`
	Title string `json:"title"`
	Href  string `json:"href"`
}

// index lists the registers that the caller may read.
func (f *Frame) index(c *call) (reply, error) {
	list := []registerEntry{}
	for _, t := range f.Tables {
		if f.Gate.Scope(c.ctx, t.View) > account.None {
			list = append(list, registerEntry{t.Name, c.scene.T(t.Kind + ".list"), f.Base + "/v1/" + t.Name})
		}
	}
	return reply{body: map[string]any{"registers": list, "description": f.Base + "/openapi.json"}}, nil
}

// page is a part of a register. Next is the address of the next part; empty at
// the end. A page may hold fewer records than asked for.
type page struct {
	Items []export.Object `json:"items"`
	Next  string          `json:"next,omitempty"`
}

// list is a page of a register in the order of identifiers.
func (f *Frame) list(c *call) (reply, error) {
	t, err := f.register(c)
	if err != nil {
		return reply{}, err
	}
	q := c.r.URL.Query()
	limit := usualLimit
	if text := q.Get("limit"); text != "" {
		if limit, err = strconv.Atoi(text); err != nil || limit < 1 || limit > mostLimit {
			return reply{}, errs.New(errs.Invalid, "api.limit", "max", mostLimit)
		}
	}
	after := q.Get("after")
	if t.Personal && after == "" {
		if err := f.note(c, t); err != nil {
			return reply{}, err
		}
	}
	rows, more, err := t.Page(c.ctx, after, limit)
	if err != nil {
		return reply{}, err
	}
	out := page{Items: []export.Object{}}
	for o, err := range f.objects(c, t, rows) {
		if err != nil {
			return reply{}, err
		}
		out.Items = append(out.Items, o)
	}
	if more != "" {
		next := url.Values{"after": {more}, "limit": {strconv.Itoa(limit)}}
		if lang := q.Get("lang"); lang != "" {
			next.Set("lang", lang)
		}
		out.Next = f.Base + "/v1/" + t.Name + "?" + next.Encode()
	}
	return reply{body: out}, nil
}

// note says in the history that people's details were read by a program: once a
// day and register, however often it comes.
func (f *Frame) note(c *call, t transfer.Table) error {
	key := "api " + t.Name + " " + c.scene.Now.Format("2006-01-02")
	ref := record.Ref{Kind: export.Kind, ID: t.Name}
	_, err := f.History.Write(audit.WithKey(c.ctx, key), func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		return ref, w.Did(ctx, ref, audit.Issued, c.scene.T(t.Kind+".list"), []audit.Change{{Field: "format", After: "API"}})
	})
	return err
}

// one is a single record.
func (f *Frame) one(c *call) (reply, error) {
	t, err := f.register(c)
	if err != nil {
		return reply{}, err
	}
	row, err := t.Get(c.ctx, f.DB, c.r.PathValue("id"))
	if err != nil {
		return reply{}, err
	}
	for o, err := range f.objects(c, t, []transfer.Row{row}) {
		return reply{body: o}, err
	}
	return reply{}, errs.New(errs.NotFound, "api.missing")
}

// objects are rows as programs read them, without what the caller may not see.
// Sources are the department's own notes on its work: the public gets none.
func (f *Frame) objects(c *call, t transfer.Table, rows []transfer.Row) iter.Seq2[export.Object, error] {
	return func(yield func(export.Object, error) bool) {
		words := export.NewWords(c.scene, f.Kinds)
		var facts map[string]record.Facts
		var err error
		if c.viewer.SignedIn() {
			ids := make([]string, len(rows))
			for i, row := range rows {
				ids[i] = row.ID
			}
			facts, err = record.FactsOfAll(c.ctx, f.DB, t.Kind, ids)
		}
		for _, row := range rows {
			if err == nil {
				row, err = words.Clean(c.ctx, t, row)
			}
			if !yield(export.NewObject(t, row, facts[row.ID].Within(func(v record.Visibility) bool { return t.Sees(c.ctx, v) }), c.scene.Lang), err) || err != nil {
				return
			}
		}
	}
}
