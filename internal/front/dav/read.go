package dav

import (
	"encoding/xml"
	"net/http"
	"slices"
	"strconv"

	"pobratim/internal/kit/errs"
	"pobratim/internal/platform/module"
)

// wanted reads which properties a PROPFIND or a REPORT names.
func wanted(body *element) wish {
	if body == nil {
		return wish{all: true}
	}
	var w wish
	if p := body.child(dav("prop")); p != nil {
		w.names = p.names()
		return w.written()
	}
	if p := body.child(dav("include")); p != nil {
		w.names = p.names()
	}
	w.onlyName = body.child(dav("propname")) != nil
	w.all = !w.onlyName
	return w
}

// propfind answers what there is (RFC 4918, 9.1).
func (f *Frame) propfind(c *call) error {
	depth := c.r.Header.Get("Depth")
	switch depth {
	case "", "infinity":
		return precondition{http.StatusForbidden, "<d:propfind-finite-depth/>"}
	case "0", "1":
	default:
		return errs.New(errs.Invalid, "feed.unreadable")
	}
	body, err := parse(c.w, c.r)
	if err != nil {
		return err
	}
	if body != nil && body.name != dav("propfind") {
		return errs.New(errs.Invalid, "feed.unreadable")
	}
	m, w := newMultistatus(), wanted(body)
	if err := f.list(c, m, w, depth == "1"); err != nil {
		return err
	}
	m.send(c.w, "")
	return nil
}

// list answers about the resource of a request, and about what it holds.
func (f *Frame) list(c *call, m *multistatus, w wish, deep bool) error {
	parts, ok := f.segments(c.r.URL.EscapedPath())
	if !ok {
		return missing()
	}
	p, city := f.place(c), c.city.Name.In(c.scene.Lang).Value
	person, home := folder{p, c.viewer.Name, true}, folder{p, c.scene.T("feed.title"), false}
	own := len(parts) < 2 || parts[1] == c.viewer.UserID
	switch {
	case len(parts) == 0:
		m.add(p.base, w, folder{p, city, false})
		if deep {
			m.add(p.principal(), w, person)
			m.add(p.home(), w, home)
		}
	case !own:
		return missing()
	case parts[0] == "principals" && len(parts) == 1:
		m.add(p.base+"principals/", w, folder{p, "", false})
		if deep {
			m.add(p.principal(), w, person)
		}
	case parts[0] == "principals" && len(parts) == 2:
		m.add(p.principal(), w, person)
	case parts[0] == "calendars" && len(parts) == 1:
		m.add(p.base+"calendars/", w, folder{p, "", false})
		if deep {
			m.add(p.home(), w, home)
		}
	case parts[0] == "calendars" && len(parts) == 2:
		m.add(p.home(), w, home)
		if deep {
			return f.listCalendars(c, m, w)
		}
	case parts[0] == "calendars" && len(parts) <= 4:
		return f.listDays(c, m, w, parts[2:], deep)
	default:
		return missing()
	}
	return nil
}

func (f *Frame) listCalendars(c *call, m *multistatus, w wish) error {
	for _, one := range module.Layers() {
		k, err := f.calendar(c, string(one))
		if err != nil {
			return err
		}
		m.add(f.place(c).calendar(one), w, f.layerOf(c, k))
	}
	return nil
}

// layerOf is a calendar as a resource.
func (f *Frame) layerOf(c *call, k *calendar) layer {
	return layer{place: f.place(c), calendar: k, name: c.scene.T("feed.calendar", "city", c.city.Name.In(c.scene.Lang).Value, "layer", c.layer(k.layer)), order: slices.Index(module.Layers(), k.layer) + 1}
}

// listDays answers about a calendar and its days, or about one day.
func (f *Frame) listDays(c *call, m *multistatus, w wish, parts []string, deep bool) error {
	k, err := f.calendar(c, parts[0])
	if err != nil {
		return err
	}
	p := f.place(c)
	if len(parts) == 2 {
		i, ok := k.byName[parts[1]]
		if !ok {
			return missing()
		}
		m.add(p.calendar(k.layer)+parts[1], w, day{p, &k.objects[i]})
		return nil
	}
	m.add(p.calendar(k.layer), w, f.layerOf(c, k))
	if deep {
		w.names = slices.DeleteFunc(slices.Clone(w.names), func(n xml.Name) bool { return n == caldav("calendar-data") }) // comes with a REPORT only
		w = w.written()
		at := p.calendar(k.layer)
		for i := range k.objects {
			m.add(at+k.objects[i].name, w, day{p, &k.objects[i]})
		}
	}
	return nil
}

// get answers one day as a file.
func (f *Frame) get(c *call) error {
	parts, ok := f.segments(c.r.URL.EscapedPath())
	if !ok || len(parts) != 4 || parts[0] != "calendars" || parts[1] != c.viewer.UserID {
		return missing()
	}
	k, err := f.calendar(c, parts[2])
	if err != nil {
		return err
	}
	i, ok := k.byName[parts[3]]
	if !ok {
		return missing()
	}
	o, h := k.objects[i], c.w.Header()
	h.Set("ETag", o.tag)
	if matches(c.r.Header.Get("If-None-Match"), o.tag) {
		c.w.WriteHeader(http.StatusNotModified)
		return nil
	}
	h.Set("Content-Type", mediaType)
	h.Set("Content-Length", strconv.Itoa(len(o.body)))
	if c.r.Method != http.MethodHead {
		_, _ = c.w.Write(o.body)
	}
	return nil
}
