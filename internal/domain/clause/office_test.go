package clause

import (
	"archive/zip"
	"bytes"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/web"
)

// TestRefusedAtTheClause marks what is missing at its clause and in the summary,
// and prints nothing until it is there.
func TestRefusedAtTheClause(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		text := h.text(whole()...)
		at := "/texts/" + text.ID
		half := h.clauses(text.ID)[3]
		half.Words = i18n.NewText("ru", "только по-русски")
		if err := h.Write(h.head(), half); err != nil {
			t.Fatal(err)
		}
		page, body := h.shown(http.MethodPost, at+"/ready", url.Values{"version": {"1"}})
		if page.Status != http.StatusUnprocessableEntity || !strings.Contains(body, `href="#clause-`+half.ID+`"`) || !strings.Contains(body, "немецкий</span>") || !strings.Contains(body, "только по-русски") {
			t.Errorf("%d: %s", page.Status, body)
		}
		if strings.Contains(body, "/paper/") {
			t.Error("half a text offers papers")
		}
		if page, _ = h.shown(http.MethodGet, at+"/paper/ours.docx", nil); page.Status != http.StatusUnprocessableEntity {
			t.Errorf("a paper of half a text: %d", page.Status)
		}
		// The form of the clause keeps what was typed when a mark is unknown.
		page, body = h.shown(http.MethodPost, "/clauses/"+half.ID+"/edit", url.Values{"version": {"2"}, "part": {"point"}, "words.ru": {"слова"}, "words.de": {"<Stadt> empfängt"}})
		if page.Status != http.StatusUnprocessableEntity || !strings.Contains(body, "&lt;Stadt&gt; empfängt") || !strings.Contains(body, "#f-words-de") {
			t.Errorf("%d: %s", page.Status, body)
		}
		h.moved("/clauses/"+half.ID+"/edit", url.Values{"version": {"2"}, "part": {"point"}, "words.ru": {"слова"}, "words.de": {"Wörter"}})
		h.moved(at+"/ready", url.Values{"version": {"1"}})
		_, body = h.shown(http.MethodGet, at, nil)
		for _, file := range []string{"ours.docx", "ours.pdf", "theirs.docx", "theirs.pdf", "both.zip"} {
			if !strings.Contains(body, "/paper/"+file) {
				t.Errorf("a ready text does not offer %s", file)
			}
		}
		reply, err := h.ask(http.MethodGet, at+"/paper/theirs.docx", nil)
		if file, ok := reply.(web.File); err != nil || !ok || file.Name != "agreement-ready-theirs.docx" || len(file.Body) < 1000 {
			t.Errorf("their copy: %+v, %v", reply, err)
		}
		for _, none := range []string{"both.docx", "ours.zip"} {
			if _, err := h.ask(http.MethodGet, at+"/paper/"+none, nil); err == nil {
				t.Error("a copy of nobody: " + none)
			}
		}
		h.packed(at, text.ID)
		if page, _ = h.shown(http.MethodGet, "/clauses/"+half.ID+"/edit", nil); page.Status != http.StatusConflict {
			t.Errorf("the form of a ready text: %d", page.Status)
		}
	})
}

// packed wants both copies in one file, each as it comes alone, and the same bytes
// twice.
func (h *house) packed(at, id string) {
	h.t.Helper()
	var bodies [2][]byte
	for i := range bodies {
		reply, err := h.ask(http.MethodGet, at+"/paper/both.zip", nil)
		file, ok := reply.(web.File)
		if err != nil || !ok || file.Name != "agreement-ready.zip" || file.Type != "application/zip" {
			h.t.Fatalf("both copies: %+v, %v", reply, err)
		}
		bodies[i] = file.Body
	}
	if !bytes.Equal(bodies[0], bodies[1]) {
		h.t.Error("the same text makes different files")
	}
	pack, err := zip.NewReader(bytes.NewReader(bodies[0]), int64(len(bodies[0])))
	if err != nil {
		h.t.Fatal(err)
	}
	var names []string
	for _, f := range pack.File {
		names = append(names, f.Name)
		in, err := f.Open()
		if err != nil {
			h.t.Fatal(err)
		}
		got, err := io.ReadAll(in)
		if err != nil {
			h.t.Fatal(err)
		}
		whose, kind, _ := strings.Cut(strings.TrimPrefix(f.Name, "agreement-ready-"), ".")
		want, _, err := h.Paper(h.head(), id, Copy(whose), kind)
		if err != nil || !bytes.Equal(got, want) {
			h.t.Errorf("%s is not what it is alone: %v", f.Name, err)
		}
	}
	if want := []string{"agreement-ready-ours.docx", "agreement-ready-ours.pdf", "agreement-ready-theirs.docx", "agreement-ready-theirs.pdf"}; !slices.Equal(names, want) {
		h.t.Errorf("%q", names)
	}
}

// TestRightToLeft shows a language that is written from right to left on the
// right, with its direction.
func TestRightToLeft(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id, err := h.Begin(h.head(), Text{Agreement: h.agreement, OurLang: "ru", TheirLang: "ar"}, "")
		if err != nil {
			t.Fatal(err)
		}
		for _, query := range []string{"", "?copy=ours", "?copy=theirs"} {
			_, body := h.shown(http.MethodGet, "/texts/"+id+query, nil)
			heads := body[strings.Index(body, "wording-head"):]
			ru, ar := strings.Index(heads, `lang="ru"`), strings.Index(heads, `lang="ar" dir="rtl"`)
			if ru < 0 || ar < ru {
				t.Errorf("%q: Russian at %d, Arabic at %d", query, ru, ar)
			}
		}
		_, body := h.shown(http.MethodGet, "/clauses/"+h.clauses(id)[0].ID+"/edit", nil)
		if !strings.Contains(body, `lang="ar" dir="rtl"`) {
			t.Error("the field of the Arabic wording has no direction")
		}
	})
}

// TestPages walks what a person does: begin, paste both languages, oblige,
// promise, and take away.
func TestPages(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		page, _ := h.shown(http.MethodPost, "/texts", url.Values{"agreement": {h.agreement}, "our_lang": {"ru"}, "their_lang": {"ru"}})
		if page.Status != http.StatusUnprocessableEntity {
			t.Errorf("two languages that are one: %d", page.Status)
		}
		at := h.moved("/texts", url.Values{"agreement": {h.agreement}, "our_lang": {"ru"}, "their_lang": {"de"}})
		values := url.Values{"lang": {"ru"}, "pasted": {"Заглавие\n\nПреамбула.\n\nСтатья 1. Предмет\n1.1. Слова.\n\nСовершено в Перми."}}
		page, body := h.shown(http.MethodPost, at+"/paste", values)
		if page.Status != 0 || !strings.Contains(body, "Внести") || !strings.Contains(body, "Пункт 1.1") {
			t.Errorf("the preview: %d %s", page.Status, body)
		}
		if page, _ = h.shown(http.MethodPost, at+"/paste", url.Values{"lang": {"ru"}}); page.Status != http.StatusUnprocessableEntity {
			t.Errorf("nothing pasted: %d", page.Status)
		}
		values.Set("put", "yes")
		h.moved(at+"/paste", values)
		clauses := h.clauses(strings.TrimPrefix(at, "/texts/"))
		if len(clauses) != 5 || clauses[3].Part != Point {
			t.Fatalf("pasted: %+v", clauses)
		}
		to := h.moved("/clauses/"+clauses[3].ID+"/obligations/new", url.Values{"side": {"ours"}, "what.ru": {"Сделать"}, "due": {"2027"}})
		_, body = h.shown(http.MethodGet, strings.TrimSuffix(to, "#obligations"), nil)
		if !strings.Contains(body, "Записать обещание") || !strings.Contains(body, "Сделать") {
			t.Errorf("the clause: %s", body)
		}
		all, err := h.Obligations(h.head(), strings.TrimPrefix(at, "/texts/"))
		if err != nil || len(all) != 1 {
			t.Fatal(all, err)
		}
		h.moved("/clauses/"+clauses[3].ID+"/obligations/"+all[0].ID+"/promise", nil)
		if len(h.promises) != 1 || h.promises[0].Clause != "п. 1.1" {
			t.Errorf("promised: %+v", h.promises)
		}
		_, body = h.shown(http.MethodGet, at, nil)
		if !strings.Contains(body, "обещание ") || !strings.Contains(body, "обязывает нас") {
			t.Errorf("the text does not show the promise: %s", body)
		}
		h.moved("/clauses/"+clauses[3].ID+"/obligations/"+all[0].ID+"/remove", nil)
		h.moved("/clauses/"+clauses[3].ID+"/move", url.Values{"to": {"up"}})
		if page, _ = h.shown(http.MethodPost, "/clauses/"+clauses[3].ID+"/move", url.Values{"to": {"aside"}}); page.Status != http.StatusUnprocessableEntity {
			t.Errorf("moved aside: %d", page.Status)
		}
		h.moved("/clauses/"+clauses[3].ID+"/remove", nil)
		h.moved(at+"/edit", url.Values{"version": {"1"}, "our_lang": {"ru"}, "their_lang": {"de"}, "our_name.ru": {"Пермь"}, "their_name.de": {"Duisburg"}})
		if to = h.moved(at+"/bin", nil); to != "/agreements/"+h.agreement {
			t.Errorf("put away, and on to %s", to)
		}
	})
}
