package setting

import (
	"net/http"
	"slices"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
)

// step is one page of the set-up: show makes it, take reads it and says where
// to go on.
type step struct {
	name       string
	show, take func(r *http.Request, st *state) (web.Reply, error)
	ready      func(st *state) bool // what has to be answered before
}

func (s *Setup) steps() []step {
	always := func(*state) bool { return true }
	return []step{
		{"city", s.cityPage, s.takeCity, always},
		{"you", s.youPage, s.takeYou, func(st *state) bool { return st.city.Main != "" }},
		{"partners", s.partnersPage, s.takePartners, func(st *state) bool { return st.secret != nil }},
		{"understood", s.understoodPage, s.takeUnderstood, func(st *state) bool { return st.read }},
		{"check", s.checkPage, s.takeCheck, func(st *state) bool { return st.read }},
	}
}

// locked serves one request at a time: one person sets up.
func (s *Setup) locked(handle web.Handler) web.Handler {
	return func(r *http.Request) (web.Reply, error) {
		s.mu.Lock()
		defer s.mu.Unlock()
		return handle(r)
	}
}

// inside lets only the browser in that used the code, and in the order of the
// steps.
func (s *Setup) inside(name string, handle func(r *http.Request, st *state) (web.Reply, error)) web.Handler {
	return s.locked(func(r *http.Request) (web.Reply, error) {
		if s.done != nil {
			return nil, errs.New(errs.NotFound, "record.missing")
		}
		st := s.known(r)
		if st == nil {
			return web.Redirect{To: "/"}, nil
		}
		for _, step := range s.steps() {
			if !step.ready(st) {
				return web.Redirect{To: "/" + before(s.steps(), step.name)}, nil
			}
			if step.name == name {
				break
			}
		}
		return handle(r, st)
	})
}

func before(steps []step, name string) string {
	i := slices.IndexFunc(steps, func(s step) bool { return s.name == name })
	return steps[max(0, i-1)].name
}

// wizardPage is a page of the set-up that is one form.
type wizardPage struct {
	Head  ui.Head
	Form  ui.Form
	Check *ui.CheckAnswers
}

func wizard(sc *web.Scene, name string, p *wizardPage, failed error) (web.Reply, error) {
	title := sc.T("setting.setup." + name)
	p.Head.Title = ui.Value{Text: title}
	if p.Head.Lead == "" && sc.Has("setting.setup."+name+".lead") {
		p.Head.Lead = sc.T("setting.setup." + name + ".lead")
	}
	at := "/" + name
	if name == "code" {
		at = "/"
	}
	p.Form.Action, p.Form.Once = sc.Path(at), sc.Once()
	if p.Form.Submit.Text == "" {
		p.Form.Submit = ui.Button{Text: sc.T("setting.setup.next"), Kind: ui.ButtonPrimary}
	}
	page := web.Page{Template: "setting/wizard", Title: title, Data: p, Head: web.Head{NoIndex: true}}
	if failed != nil {
		status, ok := sc.Mark(&p.Form, failed)
		if !ok {
			return nil, failed
		}
		page.Status, page.Title = status, sc.ErrorTitle(title)
	}
	return page, nil
}

// onward is the next step, or the last one for those who came back from there to
// change an answer.
func onward(st *state, next string) string {
	if st.read {
		return "/check"
	}
	return next
}

func (s *Setup) codePage(r *http.Request) (web.Reply, error) {
	if s.done != nil {
		return nil, errs.New(errs.NotFound, "record.missing")
	}
	s.refresh()
	if s.known(r) != nil && s.state.lang != "" {
		return web.Redirect{To: "/city"}, nil
	}
	return s.showCode(r, nil)
}

func (s *Setup) showCode(r *http.Request, failed error) (web.Reply, error) {
	sc := web.SceneOf(r)
	langs := ui.Field{Kind: ui.FieldRadios, Name: "lang", Label: sc.T("setting.lang")}
	chosen := r.PostFormValue("lang")
	for i, lang := range s.langs {
		langs.Options = append(langs.Options, ui.Option{Value: lang, Label: sc.T("setting.lang." + lang), Lang: lang, Selected: lang == chosen || chosen == "" && i == 0})
	}
	return wizard(sc, "code", &wizardPage{Form: ui.Form{Fields: []ui.Field{
		{Kind: ui.FieldText, Name: "code", Label: sc.T("setting.setup.code.label"), Hint: sc.T("setting.setup.code.hint"), Width: ui.WidthShort, Autocomplete: "one-time-code", NoSpell: true, Autofocus: true},
		langs,
	}}}, failed)
}

func (s *Setup) takeCode(r *http.Request) (web.Reply, error) {
	if s.done != nil {
		return nil, errs.New(errs.NotFound, "record.missing")
	}
	lang := r.PostFormValue("lang")
	if !slices.Contains(s.langs, lang) {
		lang = s.langs[0]
	}
	cookie, err := s.enter(r.Context(), r.PostFormValue("code"), r.RemoteAddr)
	if err != nil {
		return s.showCode(r, err)
	}
	s.state.lang = lang
	return web.Redirect{To: "/city", Cookies: []*http.Cookie{cookie}}, nil
}
