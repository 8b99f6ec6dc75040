package dav

import (
	"bytes"
	"encoding/xml"
	"net/http"
	"strings"
	"sync"
)

const (
	xmlHead    = `<?xml version="1.0" encoding="utf-8"?>`
	namespaces = ` xmlns:d="` + nsDAV + `" xmlns:c="` + nsCalDAV + `" xmlns:cs="` + nsServer + `" xmlns:a="` + nsApple + `"`
)

// prefix is how the answers call a namespace; empty for one that is not ours.
func prefix(space string) string {
	switch space {
	case nsDAV:
		return "d"
	case nsCalDAV:
		return "c"
	case nsServer:
		return "cs"
	case nsApple:
		return "a"
	}
	return ""
}

// resource is something that has properties.
type resource interface {
	// property is the content of a property as XML; false when there is none.
	property(name xml.Name) (string, bool)
	// properties are the names of those that a program gets without naming them.
	properties() []xml.Name
}

// wish is which properties a request wants.
type wish struct {
	names    []xml.Name
	all      bool // those that come without being named, and names
	onlyName bool
	tags     [][2]string // of names, as they are written
}

// written is the same wish with its names as they are written: once, and not
// for each of thousands of days.
func (w wish) written() wish {
	w.tags = make([][2]string, len(w.names))
	for i, name := range w.names {
		w.tags[i][0], w.tags[i][1] = tag(name)
	}
	return w
}

// multistatus is an answer about several resources (RFC 4918, 13).
type multistatus struct{ b bytes.Buffer }

func newMultistatus() *multistatus {
	m := &multistatus{}
	m.b.WriteString(xmlHead + `<d:multistatus` + namespaces + `>`)
	return m
}

// escape writes a text as the content of an element or an attribute. A carriage
// return is named by its number, or readers would drop it.
func escape(s string) string { return escaper().Replace(s) }

// escaper knows the signs that cannot stand for themselves.
var escaper = sync.OnceValue(func() *strings.Replacer {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "\r", "&#xD;")
})

// tag is how an element is written: its name here, and what declares an unknown
// namespace.
func tag(name xml.Name) (is, declares string) {
	switch p := prefix(name.Space); {
	case p != "":
		return p + ":" + name.Local, ""
	case name.Space == "":
		return name.Local, ""
	}
	return "x:" + name.Local, ` xmlns:x="` + escape(name.Space) + `"`
}

// add answers what a request wants of a resource; its address is written as it
// is.
func (m *multistatus) add(href string, w wish, of resource) {
	m.b.WriteString("<d:response><d:href>")
	m.b.WriteString(href)
	m.b.WriteString("</d:href>")
	if w.all || w.onlyName {
		w.names = append(of.properties(), w.names...)
		w = w.written()
	}
	var absent [][2]string
	begun := false
	for i, name := range w.names {
		value, ok := of.property(name)
		if !ok {
			absent = append(absent, w.tags[i])
			continue
		}
		if !begun {
			m.b.WriteString("<d:propstat><d:prop>")
			begun = true
		}
		if w.onlyName {
			value = ""
		}
		m.element(w.tags[i], value)
	}
	if !begun && len(absent) == 0 { // nothing was asked for
		m.b.WriteString("<d:propstat><d:prop>")
		begun = true
	}
	if begun {
		m.b.WriteString("</d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat>")
	}
	if len(absent) > 0 {
		m.b.WriteString("<d:propstat><d:prop>")
		for _, name := range absent {
			m.element(name, "")
		}
		m.b.WriteString("</d:prop><d:status>HTTP/1.1 404 Not Found</d:status></d:propstat>")
	}
	m.b.WriteString("</d:response>")
}

// element writes an element with its content.
func (m *multistatus) element(name [2]string, content string) {
	m.b.WriteByte('<')
	m.b.WriteString(name[0])
	m.b.WriteString(name[1])
	if content == "" {
		m.b.WriteString("/>")
		return
	}
	m.b.WriteByte('>')
	m.b.WriteString(content)
	m.b.WriteString("</")
	m.b.WriteString(name[0])
	m.b.WriteByte('>')
}

// gone says that a resource is not there.
func (m *multistatus) gone(href string) {
	m.b.WriteString("<d:response><d:href>" + escape(href) + "</d:href><d:status>HTTP/1.1 404 Not Found</d:status></d:response>")
}

// send ends the answer; extra comes behind the last resource.
func (m *multistatus) send(w http.ResponseWriter, extra string) {
	m.b.WriteString(extra + "</d:multistatus>")
	sendXML(w, http.StatusMultiStatus, m.b.Bytes())
}
