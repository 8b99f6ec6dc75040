// Package profile owns the pages on which users look after their own account
// (O43): language, theme and keys, password and recovery codes, the second step,
// passkeys, the devices where they are signed in, and the programs that read in
// their name. What these pages do is done by package account, and asked again
// there whether it may be.
package profile
