package reading

import (
	"strings"

	"pobratim/internal/kit/fold"
)

// choices are how offices name what registers have a fixed word for: value, then
// beginnings of words.
func choices(f Field) [][]string {
	switch f {
	case OrganisationType:
		return organisationTypes
	case PartnerType:
		return partnerTypes
	case AgreementType:
		return agreementTypes
	case ActivityType:
		return activityTypes
	case ActivityStatus:
		return activityStates
	case Side:
		return sides
	}
	return nil
}

var (
	partnerTypes = [][]string{{"sister", "побратим", "sister", "twin", "stadtepartner", "ystavyyskaup", "jumel"}, {"friendship", "дружб", "дружествен", "friendship", "freundschaft"}, {"district", "район", "district", "stadtbezirk"},
		{"project", "проект", "project", "projekt"}, {"contact", "контакт", "contact", "kontakt"}, {"partner", "партнер", "partner", "сотруднич"}}
	activityStates = [][]string{{"planned", "план", "planned", "geplant", "предстоит"}, {"held", "проведен", "состоял", "выполнен", "held", "done", "завершен", "реализован", "completed", "durchgefuhrt", "исполнен"}, {"confirmed", "подтвержд", "confirmed", "bestatigt"},
		{"cancelled", "отмен", "не состоял", "cancel", "abgesagt"}, {"moved", "перенес", "postponed", "moved", "verschoben"}}
	sides = [][]string{{"ours", "наш", "our", "российск", "unser"}, {"theirs", "зарубежн", "иностранн", "партнер", "their", "foreign", "auslandisch"}, {"both", "обе", "both", "beide"}, {"neutral", "нейтральн", "neutral"}}
)

var organisationTypes = [][]string{
	{"university", "университет", "институт", "академи", "вуз", "universit", "hochschule", "university", "yliopisto", "college"},
	{"school", "школ", "гимнази", "лицей", "колледж", "детский сад", "school", "schule", "gymnasium", "lycee", "koulu", "kindergarten", "образовательн"},
	{"museum", "музей", "музе", "museum", "галере", "gallery", "museo"},
	{"archive", "архив", "archiv"},
	{"culture", "театр", "библиотек", "филармони", "оркестр", "ансамбл", "хор", "культур", "theatre", "theater", "library", "bibliothek", "orchestra", "orchester", "culture", "kultur", "kirjasto", "choir", "chor", "студия"},
	{"municipal", "администрац", "мэри", "муниципал", "управа", "stadtverwaltung", "rathaus", "city council", "town council", "municipal", "mairie", "kaupungin", "stadt", "city of", "городская дума", "kommune"},
	{"authority", "министерств", "консульств", "посольств", "правительств", "ministry", "ministerium", "embassy", "botschaft", "consulate", "konsulat", "комитет", "департамент", "управлени", "authority", "государственн"},
	{"fund", "фонд", "foundation", "stiftung", "fund"},
	{"media", "газет", "редакци", "телеви", "радио", "newspaper", "zeitung", "media", "сми", "журнал"},
	{"company", "ооо", "оао", "зао", "пао", "ltd", "gmbh", "inc", "llc", "oy", "компани", "company", "firma", "бизнес", "коммерческ", "предприяти"},
	{"research", "нии", "научн", "research", "forschung", "лаборатори"},
	{"network", "сеть", "network", "netzwerk", "лига"},
	{"ngo", "ассоциац", "общество", "общественн", "союз", "нко", "ано", "association", "society", "verein", "e v", "ngo", "gesellschaft", "клуб", "club", "организаци", "ry", "yhdistys", "seura", "объединени", "движение", "совет"},
}

var agreementTypes = [][]string{
	{"sister", "побратим", "sister", "twin", "partnerschaftsvertrag", "stadtepartnerschaft"}, {"friendship", "дружб", "friendship", "freundschaft"}, {"memorandum", "меморандум", "memorandum", "намерен"},
	{"protocol", "протокол", "protocol", "protokoll"}, {"roadmap", "дорожн", "roadmap", "road map"}, {"programme", "программ", "план", "programme", "program", "plan"},
	{"renewal", "продлен", "renewal", "verlangerung", "пролонгац"}, {"treaty", "договор", "treaty", "vertrag"}, {"cooperation", "сотруднич", "соглашен", "cooperation", "co operation", "agreement", "zusammenarbeit", "vereinbarung", "kooperation", "abkommen"},
}

var activityTypes = [][]string{
	{"conference", "конференц", "форум", "симпозиум", "конгресс", "conference", "forum", "konferenz", "congress"}, {"visit_in", "прием", "приезд", "прибыт", "incoming", "besuch aus"}, {"visit_out", "выезд", "поездк", "командировк", "outgoing", "reise"},
	{"exchange", "обмен", "exchange", "austausch", "стажировк"}, {"training", "семинар", "обучен", "тренинг", "training", "workshop", "мастер класс", "курс", "seminar", "schulung"}, {"mission", "мисси", "mission"},
	{"meeting", "встреч", "совещани", "переговор", "meeting", "treffen", "заседани", "видеоконф", "sitzung"}, {"campaign", "акци", "кампани", "campaign", "aktion"}, {"project", "проект", "project", "projekt", "hanke"},
	{"visit_in", "визит", "делегаци", "visit", "delegation", "besuch"},
	{"event", "мероприят", "событи", "фестивал", "концерт", "выставк", "конкурс", "праздник", "день", "дни", "ярмарк", "турнир", "event", "festival", "concert", "exhibition", "veranstaltung", "ausstellung", "konzert", "tapahtuma", "марафон", "fest"},
}

// Choice is the value of a choice that a text means; empty when none is known.
func Choice(f Field, text string) string {
	key := " " + fold.Key(text)
	for _, c := range choices(f) {
		if c[0] == key[1:] {
			return c[0]
		}
	}
	for _, c := range choices(f) {
		for _, stem := range c[1:] {
			if at := beginning(key, stem); at >= 0 {
				if len(stem) <= 3 && at+1+len(stem) < len(key) && key[at+1+len(stem)] != ' ' {
					continue // «ооо» is not the beginning of another word
				}
				return c[0]
			}
		}
	}
	return ""
}

// beginning is where the space stands after which a word begins so; -1 when none
// does.
func beginning(key, stem string) int {
	for from := 0; ; {
		at := strings.Index(key[from:], stem)
		if at < 0 {
			return -1
		}
		if at += from; at > 0 && key[at-1] == ' ' {
			return at - 1
		}
		from = at + 1
	}
}

// plainChoice holds when the text says no more than the choice.
func plainChoice(f Field, text string) bool {
	if f == AgreementType || f == ActivityType || f == PartnerType {
		return len(fold.Words(text)) <= 3
	}
	return len(fold.Words(text)) <= 2
}

// languageOf is the code of a language by the beginning of its name.
func languageOf(word string) string {
	for _, l := range [][]string{
		{"ru", "русск", "russisch", "russian", "venaja", "russe"}, {"en", "англ", "english", "englisch", "englanti", "anglais"}, {"de", "немец", "german", "deutsch", "saksa", "allemand"}, {"fi", "финск", "finnish", "finnisch", "suomi"},
		{"sv", "шведск", "swedish", "schwedisch", "ruotsi", "svenska"}, {"fr", "француз", "french", "franzosisch", "ranska", "francais"}, {"it", "итальян", "italian", "italienisch"}, {"zh", "китайск", "chinese", "chinesisch"},
		{"nb", "норвежск", "norwegian", "norwegisch"}, {"es", "испанск", "spanish", "spanisch"}, {"pl", "польск", "polish", "polnisch"}, {"be", "белорус", "belarusian"}, {"hy", "армянск", "armenian"}, {"et", "эстонск", "estonian"},
		{"lv", "латышск", "latvian"}, {"lt", "литовск", "lithuanian"}, {"tr", "турецк", "turkish"}, {"ja", "японск", "japanese"}, {"ko", "корейск", "korean"}, {"pt", "португ", "portuguese"}, {"cs", "чешск", "czech"}, {"uk", "украин", "ukrainian"},
	} {
		for _, stem := range l {
			if word == stem || word == l[0] || len(stem) >= 5 && strings.HasPrefix(word, stem) {
				return l[0]
			}
		}
	}
	return ""
}
