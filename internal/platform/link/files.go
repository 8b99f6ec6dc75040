package link

import "embed"

// Files holds schema, templates and words of this package.
//
//go:embed schema templates locale
var Files embed.FS
