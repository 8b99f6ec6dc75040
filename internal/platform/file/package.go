package file

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"io/fs"
	"strings"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
)

// What a package of files (DOCX, XLSX, ODT are ZIP archives) may hold. Nothing
// is unpacked here but the lists of parts; the limits keep out archives that
// would do harm to whoever unpacks them later.
const (
	maxParts     = 2000
	maxUnpacked  = 200 << 20 // bytes of all parts together
	maxRatio     = 100       // of unpacked to packed, for parts past ratioFrom
	ratioFrom    = 1 << 20   // bytes
	maxListBytes = 1 << 20   // of the list of parts
)

// The main parts of what is accepted. Documents with macros have other ones.
const (
	mainDOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
	mainXLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
)

// checkPackage accepts a package of the claimed type.
func checkPackage(typ Type, body []byte) error {
	if typ != ODT && lockedOffice(body) {
		return locked()
	}
	if !bytes.HasPrefix(body, []byte("PK\x03\x04")) {
		return wrongType()
	}
	r, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return damaged(err)
	}
	if err := checkParts(r.File, int64(len(body))); err != nil {
		return err
	}
	if typ == ODT {
		return checkODT(r)
	}
	return checkOffice(typ, r)
}

// checkParts looks at the directory of an archive: number, names and sizes.
func checkParts(parts []*zip.File, packed int64) error {
	if len(parts) > maxParts {
		return errs.Field(at, "file.parts", "n", maxParts)
	}
	seen := make(map[string]bool, len(parts))
	var in, out uint64
	for _, p := range parts {
		name := strings.TrimSuffix(p.Name, "/")
		if p.Flags&1 != 0 {
			return locked()
		}
		if !fs.ValidPath(name) || strings.ContainsAny(name, "\\\x00") || seen[strings.ToLower(name)] || !p.Mode().IsRegular() && !p.Mode().IsDir() {
			return damaged(errors.New("odd or repeated part name"))
		}
		seen[strings.ToLower(name)] = true
		if p.UncompressedSize64 > maxUnpacked || p.UncompressedSize64 > ratioFrom && p.UncompressedSize64/maxRatio > p.CompressedSize64 {
			return errs.Field(at, "file.unpacks", "size", i18n.Bytes(maxUnpacked))
		}
		in, out = in+min(p.CompressedSize64, 1<<40), out+p.UncompressedSize64
	}
	if out > maxUnpacked {
		return errs.Field(at, "file.unpacks", "size", i18n.Bytes(maxUnpacked))
	}
	if in > uint64(packed) {
		return damaged(errors.New("parts overlap"))
	}
	return nil
}

// checkOffice reads the list of parts of an Office Open XML package.
func checkOffice(typ Type, r *zip.Reader) error {
	list, err := part(r, "[Content_Types].xml")
	if err != nil {
		return wrongType().Because(err)
	}
	want := mainDOCX
	if typ == XLSX {
		want = mainXLSX
	}
	var main bool
	err = elements(list, func(e xml.StartElement) {
		if e.Name.Local == "Override" && attr(e, "ContentType") == want {
			_, err := r.Open(strings.TrimPrefix(attr(e, "PartName"), "/"))
			main = main || err == nil
		}
	})
	if err != nil {
		return damaged(err)
	}
	if !main {
		return wrongType()
	}
	for _, p := range r.File {
		if strings.HasSuffix(strings.ToLower(p.Name), "vbaproject.bin") {
			return wrongType()
		}
	}
	return nil
}

// checkODT reads type and manifest of an OpenDocument package.
func checkODT(r *zip.Reader) error {
	first := len(r.File) > 0 && r.File[0].Name == "mimetype" && r.File[0].Method == zip.Store
	media, err := part(r, "mimetype")
	if err != nil || !first || string(media) != ODT.Media() {
		return wrongType().Because(err)
	}
	manifest, err := part(r, "META-INF/manifest.xml")
	if err != nil {
		return damaged(err)
	}
	encrypted := false
	err = elements(manifest, func(e xml.StartElement) { encrypted = encrypted || e.Name.Local == "encryption-data" })
	switch {
	case err != nil:
		return damaged(err)
	case encrypted:
		return locked()
	}
	return nil
}

// part reads one small part of an archive.
func part(r *zip.Reader, name string) ([]byte, error) {
	f, err := r.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, maxListBytes+1))
	if err == nil && len(b) > maxListBytes {
		err = errors.New(name + " is too long")
	}
	return b, err
}

// elements shows every element of an XML text. A document type is refused: it
// is where entities are declared that grow or lead elsewhere.
func elements(text []byte, visit func(xml.StartElement)) error {
	d := xml.NewDecoder(bytes.NewReader(text))
	for {
		t, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		switch t := t.(type) {
		case xml.Directive:
			return errors.New("the XML has a document type")
		case xml.StartElement:
			visit(t)
		}
	}
}

func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
