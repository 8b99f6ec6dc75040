// Package decline proposes Russian names in their cases: people, cities, posts.
//
// It follows the school grammar of Russian: three declensions of nouns, the
// declension of adjectives, that of surnames in -ов, -ин (А. А. Зализняк's
// "Grammatical Dictionary of Russian" calls it mixed), and the rule that women's
// surnames in a consonant, and names in -о, -е, -и, -у, -ю, -э, do not change.
//
// What it gives is a proposal that a person confirms. Where the ending alone does
// not decide (a vowel that flees, a stress that is not written, a sex that the
// name does not tell, a foreign name in -ов) it proposes nothing.
package decline
