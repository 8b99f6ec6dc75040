// Package transfer brings records in and out as tables. Every subject hands
// over its registers as Tables; lists, archives, imports, the read API and the
// search for duplicates go by them and know no subject by name.
package transfer
