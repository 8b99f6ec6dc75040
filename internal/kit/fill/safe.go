package fill

import (
	"bytes"
	"encoding/xml"
	"io"
	"regexp"
	"strings"

	"pobratim/internal/kit/errs"
)

// safe refuses files that do more than say something: macros, objects, and what
// is fetched from elsewhere.
func (t *Template) safe() error {
	for _, name := range t.box.Names() {
		low := strings.ToLower(name)
		base := low[strings.LastIndexByte(low, '/')+1:]
		switch {
		case strings.HasPrefix(base, "vbaproject"), strings.HasPrefix(base, "vbadata"), t.Format == ODT && (strings.HasPrefix(low, "basic/") || strings.HasPrefix(low, "scripts/")), strings.Contains(low, "/activex/"):
			return errs.New(errs.Invalid, "fill.macros")
		case strings.HasSuffix(low, ".rels"):
			if err := t.relations(name); err != nil {
				return err
			}
		}
	}
	if t.Format == DOCX {
		types, err := t.box.Read("[Content_Types].xml")
		if err != nil {
			return err
		}
		if bytes.Contains(bytes.ToLower(types), []byte("macroenabled")) {
			return errs.New(errs.Invalid, "fill.macros")
		}
		if len(types) == 0 {
			return errs.New(errs.Invalid, "fill.kind")
		}
		return nil
	}
	manifest, err := t.box.Read("META-INF/manifest.xml")
	if err == nil && bytes.Contains(manifest, []byte("encryption-data")) {
		return errs.New(errs.Invalid, "zipbox.locked")
	}
	return err
}

// relations refuses parts that lie outside the file, but for links that a reader
// presses and the template of the office program, which is forgotten.
func (t *Template) relations(name string) error {
	src, err := t.box.Read(name)
	if err != nil {
		return err
	}
	d := xml.NewDecoder(bytes.NewReader(src))
	for {
		token, err := d.RawToken()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return broken(err)
		}
		switch one := token.(type) {
		case xml.Directive:
			return errs.New(errs.Invalid, "fill.doctype")
		case xml.StartElement:
			kind := attrOf(one, "Type")
			kind = kind[strings.LastIndexByte(kind, '/')+1:]
			switch {
			case kind == "vbaProject" || kind == "control":
				return errs.New(errs.Invalid, "fill.macros")
			case kind == "aFChunk" || kind == "subDocument":
				return errs.New(errs.Invalid, "fill.linked")
			case strings.EqualFold(attrOf(one, "TargetMode"), "External") && kind != "hyperlink" && kind != "attachedTemplate":
				return errs.New(errs.Invalid, "fill.linked")
			}
		}
	}
}

var fetching = regexp.MustCompile(`(?i)^\s*(DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK)\b`)

// linked refuses text that is fetched from elsewhere when the file is opened, and
// what acts on its own.
func linked(d *dialect, root *node) error {
	var wrong error
	root.each(func(n *node) bool {
		if n.sort != element || wrong != nil {
			return wrong == nil
		}
		switch n.name {
		case "w:instrText":
			if fetching.MatchString(n.words()) {
				wrong = errs.New(errs.Invalid, "fill.linked")
			}
		case "w:fldSimple":
			if fetching.MatchString(n.attr("w:instr")) {
				wrong = errs.New(errs.Invalid, "fill.linked")
			}
		case "script:event-listener", "office:script":
			wrong = errs.New(errs.Invalid, "fill.macros")
		case "office:dde-source", "text:dde-connection", "text:section-source", "draw:object", "draw:object-ole", "draw:plugin", "draw:applet":
			if href := n.attr("xlink:href"); n.name != "draw:object" || !strings.HasPrefix(href, "./") && !strings.HasPrefix(href, "Object") {
				wrong = errs.New(errs.Invalid, "fill.linked")
			}
		case "draw:image", "draw:fill-image", "style:background-image":
			if href := n.attr("xlink:href"); d.kind == ODT && (strings.Contains(href, ":") || strings.HasPrefix(href, "/") || strings.HasPrefix(href, "..")) {
				wrong = errs.New(errs.Invalid, "fill.linked")
			}
		}
		return wrong == nil
	})
	return wrong
}
