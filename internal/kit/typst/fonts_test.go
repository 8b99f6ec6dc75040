package typst

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pobratim/internal/kit/typst/internal/parts"
)

// face unpacks one embedded font.
func face(t testing.TB, name string) []byte {
	t.Helper()
	needAssets(t)
	for _, p := range parts.Fonts() {
		if p.Name == name {
			b, err := unpack(p)
			if err != nil {
				t.Fatal(err)
			}
			return b
		}
	}
	t.Fatalf("no font %s", name)
	return nil
}

func TestLettersOfFont(t *testing.T) {
	for _, c := range []struct{ font, has, lacks string }{
		{"PTSerif-Regular.ttf", "AzЯёәөүҗңһғҙҡҫіӧăîșțčřžðþłőűğı№—«»", "Եر中"},
		{"GolosText-SemiBold.ttf", "AzЯёәөүҗңһ№—", "Եر中"},
		{"NotoSansArmenian-Regular.ttf", "ԵրևանՀայ", "ر中"},
		{"Amiri-Regular.ttf", "القاهرةپچگ", "Ե中"},
		{"NotoSansGeorgian-Regular.ttf", "თბილისი", "中"},
		{"NotoSansHebrew-Regular.ttf", "ירושלים", "中"},
		{"NotoSansThai-Regular.ttf", "กรุงเทพ", "中"},
		{"NotoSansDevanagari-Regular.ttf", "जयपुर", "中"},
		{"NotoSansSC-Regular.ttf", "济南哈尔滨友好，。あカ", "Եر"},
	} {
		set, err := lettersOfFont(face(t, c.font))
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range c.has {
			if !set.has(r) {
				t.Errorf("%s: no %c", c.font, r)
			}
		}
		for _, r := range c.lacks {
			if set.has(r) {
				t.Errorf("%s: has %c", c.font, r)
			}
		}
	}
	if _, err := lettersOfFont([]byte("not a font at all, but long enough")); !errors.Is(err, errFont) {
		t.Errorf("text as a font: %v", err)
	}
}

func FuzzLettersOfFont(f *testing.F) {
	if Built() == nil {
		f.Add(face(f, "NotoSansArmenian-Regular.ttf"))
	}
	f.Add([]byte("ttcf\x00\x01\x00\x00\x00\x00\x00\x01\x00\x00\x00\x10"))
	f.Fuzz(func(t *testing.T, file []byte) { _, _ = lettersOfFont(file) })
}

func TestLettersOfDoc(t *testing.T) {
	doc := Doc{
		Main: "аб\n\u00a0\u00ad а\u0301 \\u{6d4e}",
		Files: map[string][]byte{
			"/d.json": []byte(`{"x":"\u5357 \ud83d\ude00 \uzzzz"}`),
			"/p.png":  []byte("中"), // not text
		},
	}
	got := slices.DeleteFunc(lettersOfDoc(doc), func(r rune) bool { return r < utf8.RuneSelf })
	if string(got) != "аб南济" {
		t.Errorf("letters %q", string(got))
	}
}

// TestChoose checks that the large font is only loaded when it is needed, and
// that letters of no font are reported.
func TestChoose(t *testing.T) {
	s := engine(t).shelf
	for _, c := range []struct{ text, heavy, lacking string }{
		{"Привет, Plzeň! Երևան", "", ""},
		{"济南", "NotoSansSC-Regular.ttf", ""},
		{"ひらがな", "NotoSansSC-Regular.ttf", ""},
		{"ᚠ 中 ᚢ", "NotoSansSC-Regular.ttf", "ᚠᚢ"},
	} {
		got := s.choose(Doc{Main: c.text})
		if strings.TrimSpace(got.key) != c.heavy || string(got.lacking) != c.lacking {
			t.Errorf("%s: fonts %q, lacking %q", c.text, got.key, string(got.lacking))
		}
	}
	_, said, err := engine(t).PDF(t.Context(), Doc{Main: "ᚠ"})
	if err != nil || len(said) != 1 || said[0].String() != "warning: no font has a glyph for ᚠ (U+16A0)" {
		t.Errorf("%v, %v", said, err)
	}
}

func TestFontsDir(t *testing.T) {
	dir := t.TempDir()
	for name, b := range map[string][]byte{
		"Small.ttf": face(t, "NotoSansArmenian-Regular.ttf"), "Large.otf": face(t, "NotoSansSC-Regular.ttf"),
		"broken.ttf": []byte("x"), "readme.txt": []byte("x"),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s, err := newShelf(dir)
	if err != nil {
		t.Fatal(err)
	}
	if last := s.base[len(s.base)-1].name; last != "Small.ttf" || s.heavy[len(s.heavy)-1].name != "Large.otf" {
		t.Errorf("base ends with %s, heavy with %s", last, s.heavy[len(s.heavy)-1].name)
	}
	if len(s.notes) != 1 || !strings.Contains(s.notes[0], "broken.ttf") {
		t.Errorf("notes %q", s.notes)
	}
	if _, err := newShelf(filepath.Join(dir, "nowhere")); err == nil {
		t.Error("a folder that does not exist is no error")
	}
}

// TestLicences checks that every embedded family comes with its licence.
func TestLicences(t *testing.T) {
	needAssets(t)
	for _, l := range parts.Licences() {
		f, err := Licences().Open(l.Name)
		if err != nil {
			t.Fatal(err)
		}
		f.Close()
	}
}

// TestLocale checks that each key that the code uses has words in each
// language, and that no words are left over.
func TestLocale(t *testing.T) {
	used := map[string]bool{}
	sources, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	key := regexp.MustCompile(`errs\.(?:New|Wrap)\([^"\n]*"(typst\.[a-z]+)"|Key: "(typst\.[a-z]+)"`)
	for _, source := range sources {
		if strings.HasSuffix(source, "_test.go") {
			continue
		}
		b, err := os.ReadFile(source)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range key.FindAllStringSubmatch(string(b), -1) {
			used[m[1]+m[2]] = true
		}
	}
	for _, lang := range []string{"ru", "en"} {
		b, err := locale.ReadFile("locale/" + lang + ".json")
		if err != nil {
			t.Fatal(err)
		}
		var words map[string]string
		if err := json.Unmarshal(b, &words); err != nil {
			t.Fatal(err)
		}
		for k := range used {
			if words[k] == "" {
				t.Errorf("%s: no words for %s", lang, k)
			}
		}
		for k := range words {
			if !used[k] {
				t.Errorf("%s: no code uses %s", lang, k)
			}
		}
	}
}
