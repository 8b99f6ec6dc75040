package doctext

import (
	"io"
	"path"
	"slices"
	"strings"

	"pobratim/internal/kit/xmlscan"
	"pobratim/internal/kit/zipbox"
)

// word reads a DOCX: the text, then notes, comments, headers and footers.
func (c *collector) word(box *zipbox.Box) error {
	parts := []string{"word/document.xml"}
	for _, name := range slices.Sorted(slices.Values(box.Names())) {
		base := path.Base(name)
		for _, kind := range []string{"footnotes", "endnotes", "comments", "header", "footer"} {
			if path.Dir(name) == "word" && strings.HasPrefix(base, kind) && strings.HasSuffix(base, ".xml") {
				parts = append(parts, name)
			}
		}
	}
	return c.parts(box, parts)
}

// slides reads a PPTX in the order of its files, which is nearly always that of
// the slides, and the speaker's notes.
func (c *collector) slides(box *zipbox.Box) error {
	var parts []string
	for _, name := range slices.Sorted(slices.Values(box.Names())) {
		if dir := path.Dir(name); (dir == "ppt/slides" || dir == "ppt/notesSlides") && strings.HasSuffix(name, ".xml") {
			parts = append(parts, name)
		}
	}
	return c.parts(box, parts)
}

func (c *collector) parts(box *zipbox.Box, names []string) error {
	for _, name := range names {
		if err := c.part(box, name, c.markup); err != nil {
			return err
		}
	}
	return nil
}

func (c *collector) part(box *zipbox.Box, name string, read func(io.Reader) error) error {
	r, err := box.Open(name)
	if err != nil {
		return err
	}
	defer r.Close()
	return read(r)
}

// markup reads Office Open XML of texts and slides: what stands in t, with
// paragraphs as lines. Deleted text stands elsewhere; the fallback of a drawing
// repeats it.
func (c *collector) markup(r io.Reader) error {
	s := xmlscan.New(r)
	within := false
	for {
		kind, err := s.Next()
		if err == io.EOF {
			return c.add("\n")
		}
		if err != nil {
			return err
		}
		piece := ""
		switch kind {
		case xmlscan.Start:
			within = s.Is("t")
			switch {
			case s.Is("Fallback"):
				err = s.Pass()
			case s.Is("tab"):
				piece = " "
			case s.Is("br"), s.Is("cr"):
				piece = "\n"
			case s.Is("noBreakHyphen"):
				piece = "-"
			}
		case xmlscan.End:
			within = false
			switch {
			case s.Is("p"):
				piece = "\n"
			case s.Is("tc"):
				piece = " "
			}
		case xmlscan.Text:
			if within {
				piece = string(s.Text())
			}
		}
		if err == nil && piece != "" {
			err = c.add(piece)
		}
		if err != nil {
			return err
		}
	}
}

// openDocument reads texts, presentations and drawings.
func (c *collector) openDocument(box *zipbox.Box) error {
	manifest, err := box.Read("META-INF/manifest.xml")
	if err != nil {
		return err
	}
	if strings.Contains(string(manifest), "encryption-data") {
		return locked()
	}
	return c.part(box, "content.xml", c.paragraphs)
}

func (c *collector) paragraphs(r io.Reader) error {
	s := xmlscan.New(r)
	within := 0
	for {
		kind, err := s.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		line := s.Is("p") || s.Is("h")
		piece := ""
		switch {
		case kind == xmlscan.Start && s.Is("tracked-changes"):
			err = s.Pass()
		case kind == xmlscan.Start && line:
			within++
		case kind == xmlscan.Start && (s.Is("s") || s.Is("tab")):
			piece = " "
		case kind == xmlscan.Start && s.Is("line-break"):
			piece = "\n"
		case kind == xmlscan.End && line:
			within--
			piece = "\n"
		case kind == xmlscan.Text && within > 0:
			piece = string(s.Text())
		}
		if err == nil && piece != "" {
			err = c.add(piece)
		}
		if err != nil {
			return err
		}
	}
}
