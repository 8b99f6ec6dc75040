package mail_test

import (
	"context"
	"errors"
	"net"
	"strings"
	"testing"
	"time"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/mail"
	"pobratim/internal/kit/mail/mailtest"
)

// TestInbox reads a folder in each way of protection, and leaves it as it was.
func TestInbox(t *testing.T) {
	at := time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
	for way, security := range map[string]mail.Security{mailtest.TLS: mail.TLS, mailtest.StartTLS: mail.StartTLS, mailtest.Plain: mail.Open} {
		t.Run(string(security), func(t *testing.T) {
			b := mailtest.NewBox(t, way, "")
			b.Put(t, "Subject: old\r\n\r\nold", at.AddDate(0, -1, 0))
			b.Put(t, "Subject: new\r\n\r\nnew", at)
			large := "Subject: large\r\n\r\n" + strings.Repeat("x", mail.MaxRead+10)
			b.Put(t, large, at.Add(time.Hour))
			box := mail.Mailbox{Host: "localhost", Port: b.Port, Security: security, User: b.User, Password: b.Pass, Roots: b.Roots}
			in, err := box.Open(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			defer in.Close()
			if in.Count != 3 || in.Validity == 0 {
				t.Errorf("%d messages, validity %d", in.Count, in.Validity)
			}
			all, err := in.After(t.Context(), 0, time.Time{}, 10)
			if err != nil || len(all) != 3 || !all[0].At.Equal(at.AddDate(0, -1, 0)) || all[2].Size != int64(len(large)) {
				t.Fatalf("%+v %v", all, err)
			}
			if late, err := in.After(t.Context(), 0, at, 10); err != nil || len(late) != 2 || late[0].UID != all[1].UID {
				t.Errorf("%+v %v", late, err)
			}
			if some, err := in.After(t.Context(), all[0].UID, time.Time{}, 1); err != nil || len(some) != 1 || some[0].UID != all[1].UID {
				t.Errorf("%+v %v", some, err)
			}
			if none, err := in.After(t.Context(), all[2].UID, time.Time{}, 10); err != nil || len(none) != 0 {
				t.Errorf("what was there comes again: %+v %v", none, err)
			}
			raw, err := in.Message(t.Context(), all[1].UID)
			if err != nil || string(raw) != "Subject: new\r\n\r\nnew" {
				t.Errorf("%q %v", raw, err)
			}
			if _, err := in.Message(t.Context(), all[2].UID); errs.KindOf(err) != errs.Invalid {
				t.Errorf("a message that is too large: %v", err)
			}
			if _, err := in.Message(t.Context(), all[2].UID+7); errs.KindOf(err) != errs.NotFound {
				t.Errorf("a message that is not there: %v", err)
			}
			if n := b.Seen(t); n != 0 {
				t.Errorf("%d messages are marked as read", n)
			}
		})
	}
}

// TestInboxRefused says in words why a folder is not opened.
func TestInboxRefused(t *testing.T) {
	b := mailtest.NewBox(t, mailtest.StartTLS, "")
	good := mail.Mailbox{Host: "localhost", Port: b.Port, Security: mail.StartTLS, User: b.User, Password: b.Pass, Roots: b.Roots, Wait: 20 * time.Second}
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	nobody := free.Addr().(*net.TCPAddr).Port
	_ = free.Close()
	for key, change := range map[string]func(*mail.Mailbox){
		"mail.down":        func(m *mail.Mailbox) { m.Port = nobody },
		"mail.auth":        func(m *mail.Mailbox) { m.Password = "wrong" },
		"mail.folder":      func(m *mail.Mailbox) { m.Folder = "Nowhere" },
		"mail.certificate": func(m *mail.Mailbox) { m.Roots = nil },
	} {
		bad := good
		change(&bad)
		_, err := bad.Open(t.Context())
		e, is := errors.AsType[*errs.E](err)
		if !is || e.Kind != errs.Unavailable || e.Key != key {
			t.Errorf("%s: %v", key, err)
		}
		if no, is := errors.AsType[*mail.Refusal](err); key == "mail.auth" && (!is || no.Said == "") {
			t.Errorf("the server's words are lost: %v", err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := good.Open(ctx); errs.KindOf(err) != errs.Unavailable {
		t.Errorf("%v", err)
	}
}
