package dav

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/ics"
	"pobratim/internal/kit/id"
	"pobratim/internal/platform/feed"
	"pobratim/internal/platform/module"
)

// shelf keeps what was made for users and feeds until something changes. It is
// bounded: what nobody has asked for longest is forgotten first, and made anew.
type shelf struct {
	clock clock.Clock
	mu    sync.Mutex
	books map[string]*book
}

// Limits of what a shelf keeps. A book of 5,000 days weighs some 10 MB.
const (
	maxBooks  = 1000
	maxWeight = 100 << 20 // bytes
)

func newShelf(c clock.Clock) *shelf { return &shelf{clock: c, books: map[string]*book{}} }

// book is what one user or feed is shown.
type book struct {
	mu        sync.Mutex
	used      time.Time // this and weight belong to the shelf
	weight    int       // bytes, about
	state     string    // of everything it was made from
	file      *file
	calendars map[module.Layer]*calendar
}

// file is a feed.
type file struct {
	body     []byte
	tag      string
	modified time.Time
}

// calendar is one layer of a user. Its names and tags have changed with some
// revision; what is gone is remembered.
type calendar struct {
	layer    module.Layer
	objects  []object
	byName   map[string]int
	size     int    // of all objects as XML
	tag      string // of all objects
	epoch    string // since when revisions are counted
	revision int64
	changed  map[string]int64
	gone     map[string]int64
}

// object is one day.
type object struct {
	name   string // "activity-…-starts.ics": nothing that would need an escape in an address
	tag    string
	event  ics.Event
	body   []byte
	data   string // body as XML
	length string // of body
}

// take finds or makes the book of a key and locks it.
func (s *shelf) take(key string) *book {
	s.mu.Lock()
	b := s.books[key]
	if b == nil {
		b = &book{}
		s.books[key] = b
	}
	b.used = s.clock()
	s.forget(key)
	s.mu.Unlock()
	b.mu.Lock()
	return b
}

// weigh notes how heavy a book has become.
func (s *shelf) weigh(key string, b *book, weight int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	b.weight = weight
	s.forget(key)
}

// forget drops the books that nobody has asked for longest until the others are
// few and light enough; never the one of the key.
func (s *shelf) forget(key string) {
	weight := 0
	for _, b := range s.books {
		weight += b.weight
	}
	for len(s.books) > 1 && (len(s.books) > maxBooks || weight > maxWeight) {
		oldest := ""
		for k, b := range s.books {
			if k != key && (oldest == "" || b.used.Before(s.books[oldest].used)) {
				oldest = k
			}
		}
		weight -= s.books[oldest].weight
		delete(s.books, oldest)
	}
}

// stateOf names everything that a book is made from: the records, the reader's
// rights and language, the day, and where the office is.
func (f *Frame) stateOf(c *call) string {
	return fmt.Sprint(f.Version(), c.viewer.Roles, c.viewer.Organisation, c.viewer.Name, c.scene.Lang, c.scene.Now.Format(time.DateOnly), c.origin)
}

// file is the calendar of a feed.
func (s *shelf) file(f *Frame, c *call, one feed.Feed) (*file, error) {
	key := "feed " + one.ID
	b := s.take(key)
	defer b.mu.Unlock()
	state := f.stateOf(c)
	if b.file != nil && b.state == state {
		return b.file, nil
	}
	items, err := f.Feeds.Events(c.ctx, c.scene, c.origin, one.Partner, one.Layers...)
	if err != nil {
		return nil, err
	}
	whole := ics.Calendar{Product: product, Name: c.nameOf(one), Zone: c.scene.Zone.String(), Refresh: refresh}
	if len(one.Layers) == 1 {
		whole.Color = feed.Color(one.Layers[0])
	}
	made := &file{modified: f.Clock().UTC().Truncate(time.Second)}
	for _, item := range items {
		whole.Events = append(whole.Events, item.Event)
	}
	made.body = whole.Bytes()
	made.tag = tagOf(made.body)
	switch {
	case b.file == nil:
	case b.file.tag == made.tag:
		made.modified = b.file.modified
	case !made.modified.After(b.file.modified): // twice within a second
		made.modified = b.file.modified.Add(time.Second)
	}
	b.file, b.state = made, state
	s.weigh(key, b, len(made.body))
	return made, nil
}

// nameOf is what a feed is called in a list of calendars: the city, and the
// layers unless it has all.
func (c *call) nameOf(one feed.Feed) string {
	city := c.city.Name.In(c.scene.Lang).Value
	if len(one.Layers) == len(module.Layers()) {
		return city
	}
	names := make([]string, len(one.Layers))
	for i, layer := range one.Layers {
		names[i] = c.layer(layer)
	}
	return c.scene.T("feed.calendar", "city", city, "layer", c.scene.Join(names))
}

// product is who wrote a calendar, and refresh how often it is worth asking.
const (
	product = "-//Pobratim//Calendars//EN"
	refresh = 4 * time.Hour
)

func tagOf(body []byte) string {
	sum := sha256.Sum256(body)
	return `"` + hex.EncodeToString(sum[:12]) + `"`
}

// layer is what a layer is called.
func (c *call) layer(l module.Layer) string { return c.scene.T("feed.layer." + string(l)) }

// calendars are the layers of the viewer of a call. What is returned is not
// changed any more; later changes make new ones.
func (s *shelf) calendars(f *Frame, c *call) (map[module.Layer]*calendar, error) {
	key := "user " + c.viewer.UserID
	b := s.take(key)
	defer b.mu.Unlock()
	state := f.stateOf(c)
	if b.calendars != nil && b.state == state {
		return b.calendars, nil
	}
	items, err := f.Feeds.Events(c.ctx, c.scene, c.origin, "")
	if err != nil {
		return nil, err
	}
	made := map[module.Layer]*calendar{}
	for _, layer := range module.Layers() {
		made[layer] = &calendar{layer: layer, byName: map[string]int{}}
	}
	for _, item := range items {
		if of := made[item.Layer]; of != nil {
			one := b.calendars[item.Layer].object(item)
			of.byName[one.name] = len(of.objects)
			of.objects = append(of.objects, one)
			of.size += len(one.data) + answerRoom
		}
	}
	weight := 0
	for layer, one := range made {
		one.follow(b.calendars[layer], s.clock())
		weight += 2 * one.size // as it is sent, and as XML
	}
	b.calendars, b.state = made, state
	s.weigh(key, b, weight)
	return made, nil
}

// object is a day as it was written for the calendar before, if it is the same.
func (k *calendar) object(item feed.Item) object {
	name := item.Name + suffix
	if k != nil {
		if i, was := k.byName[name]; was && k.objects[i].event.Equal(item.Event) {
			return k.objects[i]
		}
	}
	body := ics.Calendar{Product: product, Events: []ics.Event{item.Event}}.Bytes()
	return object{name, tagOf(body), item.Event, body, escape(string(body)), strconv.Itoa(len(body))}
}

// answerRoom is about what stands around a day in an answer.
const answerRoom = 400

// suffix ends the names of days.
const suffix = ".ics"

// maxGone is how much a calendar remembers of what has left it.
const maxGone = 20_000

// follow compares a calendar with what it was before, if it was.
func (k *calendar) follow(before *calendar, now time.Time) {
	sum := sha256.New()
	for _, o := range k.objects {
		sum.Write([]byte(o.name + " " + o.tag + "\n"))
	}
	k.tag = hex.EncodeToString(sum.Sum(nil)[:12])
	if before == nil || len(before.gone) > maxGone {
		k.epoch, k.changed, k.gone = id.New(now), map[string]int64{}, map[string]int64{}
		return
	}
	k.epoch, k.revision, k.changed, k.gone = before.epoch, before.revision, before.changed, before.gone
	if k.tag == before.tag {
		return
	}
	k.revision++
	k.changed, k.gone = map[string]int64{}, map[string]int64{}
	for _, o := range k.objects {
		i, was := before.byName[o.name]
		switch {
		case !was || before.objects[i].tag != o.tag:
			k.changed[o.name] = k.revision
		case before.changed[o.name] > 0:
			k.changed[o.name] = before.changed[o.name]
		}
	}
	for name, at := range before.gone {
		k.gone[name] = at
	}
	for _, o := range before.objects {
		k.gone[o.name] = k.revision
	}
	for name := range k.byName {
		delete(k.gone, name)
	}
}

// token names the present state of a calendar (RFC 6578 wants an address).
func (k *calendar) token() string {
	return "data:," + k.epoch + "-" + strconv.FormatInt(k.revision, 10) + "-" + k.tag
}

// since are the days that changed and the names that went after a token; false
// when it is not known what it stood for.
func (k *calendar) since(token string) (changed []object, gone []string, ok bool) {
	if token == "" {
		return k.objects, nil, true
	}
	parts := strings.Split(strings.TrimPrefix(token, "data:,"), "-")
	if !strings.HasPrefix(token, "data:,") || len(parts) != 3 {
		return nil, nil, false
	}
	if parts[2] == k.tag {
		return nil, nil, true
	}
	seen, err := strconv.ParseInt(parts[1], 10, 64)
	if err != nil || parts[0] != k.epoch || seen < 0 || seen > k.revision {
		return nil, nil, false
	}
	for _, o := range k.objects {
		if k.changed[o.name] > seen {
			changed = append(changed, o)
		}
	}
	for name, at := range k.gone {
		if at > seen {
			gone = append(gone, name)
		}
	}
	slices.SortFunc(gone, cmp.Compare)
	return changed, gone, true
}

// calendar is one layer of the caller's.
func (f *Frame) calendar(c *call, layer string) (*calendar, error) {
	all, err := f.shelf.calendars(f, c)
	if err != nil {
		return nil, err
	}
	if k := all[module.Layer(layer)]; k != nil {
		return k, nil
	}
	return nil, missing()
}
