package paperwork

import (
	"time"

	"pobratim/internal/kit/decline"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/money"
	"pobratim/internal/platform/record"
)

// sample are facts of a visit that never was, for the list of fields: each shows
// what it prints. The people are made up; the city is ours.
func sample(home Home, country func(code, lang string) string) *facts {
	both := func(ru, en string) i18n.Text {
		t := i18n.NewText("ru", ru)
		t.Set("en", en)
		return t
	}
	first := time.Date(2027, time.June, 10, 0, 0, 0, 0, time.UTC)
	days, err := edtf.Interval(edtf.On(first), edtf.On(first.AddDate(0, 0, 2)))
	if err != nil {
		days = edtf.On(first)
	}
	f := &facts{
		Activity: Activity{ID: "sample", Name: both("Визит делегации", "Visit of a delegation"), When: days, Place: both("ул. Ленина, 23", "23 Lenin Street"), Summary: both("Переговоры о школьных обменах.", "Talks about school exchanges.")},
		home:     home, country: country, head: "head", posts: map[string]i18n.Text{"post": both("Глава города", "Head of the City"), "mayor": both("Обер-бургомистр", "Lord Mayor")},
		partner:   Partner{ID: "partner", Name: both("Дуйсбург", "Duisburg"), Native: "Duisburg", Country: "DE", Languages: []string{"de"}, Since: edtf.OfYear(2007), Agreement: both("Договор о побратимстве", "Twinning agreement")},
		people:    map[string]Person{"head": {Name: "Anna Muster", Cyrillic: "Анна Мустер", Latin: "Anna Muster"}, "signer": {Name: "Пётр Иванович Образцов", Latin: "Pyotr Obraztsov"}},
		details:   Details{Signer: "signer", SignerPost: "post", Responsible: "signer", ResponsiblePost: "post", Addressee: "head", AddresseePost: "mayor", Purpose: both("развитие сотрудничества", "cooperation"), Ground: both("план на 2027 год", "the plan for 2027"), Money: both("бюджет города", "the city budget")},
		members:   []Member{{Person: "head", Post: both("Обер-бургомистр", "Lord Mayor"), Passport: "MUSTER ANNA", Citizenship: "DE", Head: true}},
		programme: []Item{{Day: first, From: "10:00", Until: "11:30", What: both("Встреча с главой города", "Meeting with the Head of the City"), Where: both("Зал заседаний", "Council hall")}},
		estimate:  []Cost{{What: both("Питание", "Meals"), How: both("2000 × 19 × 3", "2,000 × 19 × 3"), Sum: money.Amount{Minor: 11_400_000, Currency: "RUB"}}},
		promises:  []Promise{{What: both("прислать список школ", "to send a list of schools"), Ours: true, Due: edtf.On(first.AddDate(0, 0, 21))}},
		done:      both("Подписан план на год.", "A plan for the year was signed."),
		forms:     map[string]Forms{},
	}
	put := func(kind, id string, said decline.Forms, named decline.Named) {
		one := Forms{Ref: record.Ref{Kind: kind, ID: id}, Gen: said.Gen, Dat: said.Dat, Acc: said.Acc, Ins: said.Ins, Pre: said.Pre, Short: named.Short}
		if named.Salutation != "" {
			one.Salutation = both(named.Salutation, "Dear …")
		}
		f.forms[kind+":"+id] = one
	}
	for id, p := range f.people {
		if n, sure := decline.Person(p.in("ru")); sure {
			put("person", id, n.Forms, n)
		}
	}
	for id, title := range f.posts {
		if said, sure := decline.Post(title.Get("ru")); sure {
			put("post", id, said, decline.Named{})
		}
	}
	for key, name := range map[[2]string]i18n.Text{{"partner", "partner"}: f.partner.Name, {homeKind, homeID}: home.Name} {
		if said, sure := decline.Place(name.Get("ru")); sure {
			put(key[0], key[1], said, decline.Named{})
		}
	}
	return f
}
