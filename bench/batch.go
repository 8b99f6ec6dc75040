package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"

	"github.com/pocketbase/pocketbase/core"
)

// peerBatchRows is how many rows one batch of the peer has: twice as many as it
// allows where nobody sets it.
const peerBatchRows = 100

// peerColumns are the twelve columns of the files.
func peerColumns() []string {
	return []string{"name", "type", "phone", "email", "site", "city", "country", "address", "inn", "remark", "side", "updated_on"}
}

// prepareBatch makes a collection that takes the rows of a file.
func prepareBatch(dir string) error {
	app, err := pocketBaseApp(dir, false)
	if err != nil {
		return err
	}
	c := open("clubs", peerColumns()...)
	anybody := ""
	c.CreateRule = &anybody
	c.AddIndex("clubs_name", false, "name", "")
	if err := app.Save(c); err != nil {
		return err
	}
	app.Settings().Batch = core.BatchConfig{Enabled: true, MaxRequests: peerBatchRows, Timeout: 60}
	if err := app.Save(app.Settings()); err != nil {
		return err
	}
	return app.ResetBootstrapState()
}

// peerBatch has PocketBase take the rows of the small file, and tells the CPU
// seconds of its process from the first batch to the last. Durable asks that a
// batch that was confirmed survives a power cut, as our imports do; PocketBase
// itself does not (synchronous=NORMAL).
func peerBatch(ctx context.Context, dir string, durable bool) (float64, error) {
	kind := map[bool]string{false: "pocketbase", true: "pocketbase-durable"}[durable]
	dir = filepath.Join(dir, kind)
	if err := prepareBatch(dir); err != nil {
		return 0, err
	}
	self, err := os.Executable()
	if err != nil {
		return 0, err
	}
	s, err := launch(ctx, "/api/health", self, "peer", kind, dir, "ADDR")
	if err != nil {
		return 0, err
	}
	defer s.stop()
	before := s.cpu()
	for from := 0; from < small; from += peerBatchRows {
		if err := postBatch(ctx, s.base, from, min(small, from+peerBatchRows)); err != nil {
			return 0, err
		}
	}
	used := s.cpu() - before
	body, err := (load{url: s.base + "/api/collections/clubs/records?perPage=1"}).get(ctx, client(1))
	var list struct{ TotalItems int }
	if err == nil {
		err = json.Unmarshal(body, &list)
	}
	if err == nil && list.TotalItems != small {
		err = fmt.Errorf("the peer has %d rows of %d", list.TotalItems, small)
	}
	return used, err
}

// postBatch sends some rows.
func postBatch(ctx context.Context, base string, from, to int) error {
	type request struct {
		Method string            `json:"method"`
		URL    string            `json:"url"`
		Body   map[string]string `json:"body"`
	}
	var batch struct {
		Requests []request `json:"requests"`
	}
	for i := from; i < to; i++ {
		one := request{http.MethodPost, "/api/collections/clubs/records", map[string]string{}}
		for c, text := range organisationRow(i, true) {
			one.Body[peerColumns()[c]] = text
		}
		batch.Requests = append(batch.Requests, one)
	}
	text, err := json.Marshal(batch)
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, base+"/api/batch", bytes.NewReader(text))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		why, _ := io.ReadAll(io.LimitReader(res.Body, 500))
		return fmt.Errorf("a batch of the peer answers %d: %s", res.StatusCode, why)
	}
	_, err = io.Copy(io.Discard, res.Body)
	return err
}
