package app

import (
	"context"
	"io"
	"io/fs"
	"path/filepath"
	"slices"

	"pobratim/internal/app/between"
	"pobratim/internal/app/grade"
	"pobratim/internal/domain/activity"
	"pobratim/internal/domain/agreement"
	"pobratim/internal/domain/anniversary"
	"pobratim/internal/domain/chain"
	"pobratim/internal/domain/clause"
	"pobratim/internal/domain/contact"
	"pobratim/internal/domain/debrief"
	"pobratim/internal/domain/estimate"
	"pobratim/internal/domain/filing"
	"pobratim/internal/domain/gift"
	"pobratim/internal/domain/goal"
	"pobratim/internal/domain/health"
	"pobratim/internal/domain/letter"
	"pobratim/internal/domain/mailbox"
	"pobratim/internal/domain/membership"
	"pobratim/internal/domain/note"
	"pobratim/internal/domain/paperwork"
	"pobratim/internal/domain/partner"
	"pobratim/internal/domain/plan"
	"pobratim/internal/domain/programme"
	"pobratim/internal/domain/questionnaire"
	"pobratim/internal/domain/rating"
	"pobratim/internal/domain/reciprocity"
	"pobratim/internal/domain/report"
	"pobratim/internal/domain/result"
	"pobratim/internal/domain/task"
	"pobratim/internal/domain/visit"
	"pobratim/internal/front/api"
	"pobratim/internal/front/guest"
	"pobratim/internal/front/office"
	"pobratim/internal/front/portal"
	"pobratim/internal/kit/blob"
	"pobratim/internal/kit/db"
	"pobratim/internal/kit/doctext"
	"pobratim/internal/kit/edtf"
	filler "pobratim/internal/kit/fill"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/jail"
	"pobratim/internal/kit/mail"
	"pobratim/internal/kit/money"
	"pobratim/internal/kit/sheet"
	"pobratim/internal/kit/typst"
	"pobratim/internal/kit/zipbox"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/archive"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/bin"
	"pobratim/internal/platform/calendar"
	"pobratim/internal/platform/duplicate"
	"pobratim/internal/platform/export"
	"pobratim/internal/platform/feed"
	"pobratim/internal/platform/file"
	"pobratim/internal/platform/intake"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/link"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/outbox"
	"pobratim/internal/platform/profile"
	"pobratim/internal/platform/record"
	"pobratim/internal/platform/rule"
	"pobratim/internal/platform/search"
	"pobratim/internal/platform/setting"
	"pobratim/internal/platform/transfer"
)

// desks are the subjects of one municipality. A new subject is one folder, one
// field here and one line in build.
type desks struct {
	between.Desks
	files       *file.Service
	memberships *membership.Service
	texts       *clause.Service
	goals       *goal.Service
	forms       *questionnaire.Service
	feeds       *feed.Service
	links       *link.Service
	reports     *report.Service
	filings     *filing.Service
	debriefs    *debrief.Service
	ratings     *rating.Service
	duplicates  *duplicate.Service
	index       *search.Index
	search      *search.Service
	imports     *intake.Service
	bin         *bin.Bin
	outbox      *outbox.Service
	mailbox     *mailbox.Service
}

// build makes the subjects and what stands beside them.
func (c *City) build(in *Installation, folder string) error {
	floor, langs := c.floor(), languages()
	c.Kinds = record.Kinds{} // filled below, when all subjects exist
	kinds := func() record.Kinds { return c.Kinds }
	today := c.clock(in.clock)
	c.Langs, c.Today, c.Home, c.AllKinds = langs, today, c.home, kinds
	var err error
	if c.blobs, err = blob.Open(filepath.Join(folder, "files")); err != nil {
		return err
	}

	var words []*i18n.Printer
	for _, lang := range langs {
		words = append(words, in.catalog.Printer(lang))
	}
	c.index = search.NewIndex(c.DB, kinds, words, partner.Kind, partner.ProspectKind)
	c.search = search.New(c.index, c.Gate)
	c.Log.Followed(c.FollowChains, c.FollowVisits, c.index.Follow)
	c.files = file.New(floor, c.Kinds, c.blobs, in.clock)
	c.files.Reads(func(ctx context.Context, document io.Reader) (string, error) {
		return doctext.Read(ctx, in.jail, document)
	})
	c.outbox = c.newOutbox(in, floor, folder)
	c.newDesks(in, floor)
	c.mailbox = mailbox.New(floor, mailbox.Deps{Clock: today, Letters: c.Letters, Partners: c.PartnerOptions, Key: sealKey(folder)})
	c.Visits = visit.New(floor, c.visitNeeds(in, folder))
	c.forms = questionnaire.New(floor, questionnaire.Deps{Clock: today, Visits: c.Visits, Words: in.catalog.Printer, Home: func(lang string) string { return c.home(lang).Name }})
	c.newPapers(in, floor)
	c.duplicates = duplicate.New(floor, duplicate.Deps{
		Registers: slices.Concat(c.Contacts.Duplicates(), c.Partners.Duplicates(), c.Agreements.Duplicates(), c.Activities.Duplicates()), Tables: func() []transfer.Table { return c.Tables }, Pointers: c.pointers, Kinds: kinds,
	})
	c.imports = c.newIntake(in, floor)

	c.bin = bin.New(bin.Deps{
		Log: c.Log, DB: c.DB, Clock: in.clock, Require: c.require, Kinds: kinds, Pointers: c.pointers, Personal: c.personal,
		Wanted: stillWanted(c.duplicates.Wanted, c.imports.Wanted),
	})

	c.Modules = c.modules(in)
	c.Tables = slices.Concat(c.Partners.Tables(), c.Contacts.Tables(), c.Agreements.Tables(), c.texts.Tables(), c.Activities.Tables(), c.Notes.Tables(), c.Results.Tables(), c.Anniversaries.Tables(), c.Tasks.Tables(), c.memberships.Tables(), c.goals.Tables(), c.Plans.Tables(), c.Letters.Tables(), c.Estimates.Tables(), c.Gifts.Tables(), c.debriefs.Tables(), c.ratings.Tables())
	for _, m := range c.Modules {
		for _, k := range m.Kinds {
			c.Kinds[k.Name] = k
		}
	}
	return nil
}

// newDesks makes what keeps records. Who asks another desk is handed a function,
// and nobody asks before all are made.
func (c *City) newDesks(in *Installation, floor keep.Floor) {
	langs, kinds, today := c.Langs, floor.Kinds, c.Today
	c.Contacts = contact.New(floor, langs, c.PartnerOptions)
	c.Partners = partner.New(floor, partner.Deps{Contacts: c.Contacts, Places: in.places, Home: c.home, Langs: langs, LastContacts: c.LastContacts, NextEvents: c.NextEvents})
	c.Rules = rule.New(floor, rule.Deps{Langs: langs, Country: c.CountryName})
	c.Agreements = agreement.New(floor, langs, today, c.Partners, agreement.Law{
		Rules: c.Rules, Home: c.region(in.places),
		Follow: func(ctx context.Context, w *audit.Writer, before, after agreement.Agreement) error {
			return c.texts.Signed(ctx, w, before, after)
		},
	})
	c.Activities = activity.New(floor, today, langs, activity.Neighbours{
		Partners: c.PartnerOptions, Organisations: c.Contacts.OrganisationOptions, People: c.Contacts.PersonOptions, Kinds: kinds, PublicPath: c.PublicPath,
	})
	c.Notes = note.New(floor, note.Deps{Langs: langs, Clock: today, Kinds: kinds, Partners: c.PartnerOptions, Countries: c.PartnerCountries, Country: c.Partners.Country, Near: c.Near})
	c.Results = result.New(floor, result.Deps{Langs: langs, Clock: today, Places: c.ResultPlaces, Country: c.Partners.Country, Files: c.files.List, Partners: c.PartnerOptions, Activities: c.ActivityOptions, PublicPartner: c.PublicPartner})
	c.Anniversaries = anniversary.New(floor, anniversary.Deps{
		Langs: langs, Kinds: kinds, Words: in.catalog.Printer, Starts: c.Starts, Partners: c.PartnerOptions, Countries: c.OwnCountries, Home: func(lang string) string { return c.home(lang).Name }, Country: c.CountryName, CountryOf: c.CountryOf,
	})
	c.Tasks = task.New(floor, task.Deps{
		Langs: langs, Clock: today, Kinds: kinds, Partners: c.PartnerOptions, Posts: c.Contacts.PostOptions, Proofs: c.ProofOptions,
		Staff: c.Staff, Held: c.HeldPosts, Coordinator: c.Partners.CoordinatorPost, Origin: c.Origin,
	})
	c.Letters = letter.New(floor, letter.Deps{
		Langs: langs, Clock: today, Kinds: kinds, Partners: c.PartnerOptions, People: c.Contacts.PersonOptions, Contacts: c.Contacts, Office: c.department, Outbox: c.outbox, Files: c.files,
		Activities: c.ActivityOptions, Words: in.catalog.Printer, Sources: c.LetterSources(c.ownSide), Ours: c.Ours,
		Mail: func(ctx context.Context, message io.Reader) (*mail.Read, error) {
			return mail.ReadForeign(ctx, in.jail, message)
		},
	})
	c.Plans = c.newPlans(in, floor)
	c.Gifts = gift.New(floor, gift.Deps{Langs: langs, Clock: today, Partners: c.PartnerOptions, People: c.Contacts.PersonOptions, Organisations: c.Contacts.OrganisationOptions, Activities: c.ActivityOptions, Notice: c.GiftNotice})
	c.memberships = membership.New(floor, membership.Deps{Langs: langs, Clock: today, Organisations: c.Contacts.OrganisationOptions, People: c.Contacts.PersonOptions, Posts: c.Contacts.PostOptions, Holder: c.Contacts.PostRow, Held: c.Contacts.HeldPosts})
	c.goals = goal.New(floor, goal.Deps{Langs: langs, Kinds: kinds, Posts: c.Contacts.PostOptions, Partners: c.PartnerOptions, Works: c.Works})
	c.texts = clause.New(floor, c.textNeeds(in))
	c.feeds = feed.New(floor, feed.Deps{Accounts: c.Accounts, Clock: in.clock, Langs: langs, Slug: c.Slug, Base: "/" + c.Slug, Modules: func() []module.Module { return c.Modules }, Partners: c.PartnerOptions})
	c.links = link.New(floor, link.Deps{Clock: today, Base: "/" + c.Slug, Modules: func() []module.Module { return c.Modules }})
	c.Chains = chain.New(floor, chain.Deps{Langs: langs, Clock: today, Tasks: c.Tasks, Kinds: kinds, Anchors: c.AnchorKinds(), New: activity.Kind, Working: c.WorkingDays})
}

// newPapers makes what writes papers of what the desks hold.
func (c *City) newPapers(in *Installation, floor keep.Floor) {
	c.reports = report.New(floor, report.Deps{
		Contacts: c.Contacts, Partners: c.Partners, Agreements: c.Agreements, Home: c.home, Office: c.department, Crest: c.crest, Words: in.catalog.Printer, Clock: c.Today,
		Paper: typesetter{in.papers}, Sources: report.Sources{Activities: c.BriefActivities, Results: c.BriefResults, Notes: c.BriefNotes, Promises: c.BriefPromises},
	})
	c.Programmes = programme.New(floor, programme.Deps{
		Langs: c.Langs, Clock: c.Today, Zone: c.zone, Slug: c.Slug, Visit: c.VisitOf, Path: func(id string) string { return c.Kinds.Path(record.Ref{Kind: activity.Kind, ID: id}) }, Members: c.MembersOf, Passed: c.LetOut,
		Posts: c.Contacts.PostOptions, PostName: c.PostName, People: c.Contacts.PersonOptions, Words: in.catalog.Printer, Office: c.department, Setter: typesetter{in.papers}.PDF,
	})
	c.filings = filing.New(floor, filing.Deps{
		Partners: c.Partners, Agreements: c.Agreements, Rules: c.Rules, Files: c.files, Home: c.home, Events: c.FiledEvents, Results: c.FiledResults,
		Words: in.catalog.Printer, Langs: c.Langs, Clock: c.Today, Paper: typesetter{in.papers}.PDF,
	})
	c.Papers = paperwork.New(floor, paperwork.Deps{
		Langs: c.Langs, Clock: c.Today, Words: in.catalog.Printer, Country: c.CountryName, Sources: c.PaperSources(c.ownSide), Files: c.files, Jail: in.jail, Set: typesetter{in.papers}.PDF,
		People: c.Contacts.PersonOptions, Posts: c.Contacts.PostOptions, Activities: c.ActivityOptions,
	})
	c.Estimates = estimate.New(floor, estimate.Deps{
		Langs: c.Langs, Clock: c.Today, Words: in.catalog.Printer, Home: func(lang string) string { return c.home(lang).Name }, Activity: c.Costed, Activities: c.ActivityOptions, Paper: typesetter{in.papers}.PDF,
	})
	c.ratings = rating.New(floor, rating.Deps{
		Langs: c.Langs, Clock: c.Today, Partners: c.PartnerOptions, Organisations: c.Contacts.OrganisationOptions, Files: c.files, Words: in.catalog.Printer,
		Measures: between.Measures(), Evidence: c.Evidence(in.catalog.Printer, c.memberships.Memberships), Population: grade.Population(in.places, func() int { return c.home("ru").GeoNames }),
	})
	c.debriefs = debrief.New(floor, debrief.Deps{
		Langs: c.Langs, Clock: c.Today, Words: in.catalog.Printer, Home: func(lang string) string { return c.home(lang).Name }, Activity: c.Visited, Activities: c.ActivityOptions, Ended: c.EndedVisits, Posts: c.Contacts.PostOptions,
		Due: c.ReportDue, Known: c.KnownOf, Promises: c.PromisesOf, Promise: c.MakePromise, Paper: typesetter{in.papers}.PDF,
	})
}

// modules are THE list of what all subjects hand over, in the order of pages.
func (c *City) modules(in *Installation) []module.Module {
	return []module.Module{
		{Name: "record", Files: record.Files, Pointers: record.Pointers()},
		{Name: "keep", Files: keep.Files},
		{Name: "export", Files: export.Files},
		audit.NewPages(c.Log, c.require, func() record.Kinds { return c.Kinds }).Module(),
		c.bin.Module(),
		c.Accounts.Module(), profile.New(c.Accounts).Module(),
		c.Settings.Module(),
		c.archives(in).Module(),
		c.files.Module(),
		c.duplicates.Module(),
		c.search.Module(),
		c.Contacts.Module(),
		c.Partners.Module(),
		c.Agreements.Module(),
		c.texts.Module(),
		c.Activities.Module(),
		c.Notes.Module(),
		c.Results.Module(), health.New(c.floor(), c.Today, c.Langs).Module(),
		c.Anniversaries.Module(),
		c.Tasks.Module(),
		c.Letters.Module(),
		c.mailbox.Module(),
		c.outbox.Module(),
		c.Plans.Module(),
		c.newCalendar().Module(),
		c.memberships.Module(),
		c.goals.Module(),
		c.feeds.Module(),
		c.links.Module(),
		c.Programmes.Module(),
		c.Chains.Module(),
		c.Visits.Module(),
		c.forms.Module(),
		c.Rules.Module(),
		c.reports.Module(),
		c.filings.Module(),
		c.Papers.Module(),
		c.Estimates.Module(),
		c.Gifts.Module(),
		reciprocity.New(c.floor(), c.ReciprocityDeps(in.catalog.Printer)).Module(),
		c.debriefs.Module(),
		c.ratings.Module(),
		c.imports.Module(),
	}
}

// subjectFiles are the files of everything that has a schema or words, in the
// same order as the modules.
func subjectFiles() []fs.FS {
	return []fs.FS{record.Files, keep.Files, audit.Files, bin.Files, account.Files, setting.Files, file.Files, search.Files, duplicate.Files,
		contact.Files, partner.Files, agreement.Files, clause.Files, activity.Files, note.Files, result.Files, anniversary.Files, task.Files, chain.Files, visit.Files, questionnaire.Files, feed.Files, link.Files, programme.Files, membership.Files, goal.Files, health.Files, calendar.Files, plan.Files, letter.Files, mailbox.Files, estimate.Files, gift.Files, reciprocity.Files, debrief.Files, rating.Files, outbox.Files, rule.Files, report.Files, filing.Files, paperwork.Files, export.Files, archive.Files, intake.Files}
}

// mergedSchema is the schema of a municipality's database.
func mergedSchema() (fs.FS, error) { return db.Merge(subjectFiles()...) }

// wordFiles are the files of every package that has words.
func wordFiles() []fs.FS {
	return append([]fs.FS{edtf.Words(), money.Words(), form.Words(), typst.Locale(), jail.Locale(), mail.Locale(), zipbox.Locale(), sheet.Locale(), doctext.Locale(), filler.Locale(), api.Files, office.Files, portal.Files, guest.Files}, subjectFiles()...)
}

// loadWords merges the words of all packages.
func loadWords() (*i18n.Catalog, error) { return i18n.Load(wordFiles()...) }
