// Package blob keeps bytes once, under the name of their SHA-256.
//
// A folder holds every blob at ab/cd/<sha256>, so that the name proves the
// content: a copy can be verified at any time, equal files take their space
// once, and no name given by people ever reaches the file system. The folder is
// opened as os.Root; nothing in it can lead outside.
//
// A blob is written to a temporary file, flushed to the disk, renamed and its
// folders flushed. When Put has returned, a power cut leaves the blob whole;
// when it has not, no part of a blob has its name. Writing bytes that are there
// already replaces them by the same ones, which also heals a damaged copy.
package blob
