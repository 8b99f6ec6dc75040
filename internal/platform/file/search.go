package file

import (
	"context"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/record"
)

// searching is how files are searched: by name and remark, under the rules of
// the record that they are attached to.
func (s *Service) searching() *record.Searching {
	return &record.Searching{
		Read: func(ctx context.Context, h db.Handle, id string, _ []*i18n.Printer) (record.Searched, error) {
			a, err := byID(ctx, h, id)
			if err != nil {
				return record.Searched{}, err
			}
			return record.Searched{
				Circle: a.Visibility, Binned: a.Binned, About: a.About,
				Titles:   []record.Passage{{Text: a.Name, Lang: a.Language}},
				Passages: []record.Passage{{Text: a.Note}, {Text: a.Licence}},
			}, nil
		},
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
