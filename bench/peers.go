package main

import (
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strconv"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase"
	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
)

// The peer's addresses of the same things: a list of 50 with its count, and a
// partner with all that belongs to it.
const (
	peerList    = "/api/collections/organisations/records?perPage=50&sort=name"
	peerPartner = "duisburg0000000"
	peerDossier = "/api/collections/partners/records/" + peerPartner + "?expand=organisations_via_partner,agreements_via_partner,claims_via_partner,activities_via_partner"
)

// peer runs this program as one of the servers that ours is compared with.
func peer(args []string) error {
	if len(args) != 3 {
		return errors.New("usage: bench peer pocketbase|pocketbase-durable|bare FOLDER|FILE ADDRESS")
	}
	if args[0] == "bare" {
		return bareServer(args[1], args[2])
	}
	app, err := pocketBaseApp(args[1], args[0] == "pocketbase-durable")
	if err != nil {
		return err
	}
	app.OnServe().BindFunc(func(e *core.ServeEvent) error {
		e.InstallerFunc = nil // it would open a browser
		return e.Next()
	})
	return apis.Serve(app, apis.ServeConfig{HttpAddr: args[2]})
}

// bareServer writes one page, as little as net/http can do.
func bareServer(file, addr string) error {
	body, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	length := strconv.Itoa(len(body))
	return http.ListenAndServe(addr, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Content-Length", length)
		_, _ = w.Write(body)
	}))
}

func peerDir(o options) string { return filepath.Join(o.dir, "pocketbase") }

// pocketBaseApp opens the peer on a folder, as it comes or with the durability
// that our product has.
func pocketBaseApp(dir string, durable bool) (*pocketbase.PocketBase, error) {
	config := pocketbase.Config{DefaultDataDir: dir, HideStartBanner: true}
	if durable {
		config.DBConnect = func(path string) (*dbx.DB, error) {
			return dbx.Open("sqlite", path+"?_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=foreign_keys(ON)&_pragma=temp_store(MEMORY)&_pragma=cache_size(-32000)")
		}
	}
	app := pocketbase.NewWithConfig(config)
	if err := app.Bootstrap(); err != nil {
		return nil, err
	}
	return app, app.RunAllMigrations()
}

// preparePocketBase makes collections with the same columns, an index for the
// order that the list asks for, and the same number of rows.
func preparePocketBase(o options) error {
	done := filepath.Join(o.dir, "pocketbase.done")
	if _, err := os.Stat(done); err == nil {
		return nil
	} else if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	app, err := pocketBaseApp(peerDir(o), false)
	if err != nil {
		return err
	}
	partners := open("partners", "name", "native", "country", "type", "since", "about", "wording", "channel", "rhythm", "customs", "gifts")
	if err := app.Save(partners); err != nil {
		return err
	}
	tables := map[string][]string{
		"organisations": {"name", "type", "side", "about", "website", "email", "phone", "visibility"},
		"agreements":    {"title", "type", "signed_on", "place", "subjects", "note"},
		"claims":        {"side", "state", "said_on", "wording", "document", "said_by"},
		"activities":    {"name", "type", "day", "status", "place", "summary"},
	}
	rows := map[string]int{"organisations": o.organisations, "agreements": 3, "claims": 4, "activities": 20}
	for name, columns := range tables {
		c := open(name, columns...)
		c.Fields.Add(&core.RelationField{Name: "partner", CollectionId: partners.Id, MaxSelect: 1})
		c.AddIndex(name+"_partner", false, "partner", "")
		if name == "organisations" {
			c.AddIndex("organisations_name", false, "name", "")
		}
		if err := app.Save(c); err != nil {
			return err
		}
	}
	err = app.RunInTransaction(func(tx core.App) error {
		if err := insert(tx, "partners", partnerRow()); err != nil {
			return err
		}
		for name, columns := range tables {
			for i := range rows[name] {
				row := dbx.Params{"id": fmt.Sprintf("%015d", i), "partner": ""}
				for _, column := range columns {
					row[column] = "значение " + column
				}
				if name == "organisations" {
					row["name"], row["type"], row["side"] = organisationName(i), "ngo", "ours"
				}
				if i < 20 {
					row["partner"] = peerPartner
				}
				if err := insert(tx, name, row); err != nil {
					return err
				}
			}
		}
		_, err := tx.DB().NewQuery("ANALYZE").Execute()
		return err
	})
	if err != nil {
		return err
	}
	if err := app.ResetBootstrapState(); err != nil {
		return err
	}
	return os.WriteFile(done, nil, 0o600)
}

// open is a collection that anybody may read.
func open(name string, columns ...string) *core.Collection {
	c := core.NewBaseCollection(name)
	anybody := ""
	c.ListRule, c.ViewRule = &anybody, &anybody
	for _, column := range columns {
		c.Fields.Add(&core.TextField{Name: column})
	}
	return c
}

func insert(app core.App, table string, row dbx.Params) error {
	_, err := app.DB().Insert(table, row).Execute()
	return err
}

func partnerRow() dbx.Params {
	return dbx.Params{
		"id": peerPartner, "name": "Дуйсбург", "native": "Duisburg", "country": "DE", "type": "sister", "since": "2007",
		"about": "о городе", "wording": "для портала", "channel": "почта", "rhythm": "раз в месяц", "customs": "", "gifts": "",
	}
}
