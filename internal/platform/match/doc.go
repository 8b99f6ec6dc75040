// Package match finds out whether what a file says is a record that we have: by
// names in any spelling, addresses, numbers, places and days. An Index finds
// candidates by their traits, Same judges one, Compare says what a file adds and
// where it differs. It decides nothing: what is done with a match is the
// import's affair (package intake).
package match
