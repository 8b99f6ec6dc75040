package demo

import (
	"context"

	"pobratim/internal/domain/agreement"
	"pobratim/internal/domain/clause"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/i18n"
)

// exampleText are the clauses of a text that nobody has negotiated, in Russian
// and English.
func exampleText() []clause.Clause {
	part := func(part clause.Part, heading, words T) clause.Clause {
		return clause.Clause{Part: part, Heading: Text(heading), Words: Text(words)}
	}
	return []clause.Clause{
		part(clause.Preamble, nil, T{"ru": "<первая> и <вторая>, далее — Стороны, желая лучше узнать друг друга, договорились о следующем.", "en": "<first> and <second>, hereinafter the Sides, wishing to know each other better, have agreed as follows."}),
		part(clause.Article, T{"ru": "Предмет", "en": "Subject"}, T{"ru": "Стороны сотрудничают в культуре, образовании и городском хозяйстве.", "en": "The Sides cooperate in culture, education and the running of the city."}),
		part(clause.Point, nil, T{"ru": "<мы> ежегодно проводит у себя неделю школьного обмена.", "en": "<ours> holds a week of school exchange every year."}),
		part(clause.Point, nil, T{"ru": "Каждая Сторона называет сотрудника, который отвечает за связь.", "en": "Each Side names a person who is responsible for keeping in touch."}),
		part(clause.Article, T{"ru": "Расходы", "en": "Costs"}, T{"ru": "Каждая Сторона несёт свои расходы, если не договорено иначе.", "en": "Each Side bears its own costs unless agreed otherwise."}),
		part(clause.Article, T{"ru": "Срок", "en": "Term"}, T{"ru": "Меморандум действует три года со дня подписания.", "en": "The memorandum is in force for three years from the day of signing."}),
		part(clause.Closing, nil, T{"ru": "Составлено в двух экземплярах, каждый на русском и английском языках; оба текста имеют одинаковую силу.", "en": "Done in two copies, each in Russian and English, both texts being equally valid."}),
	}
}

// ExampleText makes an agreement that is marked as made up, with a draft of its
// text, whose clauses oblige to something.
func ExampleText(ctx context.Context, papers *agreement.Service, texts *clause.Service, partner string) error {
	title := Text(T{"ru": "Пример: меморандум о сотрудничестве", "en": "Example: memorandum of cooperation"})
	paper, err := papers.Add(ctx, agreement.Agreement{Partner: partner, Type: "memorandum", Title: title, Planned: true, Languages: []string{"ru", "en"},
		Note: Text(T{"ru": "Запись придумана для демонстрации: такого меморандума никто не предлагал.", "en": "This entry is made up for the demonstration: nobody has proposed such a memorandum."})})
	if err != nil {
		return err
	}
	id, err := texts.Begin(ctx, clause.Text{Agreement: paper, OurLang: "ru", TheirLang: "en"}, "")
	if err != nil {
		return err
	}
	begun, err := texts.Clauses(ctx, id)
	if err != nil {
		return err
	}
	for _, c := range begun {
		if c.Part == clause.Title {
			continue
		}
		if err := texts.Remove(ctx, c.ID); err != nil {
			return err
		}
	}
	for _, c := range exampleText() {
		c.Text = id
		made, err := texts.Insert(ctx, c, "")
		if err != nil {
			return err
		}
		if c.Part == clause.Point && c.Words.Get("en")[0] == '<' {
			_, err = texts.Oblige(ctx, clause.Obligation{Clause: made, Side: string(clause.Ours), What: i18n.NewText("ru", "Пример: провести неделю школьного обмена"), Due: edtf.OfYear(2027), Repeat: "year"})
			if err != nil {
				return err
			}
		}
	}
	return nil
}
