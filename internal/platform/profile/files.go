package profile

import "embed"

// Files holds the templates of this package; its words stand with those of
// package account.
//
//go:embed templates
var Files embed.FS
