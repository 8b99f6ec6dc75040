package paperwork

import (
	"context"
	"strconv"

	"pobratim/internal/kit/decline"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/record"
)

// offered are the forms that the program proposes of a name, by grammar; what it
// is not sure of is empty. They are shown and become forms when somebody confirms
// them; no paper ever takes one.
func (s *Service) offered(ctx context.Context, ref record.Ref) (Forms, error) {
	f := Forms{Ref: ref}
	src := s.deps.Sources
	var said decline.Forms
	var sure bool
	switch ref.Kind {
	case "person":
		p, err := src.Person(ctx, ref.ID)
		if err != nil {
			return f, quiet(err)
		}
		var n decline.Named
		if n, sure = decline.Person(p.in("ru")); sure {
			said, f.Short = n.Forms, n.Short
			f.Salutation.Set("ru", n.Salutation)
		}
	case "post":
		title, _, err := src.Post(ctx, ref.ID)
		if err != nil {
			return f, quiet(err)
		}
		said, sure = decline.Post(title.Get("ru"))
	case "partner":
		p, err := src.Partner(ctx, ref.ID)
		if err != nil {
			return f, quiet(err)
		}
		said, sure = decline.Place(p.Name.Get("ru"))
	case homeKind:
		home, err := src.Home(ctx)
		if err != nil {
			return f, quiet(err)
		}
		said, sure = decline.Place(home.Name.Get("ru"))
	}
	if sure {
		f.Gen, f.Dat, f.Acc, f.Ins, f.Pre = said.Gen, said.Dat, said.Acc, said.Ins, said.Pre
	}
	return f, nil
}

// quiet is an error that is more than that somebody may not know.
func quiet(err error) error {
	if hidden(err) {
		return nil
	}
	return err
}

// offerOne is the press that confirms one proposed form on the page of a paper;
// nil where nothing is proposed.
func (s *Service) offerOne(ctx context.Context, scene *web.Scene, typing ui.Form, ref record.Ref, which, lang string) (*ui.Form, error) {
	if lang != "ru" {
		return nil, nil
	}
	offer, err := s.offered(ctx, ref)
	if err != nil {
		return nil, err
	}
	value := offer.In(which)
	if which == "salutation" {
		value = offer.Salutation.Get("ru")
	}
	if value == "" {
		return nil, nil
	}
	confirm := ui.Form{Action: typing.Action, Once: ui.Once{Key: typing.Once.Key + "-o"}, Hidden: []ui.Hidden{{Name: "offered", Value: value}},
		Submit: ui.Button{Text: scene.T("name_form.confirm", "value", value), Hidden: typing.Submit.Hidden}}
	for _, h := range typing.Hidden {
		if h.Name == "typed" {
			h.Value = "offered"
		}
		confirm.Hidden = append(confirm.Hidden, h)
	}
	return &confirm, nil
}

// offerAll is what is proposed of a name where nothing is written yet, and the
// press that confirms all of it.
func (s *Service) offerAll(ctx context.Context, scene *web.Scene, f Forms, data *panel) error {
	offer, err := s.offered(ctx, f.Ref)
	if err != nil {
		return err
	}
	merged := f
	merged.Salutation = i18n.Text{}
	for _, lang := range f.Salutation.Langs() {
		merged.Salutation.Set(lang, f.Salutation.Get(lang))
	}
	var rows []ui.Fact
	for _, one := range formSet(f.Ref.Kind) {
		have, proposed := f.In(one.Name), offer.In(one.Name)
		if one.Name == "salutation" {
			have, proposed = f.Salutation.Get("ru"), offer.Salutation.Get("ru")
		}
		if have != "" || proposed == "" {
			continue
		}
		merged.Say(one.Name, "ru", proposed)
		rows = append(rows, ui.Fact{Label: scene.T("name_form." + one.Name), Value: ui.Value{Text: proposed}})
	}
	if len(rows) == 0 {
		return nil
	}
	confirm := ui.Form{Action: scene.Path("/names/" + f.Ref.Kind + "/" + f.Ref.ID), Once: ui.Once{Key: scene.Key + "-offered"}, Hidden: []ui.Hidden{{Name: "version", Value: strconv.FormatInt(f.Version, 10)}},
		Submit: ui.Button{Text: scene.T("name_form.confirm.all"), Icon: ui.IconCheck}}
	for _, one := range formSet(f.Ref.Kind) {
		if one.Name != "salutation" {
			confirm.Hidden = append(confirm.Hidden, ui.Hidden{Name: one.Name, Value: merged.In(one.Name)})
			continue
		}
		for _, lang := range s.deps.Langs {
			confirm.Hidden = append(confirm.Hidden, ui.Hidden{Name: "salutation." + lang, Value: merged.Salutation.Get(lang)})
		}
	}
	data.Offer, data.Confirm = ui.Facts{Rows: rows}, &confirm
	data.OfferLead = scene.T("name_form.offer")
	return nil
}
