package keep

import (
	"context"
	"errors"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
	"pobratim/internal/platform/transfer"
)

// Table hands the records over as rows and columns, under the register's name
// in the plural.
func (k *Keeper[T]) Table(name string) transfer.Table {
	return transfer.Table{
		Name: name, Kind: k.Kind, View: module.Need{Action: module.View, Kind: k.Kind}, Columns: k.columns(),
		Page: k.page,
		Get: func(ctx context.Context, h db.Handle, id string) (transfer.Row, error) {
			t, err := k.load(ctx, h, module.View, id)
			if err != nil {
				return transfer.Row{}, err
			}
			return k.row(ctx, &t), nil
		},
		Add: func(ctx context.Context, w *audit.Writer, row transfer.Row, cites ...transfer.Cite) (string, error) {
			var t T
			k.Meta(&t).ID = row.ID
			if err := k.fill(&t, row); err != nil {
				return "", err
			}
			return k.add(ctx, w, t, citesOf(cites))
		},
		Change: func(ctx context.Context, w *audit.Writer, row transfer.Row, cites ...transfer.Cite) error {
			before, err := k.load(ctx, w, module.Edit, row.ID)
			if err != nil {
				return err
			}
			// Read anew rather than copied: a record may hold slices and maps.
			after, err := k.ByID(ctx, w, row.ID)
			if err != nil {
				return err
			}
			k.Meta(&after).Version = row.Version
			if err := k.fill(&after, row); err != nil {
				return err
			}
			return k.change(ctx, w, before, after, citesOf(cites))
		},
		PutAway: k.putAway, Restore: k.restore, Claim: k.claim,
	}
}

func (k *Keeper[T]) columns() []transfer.Column {
	var zero T
	columns := make([]transfer.Column, len(k.Fields))
	for i, f := range k.Fields {
		columns[i] = transfer.Column{
			Name: f.Name, Key: key(k.Kind, f.Name), Type: columnType(f.At(&zero)), Control: f.Kind, Required: f.Required, Max: f.limit(),
			Link: f.Link, Options: f.Options, Source: f.Source, Inner: f.Inner,
		}
	}
	return columns
}

func columnType(at any) transfer.Type {
	switch at.(type) {
	case *i18n.Text:
		return transfer.Langs
	case *edtf.Date:
		return transfer.Date
	case *[]string:
		return transfer.List
	case *bool:
		return transfer.Flag
	case *record.Visibility:
		return transfer.Circle
	}
	return transfer.Plain
}

// row shows what the viewer may see of a record.
func (k *Keeper[T]) row(ctx context.Context, t *T) transfer.Row {
	meta, inside := k.Meta(t), k.Inside(ctx)
	row := transfer.Row{ID: meta.ID, Version: meta.Version, Visibility: meta.Visibility, Values: map[string]string{}}
	for _, f := range k.Fields {
		if v := Canonical(f.At(t)); v != "" && (inside || !f.Inner) {
			row.Values[f.Name] = v
		}
	}
	return row
}

// fill writes the values of a row into a record; a value that does not fit is
// an error at its field.
func (k *Keeper[T]) fill(t *T, row transfer.Row) error {
	if row.Visibility != "" {
		k.Meta(t).Visibility = row.Visibility
	}
	var bad errs.Fields
	for _, f := range k.Fields {
		value, given := row.Values[f.Name]
		if given {
			if err := Put(f.At(t), value); err != nil {
				bad.Add(errs.Field(f.Name, "form.choice"))
			}
		}
		if f.Required && Canonical(f.At(t)) == "" {
			bad.Add(errs.Field(f.Name, "form.empty"))
		}
	}
	return bad.Err()
}

func (k *Keeper[T]) page(ctx context.Context, after string, limit int) (rows []transfer.Row, more string, err error) {
	if _, err := k.Gate.Require(ctx, module.Need{Action: module.View, Kind: k.Kind}); err != nil {
		return nil, "", err
	}
	ids, err := db.All(ctx, k.DB, db.Value[string], k.IDs, after, limit)
	if err != nil {
		return nil, "", err
	}
	for _, id := range ids {
		t, err := k.load(ctx, k.DB, module.View, id)
		var e *errs.E
		if errors.As(err, &e) && e.Kind == errs.NotFound {
			continue // hidden from this viewer
		}
		if err != nil {
			return nil, "", err
		}
		rows = append(rows, k.row(ctx, &t))
	}
	if len(ids) == limit {
		more = ids[limit-1]
	}
	return rows, more, nil
}

func (k *Keeper[T]) claim(ctx context.Context, w *audit.Writer, id, column, value string, source record.Source) error {
	t, err := k.load(ctx, w, module.Edit, id)
	if err != nil {
		return err
	}
	f, ok := k.Fields.Find(column)
	if !ok {
		return errors.New("keep: no field " + column + " to claim")
	}
	var probe T
	if err := Put(f.At(&probe), value); err != nil {
		return errs.Field(column, "form.choice")
	}
	if source.ID == "" {
		if source.ID, err = record.PutSource(ctx, w, w.Now, source); err != nil {
			return err
		}
	}
	if err := record.PutFact(ctx, w, w.Now, record.Fact{Ref: k.Ref(id), Field: column, Value: value, Source: source}); err != nil {
		return err
	}
	return w.Did(ctx, k.Ref(id), audit.Changed, k.Title(&t, "ru"), []audit.Change{{Field: column, After: value}})
}

func citesOf(cites []transfer.Cite) []Cite {
	own := make([]Cite, len(cites))
	for i, c := range cites {
		own[i] = Cite{Field: c.Column, Source: c.Source}
	}
	return own
}
