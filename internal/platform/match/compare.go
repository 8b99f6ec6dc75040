package match

import (
	"net/url"
	"slices"
	"strings"

	"pobratim/internal/kit/fold"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/transfer"
)

// Compare says which empty columns a file fills and which values differ.
func Compare(t transfer.Table, ours, file map[string]string) (fill, claims map[string]string) {
	fill, claims = map[string]string{}, map[string]string{}
	for column, value := range file {
		c, ok := t.Column(column)
		if !ok || value == "" || ours[column] == value || t.Kind == "partner" && column == "name" { // another spelling of the same city
			continue
		}
		switch {
		case c.Type == transfer.Langs:
			compareText(column, ours[column], value, fill, claims)
		case ours[column] == "":
			fill[column] = value
		case c.Type == transfer.Flag || c.Type == transfer.Circle || identifies(column):
		case equal(c, ours[column], value):
		default:
			claims[column] = value
		}
	}
	return fill, claims
}

// identifies holds for columns that say which thing a record is.
func identifies(column string) bool {
	return column == "geonames" || column == "country" || column == "slug" || column == "partner" || column == "organisation"
}

// compareText adds a language that is missing, and claims one that differs.
func compareText(column, ours, file string, fill, claims map[string]string) {
	var a, b i18n.Text
	if ours != "" && a.UnmarshalJSON([]byte(ours)) != nil || b.UnmarshalJSON([]byte(file)) != nil {
		return
	}
	added, differs := false, false
	for _, lang := range b.Langs() {
		switch was := a.Get(lang); {
		case was == "" && !ShareText(ours, file):
			a.Set(lang, b.Get(lang))
			added = true
		case was != "" && !strings.Contains(fold.Key(was), fold.Key(b.Get(lang))):
			differs = true
		}
	}
	if added && !differs {
		if text, err := a.MarshalJSON(); err == nil {
			fill[column] = string(text)
		}
	}
	if differs {
		claims[column] = file
	}
}

// equal tells whether two values say the same.
func equal(c transfer.Column, a, b string) bool {
	switch {
	case c.Control == ui.FieldPhone:
		return phoneKey(a) != "" && phoneKey(a) == phoneKey(b)
	case c.Control == ui.FieldURL:
		bare := func(s string) string {
			u, err := url.Parse(strings.ToLower(s))
			if err != nil {
				return s
			}
			return strings.TrimPrefix(u.Host, "www.") + strings.TrimRight(u.Path, "/")
		}
		return bare(a) == bare(b)
	case c.Type == transfer.List:
		for one := range strings.SplitSeq(b, "\n") {
			if !slices.Contains(strings.Split(a, "\n"), one) {
				return false
			}
		}
		return true
	case c.Type == transfer.Date:
		return a == b
	}
	return fold.Key(a) == fold.Key(b)
}
