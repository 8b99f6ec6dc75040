package record

import (
	"testing"
	"time"
)

func TestWanted(t *testing.T) {
	const one, other, third = "01hzzzzzzzzzzzzzzzzzzzzzzz", "01jzzzzzzzzzzzzzzzzzzzzzzz", "01kzzzzzzzzzzzzzzzzzzzzzzz"
	ids := map[string]bool{one: true, other: true}
	until := time.Date(2026, 11, 22, 9, 30, 0, 0, time.UTC)
	wanted := Wanted{}
	wanted.Note(`{"values":{"partner":"`+one+`","name":"x`+other+`","parent":"`+third+`"}}`, until, ids)
	wanted.Note(`{"partner":"`+one+`"}`, until.Add(-time.Hour), ids)
	if len(wanted) != 1 || !wanted[one].Equal(until) {
		t.Errorf("found %v", wanted)
	}
}
