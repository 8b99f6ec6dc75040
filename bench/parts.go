package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// bench is one run over all figures.
type bench struct {
	o     options
	ours  *data
	table *table
}

const crowd = 64

func (b *bench) serve(ctx context.Context) (*server, error) {
	return launch(ctx, "/healthz", b.o.program, "serve", "--data", b.ours.dir, "--listen", "ADDR")
}

func (b *bench) pocketBase(ctx context.Context) (*server, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	return launch(ctx, "/api/health", self, "peer", "pocketbase", peerDir(b.o), "ADDR")
}

// start measures ten starts, to the first reply.
func (b *bench) start(ctx context.Context) error {
	took := func(start func(context.Context) (*server, error)) (time.Duration, error) {
		var all []time.Duration
		for range 10 {
			s, err := start(ctx)
			if err != nil {
				return 0, err
			}
			all = append(all, s.took)
			s.stop()
		}
		slices.Sort(all)
		return all[len(all)/2], nil
	}
	ours, err := took(b.serve)
	if err != nil {
		return err
	}
	theirs, err := took(b.pocketBase)
	if err != nil {
		return err
	}
	b.table.row("start to first reply, median of 10", ms(ours.Seconds()), "PocketBase "+ms(theirs.Seconds()), times(theirs.Seconds()/ours.Seconds()), "≤ 150 ms", ours <= 150*time.Millisecond)
	return nil
}

// rest measures memory after the first page and two quiet seconds.
func (b *bench) rest(ctx context.Context) error {
	memory := func(start func(context.Context) (*server, error), first string) (float64, error) {
		s, err := start(ctx)
		if err != nil {
			return 0, err
		}
		defer s.stop()
		if _, err := (load{url: s.base + first}).get(ctx, client(1)); err != nil {
			return 0, err
		}
		time.Sleep(2 * time.Second)
		return s.memory("VmRSS"), nil
	}
	ours, err := memory(b.serve, "/perm/")
	if err != nil {
		return err
	}
	theirs, err := memory(b.pocketBase, peerList)
	if err != nil {
		return err
	}
	b.table.row("memory at rest", mib(ours), "PocketBase "+mib(theirs), times(theirs/ours), "≤ 64 MiB", ours <= 64)
	return nil
}

// pages compares CPU per request.
func (b *bench) pages(ctx context.Context) error {
	ours, err := b.serve(ctx)
	if err != nil {
		return err
	}
	defer ours.stop()
	theirs, err := b.pocketBase(ctx)
	if err != nil {
		return err
	}
	defer theirs.stop()
	cookies, err := signIn(ctx, ours.base, b.ours.head)
	if err != nil {
		return err
	}
	portal := load{url: ours.base + "/perm/partners/duisburg"}
	body, err := portal.get(ctx, client(1))
	if err != nil {
		return err
	}
	bare, err := b.bare(ctx, body)
	if err != nil {
		return err
	}
	defer bare.stop()
	for _, c := range []struct {
		what   string
		ours   load
		peer   *server
		name   string
		theirs load
		aim    float64 // their CPU by ours
	}{
		{"list of 50 of all organisations", load{url: ours.base + "/perm/office/organisations", cookies: cookies}, theirs, "PocketBase JSON", load{url: theirs.base + peerList}, 3},
		{"the same, peer without its count", load{url: ours.base + "/perm/office/organisations", cookies: cookies}, theirs, "PocketBase JSON", load{url: theirs.base + peerList + "&skipTotal=1"}, 0},
		{"dossier", load{url: ours.base + "/perm/office/partners/duisburg", cookies: cookies}, theirs, "PocketBase JSON", load{url: theirs.base + peerDossier}, 0},
		{"portal page", portal, bare, "net/http", load{url: bare.base + "/"}, 0.6},
	} {
		// Ours and theirs alternate, so that a change of the machine's mood
		// hits both.
		var mine, others []cost
		for range 3 {
			one, err := c.ours.measure(ctx, ours, b.o.span()/3)
			if err != nil {
				return fmt.Errorf("%s: %w", c.what, err)
			}
			two, err := c.theirs.measure(ctx, c.peer, b.o.span()/3)
			if err != nil {
				return fmt.Errorf("%s: %w", c.what, err)
			}
			mine, others = append(mine, one), append(others, two)
		}
		a, z := median(mine), median(others)
		aim := ""
		if c.aim > 0 {
			aim = "≥ " + times(c.aim)
		}
		b.table.row(fmt.Sprintf("%s, CPU (%d KB)", c.what, a.bytes/1024), ms(a.cpu), fmt.Sprintf("%s %s (%d KB)", c.name, ms(z.cpu), z.bytes/1024), times(z.cpu/a.cpu), aim, z.cpu/a.cpu >= c.aim)
	}
	return nil
}

func median(all []cost) cost {
	slices.SortFunc(all, func(a, b cost) int {
		if a.cpu < b.cpu {
			return -1
		}
		return 1
	})
	return all[len(all)/2]
}

func (b *bench) bare(ctx context.Context, body []byte) (*server, error) {
	file := filepath.Join(b.o.dir, "page.html")
	if err := os.WriteFile(file, body, 0o600); err != nil {
		return nil, err
	}
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	return launch(ctx, "/", self, "peer", "bare", file, "ADDR")
}

// crowd measures memory under 64 connections that read the list.
func (b *bench) crowd(ctx context.Context) error {
	highest := func(start func(context.Context) (*server, error), path string, signed bool) (float64, error) {
		s, err := start(ctx)
		if err != nil {
			return 0, err
		}
		defer s.stop()
		l := load{url: s.base + path, at: crowd}
		if signed {
			if l.cookies, err = signIn(ctx, s.base, b.ours.head); err != nil {
				return 0, err
			}
		}
		_, err = l.measure(ctx, s, b.o.span())
		return s.memory("VmHWM"), err
	}
	ours, err := highest(b.serve, "/perm/office/organisations", true)
	if err != nil {
		return err
	}
	theirs, err := highest(b.pocketBase, peerList, false)
	if err != nil {
		return err
	}
	b.table.row(fmt.Sprintf("memory at %d connections", crowd), mib(ours), "PocketBase "+mib(theirs), times(theirs/ours), "≤ 200 MiB", ours <= 200)
	return nil
}

// briefs measures papers: CPU of the program and its typesetter together.
func (b *bench) briefs(ctx context.Context) error {
	s, err := b.serve(ctx)
	if err != nil {
		return err
	}
	defer s.stop()
	cookies, err := signIn(ctx, s.base, b.ours.head)
	if err != nil {
		return err
	}
	l := load{url: s.base + "/perm/office/partners/duisburg/brief.pdf", cookies: cookies, at: 1}
	// The first waits until the typesetter has made its machine code, once in the
	// life of a data folder.
	if err := patient(ctx, l); err != nil {
		return err
	}
	const briefs = 20
	before := s.cpu()
	for range briefs {
		if err := patient(ctx, l); err != nil {
			return err
		}
	}
	b.table.row("brief in PDF", fmt.Sprintf("%.1f per CPU second", briefs/(s.cpu()-before)), "", "", "", true)
	return nil
}

// patient asks until there is an answer: a typesetter that is busy asks to come
// again.
func patient(ctx context.Context, l load) error {
	var err error
	for begin := time.Now(); time.Since(begin) < 3*time.Minute; time.Sleep(time.Second) {
		if _, err = l.get(ctx, client(1)); err == nil || ctx.Err() != nil {
			return err
		}
	}
	return fmt.Errorf("no brief within three minutes: %w", err)
}
