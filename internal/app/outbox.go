package app

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/seal"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/outbox"
)

// sealKey is the key of what is sealed in a municipality. It lies beside the
// database, not in it, and is made when it is first needed.
func sealKey(folder string) func() (seal.Key, error) {
	return seal.Beside(filepath.Join(folder, "seal.key"))
}

// newOutbox makes what sends mail.
func (c *City) newOutbox(in *Installation, floor keep.Floor, folder string) *outbox.Service {
	return outbox.New(floor, outbox.Deps{
		Langs: c.Langs, Clock: in.clock, Kinds: floor.Kinds, Files: c.files, Key: sealKey(folder),
		Zone: func() *time.Location { return c.home("").Zone },
		Quiet: func(ctx context.Context, boxes []string) (map[string]bool, error) {
			return c.Contacts.Quiet(ctx, boxes)
		},
	})
}

// keepMailing does in all municipalities what is due of one kind of mail, until ctx
// ends.
func (in *Installation) keepMailing(ctx context.Context, name string, step func(c *City, ctx context.Context) (bool, error)) {
	ctx = forProgram(ctx)
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		busy := false
		for _, c := range in.all() {
			more, err := step(c, ctx)
			if err != nil && ctx.Err() == nil {
				in.log.Error(name, "municipality", c.Slug, "error", err)
			}
			busy = busy || more && err == nil
		}
		if busy && ctx.Err() == nil {
			continue
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

type outboxCommand struct {
	List  outboxListCommand  `cmd:"" help:"Print messages and what became of them at each recipient. May be done while the program runs."`
	Send  outboxSendCommand  `cmd:"" help:"Queue drafts and send at once what is due: the hold is for people. Needs the data folder for itself."`
	Fetch outboxFetchCommand `cmd:"" help:"Take in what came to the mailbox. Needs the data folder for itself."`
	Hold  outboxHoldCommand  `cmd:"" help:"Make drafts again of messages that wait. Needs the data folder for itself."`
}

// outboxOffice says whose outbox is meant.
type outboxOffice struct {
	Where
	Municipality string `help:"Address of the municipality, for example perm." required:"" placeholder:"NAME"`
	JSON         bool   `name:"json" help:"JSON, which is also what is printed without this flag."`
}

type outboxListCommand struct {
	outboxOffice
	State string `help:"Only messages in this state." enum:",draft,waiting,sending,failed,sent" default:""`
}

// Run prints the outbox.
func (c *outboxListCommand) Run(r *run) error {
	in, city, ctx, err := r.city(c.Where, c.Municipality, toRead)
	if err != nil {
		return err
	}
	defer in.Close()
	rows, err := city.outbox.Rows(ctx, outbox.State(c.State))
	if err != nil {
		return err
	}
	return r.print(rows)
}

type outboxSendCommand struct {
	outboxOffice
	IDs []string `arg:"" optional:"" name:"id" help:"Drafts to send; what waits and is due goes out as well."`
}

// Run queues the drafts, sends, and prints what became of them.
func (c *outboxSendCommand) Run(r *run) error {
	return c.each(r, c.IDs, func(ctx context.Context, city *City, m outbox.Message) error {
		return city.outbox.SendNow(ctx, m.ID, m.Version)
	}, func(ctx context.Context, city *City) error {
		for {
			if more, err := city.outbox.Step(ctx); err != nil || !more {
				return err
			}
		}
	})
}

type outboxFetchCommand struct{ outboxOffice }

// Run takes letters in and prints how many.
func (c *outboxFetchCommand) Run(r *run) error {
	in, city, ctx, err := r.city(c.Where, c.Municipality, toWrite)
	if err != nil {
		return err
	}
	defer in.Close()
	got, err := city.mailbox.FetchNow(ctx)
	if err == nil && got.Why != "" {
		err = errs.New(errs.Unavailable, got.Why)
	}
	return errors.Join(r.print(got), err)
}

type outboxHoldCommand struct {
	outboxOffice
	IDs []string `arg:"" name:"id" help:"Messages to take back."`
}

// Run takes the messages back and prints them.
func (c *outboxHoldCommand) Run(r *run) error {
	return c.each(r, c.IDs, func(ctx context.Context, city *City, m outbox.Message) error { return city.outbox.TakeBack(ctx, m.ID) }, nil)
}

// each does something with messages, then with the outbox, and prints the
// messages. What fails with one does not keep the others from being done.
func (o outboxOffice) each(r *run, ids []string, do func(context.Context, *City, outbox.Message) error, then func(context.Context, *City) error) error {
	in, city, ctx, err := r.city(o.Where, o.Municipality, toWrite)
	if err != nil {
		return err
	}
	defer in.Close()
	var failed []error
	for _, id := range ids {
		m, err := city.outbox.Message(ctx, id)
		if err == nil {
			err = do(ctx, city, m)
		}
		if err != nil {
			failed = append(failed, fmt.Errorf("%s: %s", id, sentence(err)))
		}
	}
	if then != nil {
		failed = append(failed, then(ctx, city))
	}
	rows := []outbox.Row{}
	for _, id := range ids {
		if row, err := city.outbox.Row(ctx, id); err == nil {
			rows = append(rows, row)
		}
	}
	return errors.Join(append(failed, r.print(rows))...)
}
