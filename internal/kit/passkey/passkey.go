package passkey

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"strings"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
)

// MaxAnswer is how many bytes an answer of a browser may have.
const MaxAnswer = 16 << 10

// Site is an address for which passkeys are made.
type Site struct {
	Origin string // "https://friends.example.org"
	Host   string // "friends.example.org", which a passkey belongs to
}

// At is the site of an origin; not ok where browsers make no passkeys: without
// HTTPS, and under a bare number instead of a name.
func At(origin string) (s Site, ok bool) {
	u, err := url.Parse(origin)
	if err != nil || u.Host == "" {
		return Site{}, false
	}
	host := strings.ToLower(u.Hostname())
	local := host == "localhost" || strings.HasSuffix(host, ".localhost")
	if _, err := netip.ParseAddr(host); err == nil || u.Scheme != "https" && !local || protocol.ValidateRPID(host) != nil {
		return Site{}, false
	}
	return Site{Origin: u.Scheme + "://" + strings.ToLower(u.Host), Host: host}, true
}

// Owner is whose a passkey is. The name and what shows of it is what the
// person's device lists.
type Owner struct {
	ID          string // random; at most 64 bytes
	Name, Shown string // "m@example.org", "Мария Иванова"
}

// Key is the public half of a passkey.
type Key struct {
	ID         []byte
	Public     []byte // COSE
	Counter    uint32 // how often it signed, 0 for ever where the device does not count
	Eligible   bool   // may be copied between the person's devices
	Backed     bool   // and has been
	Transports []string
}

// Begun is the first half of a ceremony.
type Begun struct {
	Challenge string // under which State is kept
	State     []byte
	Options   any // for the browser, as JSON
}

// ErrCloned says that a passkey counts backwards: somebody may have copied it.
var ErrCloned = errors.New("the passkey counts backwards")

// Register begins to make a passkey. Known are those that the owner has: a
// device makes no second one.
func (s Site) Register(title string, o Owner, known []Key) (Begun, error) {
	w, err := s.party(title)
	if err != nil {
		return Begun{}, err
	}
	var but []protocol.CredentialDescriptor
	for _, k := range known {
		c := k.credential()
		but = append(but, c.Descriptor())
	}
	options, session, err := w.BeginRegistration(owner{Owner: o}, webauthn.WithExclusions(but))
	if err != nil {
		return Begun{}, err
	}
	return begun(session, options)
}

// Registered takes the browser's answer to Register.
func (s Site) Registered(state, answer []byte, o Owner) (Key, error) {
	w, session, err := s.resumed(state)
	if err != nil {
		return Key{}, err
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes(answer)
	if err != nil {
		return Key{}, refused(err)
	}
	made, err := w.CreateCredential(owner{Owner: o}, session, parsed)
	if err != nil {
		return Key{}, refused(err)
	}
	return keyOf(made), nil
}

// Ask begins signing in by whatever passkey the person chooses.
func (s Site) Ask() (Begun, error) {
	w, err := s.party(s.Host)
	if err != nil {
		return Begun{}, err
	}
	options, session, err := w.BeginDiscoverableLogin()
	if err != nil {
		return Begun{}, err
	}
	return begun(session, options)
}

// Check takes the browser's answer to Ask, which names the key (KeyOf). It
// returns the key as it is to be kept from now on; with ErrCloned it is not to
// be trusted any more.
func (s Site) Check(state, answer []byte, o Owner, k Key) (Key, error) {
	w, session, err := s.resumed(state)
	if err != nil {
		return k, err
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes(answer)
	if err != nil {
		return k, refused(err)
	}
	_, used, err := w.ValidatePasskeyLogin(func(_, handle []byte) (webauthn.User, error) {
		if !bytes.Equal(handle, []byte(o.ID)) {
			return nil, errors.New("the passkey is somebody else's")
		}
		return owner{o, []webauthn.Credential{k.credential()}}, nil
	}, session, parsed)
	if err != nil {
		return k, refused(err)
	}
	if used.Authenticator.CloneWarning {
		return k, ErrCloned
	}
	return keyOf(used), nil
}

// ChallengeOf reads from an answer for which challenge it is, and by which key.
// Nothing of it is proven yet.
func ChallengeOf(answer []byte) (challenge string, key []byte, err error) {
	if len(answer) > MaxAnswer {
		return "", nil, errors.New("the answer is too long")
	}
	var outer struct {
		RawID    protocol.URLEncodedBase64 `json:"rawId"`
		Response struct {
			Client protocol.URLEncodedBase64 `json:"clientDataJSON"`
		} `json:"response"`
	}
	if err := json.Unmarshal(answer, &outer); err != nil {
		return "", nil, err
	}
	var client struct {
		Challenge string `json:"challenge"`
	}
	if err := json.Unmarshal(outer.Response.Client, &client); err != nil {
		return "", nil, err
	}
	return client.Challenge, outer.RawID, nil
}

func (s Site) party(title string) (*webauthn.WebAuthn, error) {
	return webauthn.New(&webauthn.Config{
		RPID: s.Host, RPDisplayName: title, RPOrigins: []string{s.Origin},
		AttestationPreference: protocol.PreferNoAttestation,
		AuthenticatorSelection: protocol.AuthenticatorSelection{
			ResidentKey: protocol.ResidentKeyRequirementRequired, RequireResidentKey: protocol.ResidentKeyRequired(), UserVerification: protocol.VerificationRequired,
		},
		// Some keepers of passwords tell more than they were asked; none of it is used.
		ExtensionsUnsolicitedOutputPolicy: protocol.UnsolicitedOutputPolicyIgnore,
	})
}

// resumed goes on with a ceremony. It has to end at the address where it began.
func (s Site) resumed(state []byte) (*webauthn.WebAuthn, webauthn.SessionData, error) {
	var session webauthn.SessionData
	if err := json.Unmarshal(state, &session); err != nil {
		return nil, session, err
	}
	if session.RelyingPartyID != s.Host {
		return nil, session, fmt.Errorf("the ceremony began at %s and ends at %s", session.RelyingPartyID, s.Host)
	}
	w, err := s.party(s.Host)
	return w, session, err
}

func begun(session *webauthn.SessionData, options any) (Begun, error) {
	state, err := json.Marshal(session)
	return Begun{Challenge: session.Challenge, State: state, Options: options}, err
}

// refused adds to an error of the library what it says for the log only.
func refused(err error) error {
	if detailed, ok := errors.AsType[*protocol.Error](err); ok {
		return fmt.Errorf("%w: %s", err, detailed.DevInfo)
	}
	return err
}

// owner is an Owner as the library wants to see one.
type owner struct {
	Owner
	keys []webauthn.Credential
}

// WebAuthnID is the identifier.
func (o owner) WebAuthnID() []byte { return []byte(o.ID) }

// WebAuthnName is the name that tells accounts apart.
func (o owner) WebAuthnName() string { return o.Name }

// WebAuthnDisplayName is the person's name.
func (o owner) WebAuthnDisplayName() string { return o.Shown }

// WebAuthnCredentials are the keys that count for this check.
func (o owner) WebAuthnCredentials() []webauthn.Credential { return o.keys }

func (k Key) credential() webauthn.Credential {
	c := webauthn.Credential{ID: k.ID, PublicKey: k.Public, Authenticator: webauthn.Authenticator{SignCount: k.Counter}}
	c.Flags.UserPresent, c.Flags.UserVerified, c.Flags.BackupEligible, c.Flags.BackupState = true, true, k.Eligible, k.Backed
	for _, t := range k.Transports {
		c.Transport = append(c.Transport, protocol.AuthenticatorTransport(t))
	}
	return c
}

func keyOf(c *webauthn.Credential) Key {
	k := Key{ID: c.ID, Public: c.PublicKey, Counter: c.Authenticator.SignCount, Eligible: c.Flags.BackupEligible, Backed: c.Flags.BackupState}
	for _, t := range c.Transport {
		k.Transports = append(k.Transports, string(t))
	}
	return k
}
