package workloadaware

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	"sigs.k8s.io/gateway-api-inference-extension/pkg/epp/flowcontrol/framework/plugins/queue"
	"sigs.k8s.io/gateway-api-inference-extension/pkg/epp/framework/interface/flowcontrol"
	"sigs.k8s.io/gateway-api-inference-extension/pkg/epp/framework/interface/flowcontrol/mocks"
	requesthandle "sigs.k8s.io/gateway-api-inference-extension/pkg/epp/framework/interface/requesthandling"
	"sigs.k8s.io/gateway-api-inference-extension/pkg/epp/framework/interface/scheduling"
	"sigs.k8s.io/gateway-api-inference-extension/pkg/epp/framework/plugins/requesthandling/parsers/openai"

	"github.com/org/wa-routing/epp/journal"
	"github.com/org/wa-routing/epp/workloadaware/workload"
)

const completionsBody = `{"model": "m", "prompt": "hello"}`

// stand is a plugin before the real heap, the real parser and the real kind of logger, with a clock of its own.
type stand struct {
	*Plugin
	t      testing.TB
	queue  *observedQueue
	output *safeBuffer
	clock  *tickingClock
	count  int
}

// tickingClock moves by a microsecond each time it is read: no two looks at a real clock agree either.
type tickingClock struct {
	mu sync.Mutex
	at time.Time
}

func newTickingClock() *tickingClock { return &tickingClock{at: time.Unix(1_700_000_000, 0)} }

func (c *tickingClock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(time.Microsecond)
	return c.at
}

func (c *tickingClock) advance(by time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(by)
}

type safeBuffer struct {
	mu sync.Mutex
	bytes.Buffer
}

func (b *safeBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.Buffer.Write(p)
}

func newStand(t testing.TB, parameters workload.Parameters) *stand {
	t.Helper()
	output := &safeBuffer{}
	lines := journalTo(t, output)
	clock := newTickingClock()
	created := newPlugin("wa", parameters, openAIParser(t), lines.Logger(-2), lines, clock.now)
	s := &stand{Plugin: created, t: t, output: output, clock: clock}
	s.queue = observed(t, s.Plugin, queue.MaxMinHeapName)
	return s
}

// journalTo is a journal that ends with the test.
func journalTo(t testing.TB, output io.Writer) *journal.Journal {
	t.Helper()
	lines := journal.Open(output)
	t.Cleanup(func() { _ = lines.Close(time.Second) })
	return lines
}

func openAIParser(t testing.TB) requesthandle.Parser {
	t.Helper()
	parser, err := openai.OpenAIParserPluginFactory("bodies", nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	return parser.(requesthandle.Parser)
}

func observed(t testing.TB, p *Plugin, name queue.RegisteredQueueName) *observedQueue {
	t.Helper()
	inner, err := queue.RegisteredQueues[name](p)
	if err != nil {
		t.Fatal(err)
	}
	return &observedQueue{SafeQueue: inner, plugin: p}
}

// sent is a request on its way.
type sent struct {
	item  *mocks.MockQueueItemAccessor
	infer *scheduling.LLMRequest
	end   context.CancelFunc
}

func (r sent) id() string { return r.infer.RequestId }

// parse lets a request come in as far as the end of its body.
func (s *stand) parse(header string) sent {
	s.t.Helper()
	s.count++
	headers := map[string]string{requestIDHeader: fmt.Sprint("r", s.count)}
	if header != "" {
		headers[workload.HeaderName] = header
	}
	ctx, end := context.WithCancel(context.Background())
	s.t.Cleanup(end)
	arrived := s.clock.now()
	headers[":path"] = "/v1/completions"
	body, err := s.ParseRequest(ctx, []byte(completionsBody), headers)
	if err != nil {
		s.t.Fatal(err)
	}
	infer := &scheduling.LLMRequest{RequestId: headers[requestIDHeader], Body: body, Headers: headers}
	item := mocks.NewMockQueueItemAccessor(1, infer.RequestId, flowcontrol.FlowKey{ID: "default-flow"})
	original := item.OriginalRequestV.(*mocks.MockFlowControlRequest)
	original.InferenceRequestV, original.ReceivedTimestampV = infer, arrived
	return sent{item, infer, end}
}

// enqueue lets a request come in as far as the queue.
func (s *stand) enqueue(header string) sent {
	s.t.Helper()
	r := s.parse(header)
	r.item.EnqueueTimeV = s.clock.now()
	s.queue.Add(r.item)
	return r
}

// dispatch takes the head of the queue and gives its id.
func (s *stand) dispatch() string {
	s.t.Helper()
	head := s.queue.PeekHead()
	if _, err := s.queue.Remove(head.Handle()); err != nil {
		s.t.Fatal(err)
	}
	infer := head.OriginalRequest().InferenceRequest()
	s.PreRequest(context.Background(), infer, nil)
	return infer.RequestId
}

func named(id string) workload.Context { return workload.Context{WorkloadID: id, Criticality: 3} }

func header(workloadID string, criticality int) string {
	return fmt.Sprintf(`{"workload_id": %q, "criticality": %d}`, workloadID, criticality)
}

// ended are all log points, with their JSON fields. The journal ends with it.
func (s *stand) ended() []map[string]any {
	s.t.Helper()
	if err := s.lines.Close(10 * time.Second); err != nil {
		s.t.Fatal(err)
	}
	return s.written()
}

// written are the log points that were written so far.
func (s *stand) written() []map[string]any {
	s.t.Helper()
	s.output.mu.Lock()
	defer s.output.mu.Unlock()
	var lines []map[string]any
	for text := range strings.Lines(s.output.String()) {
		var fields map[string]any
		if err := json.Unmarshal([]byte(text), &fields); err != nil {
			s.t.Fatalf("%v in line %q", err, text)
		}
		if strings.HasPrefix(fields["msg"].(string), journal.Marker) {
			lines = append(lines, fields)
		}
	}
	return lines
}

// awaitLines waits until there are so many, which are written by goroutines that have already been started.
func (s *stand) awaitLines(count int) []map[string]any {
	s.t.Helper()
	for deadline := time.Now().Add(10 * time.Second); ; time.Sleep(time.Millisecond) {
		if lines := s.written(); len(lines) >= count {
			return lines
		}
		if time.Now().After(deadline) {
			s.t.Fatalf("%d lines, waited for %d", len(s.written()), count)
		}
	}
}
