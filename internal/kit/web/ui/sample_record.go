package ui

func (t tongue) source(mark, ru, en, href string) *Source {
	return &Source{Mark: mark, Label: t.say("Источник", "Source"), Text: t.say(ru, en), Href: href, Open: t.say("Открыть источник", "Open the source")}
}

func (t tongue) facts() Facts {
	change := t.say("Изменить", "Edit")
	past := t.say("История", "History")
	return Facts{
		OthersTitle: t.say("Другие сведения", "Other sources say"),
		Rows: []Fact{
			{ID: "fact-since", Label: t.say("Побратимы с", "Sister cities since"), Value: Value{Text: t.say("15\u00a0октября 2007\u00a0года", "15 October 2007"), Time: "2007-10-15"},
				Source: t.source("1", "Город Дуйсбург, страница о\u00a0Перми; газета WAZ", "City of Duisburg, page about Perm; WAZ newspaper", ""), History: &Link{Text: past, Href: "#history", Hidden: t.say("поля «Побратимы с»", "of “Sister cities since”")}, Edit: &Link{Text: change, Href: "#fact-since", Hidden: t.say("дату", "the date")}},
			{ID: "fact-place", Label: t.say("Подписано", "Signed in"), Value: Value{Text: t.say("Висбаден, во\u00a0время Петербургского диалога", "Wiesbaden, during the Petersburg Dialogue")}, Source: t.source("2", "Город Дуйсбург", "City of Duisburg", ""), Edit: &Link{Text: change, Href: "#fact-place", Hidden: t.say("место", "the place")}},
			{ID: "fact-qingdao", Label: t.say("Циндао: побратимы с", "Qingdao: sister cities since"), Value: Value{Text: t.say("2003\u00a0год", "2003")},
				Source: t.source("3", "Презентация отдела международных связей Перми", "Presentation of Perm’s international department", ""),
				Others: []OtherFact{{Value: Value{Text: t.say("2006\u00a0год", "2006")}, Source: t.source("4", "«Российская газета», 18\u00a0января 2023\u00a0г., со\u00a0слов главы города", "Rossiyskaya Gazeta, 18 January 2023, quoting the mayor", "")}},
				Edit:   &Link{Text: change, Href: "#fact-qingdao", Hidden: t.say("год", "the year")}},
			{ID: "fact-coordinator", Label: t.say("Координатор там", "Coordinator there"), Missing: t.say("не\u00a0указан", "not known"), Reach: &Audience{Reach: ReachDepartment, Text: t.say("Отдел", "Department"), Hidden: t.say("Кто видит:", "Visible to:")}, Edit: &Link{Text: t.say("Указать", "Add"), Href: "#fact-coordinator", Hidden: t.say("координатора", "the coordinator")}},
			{ID: "fact-signed-by", Label: t.say("Подписали", "Signed by"), Value: Value{Parts: []Value{{Text: t.say("Игорь Шубин, Пермь", "Igor Shubin, Perm")}, {Text: "Adolf Sauerland, Duisburg", Lang: "de"}}}, Source: t.source("1", "Город Дуйсбург, страница о\u00a0Перми; газета WAZ", "City of Duisburg, page about Perm; WAZ newspaper", "")},
		},
	}
}

func (t tongue) edit() FactEdit {
	return FactEdit{ID: "fact-edited", Label: t.say("Побратимы с", "Sister cities since"), Target: "#", Form: Form{
		Action: "#", Once: Once{Key: "sample-edit"},
		Fields: []Field{
			{Kind: FieldDate, Name: "since", Label: t.say("Дата", "Date"), Hint: t.say("Можно только год: 1989", "A year alone is fine, for example 1989"), Value: t.say("15 октября 2007", "15 October 2007")},
			{Kind: FieldText, Name: "since.source", Label: t.say("Откуда известно", "How we know"), Value: t.say("Город Дуйсбург", "City of Duisburg")},
		},
		Submit: Button{Text: t.say("Сохранить", "Save"), Kind: ButtonPrimary}, Cancel: &Link{Text: t.say("Отменить", "Cancel"), Href: "#facts"},
	}}
}

func (t tongue) summary() SummaryList {
	change := t.say("Изменить", "Change")
	return SummaryList{Rows: []SummaryRow{
		{Label: t.say("Название", "Title"), Value: Value{Text: t.say("Детские рисунки в\u00a0Циндао", "Children’s drawings in Qingdao")}, Changes: []Link{{Text: change, Hidden: t.say("название", "the title"), Href: "#f-title"}}},
		{Label: t.say("Дата начала", "Start date"), Value: Value{Text: t.say("май 2019\u00a0года", "May 2019"), Time: "2019-05"}, Changes: []Link{{Text: change, Hidden: t.say("дату начала", "the start date"), Href: "#f-began"}}},
		{Label: t.say("Место", "Place"), Missing: t.say("не\u00a0указано", "not given"), Changes: []Link{{Text: change, Hidden: t.say("место", "the place"), Href: "#f-place"}}},
	}}
}

func (t tongue) check() CheckAnswers {
	return CheckAnswers{
		Groups: []CheckGroup{{Title: t.say("О\u00a0чём", "What it is about"), List: t.summary()}},
		Text:   t.say("Отдел ответит на\u00a0указанный адрес.", "The department will answer to the address given."),
		Form:   Form{Action: "#", Once: Once{Key: "sample-check"}, Submit: Button{Text: t.say("Отправить инициативу", "Send the initiative"), Kind: ButtonPrimary}},
	}
}

func (t tongue) box() Box {
	return Box{
		Title: t.say("Коротко", "In brief"),
		Rows: []BoxRow{
			{t.say("Страна", "Country"), Value{Text: t.say("Германия", "Germany")}},
			{t.say("Побратимы с", "Sister cities since"), Value{Text: t.say("2007\u00a0года", "2007")}},
			{t.say("Расстояние", "Distance"), Value{Text: t.say("3184\u00a0км", "3,184 km")}},
			{t.say("Кого спросить", "Who to ask"), Value{Text: t.say("Отдел международных и\u00a0межмуниципальных связей", "International department")}},
		},
		Action: &LinkButton{Text: t.say("Участвовать", "Take part"), Href: "#form", Kind: ButtonPrimary},
	}
}

func (t tongue) claims() Claims {
	return Claims{
		Level: 3, Title: t.say("Пермь и\u00a0Луисвилль", "Perm and Louisville"),
		Ours: Claim{Side: t.say("Мы", "We"), Who: t.say("Пермь", "Perm"), State: &Chip{Text: t.say("Связи сохраняются", "Ties are kept"), Tone: ToneGood, Icon: IconCheck}, When: Value{Text: t.say("2025\u00a0год", "2025"), Time: "2025"}, Source: t.source("5", "«АиФ-Прикамье», слова прежнего начальника отдела", "AiF-Prikamye, words of the former head of department", "")},
		Theirs: Claim{Side: t.say("Они", "They"), Who: "Louisville", State: &Chip{Text: t.say("Прекращено, можно возобновить", "Ended, may resume"), Tone: ToneBad, Icon: IconClose}, When: Value{Text: t.say("17\u00a0июня 2022\u00a0года, приблизительно", "about 17 June 2022"), Time: "2022-06-17"},
			Wording: Value{Text: "willing to resume", Lang: "en"}, Document: &Link{Text: t.say("Письмо мэра", "Letter of the mayor"), Href: "#claims", Icon: IconDocument}, Source: t.source("6", "Город Луисвилль", "City of Louisville", "")},
		Differ: t.say("Стороны говорят о\u00a0связях по-разному", "The sides describe their ties differently"),
	}
}

func (t tongue) timeline() Timeline {
	event := t.say("Событие", "Event")
	return Timeline{Label: t.say("Лента, сначала новое", "Timeline, the newest first"), Years: []TimelineYear{
		{Year: "2018", Items: []TimelineItem{
			{When: Value{Text: t.say("14\u00a0сентября", "14 September"), Time: "2018-09-14"}, Kind: event, Icon: IconCalendar, Title: Value{Text: t.say("Заключительная конференция Российско-Германского года партнёрств", "Closing conference of the Russian–German Year of Partnerships"), Href: "#timeline"}, Text: t.say("Берлин. Сертификат МИД Перми и\u00a0Дуйсбургу.", "Berlin. A certificate of the Foreign Ministry to Perm and Duisburg."), Source: t.source("7", "Город Пермь, новость от 14\u00a0декабря 2018\u00a0г.", "City of Perm, news of 14 December 2018", "")},
		}},
		{Year: "2017", Items: []TimelineItem{
			{When: Value{Text: t.say("осень или зима", "autumn or winter")}, Uncertain: true, Kind: t.say("Визит", "Visit"), Icon: IconPlane, Title: Value{Text: t.say("Делегация Перми в\u00a0Дуйсбурге: девять человек, десять лет связей", "A delegation of nine in Duisburg: ten years of ties"), Href: "#timeline"}},
			{When: Value{Text: t.say("7\u00a0сентября", "7 September"), Time: "2017-09-07"}, Kind: event, Icon: IconCalendar, Title: Value{Text: t.say("Книга о\u00a0десяти годах с\u00a0Дуйсбургом", "A book on ten years with Duisburg"), Href: "#timeline"}, Source: t.source("8", "Город Пермь", "City of Perm", "")},
		}},
		{Year: "2007", Items: []TimelineItem{
			{When: Value{Text: t.say("15\u00a0октября", "15 October"), Time: "2007-10-15"}, Kind: t.say("Соглашение", "Agreement"), Icon: IconDocument, Title: Value{Text: t.say("Соглашение о\u00a0побратимстве", "Sister-city agreement"), Href: "#chain"}, Chip: &Chip{Text: t.say("Действует", "Active"), Tone: ToneGood}},
		}},
	}}
}

func (t tongue) chain() Chain {
	return Chain{Label: t.say("Соглашения по\u00a0порядку", "Agreements in order"), Steps: []ChainStep{
		{Title: Value{Text: "Städtepartnerschaftsvertrag", Lang: "de", Href: "#chain"}, When: Value{Text: t.say("15\u00a0октября 2007\u00a0г.", "15 October 2007"), Time: "2007-10-15"}, Note: t.say("первое, Висбаден", "the first, Wiesbaden")},
		{Title: Value{Text: t.say("Соглашение о\u00a0побратимстве 2007\u00a0/\u00a02017", "Sister-city agreement 2007 / 2017"), Href: "#chain"}, When: Value{Text: t.say("2017\u00a0год", "2017"), Time: "2017"}, Relation: t.say("продлевает", "renews"), Gap: t.say("день и\u00a0срок не\u00a0известны", "day and term are not known"), Now: true, Chip: &Chip{Text: t.say("Нет скана", "No scan"), Tone: ToneWarn, Icon: IconAlert}},
	}}
}

func (t tongue) history() History {
	return History{BeforeLabel: t.say("Было", "Before"), AfterLabel: t.say("Стало", "After"), Items: []Change{
		{When: Value{Text: t.say("22\u00a0ноября 2026\u00a0г., 10:42", "22 November 2026, 10:42"), Time: "2026-11-22T10:42"}, Who: t.say("Координатор", "Coordinator"), Field: t.say("Побратимы с", "Sister cities since"), Before: Value{Text: t.say("2007\u00a0год", "2007")}, After: Value{Text: t.say("15\u00a0октября 2007\u00a0года", "15 October 2007")}, Reason: t.say("Нашли день на\u00a0странице Дуйсбурга", "The day is on Duisburg’s page"), Restore: &Button{Text: t.say("Вернуть прежнее", "Put back"), Kind: ButtonQuiet, Icon: IconUndo}, Action: "#", Once: Once{Key: "sample-restore"}},
		{When: Value{Text: t.say("20\u00a0ноября 2026\u00a0г., 16:05", "20 November 2026, 16:05"), Time: "2026-11-20T16:05"}, Who: t.say("Загрузка таблицы", "Import of a table"), Field: t.say("Побратимы с", "Sister cities since"), Missing: t.say("пусто", "empty"), After: Value{Text: t.say("2007\u00a0год", "2007")}},
	}}
}

func (t tongue) people() []Person {
	return []Person{
		{Name: Value{Text: t.say("Игорь Шубин", "Igor Shubin")}, Initials: t.say("ИШ", "IS"), Role: t.say("подписал соглашение 2007\u00a0года", "signed the agreement of 2007"), Org: Value{Text: t.say("Пермь", "Perm"), Href: "#people"}},
		{Name: Value{Text: "Adolf Sauerland", Lang: "de", Href: "#people"}, Latin: Value{Text: t.say("Адольф Зауэрланд", "")}, Initials: "AS", Role: t.say("подписал соглашение 2007\u00a0года", "signed the agreement of 2007"), Org: Value{Text: "Duisburg", Lang: "de"}},
		{Vacant: t.say("Координатора в\u00a0Дуйсбурге нет", "No coordinator in Duisburg"), Role: t.say("Отвечать на\u00a0письма некому", "Nobody answers letters"), Fill: &Link{Text: t.say("Назвать человека или должность", "Name a person or a post"), Href: "#people"}},
	}
}

func (t tongue) cities() Cities {
	city := func(ru, en, native, lang, country, land, since, kmRu, kmEn, wayRu, wayEn string, bearing int) City {
		return City{Name: Value{Text: t.say(ru, en), Href: "#cities"}, Native: t.native(native, lang), Country: t.say(country, land), Since: t.say("с\u00a0"+since+"\u00a0года", "since "+since), Distance: t.say(kmRu, kmEn) + t.say("\u00a0км", "\u00a0km"), Compass: t.say(wayRu, wayEn), Bearing: bearing}
	}
	louisville := city("Луисвилль", "Louisville", "Louisville", "en", "США", "USA", "1994", "8743", "8,743", "на\u00a0северо-северо-запад", "north-north-west", 330)
	louisville.State = &Chip{Text: t.say("Приостановлено партнёром", "Paused by the partner"), Tone: TonePaused, Icon: IconPause}
	return Cities{Label: t.say("Города-партнёры", "Partner cities"), Items: []City{
		city("Циндао", "Qingdao", "青岛", "zh", "Китай", "China", "2003", "5190", "5,190", "на\u00a0восток", "east", 89),
		city("Дуйсбург", "Duisburg", "Duisburg", "de", "Германия", "Germany", "2007", "3184", "3,184", "на\u00a0запад", "west", 278),
		city("Амневиль", "Amnéville", "Amnéville-les-Thermes", "fr", "Франция", "France", "1992", "3357", "3,357", "на\u00a0запад", "west", 275),
		city("Агридженто", "Agrigento", "Agrigento", "it", "Италия", "Italy", "2012", "3839", "3,839", "на\u00a0западо-юго-запад", "west-south-west", 252),
		louisville,
	}}
}

func (t tongue) tasks() TaskList {
	todo, now, done, wait := Chip{Text: t.say("Не\u00a0начато", "Not started"), Tone: ToneNeutral}, Chip{Text: t.say("В\u00a0работе", "In progress"), Tone: ToneInfo}, Chip{Text: t.say("Готово", "Done"), Tone: ToneGood, Icon: IconCheck}, Chip{Text: t.say("Пока нельзя начать", "Cannot start yet"), Tone: TonePaused}
	return TaskList{Groups: []TaskGroup{{Title: t.say("Подготовить портал", "Prepare the portal"), Done: t.say("1\u00a0из\u00a04", "1 of 4"), Tasks: []Task{
		{Title: Value{Text: t.say("Назвать город", "Name the city"), Href: "#tasks"}, Status: done},
		{Title: Value{Text: t.say("Вставить список партнёров", "Paste the list of partners"), Href: "#tasks"}, Hint: t.say("Подойдёт любая таблица", "Any table will do"), Status: now},
		{Title: Value{Text: t.say("Пригласить коллегу", "Invite a colleague"), Href: "#tasks"}, Status: todo},
		{Title: Value{Text: t.say("Открыть портал", "Open the portal")}, Hint: t.say("Сначала нужен хотя бы один город", "At least one city is needed first"), Status: wait},
	}}}}
}

func (t tongue) figures() Figures {
	return Figures{Label: t.say("Связи в\u00a0числах", "Ties in numbers"), Items: []Figure{
		{Number: "6", Label: t.say("городов-побратимов", "sister cities"), Href: "#cities"}, {Number: "1992", Label: t.say("год первого соглашения", "year of the first agreement"), Href: "#chain"},
		{Number: t.say("8743", "8,743"), Label: t.say("километра до\u00a0самого дальнего", "kilometres to the farthest"), Href: "#cities"},
	}}
}

func (t tongue) clocks() Clocks {
	return Clocks{Label: t.say("Который час", "Local time"), Items: []Clock{{t.say("Пермь", "Perm"), "15:00", "15:00+05:00", ""}, {t.say("Дуйсбург", "Duisburg"), "11:00", "11:00+01:00", t.say("на\u00a04\u00a0часа раньше", "4 hours behind")}}}
}
