package edtf

// word classifies a word of a tidy text (lower case, ё as е). Latin letters
// are the same whoever typed them; the months in Roman figures are those of
// Russian archives: 12.X.1989.
func word(w string) item {
	if m := russianMonth(w); m > 0 {
		return item{kind: tokMonth, n: m}
	}
	if m := englishMonth(w); m > 0 {
		return item{kind: tokMonth, n: m, english: true}
	}
	if m := romanMonth(w); m > 0 {
		return item{kind: tokMonth, n: m}
	}
	if s := season(w); s > 0 {
		return item{kind: tokSeason, n: s}
	}
	switch w {
	case "г", "гг", "год", "года", "году", "годах", "годы", "годов", "year", "years", "yr":
		return item{kind: tokYear}
	case "около", "примерно", "приблизительно", "ок", "ориентировочно", "about", "around", "circa", "ca", "c", "approximately":
		return item{kind: tokMark, n: int(Approximate)}
	case "возможно", "вероятно", "предположительно", "possibly", "probably", "perhaps":
		return item{kind: tokMark, n: int(Uncertain)}
	case "с", "со", "начиная", "since", "from":
		return item{kind: tokSince}
	case "до", "по", "until", "till", "to":
		return item{kind: tokUntil}
	case "present", "now", "сегодня", "сейчас":
		return item{kind: tokPresent}
	case "между", "between":
		return item{kind: tokBetween}
	case "и", "and":
		return item{kind: tokAnd}
	case "в", "во", "in", "on", "of", "the":
		return item{kind: tokNoise}
	}
	if weekday(w) {
		return item{kind: tokNoise}
	}
	return item{kind: tokBad}
}

func russianMonth(w string) int {
	switch w {
	case "январь", "января", "январе", "январю", "янв":
		return 1
	case "февраль", "февраля", "феврале", "февралю", "февр", "фев":
		return 2
	case "март", "марта", "марте", "марту", "мар":
		return 3
	case "апрель", "апреля", "апреле", "апрелю", "апр":
		return 4
	case "май", "мая", "мае", "маю":
		return 5
	case "июнь", "июня", "июне", "июню", "июн":
		return 6
	case "июль", "июля", "июле", "июлю", "июл":
		return 7
	case "август", "августа", "августе", "августу", "авг":
		return 8
	case "сентябрь", "сентября", "сентябре", "сентябрю", "сент", "сен":
		return 9
	case "октябрь", "октября", "октябре", "октябрю", "окт":
		return 10
	case "ноябрь", "ноября", "ноябре", "ноябрю", "нояб", "ноя":
		return 11
	case "декабрь", "декабря", "декабре", "декабрю", "дек":
		return 12
	}
	return 0
}

func englishMonth(w string) int {
	switch w {
	case "january", "jan":
		return 1
	case "february", "feb":
		return 2
	case "march", "mar":
		return 3
	case "april", "apr":
		return 4
	case "may":
		return 5
	case "june", "jun":
		return 6
	case "july", "jul":
		return 7
	case "august", "aug":
		return 8
	case "september", "sept", "sep":
		return 9
	case "october", "oct":
		return 10
	case "november", "nov":
		return 11
	case "december", "dec":
		return 12
	}
	return 0
}

func romanMonth(w string) int {
	switch w {
	case "i":
		return 1
	case "ii":
		return 2
	case "iii":
		return 3
	case "iv":
		return 4
	case "v":
		return 5
	case "vi":
		return 6
	case "vii":
		return 7
	case "viii":
		return 8
	case "ix":
		return 9
	case "x", "х": // the second is the Cyrillic letter
		return 10
	case "xi":
		return 11
	case "xii":
		return 12
	}
	return 0
}

func season(w string) int {
	switch w {
	case "весна", "весной", "весны", "весну", "spring":
		return Spring
	case "лето", "летом", "лета", "summer":
		return Summer
	case "осень", "осенью", "осени", "autumn", "fall":
		return Autumn
	case "зима", "зимой", "зимы", "зиму", "winter":
		return Winter
	}
	return 0
}

// weekday reports a name of a day; the date decides, so it is dropped.
func weekday(w string) bool {
	switch w {
	case "пн", "вт", "ср", "чт", "пт", "сб", "вс",
		"понедельник", "вторник", "среда", "среду", "четверг", "пятница", "пятницу", "суббота", "субботу", "воскресенье",
		"mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun",
		"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday":
		return true
	}
	return false
}
