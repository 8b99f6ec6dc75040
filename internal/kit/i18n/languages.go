package i18n

import (
	"maps"
	"slices"
)

// language is how a language is called by its speakers, in Russian and in
// English.
type language struct{ native, ru, en string }

// languages holds those in which a city is likely to correspond, by ISO 639
// code. Names follow CLDR 48 (Unicode-3.0 licence), native ones begin with a
// capital, as in a menu.
var languages = map[string]language{
	"ar":  {"العربية", "арабский", "Arabic"},
	"az":  {"Azərbaycan", "азербайджанский", "Azerbaijani"},
	"ba":  {"Башҡортса", "башкирский", "Bashkir"},
	"be":  {"Беларуская", "белорусский", "Belarusian"},
	"bg":  {"Български", "болгарский", "Bulgarian"},
	"bn":  {"বাংলা", "бенгальский", "Bangla"},
	"bs":  {"Bosanski", "боснийский", "Bosnian"},
	"cs":  {"Čeština", "чешский", "Czech"},
	"cv":  {"Чӑвашла", "чувашский", "Chuvash"},
	"cy":  {"Cymraeg", "валлийский", "Welsh"},
	"da":  {"Dansk", "датский", "Danish"},
	"de":  {"Deutsch", "немецкий", "German"},
	"el":  {"Ελληνικά", "греческий", "Greek"},
	"en":  {"English", "английский", "English"},
	"es":  {"Español", "испанский", "Spanish"},
	"et":  {"Eesti", "эстонский", "Estonian"},
	"fa":  {"فارسی", "персидский", "Persian"},
	"fi":  {"Suomi", "финский", "Finnish"},
	"fr":  {"Français", "французский", "French"},
	"he":  {"עברית", "иврит", "Hebrew"},
	"hi":  {"हिन्दी", "хинди", "Hindi"},
	"hr":  {"Hrvatski", "хорватский", "Croatian"},
	"hu":  {"Magyar", "венгерский", "Hungarian"},
	"hy":  {"Հայերեն", "армянский", "Armenian"},
	"id":  {"Indonesia", "индонезийский", "Indonesian"},
	"is":  {"Íslenska", "исландский", "Icelandic"},
	"it":  {"Italiano", "итальянский", "Italian"},
	"ja":  {"日本語", "японский", "Japanese"},
	"ka":  {"Ქართული", "грузинский", "Georgian"},
	"kk":  {"Қазақ тілі", "казахский", "Kazakh"},
	"ko":  {"한국어", "корейский", "Korean"},
	"krl": {"Karjala", "карельский", "Karelian"},
	"ky":  {"Кыргызча", "киргизский", "Kyrgyz"},
	"lb":  {"Lëtzebuergesch", "люксембургский", "Luxembourgish"},
	"lt":  {"Lietuvių", "литовский", "Lithuanian"},
	"lv":  {"Latviešu", "латышский", "Latvian"},
	"mk":  {"Македонски", "македонский", "Macedonian"},
	"mn":  {"Монгол", "монгольский", "Mongolian"},
	"ms":  {"Melayu", "малайский", "Malay"},
	"nb":  {"Norsk bokmål", "норвежский букмол", "Norwegian Bokmål"},
	"nl":  {"Nederlands", "нидерландский", "Dutch"},
	"pl":  {"Polski", "польский", "Polish"},
	"pt":  {"Português", "португальский", "Portuguese"},
	"ro":  {"Română", "румынский", "Romanian"},
	"ru":  {"Русский", "русский", "Russian"},
	"sk":  {"Slovenčina", "словацкий", "Slovak"},
	"sl":  {"Slovenščina", "словенский", "Slovenian"},
	"sq":  {"Shqip", "албанский", "Albanian"},
	"sr":  {"Српски", "сербский", "Serbian"},
	"sv":  {"Svenska", "шведский", "Swedish"},
	"tg":  {"Тоҷикӣ", "таджикский", "Tajik"},
	"th":  {"ไทย", "тайский", "Thai"},
	"tr":  {"Türkçe", "турецкий", "Turkish"},
	"tt":  {"Татарча", "татарский", "Tatar"},
	"udm": {"Удмурт", "удмуртский", "Udmurt"},
	"uk":  {"Українська", "украинский", "Ukrainian"},
	"ur":  {"اردو", "урду", "Urdu"},
	"uz":  {"O‘zbek", "узбекский", "Uzbek"},
	"vi":  {"Tiếng Việt", "вьетнамский", "Vietnamese"},
	"zh":  {"中文", "китайский", "Chinese"},
}

// Native is a language as its speakers call it; the code when it is not known.
func Native(code string) string {
	if l, ok := languages[code]; ok {
		return l.native
	}
	return code
}

// Language is the name of a language in the printer's language: «немецкий».
func (p *Printer) Language(code string) string {
	l, ok := languages[code]
	switch {
	case !ok:
		return code
	case base(p.Lang) == "ru":
		return l.ru
	}
	return l.en
}

// RightToLeft tells whether a language is written from right to left.
func RightToLeft(code string) bool {
	return slices.Contains([]string{"ar", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"}, base(code))
}

// LanguageCodes lists the codes that have names, sorted.
func LanguageCodes() []string { return slices.Sorted(maps.Keys(languages)) }
