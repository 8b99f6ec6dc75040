package app

import (
	"pobratim/internal/platform/duplicate"
	"pobratim/internal/platform/record"
)

type duplicatesCommand struct {
	Where
	Municipality string `help:"Address of the municipality, for example perm." required:"" placeholder:"NAME"`
	Kind         string `help:"Only this kind: person, organisation, post, partner, prospect, agreement, activity or series." placeholder:"KIND" enum:",person,organisation,post,partner,prospect,agreement,activity,series" default:""`
	Lang         string `help:"Language of names." default:"ru" enum:"ru,en"`
	JSON         bool   `name:"json" help:"JSON, which is also what is printed without this flag."`
}

// pairRow is one pair of `pobratim duplicates`.
type pairRow struct {
	Kind     string           `json:"kind"`
	One      pairSide         `json:"one"`
	Other    pairSide         `json:"other"`
	Strength float64          `json:"strength"` // 0 to 1
	Agree    []duplicate.Sign `json:"agree"`
	Differ   []duplicate.Sign `json:"differ"`
}

type pairSide struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Run prints the records that may be the same thing, the likeliest first; it
// may be done while a server runs.
func (c *duplicatesCommand) Run(r *run) error {
	in, city, ctx, err := r.city(c.Where, c.Municipality, toRead)
	if err != nil {
		return err
	}
	defer in.Close()
	found, err := city.duplicates.All(ctx)
	if err != nil {
		return err
	}
	rows := []pairRow{}
	side := func(kind, id string) pairSide {
		return pairSide{id, city.Kinds.Title(ctx, record.Ref{Kind: kind, ID: id}, c.Lang)}
	}
	for _, f := range found {
		if c.Kind == "" || c.Kind == f.Kind {
			rows = append(rows, pairRow{f.Kind, side(f.Kind, f.One), side(f.Kind, f.Other), float64(int(f.Strength*100+0.5)) / 100, append([]duplicate.Sign{}, f.Agree...), append([]duplicate.Sign{}, f.Differ...)})
		}
	}
	return r.print(rows)
}
