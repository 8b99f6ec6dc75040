// Package tables owns what the pages of an import show of a table that was
// understood, what they ask of it, and what a person answers: what it is about,
// which row heads it, what its columns and the groups of a mixed list mean.
package tables
