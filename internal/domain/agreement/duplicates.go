package agreement

import "pobratim/internal/platform/duplicate"

// Duplicates is the register in which a paper may stand twice.
func (s *Service) Duplicates() []duplicate.Register {
	return []duplicate.Register{{Kind: Kind, Sort: duplicate.Papers, Columns: duplicate.Columns{Names: "title", When: "signed", Place: "partner"}}}
}
