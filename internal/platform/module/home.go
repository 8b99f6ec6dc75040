package module

import (
	"context"

	"pobratim/internal/kit/geo"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
)

// Home is what a subject puts on the portal's front page. The viewer is the
// public; addresses are made by s.Path. An empty part shows nothing: there is
// no place that says that something will be here soon.
type Home func(ctx context.Context, s *web.Scene) (HomePart, error)

// HomePart is one subject's share of the front page. The frame joins the parts
// of all subjects in their order.
type HomePart struct {
	// Partners is how many partner cities the title counts; 0 says nothing.
	Partners int
	// Spots stand on the map and, as words, in the list beside it. The frame
	// adds the distance from the home city. Spots without a point are only in
	// the list.
	Spots []geo.Spot
	// Figures lead to the records that they count.
	Figures []ui.Figure
	// Actions stand under the title; the first of all subjects is the main one.
	Actions []ui.LinkButton
	// Cities are the cards of the partner cities, All leads to their register.
	Cities   []ui.City
	All      *ui.Link
	Sections []HomeSection
}

// HomeSection is a headed block of the front page. The template "content" of
// Template is shown with Data, as in a panel.
type HomeSection struct {
	Order    int
	Name     string // anchor: "together"
	Title    string
	Link     *ui.Link
	Template string
	Data     any
}

// Sitemap lists the public pages of a subject as paths within the portal, in
// any order, without those of its routes that have no {id}.
type Sitemap func(ctx context.Context) ([]string, error)
