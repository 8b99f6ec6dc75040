package rating

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"pobratim/internal/domain/rating/method"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/web"
	"pobratim/internal/platform/file"
	"pobratim/internal/platform/keep/keeptest"
	"pobratim/internal/platform/record"
)

// small has a ratio and a count of records, a figure that the office knows, a yes
// or no and a text.
const small = `{"format": "pobratim-methodology/1", "id": "small", "edition": "2026", "title": {"ru": "Малая методика", "en": "Small"},
"classes": [{"id": "town", "title": {"ru": "малые"}, "below": 100000}, {"id": "city", "title": {"ru": "крупные"}}],
"blocks": [{"id": "ties", "title": {"ru": "Связи"}, "weight": 3, "indicators": [{"id": "contact", "title": {"ru": "Контакты"}, "weight": 1, "questions": [
 {"id": "share", "title": {"ru": "Доля партнёров"}, "type": "ratio", "weight": 1, "rule": {"count": "partners_contacted", "of": "partners"}},
 {"id": "themes", "title": {"ru": "Сферы"}, "type": "number", "weight": 1, "full": 4, "rule": {"count": "themes"}}]}]},
 {"id": "city_block", "title": {"ru": "Город"}, "weight": 1, "indicators": [{"id": "guests", "title": {"ru": "Гости"}, "weight": 1, "questions": [
 {"id": "tourists", "title": {"ru": "Туристы"}, "type": "number", "weight": 1, "full": 1000},
 {"id": "office", "title": {"ru": "Есть ли отдел"}, "type": "yesno", "weight": 1},
 {"id": "story", "title": {"ru": "Рассказ"}, "type": "text"}]}]}]}`

// begun keeps the small methodology and an assessment of 2026 by it.
func begun(t *testing.T, s *Service) Assessment {
	t.Helper()
	m, err := s.AddMethodology(head(t), Methodology{Body: small})
	if err != nil {
		t.Fatal(err)
	}
	id, err := s.AddAssessment(head(t), Assessment{Methodology: m, Year: "2026"})
	if err != nil {
		t.Fatal(err)
	}
	a, err := s.Assessment(head(t), id)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestRecordsAnswerWithEvidence(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		a := begun(t, s)
		j, err := s.Judge(head(t), a, "ru")
		if err != nil {
			t.Fatal(err)
		}
		var states []string
		for _, l := range j.Lines {
			states = append(states, l.ID+" "+l.State)
		}
		if want := []string{"share records", "themes records", "tourists gap", "office gap", "story gap"}; !slices.Equal(states, want) {
			t.Errorf("%q, want %q", states, want)
		}
		// Ties: (3/4 + 2/4) / 2 at least and (3/4 + 1) / 2 at most; the city between
		// nothing and all; three to one.
		if v := j.Score(method.Weighting{}).Value; v.Low.RatString() != "15/32" || v.High.RatString() != "29/32" {
			t.Errorf("score %s to %s", v.Low.RatString(), v.High.RatString())
		}
		if j.Gaps() != 3 || !j.Place.Sure() || j.Place.Of[0].ID != "city" {
			t.Errorf("gaps %d, class %+v", j.Gaps(), j.Place)
		}
		if steps := j.Steps(method.Weighting{}); len(steps) != 4 || steps[0].Question != "tourists" {
			t.Errorf("steps %+v", steps)
		}
		page := shown(t, s, head(t), "/assessments/"+a.ID)
		keeptest.Wants(t, page, []string{"Малая методика, 2026 · 2026", "от 46,9 до 90,6 из 100", "Класс: «крупные».", "75 % (3 из 4)", "не меньше 2", "3 вопроса без ответа", "Заполнить следующий критерий", "ещё 1 запись"}, "Отметить отправленной")
		page = shown(t, s, head(t), "/assessments/"+a.ID+"/questions/share")
		if n := strings.Count(page, `href="/perm/office/partners/partner`); n != 3+4 {
			t.Errorf("the page links %d records, not 3 that count and 4 of which they are", n)
		}
		keeptest.Wants(t, page, []string{"Записи, которые считаются", "Из чего доля", "Всего"})
	})
}

func TestWhatIfDoesNotChangeAnything(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		a := begun(t, s)
		keeptest.Wants(t, shown(t, s, head(t), "/assessments/"+a.ID+"?weights=equal"), []string{"от 31,3 до 93,8 из 100"})
		keeptest.Wants(t, shown(t, s, head(t), "/assessments/"+a.ID+"?weights=equal&w.ties=1&w.city_block=0"), []string{"от 62,5 до 87,5 из 100", "Свои"})
		keeptest.Wants(t, shown(t, s, head(t), "/assessments/"+a.ID), []string{"от 46,9 до 90,6 из 100"})
	})
}

func TestOfficeAnswersWithReason(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		a := begun(t, s)
		at := "/assessments/" + a.ID + "/questions/"
		for _, c := range []struct {
			question string
			typed    url.Values
			says     string
		}{
			{"tourists", url.Values{"value": {"много"}, "reason": {"отчёт"}}, "Введите число"},
			{"tourists", url.Values{"value": {"-5"}, "reason": {"отчёт"}}, "Введите число"},
			{"tourists", url.Values{"value": {"500"}}, "Напишите, откуда ответ"},
			{"tourists", url.Values{"absent": {"yes"}}, "Напишите, откуда ответ"},
			{"tourists", url.Values{"absent": {"yes"}, "value": {"5"}, "reason": {"х"}}, "Оставьте что-то одно"},
			{"share", url.Values{"value": {"101"}, "reason": {"отчёт"}}, "В процентах"},
			{"office", url.Values{"value": {"2"}, "reason": {"отчёт"}}, ""},
		} {
			keeptest.Wants(t, desk(t).Post(head(t), s.Module().Office, at+c.question, c.typed), []string{c.says})
		}
		for question, typed := range map[string]url.Values{
			"tourists": {"value": {"500"}, "reason": {"Отчёт туристического центра"}}, "office": {"value": {"1"}, "reason": {"Положение об отделе"}}, "share": {"value": {"100"}, "reason": {"Считаем и дистанционные"}},
			"story": {"words": {"Как мы подружились"}},
		} {
			reply, err := ask(t, s, head(t), http.MethodPost, at+question, typed)
			if to, ok := reply.(web.Redirect); err != nil || !ok || to.To != "/assessments/"+a.ID {
				t.Fatalf("%s: %+v %v", question, reply, err)
			}
		}
		j, err := s.Judge(head(t), a, "ru")
		if err != nil || j.Gaps() != 0 {
			t.Fatalf("gaps %d: %v", j.Gaps(), err)
		}
		// The share is now 1: ties (1 + 2/4) / 2 at least; the city (1/2 + 1) / 2.
		if v := j.Score(method.Weighting{}).Value; v.Low.RatString() != "3/4" {
			t.Errorf("the low end is %s", v.Low.RatString())
		}
		if _, err := ask(t, s, head(t), http.MethodPost, at+"share", url.Values{"then": {"next"}}); err != nil {
			t.Fatal(err)
		}
		j, err = s.Judge(head(t), a, "ru")
		if i := slices.IndexFunc(j.Lines, func(l Line) bool { return l.ID == "share" }); err != nil || j.Lines[i].State != FromRecords {
			t.Errorf("empty fields bring the count back: %+v %v", j.Lines[i], err)
		}
		if err := s.Put(head(t), a.ID, Answer{Question: "nobody", Value: "1", Reason: "х"}); errs.KindOf(err) != errs.NotFound {
			t.Errorf("a question that is not asked: %v", err)
		}
	})
}

func TestNextLeadsToTheFirstGap(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		a := begun(t, s)
		for _, want := range []string{"tourists", "office", "story", ""} {
			reply, err := ask(t, s, head(t), http.MethodGet, "/assessments/"+a.ID+"/next", nil)
			to := "/assessments/" + a.ID
			if want != "" {
				to += "/questions/" + want
			}
			if r, ok := reply.(web.Redirect); err != nil || !ok || r.To != to {
				t.Fatalf("%+v %v, want %s", reply, err, to)
			}
			if want != "" {
				if err := s.Put(head(t), a.ID, Answer{Question: want, Absent: true, Reason: "Никто не считал"}); err != nil {
					t.Fatal(err)
				}
			}
		}
	})
}

func TestYearsAreCompared(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		a := begun(t, s)
		keeptest.Wants(t, shown(t, s, head(t), "/assessments/"+a.ID), []string{"Более ранней самооценки"})
		if _, err := s.AddAssessment(head(t), Assessment{Methodology: a.Methodology, Year: "2025"}); err != nil {
			t.Fatal(err)
		}
		keeptest.Wants(t, shown(t, s, head(t), "/assessments/"+a.ID), []string{"0 % (0 из 1)", "75 % (3 из 4)"}, "Более ранней самооценки")
	})
}

func TestSubmissionIsSealed(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		a := begun(t, s)
		sent := Submission{On: edtf.On(keeptest.Now()), Recipient: "Союз городов"}
		if _, err := s.Submit(head(t), a, sent, "ru"); errs.KindOf(err) != errs.Conflict {
			t.Fatalf("with gaps nothing is handed in: %v", err)
		}
		if reply, err := ask(t, s, head(t), http.MethodGet, "/assessments/"+a.ID+"/submit", nil); err != nil || reply.(web.Redirect).To != "/assessments/"+a.ID {
			t.Errorf("the form is not shown before its time: %+v %v", reply, err)
		}
		for _, q := range []string{"tourists", "office", "story"} {
			if err := s.Put(head(t), a.ID, Answer{Question: q, Absent: true, Reason: "Никто не считал"}); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := s.Submit(head(t), a, Submission{}, "ru"); len(errs.FieldsOf(err)) != 2 {
			t.Errorf("day and recipient are asked for: %v", err)
		}
		ref, err := s.Submit(head(t), a, sent, "ru")
		if err != nil {
			t.Fatal(err)
		}
		x, err := s.Submission(head(t), ref.ID)
		if err != nil || x.Low != "46.9" || x.High != "90.6" || len(x.Pack) != 64 {
			t.Errorf("%+v %v", x, err)
		}
		list, err := s.deps.Files.List(head(t), x.Ref())
		if err != nil || len(list) != 1 || string(list[0].Sum) != x.Pack || list[0].Type != file.XLSX {
			t.Errorf("the sealed table: %+v %v", list, err)
		}
		if _, err := s.submissionKind().Allowed(head(t), x.ID, "edit"); errs.KindOf(err) != errs.Forbidden {
			t.Errorf("nobody changes it: %v", err)
		}
		keeptest.Wants(t, shown(t, s, head(t), "/submissions/"+x.ID), []string{"Союз городов", x.Pack, "от 46,9 до 90,6 из 100"})
		keeptest.Wants(t, shown(t, s, head(t), "/assessments/"+a.ID), []string{"/submissions/" + x.ID, "Отправлено"})
	})
}

func TestPackHoldsAnswersRecordsAndFiles(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		a := begun(t, s)
		if _, err := s.deps.Files.Attach(head(t), a.Ref(), file.Upload{Name: "справка.txt", Body: strings.NewReader("Справка о туристах")}); err != nil {
			t.Fatal(err)
		}
		body, err := s.Pack(head(t), a, "ru")
		if err != nil {
			t.Fatal(err)
		}
		z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
		if err != nil {
			t.Fatal(err)
		}
		has := map[string]string{}
		for _, f := range z.File {
			content, err := f.Open()
			if err != nil {
				t.Fatal(err)
			}
			b, err := io.ReadAll(content)
			if err != nil {
				t.Fatal(err)
			}
			has[f.Name] = string(b)
		}
		kept := ""
		for name := range has {
			if strings.HasPrefix(name, "files/") {
				kept = name
			}
		}
		if len(kept) != len("files/.txt")+64 || has[kept] != "Справка о туристах" {
			t.Errorf("the file: %q", kept)
		}
		if !strings.Contains(has["index.txt"], kept+" — справка.txt") || !strings.Contains(has["answers.csv"], "Доля партнёров") || strings.Count(has["records.csv"], "Запись partner") != 3 || !strings.HasPrefix(has["answers.xlsx"], "PK") {
			t.Errorf("the pack has %q", has)
		}
		again, err := s.Pack(head(t), a, "ru")
		if err != nil || !bytes.Equal(body, again) {
			t.Errorf("the same answers make the same pack: %v", err)
		}
	})
}

func TestMethodologyOnScreenAndAsFile(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		a := begun(t, s)
		at := "/methodologies/" + a.Methodology
		keeptest.Wants(t, shown(t, s, head(t), at), []string{"Малая методика, 2026", "издание 2026", "меньше 100 000", "партнёры, с которыми за год что-то состоялось из партнёры", "отвечает отдел"})
		keeptest.Wants(t, shown(t, s, head(t), "/methodologies"), []string{"Малая методика"})
		keeptest.Wants(t, shown(t, s, head(t), "/assessments"), []string{"Малая методика", "ещё не известен"})
		reply, err := ask(t, s, head(t), http.MethodGet, at+"/file.json", nil)
		if f, ok := reply.(web.File); err != nil || !ok || string(f.Body) != small {
			t.Errorf("the file: %+v %v", reply, err)
		}
		keeptest.Wants(t, desk(t).Post(head(t), s.Module().Office, at+"/weights", url.Values{"version": {"1"}, "w.ties": {"много"}}), []string{"Введите число или оставьте поле пустым", `value="много"`})
		typed := url.Values{"version": {"1"}, "w.ties": {"2,5"}, "w.city_block": {""}, "w.contact": {"1"}, "w.guests": {"1"}, "w.share": {"1"}, "w.themes": {"1"}, "full.themes": {"8"}, "w.tourists": {"1"}, "full.tourists": {"1000"}, "w.office": {"1"}}
		if _, err := ask(t, s, head(t), http.MethodPost, at+"/weights", typed); err != nil {
			t.Fatal(err)
		}
		m, err := s.Methodology(head(t), a.Methodology)
		if err != nil {
			t.Fatal(err)
		}
		read, err := s.read(m)
		if err != nil || read.Blocks[0].Weight.String() != "2.5" || read.Blocks[1].Weight != nil || read.Blocks[0].Indicators[0].Questions[1].Full.String() != "8" {
			t.Errorf("%+v %v", read, err)
		}
		keeptest.Wants(t, desk(t).Post(head(t), s.Module().Office, at+"/weights", typed), []string{"методику изменили", `name="version" value="2"`}) // an older version
		typed.Set("version", "2")
		typed.Set("full.themes", "0")
		keeptest.Wants(t, desk(t).Post(head(t), s.Module().Office, at+"/weights", typed), []string{"blocks[0].indicators[0].questions[1].full"})
	})
}

// upload sends a file through the form of methodologies.
func upload(t *testing.T, s *Service, ctx context.Context, body string) (web.Reply, error) {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	part, err := w.CreateFormFile("file", "method.json")
	if err == nil {
		_, err = io.WriteString(part, body)
	}
	if err != nil || w.Close() != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequestWithContext(ctx, http.MethodPost, "/methodologies/start", &b)
	r.Header.Set("Content-Type", w.FormDataContentType())
	return s.start(web.WithScene(r, desk(t).Scene("ru", "/methodologies/start")))
}

func TestMethodologyComesIn(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		keeptest.Wants(t, shown(t, s, head(t), "/methodologies/start"), []string{"Рейтинг международной активности городов", "Sister Cities International", "Приз Европы", "Собственная методика", "Выбрать файл"})
		for body, says := range map[string]string{
			strings.Replace(small, `"weight": 3`, `"weight": -3`, 1): "blocks[0].weight: «-3» — не число",
			small[:80]: "это не JSON",
			strings.Replace(small, `"full": 1000`, `"full": 1000, "formula": "tourists + 1"`, 1): "зависит от самой себя: tourists → tourists",
		} {
			reply, err := upload(t, s, head(t), body)
			page, ok := reply.(web.Page)
			if err != nil || !ok || page.Status != http.StatusUnprocessableEntity {
				t.Fatalf("%s: %+v %v", says, reply, err)
			}
			keeptest.Wants(t, desk(t).HTML(desk(t).Scene("ru", "/methodologies/start"), page.Template, page.Title, page.Data), []string{says, "Методика не принята"})
		}
		if reply, err := upload(t, s, head(t), small); err != nil {
			t.Fatalf("%+v %v", reply, err)
		}
		for _, name := range method.Shipped() {
			if strings.Contains(name, "_") { // the small one above stands for the empty one
				body, err := method.Ship(name)
				if err != nil {
					t.Fatal(err)
				}
				if _, err := method.Read(body, method.Known([]string{"exchange"}, nil)); err != nil {
					t.Errorf("%s: %v", name, err)
				}
			}
		}
		all, err := s.Methodologies(head(t))
		if err != nil || len(all) != 1 || all[0].Title.Get("ru") != "Малая методика, 2026" {
			t.Errorf("%+v %v", all, err)
		}
		kind := s.methodologyKind()
		if said := kind.Show(head(t), desk(t).Scene("ru", "/").Printer, "body", small); said != "издание 2026: 2 блока, 5 вопросов" {
			t.Errorf("the history says %q", said)
		}
		if ref := (record.Ref{Kind: MethodologyKind, ID: all[0].ID}); all[0].Ref() != ref {
			t.Errorf("%v", all[0].Ref())
		}
	})
}
