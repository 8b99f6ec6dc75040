package main

import "testing"

func TestPeerTakesBatches(t *testing.T) {
	cpu, err := peerBatch(t.Context(), t.TempDir())
	if err != nil || cpu <= 0 {
		t.Fatalf("%v s, %v", cpu, err)
	}
	t.Logf("PocketBase takes %d rows in %.1f s of the processor", small, cpu)
}
