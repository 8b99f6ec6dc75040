package geo

import (
	"os"
	"path/filepath"
	"testing"
)

// TestLook writes the maps as SVG for a person to look at, into the folder
// named by GEO_LOOK; without it, it only draws them.
func TestLook(t *testing.T) {
	dir := os.Getenv("GEO_LOOK")
	for name, m := range looks() {
		for kind, svg := range map[string]string{"paper": m.Standalone(Paper()), "night": m.Standalone(Night()), "page": m.SVG()} {
			if dir == "" {
				continue
			}
			if err := os.WriteFile(filepath.Join(dir, name+"-"+kind+".svg"), []byte(svg), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}
