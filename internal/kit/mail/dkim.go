package mail

import (
	"bytes"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"fmt"
	"regexp"

	"github.com/emersion/go-msgauth/dkim"

	"pobratim/internal/kit/errs"
)

// Key signs messages for a domain. Its public half stands in the domain's DNS
// under the selector.
type Key struct {
	Domain   string
	Selector string
	private  *rsa.PrivateKey
}

// keyBits is what receivers of mail take and DNS can carry (RFC 8301).
const keyBits = 2048

// selectorForm is one label of a name in DNS.
var selectorForm = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$`)

// NewKey makes a private key, in the form in which it is kept (PKCS #8).
func NewKey() ([]byte, error) {
	key, err := rsa.GenerateKey(rand.Reader, keyBits)
	if err != nil {
		return nil, err
	}
	return x509.MarshalPKCS8PrivateKey(key)
}

// CheckSelector refuses what cannot be a selector.
func CheckSelector(selector string) error {
	if !selectorForm.MatchString(selector) {
		return errs.New(errs.Invalid, "mail.selector")
	}
	return nil
}

// ReadKey opens a key that NewKey made.
func ReadKey(kept []byte, domain, selector string) (*Key, error) {
	parsed, err := x509.ParsePKCS8PrivateKey(kept)
	if err != nil {
		return nil, err
	}
	private, ok := parsed.(*rsa.PrivateKey)
	if !ok {
		return nil, fmt.Errorf("the key is a %T", parsed)
	}
	return &Key{Domain: domain, Selector: selector, private: private}, nil
}

// Record is the entry that the domain's DNS needs: its name, and the value of
// its TXT record.
func (k *Key) Record() (name, value string, err error) {
	public, err := x509.MarshalPKIXPublicKey(&k.private.PublicKey)
	if err != nil {
		return "", "", err
	}
	return k.Selector + "._domainkey." + k.Domain, "v=DKIM1; k=rsa; p=" + base64.StdEncoding.EncodeToString(public), nil
}

// signed are the fields that the signature covers, From twice, so that a second
// one cannot be added.
func signed() []string {
	return []string{"From", "From", "Reply-To", "To", "Subject", "Date", "Message-ID", "In-Reply-To", "References", "MIME-Version", "Content-Type"}
}

// Sign puts a signature before a message.
func (k *Key) Sign(message []byte) ([]byte, error) {
	var out bytes.Buffer
	err := dkim.Sign(&out, bytes.NewReader(message), &dkim.SignOptions{
		Domain: k.Domain, Selector: k.Selector, Signer: k.private, Hash: crypto.SHA256, HeaderKeys: signed(),
		HeaderCanonicalization: dkim.CanonicalizationRelaxed, BodyCanonicalization: dkim.CanonicalizationRelaxed,
	})
	return out.Bytes(), err
}
