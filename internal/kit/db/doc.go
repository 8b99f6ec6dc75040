// Package db opens the two database engines the product runs on and lets one
// SQL text serve both.
//
// It owns opening (durable settings, version and collation checks),
// transactions, scanning, the collector for optional conditions, the reading
// of unique-key violations and the running of migrations. Together with
// platform/search it is the only place that knows which engine is behind it.
//
// The rules for the text of queries (architecture decision 0002):
//
//  1. letters are folded in Go into a …_fold column; no lower(), no LIKE on raw text
//  2. NULLS LAST is always written; NOT NULL with a default is preferred
//  3. PostgreSQL has to compare text byte by byte; Open refuses otherwise
//  4. JSON is read whole into Go
//  5. time comes from Go
//  6. formatting and rounding happen in Go
//  7. unique indexes are named table_column_key, so that both engines' errors
//     lead to the same key
package db
