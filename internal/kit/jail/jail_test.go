package jail

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"pobratim/internal/kit/errs"
)

// TestMain lets the test binary be the child, as the program is, and a parent
// that can be killed.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == Arg {
		os.Exit(Main(handlers(), os.Stdin, os.Stdout, os.Stderr))
	}
	if len(os.Args) > 1 && os.Args[1] == "parent" {
		j, err := New(Options{})
		if err == nil {
			err = j.Run(context.Background(), Job{Name: "forever"}, strings.NewReader(""), func(b []byte) error {
				_, err := fmt.Printf("%s\n", b)
				return err
			})
		}
		fmt.Println(err)
		os.Exit(1)
	}
	os.Exit(m.Run())
}

func handlers() Handlers {
	return Handlers{
		"count": func(request json.RawMessage, in io.Reader, send func([]byte) error) error {
			var say string
			if err := json.Unmarshal(request, &say); err != nil {
				return err
			}
			n, err := io.Copy(io.Discard, in)
			if err != nil {
				return err
			}
			for i := range 3 {
				if err := send(fmt.Appendf(nil, "%s %d of %d", say, i, n)); err != nil {
					return err
				}
			}
			return nil
		},
		"refuse": func(json.RawMessage, io.Reader, func([]byte) error) error {
			return errs.Field("file", "x.rows", "n", 5, "name", "Лист", "ratio", 0.5).Because(errors.New("why"))
		},
		"hoard": func(_ json.RawMessage, _ io.Reader, send func([]byte) error) error {
			var all [][]byte
			for range 4096 {
				all = append(all, bytes.Repeat([]byte{1}, 1<<20))
			}
			return send(all[0][:1])
		},
		"much": func(json.RawMessage, io.Reader, func([]byte) error) error {
			all := make([][]byte, 40)
			for i := range all {
				all[i] = bytes.Repeat([]byte{1}, 1<<20)
			}
			return nil
		},
		"deep": func(json.RawMessage, io.Reader, func([]byte) error) error { return fmt.Errorf("%d", deep(1)) },
		"forever": func(_ json.RawMessage, _ io.Reader, send func([]byte) error) error {
			// The parts reach the parent when the buffer is full.
			if err := send(fmt.Appendf(nil, "%d", os.Getpid())); err != nil {
				return err
			}
			if err := send(bytes.Repeat([]byte{' '}, 64<<10)); err != nil {
				return err
			}
			for {
				runtime.Gosched()
			}
		},
		"chatter": func(_ json.RawMessage, _ io.Reader, send func([]byte) error) error {
			for {
				if err := send(make([]byte, 1<<20)); err != nil {
					return err
				}
			}
		},
		"panic":   func(json.RawMessage, io.Reader, func([]byte) error) error { var m map[string]int; m["a"]++; return nil },
		"exit":    func(json.RawMessage, io.Reader, func([]byte) error) error { os.Exit(0); return nil },
		"garbage": func(json.RawMessage, io.Reader, func([]byte) error) error { fmt.Print("hello, parent"); os.Exit(0); return nil },
		"world": func(_ json.RawMessage, _ io.Reader, send func([]byte) error) error {
			name := filepath.Join(os.TempDir(), fmt.Sprintf("pobratim-jail-%d", os.Getpid()))
			f, err := os.Create(name)
			if err == nil {
				_, err = f.WriteString("escaped")
				os.Remove(name)
			}
			return send(fmt.Appendf(nil, "%v|%v", strings.Join(os.Environ(), " "), err))
		},
	}
}

func deep(n int) int {
	var room [1024]byte
	room[n%len(room)] = 1
	return deep(n+1) + int(room[0])
}

func jail(t testing.TB) *Jail {
	t.Helper()
	j, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	return j
}

func run(t testing.TB, job Job, in io.Reader) ([]string, error) {
	t.Helper()
	var parts []string
	err := jail(t).Run(t.Context(), job, in, func(b []byte) error { parts = append(parts, string(b)); return nil })
	return parts, err
}

func TestRun(t *testing.T) {
	got, err := run(t, Job{Name: "count", Request: "слово"}, strings.NewReader(strings.Repeat("a", 3<<20)))
	if err != nil {
		t.Fatal(err)
	}
	if want := "слово 0 of 3145728, слово 1 of 3145728, слово 2 of 3145728"; strings.Join(got, ", ") != want {
		t.Errorf("got %q", got)
	}
}

func TestErrorsArriveWhole(t *testing.T) {
	_, err := run(t, Job{Name: "refuse"}, strings.NewReader("unread"))
	e, ok := errors.AsType[*errs.E](err)
	if !ok || e.Kind != errs.Invalid || e.Key != "x.rows" || e.Field != "file" || e.Arg("n") != 5 || e.Arg("name") != "Лист" || e.Arg("ratio") != "0.5" || e.Err.Error() != "why" {
		t.Errorf("got %#v", err)
	}
}

func TestLimits(t *testing.T) {
	small := Limits{In: 1 << 20, Memory: 64 << 20, Time: 2 * time.Second, Out: 4 << 20}
	long := small
	long.Time = 20 * time.Second
	for _, c := range []struct {
		name   string
		limits Limits
		want   string
	}{
		{"hoard", long, "jail.large"},
		{"deep", long, "jail.broken"},
		{"much", long, ""}, // what is allowed is there
		{"forever", small, "jail.slow"},
		{"chatter", long, "jail.large"},
		{"panic", long, "jail.broken"},
		{"exit", long, "jail.broken"},
		{"garbage", long, "jail.broken"},
	} {
		t.Run(c.name, func(t *testing.T) {
			began := time.Now()
			_, err := run(t, Job{Name: c.name, Limits: c.limits}, strings.NewReader("file"))
			if c.want == "" && err != nil || c.want != "" && !errors.Is(err, errs.New(errs.Invalid, c.want)) {
				t.Errorf("got %v, want %s", err, c.want)
			}
			if d := time.Since(began); d > c.limits.Time+5*time.Second {
				t.Errorf("took %v", d)
			}
		})
	}
	_, err := run(t, Job{Name: "count", Request: "", Limits: small}, strings.NewReader(strings.Repeat("a", 1<<20+1)))
	if !errors.Is(err, errs.New(errs.Invalid, "jail.file_large")) {
		t.Errorf("too large a file: %v", err)
	}
	_, err = run(t, Job{Name: "nobody"}, strings.NewReader(""))
	if !errors.Is(err, errs.New(errs.Internal, "jail.start")) {
		t.Errorf("no handler: %v", err)
	}
}

func TestSourceAndReceiverBreak(t *testing.T) {
	broken := errors.New("the disk is gone")
	if _, err := run(t, Job{Name: "count", Request: ""}, io.MultiReader(strings.NewReader("abc"), failing{broken})); !errors.Is(err, broken) {
		t.Errorf("a source that breaks: %v", err)
	}
	err := jail(t).Run(t.Context(), Job{Name: "count", Request: ""}, strings.NewReader(""), func([]byte) error { return broken })
	if !errors.Is(err, broken) {
		t.Errorf("a receiver that breaks: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	err = jail(t).Run(ctx, Job{Name: "forever"}, strings.NewReader(""), func([]byte) error { cancel(); return nil })
	if !errors.Is(err, context.Canceled) || errs.KindOf(err) != errs.Unavailable {
		t.Errorf("nobody waits any more: %v", err)
	}
	none, err := New(Options{Command: []string{filepath.Join(t.TempDir(), "no such program")}})
	if err != nil {
		t.Fatal(err)
	}
	if err := none.Run(t.Context(), Job{Name: "count"}, strings.NewReader(""), nil); !errors.Is(err, errs.New(errs.Unavailable, "jail.start")) {
		t.Errorf("no program: %v", err)
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// TestOthersWait has one slot: the second waits until the first is done, or
// gives up with its context.
func TestOthersWait(t *testing.T) {
	j, err := New(Options{Children: 1})
	if err != nil {
		t.Fatal(err)
	}
	err = j.Run(t.Context(), Job{Name: "count", Request: "a"}, strings.NewReader(""), func([]byte) error {
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		defer cancel()
		if err := j.Run(ctx, Job{Name: "count", Request: "b"}, strings.NewReader(""), nil); !errors.Is(err, errs.New(errs.Unavailable, "jail.busy")) {
			return fmt.Errorf("the second did not wait: %w", err)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

func TestChildKnowsNothing(t *testing.T) {
	t.Setenv("POBRATIM_DATABASE", "postgres://secret")
	got, err := run(t, Job{Name: "world"}, strings.NewReader(""))
	if err != nil {
		t.Fatal(err)
	}
	env, wrote, _ := strings.Cut(got[0], "|")
	if env != "GOTRACEBACK=single GOMAXPROCS=2" {
		t.Errorf("the child knows %q", env)
	}
	if runtime.GOOS == "linux" && !strings.Contains(wrote, "file too large") {
		t.Errorf("the child could write a file: %s", wrote)
	}
}

// TestChildEndsWithItsParent kills a parent whose child is busy.
func TestChildEndsWithItsParent(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	parent := exec.Command(self, "parent")
	out, err := parent.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := parent.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	pid, err := strconv.Atoi(strings.TrimSpace(line))
	if err != nil {
		t.Fatalf("the parent says %q", line)
	}
	if _, err := os.Stat(fmt.Sprintf("/proc/%d", pid)); err != nil {
		t.Fatalf("the child should run: %v", err)
	}
	_ = parent.Process.Kill()
	_ = parent.Wait()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for range 250 {
		stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
		if err != nil || strings.Contains(string(stat), ") Z ") {
			return
		}
		<-tick.C
	}
	t.Errorf("the child %d outlives its parent", pid)
}

func FuzzReadFrame(f *testing.F) {
	f.Add([]byte("P\x00\x00\x00\x02ab"))
	f.Add([]byte("E\xff\xff\xff\xff"))
	f.Fuzz(func(t *testing.T, b []byte) {
		kind, part, err := readFrame(bytes.NewReader(b), 1<<20)
		if err != nil {
			return
		}
		var again bytes.Buffer
		if err := writeFrame(&again, kind, part); err != nil || !bytes.HasPrefix(b, again.Bytes()) {
			t.Errorf("%q became %q, %v", b, again.Bytes(), err)
		}
	})
}
