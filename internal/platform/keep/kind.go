package keep

import (
	"context"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// RecordKind is what the rest of the program may know of the kind.
func (p *Pages[T]) RecordKind() record.Kind {
	return record.Kind{
		Name: p.Kind, Path: p.Path + "/{id}",
		Title: func(ctx context.Context, id, lang string) (string, error) {
			t, err := p.Get(ctx, id)
			if err != nil {
				return "", err
			}
			return p.Title(&t, lang), nil
		},
		Restore: p.Restore,
		Sees:    p.sees,
		Show: func(ctx context.Context, words *i18n.Printer, field, value string) string {
			f, ok := p.Fields.Find(field)
			if !ok {
				return p.said(ctx, words, p.Parts[field], value)
			}
			return f.Show(ctx, &web.Scene{Printer: words}, value).Text
		},
		Allowed: func(ctx context.Context, id, action string) (bool, error) {
			t, err := p.load(ctx, p.DB, action, id)
			if err != nil || p.Own == nil {
				return false, err
			}
			return p.Own(ctx, p.DB, &t, account.From(ctx).Organisation)
		},
		Search: p.searching(),
	}
}

// sees lets a viewer read the history of a record, also of a binned one. The
// history holds inner fields and earlier circles, so it is for those who see
// every record of the kind.
func (p *Pages[T]) sees(ctx context.Context, id string) error {
	if _, err := p.Gate.Require(ctx, p.ViewNeed()); err != nil {
		return err
	}
	if !p.Inside(ctx) {
		return errs.New(errs.NotFound, "record.missing")
	}
	_, err := p.ByID(ctx, p.DB, id)
	return err
}

// ViewNeed is the permission to see records of this kind.
func (p *Pages[T]) ViewNeed() module.Need { return module.Need{Action: module.View, Kind: p.Kind} }

// Audience shows in words who sees a record.
func Audience(s *web.Scene, v record.Visibility) *ui.Audience {
	reach := map[record.Visibility]ui.Reach{
		record.Department: ui.ReachDepartment, record.Administration: ui.ReachCity,
		record.Participants: ui.ReachPartner, record.Public: ui.ReachEveryone,
	}[v]
	return &ui.Audience{Reach: reach, Text: s.T("keep.visibility." + string(v)), Hidden: s.T("keep.audience")}
}
