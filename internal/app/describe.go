package app

import (
	"encoding/json"
	"io/fs"
	"path"
	"reflect"
	"strings"

	"pobratim/internal/app/policy"
	"pobratim/internal/app/told"
	"pobratim/internal/front/dav"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/module"
)

type describeCommand struct {
	What string `arg:"" help:"routes, permissions, config, personal-data or words." enum:"routes,permissions,config,personal-data,words"`
	JSON bool   `name:"json" help:"JSON instead of a table."`
}

// Run prints a part of what the program consists of. It opens no data: the
// modules are built on an empty database in memory of their own.
func (c *describeCommand) Run(r *run) error {
	var rows any
	switch c.What {
	case "permissions":
		rows = permissionRows()
	case "config":
		rows = configRows()
	case "words":
		words, err := wordsByLanguage()
		if err != nil {
			return err
		}
		return r.print(words)
	default:
		modules, close, err := blankModules(r.ctx)
		if err != nil {
			return err
		}
		defer close()
		if c.What == "routes" {
			rows = routeRows(modules)
		} else {
			rows = personalRows(modules)
		}
	}
	if c.JSON {
		return r.print(rows)
	}
	return told.Table(r.std.Out, rows)
}

// RouteRow is one address in `describe routes`.
type RouteRow struct {
	Face    string `json:"face"` // office, portal, calendars, or guest and the purpose of the link
	Method  string `json:"method"`
	Path    string `json:"path"` // below /<municipality>/office or /<municipality>
	Subject string `json:"subject"`
	Action  string `json:"action"` // empty: open to everybody
	Kind    string `json:"kind"`
}

func routeRows(modules []module.Module) []RouteRow {
	rows := []RouteRow{}
	add := func(face, subject string, routes []module.Route) {
		for _, route := range routes {
			method, path, _ := strings.Cut(route.Pattern, " ")
			rows = append(rows, RouteRow{face, method, path, subject, route.Need.Action, route.Need.Kind})
		}
	}
	for _, m := range modules {
		add("office", m.Name, m.Office)
		add("portal", m.Name, m.Portal)
		for _, g := range m.Guest { // each asks for a link of its purpose
			add("guest "+g.Purpose, m.Name, g.Routes)
		}
	}
	for _, route := range dav.Routes() { // each asks for a secret of its owner's, and shows what that user sees
		rows = append(rows, RouteRow{Face: "calendars", Method: route.Method, Path: route.Path, Subject: "feed"})
	}
	return rows
}

// PermissionRow is one row of the authorization table.
type PermissionRow struct {
	Role   account.Role `json:"role"`
	Action string       `json:"action"`
	Kind   string       `json:"kind"`
	Scope  string       `json:"scope"`
}

func permissionRows() []PermissionRow {
	names := map[account.Scope]string{account.Open: "public", account.Own: "own", account.City: "administration", account.All: "all"}
	rows := []PermissionRow{}
	for _, rule := range policy.Table() {
		rows = append(rows, PermissionRow{rule.Role, rule.Action, rule.Kind, names[rule.Scope]})
	}
	return rows
}

func personalRows(modules []module.Module) []module.PersonalField {
	rows := []module.PersonalField{}
	for _, m := range modules {
		rows = append(rows, m.Personal...)
	}
	return rows
}

// ConfigRow is one setting of the command line and environment.
type ConfigRow struct {
	Command     string `json:"command"`
	Flag        string `json:"flag"`
	Environment string `json:"environment,omitempty"`
	Default     string `json:"default,omitempty"`
	Help        string `json:"help"`
}

func configRows() []ConfigRow {
	rows := []ConfigRow{}
	line := reflect.TypeFor[commands]()
	for i := range line.NumField() {
		command := line.Field(i)
		rows = append(rows, flagRows(strings.ToLower(command.Name), command.Type)...)
	}
	return rows
}

func flagRows(command string, t reflect.Type) []ConfigRow {
	var rows []ConfigRow
	for i := range t.NumField() {
		f := t.Field(i)
		if _, sub := f.Tag.Lookup("cmd"); sub {
			rows = append(rows, flagRows(command+" "+strings.ToLower(f.Name), f.Type)...)
			continue
		}
		if f.Anonymous {
			rows = append(rows, flagRows(command, f.Type)...)
			continue
		}
		if _, arg := f.Tag.Lookup("arg"); arg {
			continue
		}
		name := f.Tag.Get("name")
		if name == "" {
			name = hyphened(f.Name)
		}
		rows = append(rows, ConfigRow{command, "--" + name, f.Tag.Get("env"), f.Tag.Get("default"), f.Tag.Get("help")})
	}
	return rows
}

// hyphened writes NoOpen as no-open.
func hyphened(name string) string {
	var b strings.Builder
	for i, r := range name {
		if i > 0 && r >= 'A' && r <= 'Z' {
			b.WriteByte('-')
		}
		b.WriteRune(r)
	}
	return strings.ToLower(b.String())
}

// wordsByLanguage are all messages as their files hold them, for a translator.
func wordsByLanguage() (map[string]map[string]json.RawMessage, error) {
	all := map[string]map[string]json.RawMessage{}
	for _, files := range wordFiles() {
		err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || path.Base(path.Dir(name)) != "locale" {
				return err
			}
			text, err := fs.ReadFile(files, name)
			if err != nil {
				return err
			}
			lang := strings.TrimSuffix(path.Base(name), ".json")
			if all[lang] == nil {
				all[lang] = map[string]json.RawMessage{}
			}
			words := all[lang]
			return json.Unmarshal(text, &words)
		})
		if err != nil {
			return nil, err
		}
	}
	return all, nil
}
