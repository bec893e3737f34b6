package workloadaware

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	"sigs.k8s.io/gateway-api-inference-extension/pkg/epp/flowcontrol/framework/plugins/queue"

	"github.com/org/wa-routing/epp/journal"
	"github.com/org/wa-routing/epp/workloadaware/workload"
)

// What people grep for, as the seed document has it, and what the analysis reads.
func TestLogPointsHaveTheirFields(t *testing.T) {
	n := namesOf("r", "a")
	registry := []string{"active_requests", "total_requests", "request_rate"}
	for _, row := range []struct {
		point   journal.Point
		message string
		fields  []string
	}{
		{contextExtracted{names: n}, "Workload context extracted", []string{"criticality", "source"}},
		{activeIncremented{names: n}, "Workload active incremented", registry},
		{activeDecremented{names: n}, "Workload active decremented", registry},
		{requestAdmitted{names: n}, "Request admitted to flow control", []string{"criticality", "flow_key", "queue_size"}},
		{scoreComputed{names: n}, "Priority score computed", []string{"stage", "criticality", "avg_wait_time_sec", "request_rate",
			"normalized_wait", "normalized_crit", "normalized_rate", "final_score"}},
		{requestDispatched{names: n}, "Request dispatched", []string{"dispatch_seq", "flow_key", "queue_size", "queue_wait_sec"}},
		{waitRecorded{names: n}, "Workload wait recorded", []string{"wait_sec", "avg_wait_time_sec", "dispatched_count"}},
		{requestEvicted{names: n}, "Request evicted", []string{"flow_key", "queue_size"}},
	} {
		keys := keysOf(t, row.point)
		want := append([]string{"level", "ts", "logger", "caller", "msg", "seq", "request_id", "workload_id"}, row.fields...)
		if row.point.Message() != journal.Marker+row.message || !slices.Equal(keys, want) {
			t.Errorf("%s: %v, want %s: %v", row.point.Message(), keys, row.message, want)
		}
	}
}

// keysOf are the names of a line's fields, in their order.
func keysOf(t *testing.T, point journal.Point) (keys []string) {
	t.Helper()
	var output bytes.Buffer
	lines := journal.Open(&output)
	lines.Step(func() []journal.Point { return []journal.Point{point} })
	if err := lines.Close(10 * time.Second); err != nil {
		t.Fatal(err)
	}
	decoder := json.NewDecoder(&output)
	for i := 0; ; i++ {
		token, err := decoder.Token()
		if err != nil {
			return keys
		}
		if key, isText := token.(string); isText && i%2 == 1 {
			keys = append(keys, key)
		}
	}
}

func TestScoresRecomputeFromTheirOwnLine(t *testing.T) {
	s := newStand(t, workload.DefaultParameters())
	for i := range 100 {
		s.enqueue(header(fmt.Sprint("w", i%7), 1+i%5))
		s.clock.advance(time.Duration(i) * 137 * time.Microsecond)
		s.dispatch()
	}
	scores := 0
	for _, line := range s.ended() {
		if line["msg"] != journal.Marker+"Priority score computed" {
			continue
		}
		scores++
		value := func(key string) float64 { return line[key].(float64) }
		want := 0.4*math.Min(value("avg_wait_time_sec")/60, 1) + 0.4*value("criticality")/5 - 0.2*math.Min(value("request_rate")/100, 1)
		terms := 0.4*value("normalized_wait") + 0.4*value("normalized_crit") - 0.2*value("normalized_rate")
		if math.Abs(value("final_score")-want) > 1e-12 || math.Abs(value("final_score")-terms) > 1e-12 {
			t.Errorf("%v\nwant %v", line, want)
		}
	}
	if scores != 200 {
		t.Errorf("%d scores, want 200", scores)
	}
}

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
	for _, line := range s.awaitLines(8 * 50 * 2) {
		id := line["workload_id"]
		switch line["msg"] {
		case journal.Marker + "Workload active incremented":
			active[id]++
			total[id]++
		case journal.Marker + "Workload active decremented":
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
		r := newRequest("r", named(fmt.Sprint("w", round%2)), time.Time{})
		s.step(func() []journal.Point {
			return []journal.Point{activeIncremented{r.named, s.registry.Begin(r.Context)}}
		})
		s.end(r)
	}
}

func TestLogPointsCanBeOff(t *testing.T) {
	parameters := workload.DefaultParameters()
	parameters.LogPoints = false
	s := newStand(t, parameters)
	s.queue = observed(t, s.Plugin, queue.MaxMinHeapName)
	s.enqueue(header("a", 3))
	s.dispatch()
	if got := s.registry.Figures("a"); len(s.ended()) != 0 || got.Total != 1 || got.Dispatched != 1 {
		t.Errorf("%d lines, %+v", len(s.ended()), got)
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
	if kept := shortened(strings.Repeat("w", mostTextLength)); kept != strings.Repeat("w", mostTextLength) {
		t.Errorf("%v is cut, and need not be", kept)
	}
}
