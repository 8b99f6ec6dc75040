package sheet

// Format is the kind of file that a book was read from, by its content and not
// by its name.
type Format string

// The formats.
const (
	XLSX Format = "xlsx"
	XLS  Format = "xls"
	ODS  Format = "ods"
	CSV  Format = "csv" // any separator, tabs too
	JSON Format = "json"
	HTML Format = "html"
	VCF  Format = "vcf"
	ICS  Format = "ics"
	Text Format = "text" // lines without columns
)

// Book is a file as tables.
type Book struct {
	Format Format
	// Encoding of a text file, as its IANA name: "windows-1251".
	Encoding string
	// Separator of a CSV file.
	Separator rune
	Sheets    []Sheet
}

// Sheet is one table. A vCard or iCalendar file is a sheet whose first row
// holds the names of properties: FN, ORG, TITLE; SUMMARY, DTSTART.
type Sheet struct {
	Name   string
	Hidden bool
	// Rows are cells as a person sees them, except that days are EDTF
	// ("1989-10-12"), instants RFC 3339 and numbers have no grouping. Rows may
	// be of unequal length; empty rows inside the table stay, trailing ones do
	// not. A cell with a formula holds its last computed value.
	Rows [][]string
	// Merged are ranges of cells whose value stands in the first one alone.
	Merged []Range
}

// Range are rows and columns from the first to the last, counted from 0.
type Range struct{ Row, Column, LastRow, LastColumn int }
