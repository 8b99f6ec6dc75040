// Package api answers programs: the registers as JSON to read, and the open
// data of the municipality as files. Nothing can be changed here.
//
//	/api/openapi.json                 what is here (OpenAPI 3.1), made from the registers
//	/api/v1/                          the registers that the caller may read
//	/api/v1/{register}?after=&limit=  its records, page by page
//	/api/v1/{register}/{id}           one record
//	/api/open/{file}                  open data: {register}.json, {register}.csv, partners.geojson, dcat.jsonld
//
// Without a token the caller is the public and reads public records, less ways
// to reach people. With a token (Authorization: Bearer) the caller is its owner
// and reads what the owner reads in the office. Rows come from transfer.Table,
// which asks the authorization table; this package decides nothing about rights.
//
// Errors are problem details (RFC 9457). What is hidden and what is missing are
// one answer. Every answer has an ETag; callers are counted by token, or by
// address, and told when to come again (ADR 0015).
package api
