package workloadaware

import (
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"testing"
	"time"

	"sigs.k8s.io/gateway-api-inference-extension/pkg/epp/flowcontrol/framework/plugins/queue"
	"sigs.k8s.io/gateway-api-inference-extension/pkg/epp/framework/interface/scheduling"

	"github.com/org/wa-routing/epp/journal"
	"github.com/org/wa-routing/epp/workloadaware/workload"
)

// BenchmarkRequest is the plugin's own part of one request: parser, queue in and out, hook, end. The log goes through a pipe, as
// a container's does. Log points on and off take turns, so that whatever else the machine does falls on both.
func BenchmarkRequest(b *testing.B) {
	lines := journalTo(b, pipe(b))
	var arms [2]*arm
	for i := range arms {
		parameters := workload.DefaultParameters()
		parameters.LogPoints = i == 0
		arms[i] = newArm(b, parameters, lines)
	}
	b.ResetTimer()
	for i := 0; b.Loop(); i++ {
		arms[i/turn%2].request(b)
	}
	on, off := arms[0].microseconds(), arms[1].microseconds()
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(middle(on), "on-us")
	b.ReportMetric(middle(off), "off-us")
	b.ReportMetric(middle(on)/middle(off), "on/off")
	b.ReportMetric(on[len(on)*99/100], "on-p99-us")
	b.ReportMetric(off[len(off)*99/100], "off-p99-us")
	b.ReportMetric(float64(lines.Lost()), "lost-lines")
}

// turn is how many requests one arm has in a row.
const turn = 50

type arm struct {
	plugin *Plugin
	queue  *observedQueue
	times  []time.Duration
}

func newArm(b *testing.B, parameters workload.Parameters, lines *journal.Journal) *arm {
	p := newPlugin("wa", parameters, openAIParser(b), lines.Logger(-2), lines, time.Now)
	return &arm{plugin: p, queue: observed(b, p, queue.MaxMinHeapName)}
}

func (a *arm) request(b *testing.B) {
	i := len(a.times)
	begun := time.Now()
	pass(b, a.plugin, a.queue, header(fmt.Sprint("w", i%8), 1+i%5))
	a.times = append(a.times, time.Since(begun))
}

// microseconds are the sorted times.
func (a *arm) microseconds() (sorted []float64) {
	for _, time := range a.times {
		sorted = append(sorted, float64(time.Nanoseconds())/1000)
	}
	slices.Sort(sorted)
	return sorted
}

func middle(sorted []float64) float64 { return sorted[len(sorted)/2] }

func pass(b *testing.B, p *Plugin, own *observedQueue, contextHeader string) {
	ctx, end := context.WithCancel(context.Background())
	defer end()
	headers := map[string]string{":path": "/v1/completions", workload.HeaderName: contextHeader, requestIDHeader: "r"}
	body, err := p.ParseRequest(ctx, []byte(completionsBody), headers)
	if err != nil {
		b.Fatal(err)
	}
	item := itemOf(&scheduling.LLMRequest{Body: body, Headers: headers})
	own.Add(item)
	if _, err := own.Remove(own.PeekHead().Handle()); err != nil {
		b.Fatal(err)
	}
	p.PreRequest(ctx, item.OriginalRequest().InferenceRequest(), nil)
}

func pipe(b *testing.B) io.Writer {
	reader, writer, err := os.Pipe()
	if err != nil {
		b.Fatal(err)
	}
	go func() { _, _ = io.Copy(io.Discard, reader) }()
	b.Cleanup(func() { _, _ = writer.Close(), reader.Close() })
	return writer
}

// BenchmarkLess is one comparison of the heap.
func BenchmarkLess(b *testing.B) {
	s := newStand(b, workload.DefaultParameters())
	s.now = time.Now
	one, other := s.parse(header("a", 3)).item, s.parse(header("b", 4)).item
	b.ReportAllocs()
	for b.Loop() {
		s.Less(one, other)
	}
}
