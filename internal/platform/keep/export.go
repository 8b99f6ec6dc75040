package keep

import (
	"iter"
	"net/http"
	"slices"

	"pobratim/internal/kit/web"
	"pobratim/internal/platform/export"
	"pobratim/internal/platform/record"
	"pobratim/internal/platform/transfer"
)

// Export is a list of records as a file, in the order of their identifiers, with
// the columns that the viewer may see. Name is the register's, as in Table.
func (k *Keeper[T]) Export(r *http.Request, as export.Format, name string, ids iter.Seq2[string, error]) (web.Reply, error) {
	t := k.Table(name)
	if !k.Inside(r.Context()) {
		t.Columns = slices.DeleteFunc(t.Columns, func(c transfer.Column) bool { return c.Inner })
	}
	var kinds record.Kinds
	if k.Kinds != nil {
		kinds = k.Kinds()
	}
	return export.List{DB: k.DB, Log: k.Log, Kinds: kinds, Table: t, IDs: ids}.Reply(r, as)
}
