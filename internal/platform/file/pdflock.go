package file

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/md5"
	"crypto/rc4"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/binary"
	"slices"
)

// pdfLock is what the standard handler of a PDF says of its passwords
// (ISO 32000-2, 7.6.4). The old algorithms in it are the format's own; nothing
// of ours rests on them.
type pdfLock struct {
	revision    int
	bits        int // length of the key
	owner, user []byte
	permissions uint32
	metadata    bool // is encrypted too
	id          []byte
}

// pdfPad fills passwords up to 32 bytes (7.6.4.3.2); an empty one is all of it.
const pdfPad = "\x28\xbf\x4e\x5e\x4e\x75\x8a\x41\x64\x00\x4e\x56\xff\xfa\x01\x08\x2e\x2e\x00\xb6\xd0\x68\x3e\x80\x2f\x0c\xa9\xfe\x64\x53\x69\x7a"

// opens tells whether the empty password opens the document.
func (l pdfLock) opens() bool {
	switch {
	case len(l.owner) < 32 || len(l.user) < 32:
		return false
	case l.revision == 2:
		return bytes.Equal(rc4Of(l.key(5), []byte(pdfPad)), l.user[:32])
	case l.revision == 3 || l.revision == 4:
		sum := md5.Sum(append([]byte(pdfPad), l.id...))
		key, out := l.key(l.bits/8), sum[:]
		for i := range 20 {
			step := slices.Clone(key)
			for j := range step {
				step[j] ^= byte(i)
			}
			out = rc4Of(step, out)
		}
		return bytes.Equal(out, l.user[:16])
	case l.revision == 5 && len(l.user) >= 40:
		sum := sha256.Sum256(l.user[32:40])
		return bytes.Equal(sum[:], l.user[:32])
	case l.revision == 6 && len(l.user) >= 40:
		return bytes.Equal(hardened(l.user[32:40]), l.user[:32])
	}
	return false
}

// key is the file's key for the empty password (algorithm 2).
func (l pdfLock) key(n int) []byte {
	seed := append([]byte(pdfPad), l.owner[:32]...)
	seed = binary.LittleEndian.AppendUint32(seed, l.permissions)
	seed = append(seed, l.id...)
	if l.revision == 4 && !l.metadata {
		seed = append(seed, 0xff, 0xff, 0xff, 0xff)
	}
	sum := md5.Sum(seed)
	if l.revision >= 3 {
		for range 50 {
			sum = md5.Sum(sum[:n])
		}
	}
	return slices.Clone(sum[:n])
}

func rc4Of(key, in []byte) []byte {
	c, err := rc4.NewCipher(key)
	if err != nil {
		return nil // only for keys of impossible length
	}
	out := make([]byte, len(in))
	c.XORKeyStream(out, in)
	return out
}

// hardened is the hash of the empty password with a salt (algorithm 2.B).
func hardened(salt []byte) []byte {
	sum := sha256.Sum256(salt)
	k := sum[:]
	for round := 0; ; round++ {
		e := bytes.Repeat(k, 64)
		block, err := aes.NewCipher(k[:16])
		if err != nil {
			return nil // 16 bytes always make a key
		}
		cipher.NewCBCEncrypter(block, k[16:32]).CryptBlocks(e, e)
		rest := 0
		for _, b := range e[:16] {
			rest += int(b) // 256 is 1 modulo 3, so the sum of digits tells
		}
		switch rest % 3 {
		case 0:
			sum := sha256.Sum256(e)
			k = sum[:]
		case 1:
			sum := sha512.Sum384(e)
			k = sum[:]
		default:
			sum := sha512.Sum512(e)
			k = sum[:]
		}
		if round >= 63 && int(e[len(e)-1]) <= round-31 {
			return k[:32]
		}
	}
}
