package outbox

import (
	"io/fs"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/mail"
	"pobratim/internal/kit/mail/mailtest"
	"pobratim/internal/kit/web"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/keep/keeptest"
)

func desk(t *testing.T) keeptest.Desk { return keeptest.Desk{T: t, Name: "outbox", Files: files(t)} }

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

// post sends a form and shows the page that answers, or says where it leads.
func post(t *testing.T, o *office, role account.Role, target string, values url.Values) string {
	t.Helper()
	reply, err := desk(t).Ask(keeptest.As(t, role), o.Module().Office, http.MethodPost, target, values)
	if err != nil {
		t.Fatalf("%s: %v", target, err)
	}
	switch is := reply.(type) {
	case web.Redirect:
		return "→ " + is.To + " " + is.Notice
	case web.Page:
		return desk(t).HTML(desk(t).Scene("ru", target), is.Template, is.Title, is.Data)
	}
	t.Fatalf("%s: %+v", target, reply)
	return ""
}

// TestPages walks over the outbox as its readers do.
func TestPages(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		show := func(role account.Role, target string) string {
			return desk(t).Show(keeptest.As(t, role), o.Module().Office, target)
		}
		shows(t, show(account.Head, "/outbox"), "Черновиков нет", "Почта не настроена")
		shows(t, show(account.Head, "/outbox?view=waiting"), "Ничего не ждёт отправки")
		l := letter("Анна Шмидт <anna@duisburg.example>")
		l.Body = i18n.NewText("ru", "{обращение}!\n\n<script>alert(1)</script>\nЖдём вас.")
		m := o.write(t, l)
		page := show(account.Head, "/outbox/"+m.ID)
		shows(t, page, "<mark>{обращение}</mark>", "&lt;script&gt;", "Анна Шмидт &lt;anna@duisburg.example&gt;", "Отметить отправленным", "осталось 1 незаполненное место")
		if strings.Contains(page, "Сохранить файлом") {
			t.Error("a message with gaps is offered as a file")
		}
		sink := mailtest.New(t, mailtest.StartTLS)
		o.connect(sink)
		version := url.Values{"version": {strconv.FormatInt(m.Version, 10)}}
		shows(t, post(t, o, account.Head, "/outbox/"+m.ID+"/send", version), "Сообщение не отправлено", "незаполненные места: {обращение}")
		shows(t, post(t, o, account.Head, "/outbox/send", url.Values{"pick": {m.ID + ".1"}}), "1 сообщение не отправлено", "незаполненные места")
		shows(t, post(t, o, account.Head, "/outbox/send", nil), "Отметьте, что отправить")
		good := o.write(t, letter("anna@duisburg.example"))
		values := url.Values{"version": {"1"}, "day": {"31.02.2026"}, "time": {"9:00"}}
		shows(t, post(t, o, account.Head, "/outbox/"+good.ID+"/send", values), `value="31.02.2026"`, `value="9:00"`)
		values.Set("day", "21.11.2026")
		shows(t, post(t, o, account.Head, "/outbox/"+good.ID+"/send", values), "Это время уже прошло")
		values.Set("day", "23.11.2026")
		shows(t, post(t, o, account.Head, "/outbox/"+good.ID+"/send", values), "→ /outbox/"+good.ID, "Сообщение уйдёт 23 ноября 2026")
		if is := o.get(t, good.ID); !is.DueAt.Equal(time.Date(2026, 11, 23, 4, 0, 0, 0, time.UTC)) {
			t.Errorf("due at %s", is.DueAt)
		}
		shows(t, show(account.Head, "/outbox?view=waiting"), "уйдёт 23 ноября 2026", "Ждут отправки")
		shows(t, post(t, o, account.Head, "/outbox/"+good.ID+"/hold", nil), "снова черновик")
		good = o.get(t, good.ID)
		shows(t, post(t, o, account.Head, "/outbox/send", url.Values{"pick": {good.ID + "." + strconv.FormatInt(good.Version, 10)}}), "→ /outbox?view=waiting 1 сообщение уйдёт через 20 секунд")
		shows(t, show(account.Head, "/outbox/"+good.ID), "уйдёт через 21 секунду", "Вернуть в черновики", `hx-trigger="every 2s"`)
		o.run(t, Hold)
		shows(t, show(account.Auditor, "/outbox/"+good.ID), "отправлено", "принято сервером")
		shows(t, show(account.Head, "/outbox?view=sent"), "Приглашение", "отправлено")
		raw, _, err := o.EML(head(t), good.ID, 0)
		if read, parseErr := mail.Parse(raw); err != nil || parseErr != nil || read.Subject != "Приглашение" {
			t.Errorf("%v %v", err, parseErr)
		}
	})
}

// TestByHand takes the way without a server: a file, and a mark.
func TestByHand(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		m := o.write(t, letter("anna@duisburg.example"))
		reply, err := desk(t).Ask(head(t), o.Module().Office, http.MethodGet, "/outbox/"+m.ID+"/eml", nil)
		if f, ok := reply.(web.File); err != nil || !ok || f.Name != "Приглашение.eml" || f.Type != "message/rfc822" {
			t.Errorf("%+v %v", reply, err)
		}
		shows(t, post(t, o, account.Head, "/outbox/"+m.ID+"/by-hand", nil), "Отмечено")
		if is := o.get(t, m.ID); is.State != Sent || !is.ByHand {
			t.Errorf("%+v", is)
		}
	})
}

// TestSettings shows what is wrong with a server at its field, and never the
// password.
func TestSettings(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		sink := mailtest.New(t, mailtest.StartTLS, func(s *mailtest.Sink) { s.User, s.Pass = "office", "correct horse" })
		o.deps.Roots = sink.Roots
		typed := url.Values{"version": {"0"}, "host": {"localhost"}, "port": {"x"}, "security": {"starttls"}, "login": {"office"}, "password": {"wrong"}, "senders": {"Отдел <office@perm.example>\r\nкто-то"}, "domain": {"perm.example"}, "selector": {"S1"}}
		shows(t, post(t, o, account.Administrator, "/outbox/settings", typed), "Порт — число от 1 до 65535", "Адрес не читается: кто-то", `value="localhost"`)
		typed.Set("port", strconv.Itoa(sink.Port))
		typed.Set("senders", "Отдел <office@perm.example>")
		shows(t, post(t, o, account.Administrator, "/outbox/settings", typed), "→ /outbox/settings Настройка почты сохранена")
		page := desk(t).Show(admin(t), o.Module().Office, "/outbox/settings")
		shows(t, page, "s1._domainkey.perm.example", "v=DKIM1; k=rsa; p=", "Отправить проверочное письмо")
		if strings.Contains(page, "wrong") {
			t.Error("the password is on the page")
		}
		shows(t, post(t, o, account.Administrator, "/outbox/settings/try", url.Values{"try": {"admin@perm.example"}}), "не принял имя пользователя или пароль", `value="admin@perm.example"`)
		typed.Set("version", "1")
		typed.Set("password", "correct horse")
		post(t, o, account.Administrator, "/outbox/settings", typed)
		shows(t, post(t, o, account.Administrator, "/outbox/settings/try", url.Values{"try": {"admin@perm.example"}}), "Сервер принял письмо на admin@perm.example")
		if got := sink.Got(); len(got) != 1 || !strings.HasPrefix(string(got[0].Body), "DKIM-Signature") {
			t.Errorf("%+v", got)
		}
		sink.Close()
		shows(t, post(t, o, account.Administrator, "/outbox/settings/try", url.Values{"try": {"admin@perm.example"}}), "Почтовый сервер не отвечает")
	})
}

// files are those of the outbox together with the words of what it is made of.
func files(t *testing.T) fs.FS {
	t.Helper()
	all := fstest.MapFS{}
	for at, of := range map[string]fs.FS{"": Files, "mail/": mail.Locale()} {
		err := fs.WalkDir(of, ".", func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
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
