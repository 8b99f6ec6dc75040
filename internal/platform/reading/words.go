package reading

import (
	"slices"
	"strings"

	"pobratim/internal/kit/fold"
)

// phrase is a way to head a column: beginnings of words, all of which have to
// begin words of the header, in any order.
type phrase struct {
	field Field
	stems []string
}

// vocabulary is what offices write above their columns. A dot at the end of a
// stem means the whole word.
func vocabulary() map[Field]string {
	return map[Field]string{
		Ignore:               "№ п п; № пп; n п п; номер п п; nr.; lfd nr.; no.; n.; #; п п; порядков номер; row; id.; lfd nummer; nro.; index.",
		PersonName:           "фио; ф и о; фамилия имя отчество; фамилия имя; фамилия и о; имя и фамилия; контактн лиц; руководител; глава. город; мэр.; директор; координатор; ответственн; участник; представител; контакт. лиц; name vorname; vor und nachname; ansprechpartner; kontaktperson; ansprechperson; full name; contact person; contact name; person.; participant; head of; fn.; leiter; yhteyshenkilo; henkilo; nom et prenom; display name; imya familiya; mayor.; burgermeister; oberburgermeister; зам руководител; сотрудник; гость; делегат; член делегац; куратор; исполнител",
		Surname:              "фамилия.; surname; last name; family name; nachname; familienname; sukunimi; nom.; lastname; familyname",
		Given:                "имя.; given name; first name; vorname; etunimi; prenom; firstname; givenname",
		Patronymic:           "отчество; middle name; patronym; second name",
		"person.latin":       "латиниц; по английски; транслит; name in latin; latin name; in latin; as in passport; загранпаспорт; фио англ; name en.; имя латин; на латин",
		"person.cyrillic":    "кириллиц; по русски; russian name; name in russian; фио рус; in cyrillic; name ru.",
		"person.address":     "обращени; salutation; anrede; form of address",
		PersonSpoken:         "язык общени; знание язык; владение язык; языки; язык.; language; sprache; kieli; langue; lang.",
		"person.met":         "где познакомил; знакомств; where met; met at",
		PostTitle:            "должност; пост.; position; job title; post.; role.; rolle; funktion; function; amt.; title.; job.; stelle; статус представит; роль; tehtava; asema; virka; fonction; poste.; должн; ehrenamt; department position; занимаем",
		RoleSince:            "в должност с; since in office; дата назначен; назначен; im amt seit; in office since; on post since; занимает с",
		RoleUntil:            "term ends; end of term; term expires; amtszeit bis; amtszeit endet; по какое врем; до какого; until.; in office until; полномочия до; срок полномоч; im amt bis",
		OrganisationName:     "организац; полное наименован учрежден; полное наименован организац; наименован учрежден; учрежден; наименование организац; предприяти; название организац; компан; место работы; фирм; вуз; школа; школы; нко; объединени; обществен организац; ведомств; institution; organisation; organization; company; employer; firma; einrichtung; verein; schule; org.; organisaatio; yritys; entreprise; association; структурное подразделен; работодател; university; клуб; partner organisation; принимающая сторон; музей; партнерская организац; affiliation; agency; body.; trager; партнер организац; наименование юридическ",
		OrganisationType:     "вид организац; тип организац; тип учрежден; форма собственн; kind of organisation; type of organisation; organisation type; art der einrichtung; правовая форма; category of organisation; сектор",
		OrganisationParent:   "вышестоящ организац; вышестоящ орган; головная организац; учредител; ведомственная принадлежност; подведомственн; подчиняется; входит в; parent organisation; parent organization; parent body; part of; belongs to; ubergeordnete stelle; dachorganisation; dachverband; emo organisaatio; 上级单位; 隶属; 主管部门",
		OrganisationMail:     "email организац; почта организац; e mail организац; official email; e mail учрежден",
		OrganisationTel:      "телефон организац; приемная; тел приемн; телефон учрежден; switchboard; zentrale",
		website:              "сайт; site.; web.; website; веб; url.; internet; homepage; www.; интернет; адрес сайта; link.; webseite; ссылка; webseiten; kotisivu; web site; официальн сайт; verkkosivu",
		email:                "e mail; email; эл почта; электрон почт; электронн адрес; почта.; mail.; mailadresse; e mail адрес; sahkoposti; courriel; эл адрес; имейл; емейл; mejl; e post; эл п; эл. почт",
		phone:                "телефон; тел.; тел; phone; telephone; tel.; telefon; мобильн; моб.; сотов; раб тел; mobile; cell.; mobil; handy; rufnummer; puhelin; факс; fax.; контактн телефон; telefonnummer; конт тел; tel nr",
		Contact:              "тел e mail; телефон e mail; тел email; контакты; контактн данн; контактная информац; phone e mail; tel e mail; contacts; contact details; contact.; kontakt.; kontaktdaten; phone email; координаты для связ; связь; телефон почта; telefon e mail; реквизиты для связ; contact info; yhteystiedot; тел почта; kontakte; coordonnees",
		City:                 "город партнер; город побратим; города побратимы; город.; города.; побратим; партнерский город; партнер.; название города; зарубежн город; sister city; twin town; twin city; partner city; city.; town.; partnerstadt; stadt.; ort.; partnerstadte; kaupunki; ystavyyskaupunki; ville.; муниципалитет; sistercity; sistercitylabel; партнеры.; населенный пункт; twin.; gemeinde; kommune; cities; stadte; twinned with; город страна; город и страна; иностранный партнер; зарубежный партнер; парт город; city partner; municipality; partner.; место расположен; vankort",
		Origin:               "origincity; origincitylabel; home city; наш город; российский город; origin.; российская сторона; our city; heimatstadt; own city",
		Country:              "страна; государств; country; land.; maa.; pays.; staat; destination countrylabel; pais.; nation.; destination country; стран; country name",
		"partner.region":     "регион; область.; region; bundesland; провинц; province; state.; земля.; штат; округ; laani; oblast; departement; county",
		Population:           "население; численность населен; жителей; population; einwohner; destinationpopulation; inhabitants; asukasluku; насел; тыс чел",
		PartnerSince:         "побратим с; год побратим; с какого год; год установлен; дата установлен; установлен отношен; since.; partner since; twinned since; seit.; year of twinning; партнеры с; год начала сотруднич; начало отношен; партнерство с; с год; partnerschaft seit; year established; established.; vuodesta; год заключен побратим; год.; twinning year; год основан связ; год установ отношен; начало сотруднич; с какого времен; depuis",
		PartnerType:          "вид отношен; тип отношен; форма сотруднич; статус отношен; type of relation; art der partnerschaft; relation type; характер отношен; тип партнер; статус города; partnership type; вид партнер; форма отношен; уровень отношен",
		AgreementTitle:       "название документ; соглашени; договор; документ; наименование документ; вид документ название; agreement; document; vertrag; treaty; memorandum; sopimus; наименование соглашен; abkommen; vereinbarung; предмет соглашен; accord; title of document; меморандум; протокол; urkunde; реквизиты документ",
		AgreementType:        "вид документ; тип документ; вид соглашен; тип соглашен; type of document; document type; agreement type; art des vertrag; dokumentart; kind of agreement; type of agreement; dokumenttyp",
		AgreementSigned:      "дата подписан; подписан; дата соглашен; дата заключен; когда подписан; signed; date of signing; signing; unterzeichnet; unterzeichnung; дата документ; год подписан; date signed; signature date; agreement date; год соглашен; год договор; дата договор; vertrag von; allekirjoitettu; signe.; дата заключ; год заключен; vertragsdatum",
		"agreement.from":     "вступлен в силу; действует с; valid from; in force from; gultig ab; вступил в силу; effective from; действ с",
		AgreementUntil:       "срок действия; действует до; действительно до; valid until; expires; expiry; gultig bis; окончание действ; действ до; срок действ; until date; истека; laufzeit; end of validity; дата оконч действ",
		"agreement.place":    "место подписан; place of signing; где подписан; unterzeichnungsort; signed in; signed at",
		"agreement.subjects": "предмет.; направлен сотруднич; направления; области сотруднич; fields of cooperation; themen; subject.; areas of cooperation; сферы сотруднич; приоритет; schwerpunkt",
		ActivityName:         "мероприят; событи; название мероприят; наименование мероприят; проект; название проект; event.; event name; project; project name; activity; veranstaltung; projekt; tapahtuma; summary.; визит.; программа визит; manifestation; evenement; тема.; тема мероприят; project title; event title; conference; конкурс; maßnahme; massnahme; hanke; содержание мероприят; форма мероприят",
		ActivityType:         "вид мероприят; тип мероприят; event type; type of event; art der veranstaltung; формат; формат мероприят; kind of event; veranstaltungsart; категория мероприят; activity type; type of activity; format.",
		ActivityStarts:       "дата проведен; дата начала; начало.; сроки проведен; срок проведен; start.; start date; begin; beginn; dtstart; date from; когда; время проведен; datum.; период.; дата мероприят; event date; from.; starts; сроки.; сроки реализац; von.; период реализац; alkaa; date of event; дата и время; начало проект; dates; period.; zeitraum; дата визит; месяц; срок.; debut; ajankohta; сроки визит; срок реализац; срок исполнен",
		ActivityEnds:         "дата окончан; окончание; завершен; end.; end date; ende.; dtend; date to; ends; to.; bis.; конец; paattyy; дата заверш; fin.",
		ActivityPlace:        "место проведен; место.; площадка; venue; location; place.; veranstaltungsort; адрес проведен; где.; lieu; paikka; where.; ort der veranstaltung",
		ActivityStatus:       "статус.; status; состояние; отметка о выполн; выполнение; stand.; исполнение; отметка об исполн",
		"activity.programme": "программа.; в рамках; programme; funding programme; грантов программ; program.; forderprogramm; источник финанс; фонд.; programm.; donor; funded by",
		ActivitySummary:      "описание.; кратк описан; содержание; description; beschreibung; итоги; результат; summary of; содержан; кратк содержан; kurzbeschreibung; kuvaus; цель.; ziel.; objective; goal.; outcome; ergebnis",
		Organiser:            "ответственн; ответственн исполнител; организатор; исполнител; куратор; координатор; organiser; organizer.; organizers; organisers; responsible; responsible person; verantwortlich; zustandig; ansprechpartner; veranstalter; coordinator; in charge; jarjestaja; vastuuhenkilo; кто отвечает; кто проводит; organisateur; 负责人; 主办单位; 主办",
		DelegationHead:       "руководител делегац; глава делегац; head of delegation; delegation head; delegation leader; leader of delegation; delegationsleiter; delegationsleitung; leitung der delegation; 团长",
		Participant:          "участник; участники.; участники мероприят; состав делегац; члены делегац; член делегац; делегация.; участвующ; participant; participants; attendee; attendees; teilnehmer; teilnehmende; delegation members; members of delegation; mitwirkende; osallistujat; кто участвует; кто едет; 参加人员; 参与者; 代表团成员",
		Host:                 "принимающая сторон; принимающая организац; кто принимает; host.; host organisation; hosted by; gastgeber; gastgebende; 接待单位; 承办单位",
		Side:                 "сторона.; чья сторона; side.; seite.; наш зарубежн",
		when:                 "дата.; date.; day.; datum des eintrag",
		kindOf:               "тип.; вид.; type.; art.; категори; category; kind.; typ.; kategorie",
		name:                 "название; наименование; name.; bezeichnung; title of; nimi; titel.; имя название; полное наименован; label; наименов",
		about:                "примечани; комментари; заметк; note; remark; comment; bemerkung; anmerkung; дополнительн; info; прочее; huom; kommentar; доп свед; доп информ; notiz; дополн информ; описание; remarques",
		Note:                 "адрес; почтовый адрес; address; adresse; anschrift; osoite; индекс; дата рождени; день рождени; birthday; geburtstag; количество участник; число участник; бюджет; сумма; стоимость; вес; passport; паспорт; skype; telegram; viber; whatsapp; соцсет; budget; kosten; кол во участник; количество; инн.; огрн; plz.; postcode; zip; originlat; originlong; destinationlat; destinationlong; dist.; originpopulation; eu.; origincountry; uid.; rev.; последн контакт; last contact; letzter kontakt; кабинет; room; отдел.; department; abteilung; пол.; gender; подарк; gift; источник информ; дата обновлен; updated; вконтакте; facebook; vk.; участники количеств; teilnehmerzahl; anzahl teilnehmer; number of participants; кол во; количество человек; osallistujamaara; kustannusarvio; rrule; sequence; класс; гражданств; citizenship; кем подписан; кто подписал; signatories; unterzeichner; хранени; где хранит; подписант; номер.; расстояни; distance; entfernung; часовой пояс; timezone; widget; вниман",
	}
}

// phrases are the vocabulary taken apart.
func phrases() []phrase {
	var all []phrase
	words, han := vocabulary(), hanWords()
	for _, field := range append(Fields(), email, phone, website, about, name, when, kindOf) {
		for one := range strings.SplitSeq(words[field]+";"+han[field], ";") {
			if p := phraseOf(field, one); len(p.stems) > 0 {
				all = append(all, p)
			}
		}
	}
	return all
}

func phraseOf(field Field, text string) phrase {
	p := phrase{field: field}
	for _, w := range strings.Fields(text) {
		end := ""
		if strings.HasSuffix(w, ".") && len(w) > 1 {
			end = "."
		}
		for part := range strings.FieldsSeq(fold.Key(strings.ReplaceAll(w, "№", "no"))) {
			p.stems = append(p.stems, part+end)
		}
	}
	return p
}

// match says how well a header says a phrase: 0 not at all, 1 in these words
// and no others.
func (p phrase) match(header []string) float64 {
	taken, letters := 0, 0
	rest := slices.Clone(header)
	for _, stem := range p.stems {
		whole := strings.HasSuffix(stem, ".")
		bare := strings.TrimSuffix(stem, ".")
		at := slices.IndexFunc(rest, func(w string) bool {
			return w == bare || !whole && len(bare) >= 4 && strings.HasPrefix(w, bare)
		})
		if at < 0 {
			return 0
		}
		letters += len(rest[at])
		rest[at] = ""
		taken++
	}
	all := 0
	for _, w := range header {
		all += len(w)
	}
	return (float64(taken)/float64(len(header)) + float64(letters)/float64(all)) / 2
}

// headed is what the words of a header say, and how sure.
type headed struct {
	field Field
	sure  float64
}

// lexicon reads headers.
type lexicon struct {
	phrases []phrase
	seen    map[string][]headed
}

// head ranks what a header may mean, the surest first; nil when it says
// nothing that is known.
func (l *lexicon) head(text string) []headed {
	text, _, _ = strings.Cut(text, "\n\n")
	key := fold.Key(strings.ReplaceAll(text, "№", " no "))
	if found, ok := l.seen[key]; ok {
		return found
	}
	words := strings.Fields(key)
	best := map[Field]float64{}
	if len(words) > 0 && len(words) <= 12 {
		for _, p := range l.phrases {
			if m := p.match(words); m > 0 {
				best[p.field] = max(best[p.field], 0.5+0.48*m)
			}
		}
	}
	var found []headed
	for field, sure := range best {
		found = append(found, headed{field, sure})
	}
	slices.SortFunc(found, func(a, b headed) int {
		if a.sure != b.sure {
			if a.sure > b.sure {
				return -1
			}
			return 1
		}
		return strings.Compare(string(a.field), string(b.field))
	})
	if len(l.seen) < 5000 {
		l.seen[key] = found
	}
	return found
}
