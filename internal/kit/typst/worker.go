package typst

import (
	"bufio"
	"context"
	"errors"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	"time"
)

// WorkerArg is the argument with which the program starts itself as a worker.
// Its main function must then call ServeWorker and nothing else.
const WorkerArg = "typst-worker"

// ServeWorker is the child's side of a Pool: it sets the documents that arrive
// on stdin and answers on stdout, until stdin ends. The caller must exit when
// it returns, since a document may still be running then.
func ServeWorker(stdin io.Reader, stdout io.Writer) error {
	// The terminal and the service manager signal parent and child alike. The
	// parent finishes its work first; the end of stdin is the signal here.
	signal.Ignore(os.Interrupt, syscall.SIGTERM)
	in := bufio.NewReader(stdin)
	first, err := readFrame(in)
	if err != nil {
		return err
	}
	var config workerConfig
	if err := first.open(frameStart, 1, &config); err != nil {
		return err
	}
	// Also while the engine starts, the end of stdin must end the process.
	frames, ended := listen(in)
	served := make(chan error, 1)
	go func() { served <- serve(config, frames, stdout) }()
	select {
	case err := <-served:
		return err
	case err := <-ended:
		if errors.Is(err, io.EOF) {
			return nil
		}
		return err
	}
}

// listen reads frames until the stream ends, and then says why.
func listen(in io.Reader) (<-chan frame, <-chan error) {
	frames, ended := make(chan frame), make(chan error, 1)
	go func() {
		for {
			f, err := readFrame(in)
			if err != nil {
				ended <- err
				return
			}
			frames <- f
		}
	}()
	return frames, ended
}

// serve starts the engine, says so, and sets one document after another.
func serve(config workerConfig, frames <-chan frame, out io.Writer) error {
	engine, err := NewEngine(context.Background(), config.Engine)
	ready := workerReady{Error: toWire(err)}
	if err == nil {
		ready.Notes = engine.Notes()
		// Only now: making machine code needs some 600 MB for half a minute,
		// and a limit would only make it slower.
		if config.HeapTarget > 0 {
			debug.SetMemoryLimit(config.HeapTarget)
		}
		limitAddressSpace(engine.options.MaxMemory)
	}
	if err := send(out, frameReady, ready); err != nil || ready.Error != nil {
		return err
	}
	var rest <-chan time.Time
	for {
		select {
		case <-rest:
			// Between documents the garbage goes back to the system.
			debug.FreeOSMemory()
			rest = nil
		case f := <-frames:
			if err := answer(engine, f, out); err != nil {
				return err
			}
			rest = time.After(time.Second)
		}
	}
}

// answer sets one document and sends the paper back.
func answer(engine *Engine, f frame, out io.Writer) error {
	doc, err := f.doc()
	if err != nil {
		return err
	}
	pdf, said, err := engine.PDF(context.Background(), doc)
	head := paperHead{Error: toWire(err), Diagnostics: said, Resident: residentMemory()}
	return send(out, framePaper, head, pdf)
}

func send(out io.Writer, kind byte, head any, more ...[]byte) error {
	f, err := jsonFrame(kind, head, more...)
	if err != nil {
		return err
	}
	return writeFrame(out, f)
}
