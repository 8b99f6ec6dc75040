// Package svgclean writes a drawing anew with nothing in it but shapes: what
// somebody uploads as a coat of arms must not run, fetch or link anything.
//
// Elements and attributes are those of a list (SVG 2, W3C Candidate
// Recommendation of 4 October 2018, chapters on structure, shapes, paths, text
// excluded, gradients, clipping); whatever is not in the list is left out with
// what it contains. References stay inside the drawing. Document types are
// refused to have entities. Text is no shape: a coat of arms comes with its
// letters as paths.
package svgclean
