package outbox

import (
	"net/http"

	"pobratim/internal/kit/mail"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
)

// preview is the message as its recipient will see it.
type preview struct {
	From, To string
	Subject  []piece
	Texts    []previewText
	Plain    string
	Files    []ui.Value
}

// previewText is the body in one language.
type previewText struct {
	Lang, Language, Dir string
	Paragraphs          [][][]piece // lines of pieces
}

// piece is a run of words; a gap is a placeholder that nobody has filled in.
type piece struct {
	Text string
	Gap  bool
}

func pieces(text string) []piece {
	var all []piece
	last := 0
	for _, at := range gap.FindAllStringIndex(text, -1) {
		if at[0] > last {
			all = append(all, piece{Text: text[last:at[0]]})
		}
		all = append(all, piece{text[at[0]:at[1]], true})
		last = at[1]
	}
	if last < len(text) {
		all = append(all, piece{Text: text[last:]})
	}
	return all
}

func (s *Service) preview(r *http.Request, m Message) (preview, error) {
	scene := web.SceneOf(r)
	p := preview{From: m.Sender, Subject: pieces(m.Subject())}
	if len(m.To) > 0 {
		p.To = m.To[0]
	}
	letter := mail.Message{Texts: m.texts()}
	p.Plain = letter.Plain()
	for _, t := range letter.Texts {
		one := previewText{Lang: t.Lang, Language: scene.Language(t.Lang), Dir: ui.LangValue{Lang: t.Lang}.Dir()}
		for _, paragraph := range t.Paragraphs() {
			var lines [][]piece
			for _, line := range paragraph {
				lines = append(lines, pieces(line))
			}
			one.Paragraphs = append(one.Paragraphs, lines)
		}
		p.Texts = append(p.Texts, one)
	}
	if s.deps.Files == nil {
		return p, nil
	}
	own, err := s.deps.Files.List(r.Context(), m.Ref())
	if err != nil && mayNot(err) {
		return p, nil
	}
	for _, f := range own {
		p.Files = append(p.Files, ui.Value{Text: f.Name, Note: scene.Size(f.Size)})
	}
	for _, one := range m.Files {
		switch f, getErr := s.deps.Files.Get(r.Context(), one); {
		case getErr == nil:
			p.Files = append(p.Files, ui.Value{Text: f.Name, Note: scene.Size(f.Size)})
		case mayNot(getErr):
			p.Files = append(p.Files, ui.Value{Text: scene.T("outbox.file.gone")})
		default:
			err = getErr
		}
	}
	return p, err
}
