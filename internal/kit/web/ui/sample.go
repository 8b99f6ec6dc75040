package ui

// Samples is the page with every component, in Russian or English. Its facts are
// the public record of Perm and its partners; where the page needs a figure that
// nobody published, it says so.
type Samples struct {
	Sections   map[string]Section
	Head       Head
	Actions    []Action
	Chips      []Chip
	Audiences  []Audience
	Notices    []Notice
	Toast      Toast
	Dialog     Dialog
	Errors     ErrorSummary
	Form       Form
	LowVision  LowVision
	Facts      Facts
	Edit       FactEdit
	Summary    SummaryList
	Check      CheckAnswers
	Box        Box
	Claims     Claims
	Timeline   Timeline
	Chain      Chain
	History    History
	People     []Person
	Cities     Cities
	Tasks      TaskList
	Figures    Figures
	Clocks     Clocks
	Table      Table
	Pager      Pager
	Download   Download
	Pages      Pages
	Tabs       Tabs
	EmptyState Empty
	Reading    []string
	Hero       Hero
}

// tongue is the language of the samples, "ru" or "en".
type tongue string

// native is a name in its own language, unless the page already shows it so.
func (t tongue) native(name, lang string) Value {
	if t == "en" && lang != "zh" {
		return Value{}
	}
	return Value{Text: name, Lang: lang}
}

// say picks the words of the language.
func (t tongue) say(ru, en string) string {
	if t == "ru" {
		return ru
	}
	return en
}

// SamplesIn fills the page of components in a language, "ru" or "en".
func SamplesIn(lang string) Samples {
	t := tongue(lang)
	s := Samples{
		Sections: map[string]Section{}, Head: t.head(), Actions: t.actions(), Chips: t.chips(), Audiences: t.audiences(),
		Notices: t.notices(), Toast: t.toast(), Dialog: t.dialog(),
		Errors: t.errors(), Form: t.form(), LowVision: t.lowVision(),
		Facts: t.facts(), Edit: t.edit(), Summary: t.summary(), Check: t.check(), Box: t.box(), Claims: t.claims(),
		Timeline: t.timeline(), Chain: t.chain(), History: t.history(), People: t.people(), Cities: t.cities(),
		Tasks: t.tasks(), Figures: t.figures(), Clocks: t.clocks(),
		Table: t.table(), Pager: t.pager(), Download: t.download(), Pages: t.pages(), Tabs: t.tabs(), EmptyState: t.empty(), Reading: t.reading(), Hero: t.hero(),
	}
	for id, title := range t.titles() {
		s.Sections[id] = Section{ID: id, Title: title}
	}
	return s
}

func (t tongue) titles() map[string]string {
	return map[string]string{
		"actions": t.say("Действия", "Actions"), "states": t.say("Состояния и\u00a0видимость", "States and audience"),
		"notices": t.say("Сообщения", "Notices"), "form": t.say("Форма", "Form"), "facts": t.say("Факты", "Facts"),
		"summary": t.say("Ответы и\u00a0настройки", "Answers and settings"), "check": t.say("Проверка ответов", "Check answers"),
		"timeline": t.say("Лента", "Timeline"), "chain": t.say("Соглашения", "Agreements"), "history": t.say("История поля", "History of a field"),
		"people": t.say("Люди", "People"), "cities": t.say("Города-партнёры", "Partner cities"), "tasks": t.say("Список дел", "Task list"),
		"figures": t.say("Числа", "Figures"), "lists": t.say("Списки", "Lists"), "reading": t.say("Чтение", "Reading"),
		"vision": t.say("Настройки для слабовидящих", "Low-vision settings"), "claims": t.say("Позиции сторон", "What each side says"),
	}
}

func (t tongue) head() Head {
	return Head{
		Over:  t.say("Город-побратим", "Sister city"),
		Title: Value{Text: t.say("Дуйсбург", "Duisburg")}, Native: t.native("Duisburg", "de"),
		Chips:    []Chip{{Text: t.say("Действует", "Active"), Tone: ToneGood, Icon: IconCheck, Note: t.say("с\u00a02007\u00a0года", "since 2007")}},
		Audience: &Audience{Reach: ReachEveryone, Text: t.say("Все", "Everyone"), Hidden: t.say("Кто видит:", "Visible to:"), Href: "#states"},
		Meta: []Value{
			{Text: t.say("Германия", "Germany")}, {Text: t.say("3184\u00a0км, на\u00a0запад", "3,184 km, west")},
			{Text: t.say("Изменено 22\u00a0ноября 2026\u00a0г.", "Changed 22 November 2026"), Time: "2026-11-22"},
		},
		Actions: []Action{
			{Link: &LinkButton{Text: t.say("Записать контакт", "Log a contact"), Href: "#form", Kind: ButtonPrimary, Icon: IconPlus}},
			{Link: &LinkButton{Text: t.say("Справка", "Brief"), Href: "#facts", Icon: IconDocument}},
		},
	}
}

func (t tongue) actions() []Action {
	return []Action{
		{Button: &Button{Text: t.say("Сохранить", "Save"), Kind: ButtonPrimary}},
		{Button: &Button{Text: t.say("Отложить", "Put aside")}},
		{Link: &LinkButton{Text: t.say("Скачать", "Download"), Href: "#actions", Icon: IconDownload}},
		{Button: &Button{Text: t.say("Удалить данные", "Erase data"), Kind: ButtonDanger, Icon: IconTrash, Opens: "sample-dialog"}},
		{Button: &Button{Text: t.say("Скопировать ссылку", "Copy the link"), Kind: ButtonQuiet, Icon: IconLink, Copy: "https://example.org/"}},
		{Button: &Button{Text: t.say("Печать", "Print"), Kind: ButtonQuiet, Icon: IconPrint, Print: true}},
	}
}

func (t tongue) chips() []Chip {
	return []Chip{
		{Text: t.say("Черновик", "Draft"), Tone: ToneNeutral},
		{Text: t.say("Действует", "Active"), Tone: ToneGood, Icon: IconCheck},
		{Text: t.say("Приостановлено", "Paused"), Tone: TonePaused, Icon: IconPause},
		{Text: t.say("Истекает через 30\u00a0дней", "Expires in 30 days"), Tone: ToneWarn, Icon: IconClock},
		{Text: t.say("Прекращено", "Ended"), Tone: ToneBad, Icon: IconClose},
		{Text: t.say("На\u00a0согласовании", "Under review"), Tone: ToneInfo, Icon: IconEye},
	}
}

func (t tongue) audiences() []Audience {
	who := t.say("Кто видит:", "Visible to:")
	return []Audience{
		{Reach: ReachDepartment, Text: t.say("Отдел", "Department"), Hidden: who},
		{Reach: ReachCity, Text: t.say("Администрация", "Administration"), Hidden: who},
		{Reach: ReachPartner, Text: t.say("Партнёр", "Partner"), Hidden: who},
		{Reach: ReachEveryone, Text: t.say("Все", "Everyone"), Hidden: who, Href: "#states"},
	}
}

func (t tongue) notices() []Notice {
	return []Notice{
		{Tone: ToneInfo, Text: t.say("Доступно на\u00a0русском и\u00a0английском.", "Available in Russian and English.")},
		{Tone: TonePaused, Title: t.say("Связи приостановлены партнёром", "Ties are paused by the partner"), Text: t.say("Письма этому партнёру отправляются с\u00a0указанием причины.", "Letters to this partner need a reason."), Links: []Link{{Text: t.say("Позиции сторон", "What each side says"), Href: "#claims"}}},
		{Tone: ToneWarn, Text: t.say("Похоже, такой человек уже есть. Дополнить запись?", "This looks like an existing person. Add to it?")},
		{Tone: ToneBad, Title: t.say("Почта не\u00a0отвечает с\u00a010:42", "Mail has not answered since 10:42"), Text: t.say("Письма целы, попробуем в\u00a010:57.", "Letters are safe; the next try is at 10:57.")},
		{Tone: ToneGood, Text: t.say("Сохранено в\u00a010:42.", "Saved at 10:42.")},
	}
}

func (t tongue) toast() Toast {
	return Toast{Text: t.say("Запись перенесена в\u00a0корзину", "The record is in the bin"), Tone: ToneGood, Undo: &Button{Text: t.say("Вернуть", "Undo"), Kind: ButtonQuiet, Icon: IconUndo}, Action: "#", Once: Once{Key: "sample-toast"}, Close: t.say("Закрыть сообщение", "Close the message")}
}

func (t tongue) dialog() Dialog {
	return Dialog{
		ID: "sample-dialog", Title: t.say("Удалить личные данные?", "Erase the personal data?"),
		Text:   t.say("Отменить это нельзя. Записи о\u00a0событиях сохранятся без имени.", "This cannot be undone. Records of events stay without the name."),
		Action: "#", Once: Once{Key: "sample-dialog"}, Close: t.say("Не\u00a0удалять", "Keep"),
		Submit: Button{Text: t.say("Удалить данные", "Erase data"), Kind: ButtonDanger},
	}
}

func (t tongue) empty() Empty {
	return Empty{
		Title:   t.say("Пока нет ни\u00a0одного города", "No cities yet"),
		Text:    t.say("Вставьте список названий\u00a0— страны и\u00a0координаты найдутся сами.", "Paste a list of names: countries and coordinates are found for you."),
		Action:  &LinkButton{Text: t.say("Добавить город", "Add a city"), Href: "#lists", Icon: IconPlus},
		Example: &Link{Text: t.say("Посмотреть образец", "See an example"), Href: "#cities"},
	}
}

func (t tongue) reading() []string {
	if t == "ru" {
		return []string{
			"Соглашение о\u00a0побратимстве с\u00a0Дуйсбургом подписано 15\u00a0октября 2007\u00a0года в\u00a0Висбадене, во\u00a0время Петербургского диалога. За\u00a0Пермь его подписал Игорь Шубин, за\u00a0Дуйсбург\u00a0— Адольф Зауэрланд.",
			"В\u00a0сентябре 2013\u00a0года в\u00a0Перми открылись мастерские для людей с\u00a0инвалидностью «Арс Вивенди»: проект начался в\u00a0Дуйсбурге, и\u00a0немецкие коллеги помогали его устроить.",
		}
	}
	return []string{
		"The sister-city agreement with Duisburg was signed on 15 October 2007 in Wiesbaden, during the Petersburg Dialogue: by Igor Shubin for Perm and by Adolf Sauerland for Duisburg.",
		"In September 2013 the Ars Vivendi workshops for people with disabilities opened in Perm. The project began in Duisburg, and colleagues from there helped to set it up.",
	}
}

func (t tongue) hero() Hero {
	return Hero{
		Title: t.say("Города мира\u00a0— наши побратимы", "Cities of the world, our sisters"),
		Lead:  t.say("Прямая линия от\u00a0Перми\u00a0— верное направление, её длина\u00a0— верное расстояние.", "A straight line from Perm is a true bearing, and its length a true distance."),
		Actions: []Action{
			{Link: &LinkButton{Text: t.say("Открыть карту", "Open the map"), Href: "#cities", Kind: ButtonOnDark, Icon: IconMap}},
			{Link: &LinkButton{Text: t.say("Предложить проект", "Propose a project"), Href: "#form", Kind: ButtonDarkLine}},
		},
		Map: sampleRays(),
	}
}

// sampleRay is a line on the sample map: 40 km to a unit.
type sampleRay struct{ Bearing, Length int }

func sampleRays() []sampleRay {
	return []sampleRay{{89, 5190 / 40}, {278, 3184 / 40}, {275, 3357 / 40}, {252, 3839 / 40}, {284, 3627 / 40}, {330, 8743 / 40}}
}
