package report

import (
	"context"
	"strings"

	"pobratim/internal/domain/agreement"
	"pobratim/internal/domain/contact"
	"pobratim/internal/domain/partner"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/record"
)

// The cities of these tests exist; their people and remarks are made up.

// human is a person of a test with the post they hold.
type human struct {
	name, cyrillic, latin, sounds, address string
	spoken                                 []string
	post                                   i18n.Text
	seen                                   string
	phone, email                           string
}

func public() keep.Meta { return keep.Meta{Visibility: record.Public} }

// staff makes an organisation with people who hold posts in it, and returns the
// identifiers of the posts.
func (h *house) staff(partnership string, name i18n.Text, side contact.Side, people ...human) []string {
	ctx := h.system()
	org := must(h.contacts.AddOrganisation(ctx, contact.Organisation{Meta: public(), Name: name, Type: "authority", Side: string(side), Partner: partnership}))
	posts := make([]string, len(people))
	for i, one := range people {
		person := must(h.contacts.AddPerson(ctx, contact.Person{Name: one.name, Cyrillic: one.cyrillic, Latin: one.latin, Sounds: one.sounds, Address: one.address, Spoken: one.spoken, Phone: one.phone, Email: one.email}))
		posts[i] = must(h.contacts.AddPost(ctx, contact.Post{Meta: public(), Title: one.post, Organisation: org, Side: string(side)}))
		must(h.contacts.Appoint(ctx, contact.Role{Person: person, Post: posts[i], Seen: day(one.seen)}))
	}
	return posts
}

// coordinator is the one who answers for a tie at home.
func (h *house) coordinator() string {
	return h.staff("", both("Управление внешних связей", "External Relations Office"), contact.Ours,
		human{name: "Мария Иванова", latin: "Maria Ivanova", post: both("координатор", "coordinator"), phone: "+7 342 200-00-00", email: "coordinator@example.org"})[0]
}

func (h *house) say(partnership string, side partner.ClaimSide, state partner.State, on, lang, wording string) {
	must(h.partners.Say(h.system(), partner.Claim{Partnership: partnership, Side: side, State: state, On: day(on), Wording: wording, WordingLang: lang,
		Source: record.Source{Title: "Письмо " + on, Kind: record.SourceDocument}}))
}

func (h *house) paper(partnership, kind, signed, renews string, title, at i18n.Text) string {
	return must(h.papers.Add(h.system(), agreement.Agreement{Meta: public(), Partner: partnership, Type: kind, Signed: day(signed), Renews: renews, Title: title, Place: at},
		keep.Cite{Field: "signed", Source: record.Source{Title: "duisburg.de", URL: "https://www.duisburg.de/", Kind: record.SourceWeb}}))
}

// duisburg is a tie with a long history that the other side has paused.
func duisburg(h *house) string {
	id := must(h.partners.Add(h.system(), partner.Partnership{
		Meta: public(), Name: both("Дуйсбург", "Duisburg"), Native: "Duisburg", NativeLang: "de", Country: "DE", GeoNames: "2934691", Type: "sister", Since: day("2007-10-15"),
		Population: "502270", Languages: []string{"de", "en"}, OurPost: h.coordinator(),
		About:     both("Крупнейший внутренний порт Европы на слиянии Рейна и Рура, город стали и нового парка на месте старого завода.", "Europe’s largest inland port where the Rhine meets the Ruhr; a city of steel with a new park on the site of an old works."),
		Wants:     both("Сохранить связь школ и хоров, пока официальные отношения приостановлены, и вернуть обмен мастерскими для людей с инвалидностью.", "Keep schools and choirs in touch while the official tie rests, and bring back the exchange of workshops for people with disabilities."),
		Sensitive: "Не предлагать официальных визитов: решение о паузе принял совет города.",
		Customs:   "Обращение по фамилии и званию: Frau Dr. Beispiel. Встречи начинаются минута в минуту.",
		Gifts:     "В 2017 году подарили книгу о десяти годах связи. Подойдут издания о пермском зверином стиле.",
	}, keep.Cite{Field: "population", Source: record.Source{Title: "Stadt Duisburg, Statistik", Kind: record.SourceWeb}}, keep.Cite{Field: "wants", Source: record.Source{Title: "Протокол совещания", Kind: record.SourceDocument}}))
	h.staff(id, i18n.NewText("de", "Stadt Duisburg"), contact.Theirs,
		human{name: "Dr. Petra Beispiel", cyrillic: "Петра Байшпиль", sounds: "ПЕтра БАЙшпиль", address: "Frau Dr. Beispiel", spoken: []string{"de", "en"}, post: both("начальник отдела международных связей", "head of international relations"), seen: "2026-05"},
		human{name: "Karl Mustermann", cyrillic: "Карл Мустерман", address: "Herr Mustermann", spoken: []string{"de"}, post: both("секретарь общества дружбы", "secretary of the friendship society"), seen: "2019"})
	h.say(id, partner.Ours, partner.Active, "2025", "", "")
	h.say(id, partner.Theirs, partner.Paused, "2022-03-04", "de", "Die offiziellen Kontakte ruhen bis auf Weiteres.")
	firstPaper := h.paper(id, "sister", "2007-10-15", "", both("Договор о побратимстве Перми и Дуйсбурга", "Sister-city agreement of Perm and Duisburg"), both("Висбаден", "Wiesbaden"))
	h.paper(id, "renewal", "2017", firstPaper, both("Соглашение о побратимстве Перми и Дуйсбурга", "Sister-city agreement of Perm and Duisburg"), i18n.Text{})
	h.sources = Sources{
		Activities: func(context.Context, string) ([]Activity, error) {
			return []Activity{
				{ID: "a1", Name: both("Мастерские Ars Vivendi для людей с инвалидностью", "Ars Vivendi workshops for people with disabilities"), When: day("2009"), Held: true},
				{ID: "a2", Name: both("Дни Дуйсбурга в Перми", "Duisburg days in Perm"), When: day("2012-06-12"), Place: both("Пермь", "Perm"), Held: true},
				{ID: "a3", Name: both("Визит школьного хора", "Visit of a school choir"), When: day("2019-05"), Place: both("Дуйсбург", "Duisburg"), Held: true},
				{ID: "a4", Name: both("Обмен письмами двух школ", "Letters between two schools"), When: day("2027-02"), Ahead: true},
			}, nil
		},
		Results: func(context.Context, string) ([]Result, error) {
			return []Result{
				{ID: "r1", Name: both("Мастерские для людей с инвалидностью", "Workshops for people with disabilities"), Since: day("2010"), Proved: true},
				{ID: "r2", Name: both("Книга о десяти годах связи", "A book on ten years of the tie"), Since: day("2017-09-07"), Proved: true},
				{ID: "r3", Name: both("Награда МИД за народную дипломатию", "A foreign ministry award"), Since: day("2018")},
			}, nil
		},
		Notes: func(context.Context, record.Ref) ([]Note, error) {
			return []Note{{ID: "n1", Type: "expectation", Title: both("Чего ждут от нас", "What they expect of us"), Text: both("Ответа на письмо о судьбе школьного обмена.", "An answer to the letter on the school exchange."), On: day("2026-05")}}, nil
		},
	}
	return id
}

// qingdao is a tie in Chinese on which the record says little.
func qingdao(h *house) string {
	id := must(h.partners.Add(h.system(), partner.Partnership{
		Meta: public(), Name: both("Циндао", "Qingdao"), Native: "青岛", NativeLang: "zh", Country: "CN", GeoNames: "1797929", Type: "sister", Since: day("2003"),
		Languages: []string{"zh", "en"}, OurPost: h.coordinator(), Customs: "Визитную карточку подают двумя руками. 请用双手递名片。",
		Wants: both("Стажировки инженеров судостроения и летний обмен школьников.", "Placements for shipbuilding engineers and a summer exchange of pupils."),
		Gifts: "Не дарить часов.",
	}))
	h.staff(id, i18n.NewText("zh", "青岛市人民政府外事办公室"), contact.Theirs,
		human{name: "王小明", cyrillic: "Ван Сяомин", latin: "Wang Xiaoming", sounds: "Ван Сяо-мИн", address: "господин Ван; Mr Wang", spoken: []string{"zh", "en"}, post: both("заместитель начальника управления", "deputy head of the office"), seen: "2026-10"})
	h.say(id, partner.Ours, partner.Active, "2025", "", "")
	h.sources = Sources{
		Activities: func(context.Context, string) ([]Activity, error) {
			return []Activity{
				{ID: "a1", Name: both("Делегация Циндао в Перми", "A delegation from Qingdao in Perm"), When: day("2026-12-03/2026-12-06"), Ahead: true},
				{ID: "a2", Name: both("Дни Перми в Циндао", "Perm days in Qingdao"), When: day("2018-09"), Place: both("Циндао", "Qingdao"), Held: true},
			}, nil
		},
	}
	return id
}

// vagharshapat is a tie in Armenian; the city had another name before.
func vagharshapat(h *house) string {
	id := must(h.partners.Add(h.system(), partner.Partnership{
		Meta: public(), Name: both("Вагаршапат", "Vagharshapat"), Native: "Վաղարշապատ", NativeLang: "hy", Country: "AM", GeoNames: "616062", Type: "partner", Since: day("2004"),
		Former: []string{"Эчмиадзин", "Echmiadzin"}, Languages: []string{"ru", "hy"}, OurPost: h.coordinator(),
		About:     both("Город в Армении, прежде Эчмиадзин. Договор о сотрудничестве с 2004 года.", "A city in Armenia, formerly Echmiadzin. Cooperation treaty since 2004."),
		Sensitive: "Город называть Вагаршапат: прежнее имя Эчмиадзин осталось за монастырём.",
	}))
	h.staff(id, i18n.NewText("hy", "Վաղարշապատի համայնքապետարան"), contact.Theirs,
		human{name: "Անի Պետրոսյան", cyrillic: "Ани Петросян", latin: "Ani Petrosyan", spoken: []string{"hy", "ru"}, post: both("специалист по внешним связям", "external relations officer"), seen: "2026-02-04"})
	h.say(id, partner.Ours, partner.Active, "2026-02-04", "", "")
	h.say(id, partner.Theirs, partner.Active, "2026-02-04", "hy", "Շնորհակալություն համագործակցության համար։")
	h.paper(id, "treaty", "2004", "", both("Договор о сотрудничестве", "Cooperation treaty"), i18n.Text{})
	h.sources = Sources{Activities: func(context.Context, string) ([]Activity, error) {
		return []Activity{{ID: "a1", Name: both("Официальная делегация", "Official delegation"), When: day("2026-02-04"), Held: true}}, nil
	}}
	return id
}

// flood is Duisburg with more of everything than a sheet can hold.
func flood(h *house) string {
	id := duisburg(h)
	p := must(h.partners.Partner(h.system(), id))
	long := strings.Repeat("Очень длинная заметка о том, чего мы хотим от этой связи и почему. ", 30)
	p.Wants, p.Sensitive, p.Customs, p.Gifts, p.About = i18n.NewText("ru", long), long, long, long, i18n.NewText("ru", long)
	if err := h.partners.Change(h.system(), p); err != nil {
		panic(err)
	}
	for i := range 6 {
		h.staff(id, i18n.NewText("de", strings.Repeat("Städtische Einrichtung ", 4)), contact.Theirs,
			human{name: strings.Repeat("Maximilian ", 3) + string(rune('A'+i)), cyrillic: strings.Repeat("Максимилиан", 3), sounds: strings.Repeat("так ", 12), address: strings.Repeat("Herr ", 6), spoken: []string{"de", "en", "fr"}, post: both(strings.Repeat("ответственный секретарь ", 4), "secretary")})
	}
	var activities []Activity
	var results []Result
	var notes []Note
	for i := range 12 {
		name := both(strings.Repeat("Совместное дело с очень длинным названием ", 4), "A joint undertaking")
		activities = append(activities, Activity{ID: "h" + string(rune('a'+i)), Name: name, When: edtf.OfYear(2010 + i), Held: true}, Activity{ID: "n" + string(rune('a'+i)), Name: name, When: edtf.OfYear(2027 + i), Ahead: true})
		results = append(results, Result{ID: "r" + string(rune('a'+i)), Name: name, Since: edtf.OfYear(2008 + i)})
	}
	for _, kind := range speaking() {
		notes = append(notes, Note{ID: kind, Type: kind, Title: both(strings.Repeat("Заголовок ", 12), "Title"), Text: i18n.NewText("ru", long), On: day("2026")})
	}
	h.sources = Sources{
		Activities: func(context.Context, string) ([]Activity, error) { return activities, nil },
		Results:    func(context.Context, string) ([]Result, error) { return results, nil },
		Notes:      func(context.Context, record.Ref) ([]Note, error) { return notes, nil },
	}
	return id
}
