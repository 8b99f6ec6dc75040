package outbox

import (
	"context"
	"io/fs"
	"path/filepath"
	"testing"
	"time"

	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/mail"
	"pobratim/internal/kit/mail/mailtest"
	"pobratim/internal/kit/seal"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/keep/keeptest"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// office is an outbox with a clock that the test moves.
type office struct {
	*Service
	t   testing.TB
	now time.Time
}

func rights() account.Policy {
	return append(keeptest.Rights(Kind), account.Rule{Role: account.Administrator, Action: module.Manage, Kind: "setting", Scope: account.All})
}

func each(t *testing.T, test func(t *testing.T, o *office)) {
	t.Helper()
	keeptest.Each(t, rights(), []fs.FS{Files}, func(t *testing.T, floor keep.Floor) { test(t, newOffice(t, floor)) })
}

func newOffice(t testing.TB, floor keep.Floor) *office {
	o := &office{t: t, now: keeptest.Now()}
	kinds := record.Kinds{}
	floor.Kinds = func() record.Kinds { return kinds }
	o.Service = New(floor, Deps{
		Langs: []string{"ru", "en"}, Clock: func() time.Time { return o.now }, Zone: func() *time.Location { return time.FixedZone("", 5*3600) }, Kinds: floor.Kinds,
		Key: seal.Beside(filepath.Join(t.TempDir(), "seal.key")),
		Quiet: func(_ context.Context, boxes []string) (map[string]bool, error) {
			return map[string]bool{"quiet@duisburg.example": true}, nil
		},
	})
	for _, k := range o.Module().Kinds {
		kinds[k.Name] = k
	}
	return o
}

func head(t *testing.T) context.Context  { return keeptest.As(t, account.Head) }
func admin(t *testing.T) context.Context { return keeptest.As(t, account.Administrator) }

// connect sets the server up.
func (o *office) connect(sink *mailtest.Sink) {
	o.t.Helper()
	o.deps.Roots = sink.Roots
	ctx := account.With(o.t.Context(), account.Viewer{UserID: "a", Roles: []account.Role{account.Administrator}})
	was, err := o.Server(ctx)
	if err == nil {
		err = o.SetServer(ctx, Server{Version: was.Version, Host: "localhost", Port: sink.Port, Security: mail.StartTLS, Senders: []string{"Отдел <office@perm.example>", "press@perm.example"}, Domain: "perm.example", Selector: "pobratim"}, nil, false)
	}
	if err != nil {
		o.t.Fatal(err)
	}
}

// letter is a draft that can be sent.
func letter(to ...string) Message {
	m := Message{Title: i18n.NewText("ru", "Приглашение"), Body: i18n.NewText("ru", "Уважаемая госпожа Шмидт!\n\nПриезжайте."), Langs: []string{"ru"}, Sender: "Отдел <office@perm.example>", To: to}
	m.Visibility = record.Department
	return m
}

// write adds a draft and reads it again.
func (o *office) write(t *testing.T, m Message) Message {
	t.Helper()
	id, err := o.Add(head(t), m)
	if err != nil {
		t.Fatal(err)
	}
	return o.get(t, id)
}

func (o *office) get(t *testing.T, id string) Message {
	t.Helper()
	m, err := o.Message(head(t), id)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// queue sends a draft now.
func (o *office) queue(t *testing.T, m Message) {
	t.Helper()
	if _, err := o.Send(head(t), m.ID, m.Version, o.now); err != nil {
		t.Fatal(err)
	}
}

// run sends all that is due after so much time.
func (o *office) run(t *testing.T, after time.Duration) {
	t.Helper()
	o.now = o.now.Add(after)
	for {
		more, err := o.Step(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if !more {
			return
		}
	}
}

// fates are what became of a message, in the order of its recipients.
func (o *office) fates(t *testing.T, id string) (all []Fate) {
	t.Helper()
	rows, err := o.Recipients(head(t), id)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		all = append(all, r.Fate)
	}
	return all
}
