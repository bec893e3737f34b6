package workloadaware

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"sigs.k8s.io/gateway-api-inference-extension/pkg/epp/flowcontrol/framework/plugins/queue"
	"sigs.k8s.io/gateway-api-inference-extension/pkg/epp/framework/interface/scheduling"

	"github.com/org/wa-routing/epp/workloadaware/workload"
)

func TestBodiesThatCannotBeReadAreNotCounted(t *testing.T) {
	s := newStand(t, workload.DefaultParameters())
	for _, body := range []string{"", "{", `{"model": "m"}`} {
		headers := map[string]string{workload.HeaderName: header("a", 3), ":path": "/v1/completions"}
		if _, err := s.ParseRequest(context.Background(), []byte(body), headers); err == nil {
			t.Errorf("body %q was read", body)
		}
	}
	if got := s.registry.Len(); got != 0 || len(s.ended()) != 0 {
		t.Errorf("%d workloads, %d lines", got, len(s.ended()))
	}
}

func TestTheWaitRunsFromTheHeadersToTheSchedule(t *testing.T) {
	s := newStand(t, workload.DefaultParameters())
	s.enqueue(header("a", 3))
	s.clock.advance(3 * time.Second)
	s.dispatch()
	if got := s.registry.Figures("a"); got.AverageWaitSeconds < 3 || got.AverageWaitSeconds > 3.001 || got.Dispatched != 1 {
		t.Errorf("%+v, want an average of 3 s", got)
	}
}

func TestRequestsAreTakenOffHoweverTheyEnd(t *testing.T) {
	s := newStand(t, workload.DefaultParameters())
	served, queued := s.enqueue(header("a", 3)), s.enqueue(header("a", 3))
	s.dispatch()
	served.end()
	queued.end()
	s.awaitLines(2*4 + 3 + 2)
	if got := s.registry.Figures("a"); got.Active != 0 || got.Total != 2 {
		t.Errorf("%+v", got)
	}
}

func TestAnotherParserIsSaidOnceAndTheHeaderStillRead(t *testing.T) {
	s := newStand(t, workload.DefaultParameters())
	stranger := &scheduling.LLMRequest{RequestId: "x", Body: &scheduling.LLMRequestBody{}, Headers: map[string]string{workload.HeaderName: header("a", 5)}}
	for range 3 {
		if got := s.requestOf(stranger); got.Criticality != 5 || got.WorkloadID != "a" || got.id != "x" {
			t.Errorf("read as %+v", got)
		}
	}
	s.ended()
	if got := strings.Count(s.output.String(), "Set parser.pluginRef"); got != 1 {
		t.Errorf("said %d times", got)
	}
}

// The seed document's snippet reads the rate as an argument of the log call while it holds the registry's lock, which never ends.
func TestNothingIsReadUnderALockThatIsHeld(t *testing.T) {
	for _, on := range []bool{true, false} {
		t.Run(fmt.Sprint("log points ", on), func(t *testing.T) {
			parameters := workload.DefaultParameters()
			parameters.LogPoints = on
			s := newStand(t, parameters)
			finished := make(chan struct{})
			go func() {
				defer close(finished)
				hammer(s)
			}()
			select {
			case <-finished:
			case <-time.After(60 * time.Second):
				t.Fatal("deadlock: the plugin has not come back for 60 s")
			}
		})
	}
}

// hammer runs many requests at once, each with a queue of its own (upstream has one goroutine for a queue), beside scrapes.
func hammer(s *stand) {
	var group sync.WaitGroup
	for worker := range 8 {
		own := observed(s.t, s.Plugin, queue.MaxMinHeapName)
		group.Go(func() {
			for round := range 200 {
				headers := map[string]string{workload.HeaderName: header(fmt.Sprint("w", worker%3), 1+round%5), requestIDHeader: "r", ":path": "/v1/completions"}
				ctx, end := context.WithCancel(context.Background())
				body, err := s.ParseRequest(ctx, []byte(completionsBody), headers)
				if err != nil {
					panic(err)
				}
				item := itemOf(&scheduling.LLMRequest{Body: body, Headers: headers})
				own.Add(item)
				s.registry.Labelled()
				if round%7 == 0 {
					end()
				}
				if _, err := own.Remove(own.PeekHead().Handle()); err != nil {
					panic(err)
				}
				s.PreRequest(ctx, item.OriginalRequest().InferenceRequest(), nil)
				end()
			}
		})
	}
	group.Wait()
}
