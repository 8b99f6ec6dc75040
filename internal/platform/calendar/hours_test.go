package calendar

import (
	"testing"

	"pobratim/internal/kit/edtf"
)

// Hours are kept as HH:MM, and what cannot be is refused at its field.
func TestHours(t *testing.T) {
	for _, c := range []struct {
		starts, ends, opens, closes, zone string
		wantOpens, wantCloses             string
		field                             string
	}{
		{"2027-05-10", "", "", "", "", "", "", ""},
		{"2027-05-10", "", "9.30", "1100", "", "09:30", "11:00", ""},
		{"2027-05-10", "2027-05-12", "10:00", "9:00", "Europe/Berlin", "10:00", "09:00", ""},
		{"2027-05-10", "", "25:00", "", "", "", "", "opens"},
		{"2027-05-10", "", "10:00", "десять", "", "", "", "closes"},
		{"2027-05-10", "", "", "10:00", "", "", "", "opens"},
		{"2027-05", "", "10:00", "", "", "", "", "opens"},
		{"2027-05-10", "2027-06", "10:00", "11:00", "", "", "", "closes"},
		{"2027-05-10", "", "10:00", "10:00", "", "", "", "closes"},
		{"2027-05-10", "", "10:00", "", "Europe/Nowhere", "", "", "zone"},
		{"2027-05-10", "", "10:00", "", "Local", "", "", "zone"},
		{"2027-03-28", "", "02:30", "", "Europe/Berlin", "", "", "opens"}, // the clocks go forward at two
		{"2027-03-27", "2027-03-28", "02:30", "02:45", "Europe/Berlin", "", "", "closes"},
	} {
		h := Hours{Starts: date(c.starts), Opens: c.opens, Closes: c.closes, Zone: c.zone}
		if c.ends != "" {
			h.Ends = date(c.ends)
		}
		got := ""
		if e := h.Tidy(zone(t, "Asia/Yekaterinburg")); e != nil {
			got = e.Field
		}
		if got != c.field {
			t.Errorf("%+v: at %q", c, got)
		}
		if c.field == "" && (h.Opens != c.wantOpens || h.Closes != c.wantCloses) {
			t.Errorf("%+v: %s %s", c, h.Opens, h.Closes)
		}
	}
	if opens, closes := (Hours{Starts: edtf.Date{}}).Instants(nil); !opens.IsZero() || !closes.IsZero() {
		t.Error(opens, closes)
	}
}
