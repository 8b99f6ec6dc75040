package search_test

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/db/dbtest"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/record"
	"pobratim/internal/platform/search"
)

// BenchmarkFind fills an index with SEARCH_TEXTS short texts (a million when not
// set) on both engines and prints, for each kind of query, the median and the
// 99th of a hundred: on the clock, and as time of the processor, which is this
// program's and, with PostgreSQL, that of the server's processes as well. On a
// machine that others use too, the time of the processor is what compares. The
// last column divides the median by that of reading the newest 1,000 rows by
// their key, in the same run.
//
//	scripts/postgres.sh go test -run - -bench Find -benchtime 1x -timeout 0 ./internal/platform/search
func BenchmarkFind(b *testing.B) {
	n := 1_000_000
	if s := os.Getenv("SEARCH_TEXTS"); s != "" {
		var err error
		if n, err = strconv.Atoi(s); err != nil {
			b.Fatal(err)
		}
	}
	merged, err := db.Merge(files()...)
	if err != nil {
		b.Fatal(err)
	}
	b.Run("sqlite", func(b *testing.B) { find(b, dbtest.SQLite(b, merged), newLibrary(n)) })
	if server := os.Getenv("TEST_POSTGRES"); server != "" {
		b.Run("postgres", func(b *testing.B) { find(b, dbtest.Postgres(b, server, merged), newLibrary(n)) })
	}
}

func find(b *testing.B, d *db.DB, l *library) {
	if _, err := db.Exec(b.Context(), d, `CREATE TABLE bench_owned (id TEXT PRIMARY KEY, organisation TEXT)`); err != nil {
		b.Fatal(err)
	}
	for i := range 300 { // the organisation of a guest takes part in these
		if _, err := db.Exec(b.Context(), d, `INSERT INTO bench_owned (id, organisation) VALUES ($1, 'org')`, fmt.Sprintf("%09d", (i*4+2)*(l.n/1200))); err != nil {
			b.Fatal(err)
		}
	}
	index := search.NewIndex(d, func() record.Kinds { return l.kinds() }, nil)
	m := newMeter(b, d)
	start, worked := time.Now(), m.cpu()
	for {
		more, err := index.Step(b.Context())
		if err != nil {
			b.Fatal(err)
		}
		if !more {
			break
		}
	}
	built := m.cpu() - worked
	fmt.Printf("%s: %d texts, built in %.0f s, processor %.0f s (%.2f ms for each text), %s\n", d.Engine(), l.n, time.Since(start).Seconds(), built.Seconds(), ms(built)/float64(l.n), size(b, d))
	svc := search.New(index, account.NewGate(policy()))
	key := m.run("newest 1,000 rows by key", 0, func() int {
		rows, err := db.All(b.Context(), d, db.Value[string], `SELECT title FROM search_entries ORDER BY number DESC LIMIT 1000`)
		if err != nil {
			b.Fatal(err)
		}
		return len(rows)
	})
	var worst time.Duration
	for _, class := range l.queries() {
		ctx, at := as(b.Context(), class.role), 0
		took := m.run(class.name, key.p50, func() int {
			a, err := svc.Find(ctx, search.Ask{Text: class.list[at%len(class.list)], Lang: "ru", Limit: 8, Plain: true, Portal: class.role == account.Anyone})
			if err != nil {
				b.Fatal(err)
			}
			at++
			return a.Total
		})
		worst = max(worst, took.p99)
	}
	b.ReportMetric(ms(worst), "cpu-ms-p99-worst")
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// meter measures on the clock and by the time of the processor.
type meter struct {
	b       *testing.B
	d       *db.DB
	servers []int64 // processes of the server
}

func newMeter(b *testing.B, d *db.DB) *meter {
	b.Helper()
	return &meter{b: b, d: d}
}

// cpu is the time of the processor of this program and of the server.
func (m *meter) cpu() time.Duration {
	if m.d.Engine() == db.Postgres {
		pids, err := db.All(m.b.Context(), m.d, db.Value[int64], `SELECT pid FROM pg_stat_activity WHERE backend_type IN ('client backend', 'parallel worker')`)
		if err != nil {
			m.b.Fatal(err)
		}
		m.servers = pids
	}
	return m.same()
}

// same is cpu without asking which processes there are.
func (m *meter) same() time.Duration {
	sum := cpu()
	for _, pid := range m.servers {
		text, err := os.ReadFile(filepath.Join("/proc", strconv.FormatInt(pid, 10), "schedstat"))
		if err != nil {
			continue // it has ended, or the server is elsewhere
		}
		nanos, _ := strconv.ParseInt(strings.Fields(string(text))[0], 10, 64)
		sum += time.Duration(nanos)
	}
	return sum
}

type measured struct{ p50, p99 time.Duration }

// run measures a hundred runs and prints a line.
func (m *meter) run(name string, key time.Duration, do func() int) measured {
	const runs = 200
	var clock, work []time.Duration
	found := 0
	for range 3 {
		do()
	}
	m.cpu()
	for range runs {
		start, worked := time.Now(), m.same()
		found += do()
		work = append(work, m.same()-worked)
		clock = append(clock, time.Since(start))
	}
	at := func(list []time.Duration, i int) time.Duration {
		slices.SortFunc(list, func(a, b time.Duration) int { return cmp.Compare(a, b) })
		return list[i]
	}
	p := measured{at(work, runs/2), at(work, runs*99/100)}
	ratio := ""
	if key > 0 {
		ratio = fmt.Sprintf("   %4.1f × key", float64(p.p50)/float64(key))
	}
	fmt.Printf("  %-30s clock p50 %7.2f p99 %7.2f ms   processor p50 %6.2f p99 %6.2f ms   %4d found%s\n",
		name, ms(at(clock, runs/2)), ms(at(clock, runs*99/100)), ms(p.p50), ms(p.p99), found/runs, ratio)
	return p
}

type queryClass struct {
	name string
	role account.Role
	list []string
}

// queries are a hundred of each kind; the rank of a word tells how common it is.
func (l *library) queries() []queryClass {
	r := rand.New(rand.NewPCG(3, 4))
	many := func(words []string, from, to int, make func(w string) string) []string {
		list := []string{}
		for range 100 {
			list = append(list, make(words[from+r.IntN(to-from)]))
		}
		return list
	}
	whole := func(w string) string { return w + " " }
	begin := func(n int) func(string) string {
		return func(w string) string { return string([]rune(w)[:min(n, len([]rune(w)))]) }
	}
	common := func() string { return l.russian[r.IntN(10)] }
	with := func(w string) string { return w + " " + common() + " " }
	list := []queryClass{
		{"common word", account.Head, many(l.russian, 0, 10, whole)},
		{"two common words", account.Head, many(l.russian, 0, 10, with)},
		{"three common words", account.Head, many(l.russian, 0, 10, func(w string) string { return common() + " " + with(w) })},
		{"common words of two languages", account.Head, many(l.german, 0, 10, with)},
		{"word of the middle", account.Head, many(l.russian, 100, 1000, whole)},
		{"common and middle", account.Head, many(l.russian, 100, 1000, with)},
		{"common and rare", account.Head, many(l.russian, 20000, 40000, with)},
		{"rare word", account.Head, many(l.russian, 20000, 40000, whole)},
	}
	for _, n := range []int{1, 2, 3, 4, 6} {
		list = append(list, queryClass{fmt.Sprintf("beginning, letters: %d", n), account.Head, many(l.russian, 0, 2000, begin(n))})
	}
	return append(list,
		queryClass{"other layout", account.Head, many(l.russian, 0, 10, func(string) string { return "ghjuhfvvf" })},
		queryClass{"name in the other script", account.Head, many(latinNames(), 0, len(latinNames()), whole)},
		queryClass{"pair of characters", account.Head, many(strings.Split(characters, ""), 0, 40, func(w string) string { return w + string([]rune(characters)[r.IntN(40)]) + " " })},
		queryClass{"nothing to be found", account.Head, many(l.russian, 0, 10, func(w string) string { return w + " хрщ" + strconv.Itoa(r.IntN(1e6)) + "ъ " })},
		queryClass{"common word, another office", account.Branch, many(l.russian, 0, 10, whole)},
		queryClass{"common word, a guest", account.Guest, many(l.russian, 0, 10, whole)},
		queryClass{"two common words, a guest", account.Guest, many(l.russian, 0, 10, with)},
		queryClass{"common word, a resident", account.Anyone, many(l.russian, 0, 10, whole)},
		queryClass{"beginning of 3, a resident", account.Anyone, many(l.russian, 0, 2000, begin(3))},
	)
}

// size is what the index takes on disk.
func size(b *testing.B, d *db.DB) string {
	b.Helper()
	if d.Engine() == db.SQLite {
		info, err := os.Stat(filepath.Clean(d.Name()))
		if err != nil {
			b.Fatal(err)
		}
		return fmt.Sprintf("%d MB", info.Size()>>20)
	}
	sizes, err := db.All(b.Context(), d, db.Value[string], `SELECT sum(pg_total_relation_size(c.oid)) / 1048576 || ' MB, of that postings ' ||
		sum(CASE WHEN c.relname = 'search_postings' THEN pg_total_relation_size(c.oid) ELSE 0 END) / 1048576 || ' MB' FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
		WHERE n.nspname = current_schema() AND c.relname LIKE 'search%' AND c.relkind = 'r'`)
	if err != nil {
		b.Fatal(err)
	}
	return sizes[0]
}

// kinds is one kind, whose records are the texts.
func (l *library) kinds() record.Kinds {
	read := func(_ context.Context, _ db.Handle, id string, _ []*i18n.Printer) (record.Searched, error) {
		i, err := strconv.Atoi(id)
		if err != nil {
			return record.Searched{}, err
		}
		title, body, lang := l.text(i)
		return record.Searched{Circle: record.Visibilities()[i%4], Titles: []record.Passage{{Text: title, Lang: lang}}, Passages: []record.Passage{{Text: body, Lang: lang}}}, nil
	}
	return record.Kinds{letter: {
		Name: letter, Path: "/letter/{id}",
		Title: func(_ context.Context, id, _ string) (string, error) { return id, nil },
		Search: &record.Searching{
			Read: read, Public: func(context.Context, string) (string, error) { return "/x", nil },
			Called: func(context.Context, db.Handle, string) ([]record.Passage, error) { return nil, nil },
			Owned:  `SELECT o.id FROM bench_owned o WHERE o.organisation = $1`,
			IDs: func(_ context.Context, _ db.Handle, after string, limit int) ([]string, error) {
				from := 0
				if after != "" {
					i, err := strconv.Atoi(after)
					if err != nil {
						return nil, err
					}
					from = i + 1
				}
				var ids []string
				for i := from; i < min(from+limit, l.n); i++ {
					ids = append(ids, fmt.Sprintf("%09d", i))
				}
				return ids, nil
			},
		},
	}}
}
