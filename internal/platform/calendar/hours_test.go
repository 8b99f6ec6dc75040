package calendar

import (
	"testing"
	"time"

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

// All begins at another hour and lasts as long, by the clocks of the place: over
// midnight and back, into the next day, and across a change of the clocks.
func TestHoursAt(t *testing.T) {
	perm := zone(t, "Asia/Yekaterinburg")
	for _, c := range []struct {
		starts, ends, opens, closes, zone string
		at, want                          string
	}{
		{"2027-05-10", "", "10:00", "11:30", "", "2027-05-10T14:15", "2027-05-10 14:15  15:45"},
		{"2027-05-10", "", "10:00", "", "", "2027-05-11T08:00", "2027-05-11 08:00  "},
		{"2027-05-10", "", "10:00", "13:00", "", "2027-05-10T22:30", "2027-05-10 22:30 2027-05-11 01:30"},
		{"2027-05-10", "2027-05-11", "22:30", "01:30", "", "2027-05-10T10:00", "2027-05-10 10:00  13:00"},
		{"2027-05-10", "2027-05-12", "10:00", "09:00", "", "2027-05-31T12:00", "2027-05-31 12:00 2027-06-02 11:00"},
		{"2027-05-10", "2027-05-12", "10:00", "", "", "2027-05-09T23:45", "2027-05-09 23:45 2027-05-11 "},
		// The place is three hours behind ours in summer, four in winter; 01:00 of ours is the day before there.
		{"2027-05-10", "", "10:00", "11:00", "Europe/Berlin", "2027-05-10T14:00", "2027-05-10 11:00  12:00"},
		{"2027-05-10", "", "10:00", "11:00", "Europe/Berlin", "2027-05-11T01:00", "2027-05-10 22:00  23:00"},
		{"2027-03-27", "2027-03-28", "22:00", "04:00", "Europe/Berlin", "2027-03-26T02:00", "2027-03-25 22:00 2027-03-26 04:00"},
		{"2027-05-10", "", "", "", "", "2027-05-10T14:15", ""}, {"2027-05", "", "10:00", "", "", "2027-05-10T14:15", ""}, {"2027-05-10", "2027-06", "10:00", "", "", "2027-05-10T14:15", ""},
	} {
		h := Hours{Starts: date(c.starts), Opens: c.opens, Closes: c.closes, Zone: c.zone}
		if c.ends != "" {
			h.Ends = date(c.ends)
		}
		at, err := time.ParseInLocation(timed, c.at, perm)
		if err != nil {
			t.Fatal(err)
		}
		got, ok := h.At(at, perm)
		if said := got.Starts.String() + " " + got.Opens + " " + got.Ends.String() + " " + got.Closes; ok != (c.want != "") || ok && said != c.want {
			t.Errorf("%+v: %q %v", c, said, ok)
		}
		if again, _ := got.At(func() time.Time { opens, _ := h.Instants(perm); return opens }(), perm); ok && again != h {
			t.Errorf("%+v: back it is %+v", c, again)
		}
	}
}
