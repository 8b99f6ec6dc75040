package setting

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/fold"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/limit"
	"pobratim/internal/kit/web"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/place"
	"pobratim/internal/platform/twinning"
)

// Founding is everything that a new municipality begins with.
type Founding struct {
	Slug       string      // of its addresses: "perm"
	City       place.Place // GeoNames is 0 when the gazetteer does not know it
	Department string      // in Lang; may be empty
	Lang       string      // of the office and of what was typed
	Admin      account.NewUser
	Secret     account.Credentials
	Partners   []Partner
}

// Partner is one partner city as the set-up understood it.
type Partner struct {
	Written string      // as it was pasted, or corrected
	Place   place.Place // zero when the gazetteer does not know it or several are meant
	Country string      // ISO code; may be empty
	Since   string      // EDTF; may be empty
	// List is the list of the world in which the city was ticked; 0 for one that
	// was pasted.
	List twinning.Source
}

// Settings are what the new municipality says about itself at first: its names
// as the gazetteer gives them in the given languages, everything it was told,
// and nothing else.
func (f Founding) Settings(langs []string) Settings {
	s := Settings{OfficeLangs: slices.Clone(langs), PortalLangs: slices.Clone(langs), Home: HomeOf(f.City)}
	s.Name = i18n.NewText(f.Lang, f.City.Name(f.Lang))
	for _, lang := range langs {
		if name := f.City.Names[lang]; name != "" {
			s.Name.Set(lang, name)
		}
	}
	if f.Department != "" {
		s.Department = i18n.NewText(f.Lang, f.Department)
	}
	return s
}

// Founded is where the new municipality can be reached.
type Founded struct{ Portal, Office string }

// Setup is the first-run set-up (journey J1): a few pages that anybody can open
// who has the code from the console. Until the very end nothing is written
// anywhere: the answers lie in memory under the session that the code opened,
// the password only as its hash. A restart begins anew with a new code.
type Setup struct {
	clock clock.Clock
	towns *place.Gazetteer
	langs []string
	tell  func(code string)
	found func(ctx context.Context, f Founding) (Founded, error)
	tries *limit.Limiter

	mu      sync.Mutex
	code    [32]byte // digest of the open code
	until   time.Time
	wrong   int // attempts at the open code
	session [32]byte
	seen    time.Time
	state   *state
	done    *Founded
}

// The life of a code and of what it opens.
const (
	codeFor    = 15 * time.Minute
	answersFor = 2 * time.Hour
	maxWrong   = 20
)

// state are the answers given so far.
type state struct {
	lang       string
	city       place.Place
	manual     bool
	department string
	admin      account.NewUser
	secret     *account.Credentials
	pasted     string
	ticked     []string // keys of cities of the list of the world
	rows       []row
	read       bool // the list of partners was looked at, even if empty
}

// row is one partner as understood, with the candidates to choose from.
type row struct {
	Partner
	matches []place.Match
	skip    bool
	unsure  bool
}

// NewSetup makes the set-up. tell shows a fresh code to whoever started the
// program; found makes the municipality.
func NewSetup(c clock.Clock, towns *place.Gazetteer, langs []string, tell func(code string), found func(ctx context.Context, f Founding) (Founded, error)) *Setup {
	return &Setup{clock: c, towns: towns, langs: langs, tell: tell, found: found, tries: limit.New(c, 5, time.Minute)}
}

// Begin opens the set-up: it makes a code and tells it.
func (s *Setup) Begin() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.renew()
}

// renew makes a new code of 40 random bits. It is worth 15 minutes, 20 attempts
// and one use.
func (s *Setup) renew() {
	code := rand.Text()[:8]
	s.code, s.until, s.wrong = sha256.Sum256([]byte(code)), s.clock().Add(codeFor), 0
	s.tell(account.Spaced(code))
}

// refresh makes a new code when nobody could get in otherwise: the old one is
// over and no browser that used one has been heard of lately.
func (s *Setup) refresh() {
	now := s.clock()
	if s.done != nil || now.Before(s.until) {
		return
	}
	if s.state == nil || now.Sub(s.seen) > codeFor {
		s.renew()
	}
}

// enter trades the code for a session.
func (s *Setup) enter(ctx context.Context, typed, remote string) (*http.Cookie, error) {
	if ok, at := s.tries.Take(limit.Address(remote)); !ok {
		return nil, errs.New(errs.TooMany, "setting.setup.too_many", "at", at)
	}
	now := s.clock()
	digest := sha256.Sum256([]byte(account.PlainCode(typed)))
	if !now.Before(s.until) {
		s.refresh()
		return nil, errs.Field("code", "setting.setup.code.old")
	}
	if subtle.ConstantTimeCompare(digest[:], s.code[:]) != 1 {
		if s.wrong++; s.wrong >= maxWrong {
			s.renew()
		}
		return nil, errs.Field("code", "setting.setup.code.wrong")
	}
	s.until = time.Time{} // single use
	token := rand.Text() + rand.Text()
	s.session, s.seen, s.state = sha256.Sum256([]byte(token)), now, &state{}
	cookie := &http.Cookie{Name: cookieName(ctx), Value: token, Path: "/setup", HttpOnly: true, Secure: web.Secure(ctx), SameSite: http.SameSiteLaxMode}
	if cookie.Secure { // as its prefix demands
		cookie.Path = "/"
	}
	return cookie, nil
}

func cookieName(ctx context.Context) string {
	if web.Secure(ctx) {
		return "__Host-pobratim-setup"
	}
	return "pobratim-setup"
}

// known is the state behind a request; nil when it has no right to any.
func (s *Setup) known(r *http.Request) *state {
	c, err := r.Cookie(cookieName(r.Context()))
	if err != nil || s.state == nil || s.clock().Sub(s.seen) > answersFor {
		return nil
	}
	digest := sha256.Sum256([]byte(c.Value))
	if subtle.ConstantTimeCompare(digest[:], s.session[:]) != 1 {
		return nil
	}
	s.seen = s.clock()
	return s.state
}

// Lang is the language that the set-up goes on in; empty before it was chosen.
// The frame makes its scene with it.
func (s *Setup) Lang(r *http.Request) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if st := s.known(r); st != nil {
		return st.lang
	}
	return ""
}

// Routes are the pages, for a frame whose base is "/setup". They ask for no
// permission, since there is nobody yet: the code is the permission.
func (s *Setup) Routes() []module.Route {
	routes := []module.Route{
		{Pattern: "GET /{$}", Handle: s.locked(s.codePage)},
		{Pattern: "POST /{$}", Handle: s.locked(s.takeCode)},
	}
	for _, step := range s.steps() {
		routes = append(routes,
			module.Route{Pattern: "GET /" + step.name, Handle: s.inside(step.name, step.show)},
			module.Route{Pattern: "POST /" + step.name, Handle: s.inside(step.name, step.take)})
	}
	return append(routes, module.Route{Pattern: "GET /done", Handle: s.locked(s.donePage)})
}

// slug is the part of addresses that stands for a city: its English name in
// small Latin letters, figures and dashes.
func slug(p place.Place, typed string) string {
	for _, name := range []string{p.Names["en"], p.Main, fold.Latin(typed), fold.Latin(p.Names["ru"])} {
		var b strings.Builder
		for _, r := range fold.Key(name) {
			switch {
			case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
				b.WriteRune(r)
			case r == ' ' && b.Len() > 0:
				b.WriteByte('-')
			}
		}
		if out := strings.Trim(b.String(), "-"); out != "" && len(out) <= 40 && out[0] > '9' {
			return out
		}
	}
	return "city"
}
