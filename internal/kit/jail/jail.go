package jail

import (
	"bufio"
	"context"
	"embed"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"time"

	"pobratim/internal/kit/errs"
)

//go:embed locale
var locale embed.FS

// Locale holds the words for this package's error keys.
func Locale() fs.FS { return locale }

// Limits of one job. What is zero is taken from DefaultLimits.
type Limits struct {
	In     int64         // bytes of the file
	Memory int64         // bytes that the child may use
	Time   time.Duration // of the processor; of the clock three times as much, for a busy machine
	Out    int64         // bytes of all parts together
}

// DefaultLimits are 20 MiB in, 256 MiB of memory, 10 seconds, 128 MiB out.
func DefaultLimits() Limits {
	return Limits{In: 20 << 20, Memory: 256 << 20, Time: 10 * time.Second, Out: 128 << 20}
}

func (l Limits) filled() Limits {
	d := DefaultLimits()
	if l.In <= 0 {
		l.In = d.In
	}
	if l.Memory <= 0 {
		l.Memory = d.Memory
	}
	if l.Time <= 0 {
		l.Time = d.Time
	}
	if l.Out <= 0 {
		l.Out = d.Out
	}
	return l
}

// patience is how long a job may take by the clock.
func (l Limits) patience() time.Duration { return patienceFactor * l.Time }

// Job names a handler and says what it gets besides the file.
type Job struct {
	Name    string
	Request any // as JSON
	Limits  Limits
}

// Options of a Jail.
type Options struct {
	// Command starts the child; this program with Arg when empty.
	Command []string
	// Children that may run at the same time; 2 when zero. Others wait.
	Children int
}

// Jail starts children.
type Jail struct {
	command []string
	slots   chan struct{}
}

// New makes a jail. It starts nothing yet.
func New(o Options) (*Jail, error) {
	if len(o.Command) == 0 {
		self, err := os.Executable()
		if err != nil {
			return nil, err
		}
		o.Command = []string{self, Arg}
	}
	if o.Children <= 0 {
		o.Children = 2
	}
	return &Jail{command: o.Command, slots: make(chan struct{}, o.Children)}, nil
}

// Run has a child do the job on the bytes of in, and calls part for each part
// of the answer, in order and in this goroutine; its bytes are the callee's to
// keep. An error of part ends the job and is returned. Nothing of the child is
// left when Run returns. in is better a file than a network connection: waiting
// for it counts as time.
func (j *Jail) Run(ctx context.Context, job Job, in io.Reader, part func([]byte) error) error {
	limits := job.Limits.filled()
	request, err := json.Marshal(job.Request)
	if err != nil {
		return errs.Wrap(err, errs.Internal, "jail.start")
	}
	select {
	case j.slots <- struct{}{}:
		defer func() { <-j.slots }()
	case <-ctx.Done():
		return errs.Wrap(ctx.Err(), errs.Unavailable, "jail.busy")
	}
	timed, cancel := context.WithTimeout(ctx, limits.patience())
	defer cancel()
	c, err := start(timed, j.command)
	if err != nil {
		return errs.Wrap(err, errs.Unavailable, "jail.start")
	}
	defer c.end()
	fed := make(chan error, 1)
	go func() { fed <- c.feed(order{job.Name, limits, request}, in) }()
	err = c.answers(limits, part)
	if err == nil {
		return nil
	}
	c.end()
	return explain(ctx, timed, c, limits, err, fed)
}

// explain finds out why a job did not end well, the plainest reason first.
func explain(ctx, timed context.Context, c *child, limits Limits, err error, fed chan error) error {
	if e, ok := errors.AsType[*given](err); ok { // the handler's own, or the caller's
		return e.err
	}
	if ctx.Err() != nil {
		return errs.Wrap(ctx.Err(), errs.Unavailable, "jail.cancelled")
	}
	if timed.Err() != nil || c.usedUp(limits.Time) {
		return errs.Wrap(c.reason(err), errs.Invalid, "jail.slow", "seconds", int(limits.Time.Seconds()))
	}
	select {
	case f := <-fed:
		if e, ok := errors.AsType[*given](f); ok { // too large, or the source broke
			return e.err
		}
	default: // it still waits for its source
	}
	if c.outOfMemory() || errors.Is(err, errTooMuch) {
		return errs.Wrap(c.reason(err), errs.Invalid, "jail.large", "limit", int(limits.Memory>>20))
	}
	return errs.Wrap(c.reason(err), errs.Invalid, "jail.broken")
}

// given is an error that is handed on as it is.
type given struct{ err error }

func (g *given) Error() string { return g.err.Error() }

// errTooMuch says that the answer outgrew Limits.Out.
var errTooMuch = errors.New("the answer is larger than allowed")

// feed sends the order and the file, and closes the child's stdin.
func (c *child) feed(o order, in io.Reader) error {
	defer c.stdin.Close()
	b, err := json.Marshal(o)
	if err != nil {
		return err
	}
	if err := writeFrame(c.stdin, frameOrder, b); err != nil {
		return err
	}
	src := &source{r: in, left: o.Limits.In}
	if _, err := io.Copy(onlyWriter{c.stdin}, onlyReader{src}); err != nil {
		if src.err != nil {
			c.kill() // half a file must not look like a whole one
			return &given{src.err}
		}
		return err
	}
	return nil
}

// source counts what is read and keeps its own errors apart from the pipe's.
type source struct {
	r    io.Reader
	left int64
	err  error
}

func (s *source) Read(p []byte) (int, error) {
	n, err := s.r.Read(p)
	s.left -= int64(n)
	if s.left < 0 {
		s.err = errs.New(errs.Invalid, "jail.file_large")
		return 0, s.err
	}
	if err != nil && !errors.Is(err, io.EOF) {
		s.err = err
	}
	return n, err
}

type onlyReader struct{ io.Reader }
type onlyWriter struct{ io.Writer }

// answers reads frames until the outcome.
func (c *child) answers(limits Limits, part func([]byte) error) error {
	r := bufio.NewReaderSize(c.out, 64<<10)
	left := limits.Out
	for {
		kind, b, err := readFrame(r, maxFrame)
		if err != nil {
			return err
		}
		switch kind {
		case framePart:
			if left -= int64(len(b)); left < 0 {
				return errTooMuch
			}
			if err := part(b); err != nil {
				return &given{err}
			}
		case frameEnd:
			var o outcome
			if err := o.read(b); err != nil {
				return err
			}
			if o.Error != nil {
				return &given{o.Error.err()}
			}
			return nil
		default:
			return errFrame
		}
	}
}
