package mail

import (
	netmail "net/mail"
	"regexp"
	"slices"
	"strings"
	"time"
)

// forwarded finds the message that another one hands on. One that is attached is
// it; of one that is quoted, its subject or a line of a mail program has to say so,
// and the lines above it have to name sender and subject, or else it is an answer
// with what it answers below.
func (r *reader) forwarded() {
	switch {
	case r.out.Bounce != nil || len(r.mails) > 1:
	case len(r.mails) == 1:
		if original, err := parse(r.mails[0]); err == nil && len(original.out.From) > 0 {
			r.out.Forwarded = original.out
			r.out.Forwarded.Remark = r.out.Text
		}
	default:
		r.out.Forwarded = quoted(r.out)
	}
}

// The beginnings of a subject that say that a message is handed on, and those of an
// answer, as mail programs in the languages of our partners write them.
var (
	handedOn = regexp.MustCompile(`(?i)^\s*(fwd?|wg|tr|i|rv|rif|vl|vs|пересл|转发)\s*[:：]\s*`)
	replied  = regexp.MustCompile(`(?i)^\s*(re|aw|antw|rép|sv|r|отв|ha|回复)(\[\d+\])?\s*[:：]`)
	mark     = regexp.MustCompile(`(?i)^[-—\s]*(forwarded message|begin forwarded message:|пересылаемое сообщение|перенаправленное сообщение|пересланное сообщение|начало пересылаемого сообщения:|weitergeleitete nachricht|message transféré|message d'origine|messaggio inoltrato)[-—\s]*$`)
)

// labels are what stands before the colon of the lines above a quoted message.
func labels() map[string][]string {
	return map[string][]string{
		"from":    {"from", "от", "от кого", "von", "de", "da", "lähettäjä", "发件人"},
		"date":    {"date", "sent", "дата", "отправлено", "datum", "gesendet", "envoyé", "data", "inviato", "fecha", "enviado", "päiväys", "lähetetty", "日期", "发送时间"},
		"subject": {"subject", "тема", "betreff", "objet", "oggetto", "asunto", "aihe", "主题"},
		"to":      {"to", "кому", "an", "à", "a", "para", "vastaanottaja", "收件人"},
		"cc":      {"cc", "копия", "kopie", "copie", "kopio", "抄送"},
		"reply":   {"reply-to", "обратный адрес", "antwort an"},
	}
}

// labelOf is the meaning of a line above a quoted message, and what it says.
func labelOf(line string) (meaning, value string) {
	name, value, ok := strings.Cut(strings.ReplaceAll(strings.Trim(line, "* \u00a0"), "：", ":"), ":")
	if !ok {
		return "", ""
	}
	name = strings.ToLower(strings.Trim(name, "* \u00a0"))
	for meaning, names := range labels() {
		if slices.Contains(names, name) {
			return meaning, strings.Trim(value, "* \u00a0")
		}
	}
	return "", ""
}

// quoted is the message that stands below the lines of a mail program; nil when
// that is not certain.
func quoted(outer *Read) *Read {
	if replied.MatchString(outer.Subject) {
		return nil
	}
	lines := strings.Split(outer.Text, "\n")
	said := handedOn.MatchString(outer.Subject)
	for i, line := range lines {
		if mark.MatchString(line) {
			return block(lines[:i], lines[i+1:])
		}
		if meaning, _ := labelOf(line); said && meaning == "from" {
			return block(lines[:i], lines[i:])
		}
	}
	return nil
}

// block reads the lines above a quoted message, and the message; before them stands
// what whoever handed it on had to say.
func block(before, lines []string) *Read {
	for len(lines) > 0 && strings.TrimSpace(lines[0]) == "" {
		lines = lines[1:]
	}
	found := map[string]string{}
	n := 0
	for ; n < len(lines) && len(found) < 10; n++ {
		meaning, value := labelOf(lines[n])
		if _, twice := found[meaning]; meaning == "" || twice {
			break
		}
		found[meaning] = value
	}
	from := addresses([]string{strings.NewReplacer("[mailto:", "<", "]", ">").Replace(found["from"])})
	subject, named := found["subject"]
	if len(from) != 1 || !named {
		return nil
	}
	return &Read{From: from, To: addresses([]string{found["to"]}), Cc: addresses([]string{found["cc"]}), Subject: oneSpaced(subject), Date: dateOf(found["date"]), Text: clean(strings.Join(lines[n:], "\n")), Quoted: true, Remark: clean(strings.Join(before, "\n"))}
}

// dateOf reads a date as mail programs write it; zero when it cannot be read for
// certain.
func dateOf(said string) time.Time {
	if at, err := netmail.ParseDate(said); err == nil {
		return at
	}
	for _, layout := range []string{"Mon, 2 Jan 2006 at 15:04", "Mon, Jan 2, 2006 at 3:04 PM", "Monday, January 2, 2006 3:04 PM", "Monday, 2 January 2006 15:04", "02.01.2006 15:04", "02.01.2006 15:04:05", "2006-01-02 15:04", time.RFC3339} {
		if at, err := time.Parse(layout, strings.ReplaceAll(said, "\u202f", " ")); err == nil {
			return at
		}
	}
	return time.Time{}
}
