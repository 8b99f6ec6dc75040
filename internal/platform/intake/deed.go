package intake

import (
	"pobratim/internal/kit/edtf"
	"pobratim/internal/platform/reading"
)

func (p *planner) agreement(pl *plan, subject reading.Subject, city town) {
	v := pl.item.Values
	title, kind, signed := v[reading.AgreementTitle], v[reading.AgreementType], v[reading.AgreementSigned]
	if subject != reading.Partners && subject != reading.Agreements || title == "" && kind == "" && signed == "" {
		return
	}
	extra := map[string]string{"type": "cooperation", "level": "city"}
	if guess := reading.Choice(reading.AgreementType, title); guess != "" {
		extra["type"] = guess
	}
	if kind == "" {
		kind = extra["type"]
	}
	if title == "" {
		extra["title"] = said(defaultTitle(kind, v[reading.City]))
	}
	values := map[string]string{"title": said(title), "type": v[reading.AgreementType], "signed": signed}
	for _, c := range []string{"from", "until", "place", "subjects", "note"} {
		values[c] = v[reading.Field("agreement."+c)]
	}
	for _, c := range p.textColumns("agreement") {
		if values[c] != "" && c != "title" {
			values[c] = said(values[c])
		}
	}
	pl.add("agreement", values, extra)
}

// defaultTitle names a paper of which the file tells only the kind.
func defaultTitle(kind, city string) string {
	what := map[string]string{"sister": "Соглашение о побратимских связях", "friendship": "Соглашение о дружбе", "memorandum": "Меморандум", "protocol": "Протокол", "treaty": "Договор", "roadmap": "Дорожная карта", "programme": "Программа сотрудничества", "renewal": "Продление соглашения"}[kind]
	if what == "" {
		what = "Соглашение о сотрудничестве"
	}
	return what + " (" + city + ")"
}

// textColumns are the columns of a register that hold texts in languages.
func (p *planner) textColumns(kind string) []string {
	t := p.tables[kind]
	var names []string
	for _, c := range t.Columns {
		if c.Type == "langs" {
			names = append(names, c.Name)
		}
	}
	return names
}

// eventName is what an event is called; of one that the file does not name, what
// it was about, or who went where. Empty when the row tells none of it.
func eventName(v map[reading.Field]string, city town) string {
	switch {
	case v[reading.ActivityName] != "":
		return v[reading.ActivityName]
	case v[reading.ActivitySummary] != "":
		return v[reading.ActivitySummary]
	case city.text != "":
		return "Встреча (" + city.text + ")"
	}
	return ""
}

func (p *planner) activity(pl *plan, city town) {
	v := pl.item.Values
	name := eventName(v, city)
	if name == "" {
		pl.skip = "unnamed"
		return
	}
	values := map[string]string{"name": said(name)}
	for f, value := range v {
		if f.Kind() == "activity" && f != reading.ActivityName {
			values[f.Column()] = value
		}
	}
	if span, err := edtf.Parse(values["starts"]); err == nil && span.IsInterval() && values["ends"] == "" && !span.Start().IsZero() && !span.End().IsZero() {
		values["starts"], values["ends"] = span.Start().String(), span.End().String() // as the register keeps it
	}
	for _, c := range p.textColumns("activity") {
		if values[c] != "" && c != "name" {
			values[c] = said(values[c])
		}
	}
	if city.partner != "" {
		values["partners"] = city.partner
	}
	extra := map[string]string{"type": reading.Choice(reading.ActivityType, name), "status": "unknown"}
	if extra["type"] == "" {
		extra["type"] = "event"
	}
	pl.add("activity", values, extra)
}
