package i18n

import "math"

// CompassIndex is the nearest of the sixteen points to a bearing in degrees
// from true north: 0 is north, 4 east, 8 south, 12 west.
func CompassIndex(degrees float64) int {
	return int(math.Floor(turn(degrees)/22.5+0.5)) % 16
}

// turn brings an angle into 0 ≤ a < 360.
func turn(degrees float64) float64 {
	if math.IsNaN(degrees) || math.IsInf(degrees, 0) {
		return 0
	}
	a := math.Mod(degrees, 360)
	if a < 0 {
		a += 360
	}
	if a >= 360 { // a tiny negative angle rounds up to the full turn
		a = 0
	}
	return a
}

// Compass is the name of one of the sixteen points: «запад-северо-запад»,
// "west-north-west". Other languages than Russian get the English letters
// that charts have in common: WNW.
func (p *Printer) Compass(index int) string {
	i := (index%16 + 16) % 16
	switch base(p.Lang) {
	case "ru":
		return [...]string{"север", "север-северо-восток", "северо-восток", "восток-северо-восток",
			"восток", "восток-юго-восток", "юго-восток", "юг-юго-восток",
			"юг", "юг-юго-запад", "юго-запад", "запад-юго-запад",
			"запад", "запад-северо-запад", "северо-запад", "север-северо-запад"}[i]
	case "en":
		return [...]string{"north", "north-north-east", "north-east", "east-north-east",
			"east", "east-south-east", "south-east", "south-south-east",
			"south", "south-south-west", "south-west", "west-south-west",
			"west", "west-north-west", "north-west", "north-north-west"}[i]
	}
	return [...]string{"N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE",
		"S", "SSW", "SW", "WSW", "W", "WNW", "NW", "NNW"}[i]
}

// Bearing is an angle from true north with one digit: «278,5°».
func (p *Printer) Bearing(degrees float64) string {
	a := round(turn(degrees), 1)
	if a >= 360 {
		a = 0
	}
	return p.Decimal(a, 1) + "°"
}
