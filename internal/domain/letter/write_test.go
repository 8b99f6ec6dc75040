package letter

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"pobratim/internal/domain/contact"
	"pobratim/internal/kit/blob"
	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/mail"
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

// post is a desk with an outbox, contacts and files.
type post struct {
	*Service
	out  *outbox.Service
	anna string
}

func posted(t *testing.T, test func(t *testing.T, p *post)) {
	t.Helper()
	rights := keeptest.Rights(Kind, TemplateKind, outbox.Kind, "person", "organisation", "file")
	keeptest.Each(t, rights, []fs.FS{Files, outbox.Files, contact.Files, file.Files}, func(t *testing.T, floor keep.Floor) {
		kinds := record.Kinds{"partner": {Name: "partner", Path: "/partners/{id}"}}
		floor.Kinds = func() record.Kinds { return kinds }
		blobs, err := blob.Open(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		d := deps()
		d.Kinds = floor.Kinds
		d.Files = file.New(floor, kinds, blobs, clock.Fixed(keeptest.Now()))
		d.Contacts = contact.New(floor, d.Langs, d.Partners)
		d.Outbox = outbox.New(floor, outbox.Deps{Langs: d.Langs, Clock: clock.Fixed(keeptest.Now()), Zone: func() *time.Location { return time.UTC }, Kinds: floor.Kinds, Files: d.Files, Key: seal.Beside(filepath.Join(t.TempDir(), "seal.key"))})
		d.Office = func(string) string { return "Отдел международных связей" }
		d.Mail = func(_ context.Context, in io.Reader) (*mail.Read, error) {
			b, err := io.ReadAll(in)
			if err != nil {
				return nil, err
			}
			return mail.Parse(b)
		}
		p := &post{Service: New(floor, d), out: d.Outbox}
		for _, k := range append(append(p.Module().Kinds, d.Outbox.Module().Kinds...), d.Files.Module().Kinds...) {
			kinds[k.Name] = k
		}
		anna := contact.Person{Name: "Анна Шмидт", Latin: "Anna Schmidt", Email: "Anna@duisburg.example", Address: "Sehr geehrte Frau Schmidt", Written: []string{"de"}}
		anna.Visibility = record.Department
		if p.anna, err = d.Contacts.AddPerson(as(t), anna); err != nil {
			t.Fatal(err)
		}
		office := contact.Organisation{Name: i18n.NewText("de", "Stadt Oxford"), Type: "municipal", Side: "theirs", Partner: "oxford", Website: "https://www.oxford.example/"}
		office.Visibility = record.Department
		if _, err := d.Contacts.AddOrganisation(as(t), office); err != nil {
			t.Fatal(err)
		}
		p.deps.People = func(context.Context, *web.Scene) ([]ui.Option, error) {
			return []ui.Option{{Value: p.anna, Label: "Анна"}}, nil
		}
		test(t, p)
	})
}

// TestWrite takes a letter from the question to the register and its answer back.
func TestWrite(t *testing.T) {
	posted(t, func(t *testing.T, p *post) {
		asked := waits(passed("email", In, "Просят программу", "2026-11-01"), "2026-11-30")
		asked.Person, asked.MailID = p.anna, "q1@duisburg.example"
		question := add(t, p.Service, asked)
		form := shown(t, p.Service, as(t), "/letters/write?answers="+question)
		for _, want := range []string{`value="Re: Просят программу"`, "Anna Schmidt &lt;anna@duisburg.example&gt;", `value="` + question + `" selected`} {
			if !strings.Contains(strings.ToLower(strings.ReplaceAll(form, "\u00a0", " ")), strings.ToLower(want)) {
				t.Errorf("%q is not in the form:\n%s", want, form)
			}
		}
		d := Draft{Partner: "duisburg", Person: p.anna, Answers: question, Title: "Re: Просят программу", Langs: []string{"de", "ru"}, Waits: true, By: keeptest.Date("2026-12-10"), Number: "12-04/9"}
		for name, bad := range map[string]func(*Draft){
			"partner letter.partner.empty": func(d *Draft) { d.Partner, d.Person = "", "" },
			"langs letter.langs.empty":     func(d *Draft) { d.Langs = nil },
			"to outbox.to.bad":             func(d *Draft) { d.To = "кто-то" },
			"by letter.by.unasked":         func(d *Draft) { d.Waits = false },
		} {
			wrong := d
			bad(&wrong)
			_, err := p.Write(as(t), wrong)
			if all := errs.FieldsOf(err); len(all) != 1 || all[0].Field+" "+all[0].Key != name {
				t.Errorf("%s: %v", name, err)
			}
		}
		id, err := p.Write(as(t), d)
		if err != nil {
			t.Fatal(err)
		}
		m, err := p.out.Message(as(t), id)
		if err != nil || m.InReplyTo != "q1@duisburg.example" || m.Occasion.ID != question || !strings.HasPrefix(m.Body.Get("de"), "Sehr geehrte Frau Schmidt,") || !strings.HasPrefix(m.Body.Get("ru"), "{обращение},") || !strings.Contains(m.Body.Get("ru"), "Отдел международных связей") {
			t.Fatalf("%+v %v", m, err)
		}
		panel, err := p.ofMessage(as(t), desk(t).Scene("ru", "/"), m.Ref())
		if err != nil || panel == nil || !strings.Contains(desk(t).HTML(desk(t).Scene("ru", "/"), panel.Template, "", panel.Data), "12-04/9") {
			t.Errorf("%+v %v", panel, err)
		}
		if err := p.out.ByHand(as(t), id); err != nil {
			t.Fatal(err)
		}
		rows, err := p.Letters(as(t), Filter{Side: Out, Limit: 2})
		if err != nil || len(rows) != 1 || rows[0].Answers != question || rows[0].Number != "12-04/9" || !rows[0].Open() || rows[0].On.String() != "2026-11-22" || rows[0].Message != id {
			t.Fatalf("%+v %v", rows, err)
		}
		if l, err := p.Letter(as(t), question); err != nil || l.Open() {
			t.Errorf("the question still waits: %v", err)
		}
	})
}

// TestQuietPerson keeps from writing to who asked not to be contacted.
func TestQuietPerson(t *testing.T) {
	posted(t, func(t *testing.T, p *post) {
		bob := contact.Person{Name: "Bob", Email: "Bob@oxford.example", Quiet: true}
		bob.Visibility = record.Department
		id, err := p.deps.Contacts.AddPerson(as(t), bob)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := p.Write(as(t), Draft{Person: id, Title: "x", Langs: []string{"ru"}}); !errors.Is(err, errs.Field("person", "letter.person.quiet")) {
			t.Errorf("%v", err)
		}
		quiet, err := p.deps.Contacts.Quiet(as(t), []string{"bob@oxford.example", "anna@duisburg.example"})
		if err != nil || !quiet["bob@oxford.example"] || len(quiet) != 1 {
			t.Errorf("%v %v", quiet, err)
		}
	})
}

func eml(lines ...string) string { return strings.Join(lines, "\r\n") }

// TestTake enters messages that came: who wrote, what they answer, what they
// bring; the same one once.
func TestTake(t *testing.T) {
	posted(t, func(t *testing.T, p *post) {
		sent := passed("email", Out, "Приглашение", "2026-11-10")
		sent.MailID = "m1.1@perm.example"
		ours := add(t, p.Service, waits(sent, ""))
		answer := eml("From: Anna <anna@duisburg.example>", "Subject: Re: Einladung", "Date: Fri, 20 Nov 2026 10:00:00 +0100", "Message-ID: <r1@duisburg.example>", "In-Reply-To: <M1.1@perm.example>",
			"Content-Type: multipart/mixed; boundary=o", "", "--o", "Content-Type: text/plain; charset=utf-8", "", "Wir kommen gern.", "--o", "Content-Type: text/plain; name=liste.txt", "Content-Disposition: attachment; filename=liste.txt", "", "Anna", "--o", "Content-Type: application/x-msdownload", "Content-Disposition: attachment; filename=evil.exe", "", "MZ", "--o--", "")
		got, err := p.Take(as(t), strings.NewReader(answer), "", true)
		if err != nil {
			t.Fatal(err)
		}
		if l := got.Letter; l.Person != p.anna || l.Partner != "duisburg" || l.Answers != ours || l.On.String() != "2026-11-20" || l.Body != "Wir kommen gern." || !l.Waits || len(got.Lost) != 1 || got.Lost[0] != "evil.exe" {
			t.Errorf("%+v, lost %q", got.Letter, got.Lost)
		}
		if files, err := p.deps.Files.List(as(t), got.Letter.Ref()); err != nil || len(files) != 1 || files[0].Name != "liste.txt" {
			t.Errorf("%+v %v", files, err)
		}
		if l, err := p.Letter(as(t), ours); err != nil || !l.Answered {
			t.Errorf("ours still waits: %v", err)
		}
		if again, err := p.Take(as(t), strings.NewReader(answer), "", true); err != nil || !again.Known || again.Letter.ID != got.Letter.ID {
			t.Errorf("%+v %v", again, err)
		}
		byDomain := eml("From: mayor@oxford.example", "Subject: Hello", "Message-ID: <o1@oxford.example>", "", "Hi")
		if got, err := p.Take(as(t), strings.NewReader(byDomain), "", false); err != nil || got.Letter.Partner != "oxford" || got.Letter.On.String() != "2026-11-22" {
			t.Errorf("%+v %v", got.Letter, err)
		}
		stranger := eml("From: who@elsewhere.example", "Subject: Hello", "Message-ID: <s1@elsewhere.example>", "", "Hi")
		if _, err := p.Take(as(t), strings.NewReader(stranger), "", false); !errors.Is(err, errs.Field("partner", "letter.incoming.unknown")) {
			t.Errorf("%v", err)
		}
		if got, err := p.Take(as(t), strings.NewReader(stranger), "oxford", false); err != nil || got.Letter.Partner != "oxford" {
			t.Errorf("%+v %v", got.Letter, err)
		}
		if _, err := p.Take(as(t), strings.NewReader("no mail"), "oxford", false); errs.KindOf(err) != errs.Invalid {
			t.Errorf("%v", err)
		}
		if _, err := p.Take(keeptest.As(t, account.Auditor), strings.NewReader(stranger), "oxford", false); errs.KindOf(err) != errs.Forbidden {
			t.Errorf("an auditor: %v", err)
		}
	})
}

// TestWriteForm keeps what was typed when the form cannot be taken.
func TestWriteForm(t *testing.T) {
	posted(t, func(t *testing.T, p *post) {
		reply, err := ask(t, p.Service, as(t), http.MethodPost, "/letters/write", url.Values{"partner": {"duisburg"}, "subject": {"Тема"}, "to": {"кто-то"}, "langs": {"ru"}})
		page, ok := reply.(web.Page)
		if err != nil || !ok || page.Status != http.StatusUnprocessableEntity {
			t.Fatalf("%+v %v", reply, err)
		}
		if html := desk(t).HTML(desk(t).Scene("ru", "/letters/write"), page.Template, page.Title, page.Data); !strings.Contains(html, `value="кто-то"`) || !strings.Contains(strings.ReplaceAll(html, "\u00a0", " "), "Адрес не читается") {
			t.Errorf("%s", html)
		}
		reply, err = ask(t, p.Service, as(t), http.MethodPost, "/letters/write", url.Values{"partner": {"duisburg"}, "subject": {"Тема"}, "to": {"anna@duisburg.example"}, "langs": {"ru"}})
		if to, ok := reply.(web.Redirect); err != nil || !ok || !strings.HasPrefix(to.To, "/outbox/") {
			t.Errorf("%+v %v", reply, err)
		}
	})
}

// words are the words of letters and of the outbox, on which they stand.
func words(t *testing.T) fs.FS {
	t.Helper()
	all := fstest.MapFS{}
	for at, of := range map[string]fs.FS{"": Files, "outbox/": outbox.Files} {
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
	return all
}
