// Package outbox owns what the office sends by mail: drafts that the program or
// a person has written, the queue, what became of each message at each
// recipient, and the server that takes them.
//
// A message is a draft until somebody sends it. Then it is held for 20 seconds,
// or until the time that was set, and can be taken back; after that it is being
// sent, and in the end sent or not delivered. Every recipient gets a message of
// their own with a Message-ID that is made when the message is queued and stays
// the same, however often it has to be sent.
//
// The queue is rows of the database (transactional outbox). Who sends takes a
// row for some minutes, hands the message to the server, and writes down what
// the server said. When the program ends in between, the row is taken again: no
// recipient is left out, and what a server may get twice carries the same
// Message-ID, by which it is recognised (RFC 5322, section 3.6.4). More cannot
// be promised: SMTP knows no way to ask whether a message was taken (RFC 1047).
//
// Nothing is sent before an administrator has set up a server. Without one a
// message is saved as a file and marked as sent by hand. Page O27 of the design.
package outbox

import "embed"

// Files holds schema, templates and words.
//
//go:embed schema templates locale
var Files embed.FS
