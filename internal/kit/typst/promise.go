package typst

import "slices"

// promise is the part of JavaScript's Promise that the glue uses: it settles
// once, and its reactions run later, from the microtask queue.
type promise struct {
	host      *host
	settled   bool
	failed    bool
	value     any
	reactions []reaction
}

type reaction struct {
	onValue *function
	next    *promise
}

func (h *host) newPromise() *promise { return &promise{host: h, value: undefined{}} }

// resolve settles with a value, or follows another promise.
func (p *promise) resolve(v any) {
	if other, ok := v.(*promise); ok {
		other.react(reaction{next: p})
		return
	}
	p.settle(v, false)
}

// reject settles with a failure.
func (p *promise) reject(v any) { p.settle(v, true) }

func (p *promise) settle(v any, failed bool) {
	if p.settled {
		return
	}
	p.settled, p.failed, p.value = true, failed, v
	for _, r := range p.reactions {
		p.run(r)
	}
	p.reactions = nil
}

// then is promise.then(f).
func (p *promise) then(f *function) *promise {
	next := p.host.newPromise()
	p.react(reaction{onValue: f, next: next})
	return next
}

func (p *promise) react(r reaction) {
	if p.settled {
		p.run(r)
		return
	}
	p.reactions = append(p.reactions, r)
}

// run queues one reaction of a settled promise.
func (p *promise) run(r reaction) {
	p.host.queue(func() {
		if p.failed {
			r.next.reject(p.value)
			return
		}
		if r.onValue == nil {
			r.next.resolve(p.value)
			return
		}
		v, err := r.onValue.call(undefined{}, []any{p.value})
		if err != nil {
			r.next.reject(throwable(err))
			return
		}
		r.next.resolve(v)
	})
}

// queue puts a task at the end of the microtask queue.
func (h *host) queue(task func()) { h.tasks = append(h.tasks, task) }

// drain runs the microtask queue until it is empty, tasks queued by tasks too.
func (h *host) drain() {
	for len(h.tasks) > 0 {
		batch := slices.Clone(h.tasks)
		h.tasks = h.tasks[:0]
		for _, task := range batch {
			task()
		}
	}
}

// await drains the queue and reads the promise. One that is still pending then
// can never settle, since nothing else could wake it.
func (h *host) await(v any) (any, error) {
	h.drain()
	p, ok := v.(*promise)
	switch {
	case !ok:
		return v, nil
	case !p.settled:
		return nil, &thrown{"a promise of the module was never settled"}
	case p.failed:
		return nil, raise(p.value)
	}
	return p.value, nil
}

// closure makes a function of the module callable. The glue counts its users:
// the count starts at one, each running call holds one more, and at zero the
// module's destructor runs. While it runs its first word is put aside, so that
// a call from inside itself fails instead of borrowing twice.
func (h *host) closure(a, b uint32, invoke, destroy string) *function {
	users := 1
	held := a
	f := &function{}
	f.unref = func() {
		users--
		if users > 0 {
			return
		}
		gone := held
		held = 0
		h.mustCall(destroy, uint64(gone), uint64(b))
	}
	f.call = func(_ any, args []any) (any, error) {
		var arg any = undefined{}
		if len(args) > 0 {
			arg = args[0]
		}
		users++
		mine := held
		held = 0
		defer func() {
			held = mine
			f.unref()
		}()
		_, err := h.callModule(invoke, uint64(mine), uint64(b), uint64(h.heap.add(arg)))
		return undefined{}, err
	}
	return f
}

// newPromiseWith is new Promise(executor) with an executor of the module,
// which runs at once and is only valid during this call.
func (h *host) newPromiseWith(a, b uint32, invoke string) *promise {
	p := h.newPromise()
	resolve := native(func(args []any) any { p.resolve(first(args)); return undefined{} })
	reject := native(func(args []any) any { p.reject(first(args)); return undefined{} })
	_, err := h.callModule(invoke, uint64(a), uint64(b), uint64(h.heap.add(resolve)), uint64(h.heap.add(reject)))
	if err != nil {
		p.reject(throwable(err))
	}
	return p
}

func first(args []any) any {
	if len(args) == 0 {
		return undefined{}
	}
	return args[0]
}
