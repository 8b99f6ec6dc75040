package reading

import "slices"

// mainColumns are the columns that name things of different subjects, by field.
func mainColumns(t *Table, all [][]guess) map[Field]int {
	found := map[Field]int{}
	for i, guesses := range all {
		if len(guesses) == 0 || guesses[0].sure < 0.6 {
			continue
		}
		f := guesses[0].field
		if f == Surname {
			f = PersonName
		}
		if _, taken := found[f]; !taken && slices.Contains([]Field{ActivityName, AgreementTitle, PersonName, OrganisationName, City}, f) {
			found[f] = t.Columns[i].Index
		}
	}
	return found
}

// byFilled sorts rows by the column that names the thing: an event here, a
// person there. Nil when the columns are filled side by side.
func (b *builder) byFilled(t *Table, all [][]guess) *Sorting {
	mains := mainColumns(t, all)
	_, events := mains[ActivityName]
	_, papers := mains[AgreementTitle]
	if !events && !papers || len(mains) < 2 {
		return nil
	}
	s := &Sorting{By: ByFilled}
	both, rows := 0, 0
	for r := t.first; r <= t.area.bottom; r++ {
		key, also := filledMain(t.grid, mains, r)
		if key == "" {
			continue
		}
		rows++
		if also {
			both++
		}
		s.group(string(key), t.grid.at(t.Header, mains[key]))
	}
	least := max(2, rows/10)
	dated := 0
	for i := range s.Groups {
		g := &s.Groups[i]
		g.Subject, g.Sure = mainOf(Field(g.Key)), 0.8
		if g.Subject == Activities || g.Subject == Agreements {
			dated += g.Rows
		}
	}
	if dated < least || rows-dated < least || both*10 > rows || t.Header < 0 {
		return nil
	}
	return s
}

// filledMain is the field whose column names what a row is about; also says that
// another one does too.
func filledMain(g *grid, mains map[Field]int, r int) (key Field, also bool) {
	for _, f := range []Field{ActivityName, AgreementTitle, PersonName, OrganisationName, City} {
		c, ok := mains[f]
		if !ok || g.at(r, c) == "" {
			continue
		}
		if key == "" {
			key = f
		} else if (key == ActivityName || key == AgreementTitle) && f != City {
			also = true
		}
	}
	return key, also
}

// mainOf is the subject that a field names.
func mainOf(f Field) Subject {
	for _, s := range Subjects() {
		if s.own(name) == f && s != Agreements || s == Agreements && f == AgreementTitle {
			return s
		}
	}
	return Organisations
}
