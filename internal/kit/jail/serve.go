package jail

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	"time"

	"pobratim/internal/kit/errs"
)

// Arg is the argument with which the program starts itself as a child. Its
// main function must then call Main and exit with its status.
const Arg = "jail-worker"

// Handler does one kind of job in the child. request is the job's Request as
// JSON, in the bytes of the file; send hands one part of the answer to the
// parent. An errs.E arrives there as it is, any other error and a panic as
// jail.broken.
type Handler func(request json.RawMessage, in io.Reader, send func([]byte) error) error

// Handlers are found by the names of jobs.
type Handlers map[string]Handler

// Main is the child's whole life; it returns its exit status.
func Main(handlers Handlers, in io.Reader, out, said io.Writer) int {
	// The terminal and the service manager signal parent and child alike; the
	// parent decides.
	signal.Ignore(os.Interrupt, syscall.SIGTERM)
	if err := Serve(handlers, in, out); err != nil {
		fmt.Fprintln(said, err)
		return 1
	}
	return 0
}

// Serve does one job, under the limits that come with it. It limits the whole
// process and cannot take that back: a process that is more than a child must not call it.
func Serve(handlers Handlers, in io.Reader, out io.Writer) error {
	r := bufio.NewReaderSize(in, 64<<10)
	kind, b, err := readFrame(r, maxFrame)
	if err != nil {
		return err
	}
	var o order
	if err := json.Unmarshal(b, &o); err != nil || kind != frameOrder {
		return errFrame
	}
	o.Limits = o.Limits.filled()
	confine(o.Limits)
	// The parent kills earlier; this is for a parent that is gone.
	timer := time.AfterFunc(o.Limits.patience()+2*time.Second, func() { os.Exit(3) })
	defer timer.Stop()
	w := bufio.NewWriterSize(out, 64<<10)
	end, err := json.Marshal(outcome{toWire(work(handlers[o.Name], o, r, w))})
	if err != nil {
		return err
	}
	if err := writeFrame(w, frameEnd, end); err != nil {
		return err
	}
	return w.Flush()
}

// work calls the handler and makes an error of a panic.
func work(h Handler, o order, in io.Reader, out io.Writer) (err error) {
	if h == nil {
		return errs.New(errs.Internal, "jail.start").Because(fmt.Errorf("no handler is called %q", o.Name))
	}
	defer func() {
		if p := recover(); p != nil {
			stack := debug.Stack()
			err = errs.Wrap(fmt.Errorf("panic: %v\n%s", p, stack[:min(len(stack), 2<<10)]), errs.Invalid, "jail.broken")
		}
	}()
	return h(o.Request, in, func(b []byte) error { return writeFrame(out, framePart, b) })
}

// confine puts the limits on this process.
func confine(l Limits) {
	debug.SetMemoryLimit(l.Memory * 3 / 4)
	debug.SetGCPercent(50) // short work on large pieces: memory is dearer than time
	debug.SetMaxStack(int(min(l.Memory/4, 64<<20)))
	limitProcess(l)
}
