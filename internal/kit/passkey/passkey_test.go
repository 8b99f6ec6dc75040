package passkey_test

import (
	"bytes"
	"errors"
	"testing"

	"pobratim/internal/kit/passkey"
	"pobratim/internal/kit/passkey/passkeytest"
)

func TestAt(t *testing.T) {
	for origin, host := range map[string]string{
		"https://friends.example.org":      "friends.example.org",
		"https://Friends.Example.org:8443": "friends.example.org",
		"http://localhost:8080":            "localhost",
		"http://perm.localhost:8080":       "perm.localhost",
		"http://friends.example.org":       "",
		"http://127.0.0.1:8080":            "",
		"https://192.0.2.1":                "",
		"https://[2001:db8::1]":            "",
		"":                                 "",
		"friends.example.org":              "",
	} {
		if s, ok := passkey.At(origin); s.Host != host || ok != (host != "") {
			t.Errorf("%q: %+v, %v", origin, s, ok)
		}
	}
}

var maria = passkey.Owner{ID: "01j0000000000000000000maria", Name: "m@example.org", Shown: "Мария Иванова"}

func site(t *testing.T) passkey.Site {
	t.Helper()
	s, ok := passkey.At("https://friends.example.org")
	if !ok {
		t.Fatal("no site")
	}
	return s
}

func made(t *testing.T, s passkey.Site) (*passkeytest.Device, passkey.Key) {
	t.Helper()
	d := passkeytest.New(t, s.Origin, s.Host)
	b, err := s.Register("Пермь", maria, nil)
	if err != nil {
		t.Fatal(err)
	}
	k, err := s.Registered(b.State, d.Create(b.Options), maria)
	if err != nil {
		t.Fatal(err)
	}
	return d, k
}

func TestCeremonies(t *testing.T) {
	s := site(t)
	d, k := made(t, s)
	for i := range 2 {
		b, err := s.Ask()
		if err != nil {
			t.Fatal(err)
		}
		answer := d.Get(b.Options)
		challenge, id, err := passkey.ChallengeOf(answer)
		if err != nil || challenge != b.Challenge || !bytes.Equal(id, k.ID) {
			t.Fatalf("challenge %q, key %x: %v", challenge, id, err)
		}
		if k, err = s.Check(b.State, answer, maria, k); err != nil || k.Counter != uint32(i+1) {
			t.Fatalf("counter %d: %v", k.Counter, err)
		}
	}
}

// What a bad device, page or thief may send, each with the state of an honest
// ceremony.
func TestRefused(t *testing.T) {
	s := site(t)
	for name, spoil := range map[string]func(d *passkeytest.Device){
		"another origin":       func(d *passkeytest.Device) { d.Origin = "https://friends.example.com" },
		"another host":         func(d *passkeytest.Device) { d.Host = "example.org" },
		"another port":         func(d *passkeytest.Device) { d.Origin += ":8443" },
		"nobody there":         func(d *passkeytest.Device) { d.Present = 4 },
		"the user unverified":  func(d *passkeytest.Device) { d.Present = 1 },
		"copied all at once":   func(d *passkeytest.Device) { d.Present |= 8 },
		"backed but not to be": func(d *passkeytest.Device) { d.Present |= 16 },
	} {
		d, k := made(t, s)
		spoil(d)
		b, err := s.Ask()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Check(b.State, d.Get(b.Options), maria, k); err == nil {
			t.Errorf("%s: signed in", name)
		}
		if name == "copied all at once" { // as a new one it would be welcome
			continue
		}
		fresh := passkeytest.New(t, s.Origin, s.Host)
		spoil(fresh)
		if b, err = s.Register("Пермь", maria, nil); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Registered(b.State, fresh.Create(b.Options), maria); err == nil {
			t.Errorf("%s: registered", name)
		}
	}
}

func TestForeignAnswers(t *testing.T) {
	s := site(t)
	d, k := made(t, s)
	other, _ := made(t, s)
	one, err := s.Ask()
	if err != nil {
		t.Fatal(err)
	}
	two, err := s.Ask()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Check(two.State, d.Get(one.Options), maria, k); err == nil {
		t.Error("an answer to another challenge was taken")
	}
	if _, err := s.Check(one.State, other.Get(one.Options), maria, k); err == nil {
		t.Error("another device was taken")
	}
	if _, err := s.Check(one.State, d.Get(one.Options), passkey.Owner{ID: "somebody"}, k); err == nil {
		t.Error("the passkey was taken for somebody else's")
	}
	elsewhere, _ := passkey.At("https://other.example.org")
	if _, err := elsewhere.Check(one.State, d.Get(one.Options), maria, k); err == nil {
		t.Error("the ceremony ended at another address")
	}
	if _, err := s.Registered(one.State, []byte(`{}`), maria); err == nil {
		t.Error("an empty answer was taken")
	}
}

func TestCloned(t *testing.T) {
	s := site(t)
	d, k := made(t, s)
	k.Counter = 7 // the server has seen more than this device knows of
	b, err := s.Ask()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Check(b.State, d.Get(b.Options), maria, k); !errors.Is(err, passkey.ErrCloned) {
		t.Errorf("a device that counts backwards: %v", err)
	}
}

func FuzzAnswer(f *testing.F) {
	s, _ := passkey.At("https://friends.example.org")
	b, err := s.Ask()
	if err != nil {
		f.Fatal(err)
	}
	d := passkeytest.New(f, s.Origin, s.Host)
	f.Add(d.Create(b.Options))
	f.Add(d.Get(b.Options))
	f.Add([]byte(`{"rawId":"AA","response":{"clientDataJSON":"e30"}}`))
	f.Fuzz(func(t *testing.T, answer []byte) {
		_, _, _ = passkey.ChallengeOf(answer)
		if _, err := s.Registered(b.State, answer, maria); err == nil {
			t.Error("an answer without a registration was taken")
		}
		if _, err := s.Check(b.State, answer, maria, passkey.Key{ID: []byte{1}}); err == nil {
			t.Error("an answer without a key was taken")
		}
	})
}
