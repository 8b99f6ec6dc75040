package jail

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"time"
)

// child is one process at work.
type child struct {
	cmd   *exec.Cmd
	stdin io.WriteCloser
	out   *os.File
	said  *tail
	once  sync.Once
}

// start starts a child; when ctx ends it is killed.
func start(ctx context.Context, command []string) (*child, error) {
	cmd := exec.CommandContext(ctx, command[0], command[1:]...)
	cmd.Env = childEnv()
	cmd.Dir = os.TempDir()
	cmd.SysProcAttr = childAttributes()
	c := &child{cmd: cmd, said: &tail{}}
	cmd.Stderr = c.said
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
	c.out = out
	return c, nil
}

// childEnv is the child's environment: nothing that the program was told in
// secret, and what the system needs to start a process.
func childEnv() []string {
	env := []string{"GOTRACEBACK=single", "GOMAXPROCS=2"}
	if runtime.GOOS == "windows" {
		env = append(env, "SYSTEMROOT="+os.Getenv("SYSTEMROOT"))
	}
	return env
}

func (c *child) kill() { _ = c.cmd.Process.Kill() }

// end kills the process, if it still runs, and waits until it is gone.
func (c *child) end() {
	c.once.Do(func() {
		c.kill()
		c.stdin.Close()
		_ = c.cmd.Wait() // how it ended is told by reason
		c.out.Close()
	})
}

// reason adds how the process ended and its last words, for the log.
func (c *child) reason(err error) error {
	return fmt.Errorf("the child ended (%v): %w: %s", c.cmd.ProcessState, err, c.said)
}

// usedUp tells whether the ended child took all the time of the processor that
// it had. The kernel ends it by its own clock, which counts in ticks and may be
// well ahead of what it tells afterwards: whoever is killed with most of the
// time gone was killed for that.
func (c *child) usedUp(limit time.Duration) bool {
	p := c.cmd.ProcessState
	if p == nil {
		return false
	}
	spent := p.UserTime() + p.SystemTime()
	status, ok := p.Sys().(syscall.WaitStatus)
	return spent >= limit || ok && status.Signaled() && status.Signal() == syscall.SIGKILL && spent >= limit/2
}

// outOfMemory tells whether the Go runtime gave up for want of memory, or the
// system stopped the child for taking too much.
func (c *child) outOfMemory() bool {
	said := c.said.String()
	return strings.Contains(said, "out of memory") || strings.Contains(said, "cannot allocate memory") || strings.Contains(said, "errno=12")
}

// tail keeps the beginning and the end of what the child writes to stderr.
type tail struct {
	mu   sync.Mutex
	b    []byte
	lost bool
}

const tailSize = 4 << 10

func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.b = append(t.b, p...)
	if over := len(t.b) - 2*tailSize; over > 0 {
		t.b = append(t.b[:tailSize:tailSize], t.b[tailSize+over:]...)
		t.lost = true
	}
	return len(p), nil
}

func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.lost {
		return strings.TrimSpace(string(t.b[:tailSize]) + " … " + string(t.b[tailSize:]))
	}
	return strings.TrimSpace(string(t.b))
}
