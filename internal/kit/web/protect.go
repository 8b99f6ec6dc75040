package web

import (
	"log/slog"
	"net/http"
	"runtime/debug"
)

// contentPolicy lets a page use only what this program serves: no inline
// scripts or styles, no outside origin, no framing, and no way to turn text
// into script in the page.
const contentPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
	"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'; " +
	"require-trusted-types-for 'script'; trusted-types default pobratim-inspect"

// Headers sets the protective headers of every answer. Over HTTPS, of which
// Behind tells, browsers are told to insist on it.
func Headers(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h["Content-Security-Policy"] = policyHeader
		h["X-Content-Type-Options"] = nosniffHeader
		h["Referrer-Policy"] = referrerHeader
		h["Cross-Origin-Opener-Policy"] = sameOriginHeader
		h["Cross-Origin-Resource-Policy"] = sameOriginHeader
		h["Permissions-Policy"] = permissionsHeader
		if Secure(r.Context()) {
			h["Strict-Transport-Security"] = hstsHeader
		}
		next.ServeHTTP(w, r)
	})
}

// Header values are shared slices, so that setting them allocates nothing.
var (
	policyHeader      = []string{contentPolicy}
	nosniffHeader     = []string{"nosniff"}
	referrerHeader    = []string{"same-origin"}
	sameOriginHeader  = []string{"same-origin"}
	permissionsHeader = []string{"camera=(), geolocation=(), microphone=(), payment=()"}
	hstsHeader        = []string{"max-age=31536000"}
)

// Recover turns a panic of a handler into a 500 answer and a log entry, so that
// one request cannot stop the program.
func Recover(log *slog.Logger, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			p := recover()
			if p == nil {
				return
			}
			if p == http.ErrAbortHandler {
				panic(p)
			}
			if cut, ok := p.(cutOff); ok {
				log.Error("a file was cut off", "path", r.URL.Path, "error", cut.err)
				panic(http.ErrAbortHandler)
			}
			log.Error("panic", "path", r.URL.Path, "panic", p, "stack", string(debug.Stack()))
			http.Error(w, "Internal error", http.StatusInternalServerError)
		}()
		next.ServeHTTP(w, r)
	})
}

// SameOrigin refuses changes that another site asks for. Browsers say where a
// request comes from; a request that changes something with our cookies but
// says nothing at all is refused too, since only old or odd clients send one.
func SameOrigin(next http.Handler) http.Handler {
	protection := http.NewCrossOriginProtection()
	return protection.Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		safe := r.Method == http.MethodGet || r.Method == http.MethodHead || r.Method == http.MethodOptions
		if !safe && r.Header.Get("Origin") == "" && r.Header.Get("Sec-Fetch-Site") == "" && len(r.Cookies()) > 0 {
			http.Error(w, "This request does not say where it comes from", http.StatusForbidden)
			return
		}
		next.ServeHTTP(w, r)
	}))
}

// WantsFragment tells whether a script asks for a part of the page.
func WantsFragment(r *http.Request) bool { return r.Header.Get("HX-Request") == "true" }
