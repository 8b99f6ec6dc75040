// Package seal closes short texts, such as the number of a passport, with
// AES-256-GCM (NIST SP 800-38D): what is sealed can be read by nobody without its
// key, and cannot be put to another place, since the words for that place are
// sealed with it.
//
// A key is closed by another one in the same way. The outermost stands in a file
// of its own beside the database, so that a copy of the database alone opens
// nothing; and a key that is destroyed closes for ever whatever it sealed.
package seal

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
)

// size is that of a key, in bytes.
const size = 32

// ErrClosed says that something does not open with a key: it is another one's,
// stands at another place, or was changed.
var ErrClosed = errors.New("seal: does not open with this key")

// Key closes and opens.
type Key [size]byte

// NewKey makes a key by chance.
func NewKey() Key {
	var k Key
	_, _ = rand.Read(k[:]) // never fails: the program ends when chance does
	return k
}

// Seal closes a text for one place. The same text twice gives two boxes.
func (k Key) Seal(text, place string) string { return k.close([]byte(text), place) }

// Open opens what Seal closed for the same place.
func (k Key) Open(box, place string) (string, error) {
	text, err := k.open(box, place)
	return string(text), err
}

// Wrap closes another key for one place.
func (k Key) Wrap(other Key, place string) string { return k.close(other[:], place) }

// Unwrap opens what Wrap closed.
func (k Key) Unwrap(box, place string) (Key, error) {
	var other Key
	inside, err := k.open(box, place)
	if err == nil && len(inside) != size {
		err = ErrClosed
	}
	copy(other[:], inside)
	return other, err
}

func (k Key) close(inside []byte, place string) string {
	box := k.gcm()
	nonce := make([]byte, box.NonceSize())
	_, _ = rand.Read(nonce)
	return base64.RawStdEncoding.EncodeToString(box.Seal(nonce, nonce, inside, []byte(place)))
}

func (k Key) open(text, place string) ([]byte, error) {
	raw, err := base64.RawStdEncoding.DecodeString(text)
	box := k.gcm()
	if err != nil || len(raw) < box.NonceSize() {
		return nil, ErrClosed
	}
	inside, err := box.Open(nil, raw[:box.NonceSize()], raw[box.NonceSize():], []byte(place))
	if err != nil {
		return nil, ErrClosed
	}
	return inside, nil
}

// gcm cannot fail for a key of this size.
func (k Key) gcm() cipher.AEAD {
	block, err := aes.NewCipher(k[:])
	if err != nil {
		panic(err)
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		panic(err)
	}
	return gcm
}

// FileKey reads the key of a file, and makes the file when there is none. Only
// its owner reads it. A file that is damaged is an error and is never made anew:
// what it closed would be lost.
func FileKey(path string) (Key, error) {
	k := NewKey()
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	switch {
	case errors.Is(err, fs.ErrExist):
		return readKey(path)
	case err != nil:
		return Key{}, fmt.Errorf("the key of sealed data: %w", err)
	}
	_, err = file.WriteString(base64.RawStdEncoding.EncodeToString(k[:]) + "\n")
	if err == nil {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err != nil {
		return Key{}, fmt.Errorf("the key of sealed data: %w", errors.Join(err, os.Remove(path)))
	}
	return k, nil
}

// Beside is the key of a file, read when it is asked for.
func Beside(path string) func() (Key, error) {
	return func() (Key, error) { return FileKey(path) }
}

func readKey(path string) (Key, error) {
	var k Key
	text, err := os.ReadFile(path)
	if err != nil {
		return k, fmt.Errorf("the key of sealed data: %w", err)
	}
	raw, err := base64.RawStdEncoding.DecodeString(strings.TrimSpace(string(text)))
	if err != nil || len(raw) != size {
		return k, fmt.Errorf("the key of sealed data: %s holds no key", path)
	}
	copy(k[:], raw)
	return k, nil
}
