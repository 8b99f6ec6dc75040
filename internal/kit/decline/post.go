package decline

import "strings"

// offices are the nouns that posts begin with, with the endings of their kind.
const (
	offices    = " мэр бургомистр обер-бургомистр вице-бургомистр вице-мэр обербургомистр председатель директор начальник заместитель руководитель губернатор министр консул президент вице-президент секретарь координатор советник ректор проректор специалист консультант депутат референт архитектор атташе староста инспектор эксперт менеджер переводчик префект аким ответственный "
	offices1   = " глава староста судья "
	adjective1 = " управляющий заведующий исполняющий "
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
		case listed(offices1, low), listed(offices, low) && low != "атташе" && low != "ответственный":
			one, sure = noun(w, false, true)
			done = true
		case low == "атташе":
			one, sure, done = same(w), true, true
		case low == "посол":
			one, sure, done = ends(cut(w, 2)+"л", "а", "у", "а", "ом", "е"), true, true
		case listed(adjective1, low):
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
