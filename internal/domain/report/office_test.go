package report

import (
	"pobratim/internal/kit/typst/typsttest"
	"strings"
	"testing"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/web"
	"pobratim/internal/platform/account"
)

// has wants every text in a page, and no word missing.
func has(t *testing.T, html string, texts ...string) {
	t.Helper()
	plain := strings.ReplaceAll(html, "\u00a0", " ")
	for _, text := range texts {
		if !strings.Contains(plain, text) {
			t.Errorf("the page lacks %q", text)
		}
	}
	if at := strings.Index(html, "⟦"); at >= 0 {
		t.Errorf("words are missing: %.80s", html[at:])
	}
}

func TestScreen(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.deps.Paper = &pages{fits: 100}
		duisburg(h)
		_, html, err := h.ask(h.as(account.Coordinator), "ru", "/partners/duisburg/brief")
		if err != nil {
			t.Fatal(err)
		}
		has(t, html, "Справка: Дуйсбург", "Печать / PDF", "/perm/office/partners/duisburg/brief.pdf?paper=ru", "Всё помещается на одну страницу",
			"устарело", "сведения на 4 марта 2022 г.", "Протокол совещания", "duisburg.de", "/perm/office/partners/duisburg/field/wants", "/perm/office/activities/a3",
			`lang="de"`, "Die offiziellen Kontakte", "без подтверждения", "Координатор у нас", "paper=en", "/perm/office/people/")
		_, html, err = h.ask(h.as(account.Coordinator), "ru", "/partners/duisburg/brief?paper=en")
		if err != nil {
			t.Fatal(err)
		}
		has(t, html, "Печать / PDF", "brief.pdf?paper=en", "What we want", "Letters between two schools")
	})
}

func TestScreenNotices(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id := flood(h)
		h.deps.Paper = &pages{fits: 22}
		_, html, err := h.ask(h.as(account.Coordinator), "ru", "/partners/duisburg/brief")
		if err != nil {
			t.Fatal(err)
		}
		has(t, html, "Чего нет на странице", "сокращено", "не поместил", "Шрифт не уменьшается")
		h.deps.Paper, h.done, h.keys = cannot{errs.New(errs.Unavailable, "typst.warming")}, map[string]fitted{}, nil
		_, html, err = h.ask(h.as(account.Coordinator), "en", "/partners/"+id+"/brief")
		if err != nil {
			t.Fatal(err)
		}
		has(t, html, "Not checked whether everything fits on the page", "Brief: Duisburg")
		if _, _, err := h.ask(h.as(account.Coordinator), "en", "/partners/"+id+"/brief.pdf"); errs.KindOf(err) != errs.Unavailable {
			t.Errorf("a paper without a typesetter: %v", err)
		}
	})
}

func TestPrint(t *testing.T) {
	h := onFile(t)
	h.deps.Paper = typsttest.Pool(t)
	vagharshapat(h)
	reply, _, err := h.ask(h.as(account.Coordinator), "ru", "/partners/vagharshapat/brief.pdf?paper=en")
	file, ok := reply.(web.File)
	if err != nil || !ok || !file.Inline || file.Type != "application/pdf" || file.Name != "vagharshapat-2026-11-22-en.pdf" || !strings.HasPrefix(string(file.Body), "%PDF-") {
		t.Errorf("%q %q inline %t, %v", file.Name, file.Type, file.Inline, err)
	}
	_, html, err := h.ask(h.as(account.Coordinator), "ru", "/partners/vagharshapat/brief")
	if err != nil {
		t.Fatal(err)
	}
	has(t, html, "Чего не хватает", "Не записано, чего мы хотим от этой связи", "Фактов для разговора меньше трёх", "/partners/vagharshapat/field/wants", "Վաղարշապատ", `lang="hy"`)
	for _, role := range []account.Role{account.Guest, account.Anyone} {
		if _, _, err := h.ask(h.as(role), "ru", "/partners/vagharshapat/brief.pdf"); errs.KindOf(err) != errs.NotFound {
			t.Errorf("%s: %v", role, err)
		}
	}
}
