// Package limit counts attempts and says when the next one is welcome.
//
// A Limiter is a set of token buckets, one per key: each holds a number of
// attempts and regains one after every interval. It lives in memory and is
// bounded: when too many keys are known, buckets that are full again are
// dropped first and then those nearest to full, so that a flood of keys cannot
// exhaust memory and cannot free a key that is being held back for long.
//
// Address makes the key of a client: an IPv4 address as it is, an IPv6 address
// cut to its /64, because one subscriber owns all of that.
package limit

import (
	"net"
	"net/netip"
	"slices"
	"sync"
	"time"

	"pobratim/internal/kit/clock"
)

// maxKeys bounds the memory of one limiter to about two megabytes.
const maxKeys = 10_000

// Limiter holds buckets of equal size. It is safe for concurrent use.
type Limiter struct {
	clock clock.Clock
	burst int
	every time.Duration
	mu    sync.Mutex
	full  map[string]time.Time // when the bucket of a key is full again
}

// New makes a limiter whose buckets hold burst attempts and regain one every
// interval.
func New(c clock.Clock, burst int, every time.Duration) *Limiter {
	return &Limiter{clock: c, burst: burst, every: every, full: map[string]time.Time{}}
}

// Take uses up one attempt of a key. When none is left it returns false and the
// instant at which the next one will be there.
func (l *Limiter) Take(key string) (ok bool, again time.Time) {
	now := l.clock()
	l.mu.Lock()
	defer l.mu.Unlock()
	full := l.full[key]
	if full.Before(now) {
		full = now
	}
	// The bucket lacks (full-now)/every attempts; it is empty when it lacks all.
	next := full.Add(l.every)
	if room := time.Duration(l.burst) * l.every; next.Sub(now) > room {
		return false, next.Add(-room)
	}
	if _, known := l.full[key]; !known && len(l.full) >= maxKeys {
		l.sweep(now)
	}
	l.full[key] = next
	return true, time.Time{}
}

// GiveBack returns one attempt of a key, after one that turned out right.
func (l *Limiter) GiveBack(key string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	full, known := l.full[key]
	if !known {
		return
	}
	if full = full.Add(-l.every); full.After(l.clock()) {
		l.full[key] = full
	} else {
		delete(l.full, key)
	}
}

// sweep makes room: full buckets go, and when that is not enough, the half that
// is nearest to full.
func (l *Limiter) sweep(now time.Time) {
	var times []time.Time
	for key, full := range l.full {
		if !full.After(now) {
			delete(l.full, key)
			continue
		}
		times = append(times, full)
	}
	if len(l.full) < maxKeys {
		return
	}
	slices.SortFunc(times, time.Time.Compare)
	middle := times[len(times)/2]
	for key, full := range l.full {
		if !full.After(middle) {
			delete(l.full, key)
		}
	}
}

// Address is the key of a client from the remote address of a request,
// "host:port" or a bare address: IPv4 whole, IPv6 cut to its /64. What is no
// address at all shares one key.
func Address(remote string) string {
	host, _, err := net.SplitHostPort(remote)
	if err != nil {
		host = remote
	}
	ip, err := netip.ParseAddr(host)
	if err != nil {
		return "unknown"
	}
	ip = ip.Unmap().WithZone("")
	if ip.Is4() {
		return ip.String()
	}
	prefix, err := ip.Prefix(64)
	if err != nil {
		return "unknown"
	}
	return prefix.String()
}
