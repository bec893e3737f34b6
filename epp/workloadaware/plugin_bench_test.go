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

	"github.com/org/wa-routing/epp/workloadaware/workload"
)

// BenchmarkRequest is the plugin's own part of one request: parser, queue in and out, hook, end. The log goes through a pipe, as
// a container's does.
func BenchmarkRequest(b *testing.B) {
	for _, on := range []bool{true, false} {
		b.Run(fmt.Sprintf("log-points=%t", on), func(b *testing.B) {
			parameters := workload.DefaultParameters()
			parameters.LogPoints = on
			p := newPlugin("wa", parameters, openAIParser(b), loggerTo(pipe(b)), time.Now)
			own := observed(b, p, queue.MaxMinHeapName)
			durations := make([]time.Duration, 0, b.N)
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				begun := time.Now()
				pass(b, p, own, header(fmt.Sprint("w", i%8), 1+i%5))
				durations = append(durations, time.Since(begun))
			}
			slices.Sort(durations)
			b.ReportMetric(float64(len(durations))/b.Elapsed().Seconds(), "requests/s")
			b.ReportMetric(float64(durations[len(durations)*99/100].Nanoseconds())/1000, "p99-us")
		})
	}
}

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
