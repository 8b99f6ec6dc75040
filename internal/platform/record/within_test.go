package record

import "testing"

func TestWithin(t *testing.T) {
	facts := Facts{
		"name": {{ID: "own", Used: true}, {ID: "narrow", Circle: Department}},
		"city": {{ID: "hidden", Circle: Administration}},
	}
	public := func(v Visibility) bool { return v == Public }
	seen := facts.Within(public)
	if len(seen["name"]) != 1 || seen["name"][0].ID != "own" || len(seen["city"]) != 0 {
		t.Errorf("a reader of public records reads %v", seen)
	}
	if all := (Facts{"city": {{ID: "hidden", Circle: Administration}}}).Within(func(Visibility) bool { return true }); len(all["city"]) != 1 {
		t.Errorf("who sees all reads %v", all)
	}
	if len(Facts(nil).Within(public)) != 0 {
		t.Error("no facts are no facts")
	}
}
