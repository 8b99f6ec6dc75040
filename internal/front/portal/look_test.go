package portal

import (
	"net"
	"net/http"
	"os"
	"testing"

	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/assets"
)

// TestLook serves the sample portal at the address in PORTAL_LOOK for a person
// to look at, until it is interrupted; without it, it asks for one page:
//
//	PORTAL_LOOK=127.0.0.1:8098 go test -run TestLook -timeout 0 ./internal/front/portal
func TestLook(t *testing.T) {
	x := newSample(t)
	at := os.Getenv("PORTAL_LOOK")
	if at == "" {
		if w := x.get(t, "/perm/"); w.Code != http.StatusOK {
			t.Fatal(w.Code)
		}
		return
	}
	mux := http.NewServeMux()
	mux.Handle("/perm/", x)
	mux.Handle("GET "+assets.Prefix, x.Assets)
	socket, err := net.Listen("tcp", at)
	if err != nil {
		t.Fatal(err)
	}
	t.Fatal(http.Serve(socket, web.Headers(web.SameOrigin(mux))))
}
