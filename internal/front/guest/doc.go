// Package guest is the frame of the pages behind capability links (package
// platform/link): what a guest of the city sees of one record, without an account,
// without cookies and without scripts.
//
// The secret is the first part of the address. The frame takes it out before
// anything else sees the request, so that it stands in no log; it looks up the
// link, and lets the subject answer that owns its purpose. Answers are private, not
// for search engines, and pages lead nowhere with a referrer. A link that opens no
// longer says so and how the department is reached. The language is that of the
// link; where the program has no words in it, the page is in English and says so.
package guest
