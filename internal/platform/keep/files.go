package keep

import "embed"

// Files holds the form pages and words that all subjects share.
//
//go:embed templates locale
var Files embed.FS
