package demo

import (
	"context"
	"fmt"
	"time"
	"unicode"
	"unicode/utf8"

	"pobratim/internal/domain/chain"
	"pobratim/internal/domain/contact"
	"pobratim/internal/domain/letter"
	"pobratim/internal/domain/partner"
	"pobratim/internal/domain/task"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/platform/record"
)

// Crew are the accounts of the demonstration to whom its tasks belong: the
// identifiers of two users, and the address of e-mail of the second.
type Crew struct{ Head, Coordinator, Email string }

// Tasks makes tasks, promises, contacts, memberships and a preparation around the
// present day, so that Today has something to show. All are marked as examples, and they belong to the
// accounts of the demonstration and to a post that is one.
func Tasks(ctx context.Context, desks Desks, crew Crew, today time.Time) error {
	post, err := holder(ctx, desks, crew.Email)
	if err != nil {
		return err
	}
	partners, err := desks.Partners.Partners(ctx, partner.Filter{})
	if err != nil || len(partners) == 0 {
		return err
	}
	day := func(n int) edtf.Date { return edtf.On(today.AddDate(0, 0, n)) }
	city, note := partners[0].ID, Text(T{
		"ru": "Запись придумана для демонстрации: на самом деле никто этого не обещал и не поручал.",
		"en": "This entry is made up for the demonstration: nobody has really promised it or given it to do.",
	})
	head, coordinator := crew.Head, crew.Coordinator
	for _, t := range []task.Task{
		{Type: task.Duty, Title: Example("подготовить поздравление партнёру", "prepare greetings to the partner"), Due: day(1), Owner: coordinator, Partner: city,
			Steps: []string{"[x] Найти прошлогодний текст", "Обновить текст", "Отдать на перевод"}},
		{Type: task.Duty, Title: Example("сверить список участников поездки", "check the list of travellers"), Due: day(-2), Owner: coordinator},
		{Type: task.Duty, Title: Example("собрать отчёт за месяц", "put the monthly report together"), Due: day(4), Owner: head, Repeat: "month"},
		{Type: task.Duty, Title: Example("обновить справку о городе", "bring the brief on the city up to date"), Due: day(-5)},
		{Type: task.Ours, Title: Example("прислать программу визита", "send the programme of the visit"), Partner: city, Post: post, Made: day(-20), Due: day(2), Clause: "протокол встречи, п. 3"},
		{Type: task.Theirs, Title: Example("назвать контактное лицо школы", "name a contact at the school"), Partner: city, Post: post, Made: day(-20), Due: day(-3)},
		{Type: task.Theirs, Title: Example("прислать каталог выставки", "send the catalogue of the exhibition"), Partner: city, Post: post, Made: day(-20), Due: edtf.OfYear(today.Year() + 1)},
		{Type: task.Ours, Title: Example("передать книги библиотеке партнёра", "give books to the partner's library"), Partner: city, Post: post, Made: day(-60), Due: day(-30), Outcome: task.Kept, Done: day(-31)},
	} {
		t.Note, t.Visibility = note, record.Department
		if _, err := desks.Tasks.Add(ctx, t); err != nil {
			return fmt.Errorf("%s: %w", t.Title.Get("en"), err)
		}
	}
	for _, l := range []letter.Letter{
		{Type: letter.Paper, Side: letter.Out, Title: Example("приглашение на День города", "invitation to City Day"), On: day(-24), Waits: true},
		{Type: letter.Call, Side: letter.In, Title: Example("просят уточнить число участников", "they ask for the number of participants"), On: day(-3), Waits: true, By: day(2)},
		{Type: letter.Meeting, Side: letter.Both, Title: Example("говорили о совместной выставке", "talked about a joint exhibition"), On: day(-40)},
	} {
		l.Note, l.Visibility, l.Partner = note, record.Department, city
		if _, err := desks.Letters.Add(ctx, l); err != nil {
			return fmt.Errorf("%s: %w", l.Title.Get("en"), err)
		}
	}
	if err := draft(ctx, desks, city); err != nil {
		return err
	}
	if _, err := desks.Letters.Adopt(ctx, "shipped-thanks.en"); err != nil { // a template that the office has made its own
		return err
	}
	if err := Networks(ctx, desks.Memberships, post, today); err != nil {
		return err
	}
	if err := ratings(ctx, desks.Ratings, today); err != nil {
		return err
	}
	if err := visits(ctx, desks, city, today); err != nil {
		return err
	}
	return preparation(ctx, desks, city, coordinator, today)
}

// draft writes a made-up letter that nobody has sent: its recipient stands in a
// domain that is kept for examples (RFC 2606), and a placeholder is left in it.
func draft(ctx context.Context, desks Desks, city string) error {
	id, err := desks.Letters.Write(ctx, letter.Draft{Partner: city, To: "Международный отдел <office@partner.example>", Title: "Пример", Langs: []string{"ru", "en"}})
	if err != nil {
		return err
	}
	m, err := desks.Outbox.Message(ctx, id)
	if err != nil {
		return err
	}
	m.Title = Example("программа Дня города", "programme of City Day")
	m.Body = Text(T{"ru": "Уважаемые коллеги!\n\nНаправляем программу Дня города. Встречаем вас {дата приезда}.\n\nОтдел международных связей", "en": "Dear colleagues,\n\nPlease find the programme of City Day. We meet you on {day of arrival}.\n\nInternational Office"})
	return desks.Outbox.Change(ctx, m)
}

// preparation prepares a made-up event with the set of steps that comes along.
func preparation(ctx context.Context, desks Desks, city, owner string, today time.Time) error {
	sets, err := desks.Chains.Sets(ctx)
	if err != nil || len(sets) == 0 {
		return err
	}
	r := chain.Rolled{New: chain.Anchor{Title: Example("дни города-партнёра", "days of the partner city"), Starts: edtf.On(today.AddDate(0, 19, 0)), Partner: city}}
	for _, step := range sets[0].Steps {
		r.Steps = append(r.Steps, chain.Planned{Title: Example(lower(step.Title.Get("ru")), lower(step.Title.Get("en"))), Lead: step.Lead, Owner: owner})
	}
	_, err = desks.Chains.Unroll(ctx, r)
	return err
}

// lower begins a sentence that goes on after a colon.
func lower(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToLower(first)) + s[size:]
}

// holder is a post that the coordinator of the demonstration holds: by the
// address of e-mail the program knows whose promises are the account's.
func holder(ctx context.Context, desks Desks, email string) (string, error) {
	post := contact.Post{Title: Example("координатор", "coordinator"), Side: string(contact.Ours)}
	id, err := desks.Contacts.AddPost(ctx, post)
	if err != nil {
		return "", err
	}
	person, err := desks.Contacts.AddPerson(ctx, contact.Person{Name: "Координатор демонстрации", Latin: "Demonstration coordinator", Email: email})
	if err != nil {
		return "", err
	}
	_, err = desks.Contacts.Appoint(ctx, contact.Role{Person: person, Post: id})
	return id, err
}
