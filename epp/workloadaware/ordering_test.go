package workloadaware

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"sigs.k8s.io/gateway-api-inference-extension/pkg/epp/framework/interface/flowcontrol/mocks"

	"github.com/org/wa-routing/epp/workloadaware/workload"
)

// Orders that were measured on the workload-aware fork's own heap and registry, oddities included.
func TestOrderIsThatOfTheFork(t *testing.T) {
	for _, row := range []struct {
		name string
		run  func(s *stand)
		want string
	}{
		{"low, medium, high, all fresh", func(s *stand) {
			s.enqueue(header("low", 1))
			s.clock.advance(10 * time.Millisecond)
			s.enqueue(header("medium", 3))
			s.clock.advance(10 * time.Millisecond)
			s.enqueue(header("high", 5))
		}, "r3 r2 r1"},
		{"criticality 3 waits, a fresh 5 loses", func(s *stand) {
			s.enqueue(header("three", 3))
			s.clock.advance(2 * time.Second)
			s.enqueue(header("five", 5))
		}, "r1 r2"},
		{"criticality 3 waits, a primed 5 wins", func(s *stand) {
			s.parse(header("five", 5))
			s.enqueue(header("three", 3))
			s.clock.advance(2 * time.Second)
			s.enqueue(header("five", 5))
		}, "r3 r2"},
		{"criticality 1 waits, a fresh 5 wins", func(s *stand) {
			s.enqueue(header("one", 1))
			s.clock.advance(2 * time.Second)
			s.enqueue(header("five", 5))
		}, "r2 r1"},
		{"one workload is last in, first out after its head", func(s *stand) {
			for range 12 {
				s.enqueue(header("one", 3))
				s.clock.advance(20 * time.Millisecond)
			}
		}, "r1 r12 r11 r10 r9 r8 r7 r6 r5 r4 r3 r2"},
		{"without headers, first in, first out", func(s *stand) {
			for range 8 {
				s.enqueue("")
				s.clock.advance(20 * time.Millisecond)
			}
		}, "r1 r2 r3 r4 r5 r6 r7 r8"},
		{"of a flood only the head gets away", func(s *stand) {
			for range 10 {
				s.enqueue(header("flood", 4))
				s.clock.advance(20 * time.Millisecond)
			}
			s.enqueue(header("fair", 4))
		}, "r1 r11"},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := newStand(t, workload.DefaultParameters())
			row.run(s)
			s.clock.advance(time.Second)
			var order []string
			for s.queue.Len() > 0 {
				order = append(order, s.dispatch())
			}
			if got := strings.Join(order, " "); !strings.HasPrefix(got, row.want) {
				t.Errorf("order %s, want %s", got, row.want)
			}
		})
	}
}

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
