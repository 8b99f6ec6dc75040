package app

import (
	"context"
	"fmt"

	"pobratim/internal/app/demo"
	"pobratim/internal/app/planning"
	"pobratim/internal/domain/contact"
	"pobratim/internal/domain/letter"
	"pobratim/internal/domain/partner"
	"pobratim/internal/domain/task"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/record"
)

// demoTasks makes tasks, promises, contacts, memberships and a plan around the present
// day, so that Today has something to show. All are marked as examples, and they
// belong to the accounts of the demonstration and to a post that is one.
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
		{Type: task.Duty, Title: demo.Example("подготовить поздравление партнёру", "prepare greetings to the partner"), Due: day(1), Owner: coordinator, Partner: city,
			Steps: []string{"[x] Найти прошлогодний текст", "Обновить текст", "Отдать на перевод"}},
		{Type: task.Duty, Title: demo.Example("сверить список участников поездки", "check the list of travellers"), Due: day(-2), Owner: coordinator},
		{Type: task.Duty, Title: demo.Example("собрать отчёт за месяц", "put the monthly report together"), Due: day(4), Owner: head, Repeat: "month"},
		{Type: task.Duty, Title: demo.Example("обновить справку о городе", "bring the brief on the city up to date"), Due: day(-5)},
		{Type: task.Ours, Title: demo.Example("прислать программу визита", "send the programme of the visit"), Partner: city, Post: post, Made: day(-20), Due: day(2), Clause: "протокол встречи, п. 3"},
		{Type: task.Theirs, Title: demo.Example("назвать контактное лицо школы", "name a contact at the school"), Partner: city, Post: post, Made: day(-20), Due: day(-3)},
		{Type: task.Theirs, Title: demo.Example("прислать каталог выставки", "send the catalogue of the exhibition"), Partner: city, Post: post, Made: day(-20), Due: edtf.OfYear(c.today().Year() + 1)},
		{Type: task.Ours, Title: demo.Example("передать книги библиотеке партнёра", "give books to the partner's library"), Partner: city, Post: post, Made: day(-60), Due: day(-30), Outcome: task.Kept, Done: day(-31)},
	} {
		t.Note, t.Visibility = note, record.Department
		if _, err := c.tasks.Add(ctx, t); err != nil {
			return fmt.Errorf("%s: %s", t.Title.Get("en"), sentence(err))
		}
	}
	for _, l := range []letter.Letter{
		{Type: letter.Paper, Side: letter.Out, Title: demo.Example("приглашение на День города", "invitation to City Day"), On: day(-24), Waits: true},
		{Type: letter.Call, Side: letter.In, Title: demo.Example("просят уточнить число участников", "they ask for the number of participants"), On: day(-3), Waits: true, By: day(2)},
		{Type: letter.Meeting, Side: letter.Both, Title: demo.Example("говорили о совместной выставке", "talked about a joint exhibition"), On: day(-40)},
	} {
		l.Note, l.Visibility, l.Partner = note, record.Department, city
		if _, err := c.letters.Add(ctx, l); err != nil {
			return fmt.Errorf("%s: %s", l.Title.Get("en"), sentence(err))
		}
	}
	ngo, err := c.demoGuest(ctx)
	if err != nil {
		return err
	}
	if err := planning.Example(ctx, c.plans, c.today(), []string{head, coordinator, coordinator}, ngo, demo.Example); err != nil {
		return fmt.Errorf("the plan of the year: %s", sentence(err))
	}
	return demo.Networks(ctx, c.memberships, post, c.today())
}

// demoPost is a post that the coordinator of the demonstration holds: by the
// address of e-mail the program knows whose promises are the account's.
func (c *City) demoPost(ctx context.Context) (string, error) {
	post := contact.Post{Title: demo.Example("координатор", "coordinator"), Side: string(contact.Ours)}
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
