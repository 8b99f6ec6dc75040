package typst

import (
	"fmt"
	"os"
	"syscall"
)

// childAttributes makes the kernel end the worker together with the program.
// The end of stdin does it as well, but not while a document keeps the worker's
// runtime from switching goroutines.
func childAttributes() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
}

// memoryOf reads virtual and resident size of this process in bytes, 0 if it
// cannot.
func memoryOf() (virtual, resident int64) {
	statm, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0, 0
	}
	if _, err := fmt.Sscan(string(statm), &virtual, &resident); err != nil {
		return 0, 0
	}
	page := int64(os.Getpagesize())
	return virtual * page, resident * page
}

// residentMemory is the resident size of this process in bytes.
func residentMemory() int64 {
	_, resident := memoryOf()
	return resident
}

// limitAddressSpace is the last fence around a worker's memory, behind the
// limit of the module itself: what the process has mapped now, and room for an
// instance that is copied while it grows, with the same again for the host.
func limitAddressSpace(instance int64) {
	virtual, _ := memoryOf()
	if virtual == 0 {
		return
	}
	limit := uint64(virtual + 4*instance)
	// Refused only where a lower limit is already set, which serves as well.
	_ = syscall.Setrlimit(syscall.RLIMIT_AS, &syscall.Rlimit{Cur: limit, Max: limit})
}
