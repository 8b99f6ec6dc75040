package dbtest

import "crypto/rand"

// randomName is part of the name of a test's own database.
func randomName() string { return rand.Text()[:20] }
