package setting

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/webtest"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/twinning"
)

// wizardTest drives the set-up as a browser without scripts would.
type wizardTest struct {
	*Setup
	t       *testing.T
	now     time.Time
	codes   []string
	cookie  *http.Cookie
	founded []Founding
	fail    error
	screens int
}

func newWizard(t *testing.T) *wizardTest {
	w := &wizardTest{t: t, now: now}
	w.Setup = NewSetup(func() time.Time { return w.now }, towns, langs, func(code string) { w.codes = append(w.codes, code) },
		func(_ context.Context, f Founding) (Founded, error) {
			if w.fail != nil {
				return Founded{}, w.fail
			}
			w.founded = append(w.founded, f)
			return Founded{Portal: "/perm/", Office: "/perm/office/"}, nil
		})
	w.Begin()
	return w
}

// do sends a request and returns where it leads, or the page.
func (w *wizardTest) do(method, path string, values url.Values) (to, html string, err error) {
	w.t.Helper()
	st := stage(w.t, "/setup")
	st.Now = w.now
	r := st.Request(method, path, values)
	r.RemoteAddr = "192.0.2.1:1"
	if w.cookie != nil {
		r.AddCookie(w.cookie)
	}
	pattern := method + " " + path
	if path == "/" {
		pattern += "{$}"
	}
	for _, route := range w.Routes() {
		if route.Pattern != pattern {
			continue
		}
		reply, err := route.Handle(r)
		if err != nil {
			return "", "", err
		}
		if to, ok := reply.(web.Redirect); ok {
			for _, c := range to.Cookies {
				w.cookie = c
			}
			return to.To, "", nil
		}
		return "", webtest.HTML(w.t, Files, r, reply, nil), nil
	}
	w.t.Fatalf("no route %q", pattern)
	return
}

// next posts a screen that has to lead on.
func (w *wizardTest) next(path, to string, values url.Values) {
	w.t.Helper()
	w.screens++
	got, html, err := w.do("POST", path, values)
	if got != to || err != nil {
		w.t.Fatalf("%s leads to %q, want %q: %v\n%s", path, got, to, err, html)
	}
}

func (w *wizardTest) see(path string, wants ...string) string {
	w.t.Helper()
	to, html, err := w.do("GET", path, nil)
	if err != nil || to != "" {
		w.t.Fatalf("%s: to %q, %v", path, to, err)
	}
	webtest.Has(w.t, path, html, wants...)
	return html
}

func (w *wizardTest) begin() {
	w.t.Helper()
	w.see("/", `name="code"`, "English")
	w.next("/", "/city", url.Values{"code": {strings.ToLower(w.codes[len(w.codes)-1])}, "lang": {"ru"}})
}

var placeID = regexp.MustCompile(`name="place" value="(\d+)"`)

const phrase = "семь верблюдов пьют какао"

func TestSetup(t *testing.T) {
	w := newWizard(t)
	w.begin()
	w.see("/city", `name="q"`)
	_, html, err := w.do("POST", "/city", url.Values{"q": {"перм"}})
	if err != nil {
		t.Fatal(err)
	}
	webtest.Has(t, "found", html, "Пермь", "Пермский край", "Россия", `name="searched" value="перм"`)
	id := placeID.FindStringSubmatch(html)[1]
	w.next("/city", "/you", url.Values{"q": {"перм"}, "searched": {"перм"}, "place": {id}})
	w.see("/you", "Отдел международных связей")
	_, html, err = w.do("POST", "/you", url.Values{"name": {""}, "email": {"m@"}, "password": {"Perm-Perm-2026"}})
	if err != nil {
		t.Fatal(err)
	}
	webtest.Has(t, "bad answers", html, "нужно исправить 3 поля", `href="#f-password"`, "легко подобрать")
	if strings.Contains(html, "Perm-Perm") {
		t.Error("the password is in the page")
	}
	w.next("/you", "/partners", url.Values{"name": {"Мария Иванова"}, "email": {"m@example.org"}, "password": {phrase}, "department": {"Отдел международных связей"}})
	w.see("/partners", "<textarea")
	w.next("/partners", "/understood", url.Values{"list": {"Варкаус (Финляндия) 1965, Ла-Рошель — 1973; Тюбинген\nНигдеград 2001"}})
	w.see("/understood", "Нашлось 4 города", "Варкаус", "1965 г.", "Тюбинген", "Нигдеград", "Нет в справочнике", `name="since.3"`)
	// A corrected name is looked up anew, a bad date is refused, a row is struck out.
	values := url.Values{}
	for i, name := range []string{"Варкаус", "Ла-Рошель", "Тюбинген", "Дуйсбург"} {
		n := string(rune('0' + i))
		values["keep."+n], values["name."+n], values["since."+n] = []string{"1"}, []string{name}, []string{"с 1990 г."}
	}
	values.Set("since.1", "31 апреля 1973")
	_, html, err = w.do("POST", "/understood", values)
	if err != nil {
		t.Fatal(err)
	}
	webtest.Has(t, "bad date", html, "Такой даты нет", `value="31 апреля 1973"`)
	values.Set("since.1", "1973")
	values.Del("keep.0")
	w.next("/understood", "/check", values)
	w.see("/check", "Пермь, Россия", "m@example.org", "Ла-Рошель (1973 г.)", "Дуйсбург")
	w.fail = errs.New(errs.Conflict, "setting.stale")
	if _, html, err := w.do("POST", "/check", url.Values{}); err != nil || !strings.Contains(html, `role="alert"`) {
		t.Errorf("a founding that failed: %v", err)
	}
	w.fail = nil
	w.next("/check", "/done", url.Values{})
	w.screens++ // the last one
	html = w.see("/done", "Сохраните коды восстановления", "/perm/office/")
	if n := strings.Count(html, "<code>"); n != 8 {
		t.Errorf("%d recovery codes", n)
	}
	if w.screens > 7 {
		t.Errorf("%d screens, at most 7 are wanted", w.screens)
	}
	f := w.founded[0]
	if f.Slug != "perm" || f.City.Zone != "Asia/Yekaterinburg" || f.Admin.Name != "Мария Иванова" || f.Lang != "ru" || len(f.Partners) != 3 {
		t.Errorf("%+v", f)
	}
	first := f.Settings(langs)
	if err := first.Validate(langs); err != nil || first.Name.Get("en") != "Perm" || first.Department.Get("ru") != "Отдел международных связей" || first.Home.Location().String() != "Asia/Yekaterinburg" {
		t.Errorf("%+v %v", first, err)
	}
	if p := f.Partners[0]; p.Since != "1973" || p.Place.Country != "FR" {
		t.Errorf("%+v", p)
	}
	if p := f.Partners[2]; p.Written != "Дуйсбург" || p.Place.Country != "DE" || p.Since != "1990/.." {
		t.Errorf("%+v", p)
	}
	// Afterwards it is closed.
	for _, path := range []string{"/", "/city", "/check"} {
		if _, _, err := w.do("GET", path, nil); errs.KindOf(err) != errs.NotFound {
			t.Errorf("%s after the end: %v", path, err)
		}
	}
	w.now = w.now.Add(codeFor + time.Second)
	if _, _, err := w.do("GET", "/done", nil); errs.KindOf(err) != errs.NotFound {
		t.Errorf("the codes are still shown: %v", err)
	}
}

func TestSetupCode(t *testing.T) {
	w := newWizard(t)
	wrong := url.Values{"code": {"AAAA-AAAA"}, "lang": {"en"}}
	for range 5 {
		if _, html, err := w.do("POST", "/", wrong); err != nil || !strings.Contains(html, "Код не подходит") {
			t.Fatal(html, err)
		}
	}
	if _, html, _ := w.do("POST", "/", url.Values{"code": {w.codes[0]}}); !strings.Contains(html, "Слишком много попыток") {
		t.Error("guessing is not slowed")
	}
	w.now = w.now.Add(codeFor)
	if _, html, _ := w.do("POST", "/", url.Values{"code": {w.codes[0]}}); !strings.Contains(html, "Срок кода вышел") {
		t.Error("an old code was taken")
	}
	if len(w.codes) != 2 || w.codes[0] == w.codes[1] {
		t.Fatalf("codes told: %v", w.codes)
	}
	w.begin()
	if to, _, _ := w.do("GET", "/", nil); to != "/city" {
		t.Errorf("the browser that is in was sent to %q", to)
	}
	if lang := w.Lang(withCookie(stage(t, "/setup").Request("GET", "/city", nil), w.cookie)); lang != "ru" {
		t.Errorf("language %q", lang)
	}
	mine := w.cookie
	w.cookie = nil
	if _, html, _ := w.do("POST", "/", url.Values{"code": {w.codes[1]}}); !strings.Contains(html, "Срок кода вышел") {
		t.Error("a code was used twice")
	}
	for _, path := range []string{"/city", "/you", "/check"} {
		if to, _, err := w.do("GET", path, nil); to != "/" || err != nil {
			t.Errorf("%s without a session leads to %q, %v", path, to, err)
		}
	}
	w.cookie = &http.Cookie{Name: mine.Name, Value: mine.Value + "x"}
	if to, _, _ := w.do("GET", "/city", nil); to != "/" {
		t.Error("a guessed session got in")
	}
	// Steps cannot be skipped.
	w.cookie = mine
	for path, want := range map[string]string{"/you": "/city", "/partners": "/city", "/check": "/city"} {
		if to, _, _ := w.do("GET", path, nil); to != want {
			t.Errorf("%s leads to %q, want %q", path, to, want)
		}
	}
	// The browser went away: a quarter of an hour later there is a new code.
	w.cookie, w.now = nil, w.now.Add(codeFor+time.Second)
	w.see("/", `name="code"`)
	if len(w.codes) != 3 {
		t.Errorf("codes told: %v", w.codes)
	}
}

func TestSetupByHand(t *testing.T) {
	w := newWizard(t)
	w.begin()
	_, html, err := w.do("POST", "/city", url.Values{"q": {"Новый"}, "searched": {"Новый"}, "place": {"other"}})
	if err != nil {
		t.Fatal(err)
	}
	webtest.Has(t, "none of those found", html, `name="lat"`, `value="Новый"`)
	_, html, err = w.do("POST", "/city", url.Values{"q": {"Новый"}, "searched": {"Новый"}})
	if err != nil {
		t.Fatal(err)
	}
	webtest.Has(t, "nothing chosen", html, "Выберите место из найденных", `href="#f-place"`)
	_, html, err = w.do("POST", "/city", url.Values{"q": {"99/7"}})
	if err != nil {
		t.Fatal(err)
	}
	webtest.Has(t, "not in the gazetteer", html, `name="lat"`, `name="zone"`, "Россия")
	values := url.Values{"q": {"ЗАТО № 99/7"}, "country": {"RU"}, "lat": {"95"}, "lon": {"56,25"}, "zone": {"Europe/Nowhere"}}
	_, html, _ = w.do("POST", "/city", values)
	webtest.Has(t, "bad place", html, "Широта бывает от −90 до 90", "Такого часового пояса нет", `value="56,25"`)
	values.Set("lat", "58,01")
	values.Set("zone", "Asia/Yekaterinburg")
	w.next("/city", "/you", values)
	w.next("/you", "/partners", url.Values{"name": {"Мария"}, "email": {"m@example.org"}, "password": {phrase}})
	w.next("/partners", "/check", url.Values{"do": {"later"}})
	w.next("/check", "/done", url.Values{})
	if f := w.founded[0]; f.City.Point.Lat != 58.01 || f.City.Country != "RU" || f.Slug == "" || len(f.Partners) != 0 {
		t.Errorf("%+v", f)
	}
}

func TestSecretNeverInMemoryAsText(t *testing.T) {
	secret, err := account.NewCredentials(t.Context(), phrase, nil)
	if err != nil || len(secret.Codes) != 8 {
		t.Fatal(err)
	}
	if _, err := account.NewCredentials(t.Context(), "короткий", nil); !errors.Is(err, errs.Invalid) {
		t.Error(err)
	}
}

func withCookie(r *http.Request, c *http.Cookie) *http.Request { r.AddCookie(c); return r }

// TestSetupListed ticks cities of the list of the world: they come beside the
// pasted ones, once, with the list that names them.
func TestSetupListed(t *testing.T) {
	w := newWizard(t)
	w.begin()
	_, html, err := w.do("POST", "/city", url.Values{"q": {"перм"}})
	if err != nil {
		t.Fatal(err)
	}
	id := placeID.FindStringSubmatch(html)[1]
	w.next("/city", "/you", url.Values{"q": {"перм"}, "searched": {"перм"}, "place": {id}})
	w.next("/you", "/partners", url.Values{"name": {"Мария Иванова"}, "email": {"m@example.org"}, "password": {phrase}})
	html = w.see("/partners", `name="listed" value="2934691"`, "Дуйсбург", "Германия · Википедия, февраль 2026; Викиданные, август 2025", "Связь могла прекратиться")
	if strings.Contains(html, " checked") {
		t.Error("a city is ticked that nobody ticked")
	}
	w.next("/partners", "/understood", url.Values{"list": {"Дуйсбург 2007"}, "listed": {"2934691", "2640729", "no such city"}})
	w.see("/understood", "Нашлось 2 города", "Оксфорд", "По списку: Викиданные, август 2025. На портале")
	w.see("/partners", `value="2640729" checked`)
	w.next("/understood", "/check", url.Values{"keep.0": {"1"}, "name.0": {"Дуйсбург"}, "place.0": {"2934691"}, "since.0": {"2007"}, "keep.1": {"1"}, "name.1": {"Оксфорд"}, "place.1": {"2640729"}, "since.1": {"1995"}})
	w.next("/check", "/done", url.Values{})
	p := w.founded[0].Partners
	if len(p) != 2 || p[0].List != 0 || p[1].List != twinning.Wikidata || p[1].Place.GeoNames != 2640729 || p[1].Since != "1995" {
		t.Errorf("%+v", p)
	}
}
