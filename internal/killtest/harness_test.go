package killtest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"pobratim/internal/kit/id"
)

// program is what is put through the test: a command with the product's
// arguments.
type program struct {
	path string
	env  []string
	// papers says that the program prepares its typesetter in the background
	// when it first starts on a folder. The trial waits for that once: it is
	// half a minute of the whole machine, and not what is looked at here.
	papers bool
}

func (p program) command(ctx context.Context, args ...string) *exec.Cmd {
	c := exec.CommandContext(ctx, p.path, args...)
	c.Env = append(os.Environ(), p.env...)
	return c
}

// account is one entry of the file that `pobratim demo --accounts` writes.
type account struct{ Role, Email, Password, Office string }

// trial is one data folder and what is known about it.
type trial struct {
	t       *testing.T
	program program
	data    string
	cache   string
	base    string
	listen  string
	head    account
	client  *http.Client
	tag     string // part of every name, so that nothing else is counted
	seed    uint64

	mu      sync.Mutex
	writes  map[string]*write // by name
	serial  int
	strange []string // answers that are neither a confirmation nor a broken connection
}

// write is one record that a writer sent.
type write struct {
	name      string
	key       string
	confirmed bool
	at        string   // address of the record, once confirmed
	websites  []string // values sent for a field of it, in order
	sure      int      // how many of them were confirmed at least: websites[:sure]
	busy      bool     // a writer works on it
}

const writers = 8

// runTrial kills p kills times and returns what went wrong.
func runTrial(t *testing.T, p program, kills int) []string {
	t.Helper()
	tr := prepare(t, p)
	random := rand.New(rand.NewPCG(tr.seed, 1))
	var wrong []string
	begin := time.Now()
	for i := range kills {
		tr.round(time.Duration(5+random.IntN(200)) * time.Millisecond)
		if i%20 == 19 || i == kills-1 {
			wrong = append(wrong, tr.verify()...)
		}
		if len(wrong) > 0 {
			break
		}
	}
	confirmed, changed := 0, 0
	for _, w := range tr.writes {
		if w.confirmed {
			confirmed++
		}
		changed += w.sure
	}
	t.Logf("%d kills, %.2f s each, seed %d: %d records sent, %d confirmed, %d confirmed changes; other answers: %q", kills, time.Since(begin).Seconds()/float64(kills), tr.seed, len(tr.writes), confirmed, changed, tr.strange)
	if confirmed < kills {
		wrong = append(wrong, fmt.Sprintf("only %d writes were confirmed in %d rounds: the program was hardly at work when it was killed; strange answers: %q", confirmed, kills, tr.strange))
	}
	return wrong
}

// prepare makes the demonstration data and reads its accounts.
func prepare(t *testing.T, p program) *trial {
	t.Helper()
	dir := t.TempDir()
	tr := &trial{t: t, program: p, data: filepath.Join(dir, "data"), listen: freeAddress(t), tag: strings.ToLower(id.New(time.Unix(0, 0))[18:]), seed: uint64(time.Now().UnixNano()), writes: map[string]*write{}}
	tr.base = "http://" + tr.listen
	cache, err := sharedCache()
	if err != nil {
		t.Fatal(err)
	}
	tr.cache, tr.program.env = cache, append(tr.program.env, "POBRATIM_CACHE="+cache)
	accounts := filepath.Join(dir, "accounts.json")
	server := tr.start("demo", "--data", tr.data, "--listen", tr.listen, "--no-open", "--accounts", accounts)
	text, err := os.ReadFile(accounts)
	if err != nil {
		t.Fatal(err)
	}
	var all []account
	if err := json.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	for _, a := range all {
		if a.Role == "head" && strings.Contains(a.Office, "/perm/") {
			tr.head = a
		}
	}
	if tr.head.Email == "" {
		t.Fatalf("no head of department of Perm among %d accounts", len(all))
	}
	tr.signIn()
	if p.papers {
		tr.awaitTypesetter()
	}
	_ = server.Process.Signal(syscall.SIGTERM)
	if err := server.Wait(); err != nil {
		t.Fatalf("the program did not end well on SIGTERM: %v", err)
	}
	return tr
}

// sharedCache is where all runs keep the typesetter's machine code.
func sharedCache() (string, error) {
	if shared := os.Getenv("POBRATIM_CACHE"); shared != "" {
		return shared, nil
	}
	dir, err := os.UserCacheDir()
	return filepath.Join(dir, "pobratim-test"), err
}

// awaitTypesetter waits for the mark that the program sets when its typesetter
// is ready.
func (tr *trial) awaitTypesetter() {
	for deadline := time.Now().Add(5 * time.Minute); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		if found, _ := filepath.Glob(filepath.Join(tr.cache, "typst-ready-*")); len(found) > 0 {
			return
		}
	}
	tr.t.Fatal("the typesetter is not ready after five minutes")
}

func freeAddress(t *testing.T) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// start runs a command and waits until it answers.
func (tr *trial) start(args ...string) *exec.Cmd {
	tr.t.Helper()
	c := tr.program.command(context.Background(), args...)
	var said strings.Builder
	c.Stderr = &said
	if err := c.Start(); err != nil {
		tr.t.Fatal(err)
	}
	tr.t.Cleanup(func() { _ = c.Process.Kill() })
	deadline := time.Now().Add(60 * time.Second)
	for {
		res, err := http.Get(tr.base + "/healthz")
		if err == nil {
			_ = res.Body.Close()
			if res.StatusCode == http.StatusOK {
				return c
			}
		}
		if time.Now().After(deadline) {
			_ = c.Process.Kill()
			_ = c.Wait()
			tr.t.Fatalf("%v does not answer: %s", args, said.String())
		}
		time.Sleep(2 * time.Millisecond)
	}
}

// signIn gets the session that all writers share; it has to outlive the kills.
func (tr *trial) signIn() {
	tr.t.Helper()
	jar, _ := cookiejar.New(nil)
	tr.client = &http.Client{
		Jar: jar, Timeout: 10 * time.Second,
		Transport:     &http.Transport{MaxIdleConnsPerHost: writers, DialContext: (&net.Dialer{Timeout: time.Second}).DialContext},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	status, to, err := tr.post("/perm/office/sign-in", url.Values{"email": {tr.head.Email}, "password": {tr.head.Password}})
	if err != nil || status != http.StatusSeeOther || strings.Contains(to, "sign-in") {
		tr.t.Fatalf("signing in as %s: %d %s %v", tr.head.Email, status, to, err)
	}
}

func (tr *trial) post(path string, form url.Values) (status int, location string, err error) {
	req, err := http.NewRequest(http.MethodPost, tr.base+path, strings.NewReader(form.Encode()))
	if err != nil {
		return 0, "", err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Origin", tr.base)
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	res, err := tr.client.Do(req)
	if err != nil {
		return 0, "", err
	}
	defer res.Body.Close()
	_, err = io.Copy(io.Discard, res.Body)
	return res.StatusCode, res.Header.Get("Location"), err
}

func (tr *trial) get(path string) (string, error) {
	res, err := tr.client.Get(tr.base + path)
	if err != nil {
		return "", err
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err == nil && res.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s answers %d", path, res.StatusCode)
	}
	return string(text), err
}

// round lets the writers work for a while and kills the program under them.
func (tr *trial) round(work time.Duration) {
	server := tr.start("serve", "--data", tr.data, "--listen", tr.listen)
	ctx, cancel := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	begin := uint64(tr.serial)
	for n := range writers {
		random := rand.New(rand.NewPCG(tr.seed+begin, uint64(n)))
		wg.Go(func() { tr.writer(ctx, random) })
	}
	time.Sleep(work)
	_ = server.Process.Kill() // SIGKILL: nothing is tidied up
	_ = server.Wait()
	cancel()
	wg.Wait()
	tr.client.CloseIdleConnections()
}

// verify asks the stopped program what it has, then the running one.
func (tr *trial) verify() []string {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	var wrong []string
	if out, err := tr.program.command(ctx, "check", "--data", tr.data).CombinedOutput(); err != nil {
		wrong = append(wrong, fmt.Sprintf("check: %v: %s", err, out))
	}
	out, err := tr.program.command(ctx, "list", "organisations", "--municipality", "perm", "--json", "--data", tr.data).Output()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return append(wrong, fmt.Sprintf("list: %v: %s", err, exit.Stderr))
	}
	var rows []json.RawMessage
	if err := json.Unmarshal(out, &rows); err != nil {
		return append(wrong, fmt.Sprintf("list: %v", err))
	}
	there := map[string]int{}
	for _, row := range rows {
		for _, name := range tr.namesIn(string(row)) {
			there[name]++
		}
	}
	for name, w := range tr.writes {
		switch n := there[name]; {
		case n == 0 && w.confirmed:
			wrong = append(wrong, name+" was confirmed and is lost")
		case n > 1:
			wrong = append(wrong, fmt.Sprintf("%s is there %d times", name, n))
		}
	}
	return append(wrong, tr.verifyFields()...)
}

// namesIn finds the names of this trial in the JSON of a row, each once.
func (tr *trial) namesIn(row string) []string {
	var names []string
	for name := range tr.writes {
		if strings.Contains(row, name) {
			names = append(names, name)
		}
	}
	return names
}

func (tr *trial) verifyFields() []string {
	server := tr.start("serve", "--data", tr.data, "--listen", tr.listen)
	defer func() {
		_ = server.Process.Signal(syscall.SIGTERM)
		_ = server.Wait()
		tr.client.CloseIdleConnections()
	}()
	var wrong []string
	for _, w := range tr.writes {
		if w.sure == 0 {
			continue
		}
		text, err := tr.get(w.at + "/field/website")
		if err != nil {
			wrong = append(wrong, err.Error())
			continue
		}
		value := inputs(text)["website"]
		found := -1
		for i, sent := range w.websites {
			if sent == value {
				found = i
			}
		}
		if found+1 < w.sure {
			wrong = append(wrong, fmt.Sprintf("%s: the change to %s was confirmed; now it is %q: lost", w.name, w.websites[w.sure-1], value))
		}
	}
	return wrong
}
