package sheet

import (
	"strings"

	"pobratim/internal/kit/contentline"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
)

// readVCard reads cards of the versions 2.1, 3.0 and 4.0. The names of columns
// are those of the properties, with FAX for telephones of that type, and with
// ORG-UNIT, N-FAMILY, N-GIVEN and N-ADDITIONAL for parts of ORG and N.
func readVCard(b *builder, text string) error {
	b.Format = VCF
	c, err := newCards(b, "FN", "N-FAMILY", "N-GIVEN", "N-ADDITIONAL", "ORG", "ORG-UNIT", "TITLE", "ROLE", "TEL", "FAX", "EMAIL", "URL", "ADR", "BDAY", "CATEGORIES", "NOTE")
	if err != nil {
		return err
	}
	l := contentline.New(text)
	open := false
	for {
		p, more, err := l.Next()
		if err != nil {
			return err
		}
		switch {
		case !more:
			if open {
				return errs.New(errs.Invalid, "sheet.cut")
			}
			if l.Skipped > 0 {
				b.note("sheet.note.pictures", "n", l.Skipped)
			}
			return c.heading()
		case p.Name == "BEGIN" && strings.EqualFold(strings.TrimSpace(p.Value), "VCARD"):
			if open {
				return errs.New(errs.Invalid, "sheet.cut")
			}
			open = true
		case p.Name == "END" && open:
			open = false
			if err := c.endCard(); err != nil {
				return err
			}
		case open:
			c.vcard(p)
		}
	}
}

// endCard gives a card without a full name the one that its parts make.
func (c *cards) endCard() error {
	if c.record["FN"] == "" {
		name := joined([]string{c.record["N-FAMILY"], c.record["N-GIVEN"], c.record["N-ADDITIONAL"]}, " ")
		if name == "" {
			name = c.record["ORG"]
		}
		c.put("FN", name)
	}
	return c.finish()
}

func (c *cards) vcard(p contentline.Property) {
	switch p.Name {
	case "VERSION", "PRODID", "REV", "BEGIN", "END", "CLASS", "MAILER", "SORT-STRING", "CLIENTPIDMAP":
	case "N":
		parts := append(contentline.Split(p.Value, ';'), "", "", "")
		c.put("N-FAMILY", parts[0])
		c.put("N-GIVEN", parts[1])
		c.put("N-ADDITIONAL", parts[2])
	case "ORG":
		parts := contentline.Split(p.Value, ';')
		c.put("ORG", parts[0])
		c.put("ORG-UNIT", joined(parts[1:], ", "))
	case "ADR":
		// post office box, extended, street, town, region, code, country
		c.put("ADR", joined(contentline.Split(p.Value, ';'), ", "))
	case "TEL":
		name := "TEL"
		if p.Is("FAX") {
			name = "FAX"
		}
		c.put(name, strings.TrimPrefix(contentline.Text(p.Value), "tel:"))
	case "EMAIL":
		c.put("EMAIL", strings.TrimPrefix(contentline.Text(p.Value), "mailto:"))
	case "CATEGORIES", "NICKNAME":
		c.put(p.Name, joined(contentline.Split(p.Value, ','), "; "))
	case "BDAY", "ANNIVERSARY", "DEATHDATE":
		c.put(p.Name, dayOf(p.Value))
	default:
		c.put(p.Name, contentline.Text(p.Value))
	}
}

// dayOf writes the dates of these formats as EDTF: 19891012, 1989-10-12T00:00,
// --1012. What it does not know stays.
func dayOf(s string) string {
	s = strings.TrimSpace(s)
	date, _, _ := strings.Cut(s, "T")
	switch {
	case len(date) == 8 && digitsOnly(date):
		date = date[:4] + "-" + date[4:6] + "-" + date[6:]
	case len(date) == 6 && strings.HasPrefix(date, "--") && digitsOnly(date[2:]):
		date = "XXXX-" + date[2:4] + "-" + date[4:]
	case len(date) == 7 && strings.HasPrefix(date, "--") && date[4] == '-':
		date = "XXXX" + date[1:]
	}
	if _, err := edtf.Parse(date); err != nil {
		return s
	}
	return date
}

func digitsOnly(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }
