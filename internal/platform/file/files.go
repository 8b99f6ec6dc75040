package file

import "embed"

// Files holds the schema, templates and words of this package.
//
//go:embed schema templates locale
var Files embed.FS
