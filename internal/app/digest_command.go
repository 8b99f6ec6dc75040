package app

import (
	"errors"
	"io"
	"strings"

	"pobratim/internal/kit/web"
	"pobratim/internal/platform/account"
)

type digestCommand struct {
	Where
	Municipality string `help:"Address of the municipality, for example perm." required:"" placeholder:"NAME"`
	User         string `help:"Whose week: the address of e-mail with which the user signs in." required:"" placeholder:"LOGIN"`
	Lang         string `help:"Language of words and titles." default:"ru" enum:"ru,en"`
	JSON         bool   `name:"json" help:"JSON, which is also what is printed without this flag."`
	Text         bool   `help:"Plain text instead of JSON."`
}

// Run prints somebody's week; it may be done while a server runs.
func (c *digestCommand) Run(r *run) error {
	if c.JSON && c.Text {
		return errors.New("--json and --text are two answers: choose one")
	}
	in, city, ctx, err := r.city(c.Where, c.Municipality, toRead)
	if err != nil {
		return err
	}
	defer in.Close()
	users, err := city.Accounts.Users(ctx)
	if err != nil {
		return err
	}
	head := false
	for _, u := range users {
		head = head || strings.EqualFold(u.Email, c.User) && account.Viewer{Roles: u.Roles}.Has(account.Head)
	}
	scene := &web.Scene{Printer: in.catalog.Printer(c.Lang), Base: "/" + city.Slug + "/office"}
	d, err := city.Tasks.Digest(ctx, scene, c.User, head)
	if err != nil {
		return err
	}
	if !c.Text {
		return r.print(d)
	}
	_, err = io.WriteString(r.std.Out, d.Text(scene))
	return err
}
