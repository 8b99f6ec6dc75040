// Package paperwork owns the papers around an activity: orders, invitations,
// programmes, lists, protocols, reports, letters. It knows what kinds of paper
// there are and what each of them says (papers/*.txt, in Russian and English,
// which also stand side by side), keeps the templates that the office made of
// them in Word or LibreOffice, and makes the files.
//
// The fields of an order on receiving a delegation are those of the published
// orders of Moscow of 2004 and 2005 (mosopen.ru/document/354_rp_2004-03-04,
// /1188_rp_2005-06-30, /2296_rp_2005-11-16): days, number and head of the
// delegation, purpose, grounds, who answers, interpreting, visa support,
// accommodation, transport, meals, estimate and source of money. Their words are
// our own. No legal norm is cited: the office adds its own.
//
// Russian asks for names in cases. They are kept for people, posts and places as
// somebody typed or confirmed them (name forms). Package decline proposes them by
// grammar; a paper never takes what nobody confirmed. What a paper
// asks for and the records do not tell is a hole: it is named with the page where
// it is entered, and stands in the paper as a blank to be filled by hand.
//
// A paper that was made stays as a file of the activity; making it again gives the
// next edition.
package paperwork
