package app

import (
	"fmt"
	"html"
	"regexp"
	"slices"
	"strings"
)

// element is one start tag of a page.
type element struct {
	name  string
	attrs [][2]string
}

func (e element) attr(name string) (string, bool) {
	for _, a := range e.attrs {
		if a[0] == name {
			return a[1], true
		}
	}
	return "", false
}

var (
	startTag   = regexp.MustCompile(`<([a-zA-Z][a-zA-Z0-9-]*)((?:"[^"]*"|'[^']*'|[^'">])*)>`)
	attributes = regexp.MustCompile(`([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>` + "`" + `]+)))?`)
	comments   = regexp.MustCompile(`(?s)<!--.*?-->`)
	data       = regexp.MustCompile(`(?s)(<script\b[^>]*>)(.*?)(</script>)`)
)

// elements reads the start tags of a page. The pages come from html/template,
// which quotes attributes, so this is enough.
func elements(page string) []element {
	page = comments.ReplaceAllString(page, "")
	page = data.ReplaceAllString(page, "$1$3")
	var list []element
	for _, m := range startTag.FindAllStringSubmatch(page, -1) {
		e := element{name: strings.ToLower(m[1])}
		for _, a := range attributes.FindAllStringSubmatch(m[2], -1) {
			e.attrs = append(e.attrs, [2]string{strings.ToLower(a[1]), html.UnescapeString(a[2] + a[3] + a[4])})
		}
		list = append(list, e)
	}
	return list
}

// faults are what no page may have, whatever it shows.
func faults(page, lang string) []string {
	var found []string
	wrong := func(format string, args ...any) { found = append(found, fmt.Sprintf(format, args...)) }
	for _, sign := range []string{"⟦", "&lt;no value&gt;", "<no value>", "%!", "ZgotmplZ", "&lt;nil&gt;"} {
		if at := strings.Index(page, sign); at >= 0 {
			wrong("%q in …%s…", sign, around(page, at))
		}
	}
	if strings.Contains(page, "\ufffd") {
		wrong("a broken letter")
	}
	ids, headings := map[string]bool{}, 0
	for _, e := range elements(page) {
		switch e.name {
		case "html":
			if got, _ := e.attr("lang"); got != lang {
				wrong("lang is %q and should be %q", got, lang)
			}
		case "h1":
			headings++
		case "script":
			if _, outside := e.attr("src"); !outside && !isData(e) {
				wrong("an inline script")
			}
		case "style":
			wrong("an inline style sheet")
		case "img":
			if _, described := e.attr("alt"); !described {
				wrong("an image without alt")
			}
		}
		for i, a := range e.attrs {
			switch {
			case a[0] == "id" && a[1] == "":
				wrong("an empty id at <%s>", e.name)
			case a[0] == "id" && ids[a[1]]:
				wrong("the id %q twice", a[1])
			case a[0] == "id":
				ids[a[1]] = true
			case a[0] == "style" || strings.HasPrefix(a[0], "on"):
				wrong("<%s %s>", e.name, a[0])
			case slices.ContainsFunc(e.attrs[:i], func(b [2]string) bool { return b[0] == a[0] }):
				wrong("<%s> has %s twice", e.name, a[0])
			case slices.Contains([]string{"href", "src", "action"}, a[0]) && strings.HasPrefix(strings.ToLower(a[1]), "javascript:"):
				wrong("<%s %s=%q>", e.name, a[0], a[1])
			}
		}
	}
	if headings != 1 {
		wrong("%d first headings", headings)
	}
	return append(found, dangling(page, ids)...)
}

// dangling are references to ids that the page does not have.
func dangling(page string, ids map[string]bool) []string {
	var found []string
	for _, e := range elements(page) {
		for _, name := range []string{"for", "aria-describedby", "aria-labelledby", "aria-controls", "headers"} {
			value, _ := e.attr(name)
			for ref := range strings.FieldsSeq(value) {
				if !ids[ref] {
					found = append(found, fmt.Sprintf("<%s %s> points at %q, which is not there", e.name, name, ref))
				}
			}
		}
		if e.name != "a" {
			continue
		}
		if to, ok := e.attr("href"); ok && len(to) > 1 && to[0] == '#' && !ids[to[1:]] {
			found = append(found, fmt.Sprintf("a link to %q, which is not there", to))
		}
	}
	return found
}

// isData tells whether a script holds data for machines and no program.
func isData(e element) bool {
	kind, _ := e.attr("type")
	return kind == "application/ld+json" || kind == "application/json"
}

func around(text string, at int) string {
	return strings.Join(strings.Fields(text[max(0, at-80):min(len(text), at+80)]), " ")
}

// links are the addresses that a page leads to and, apart from them, those that
// its forms are posted to.
func links(page string) (to, forms []string) {
	for _, e := range elements(page) {
		switch e.name {
		case "a", "link", "area":
			if href, ok := e.attr("href"); ok {
				to = append(to, href)
			}
		case "form":
			action, _ := e.attr("action")
			if method, _ := e.attr("method"); strings.EqualFold(method, "post") {
				forms = append(forms, action)
			} else {
				to = append(to, action)
			}
		}
	}
	return to, forms
}

// typed are the values of the form on a page that is posted to an address, as a
// browser would send them untouched.
func typed(page, action string) map[string][]string {
	form := ""
	for part := range strings.SplitSeq(page, "<form") {
		tag, _, _ := strings.Cut(part, ">")
		if strings.Contains(tag, `action="`+html.EscapeString(action)+`"`) && strings.Contains(strings.ToLower(tag), `method="post"`) {
			form, _, _ = strings.Cut(part, "</form>")
			break
		}
	}
	if form == "" {
		return nil
	}
	values := map[string][]string{}
	add := func(name, value string) { values[name] = append(values[name], value) }
	for _, e := range elements(form) {
		name, named := e.attr("name")
		if e.name == "input" && named {
			kind, _ := e.attr("type")
			_, checked := e.attr("checked")
			value, _ := e.attr("value")
			if (kind != "checkbox" && kind != "radio" || checked) && kind != "file" && kind != "submit" {
				add(name, value)
			}
		}
	}
	for _, m := range areas.FindAllStringSubmatch(form, -1) {
		add(m[1], html.UnescapeString(strings.TrimPrefix(m[2], "\n")))
	}
	for _, m := range selects.FindAllStringSubmatch(form, -1) {
		options := elements(m[2])
		for i, o := range options {
			value, _ := o.attr("value")
			if _, chosen := o.attr("selected"); chosen || i == 0 && !strings.Contains(m[2], "selected") {
				add(m[1], value)
			}
		}
	}
	return values
}

var (
	areas   = regexp.MustCompile(`(?s)<textarea\b[^>]*\bname="([^"]*)"[^>]*>(.*?)</textarea>`)
	selects = regexp.MustCompile(`(?s)<select\b[^>]*\bname="([^"]*)"[^>]*>(.*?)</select>`)
)
