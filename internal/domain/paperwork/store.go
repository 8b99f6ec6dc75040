package paperwork

import (
	"context"
	"strings"

	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/db"
	"pobratim/internal/kit/errs"
	"pobratim/internal/platform/record"
)

const templateColumns = `id, kind, langs, format, edition, name, content, in_use, at, actor_id, actor`

func scanTemplate(r db.Row) (Template, error) {
	var t Template
	var at string
	err := r.Scan(&t.ID, &t.Paper, &t.Langs, &t.Format, &t.Edition, &t.Name, &t.Sum, &t.InUse, &at, &t.ActorID, &t.Actor)
	if err != nil {
		return t, err
	}
	t.At, err = clock.ParseStamp(at)
	return t, err
}

func templateByID(ctx context.Context, h db.Handle, id string) (Template, error) {
	return db.One(ctx, h, scanTemplate, `SELECT `+templateColumns+` FROM paper_templates WHERE id = $1`, id)
}

// templatesOf are the office's templates of a kind of paper, the newest first.
func templatesOf(ctx context.Context, h db.Handle, kind string) ([]Template, error) {
	return db.All(ctx, h, scanTemplate, `SELECT `+templateColumns+` FROM paper_templates WHERE kind = $1 ORDER BY langs, format, edition DESC`, kind)
}

// templateInUse is what a paper is made of; errs.NotFound when that is the
// built-in one.
func templateInUse(ctx context.Context, h db.Handle, kind, langs, format string) (Template, error) {
	return db.One(ctx, h, scanTemplate, `SELECT `+templateColumns+` FROM paper_templates WHERE kind = $1 AND langs = $2 AND format = $3 AND in_use ORDER BY edition DESC LIMIT 1`, kind, langs, format)
}

func insertTemplate(ctx context.Context, h db.Handle, t Template) error {
	_, err := db.Exec(ctx, h, `INSERT INTO paper_templates (`+templateColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		t.ID, t.Paper, t.Langs, t.Format, t.Edition, t.Name, t.Sum, t.InUse, clock.Stamp(t.At), t.ActorID, t.Actor)
	return err
}

// retire takes the template of a paper out of use.
func retire(ctx context.Context, h db.Handle, kind, langs, format string) error {
	_, err := db.Exec(ctx, h, `UPDATE paper_templates SET in_use = $4 WHERE kind = $1 AND langs = $2 AND format = $3 AND in_use`, kind, langs, format, false)
	return err
}

func lastTemplate(ctx context.Context, h db.Handle, kind, langs, format string) (int, error) {
	return db.One(ctx, h, db.Value[int], `SELECT COALESCE(max(edition), 0) FROM paper_templates WHERE kind = $1 AND langs = $2 AND format = $3`, kind, langs, format)
}

const madeColumns = `id, activity_id, kind, langs, format, edition, template_id, content, holes, at, actor_id, actor`

func scanMade(r db.Row) (Made, error) {
	var m Made
	var holes, at string
	err := r.Scan(&m.ID, &m.Activity, &m.Paper, &m.Langs, &m.Format, &m.Edition, &m.Template, &m.Sum, &holes, &at, &m.ActorID, &m.Actor)
	if err != nil {
		return m, err
	}
	m.Holes = strings.Fields(holes)
	m.At, err = clock.ParseStamp(at)
	return m, err
}

// madeOf are the papers of an activity, the newest first.
func madeOf(ctx context.Context, h db.Handle, activity string) ([]Made, error) {
	return db.All(ctx, h, scanMade, `SELECT `+madeColumns+` FROM made_papers WHERE activity_id = $1 ORDER BY at DESC, edition DESC, id`, activity)
}

func lastMade(ctx context.Context, h db.Handle, activity, kind, langs, format string) (int, error) {
	return db.One(ctx, h, db.Value[int], `SELECT COALESCE(max(edition), 0) FROM made_papers WHERE activity_id = $1 AND kind = $2 AND langs = $3 AND format = $4`, activity, kind, langs, format)
}

func insertMade(ctx context.Context, h db.Handle, m Made) error {
	_, err := db.Exec(ctx, h, `INSERT INTO made_papers (`+madeColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		m.ID, m.Activity, m.Paper, m.Langs, m.Format, m.Edition, m.Template, m.Sum, strings.Join(m.Holes, " "), clock.Stamp(m.At), m.ActorID, m.Actor)
	return err
}

// detailsOf are what papers of an activity say beside its records; none of most.
func detailsOf(ctx context.Context, h db.Handle, activity string) (Details, error) {
	d, err := db.One(ctx, h, func(r db.Row) (Details, error) {
		var d Details
		err := r.Scan(&d.Activity, &d.Version, &d.Signer, &d.SignerPost, &d.Responsible, &d.ResponsiblePost, &d.Addressee, &d.AddresseePost, &d.Purpose, &d.Ground, &d.Money)
		return d, err
	}, `SELECT activity_id, version, signer_id, signer_post_id, responsible_id, responsible_post_id, addressee_id, addressee_post_id, purpose, ground, funds FROM paper_details WHERE activity_id = $1`, activity)
	if errs.KindOf(err) == errs.NotFound {
		return Details{Activity: activity}, nil
	}
	return d, err
}

func putDetails(ctx context.Context, h db.Handle, d Details) error {
	_, err := db.Exec(ctx, h, `INSERT INTO paper_details (activity_id, version, signer_id, signer_post_id, responsible_id, responsible_post_id, addressee_id, addressee_post_id, purpose, ground, funds)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
		ON CONFLICT (activity_id) DO UPDATE SET version = excluded.version, signer_id = excluded.signer_id, signer_post_id = excluded.signer_post_id, responsible_id = excluded.responsible_id,
		responsible_post_id = excluded.responsible_post_id, addressee_id = excluded.addressee_id, addressee_post_id = excluded.addressee_post_id, purpose = excluded.purpose, ground = excluded.ground, funds = excluded.funds`,
		d.Activity, d.Version+1, d.Signer, d.SignerPost, d.Responsible, d.ResponsiblePost, d.Addressee, d.AddresseePost, d.Purpose, d.Ground, d.Money)
	return err
}

const formColumns = `kind, record_id, version, genitive, dative, accusative, instrumental, prepositional, short, salutation`

func scanForms(r db.Row) (Forms, error) {
	var f Forms
	err := r.Scan(&f.Ref.Kind, &f.Ref.ID, &f.Version, &f.Gen, &f.Dat, &f.Acc, &f.Ins, &f.Pre, &f.Short, &f.Salutation)
	return f, err
}

func oneForms(ctx context.Context, h db.Handle, ref record.Ref) (Forms, error) {
	f, err := db.One(ctx, h, scanForms, `SELECT `+formColumns+` FROM name_forms WHERE kind = $1 AND record_id = $2`, ref.Kind, ref.ID)
	if errs.KindOf(err) == errs.NotFound {
		return Forms{Ref: ref}, nil
	}
	return f, err
}

// formsOf are the forms of several names, by kind:id.
func formsOf(ctx context.Context, h db.Handle, wanted [][2]string) (map[string]Forms, error) {
	byKind := map[string][]string{}
	for _, one := range wanted {
		byKind[one[0]] = append(byKind[one[0]], one[1])
	}
	out := map[string]Forms{}
	for _, kind := range formKinds() {
		if len(byKind[kind]) == 0 {
			continue
		}
		var w db.Where
		w.And("kind = ?", kind)
		w.In("record_id", byKind[kind])
		list, err := db.All(ctx, h, scanForms, `SELECT `+formColumns+` FROM name_forms`+w.SQL(), w.Args()...)
		if err != nil {
			return nil, err
		}
		for _, f := range list {
			out[kind+":"+f.Ref.ID] = f
		}
	}
	return out, nil
}

func putForms(ctx context.Context, h db.Handle, f Forms) error {
	_, err := db.Exec(ctx, h, `INSERT INTO name_forms (`+formColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
		ON CONFLICT (kind, record_id) DO UPDATE SET version = excluded.version, genitive = excluded.genitive, dative = excluded.dative, accusative = excluded.accusative,
		instrumental = excluded.instrumental, prepositional = excluded.prepositional, short = excluded.short, salutation = excluded.salutation`,
		f.Ref.Kind, f.Ref.ID, f.Version+1, f.Gen, f.Dat, f.Acc, f.Ins, f.Pre, f.Short, f.Salutation)
	return err
}
