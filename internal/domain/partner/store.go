package partner

import (
	"context"
	"strings"

	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/db"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/fold"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/record"
)

const prospectIDs = `SELECT id FROM prospects WHERE id > $1 AND NOT binned ORDER BY id LIMIT $2`

const partnershipIDs = `SELECT id FROM partnerships WHERE id > $1 AND NOT binned ORDER BY id LIMIT $2`

const columns = `p.id, p.version, p.slug, p.name, p.native, p.native_lang, p.country, p.region, p.geonames, p.wikidata, p.coordinates, p.zone, p.former, p.population,
	p.type, p.since, p.historic, p.about, p.wants, p.wording, p.languages, p.our_post, p.our_deputy, p.their_post, p.their_deputy,
	p.channel, p.rhythm, p.customs, p.sensitive, p.gifts, p.visibility, p.binned`

func scan(r db.Row) (Partnership, error) {
	var p Partnership
	var former, languages string
	err := r.Scan(&p.ID, &p.Version, &p.Slug, &p.Name, &p.Native, &p.NativeLang, &p.Country, &p.Region, &p.GeoNames, &p.Wikidata, &p.Coordinates, &p.Zone, &former, &p.Population,
		&p.Type, &p.Since, &p.Historic, &p.About, &p.Wants, &p.Wording, &languages, &p.OurPost, &p.OurDeputy, &p.TheirPost, &p.TheirDeputy,
		&p.Channel, &p.Rhythm, &p.Customs, &p.Sensitive, &p.Gifts, &p.Visibility, &p.Binned)
	if former != "" {
		p.Former = strings.Split(former, "\n")
	}
	p.Languages = strings.Fields(languages)
	return p, err
}

// byID finds a partnership by its identifier or by its slug.
func byID(ctx context.Context, h db.Handle, id string) (Partnership, error) {
	return db.One(ctx, h, scan, `SELECT `+columns+` FROM partnerships p WHERE p.id = $1 OR p.slug = $1`, id)
}

// values are the columns that insert and update write, in this order after id.
func values(p Partnership) []any {
	return []any{p.Slug, placeKey(p), p.Name, fold.Key(p.Name.In("ru").Value), p.Native, p.NativeLang, p.Country, p.Region, p.GeoNames, p.Wikidata, p.Coordinates, p.Zone,
		strings.Join(p.Former, "\n"), p.Population, p.Type, p.Since, p.Historic, p.About, p.Wants, p.Wording, strings.Join(p.Languages, " "),
		p.OurPost, p.OurDeputy, p.TheirPost, p.TheirDeputy, p.Channel, p.Rhythm, p.Customs, p.Sensitive, p.Gifts, p.Visibility}
}

// placeKey is what makes two partnerships one: the same place of the gazetteer,
// or the same name in the same country; districts are named in full.
func placeKey(p Partnership) string {
	if p.GeoNames != "" && p.Type != "district" {
		return "geonames:" + p.GeoNames
	}
	return p.Country + ":" + fold.Key(p.Name.In("ru").Value)
}

func insert(ctx context.Context, h db.Handle, p Partnership) error {
	_, err := db.Exec(ctx, h, `INSERT INTO partnerships (id, version, slug, place_key, name, fold, native, native_lang, country, region, geonames, wikidata, coordinates, zone,
		former, population, type, since, historic, about, wants, wording, languages, our_post, our_deputy, their_post, their_deputy, channel, rhythm, customs, sensitive, gifts, visibility)
		VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32)`,
		append([]any{p.ID}, values(p)...)...)
	return err
}

func update(ctx context.Context, h db.Handle, p Partnership) error {
	n, err := db.Exec(ctx, h, `UPDATE partnerships SET version = version + 1, slug = $3, place_key = $4, name = $5, fold = $6, native = $7, native_lang = $8, country = $9, region = $10,
		geonames = $11, wikidata = $12, coordinates = $13, zone = $14, former = $15, population = $16, type = $17, since = $18, historic = $19, about = $20, wants = $21, wording = $22,
		languages = $23, our_post = $24, our_deputy = $25, their_post = $26, their_deputy = $27, channel = $28, rhythm = $29, customs = $30, sensitive = $31, gifts = $32, visibility = $33
		WHERE id = $1 AND version = $2`, append([]any{p.ID, p.Version}, values(p)...)...)
	if err == nil && n == 0 {
		err = errs.New(errs.Stale, "form.stale")
	}
	return err
}

func bin(ctx context.Context, h db.Handle, id string, binned bool) error {
	_, err := db.Exec(ctx, h, `UPDATE partnerships SET binned = $2, version = version + 1 WHERE id = $1`, id, binned)
	return err
}

// Filter narrows the register of partners.
type Filter struct {
	Query   string // part of any name, in any spelling
	Country string
	Type    string
	Old     bool // with the historic ones
}

func list(ctx context.Context, h db.Handle, f Filter, scope account.Scope, own string) ([]Partnership, error) {
	var w db.Where
	w.And("NOT p.binned")
	scope.Where(&w, "p.visibility", ownCondition, own)
	if f.Country != "" {
		w.And("p.country = ?", f.Country)
	}
	if f.Type != "" {
		w.And("p.type = ?", f.Type)
	}
	if !f.Old {
		w.And("NOT p.historic")
	}
	return db.All(ctx, h, scan, `SELECT `+columns+` FROM partnerships p`+w.SQL()+` ORDER BY p.fold, p.id`, w.Args()...)
}

// ownCondition is true for the partnership to which the viewer's organisation belongs.
const ownCondition = "p.id IN (SELECT o.partner_id FROM organisations o WHERE o.id = ?)"

func isOwn(ctx context.Context, h db.Handle, p *Partnership, organisation string) (bool, error) {
	if organisation == "" {
		return false, nil
	}
	n, err := db.One(ctx, h, db.Value[int], `SELECT count(*) FROM organisations o WHERE o.id = $1 AND o.partner_id = $2`, organisation, p.ID)
	return n > 0, err
}

const selectClaims = `SELECT c.id, c.partnership_id, c.side, c.state, c.said_on, c.wording, c.wording_lang, c.document, c.said_by, c.note, c.inferred, c.added_at, c.actor,
	COALESCE(s.id, ''), COALESCE(s.title, ''), COALESCE(s.url, ''), COALESCE(s.kind, '')
	FROM claims c LEFT JOIN sources s ON s.id = c.source_id`

func scanClaim(r db.Row) (Claim, error) {
	var c Claim
	var added string
	err := r.Scan(&c.ID, &c.Partnership, &c.Side, &c.State, &c.On, &c.Wording, &c.WordingLang, &c.Document, &c.By, &c.Note, &c.Inferred, &added, &c.Actor,
		&c.Source.ID, &c.Source.Title, &c.Source.URL, &c.Source.Kind)
	if err != nil {
		return c, err
	}
	c.Added, err = clock.ParseStamp(added)
	return c, err
}

// claimsOf lists what was said of one partnership, or of all without an id.
func claimsOf(ctx context.Context, h db.Handle, id string) ([]Claim, error) {
	var w db.Where
	if id != "" {
		w.And("c.partnership_id = ?", id)
	}
	return db.All(ctx, h, scanClaim, selectClaims+w.SQL()+` ORDER BY c.said_on DESC, c.added_at DESC, c.id`, w.Args()...)
}

func insertClaim(ctx context.Context, w *audit.Writer, c Claim) error {
	if c.Source.ID == "" && c.Source.Title != "" {
		id, err := record.PutSource(ctx, w, w.Now, c.Source)
		if err != nil {
			return err
		}
		c.Source.ID = id
	}
	_, err := db.Exec(ctx, w, `INSERT INTO claims (id, partnership_id, side, state, said_on, wording, wording_lang, document, said_by, note, source_id, inferred, added_at, actor)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, NULLIF($11, ''), $12, $13, $14)`,
		c.ID, c.Partnership, c.Side, c.State, c.On, c.Wording, c.WordingLang, c.Document, c.By, c.Note, c.Source.ID, c.Inferred, clock.Stamp(w.Now), w.Actor.Name)
	return err
}

func scanProspect(r db.Row) (Prospect, error) {
	var p Prospect
	err := r.Scan(&p.ID, &p.Version, &p.Name, &p.Country, &p.GeoNames, &p.Stage, &p.On, &p.Detail, &p.Visibility, &p.Binned)
	return p, err
}

const selectProspects = `SELECT p.id, p.version, p.name, p.country, p.geonames, p.stage, p.on_date, p.detail, p.visibility, p.binned FROM prospects p`

func prospectByID(ctx context.Context, h db.Handle, id string) (Prospect, error) {
	return db.One(ctx, h, scanProspect, selectProspects+` WHERE p.id = $1`, id)
}

func listProspects(ctx context.Context, h db.Handle, scope account.Scope) ([]Prospect, error) {
	var w db.Where
	w.And("NOT p.binned")
	scope.Where(&w, "p.visibility", "")
	return db.All(ctx, h, scanProspect, selectProspects+w.SQL()+` ORDER BY p.fold, p.id`, w.Args()...)
}

func insertProspect(ctx context.Context, h db.Handle, p Prospect) error {
	_, err := db.Exec(ctx, h, `INSERT INTO prospects (id, version, name, fold, country, geonames, stage, on_date, detail, visibility) VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		p.ID, p.Name, fold.Key(p.Name.In("ru").Value), p.Country, p.GeoNames, p.Stage, p.On, p.Detail, p.Visibility)
	return err
}

func updateProspect(ctx context.Context, h db.Handle, p Prospect) error {
	n, err := db.Exec(ctx, h, `UPDATE prospects SET version = version + 1, name = $3, fold = $4, country = $5, geonames = $6, stage = $7, on_date = $8, detail = $9, visibility = $10 WHERE id = $1 AND version = $2`,
		p.ID, p.Version, p.Name, fold.Key(p.Name.In("ru").Value), p.Country, p.GeoNames, p.Stage, p.On, p.Detail, p.Visibility)
	if err == nil && n == 0 {
		err = errs.New(errs.Stale, "form.stale")
	}
	return err
}

func binProspect(ctx context.Context, h db.Handle, id string, binned bool) error {
	_, err := db.Exec(ctx, h, `UPDATE prospects SET binned = $2, version = version + 1 WHERE id = $1`, id, binned)
	return err
}
