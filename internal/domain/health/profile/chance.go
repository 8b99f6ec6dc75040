package profile

import "math"

// fewer is how likely the events of now would have a property so seldom, or more
// seldom, if nothing had changed: the lower tail of Fisher's exact test.
func fewer(now, before Count) float64 {
	return tail(now, before, func(k int) bool { return k <= now.Part })
}

// more is the upper tail.
func more(now, before Count) float64 {
	return tail(now, before, func(k int) bool { return k >= now.Part })
}

func tail(now, before Count, in func(k int) bool) float64 {
	have, all := now.Part+before.Part, now.Of+before.Of
	if now.Of == 0 || before.Of == 0 {
		return 1
	}
	sum := 0.0
	for k := max(0, now.Of-(all-have)); k <= min(have, now.Of); k++ {
		if in(k) {
			sum += math.Exp(choose(have, k) + choose(all-have, now.Of-k) - choose(all, now.Of))
		}
	}
	return min(1, sum)
}

// slower is how likely so few events, or fewer, fall into the years of now, if as many
// are done in a year as before: the lower tail of the binomial test of two rates.
func slower(now, before int, nowYears, beforeYears float64) float64 {
	return binomial(now+before, nowYears/(nowYears+beforeYears), func(k int) bool { return k <= now })
}

// faster is the upper tail.
func faster(now, before int, nowYears, beforeYears float64) float64 {
	return binomial(now+before, nowYears/(nowYears+beforeYears), func(k int) bool { return k >= now })
}

func binomial(n int, p float64, in func(k int) bool) float64 {
	sum := 0.0
	for k := range n + 1 {
		if in(k) {
			sum += math.Exp(choose(n, k) + float64(k)*math.Log(p) + float64(n-k)*math.Log1p(-p))
		}
	}
	return min(1, sum)
}

// choose is the logarithm of how many ways there are to take k of n.
func choose(n, k int) float64 {
	a, _ := math.Lgamma(float64(n + 1))
	b, _ := math.Lgamma(float64(k + 1))
	c, _ := math.Lgamma(float64(n - k + 1))
	return a - b - c
}
