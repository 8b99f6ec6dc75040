package main

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// The aims of imports: CPU seconds beside those of merely reading the file and
// of the peer that takes the same rows, memory, and the clock for a list of the
// usual length.
const (
	aimRead   = 0.4
	aimPeer   = 3.0
	aimMemory = 300 // MiB, of the program and its child together
	aimSmall  = 30 * time.Second
	small     = 5000
)

// step is one command that is measured.
type step struct {
	what, file string
	dry        bool
}

// used is what a command took.
type used struct {
	clock  time.Duration
	cpu    float64 // seconds, of its children too
	memory float64 // MiB: the most that it held and the most that one child held
	out    []byte
}

// intake measures how files come in: beside merely reading the same file with
// excelize, and beside PocketBase taking the same rows in batches.
func intake(ctx context.Context, args []string) error {
	f := flag.NewFlagSet("intake", flag.ExitOnError)
	program := f.String("program", "../bin/pobratim", "the `path` of the built product")
	rows := f.Int("rows", 100_000, "how many organisations the large file holds")
	database := f.String("database", "", "`address` of a PostgreSQL database; SQLite without it")
	if err := f.Parse(args); err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "pobratim-intake")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	where := []string{"--data", filepath.Join(dir, "data")}
	if *database != "" {
		where = append(where, "--database", *database)
	}
	s, err := launch(ctx, "/healthz", *program, append([]string{"demo", "--listen", "ADDR", "--no-open", "--accounts", filepath.Join(dir, "accounts.json")}, where...)...)
	if err != nil {
		return err
	}
	s.stop()
	single, few, many := filepath.Join(dir, "one.xlsx"), filepath.Join(dir, "few.xlsx"), filepath.Join(dir, "many.xlsx")
	for file, n := range map[string]int{single: 1, few: small, many: *rows} {
		if err := organisationSheet(file, n, file != many); err != nil {
			return err
		}
	}
	read, err := run1(ctx, os.Args[0], "read", many)
	if err != nil {
		return err
	}
	t := newTable(os.Stdout)
	excelize := fmt.Sprintf("excelize reads it in %.1f s", read.cpu)
	var start, first float64
	for _, one := range []step{
		{"one row brought in", single, false},
		{"5,000 rows brought in", few, false},
		{fmt.Sprintf("%d rows, dry run, none is there", *rows), many, true},
		{"the same, brought in", many, false},
		{"the same again, dry run, each is there", many, true},
		{"the same again, brought in, each is there", many, false},
	} {
		u, err := bring(ctx, *program, where, one)
		if err != nil {
			return err
		}
		switch one.what {
		case "one row brought in":
			start = u.cpu
			t.row(one.what+": CPU", fmt.Sprintf("%.1f s", start), "", "", "", true)
			continue
		case "5,000 rows brought in":
			first = u.cpu
			t.row(one.what+": clock", fmt.Sprintf("%.1f s", u.clock.Seconds()), "", "", "≤ 30 s", u.clock <= aimSmall)
			continue
		}
		ratio, aim := read.cpu/u.cpu, ""
		if one.dry {
			aim = "≥ 0.40×"
		}
		t.row(one.what+": CPU", fmt.Sprintf("%.1f s", u.cpu), excelize, times(ratio), aim, ratio >= aimRead)
		t.row("   memory, with its child", mib(u.memory), "", "", "≤ 300 MiB", u.memory <= aimMemory)
	}
	if *database == "" {
		for _, durable := range []bool{false, true} {
			theirs, err := peerBatch(ctx, dir, durable)
			if err != nil {
				return err
			}
			name := map[bool]string{false: "PocketBase", true: "PocketBase with synchronous=FULL"}[durable]
			// The peer's process runs already when the first batch comes.
			ratio := theirs / (first - start)
			t.row("5,000 rows brought in: CPU, without the start", fmt.Sprintf("%.1f s", first-start), fmt.Sprintf("%s, batches of %d: %.1f s", name, peerBatchRows, theirs), times(ratio), "≥ 3.00×", ratio >= aimPeer)
		}
	}
	t.verdict()
	return nil
}

// bring runs one import and sees that every row came to something.
func bring(ctx context.Context, program string, where []string, s step) (used, error) {
	args := append([]string{"import", "--json", "--municipality", "perm"}, where...)
	if s.dry {
		args = append(args, "--dry-run")
	}
	u, err := run1(ctx, program, append(args, s.file)...)
	if err != nil {
		return u, err
	}
	var report struct {
		Counts struct{ Rows, Created, Completed, Skipped int }
	}
	if err := json.Unmarshal(u.out, &report); err != nil {
		return u, err
	}
	if c := report.Counts; c.Rows == 0 || c.Rows != c.Created+c.Completed+c.Skipped {
		return u, fmt.Errorf("%s: %+v", s.what, c)
	}
	return u, nil
}

// run1 runs a command and watches how much memory it takes.
func run1(ctx context.Context, program string, args ...string) (used, error) {
	cmd := exec.CommandContext(ctx, program, args...)
	var out, said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &said
	begin := time.Now()
	if err := cmd.Start(); err != nil {
		return used{}, err
	}
	ended, most := make(chan struct{}), make(chan float64)
	go func() { most <- peak(cmd.Process.Pid, ended) }()
	err := cmd.Wait()
	close(ended)
	u := used{clock: time.Since(begin), memory: <-most, out: out.Bytes()}
	if err != nil {
		return u, fmt.Errorf("%s: %w\n%s", args[0], err, said.Bytes())
	}
	u.cpu = (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds()
	return u, nil
}

// peak looks fifty times a second at the most that a process and its children
// ever held, in MiB, until it ends.
func peak(pid int, ended <-chan struct{}) float64 {
	own, child := 0.0, 0.0
	for {
		own = max(own, status(pid, "VmHWM"))
		for _, c := range children(pid) {
			child = max(child, status(c, "VmHWM"))
		}
		select {
		case <-ended:
			return own + child
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// children are the processes that the threads of a process started.
func children(pid int) []int {
	var pids []int
	lists, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", pid))
	for _, list := range lists {
		text, _ := os.ReadFile(list)
		for one := range strings.FieldsSeq(string(text)) {
			if c, err := strconv.Atoi(one); err == nil {
				pids = append(pids, c)
			}
		}
	}
	return pids
}
