package ui

func (t tongue) table() Table {
	table := Table{
		ID: "sample-table", Caption: t.say("Партнёры Перми", "Partners of Perm"), Stack: true,
		Columns: []Column{
			{Label: t.say("Город", "City"), Sort: &Link{Text: t.say("Город", "City"), Href: "#lists", Icon: IconArrowDown}, Sorted: "ascending"},
			{Label: t.say("Страна", "Country"), Sort: &Link{Text: t.say("Страна", "Country"), Href: "#lists"}},
			{Label: t.say("Состояние", "State")}, {Label: t.say("С\u00a0года", "Since"), Number: true}, {Label: t.say("Км", "Km"), Number: true},
		},
	}
	active := Chip{Text: t.say("Действует", "Active"), Tone: ToneGood, Icon: IconCheck}
	paused := Chip{Text: t.say("Приостановлено партнёром", "Paused by the partner"), Tone: TonePaused, Icon: IconPause}
	for _, row := range []struct {
		city, country, since, km string
		state                    Chip
	}{
		{t.say("Агридженто", "Agrigento"), t.say("Италия", "Italy"), "2012", t.say("3839", "3,839"), active},
		{t.say("Амневиль", "Amnéville"), t.say("Франция", "France"), "1992", t.say("3357", "3,357"), active},
		{t.say("Дуйсбург", "Duisburg"), t.say("Германия", "Germany"), "2007", t.say("3184", "3,184"), active},
		{t.say("Оксфорд", "Oxford"), t.say("Великобритания", "United Kingdom"), "1995", t.say("3627", "3,627"), paused},
		{t.say("Циндао", "Qingdao"), t.say("Китай", "China"), "2003", t.say("5190", "5,190"), active},
	} {
		line := table.NewRow(Cell{Value: Value{Text: row.city, Href: "#lists"}, Head: true}, Cell{Value: Value{Text: row.country}}, Cell{Value: Value{Chip: &row.state}}, Cell{Value: Value{Text: row.since}}, Cell{Value: Value{Text: row.km}})
		line.Quiet = row.state.Tone == TonePaused
		table.Rows = append(table.Rows, line)
	}
	return table
}

func (t tongue) pager() Pager {
	return Pager{
		Label: t.say("Страницы списка", "Pages of the list"), Shown: t.say("Показано 5\u00a0из\u00a06", "5 of 6 shown"),
		First: &Link{Text: t.say("В\u00a0начало", "To the start"), Href: "#lists"}, Next: &Link{Text: t.say("Дальше", "Next"), Href: "#lists", Icon: IconArrowRight},
	}
}

func (t tongue) pages() Pages {
	page := t.say("страница", "page")
	return Pages{
		Label: t.say("Страницы новостей", "Pages of news"), Prev: &Link{Text: t.say("Назад", "Back"), Href: "#lists"}, Next: &Link{Text: t.say("Вперёд", "On"), Href: "#lists"},
		Items: []PageItem{{Link: Link{Text: "1", Hidden: page, Href: "#lists"}}, {Link: Link{Text: "2", Hidden: page, Href: "#lists", Current: true}}, {Link: Link{Text: "3", Hidden: page, Href: "#lists"}}, {Gap: true}, {Link: Link{Text: "9", Hidden: page, Href: "#lists"}}},
	}
}

func (t tongue) download() Download {
	return Download{Label: t.say("Скачать", "Download"), Items: []Link{{Text: "XLSX", Href: "#lists"}, {Text: "CSV", Href: "#lists"}, {Text: "JSON", Href: "#lists"}}}
}

func (t tongue) tabs() Tabs {
	return Tabs{Label: t.say("Досье города", "Parts of the dossier"), Items: []Link{
		{Text: t.say("Лента", "Timeline"), Href: "#timeline", Current: true}, {Text: t.say("Соглашения", "Agreements"), Href: "#chain", Count: "2"},
		{Text: t.say("Люди", "People"), Href: "#people"}, {Text: t.say("Проекты", "Projects"), Href: "#lists"}, {Text: t.say("Общение", "Communication"), Href: "#lists"}, {Text: t.say("На\u00a0портале", "On the portal"), Href: "#lists"},
	}}
}
