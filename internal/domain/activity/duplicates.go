package activity

import "pobratim/internal/platform/duplicate"

// Duplicates are the registers in which an event or a series may stand twice.
func (s *Service) Duplicates() []duplicate.Register {
	return []duplicate.Register{
		{Kind: Kind, Sort: duplicate.Events, Columns: duplicate.Columns{Names: "name", When: "starts", Belongs: "partners"}},
		{Kind: SeriesKind, Sort: duplicate.Series, Columns: duplicate.Columns{Names: "name"}},
	}
}
