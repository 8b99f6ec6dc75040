package between

import (
	"context"
	"slices"

	"pobratim/internal/domain/agreement"
	"pobratim/internal/domain/anniversary"
	"pobratim/internal/domain/partner"
	"pobratim/internal/kit/errs"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// Starts are the dates of partnerships and agreements from which anniversaries
// are counted, as far as the viewer may see them; of one partnership when it is
// named.
func (d *Desks) Starts(ctx context.Context, lang, only string) ([]anniversary.Start, error) {
	if d.Gate.Scope(ctx, module.Need{Action: module.View, Kind: partner.Kind}) == account.None {
		return nil, nil
	}
	partners, err := d.Partners.Partners(ctx, partner.Filter{})
	if err != nil {
		return nil, err
	}
	resting, err := d.Partners.Resting(ctx)
	if err != nil {
		return nil, err
	}
	byID := map[string]partner.Partnership{}
	var ids []string
	for _, p := range partners {
		if only == "" || p.ID == only {
			byID[p.ID] = p
			ids = append(ids, p.ID)
		}
	}
	scope := d.Gate.Scope(ctx, module.Need{Action: module.View, Kind: partner.Kind})
	facts, err := record.FactsOfAll(ctx, d.DB, partner.Kind, ids)
	if err != nil {
		return nil, err
	}
	var starts []anniversary.Start
	for _, id := range ids {
		p := byID[id]
		name := p.Name.In(lang)
		one := anniversary.Start{Ref: p.Ref(), Sort: anniversary.Partner, Title: name.Value, Lang: name.Lang, Path: "/partners/" + p.Slug, Partner: p.ID, Resting: string(resting[p.ID])}
		if p.Type == "sister" {
			one.Sort = anniversary.Sister
		}
		within := facts[id].Within(func(v record.Visibility) bool { return scope.Sees(v, false) })
		dates := anniversary.Dates(one, p.Since, within["since"])
		if len(dates) == 0 {
			dates = []anniversary.Start{one}
		}
		starts = append(starts, dates...)
	}
	papers, err := d.paperStarts(ctx, lang, only, byID, resting)
	return append(starts, papers...), err
}

// paperStarts are the signed agreements. The paper that began a tie in the same
// year has no anniversary of its own beside that of the tie.
func (d *Desks) paperStarts(ctx context.Context, lang, only string, partners map[string]partner.Partnership, resting map[string]partner.State) ([]anniversary.Start, error) {
	scope := d.Gate.Scope(ctx, module.Need{Action: module.View, Kind: agreement.Kind})
	if scope == account.None {
		return nil, nil
	}
	var starts []anniversary.Start
	f := agreement.Filter{Partner: only, Limit: 500}
	for {
		papers, err := d.Agreements.Agreements(ctx, f)
		if err != nil {
			return nil, err
		}
		ids := make([]string, len(papers))
		for i, a := range papers {
			ids[i] = a.ID
		}
		facts, err := record.FactsOfAll(ctx, d.DB, agreement.Kind, ids)
		if err != nil {
			return nil, err
		}
		for _, a := range papers {
			p, known := partners[a.Partner]
			year, dated := a.Signed.Year()
			began, same := p.Since.Year()
			if !known || a.Planned || !dated || same && began == year {
				continue
			}
			title, state := a.Title.In(lang), resting[p.ID]
			if a.EndedOn(d.Today()) {
				state = partner.Ended
			}
			one := anniversary.Start{Ref: a.Ref(), Sort: anniversary.Agreement, Title: title.Value, Lang: title.Lang, Path: "/agreements/" + a.ID,
				Partner: p.ID, City: p.Name.In(lang).Value, Resting: string(state)}
			within := facts[a.ID].Within(func(v record.Visibility) bool { return scope.Sees(v, false) })
			starts = append(starts, anniversary.Dates(one, a.Signed, within["signed"])...)
		}
		if len(papers) < f.Limit {
			return starts, nil
		}
		last := papers[len(papers)-1]
		f.After = agreement.Key{Sort: last.Signed.Sort(), ID: last.ID}
	}
}

// OwnCountries are the codes of our own country and of those in which the
// partners lie, ours first.
func (d *Desks) OwnCountries(ctx context.Context) ([]string, error) {
	codes, err := d.PartnerCountries(ctx)
	own := d.Home("ru").Country
	all := []string{own}
	for _, code := range codes {
		if code != own {
			all = append(all, code)
		}
	}
	return all, err
}

// CountryName is the name of a country by its code; empty for an unknown one.
func (d *Desks) CountryName(code, lang string) string {
	if name := d.Partners.Country(code, lang); name != code {
		return name
	}
	return ""
}

// CountryOf is the code of the country in which a partner lies.
func (d *Desks) CountryOf(ctx context.Context, id string) (string, error) {
	p, err := d.Partners.Partner(ctx, id)
	if kind := errs.KindOf(err); kind == errs.NotFound || kind == errs.Forbidden {
		return "", nil
	}
	return p.Country, err
}

// PartnerCountries are the codes of the countries in which the partners lie.
func (d *Desks) PartnerCountries(ctx context.Context) ([]string, error) {
	all, err := d.Partners.Partners(ctx, partner.Filter{Old: true})
	var codes []string
	for _, p := range all {
		if !slices.Contains(codes, p.Country) {
			codes = append(codes, p.Country)
		}
	}
	slices.Sort(codes)
	return codes, err
}
