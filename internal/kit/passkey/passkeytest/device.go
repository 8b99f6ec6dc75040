// Package passkeytest is a device that makes passkeys, for tests: it answers
// the options of a ceremony as a browser does.
package passkeytest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"testing"
)

// Device holds one passkey. Fields may be turned to play a bad one.
type Device struct {
	t       testing.TB
	private *ecdsa.PrivateKey
	id      []byte
	owner   string // user handle, base64url
	Origin  string
	Host    string
	Counter uint32
	Present byte // flags of every answer: 1 present, 4 verified, 8 may be copied, 16 was copied
}

// New makes a device at an address.
func New(t testing.TB, origin, host string) *Device {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	id := make([]byte, 16)
	_, _ = rand.Read(id)
	return &Device{t: t, private: private, id: id, Origin: origin, Host: host, Present: 1 | 4}
}

// options are as much of what the server sends as the device needs.
type options struct {
	PublicKey struct {
		Challenge string `json:"challenge"`
		User      struct {
			ID string `json:"id"`
		} `json:"user"`
	} `json:"publicKey"`
}

func (d *Device) read(sent any) options {
	d.t.Helper()
	text, err := json.Marshal(sent)
	if err != nil {
		d.t.Fatal(err)
	}
	var o options
	if err := json.Unmarshal(text, &o); err != nil {
		d.t.Fatal(err)
	}
	return o
}

// Create answers the options of a registration.
func (d *Device) Create(sent any) []byte {
	d.t.Helper()
	o := d.read(sent)
	d.owner = o.PublicKey.User.ID
	point, err := d.private.PublicKey.Bytes()
	if err != nil {
		d.t.Fatal(err)
	}
	// COSE: {1: 2 (EC2), 3: -7 (ES256), -1: 1 (P-256), -2: x, -3: y}
	cose := append([]byte{0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32}, point[1:33]...)
	cose = append(append(cose, 0x22, 0x58, 32), point[33:65]...)
	data := d.data(d.Present | 64)
	data = append(data, make([]byte, 16)...) // AAGUID
	data = binary.BigEndian.AppendUint16(data, uint16(len(d.id)))
	data = append(append(data, d.id...), cose...)
	// CBOR: {"fmt": "none", "attStmt": {}, "authData": data}
	object := append([]byte{0xa3, 0x63}, "fmt"...)
	object = append(append(object, 0x64), "none"...)
	object = append(append(object, 0x67), "attStmt"...)
	object = append(append(object, 0xa0, 0x68), "authData"...)
	object = binary.BigEndian.AppendUint16(append(object, 0x59), uint16(len(data)))
	object = append(object, data...)
	return d.answer(map[string]any{
		"clientDataJSON": encoded(d.client("webauthn.create", o.PublicKey.Challenge)), "attestationObject": encoded(object), "transports": []string{"internal"},
	})
}

// Get answers the options of signing in, counting one further.
func (d *Device) Get(sent any) []byte {
	d.t.Helper()
	o := d.read(sent)
	d.Counter++
	client := d.client("webauthn.get", o.PublicKey.Challenge)
	data := d.data(d.Present)
	hash := sha256.Sum256(client)
	signed := sha256.Sum256(append(append([]byte{}, data...), hash[:]...))
	signature, err := ecdsa.SignASN1(rand.Reader, d.private, signed[:])
	if err != nil {
		d.t.Fatal(err)
	}
	return d.answer(map[string]any{
		"clientDataJSON": encoded(client), "authenticatorData": encoded(data), "signature": encoded(signature), "userHandle": d.owner,
	})
}

func (d *Device) data(flags byte) []byte {
	host := sha256.Sum256([]byte(d.Host))
	return binary.BigEndian.AppendUint32(append(host[:], flags), d.Counter)
}

func (d *Device) client(kind, challenge string) []byte {
	return marshal(d.t, map[string]any{"type": kind, "challenge": challenge, "origin": d.Origin, "crossOrigin": false})
}

func (d *Device) answer(response map[string]any) []byte {
	return marshal(d.t, map[string]any{"id": encoded(d.id), "rawId": encoded(d.id), "type": "public-key", "response": response, "clientExtensionResults": map[string]any{}})
}

func marshal(t testing.TB, v any) []byte {
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func encoded(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }
