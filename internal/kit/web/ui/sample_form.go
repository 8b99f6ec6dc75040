package ui

func (t tongue) errors() ErrorSummary {
	return ErrorSummary{
		Title: t.say("Проверьте ответы: нужно исправить 2\u00a0поля", "There is a problem"),
		Items: []Link{
			{Text: t.say("Такой даты нет: 31\u00a0апреля", "Start date must be a real date"), Href: "#f-began"},
			{Text: t.say("Выберите город-партнёр или «Пока не\u00a0знаю»", "Select a partner city or ‘I do not know yet’"), Href: "#f-partner"},
		},
	}
}

func (t tongue) form() Form {
	return Form{
		Action: "#", Once: Once{Key: "sample"}, Hidden: []Hidden{{"version", "1"}},
		Fields: append(t.lines(), t.choices()...),
		Sets: []Fieldset{{Legend: t.say("Где и\u00a0за\u00a0сколько", "Where and how much"), Row: true, Fields: []Field{
			{Kind: FieldText, Name: "place", Label: t.say("Место", "Place"), Optional: t.say("необязательно", "optional")},
			{Kind: FieldNumber, Name: "sum", Label: t.say("Сумма", "Amount"), Suffix: "₽", Width: WidthShort},
		}}},
		Submit: Button{Text: t.say("Отправить инициативу", "Send the initiative"), Kind: ButtonPrimary},
		Others: []Button{{Text: t.say("Сохранить черновик", "Save a draft"), NoValidate: true}},
		Cancel: &Link{Text: t.say("Отменить", "Cancel"), Href: "#form"},
	}
}

func (t tongue) lines() []Field {
	return []Field{
		{Kind: FieldText, Name: "title", Label: t.say("Название инициативы", "Title of the initiative"), Hint: t.say("Одной фразой, до\u00a0120\u00a0знаков", "One phrase, up to 120 characters"), Value: t.say("Детские рисунки в\u00a0Циндао", "Children’s drawings in Qingdao")},
		{Kind: FieldDate, Name: "began", Label: t.say("Дата начала", "Start date"), Hint: t.say("Можно только год: 1989", "A year alone is fine, for example 1989"), Error: t.say("Такой даты нет: 31\u00a0апреля", "Start date must be a real date"), Value: t.say("31 апреля", "31 April")},
		{Kind: FieldSelect, Name: "partner", Label: t.say("Город-партнёр", "Partner city"), Error: t.say("Выберите город-партнёр или «Пока не\u00a0знаю»", "Select a partner city or ‘I do not know yet’"), Width: WidthMedium, Empty: "—", Options: []Option{{Value: "duisburg", Label: t.say("Дуйсбург", "Duisburg")}, {Value: "qingdao", Label: t.say("Циндао", "Qingdao")}, {Value: "unknown", Label: t.say("Пока не\u00a0знаю", "I do not know yet")}}},
		{Kind: FieldEmail, Name: "email", Label: t.say("Электронная почта", "Email"), Width: WidthMedium, Autocomplete: "email", NoSpell: true, Value: "name@gmial.com", Suggest: t.say("Может быть, gmail.com?", "Did you mean gmail.com?")},
		{Kind: FieldArea, Name: "idea", Label: t.say("Идея", "The idea"), Limit: 2000, LimitText: t.say("До\u00a02000\u00a0знаков", "Up to 2,000 characters")},
	}
}

func (t tongue) choices() []Field {
	return []Field{
		{Kind: FieldRadios, Name: "reach", Label: t.say("Кто увидит", "Who will see it"), Options: []Option{
			{Value: "department", Label: t.say("Отдел", "Department"), Selected: true},
			{Value: "everyone", Label: t.say("Все", "Everyone"), Hint: t.say("После проверки, с\u00a0вашего согласия", "After a check, with your consent")},
		}},
		{Kind: FieldChecks, Name: "speaks", Label: t.say("На\u00a0каких языках говорите", "Languages you speak"), Options: []Option{{Value: "ru", Label: "Русский", Lang: "ru", Selected: true}, {Value: "de", Label: "Deutsch", Lang: "de"}, {Value: "zh", Label: "中文", Lang: "zh"}}},
		{Kind: FieldFile, Name: "scan", Label: t.say("Скан письма", "Scan of the letter"), Hint: t.say("PDF, JPG или PNG до\u00a020\u00a0МБ", "PDF, JPG or PNG up to 20 MB"), Optional: t.say("необязательно", "optional"), Accept: ".pdf,.jpg,.png", Choose: t.say("Выбрать файл", "Choose a file"), NoFile: t.say("Файл не выбран", "No file chosen")},
		{Kind: FieldLangs, Name: "public", Label: t.say("Текст для портала", "Text for the portal"), Hint: t.say("Без перевода покажем исходный текст и\u00a0скажем об\u00a0этом", "Without a translation the original is shown, and marked"), Langs: []LangValue{
			{Lang: "ru", Language: "Русский", Name: "public.ru", Value: "Ёлка дружбы: обмен поздравлениями и игрушками", Source: t.say("исходный", "original"), Long: true},
			{Lang: "en", Language: "English", Name: "public.en", Value: "Friendship starts with the New Year tree", Stale: t.say("устарел после правки", "stale after an edit"), Long: true},
			{Lang: "de", Language: "Deutsch", Name: "public.de", Long: true},
		}},
	}
}

func (t tongue) lowVision() LowVision {
	return LowVision{
		Title: t.say("Версия для слабовидящих", "Low-vision version"), Action: "#",
		Choices: []Field{
			{Kind: FieldRadios, Name: "size", Label: t.say("Размер", "Size"), Options: []Option{{Value: "100", Label: "100\u00a0%", Selected: true}, {Value: "150", Label: "150\u00a0%"}, {Value: "200", Label: "200\u00a0%"}}},
			{Kind: FieldRadios, Name: "palette", Label: t.say("Цвета", "Colours"), Options: []Option{
				{Value: "", Label: t.say("Системные", "System"), Selected: true}, {Value: "black-white", Label: t.say("Чёрным по\u00a0белому", "Black on white")},
				{Value: "white-black", Label: t.say("Белым по\u00a0чёрному", "White on black")}, {Value: "blue", Label: t.say("Тёмно-синим по\u00a0голубому", "Dark blue on light blue")}}},
			{Kind: FieldRadios, Name: "spacing", Label: t.say("Между буквами", "Letter spacing"), Options: []Option{{Value: "", Label: t.say("Обычно", "Normal"), Selected: true}, {Value: "wide", Label: t.say("Средне", "Wide")}, {Value: "wider", Label: t.say("Широко", "Wider")}}},
			{Kind: FieldRadios, Name: "images", Label: t.say("Картинки", "Images"), Options: []Option{{Value: "on", Label: t.say("Показывать", "Show"), Selected: true}, {Value: "off", Label: t.say("Заменить описанием", "Replace by words")}}},
			{Kind: FieldRadios, Name: "face", Label: t.say("Шрифт", "Typeface"), Options: []Option{{Value: "sans", Label: t.say("Без засечек", "Sans serif"), Selected: true}, {Value: "serif", Label: t.say("С\u00a0засечками", "Serif")}}},
		},
		Apply: Button{Text: t.say("Применить", "Apply"), Kind: ButtonPrimary},
		Reset: Button{Text: t.say("Обычная версия", "Ordinary version"), Name: "reset", Value: "1"},
	}
}
