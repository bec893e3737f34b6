package main

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

const (
	clients = 16
	// turn is how many requests each client sends to one picker before the next picker has its turn.
	turn = 20
)

// BenchmarkPicker is what the log points cost a whole picker: requests per second and latencies over gRPC, unsaturated, each
// request with its answer, 16 at a time. The log goes to a file. The pickers take turns, so that whatever else the machine does
// falls on all of them.
func BenchmarkPicker(b *testing.B) {
	workloadAware := shippedConfig(b, "workload-aware.yaml")
	pickers := []*measuredPicker{
		{name: "on", config: workloadAware},
		{name: "off", config: strings.Replace(workloadAware, "logPoints: true", "logPoints: false", 1)},
		{name: "upstream", config: upstreamConfig},
	}
	for _, one := range pickers {
		one.process = startStandalone(b, one.config, newModelServer(b).endpoints())
		one.takeTurn(b)
		one.perSecond, one.latencies, one.cpuBefore = nil, nil, one.cpu()
	}
	b.ResetTimer()
	for b.Loop() {
		for _, one := range pickers {
			one.takeTurn(b)
		}
	}
	b.StopTimer()
	for _, one := range pickers {
		b.ReportMetric((one.cpu()-one.cpuBefore)/float64(len(one.latencies))*1e6, one.name+"-cpu-us")
	}
	b.ReportMetric(0, "ns/op")
	for _, one := range pickers {
		slices.Sort(one.latencies)
		b.ReportMetric(middle(one.perSecond), one.name+"-requests/s")
		b.ReportMetric(milliseconds(one.latencies[len(one.latencies)/2]), one.name+"-p50-ms")
		b.ReportMetric(milliseconds(one.latencies[len(one.latencies)*99/100]), one.name+"-p99-ms")
	}
	b.ReportMetric(middle(pickers[0].perSecond)/middle(pickers[1].perSecond), "on/off")
}

type measuredPicker struct {
	*process
	name, config string
	perSecond    []float64
	latencies    []time.Duration
	cpuBefore    float64
}

// cpu is the processor time that the process has used, in seconds, in steps of 10 ms.
func (p *measuredPicker) cpu() float64 {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.command.Process.Pid))
	if err != nil {
		return 0
	}
	fields := strings.Fields(string(stat[strings.LastIndex(string(stat), ")")+1:]))
	user, _ := strconv.ParseFloat(fields[11], 64)
	system, _ := strconv.ParseFloat(fields[12], 64)
	return (user + system) / 100
}

func (p *measuredPicker) takeTurn(b *testing.B) {
	own := make([][]time.Duration, clients)
	var group sync.WaitGroup
	begun := time.Now()
	for client := range clients {
		group.Go(func() {
			for i := range turn {
				sent := time.Now()
				p.begin("request", contextHeader(fmt.Sprint("w", i%8), 1+i%5)).finish(b)
				own[client] = append(own[client], time.Since(sent))
			}
		})
	}
	group.Wait()
	p.perSecond = append(p.perSecond, clients*turn/time.Since(begun).Seconds())
	p.latencies = slices.Concat(append(own, p.latencies)...)
}

func middle(values []float64) float64 {
	slices.Sort(values)
	return values[len(values)/2]
}

func milliseconds(duration time.Duration) float64 { return float64(duration.Microseconds()) / 1000 }

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
