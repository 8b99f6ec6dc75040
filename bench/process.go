package main

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// server is a running process that answers on an address.
type server struct {
	cmd  *exec.Cmd
	base string
	took time.Duration // from the start of the process to its first reply
	said *bytes.Buffer
}

// launch starts a command and waits until ready answers 200. ADDR in the
// arguments becomes a free address.
func launch(ctx context.Context, ready, program string, args ...string) (*server, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	addr := l.Addr().String()
	_ = l.Close()
	for i := range args {
		args[i] = strings.ReplaceAll(args[i], "ADDR", addr)
	}
	s := &server{cmd: exec.CommandContext(ctx, program, args...), base: "http://" + addr, said: &bytes.Buffer{}}
	s.cmd.Stdout, s.cmd.Stderr = s.said, s.said
	begin := time.Now()
	if err := s.cmd.Start(); err != nil {
		return nil, err
	}
	ended := make(chan error, 1)
	go func() { ended <- s.cmd.Wait() }()
	for time.Since(begin) < 2*time.Minute {
		res, err := http.Get(s.base + ready)
		if err == nil {
			_ = res.Body.Close()
			if res.StatusCode == http.StatusOK {
				s.took = time.Since(begin)
				return s, nil
			}
		}
		select {
		case err := <-ended:
			return nil, fmt.Errorf("%s %v ended: %v\n%s", filepath.Base(program), args, err, s.said)
		case <-time.After(time.Millisecond):
		}
	}
	s.stop()
	return nil, fmt.Errorf("%s %v does not answer\n%s", filepath.Base(program), args, s.said)
}

func (s *server) stop() {
	_ = s.cmd.Process.Signal(syscall.SIGTERM)
	for range 500 {
		if s.cmd.Process.Signal(syscall.Signal(0)) != nil {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	_ = s.cmd.Process.Kill()
}

// tree lists a process and its descendants: the typesetter is one.
func tree(pid int) []int {
	pids := []int{pid}
	entries, _ := filepath.Glob("/proc/[0-9]*/stat")
	for i := 0; i < len(pids); i++ {
		for _, entry := range entries {
			child, err := strconv.Atoi(strings.Split(entry, "/")[2])
			if fields := stat(child); err == nil && len(fields) > 1 && fields[1] == strconv.Itoa(pids[i]) {
				pids = append(pids, child)
			}
		}
	}
	return pids
}

// stat are the fields of /proc/PID/stat after the name: state, parent, …
func stat(pid int) []string {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return nil
	}
	_, after, _ := bytes.Cut(text[bytes.LastIndexByte(text, ')'):], []byte(" "))
	return strings.Fields(string(after))
}

// ticks of a second in /proc; 100 on every Linux that Go runs on.
const ticks = 100

// cpu is the time that a process and its descendants have used, in seconds, also
// those that have ended: the typesetter ends when it has nothing to do.
func (s *server) cpu() float64 {
	sum := 0.0
	for _, pid := range tree(s.cmd.Process.Pid) {
		if fields := stat(pid); len(fields) > 14 {
			for _, used := range fields[11:15] { // user and system, own and of children that ended
				n, _ := strconv.ParseFloat(used, 64)
				sum += n / ticks
			}
		}
	}
	return sum
}

// memory is the resident memory of the process alone, in MiB: VmRSS or, for the
// highest it ever was, VmHWM.
func (s *server) memory(field string) float64 { return status(s.cmd.Process.Pid, field) }

// status reads a field of /proc/PID/status that counts kB, in MiB; nought for a
// process that is gone.
func status(pid int, field string) float64 {
	text, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	for line := range strings.Lines(string(text)) {
		if value, ok := strings.CutPrefix(line, field+":"); ok {
			kib, _ := strconv.ParseFloat(strings.Fields(value)[0], 64)
			return kib / 1024
		}
	}
	return 0
}
