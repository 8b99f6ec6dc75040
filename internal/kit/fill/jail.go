package fill

import (
	"bytes"
	"context"
	"encoding/json"
	"io"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/jail"
	"pobratim/internal/kit/paper"
)

// Job is the name of Handle among the handlers of a jail.
const Job = "fill"

// order is what the child is asked: to check against names, or to fill.
type order struct {
	Names  *Names
	Data   *Data
	Retell bool // the filled document as a description instead of a file
}

// Seen is what a template asks for, and what is wrong with it. The child says it
// first; the bytes of a document follow.
type Seen struct {
	Format   Format
	Marks    []Found
	Problems []Problem
	Lost     []string // what Retell leaves out or says otherwise
}

// chunk is how many bytes of a document go at a time.
const chunk = 4 << 20

func limits() jail.Limits { return jail.Limits{In: MaxSize, Out: 64 << 20} }

// Inspect has a child look at a template of somebody.
func Inspect(ctx context.Context, j *jail.Jail, body []byte, names Names) (Seen, error) {
	said, _, err := ask(ctx, j, body, order{Names: &names})
	return said, err
}

// Make has a child fill a template of somebody. Problems mean that there is no
// document.
func Make(ctx context.Context, j *jail.Jail, body []byte, data Data) ([]byte, []Problem, error) {
	said, out, err := ask(ctx, j, body, order{Data: &data})
	return out, said.Problems, err
}

// MakeDocument has a child fill a template of somebody and say what came of it
// as a description.
func MakeDocument(ctx context.Context, j *jail.Jail, body []byte, data Data) (paper.Document, []Problem, error) {
	var doc paper.Document
	said, out, err := ask(ctx, j, body, order{Data: &data, Retell: true})
	if err == nil && len(said.Problems) == 0 {
		err = json.Unmarshal(out, &doc)
	}
	return doc, said.Problems, err
}

func ask(ctx context.Context, j *jail.Jail, body []byte, o order) (Seen, []byte, error) {
	var said Seen
	var out []byte
	if len(body) > MaxSize {
		return said, nil, errs.New(errs.Invalid, "fill.size", "limit", MaxSize>>20)
	}
	first := true
	err := j.Run(ctx, jail.Job{Name: Job, Request: o, Limits: limits()}, bytes.NewReader(body), func(b []byte) error {
		if first {
			first = false
			return json.Unmarshal(b, &said)
		}
		out = append(out, b...)
		return nil
	})
	return said, out, err
}

// Handle is the child's side of Inspect, Make and MakeDocument.
func Handle(request json.RawMessage, in io.Reader, send func([]byte) error) error {
	var o order
	if err := json.Unmarshal(request, &o); err != nil {
		return err
	}
	body, err := io.ReadAll(in)
	if err != nil {
		return err
	}
	t, err := Open(body)
	if err != nil {
		return err
	}
	said := Seen{Format: t.Format}
	var out []byte
	switch {
	case o.Names != nil:
		said.Marks, said.Problems = t.Marks(), t.Check(*o.Names)
		if _, said.Lost, err = Retell(body); err != nil {
			return err
		}
	case o.Data != nil:
		if out, said.Problems, err = t.Fill(*o.Data); err != nil {
			return err
		}
		if o.Retell && len(said.Problems) == 0 {
			doc, _, err := Retell(out)
			if err != nil {
				return err
			}
			if out, err = json.Marshal(doc); err != nil {
				return err
			}
		}
	}
	first, err := json.Marshal(said)
	if err != nil {
		return err
	}
	if err := send(first); err != nil {
		return err
	}
	for len(out) > 0 {
		n := min(len(out), chunk)
		if err := send(out[:n]); err != nil {
			return err
		}
		out = out[n:]
	}
	return nil
}
