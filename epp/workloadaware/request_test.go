package workloadaware

import (
	"runtime"
	"testing"
	"time"

	"sigs.k8s.io/gateway-api-inference-extension/pkg/epp/framework/interface/scheduling"

	"github.com/org/wa-routing/epp/workloadaware/workload"
)

func TestRequestsThatDidNotPassTheParserAreNotKnown(t *testing.T) {
	var known requests
	for _, stranger := range []*scheduling.LLMRequest{nil, {}, {Body: &scheduling.LLMRequestBody{}}} {
		if got := known.of(stranger); got != nil {
			t.Errorf("%v is known as %+v", stranger, got)
		}
	}
}

func TestRequestsWithOneIDAreToldApart(t *testing.T) {
	s := newStand(t, workload.DefaultParameters())
	first := s.parse(header("a", 1))
	s.count--
	second := s.parse(header("b", 5))
	if first.id() != second.id() {
		t.Fatal("the test wants one id")
	}
	if got := []string{s.requestOf(first.infer).WorkloadID, s.requestOf(second.infer).WorkloadID}; got[0] != "a" || got[1] != "b" {
		t.Errorf("workloads %v", got)
	}
}

func TestRequestsAreForgottenWithTheirBodies(t *testing.T) {
	s := newStand(t, workload.DefaultParameters())
	for range 1_000 {
		s.parse("").end()
	}
	for deadline := time.Now().Add(10 * time.Second); ; {
		runtime.GC()
		left := 0
		s.requests.byBody.Range(func(any, any) bool { left++; return true })
		if left == 0 && s.registry.Len() == 0 {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("%d requests and %d workloads are left", left, s.registry.Len())
		}
		time.Sleep(time.Millisecond)
	}
}
