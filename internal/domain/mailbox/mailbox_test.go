package mailbox

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"pobratim/internal/domain/letter"
	"pobratim/internal/kit/db"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/mail"
	"pobratim/internal/kit/mail/mailtest"
	"pobratim/internal/kit/web"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/keep/keeptest"
)

func letterFrom(who, subject, id string) []string {
	return []string{"From: " + who, "To: office@perm.example", "Subject: " + subject, "Message-ID: <" + id + ">", "", "Text"}
}

// TestFetch takes what comes, each once, and leaves the folder as it was.
func TestFetch(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.put(t, letterFrom("anna@duisburg.example", "Eins", "1@duisburg.example")...)
		o.look(t, 0)
		if got := o.titles(t); len(got) != 0 {
			t.Fatalf("taken before a mailbox was set up: %q", got)
		}
		o.connect(t)
		o.look(t, 0)
		o.put(t, letterFrom("anna@duisburg.example", "Zwei", "2@duisburg.example")...)
		o.put(t, letterFrom("anna@duisburg.example", "Zwei", "2@duisburg.example")...) // once more by another way
		o.put(t, "From: anna@duisburg.example", "Subject: Ohne Nummer", "", "Text")
		o.look(t, time.Second)
		if got := o.titles(t); !slices.Equal(got, []string{"Eins"}) {
			t.Fatalf("looked before its time: %q", got)
		}
		o.look(t, often)
		want := []string{"Eins", "Ohne Nummer", "Zwei"}
		if got := o.titles(t); !slices.Equal(slices.Sorted(slices.Values(got)), want) {
			t.Fatalf("%q", got)
		}
		o.look(t, often)
		o.box.Renew(t) // the server numbers its messages anew
		o.put(t, "From: anna@duisburg.example", "Subject: Ohne Nummer", "", "Text")
		o.put(t, letterFrom("anna@duisburg.example", "Zwei", "2@duisburg.example")...)
		o.look(t, often)
		if got := o.titles(t); !slices.Equal(slices.Sorted(slices.Values(got)), want) {
			t.Errorf("what was taken comes again: %q", got)
		}
		if n := o.box.Seen(t); n != 0 {
			t.Errorf("%d messages are marked as read", n)
		}
		m, err := o.Mailbox(admin(t))
		if err != nil || m.CheckedAt.IsZero() || !m.DownSince.IsZero() {
			t.Errorf("%+v %v", m, err)
		}
	})
}

// TestOnlyNew leaves alone what lay there before the mailbox was set up.
func TestOnlyNew(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.box.Put(t, strings.Join(letterFrom("anna@duisburg.example", "Alt", "alt@duisburg.example"), "\r\n"), o.now.Add(-time.Hour))
		o.connect(t, func(m *Mailbox) { m.Everything = false })
		o.now = o.now.Add(time.Minute)
		o.put(t, letterFrom("anna@duisburg.example", "Neu", "neu@duisburg.example")...)
		o.look(t, 0)
		if got := o.titles(t); !slices.Equal(got, []string{"Neu"}) {
			t.Errorf("%q", got)
		}
		o.connect(t) // everything after all
		o.look(t, 0)
		if got := o.titles(t); len(got) != 2 {
			t.Errorf("%q", got)
		}
	})
}

// TestHandedOn takes what staff forward for what was forwarded, and what they send
// with a blind copy for ours.
func TestHandedOn(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.connect(t)
		o.put(t, "From: clerk@perm.example", "Subject: Fwd: Einladung", "Message-ID: <f1@perm.example>", "Content-Type: multipart/mixed; boundary=o", "", "--o", "Content-Type: text/plain; charset=utf-8", "", "на контроль", "--o", "Content-Type: message/rfc822", "",
			"From: anna@duisburg.example", "Subject: Einladung", "Message-ID: <e1@duisburg.example>", "Content-Type: multipart/mixed; boundary=i", "", "--i", "", "Kommen Sie", "--i", "Content-Type: text/plain; name=liste.txt", "Content-Disposition: attachment; filename=liste.txt", "", "Anna", "--i--", "--o--", "")
		o.put(t, "From: clerk@perm.example", "To: anna@duisburg.example", "Subject: Antwort", "Message-ID: <a1@perm.example>", "In-Reply-To: <e1@duisburg.example>", "", "Gern")
		o.put(t, "From: anna@duisburg.example", "Subject: Fwd: Plan", "Message-ID: <p1@duisburg.example>", "", "---------- Forwarded message ---------", "From: chef@duisburg.example", "Subject: Plan", "", "Intern")
		o.look(t, 0)
		rows, err := o.letters.Letters(head(t), letter.Filter{Limit: 10})
		if err != nil || len(rows) != 3 {
			t.Fatalf("%+v %v", rows, err)
		}
		byTitle := map[string]letter.Letter{}
		for _, l := range rows {
			byTitle[l.Title.Get("ru")] = l
		}
		came, ours, theirs := byTitle["Einladung"], byTitle["Antwort"], byTitle["Fwd: Plan"]
		if came.Side != letter.In || came.Partner != "duisburg" || came.MailID != "e1@duisburg.example" || came.Note.Get("ru") != "на контроль" || !came.Answered || !came.Waits {
			t.Errorf("%+v", came)
		}
		if files, err := o.files.List(head(t), came.Ref()); err != nil || len(files) != 1 || files[0].Name != "liste.txt" {
			t.Errorf("%+v %v", files, err)
		}
		if ours.Side != letter.Out || ours.Answers != came.ID || ours.Waits {
			t.Errorf("%+v", ours)
		}
		if theirs.Side != letter.In || theirs.Person == "" {
			t.Errorf("what a partner forwards is the partner's letter: %+v", theirs)
		}
	})
}

// TestUntaken lists what cannot be taken in with its reason, and takes it after all
// when somebody says whose it is.
func TestUntaken(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.connect(t)
		o.put(t, letterFrom("Who <who@elsewhere.example>", "Hello", "h@elsewhere.example")...)
		o.put(t, "no mail at all")
		o.put(t, "From: anna@duisburg.example", "Subject: Gross", "", strings.Repeat("x", mail.MaxRead))
		o.put(t, letterFrom("anna@duisburg.example", "Gut", "g@duisburg.example")...)
		o.look(t, 0)
		if got := o.titles(t); !slices.Equal(got, []string{"Gut"}) {
			t.Fatalf("%q", got)
		}
		all, err := o.Untaken(head(t))
		var why []string
		for _, u := range all {
			why = append(why, u.Why)
		}
		slices.Sort(why)
		if err != nil || !slices.Equal(why, []string{"letter.incoming.unknown", "mail.read.none", "mail.read.size"}) {
			t.Fatalf("%q %v", why, err)
		}
		list := desk(t).Show(head(t), o.Module().Office, "/mailbox/untaken")
		shows(t, list, "Hello", "who@elsewhere.example", "Отправитель не узнан: выберите город", "Письмо без темы", "Это не письмо", "Письмо больше 32 MiB")
		i := slices.IndexFunc(all, func(u Untaken) bool { return u.Title == "Hello" })
		at := pathOf(all[i])
		ask := func(path string, values url.Values) web.Reply {
			t.Helper()
			reply, err := desk(t).Ask(head(t), o.Module().Office, http.MethodPost, path, values)
			if err != nil {
				t.Fatal(err)
			}
			return reply
		}
		if page, is := ask(at, url.Values{}).(web.Page); !is || page.Status != http.StatusUnprocessableEntity {
			t.Errorf("taken without a city: %+v", page)
		}
		if to, is := ask(at, url.Values{"partner": {"oxford"}}).(web.Redirect); !is || !strings.HasPrefix(to.To, "/letters/") {
			t.Errorf("%+v", to)
		}
		none := all[slices.IndexFunc(all, func(u Untaken) bool { return u.Why == "mail.read.none" })]
		if to, is := ask(pathOf(none)+"/pass", nil).(web.Redirect); !is || to.To != "/mailbox/untaken" {
			t.Errorf("%+v", to)
		}
		if all, err = o.Untaken(head(t)); err != nil || len(all) != 1 {
			t.Errorf("%+v %v", all, err)
		}
		o.box.Renew(t)
		if _, err := o.TakeUntaken(head(t), all[0].Validity, all[0].UID, "duisburg"); !errors.Is(err, errs.Field("partner", "mail.gone")) {
			t.Errorf("a message that is gone: %v", err)
		}
		if _, err := o.One(head(t), 7, 7); errs.KindOf(err) != errs.NotFound {
			t.Errorf("%v", err)
		}
		if _, err := o.Untaken(keeptest.As(t, account.Auditor)); errs.KindOf(err) != errs.Forbidden {
			t.Errorf("an auditor: %v", err)
		}
	})
}

// TestAway waits for a server that is gone, says so, and takes everything once when
// it is back.
func TestAway(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.connect(t)
		port := o.box.Port
		o.box.Close()
		start := o.now
		var tried []time.Duration
		for o.now.Before(start.Add(time.Hour)) {
			before, err := o.Mailbox(admin(t))
			if err != nil {
				t.Fatal(err)
			}
			o.look(t, 10*time.Second)
			if after, err := o.Mailbox(admin(t)); err != nil || after.Tries != before.Tries {
				tried = append(tried, o.now.Sub(start).Truncate(time.Minute))
			}
		}
		if want := []time.Duration{0, time.Minute, 3 * time.Minute, 8 * time.Minute, 18 * time.Minute, 33 * time.Minute, 48 * time.Minute}; len(tried) != len(want) {
			t.Errorf("tried after %v", tried)
		}
		page := desk(t).Show(admin(t), o.Module().Office, "/mailbox")
		shows(t, page, "Письма не забираются с", "В ящике они целы", "Почтовый сервер не отвечает")
		if said, err := o.Notice(head(t), desk(t).Scene("ru", "/letters")); err != nil || said == nil {
			t.Errorf("the register says nothing: %v", err)
		}
		o.box = mailtest.NewBox(t, mailtest.StartTLS, "127.0.0.1:"+strconv.Itoa(port))
		o.deps.Roots = o.box.Roots
		for n := range 3 {
			o.put(t, letterFrom("anna@duisburg.example", "Brief", fmt.Sprintf("b%d@duisburg.example", n))...)
		}
		o.look(t, 15*time.Minute)
		if got := o.titles(t); len(got) != 3 {
			t.Errorf("%q", got)
		}
		if said, err := o.Notice(head(t), desk(t).Scene("ru", "/letters")); err != nil || said != nil {
			t.Errorf("%+v %v", said, err)
		}
	})
}

// TestCutOff ends the program between any two messages, and between a letter and its
// attachments: nothing is lost and nothing is entered twice.
func TestCutOff(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.connect(t)
		const n = 50
		for i := range n {
			o.put(t, "From: anna@duisburg.example", "Subject: Brief "+strconv.Itoa(i), fmt.Sprintf("Message-ID: <b%d@duisburg.example>", i), "Content-Type: multipart/mixed; boundary=o", "", "--o", "", "Text "+strconv.Itoa(i), "--o", "Content-Type: text/plain; name=a.txt", "Content-Disposition: attachment; filename=a.txt", "", "Anlage "+strconv.Itoa(i), "--o--", "")
		}
		for i := 0; ; i++ {
			o.read, o.cut = 0, 1+i%7
			more, err := o.Fetch(program(t))
			if err != nil && !errors.Is(err, io.ErrClosedPipe) {
				t.Fatal(err)
			}
			if i%3 == 0 { // it was not written down that the last one was taken, nor were its files
				m, err := mailboxOf(t.Context(), o.DB)
				if err == nil && m.LastUID > 1 {
					err = setRead(t.Context(), o.DB, m, m.Validity, m.LastUID-1)
				}
				if err != nil {
					t.Fatal(err)
				}
			}
			if err == nil && !more && len(o.titles(t)) == n {
				break
			}
			if i > 10*n {
				t.Fatal("it never comes to an end")
			}
			o.now = o.now.Add(often)
		}
		seen := map[string]bool{}
		rows, err := o.letters.Letters(head(t), letter.Filter{Limit: 2 * n})
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range rows {
			files, err := o.files.List(head(t), l.Ref())
			if err != nil || len(files) != 1 || seen[l.MailID] {
				t.Errorf("%s: %d files, %v", l.MailID, len(files), err)
			}
			seen[l.MailID] = true
		}
	})
}

// TestTwo lets two processes look into one mailbox: one of them does.
func TestTwo(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.connect(t)
		if mine, err := claim(t.Context(), o.DB, o.now, o.now.Add(lease)); err != nil || !mine {
			t.Fatal(err)
		}
		o.put(t, letterFrom("anna@duisburg.example", "Brief", "b@duisburg.example")...)
		o.look(t, 0)
		if got := o.titles(t); len(got) != 0 {
			t.Errorf("%q", got)
		}
		o.look(t, lease) // who had claimed it is gone
		if got := o.titles(t); len(got) != 1 {
			t.Errorf("%q", got)
		}
	})
}

// TestSettings keeps the password to itself, says what is wrong at its field, and in
// whose words a server refuses.
func TestSettings(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		post := func(path string, values url.Values) string {
			t.Helper()
			reply, err := desk(t).Ask(admin(t), o.Module().Office, http.MethodPost, path, values)
			if err != nil {
				t.Fatal(err)
			}
			if to, is := reply.(web.Redirect); is {
				return "→ " + to.To + " " + to.Notice
			}
			page := reply.(web.Page)
			return desk(t).HTML(desk(t).Scene("ru", path), page.Template, page.Title, page.Data)
		}
		shows(t, desk(t).Show(admin(t), o.Module().Office, "/mailbox"), "Ящик не подключён", `value="993"`)
		typed := url.Values{"version": {"0"}, "host": {"imap.example.org:993"}, "port": {"x"}, "security": {"tls"}, "login": {""}, "folder": {"IN*"}, "password": {"wrong"}}
		page := post("/mailbox", typed)
		shows(t, page, "Введите только имя сервера", "Порт — число от 1 до 65535", "Введите имя пользователя", "В имени папки не бывает", `value="imap.example.org:993"`)
		for name, value := range map[string]string{"host": "mail.example.org", "port": "143", "security": "none", "login": "office", "folder": ""} {
			typed.Set(name, value)
		}
		shows(t, post("/mailbox", typed), "Без защиты пароль и письма увидят другие")
		typed.Set("host", "localhost")
		typed.Set("security", "starttls")
		typed.Set("port", strconv.Itoa(o.box.Port))
		shows(t, post("/mailbox", typed), "→ /mailbox Ящик сохранён")
		shows(t, post("/mailbox/check", nil), "не принял имя пользователя или пароль", "Ответ сервера:")
		typed.Set("version", "1")
		typed.Set("password", o.box.Pass)
		post("/mailbox", typed)
		o.put(t, letterFrom("anna@duisburg.example", "Brief", "b@duisburg.example")...)
		shows(t, post("/mailbox/check", nil), "Ящик открывается: в папке 1 письмо")
		sealed, err := db.One(t.Context(), o.DB, db.Value[string], `SELECT sealed FROM mailbox_secrets`)
		if err != nil || strings.Contains(sealed, o.box.Pass) {
			t.Errorf("%q %v", sealed, err)
		}
		if page := desk(t).Show(admin(t), o.Module().Office, "/mailbox"); strings.Contains(page, o.box.Pass) {
			t.Error("the password is on the page")
		}
		m, err := o.Mailbox(admin(t))
		if err == nil {
			m.Version = 1
			err = o.Set(admin(t), m, nil)
		}
		if errs.KindOf(err) != errs.Stale {
			t.Errorf("an old version: %v", err)
		}
		if _, err := o.Mailbox(head(t)); errs.KindOf(err) != errs.Forbidden {
			t.Errorf("the head sees the mailbox: %v", err)
		}
		if _, err := o.FetchNow(keeptest.As(t, account.Auditor)); errs.KindOf(err) != errs.Forbidden {
			t.Errorf("an auditor fetches: %v", err)
		}
		got, err := o.FetchNow(head(t))
		if err != nil || got.Taken != 1 || got.Untaken+got.Known != 0 {
			t.Errorf("%+v %v", got, err)
		}
	})
}
