package daytime

import (
	"testing"
	"time"
	_ "time/tzdata" // the zones
)

func TestTidy(t *testing.T) {
	for typed, want := range map[string]string{"": "", "9.30": "09:30", "0930": "09:30", "10:00": "10:00", "23:59": "23:59"} {
		if got, ok := Tidy(typed); !ok || got != want {
			t.Errorf("%q: %q %v", typed, got, ok)
		}
	}
	for _, typed := range []string{"24:00", "10:60", "десять", "1000000", "-1:00", "10"} {
		if got, ok := Tidy(typed); ok {
			t.Errorf("%q is read as %q", typed, got)
		}
	}
}

func FuzzTidy(f *testing.F) {
	for _, seed := range []string{"", "9.30", "24:00", "٩:٣٠", "10:00 "} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		got, ok := Tidy(typed)
		if again, still := Tidy(got); ok && (!still || again != got) {
			t.Errorf("%q is %q, and then %q", typed, got, again)
		}
	})
}

// In Berlin the hour from two to three is missing on 28 March 2027 and comes
// twice on 31 October; Perm leaves its clocks alone.
func TestAt(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	perm, err := time.LoadLocation("Asia/Yekaterinburg")
	if err != nil {
		t.Fatal(err)
	}
	spring, autumn := time.Date(2027, 3, 28, 0, 0, 0, 0, time.UTC), time.Date(2027, 10, 31, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		day     time.Time
		hour    string
		zone    *time.Location
		utc     string
		skipped bool
	}{
		{spring, "01:30", berlin, "00:30", false}, {spring, "02:30", berlin, "", true}, {spring, "03:00", berlin, "01:00", false}, {spring, "02:30", perm, "21:30", false},
		{autumn, "02:30", berlin, "01:30", false}, {autumn, "12:00", berlin, "11:00", false}, {spring, "", berlin, "00:00", false},
	} {
		got := At(c.day, c.hour, c.zone)
		if Skipped(c.day, c.hour, c.zone) != c.skipped || !c.skipped && got.UTC().Format("15:04") != c.utc {
			t.Errorf("%s in %s: %s", c.hour, c.zone, got.UTC())
		}
	}
}
