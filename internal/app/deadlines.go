package app

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"pobratim/internal/app/told"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/platform/rule"
)

type deadlinesCommand struct {
	Pack         string `help:"Name of the rule pack: ru-general, ru-crossborder, ru-domestic, de-general." required:"" placeholder:"NAME"`
	Event        string `help:"Day that the deadlines count from: 2026-06-12 or 12.06.2026." required:"" placeholder:"DATE"`
	Of           string `help:"Only deadlines that count from this event: talks, signing, trip, gift, year or day. The day is taken for each event otherwise." enum:",talks,signing,trip,gift,year,day" default:"" placeholder:"EVENT"`
	Municipality string `help:"Go by the packs and calendars of this municipality, with its own changes." placeholder:"NAME"`
	Data         string `help:"Folder that holds everything the installation keeps; with --municipality." placeholder:"DIR" env:"POBRATIM_DATA"`
	Database     string `help:"PostgreSQL address; with --municipality." placeholder:"URL" env:"POBRATIM_DATABASE"`
	Lang         string `help:"Language of words and of the order in ambiguous dates." default:"ru" enum:"ru,en"`
	JSON         bool   `name:"json" help:"JSON, which is also what is printed without this flag."`
}

// Run prints the deadlines of a pack with their sources; with --municipality it
// may be done while a server runs.
func (c *deadlinesCommand) Run(r *run) error {
	event, err := c.day()
	if err != nil {
		return err
	}
	pack, calendar, err := c.rules(r)
	if err != nil {
		return err
	}
	edition, ok := pack.EditionOn(event)
	if !ok {
		return fmt.Errorf("the pack %s says nothing of %s", pack.Name, event.Format(time.DateOnly))
	}
	catalog, err := loadWords()
	if err != nil {
		return err
	}
	return r.print(told.DeadlinesOf(pack, edition, calendar, event, c.Of, catalog.Printer(c.Lang)))
}

// day reads the event, which has to be a whole day.
func (c *deadlinesCommand) day() (time.Time, error) {
	date, err := edtf.Read(strings.TrimSpace(c.Event), c.Lang)
	if err != nil {
		return time.Time{}, err
	}
	if _, dated := date.Year(); !dated || date.IsInterval() || date.Precision() != edtf.Day || date.Mark() != 0 {
		return time.Time{}, fmt.Errorf("deadlines count from a day: give day, month and year instead of ‘%s’", c.Event)
	}
	return date.First(), nil
}

// rules are the pack and its calendar: as shipped, or as a municipality has them.
func (c *deadlinesCommand) rules(r *run) (rule.Pack, rule.Calendar, error) {
	if c.Municipality != "" {
		return c.ofCity(r)
	}
	packs, err := rule.Shipped()
	if err != nil {
		return rule.Pack{}, rule.Calendar{}, err
	}
	i := slices.IndexFunc(packs, func(p rule.Pack) bool { return p.Name == c.Pack })
	if i < 0 {
		return rule.Pack{}, rule.Calendar{}, noPack(c.Pack, packs)
	}
	calendar, err := rule.ShippedCalendar(packs[i].Calendar)
	return packs[i], calendar, err
}

func noPack(name string, packs []rule.Pack) error {
	var names []string
	for _, p := range packs {
		names = append(names, p.Name)
	}
	return fmt.Errorf("there is no rule pack %s; there are %s", name, strings.Join(names, ", "))
}

func (c *deadlinesCommand) ofCity(r *run) (pack rule.Pack, calendar rule.Calendar, err error) {
	if c.Data == "" {
		return pack, calendar, errors.New("--municipality wants --data DIR")
	}
	in, city, ctx, err := r.city(Where{Data: c.Data, Database: c.Database}, c.Municipality, toRead)
	if err != nil {
		return pack, calendar, err
	}
	defer in.Close()
	pack, err = city.Rules.Pack(ctx, c.Pack)
	if errs.KindOf(err) == errs.NotFound {
		packs, err := city.Rules.Packs(ctx)
		if err != nil {
			return pack, calendar, err
		}
		return pack, calendar, noPack(c.Pack, packs)
	}
	if err != nil {
		return pack, calendar, err
	}
	calendar, err = city.Rules.Calendar(ctx, pack.Calendar)
	return pack, calendar, err
}
