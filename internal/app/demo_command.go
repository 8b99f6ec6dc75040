package app

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"runtime"

	"pobratim/internal/app/between"
	"pobratim/internal/app/demo"
	"pobratim/internal/domain/partner"
	"pobratim/internal/platform/account"
)

type demoCommand struct {
	Where
	Listen   string `help:"Address to answer on." default:"127.0.0.1:8080" placeholder:"HOST:PORT" env:"POBRATIM_LISTEN"`
	NoOpen   bool   `help:"Do not open a browser."`
	Accounts string `help:"Also write the demonstration accounts to this file as JSON." placeholder:"FILE"`
}

// demoPassword opens the accounts of the demonstration. It is printed and meant
// to be known; a real office sets its own in the set-up.
const demoPassword = "two-shores-one-river"

// demoAccount is one account of the demonstration.
type demoAccount struct {
	Office   string       `json:"office"` // path of the office
	Role     account.Role `json:"role"`
	Email    string       `json:"email"`
	Password string       `json:"password"`
}

// Run makes the demonstration when the folder is empty, prints how to get in
// and serves.
func (c *demoCommand) Run(r *run) error {
	in, ctx, err := r.open(Config{Data: c.Data, Cache: c.Cache, Database: c.Database})
	if err != nil {
		return err
	}
	defer in.Close()
	accounts, err := in.demonstration(ctx)
	if err != nil {
		return err
	}
	if c.Accounts != "" {
		text, err := json.MarshalIndent(accounts, "", "  ")
		if err != nil {
			return err
		}
		if err := os.WriteFile(c.Accounts, append(text, '\n'), 0o600); err != nil {
			return err
		}
	}
	return in.Serve(ctx, c.Listen, func(address string) {
		c.tell(r, address, accounts)
		if !c.NoOpen {
			open("http://" + address + "/")
		}
	})
}

func (c *demoCommand) tell(r *run, address string, accounts []demoAccount) {
	w := r.std.Out
	fmt.Fprintf(w, "Pobratim %s, demonstration. Press Ctrl+C to stop.\n\n", Version)
	for _, name := range demo.Names() {
		fmt.Fprintf(w, "  %-14s portal http://%s/%s/   office http://%s/%s/office/\n", name, address, name, address, name)
	}
	fmt.Fprintf(w, "\nAccounts, the same in both offices; password of all: %s\n", demoPassword)
	for _, a := range accounts {
		if a.Office == "/"+demo.Names()[0]+"/office/" {
			fmt.Fprintf(w, "  %-14s %s\n", a.Role, a.Email)
		}
	}
	fmt.Fprintln(w)
}

// demonstration makes the two cities where they are missing and returns the
// accounts.
func (in *Installation) demonstration(ctx context.Context) ([]demoAccount, error) {
	var accounts []demoAccount
	for _, name := range demo.Names() {
		from, err := demo.Read(name)
		if err != nil {
			return nil, err
		}
		if _, err := in.City(name); err != nil {
			c, err := in.add(ctx, name, true)
			if err != nil {
				return nil, err
			}
			if err := demo.Load(ctx, c.demoDesks(in), from); err != nil {
				return nil, fmt.Errorf("%w: %s", err, sentence(err))
			}
			if err := c.demoUsers(ctx); err != nil {
				return nil, err
			}
			if err := c.demoTasks(ctx, in); err != nil {
				return nil, fmt.Errorf("%w: %s", err, sentence(err))
			}
			if err := c.demoText(ctx); err != nil {
				return nil, err
			}
			if err := demo.Events(ctx, c.demoDesks(in), c.Today()); err != nil {
				return nil, err
			}
			if err := demo.Visits(ctx, c.demoDesks(in), c.Today()); err != nil {
				return nil, fmt.Errorf("%w: %s", err, sentence(err))
			}
			if err := demo.Programme(ctx, c.Programmes, c.Activities); err != nil {
				return nil, fmt.Errorf("%w: %s", err, sentence(err))
			}
		}
		for _, role := range account.Roles() {
			accounts = append(accounts, demoAccount{Office: "/" + name + "/office/", Role: role, Email: demoEmail(role), Password: demoPassword})
		}
	}
	return accounts, nil
}

// demoDesks are the services through which the demonstration goes in.
func (c *City) demoDesks(in *Installation) demo.Desks {
	return demo.Desks{
		Settings: c.Settings, Log: c.Log, Contacts: c.Contacts, Partners: c.Partners, Agreements: c.Agreements, Activities: c.Activities,
		Results: c.Results, Notes: c.Notes, Anniversaries: c.Anniversaries, Goals: c.goals, Tasks: c.Tasks, Letters: c.Letters, Outbox: c.outbox, Memberships: c.memberships, Chains: c.Chains, Visits: c.Visits, Forms: c.forms,
		Estimates: c.Estimates, Gifts: c.Gifts, Debriefs: c.debriefs, Ratings: c.ratings, Places: in.places, Langs: languages(),
	}
}

// demoTasks gives the accounts of head and coordinator something to do.
func (c *City) demoTasks(ctx context.Context, in *Installation) error {
	users, err := c.Accounts.Users(ctx)
	crew := demo.Crew{Email: demoEmail(account.Coordinator)}
	for _, u := range users {
		switch u.Email {
		case crew.Email:
			crew.Coordinator = u.ID
		case demoEmail(account.Head):
			crew.Head = u.ID
		}
	}
	if err != nil {
		return err
	}
	if err := demo.Tasks(ctx, c.demoDesks(in), crew, c.Today()); err != nil {
		return err
	}
	ngo, err := c.demoNGO(ctx, 1)
	if err != nil {
		return err
	}
	return between.PlanExample(ctx, c.Plans, c.Today(), []string{crew.Head, crew.Coordinator, crew.Coordinator}, ngo, demo.Example)
}

// demoText is the example of a text in two languages, which one city has.
func (c *City) demoText(ctx context.Context) error {
	partners, err := c.Partners.Partners(ctx, partner.Filter{})
	if err != nil || len(partners) == 0 || c.Slug != demo.Names()[0] {
		return err
	}
	return demo.ExampleText(ctx, c.Agreements, c.texts, partners[0].ID)
}

func demoEmail(role account.Role) string { return string(role) + "@example.org" }

// demoUsers makes one account per role. Their names are roles, since nobody real
// is meant.
func (c *City) demoUsers(ctx context.Context) error {
	names := map[account.Role]string{
		account.Head: "Начальник отдела", account.Coordinator: "Координатор", account.Editor: "Редактор", account.Leadership: "Руководство города",
		account.Branch: "Отраслевой департамент", account.Guest: "Гость от НКО", account.Auditor: "Проверяющий", account.Administrator: "Администратор",
	}
	ngo, err := c.demoGuest(ctx)
	if err != nil {
		return err
	}
	for _, role := range account.Roles() {
		credentials, err := account.NewCredentials(ctx, demoPassword, []string{names[role], demoEmail(role), c.Slug})
		if err != nil {
			return err
		}
		user := account.NewUser{Name: names[role], Email: demoEmail(role), Roles: []account.Role{role}, Lang: "ru"}
		if role == account.Guest || role == account.Branch {
			user.Organisation = ngo
		}
		if _, err := c.Accounts.Add(ctx, user, credentials); err != nil {
			return fmt.Errorf("account of %s: %s", role, sentence(err))
		}
	}
	return nil
}

// open shows an address in the browser, where the system has a way; without one
// the printed address is enough.
func open(address string) {
	program, args := "xdg-open", []string{address}
	switch runtime.GOOS {
	case "darwin":
		program = "open"
	case "windows":
		program, args = "rundll32", []string{"url.dll,FileProtocolHandler", address}
	}
	if err := exec.Command(program, args...).Start(); err != nil {
		return
	}
}
