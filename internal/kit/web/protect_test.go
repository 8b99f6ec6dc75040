package web

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestSameOrigin(t *testing.T) {
	h := SameOrigin(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) }))
	cases := []struct {
		name    string
		headers map[string]string
		cookie  bool
		want    int
	}{
		{"same origin", map[string]string{"Sec-Fetch-Site": "same-origin"}, true, 204},
		{"other site", map[string]string{"Sec-Fetch-Site": "cross-site"}, true, 403},
		{"sister site", map[string]string{"Sec-Fetch-Site": "same-site"}, true, 403},
		{"null origin", map[string]string{"Origin": "null"}, true, 403},
		{"own origin, old browser", map[string]string{"Origin": "http://example.com"}, true, 204},
		{"says nothing, with cookie", nil, true, 403},
		{"says nothing, no cookie", nil, false, 204},
	}
	for _, c := range cases {
		r := httptest.NewRequest(http.MethodPost, "http://example.com/x", nil)
		for k, v := range c.headers {
			r.Header.Set(k, v)
		}
		if c.cookie {
			r.AddCookie(&http.Cookie{Name: "session", Value: "x"})
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != c.want {
			t.Errorf("%s: %d, want %d", c.name, w.Code, c.want)
		}
	}
}

func TestRecoverAnswers(t *testing.T) {
	h := Recover(slog.New(slog.DiscardHandler), http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("boom") }))
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/", nil))
	if w.Code != http.StatusInternalServerError {
		t.Errorf("got %d", w.Code)
	}
}
