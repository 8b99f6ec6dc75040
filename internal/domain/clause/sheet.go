package clause

import (
	"archive/zip"
	"bytes"
	"context"
	"strings"
	"time"

	"pobratim/internal/kit/errs"
)

// Missing lists what keeps a text from being ready: in its clauses, in the names
// of the parties, in the posts of those who sign.
func (s *Service) Missing(ctx context.Context, t Text) ([]Problem, error) {
	clauses, err := s.Clauses(ctx, t.ID)
	if err != nil {
		return nil, err
	}
	posts, err := s.postless(ctx, t)
	return append(Problems(t, clauses), posts...), err
}

// postless are the signatories whose post is not known in a language of the text.
func (s *Service) postless(ctx context.Context, t Text) ([]Problem, error) {
	var found []Problem
	signers, err := s.signers(ctx, t)
	for _, one := range signers {
		for _, lang := range t.Langs() {
			if !one.Post.IsZero() && one.Post.Get(lang) == "" {
				found = append(found, Problem{"", errs.Field("signatories", "text.post.missing", "lang", lang, "name", one.Name.In("ru").Value)})
			}
		}
	}
	return found, err
}

// signers are who signs, with the names that are known in each language.
func (s *Service) signers(ctx context.Context, t Text) ([]Signer, error) {
	all, err := s.deps.Papers.Signatories(ctx, t.Agreement)
	signers := make([]Signer, len(all))
	for i, one := range all {
		signers[i] = Signer{Side: one.Side, Post: one.Post}
		for _, lang := range t.Langs() {
			name := one.Name
			if one.Person != "" {
				if known := s.deps.Person(ctx, one.Person, lang); known != "" {
					name = known
				}
			}
			signers[i].Name.Set(lang, name)
		}
	}
	return signers, err
}

// Sheet is what the copies of a text are made of. A text that is not whole in
// all its languages gives no paper.
func (s *Service) Sheet(ctx context.Context, id string) (Sheet, error) {
	t, err := s.Text(ctx, id)
	if err != nil {
		return Sheet{}, err
	}
	missing, err := s.Missing(ctx, t)
	if err != nil {
		return Sheet{}, err
	}
	if len(missing) > 0 {
		return Sheet{}, errs.New(errs.Invalid, "text.no_paper")
	}
	sheet := Sheet{Text: t}
	if sheet.Clauses, err = clausesOf(ctx, s.DB, id); err != nil {
		return Sheet{}, err
	}
	sheet.Signers, err = s.signers(ctx, t)
	return sheet, err
}

// Paper writes a copy as DOCX or PDF, and gives the name of the file.
func (s *Service) Paper(ctx context.Context, id string, whose Copy, kind string) (body []byte, name string, err error) {
	sheet, err := s.Sheet(ctx, id)
	if err != nil {
		return nil, "", err
	}
	body, err = s.written(ctx, sheet, whose, kind)
	return body, sheet.called(whose, kind), err
}

// called is the name of a copy's file.
func (sheet Sheet) called(whose Copy, kind string) string {
	return strings.Join([]string{"agreement", string(sheet.Text.State), string(whose)}, "-") + "." + kind
}

// written is a copy as a file.
func (s *Service) written(ctx context.Context, sheet Sheet, whose Copy, kind string) ([]byte, error) {
	doc := sheet.Copy(whose)
	if kind == "pdf" {
		return doc.PDF(ctx, s.deps.Set)
	}
	var b bytes.Buffer
	err := doc.DOCX(&b)
	return b.Bytes(), err
}

// Kinds are the kinds of files that a copy can be.
func Kinds() []string { return []string{"docx", "pdf"} }

// Pack writes the copies of both parties as one ZIP, each in every kind, and gives
// its name. The same text gives the same bytes.
func (s *Service) Pack(ctx context.Context, id string) (body []byte, name string, err error) {
	sheet, err := s.Sheet(ctx, id)
	if err != nil {
		return nil, "", err
	}
	var b bytes.Buffer
	pack := zip.NewWriter(&b)
	for _, whose := range Copies() {
		for _, kind := range Kinds() {
			one, err := s.written(ctx, sheet, whose, kind)
			if err != nil {
				return nil, "", err
			}
			to, err := pack.CreateHeader(&zip.FileHeader{Name: sheet.called(whose, kind), Method: zip.Deflate, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)})
			if err != nil {
				return nil, "", err
			}
			if _, err := to.Write(one); err != nil {
				return nil, "", err
			}
		}
	}
	if err := pack.Close(); err != nil {
		return nil, "", err
	}
	return b.Bytes(), "agreement-" + string(sheet.Text.State) + ".zip", nil
}
