// Package passkey makes and checks passkeys: Web Authentication, level 3, of the
// W3C, as much of it as signing in needs.
//
// A ceremony has two halves. Register or Ask makes a challenge with the options
// for the browser and a State, which the caller keeps on the server under
// Begun.Challenge and hands out once; Registered or Check takes the browser's
// answer and that State. ChallengeOf says of an answer which challenge it is
// for.
//
// Passkeys are made discoverable, so that nobody types a name, and verified by
// the device (a finger, a face, a PIN), so that one is as good as a password and
// a second step together. Attestation is not asked for: a department does not
// choose its people's devices by make.
//
// A passkey holds for one host. Browsers want it to be a name, reached over
// HTTPS; localhost alone is let off.
package passkey
