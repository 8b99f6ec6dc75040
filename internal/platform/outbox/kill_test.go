package outbox

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/db"
	"pobratim/internal/kit/mail"
	"pobratim/internal/kit/mail/mailtest"
	"pobratim/internal/kit/seal"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/keep/keeptest"
	"pobratim/internal/platform/record"
)

// How often the child is killed, over how many messages. The figures of the
// issue are 2,000 and 20; scripts/bench.sh asks for them.
var (
	killMessages = flag.Int("kill.messages", 200, "messages of one run")
	killRuns     = flag.Int("kill.runs", 3, "runs")
)

// senderFolder makes the test binary a process that sends what is queued in a
// folder.
const senderFolder = "POBRATIM_OUTBOX_SENDER"

func TestMain(m *testing.M) {
	if dir := os.Getenv(senderFolder); dir != "" {
		if err := sendAll(dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	flag.Parse()
	os.Exit(m.Run())
}

func openAt(ctx context.Context, dir string) (*Service, *db.DB, error) {
	d, err := db.OpenSQLite(ctx, filepath.Join(dir, "office.db"), db.ReadWrite)
	if err != nil {
		return nil, nil, err
	}
	merged, err := db.Merge(record.Files, audit.Files, Files)
	if err == nil {
		err = db.Migrate(ctx, d, merged)
	}
	if err != nil {
		return nil, nil, errors.Join(err, d.Close())
	}
	log, err := audit.Open(ctx, d, clock.System)
	if err != nil {
		return nil, nil, errors.Join(err, d.Close())
	}
	kinds := func() record.Kinds { return record.Kinds{} }
	s := New(keep.Floor{DB: d, Log: log, Gate: account.NewGate(rights()), Kinds: kinds}, Deps{
		Langs: []string{"ru"}, Clock: clock.System, Zone: func() *time.Location { return time.UTC }, Kinds: kinds, Key: seal.Beside(filepath.Join(dir, "seal.key")),
		Lease: time.Nanosecond, // one process at a time: what a killed one had taken is free at once
	})
	return s, d, nil
}

// sendAll sends until nothing is queued any more.
func sendAll(dir string) error {
	ctx := context.Background()
	s, d, err := openAt(ctx, dir)
	if err != nil {
		return err
	}
	defer d.Close()
	for {
		if _, err := s.Step(ctx); err != nil {
			return err
		}
		left, err := db.One(ctx, d, db.Value[int], `SELECT count(*) FROM outbox_recipients WHERE state = 'queued'`)
		if err != nil || left == 0 {
			return err
		}
	}
}

// TestKilled kills the process that sends, again and again, in the middle of
// many messages: every recipient gets theirs, and none gets two that differ in
// their Message-ID.
func TestKilled(t *testing.T) {
	doubled := 0
	for run := range *killRuns {
		doubled += killedRun(t, run)
	}
	t.Logf("%d runs of %d messages: none missing, one Message-ID each; %d came twice with the same Message-ID", *killRuns, *killMessages, doubled)
}

func killedRun(t *testing.T, run int) (doubled int) {
	t.Helper()
	dir := t.TempDir()
	var taken atomic.Int64
	var child atomic.Pointer[os.Process]
	var at atomic.Int64 // after so many messages the child is killed
	at.Store(int64(7 + 13*run))
	sink := mailtest.New(t, mailtest.Plain, func(s *mailtest.Sink) {
		s.Taken = func(mailtest.Got) {
			// The server has the message and has not said so yet.
			if n := taken.Add(1); n == at.Load() {
				if p := child.Load(); p != nil {
					_ = p.Kill()
				}
			}
		}
	})
	queueAll(t, dir, sink.Port)
	kills := 0
	for {
		cmd := exec.CommandContext(t.Context(), os.Args[0])
		cmd.Env, cmd.Stderr = append(os.Environ(), senderFolder+"="+dir), os.Stderr
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		child.Store(cmd.Process)
		err := cmd.Wait()
		if err == nil {
			break
		}
		if kills++; kills > *killMessages {
			t.Fatal("the child never comes to an end")
		}
		at.Store(taken.Load() + int64(*killMessages/12) + int64(kills%5))
	}
	if kills == 0 {
		t.Error("the child was never killed")
	}
	ids := map[string]map[string]int{}
	for _, got := range sink.Got() {
		read, err := mail.Parse(got.Body)
		if err != nil {
			t.Fatal(err)
		}
		if ids[got.To] == nil {
			ids[got.To] = map[string]int{}
		}
		ids[got.To][read.ID]++
	}
	for i := range *killMessages {
		switch box := boxOf(i); {
		case len(ids[box]) == 0:
			t.Errorf("run %d: %s got nothing", run, box)
		case len(ids[box]) > 1:
			t.Errorf("run %d: %s got several Message-IDs: %v", run, box, ids[box])
		}
	}
	for _, of := range ids {
		for _, n := range of {
			doubled += n - 1
		}
	}
	if len(ids) != *killMessages {
		t.Errorf("run %d: %d recipients instead of %d", run, len(ids), *killMessages)
	}
	return doubled
}

func boxOf(i int) string { return "p" + strconv.Itoa(i) + "@duisburg.example" }

// queueAll fills the queue of a new outbox. The messages are due: their hold is
// over.
func queueAll(t *testing.T, dir string, port int) {
	t.Helper()
	s, d, err := openAt(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	long := clock.System().Add(-time.Hour)
	s.deps.Clock = clock.Fixed(long)
	err = s.SetServer(keeptest.As(t, account.Administrator), Server{Host: "127.0.0.1", Port: port, Security: mail.Open, Senders: []string{"office@perm.example"}}, nil, false)
	for i := 0; i < *killMessages && err == nil; i++ {
		l := letter(boxOf(i))
		l.Sender = "office@perm.example"
		var id string
		if id, err = s.Add(head(t), l); err == nil {
			_, err = s.Send(head(t), id, 1, long)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
}
