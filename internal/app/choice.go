package app

import (
	"html/template"
	"net/http"
	"slices"
	"strings"
)

// choicePage lists the municipalities of an installation. It stands outside
// every municipality's frame, so it is plain.
var choicePage = template.Must(template.New("choice").Parse(`<!doctype html>
<html lang="ru"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Побратим — Pobratim</title>
<link rel="stylesheet" href="{{.Style}}"></head><body class="portal"><main class="wide prose">
<h1>Побратим <span lang="en">— Pobratim</span></h1>
<ul>{{range .Cities}}<li><a href="/{{.Slug}}/">{{.Name}}</a> · <a href="/{{.Slug}}/office/">рабочие страницы <span lang="en">/ office</span></a></li>{{end}}</ul>
</main></body></html>
`))

type choiceCity struct{ Slug, Name string }

func (in *Installation) choice(w http.ResponseWriter, r *http.Request) {
	data := struct {
		Style  string
		Cities []choiceCity
	}{Style: in.assets.Path("portal.css")}
	for _, c := range in.all() {
		name := c.Slug
		if s, err := c.Settings.Get(r.Context()); err == nil && !s.Name.IsZero() {
			name = s.Name.In("ru").Value
		}
		data.Cities = append(data.Cities, choiceCity{c.Slug, name})
	}
	slices.SortFunc(data.Cities, func(a, b choiceCity) int { return strings.Compare(a.Slug, b.Slug) })
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	if err := choicePage.Execute(w, data); err != nil {
		in.log.Error("choice", "error", err)
	}
}
