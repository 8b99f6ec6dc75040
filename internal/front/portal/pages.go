package portal

import (
	"bytes"
	"compress/gzip"
	"container/list"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// pageKey says which page in which form. Everything that a page depends on
// besides the records and the day is in it.
type pageKey struct{ host, path, query, lang, look string }

// kept is a page that is ready to be sent. The slices are header values, made
// once, so that sending allocates next to nothing.
type kept struct {
	key      pageKey
	version  int64     // of the records from which it was made
	until    time.Time // the end of the day, at most staysFor
	status   int
	plain    []byte
	packed   []byte // gzip; nil when it saves nothing
	etag     []string
	modified []string
	at       time.Time // when these bytes first came to be, to the second
	lang     []string
	control  []string
	sizes    [2][]string // Content-Length of plain and packed
}

// staysFor bounds the life of a page whose records do not change, so that what
// another process wrote or a part that failed does not stay out for long.
const staysFor = 10 * time.Minute

// pages keeps ready pages within a bound of memory; those that nobody asked
// for the longest go first. A page that many ask for at once is made once.
type pages struct {
	mu     sync.Mutex
	limit  int
	bytes  int
	byKey  map[pageKey]*list.Element
	order  *list.List // of *kept, the last used first
	making map[pageKey]chan struct{}
}

func newPages(limit int) *pages {
	return &pages{limit: limit, byKey: map[pageKey]*list.Element{}, order: list.New(), making: map[pageKey]chan struct{}{}}
}

// get finds a page that is still good.
func (c *pages) get(key pageKey, version int64, now time.Time) *kept {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.look(key, version, now)
}

func (c *pages) look(key pageKey, version int64, now time.Time) *kept {
	el := c.byKey[key]
	if el == nil {
		return nil
	}
	p := el.Value.(*kept)
	if p.version != version || !now.Before(p.until) {
		return nil
	}
	c.order.MoveToFront(el)
	return p
}

// begin returns a good page, or waits while another request makes it, or says
// that the caller makes it; then end has to be called.
func (c *pages) begin(key pageKey, version int64, now time.Time) (p *kept, mine bool) {
	for range 2 {
		c.mu.Lock()
		if p := c.look(key, version, now); p != nil {
			c.mu.Unlock()
			return p, false
		}
		other := c.making[key]
		if other == nil {
			c.making[key] = make(chan struct{})
			c.mu.Unlock()
			return nil, true
		}
		c.mu.Unlock()
		<-other
	}
	return nil, false
}

func (c *pages) end(key pageKey) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if ch := c.making[key]; ch != nil {
		close(ch)
		delete(c.making, key)
	}
}

// put keeps a page. Bytes that were there before keep their date.
func (c *pages) put(p *kept) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if el := c.byKey[p.key]; el != nil {
		if old := el.Value.(*kept); old.etag[0] == p.etag[0] {
			p.at, p.modified = old.at, old.modified
		}
		c.drop(el)
	}
	if p.weight() > c.limit/8 {
		return
	}
	c.byKey[p.key] = c.order.PushFront(p)
	c.bytes += p.weight()
	for c.bytes > c.limit {
		c.drop(c.order.Back())
	}
}

func (c *pages) drop(el *list.Element) {
	p := c.order.Remove(el).(*kept)
	delete(c.byKey, p.key)
	c.bytes -= p.weight()
}

// weight is the memory of a page in bytes, with what its bookkeeping takes.
func (p *kept) weight() int {
	k := p.key
	return cap(p.plain) + cap(p.packed) + 2*(len(k.host)+len(k.path)+len(k.query)+len(k.lang)+len(k.look)) + 1024
}

// newKept makes a page ready to be sent.
func newKept(a *ask, status int, body []byte) (*kept, error) {
	sum := sha256.Sum256(body)
	at := a.now.Truncate(time.Second)
	p := &kept{
		key: a.key, version: a.version, until: until(a.now, a.city.zone()), status: status, plain: body, at: at,
		// Weak, since the packed form has other bytes and the same meaning.
		etag:     []string{`W/"` + hex.EncodeToString(sum[:12]) + `"`},
		modified: []string{at.UTC().Format(http.TimeFormat)},
		lang:     []string{a.key.lang}, control: []string{"public, max-age=60"},
	}
	if a.key.look != "" {
		p.control = []string{"private, max-age=60"}
	}
	p.sizes[0] = []string{strconv.Itoa(len(body))}
	if len(body) < 512 {
		return p, nil
	}
	var packed bytes.Buffer
	// Level 4 takes half the time of the usual 6 and gives 4 % more bytes.
	w, err := gzip.NewWriterLevel(&packed, 4)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(body); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	p.packed = bytes.Clone(packed.Bytes())
	p.sizes[1] = []string{strconv.Itoa(len(p.packed))}
	return p, nil
}

// until is when a page made now is made anew in any case: at the end of the
// city's day, since ages and "in three days" change then.
func until(now time.Time, zone *time.Location) time.Time {
	y, m, d := now.In(zone).Date()
	tomorrow := time.Date(y, m, d+1, 0, 0, 0, 0, zone)
	if soon := now.Add(staysFor); soon.Before(tomorrow) {
		return soon
	}
	return tomorrow
}

var (
	htmlType = []string{"text/html; charset=utf-8"}
	varies   = []string{"Accept-Encoding, Cookie"}
	gzipped  = []string{"gzip"}
)

// send writes the page, or 304 when the browser has it.
func (p *kept) send(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h["Vary"] = varies
	h["Cache-Control"] = p.control
	if p.status == http.StatusOK {
		h["Etag"] = p.etag
		h["Last-Modified"] = p.modified
		if p.has(r) {
			w.WriteHeader(http.StatusNotModified)
			return
		}
	}
	h["Content-Type"] = htmlType
	h["Content-Language"] = p.lang
	body, size := p.plain, p.sizes[0]
	if p.packed != nil && takesGzip(r.Header) {
		h["Content-Encoding"] = gzipped
		body, size = p.packed, p.sizes[1]
	}
	h["Content-Length"] = size
	w.WriteHeader(p.status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(body)
	}
}

// has tells whether the browser already holds these bytes (RFC 9110 §13.2.2).
func (p *kept) has(r *http.Request) bool {
	if tags := r.Header["If-None-Match"]; len(tags) > 0 {
		for _, line := range tags {
			for tag := range strings.SplitSeq(line, ",") {
				if tag = strings.TrimSpace(tag); tag == "*" || strings.TrimPrefix(tag, "W/") == p.etag[0][2:] {
					return true
				}
			}
		}
		return false
	}
	since := r.Header.Get("If-Modified-Since")
	if since == "" {
		return false
	}
	t, err := http.ParseTime(since)
	return err == nil && !p.at.After(t)
}

// takesGzip reads Accept-Encoding; q=0 refuses.
func takesGzip(h http.Header) bool {
	for _, line := range h["Accept-Encoding"] {
		for part := range strings.SplitSeq(line, ",") {
			name, quality, _ := strings.Cut(part, ";")
			if strings.TrimSpace(name) == "gzip" {
				q := strings.ReplaceAll(quality, " ", "")
				return q != "q=0" && q != "q=0.0" && q != "q=0.00" && q != "q=0.000"
			}
		}
	}
	return false
}
