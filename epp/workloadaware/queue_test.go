package workloadaware

import (
	"testing"
	"time"

	"sigs.k8s.io/gateway-api-inference-extension/pkg/epp/flowcontrol/framework/plugins/queue"
	"sigs.k8s.io/gateway-api-inference-extension/pkg/epp/framework/interface/flowcontrol"
	"sigs.k8s.io/gateway-api-inference-extension/pkg/epp/framework/interface/flowcontrol/mocks"
	"sigs.k8s.io/gateway-api-inference-extension/pkg/epp/framework/interface/scheduling"

	"github.com/org/wa-routing/epp/journal"
	"github.com/org/wa-routing/epp/workloadaware/workload"
)

func itemOf(infer *scheduling.LLMRequest) *mocks.MockQueueItemAccessor {
	item := mocks.NewMockQueueItemAccessor(1, infer.RequestId, flowcontrol.FlowKey{ID: "default-flow"})
	item.OriginalRequestV.(*mocks.MockFlowControlRequest).InferenceRequestV = infer
	return item
}

func messagesOf(lines []map[string]any) (messages []string) {
	for _, line := range lines {
		messages = append(messages, line["msg"].(string)[len(journal.Marker):])
	}
	return messages
}

func TestQueueTellsOfWhoComesAndGoes(t *testing.T) {
	s := newStand(t, workload.DefaultParameters())
	s.enqueue(header("low", 1))
	s.clock.advance(2 * time.Second)
	s.enqueue(header("high", 5))
	s.dispatch()
	lines := s.ended()
	for i, want := range []struct {
		message, id string
		fields      map[string]any
	}{
		{"Workload context extracted", "r1", nil},
		{"Workload active incremented", "r1", nil},
		{"Priority score computed", "r1", map[string]any{"stage": "enqueue", "criticality": 1.0, "normalized_crit": 0.2}},
		{"Request admitted to flow control", "r1", map[string]any{"queue_size": 1.0, "flow_key": "default-flow:0", "criticality": 1.0}},
		{"Workload context extracted", "r2", map[string]any{"criticality": 5.0, "source": "header", "workload_id": "high"}},
		{"Workload active incremented", "r2", map[string]any{"active_requests": 1.0, "total_requests": 1.0}},
		{"Priority score computed", "r2", map[string]any{"stage": "enqueue", "criticality": 5.0}},
		{"Request admitted to flow control", "r2", map[string]any{"queue_size": 2.0}},
		{"Priority score computed", "r2", map[string]any{"stage": "dispatch", "normalized_wait": 0.0}},
		{"Request dispatched", "r2", map[string]any{"queue_size": 1.0, "dispatch_seq": 1.0}},
		{"Workload wait recorded", "r2", map[string]any{"dispatched_count": 1.0}},
	} {
		got := lines[i]
		if got["msg"] != journal.Marker+want.message || got["request_id"] != want.id || got["seq"] != float64(i+1) {
			t.Errorf("line %d: %v, want %s of %s", i+1, got, want.message, want.id)
		}
		for key, value := range want.fields {
			if got[key] != value {
				t.Errorf("line %d: %s is %v, want %v", i+1, key, got[key], value)
			}
		}
	}
}

func TestQueueDoesNotDispatchTheDead(t *testing.T) {
	s := newStand(t, workload.DefaultParameters())
	gone, swept, drained := s.enqueue(header("a", 5)), s.enqueue(header("b", 3)), s.enqueue(header("c", 1))
	gone.end()
	if _, err := s.queue.Remove(gone.item.Handle()); err != nil {
		t.Fatal(err)
	}
	cleaned := s.queue.Cleanup(func(item flowcontrol.QueueItemAccessor) bool {
		return item == flowcontrol.QueueItemAccessor(swept.item)
	})
	if len(cleaned) != 1 || len(s.queue.Drain()) != 1 {
		t.Errorf("%d cleaned up", len(cleaned))
	}
	var evicted []any
	for _, line := range s.awaitLines(3*4 + 1 + 3) {
		switch line["msg"] {
		case journal.Marker + "Request evicted":
			evicted = append(evicted, line["request_id"])
		case journal.Marker + "Request dispatched":
			t.Errorf("dispatched: %v", line)
		}
	}
	if len(evicted) != 3 || evicted[0] != gone.id() || evicted[1] != swept.id() || evicted[2] != drained.id() {
		t.Errorf("evicted %v", evicted)
	}
}

func TestQueuePassesErrorsOn(t *testing.T) {
	s := newStand(t, workload.DefaultParameters())
	if _, err := s.queue.Remove(&mocks.MockQueueItemHandle{}); err == nil {
		t.Error("a handle of nobody was removed")
	}
	if lines := s.ended(); len(lines) != 0 {
		t.Errorf("lines %v", messagesOf(lines))
	}
}

func TestAListIsObservedToo(t *testing.T) {
	s := newStand(t, workload.DefaultParameters())
	s.queue = observed(t, s.Plugin, queue.ListQueueName)
	s.enqueue(header("low", 1))
	s.enqueue(header("high", 5))
	if got := s.dispatch(); got != "r1" {
		t.Errorf("%s went first, want r1: a list is first in, first out", got)
	}
}

func TestFlowKeysHaveTheirSign(t *testing.T) {
	for priority, want := range map[int]string{-2: "tenant:-2", 0: "tenant:0", 7: "tenant:7"} {
		if got := flowKeyOf(mocks.NewMockFlowControlRequest(1, "r", flowcontrol.FlowKey{ID: "tenant", Priority: priority})); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
