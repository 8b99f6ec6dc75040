package account

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/secret"
	"pobratim/internal/platform/audit"
)

// A form that arrives after its session has ended is not thrown away. The frame
// keeps it (KeepDraft), sends the person to the sign-in page, and after signing
// in shows the form again with what was typed (Resume), ready to send.
//
// What was typed is sealed with AES-256-GCM under a key made from the token in
// the browser's cookie. Only the digest of the token is stored: neither a
// backup nor an administrator can read a draft.

// DraftFor is how long an unsent form is kept.
const DraftFor = time.Hour

const (
	maxDraft     = 64 << 10 // bytes of one form
	maxDrafts    = 2000     // of one office at a time
	maxUnknown   = 200      // from then on, only of known users: strangers cannot fill the disk
	draftPurpose = "pobratim draft v1"
)

// Draft is a form that could not be sent.
type Draft struct {
	Path   string // within the frame, with the query: where the form is sent
	Values url.Values
}

// KeepDraft keeps the values of a form for an hour and returns the token under
// which they lie, for DraftCookie. former is the user who was typing
// (Viewer.Former), who alone will get it back; empty when that is not known.
// Passwords and codes are left out; so are files, which are no values. A form
// of more than 64 KiB is refused with Invalid.
func (s *Service) KeepDraft(ctx context.Context, former, path string, values url.Values) (token string, err error) {
	kept := url.Values{}
	size := len(path)
	for name, list := range values {
		if secretField(name) {
			continue
		}
		kept[name] = list
		for _, v := range list {
			size += len(name) + len(v)
		}
	}
	if size > maxDraft {
		return "", errs.New(errs.Invalid, "account.draft.large")
	}
	now := s.clock()
	n, err := countDrafts(ctx, s.db)
	if err != nil {
		return "", err
	}
	if n >= maxDrafts || former == "" && n >= maxUnknown {
		return "", errs.New(errs.Unavailable, "account.draft.full")
	}
	plain, err := json.Marshal(Draft{Path: path, Values: kept})
	if err != nil {
		return "", err
	}
	token = secret.New()
	sealed, err := seal(token, plain)
	if err != nil {
		return "", err
	}
	return token, insertDraft(ctx, s.db, secret.Digest(token), former, sealed, now.Add(DraftFor))
}

// secretField tells fields that are never kept.
func secretField(name string) bool {
	name = strings.ToLower(name)
	return strings.Contains(name, "password") || name == "code" || strings.HasSuffix(name, "_code") || strings.Contains(name, "secret")
}

// TakeDraft opens a kept form for the viewer of ctx. NotFound when there is
// none, its hour is over, or it was somebody else who typed it. It stays until
// its hour is over, so that the page can be loaded again.
func (s *Service) TakeDraft(ctx context.Context, token string) (Draft, error) {
	var d Draft
	kept, err := draftByToken(ctx, s.db, secret.Digest(token), s.clock())
	if err != nil {
		return d, err
	}
	if kept.userID != "" && kept.userID != From(ctx).UserID {
		return d, errs.New(errs.NotFound, "record.missing")
	}
	plain, err := unseal(token, kept.sealed)
	if err != nil {
		return d, err
	}
	if err := json.Unmarshal(plain, &d); err != nil {
		return d, err
	}
	return d, markDraftShown(ctx, s.db, secret.Digest(token))
}

// DraftCookie carries the token of a kept form.
func (s *Service) DraftCookie(ctx context.Context, token string) *http.Cookie {
	return s.cookie(ctx, draftCookie, token, s.clock().Add(DraftFor))
}

// waitingDraft tells whether the browser has a form that was not shown again.
func (s *Service) waitingDraft(r *http.Request, userID string) bool {
	c, err := r.Cookie(s.named(r.Context(), draftCookie))
	if err != nil || c.Value == "" {
		return false
	}
	kept, err := draftByToken(r.Context(), s.db, secret.Digest(c.Value), s.clock())
	return err == nil && !kept.shown && (kept.userID == "" || kept.userID == userID)
}

// ResumePath is where the frame answers with Resume.
const ResumePath = "/sign-in/form"

// Resume makes the request that shows a kept form again: the very POST that was
// interrupted, in a context in which nothing can be written. The subject's
// handler therefore takes it as a form with a mistake and shows it with what
// was typed and the words "account.draft.ready". The frame gives the request to
// its own mux, which asks for permissions as always.
func (s *Service) Resume(r *http.Request) (*http.Request, error) {
	c, err := r.Cookie(s.named(r.Context(), draftCookie))
	if err != nil {
		return nil, errs.New(errs.NotFound, "record.missing")
	}
	d, err := s.TakeDraft(r.Context(), c.Value)
	if err != nil {
		return nil, err
	}
	at, err := url.Parse(s.site.Base + d.Path)
	if err != nil || at.Host != "" {
		return nil, errs.New(errs.NotFound, "record.missing")
	}
	held := errs.New(errs.Invalid, "account.draft.ready")
	again := r.Clone(audit.Hold(r.Context(), held))
	again.Method, again.URL, again.RequestURI = http.MethodPost, at, at.RequestURI()
	again.Pattern = ""
	body := d.Values.Encode()
	again.Body, again.ContentLength = io.NopCloser(strings.NewReader(body)), int64(len(body))
	again.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	again.Form, again.PostForm, again.MultipartForm = nil, nil, nil
	return again, nil
}

func sealer(token string) (cipher.AEAD, error) {
	key, err := hkdf.Key(sha256.New, []byte(token), nil, draftPurpose, 32)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCMWithRandomNonce(block)
}

func seal(token string, plain []byte) (string, error) {
	box, err := sealer(token)
	if err != nil {
		return "", err
	}
	return base64.RawStdEncoding.EncodeToString(box.Seal(nil, nil, plain, nil)), nil
}

func unseal(token, sealed string) ([]byte, error) {
	box, err := sealer(token)
	if err != nil {
		return nil, err
	}
	raw, err := base64.RawStdEncoding.DecodeString(sealed)
	if err != nil {
		return nil, err
	}
	return box.Open(nil, nil, raw, nil)
}
