package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"time"
)

// briefAim is how many times less a page of a brief may cost than one that
// LibreOffice makes of a DOCX.
const briefAim = 10

// papers measures pages of briefs beside LibreOffice's DOCX to PDF, by the time of
// the processor: go run . papers -program ../bin/pobratim
func papers(ctx context.Context, args []string) error {
	set := flag.NewFlagSet("papers", flag.ExitOnError)
	program := set.String("program", "../bin/pobratim", "the `path` of the built product")
	if err := set.Parse(args); err != nil {
		return err
	}
	self, err := filepath.Abs(*program)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "pobratim-bench")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	accounts := filepath.Join(dir, "accounts.json")
	data := &data{dir: filepath.Join(dir, "data")}
	s, err := launch(ctx, "/healthz", self, "demo", "--data", data.dir, "--listen", "ADDR", "--no-open", "--accounts", accounts)
	if err != nil {
		return err
	}
	defer s.stop()
	if err := data.know(accounts); err != nil {
		return err
	}
	ours, pages, err := briefPages(ctx, s, self, data)
	if err != nil {
		return err
	}
	t := newTable(os.Stdout)
	for _, n := range []int{1, 20} {
		theirs, made, err := officePages(ctx, self, data.dir, dir, n)
		if err != nil {
			return err
		}
		what := fmt.Sprintf("page of a brief, of %d; beside %d files of %d pages", pages, n, made)
		ratio := theirs / ours
		t.row(what, ms(ours), "LibreOffice "+ms(theirs), times(ratio), fmt.Sprintf("≥ %d×", briefAim), ratio >= briefAim)
	}
	t.verdict()
	return nil
}

// briefPages is what a page of a brief costs the program and its typesetter: that
// of each partner in two languages, each for the first time.
func briefPages(ctx context.Context, s *server, program string, d *data) (seconds float64, pages int, err error) {
	out, err := exec.CommandContext(ctx, program, "list", "partners", "--data", d.dir, "--municipality", "perm").Output()
	if err != nil {
		return 0, 0, fmt.Errorf("list partners: %w", err)
	}
	var partners []struct{ Slug string }
	if err := json.Unmarshal(out, &partners); err != nil {
		return 0, 0, err
	}
	cookies, err := signIn(ctx, s.base, d.head)
	if err != nil {
		return 0, 0, err
	}
	ask := func(slug, lang string) error {
		return patient(ctx, load{url: s.base + "/perm/office/partners/" + slug + "/brief.pdf?paper=" + lang, cookies: cookies, at: 1})
	}
	if len(partners) < 2 {
		return 0, 0, errors.New("the demonstration has no partners")
	}
	// The first waits for the typesetter and is not counted.
	if err := ask(partners[0].Slug, "ru"); err != nil {
		return 0, 0, err
	}
	before := s.cpu()
	for _, p := range partners[1:] {
		for _, lang := range []string{"ru", "en"} {
			if err := ask(p.Slug, lang); err != nil {
				return 0, 0, err
			}
			pages++
		}
	}
	return (s.cpu() - before) / float64(pages), pages, nil
}

// officePages is what a page costs LibreOffice that makes PDF of so many files in
// one go: papers of a visit in DOCX.
func officePages(ctx context.Context, program, data, dir string, files int) (seconds float64, pages int, err error) {
	out, err := exec.CommandContext(ctx, program, "list", "activities", "--data", data, "--municipality", "perm").Output()
	if err != nil {
		return 0, 0, fmt.Errorf("list activities: %w", err)
	}
	var all []struct{ ID, Type string }
	if err := json.Unmarshal(out, &all); err != nil {
		return 0, 0, err
	}
	visit := ""
	for _, a := range all {
		if a.Type == "visit_in" {
			visit = a.ID
			break
		}
	}
	made := filepath.Join(dir, "office"+strconv.Itoa(files))
	if err := os.MkdirAll(made, 0o700); err != nil {
		return 0, 0, err
	}
	profile := "-env:UserInstallation=file://" + filepath.Join(dir, "profile")
	convert := func(names ...string) (float64, error) {
		begin := time.Now()
		c := exec.CommandContext(ctx, "soffice", append([]string{profile, "--headless", "--convert-to", "pdf", "--outdir", made}, names...)...)
		if said, err := c.CombinedOutput(); err != nil {
			return 0, fmt.Errorf("soffice (scripts/setup.sh test): %w %s after %s", err, said, time.Since(begin))
		}
		return (c.ProcessState.UserTime() + c.ProcessState.SystemTime()).Seconds(), nil
	}
	var names []string
	for i := range files {
		name := filepath.Join(made, fmt.Sprintf("paper%d.docx", i))
		if said, err := exec.CommandContext(ctx, program, "paper", "order", "--data", data, "--municipality", "perm", "--visit", visit, "--lang", "ru", "-o", name).CombinedOutput(); err != nil {
			return 0, 0, fmt.Errorf("paper order: %w %s", err, said)
		}
		names = append(names, name)
	}
	if _, err := convert(names[0]); err != nil { // the first makes a profile
		return 0, 0, err
	}
	spent, err := convert(names...)
	if err != nil {
		return 0, 0, err
	}
	for i := range files {
		said, err := exec.CommandContext(ctx, "pdfinfo", filepath.Join(made, fmt.Sprintf("paper%d.pdf", i))).Output()
		if err != nil {
			return 0, 0, fmt.Errorf("pdfinfo (scripts/setup.sh test): %w", err)
		}
		if m := regexp.MustCompile(`Pages:\s+(\d+)`).FindSubmatch(said); m != nil {
			n, _ := strconv.Atoi(string(m[1]))
			pages += n
		}
	}
	if pages == 0 {
		return 0, 0, errors.New("LibreOffice made no pages")
	}
	return spent / float64(pages), pages, nil
}
