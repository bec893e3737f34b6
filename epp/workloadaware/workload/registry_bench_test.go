package workload

import (
	"fmt"
	"testing"
	"time"
)

// BenchmarkRegistry is a request's three changes, with 100,000 idle workloads beside it.
func BenchmarkRegistry(b *testing.B) {
	registry := NewRegistry(DefaultParameters().Registry, time.Now)
	for number := range DefaultParameters().Registry.MaxWorkloads {
		id := fmt.Sprint("w", number)
		registry.Begin(named(id))
		registry.End(id)
	}
	b.ReportAllocs()
	for b.Loop() {
		registry.Begin(named("a"))
		registry.Dispatch("a", 0.01)
		registry.End("a")
	}
}
