package file

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// entry is one part of an archive under construction.
type entry struct {
	name, text string
	method     uint16
	flags      uint16
}

func zipped(t testing.TB, entries ...entry) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, e := range entries {
		part, err := w.CreateHeader(&zip.FileHeader{Name: e.name, Method: e.method, Flags: e.flags})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := part.Write([]byte(e.text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func contentTypes(part, main string) string {
	return `<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
		`<Default Extension="xml" ContentType="application/xml"/><Override PartName="` + part + `" ContentType="` + main + `"/></Types>`
}

func docx(t testing.TB, more ...entry) []byte {
	return zipped(t, append([]entry{{name: "[Content_Types].xml", text: contentTypes("/word/document.xml", mainDOCX), method: zip.Deflate}, {name: "word/document.xml", text: "<w:document/>", method: zip.Deflate}}, more...)...)
}

func xlsx(t testing.TB) []byte {
	return zipped(t, entry{name: "[Content_Types].xml", text: contentTypes("/xl/workbook.xml", mainXLSX)}, entry{name: "xl/workbook.xml", text: "<workbook/>"})
}

func odt(t testing.TB, manifest string) []byte {
	return zipped(t, entry{name: "mimetype", text: ODT.Media()}, entry{name: "content.xml", text: "<x/>"}, entry{name: "META-INF/manifest.xml", text: manifest, method: zip.Deflate})
}

const plainManifest = `<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="/"/></manifest:manifest>`

// quarters is a picture whose corners differ: red, green, blue, white from the
// upper left one in the order of reading.
func quarters(w, h int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.SetRGBA(x, y, [4]color.RGBA{{R: 255, A: 255}, {G: 255, A: 255}, {B: 255, A: 255}, {R: 255, G: 255, B: 255, A: 255}}[2*(2*y/h)+2*x/w])
		}
	}
	return img
}

func jpegOf(t testing.TB, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func pngOf(t testing.TB, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// exif is a JPEG segment with an orientation, a place and a camera.
func exif(order binary.AppendByteOrder, how uint16) []byte {
	tiff := []byte("II*\x00")
	if order.AppendUint16(nil, 1)[0] == 0 {
		tiff = []byte("MM\x00*")
	}
	tiff = order.AppendUint32(tiff, 8)
	tiff = order.AppendUint16(tiff, 2)
	tiff = order.AppendUint16(tiff, 0x010f) // camera maker
	tiff = order.AppendUint16(tiff, 2)
	tiff = order.AppendUint32(tiff, 4)
	tiff = append(tiff, "CAM\x00"...)
	tiff = order.AppendUint16(tiff, orientationTag)
	tiff = order.AppendUint16(tiff, 3)
	tiff = order.AppendUint32(tiff, 1)
	tiff = order.AppendUint16(tiff, how)
	tiff = append(tiff, "\x00\x00\x00\x00\x00\x00GPS 58.0105, 56.2294"...)
	segment := append([]byte("Exif\x00\x00"), tiff...)
	return append(binary.BigEndian.AppendUint16([]byte{0xff, 0xe1}, uint16(len(segment)+2)), segment...)
}

// withSegment puts a segment behind the first mark of a JPEG.
func withSegment(jpg, segment []byte) []byte {
	return bytes.Join([][]byte{jpg[:2], segment, jpg[2:]}, nil)
}

// flood is a PNG that claims to be large and holds nothing.
func flood(w, h uint32, bits, kind byte) []byte {
	head := append([]byte("IHDR"), binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, w), h)...)
	head = append(head, bits, kind, 0, 0, 0)
	out := append([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0d"), head...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(head))
}

// textChunk puts a remark into a PNG, before its end.
func textChunk(file []byte, text string) []byte {
	chunk := append([]byte("tEXt"), "Comment\x00"+text...)
	whole := binary.BigEndian.AppendUint32(nil, uint32(len(chunk)-4))
	whole = binary.BigEndian.AppendUint32(append(whole, chunk...), crc32.ChecksumIEEE(chunk))
	end := len(file) - 12
	return bytes.Join([][]byte{file[:end], whole, file[end:]}, nil)
}

func testPDF(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name+".pdf"))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

const letter = "Received: from mail.example.org\r\nFrom: =?UTF-8?B?0JzQsNGA0LjRjw==?= <maria@example.org>\r\nDate: Sun, 22 Nov 2026 09:00:00 +0300\r\nSubject: Vertrag\r\nContent-Type: text/html\r\n\r\n<html><script>alert(1)</script></html>\r\n"

// lockedDOCX is the beginning of what Word writes for a document with a password.
func lockedDOCX() []byte {
	name := strings.Join(strings.Split("EncryptedPackage", ""), "\x00") + "\x00"
	return append(append(bytes.Clone(compound), make([]byte, 1024)...), name...)
}

// overlapping is an archive whose last part stands in its directory twice, the
// second time under another name: both would be unpacked from the same bytes.
func overlapping(t testing.TB) []byte {
	b := docx(t, entry{name: "part-a", text: strings.Repeat("x", 4000)})
	end := bytes.LastIndex(b, []byte("PK\x05\x06"))
	last := bytes.LastIndex(b, []byte("PK\x01\x02"))
	again := bytes.Replace(b[last:end], []byte("part-a"), []byte("part-b"), 1)
	tail := bytes.Clone(b[end:])
	for _, count := range []int{8, 10} {
		tail[count]++
	}
	binary.LittleEndian.PutUint32(tail[12:], binary.LittleEndian.Uint32(tail[12:])+uint32(len(again)))
	return bytes.Join([][]byte{b[:end], again, tail}, nil)
}
