package portal

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
)

// lookCookie holds the reader's look and nothing else. There is no other
// cookie on the portal.
const lookCookie = "look"

// lookOf reads the look that a reader chose before. Anything unknown is left
// out, so that there are only as many looks as the styles know.
func lookOf(r *http.Request) ui.Look {
	c, err := r.Cookie(lookCookie)
	if err != nil || len(c.Value) > 200 {
		return ui.Look{}
	}
	var look ui.Look
	for word := range strings.SplitSeq(c.Value, ".") {
		name, value, _ := strings.Cut(word, "-")
		choose(&look, name, value)
	}
	return look
}

type choice struct {
	name   string
	values []string
}

// choices are the settings and their values; the first is the ordinary one.
func choices() []choice {
	return []choice{
		{"size", []string{"100", "150", "200"}},
		{"palette", []string{"usual", "black_white", "white_black", "blue"}},
		{"spacing", []string{"usual", "wide", "wider"}},
		{"images", []string{"show", "words"}},
		{"font", []string{"sans", "serif"}},
	}
}

// choose sets one setting; a value that is not known changes nothing.
func choose(look *ui.Look, name, value string) {
	if name == "theme" {
		if slices.Contains([]string{"light", "dark", "system"}, value) {
			look.Theme = strings.TrimPrefix(value, "system")
		}
		return
	}
	for _, c := range choices() {
		if c.name != name || !slices.Contains(c.values, value) {
			continue
		}
		usual := value == c.values[0]
		switch name {
		case "size":
			look.Size, _ = strconv.Atoi(value)
			if usual {
				look.Size = 0
			}
		case "palette":
			look.Palette = strings.ReplaceAll(strings.TrimPrefix(value, "usual"), "_", "-")
		case "spacing":
			look.Spacing = strings.TrimPrefix(value, "usual")
		case "images":
			look.NoImage = !usual
		case "font":
			look.Serif = !usual
		}
	}
}

// chosen is the value of a setting in a look.
func chosen(look ui.Look, name string) string {
	switch name {
	case "size":
		return strconv.Itoa(max(look.Size, 100))
	case "palette":
		if look.Palette != "" {
			return strings.ReplaceAll(look.Palette, "-", "_")
		}
		return "usual"
	case "spacing":
		if look.Spacing != "" {
			return look.Spacing
		}
		return "usual"
	case "images":
		if look.NoImage {
			return "words"
		}
		return "show"
	case "font":
		if look.Serif {
			return "serif"
		}
		return "sans"
	}
	if look.Theme != "" {
		return look.Theme
	}
	return "system"
}

// cookie keeps a look for a year; the ordinary look needs none.
func (f *Frame) cookie(r *http.Request, look ui.Look) *http.Cookie {
	c := &http.Cookie{Name: lookCookie, Path: f.Base + "/", HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: web.Secure(r.Context()), MaxAge: -1}
	var words []string
	for _, s := range choices() {
		if v := chosen(look, s.name); v != s.values[0] {
			words = append(words, s.name+"-"+v)
		}
	}
	if look.Theme != "" {
		words = append(words, "theme-"+look.Theme)
	}
	if len(words) > 0 {
		c.Value, c.MaxAge = strings.Join(words, "."), 365*24*3600
	}
	return c
}

// settings keeps what the reader chose and leads back. It needs no key against
// repetition: twice the same choice is one choice.
func (f *Frame) settings(r *http.Request) (web.Reply, error) {
	look := lookOf(r)
	if r.PostForm.Get("reset") != "" {
		look = ui.Look{Theme: look.Theme}
	} else {
		for name := range r.PostForm {
			choose(&look, name, r.PostForm.Get(name))
		}
	}
	back := web.LocalPath(r.PostForm.Get("back"))
	if back == "" {
		back = "/"
	}
	return web.Redirect{To: back, Cookies: []*http.Cookie{f.cookie(r, look)}}, nil
}

// lowVision is the panel of «Версия для слабовидящих»; back is where it leads
// after a choice, as a path within the portal.
func lowVision(s *web.Scene, look ui.Look, back string) ui.LowVision {
	panel := ui.LowVision{
		Title: s.T("portal.look.title"), Text: s.T("portal.look.text"), Action: s.Path("/settings"),
		Hidden: []ui.Hidden{{Name: "back", Value: back}},
		Apply:  ui.Button{Text: s.T("portal.look.apply"), Kind: ui.ButtonPrimary},
		Reset:  ui.Button{Text: s.T("portal.look.reset"), Name: "reset", Value: "1"},
	}
	for _, c := range choices() {
		field := ui.Field{Kind: ui.FieldRadios, Name: c.name, Label: s.T("portal.look." + c.name)}
		now := chosen(look, c.name)
		for _, v := range c.values {
			field.Options = append(field.Options, ui.Option{Value: v, Label: s.T("portal.look." + c.name + "." + v), Selected: v == now})
		}
		panel.Choices = append(panel.Choices, field)
	}
	return panel
}

// theme is the choice of light and dark at the foot of every page.
func theme(s *web.Scene, look ui.Look, back string) *ui.Switch {
	sw := &ui.Switch{Label: s.T("portal.theme"), Action: s.Path("/settings"), Name: "theme", Hidden: []ui.Hidden{{Name: "back", Value: back}}}
	for _, v := range []string{"system", "light", "dark"} {
		sw.Options = append(sw.Options, ui.Option{Value: v, Label: s.T("portal.theme." + v), Selected: chosen(look, "theme") == v})
	}
	return sw
}

// panelPage is what the template portal/panel shows.
type panelPage struct {
	Panel     ui.LowVision
	Statement ui.Link
}

// panel shows the low-vision settings in place of any page (?vi=1).
func (f *Frame) panel(r *http.Request) (web.Reply, error) {
	s, a := web.SceneOf(r), askOf(r)
	return web.Page{
		Template: "portal/panel", Title: s.T("portal.look.title"), Head: web.Head{NoIndex: true},
		Data: panelPage{
			Panel:     lowVision(s, a.look, f.within(s)),
			Statement: ui.Link{Text: s.T("portal.access.title"), Href: s.Path("/accessibility")},
		},
	}, nil
}
