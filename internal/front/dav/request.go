package dav

import (
	"encoding/xml"
	"errors"
	"io"
	"net/http"
	"strings"

	"pobratim/internal/kit/errs"
)

// Limits of what a request may bring.
const (
	maxBody     = 2 << 20
	maxDepth    = 32
	maxElements = 30_000
)

// The namespaces of the protocol and of two additions that programs ask for.
const (
	nsDAV    = "DAV:"
	nsCalDAV = "urn:ietf:params:xml:ns:caldav"
	nsServer = "http://calendarserver.org/ns/"
	nsApple  = "http://apple.com/ns/ical/"
)

func dav(name string) xml.Name    { return xml.Name{Space: nsDAV, Local: name} }
func caldav(name string) xml.Name { return xml.Name{Space: nsCalDAV, Local: name} }

// element is a part of a request.
type element struct {
	name xml.Name
	attr []xml.Attr
	text string
	kids []*element
}

// child is the first part of that name; nil when there is none.
func (e *element) child(name xml.Name) *element {
	for _, k := range e.kids {
		if k.name == name {
			return k
		}
	}
	return nil
}

// value is an attribute; empty when there is none.
func (e *element) value(name string) string {
	for _, a := range e.attr {
		if a.Name.Local == name && a.Name.Space == "" {
			return a.Value
		}
	}
	return ""
}

// names are those of all parts.
func (e *element) names() []xml.Name {
	var list []xml.Name
	for _, k := range e.kids {
		list = append(list, k.name)
	}
	return list
}

// errBody says that a request cannot be read.
func errBody(err error) error { return errs.Wrap(err, errs.Invalid, "feed.unreadable") }

// parse reads the body of a request; nil when there is none. There are no
// entities but those of XML: a document type declaration ends the reading, and
// depth, number and size are bounded.
func parse(w http.ResponseWriter, r *http.Request) (*element, error) {
	d := xml.NewDecoder(http.MaxBytesReader(w, r.Body, maxBody))
	root, open := &element{}, []*element(nil)
	open = append(open, root)
	for n := 0; ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, errBody(err)
		}
		last := open[len(open)-1]
		switch t := token.(type) {
		case xml.Directive:
			return nil, errBody(errors.New("a document type declaration"))
		case xml.StartElement:
			if n++; n > maxElements || len(open) > maxDepth {
				return nil, errBody(errors.New("too much XML"))
			}
			e := &element{name: t.Name, attr: t.Attr}
			last.kids = append(last.kids, e)
			open = append(open, e)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			last.text += strings.TrimSpace(string(t))
		}
	}
	switch len(root.kids) {
	case 0:
		return nil, nil
	case 1:
		return root.kids[0], nil
	}
	return nil, errBody(errors.New("several documents"))
}
