package app

import (
	"errors"
	"fmt"

	"pobratim/internal/domain/estimate"
	"pobratim/internal/kit/money"
)

type estimateCommand struct {
	Rate     string `help:"Rate in money notation: 470, 470,50 or 1 500.00." required:"" placeholder:"SUM"`
	People   int64  `help:"Number of people." required:"" placeholder:"N"`
	Days     int64  `help:"Number of days." required:"" placeholder:"N"`
	Currency string `help:"Code of the currency (ISO 4217)." default:"RUB" placeholder:"CODE"`
	JSON     bool   `name:"json" help:"JSON instead of the bare number."`
}

type estimateOutput struct {
	Rate     string `json:"rate"`
	People   int64  `json:"people"`
	Days     int64  `json:"days"`
	Sum      string `json:"sum"`
	Currency string `json:"currency"`
	Words    string `json:"words,omitempty"` // in Russian
}

// Run prints rate × people × days.
func (c *estimateCommand) Run(r *run) error {
	rate, err := money.Parse(c.Rate, c.Currency)
	if err != nil {
		return fmt.Errorf("%q is no sum in %s: write it in figures, such as 470 or 470,50", c.Rate, c.Currency)
	}
	for _, one := range []struct {
		name string
		n    int64
	}{{"--rate", rate.Minor}, {"--people", c.People}, {"--days", c.Days}} {
		if one.n < 0 {
			return fmt.Errorf("%s cannot be less than nought", one.name)
		}
	}
	sum, err := estimate.Product(rate, c.People, c.Days)
	if err != nil {
		return errors.New("the product is too large: check the rate and the numbers")
	}
	if c.JSON {
		words, _ := money.Spell(sum, "ru")
		return r.print(estimateOutput{rate.Decimal(), c.People, c.Days, sum.Decimal(), sum.Currency, words})
	}
	_, err = fmt.Fprintln(r.std.Out, sum.Decimal())
	return err
}
