package app

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"pobratim/internal/kit/web"
)

func TestFace(t *testing.T) {
	for _, c := range []struct {
		face Face
		want string // part of the error
	}{
		{Face{Address: "https://friends.example.org/", BehindProxy: []string{"127.0.0.1", "10.0.0.0/8"}, ProxyHeader: "forwarded"}, ""},
		{Face{Address: "friends.example.org"}, "--address"},
		{Face{Address: "https://friends.example.org/perm"}, "--address"},
		{Face{Address: "ftp://friends.example.org"}, "--address"},
		{Face{BehindProxy: []string{"proxy"}}, "--behind-proxy"},
	} {
		got, err := c.face.config(Config{})
		if c.want != "" {
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%+v: %v", c.face, err)
			}
			continue
		}
		if err != nil || got.Address != "https://friends.example.org" || len(got.Proxies.Trusted) != 2 || !got.Proxies.Forwarded {
			t.Errorf("%+v: %+v, %v", c.face, got, err)
		}
	}
}

// Behind a proxy of its own the office counts attempts by reader and makes
// cookies for HTTPS; who is no proxy gains nothing by playing one.
func TestBehindProxy(t *testing.T) {
	for _, engine := range engines(t) {
		t.Run(engine, func(t *testing.T) {
			s := fresh(t, engine)
			trusted, err := web.ParseProxies([]string{"10.9.0.0/16"})
			if err != nil {
				t.Fatal(err)
			}
			s.in.config.Proxies = web.Proxies{Trusted: trusted}
			handler := s.in.Handler()
			try := func(peer, said, email, password string) *httptest.ResponseRecorder {
				r := s.request(http.MethodPost, "/perm/office/sign-in", url.Values{"email": {email}, "password": {password}})
				r.RemoteAddr = peer + ":40000"
				r.Header.Set("X-Forwarded-For", said)
				r.Header.Set("X-Forwarded-Proto", "https")
				w := httptest.NewRecorder()
				handler.ServeHTTP(w, r)
				return w
			}
			// Guessing at as many accounts from one address until it is slowed down.
			until := func(peer string, said func(i int) string) int {
				for i := range 40 {
					if try(peer, said(i), strings.Repeat("x", i+1)+"@example.org", "wrong").Code == http.StatusTooManyRequests {
						return i
					}
				}
				return -1
			}
			invented := func(i int) string { return "192.0.2." + string(rune('0'+i%10)) + string(rune('0'+i/10)) }
			if n := until("203.0.113.5", invented); n < 0 {
				t.Error("a stranger who invents addresses is not slowed down")
			}
			if n := until("10.9.0.1", func(i int) string { return invented(i) + ", 203.0.113.6" }); n < 0 {
				t.Error("a reader who invents addresses before the proxy is not slowed down")
			}
			in := try("10.9.0.1", "203.0.113.7", "head@example.org", demoPassword)
			if in.Code != http.StatusSeeOther {
				t.Fatalf("another reader behind the proxy cannot sign in: %d", in.Code)
			}
			cookies := in.Result().Cookies()
			if len(cookies) == 0 || !strings.HasPrefix(cookies[0].Name, "__Host-") || !cookies[0].Secure || in.Header().Get("Strict-Transport-Security") == "" {
				t.Errorf("cookies over HTTPS: %v, %v", cookies, in.Header())
			}
			direct := try("203.0.113.8", "203.0.113.7", "coordinator@example.org", demoPassword)
			if cookies := direct.Result().Cookies(); len(cookies) == 0 || cookies[0].Secure || direct.Header().Get("Strict-Transport-Security") != "" {
				t.Errorf("a stranger's word on HTTPS is believed: %v, %v", cookies, direct.Header())
			}
			if got := one[string](t, s.city(t, "perm"), `SELECT address FROM sessions WHERE user_id = (SELECT id FROM users WHERE email = 'head@example.org') ORDER BY started_at DESC LIMIT 1`); got != "203.0.113.7" {
				t.Errorf("the session is noted from %s", got)
			}
		})
	}
}
