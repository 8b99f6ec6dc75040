package ui

// SampleOffice is the office's frame around the page of components.
func SampleOffice(lang string, assets Assets, look Look) OfficePage {
	t := tongue(lang)
	return OfficePage{Data: SamplesIn(lang), Frame: OfficeFrame{
		Document: t.document(assets, look, t.say("Отдел", "Office")), Words: t.words(), Place: t.place(), Shortcuts: true,
		Search:    Search{Action: "#", Name: "q", ID: "search", Label: t.say("Найти город, человека, документ", "Find a city, a person, a document"), Button: t.say("Найти", "Search"), Key: "/"},
		Languages: t.languages(), User: t.user(look), Nav: t.officeNav(look), Crumbs: t.crumbs(), Demo: t.demo(), Toasts: []Toast{t.toast()},
		Foot: []Link{{Text: t.say("Справка по\u00a0программе", "Help"), Href: "#"}, {Text: t.say("Версия для слабовидящих", "Low-vision version"), Href: "#vision"}, {Text: t.say("Доступность", "Accessibility"), Href: "#"}},
	}}
}

// SamplePortal is the portal's frame around the page of components.
func SamplePortal(lang string, assets Assets, look Look) PortalPage {
	t := tongue(lang)
	return PortalPage{Data: SamplesIn(lang), Frame: PortalFrame{
		Document: t.document(assets, look, t.say("Портал", "Portal")), Words: t.words(), Place: t.place(),
		Nav: Nav{Label: t.say("Разделы", "Sections"), Items: []Link{
			{Text: t.say("Города", "Cities"), Href: "#cities", Current: true}, {Text: t.say("Участвовать", "Take part"), Href: "#form"}, {Text: t.say("События", "Events"), Href: "#timeline"},
			{Text: t.say("Проекты", "Projects"), Href: "#tasks"}, {Text: t.say("Новости", "News"), Href: "#reading"}, {Text: t.say("О\u00a0нас", "About us"), Href: "#people"},
		}},
		Languages: t.languages(), LowVision: Link{Text: t.say("Версия для слабовидящих", "Low-vision version"), Href: "?vi=1#vision", Icon: IconEye},
		Search: Link{Text: t.say("Поиск", "Search"), Href: "#search"}, Crumbs: t.crumbs(), Demo: t.demo(),
		Foot: PortalFoot{
			Contact: []Value{{Text: t.say("Отдел международных и\u00a0межмуниципальных связей", "International department")}, {Text: t.say("Администрация города Перми, ул.\u00a0Ленина, 23", "Perm city administration, 23 Lenin Street")}},
			Columns: []FootColumn{{Title: t.say("О\u00a0портале", "About the portal"), Links: []Link{{Text: t.say("Доступность", "Accessibility"), Href: "#"}, {Text: t.say("Персональные данные", "Personal data"), Href: "#"}, {Text: t.say("Открытые данные", "Open data"), Href: "#"}}}},
			Theme:   t.theme(look), Updated: Value{Text: t.say("Обновлено 22\u00a0ноября 2026\u00a0г.", "Updated 22 November 2026"), Time: "2026-11-22"}, Note: t.say("Без счётчиков и\u00a0чужих сайтов", "No trackers, no other sites"),
		},
	}}
}

func (t tongue) document(assets Assets, look Look, face string) Document {
	return Document{Lang: string(t), Title: t.say("Детали страниц", "Components") + " — " + face + " — " + t.say("Пермь", "Perm"), Look: look, Assets: assets, NoIndex: true}
}

func (t tongue) words() Words {
	return Words{Skip: t.say("Перейти к\u00a0содержанию", "Skip to content"), Menu: t.say("Меню", "Menu"), Toast: t.say("Сообщения", "Messages"), Peek: t.say("Краткий просмотр", "Quick view"), Close: t.say("Закрыть", "Close")}
}

func (t tongue) place() Place {
	return Place{Name: t.say("Пермь", "Perm"), Under: t.say("Международные связи города", "International ties of the city"), Href: "?"}
}

func (t tongue) demo() *Demo {
	return &Demo{Label: t.say("Демонстрация", "Demonstration"), Text: t.say("сведения взяты из\u00a0открытых источников и\u00a0могли устареть.", "facts come from public sources and may be out of date.")}
}

func (t tongue) crumbs() Crumbs {
	return Crumbs{Label: t.say("Где вы", "Where you are"), Items: []Link{{Text: t.say("Партнёры", "Partners"), Href: "#cities"}, {Text: t.say("Дуйсбург", "Duisburg"), Current: true}}}
}

func (t tongue) languages() LangMenu {
	return LangMenu{Label: t.say("Язык", "Language"), Current: t.say("Русский", "English"), Lang: string(t), Items: []Link{
		{Text: "Русский", Lang: "ru", HrefLang: "ru", Href: "?lang=ru", Current: t == "ru"}, {Text: "English", Lang: "en", HrefLang: "en", Href: "?lang=en", Current: t == "en"},
	}}
}

func (t tongue) theme(look Look) *Switch {
	return &Switch{Label: t.say("Оформление", "Theme"), Action: "#", Name: "theme", Options: []Option{
		{Value: "system", Label: t.say("Как в\u00a0системе", "System"), Selected: look.Theme == ""}, {Value: "light", Label: t.say("Светлое", "Light"), Selected: look.Theme == "light"}, {Value: "dark", Label: t.say("Тёмное", "Dark"), Selected: look.Theme == "dark"},
	}}
}

func (t tongue) user(look Look) Menu {
	return Menu{
		Label: t.say("Координатор", "Coordinator"), Hidden: t.say("Вы вошли как", "Signed in as"), Icon: IconPerson, EndSide: true,
		Items:  []Link{{Text: t.say("Мой профиль", "My profile"), Href: "#", Icon: IconSettings}, {Text: t.say("Клавиши", "Shortcuts"), Href: "#", Icon: IconHelp}},
		Switch: t.theme(look), Forms: []MenuForm{{Action: "#", Once: Once{Key: "sample-leave"}, Button: Button{Text: t.say("Выйти", "Sign out")}}},
	}
}

func (t tongue) officeNav(look Look) Nav {
	fold := Button{Text: t.say("Свернуть меню", "Fold the menu"), Kind: ButtonQuiet, Icon: IconSidebar, Name: "narrow", Value: "1"}
	if look.Narrow {
		fold.Text, fold.Value = t.say("Развернуть меню", "Unfold the menu"), "0"
	}
	return Nav{
		Label: t.say("Главное меню", "Main menu"), Fold: &MenuForm{Action: "#", Once: Once{Key: "sample-fold"}, Button: fold},
		Items: []Link{
			{Text: t.say("Сегодня", "Today"), Href: "#", Icon: IconSunrise, Key: "t"}, {Text: t.say("Входящие", "Inbox"), Href: "#", Icon: IconInbox, Key: "i", Count: "3"},
			{Text: t.say("Партнёры", "Partners"), Href: "#cities", Icon: IconGlobe, Key: "p", Current: true, Open: true, Within: []Link{{Text: t.say("Соглашения", "Agreements"), Href: "#", Key: "a"}, {Text: t.say("Членство", "Memberships"), Href: "#"}}}, {Text: t.say("План и\u00a0календарь", "Plan and calendar"), Href: "#", Icon: IconPlan, Key: "c"},
			{Text: t.say("Визиты", "Visits"), Href: "#", Icon: IconPlane, Key: "v"}, {Text: t.say("Проекты", "Projects"), Href: "#", Icon: IconProject, Key: "j"},
			{Text: t.say("Инициативы", "Initiatives"), Href: "#", Icon: IconInitiative, Key: "n"}, {Text: t.say("Результаты", "Results"), Href: "#", Icon: IconResult, Key: "r"}, {Text: t.say("Портал", "Portal"), Href: "#", Icon: IconPortal, Key: "o"},
		},
		Under: []Link{{Text: t.say("Люди", "People"), Href: "#people", Icon: IconPeople}, {Text: t.say("Знания", "Knowledge"), Href: "#", Icon: IconNote}, {Text: t.say("Настройки", "Settings"), Href: "#", Icon: IconSettings}},
	}
}
