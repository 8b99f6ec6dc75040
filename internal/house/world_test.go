package house

import (
	"fmt"
	"go/ast"
	"slices"
	"strings"
)

// outside lists what reaches out of the program: the clock, the network, weak
// chance. Each has one place where it may be used.
func outside() []struct {
	what, instead string
	names         []string
	allowed       []string
} {
	return []struct {
		what, instead string
		names         []string
		allowed       []string
	}{
		{"the machine's clock", "take a clock.Clock", []string{"time.Now", "time.Since", "time.Until"},
			[]string{"internal/kit/clock", "cmd/", "internal/kit/typst"}}, // the typesetter limits the time of a child process
		{"sleeping", "wait for an event or a timer with a context", []string{"time.Sleep"}, nil},
		{"the network", "use kit/safehttp", []string{
			"net/http.Get", "net/http.Post", "net/http.PostForm", "net/http.Head", "net/http.DefaultClient", "net/http.DefaultTransport",
			"net/http.Client", "net/http.Transport", "net.Dial", "net.DialTimeout", "net.Dialer", "net/smtp.SendMail", "crypto/tls.Dial",
		}, []string{"internal/kit/safehttp", "internal/kit/mail"}},
	}
}

// unwanted are imports that the product does without.
func unwanted() map[string]string {
	return map[string]string{
		"math/rand": "chance comes from crypto/rand", "math/rand/v2": "chance comes from crypto/rand",
		"crypto/md5": "SHA-256", "crypto/sha1": "SHA-256", "crypto/des": "AES-GCM", "crypto/rc4": "AES-GCM",
		"text/template": "html/template escapes", "net/http/pprof": "it registers itself", "log": "log/slog", "plugin": "modules are compiled in", "C": "no cgo",
	}
}

// wanted are files that need such an import, each with its reason.
func wanted() map[string]string {
	return map[string]string{
		"internal/domain/health/invented/invented.go": "made-up histories have to be the same for the same seed; nothing is secret about them",
		"internal/kit/otp/otp.go":                     "RFC 6238 with SHA-1 is what applications for codes agree on; HMAC does not suffer from its collisions",
		"internal/platform/file/pdflock.go":           "PDF's own encryption, to see whether a file opens without a password; nothing of ours is kept by it",
	}
}

func worldRules() []rule {
	x := func(body string) map[string]string {
		return map[string]string{"internal/domain/partner/a.go": "package partner\nimport (\n\"time\"\n\"net\"\n\"net/http\"\n)\n" + body}
	}
	return []rule{{
		name: "clock and network",
		find: reachesOut,
		planted: []plant{
			{x("var _ = time.Now()\n"), "the machine's clock"},
			{x("var now = time.Now\n"), "the machine's clock"},
			{x("func f() { time.Sleep(1) }\n"), "sleeping"},
			{x("var _ = http.DefaultClient\n"), "the network"},
			{x("func f() { http.Get(\"\") }\n"), "the network"},
			{x("var c = http.Client{}\n"), "the network"},
			{x("var d net.Dialer\n"), "the network"},
			{map[string]string{"internal/kit/mail2/a.go": "package mail2\nimport n \"net\"\nvar _ = n.Dial\n"}, "the network"},
		},
		fine: map[string]string{
			"internal/kit/clock/a.go":    "package clock\nimport \"time\"\nvar _ = time.Now\n",
			"internal/kit/web/a.go":      "package web\nimport (\n\"net/http\"\n\"time\"\n)\nfunc f(r *http.Request) time.Time { return time.Time{} }\n",
			"internal/kit/x/a_test.go":   "package x\nimport \"time\"\nvar _ = time.Now\n",
			"internal/kit/safehttp/a.go": "package safehttp\nimport \"net\"\nvar _ net.Dialer\n",
		},
	}, {
		name:    "unwanted imports",
		find:    unwantedImports,
		planted: []plant{{map[string]string{"internal/kit/x/a.go": "package x\nimport _ \"math/rand/v2\"\n"}, "crypto/rand"}},
		fine:    map[string]string{"internal/kit/x/a.go": "package x\nimport _ \"crypto/rand\"\n"},
	}}
}

func reachesOut(t *tree) []string {
	var found []string
	t.product(func(p *pkg, f *file) {
		ast.Inspect(f.ast, func(n ast.Node) bool {
			e, ok := n.(ast.Expr)
			if !ok {
				return true
			}
			from, name := f.selected(e)
			for _, o := range outside() {
				if name == "" || !slices.Contains(o.names, from+"."+name) {
					continue
				}
				if !slices.ContainsFunc(o.allowed, func(dir string) bool { return strings.HasPrefix(p.dir+"/", strings.TrimSuffix(dir, "/")+"/") }) {
					found = append(found, fmt.Sprintf("%s: %s.%s is %s; %s", t.at(n), from, name, o.what, o.instead))
				}
			}
			return true
		})
	})
	return found
}

func unwantedImports(t *tree) []string {
	var found []string
	t.eachImport(func(_ *pkg, f *file, at, imported string) {
		tool := f.ast.Name.Name == "main" && imported == "log"
		if why, bad := unwanted()[imported]; bad && !f.test && !tool && wanted()[f.path] == "" {
			found = append(found, fmt.Sprintf("%s imports %s: %s", at, imported, why))
		}
	})
	return found
}
