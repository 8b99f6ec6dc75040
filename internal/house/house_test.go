package house

import (
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// rule is one house rule: what it finds in a tree, and planted trees in which
// it must find something.
type rule struct {
	name    string
	find    func(*tree) []string
	planted []plant
	fine    map[string]string // a tree in which it finds nothing
}

// plant is a tree with a violation and a part of the sentence that names it.
type plant struct {
	files map[string]string
	want  string
}

func rules() []rule {
	var all []rule
	for _, group := range [][]rule{ringRules(), sizeRules(), wordRules(), stateRules(), worldRules(), sqlRules(), glueRules(), doorRules(), testRules()} {
		all = append(all, group...)
	}
	return all
}

// TestHouse runs every rule over the product.
func TestHouse(t *testing.T) {
	product, err := load(os.DirFS("../.."))
	if err != nil {
		t.Fatal(err)
	}
	if len(product.pkgs) < 10 {
		t.Fatalf("only %d packages were found: the rules look at the wrong folder", len(product.pkgs))
	}
	for _, r := range rules() {
		t.Run(r.name, func(t *testing.T) {
			for _, finding := range r.find(product) {
				t.Error(finding)
			}
		})
	}
	for _, hint := range longFiles(product) {
		t.Log("getting long: ", hint)
	}
}

// TestRulesFind proves that each rule finds what is planted and leaves alone
// what is right.
func TestRulesFind(t *testing.T) {
	for _, r := range rules() {
		t.Run(r.name, func(t *testing.T) {
			if len(r.planted) == 0 {
				t.Fatal("nothing is planted, so nobody knows whether this rule works")
			}
			for _, p := range r.planted {
				found := r.find(grow(t, p.files))
				if !strings.Contains(strings.Join(found, "\n"), p.want) {
					t.Errorf("planted in %v: wanted a finding with %q, got %q", slices.Collect(maps.Keys(p.files)), p.want, found)
				}
			}
			if found := r.find(grow(t, r.fine)); len(found) > 0 {
				t.Errorf("the rule complains of what is right: %q", found)
			}
		})
	}
}

func grow(t *testing.T, files map[string]string) *tree {
	t.Helper()
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	planted, err := load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	return planted
}
