package outbox

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/mail"
	"pobratim/internal/kit/mail/mailtest"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/keep/keeptest"
)

// TestWay follows a message from draft to recipient.
func TestWay(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		sink := mailtest.New(t, mailtest.StartTLS)
		m := o.write(t, letter("Анна Шмидт <anna@duisburg.example>", "bob@oxford.example"))
		if _, err := o.Send(head(t), m.ID, m.Version, o.now); !errors.Is(err, errs.New(errs.Conflict, "outbox.none")) {
			t.Fatalf("sent without a server: %v", err)
		}
		o.connect(sink)
		var told []string
		o.Follow(func(_ context.Context, _ *audit.Writer, m Message, to []Recipient) error {
			told = append(told, fmt.Sprint(m.State, len(to)))
			return nil
		})
		o.queue(t, m)
		if is := o.get(t, m.ID); is.State != Waiting || !is.OnHold() || is.DueAt.Sub(o.now) != Hold {
			t.Fatalf("%+v", is)
		}
		o.run(t, 19*time.Second)
		if len(sink.Got()) != 0 {
			t.Fatal("sent within the hold")
		}
		if err := o.TakeBack(head(t), m.ID); err != nil {
			t.Fatal(err)
		}
		o.run(t, time.Hour)
		if is := o.get(t, m.ID); is.State != Draft || len(sink.Got()) != 0 {
			t.Fatalf("%+v, %d sent", is, len(sink.Got()))
		}
		m = o.get(t, m.ID)
		m.Body.Set("ru", "Приезжайте в июне.")
		if err := o.Change(head(t), m); err != nil {
			t.Fatal(err)
		}
		o.queue(t, o.get(t, m.ID))
		is := o.get(t, m.ID)
		is.Body.Set("ru", "Не приезжайте")
		if err := o.Change(head(t), is); errs.KindOf(err) != errs.Conflict {
			t.Errorf("changed on its way: %v", err)
		}
		o.run(t, Hold)
		got := sink.Got()
		if is := o.get(t, m.ID); is.State != Sent || len(got) != 2 || !slices.Equal(told, []string{"sent2"}) {
			t.Fatalf("%s, %d arrived, told %q", is.State, len(got), told)
		}
		for i, want := range []string{"anna@duisburg.example", "bob@oxford.example"} {
			read, err := mail.Parse(got[i].Body)
			if err != nil || got[i].To != want || len(read.To) != 1 || read.To[0].Box != want || !strings.Contains(read.Text, "в июне") || read.ID != fmt.Sprintf("%s.%d@perm.example", strings.ToLower(m.ID), i+1) {
				t.Errorf("%d: %s %+v %v", i, got[i].To, read, err)
			}
			if !strings.HasPrefix(string(got[i].Body), "DKIM-Signature:") {
				t.Errorf("%d is not signed:\n%.200s", i, got[i].Body)
			}
		}
		if err := o.TakeBack(head(t), m.ID); !errors.Is(err, errs.New(errs.Conflict, "outbox.late.waiting")) {
			t.Errorf("taken back after it was sent: %v", err)
		}
		if _, err := o.Send(head(t), m.ID, o.get(t, m.ID).Version, o.now); errs.KindOf(err) != errs.Conflict {
			t.Errorf("sent twice: %v", err)
		}
		o.run(t, 24*time.Hour)
		if len(sink.Got()) != 2 {
			t.Error("sent twice")
		}
	})
}

// TestScheduled waits for the time that was set, and is not earlier than the hold.
func TestScheduled(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		sink := mailtest.New(t, mailtest.StartTLS)
		o.connect(sink)
		m := o.write(t, letter("anna@duisburg.example"))
		if _, err := o.Send(head(t), m.ID, m.Version, o.now.Add(3*time.Hour)); err != nil {
			t.Fatal(err)
		}
		if is := o.get(t, m.ID); is.OnHold() || is.State != Waiting {
			t.Errorf("%+v", is)
		}
		o.run(t, 2*time.Hour+59*time.Minute)
		if len(sink.Got()) != 0 {
			t.Error("sent before its time")
		}
		o.run(t, time.Minute)
		if len(sink.Got()) != 1 {
			t.Error("not sent at its time")
		}
	})
}

// TestUnready refuses what cannot be sent as it is, at the field.
func TestUnready(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		sink := mailtest.New(t, mailtest.StartTLS)
		o.connect(sink)
		for name, c := range map[string]struct {
			change func(*Message)
			want   string
		}{
			"nobody":      {func(m *Message) { m.To = nil }, "to outbox.to.empty"},
			"placeholder": {func(m *Message) { m.Body = i18n.NewText("ru", "{обращение}!") }, "body outbox.gaps"},
			"in subject":  {func(m *Message) { m.Title = i18n.NewText("ru", "Визит {дата}") }, "body outbox.gaps"},
			"no language": {func(m *Message) { m.Langs = nil }, "langs outbox.langs.empty"},
			"no text":     {func(m *Message) { m.Langs = []string{"ru", "en"} }, "body outbox.body.empty"},
			"no sender":   {func(m *Message) { m.Sender = "" }, "sender outbox.sender.empty"},
			"quiet":       {func(m *Message) { m.To = []string{"Quiet@duisburg.example"} }, "to outbox.to.quiet"},
			"injected":    {func(m *Message) { m.Title = i18n.NewText("ru", "Тема\r\nBcc: x@y.example") }, "subject mail.line"},
		} {
			l := letter("anna@duisburg.example")
			c.change(&l)
			m := o.write(t, l)
			_, err := o.Send(head(t), m.ID, m.Version, o.now)
			all := errs.FieldsOf(err)
			if len(all) != 1 || all[0].Field+" "+all[0].Key != c.want {
				t.Errorf("%s: %v", name, err)
			}
			if is := o.get(t, m.ID); is.State != Draft {
				t.Errorf("%s: %s", name, is.State)
			}
		}
		for _, to := range [][]string{{"anna"}, {"Анна <anna@duisburg.example"}, {"a@b.example, c@d.example"}, {"Анна\x00 <anna@duisburg.example>"}, {"anna@duisburg.example", "Anna@Duisburg.example"}, {"имя@duisburg.example"}} {
			if _, err := o.Add(head(t), letter(to...)); errs.KindOf(err) != errs.Invalid || errs.FieldsOf(err)[0].Field != "to" {
				t.Errorf("%q: %v", to, err)
			}
		}
		// One of several asked not to be written to: the others are.
		m := o.write(t, letter("anna@duisburg.example", "quiet@duisburg.example"))
		left, err := o.Send(head(t), m.ID, m.Version, o.now)
		if err != nil || len(left) != 1 || left[0].Box != "quiet@duisburg.example" {
			t.Errorf("%v %v", left, err)
		}
		o.run(t, Hold)
		if got := sink.Got(); len(got) != 1 || got[0].To != "anna@duisburg.example" {
			t.Errorf("%+v", got)
		}
		if _, err := o.Send(head(t), m.ID, 1, o.now); errs.KindOf(err) != errs.Stale {
			t.Errorf("an old version: %v", err)
		}
		for role, want := range map[account.Role]errs.Kind{account.Auditor: errs.Forbidden, account.Guest: errs.Forbidden} {
			if _, err := o.Send(keeptest.As(t, role), m.ID, 1, o.now); errs.KindOf(err) != want {
				t.Errorf("%s: %v", role, err)
			}
		}
	})
}

// TestRefusals keeps apart what is wrong for good, what may work later, and what
// came back after it was taken.
func TestRefusals(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		greylist := true
		sink := mailtest.New(t, mailtest.StartTLS, func(s *mailtest.Sink) {
			s.Refuse = func(to string) *smtp.SMTPError {
				switch {
				case to == "gone@duisburg.example":
					return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "no such user"}
				case to == "grey@duisburg.example" && greylist:
					return &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 7, 1}, Message: "come back"}
				}
				return nil
			}
		})
		o.connect(sink)
		m := o.write(t, letter("anna@duisburg.example", "gone@duisburg.example", "grey@duisburg.example"))
		o.queue(t, m)
		o.run(t, Hold)
		if got := o.fates(t, m.ID); !slices.Equal(got, []Fate{Delivered, Refused, Queued}) || o.get(t, m.ID).State != Sending {
			t.Fatalf("%v", got)
		}
		o.run(t, 59*time.Second)
		if len(sink.Got()) != 1 {
			t.Error("tried again too soon")
		}
		greylist = false
		o.run(t, time.Second)
		if got := o.fates(t, m.ID); !slices.Equal(got, []Fate{Delivered, Refused, Delivered}) || o.get(t, m.ID).State != Failed {
			t.Fatalf("%v %s", got, o.get(t, m.ID).State)
		}
		rows, err := o.Recipients(head(t), m.ID)
		if err != nil || rows[1].Code != 550 || rows[1].Enhanced != "5.1.1" || rows[1].Said != "no such user" {
			t.Errorf("%+v %v", rows[1], err)
		}
		copied, err := o.Copy(head(t), m.ID)
		if is := o.get(t, copied); err != nil || is.State != Draft || !slices.Equal(is.To, []string{"gone@duisburg.example"}) {
			t.Errorf("%+v %v", is.To, err)
		}
		// A report about the first comes back; one about somebody else's message does not count.
		ref, err := o.Bounced(head(t), mail.Bounce{ID: rows[0].MailID, Status: "5.2.2", Said: "full", Failed: true})
		if err != nil || ref.ID != m.ID {
			t.Fatalf("%+v %v", ref, err)
		}
		if got := o.fates(t, m.ID); got[0] != CameBack {
			t.Errorf("%v", got)
		}
		if _, err := o.Bounced(head(t), mail.Bounce{ID: "x@y.example", Failed: true}); errs.KindOf(err) != errs.NotFound {
			t.Errorf("%v", err)
		}
		if err := o.Again(head(t), m.ID); err != nil {
			t.Fatal(err)
		}
		before := rows[1].MailID
		o.run(t, 0)
		if rows, err = o.Recipients(head(t), m.ID); err != nil || rows[1].MailID != before || rows[1].Fate != Refused || o.get(t, m.ID).State != Failed {
			t.Errorf("%+v %v", rows[1], err)
		}
		// Asked to wait for three days, it is given up.
		greylist = true
		late := o.write(t, letter("grey@duisburg.example"))
		o.queue(t, late)
		for range 400 {
			o.run(t, 15*time.Minute)
		}
		if got := o.fates(t, late.ID); !slices.Equal(got, []Fate{Refused}) {
			t.Errorf("%v", got)
		}
	})
}

// TestDown loses and doubles nothing while the server is away for an hour.
func TestDown(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		sink := mailtest.New(t, mailtest.StartTLS)
		o.connect(sink)
		sink.Close()
		first := o.now
		var ids []string
		for i := range 30 {
			m := o.write(t, letter(fmt.Sprintf("p%d@duisburg.example", i)))
			o.queue(t, m)
			ids = append(ids, m.ID)
		}
		o.run(t, Hold)
		server, err := o.Server(admin(t))
		if err != nil || server.DownSince.Sub(first) != Hold || server.DownWhy != "mail.down" || server.RetryAt.Sub(o.now) != time.Minute {
			t.Fatalf("%+v %v", server, err)
		}
		for range 60 {
			o.run(t, time.Minute)
		}
		if server, err = o.Server(admin(t)); err != nil || server.DownSince.Sub(first) != Hold || server.Tries < 5 || server.RetryAt.Sub(o.now) > 15*time.Minute {
			t.Errorf("%+v %v", server, err)
		}
		back := mailtest.New(t, mailtest.StartTLS, mailtest.On(fmt.Sprintf("127.0.0.1:%d", sink.Port)))
		o.deps.Roots = back.Roots
		o.run(t, 15*time.Minute)
		seen := map[string]int{}
		for _, got := range back.Got() {
			seen[got.To]++
		}
		for i, id := range ids {
			if is := o.get(t, id); is.State != Sent || seen[fmt.Sprintf("p%d@duisburg.example", i)] != 1 {
				t.Errorf("%d: %s, arrived %d times", i, is.State, seen[fmt.Sprintf("p%d@duisburg.example", i)])
			}
		}
		if server, err = o.Server(admin(t)); err != nil || !server.DownSince.IsZero() || server.Tries != 0 {
			t.Errorf("%+v %v", server, err)
		}
	})
}

// TestTwo has two that send at the same time: each row is taken by one.
func TestTwo(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		sink := mailtest.New(t, mailtest.StartTLS)
		o.connect(sink)
		for i := range 60 {
			o.queue(t, o.write(t, letter(fmt.Sprintf("p%d@duisburg.example", i))))
		}
		o.now = o.now.Add(Hold)
		done := make(chan error)
		for range 3 {
			go func() {
				for {
					more, err := o.Step(context.WithoutCancel(t.Context()))
					if err != nil || !more {
						done <- err
						return
					}
				}
			}()
		}
		for range 3 {
			if err := <-done; err != nil {
				t.Error(err)
			}
		}
		o.run(t, 0)
		if got := len(sink.Got()); got != 60 {
			t.Errorf("%d of 60 arrived", got)
		}
	})
}

// TestServer keeps what is secret to itself and refuses what cannot work.
func TestServer(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		ctx := admin(t)
		good := Server{Host: "smtp.perm.example", Port: 465, Security: mail.TLS, Login: "office", Senders: []string{"office@perm.example"}, Domain: "perm.example", Selector: "s1"}
		for field, change := range map[string]func(*Server){
			"host": func(s *Server) { s.Host = "smtp.perm.example:465" }, "port": func(s *Server) { s.Port = 70000 }, "security": func(s *Server) { s.Security = "x" },
			"login": func(s *Server) { s.Security = mail.Open }, "senders": func(s *Server) { s.Senders = nil }, "selector": func(s *Server) { s.Selector = "a b" }, "domain": func(s *Server) { s.Domain = "other.example" },
		} {
			bad := good
			change(&bad)
			if err := o.SetServer(ctx, bad, nil, false); len(errs.FieldsOf(err)) != 1 || errs.FieldsOf(err)[0].Field != field {
				t.Errorf("%s: %v", field, err)
			}
		}
		word := "correct horse"
		if err := o.SetServer(ctx, good, &word, false); err != nil {
			t.Fatal(err)
		}
		all, err := o.settings(ctx)
		if err != nil || string(all.password) != word || all.key == nil {
			t.Fatalf("%q %v", all.password, err)
		}
		name, value, err := o.Record(ctx)
		if err != nil || name != "s1._domainkey.perm.example" || !strings.HasPrefix(value, "v=DKIM1; k=rsa; p=") {
			t.Errorf("%s %s %v", name, value, err)
		}
		if err := o.SetServer(ctx, good, nil, false); errs.KindOf(err) != errs.Stale {
			t.Errorf("an old version: %v", err)
		}
		good.Version = 1
		if err := o.SetServer(ctx, good, nil, true); err != nil {
			t.Fatal(err)
		}
		if _, other, _ := o.Record(ctx); other == value {
			t.Error("the key is the same")
		}
		if all, err := o.settings(ctx); err != nil || string(all.password) != word {
			t.Errorf("the password is gone: %v", err)
		}
		if _, err := o.Server(head(t)); errs.KindOf(err) != errs.Forbidden {
			t.Errorf("the head sees the server: %v", err)
		}
	})
}
