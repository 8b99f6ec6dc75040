package ui

import (
	"embed"
	"html/template"
	"regexp"
)

// Files holds the partials, templates/*.html. Every name begins with "ui/".
//
//go:embed templates/*.html
var Files embed.FS

// Funcs returns the functions that the partials need: icon, which draws one
// drawing of the sprite, and href, which lets telephone numbers through.
// sprite is the address of the built icons.svg.
func Funcs(sprite string) template.FuncMap {
	return template.FuncMap{"icon": func(name Icon) template.HTML { return name.svg(sprite) }, "href": href}
}

var telephone = regexp.MustCompile(`^tel:\+?[0-9]+$`)

// href is the address of a link. Templates refuse every scheme but http, https
// and mailto; a telephone number of digits alone is as harmless.
func href(to string) any {
	if telephone.MatchString(to) {
		return template.URL(to)
	}
	return to
}

// Parse makes a set with all partials, ready for a page's own templates.
// sprite is the address of the built icons.svg.
func Parse(sprite string) (*template.Template, error) {
	return template.New("ui").Funcs(Funcs(sprite)).ParseFS(Files, "templates/*.html")
}
