package paperwork

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pobratim/internal/kit/doctext"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/web"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/keep/keeptest"
	"pobratim/internal/platform/record"
)

func holesOf(d Draft) (names []string) {
	for _, h := range d.Holes {
		names = append(names, h.Name)
	}
	return names
}

func TestHoles(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		want := Wanted{Activity: "visit", Paper: "order", Langs: "ru", Format: "docx"}
		d, err := h.Make(h.head(), want)
		if err != nil {
			t.Fatal(err)
		}
		names := holesOf(d)
		for _, one := range []string{"partner.gen", "purpose", "city.pre", "head.ins", "responsible.acc", "money", "signer.post"} {
			if !slices.Contains(names, one) {
				t.Errorf("%s is no hole: %q", one, names)
			}
		}
		// What stands only when it is known is no hole, and nothing is declined.
		if slices.Contains(names, "ground") || slices.Contains(names, "head") {
			t.Errorf("holes that are none: %q", names)
		}
		text, err := doctext.Of(d.Body)
		if err != nil || !strings.Contains(text, blank) || strings.Contains(text, "{{") || strings.Contains(text, "Основание") {
			t.Errorf("%v %s", err, text)
		}
		h.told()
		if d, err = h.Make(h.head(), want); err != nil || len(d.Holes) > 0 {
			t.Fatalf("%v, holes %+v", err, d.Holes)
		}
		if text, err = doctext.Of(d.Body); err != nil {
			t.Fatal(err)
		}
		for _, one := range []string{"О приёме делегации города Дуйсбурга", "Основание: план на 2027 год. Цель приёма — развитие сотрудничества.", "в Перми делегацию города Дуйсбурга (Германия) в составе 19 человек во главе с Анной Байшпиль", "приёма Петра Примерова.", "П. Примеров"} {
			if !strings.Contains(strings.ReplaceAll(text, "\u00a0", " "), one) {
				t.Errorf("%q is missing in\n%s", one, text)
			}
		}
		if d.FileName(2) != "О приёме делегации города Дуйсбурга (2).docx" {
			t.Error(d.FileName(2))
		}
		// A coat of arms that is a drawing has no place in DOCX and is named.
		svg := open(t, h.Floor, sources([]byte("<svg xmlns='http://www.w3.org/2000/svg'/>")))
		if d, err = svg.Make(svg.head(), want); err != nil || !slices.Equal(holesOf(d), []string{"crest_png"}) {
			t.Errorf("%v %+v", err, d.Holes)
		}
		// A desk that is not there is a hole by name.
		bare := sources(nil)
		bare.Programme = nil
		other := open(t, h.Floor, bare)
		if d, err = other.Look(other.head(), Wanted{Activity: "visit", Paper: "programme", Langs: "ru", Format: "odt"}); err != nil || !slices.Contains(holesOf(d), "programme") {
			t.Errorf("%v %+v", err, d.Holes)
		}
	})
}

func TestRights(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		want := Wanted{Activity: "visit", Paper: "order", Langs: "ru", Format: "docx"}
		for name, do := range map[string]func() error{
			"keep":    func() error { _, err := h.Keep(keeptest.As(t, account.Auditor), want); return err },
			"details": func() error { return h.SayDetails(keeptest.As(t, account.Auditor), Details{Activity: "visit"}) },
			"names": func() error {
				return h.SayForms(keeptest.As(t, account.Auditor), Forms{Ref: record.Ref{Kind: "person", ID: "anna"}})
			},
			"adopt": func() error { _, err := h.Adopt(keeptest.As(t, account.Auditor), "order", "ru", "a", nil); return err },
			"nowhere": func() error {
				_, err := h.Make(h.head(), Wanted{Activity: "other", Paper: "order", Langs: "ru", Format: "docx"})
				return err
			},
			"no record": func() error { return h.SayForms(h.head(), Forms{Ref: record.Ref{Kind: "person", ID: "nobody"}}) },
			"no kind":   func() error { return h.SayForms(h.head(), Forms{Ref: record.Ref{Kind: "note", ID: "n"}}) },
		} {
			if kind := errs.KindOf(do()); kind != errs.Forbidden && kind != errs.NotFound {
				t.Errorf("%s: %v", name, kind)
			}
		}
	})
}

func TestStale(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.told()
		if err := h.SayDetails(h.head(), Details{Activity: "visit"}); !errors.Is(err, errs.New(errs.Stale, "form.stale")) {
			t.Errorf("details: %v", err)
		}
		if err := h.SayForms(h.head(), Forms{Ref: record.Ref{Kind: "partner", ID: "duisburg"}, Gen: "иначе"}); !errors.Is(err, errs.New(errs.Stale, "form.stale")) {
			t.Errorf("names: %v", err)
		}
		if err := h.SayForms(h.head(), Forms{Ref: record.Ref{Kind: "partner", ID: "duisburg"}, Version: 1, Gen: strings.Repeat("а", maxForm+1)}); errs.FieldsOf(err).Of("gen") == nil {
			t.Errorf("a form without bounds: %v", err)
		}
	})
}

func TestKeep(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.told()
		want := Wanted{Activity: "visit", Paper: "invitation", Langs: "en", Format: "odt"}
		for edition := 1; edition <= 2; edition++ {
			m, err := h.Keep(h.head(), want)
			if err != nil || m.Edition != edition || len(m.Holes) > 0 {
				t.Fatalf("%v %+v", err, m)
			}
			if edition == 1 { // the same bytes would be the same file, which is one edition more all the same
				continue
			}
			made, err := h.MadeOf(h.head(), "visit")
			if err != nil || len(made) != 2 || made[0].Edition != 2 || made[0].Sum != m.Sum {
				t.Fatalf("%v %+v", err, made)
			}
		}
		list, err := h.files.List(h.head(), record.Ref{Kind: activityKind, ID: "visit"})
		if err != nil || len(list) != 2 || list[0].Name != "Invitation (2).odt" && list[1].Name != "Invitation (2).odt" {
			t.Fatalf("%v %+v", err, list)
		}
	})
}

// edited is a DOCX in which words of the text were changed as Word would: a field
// stands in two runs.
func edited(t *testing.T, file []byte, from, to string) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	out := zip.NewWriter(&b)
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if f.Name == "word/document.xml" {
			if !bytes.Contains(body, []byte(from)) {
				t.Fatalf("%q is not in the document", from)
			}
			body = bytes.Replace(body, []byte(from), []byte(to), 1)
		}
		w, err := out.Create(f.Name)
		if err == nil {
			_, err = w.Write(body)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// printed are the words of a PDF.
func printed(t *testing.T, pdf []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "paper.pdf")
	if err := os.WriteFile(path, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), "pdftotext", "-enc", "UTF-8", path, "-").Output()
	if err != nil {
		t.Fatalf("pdftotext (apt-get install poppler-utils): %v", err)
	}
	return strings.Join(strings.Fields(strings.ReplaceAll(string(out), "\u00a0", " ")), " ")
}

func TestOwnTemplate(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.told()
		builtIn, err := h.BuiltIn(h.head(), "thanks", "ru", "docx")
		if err != nil {
			t.Fatal(err)
		}
		own := edited(t, builtIn, "Желаем Вам здоровья", "С {{ci</w:t></w:r><w:r><w:rPr><w:i/></w:rPr><w:t>ty}}</w:t></w:r><w:r><w:t xml:space=\"preserve\"> шлём привет и желаем Вам здоровья")
		if _, err := h.upload(h.head(), "thanks", "ru", "Наше письмо.docx", own); err != nil {
			t.Fatal(err)
		}
		want := Wanted{Activity: "visit", Paper: "thanks", Langs: "ru", Format: "docx"}
		d, err := h.Make(h.head(), want)
		if err != nil || d.Template.Edition != 1 {
			t.Fatalf("%v %+v", err, d.Template)
		}
		text, err := doctext.Of(d.Body)
		if err != nil || !strings.Contains(text, "С Пермь шлём привет") || strings.Contains(text, "{{") {
			t.Fatalf("%v %s", err, text)
		}
		// Its PDF has the same words, and what it cannot take over is named.
		if d, err = h.Make(h.head(), Wanted{Activity: "visit", Paper: "thanks", Langs: "ru", Format: "pdf"}); err != nil || d.Template.Edition != 1 || len(d.Lost) > 0 {
			t.Fatalf("%v %+v %q", err, d.Template, d.Lost)
		}
		if text := printed(t, d.Body); !strings.Contains(text, "С Пермь шлём привет") || !strings.Contains(text, "Анне Байшпиль") || strings.Contains(text, "{{") {
			t.Errorf("the PDF says %s", text)
		}
		tabbed := edited(t, builtIn, "Желаем Вам", "Подпись</w:t></w:r><w:r><w:tab/><w:t>Желаем Вам")
		if _, err := h.Adopt(h.head(), "thanks", "ru", "С табуляцией.docx", tabbed); err != nil {
			t.Fatal(err)
		}
		if shown := h.desk().Show(h.head(), h.Module().Office, "/activities/visit/papers/thanks?langs=ru&format=pdf"); !strings.Contains(shown, "будет ваш текст") || !strings.Contains(shown, "разделённые табуляцией") {
			t.Errorf("the page does not name what the PDF leaves out:\n%s", shown)
		}
		// The next one takes its place; the other formats stay built in.
		if _, err := h.Adopt(h.head(), "thanks", "ru", "Второе.docx", builtIn); err != nil {
			t.Fatal(err)
		}
		if d, err = h.Look(h.head(), Wanted{Activity: "visit", Paper: "thanks", Langs: "ru", Format: "odt"}); err != nil || d.Template.ID != "" {
			t.Fatalf("%v %+v", err, d.Template)
		}
		all, err := h.Templates(h.head(), "thanks")
		if err != nil || len(all) != 3 || !all[0].InUse || all[1].InUse || all[0].Edition != 3 {
			t.Fatalf("%v %+v", err, all)
		}
		if err := h.Return(h.head(), "thanks", "ru", "docx"); err != nil {
			t.Fatal(err)
		}
		if err := h.Return(h.head(), "thanks", "ru", "docx"); err != nil { // pressed twice
			t.Fatal(err)
		}
		if d, err = h.Look(h.head(), want); err != nil || d.Template.ID != "" {
			t.Fatalf("%v %+v", err, d.Template)
		}
		// One with faults is refused whole, each named where it stands.
		wrong := edited(t, builtIn, "Желаем Вам здоровья", "{{partnr}} {{#members}} Желаем Вам здоровья")
		reply, err := h.upload(h.head(), "thanks", "ru", "Плохое.docx", wrong)
		page, is := reply.(web.Page)
		if err != nil || !is || page.Status != http.StatusUnprocessableEntity {
			t.Fatalf("%v %+v", err, reply)
		}
		shown := strings.ReplaceAll(h.desk().HTML(h.scene("/papers/templates/thanks"), page.Template, page.Title, page.Data), "\u00a0", " ")
		for _, one := range []string{"Поле «partnr» неизвестно. Возможно, имелось в виду «partner».", "Раздел «members» открыт и не закрыт", "{{partnr}} {{#members}} Желаем Вам здоровья"} {
			if !strings.Contains(shown, one) {
				t.Errorf("%q is missing on the page", one)
			}
		}
		if all, err = h.Templates(h.head(), "thanks"); err != nil || len(all) != 3 {
			t.Errorf("it was kept: %v %+v", err, all)
		}
	})
}

// TestBadFiles: what is no template is refused with a sentence at the field, in
// both languages, and a file of 200 MiB is read to its end without being kept.
func TestBadFiles(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		builtIn, err := h.BuiltIn(h.head(), "thanks", "ru", "docx")
		if err != nil {
			t.Fatal(err)
		}
		for name, c := range map[string]struct {
			file   io.Reader
			ru, en string
		}{
			"text":    {strings.NewReader("просто текст"), "Это не документ DOCX и не ODT", "neither a DOCX nor an ODT"},
			"large":   {io.LimitReader(zeros{}, 200<<20), "Шаблон больше 8 МБ", "larger than 8 MB"},
			"broken":  {bytes.NewReader(builtIn[:len(builtIn)/2]), "", ""},
			"nothing": {strings.NewReader(""), "", ""},
			"braces":  {bytes.NewReader(edited(t, builtIn, "Желаем Вам", "{{city} Желаем Вам")), "Фигурные скобки не сходятся", "The curly brackets d"},
		} {
			for _, lang := range []string{"ru", "en"} {
				if name == "large" && lang == "en" {
					continue // the reader is at its end
				}
				if s, is := c.file.(io.Seeker); is {
					if _, err := s.Seek(0, io.SeekStart); err != nil {
						t.Fatal(err)
					}
				}
				scene := h.scene("/papers/templates/thanks")
				scene.Lang, scene.Printer = lang, h.words.Printer(lang)
				reply, err := h.send(h.head(), scene, "thanks", "ru", "a.docx", c.file)
				page, is := reply.(web.Page)
				if err != nil || !is || page.Status != http.StatusUnprocessableEntity {
					t.Fatalf("%s: %v %+v", name, err, reply)
				}
				shown := strings.ReplaceAll(h.desk().HTML(scene, page.Template, page.Title, page.Data), "\u00a0", " ")
				if want := map[string]string{"ru": c.ru, "en": c.en}[lang]; !strings.Contains(shown, want) || !strings.Contains(shown, `aria-invalid="true"`) || strings.Contains(shown, "⟦") {
					t.Errorf("%s in %s lacks %q at the field:\n%s", name, lang, want, shown)
				}
			}
		}
	})
}

// zeros are bytes without end.
type zeros struct{}

func (zeros) Read(b []byte) (int, error) { clear(b); return len(b), nil }

// TestThroughLibreOffice takes built-in templates out, has LibreOffice write them
// anew, and takes them in again: nothing is missing afterwards.
func TestThroughLibreOffice(t *testing.T) {
	first := true
	each(t, func(t *testing.T, h *house) {
		if !first { // LibreOffice does not depend on the engine
			return
		}
		first = false
		h.told()
		in, out := t.TempDir(), t.TempDir()
		kinds := []string{"programme", "order", "delegation", "protocol"}
		for _, format := range []string{"docx", "odt"} {
			args := []string{"-env:UserInstallation=file://" + t.TempDir() + "/profile", "--headless", "--convert-to", format, "--outdir", out}
			for _, kind := range kinds {
				body, err := h.BuiltIn(h.head(), kind, "ru", format)
				if err != nil {
					t.Fatal(err)
				}
				path := filepath.Join(in, kind+"."+format)
				if err := os.WriteFile(path, body, 0o600); err != nil {
					t.Fatal(err)
				}
				args = append(args, path)
			}
			if said, err := exec.CommandContext(t.Context(), "soffice", args...).CombinedOutput(); err != nil {
				t.Fatalf("LibreOffice (apt-get install libreoffice-writer-nogui): %v %s", err, said)
			}
			for _, kind := range kinds {
				body, err := os.ReadFile(filepath.Join(out, kind+"."+format))
				if err != nil {
					t.Fatal(err)
				}
				if _, err := h.Adopt(h.head(), kind, "ru", kind+"."+format, body); err != nil {
					t.Fatalf("%s as %s: %v", kind, format, err)
				}
				d, err := h.Make(h.head(), Wanted{Activity: "visit", Paper: kind, Langs: "ru", Format: format})
				if err != nil || d.Template.ID == "" {
					t.Fatalf("%s as %s: %v", kind, format, err)
				}
				text, err := doctext.Of(d.Body)
				text = strings.ReplaceAll(text, "\u00a0", " ")
				want := map[string]string{"programme": "Встреча в 15:00", "order": "во главе с Анной Байшпиль", "delegation": "Гость 19", "protocol": "прислать список школ"}[kind]
				if err != nil || !strings.Contains(text, want) || strings.Contains(text, "{{") {
					t.Errorf("%s as %s lacks %q: %v\n%s", kind, format, want, err, text)
				}
				pdf, err := h.Make(h.head(), Wanted{Activity: "visit", Paper: kind, Langs: "ru", Format: "pdf"})
				if err != nil || !strings.Contains(printed(t, pdf.Body), want) {
					t.Errorf("the PDF of %s as %s lacks %q: %v", kind, format, want, err)
				}
				if kept := os.Getenv("PAPERS_OUT"); kept != "" {
					if err := os.WriteFile(filepath.Join(kept, "own-"+kind+"-"+format+".pdf"), pdf.Body, 0o600); err != nil {
						t.Fatal(err)
					}
				}
			}
		}
	})
}

// TestOffers: what grammar proposes is shown, and no paper has it before somebody
// confirmed it.
func TestOffers(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		routes, desk := h.Module().Office, h.desk()
		want := Wanted{Activity: "visit", Paper: "order", Langs: "ru", Format: "docx"}
		shown := strings.ReplaceAll(desk.Show(h.head(), routes, "/activities/visit/papers/order"), "\u00a0", " ")
		for _, one := range []string{"Подтвердить предложенное: «Дуйсбурга»", "Подтвердить предложенное: «Перми»", "Подтвердить предложенное: «Анной Байшпиль»"} {
			if !strings.Contains(shown, one) {
				t.Errorf("%q is not proposed", one)
			}
		}
		d, err := h.Make(h.head(), want)
		if err != nil || !slices.Contains(holesOf(d), "partner.gen") {
			t.Fatalf("%v %q", err, holesOf(d))
		}
		if text, err := doctext.Of(d.Body); err != nil || strings.Contains(text, "Дуйсбурга") {
			t.Errorf("a proposal was used silently: %v %s", err, text)
		}
		reply, err := desk.Ask(h.head(), routes, http.MethodPost, "/names/partner/duisburg", url.Values{"version": {"0"}, "only": {"gen"}, "lang": {"ru"}, "typed": {"offered"}, "offered": {"Дуйсбурга"}, "back": {"/activities/visit/papers/order?langs=ru&format=docx"}})
		if _, is := reply.(web.Redirect); err != nil || !is {
			t.Fatalf("%v %+v", err, reply)
		}
		if d, err = h.Make(h.head(), want); err != nil || slices.Contains(holesOf(d), "partner.gen") {
			t.Fatalf("%v %q", err, holesOf(d))
		}
		// On the card of the person all of them, and only where nothing is written.
		ref := record.Ref{Kind: "person", ID: "anna"}
		if err := h.SayForms(h.head(), Forms{Ref: ref, Dat: "Анне Байшпиль иначе", Salutation: two("", "Dear Ms Beispiel")}); err != nil {
			t.Fatal(err)
		}
		panel, err := h.related(h.head(), h.scene("/"), ref)
		if err != nil || panel == nil {
			t.Fatal(err)
		}
		card := strings.ReplaceAll(desk.HTML(h.scene("/"), panel.Template, panel.Title, panel.Data), "\u00a0", " ")
		for _, one := range []string{"Анной Байшпиль", "А. Байшпиль", "Уважаемая госпожа Байшпиль", `value="Анне Байшпиль иначе"`, `value="Dear Ms Beispiel"`, "Подтвердить предложенное"} {
			if !strings.Contains(card, one) {
				t.Errorf("the card lacks %q:\n%s", one, card)
			}
		}
		if f, err := h.Forms(h.head(), ref); err != nil || f.Ins != "" || f.Salutation.Get("ru") != "" {
			t.Errorf("showing a proposal wrote it: %v %+v", err, f)
		}
	})
}

func TestPages(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		routes, desk := h.Module().Office, h.desk()
		for target, want := range map[string]string{
			"/papers/templates":                             "Благодарственное письмо",
			"/papers/templates/order":                       "{{partner.gen}}",
			"/papers/templates/order?activity=visit":        "Дуйсбург",
			"/activities/visit/papers":                      "Приглашение",
			"/activities/visit/papers/order":                "partner duisburg: родительный падеж",
			"/activities/visit/papers/order?langs=ru%2Ben":  "Нет данных: источник средств (английский)",
			"/activities/visit/papers/details":              "Источник средств",
			"/names/person/anna":                            "Обращение",
			"/activities/visit/papers/programme?format=pdf": "встроенного шаблона",
		} {
			if shown := desk.Show(h.head(), routes, target); !strings.Contains(shown, want) {
				t.Errorf("%s lacks %q:\n%s", target, want, shown)
			}
		}
		// A hole is filled on the way, and one comes back to the paper.
		reply, err := desk.Ask(h.head(), routes, http.MethodPost, "/names/partner/duisburg", url.Values{"version": {"0"}, "only": {"gen"}, "lang": {"ru"}, "typed": {"value.partner.gen"}, "value.partner.gen": {"Дуйсбурга"}, "back": {"/activities/visit/papers/order?langs=ru&format=docx"}})
		if to, is := reply.(web.Redirect); err != nil || !is || to.To != "/activities/visit/papers/order?langs=ru&format=docx" {
			t.Fatalf("%v %+v", err, reply)
		}
		reply, err = desk.Ask(h.head(), routes, http.MethodPost, "/names/person/anna", url.Values{"version": {"0"}, "only": {"salutation"}, "lang": {"en"}, "typed": {"value.x"}, "value.x": {"Dear Ms Beispiel"}, "back": {"https://elsewhere.example"}})
		if to, is := reply.(web.Redirect); err != nil || !is || to.To != "/person/anna" {
			t.Fatalf("%v %+v", err, reply)
		}
		f, err := h.Forms(h.head(), record.Ref{Kind: "person", ID: "anna"})
		if err != nil || f.Salutation.Get("en") != "Dear Ms Beispiel" {
			t.Fatalf("%v %+v", err, f)
		}
		reply, err = desk.Ask(h.head(), routes, http.MethodPost, "/activities/visit/papers/details", url.Values{"version": {"0"}, "purpose.ru": {"дружбы"}, "signer_post": {"head"}})
		if _, is := reply.(web.Redirect); err != nil || !is {
			t.Fatalf("%v %+v", err, reply)
		}
		reply, err = desk.Ask(h.head(), routes, http.MethodPost, "/activities/visit/papers/order", url.Values{"langs": {"ru"}, "format": {"docx"}})
		if to, is := reply.(web.Redirect); err != nil || !is || to.To != "/activities/visit/papers" {
			t.Fatalf("%v %+v", err, reply)
		}
		if shown := desk.Show(h.head(), routes, "/activities/visit/papers"); !strings.Contains(shown, "встроенный шаблон") {
			t.Error("what was made is not listed")
		}
		panel, err := h.related(h.head(), desk.Scene("ru", "/"), record.Ref{Kind: "partner", ID: "duisburg"})
		if err != nil || panel == nil || !strings.Contains(desk.HTML(desk.Scene("ru", "/"), panel.Template, panel.Title, panel.Data), "Дуйсбурга") {
			t.Errorf("%v %+v", err, panel)
		}
	})
}

// TestTidy looks at what an exacting reader sees first: nothing is blank that is
// known, ends of lines hold together, and the last words stay with the signature.
func TestTidy(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.told()
		for _, c := range []struct{ kind, langs, want string }{
			{"order", "ru", "г. Пермь"},
			{"order", "ru", "Администрация города Перми"},
			{"order", "ru+en", "City Administration of Perm"},
			{"delegation", "ru", "Анна Байшпиль — глава делегации"},
			{"delegation", "ru+en", "Anna Beispiel, head of the delegation"},
			{"delegation", "ru", "Приложение 1"},
			{"programme", "ru", "УТВЕРЖДАЮ"},
			{"protocol", "ru", "От города Перми: Глава города Пётр Примеров."},
			{"thanks", "ru", "— прислать список школ (1 июля 2027 г.)."},
			{"visa-letter", "ru", "срок пребывания — 10–12 июня"},
		} {
			d, err := h.Make(h.head(), Wanted{Activity: "visit", Paper: c.kind, Langs: c.langs, Format: "docx"})
			if err != nil {
				t.Fatal(err)
			}
			if c.kind == "order" && c.langs == "ru" { // the text below shows any space as a plain one
				edited(t, d.Body, "г.\u00a0Пермь", "")
			}
			text, err := doctext.Of(d.Body)
			if err != nil || !strings.Contains(text, c.want) {
				t.Errorf("%s in %s lacks %q: %v\n%s", c.kind, c.langs, c.want, err, text)
			}
		}
	})
	doc, err := Describe("order", "ru")
	if err != nil {
		t.Fatal(err)
	}
	if last := doc.Blocks[len(doc.Blocks)-3]; !last.Keep || !strings.Contains(last.Text[0].Text, "Контроль") {
		t.Errorf("the signature may stand alone: %+v", last)
	}
}

// TestEveryPaperOpens makes every kind in every language and format, and has
// LibreOffice and poppler read them: the whole visit of nineteen people.
func TestEveryPaperOpens(t *testing.T) {
	folder := t.TempDir()
	if kept := os.Getenv("PAPERS_OUT"); kept != "" {
		folder = kept
	}
	first := true
	each(t, func(t *testing.T, h *house) {
		if !first { // papers do not depend on the engine
			return
		}
		first = false
		h.told()
		args := []string{"-env:UserInstallation=file://" + t.TempDir() + "/profile", "--headless", "--convert-to", "pdf", "--outdir", folder}
		var names []string
		for _, kind := range Kinds() {
			for _, langs := range []string{"ru", "en", "ru+en"} {
				for _, format := range Formats() {
					d, err := h.Make(h.head(), Wanted{Activity: "visit", Paper: kind, Langs: langs, Format: format})
					if err != nil {
						t.Fatalf("%s %s %s: %v", kind, langs, format, err)
					}
					name := kind + "-" + langs + "-" + format
					if format == "pdf" {
						name += ".pdf"
					}
					path := filepath.Join(folder, name)
					if format != "pdf" {
						path += "." + format
						args = append(args, path)
					}
					if err := os.WriteFile(path, d.Body, 0o600); err != nil {
						t.Fatal(err)
					}
					names = append(names, name)
				}
			}
		}
		if out, err := exec.CommandContext(t.Context(), "soffice", args...).CombinedOutput(); err != nil {
			t.Fatalf("LibreOffice (apt-get install libreoffice-writer-nogui): %v %s", err, out)
		}
		for _, name := range names {
			out, err := exec.CommandContext(t.Context(), "pdftotext", "-enc", "UTF-8", filepath.Join(folder, strings.TrimSuffix(name, ".pdf")+".pdf"), "-").CombinedOutput()
			if err != nil {
				t.Fatalf("%s: pdftotext (apt-get install poppler-utils): %v %s", name, err, out)
			}
			text := string(out)
			if strings.Contains(text, "{{") || strings.Contains(text, "}}") || len(strings.Fields(text)) < 20 {
				t.Errorf("%s says\n%s", name, text)
			}
			if list := strings.HasPrefix(name, "delegation") || strings.HasPrefix(name, "visa-letter"); list && !strings.Contains(strings.ToLower(text), "guest number 19") && !strings.Contains(text, "Гость 19") && !strings.Contains(text, "Guest 19") {
				t.Errorf("%s lacks the last guest:\n%s", name, text)
			}
		}
	})
}
