package main

import "testing"

func TestPeerTakesBatches(t *testing.T) {
	for _, durable := range []bool{false, true} {
		cpu, err := peerBatch(t.Context(), t.TempDir(), durable)
		if err != nil || cpu <= 0 {
			t.Fatalf("%v s, %v", cpu, err)
		}
		t.Logf("PocketBase takes %d rows in %.1f s of the processor, durable %v", small, cpu, durable)
	}
}
