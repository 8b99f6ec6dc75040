package svgclean

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
)

const shield = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 50">`

func TestClean(t *testing.T) {
	for _, c := range []struct {
		name, in string
		has, not string // what must and must not stand in the outcome
		err      error
	}{
		{"a shape", shield + `<path d="M0 0h40v50z" fill="#b00"/></svg>`, `d="M0 0h40v50z" fill="#b00"`, "", nil},
		{"a script", shield + `<script>alert(1)</script><rect width="1" height="1"/></svg>`, "<rect", "alert", nil},
		{"an event", shield + `<rect onload="alert(1)" width="1" height="1"/></svg>`, "<rect", "onload", nil},
		{"a foreign picture", shield + `<image href="https://example.org/a.png"/><rect width="1" height="1"/></svg>`, "<rect", "example", nil},
		{"an outer reference", shield + `<use xlink:href="https://example.org/a.svg#a"/></svg>`, "<use", "example", nil},
		{"an inner reference", shield + `<g id="a"><rect width="1" height="1"/></g><use xlink:href="#a"/></svg>`, `xlink:href="#a"`, "", nil},
		{"a link in a fill", shield + `<rect width="1" height="1" fill="url(https://example.org/)"/></svg>`, "<rect", "example", nil},
		{"a gradient", shield + `<rect width="1" height="1" fill="url(#g)"/></svg>`, `fill="url(#g)"`, "", nil},
		{"a style", shield + `<rect style="fill:#0a0;background:url(//x);stroke:none" width="1" height="1"/></svg>`, `fill="#0a0" stroke="none"`, "background", nil},
		{"a sheet of styles", shield + `<style>@import url(//x)</style><rect width="1" height="1"/></svg>`, "<rect", "import", nil},
		{"foreign content", shield + `<foreignObject><body><img/></body></foreignObject><rect width="1" height="1"/></svg>`, "<rect", "img", nil},
		{"notes of a program", `<?xml version="1.0"?><!DOCTYPE svg><svg xmlns="http://www.w3.org/2000/svg" width="30mm" height="40mm"><sodipodi:namedview/><metadata><x/></metadata><circle r="2"/></svg>`, "<circle", "metadata", nil},
		{"a title", shield + `<title>Герб &amp; щит</title><rect width="1" height="1"/></svg>`, "<title>Герб &amp; щит</title>", "", nil},
		{"an entity", `<!DOCTYPE svg [<!ENTITY a "b">]>` + shield + `<title>&a;</title><rect/></svg>`, "", "", ErrNotSVG},
		{"no size", `<svg><rect width="1" height="1"/></svg>`, "", "", ErrSize},
		{"a strip", `<svg viewBox="0 0 1000 1"><rect width="1" height="1"/></svg>`, "", "", ErrSize},
		{"nothing", shield + `<text>П</text></svg>`, "", "", ErrEmpty},
		{"a page", `<html><body/></html>`, "", "", ErrNotSVG},
		{"cut off", shield + `<g><rect/>`, "", "", ErrNotSVG},
		{"two drawings", shield + `<rect/></svg>` + shield + `<rect/></svg>`, "", "", ErrNotSVG},
		{"a repetition of repetitions", shield + `<g id="a"><rect/></g><g id="b"><use xlink:href="#a"/><use xlink:href="#a"/></g><use xlink:href="#b"/></svg>`, "", "", ErrNotSVG},
		{"bytes", "\x89PNG\r\n", "", "", ErrNotSVG},
	} {
		got, err := Clean([]byte(c.in))
		if !errors.Is(err, c.err) || c.err == nil && err != nil {
			t.Errorf("%s: %v, want %v", c.name, err, c.err)
			continue
		}
		out := string(got.Body)
		if !strings.Contains(out, c.has) || c.not != "" && strings.Contains(out, c.not) {
			t.Errorf("%s became %s", c.name, out)
		}
	}
}

func FuzzClean(f *testing.F) {
	f.Add(shield + `<path d="M0 0h40v50z" style="fill:url(#a);stroke:red"/><use xlink:href="#a"/></svg>`)
	f.Add(`<svg width="1" height="1"><g><rect fill="rgb(1,2,3)"/></g></svg>`)
	f.Add(`<svg:svg viewBox="0 0 1 1"><svg:rect/></svg:svg>`)
	f.Fuzz(func(t *testing.T, in string) {
		got, err := Clean([]byte(in))
		if err != nil {
			return
		}
		d := xml.NewDecoder(strings.NewReader(string(got.Body)))
		for {
			token, err := d.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%q became %q: %v", in, got.Body, err)
			}
			if e, ok := token.(xml.StartElement); ok {
				if !known(e.Name.Local) {
					t.Fatalf("%q let %s through", in, e.Name.Local)
				}
				for _, a := range e.Attr {
					if strings.HasPrefix(strings.ToLower(a.Name.Local), "on") || strings.Contains(strings.ToLower(a.Value), "javascript:") && e.Name.Local != "title" && a.Name.Local != "id" && !attribute(a.Name.Local) {
						t.Fatalf("%q let %s=%q through", in, a.Name.Local, a.Value)
					}
				}
			}
		}
		if again, err := Clean(got.Body); err != nil || string(again.Body) != string(got.Body) {
			t.Fatalf("%q is not at rest: %q then %q %v", in, got.Body, again.Body, err)
		}
	})
}
