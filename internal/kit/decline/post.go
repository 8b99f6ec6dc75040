package decline

import "strings"

// The nouns that posts begin with: those in a consonant or -ь, those in -а, and
// those that decline as adjectives do.
const (
	offices     = " мэр бургомистр обер-бургомистр вице-бургомистр вице-мэр председатель директор начальник заместитель руководитель губернатор министр консул президент вице-президент секретарь координатор советник ректор проректор специалист консультант депутат референт архитектор инспектор эксперт менеджер переводчик префект аким "
	heads       = " глава староста судья "
	participles = " управляющий заведующий исполняющий "
)

// Post proposes the forms of a post: the first noun and the adjectives before it
// change, what follows it stays: «первый заместитель главы города».
func Post(title string) (Forms, bool) {
	words := strings.Fields(title)
	var all []Forms
	for i, w := range words {
		low := strings.ToLower(w)
		var one Forms
		var sure, done bool
		switch {
		case listed(heads, low), listed(offices, low):
			one, sure = noun(w, false, true)
			done = true
		case low == "атташе":
			one, sure, done = same(w), true, true
		case low == "посол":
			one, sure, done = ends(cut(w, 2)+"л", "а", "у", "а", "ом", "е"), true, true
		case listed(participles, low):
			one, sure = adjective(w, false, true)
			done = true
		case has(low, "ый", "ий", "ой") && i < len(words)-1:
			one, sure = adjective(w, false, true)
		}
		if !sure || !cyrillic(w) {
			return Forms{}, false
		}
		all = append(all, one)
		if done {
			if rest := strings.Join(words[i+1:], " "); rest != "" {
				all = append(all, same(rest))
			}
			between := make([]string, len(all))
			for j := range between {
				between[j] = " "
			}
			return join(all, between), true
		}
	}
	return Forms{}, false
}
