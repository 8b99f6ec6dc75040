package ui

import "html/template"

// Icon names one drawing of Lucide. Drawings always stand beside a word, or
// the word is there for screen readers; none carries meaning alone. The asset
// build reads this file and puts exactly these drawings into icons.svg.
type Icon string

// Drawings that the product uses.
const (
	IconAlert       Icon = "triangle-alert"
	IconAnniversary Icon = "cake"
	IconArrowDown   Icon = "arrow-down"
	IconArrowLeft   Icon = "arrow-left"
	IconArrowRight  Icon = "arrow-right"
	IconArrowUp     Icon = "arrow-up"
	IconBuilding    Icon = "building-2"
	IconCalendar    Icon = "calendar"
	IconCheck       Icon = "check"
	IconChevron     Icon = "chevron-down"
	IconCircle      Icon = "circle"
	IconClock       Icon = "clock"
	IconClose       Icon = "x"
	IconCopy        Icon = "copy"
	IconDocument    Icon = "file-text"
	IconDownload    Icon = "download"
	IconEdit        Icon = "pencil"
	IconExternal    Icon = "external-link"
	IconEye         Icon = "eye"
	IconGlobe       Icon = "globe"
	IconHandshake   Icon = "handshake"
	IconHelp        Icon = "circle-help"
	IconHistory     Icon = "history"
	IconHome        Icon = "house"
	IconInbox       Icon = "inbox"
	IconInfo        Icon = "info"
	IconInitiative  Icon = "lightbulb"
	IconKey         Icon = "key-round"
	IconLanguages   Icon = "languages"
	IconLink        Icon = "link"
	IconList        Icon = "list"
	IconLock        Icon = "lock"
	IconMail        Icon = "mail"
	IconMap         Icon = "map"
	IconMenu        Icon = "menu"
	IconNote        Icon = "notebook-pen"
	IconPause       Icon = "pause"
	IconPeople      Icon = "users"
	IconPerson      Icon = "user"
	IconPhone       Icon = "phone"
	IconPlan        Icon = "calendar-range"
	IconPlane       Icon = "plane"
	IconPlus        Icon = "plus"
	IconPortal      Icon = "newspaper"
	IconPrint       Icon = "printer"
	IconProject     Icon = "folder-kanban"
	IconResult      Icon = "trophy"
	IconRules       Icon = "scale"
	IconSearch      Icon = "search"
	IconSettings    Icon = "settings"
	IconSidebar     Icon = "panel-left"
	IconStar        Icon = "star"
	IconSun         Icon = "sun"
	IconSunrise     Icon = "sunrise"
	IconTrash       Icon = "trash-2"
	IconUndo        Icon = "undo-2"
	IconUpload      Icon = "upload"
)

// svg draws the icon from the sprite; it is hidden from screen readers, because
// the word beside it is what they read. An empty name draws nothing.
func (i Icon) svg(sprite string) template.HTML {
	if i == "" {
		return ""
	}
	address := template.HTMLEscapeString(sprite + "#" + string(i))
	return template.HTML(`<svg class="icon" aria-hidden="true" focusable="false"><use href="` + address + `"></use></svg>`)
}
