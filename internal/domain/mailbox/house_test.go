package mailbox

import (
	"context"
	"io"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"pobratim/internal/domain/contact"
	"pobratim/internal/domain/letter"
	"pobratim/internal/kit/blob"
	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/mail"
	"pobratim/internal/kit/mail/mailtest"
	"pobratim/internal/kit/seal"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/file"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/keep/keeptest"
	"pobratim/internal/platform/outbox"
	"pobratim/internal/platform/record"
)

// office is a mailbox with the register of letters behind it, a server, and a clock
// that moves.
type office struct {
	*Service
	letters *letter.Service
	files   *file.Service
	out     *outbox.Service
	box     *mailtest.Box
	now     time.Time
	read    int // how many messages were read
	cut     int // after so many the program is gone; 0: never
}

func each(t *testing.T, test func(t *testing.T, o *office)) {
	t.Helper()
	rights := append(keeptest.Rights(letter.Kind, outbox.Kind, "person", "organisation", "file"), account.Rule{Role: account.Administrator, Action: needMailbox.Action, Kind: needMailbox.Kind, Scope: account.All})
	keeptest.Each(t, rights, []fs.FS{Files, letter.Files, outbox.Files, contact.Files, file.Files}, func(t *testing.T, floor keep.Floor) {
		o := &office{now: keeptest.Now(), box: mailtest.NewBox(t, mailtest.StartTLS, "")}
		kinds := record.Kinds{"partner": {Name: "partner", Path: "/partners/{id}"}}
		floor.Kinds = func() record.Kinds { return kinds }
		blobs, err := blob.Open(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		tick := func() time.Time { return o.now }
		partners := func(context.Context, *web.Scene) ([]ui.Option, error) {
			return []ui.Option{{Value: "duisburg", Label: "Дуйсбург"}, {Value: "oxford", Label: "Оксфорд"}}, nil
		}
		nobody := func(context.Context, *web.Scene) ([]ui.Option, error) { return nil, nil }
		o.files = file.New(floor, kinds, blobs, clock.Clock(tick))
		contacts := contact.New(floor, []string{"ru"}, partners)
		key := seal.Beside(filepath.Join(t.TempDir(), "seal.key"))
		o.out = outbox.New(floor, outbox.Deps{Langs: []string{"ru"}, Clock: tick, Zone: func() *time.Location { return time.UTC }, Kinds: floor.Kinds, Files: o.files, Key: key})
		o.letters = letter.New(floor, letter.Deps{
			Langs: []string{"ru"}, Clock: tick, Partners: partners, People: nobody, Activities: nobody, Kinds: floor.Kinds, Contacts: contacts, Outbox: o.out, Files: o.files,
			Mail: func(_ context.Context, in io.Reader) (*mail.Read, error) {
				if o.read++; o.cut > 0 && o.read > o.cut {
					return nil, io.ErrClosedPipe
				}
				b, err := io.ReadAll(in)
				if err != nil {
					return nil, err
				}
				return mail.Parse(b)
			},
			Ours: func(_ context.Context, box string) (bool, error) { return strings.HasSuffix(box, "@perm.example"), nil },
		})
		o.Service = New(floor, Deps{Clock: tick, Letters: o.letters, Partners: partners, Key: key, Roots: o.box.Roots})
		for _, k := range append(append(append(o.letters.Module().Kinds, o.out.Module().Kinds...), o.files.Module().Kinds...), o.Module().Kinds...) {
			kinds[k.Name] = k
		}
		anna := contact.Person{Name: "Anna Schmidt", Email: "anna@duisburg.example"}
		anna.Visibility = record.Department
		if _, err := contacts.AddPerson(head(t), anna); err != nil {
			t.Fatal(err)
		}
		city := contact.Organisation{Name: i18n.NewText("de", "Stadt Duisburg"), Type: "municipal", Side: "theirs", Partner: "duisburg", Website: "https://www.duisburg.example/"}
		city.Visibility = record.Department
		if _, err := contacts.AddOrganisation(head(t), city); err != nil {
			t.Fatal(err)
		}
		test(t, o)
	})
}

func head(t *testing.T) context.Context  { return keeptest.As(t, account.Head) }
func admin(t *testing.T) context.Context { return keeptest.As(t, account.Administrator) }

// program is who fetches.
func program(t *testing.T) context.Context {
	return account.With(t.Context(), account.System("pobratim"))
}

// connect sets the box up.
func (o *office) connect(t *testing.T, change ...func(*Mailbox)) {
	t.Helper()
	is, err := o.Mailbox(admin(t))
	if err != nil {
		t.Fatal(err)
	}
	m := Mailbox{Version: is.Version, Host: "localhost", Port: o.box.Port, Security: mail.StartTLS, Login: o.box.User, Folder: "INBOX", Everything: true}
	for _, do := range change {
		do(&m)
	}
	if err := o.Set(admin(t), m, &o.box.Pass); err != nil {
		t.Fatal(err)
	}
}

// look lets some time pass and looks into the mailbox until nothing is left.
func (o *office) look(t *testing.T, after time.Duration) {
	t.Helper()
	o.now = o.now.Add(after)
	for {
		more, err := o.Fetch(program(t))
		if err != nil {
			t.Fatal(err)
		}
		if !more {
			return
		}
	}
}

// titles are the subjects in the register, the newest first.
func (o *office) titles(t *testing.T) (all []string) {
	t.Helper()
	rows, err := o.letters.Letters(head(t), letter.Filter{Limit: 500})
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range rows {
		all = append(all, l.Title.Get("ru"))
	}
	return all
}

func (o *office) put(t *testing.T, lines ...string) {
	t.Helper()
	o.box.Put(t, strings.Join(lines, "\r\n"), o.now)
}

// shows checks what a page says, with plain blanks.
func shows(t *testing.T, page string, wanted ...string) {
	t.Helper()
	page = strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(page)
	for _, want := range wanted {
		if !strings.Contains(page, want) {
			t.Errorf("%q is not on the page:\n%s", want, page)
		}
	}
}

func desk(t *testing.T) keeptest.Desk {
	t.Helper()
	all := fstest.MapFS{}
	for at, of := range map[string]fs.FS{"": Files, "letter/": letter.Files, "mail/": mail.Locale()} {
		err := fs.WalkDir(of, ".", func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || at != "" && !strings.HasPrefix(name, "locale/") {
				return err
			}
			b, err := fs.ReadFile(of, name)
			all[at+name] = &fstest.MapFile{Data: b}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return keeptest.Desk{T: t, Name: "mailbox", Files: all}
}
