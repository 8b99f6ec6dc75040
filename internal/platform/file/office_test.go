package file

import (
	"bytes"
	"context"
	"io"
	"io/fs"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/db/dbtest"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// owed are words that the shared forms use and other packages bring.
var owed = fstest.MapFS{
	"locale/ru.json": {Data: []byte(`{"form.cancel": "Отменить", "form.choose": "Выберите"}`)},
	"locale/en.json": {Data: []byte(`{"form.cancel": "Cancel", "form.choose": "Choose"}`)},
}

func catalog(t *testing.T) *i18n.Catalog {
	t.Helper()
	c, err := i18n.Load(Files, keep.Files, form.Words(), owed)
	if err != nil {
		c, err = i18n.Load(Files, keep.Files, form.Words())
	}
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestWords(t *testing.T) {
	c, err := i18n.Load(Files)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range i18n.Check(c) {
		t.Error(p)
	}
}

func scene(t *testing.T, lang string) *web.Scene {
	return &web.Scene{Printer: catalog(t).Printer(lang), Base: "/perm/office", Now: noon, Zone: time.UTC, Key: "01kamb5v000000000000000000", URL: &url.URL{Path: "/"}}
}

// ask runs the handler of a route as the frame would, and renders a page.
func (c city) ask(t *testing.T, ctx context.Context, routes []module.Route, r *http.Request) (web.Reply, string, error) {
	t.Helper()
	var reply web.Reply
	var err error
	mux := http.NewServeMux()
	for _, route := range routes {
		mux.HandleFunc(route.Pattern, func(_ http.ResponseWriter, r *http.Request) {
			if _, err = c.Gate.Require(r.Context(), route.Need); err == nil {
				reply, err = route.Handle(r)
			}
		})
	}
	w := httptest.NewRecorder()
	if !strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/") {
		if err := r.ParseForm(); err != nil {
			t.Fatal(err)
		}
	}
	s := scene(t, "ru")
	r = web.WithScene(r.WithContext(ctx), s)
	mux.ServeHTTP(w, r)
	if w.Code == http.StatusNotFound || w.Code == http.StatusMethodNotAllowed {
		t.Fatalf("%s %s: no route", r.Method, r.URL)
	}
	page, ok := reply.(web.Page)
	if !ok {
		return reply, "", err
	}
	return reply, c.render(t, s, page.Template, page.Title, page.Data), err
}

func (c city) render(t *testing.T, s *web.Scene, template, title string, data any) string {
	t.Helper()
	set, err := web.NewTemplates(ui.Funcs("icons.svg"), []fs.FS{ui.Files}, map[string]fs.FS{"file": Files})
	if err != nil {
		t.Fatal(err)
	}
	body, err := set.Fragment(template, &web.View{Scene: s, Title: title, D: data})
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(body), "⟦") {
		t.Errorf("words are missing: %s", body)
	}
	return string(body)
}

// post makes an upload as browsers send it. Values are name, value pairs.
func post(t *testing.T, to, name string, body []byte, values ...string) *http.Request {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for i := 0; i+1 < len(values); i += 2 {
		if err := w.WriteField(values[i], values[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	part, err := w.CreateFormFile("file", name)
	if err == nil {
		_, err = part.Write(body)
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, to, &b)
	r.Header.Set("Content-Type", w.FormDataContentType())
	return r
}

func TestUploadPages(t *testing.T) {
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB) {
		c := found(t, d)
		office := c.Module().Office
		head, pdf := as(t, account.Head), testPDF(t, "plain")
		const to = "/files/thing/open"

		_, html, err := c.ask(t, head, office, httptest.NewRequest(http.MethodGet, to, nil))
		if err != nil || !strings.Contains(html, `enctype="multipart/form-data"`) || !strings.Contains(html, `action="/perm/office/files/thing/open"`) || strings.Count(html, `name="visibility"`) != 4 {
			t.Errorf("fresh form: %v\n%s", err, html)
		}

		reply, _, err := c.ask(t, head, office, post(t, to, "Договор.pdf", pdf, "note", "Оригинал", "language", "de", "visibility", "public", ui.OnceName, "01kamb5v000000000000000000"))
		if back, ok := reply.(web.Redirect); err != nil || !ok || back.To != "/things/open" || back.Notice != "Файл добавлен: Договор.pdf" {
			t.Errorf("upload: %+v, %v", reply, err)
		}
		list, err := c.List(head, thing("open"))
		if err != nil || len(list) != 1 || list[0].Note != "Оригинал" || list[0].Language != "de" || list[0].Visibility != record.Public {
			t.Fatalf("list: %+v, %v", list, err)
		}
		// The same form once more does nothing twice and leads to the same page.
		reply, _, err = c.ask(t, head, office, post(t, to, "Договор.pdf", pdf, "visibility", "public", ui.OnceName, "01kamb5v000000000000000000"))
		if _, ok := reply.(web.Redirect); err != nil || !ok {
			t.Errorf("repeated: %+v, %v", reply, err)
		}
		// The short form of the panel has only the file.
		if _, _, err = c.ask(t, head, office, post(t, to, "b.txt", []byte("b"))); err != nil {
			t.Error(err)
		}

		for what, e := range map[string]struct {
			r    *http.Request
			want string // words at the field
		}{
			"wrong kind":    {post(t, to, "a.exe", []byte("MZ"), "note", "Мой текст", "visibility", "administration"), "Подходят файлы PDF, DOCX, XLSX, ODT, JPG, PNG, TXT, EML"},
			"too large":     {post(t, to, "a.pdf", bytes.Repeat([]byte("%PDF-"), MaxSize/5+1), "note", "Мой текст", "visibility", "department"), "Файл больше 20\u00a0МБ"},
			"empty":         {post(t, to, "a.pdf", nil, "note", "Мой текст", "visibility", "department"), "Файл пустой"},
			"locked":        {post(t, to, "a.pdf", testPDF(t, "r6-locked"), "note", "Мой текст", "visibility", "department"), "Файл защищён паролем"},
			"none chosen":   {post(t, to, "", nil, "note", "Мой текст", "visibility", "department"), "Выберите файл"},
			"there already": {post(t, to, "b.pdf", pdf, "note", "Мой текст", "visibility", "department"), "Этот файл здесь уже есть: Договор.pdf"},
			"odd language":  {post(t, to, "c.pdf", pdf, "note", "Мой текст", "visibility", "department", "language", "xx"), "Выберите один из предложенных вариантов"},
		} {
			reply, html, err := c.ask(t, head, office, e.r)
			page, ok := reply.(web.Page)
			if err != nil || !ok || page.Status != http.StatusUnprocessableEntity || !strings.HasPrefix(page.Title, "Ошибка: ") {
				t.Errorf("%s: %+v, %v", what, reply, err)
				continue
			}
			plain := strings.NewReplacer("\u00a0", " ")
			if strings.Count(plain.Replace(html), plain.Replace(e.want)) != 2 || !strings.Contains(html, `value="Мой текст"`) || !strings.Contains(html, `aria-invalid="true"`) {
				t.Errorf("%s: the form says\n%s", what, html)
			}
		}

		cut := post(t, to, "a.pdf", pdf, "visibility", "department")
		cut.Body = http.MaxBytesReader(httptest.NewRecorder(), cut.Body, 500)
		if _, html, err := c.ask(t, head, office, cut); err != nil || !strings.Contains(html, "Файл больше") {
			t.Errorf("past the limit of the route: %v", err)
		}
		torn := post(t, to, "a.pdf", pdf)
		torn.Body = io.NopCloser(io.LimitReader(torn.Body, 400))
		if _, html, err := c.ask(t, head, office, torn); err != nil || !strings.Contains(html, "загрузился. Попробуйте") {
			t.Errorf("torn request: %v", err)
		}
		for _, e := range []struct {
			role account.Role
			to   string
		}{{account.Branch, to}, {account.Anyone, to}, {account.Head, "/files/thing/missing"}, {account.Head, "/files/user/u"}, {account.Guest, "/files/thing/secret"}} {
			if _, _, err := c.ask(t, as(t, e.role), office, post(t, e.to, "a.pdf", pdf)); !hidden(err) {
				t.Errorf("%s to %s: %v", e.role, e.to, err)
			}
		}
	})
}

func TestChangePages(t *testing.T) {
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB) {
		c := found(t, d)
		office, head := c.Module().Office, as(t, account.Head)
		a := c.put(t, "open", text("a.txt", "x", record.Department))
		_, html, err := c.ask(t, head, office, httptest.NewRequest(http.MethodGet, "/files/"+a.ID+"/edit", nil))
		if err != nil || !strings.Contains(html, `name="version" value="1"`) || !strings.Contains(html, "/bin") {
			t.Errorf("form: %v\n%s", err, html)
		}
		send := func(path, body string) (web.Reply, string, error) {
			r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(body))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			return c.ask(t, head, office, r)
		}
		if reply, _, err := send("/files/"+a.ID, "version=1&note=one&visibility=public"); err != nil || reply.(web.Redirect).To != "/things/open" {
			t.Errorf("change: %v, %v", reply, err)
		}
		reply, html, err := send("/files/"+a.ID, "version=1&note=two&visibility=public")
		if page, ok := reply.(web.Page); err != nil || !ok || page.Status != http.StatusConflict || !strings.Contains(html, `value="two"`) || !strings.Contains(html, "Сейчас записано: one") || !strings.Contains(html, `name="version" value="2"`) {
			t.Errorf("stale: %v, %v\n%s", reply, err, html)
		}
		if reply, _, err := send("/files/"+a.ID+"/bin", ""); err != nil || reply.(web.Redirect).To != "/things/open" {
			t.Errorf("bin: %v, %v", reply, err)
		}
		if _, _, err := c.ask(t, head, office, httptest.NewRequest(http.MethodGet, "/files/"+a.ID+"/edit", nil)); errs.KindOf(err) != errs.NotFound {
			t.Errorf("form of a file in the bin: %v", err)
		}
	})
}

func TestDownload(t *testing.T) {
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB) {
		c := found(t, d)
		m := c.Module()
		shown := c.put(t, "open", Upload{Name: "Соглашение.pdf", Body: bytes.NewReader(testPDF(t, "plain")), Details: Details{Visibility: record.Public}})
		saved := c.put(t, "open", text("a.txt", "<3", record.Department))
		hiddenOne := c.put(t, "joint", text("b.txt", "b", record.Public))
		get := func(ctx context.Context, routes []module.Route, path string) (*http.Response, error) {
			reply, _, err := c.ask(t, ctx, routes, httptest.NewRequest(http.MethodGet, path, nil))
			if err != nil {
				return nil, err
			}
			w := httptest.NewRecorder()
			reply.(web.File).Send(w, httptest.NewRequest(http.MethodGet, path, nil))
			return w.Result(), nil
		}
		head := as(t, account.Head)
		for path, want := range map[string]string{"/files/" + shown.ID: "inline", "/files/" + shown.ID + "?save=1": "attachment", "/files/" + saved.ID: "attachment"} {
			res, err := get(head, m.Office, path)
			if err != nil || !strings.HasPrefix(res.Header.Get("Content-Disposition"), want) || !strings.HasPrefix(res.Header.Get("Content-Security-Policy"), "sandbox") || res.Header.Get("ETag") == "" {
				t.Errorf("%s: %v, %v", path, res, err)
			}
		}
		// The portal shows the same to everybody, signed in or not.
		for _, ctx := range []context.Context{as(t, account.Anyone), head} {
			for id, want := range map[string]bool{shown.ID: true, saved.ID: false, hiddenOne.ID: false, "nothing": false} {
				if _, err := get(ctx, m.Portal, "/files/"+id); (err == nil) != want || err != nil && !hidden(err) {
					t.Errorf("portal, %s: %v", id, err)
				}
			}
		}
	})
}

func TestPanels(t *testing.T) {
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB) {
		c := found(t, d)
		c.put(t, "open", Upload{Name: "<b>Фото.png", Body: bytes.NewReader(pngOf(t, quarters(16, 8))), Details: Details{Visibility: record.Public, Licence: "CC BY 4.0", Language: "de"}})
		c.put(t, "open", text("inner.txt", "x", record.Department))
		s := scene(t, "ru")
		panel := func(ask module.Related, role account.Role, about record.Ref) (string, string) {
			p, err := ask(as(t, role), s, about)
			if err != nil {
				t.Fatal(err)
			}
			if p == nil {
				return "", ""
			}
			return p.Count, c.render(t, s, p.Template, p.Title, p.Data)
		}
		count, html := panel(c.panel, account.Head, thing("open"))
		for _, want := range []string{"_b_Фото.png", "inner.txt", "PNG · ", "16 × 8", "немецкий", "CC BY 4.0", "head, 22", `action="/perm/office/files/thing/open"`, "/bin"} {
			if !strings.Contains(html, want) {
				t.Errorf("head does not see %q in\n%s", want, html)
			}
		}
		if count != "2" || strings.Contains(html, "<b>") {
			t.Errorf("count %s\n%s", count, html)
		}
		if count, html := panel(c.panel, account.Branch, thing("open")); count != "1" || strings.Contains(html, "inner.txt") || strings.Contains(html, "<form") {
			t.Errorf("a reader sees\n%s", html)
		}
		if _, html := panel(c.panel, account.Head, thing("secret")); !strings.Contains(html, "Файлов пока нет") {
			t.Errorf("empty:\n%s", html)
		}
		for _, silent := range []struct {
			role  account.Role
			about record.Ref
		}{{account.Branch, thing("secret")}, {account.Branch, thing("joint")}, {account.Head, record.Ref{Kind: Kind, ID: "x"}}, {account.Head, record.Ref{Kind: "user", ID: "x"}}, {account.Head, thing("missing")}} {
			if _, html := panel(c.panel, silent.role, silent.about); html != "" {
				t.Errorf("%s sees about %s\n%s", silent.role, silent.about, html)
			}
		}
		if count, html := panel(c.publicPanel, account.Head, thing("open")); count != "1" || strings.Contains(html, "inner") || strings.Contains(html, "head") || strings.Contains(html, "<form") {
			t.Errorf("the portal shows\n%s", html)
		}
		if _, html := panel(c.publicPanel, account.Head, thing("joint")); html != "" {
			t.Errorf("the portal shows of a record that is not public\n%s", html)
		}
	})
}
