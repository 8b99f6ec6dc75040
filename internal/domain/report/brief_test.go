package report

import (
	"context"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"testing"
	"time"

	"pobratim/internal/domain/contact"
	"pobratim/internal/domain/partner"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/record"
)

func TestOld(t *testing.T) {
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	for asOf, want := range map[string]bool{"": false, "2023-11-22": false, "2023-11-21": true, "2023": false, "2022": true, "2023-10": true, "2026": false} {
		if got := old(day(asOf), now); got != want {
			t.Errorf("old(%q) = %t", asOf, got)
		}
	}
}

func TestShorten(t *testing.T) {
	for _, tt := range []struct {
		text  string
		limit int
		want  string
		cut   bool
	}{
		{"Коротко.", 20, "Коротко.", false},
		{"Первое предложение. Второе предложение.", 30, "Первое предложение.", true},
		{"Одно очень длинное предложение без конца", 20, "Одно очень длинное…", true},
		{"Подписано 15 октября 2007 г. в Висбадене", 32, "Подписано 15 октября 2007 г. в…", true},
		{"Слово, слово, слово, слово", 13, "Слово, слово…", true},
		{"Безпробеловнигде", 5, "Безп…", true},
		{"第一句话在这里。第二句话在这里。", 10, "第一句话在这里。", true},
	} {
		if got, cut := shorten(tt.text, tt.limit); got != tt.want || cut != tt.cut {
			t.Errorf("shorten(%q, %d) = %q, %t; want %q", tt.text, tt.limit, got, cut, tt.want)
		}
		if got, _ := shorten(tt.text, tt.limit); len([]rune(got)) > tt.limit {
			t.Errorf("%q is longer than %d", got, tt.limit)
		}
	}
}

func TestScript(t *testing.T) {
	for text, want := range map[string]string{"Duisburg": "", "Пермь": "ru", "青岛": "zh", "Վաղարշապատ": "hy", "مدينة": "ar", "": ""} {
		if got := script(text); got != want {
			t.Errorf("script(%q) = %q, want %q", text, got, want)
		}
	}
}

// The dot on the drawing is where the name is set.
func TestMapDots(t *testing.T) {
	h := onFile(t)
	for _, city := range []func(*house) string{duisburg, vagharshapat} {
		b, err := h.Brief(h.system(), "ru", city(h))
		if err != nil {
			t.Fatal(err)
		}
		found := false
		for _, m := range regexp.MustCompile(`<circle[^>]* cx="([\d.]+)" cy="([\d.]+)"|<path[^>]*class`).FindAllStringSubmatch(b.Map.SVG, -1) {
			x, _ := strconv.ParseFloat(m[1], 64)
			y, _ := strconv.ParseFloat(m[2], 64)
			found = found || math.Abs(x/mapSide-b.Map.City.X) < 0.001 && math.Abs(y/mapSide-b.Map.City.Y) < 0.001
		}
		if !found {
			t.Errorf("%s: no dot at %.3f, %.3f", b.Name, b.Map.City.X, b.Map.City.Y)
		}
	}
}

func TestWords(t *testing.T) {
	words, err := i18n.Load(Files)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range i18n.Check(words) {
		t.Error(p)
	}
	for _, name := range Blocks() {
		if !words.Has("ru", "report."+string(name)) {
			t.Errorf("no title for %s", name)
		}
	}
}

// block is a part of a brief; it is empty when the brief has none.
func (b Brief) block(name BlockName) Block {
	for _, one := range b.Blocks {
		if one.Name == name {
			return one
		}
	}
	return Block{}
}

func texts(block Block) []string {
	all := make([]string, len(block.Lines))
	for i, l := range block.Lines {
		all[i] = l.Whole()
	}
	return all
}

func (b Brief) misses(what string) bool {
	return slices.ContainsFunc(b.Missing, func(r Remark) bool { return r.Key == "report.missing."+what })
}

// Every block of a full record, line by line.
func TestCollect(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		b, err := h.Brief(h.as(account.Coordinator), "ru", duisburg(h))
		if err != nil {
			t.Fatal(err)
		}
		for name, want := range map[BlockName][]string{
			Where: {"Расстояние и направление: 3194 км, запад (278,5°)", "Время: на 4 ч позади нас", "Жителей: 502 270", "Переписка: немецкий и английский"},
			Who: {"Петра Байшпиль Dr. Petra Beispiel. начальник отдела международных связей, Stadt Duisburg. произносится: ПЕтра БАЙшпиль; обращение: Frau Dr. Beispiel; говорит: немецкий и английский",
				"Карл Мустерман Karl Mustermann. секретарь общества дружбы, Stadt Duisburg. обращение: Herr Mustermann; говорит: немецкий"},
			Theses:    {"2027 г.: Исполняется 20 лет связи", "май 2026 г.: Чего ждут от нас. Ответа на письмо о судьбе школьного обмена.", "май 2019 г.: Визит школьного хора, Дуйсбург", "2018 г.: Награда МИД за народную дипломатию"},
			History:   {"15 октября 2007 г.: Договор о побратимстве Перми и Дуйсбурга, Висбаден", "2009 г.: Мастерские Ars Vivendi для людей с инвалидностью", "12 июня 2012 г.: Дни Дуйсбурга в Перми", "2017 г.: Соглашение о побратимстве Перми и Дуйсбурга"},
			Done:      {"7 сентября 2017 г.: Книга о десяти годах связи", "2010 г.: Мастерские для людей с инвалидностью"},
			Careful:   {"Дуйсбург: связь приостановлена, 4 марта 2022 г.", "Не предлагать официальных визитов: решение о паузе принял совет города.", "Обращение по фамилии и званию: Frau Dr. Beispiel. Встречи начинаются минута в минуту."},
			Programme: {"февраль 2027 г.: Обмен письмами двух школ"},
			Phones:    {"Мария Иванова. +7 342 200-00-00. coordinator@example.org"},
		} {
			got := texts(b.block(name))
			for i := range got {
				got[i] = regexp.MustCompile(`\x{a0}`).ReplaceAllString(got[i], " ")
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s:\n%s\nwant\n%s", name, fmt.Sprintf("%q", got), fmt.Sprintf("%q", want))
			}
		}
		if len(b.Missing) != 0 || len(b.Left) != 0 {
			t.Errorf("missing %+v, left %+v", b.Missing, b.Left)
		}
		checkTrace(t, b)
	})
}

// checkTrace wants a record behind every line, and the right marks of age.
func checkTrace(t *testing.T, b Brief) {
	t.Helper()
	for _, block := range b.Blocks {
		for _, line := range block.Lines {
			if line.Ref.IsZero() || line.Path == "" || line.Edit == "" && block.Name != Careful {
				t.Errorf("%s: %q leads nowhere: %+v", block.Name, line.Text(), line)
			}
		}
	}
	if b.OursTone != Going || b.TheirsTone != Resting || b.Differ == "" {
		t.Errorf("tones %s and %s, differ %q", b.OursTone, b.TheirsTone, b.Differ)
	}
	if b.Ours.Old || !b.Theirs.Old {
		t.Errorf("what they said in 2022 is old, what we said in 2025 is not: %t, %t", b.Theirs.Old, b.Ours.Old)
	}
	who := b.block(Who).Lines
	if who[0].Old || !who[1].Old {
		t.Error("the person seen in 2019 is old, the one of 2026 is not")
	}
	if got := b.block(Why).Lines[0].Sources; len(got) != 1 || got[0].Title != "Протокол совещания" {
		t.Errorf("source of what we want: %+v", got)
	}
	if got := b.block(History).Lines[0].Sources; len(got) != 1 || got[0].Title != "duisburg.de" {
		t.Errorf("source of the agreement: %+v", got)
	}
	if got := b.block(Careful).Lines[0].Sources; len(got) != 1 {
		t.Errorf("source of the pause: %+v", got)
	}
}

// A record that says nothing makes no empty blocks, and tells the author.
func TestEmpty(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id := must(h.partners.Add(h.system(), partner.Partnership{Name: both("Сыктывкар", "Syktyvkar"), Country: "RU", Type: "contact"}))
		b, err := h.Brief(h.as(account.Coordinator), "en", id)
		if err != nil {
			t.Fatal(err)
		}
		if len(b.Blocks) != 0 || b.Map != nil || b.Lead != nil {
			t.Errorf("blocks out of nothing: %+v", b.Blocks)
		}
		for _, what := range []string{"since", "claim.ours", "claim.theirs", "who", "why", "theses", "done", "history", "place", "careful", "gifts", "programme", "phones"} {
			if !b.misses(what) {
				t.Errorf("the author is not told that %s is missing", what)
			}
		}
		if b.Native.Text != "Сыктывкар" || b.Native.Lang != "ru" {
			t.Errorf("the name in the other script: %+v", b.Native)
		}
	})
}

func TestFallbackIsRemarked(t *testing.T) {
	h := onFile(t)
	id := must(h.partners.Add(h.system(), partner.Partnership{Name: both("Агридженто", "Agrigento"), Country: "IT", Type: "sister", Wants: i18n.NewText("ru", "Обмен гимназий")}))
	b, err := h.Brief(h.system(), "en", id)
	if err != nil {
		t.Fatal(err)
	}
	line := b.block(Why).Lines[0]
	if line.Parts[0].Lang != "ru" || !slices.ContainsFunc(line.Remarks, func(r Remark) bool { return r.Key == "report.fallback" }) {
		t.Errorf("%+v", line)
	}
}

// An inner paper is for the department and the leadership: it holds what only
// they may know.
func TestWhoMayRead(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id := duisburg(h)
		for _, role := range []account.Role{account.Guest, account.Branch, account.Anyone} {
			if _, err := h.Brief(h.as(role), "ru", id); errs.KindOf(err) != errs.NotFound {
				t.Errorf("%s: %v, want not found", role, err)
			}
		}
		if _, err := h.Brief(h.as(account.Coordinator), "fr", id); errs.KindOf(err) != errs.NotFound {
			t.Errorf("a language without papers: %v", err)
		}
		if _, err := h.Brief(h.as(account.Coordinator), "ru", "nowhere"); errs.KindOf(err) != errs.NotFound {
			t.Errorf("unknown partner: %v", err)
		}
		b, err := h.Brief(h.as(account.Leadership), "ru", id)
		if err != nil {
			t.Fatal(err)
		}
		if b.block(Why).Lines[0].Edit != "" {
			t.Error("who may not edit is led to the form")
		}
	})
}

func TestPeopleOrder(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id := duisburg(h)
		ngo := must(h.contacts.AddOrganisation(h.system(), contact.Organisation{Meta: public(), Name: i18n.NewText("de", "Aachener Verein"), Type: "ngo", Side: "theirs", Partner: id}))
		for _, one := range []struct{ name, until string }{{"Erika Verein", ""}, {"Otto Früher", "2010"}} {
			person := must(h.contacts.AddPerson(h.system(), contact.Person{Meta: keep.Meta{Visibility: record.Public}, Name: one.name}))
			must(h.contacts.Appoint(h.system(), contact.Role{Person: person, Organisation: ngo, Until: day(one.until)}))
		}
		p := must(h.partners.Partner(h.system(), id))
		coordinator := h.staff(id, i18n.NewText("de", "Zweiter Verein"), contact.Theirs, human{name: "Clara Koordination", post: both("координатор", "coordinator")})
		p.TheirPost = coordinator[0]
		if err := h.partners.Change(h.system(), p); err != nil {
			t.Fatal(err)
		}
		b, err := h.Brief(h.system(), "en", id)
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, l := range b.block(Who).Lines {
			names = append(names, l.Parts[0].Text)
		}
		if want := []string{"Clara Koordination", "Dr. Petra Beispiel", "Karl Mustermann", "Erika Verein"}; !slices.Equal(names, want) {
			t.Errorf("people %q, want %q", names, want)
		}
	})
}

// Nobody congratulates on a tie that is over, and nobody quotes a note of which
// it is not known when it was true.
func TestThesesLeaveOut(t *testing.T) {
	h := onFile(t)
	id := duisburg(h)
	h.say(id, partner.Theirs, partner.Ended, "2026-10-01", "", "")
	before := h.sources.Notes
	h.sources.Notes = func(ctx context.Context, about record.Ref) ([]Note, error) {
		notes, err := before(ctx, about)
		return append(notes, Note{ID: "n2", Type: "fact", Title: both("Без даты", "Without a date")}), err
	}
	b, err := h.Brief(h.system(), "en", id)
	if err != nil {
		t.Fatal(err)
	}
	got := texts(b.block(Theses))
	want := []string{"May 2026: What they expect of us. An answer to the letter on the school exchange.", "May 2019: Visit of a school choir, Duisburg", "2018: A foreign ministry award"}
	if !slices.Equal(got, want) {
		t.Errorf("theses %q, want %q", got, want)
	}
	if careful := texts(b.block(Careful)); len(careful) == 0 || careful[0] != "Duisburg has ended the tie: 1 October 2026" {
		t.Errorf("careful %q", careful)
	}
}
