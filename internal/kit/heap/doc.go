// Package heap keeps the process small while something large is in memory: the
// collector of garbage then comes when the heap has grown by half instead of
// having doubled. That costs a little of the processor, and only meanwhile.
package heap
