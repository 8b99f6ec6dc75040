package geo

import "fmt"

// permMap and petrozavodskMap are the ties of the two cities, with the
// coordinates of the field records.
func permMap() Map {
	return Map{
		Centre: Spot{Label: "Пермь", Point: perm}, Lang: "ru", Title: "Города-побратимы Перми", Desc: "Карта в азимутальной равнопромежуточной проекции с центром в Перми.",
		Points: ties(perm,
			Spot{Label: "Минск", Point: Point{53.9006, 27.5590}},
			Spot{Label: "Дуйсбург", Point: Point{51.4344, 6.7623}},
			Spot{Label: "Амневиль", Point: Point{49.2610, 6.1430}},
			Spot{Label: "Оксфорд", Point: Point{51.7520, -1.2577}, State: Ended},
			Spot{Label: "Агридженто", Point: Point{37.3111, 13.5765}},
			Spot{Label: "Циндао", Point: Point{36.0671, 120.3826}},
			Spot{Label: "Луисвилл", Point: Point{38.2527, -85.7585}, State: Dormant},
		),
	}
}

func petrozavodskMap() Map {
	return Map{
		Centre: Spot{Label: "Петрозаводск", Point: petrozavodsk}, Lang: "ru", Title: "Города-побратимы Петрозаводска", Desc: "Карта в азимутальной равнопромежуточной проекции с центром в Петрозаводске.",
		Points: ties(petrozavodsk,
			Spot{Label: "Йоэнсуу", Point: Point{62.6010, 29.7636}},
			Spot{Label: "Варкаус", Point: Point{62.3153, 27.8730}},
			Spot{Label: "Нарва", Point: Point{59.3772, 28.1903}},
			Spot{Label: "Умео", Point: Point{63.8258, 20.2630}},
			Spot{Label: "Алитус", Point: Point{54.3964, 24.0459}},
			Spot{Label: "Мо-и-Рана", Point: Point{66.3128, 14.1428}},
			Spot{Label: "Брест", Point: Point{52.0976, 23.7341}},
			Spot{Label: "Нойбранденбург", Point: Point{53.5569, 13.2610}},
			Spot{Label: "Тюбинген", Point: Point{48.5216, 9.0576}},
			Spot{Label: "Вагаршапат", Point: Point{40.1728, 44.2925}},
			Spot{Label: "Ла-Рошель", Point: Point{46.1603, -1.1511}},
			Spot{Label: "Дулут", Point: Point{46.7867, -92.1005}},
		),
	}
}

// ties fills the second line and the address as a page would.
func ties(from Point, spots ...Spot) []Spot {
	for i, s := range spots {
		m, _, _ := Inverse(from, s.Point)
		spots[i].Sub = fmt.Sprintf("%.0f\u00A0км", m/1000)
		spots[i].Href = fmt.Sprintf("/cities/%d", i)
	}
	return spots
}

func looks() map[string]Map {
	small := permMap()
	small.Small = true
	small2 := petrozavodskMap()
	small2.Small = true
	near := petrozavodskMap()
	near.Radius = 3.1e6
	return map[string]Map{"perm": permMap(), "ptz": petrozavodskMap(), "perm-small": small, "ptz-small": small2, "ptz-near": near, "crowd": crowd(1)}
}
