package guest

import (
	"slices"

	"pobratim/internal/front/portal"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/keep"
)

// around is everything that stands around a page.
type around struct {
	ui.Document
	Skip      string
	Place     ui.Place
	Demo      *ui.Demo
	Language  string // label of the switch
	Languages []ui.Link
	Notice    *ui.Notice
	Contact   []ui.Value
	Only      string // who may read this
}

// render puts the frame around a page.
func (f *Frame) render(v *visit, p web.Page) ([]byte, error) {
	s := v.scene
	view := &web.View{Scene: s, Title: p.Title, D: p.Data, Page: p}
	name := keep.Said(s, v.city.Name).Text
	frame := around{
		Document: ui.Document{
			Lang: s.Lang, Title: p.Title + " — " + name, NoIndex: true,
			Assets: ui.Assets{Styles: []string{s.Asset("portal.css")}, Icon: s.Asset("favicon.svg")},
		},
		Skip: s.T("guest.skip"), Place: ui.Place{Name: name, Under: s.T("guest.title"), Href: f.Base + "/", Crest: v.city.Crest},
		Language: s.T("guest.language"), Notice: f.speech(v), Contact: portal.Reach(s, &v.city),
	}
	if len(v.city.Accent) > 0 {
		frame.Assets.Styles = append(frame.Assets.Styles, f.Base+"/accent.css")
	}
	if !v.city.Demo.IsZero() {
		frame.Demo = &ui.Demo{Label: s.T("guest.demo"), Text: keep.Said(s, v.city.Demo).Text}
	}
	if v.link.ID != "" {
		frame.Only = s.T("guest.only")
	}
	for _, lang := range f.Catalog.Languages() {
		frame.Languages = append(frame.Languages, ui.Link{Text: i18n.Native(lang), Href: s.Here("lang", lang), Lang: lang, HrefLang: lang, Current: lang == s.Lang})
	}
	view.Frame = frame
	return f.templates.Render(p.Template, view)
}

// speech says that the page is not in the guest's language, or that a part of it
// is not in the page's.
func (f *Frame) speech(v *visit) *ui.Notice {
	s := v.scene
	if wish := v.link.Lang; wish != "" && !slices.Contains(f.Catalog.Languages(), wish) && s.URL.Query().Get("lang") == "" {
		return &ui.Notice{Tone: ui.ToneInfo, Text: s.T("guest.no_words", "language", s.Language(wish))}
	}
	langs := s.Fallen()
	if len(langs) == 0 {
		return nil
	}
	names := make([]string, len(langs))
	for i, lang := range langs {
		names[i] = s.Language(lang)
	}
	return &ui.Notice{Tone: ui.ToneInfo, Text: s.T("portal.only", "languages", s.Join(names))}
}
