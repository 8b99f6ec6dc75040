package killtest

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
)

// fakeMode makes the test binary play the product: "honest", or with one of the
// faults that the harness has to notice.
const fakeMode = "POBRATIM_KILLTEST_FAKE"

func TestMain(m *testing.M) {
	if mode := os.Getenv(fakeMode); mode != "" {
		if err := fake(mode, os.Args[1:]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// entry is one line of the fake's journal.
type entry struct{ ID, Key, Name, Website string }

// store keeps organisations in a journal of lines, read again at start.
type store struct {
	mu      sync.Mutex
	mode    string
	file    *os.File
	held    [][]byte // what a lossy store has confirmed and not written
	byKey   map[string]string
	records map[string]*entry
	order   []string
	version map[string]int
}

func fake(mode string, args []string) error {
	flags := flag.NewFlagSet("fake", flag.ContinueOnError)
	data, listen, accounts := flags.String("data", "", ""), flags.String("listen", "", ""), flags.String("accounts", "", "")
	flags.Bool("no-open", false, "")
	flags.Bool("json", false, "")
	flags.String("municipality", "", "")
	rest := args[1:]
	if args[0] == "list" {
		rest = args[2:]
	}
	if err := flags.Parse(rest); err != nil {
		return err
	}
	if err := os.MkdirAll(*data, 0o750); err != nil {
		return err
	}
	s, err := openStore(mode, filepath.Join(*data, "journal"))
	if err != nil {
		return err
	}
	switch args[0] {
	case "check":
		if mode == "damaged" {
			return fmt.Errorf("record 3 points nowhere")
		}
		return nil
	case "list":
		rows := []entry{}
		for _, id := range s.order {
			rows = append(rows, *s.records[id])
		}
		return json.NewEncoder(os.Stdout).Encode(rows)
	case "demo":
		text, _ := json.Marshal([]account{{Role: "head", Email: "head@example.org", Password: "secret", Office: "/perm/office/"}})
		if err := os.WriteFile(*accounts, text, 0o600); err != nil {
			return err
		}
	}
	end := make(chan os.Signal, 1)
	signal.Notify(end, syscall.SIGTERM) // before it answers: from then on it may be ended
	go func() { _ = http.ListenAndServe(*listen, s) }()
	<-end
	return nil
}

func openStore(mode, path string) (*store, error) {
	s := &store{mode: mode, byKey: map[string]string{}, records: map[string]*entry{}, version: map[string]int{}}
	var err error
	if s.file, err = os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o600); err != nil {
		return nil, err
	}
	for lines := bufio.NewScanner(s.file); lines.Scan(); {
		var e entry
		if json.Unmarshal(lines.Bytes(), &e) == nil {
			s.apply(e)
		}
	}
	return s, nil
}

func (s *store) apply(e entry) {
	if s.records[e.ID] == nil {
		s.order = append(s.order, e.ID)
	}
	s.records[e.ID] = &e
	s.byKey[e.Key] = e.ID
	s.version[e.ID]++
}

// put writes an entry before it returns; a lossy store only says so.
func (s *store) put(e entry) {
	line, _ := json.Marshal(e)
	s.held = append(s.held, append(line, '\n'))
	if s.mode != "lossy" || len(s.held) > 20 {
		for _, held := range s.held {
			_, _ = s.file.Write(held)
		}
		s.held = nil
	}
	s.apply(e)
}

func (s *store) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	_ = r.ParseForm()
	at, isField := strings.CutSuffix(r.URL.Path, "/field/website")
	id := at[strings.LastIndex(at, "/")+1:]
	switch {
	case r.URL.Path == "/healthz":
		w.WriteHeader(http.StatusOK)
	case strings.HasSuffix(r.URL.Path, "/sign-in"):
		http.Redirect(w, r, "/perm/office/", http.StatusSeeOther)
	case isField && s.records[id] == nil:
		http.NotFound(w, r)
	case isField && r.Method == http.MethodGet:
		fmt.Fprintf(w, `<form><input type="hidden" name="version" value="%d"><input name="website" value="%s"></form>`, s.version[id], s.records[id].Website)
	case isField:
		e := *s.records[id]
		if e.Website = r.PostFormValue("website"); s.mode != "forgetful" {
			s.put(e)
		}
		http.Redirect(w, r, at, http.StatusSeeOther)
	default:
		key := r.PostFormValue("idempotency_key")
		id, seen := s.byKey[key]
		if !seen || s.mode == "doubling" {
			id = fmt.Sprintf("o%d", len(s.order)+1)
			s.put(entry{ID: id, Key: key, Name: r.PostFormValue("name.ru")})
		}
		http.Redirect(w, r, "/perm/office/organisations/"+id, http.StatusSeeOther)
	}
}
