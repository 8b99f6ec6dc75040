// Package audit owns the history of every record and the door through which
// every change goes.
//
// Log.Write is that door: one transaction holds the rows of the subject, the
// revision with values before and after, one leaf of a tamper-evident log, and
// the outcome of the request's idempotency key. A save is either wholly there
// or not at all, and a retry returns what the first attempt did.
//
// The log is a Merkle tree as in RFC 6962 (golang.org/x/mod/sumdb/tlog). A
// leaf holds no personal data: only when, who (an identifier), what record,
// which action, and a salted hash of the values. Erasing the salt and values of
// a revision leaves the tree whole and the values unrecoverable.
package audit
