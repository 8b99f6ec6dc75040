package app

import (
	"bytes"
	"context"
	"strings"

	"pobratim/internal/domain/activity"
	"pobratim/internal/domain/contact"
	"pobratim/internal/kit/db"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/sheet"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/intake"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/record"
	"pobratim/internal/platform/transfer"
)

// newIntake builds the way in for tables: registers, roles of people, places.
func (c *City) newIntake(in *Installation, floor keep.Floor) *intake.Service {
	return intake.New(floor, intake.Deps{
		Tables: func() []transfer.Table { return c.Tables }, Kinds: func() record.Kinds { return c.Kinds },
		Places: in.places, Home: c.intakeHome, Clock: in.clock, Read: in.readBook,
		Appoint: c.appoint, Dismiss: c.Contacts.DismissIn, Roles: c.rolesOf,
		TakePart: c.takePart, Withdraw: func(ctx context.Context, w *audit.Writer, id string) error {
			return c.Activities.RemoveParticipantIn(ctx, w, id)
		}, Parts: c.partsOf,
		Thrift: in.thrift.Begin, Say: in.say, Program: forProgram,
		Failed: func(what string, err error) {
			in.log.Error("import", "municipality", c.Slug, "what", what, "error", err)
		},
	})
}

// intakeHome is the municipality's own city in every spelling.
func (c *City) intakeHome(ctx context.Context) intake.Home {
	s, err := c.Settings.Get(ctx)
	if err != nil {
		return intake.Home{}
	}
	home := intake.Home{Country: s.Home.Country}
	for _, lang := range s.Name.Langs() {
		home.Names = append(home.Names, s.Name.Get(lang))
	}
	return home
}

func (c *City) appoint(ctx context.Context, w *audit.Writer, r intake.Role) (string, error) {
	role := contact.Role{Person: r.Person, Post: r.Post, Organisation: r.Organisation}
	if r.Title != "" {
		if err := role.Title.UnmarshalJSON([]byte(r.Title)); err != nil {
			return "", err
		}
	}
	for text, to := range map[string]*edtf.Date{r.Since: &role.Since, r.Until: &role.Until} {
		if text == "" {
			continue
		}
		d, err := edtf.Parse(text)
		if err != nil {
			return "", err
		}
		*to = d
	}
	return c.Contacts.AppointIn(ctx, w, role)
}

func (c *City) rolesOf(ctx context.Context, h db.Handle, person string) ([]intake.Role, error) {
	all, err := c.Contacts.RolesIn(ctx, h, person)
	roles := make([]intake.Role, len(all))
	for i, r := range all {
		roles[i] = intake.Role{ID: r.ID, Person: r.Person, Post: r.Post, Organisation: r.Organisation, Title: r.CanonicalTitle()}
	}
	return roles, err
}

// takePart writes down who takes part in an event, as a file tells it.
func (c *City) takePart(ctx context.Context, w *audit.Writer, p intake.Part) (string, error) {
	one := activity.Participant{Activity: p.Activity, Person: p.Person, Organisation: p.Organisation, Role: p.Role, Side: p.Side}
	if p.Text != "" {
		if err := one.Text.UnmarshalJSON([]byte(p.Text)); err != nil {
			return "", err
		}
	}
	return c.Activities.AddParticipantIn(ctx, w, one)
}

func (c *City) partsOf(ctx context.Context, h db.Handle, id string) ([]intake.Part, error) {
	all, err := c.Activities.ParticipantsIn(ctx, h, id)
	parts := make([]intake.Part, len(all))
	for i, p := range all {
		parts[i] = intake.Part{ID: p.ID, Activity: p.Activity, Person: p.Person, Organisation: p.Organisation, Text: keep.Canonical(&p.Text), Role: p.Role, Side: p.Side}
	}
	return parts, err
}

// say is an error in words of a language, Russian when none is given.
func (in *Installation) say(lang string, err error) string {
	if lang == "" {
		lang = "ru"
	}
	p := in.catalog.Printer(lang)
	list := errs.FieldsOf(err)
	if e, ok := err.(*errs.E); ok && list == nil {
		list = errs.Fields{e}
	}
	var words []string
	for _, e := range list {
		if p.Has(e.Key) {
			words = append(words, p.Err(e))
		}
	}
	return strings.Join(words, "; ")
}

// forProgram is the viewer of what commands began.
func forProgram(ctx context.Context) context.Context {
	return audit.WithActor(account.With(ctx, account.System("pobratim")), audit.Actor{ID: "pobratim", Name: "pobratim"})
}

// readBook has a limited child read a file.
func (in *Installation) readBook(ctx context.Context, _ string, body []byte) (sheet.Book, error) {
	book, err := sheet.Read(ctx, in.jail, bytes.NewReader(body), sheet.Options{})
	if err != nil {
		return sheet.Book{}, err
	}
	return *book, nil
}
