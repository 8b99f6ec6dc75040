package dav

import (
	"bytes"
	"encoding/xml"
	"net/http"
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
}

// multistatus is an answer about several resources (RFC 4918, 13).
type multistatus struct{ b bytes.Buffer }

func newMultistatus() *multistatus {
	m := &multistatus{}
	m.b.WriteString(xmlHead + `<d:multistatus` + namespaces + `>`)
	return m
}

// escape writes a text as XML.
func escape(s string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(s)) // a buffer takes everything
	return b.String()
}

// open writes the name of an element, with its namespace when that is unknown.
func (m *multistatus) open(name xml.Name) (end string) {
	p := prefix(name.Space)
	switch {
	case p != "":
		end = p + ":" + name.Local
		m.b.WriteString("<" + end)
	case name.Space == "":
		end = name.Local
		m.b.WriteString("<" + end)
	default:
		end = "x:" + name.Local
		m.b.WriteString("<" + end + ` xmlns:x="` + escape(name.Space) + `"`)
	}
	return end
}

// add answers what a request wants of a resource.
func (m *multistatus) add(href string, w wish, of resource) {
	m.b.WriteString("<d:response><d:href>" + escape(href) + "</d:href>")
	names := w.names
	if w.all || w.onlyName {
		names = append(of.properties(), names...)
	}
	var absent []xml.Name
	begun := false
	for _, name := range names {
		value, ok := of.property(name)
		if !ok {
			absent = append(absent, name)
			continue
		}
		if !begun {
			m.b.WriteString("<d:propstat><d:prop>")
			begun = true
		}
		end := m.open(name)
		if value == "" || w.onlyName {
			m.b.WriteString("/>")
			continue
		}
		m.b.WriteString(">" + value + "</" + end + ">")
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
			m.open(name)
			m.b.WriteString("/>")
		}
		m.b.WriteString("</d:prop><d:status>HTTP/1.1 404 Not Found</d:status></d:propstat>")
	}
	m.b.WriteString("</d:response>")
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
