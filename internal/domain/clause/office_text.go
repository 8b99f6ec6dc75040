package clause

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/keep"
)

// beginning is the form of a new text.
type beginning struct {
	Text
	From string // identifier of the text that it begins with
}

// beginSet asks for the agreement, its languages and what to begin with.
func (s *Service) beginSet(agreement string) keep.Set[beginning] {
	return keep.Set[beginning]{
		{Name: "agreement", At: func(b *beginning) any { return &b.Agreement }, Required: true, Options: s.deps.Papers.Options},
		{Name: "our_lang", At: func(b *beginning) any { return &b.OurLang }, Required: true, Options: languages},
		{Name: "their_lang", At: func(b *beginning) any { return &b.TheirLang }, Required: true, Options: languages},
		{Name: "third_lang", At: func(b *beginning) any { return &b.ThirdLang }, Options: languages},
		{Name: "from", At: func(b *beginning) any { return &b.From }, Options: func(ctx context.Context, scene *web.Scene) ([]ui.Option, error) {
			return s.former(ctx, scene, agreement)
		}},
	}
}

// former are the texts that a new one can begin with: those of the papers that
// the agreement follows come first.
func (s *Service) former(ctx context.Context, scene *web.Scene, agreement string) ([]ui.Option, error) {
	all, err := allTexts(ctx, s.DB)
	if err != nil {
		return nil, err
	}
	before := map[string]bool{}
	for id, steps := agreement, 0; id != "" && steps < formerMax; steps++ {
		a, err := s.deps.Papers.Agreement(ctx, id)
		if errs.KindOf(err) == errs.NotFound && err != nil {
			break
		}
		if err != nil {
			return nil, err
		}
		id = a.Renews
		before[id] = true
	}
	var first, rest []ui.Option
	for _, t := range all {
		one := ui.Option{Value: t.ID, Label: t.Called.In(scene.Lang).Value + " (" + scene.T("text.state."+string(t.State)) + ")"}
		if before[t.Agreement] {
			first = append(first, one)
		} else {
			rest = append(rest, one)
		}
	}
	return append(first, rest...), nil
}

// formerMax bounds how many papers before one are followed.
const formerMax = 50

// begin asks for a new text and makes it.
func (s *Service) begin(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	id := r.URL.Query().Get("agreement")
	if r.Method == http.MethodPost {
		id = r.PostForm.Get("agreement")
	}
	of, cancel := beginning{}, "/agreements"
	if id != "" {
		a, err := s.deps.Papers.Agreement(ctx, id)
		switch {
		case err == nil:
			of.Agreement, cancel = a.ID, "/agreements/"+a.ID
			of.OurLang, of.TheirLang, of.ThirdLang = guess(a.Languages, s.deps.Langs[0])
		case errs.KindOf(err) != errs.NotFound:
			return nil, err
		}
	}
	asked := keep.Asked[beginning]{Set: s.beginSet(of.Agreement), Kind: TextKind, Of: &of, Langs: s.deps.Langs, Title: scene.T("text.new"), Action: scene.Path("/texts"), Cancel: scene.Path(cancel), Submit: scene.T("text.add")}
	if r.Method != http.MethodPost {
		return keep.FormPage(r, asked)
	}
	asked.Typed = form.Read(r.PostForm)
	if err := asked.Set.Read(ctx, scene, TextKind, asked.Typed, &of, s.deps.Langs, ""); err != nil {
		return nil, err
	}
	if asked.Failed = asked.Typed.Err(); asked.Failed == nil {
		made, err := s.Begin(ctx, of.Text, of.From)
		if err == nil {
			return web.Redirect{To: "/texts/" + made, Notice: scene.T("keep.added")}, nil
		}
		asked.Failed = err
	}
	return keep.FormPage(r, asked)
}

// guess says which of the languages of an agreement is ours.
func guess(langs []string, home string) (ours, theirs, third string) {
	var others []string
	for _, lang := range langs {
		if lang != home {
			others = append(others, lang)
		}
	}
	all := append([]string{home}, others...)
	if !slices.Contains(langs, home) && len(langs) > 1 {
		all = others
	}
	all = append(all, "", "", "")
	return all[0], all[1], all[2]
}

// change asks for languages and names of the parties and writes them.
func (s *Service) change(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	t, err := s.Text(ctx, r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	var set keep.Set[Text]
	for _, f := range s.texts.Fields {
		if f.Name != "agreement" && f.Name != "state" {
			set = append(set, f)
		}
	}
	at := s.texts.At(&t)
	asked := keep.Asked[Text]{Set: set, Kind: TextKind, Of: &t, Langs: t.Langs(), Version: t.Version, Title: scene.T("text.change.title", "title", t.Called), Action: scene.Path(at + "/edit"), Cancel: scene.Path(at)}
	if r.Method != http.MethodPost {
		if err := t.open(); err != nil {
			return s.refused(r, t.ID, err)
		}
		return ask(r, t, asked)
	}
	asked.Typed = form.Read(r.PostForm)
	langs := t.Langs()
	t.Version = asked.Typed.Int("version")
	if err := set.Read(ctx, scene, TextKind, asked.Typed, &t, langs, ""); err != nil {
		return nil, err
	}
	if asked.Failed = asked.Typed.Err(); asked.Failed == nil {
		asked.Failed = s.Change(ctx, t)
	}
	if asked.Failed == nil {
		return web.Redirect{To: at, Notice: scene.T("keep.saved", "time", scene.Clock(scene.Now))}, nil
	}
	return ask(r, t, asked)
}

// ask shows a form below the text that it belongs to.
func ask[T any](r *http.Request, t Text, asked keep.Asked[T]) (web.Reply, error) {
	page, err := keep.FormPage(r, asked)
	if err != nil {
		return nil, err
	}
	scene := web.SceneOf(r)
	page.Crumbs = append(crumbs(scene, t), web.Crumb{Text: scene.T("text.kind"), Path: "/texts/" + t.ID})
	return page, nil
}

// finish and reopen are the presses that change the state of a text.
func (s *Service) finish(r *http.Request) (web.Reply, error) { return s.press(r, s.Finish) }

func (s *Service) reopen(r *http.Request) (web.Reply, error) { return s.press(r, s.Reopen) }

func (s *Service) press(r *http.Request, do func(ctx context.Context, id string, version int64) error) (web.Reply, error) {
	scene, id := web.SceneOf(r), r.PathValue("id")
	if _, err := s.Text(r.Context(), id); err != nil {
		return nil, err
	}
	version, err := strconv.ParseInt(r.PostForm.Get("version"), 10, 64)
	if err != nil {
		version = 0 // older than any
	}
	if err := do(r.Context(), id, version); err != nil {
		return s.refused(r, id, err)
	}
	return web.Redirect{To: "/texts/" + id, Notice: scene.T("keep.saved", "time", scene.Clock(scene.Now))}, nil
}

// discard puts a draft away.
func (s *Service) discard(r *http.Request) (web.Reply, error) {
	scene := web.SceneOf(r)
	t, err := s.Text(r.Context(), r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	if err := s.Discard(r.Context(), t.ID); err != nil {
		return s.refused(r, t.ID, err)
	}
	return web.Redirect{To: "/agreements/" + t.Agreement, Notice: scene.T("keep.binned", "title", scene.T("text.kind"))}, nil
}

// file is a copy as a file: ours.docx, theirs.pdf.
func (s *Service) file(r *http.Request) (web.Reply, error) {
	id := r.PathValue("id")
	name, kind, _ := strings.Cut(r.PathValue("file"), ".")
	var body []byte
	var called string
	var err error
	switch {
	case name == "both" && kind == "zip":
		body, called, err = s.Pack(r.Context(), id)
	case slices.Contains(Copies(), Copy(name)) && slices.Contains(Kinds(), kind):
		body, called, err = s.Paper(r.Context(), id, Copy(name), kind)
	default:
		return nil, errs.New(errs.NotFound, "record.missing")
	}
	if errs.KindOf(err) == errs.Invalid {
		return s.refused(r, id, err)
	}
	if err != nil {
		return nil, err
	}
	switch kind {
	case "pdf":
		return web.File{Name: called, Type: "application/pdf", Body: body, Inline: true}, nil
	case "zip":
		return web.File{Name: called, Type: "application/zip", Body: body}, nil
	}
	return web.File{Name: called, Type: "application/vnd.openxmlformats-officedocument.wordprocessingml.document", Body: body}, nil
}
