package search_test

import (
	"math/rand/v2"
	"strconv"
	"strings"
)

// library makes the texts of the benchmark, always the same ones: letters and
// records of an office in Russian, English and German, with names of people,
// and a few in Chinese. Words are made of syllables and follow Zipf's law, so
// that the commonest stand in every second text, as in the papers of an office.
type library struct {
	n                        int
	russian, english, german []string
}

func newLibrary(n int) *library {
	return &library{
		n: n,
		russian: vocabulary(40000, 1, "соглашение город программа проект делегация визит школа молодёжь культура сотрудничество",
			"ко ро ва ла ми та но ре ли се до пра сто вен мар тур гол вис лен бор нав рит сул кам дер жан пол ост ел ин ар ум", " а ы ом ов ский ние ость"),
		english: vocabulary(20000, 2, "agreement city programme project delegation visit school youth culture cooperation",
			"con per tra lin gor mes sta ver pol ing der ro ma le ti sho wen bar ker dun", " s ed ing ly ness tion"),
		german: vocabulary(20000, 3, "Vereinbarung Stadt Programm Projekt Delegation Besuch Schule Jugend Kultur Zusammenarbeit",
			"ver gel sch ein hau ber ste lich tra wun der gro mei bur str kel nau", " en er ung keit st e"),
	}
}

func vocabulary(n int, seed uint64, first, syllables, ends string) []string {
	r := rand.New(rand.NewPCG(seed, 2))
	parts, tails := strings.Fields(syllables), strings.Split(ends, " ")
	words, seen := strings.Fields(first), map[string]bool{}
	for len(words) < n {
		var w strings.Builder
		for range 2 + r.IntN(3) {
			w.WriteString(parts[r.IntN(len(parts))])
		}
		w.WriteString(tails[r.IntN(len(tails))])
		if !seen[w.String()] {
			seen[w.String()] = true
			words = append(words, w.String())
		}
	}
	return words
}

const (
	given      = "Анна Пётр Мария Иван Ольга Сергей Елена Павел Ирина Юрий Hanna Jürgen Matti Liisa Claire Giulia"
	families   = "Лебедева Соколов Воробьёва Ковалёв Голубев Макарова Щербаков Журавлёва Ефимов Цветков Шубин Быкова"
	latin      = "Lebedeva Sokolov Vorobyova Kovalev Golubev Makarova Shcherbakov Zhuravleva Efimov Tsvetkov Shubin Bykova"
	characters = "友好城市合作文化教育青年交流代表团访问协议项目学校大学经济旅游艺术音乐会议签署欢迎市长政府人民发展国际关系年月日"
)

func latinNames() []string { return strings.Fields(latin) }

// text is the i-th record: a title of four words or so, and twelve more.
func (l *library) text(i int) (title, body, lang string) {
	r := rand.New(rand.NewPCG(uint64(i), 7))
	words, lang := l.russian, "ru"
	switch i % 20 {
	case 1, 2, 3, 4:
		words, lang = l.english, "en"
	case 5, 6:
		words, lang = l.german, "de"
	case 7:
		return written(r, 8) + " " + strconv.Itoa(i%3000), written(r, 30), ""
	}
	zipf := rand.NewZipf(r, 1.07, 3, uint64(len(words)-1))
	pick := func(n int) string {
		list := make([]string, n)
		for j := range list {
			list[j] = words[zipf.Uint64()]
		}
		return strings.Join(list, " ")
	}
	name := one(r, given) + " " + one(r, families)
	if i%3 == 0 {
		return pick(2) + " " + name, pick(12) + " № " + strconv.Itoa(i), lang
	}
	return pick(4), pick(11) + " " + name, lang
}

func one(r *rand.Rand, of string) string {
	list := strings.Fields(of)
	return list[r.IntN(len(list))]
}

func written(r *rand.Rand, n int) string {
	all := []rune(characters)
	zipf := rand.NewZipf(r, 1.2, 4, uint64(len(all)-1))
	list := make([]rune, n)
	for i := range list {
		list[i] = all[zipf.Uint64()]
	}
	return string(list)
}
