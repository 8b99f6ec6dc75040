package web_test

import (
	"testing"

	"pobratim/internal/kit/web"
)

func TestLocalPath(t *testing.T) {
	for _, good := range []string{"/", "/partners", "/partners/x?tab=1&lang=en", "/search?q=%D0%B0", "/a#b"} {
		if got := web.LocalPath(good); got != good {
			t.Errorf("%q was refused", good)
		}
	}
	for _, bad := range []string{
		"", "partners", "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil", "https://evil.example",
		"javascript:alert(1)", "/a\nb", "/a b", "/\t/evil", "/%0d%0aSet-Cookie:x", "/%5cevil", "/%2f/evil.example", "/../admin", "/a/%2e%2e/%2e%2e/x", "/a\x00",
	} {
		if got := web.LocalPath(bad); got != "" {
			t.Errorf("%q was let through", bad)
		}
	}
}
