package duplicate

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
	"pobratim/internal/platform/transfer"
)

// Choice says which value of a field the winner shows.
type Choice string

// The choices.
const (
	Keep Choice = "keep" // the winner's own
	Take Choice = "take" // the loser's
	Join Choice = "join" // both, where a field can hold both
)

// Field is one field of two records side by side.
type Field struct {
	Column        transfer.Column
	Winner, Loser string // canonical values
	Both          string // both together; empty when the field holds only one
	Choice        Choice // proposed
}

// Plan is what a merge would do.
type Plan struct {
	Kind          string
	Winner, Loser transfer.Row
	Fields        []Field // those that differ
	Same          int     // how many agree
	Moves         []Move
	// Narrow says that fewer people see the loser than the winner: then none of
	// its values goes over unless somebody chooses it.
	Narrow bool
}

// Move is how many rows of one sort will name the winner.
type Move struct {
	Words string // message key with a number
	Rows  int
}

// Plan compares two records and counts what would move.
func (s *Service) Plan(ctx context.Context, kind, winner, loser string) (Plan, error) {
	if err := s.may(ctx, module.View, kind); err != nil {
		return Plan{}, err
	}
	return s.plan(ctx, s.DB, kind, winner, loser)
}

func (s *Service) plan(ctx context.Context, h db.Handle, kind, winner, loser string) (Plan, error) {
	p := Plan{Kind: kind}
	table, err := s.table(kind)
	if err != nil {
		return p, err
	}
	register, err := s.register(kind)
	if err != nil {
		return p, errs.New(errs.NotFound, "record.missing")
	}
	if p.Winner, err = table.Get(ctx, h, winner); err != nil {
		return p, err
	}
	if p.Loser, err = table.Get(ctx, h, loser); err != nil {
		return p, err
	}
	if p.Winner.ID == p.Loser.ID { // two addresses of one record
		return p, errs.New(errs.NotFound, "record.missing")
	}
	if register.Sort == Papers && p.Winner.Values[register.Columns.Place] != p.Loser.Values[register.Columns.Place] {
		return p, errs.New(errs.Conflict, "duplicate.other_partner") // what renews one of them would belong to another partner
	}
	circles := record.Visibilities()
	p.Narrow = slices.Index(circles, p.Loser.Visibility) < slices.Index(circles, p.Winner.Visibility)
	for _, c := range table.Columns {
		mine, theirs := p.Winner.Values[c.Name], p.Loser.Values[c.Name]
		switch {
		case c.Fixed:
		case mine == theirs:
			p.Same++
		default:
			p.Fields = append(p.Fields, propose(c, mine, theirs, p.Narrow))
		}
	}
	p.Moves, err = movesOf(ctx, h, s.deps.Pointers(), record.Ref{Kind: kind, ID: p.Loser.ID}, func(at record.Pointer) bool { return at.Hold == record.Moves && at.Names(kind) })
	return p, err
}

// propose chooses: nothing is lost where both can be kept, an empty field is
// filled in, otherwise the winner keeps what it has.
func propose(c transfer.Column, mine, theirs string, narrow bool) Field {
	f := Field{Column: c, Winner: mine, Loser: theirs, Choice: Keep}
	if mine != "" && theirs != "" {
		f.Both = together(c, mine, theirs)
	}
	switch {
	case narrow || c.Type == transfer.Circle || theirs == "":
	case mine == "":
		f.Choice = Take
	case f.Both != "":
		f.Choice = Join
	}
	return f
}

// longText is the length from which a field holds prose, so that two texts can
// stand below each other.
const longText = 2000

// together is both values in one, or nothing when the field holds only one or
// when one of them says it all.
func together(c transfer.Column, mine, theirs string) string {
	both := ""
	switch {
	case c.Type == transfer.List:
		list := strings.Split(mine, "\n")
		for _, v := range strings.Split(theirs, "\n") {
			if !slices.Contains(list, v) {
				list = append(list, v)
			}
		}
		both = strings.Join(list, "\n")
	case c.Type == transfer.Langs:
		both = languages(mine, theirs)
	case c.Type == transfer.Plain && c.Options == nil && c.Max >= longText && len([]rune(mine))+len([]rune(theirs))+2 <= c.Max:
		both = mine + "\n\n" + theirs
	}
	if both == mine || both == theirs {
		return ""
	}
	return both
}

// languages adds to a text the languages that only the other one has.
func languages(mine, theirs string) string {
	var a, b i18n.Text
	if json.Unmarshal([]byte(mine), &a) != nil || json.Unmarshal([]byte(theirs), &b) != nil {
		return ""
	}
	for _, lang := range b.Langs() {
		if a.Get(lang) == "" {
			a.Set(lang, b.Get(lang))
		}
	}
	raw, err := json.Marshal(a)
	if err != nil {
		return ""
	}
	return string(raw)
}

// movesOf counts what would move with a record, sorts of the same words added up.
func movesOf(ctx context.Context, h db.Handle, pointers []record.Pointer, gone record.Ref, goes func(record.Pointer) bool) ([]Move, error) {
	var moves []Move
	for _, at := range pointers {
		if at.Words == "" || !goes(at) {
			continue
		}
		rows, err := db.RecordsNaming(ctx, h, at.Table, at.Column, gone.ID, at.KindColumn, gone.Kind)
		if err != nil {
			return nil, err
		}
		if i := slices.IndexFunc(moves, func(m Move) bool { return m.Words == at.Words }); i >= 0 {
			moves[i].Rows += len(rows)
		} else if len(rows) > 0 {
			moves = append(moves, Move{at.Words, len(rows)})
		}
	}
	return moves, nil
}

// covers tells whether one value says all that the other one says.
func covers(c transfer.Column, all, part string) bool {
	switch c.Type {
	case transfer.List:
		list := strings.Split(all, "\n")
		for _, v := range strings.Split(part, "\n") {
			if !slices.Contains(list, v) {
				return false
			}
		}
		return true
	case transfer.Langs:
		var a, b i18n.Text
		if json.Unmarshal([]byte(all), &a) != nil || json.Unmarshal([]byte(part), &b) != nil {
			return false
		}
		for _, lang := range b.Langs() {
			if a.Get(lang) != b.Get(lang) {
				return false
			}
		}
		return true
	}
	return all == part
}
