package portal

import (
	"context"
	"time"

	"pobratim/internal/kit/geo"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/web/ui"
)

// City is what a municipality says about itself on its portal.
type City struct {
	Name       i18n.Text
	Department i18n.Text
	Address    i18n.Text
	Hours      i18n.Text
	Phone      string
	Email      string
	Policy     i18n.Text // what the city wants of its international relations; paragraphs are parted by an empty line
	Legal      i18n.Text // legal base, one document per line
	People     []Contact
	Licence    i18n.Text // on which terms open data may be used; zero when nobody has said
	Langs      []string  // of the portal; the first is its own
	Home       geo.Point
	Zone       *time.Location // nil: UTC
	Crest      *ui.Picture
	Accent     []byte    // style sheet with the city's colour; may be empty
	Demo       i18n.Text // text of the band of a demonstration; zero for a real office
	Tested     time.Time // day on which a person last tested the accessibility; zero: not yet
	TestResult i18n.Text // and what came out
}

// Contact is somebody in the department whom the public may call.
type Contact struct {
	Name, Role   i18n.Text
	Hours        i18n.Text // when they answer
	Phone, Email string
}

// lang is the portal's own language.
func (c *City) lang() string {
	if len(c.Langs) == 0 {
		return "ru"
	}
	return c.Langs[0]
}

func (c *City) zone() *time.Location {
	if c.Zone == nil {
		return time.UTC
	}
	return c.Zone
}

// known is the city as it was at one version of the history.
type known struct {
	version int64
	city    City
}

// city reads the settings anew only after something has changed.
func (f *Frame) city(ctx context.Context, version int64) (*City, error) {
	if k := f.known.Load(); k != nil && k.version == version {
		return &k.city, nil
	}
	c, err := f.City(ctx)
	if err != nil {
		return nil, err
	}
	k := &known{version, c}
	f.known.Store(k)
	return &k.city, nil
}
