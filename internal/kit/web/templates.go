package web

import (
	"bytes"
	"fmt"
	"html/template"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"

	"pobratim/internal/kit/web/ui"
)

// View is what a template sees as its dot. D is the page struct of the subject,
// Frame what the frame puts around it.
type View struct {
	*Scene
	Title  string
	Frame  any
	D      any
	Panels []Panel      // what other subjects say of the record
	Line   *ui.Timeline // what happened with it, all subjects together
	Page   Page
}

// Panel finds what one subject says; nil when it is silent.
func (v *View) Panel(name string) *Panel {
	for i := range v.Panels {
		if v.Panels[i].Name == name {
			return &v.Panels[i]
		}
	}
	return nil
}

// Panel is what another subject says on a page, already rendered.
type Panel struct {
	Name  string // anchor on the page
	Title string
	Count string // number of entries in words, or empty
	Body  template.HTML
}

// Templates holds one set of templates per page: frame and components and the
// page itself. A set is made when its page is first shown.
type Templates struct {
	base  func() (*template.Template, error) // frame and components, never executed
	pages map[string]source
	sets  sync.Map // name → func() (*template.Template, error)
}

type source struct {
	files fs.FS
	path  string
}

// NewTemplates finds the pages of the subjects: the file templates/list.html of
// subject partner is the page "partner/list". Shared file systems hold the frame
// and the components; their files may define any number of templates. Funcs
// shape what a template shows and never decide anything.
func NewTemplates(funcs template.FuncMap, shared []fs.FS, subjects map[string]fs.FS) (*Templates, error) {
	t := &Templates{pages: map[string]source{}}
	t.base = sync.OnceValues(func() (*template.Template, error) { return parseShared(funcs, shared) })
	for name, files := range subjects {
		found, err := fs.Glob(files, "templates/*.html")
		if err != nil {
			return nil, err
		}
		for _, file := range found {
			page := name + "/" + strings.TrimSuffix(path.Base(file), ".html")
			t.pages[page] = source{files, file}
		}
	}
	return t, nil
}

// Names lists all pages.
func (t *Templates) Names() []string {
	return slices.Sorted(maps.Keys(t.pages))
}

func (t *Templates) set(name string) (*template.Template, error) {
	once, _ := t.sets.LoadOrStore(name, sync.OnceValues(func() (*template.Template, error) { return t.parse(name) }))
	return once.(func() (*template.Template, error))()
}

func parseShared(funcs template.FuncMap, shared []fs.FS) (*template.Template, error) {
	set := template.New("").Funcs(funcs).Option("missingkey=error")
	for _, files := range shared {
		found, err := fs.Glob(files, "templates/*.html")
		if err != nil {
			return nil, err
		}
		for _, file := range found {
			if err := parseInto(set, files, file); err != nil {
				return nil, err
			}
		}
	}
	return set, nil
}

func (t *Templates) parse(name string) (*template.Template, error) {
	page, ok := t.pages[name]
	if !ok {
		return nil, fmt.Errorf("there is no page %q", name)
	}
	base, err := t.base()
	if err != nil {
		return nil, err
	}
	set, err := base.Clone()
	if err != nil {
		return nil, err
	}
	return set, parseInto(set, page.files, page.path)
}

func parseInto(set *template.Template, files fs.FS, file string) error {
	text, err := fs.ReadFile(files, file)
	if err != nil {
		return err
	}
	_, err = set.New(file).Parse(string(text))
	return err
}

// Render executes the frame's template "frame" around the page.
func (t *Templates) Render(name string, view *View) ([]byte, error) {
	return t.execute(name, "frame", view)
}

// Fragment executes only the page's own template "content", for panels.
func (t *Templates) Fragment(name string, view *View) ([]byte, error) {
	return t.execute(name, "content", view)
}

func (t *Templates) execute(name, part string, view *View) ([]byte, error) {
	set, err := t.set(name)
	if err != nil {
		return nil, err
	}
	buf := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(buf)
	buf.Reset()
	if err := set.ExecuteTemplate(buf, part, view); err != nil {
		return nil, err
	}
	return bytes.Clone(buf.Bytes()), nil
}

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// Shown lists the pages and fragments that have been asked for at least once,
// so that a test can name those that nothing ever shows.
func (t *Templates) Shown() []string {
	var names []string
	t.sets.Range(func(name, _ any) bool {
		names = append(names, name.(string))
		return true
	})
	slices.Sort(names)
	return names
}

// Check parses every page, whether it was shown or not.
func (t *Templates) Check() error {
	for _, name := range t.Names() {
		if _, err := t.set(name); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}
