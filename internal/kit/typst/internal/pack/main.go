// Command pack compresses the typesetter's module and fonts out of node_modules
// into the folder that the program embeds. `make assets` runs it:
//
//	go run ./internal/kit/typst/internal/pack -from web/node_modules -to internal/kit/typst/assets/built
package main

import (
	"crypto/sha256"
	"encoding/hex"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"sync"

	"github.com/klauspost/compress/zstd"

	"pobratim/internal/kit/typst/internal/parts"
)

func main() {
	from := flag.String("from", "web/node_modules", "folder into which npm has installed the packages")
	to := flag.String("to", "internal/kit/typst/assets/built", "folder that the program embeds")
	flag.Parse()
	if err := pack(*from, *to); err != nil {
		fmt.Fprintln(os.Stderr, "pack:", err)
		os.Exit(1)
	}
}

// pack writes every part. Files that are newer than their source are kept, and
// files that belong to no part are removed, since all of the folder is embedded.
func pack(from, to string) error {
	if err := os.MkdirAll(filepath.Join(to, parts.LicenceDir), 0o755); err != nil {
		return err
	}
	if err := sweep(to); err != nil {
		return err
	}
	for _, l := range parts.Licences() {
		if err := copyLicence(from, to, l); err != nil {
			return err
		}
	}
	list := append(parts.Fonts(), parts.Module())
	failed := make([]error, len(list))
	var wg sync.WaitGroup
	for i, part := range list {
		wg.Go(func() { failed[i] = packOne(from, to, part) })
	}
	wg.Wait()
	for _, err := range failed {
		if err != nil {
			return err
		}
	}
	return nil
}

// sweep removes what an older list of parts has left.
func sweep(to string) error {
	known := map[string]bool{parts.LicenceDir: true}
	for _, p := range append(parts.Fonts(), parts.Module()) {
		known[p.Name+parts.Suffix] = true
	}
	entries, err := os.ReadDir(to)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if known[e.Name()] {
			continue
		}
		if err := os.Remove(filepath.Join(to, e.Name())); err != nil {
			return err
		}
	}
	return nil
}

func copyLicence(from, to string, l parts.Part) error {
	text, err := os.ReadFile(filepath.Join(from, filepath.FromSlash(l.Source)))
	if err != nil {
		return fmt.Errorf("%w (has `npm ci` run in web?)", err)
	}
	return os.WriteFile(filepath.Join(to, parts.LicenceDir, l.Name), text, 0o644)
}

func packOne(from, to string, part parts.Part) error {
	source := filepath.Join(from, filepath.FromSlash(part.Source))
	target := filepath.Join(to, part.Name+parts.Suffix)
	raw, err := os.ReadFile(source)
	if err != nil {
		return fmt.Errorf("%w (has `npm ci` run in web?)", err)
	}
	if part == parts.Module() {
		sum := sha256.Sum256(raw)
		if got := hex.EncodeToString(sum[:]); got != parts.ModuleSHA256 {
			return fmt.Errorf("%s has SHA-256 %s, but the host code is written for %s", source, got, parts.ModuleSHA256)
		}
	}
	if newer(target, source) {
		return nil
	}
	enc, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedBestCompression), zstd.WithWindowSize(32<<20))
	if err != nil {
		return err
	}
	small := enc.EncodeAll(raw, nil)
	// Written beside and renamed: an interrupted run leaves no half a file.
	if err := os.WriteFile(target+".part", small, 0o644); err != nil {
		return err
	}
	if err := os.Rename(target+".part", target); err != nil {
		return err
	}
	fmt.Printf("%-32s %10d → %9d bytes\n", part.Name, len(raw), len(small))
	return nil
}

// newer says whether the target exists and is not older than its source.
func newer(target, source string) bool {
	t, err := os.Stat(target)
	if err != nil {
		return false
	}
	s, err := os.Stat(source)
	return err == nil && !t.ModTime().Before(s.ModTime())
}
