package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"
)

type options struct {
	program       string
	organisations int
	seconds       float64
	dir           string
}

func main() {
	log.SetFlags(0)
	if len(os.Args) > 1 && os.Args[1] == "peer" { // this program again, as a server
		if err := peer(os.Args[2:]); err != nil {
			log.Fatal(err)
		}
		return
	}
	if len(os.Args) > 2 && os.Args[1] == "read" { // and as a reader of tables
		if err := readOnly(os.Args[2]); err != nil {
			log.Fatal(err)
		}
		return
	}
	if len(os.Args) > 1 && os.Args[1] == "calendars" {
		if err := calendars(context.Background(), os.Args[2:]); err != nil {
			log.Fatal(err)
		}
		return
	}
	if len(os.Args) > 1 && os.Args[1] == "papers" {
		if err := papers(context.Background(), os.Args[2:]); err != nil {
			log.Fatal(err)
		}
		return
	}
	if len(os.Args) > 1 && os.Args[1] == "intake" {
		if err := intake(context.Background(), os.Args[2:]); err != nil {
			log.Fatal(err)
		}
		return
	}
	var o options
	flag.StringVar(&o.program, "program", "../bin/pobratim", "the `path` of the built product")
	flag.IntVar(&o.organisations, "organisations", 100_000, "how many organisations both sides hold")
	flag.Float64Var(&o.seconds, "seconds", 5, "how long to ask for each figure")
	flag.StringVar(&o.dir, "dir", "", "a `folder` for data that is kept for the next run; a temporary one without it")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, o); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, o options) error {
	var err error
	if o.program, err = filepath.Abs(o.program); err != nil {
		return err
	}
	if _, err := os.Stat(o.program); err != nil {
		return fmt.Errorf("%s is missing: run make build", o.program)
	}
	if o.dir == "" {
		if o.dir, err = os.MkdirTemp("", "pobratim-bench"); err != nil {
			return err
		}
		defer os.RemoveAll(o.dir)
	}
	fmt.Printf("%d organisations, %.0f s a figure\n\n", o.organisations, o.seconds)
	ours, err := prepareOurs(ctx, o)
	if err != nil {
		return fmt.Errorf("our data: %w", err)
	}
	if err := preparePocketBase(o); err != nil {
		return fmt.Errorf("the peer's data: %w", err)
	}
	b := &bench{o: o, ours: ours, table: newTable(os.Stdout)}
	var failed []error // one part does not keep the others from being measured
	for _, part := range []struct {
		name    string
		measure func(context.Context) error
	}{{"start", b.start}, {"rest", b.rest}, {"pages", b.pages}, {"crowd", b.crowd}, {"briefs", b.briefs}} {
		if err := part.measure(ctx); err != nil {
			failed = append(failed, fmt.Errorf("%s: %w", part.name, err))
		}
	}
	b.table.verdict()
	return errors.Join(failed...)
}

// span is how long one figure is measured.
func (o options) span() time.Duration { return time.Duration(o.seconds * float64(time.Second)) }
