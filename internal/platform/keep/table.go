package keep

import (
	"context"
	"errors"
	"net/url"
	"slices"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/id"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
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
		Personal: k.Personal, Title: k.rowTitle,
		Page: func(ctx context.Context, after string, limit int) ([]transfer.Row, string, error) {
			return k.page(ctx, k.DB, after, limit)
		},
		PageIn: k.page, Some: k.some,
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
		PutAway: k.putAway, Restore: k.restore, Claim: k.claim, Retire: k.retire, Show: k.showColumn,
		Sees: func(ctx context.Context, v record.Visibility) bool {
			return k.Gate.Scope(ctx, module.Need{Action: module.View, Kind: k.Kind}).Sees(v, false)
		},
	}
}

func (k *Keeper[T]) columns() []transfer.Column {
	var zero T
	columns := make([]transfer.Column, len(k.Fields))
	for i, f := range k.Fields {
		columns[i] = transfer.Column{
			Name: f.Name, Key: key(k.Kind, f.Name), Type: columnType(f.At(&zero)), Control: f.Kind, Required: f.Required, Max: f.limit(),
			Link: f.Link, Options: f.Options, Source: f.Source, Inner: f.Inner, Fixed: f.Fixed, Residents: f.Residents,
		}
	}
	return columns
}

// showColumn writes a canonical value for people.
func (k *Keeper[T]) showColumn(ctx context.Context, s *web.Scene, column, value string) ui.Value {
	f, ok := k.Fields.Find(column)
	if !ok {
		return ui.Value{Text: value}
	}
	return f.Show(ctx, s, value)
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

// rowTitle is the title of a record of which only a row is known.
func (k *Keeper[T]) rowTitle(row transfer.Row, lang string) string {
	var t T
	for _, f := range k.Fields {
		if err := Put(f.At(&t), row.Values[f.Name]); err != nil {
			return row.ID
		}
	}
	return k.Title(&t, lang)
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
		if given && value != Canonical(f.At(t)) && f.Derived {
			bad.Add(errs.Field(f.Name, "keep.derived"))
		} else if given && value != Canonical(f.At(t)) {
			if err := f.accept(t, value); err != nil {
				bad.Add(err)
			}
		}
		if f.Required && Canonical(f.At(t)) == "" {
			bad.Add(errs.Field(f.Name, "form.empty"))
		}
	}
	return bad.Err()
}

// accept puts a canonical value into a record when a form would take it too.
func (f Field[T]) accept(t *T, value string) *errs.E {
	if err := Put(f.At(t), value); err != nil {
		return errs.Field(f.Name, "form.choice")
	}
	texts := []string{value}
	switch v := f.At(t).(type) {
	case *record.Visibility:
		if !slices.Contains(record.Visibilities(), *v) {
			return errs.Field(f.Name, "form.choice")
		}
		return nil
	case *i18n.Text:
		texts = texts[:0]
		for _, lang := range v.Langs() {
			texts = append(texts, v.Get(lang))
		}
	case *[]string:
		if f.Options != nil {
			return f.amongOptions(*v)
		}
	case *string:
		if f.Options != nil && value != "" {
			return f.amongOptions([]string{value})
		}
	}
	for _, text := range texts {
		in := form.Read(url.Values{f.Name: {text}})
		f.readString(in, []form.Rule{form.Max(f.limit())})
		if all := errs.FieldsOf(in.Err()); len(all) > 0 {
			return all[0]
		}
	}
	return nil
}

// amongOptions refuses a value that is none of the fixed choices. Identifiers of
// other records are examined by the subject's own rules.
func (f Field[T]) amongOptions(values []string) *errs.E {
	if f.Link != "" {
		return nil
	}
	var options []ui.Option
	for _, v := range values {
		if len(v) == id.Len {
			continue
		}
		if options == nil {
			var err error
			wordless := &web.Scene{Printer: (&i18n.Catalog{}).Printer("en")}
			if options, err = f.Options(context.Background(), wordless); err != nil {
				return errs.Wrap(err, errs.Internal, "form.broken").At(f.Name)
			}
		}
		if !slices.ContainsFunc(options, func(o ui.Option) bool { return o.Value == v }) {
			return errs.Field(f.Name, "form.choice")
		}
	}
	return nil
}

func (k *Keeper[T]) page(ctx context.Context, h db.Handle, after string, limit int) (rows []transfer.Row, more string, err error) {
	if _, err := k.Gate.Require(ctx, module.Need{Action: module.View, Kind: k.Kind}); err != nil {
		return nil, "", err
	}
	ids, err := db.All(ctx, h, db.Value[string], k.IDs, after, limit)
	if err != nil {
		return nil, "", err
	}
	if len(ids) == limit {
		more = ids[limit-1]
	}
	rows, err = k.some(ctx, h, ids)
	return rows, more, err
}

// some reads several records as rows, in one query for a viewer who sees all of
// the kind. Records that are hidden or binned are left out.
func (k *Keeper[T]) some(ctx context.Context, h db.Handle, ids []string) ([]transfer.Row, error) {
	scope, err := k.Gate.Require(ctx, module.Need{Action: module.View, Kind: k.Kind})
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	rows := make([]transfer.Row, 0, len(ids))
	if k.Many != nil && scope >= account.All {
		all, err := k.Many(ctx, h, db.Evened(ids))
		for i := range all {
			if !k.Meta(&all[i]).Binned {
				rows = append(rows, k.row(ctx, &all[i]))
			}
		}
		return rows, err
	}
	for _, id := range ids {
		t, err := k.load(ctx, h, module.View, id)
		if errs.KindOf(err) == errs.NotFound {
			continue
		}
		if err != nil {
			return nil, err
		}
		rows = append(rows, k.row(ctx, &t))
	}
	return rows, nil
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
