// Package file owns what people attach to records: agreements, letters,
// programmes, photographs.
//
// Bytes lie once in kit/blob under their SHA-256; an attachment says to which
// record they belong, under which name, and who may see them. Attaching needs
// the permission to edit the record, seeing needs the permission to see it, and
// the attachment has a circle of readers of its own that can only narrow that.
// On the portal both the record and the attachment have to be public.
//
// What comes in is examined first (OWASP ASVS 5.0, V5): size, the kind by its
// bytes and by its name, which have to agree, locks, what archives would unpack
// to, the number of pixels. Pictures are written anew, so that camera, place
// and time of a photograph do not leave the office with it. What goes out is
// never a page of this site (web.File).
//
// Formats follow ISO 32000-2 (PDF), ECMA-376 (DOCX, XLSX), ISO/IEC 26300 (ODT),
// RFC 5322 (messages), Exif 3.0 (orientation).
package file
