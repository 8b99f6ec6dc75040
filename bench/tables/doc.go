// Package tables compares reading and writing of tables with excelize, in one
// run on one machine. It is a module of its own, so that excelize never becomes
// a dependency of the product.
//
//	go test -bench . -benchtime 3x
package tables
