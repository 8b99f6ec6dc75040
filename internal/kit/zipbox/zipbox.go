// Package zipbox opens ZIP archives that anybody may have made: office files.
// It reads from memory, never writes, and bounds what an archive may turn into:
// the number of its files and the bytes that all reading together gives.
package zipbox

import (
	"archive/zip"
	"bytes"
	"embed"
	"io"
	"io/fs"
	"path"
	"strings"

	"pobratim/internal/kit/errs"
)

//go:embed locale
var locale embed.FS

// Locale holds the words for this package's error keys.
func Locale() fs.FS { return locale }

// The limits.
const (
	MaxFiles    = 2000
	MaxUnpacked = 200 << 20 // bytes of everything that is read
)

// Box is an open archive. Names of files are without a slash at the front, and
// their case does not matter.
type Box struct {
	files map[string]*zip.File
	names []string
	left  int64
}

// Open reads the directory of an archive.
func Open(b []byte) (*Box, error) {
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return nil, errs.Wrap(err, errs.Invalid, "zipbox.broken")
	}
	if len(z.File) > MaxFiles {
		return nil, errs.New(errs.Invalid, "zipbox.files", "n", MaxFiles)
	}
	box := &Box{files: map[string]*zip.File{}, left: MaxUnpacked}
	for _, f := range z.File {
		if strings.HasSuffix(f.Name, "/") {
			continue
		}
		if f.Flags&1 != 0 {
			return nil, errs.New(errs.Invalid, "zipbox.locked")
		}
		name := key(f.Name)
		if box.files[name] != nil { // programs differ in which one they take
			return nil, errs.New(errs.Invalid, "zipbox.double")
		}
		box.files[name] = f
		box.names = append(box.names, f.Name)
	}
	return box, nil
}

func key(name string) string {
	return strings.ToLower(strings.TrimPrefix(path.Clean("/"+strings.ReplaceAll(name, `\`, "/")), "/"))
}

// Names are the names of the files as they stand in the archive.
func (b *Box) Names() []string { return b.names }

// Has tells whether there is a file.
func (b *Box) Has(name string) bool { return b.files[key(name)] != nil }

// Open gives the content of a file. One that is too large is refused before it
// is unpacked when it says so, and otherwise where the limit is reached.
func (b *Box) Open(name string) (io.ReadCloser, error) {
	f := b.files[key(name)]
	if f == nil {
		return nil, errs.New(errs.Invalid, "zipbox.broken").Because(fs.ErrNotExist)
	}
	if f.UncompressedSize64 > uint64(b.left) {
		return nil, tooLarge()
	}
	r, err := f.Open()
	if err != nil {
		return nil, errs.Wrap(err, errs.Invalid, "zipbox.broken")
	}
	return &metered{box: b, r: r}, nil
}

// Read gives the whole content of a small file; an absent one is empty.
func (b *Box) Read(name string) ([]byte, error) {
	if !b.Has(name) {
		return nil, nil
	}
	r, err := b.Open(name)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	const small = 8 << 20
	text, err := io.ReadAll(io.LimitReader(r, small+1))
	if len(text) > small {
		return nil, tooLarge()
	}
	return text, err
}

func tooLarge() error { return errs.New(errs.Invalid, "zipbox.large", "limit", MaxUnpacked>>20) }

// metered takes what is read from the allowance of the box.
type metered struct {
	box *Box
	r   io.ReadCloser
}

func (m *metered) Read(p []byte) (int, error) {
	n, err := m.r.Read(p)
	if m.box.left -= int64(n); m.box.left < 0 {
		return 0, tooLarge()
	}
	if err != nil && err != io.EOF {
		err = errs.Wrap(err, errs.Invalid, "zipbox.broken")
	}
	return n, err
}

func (m *metered) Close() error { return m.r.Close() }
