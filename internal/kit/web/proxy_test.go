package web

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestBehind(t *testing.T) {
	cases := []struct {
		name      string
		trusted   []string
		forwarded bool
		peer      string
		headers   map[string][]string
		want      string
		secure    bool
	}{
		{"no proxy", nil, false, "203.0.113.9:4000", nil, "203.0.113.9:4000", false},
		{"nobody is trusted", nil, false, "203.0.113.9:4000", map[string][]string{"X-Forwarded-For": {"198.51.100.1"}, "X-Forwarded-Proto": {"https"}}, "203.0.113.9:4000", false},
		{"a stranger plays proxy", []string{"127.0.0.1"}, false, "203.0.113.9:4000", map[string][]string{"X-Forwarded-For": {"198.51.100.1"}, "X-Forwarded-Proto": {"https"}}, "203.0.113.9:4000", false},
		{"proxy", []string{"127.0.0.1"}, false, "127.0.0.1:9", map[string][]string{"X-Forwarded-For": {"198.51.100.1"}, "X-Forwarded-Proto": {"https"}}, "198.51.100.1:0", true},
		{"reader wrote the left part", []string{"127.0.0.1"}, false, "127.0.0.1:9", map[string][]string{"X-Forwarded-For": {"10.0.0.1, 198.51.100.1"}}, "198.51.100.1:0", false},
		{"reader sent a header of his own", []string{"127.0.0.1"}, false, "127.0.0.1:9", map[string][]string{"X-Forwarded-For": {"127.0.0.1", "198.51.100.1"}}, "198.51.100.1:0", false},
		{"two proxies", []string{"127.0.0.1", "10.0.0.0/8"}, false, "127.0.0.1:9", map[string][]string{"X-Forwarded-For": {"192.0.2.7, 198.51.100.1, 10.1.2.3"}}, "198.51.100.1:0", false},
		{"all are proxies", []string{"10.0.0.0/8"}, false, "10.0.0.1:9", map[string][]string{"X-Forwarded-For": {"10.0.0.3, 10.0.0.2"}}, "10.0.0.3:0", false},
		{"rubbish", []string{"127.0.0.1"}, false, "127.0.0.1:9", map[string][]string{"X-Forwarded-For": {"198.51.100.1, unknown"}}, "127.0.0.1:0", false},
		{"silent proxy", []string{"127.0.0.1"}, false, "127.0.0.1:9", nil, "127.0.0.1:0", false},
		{"scheme alone", []string{"127.0.0.1"}, false, "127.0.0.1:9", map[string][]string{"X-Forwarded-Proto": {"https"}}, "127.0.0.1:0", true},
		{"the nearest proxy says the scheme", []string{"127.0.0.1"}, false, "127.0.0.1:9", map[string][]string{"X-Forwarded-For": {"198.51.100.1"}, "X-Forwarded-Proto": {"https, http"}}, "198.51.100.1:0", false},
		{"IPv6", []string{"::1"}, false, "[::1]:9", map[string][]string{"X-Forwarded-For": {"2001:db8::7"}}, "[2001:db8::7]:0", false},
		{"IPv4 written as IPv6", []string{"127.0.0.1"}, false, "[::ffff:127.0.0.1]:9", map[string][]string{"X-Forwarded-For": {"::ffff:198.51.100.1"}}, "198.51.100.1:0", false},
		{"Forwarded is not read", []string{"127.0.0.1"}, false, "127.0.0.1:9", map[string][]string{"Forwarded": {"for=192.0.2.7;proto=https"}, "X-Forwarded-For": {"198.51.100.1"}}, "198.51.100.1:0", false},
		{"Forwarded", []string{"127.0.0.1"}, true, "127.0.0.1:9", map[string][]string{"Forwarded": {`for=192.0.2.7;proto=http, For="[2001:db8::7]:4711";Proto=https`}, "X-Forwarded-For": {"192.0.2.9"}}, "[2001:db8::7]:0", true},
		{"Forwarded, hidden reader", []string{"127.0.0.1"}, true, "127.0.0.1:9", map[string][]string{"Forwarded": {"for=_hidden;proto=https"}}, "127.0.0.1:0", true},
		{"Forwarded, a stranger", []string{"127.0.0.1"}, true, "203.0.113.9:4000", map[string][]string{"Forwarded": {"for=192.0.2.7;proto=https"}}, "203.0.113.9:4000", false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			trusted, err := ParseProxies(c.trusted)
			if err != nil {
				t.Fatal(err)
			}
			var remote string
			var secure bool
			h := Behind(Proxies{Trusted: trusted, Forwarded: c.forwarded}, Headers(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
				remote, secure = r.RemoteAddr, Secure(r.Context())
			})))
			r := httptest.NewRequest(http.MethodGet, "/", nil)
			r.RemoteAddr = c.peer
			for name, values := range c.headers {
				r.Header[name] = values
			}
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			if remote != c.want || secure != c.secure {
				t.Errorf("got %s, secure %v; want %s, secure %v", remote, secure, c.want, c.secure)
			}
			if got := w.Header().Get("Strict-Transport-Security") != ""; got != c.secure {
				t.Errorf("HSTS is sent: %v", got)
			}
		})
	}
}

func TestAlwaysSecure(t *testing.T) {
	w := httptest.NewRecorder()
	Behind(Proxies{Secure: true}, Headers(http.NotFoundHandler())).ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/", nil))
	if w.Header().Get("Strict-Transport-Security") == "" {
		t.Error("no HSTS although every reader comes over HTTPS")
	}
}

func TestParseProxies(t *testing.T) {
	for _, bad := range []string{"", "localhost", "10.0.0.0/33", "fe80::1%eth0", "::ffff:10.0.0.1"} {
		if _, err := ParseProxies([]string{bad}); err == nil {
			t.Errorf("%q was taken", bad)
		}
	}
	if got, err := ParseProxies([]string{"127.0.0.1", " 10.1.2.3/8", "::1"}); err != nil || len(got) != 3 || got[1].String() != "10.0.0.0/8" {
		t.Errorf("%v, %v", got, err)
	}
}

// FuzzForwarded feeds whatever a reader may send through a trusted proxy: no
// header makes a panic, and the address left of the proxy's own is never taken.
func FuzzForwarded(f *testing.F) {
	f.Add("for=192.0.2.7;proto=https, for=1.2.3.4")
	f.Add(`for="[2001:db8::1]:80"`)
	f.Add("192.0.2.1, , unknown")
	f.Fuzz(func(t *testing.T, sent string) {
		trusted, err := ParseProxies([]string{"127.0.0.1"})
		if err != nil {
			t.Fatal(err)
		}
		for _, forwarded := range []bool{false, true} {
			h := Behind(Proxies{Trusted: trusted, Forwarded: forwarded}, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
				if r.RemoteAddr != "198.51.100.1:0" {
					t.Errorf("taken for %s", r.RemoteAddr)
				}
			}))
			r := httptest.NewRequest(http.MethodGet, "/", nil)
			r.RemoteAddr = "127.0.0.1:9"
			r.Header["X-Forwarded-For"] = []string{sent, "198.51.100.1"}
			r.Header["Forwarded"] = []string{sent, "for=198.51.100.1"}
			h.ServeHTTP(httptest.NewRecorder(), r)
		}
	})
}
