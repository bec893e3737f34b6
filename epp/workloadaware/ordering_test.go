package workloadaware

import (
	"fmt"
	"testing"
	"time"

	"sigs.k8s.io/gateway-api-inference-extension/pkg/epp/framework/interface/flowcontrol/mocks"

	"github.com/org/wa-routing/epp/workloadaware/workload"
)

func TestAWaitThatWasLongOutweighsALevel(t *testing.T) {
	for waitSeconds, want := range map[float64]string{16: "r3", 1: "r4"} {
		t.Run(fmt.Sprint(waitSeconds, " s"), func(t *testing.T) {
			s := newStand(t, workload.DefaultParameters())
			s.parse(header("waited", 2))
			s.parse(header("fresh", 3))
			s.registry.Dispatch("waited", waitSeconds)
			s.clock.advance(2 * time.Second)
			s.enqueue(header("waited", 2))
			s.enqueue(header("fresh", 3))
			if got := s.dispatch(); got != want {
				t.Errorf("%s went first, want %s", got, want)
			}
		})
	}
}

func TestEqualScoresGoByEnqueueTime(t *testing.T) {
	s := newStand(t, workload.DefaultParameters())
	first, second := s.parse(header("burst", 3)), s.parse(header("burst", 3))
	first.item.EnqueueTimeV = s.clock.now()
	second.item.EnqueueTimeV = s.clock.now()
	// Both scores have the full rate penalty.
	if !s.Less(first.item, second.item) || s.Less(second.item, first.item) {
		t.Error("the later of two equal requests goes first")
	}
}

func TestLessToleratesNothing(t *testing.T) {
	s := newStand(t, workload.DefaultParameters())
	item := s.parse("").item
	if !s.Less(item, nil) || s.Less(nil, item) || s.Less(nil, nil) {
		t.Error("an item goes before none, and none before nothing")
	}
	empty := mocks.NewMockQueueItemAccessor(1, "no inference request", item.OriginalRequest().FlowKey())
	s.Less(item, empty)
}
