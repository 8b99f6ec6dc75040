package typst

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"pobratim/internal/kit/errs"
)

// endless never ends: the typesetter stops one loop that is too long, but not
// loops in loops.
const endless = `#for a in range(9000) { for b in range(9000) { for c in range(9000) { let d = c } } }`

func TestPool(t *testing.T) {
	p := pool(t, PoolOptions{})
	pdf, said, err := p.PDF(t.Context(), brief(t))
	if err != nil || len(said) != 0 {
		t.Fatal(said, err)
	}
	if !bytes.Equal(pdf, mustPDF(t, engine(t), brief(t))) {
		t.Error("the worker sets another PDF than the engine in this process")
	}
	pdf, said, err = p.PDF(t.Context(), Doc{Main: "\n#let x = "})
	if pdf != nil || !errors.Is(err, errs.New(errs.Invalid, "typst.faulty")) {
		t.Errorf("%d bytes, error %v", len(pdf), err)
	}
	if len(said) != 1 || said[0].Line != 2 || said[0].Message != "expected expression" || said[0].Path != "/main.typ" {
		t.Errorf("diagnostics %v", said)
	}
	if s := p.State(); s.Started != 1 || s.Running != 1 || s.Busy != 0 {
		t.Errorf("state %+v", s)
	}
}

func TestPoolTimeout(t *testing.T) {
	p := pool(t, PoolOptions{Timeout: 3 * time.Second})
	old := p.resting[0]
	_, _, err := p.PDF(t.Context(), Doc{Main: endless})
	if !errors.Is(err, errs.New(errs.Unavailable, "typst.timeout")) {
		t.Fatalf("error %v", err)
	}
	if old.alive() {
		t.Error("the worker of an endless document is still alive")
	}
	poolWorks(t, p, 2)
}

func TestPoolCancel(t *testing.T) {
	p := pool(t, PoolOptions{})
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	_, _, err := p.PDF(ctx, Doc{Main: endless})
	if !errors.Is(err, errs.New(errs.Unavailable, "typst.cancelled")) || !errors.Is(err, context.DeadlineExceeded) {
		t.Fatalf("error %v", err)
	}
	poolWorks(t, p, 2)
}

// TestPoolKilled kills the worker in its rest and during work.
func TestPoolKilled(t *testing.T) {
	p := pool(t, PoolOptions{})
	poolWorks(t, p, 1)
	if err := p.resting[0].cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	poolWorks(t, p, 2)

	// And at work: however far it has come, the document must fail.
	victim := p.resting[0]
	f, err := docFrame(Doc{Main: endless})
	if err != nil {
		t.Fatal(err)
	}
	go victim.cmd.Process.Kill()
	if _, _, err := victim.set(t.Context(), f); err == nil {
		t.Error("a killed worker has set an endless document")
	}
	poolWorks(t, p, 3)
}

// poolWorks sets a document and counts the workers started so far; 0 for any.
func poolWorks(t *testing.T, p *Pool, started int) {
	t.Helper()
	if _, _, err := p.PDF(t.Context(), Doc{Main: "= Привет"}); err != nil {
		t.Fatal(err)
	}
	if s := p.State(); started > 0 && s.Started != started {
		t.Errorf("%d workers were started, want %d", s.Started, started)
	}
}

func TestPoolIdle(t *testing.T) {
	p := pool(t, PoolOptions{Idle: time.Millisecond})
	p.mu.Lock()
	resting := append([]*child(nil), p.resting...)
	p.mu.Unlock()
	for _, c := range resting {
		<-c.gone
		if !c.cmd.ProcessState.Success() {
			t.Errorf("the idle worker ended with %v: %s", c.cmd.ProcessState, c.tail)
		}
	}
	poolWorks(t, p, 0)
}

func TestPoolRecycled(t *testing.T) {
	if residentMemory() == 0 {
		t.Skip("this system does not tell the memory of a process")
	}
	p := pool(t, PoolOptions{RecycleAbove: 1})
	poolWorks(t, p, 1)
	if s := p.State(); s.Running != 0 {
		t.Errorf("state %+v", s)
	}
	poolWorks(t, p, 2)
}

func TestPoolTogether(t *testing.T) {
	p := pool(t, PoolOptions{Workers: 2})
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			if _, _, err := p.PDF(t.Context(), Doc{Main: fmt.Sprintf("= Лист %d", i)}); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if s := p.State(); s.Started > 2 || s.Busy != 0 {
		t.Errorf("state %+v", s)
	}
}

func TestPoolBusy(t *testing.T) {
	p := pool(t, PoolOptions{})
	p.turns <- struct{}{}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := p.PDF(ctx, Doc{Main: "x"}); !errors.Is(err, errs.New(errs.Unavailable, "typst.busy")) {
		t.Errorf("error %v", err)
	}
	<-p.turns
}

// TestPoolWarming has a worker that never stands.
func TestPoolWarming(t *testing.T) {
	needAssets(t)
	p := NewPool(PoolOptions{Command: []string{"sh", "-c", "cat >/dev/null"}})
	t.Cleanup(p.Close)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if _, _, err := p.PDF(ctx, Doc{Main: "x"}); !errors.Is(err, errs.New(errs.Unavailable, "typst.warming")) {
		t.Errorf("error %v", err)
	}
	if s := p.State(); s.Running != 1 {
		t.Errorf("the worker does not go on starting: %+v", s)
	}
}

func TestPoolStart(t *testing.T) {
	needAssets(t)
	for _, c := range []struct {
		name    string
		command []string
	}{
		{"no program", []string{"/nonexistent/pobratim"}},
		{"ends at once", []string{"sh", "-c", "echo horrible >&2; exit 3"}},
		{"talks nonsense", []string{"sh", "-c", "echo nonsense nonsense nonsense"}},
		{"stands never", []string{"sh", "-c", "exec sleep 1000"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := NewPool(PoolOptions{Command: c.command, Start: 300 * time.Millisecond})
			t.Cleanup(p.Close)
			_, _, err := p.PDF(t.Context(), Doc{Main: "x"})
			if !errors.Is(err, errs.New(errs.Unavailable, "typst.start")) {
				t.Errorf("error %v", err)
			}
			if c.name == "ends at once" && !strings.Contains(err.Error(), "horrible") {
				t.Errorf("the error lacks the last words of the worker: %v", err)
			}
		})
	}
}

func TestPoolClosed(t *testing.T) {
	p := pool(t, PoolOptions{})
	c := p.resting[0]
	p.Close()
	if c.alive() {
		t.Error("a worker is alive after Close")
	}
	if _, _, err := p.PDF(t.Context(), Doc{Main: "x"}); !errors.Is(err, errs.New(errs.Unavailable, "typst.closed")) {
		t.Errorf("error %v", err)
	}
}

// TestOrphan checks that a worker does not outlive the program, even when a
// document keeps it busy: the end of its stdin is all that it is told.
func TestOrphan(t *testing.T) {
	options := testOptions(t)
	c, err := startChild([]string{os.Args[0], WorkerArg}, workerConfig{Engine: options}, time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	<-c.ready
	if c.failed != nil {
		t.Fatal(c.failed)
	}
	f, err := docFrame(Doc{Main: endless})
	if err != nil {
		t.Fatal(err)
	}
	if err := writeFrame(c.stdin, f); err != nil {
		t.Fatal(err)
	}
	c.stdin.Close()
	select {
	case <-c.gone:
	case <-time.After(20 * time.Second):
		c.kill()
		t.Error("the worker goes on after its stdin has ended")
	}
}

// TestWorkerEnv checks that secrets in the program's environment stay there.
func TestWorkerEnv(t *testing.T) {
	t.Setenv("POBRATIM_SECRET", "hush")
	cmd := exec.Command("env")
	cmd.Env = workerEnv()
	for _, line := range cmd.Environ() {
		if strings.Contains(line, "POBRATIM") || strings.HasPrefix(line, "HOME=") {
			t.Errorf("the worker gets %s", line)
		}
	}
}

// BenchmarkBrief sets the brief with all scripts in a warm worker.
func BenchmarkBrief(b *testing.B) {
	p := pool(b, PoolOptions{})
	doc := brief(b)
	n := 0
	for b.Loop() {
		n++
		// Another number each time, so that nothing but fonts and templates
		// can come from the typesetter's memory.
		doc.Files["/data.json"] = bytes.Replace(file(b, "brief.json"), []byte("5770"), fmt.Append(nil, 10000+n), 1)
		if _, _, err := p.PDF(b.Context(), doc); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "PDF/s")
	b.ReportMetric(float64(p.State().Resident)/(1<<20), "worker-MiB")
	b.ReportMetric(float64(p.State().Started), "workers")
}

// TestPoolHungry checks both fences around memory: the module's own limit ends
// the document and leaves the worker alive, and the process has one as well.
func TestPoolHungry(t *testing.T) {
	p := pool(t, PoolOptions{})
	_, _, err := p.PDF(t.Context(), Doc{Main: "#let a = range(100000000)"})
	if !errors.Is(err, errs.New(errs.Internal, "typst.broken")) {
		t.Errorf("error %v", err)
	}
	started := 1
	if underRace {
		started = 0 // there the second fence is reached before the first
	}
	poolWorks(t, p, started)
	if runtime.GOOS != "linux" {
		return
	}
	limits, err := os.ReadFile(fmt.Sprintf("/proc/%d/limits", p.resting[0].cmd.Process.Pid))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(limits)) {
		if strings.HasPrefix(line, "Max address space") && strings.Contains(line, "unlimited") {
			t.Error("the worker has no limit of address space")
		}
	}
}
