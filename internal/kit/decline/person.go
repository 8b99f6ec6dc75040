package decline

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Named is a person's name with what the name tells of it.
type Named struct {
	Forms
	Short      string // with initials, as under a signature
	Salutation string // «Уважаемый Эдуард Олегович»
}

// men and women are the given names by which the sex is known. They are Russian
// ones, and those foreign ones that decline as Russian nouns do.
const (
	men = " александр алексей анатолий андрей антон аркадий артём артемий артур богдан борис вадим валентин валерий василий вениамин виктор виталий владимир владислав всеволод вячеслав геннадий георгий герман глеб григорий даниил денис дмитрий евгений егор захар иван игнат игорь илья кирилл константин лев леонид макар максим марат марк матвей михаил никита николай олег остап павел пётр петр рафаэль ринат родион роман руслан савелий святослав семён сергей станислав степан тарас тимофей тимур фёдор федор филипп эдуард эльдар эмиль юрий яков ян ярослав фома кузьма лука савва "
	// foreign are men's names that decline, but whose surnames in -ов and -ин take
	// the endings of nouns.
	foreign = " адам альберт альфред вальтер вильгельм вольфганг генрих гюнтер дональд йозеф карл клаус мартин отто петер пол рихард роберт рональд рудольф томас уильям франц фридрих ханс чарльз чарли шарль эрик джон джек джордж ричард давид луи "
	women   = " агата агния александра алина алла алёна альбина анастасия ангелина анна антонина анфиса валентина валерия варвара василиса вера вероника виктория галина дарья диана дина ева евгения екатерина елена елизавета жанна зинаида зоя инга инесса инна ирина карина кира клавдия ксения лариса лидия лилия любовь людмила майя маргарита марина мария марта милана надежда наталия наталья нелли нина оксана олеся ольга полина раиса регина римма роза светлана серафима снежана софия софья тамара татьяна ульяна фаина эвелина элеонора эльвира эмма юлия яна ангела хелена паула клара моника эва анжела рената "
)

func listed(list, word string) bool {
	return strings.Contains(list, " "+strings.ToLower(word)+" ")
}

// Person proposes the forms of a person's name: given name, patronymic and surname,
// or surname first, or without the patronymic.
func Person(name string) (Named, bool) {
	words := strings.Fields(name)
	if !cyrillic(name) || len(words) < 2 || len(words) > 3 {
		return Named{}, false
	}
	given, patronymic, surname, female, ours, known := parts(words)
	if !known {
		return Named{}, false
	}
	g, sure := givenName(given, female)
	if !sure {
		return Named{}, false
	}
	s, sure := surnames(surname, female, ours)
	if !sure {
		return Named{}, false
	}
	all, n := map[string]Forms{given: g, surname: s}, Named{}
	initials := initial(given)
	n.Salutation = "Уважаемый господин " + surname
	if female {
		n.Salutation = "Уважаемая госпожа " + surname
	}
	if patronymic != "" {
		all[patronymic] = patronymics(patronymic, female)
		initials += "\u00a0" + initial(patronymic)
		n.Salutation = strings.Fields(n.Salutation)[0] + " " + given + " " + patronymic
	}
	var forms []Forms
	for _, w := range words {
		forms = append(forms, all[w])
	}
	n.Forms, n.Short = join(forms, slices.Repeat([]string{" "}, len(words))), initials+"\u00a0"+surname
	return n, true
}

func initial(name string) string {
	_, size := utf8.DecodeRuneInString(name)
	return name[:size] + "."
}

// parts tells the words of a name apart. The sex is told by the patronymic, or by
// the given name; a name of which neither is known stays as it is.
func parts(words []string) (given, patronymic, surname string, female, ours, known bool) {
	at := slices.IndexFunc(words, func(w string) bool {
		return has(w, "ович", "евич", "ьич", "овна", "евна", "ична", "инична") || slices.Contains([]string{"Лукич", "Фомич", "Кузьмич", "Саввич", "Никитич"}, w)
	})
	switch {
	case len(words) == 3 && at == 1:
		given, patronymic, surname = words[0], words[1], words[2]
	case len(words) == 3 && at == 2:
		surname, given, patronymic = words[0], words[1], words[2]
	case len(words) == 2 && told(words[0]) && !told(words[1]):
		given, surname = words[0], words[1]
	case len(words) == 2 && told(words[1]) && !told(words[0]):
		surname, given = words[0], words[1]
	default:
		return
	}
	if patronymic != "" {
		return given, patronymic, surname, has(patronymic, "на"), true, true
	}
	return given, "", surname, listed(women, given), !listed(foreign, given), true
}

// told tells whether a given name tells the sex.
func told(word string) bool {
	return listed(men, word) || listed(foreign, word) || listed(women, word)
}

func givenName(word string, female bool) (Forms, bool) {
	switch word {
	case "Павел":
		return ends("Павл", "а", "у", "а", "ом", "е"), true
	case "Лев":
		return ends("Льв", "а", "у", "а", "ом", "е"), true
	case "Пётр", "Петр":
		return ends("Петр", "а", "у", "а", "ом", "е"), true
	case "Любовь":
		return ends("Любов", "и", "и", "ь", "ью", "и"), true
	case "Илья":
		return ends("Иль", "и", "е", "ю", "ёй", "е"), true
	}
	end := last(word, 0)
	if in(end, "оеиуюэы") || female && consonant(end) {
		return same(word), true
	}
	if female && end == 'й' {
		return Forms{}, false
	}
	return noun(word, female && end == 'ь', true)
}

func patronymics(word string, female bool) Forms {
	if female {
		return ends(cut(word, 1), "ы", "е", "у", "ой", "е")
	}
	ins := "ем"
	if slices.Contains([]string{"Ильич", "Кузьмич", "Лукич", "Фомич"}, word) { // stressed on the last
		ins = "ом"
	}
	return ends(word, "а", "у", "а", ins, "е")
}

// surnames declines a surname, each part of a double one.
func surnames(word string, female, ours bool) (Forms, bool) {
	if strings.Count(word, "-") > 1 { // Семёнов-Тян-Шанский
		return Forms{}, false
	}
	var all []Forms
	var between []string
	for part := range strings.SplitSeq(word, "-") {
		one, sure := surname(part, female, ours)
		if !sure {
			return Forms{}, false
		}
		all, between = append(all, one), append(between, "-")
	}
	return join(all, between), true
}

// surname declines a surname; ours tells that the other names are Russian, so that
// -ов and -ин are suffixes.
func surname(word string, female, ours bool) (Forms, bool) {
	end, before := last(word, 0), last(word, 1)
	adjectival := has(word, "ский", "цкий", "ской", "цкой", "ый") || has(word, "ий") && in(before2(word), "гкхжшчщ") || has(word, "ой") && ours && utf8.RuneCountInString(word) > 4
	switch {
	case utf8.RuneCountInString(word) < 3:
		return Forms{}, false
	case has(word, "ых", "их") || in(end, "оеиуюэы"):
		return same(word), true
	case has(word, "ов", "ев", "ёв", "ин", "ын") && !female:
		if !ours {
			return Forms{}, false
		}
		return ends(word, "а", "у", "а", "ым", "е"), true
	case female && has(word, "ова", "ева", "ёва", "ина", "ына"):
		if !ours {
			return Forms{}, false
		}
		return ends(cut(word, 1), "ой", "ой", "у", "ой", "ой"), true
	case female && has(word, "ая", "яя"):
		return adjective(word, true, true)
	case !female && has(word, "ая", "яя"):
		return Forms{}, false
	case !female && adjectival:
		return adjective(word, false, true)
	case female && (consonant(end) || end == 'ь' || end == 'й'):
		return same(word), true
	case end == 'а' && (in(before, vowels) || !ours || slices.Contains([]string{"Дюма", "Петипа", "Дега", "Тома", "Люка"}, word)): // Окуджава changes, Дюма does not
		return Forms{}, false
	case end == 'а':
		return noun(word, false, true)
	case has(word, "ия") && ours:
		return noun(word, false, true)
	case end == 'я':
		return Forms{}, false
	case has(word, "ец", "ок", "ек", "ёк", "ень", "ей", "ий", "ел", "ёл", "ой"): // a vowel that may flee, or a stress
		return Forms{}, false
	}
	return noun(word, false, true)
}

// before2 is the letter before the last two.
func before2(word string) rune { return last(word, 2) }
