package workloadaware

import (
	"fmt"
	"math"
	"slices"
	"testing"
	"time"

	"github.com/org/wa-routing/epp/workloadaware/workload"
)

// What people grep for, as the seed document has it, and what the analysis reads.
func TestLogPointsHaveTheirFields(t *testing.T) {
	r := &request{Context: named("a"), id: "r"}
	registry := []string{"active_requests", "total_requests", "request_rate"}
	for _, row := range []struct {
		point   logPoint
		message string
		fields  []string
	}{
		{contextExtracted{request: r}, "Workload context extracted", []string{"criticality", "source"}},
		{activeIncremented{request: r}, "Workload active incremented", registry},
		{activeDecremented{request: r}, "Workload active decremented", registry},
		{requestAdmitted{request: r}, "Request admitted to flow control", []string{"criticality", "flow_key", "queue_size"}},
		{scoreComputed{request: r}, "Priority score computed", []string{"stage", "criticality", "avg_wait_time_sec", "request_rate",
			"normalized_wait", "normalized_crit", "normalized_rate", "final_score"}},
		{requestDispatched{request: r}, "Request dispatched", []string{"dispatch_seq", "flow_key", "queue_size", "queue_wait_sec"}},
		{waitRecorded{request: r}, "Workload wait recorded", []string{"wait_sec", "avg_wait_time_sec", "dispatched_count"}},
		{requestEvicted{request: r}, "Request evicted", []string{"flow_key", "queue_size"}},
	} {
		var keys []string
		for i, field := range row.point.fields() {
			if i%2 == 0 {
				keys = append(keys, field.(string))
			}
		}
		want := append([]string{"request_id", "workload_id"}, row.fields...)
		if row.point.message() != row.message || !slices.Equal(keys, want) {
			t.Errorf("%s: %v, want %s: %v", row.point.message(), keys, row.message, want)
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
	for _, line := range s.lines() {
		if line["msg"] != Marker+"Priority score computed" {
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
