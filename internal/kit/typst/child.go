package typst

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"sync"
	"time"
)

// child is one worker process. One goroutine at a time may call set.
type child struct {
	cmd   *exec.Cmd
	stdin io.WriteCloser
	out   *os.File
	read  *bufio.Reader
	tail  *tail

	ready chan struct{} // closed when the worker stands or has failed to
	gone  chan struct{} // closed when the process has ended
	// Written before ready is closed.
	failed error
	notes  []string
	// Written by set.
	used     bool  // it has set a document
	resident int64 // bytes after the last document, 0 if unknown
	idle     *time.Timer
}

// startChild starts a worker and returns at once; ready tells how it went.
func startChild(command []string, config workerConfig, patience time.Duration) (*child, error) {
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Env = workerEnv()
	cmd.SysProcAttr = childAttributes()
	c := &child{cmd: cmd, tail: &tail{}, ready: make(chan struct{}), gone: make(chan struct{})}
	cmd.Stderr = c.tail
	var err error
	if c.stdin, err = cmd.StdinPipe(); err != nil {
		return nil, err
	}
	out, childOut, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	cmd.Stdout = childOut
	err = cmd.Start()
	childOut.Close()
	if err != nil {
		out.Close()
		return nil, err
	}
	c.out, c.read = out, bufio.NewReader(out)
	go func() {
		_ = cmd.Wait() // how it ended is told by waitReason
		close(c.gone)
	}()
	go c.greet(config, patience)
	return c, nil
}

// workerEnv is the worker's environment: nothing that the program was told in
// secret, and what the system needs to start a process.
func workerEnv() []string {
	env := []string{"GOTRACEBACK=single"}
	if runtime.GOOS == "windows" {
		env = append(env, "SYSTEMROOT="+os.Getenv("SYSTEMROOT"))
	}
	return env
}

// greet sends the configuration and waits for the worker to stand.
func (c *child) greet(config workerConfig, patience time.Duration) {
	defer close(c.ready)
	timer := time.AfterFunc(patience, c.kill)
	defer timer.Stop()
	c.failed = func() error {
		if err := send(c.stdin, frameStart, config); err != nil {
			return c.reason(err)
		}
		f, err := readFrame(c.read)
		if err != nil {
			return c.reason(err)
		}
		var ready workerReady
		if err := f.open(frameReady, 1, &ready); err != nil {
			return err
		}
		c.notes = ready.Notes
		return ready.Error.err()
	}()
	if c.failed != nil {
		c.kill()
	}
}

// set has the worker set one document. When ctx ends first, the worker is
// killed, since nothing else stops a document. An error means that the worker
// is of no more use.
func (c *child) set(ctx context.Context, doc frame) (paperHead, []byte, error) {
	type answer struct {
		head paperHead
		pdf  []byte
		err  error
	}
	answers := make(chan answer, 1)
	go func() {
		var a answer
		a.head, a.pdf, a.err = c.exchange(doc)
		answers <- a
	}()
	select {
	case a := <-answers:
		if a.err != nil {
			c.kill()
			return a.head, nil, c.reason(a.err)
		}
		c.used, c.resident = true, a.head.Resident
		return a.head, a.pdf, nil
	case <-ctx.Done():
		c.kill()
		<-answers
		return paperHead{}, nil, ctx.Err()
	}
}

func (c *child) exchange(doc frame) (head paperHead, pdf []byte, err error) {
	if err := writeFrame(c.stdin, doc); err != nil {
		return head, nil, err
	}
	f, err := readFrame(c.read)
	if err != nil {
		return head, nil, err
	}
	if err := f.open(framePaper, 2, &head); err != nil {
		return head, nil, err
	}
	return head, f.parts[1], nil
}

// kill ends the process at once and waits until it is gone.
func (c *child) kill() {
	_ = c.cmd.Process.Kill()
	c.stop()
}

// stop lets the process end by itself and waits until it is gone. It must not
// be busy.
func (c *child) stop() {
	c.stdin.Close()
	<-c.gone
	c.out.Close()
}

// alive says whether the process still runs.
func (c *child) alive() bool {
	select {
	case <-c.gone:
		return false
	default:
		return true
	}
}

// standing says whether the worker has finished its start.
func (c *child) standing() bool {
	select {
	case <-c.ready:
		return true
	default:
		return false
	}
}

// reason explains a broken pipe by how the process ended and its last words.
func (c *child) reason(err error) error {
	_, pipe := errors.AsType[*os.PathError](err) // the other end is closed, though the process may not have been waited for yet
	if !pipe && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) && c.alive() {
		return err
	}
	c.kill()
	return fmt.Errorf("the worker ended (%v): %w: %s", c.cmd.ProcessState, err, c.tail)
}

// tail keeps the end of what the worker writes to stderr.
type tail struct {
	mu sync.Mutex
	b  []byte
}

const tailSize = 4 << 10

func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.b = append(t.b, p...)
	if over := len(t.b) - tailSize; over > 0 {
		t.b = append([]byte(nil), t.b[over:]...)
	}
	return len(p), nil
}

func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return strings.TrimSpace(string(t.b))
}
