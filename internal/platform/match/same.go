package match

import (
	"strings"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/fold"
)

// Same tells whether what a file says and a record are one thing: surely,
// perhaps, or not at all.
func Same(kind string, file, ours map[string]string) (sure bool, why string) {
	switch kind {
	case "person":
		return samePerson(file, ours)
	case "organisation":
		return sameOrganisation(file, ours)
	case "partner":
		if file["geonames"] != "" && file["geonames"] == ours["geonames"] {
			return true, "place"
		}
		if file["geonames"] != "" && ours["geonames"] != "" {
			return false, ""
		}
		return true, "name"
	case "post":
		return true, "name"
	case "agreement":
		return sameAgreement(file, ours)
	}
	if ShareText(file["name"], ours["name"]) && (file["starts"] == ours["starts"] || meets(file["starts"], ours["starts"])) {
		return true, "name"
	}
	if file["starts"] == "" || ours["starts"] == "" {
		return false, "similar"
	}
	return false, "" // the same event of another year
}

func samePerson(file, ours map[string]string) (bool, string) {
	names := func(v map[string]string) []string { return []string{v["name"], v["cyrillic"], v["latin"]} }
	equal, latin, initials := false, false, false
	for _, a := range names(file) {
		for _, b := range names(ours) {
			if a == "" || b == "" {
				continue
			}
			equal = equal || SortedWords(a) == SortedWords(b)
			latin = latin || sortedLatin(a) == sortedLatin(b)
			initials = initials || withInitials(a) != "" && withInitials(a) == withInitials(b) && (shortened(a) || shortened(b))
		}
	}
	alike := equal || latin || initials
	switch {
	case alike && file["email"] != "" && strings.EqualFold(file["email"], ours["email"]):
		return true, "email"
	case alike && phoneKey(file["phone"]) != "" && phoneKey(file["phone"]) == phoneKey(ours["phone"]):
		return true, "phone"
	case equal && !Contradicts("person", file, ours) && len(fold.Words(file["name"])) >= 3:
		return true, "name"
	case equal:
		return false, "name"
	case alike:
		return false, "similar"
	}
	return false, ""
}

// shortened holds for a name with initials.
func shortened(name string) bool {
	for _, w := range fold.Words(name) {
		if len([]rune(w)) == 1 {
			return true
		}
	}
	return false
}

func sameOrganisation(file, ours map[string]string) (bool, string) {
	if file["partner"] != "" && ours["partner"] != "" && file["partner"] != ours["partner"] {
		return false, "" // schools No. 1 of two cities
	}
	switch {
	case ShareText(file["name"], ours["name"]):
		return true, "name"
	case shareBare(file["name"], ours["name"]):
		return false, "similar"
	case siteKey(file["website"]) != "" && siteKey(file["website"]) == siteKey(ours["website"]):
		return false, "site"
	case file["email"] != "" && strings.EqualFold(file["email"], ours["email"]):
		return false, "email"
	case phoneKey(file["phone"]) != "" && phoneKey(file["phone"]) == phoneKey(ours["phone"]):
		return false, "phone"
	}
	return false, ""
}

func sameAgreement(file, ours map[string]string) (bool, string) {
	if file["partner"] != ours["partner"] {
		return false, ""
	}
	if file["signed"] != "" && file["signed"] == ours["signed"] && (len(file["signed"]) > 4 || file["title"] == "" || ShareText(file["title"], ours["title"])) {
		return true, "name"
	}
	if meets(file["signed"], ours["signed"]) {
		return false, "similar"
	}
	return false, ""
}

// meets tells whether two dates can be the same day.
func meets(a, b string) bool {
	x, err1 := edtf.Parse(a)
	y, err2 := edtf.Parse(b)
	if err1 != nil || err2 != nil || x.IsZero() || y.IsZero() {
		return false
	}
	return !x.Last().Before(y.First()) && !y.Last().Before(x.First())
}

// ShareText tells whether two texts say the same in some language.
func ShareText(a, b string) bool {
	for _, x := range Texts(a) {
		for _, y := range Texts(b) {
			if fold.Key(x) == fold.Key(y) {
				return true
			}
		}
	}
	return false
}

func shareBare(a, b string) bool {
	for _, x := range Texts(a) {
		for _, y := range Texts(b) {
			if bareName(x) != "" && bareName(x) == bareName(y) {
				return true
			}
		}
	}
	return false
}

// Contradicts holds when a trait that belongs to one alone differs.
func Contradicts(kind string, file, ours map[string]string) bool {
	if kind != "person" {
		return false
	}
	mail := file["email"] != "" && ours["email"] != "" && !strings.EqualFold(file["email"], ours["email"])
	phone := phoneKey(file["phone"]) != "" && phoneKey(ours["phone"]) != "" && phoneKey(file["phone"]) != phoneKey(ours["phone"])
	return mail && (phone || phoneKey(file["phone"]) == "" || phoneKey(ours["phone"]) == "") || phone && file["email"] == "" && ours["email"] == ""
}
