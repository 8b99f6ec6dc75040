package method

import (
	"math/big"
	"slices"
)

// Value is what is known of a number: it lies between Low and High, and a bound
// that is nil is not known. Without both nothing is known; that is not zero.
type Value struct{ Low, High *big.Rat }

// Exactly is a number that is known.
func Exactly(n Number) Value { return Value{n.Rat, n.Rat} }

// AtLeast is a count of which some parts were not written down.
func AtLeast(n Number) Value { return Value{Low: n.Rat} }

// Known tells whether it is one number.
func (v Value) Known() bool { return v.Low != nil && v.High != nil && v.Low.Cmp(v.High) == 0 }

// positive tells whether a value is above zero beyond doubt.
func (v Value) positive() bool { return v.Low != nil && v.Low.Sign() > 0 }

func (v Value) plus(w Value) Value {
	return Value{both(v.Low, w.Low, (*big.Rat).Add), both(v.High, w.High, (*big.Rat).Add)}
}

func (v Value) minus(w Value) Value {
	return Value{both(v.Low, w.High, (*big.Rat).Sub), both(v.High, w.Low, (*big.Rat).Sub)}
}

func (v Value) times(w Value) Value {
	if v.bounded() && w.bounded() {
		return hull(both(v.Low, w.Low, (*big.Rat).Mul), both(v.Low, w.High, (*big.Rat).Mul), both(v.High, w.Low, (*big.Rat).Mul), both(v.High, w.High, (*big.Rat).Mul))
	}
	if v.Low == nil || w.Low == nil || v.Low.Sign() < 0 || w.Low.Sign() < 0 {
		return Value{}
	}
	return Value{Low: both(v.Low, w.Low, (*big.Rat).Mul)}
}

// over divides. By what may be zero nothing can be divided: the outcome is not
// known.
func (v Value) over(w Value) Value {
	if !w.positive() {
		return Value{}
	}
	inverse := Value{Low: new(big.Rat), High: new(big.Rat).Inv(w.Low)}
	if w.High != nil {
		inverse.Low = new(big.Rat).Inv(w.High)
	}
	return v.times(inverse)
}

func (v Value) bounded() bool { return v.Low != nil && v.High != nil }

// least is min(v, w), and most is max(v, w).
func (v Value) least(w Value) Value {
	low := both(v.Low, w.Low, lesser)
	high := v.High
	if high == nil || w.High != nil && w.High.Cmp(high) < 0 {
		high = w.High
	}
	return Value{low, high}
}

func (v Value) most(w Value) Value {
	high := both(v.High, w.High, greater)
	low := v.Low
	if low == nil || w.Low != nil && w.Low.Cmp(low) > 0 {
		low = w.Low
	}
	return Value{low, high}
}

func lesser(z, a, b *big.Rat) *big.Rat {
	if a.Cmp(b) < 0 {
		return z.Set(a)
	}
	return z.Set(b)
}

func greater(z, a, b *big.Rat) *big.Rat {
	if a.Cmp(b) > 0 {
		return z.Set(a)
	}
	return z.Set(b)
}

// both does something with two bounds where both are known.
func both(a, b *big.Rat, do func(z, a, b *big.Rat) *big.Rat) *big.Rat {
	if a == nil || b == nil {
		return nil
	}
	z := do(new(big.Rat), a, b)
	if z.Num().BitLen()+z.Denom().BitLen() > maxBits {
		return nil
	}
	return z
}

// maxBits bounds the numbers that formulas make: what grows beyond is not known,
// so that a file cannot keep the program busy with powers of powers.
const maxBits = 1 << 12

// hull is the narrowest value that holds all numbers; nothing is known when one of
// them is not.
func hull(first *big.Rat, more ...*big.Rat) Value {
	v := Value{first, first}
	if first == nil || slices.Contains(more, nil) {
		return Value{}
	}
	for _, one := range more {
		if one.Cmp(v.Low) < 0 {
			v.Low = one
		}
		if one.Cmp(v.High) > 0 {
			v.High = one
		}
	}
	return v
}

// share is a part of the whole: a value between 0 and 1, and all of that where
// nothing is known.
func (v Value) share() Value {
	zero, one := new(big.Rat), big.NewRat(1, 1)
	clamp := func(r, instead *big.Rat) *big.Rat {
		switch {
		case r == nil:
			return instead
		case r.Sign() < 0:
			return zero
		case r.Cmp(one) > 0:
			return one
		}
		return r
	}
	return Value{clamp(v.Low, zero), clamp(v.High, one)}
}
