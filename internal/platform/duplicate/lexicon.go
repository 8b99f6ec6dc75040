package duplicate

import "strings"

// What a word of an organisation's name weighs. The words of institutions are
// the same in every town, so they weigh less than a name of one's own; the words
// of legal forms weigh nothing.
const (
	ownWeight     = 1.0
	conceptWeight = 0.8
	commonWeight  = 0.25
)

// institutions are words that say what sort of thing an organisation is, by
// their beginnings in Russian, English, German, Finnish, French, Swedish and
// Italian. Two names with different ones are two institutions.
const institutions = `university: университет universit yliopisto
institute: институт institut
academy: академи academ akadem accadem
college: колледж college kolled
school: школ school schul ecole koulu skola scuola
gymnasium: гимнази gymnas gymnaz
lyceum: лицей лицея лицею лице lyceum lyzeum liceo lukio lycee
kindergarten: детсад kindergart paivakoti
museum: музе museum musee museo musei
gallery: галере galler galer
theatre: театр theat teatr teater teatteri
library: библиотек librar bibliot kirjasto
archive: архив archiv arkist arkiv
administration: администрац мэри administrat stadtverwaltung hallinto
council: совет council stadtrat gemeinderat conseil valtuusto consiglio
duma: дума думы думе думой duma
committee: комитет committe komitee comite komitea
department: департамент department departement dezernat
directorate: управлен direktion directorate
ministry: министерств ministr ministeri
foundation: фонд foundation stiftung saatio fondation fondazione
association: ассоциац союз associat verein verband liitto yhdistys associazione
society: обществ society gesellschaft seura societe
centre: центр centr center zentrum keskus
hospital: больниц hospital krankenhaus klinik клиник sairaala hopital
club: клуб club klub kerho
choir: хор$ хора хору choir chor kuoro choeur
orchestra: оркестр orchest orkest
ballet: балет ballet balet
philharmonic: филармони philharmon
chamber: палат камерн chamber kammer kauppakamari kamari
parish: приход parish parroc gemeinde seurakunta
agency: агентств агенств agenc agentur
factory: завод plant factory werk tehdas`

// subjects are words of what an organisation is about, which are translated too.
const subjects = `technical: техническ политехническ technic technisch polytechn teknillinen
medical: медицин medic medizin
art: искусств художествен arts art$ kunst taide beaux
modern: современн modern contempor zeitgenoss
history: истори histor geschicht histoire
culture: культур cultur kultur kulttuuri
sport: спорт sport urheilu
youth: молодеж youth jugend nuoriso jeunesse
children: детск child kinder lasten enfant
music: музык music musik musiik
science: научн наук scien wissenschaft tiede
twin: побратим породнен twin partnersta ystavyyskaupun
friendship: дружб friendship freundschaft ystavyys amitie amicizia
international: международн внешн internat kansainval foreign
relations: связи связей связям отношени relation beziehung suhteet
trade: торгов trade commerc handels kauppa
industry: промышлен industr
russian: русск российск russi russe venaj
german: немецк германск german deutsch
finnish: финск finnish suomi suomalai finnland
french: французск french francais franz
economy: экономи econom wirtschaft
education: образовани educat bildung opetus
environment: экологи окружающ environm umwelt ymparisto
veterans: ветеран veteran
women: женщин women frauen
tourism: туризм туристск touris tourist matkailu`

// commons are words that belong to the style of names rather than to the thing.
const commons = `city: город городск city cities stadt staedtisch stadtisch kaupun ville town comune urban municipal муниципальн
state: государственн state staatlich valtion national национальн исследовательск research federal федеральн
office: учрежден бюджетн автономн казен организац некоммерческ общественн образовательн public organis organiz
region: край края краев област region республик regional
high: высш профессиональн profession
unit: отдел отдела подразделен unit abteilung osasto section сектор`

// empties carry nothing: legal forms, articles, prepositions.
const empties = ` ооо оао зао ао пао ип нко ано мбу мау мку гбу гку гбук мбук маук мбоу маоу мбдоу маудо мбудо гбоу гаоу фгбоу фгаоу фгбу кгбу кгбук кгапоу роо кроо мроо ро г гор им имени no n и в на по для при о об с со к из от
 the of and for a an in at on to de du des d la le les l et der die das den dem und fur von zu zur zum am im ja i ry r y e v ev eingetragener gmbh mbh ggmbh ag kg ltd limited llc inc corp oy oyj ab as s sa sas srl spa plc co se `

// lexicon finds the concept of a folded word by its beginning.
type lexicon struct {
	empty  map[string]bool
	whole  map[string]start // by the word itself: «art$» of the tables
	starts []start
}

type start struct {
	beginning, concept string
	weight             float64
	kind               bool // says what sort of institution it is
}

func newLexicon() lexicon {
	l := lexicon{empty: map[string]bool{}, whole: map[string]start{}}
	for word := range strings.FieldsSeq(empties) {
		l.empty[word] = true
	}
	for _, part := range []struct {
		text   string
		weight float64
		kind   bool
	}{{institutions, conceptWeight, true}, {subjects, conceptWeight, false}, {commons, commonWeight, false}} {
		for line := range strings.SplitSeq(part.text, "\n") {
			concept, words, _ := strings.Cut(line, ":")
			for word := range strings.FieldsSeq(words) {
				if word, ok := strings.CutSuffix(word, "$"); ok {
					l.whole[word] = start{word, "@" + concept, part.weight, part.kind}
					continue
				}
				l.starts = append(l.starts, start{word, "@" + concept, part.weight, part.kind})
			}
		}
	}
	return l
}

// concept is what a folded word stands for in any language. Of several
// beginnings the longest counts; in a long compound the institution named last
// (Universitätsbibliothek is a library).
func (l lexicon) concept(word string) (start, bool) {
	best, ok := l.whole[word]
	last := 7 // within the first eight letters there is one word only
	for _, s := range l.starts {
		if len(s.beginning) > len(best.beginning) && strings.HasPrefix(word, s.beginning) {
			best, ok = s, true
		}
	}
	if len(word) < 14 || !best.kind || cyrillic(word) {
		return best, ok
	}
	for _, s := range l.starts {
		if at := strings.LastIndex(word, s.beginning); s.kind && len(s.beginning) >= 5 && at > last {
			best, last = s, at
		}
	}
	return best, ok
}
