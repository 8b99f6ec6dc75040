package app

// Version is the program's version, also the name of the release.
const Version = "0.1.0"
