package web

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"strings"
)

// Proxies are the machines between the readers and the program that are
// believed what they say of a request.
type Proxies struct {
	Trusted []netip.Prefix
	// Forwarded says that they write the header of RFC 7239 instead of
	// X-Forwarded-For and X-Forwarded-Proto. Only one of the two is ever read: a
	// proxy passes the other one on as the reader sent it.
	Forwarded bool
	// Secure says that every reader comes over HTTPS, whatever a request says.
	Secure bool
}

// ParseProxies reads addresses and networks such as 127.0.0.1 and 10.0.0.0/8.
func ParseProxies(list []string) ([]netip.Prefix, error) {
	var trusted []netip.Prefix
	for _, one := range list {
		one = strings.TrimSpace(one)
		prefix, err := netip.ParsePrefix(one)
		if err != nil {
			address, bad := netip.ParseAddr(one)
			if bad != nil || address.Zone() != "" {
				return nil, fmt.Errorf("%q is neither an address nor a network of proxies, such as 127.0.0.1 or 10.0.0.0/8", one)
			}
			prefix = netip.PrefixFrom(address, address.BitLen())
		}
		if prefix.Addr().Is4In6() {
			return nil, fmt.Errorf("write %q as an IPv4 address", one)
		}
		trusted = append(trusted, prefix.Masked())
	}
	return trusted, nil
}

func (p Proxies) trusts(a netip.Addr) bool {
	for _, prefix := range p.Trusted {
		if prefix.Contains(a) {
			return true
		}
	}
	return false
}

type secureKey struct{}

// Secure tells whether the reader's browser came over HTTPS, to the program or
// to the proxy before it.
func Secure(ctx context.Context) bool {
	yes, _ := ctx.Value(secureKey{}).(bool)
	return yes
}

// WithSecure marks a context of a request that came over HTTPS.
func WithSecure(ctx context.Context) context.Context {
	return context.WithValue(ctx, secureKey{}, true)
}

// Behind gives each request the address of its reader and marks those that came
// over HTTPS. A header is read only when the peer itself is a trusted proxy;
// the reader is then the rightmost address that is none. What stands further
// left was written by the reader.
func Behind(p Proxies, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		secure := p.Secure || r.TLS != nil
		peer, ok := address(r.RemoteAddr)
		if ok && p.trusts(peer) {
			hops := p.hops(r.Header)
			client, https := peer, false
			for i := len(hops) - 1; i >= 0; i-- {
				if i == len(hops)-1 {
					https = strings.EqualFold(hops[i].proto, "https")
				}
				a, ok := address(hops[i].from)
				if !ok {
					break // hidden or unreadable: the last that is known is what we have
				}
				if client = a; !p.trusts(a) {
					break
				}
			}
			secure = secure || https
			r2 := *r
			r2.RemoteAddr = net.JoinHostPort(client.String(), "0")
			r = &r2
		}
		if secure {
			r = r.WithContext(WithSecure(r.Context()))
		}
		next.ServeHTTP(w, r)
	})
}

// hop is what one proxy says of who came to it.
type hop struct{ from, proto string }

// hops lists what the proxies wrote, the nearest one last.
func (p Proxies) hops(h http.Header) []hop {
	var hops []hop
	if !p.Forwarded {
		for _, from := range listed(h.Values("X-Forwarded-For")) {
			hops = append(hops, hop{from: from})
		}
		protos := listed(h.Values("X-Forwarded-Proto"))
		if len(hops) == 0 && len(protos) > 0 {
			hops = []hop{{}}
		}
		if len(protos) > 0 {
			hops[len(hops)-1].proto = protos[len(protos)-1]
		}
		return hops
	}
	for _, element := range listed(h.Values("Forwarded")) {
		var one hop
		for pair := range strings.SplitSeq(element, ";") {
			name, value, _ := strings.Cut(strings.TrimSpace(pair), "=")
			value = strings.Trim(value, `"`)
			switch strings.ToLower(name) {
			case "for":
				one.from = value
			case "proto":
				one.proto = value
			}
		}
		hops = append(hops, one)
	}
	return hops
}

// listed splits headers that hold lists, of which there may be several.
func listed(headers []string) []string {
	var parts []string
	for _, line := range headers {
		for part := range strings.SplitSeq(line, ",") {
			parts = append(parts, strings.TrimSpace(part))
		}
	}
	return parts
}

// address reads "192.0.2.1", "192.0.2.1:80", "2001:db8::1" and "[2001:db8::1]:80".
func address(text string) (netip.Addr, bool) {
	if both, err := netip.ParseAddrPort(text); err == nil {
		return both.Addr().Unmap().WithZone(""), true
	}
	one, err := netip.ParseAddr(strings.TrimSuffix(strings.TrimPrefix(text, "["), "]"))
	return one.Unmap().WithZone(""), err == nil
}
