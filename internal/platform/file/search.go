package file

import (
	"context"
	"errors"
	"io"
	"slices"
	"unicode/utf8"

	"pobratim/internal/kit/blob"
	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/db"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/record"
)

// textMax is how much of a document's text is kept for the search, in bytes.
const textMax = 256 << 10

// Reader finds the text of a document.
type Reader func(ctx context.Context, document io.Reader) (string, error)

// Reads says how the text of documents is found. It is called once, while the
// program is built; without it files are found by their names alone.
func (s *Service) Reads(text Reader) { s.text = text }

// readable tells whether files of a type have text that can be found.
func (s *Service) readable(t Type) bool {
	return s.text != nil && slices.Contains([]Type{PDF, DOCX, XLSX, ODT, TXT}, t)
}

// searching is how files are searched: by name, remark and text, under the rules
// of the record that they are attached to.
func (s *Service) searching() *record.Searching {
	return &record.Searching{
		Read: s.searched, Prepare: s.prepare,
		IDs: func(ctx context.Context, h db.Handle, after string, limit int) ([]string, error) {
			return db.All(ctx, h, db.Value[string], allIDs, after, limit)
		},
		Public: func(ctx context.Context, id string) (string, error) {
			if _, err := s.Get(asPublic(ctx), id); err != nil {
				return "", err
			}
			return "/files/" + id, nil
		},
	}
}

func (s *Service) searched(ctx context.Context, h db.Handle, id string, _ []*i18n.Printer) (record.Searched, error) {
	a, err := byID(ctx, h, id)
	if err != nil {
		return record.Searched{}, err
	}
	found := record.Searched{
		Circle: a.Visibility, Binned: a.Binned, About: a.About,
		Titles:   []record.Passage{{Text: a.Name, Lang: a.Language}},
		Passages: []record.Passage{{Text: a.Note}, {Text: a.Licence}},
	}
	if !s.readable(a.Type) {
		return found, nil
	}
	text, known, err := textOf(ctx, h, a.Sum)
	found.Later = !known
	found.Passages = append(found.Passages, record.Passage{Text: text, Lang: a.Language})
	return found, err
}

// prepare reads the text of a document, unless that was done for the same bytes
// before. What cannot be read is noted and not tried again.
func (s *Service) prepare(ctx context.Context, id string) error {
	a, err := byID(ctx, s.DB, id)
	if errs.KindOf(err) == errs.NotFound && err != nil || err == nil && !s.readable(a.Type) {
		return nil
	}
	if err != nil {
		return err
	}
	if _, known, err := textOf(ctx, s.DB, a.Sum); err != nil || known {
		return err
	}
	text, problem, err := s.read(ctx, a.Sum)
	if err != nil {
		return err
	}
	return keepText(ctx, s.DB, a.Sum, text, problem, clock.Stamp(s.clock()))
}

// read finds the text of stored bytes; problem is the key of what is wrong with
// the document itself.
func (s *Service) read(ctx context.Context, sum blob.Sum) (text, problem string, err error) {
	content, err := s.blobs.OpenVerified(ctx, sum)
	if err != nil {
		return "", "", err
	}
	defer content.Close()
	text, err = s.text(ctx, content)
	var e *errs.E
	if errors.As(err, &e) && e.Kind == errs.Invalid {
		return "", e.Key, nil
	}
	return short(text), "", err
}

// short cuts a text to what is kept, at the end of a character.
func short(text string) string {
	if len(text) <= textMax {
		return text
	}
	at := textMax
	for at > 0 && !utf8.RuneStart(text[at]) {
		at--
	}
	return text[:at]
}
