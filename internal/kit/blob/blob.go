package blob

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"runtime"
	"time"
)

// The ways in which a blob can be wrong. Reading errors of the disk come
// through as they are.
var (
	ErrMissing = errors.New("blob is missing")
	ErrDamaged = errors.New("blob does not match its name")
	ErrLarge   = errors.New("blob is larger than allowed")
	ErrName    = errors.New("not the name of a blob")
)

// Sum is the SHA-256 of a blob in 64 small hexadecimal digits.
type Sum string

// SumOf names bytes.
func SumOf(b []byte) Sum {
	sum := sha256.Sum256(b)
	return Sum(hex.EncodeToString(sum[:]))
}

// Valid tells whether s has the form of a name.
func (s Sum) Valid() bool {
	if len(s) != 2*sha256.Size {
		return false
	}
	for i := range len(s) {
		if c := s[i]; (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}

// path is where the blob lies below the root.
func (s Sum) path() string { return path.Join(string(s[:2]), string(s[2:4]), string(s)) }

// Stat is what is known of a blob without reading it.
type Stat struct {
	Sum     Sum
	Size    int64     // bytes
	Written time.Time // when it was put last
}

// tempDir holds files that are being written.
const tempDir = "tmp"

// Store is one folder of blobs. It may be used by many goroutines and, since
// every step is a rename, by several processes.
type Store struct{ root *os.Root }

// Open opens a folder and makes it when it is missing.
func Open(dir string) (*Store, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	if err := root.MkdirAll(tempDir, 0o700); err != nil {
		return nil, errors.Join(err, root.Close())
	}
	return &Store{root: root}, nil
}

// Close lets go of the folder.
func (s *Store) Close() error { return s.root.Close() }

// Put stores what r gives, at most limit bytes of it, and returns once the blob
// is durable. More bytes than limit are ErrLarge and leave nothing behind.
func (s *Store) Put(ctx context.Context, r io.Reader, limit int64) (Stat, error) {
	name := path.Join(tempDir, rand.Text())
	f, err := s.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return Stat{}, err
	}
	stat, err := fill(ctx, f, r, limit)
	if err = errors.Join(err, f.Close()); err == nil {
		err = s.settle(name, stat.Sum)
	}
	if err != nil {
		_ = s.root.Remove(name)
		return Stat{}, err
	}
	return stat, nil
}

// fill copies into a temporary file and flushes it.
func fill(ctx context.Context, f *os.File, r io.Reader, limit int64) (Stat, error) {
	h := sha256.New()
	n, err := io.Copy(io.MultiWriter(f, h), io.LimitReader(patient{ctx, r}, limit+1))
	if err != nil {
		return Stat{}, err
	}
	if n > limit {
		return Stat{}, fmt.Errorf("%w: more than %d bytes", ErrLarge, limit)
	}
	return Stat{Sum: Sum(hex.EncodeToString(h.Sum(nil))), Size: n}, f.Sync()
}

// patient stops reading when the request that asked for it is gone.
type patient struct {
	ctx context.Context
	r   io.Reader
}

func (p patient) Read(b []byte) (int, error) {
	if err := p.ctx.Err(); err != nil {
		return 0, err
	}
	return p.r.Read(b)
}

// settle gives a flushed file its name. Every folder on the way is flushed,
// not only new ones: another process may have made one a moment ago and not
// flushed it yet.
func (s *Store) settle(temp string, sum Sum) error {
	at := sum.path()
	outer, inner := path.Dir(path.Dir(at)), path.Dir(at)
	if err := s.root.MkdirAll(inner, 0o700); err != nil {
		return err
	}
	if err := s.root.Rename(temp, at); err != nil {
		return err
	}
	for _, dir := range []string{inner, outer, "."} {
		if err := s.flush(dir); err != nil {
			return err
		}
	}
	return nil
}

// flush makes the names in a folder durable. Windows has no such call and
// keeps names durable by itself.
func (s *Store) flush(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := s.root.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// Has tells whether a blob is there, without reading it.
func (s *Store) Has(sum Sum) (bool, error) {
	_, err := s.Stat(sum)
	if errors.Is(err, ErrMissing) {
		return false, nil
	}
	return err == nil, err
}

// Stat tells size and time of a blob; ErrMissing when there is none.
func (s *Store) Stat(sum Sum) (Stat, error) {
	if !sum.Valid() {
		return Stat{}, ErrName
	}
	info, err := s.root.Lstat(sum.path())
	if err != nil {
		return Stat{}, missing(err, sum)
	}
	if !info.Mode().IsRegular() {
		return Stat{}, fmt.Errorf("%w: %s is not a file", ErrDamaged, sum)
	}
	return Stat{Sum: sum, Size: info.Size(), Written: info.ModTime()}, nil
}

// Open opens a blob for reading as it lies there.
func (s *Store) Open(sum Sum) (*os.File, error) {
	if !sum.Valid() {
		return nil, ErrName
	}
	f, err := s.root.Open(sum.path())
	return f, missing(err, sum)
}

// OpenVerified reads a blob through, compares it with its name and opens it at
// the beginning; ErrDamaged when it differs.
func (s *Store) OpenVerified(ctx context.Context, sum Sum) (*os.File, error) {
	f, err := s.Open(sum)
	if err != nil {
		return nil, err
	}
	h := sha256.New()
	if _, err = io.Copy(h, patient{ctx, f}); err == nil {
		_, err = f.Seek(0, io.SeekStart)
	}
	if got := Sum(hex.EncodeToString(h.Sum(nil))); err == nil && got != sum {
		err = fmt.Errorf("%w: %s holds %s", ErrDamaged, sum, got)
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

// Verify reads a blob through and compares it with its name.
func (s *Store) Verify(ctx context.Context, sum Sum) error {
	f, err := s.OpenVerified(ctx, sum)
	if err != nil {
		return err
	}
	return f.Close()
}

// Remove deletes a blob; a missing one is no error. Only its user knows that
// nothing refers to it any more.
func (s *Store) Remove(sum Sum) error {
	if !sum.Valid() {
		return ErrName
	}
	if err := s.root.Remove(sum.path()); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return s.flush(path.Dir(sum.path()))
}

func missing(err error, sum Sum) error {
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%w: %s", ErrMissing, sum)
	}
	return err
}
