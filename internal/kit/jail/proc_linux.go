package jail

import (
	"fmt"
	"os"
	"syscall"
)

const (
	rlimitData = 2 // RLIMIT_DATA: private writable memory, whatever was asked of the kernel
	priority   = 10
)

// childAttributes makes the kernel end the child together with the program, and
// gives it a process group, which a priority can be set for.
func childAttributes() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL, Setpgid: true}
}

// limitProcess puts the kernel's limits on this process. One that is refused is
// one that a lower limit already stands for.
func limitProcess(l Limits) {
	set := func(what int, n uint64) { _ = syscall.Setrlimit(what, &syscall.Rlimit{Cur: n, Max: n}) }
	set(rlimitData, uint64(dataNow()+l.Memory))
	set(syscall.RLIMIT_CPU, uint64(2*l.Time.Seconds())+1)
	set(syscall.RLIMIT_FSIZE, 0) // no file grows
	set(syscall.RLIMIT_CORE, 0)
	set(syscall.RLIMIT_NOFILE, 16) // a few for the runtime; nothing is opened by a handler
	// The office comes first, also when every core is busy.
	_ = syscall.Setpriority(syscall.PRIO_PGRP, 0, priority)
}

// dataNow is what RLIMIT_DATA counts at this moment, in bytes: some 40 MB that
// the Go runtime has mapped for itself and hardly touches.
func dataNow() int64 {
	statm, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 64 << 20
	}
	var size, resident, shared, text, library, data int64
	if _, err := fmt.Sscan(string(statm), &size, &resident, &shared, &text, &library, &data); err != nil {
		return 64 << 20
	}
	return data * int64(os.Getpagesize())
}
