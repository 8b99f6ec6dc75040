package typst

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"sync"
	"time"

	"pobratim/internal/kit/errs"
)

// PoolOptions say how a Pool runs its workers. The zero value of each field has
// the meaning given beside it.
type PoolOptions struct {
	Engine  Options       // options of the engine in each worker
	Workers int           // most workers at once; 1
	Timeout time.Duration // longest time for one document, once its worker stands; 20 s
	Idle    time.Duration // a worker that has nothing to do for so long ends; 2 min
	// Start is the longest time until a new worker stands; 5 min. With an empty
	// cache it makes machine code of the module first.
	Start time.Duration
	// HeapTarget is the size in bytes towards which a worker keeps its heap;
	// 192 MiB. RecycleAbove is its resident size, machine code included, above
	// which it is replaced after a document; 640 MiB.
	HeapTarget, RecycleAbove int64
	// Command starts a worker; this program with the argument WorkerArg.
	Command []string
	Log     *slog.Logger // faults of workers and fonts; none
}

func (o PoolOptions) withDefaults() PoolOptions {
	def := func(d *time.Duration, v time.Duration) {
		if *d <= 0 {
			*d = v
		}
	}
	def(&o.Timeout, 20*time.Second)
	def(&o.Idle, 2*time.Minute)
	def(&o.Start, 5*time.Minute)
	if o.Workers <= 0 {
		o.Workers = 1
	}
	if o.HeapTarget <= 0 {
		o.HeapTarget = 192 << 20
	}
	if o.RecycleAbove <= 0 {
		o.RecycleAbove = 640 << 20
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return o
}

// Pool sets documents in child processes of the program. It starts none before
// the first document or Warm. It can be used by many goroutines.
type Pool struct {
	options PoolOptions
	turns   chan struct{} // one token for each worker that may be in use

	mu      sync.Mutex
	resting []*child // not in use; they may still be starting
	closed  bool
	started int
}

// NewPool makes a pool without starting anything.
func NewPool(options PoolOptions) *Pool {
	options = options.withDefaults()
	return &Pool{options: options, turns: make(chan struct{}, options.Workers)}
}

// Warm starts a worker and waits until it stands: a second when the cache of
// machine code is filled, half a minute when it is not. The program calls it in
// the background after its own start. When ctx ends first, the worker goes on
// starting.
func (p *Pool) Warm(ctx context.Context) error {
	if err := Built(); err != nil {
		return err
	}
	c, err := p.take(ctx)
	if err != nil {
		return err
	}
	defer p.give(c)
	return p.wait(ctx, c)
}

// PDF sets a document in a worker, as Engine.PDF does. Further errors, all
// errs.Unavailable: "typst.warming" when ctx ends while the worker starts,
// "typst.busy" when it ends in the queue, "typst.cancelled" when it ends during
// the work, "typst.timeout" when the document takes too long (the worker is
// killed, others are not affected), "typst.start" and "typst.closed".
func (p *Pool) PDF(ctx context.Context, doc Doc) ([]byte, []Diagnostic, error) {
	if err := Built(); err != nil {
		return nil, nil, err
	}
	if err := doc.check(); err != nil {
		return nil, nil, err
	}
	f, err := docFrame(doc)
	if err != nil {
		return nil, nil, err
	}
	if size := f.size(); size > maxFrame/2 {
		return nil, nil, errs.New(errs.Invalid, "typst.large", "size", size>>20, "limit", maxFrame/2>>20)
	}
	return p.pdf(ctx, f)
}

func (p *Pool) pdf(ctx context.Context, f frame) ([]byte, []Diagnostic, error) {
	for {
		c, err := p.take(ctx)
		if err != nil {
			return nil, nil, err
		}
		if err := p.wait(ctx, c); err != nil {
			p.give(c)
			return nil, nil, err
		}
		used := c.used
		head, pdf, err := p.set(ctx, c, f)
		p.give(c)
		if errors.Is(err, errDied) && used {
			// It may have been killed while it rested, which is no fault of
			// this document. A new worker decides.
			continue
		}
		if err != nil {
			return nil, nil, err
		}
		return pdf, head.Diagnostics, head.Error.err()
	}
}

// errDied marks the end of a worker for which neither a timeout nor the caller
// is the reason.
var errDied = errors.New("the typesetter's process died")

// set passes the document to a worker that stands.
func (p *Pool) set(ctx context.Context, c *child, f frame) (paperHead, []byte, error) {
	limited, cancel := context.WithTimeout(ctx, p.options.Timeout)
	defer cancel()
	head, pdf, err := c.set(limited, f)
	switch {
	case err == nil:
		if pdf = nonEmpty(pdf); head.Error != nil {
			pdf = nil
		}
		return head, pdf, nil
	case ctx.Err() != nil:
		return head, nil, errs.Wrap(ctx.Err(), errs.Unavailable, "typst.cancelled")
	case limited.Err() != nil:
		p.options.Log.Warn("typesetter stopped: the document took too long", "limit", p.options.Timeout)
		return head, nil, errs.Wrap(limited.Err(), errs.Unavailable, "typst.timeout", "seconds", seconds(p.options.Timeout))
	}
	p.options.Log.Error("typesetter died", "cause", err)
	return head, nil, errs.Wrap(errors.Join(errDied, err), errs.Internal, "typst.broken")
}

func nonEmpty(b []byte) []byte {
	if len(b) == 0 {
		return nil
	}
	return b
}

// seconds rounds up, so that no limit reads as "0 seconds".
func seconds(d time.Duration) int { return int((d + time.Second - 1) / time.Second) }

// take waits for a turn and gives a worker that runs, perhaps still starting.
func (p *Pool) take(ctx context.Context) (*child, error) {
	select {
	case p.turns <- struct{}{}:
	case <-ctx.Done():
		return nil, errs.Wrap(ctx.Err(), errs.Unavailable, "typst.busy")
	}
	c, err := p.next()
	if err != nil {
		<-p.turns
	}
	return c, err
}

// next is a resting worker or a new one.
func (p *Pool) next() (*child, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return nil, errs.New(errs.Unavailable, "typst.closed")
	}
	for n := len(p.resting); n > 0; n = len(p.resting) {
		c := p.resting[n-1]
		p.resting = p.resting[:n-1]
		c.idle.Stop()
		if c.alive() {
			return c, nil
		}
		c.stop()
	}
	command := p.options.Command
	if len(command) == 0 {
		self, err := os.Executable()
		if err != nil {
			return nil, errs.Wrap(err, errs.Unavailable, "typst.start")
		}
		command = []string{self, WorkerArg}
	}
	config := workerConfig{Engine: p.options.Engine, HeapTarget: p.options.HeapTarget}
	c, err := startChild(command, config, p.options.Start)
	if err != nil {
		return nil, errs.Wrap(err, errs.Unavailable, "typst.start")
	}
	p.started++
	return c, nil
}

// wait waits until a worker stands.
func (p *Pool) wait(ctx context.Context, c *child) error {
	select {
	case <-c.ready:
	case <-ctx.Done():
		return errs.Wrap(ctx.Err(), errs.Unavailable, "typst.warming")
	}
	if c.failed == nil {
		return nil
	}
	p.options.Log.Error("typesetter did not start", "cause", c.failed)
	if e, ok := errors.AsType[*errs.E](c.failed); ok {
		return e
	}
	return errs.Wrap(c.failed, errs.Unavailable, "typst.start")
}

// give lets a worker rest, or ends it when it is too large or no longer needed.
func (p *Pool) give(c *child) {
	defer func() { <-p.turns }()
	p.report(c)
	p.mu.Lock()
	keep := !p.closed && c.alive() && c.resident <= p.options.RecycleAbove
	if keep {
		p.resting = append(p.resting, c)
		c.idle = time.AfterFunc(p.options.Idle, func() { p.retire(c) })
	}
	p.mu.Unlock()
	if !keep {
		c.stop()
	}
}

// report logs what a new worker noted about fonts, once.
func (p *Pool) report(c *child) {
	if !c.standing() {
		return
	}
	for _, note := range c.notes {
		p.options.Log.Warn("typesetter", "note", note)
	}
	c.notes = nil
}

// retire ends a worker that has rested long enough. One that is still starting
// gets another round: it is filling the cache for everybody.
func (p *Pool) retire(c *child) {
	p.mu.Lock()
	at := -1
	for i, r := range p.resting {
		if r == c {
			at = i
		}
	}
	if at < 0 {
		p.mu.Unlock()
		return
	}
	if !c.standing() {
		c.idle.Reset(p.options.Idle)
		p.mu.Unlock()
		return
	}
	p.resting = append(p.resting[:at], p.resting[at+1:]...)
	p.mu.Unlock()
	c.stop()
}

// PoolState is what a page about the health of the program shows.
type PoolState struct {
	Running  int   // worker processes now
	Busy     int   // of these, with a document
	Resident int64 // memory of the resting workers after their last document, bytes
	Started  int   // workers started since the program began
}

// State looks at the pool without waiting for documents.
func (p *Pool) State() PoolState {
	p.mu.Lock()
	defer p.mu.Unlock()
	s := PoolState{Busy: len(p.turns), Started: p.started}
	s.Running = s.Busy
	for _, c := range p.resting {
		if c.alive() {
			s.Running++
			s.Resident += c.resident
		}
	}
	return s
}

// Close ends all workers: resting ones now, others when their document is done
// or its context ends. Later calls get errs.Unavailable, "typst.closed".
func (p *Pool) Close() {
	p.mu.Lock()
	p.closed = true
	resting := p.resting
	p.resting = nil
	p.mu.Unlock()
	for _, c := range resting {
		c.idle.Stop()
		c.stop()
	}
}
