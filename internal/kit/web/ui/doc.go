// Package ui owns the components of both faces of the product, the office and
// the public portal: one typed Go value and one html/template partial each.
//
// A page builds values of this package from its view model and hands each to
// its partial: {{template "ui/facts" .Facts}}. Words arrive already in the
// reader's language, dates already written; a partial lays out what it is given
// and decides nothing. There is no inline style or script, so that the pages
// live under a strict content security policy with Trusted Types.
//
// Use:
//
//	set := template.New("").Funcs(ui.Funcs(assets.Path("icons.svg")))
//	template.Must(set.ParseFS(ui.Files, "templates/*.html"))
//	// the page's own file defines "content" (and may define "hero")
//	set.ExecuteTemplate(w, "ui/office", ui.OfficePage{Frame: frame, Data: page})
//
// Looks follow WCAG 2.2 AA and GOST R 52872-2019. The classes that a reader's
// settings put on the root element are made by Look.Class.
package ui
