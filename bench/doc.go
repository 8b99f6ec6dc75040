// Command bench compares Pobratim with a peer and with the machine's limits, in
// one run on one machine: PocketBase answering in JSON from the same data, and a
// bare net/http handler that writes the same bytes as our page.
//
//	make bench        (or: go run . -program ../bin/pobratim)
//
// What is compared is CPU time per request, read from /proc before and after:
// other work on the machine disturbs it far less than the clock on the wall.
// Servers run as processes of their own; the load comes from this one and does
// not count. Ratios are printed, with the aim beside them. The peer's list is
// public and ours asks who is reading, which is to the peer's advantage.
//
// "go run . intake" measures imports: beside merely reading the file with
// excelize, and beside PocketBase taking the same rows in batches. With
// -database ADDRESS it measures them on PostgreSQL, whose own work does not count
// then.
//
// It is a module of its own, so that what the peer needs never becomes a
// dependency of the product. Linux only.
package main
