package record

import "embed"

// Files holds the schema of this package.
//
//go:embed schema
var Files embed.FS
