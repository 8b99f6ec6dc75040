package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"pobratim/internal/domain/agreement"
	"pobratim/internal/domain/clause"
	"pobratim/internal/domain/task"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/typst"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/record"
)

// textNeeds is what texts of agreements take from desks that package clause does
// not know.
func (c *City) textNeeds(in *Installation) clause.Deps {
	return clause.Deps{
		Langs: languages(), Papers: c.Agreements, Promise: c.promise, Promised: c.promised, Set: typesetter{in.papers}.PDF,
		Repeats: keep.Choices("task.repeat", task.Repeats()...),
		Party: func(ctx context.Context, partner, lang string) (ours, theirs string) {
			if s, err := c.Settings.Get(ctx); err == nil {
				ours = s.Name.Get(lang)
			}
			if p, err := c.Partners.Partner(ctx, partner); err == nil {
				theirs = p.Name.Get(lang)
			}
			return ours, theirs
		},
		Person: func(ctx context.Context, id, lang string) string {
			p, err := c.Contacts.Person(ctx, id)
			if err != nil {
				return ""
			}
			return p.In(lang)
		},
	}
}

// promise makes a promise of what a clause obliges a side to.
func (c *City) promise(ctx context.Context, w *audit.Writer, p clause.Promise) (string, error) {
	about := record.Ref{Kind: agreement.Kind, ID: p.Agreement}
	from, err := c.Origin(ctx, about)
	if err != nil {
		return "", err
	}
	t := task.Task{Type: string(p.Side), Title: p.What, About: about.String(), Clause: p.Clause, Due: p.Due, Repeat: p.Repeat, Partner: from.Partner}
	if now := c.Today(); !now.Before(from.On.First()) && !from.On.IsZero() {
		t.Made = from.On
	}
	return c.Tasks.AddIn(ctx, w, t)
}

// promised is a promise as a link, with its outcome or how late it is.
func (c *City) promised(ctx context.Context, s *web.Scene, id string) (ui.Value, error) {
	t, err := c.Tasks.Task(ctx, id)
	if kind := errs.KindOf(err); kind == errs.NotFound || kind == errs.Forbidden {
		return ui.Value{}, nil
	}
	v := ui.Value{Text: s.T("task.type." + t.Type), Href: s.Path("/tasks/" + t.ID), Chip: &ui.Chip{Text: s.T("task.outcome." + t.Outcome), Tone: ui.ToneNeutral}}
	if over := t.Overdue(c.Today()); over > 0 {
		v.Chip = &ui.Chip{Text: s.N("task.due.over", over), Tone: ui.ToneBad}
	} else if t.Outcome == task.Kept || t.Outcome == task.Late {
		v.Chip.Tone = ui.ToneGood
	}
	return v, err
}

type agreementCommand struct {
	Where
	Municipality string `help:"Address of the municipality, for example perm." required:"" placeholder:"NAME"`
	Agreement    string `help:"Identifier of the agreement, as printed by list agreements." required:"" placeholder:"ID"`
	Text         string `help:"Identifier of its text, if it has several." placeholder:"ID"`
	Copy         string `help:"Whose copy: that party is named first in it; ${enum}." default:"both" enum:"ours,theirs,both"`
	Output       string `short:"o" help:"File to write: .docx or .pdf for one copy, .zip for both." required:"" placeholder:"FILE"`
}

// Run makes the copies of an agreement's text; it may be done while a server runs.
func (c *agreementCommand) Run(r *run) error {
	kind := strings.TrimPrefix(filepath.Ext(c.Output), ".")
	switch {
	case kind == "zip" && c.Copy != "both":
		return errors.New("a .zip holds both copies: leave --copy out, or write a .docx or .pdf")
	case kind == "zip":
	case !slices.Contains(clause.Kinds(), kind):
		return errors.New("the name of the file ends in .docx, .pdf or .zip")
	case c.Copy == "both":
		return errors.New("a ." + kind + " holds one copy: say whose with --copy, or write a .zip")
	}
	if err := typst.Built(); err != nil && kind != "docx" {
		return errors.New("this program was built without its typesetter: run `make assets` and build again")
	}
	in, city, ctx, err := r.city(c.Where, c.Municipality, toTypeset)
	if err != nil {
		return err
	}
	defer in.Close()
	texts, err := city.texts.Texts(ctx, c.Agreement)
	if err != nil {
		return err
	}
	for _, t := range texts {
		if t.ID != c.Text && (c.Text != "" || len(texts) > 1) {
			continue
		}
		var body []byte
		if kind == "zip" {
			body, _, err = city.texts.Pack(ctx, t.ID)
		} else {
			body, _, err = city.texts.Paper(ctx, t.ID, clause.Copy(c.Copy), kind)
		}
		if err != nil {
			return err
		}
		return os.WriteFile(c.Output, body, 0o600)
	}
	if len(texts) > 1 && c.Text == "" {
		return fmt.Errorf("the agreement has %d texts: name one with --text", len(texts))
	}
	return errors.New("the agreement has no such text")
}
