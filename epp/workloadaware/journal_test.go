package workloadaware

import (
	"fmt"
	"math"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"sigs.k8s.io/gateway-api-inference-extension/pkg/epp/flowcontrol/framework/plugins/queue"

	"github.com/org/wa-routing/epp/workloadaware/workload"
)

// A sampler lets 100 lines of one message pass in a second, then every hundredth.
func TestNoLineIsSampledAwayAndTheNumbersHaveNoGaps(t *testing.T) {
	s := newStand(t, workload.DefaultParameters())
	for range 500 {
		r := s.enqueue(header("a", 3))
		s.dispatch()
		r.end()
	}
	lines := s.awaitLines(500 * 8)
	if len(lines) != 500*8 {
		t.Errorf("%d lines, want %d", len(lines), 500*8)
	}
	dispatches := 0
	for i, line := range lines {
		if line["seq"] != float64(i+1) {
			t.Fatalf("line %d has seq %v", i+1, line["seq"])
		}
		if sequence, dispatched := line["dispatch_seq"]; dispatched {
			if dispatches++; sequence != float64(dispatches) {
				t.Fatalf("dispatch %d has dispatch_seq %v", dispatches, sequence)
			}
		}
		if line["request_id"] == nil || line["workload_id"] == nil {
			t.Fatalf("line %v names no request or workload", line)
		}
	}
	if dispatches != 500 {
		t.Errorf("%d dispatches are numbered", dispatches)
	}
}

// Whoever rebuilds the counts from the log, line after line, must get the logged ones.
func TestLinesAreInTheOrderOfTheCounts(t *testing.T) {
	s := newStand(t, workload.DefaultParameters())
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() { hammerOnce(s) })
	}
	group.Wait()
	active, total := map[any]float64{}, map[any]float64{}
	for _, line := range s.awaitLines(8 * 50 * 3) {
		id := line["workload_id"]
		switch line["msg"] {
		case Marker + "Workload active incremented":
			active[id]++
			total[id]++
		case Marker + "Workload active decremented":
			active[id]--
		default:
			continue
		}
		if line["active_requests"] != active[id] || line["total_requests"] != total[id] {
			t.Fatalf("%v\nwant %v active, %v in total", line, active[id], total[id])
		}
	}
}

func hammerOnce(s *stand) {
	for round := range 50 {
		r := &request{Context: named(fmt.Sprint("w", round%2)), id: "r"}
		s.journal.step(func() []logPoint {
			return []logPoint{contextExtracted{r}, activeIncremented{r, s.registry.Begin(r.Context)}}
		})
		s.end(r)
	}
}

func TestTimesOfLinesAreFinerThanAMillisecond(t *testing.T) {
	s := newStand(t, workload.DefaultParameters())
	for range 20 {
		s.parse("")
	}
	for _, line := range s.lines() {
		if ms := line["ts"].(float64) * 1000; ms != math.Trunc(ms) {
			return
		}
	}
	t.Error("every line's time is a whole number of milliseconds")
}

func TestLogPointsCanBeOff(t *testing.T) {
	parameters := workload.DefaultParameters()
	parameters.LogPoints = false
	s := newStand(t, parameters)
	s.queue = observed(t, s.Plugin, queue.MaxMinHeapName)
	s.enqueue(header("a", 3))
	s.dispatch()
	if got := s.registry.Figures("a"); len(s.lines()) != 0 || got.Total != 1 || got.Dispatched != 1 {
		t.Errorf("%d lines, %+v", len(s.lines()), got)
	}
}

// A client may choose an id of any length; eight lines tell of each request.
func TestALongIDIsCutAndItsLengthTold(t *testing.T) {
	for name, id := range map[string]string{
		"ascii": strings.Repeat("w", 50_000),
		"wide":  strings.Repeat("日", 10_000),
		"mixed": "a" + strings.Repeat("é", 20_000),
	} {
		t.Run(name, func(t *testing.T) {
			s := newStand(t, workload.DefaultParameters())
			r := s.enqueue(header(id, 3))
			s.dispatch()
			r.end()
			for _, line := range s.awaitLines(8) {
				logged := line["workload_id"].(string)
				if len(logged) > mostTextLength+40 || !utf8.ValidString(logged) {
					t.Fatalf("%d bytes of an id are logged", len(logged))
				}
				start, length, cut := strings.Cut(logged, "… ")
				if !cut || !strings.HasPrefix(id, start) || length != fmt.Sprintf("(%d bytes)", len(id)) {
					t.Fatalf("%q does not tell what it was", logged)
				}
			}
		})
	}
	if kept := shortened([]any{"id", strings.Repeat("w", mostTextLength), "n", 7})[1]; kept != strings.Repeat("w", mostTextLength) {
		t.Errorf("%v is cut, and need not be", kept)
	}
}
