//go:build !race

package typst

const underRace = false
