package main

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// BenchmarkPicker is what the log points cost a whole picker: requests per second and latencies over gRPC, unsaturated, each
// request with its answer, 16 at a time. The log goes to a file.
func BenchmarkPicker(b *testing.B) {
	workloadAware := shippedConfig(b, "workload-aware.yaml")
	for _, row := range []struct{ name, config string }{
		{"log-points=on", workloadAware},
		{"log-points=off", strings.Replace(workloadAware, "logPoints: true", "logPoints: false", 1)},
		{"upstream-only", upstreamConfig},
	} {
		b.Run(row.name, func(b *testing.B) {
			p := startStandalone(b, row.config, newModelServer(b).endpoints())
			p.begin("warm", "").finish(b)
			var mu sync.Mutex
			var latencies []time.Duration
			b.SetParallelism(8)
			b.ResetTimer()
			b.RunParallel(func(loop *testing.PB) {
				var own []time.Duration
				for loop.Next() {
					begun := time.Now()
					p.begin("request", contextHeader(fmt.Sprint("w", len(own)%8), 1+len(own)%5)).finish(b)
					own = append(own, time.Since(begun))
				}
				mu.Lock()
				defer mu.Unlock()
				latencies = append(latencies, own...)
			})
			b.StopTimer()
			slices.Sort(latencies)
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "requests/s")
			b.ReportMetric(float64(latencies[len(latencies)/2].Microseconds())/1000, "p50-ms")
			b.ReportMetric(float64(latencies[len(latencies)*99/100].Microseconds())/1000, "p99-ms")
		})
	}
}

// upstreamConfig has nothing of ours: the same scorers, first come, first served.
const upstreamConfig = `
apiVersion: inference.networking.x-k8s.io/v1alpha1
kind: EndpointPickerConfig
featureGates: [flowControl]
plugins:
  - type: queue-scorer
  - type: kv-cache-utilization-scorer
flowControl:
  defaultRequestTTL: "0s"
`
