//go:build !linux

package typst

import "syscall"

// Elsewhere the worker ends with its stdin, and the limit of the module is the
// only one.
func childAttributes() *syscall.SysProcAttr { return nil }

func residentMemory() int64 { return 0 }

func limitAddressSpace(int64) {}
