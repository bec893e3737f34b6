package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/org/wa-routing/epp/journal"
)

// A container runtime that has other things to do reads no log for a while, and a pipe takes 64 KiB.
func TestRequestsDoNotWaitForWhoeverReadsTheLog(t *testing.T) {
	t.Parallel()
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	server := newModelServer(t)
	p := &process{t: t, files: t.TempDir(), stderr: writer}
	write(t, p.endpointsFile(), server.endpoints())
	p.launch(shippedConfig(t, "workload-aware.yaml"), nil, "--endpoints-file", p.endpointsFile())
	_ = writer.Close()
	p.awaitServing()
	const requests = 150
	for i := range requests {
		p.begin(fmt.Sprint("r", i), contextHeader("checkout", 3)).finish(t)
	}
	p.await("the last request's end", func() bool {
		active, found := p.metric("wa_routing_workload_active_requests", "")
		return found && active == 0
	})
	text := make(chan string)
	go func() {
		read, _ := io.ReadAll(reader)
		text <- string(read)
	}()
	p.terminate()
	if code := p.exitCode(); code != 0 {
		t.Errorf("exit code %d after SIGTERM", code)
	}
	log := <-text
	if least := 4 * 64 << 10; len(log) < least {
		t.Errorf("%d bytes of log: too few to fill the pipe", len(log))
	}
	seq := 0
	for line := range strings.Lines(log) {
		var fields struct {
			Message string `json:"msg"`
			Seq     int    `json:"seq"`
		}
		if err := json.Unmarshal([]byte(line), &fields); err != nil {
			t.Fatalf("%v in %q", err, line)
		}
		if !strings.HasPrefix(fields.Message, journal.Marker) {
			continue
		}
		if seq++; fields.Seq != seq {
			t.Fatalf("seq %d, want %d", fields.Seq, seq)
		}
	}
	if want := requests * 8; seq != want {
		t.Errorf("%d log points, want %d", seq, want)
	}
}

func TestALogThatNobodyReadsEndsInAnErrorInTime(t *testing.T) {
	t.Parallel()
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = reader.Close() })
	server := newModelServer(t)
	p := &process{t: t, files: t.TempDir(), stderr: writer}
	write(t, p.endpointsFile(), server.endpoints())
	p.launch(shippedConfig(t, "workload-aware.yaml"), nil, "--endpoints-file", p.endpointsFile())
	_ = writer.Close()
	p.awaitServing()
	for i := range 50 {
		p.begin(fmt.Sprint("r", i), contextHeader("checkout", 3)).finish(t)
	}
	p.terminate()
	begun := time.Now()
	if code := p.exitCode(); code != 1 {
		t.Errorf("exit code %d, want 1", code)
	}
	if took := time.Since(begun); took > 3*drainTime {
		t.Errorf("the picker ended after %v", took)
	}
}
