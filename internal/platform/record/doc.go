// Package record holds what every record of the office has in common: a
// reference to it, who may see it, which source each fact rests on, its tags
// and links, and the bin from which it can return.
//
// A reference (Ref) lets one subject point at a record of another without
// knowing it; titles and addresses come from the Kinds that the subjects hand
// over. Facts follow rule 2 of the domain: sources may disagree, both are
// kept, one is marked as used.
package record
