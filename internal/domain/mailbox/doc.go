// Package mailbox owns the folder on a mail server from which letters come in by
// themselves: where it is, how far it was read, and what could not be taken in.
//
// The folder is opened for reading alone (IMAP, RFC 9051); nothing in it is moved,
// marked or deleted. Each message is taken once: by its number in the folder as long
// as the server says that the numbers hold, and by its Message-ID whatever happens.
// How far the folder was read is written down after each message, so that a program
// that was killed takes the last one up again, and the register of letters recognises
// it. What is entered, who wrote it and what it answers is the letters' business, the
// same as for files that people upload (page O25 of the design).
//
// A server that does not answer is a state of the mailbox: since when, why, in whose
// words, and when it is tried again.
package mailbox
