package app

import (
	"context"
	"fmt"

	"pobratim/internal/app/demo"
	"pobratim/internal/app/planning"
	"pobratim/internal/domain/contact"
	"pobratim/internal/domain/partner"
	"pobratim/internal/domain/task"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/record"
)

// example marks what is made up for the demonstration: nobody has promised it.
func example(ru, en string) i18n.Text {
	return demo.Text(demo.T{"ru": "Пример: " + ru, "en": "Example: " + en})
}

// demoTasks makes tasks and promises around the present day, so that Today has
// something to show. All are marked as examples, and they belong to the accounts
// of the demonstration and to a post that is one.
func (c *City) demoTasks(ctx context.Context) error {
	post, err := c.demoPost(ctx)
	if err != nil {
		return err
	}
	users, err := c.Accounts.Users(ctx)
	if err != nil {
		return err
	}
	by := map[string]string{}
	for _, u := range users {
		by[u.Email] = u.ID
	}
	partners, err := c.partners.Partners(ctx, partner.Filter{})
	if err != nil || len(partners) == 0 {
		return err
	}
	day := func(n int) edtf.Date { return edtf.On(c.today().AddDate(0, 0, n)) }
	city, note := partners[0].ID, demo.Text(demo.T{
		"ru": "Запись придумана для демонстрации: на самом деле никто этого не обещал и не поручал.",
		"en": "This entry is made up for the demonstration: nobody has really promised it or given it to do.",
	})
	head, coordinator := by[demoEmail(account.Head)], by[demoEmail(account.Coordinator)]
	for _, t := range []task.Task{
		{Type: task.Duty, Title: example("подготовить поздравление партнёру", "prepare greetings to the partner"), Due: day(1), Owner: coordinator, Partner: city,
			Steps: []string{"[x] Найти прошлогодний текст", "Обновить текст", "Отдать на перевод"}},
		{Type: task.Duty, Title: example("сверить список участников поездки", "check the list of travellers"), Due: day(-2), Owner: coordinator},
		{Type: task.Duty, Title: example("собрать отчёт за месяц", "put the monthly report together"), Due: day(4), Owner: head, Repeat: "month"},
		{Type: task.Duty, Title: example("обновить справку о городе", "bring the brief on the city up to date"), Due: day(-5)},
		{Type: task.Ours, Title: example("прислать программу визита", "send the programme of the visit"), Partner: city, Post: post, Made: day(-20), Due: day(2), Clause: "протокол встречи, п. 3"},
		{Type: task.Theirs, Title: example("назвать контактное лицо школы", "name a contact at the school"), Partner: city, Post: post, Made: day(-20), Due: day(-3)},
		{Type: task.Theirs, Title: example("прислать каталог выставки", "send the catalogue of the exhibition"), Partner: city, Post: post, Made: day(-20), Due: edtf.OfYear(c.today().Year() + 1)},
		{Type: task.Ours, Title: example("передать книги библиотеке партнёра", "give books to the partner's library"), Partner: city, Post: post, Made: day(-60), Due: day(-30), Outcome: task.Kept, Done: day(-31)},
	} {
		t.Note, t.Visibility = note, record.Department
		if _, err := c.tasks.Add(ctx, t); err != nil {
			return fmt.Errorf("%s: %s", t.Title.Get("en"), sentence(err))
		}
	}
	ngo, err := c.demoNGO(ctx, 1)
	if err != nil {
		return err
	}
	if err := planning.Example(ctx, c.plans, c.today(), []string{head, coordinator, coordinator}, ngo, example); err != nil {
		return fmt.Errorf("the plan of the year: %s", sentence(err))
	}
	return nil
}

// demoPost is a post that the coordinator of the demonstration holds: by the
// address of e-mail the program knows whose promises are the account's.
func (c *City) demoPost(ctx context.Context) (string, error) {
	post := contact.Post{Title: example("координатор", "coordinator"), Side: string(contact.Ours)}
	id, err := c.contacts.AddPost(ctx, post)
	if err != nil {
		return "", err
	}
	person, err := c.contacts.AddPerson(ctx, contact.Person{Name: "Координатор демонстрации", Latin: "Demonstration coordinator", Email: demoEmail(account.Coordinator)})
	if err != nil {
		return "", err
	}
	_, err = c.contacts.Appoint(ctx, contact.Role{Person: person, Post: id})
	return id, err
}
