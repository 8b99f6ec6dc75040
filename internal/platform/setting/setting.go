package setting

import (
	"net/mail"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/geo"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/place"
)

// Settings are what a municipality says about itself. The names of its JSON
// fields are the keys of the table.
type Settings struct {
	Name        i18n.Text `json:"name"`       // of the city: «Пермь»
	Department  i18n.Text `json:"department"` // that keeps the partnerships
	Address     i18n.Text `json:"address"`
	Hours       i18n.Text `json:"hours"` // when the department can be reached
	Phone       string    `json:"phone"`
	Email       string    `json:"email"`
	OfficeLangs []string  `json:"office_langs"` // the first is the default
	PortalLangs []string  `json:"portal_langs"` // the first is the default
	Home        Home      `json:"home"`
	Accent      string    `json:"accent"`  // "#0f6e6e"; empty for the product's own
	Policy      i18n.Text `json:"policy"`  // one paragraph for P21
	Legal       i18n.Text `json:"legal"`   // legal base of international relations, P21
	Licence     i18n.Text `json:"licence"` // on which terms open data may be used
	Demo        i18n.Text `json:"demo"`    // text of the band of a demonstration; zero for a real office
	Contacts    []Contact `json:"contacts"`
	Crest       *Crest    `json:"crest"`
	Tested      edtf.Date `json:"tested"`      // day on which people last tested the accessibility of the portal, P23
	TestResult  i18n.Text `json:"test_result"` // and what they found
	Version     int64     `json:"-"`           // for the optimistic lock
}

// Home is the place from which distances and bearings are measured, and whose
// clock the office goes by.
type Home struct {
	GeoNames int     `json:"geonames"`
	Lat      float64 `json:"lat"` // degrees
	Lon      float64 `json:"lon"`
	Zone     string  `json:"zone"`    // IANA, "Asia/Yekaterinburg"
	Country  string  `json:"country"` // ISO 3166-1 alpha-2
}

// HomeOf is a place of the gazetteer as a home.
func HomeOf(p place.Place) Home {
	return Home{GeoNames: p.GeoNames, Lat: p.Point.Lat, Lon: p.Point.Lon, Zone: p.Zone, Country: p.Country}
}

// Point is where home lies.
func (h Home) Point() geo.Point { return geo.Point{Lat: h.Lat, Lon: h.Lon} }

// Location is the time zone of home, UTC when it is not known.
func (h Home) Location() *time.Location {
	if l, err := time.LoadLocation(h.Zone); err == nil {
		return l
	}
	return time.UTC
}

// Limits of what is typed, in characters.
const (
	maxTitle = 120
	maxProse = 2000
)

// Validate checks everything and brings it into its stored form. Langs are the
// languages in which the program has words.
func (s *Settings) Validate(langs []string) error {
	var bad errs.Fields
	checkText(&bad, "name", s.Name, maxTitle)
	if s.Name.IsZero() {
		bad.Add(errs.Field("name", "setting.name.empty"))
	}
	checkText(&bad, "department", s.Department, 2*maxTitle)
	checkText(&bad, "address", s.Address, maxProse)
	checkText(&bad, "hours", s.Hours, maxProse)
	s.Phone, s.Email = form.Line(s.Phone), form.Line(s.Email)
	if s.Phone != "" && !phoneLike(s.Phone) {
		bad.Add(errs.Field("phone", "form.phone"))
	}
	if s.Email != "" && !emailLike(s.Email) {
		bad.Add(errs.Field("email", "form.email"))
	}
	s.OfficeLangs = checkLangs(&bad, "office_langs", s.OfficeLangs, langs)
	s.PortalLangs = checkLangs(&bad, "portal_langs", s.PortalLangs, langs)
	checkHome(&bad, s.Home)
	s.Accent = strings.ToLower(form.Line(s.Accent))
	if s.Accent != "" {
		checkAccent(&bad, s.Accent)
	}
	checkText(&bad, "policy", s.Policy, maxProse)
	checkText(&bad, "legal", s.Legal, maxProse)
	checkText(&bad, "licence", s.Licence, maxProse)
	checkText(&bad, "demo", s.Demo, maxProse)
	s.checkContacts(&bad)
	checkText(&bad, "test_result", s.TestResult, maxProse)
	if s.Tested.IsZero() && !s.TestResult.IsZero() {
		bad.Add(errs.Field("tested", "setting.tested.empty"))
	}
	return bad.Err()
}

func checkText(bad *errs.Fields, field string, t i18n.Text, limit int) {
	for _, lang := range t.Langs() {
		if n := utf8.RuneCountInString(t.Get(lang)); n > limit {
			bad.Add(errs.Field(field+"."+lang, "setting.long", "max", strconv.Itoa(limit), "now", strconv.Itoa(n)))
		}
	}
}

func checkLangs(bad *errs.Fields, field string, chosen, known []string) []string {
	var kept []string
	for _, lang := range chosen {
		if slices.Contains(known, lang) && !slices.Contains(kept, lang) {
			kept = append(kept, lang)
		}
	}
	if len(kept) == 0 {
		bad.Add(errs.Field(field, "setting.langs.empty"))
	}
	return kept
}

func checkHome(bad *errs.Fields, h Home) {
	if h.Lat < -90 || h.Lat > 90 || h.Lon < -180 || h.Lon > 180 || h.Lat != h.Lat || h.Lon != h.Lon {
		bad.Add(errs.Field("home", "setting.home.outside"))
	}
	if h.Zone != "" {
		if _, err := time.LoadLocation(h.Zone); err != nil {
			bad.Add(errs.Field("home", "setting.home.zone"))
		}
	}
}

func checkAccent(bad *errs.Fields, hex string) {
	c, ok := ParseColour(hex)
	if !ok {
		bad.Add(errs.Field("accent", "setting.accent.unreadable"))
		return
	}
	if Contrast(c, lightGround) < MinContrast {
		bad.Add(errs.Field("accent", "setting.accent.weak", "has", Contrast(c, lightGround), "least", MinContrast, "offer", Darker(c, lightGround, MinContrast).Hex()))
	}
}

func emailLike(s string) bool {
	a, err := mail.ParseAddress(s)
	return err == nil && a.Address == s && len(s) <= 254
}

// phoneLike wants at least six digits and nothing but what numbers are written
// with.
func phoneLike(s string) bool {
	digits := 0
	for _, r := range s {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case strings.ContainsRune("+-– ()., доб.ext#", r):
		default:
			return false
		}
	}
	return digits >= 6 && len(s) <= 60
}
