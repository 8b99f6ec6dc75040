package account

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"time"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/secret"
	"pobratim/internal/kit/web"
)

// How long a session lasts. A working day fits into the first, so that nobody
// is thrown out over lunch; the second bounds what a stolen cookie is worth
// (ASVS 5.0 7.3.1, 7.3.2).
const (
	IdleFor = 8 * time.Hour
	LastFor = 7 * 24 * time.Hour

	keepEnded = 24 * time.Hour
	seenEvery = 5 * time.Minute  // how often the last use is written down
	freshFor  = 15 * time.Minute // how long a recovery lets a password be set anew
	cacheFor  = 5 * time.Second
)

// Way is how somebody signed in.
type Way string

// The ways of signing in.
const (
	ByPassword Way = "password"
	ByRecovery Way = "recovery"
	ByInvite   Way = "invite"
	ByPasskey  Way = "passkey"
	ByCodes    Way = "codes" // password and the code of an application
)

// Session is one signed-in browser.
type Session struct {
	ID        string // names it in lists; opens nothing
	UserID    string
	Way       Way
	StartedAt time.Time
	SeenAt    time.Time
	EndsAt    time.Time
	Browser   string // "Firefox, Windows"
	Address   string // IPv4, or the /64 of an IPv6 address
}

// alive tells whether a session still holds at an instant.
func (s Session) alive(now time.Time) bool {
	return now.Before(s.EndsAt) && now.Before(s.SeenAt.Add(IdleFor))
}

// Identify tells who sends a request: the viewer of a live session, or the
// public. An error is only ever a failing database. It costs one indexed read,
// or none when the same cookie came within the last five seconds.
func (s *Service) Identify(r *http.Request) (Viewer, error) {
	c, err := r.Cookie(s.cookieName(r.Context()))
	if err != nil || len(c.Value) > 64 {
		return Viewer{}, nil
	}
	now := s.clock()
	hash := secret.Digest(c.Value)
	if v, ok := s.known.get(hash, now); ok {
		return v, nil
	}
	generation := s.known.generation()
	got, err := visitByToken(r.Context(), s.db, hash)
	if errs.KindOf(err) == errs.NotFound {
		return Viewer{}, nil
	}
	if err != nil {
		return Viewer{}, err
	}
	if got.user.Disabled {
		return Viewer{}, nil
	}
	if !got.alive(now) {
		return Viewer{Former: got.UserID}, nil
	}
	if now.Sub(got.SeenAt) >= seenEvery {
		// Reading must go on when nothing can be written, as on a full disk.
		_ = markSeen(r.Context(), s.db, got.ID, got.UserID, now)
	}
	v := got.user.viewer(got.ID)
	if got.look != "" {
		if v, err = s.through(r.Context(), v, got.look); err != nil {
			return Viewer{}, err
		}
	}
	s.known.put(hash, v, now.Add(cacheFor), generation)
	return v, nil
}

func (u User) viewer(session string) Viewer {
	return Viewer{UserID: u.ID, Name: u.Name, Email: u.Email, Roles: u.Roles, Organisation: u.Organisation, Session: session, Prefs: u.Prefs}
}

// Ticket is a fresh session for the browser that asked for it.
type Ticket struct {
	Cookie *http.Cookie
	User   User
	Way    Way
	Half   bool // no session yet: the cookie leads to the second step
}

// What the cookies of an office hold.
const (
	sessionCookie = "session"
	draftCookie   = "draft"
	secondCookie  = "second"
)

// cookieName is one name per municipality, so that several can share a host.
// Over HTTPS the prefix makes browsers insist on Secure, on the whole host as
// path and on no other host having set it (ASVS 5.0 3.3.3).
func (s *Service) cookieName(ctx context.Context) string { return s.named(ctx, sessionCookie) }

func (s *Service) named(ctx context.Context, what string) string {
	name := "pobratim" + strings.ReplaceAll(s.site.Base, "/", "-") + "-" + what
	if web.Secure(ctx) {
		return "__Host-" + name
	}
	return name
}

// cookie makes a cookie of this office; no value deletes it.
func (s *Service) cookie(ctx context.Context, what, value string, ends time.Time) *http.Cookie {
	c := &http.Cookie{Name: s.named(ctx, what), Value: value, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: web.Secure(ctx)}
	if !c.Secure { // the __Host- prefix demands the path "/"
		c.Path = s.site.Base + "/"
	}
	if value == "" {
		c.MaxAge = -1
		return c
	}
	c.Expires = ends.UTC()
	return c
}

// visitors remembers who came a moment ago. Any change to users or sessions
// empties it; a generation number keeps a read that began before the change
// from being remembered after it.
type visitors struct {
	mu    sync.Mutex
	byKey map[string]remembered
	gen   uint64
}

type remembered struct {
	viewer Viewer
	until  time.Time
}

const maxVisitors = 10_000

func (c *visitors) get(hash string, now time.Time) (Viewer, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	got, ok := c.byKey[hash]
	if !ok || !now.Before(got.until) || got.until.Sub(now) > cacheFor {
		return Viewer{}, false
	}
	return got.viewer, true
}

func (c *visitors) generation() uint64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.gen
}

func (c *visitors) put(hash string, v Viewer, until time.Time, generation uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if generation != c.gen {
		return
	}
	if c.byKey == nil || len(c.byKey) >= maxVisitors {
		c.byKey = map[string]remembered{}
	}
	c.byKey[hash] = remembered{v, until}
}

func (c *visitors) forget() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.byKey = nil
	c.gen++
}

// Sweep drops ended sessions, invitations and drafts; a job calls it daily.
func (s *Service) Sweep(ctx context.Context) error { return deleteOld(ctx, s.db, s.clock()) }

// Device names the program and system of a User-Agent line in a few words that
// a person recognises in the list of sessions.
func Device(agent string) string {
	name, system := "", ""
	for _, b := range [][2]string{{"YaBrowser", "Yandex Browser"}, {"Edg/", "Edge"}, {"OPR/", "Opera"}, {"Firefox", "Firefox"}, {"Chrome", "Chrome"}, {"Safari", "Safari"}} {
		if strings.Contains(agent, b[0]) {
			name = b[1]
			break
		}
	}
	for _, o := range [][2]string{{"Android", "Android"}, {"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Windows", "Windows"}, {"Mac OS", "macOS"}, {"Linux", "Linux"}} {
		if strings.Contains(agent, o[0]) {
			system = o[1]
			break
		}
	}
	switch {
	case name != "" && system != "":
		return name + ", " + system
	default:
		return name + system
	}
}
