package fill

import (
	"path"
	"strings"
)

// absent names the pictures of a part whose files are not in the archive: an
// office program would show an empty frame. Those that a mark replaces need none.
func (t *Template) absent(name string, root *node) ([]Problem, error) {
	targets, err := t.targets(name)
	if err != nil {
		return nil, err
	}
	var wrong []Problem
	root.each(func(n *node) bool {
		if n.frame != nil {
			return false
		}
		file := ""
		switch {
		case t.Format == DOCX && n.name == "a:blip" && n.attr("r:embed") != "":
			if file = targets[n.attr("r:embed")]; file == "" {
				file = n.attr("r:embed")
			}
		case t.Format == ODT && n.name == "draw:image" && n.attr("xlink:href") != "":
			file = path.Clean(n.attr("xlink:href"))
		}
		if file == "" || t.box.Has(file) {
			return true
		}
		place := Place{t.role(name), path.Base(file)}
		if p := n.within(t.d.paragraph); p != nil {
			if text := strings.TrimSpace(p.words()); text != "" {
				place.Text = around(text, 0, min(len(text), 1))
			}
		}
		wrong = append(wrong, Problem{Key: "fill.absent", Name: path.Base(file), Place: place})
		return true
	})
	return wrong, nil
}

// targets are where the relations of a part of a DOCX lead within the archive.
func (t *Template) targets(name string) (map[string]string, error) {
	to := map[string]string{}
	if t.Format != DOCX {
		return to, nil
	}
	dir, base := path.Split(name)
	src, err := t.box.Read(dir + "_rels/" + base + ".rels")
	if err != nil {
		return nil, err
	}
	rels, err := parse(src)
	if err != nil {
		return nil, err
	}
	rels.each(func(n *node) bool {
		if strings.HasSuffix(n.name, "Relationship") && n.attr("TargetMode") != "External" {
			target := n.attr("Target")
			if !strings.HasPrefix(target, "/") {
				target = dir + target
			}
			to[n.attr("Id")] = strings.TrimPrefix(path.Clean(target), "/")
		}
		return true
	})
	return to, nil
}
