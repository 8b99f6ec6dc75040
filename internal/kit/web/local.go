package web

import (
	"net/url"
	"strings"
)

// LocalPath is s when it is the address of a page of this frame, "/" and what
// follows it, perhaps with a query; anything else is "". It is what a `next`
// that came with a request goes through before anybody is sent there: no other
// host, no scheme, no backslash that a browser would read as a slash, nothing
// invisible (ASVS 5.0 3.7.2).
func LocalPath(s string) string {
	if len(s) > 2000 || !strings.HasPrefix(s, "/") || strings.HasPrefix(s, "//") {
		return ""
	}
	for _, r := range s {
		if r <= ' ' || r == '\\' || r == 0x7f {
			return ""
		}
	}
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "" || u.Host != "" || u.User != nil || strings.HasPrefix(u.Path, "//") || strings.ContainsAny(u.Path, "\\\r\n\t") {
		return ""
	}
	for part := range strings.SplitSeq(u.Path, "/") {
		if part == ".." {
			return "" // would leave the frame
		}
	}
	return s
}
