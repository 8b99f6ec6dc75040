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
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/record"
	"pobratim/internal/platform/search"
)

// The benchmark fills an index with SEARCH_TEXTS short texts (20,000 when not
// set) and prints, for each class of queries, the median and the 99th of 100, and
// the time of the processor that a query takes in this program (with SQLite all
// of it, with PostgreSQL the part outside of the server):
//
//	SEARCH_TEXTS=1000000 scripts/postgres.sh go test -run - -bench Find -benchtime 1x -timeout 0 ./internal/platform/search
//
// Words are made of syllables and follow Zipf's law, so that the commonest stand
// in a third of the texts, as in the papers of an office.

// library makes the texts, always the same ones.
type library struct {
	n     int
	words []string
}

func newLibrary(n int) *library {
	l := &library{n: n}
	r := rand.New(rand.NewPCG(1, 2))
	syllables := strings.Fields("ко ро ва ла ми та но ре ли се до пра сто вен мар тур гол вис лен бор нав рит сул кам дер жан пол ост ел ин ар ум")
	ends := []string{"", "а", "ы", "ом", "ов", "ский", "ние", "ость"}
	l.words = strings.Fields("соглашение город программа проект делегация визит школа молодёжь культура сотрудничество")
	seen := map[string]bool{}
	for len(l.words) < 60000 {
		var w strings.Builder
		for range 2 + r.IntN(3) {
			w.WriteString(syllables[r.IntN(len(syllables))])
		}
		w.WriteString(ends[r.IntN(len(ends))])
		if !seen[w.String()] {
			seen[w.String()] = true
			l.words = append(l.words, w.String())
		}
	}
	return l
}

// text is the i-th record: a title of four words and twelve more.
func (l *library) text(i int) (title, body string) {
	r := rand.New(rand.NewPCG(uint64(i), 7))
	zipf := rand.NewZipf(r, 1.07, 3, uint64(len(l.words)-1))
	pick := func(n int) string {
		list := make([]string, n)
		for j := range list {
			list[j] = l.words[zipf.Uint64()]
		}
		return strings.Join(list, " ")
	}
	return pick(4) + " " + strconv.Itoa(i), pick(12)
}

func (l *library) kinds() record.Kinds {
	read := func(_ context.Context, _ db.Handle, id string, _ []*i18n.Printer) (record.Searched, error) {
		i, err := strconv.Atoi(id)
		if err != nil {
			return record.Searched{}, errs.New(errs.NotFound, "record.missing")
		}
		title, body := l.text(i)
		circle := record.Visibilities()[i%4]
		return record.Searched{Circle: circle, Titles: []record.Passage{{Text: title, Lang: "ru"}}, Passages: []record.Passage{{Text: body, Lang: "ru"}}}, nil
	}
	return record.Kinds{letter: {
		Name: letter, Path: "/letter/{id}",
		Title: func(_ context.Context, id, _ string) (string, error) { return id, nil },
		Search: &record.Searching{
			Read: read, Public: func(context.Context, string) (string, error) { return "/x", nil },
			Called: func(context.Context, db.Handle, string) ([]record.Passage, error) { return nil, nil },
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

// BenchmarkFind measures both engines.
func BenchmarkFind(b *testing.B) {
	n := 20000
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
	index := search.NewIndex(d, func() record.Kinds { return l.kinds() }, nil)
	start := time.Now()
	for {
		more, err := index.Step(b.Context())
		if err != nil {
			b.Fatal(err)
		}
		if !more {
			break
		}
	}
	built := time.Since(start)
	fmt.Printf("%s: %d texts, built in %.0f s (%.0f texts/s), %s\n", d.Engine(), l.n, built.Seconds(), float64(l.n)/built.Seconds(), size(b, d))
	svc := search.New(index, account.NewGate(policy()))
	var worst time.Duration
	for _, class := range l.queries() {
		var took []time.Duration
		worked := cpu()
		found := 0
		ctx := as(b.Context(), class.role)
		for range max(b.N, 1) {
			for _, q := range class.list {
				start := time.Now()
				a, err := svc.Find(ctx, search.Ask{Text: q, Lang: "ru", Limit: 8, Plain: true, Portal: class.role == account.Anyone})
				if err != nil {
					b.Fatal(err)
				}
				took = append(took, time.Since(start))
				found += a.Total
			}
		}
		slices.SortFunc(took, func(a, b time.Duration) int { return cmp.Compare(a, b) })
		p50, p99 := took[len(took)/2], took[len(took)*99/100]
		worst = max(worst, p99)
		fmt.Printf("  %-34s p50 %7.2f ms   p99 %7.2f ms   processor %6.2f ms   %5d found on average\n", class.name, ms(p50), ms(p99), ms((cpu()-worked)/time.Duration(len(took))), found/len(took))
	}
	b.ReportMetric(ms(worst), "ms-p99-worst")
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

type queryClass struct {
	name string
	role account.Role
	list []string
}

// queries are a hundred of each class; the rank of a word tells how common it is.
func (l *library) queries() []queryClass {
	r := rand.New(rand.NewPCG(3, 4))
	many := func(from, to int, make func(w string) string) []string {
		list := make100(func() string { return make(l.words[from+r.IntN(to-from)]) })
		return list
	}
	whole := func(w string) string { return w + " " }
	begin := func(n int) func(string) string {
		return func(w string) string { return string([]rune(w)[:min(n, len([]rune(w)))]) }
	}
	common := func() string { return l.words[r.IntN(10)] }
	return []queryClass{
		{"one common word", account.Head, many(0, 10, whole)},
		{"two common words", account.Head, many(0, 10, func(w string) string { return w + " " + common() + " " })},
		{"three common words", account.Head, many(0, 10, func(w string) string { return w + " " + common() + " " + common() + " " })},
		{"one word of the middle", account.Head, many(100, 1000, whole)},
		{"common and middle", account.Head, many(100, 1000, func(w string) string { return w + " " + common() + " " })},
		{"common and rare", account.Head, many(20000, 60000, func(w string) string { return w + " " + common() + " " })},
		{"one rare word", account.Head, many(20000, 60000, whole)},
		{"beginning, two letters", account.Head, many(0, 2000, begin(2))},
		{"beginning, four letters", account.Head, many(0, 2000, begin(4))},
		{"beginning, six letters", account.Head, many(0, 2000, begin(6))},
		{"nothing to be found", account.Head, make100(func() string { return common() + " хрщ" + strconv.Itoa(r.IntN(1e6)) + "ъ " })},
		{"other layout", account.Head, many(0, 10, func(string) string { return "ghjuhfvvf" })},
		{"common word, another department", account.Branch, many(0, 10, whole)},
		{"common word, a resident", account.Anyone, many(0, 10, whole)},
	}
}

func make100(one func() string) []string {
	list := make([]string, 100)
	for i := range list {
		list[i] = one()
	}
	return list
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
	sizes, err := db.All(b.Context(), d, db.Value[string], `SELECT sum(pg_total_relation_size(c.oid)) / 1048576 || ' MB, of that the indexes of tokens ' ||
		sum(CASE WHEN c.relname LIKE '%terms' THEN 0 ELSE pg_indexes_size(c.oid) END) / 1048576 || ' MB' FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
		WHERE n.nspname = current_schema() AND c.relname LIKE 'search%' AND c.relkind = 'r'`)
	if err != nil {
		b.Fatal(err)
	}
	return sizes[0]
}
