package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// load asks for one page over and over.
type load struct {
	url     string
	cookies []*http.Cookie
	at      int // connections
}

// cost is what a server spent per request.
type cost struct {
	cpu      float64 // seconds
	requests int64
	bytes    int64 // of one reply
}

// client keeps its connections and does not ask for compressed replies, so that
// every side sends the bytes it makes.
func client(connections int) *http.Client {
	return &http.Client{
		Timeout:       30 * time.Second,
		Transport:     &http.Transport{MaxIdleConnsPerHost: connections, MaxConnsPerHost: connections, DisableCompression: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

func (l load) get(ctx context.Context, c *http.Client) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, l.url, nil)
	if err != nil {
		return nil, err
	}
	for _, cookie := range l.cookies {
		req.AddCookie(cookie)
	}
	res, err := c.Do(req)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err == nil && res.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s answers %d", l.url, res.StatusCode)
	}
	return body, err
}

// measure warms up for a fifth of the span and then counts.
func (l load) measure(ctx context.Context, s *server, span time.Duration) (cost, error) {
	if l.at == 0 {
		l.at = 4
	}
	c := client(l.at)
	defer c.CloseIdleConnections()
	body, err := l.get(ctx, c)
	if err != nil {
		return cost{}, err
	}
	if _, err := l.run(ctx, c, span/5); err != nil {
		return cost{}, err
	}
	before := s.cpu()
	n, err := l.run(ctx, c, span)
	used := s.cpu() - before
	if err == nil && used < 0.05 {
		err = errors.New("too little work to measure: ask for longer")
	}
	return cost{cpu: used / float64(max(n, 1)), requests: n, bytes: int64(len(body))}, err
}

func (l load) run(ctx context.Context, c *http.Client, span time.Duration) (int64, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var n atomic.Int64
	var wg sync.WaitGroup
	end := time.Now().Add(span)
	for range l.at {
		wg.Go(func() {
			for time.Now().Before(end) && ctx.Err() == nil {
				if _, err := l.get(ctx, c); err != nil {
					cancel(err)
					return
				}
				n.Add(1)
			}
		})
	}
	wg.Wait()
	return n.Load(), context.Cause(ctx)
}
