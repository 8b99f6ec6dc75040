package app

import (
	"context"
	"fmt"
	"net/url"
	"runtime"
	"slices"
	"strings"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/web"
)

type serveCommand struct {
	Where
	Listen string `help:"Address to answer on." default:"127.0.0.1:8080" placeholder:"HOST:PORT" env:"POBRATIM_LISTEN"`
	Face
}

// Face says under which address and through which machines people reach the
// program.
type Face struct {
	Address     string   `help:"Address under which people reach the program, such as https://friends.example.org: links and passkeys are made for it. Without it, for the address that each request names." placeholder:"URL" env:"POBRATIM_ADDRESS"`
	BehindProxy []string `help:"Addresses and networks of the proxies before the program, such as 127.0.0.1 or 10.0.0.0/8. What they say of a reader's address and of HTTPS is believed, and nobody else's word." placeholder:"CIDR" env:"POBRATIM_BEHIND_PROXY"`
	ProxyHeader string   `help:"What these proxies write: x-forwarded-for (with x-forwarded-proto) or forwarded (RFC 7239). The other one is never read." enum:"x-forwarded-for,forwarded" default:"x-forwarded-for" env:"POBRATIM_PROXY_HEADER"`
	Secure      bool     `help:"Every reader comes over HTTPS, even if the proxy does not say so." env:"POBRATIM_SECURE"`
}

// config puts what is said of the address into the settings of an installation.
func (f Face) config(c Config) (Config, error) {
	var err error
	if c.Proxies.Trusted, err = web.ParseProxies(f.BehindProxy); err != nil {
		return c, fmt.Errorf("--behind-proxy: %w", err)
	}
	c.Proxies.Forwarded, c.Proxies.Secure = f.ProxyHeader == "forwarded", f.Secure
	if f.Address == "" {
		return c, nil
	}
	at, err := url.Parse(f.Address)
	if err != nil || at.Scheme != "https" && at.Scheme != "http" || at.Host == "" || strings.Trim(at.Path, "/") != "" || at.RawQuery != "" || at.Fragment != "" || at.User != nil {
		return c, fmt.Errorf("--address: %q is no address such as https://friends.example.org", f.Address)
	}
	c.Address = at.Scheme + "://" + strings.ToLower(at.Host)
	return c, nil
}

// Run serves until it is told to stop. An installation without a municipality
// begins with the set-up, which a one-time code on the console opens.
func (c *serveCommand) Run(r *run) error {
	config, err := c.config(Config{Data: c.Data, Cache: c.Cache, Database: c.Database})
	if err != nil {
		return err
	}
	in, ctx, err := r.open(config)
	if err != nil {
		return err
	}
	defer in.Close()
	err = in.prepareSetup(func(code string) {
		fmt.Fprintf(r.std.Out, "One-time code for the set-up (15 minutes): %s\n", code)
	})
	if err != nil {
		return err
	}
	return in.Serve(ctx, c.Listen, func(address string) {
		fmt.Fprintf(r.std.Out, "Pobratim %s answers at http://%s/\n", Version, address)
		if len(in.cities) == 0 {
			fmt.Fprintf(r.std.Out, "Open http://%s/setup/ and enter the code.\n", address)
			in.setup.Begin()
		}
	})
}

type listCommand struct {
	Where
	Register     string `arg:"" help:"Which register: partners, agreements, tasks and others; an unknown name is answered with the list."`
	Municipality string `help:"Address of the municipality, for example perm." required:"" placeholder:"NAME"`
	Lang         string `help:"Language of names." default:"ru" enum:"ru,en"`
	JSON         bool   `name:"json" help:"JSON, which is also what is printed without this flag."`
}

// Run prints a register; it may be done while a server runs.
func (c *listCommand) Run(r *run) error {
	in, city, ctx, err := r.city(c.Where, c.Municipality, toRead)
	if err != nil {
		return err
	}
	defer in.Close()
	var names []string
	for _, m := range city.Modules {
		for _, l := range m.Listings {
			if l.Name == c.Register {
				rows, err := l.Rows(ctx, c.Lang)
				if err != nil {
					return err
				}
				return r.print(rows)
			}
			names = append(names, l.Name)
		}
	}
	return fmt.Errorf("there is no register %s; there are %s", c.Register, strings.Join(names, ", "))
}

type versionCommand struct{}

// Run prints versions.
func (versionCommand) Run(r *run) error {
	sqlite, err := db.SQLiteVersion(r.ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(r.std.Out, "pobratim %s (%s, SQLite %s)\n", Version, runtime.Version(), sqlite)
	return nil
}

type checkCommand struct {
	Where
	Municipality string `help:"Only this municipality." placeholder:"NAME"`
}

// Run examines every municipality; it may be done while a server runs.
func (c *checkCommand) Run(r *run) error {
	in, ctx, err := r.open(Config{Data: c.Data, Cache: c.Cache, Database: c.Database, ReadOnly: true, Quick: true})
	if err != nil {
		return err
	}
	defer in.Close()
	slugs := in.slugs()
	if c.Municipality != "" {
		if _, err := in.City(c.Municipality); err != nil {
			return fmt.Errorf("there is no municipality %s in %s", c.Municipality, c.Data)
		}
		slugs = []string{c.Municipality}
	}
	found := 0
	for _, slug := range slugs {
		city := in.cities[slug]
		problems, err := city.check(ctx)
		if err != nil {
			return fmt.Errorf("%s: %w", slug, err)
		}
		size, root, err := city.Log.Root(ctx)
		if err != nil {
			return err
		}
		if len(problems) == 0 {
			fmt.Fprintf(r.std.Out, "%s: data, files and history fit together; %d revisions, root %s\n", slug, size, root)
		}
		for _, p := range problems {
			fmt.Fprintf(r.std.Out, "%s: %s\n", slug, p)
		}
		found += len(problems)
	}
	if found > 0 {
		return errFound
	}
	return nil
}

// check collects what does not fit in one municipality.
func (c *City) check(ctx context.Context) ([]string, error) {
	problems, err := db.IntegrityProblems(ctx, c.DB)
	if err != nil {
		return nil, err
	}
	for _, m := range c.Modules {
		for _, check := range m.Checks {
			more, err := check(ctx)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", m.Name, err)
			}
			problems = append(problems, more...)
		}
	}
	return problems, nil
}

func (in *Installation) slugs() []string {
	var slugs []string
	for slug := range in.cities {
		slugs = append(slugs, slug)
	}
	slices.Sort(slugs)
	return slugs
}
