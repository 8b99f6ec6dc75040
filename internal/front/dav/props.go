package dav

import (
	"encoding/xml"
	"strconv"

	"pobratim/internal/kit/errs"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/feed"
	"pobratim/internal/platform/module"
)

// place knows the addresses of what belongs to one user.
type place struct {
	base   string // "/perm/dav/"
	viewer account.Viewer
}

func (f *Frame) place(c *call) place { return place{f.Base + "/dav/", c.viewer} }

func (p place) principal() string { return p.base + "principals/" + p.viewer.UserID + "/" }
func (p place) home() string      { return p.base + "calendars/" + p.viewer.UserID + "/" }

func (p place) calendar(l module.Layer) string { return p.home() + string(l) + "/" }

func href(path string) string { return "<d:href>" + escape(path) + "</d:href>" }

func missing() error { return errs.New(errs.NotFound, "feed.missing") }

// readOnly is what may be done with everything here.
const readOnly = "<d:privilege><d:read/></d:privilege><d:privilege><d:read-current-user-privilege-set/></d:privilege>"

// common are the properties that everything has.
func (p place) common(name xml.Name) (string, bool) {
	switch name {
	case dav("current-user-principal"):
		return href(p.principal()), true
	case dav("principal-collection-set"):
		return href(p.base + "principals/"), true
	case dav("owner"):
		return href(p.principal()), true
	case dav("current-user-privilege-set"):
		return readOnly, true
	}
	return "", false
}

// folder is what holds something and is no calendar: the root, the user, and
// where the calendars are.
type folder struct {
	place
	name      string // in the user's language; empty: none
	principal bool
}

func (f folder) properties() []xml.Name {
	return []xml.Name{dav("resourcetype"), dav("displayname"), dav("current-user-principal"), dav("current-user-privilege-set")}
}

func (f folder) property(name xml.Name) (string, bool) {
	switch name {
	case dav("resourcetype"):
		if f.principal {
			return "<d:collection/><d:principal/>", true
		}
		return "<d:collection/>", true
	case dav("displayname"):
		return escape(f.name), f.name != ""
	case caldav("calendar-home-set"): // of the root too, where some programs ask
		return href(f.home()), true
	case dav("principal-URL"):
		return href(f.place.principal()), f.principal
	case caldav("calendar-user-address-set"):
		return href("mailto:"+f.viewer.Email) + href(f.place.principal()), f.principal
	case dav("supported-report-set"):
		return "", true
	}
	return f.common(name)
}

// layer is a calendar of the user.
type layer struct {
	place
	*calendar
	name  string
	order int
}

func (l layer) properties() []xml.Name {
	return []xml.Name{dav("resourcetype"), dav("displayname"), dav("getetag"), dav("current-user-principal"), dav("current-user-privilege-set"), dav("sync-token"),
		{Space: nsServer, Local: "getctag"}, caldav("supported-calendar-component-set"), {Space: nsApple, Local: "calendar-color"}}
}

func (l layer) property(name xml.Name) (string, bool) {
	switch name {
	case dav("resourcetype"):
		return "<d:collection/><c:calendar/>", true
	case dav("displayname"):
		return escape(l.name), true
	case dav("getetag"):
		return escape(`"` + l.tag + `"`), true
	case xml.Name{Space: nsServer, Local: "getctag"}:
		return l.tag, true
	case dav("sync-token"):
		return l.token(), true
	case dav("getcontenttype"):
		return mediaType, true
	case caldav("supported-calendar-component-set"):
		return `<c:comp name="VEVENT"/>`, true
	case caldav("supported-calendar-data"):
		return `<c:calendar-data content-type="text/calendar" version="2.0"/>`, true
	case xml.Name{Space: nsApple, Local: "calendar-color"}:
		return feed.Color(l.layer).Hex + "FF", true
	case xml.Name{Space: nsApple, Local: "calendar-order"}:
		return strconv.Itoa(l.order), true
	case dav("supported-report-set"):
		return "<d:supported-report><d:report><c:calendar-query/></d:report></d:supported-report>" +
			"<d:supported-report><d:report><c:calendar-multiget/></d:report></d:supported-report>" +
			"<d:supported-report><d:report><d:sync-collection/></d:report></d:supported-report>", true
	}
	return l.common(name)
}

// mediaType is that of days; it names the component for programs that choose by
// it.
const mediaType = "text/calendar; charset=utf-8; component=VEVENT"

// day is one object.
type day struct {
	place
	*object
}

func (d day) properties() []xml.Name {
	return []xml.Name{dav("resourcetype"), dav("getetag"), dav("getcontenttype"), dav("getcontentlength")}
}

func (d day) property(name xml.Name) (string, bool) {
	switch name {
	case dav("getetag"):
		return d.tag, true
	case dav("resourcetype"):
		return "", true
	case dav("getcontenttype"):
		return mediaType, true
	case dav("getcontentlength"):
		return d.length, true
	case caldav("calendar-data"):
		return d.data, true
	case dav("supported-report-set"):
		return "", true
	}
	return d.common(name)
}
