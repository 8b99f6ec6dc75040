package file

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/color"
	"strings"
	"testing"

	"pobratim/internal/kit/errs"
)

func bare() *Service { return &Service{easel: make(chan struct{}, 1)} }

// key is the message key of what is wrong; it has to point at the file.
func key(t *testing.T, err error) string {
	t.Helper()
	if err == nil {
		return ""
	}
	e, ok := errors.AsType[*errs.E](err)
	if !ok || errs.KindOf(err) != errs.Invalid || e.Field != at {
		t.Errorf("not a finding about the file: %v", err)
		return "?"
	}
	return e.Key
}

func TestExamine(t *testing.T) {
	pdf := testPDF(t, "plain")
	jpg, pic := jpegOf(t, quarters(16, 16)), pngOf(t, quarters(16, 16))
	html := []byte("<!DOCTYPE html><html><script>alert(1)</script></html>")
	svg := []byte(`<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`)
	bomb := zipped(t, entry{name: "[Content_Types].xml", text: contentTypes("/word/document.xml", mainDOCX)},
		entry{name: "word/document.xml", text: strings.Repeat(" ", 8<<20), method: zip.Deflate})
	many := make([]entry, maxParts)
	for i := range many {
		many[i] = entry{name: fmt.Sprint("part", i)}
	}
	macros := zipped(t, entry{name: "[Content_Types].xml", text: contentTypes("/word/document.xml", "application/vnd.ms-word.document.macroEnabled.main+xml")}, entry{name: "word/document.xml", text: "x"})
	entity := `<!DOCTYPE x [<!ENTITY a "aaaa">]>` + contentTypes("/word/document.xml", mainDOCX)
	const wrong, bad, lock = "form.file.type", "file.damaged", "form.file.locked"
	cases := []struct {
		what, name string
		body       []byte
		want       string // key; empty when it is accepted
	}{
		{"PDF", "a.pdf", pdf, ""},
		{"PDF, capital ending", "A.PDF", pdf, ""},
		{"PDF, two endings, last counts", "a.exe.pdf", pdf, ""},
		{"DOCX", "a.docx", docx(t), ""},
		{"XLSX", "a.xlsx", xlsx(t), ""},
		{"ODT", "a.odt", odt(t, plainManifest), ""},
		{"JPEG", "a.jpeg", jpg, ""},
		{"PNG", "a.png", pic, ""},
		{"text", "a.txt", []byte("Привет,\r\nмир"), ""},
		{"text with mark", "a.txt", []byte("\ufeffПривет"), ""},
		{"text of old Windows", "a.txt", []byte("\xcf\xf0\xe8\xe2\xe5\xf2"), ""},
		{"text in UTF-16", "a.txt", []byte("\xff\xfeA\x00\x0a\x00"), ""},
		{"text, less-than sign", "a.txt", []byte("<3 Пермь"), ""},
		{"message", "a.eml", []byte(letter), ""},

		{"empty", "a.pdf", nil, "form.file.empty"},
		{"too large", "a.pdf", make([]byte, MaxSize+1), "form.file.size"},
		{"no ending", "pdf", pdf, wrong},
		{"no name", "", pdf, wrong},
		{"program", "a.exe", []byte("MZ"), wrong},
		{"page", "a.html", html, wrong},
		{"drawing", "a.svg", svg, wrong},
		{"script", "a.js", []byte("alert(1)"), wrong},
		{"page named PDF", "a.pdf", html, wrong},
		{"page named text", "a.txt", html, wrong},
		{"page named text, spaces first", "a.txt", append([]byte("\n\t  "), html...), wrong},
		{"page named text, odd tag", "a.txt", []byte("\ufeff<x-frame onload=alert(1)>"), wrong},
		{"page named text, UTF-16", "a.txt", []byte("\xfe\xff\x00<\x00s\x00v\x00g\x00>"), wrong},
		{"drawing named PNG", "a.png", svg, wrong},
		{"drawing named text", "a.txt", svg, wrong},
		{"drawing named message", "a.eml", svg, wrong},
		{"text named message", "a.eml", []byte("no header here"), wrong},
		{"message without a date", "a.eml", []byte("From: a@example.org\r\n\r\nx"), wrong},
		{"message with zeros", "a.eml", []byte(letter + "\x00"), wrong},
		{"text with zeros", "a.txt", []byte("a\x00b"), wrong},
		{"text with escapes", "a.txt", []byte("\x1b[2Ja"), wrong},
		{"odd UTF-16", "a.txt", []byte("\xff\xfeA"), wrong},
		{"PDF behind something", "a.pdf", append([]byte("GIF89a"), pdf...), wrong},
		{"PDF named JPEG", "a.jpg", pdf, wrong},
		{"JPEG named PNG", "a.png", jpg, wrong},
		{"JPEG named PDF", "a.pdf", jpg, wrong},
		{"DOCX named XLSX", "a.xlsx", docx(t), wrong},
		{"XLSX named DOCX", "a.docx", xlsx(t), wrong},
		{"DOCX named ODT", "a.odt", docx(t), wrong},
		{"archive named DOCX", "a.docx", zipped(t, entry{name: "a.txt", text: "x"}), wrong},
		{"empty archive", "a.docx", zipped(t), wrong},
		{"macros", "a.docx", macros, wrong},
		{"macros beside", "a.docx", docx(t, entry{name: "word/vbaProject.bin", text: "x"}), wrong},
		{"old Word", "a.docx", append(bytes.Clone(compound), make([]byte, 2000)...), wrong},
		{"hidden ending", "a.pdf\u202efdp.exe", pdf, wrong},
		{"archive behind a picture", "a.docx", append(bytes.Clone(jpg), docx(t)...), wrong},
		{"ODT, mimetype not first", "a.odt", zipped(t, entry{name: "x"}, entry{name: "mimetype", text: ODT.Media()}), wrong},

		{"DOCX with password", "a.docx", lockedDOCX(), lock},
		{"XLSX with password", "a.xlsx", lockedDOCX(), lock},
		{"ODT with password", "a.odt", odt(t, `<m><encryption-data/></m>`), lock},
		{"locked part", "a.docx", docx(t, entry{name: "x", flags: 1}), lock},

		{"cut archive", "a.docx", docx(t)[:100], bad},
		{"cut JPEG", "a.jpg", jpg[:len(jpg)/2], bad},
		{"cut PNG", "a.png", pic[:len(pic)/2], bad},
		{"path out of the archive", "a.docx", docx(t, entry{name: "../../etc/passwd"}), bad},
		{"absolute path", "a.docx", docx(t, entry{name: "/etc/passwd"}), bad},
		{"path of Windows", "a.docx", docx(t, entry{name: `..\evil`}), bad},
		{"part twice", "a.docx", docx(t, entry{name: "word/Document.xml"}), bad},
		{"document type", "a.docx", zipped(t, entry{name: "[Content_Types].xml", text: entity}, entry{name: "word/document.xml"}), bad},
		{"ODT without manifest", "a.odt", zipped(t, entry{name: "mimetype", text: ODT.Media()}), bad},
		{"parts overlap", "a.docx", overlapping(t), bad},
		{"bomb", "a.docx", bomb, "file.unpacks"},
		{"many parts", "a.docx", docx(t, many...), "file.parts"},
		{"100 megapixels", "a.png", flood(10_000, 10_000, 8, 2), "file.pixels"},
		{"30 megapixels, 16 bits", "a.png", flood(6_000, 5_000, 16, 6), "file.pixels"},
		{"2³¹ pixels wide", "a.png", flood(1<<31-1, 1<<31-1, 8, 2), "?"},
		{"a thousand scans", "a.jpg", append(bytes.Clone(jpg), bytes.Repeat([]byte("\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00"), 1000)...), bad},
		{"no pixels", "a.png", flood(0, 10, 8, 2), bad},
	}
	for _, c := range cases {
		_, err := bare().examine(t.Context(), c.name, c.body)
		if c.want == "?" {
			if err == nil {
				t.Errorf("%s: accepted", c.what)
			}
			continue
		}
		if got := key(t, err); got != c.want {
			t.Errorf("%s: %q, want %q (%v)", c.what, got, c.want, err)
		}
	}
}

func TestPasswordsOfPDF(t *testing.T) {
	for _, revision := range []string{"r2", "r3", "r4", "r4meta", "r5", "r6"} {
		if _, err := bare().examine(t.Context(), "a.pdf", testPDF(t, revision+"-open")); err != nil {
			t.Errorf("%s with an empty password: %v", revision, err)
		}
		if _, err := bare().examine(t.Context(), "a.pdf", testPDF(t, revision+"-locked")); key(t, err) != "form.file.locked" {
			t.Errorf("%s with a password: %v", revision, err)
		}
	}
	if _, err := bare().examine(t.Context(), "a.pdf", testPDF(t, "r6objstm-open")); err != nil {
		t.Errorf("compressed objects: %v", err)
	}
	for _, trailer := range []string{"/Encrypt 9 0 R", "/Encrypt << /Filter /Adobe.PubSec >>", "/Encrypt <</Filter/Standard/R 3/P -4/O<00>/U<00>>>", "/Encrypt<</Filter/Standard"} {
		if _, err := bare().examine(t.Context(), "a.pdf", []byte("%PDF-1.7\ntrailer<<"+trailer)); key(t, err) != "form.file.locked" {
			t.Errorf("%s: %v", trailer, err)
		}
	}
}

func TestPicturesAreWrittenAnew(t *testing.T) {
	corners := func(img image.Image) (names string) {
		b := img.Bounds()
		for _, p := range []image.Point{{b.Dx() / 8, b.Dy() / 8}, {b.Dx() * 7 / 8, b.Dy() / 8}, {b.Dx() / 8, b.Dy() * 7 / 8}, {b.Dx() * 7 / 8, b.Dy() * 7 / 8}} {
			r, g, bl, _ := img.At(b.Min.X+p.X, b.Min.Y+p.Y).RGBA()
			names += string("kbgcrmyw"[r>>15<<2|g>>15<<1|bl>>15])
		}
		return names
	}
	upright := jpegOf(t, quarters(64, 32))
	// What a viewer shows for each orientation, by the drawings of Exif 3.0.
	for how, want := range map[uint16]string{0: "rgbw", 1: "rgbw", 2: "grwb", 3: "wbgr", 4: "bwrg", 5: "rbgw", 6: "brwg", 7: "wgbr", 8: "gwrb", 9: "rgbw"} {
		for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
			a, err := bare().examine(t.Context(), "photo.jpg", withSegment(upright, exif(order, how)))
			if err != nil {
				t.Fatal(err)
			}
			img, err := decode(JPG, a.body)
			if err != nil {
				t.Fatal(err)
			}
			if got := corners(img); got != want || a.width != img.Bounds().Dx() || (a.width < a.height) != (how >= 5 && how <= 8) {
				t.Errorf("orientation %d: %s, want %s; %d × %d", how, got, want, a.width, a.height)
			}
			if bytes.Contains(a.body, []byte("GPS")) || bytes.Contains(a.body, []byte("Exif")) || bytes.Contains(a.body, []byte("CAM")) {
				t.Errorf("orientation %d: the data of the camera are still there", how)
			}
		}
	}
	for what, c := range map[string]struct {
		name string
		body []byte
	}{
		"PNG with a remark":             {"a.png", textChunk(pngOf(t, quarters(16, 16)), "GPS <script>")},
		"PNG with something behind":     {"a.png", append(pngOf(t, quarters(16, 16)), "GPS <script>"...)},
		"JPEG with an archive behind":   {"a.jpg", append(jpegOf(t, quarters(16, 16)), append([]byte("GPS <script>"), docx(t)...)...)},
		"JPEG with a remark":            {"a.jpg", withSegment(jpegOf(t, quarters(16, 16)), []byte("\xff\xfe\x00\x0eGPS <script>"))},
		"grey JPEG, lying on its side":  {"a.jpg", withSegment(jpegOf(t, image.NewGray(image.Rect(0, 0, 8, 16))), exif(binary.BigEndian, 6))},
		"PNG of 16 bits":                {"a.png", pngOf(t, image.NewNRGBA64(image.Rect(0, 0, 8, 8)))},
		"PNG with a palette":            {"a.png", pngOf(t, image.NewPaletted(image.Rect(0, 0, 8, 8), color.Palette{color.Black, color.White}))},
		"JPEG with odd width":           {"a.jpg", withSegment(jpegOf(t, quarters(17, 9)), exif(binary.LittleEndian, 8))},
		"JPEG with half an Exif":        {"a.jpg", withSegment(jpegOf(t, quarters(16, 16)), exif(binary.BigEndian, 6)[:20])},
		"JPEG with an Exif that points": {"a.jpg", withSegment(jpegOf(t, quarters(16, 16)), []byte("\xff\xe1\x00\x10Exif\x00\x00II*\x00\xff\xff\xff\xff"))},
	} {
		a, err := bare().examine(t.Context(), c.name, c.body)
		if what == "JPEG with half an Exif" {
			continue // refused or not, it must not panic
		}
		if err != nil {
			t.Errorf("%s: %v", what, err)
			continue
		}
		if bytes.Contains(a.body, []byte("GPS")) || bytes.Contains(a.body, []byte("<script>")) {
			t.Errorf("%s: still there", what)
		}
		again, err := bare().examine(t.Context(), c.name, a.body)
		if err != nil || again.width != a.width || again.height != a.height {
			t.Errorf("%s: what was written cannot be read again: %v", what, err)
		}
	}
	busy := bare()
	busy.easel <- struct{}{}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := busy.examine(gone, "a.png", pngOf(t, quarters(8, 8))); errs.KindOf(err) != errs.Unavailable {
		t.Errorf("request is gone while another picture is painted: %v", err)
	}
}

func TestCleanName(t *testing.T) {
	long := strings.Repeat("Щ", 5000) + ".pdf"
	for in, want := range map[string]string{
		"agreement.pdf":                     "agreement.pdf",
		"Договор о дружбе.PDF":              "Договор о дружбе.PDF",
		`C:\Users\Мария\Договор.docx`:       "Договор.docx",
		"../../../etc/passwd.txt":           "passwd.txt",
		"a\x00b\r\n.pdf":                    "ab.pdf",
		"report\u202efdp.exe":               "reportfdp.exe",
		"\u202egpj.exe.pdf":                 "gpj.exe.pdf",
		"invisible\u200b\u2066.txt":         "invisible.txt",
		`who? "me" <b>|*:.txt`:              "who_ _me_ _b____.txt",
		"  a   b .pdf":                      "a b.pdf",
		"...hidden.pdf. ":                   "hidden.pdf",
		"CON.txt":                           "_CON.txt",
		"com1.tar.eml":                      "_com1.tar.eml",
		"comet.eml":                         "comet.eml",
		"и\u0306.txt":                       "й.txt",
		"友好城市.pdf":                          "友好城市.pdf",
		"\xff\xfe.pdf":                      "pdf",
		"":                                  "",
		"/":                                 "",
		long:                                strings.Repeat("Щ", maxName-4) + ".pdf",
		"стр.\u00a05.pdf":                   "стр. 5.pdf",
		"a." + strings.Repeat("x", 300):     "a." + strings.Repeat("x", 300),
		"tab\tand\u2028line separator.docx": "tab and line separator.docx",
	} {
		if got := cleanName(in); got != want {
			t.Errorf("cleanName(%.60q) = %.80q, want %.80q", in, got, want)
		}
	}
}

// FuzzExamine looks for files that stop the program, and for ones that are
// accepted once and refused when they come again as they were kept.
func FuzzExamine(f *testing.F) {
	for _, seed := range []struct {
		name string
		body []byte
	}{
		{"a.pdf", testPDF(f, "plain")}, {"a.pdf", testPDF(f, "r3-open")}, {"a.pdf", testPDF(f, "r6-open")}, {"a.docx", docx(f)}, {"a.xlsx", xlsx(f)}, {"a.odt", odt(f, plainManifest)},
		{"a.jpg", withSegment(jpegOf(f, quarters(8, 8)), exif(binary.BigEndian, 6))}, {"a.png", pngOf(f, quarters(8, 8))}, {"a.txt", []byte("Привет")}, {"a.eml", []byte(letter)},
		{"\u202e..\\CON.pdf", []byte("%PDF-/Encrypt 1 0 R")},
	} {
		f.Add(seed.name, seed.body)
	}
	f.Fuzz(func(t *testing.T, name string, body []byte) {
		if len(body) > 1<<16 {
			return
		}
		if c, _, err := image.DecodeConfig(bytes.NewReader(body)); err == nil && c.Width*c.Height > 1<<16 {
			return // only slow
		}
		a, err := bare().examine(t.Context(), name, body)
		if err != nil {
			if errs.KindOf(err) != errs.Invalid {
				t.Errorf("%q: %v", name, err)
			}
			return
		}
		if strings.ContainsAny(a.name, "/\\\x00\r\n\u202e") || len([]rune(a.name)) > maxName && ending(a.name) == "" {
			t.Errorf("name %q", a.name)
		}
		again, err := bare().examine(t.Context(), a.name, a.body)
		if err != nil || again.typ != a.typ || again.name != a.name || !a.typ.Picture() && !bytes.Equal(a.body, body) {
			t.Errorf("%q as %s: again %q, %v", name, a.typ, again.name, err)
		}
	})
}
