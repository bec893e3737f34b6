// Package workloadaware orders the queue of the upstream endpoint picker by workload: how long its requests waited of late, how
// critical they are, how many come. It is an out-of-tree plugin for
// sigs.k8s.io/gateway-api-inference-extension v1.5.0; nothing of it is patched.
package workloadaware

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"github.com/go-logr/logr"
	"sigs.k8s.io/gateway-api-inference-extension/pkg/epp/framework/interface/plugin"
	"sigs.k8s.io/gateway-api-inference-extension/pkg/epp/framework/interface/requestcontrol"
	requesthandle "sigs.k8s.io/gateway-api-inference-extension/pkg/epp/framework/interface/requesthandling"
	"sigs.k8s.io/gateway-api-inference-extension/pkg/epp/framework/interface/scheduling"

	logutil "sigs.k8s.io/gateway-api-inference-extension/pkg/common/observability/logging"

	"github.com/org/wa-routing/epp/journal"
	"github.com/org/wa-routing/epp/workloadaware/workload"
)

// PluginType is the type to name in a configuration: as a plugin, as the parser and as the ordering policy.
const PluginType = "workload-aware-ordering-policy"

const requestIDHeader = "x-request-id"

// Plugin has three parts in one instance, since they share the registry: the parser sees each request before admission and
// knows when its stream ends; the ordering policy compares queued requests; the pre-request hook sees who was scheduled.
type Plugin struct {
	requesthandle.Parser // reads the bodies

	name       string
	parameters workload.Parameters
	now        func() time.Time
	registry   *workload.Registry
	requests   requests
	lines      *journal.Journal
	log        logr.Logger
	unparsed   sync.Once
	dispatches atomic.Int64
}

var (
	_ requesthandle.Parser      = &Plugin{}
	_ requestcontrol.PreRequest = &Plugin{}
)

func newPlugin(
	name string, parameters workload.Parameters, bodies requesthandle.Parser, log logr.Logger, lines *journal.Journal, now func() time.Time,
) *Plugin {
	return &Plugin{
		Parser:     bodies,
		name:       name,
		parameters: parameters,
		now:        now,
		registry:   workload.NewRegistry(parameters.Registry, now),
		lines:      lines,
		log:        log,
	}
}

// TypedName is the plugin's type and its name in the configuration.
func (p *Plugin) TypedName() plugin.TypedName {
	return plugin.TypedName{Type: PluginType, Name: p.name}
}

// ParseRequest runs when the body has ended, before admission. Requests whose body cannot be read are not counted, as in the
// workload-aware fork (WorkloadHandleNewRequest in pkg/epp/handlers/server.go comes after decoding).
func (p *Plugin) ParseRequest(ctx context.Context, body []byte, headers map[string]string) (*scheduling.LLMRequestBody, error) {
	parsed, err := p.Parser.ParseRequest(ctx, body, headers)
	if err != nil {
		return nil, err
	}
	r := newRequest(headers[requestIDHeader], workload.ReadContext(headers[workload.HeaderName], p.parameters.DefaultCriticality), p.now())
	r.ended = ctx.Done()
	p.requests.put(parsed, r)
	p.step(func() []journal.Point {
		return []journal.Point{contextExtracted{r.named, r.Criticality, r.Source}, activeIncremented{r.named, p.registry.Begin(r.Context)}}
	})
	// The stream's context is done on every way out: answered, failed, client gone.
	context.AfterFunc(ctx, func() { p.end(r) })
	return parsed, nil
}

func (p *Plugin) end(r *request) {
	p.step(func() []journal.Point {
		if figures, known := p.registry.End(r.WorkloadID); known {
			return []journal.Point{activeDecremented{r.named, figures}}
		}
		return nil
	})
}

// PreRequest runs after scheduling, where the workload-aware fork, too, ends the wait (WorkloadHandleDispatchedRequest in
// pkg/epp/handlers/server.go).
func (p *Plugin) PreRequest(_ context.Context, inference *scheduling.LLMRequest, _ *scheduling.SchedulingResult) {
	r := p.requestOf(inference)
	waitSeconds := p.now().Sub(r.received).Seconds()
	p.step(func() []journal.Point {
		if figures, known := p.registry.Dispatch(r.WorkloadID, waitSeconds); known {
			return []journal.Point{waitRecorded{r.named, waitSeconds, figures}}
		}
		return nil
	})
}

// requestOf never gives nil. A request that did not pass this parser can only come of a configuration that names another one,
// which nothing checks at start-up in the Kubernetes mode; then it is said, once, and the header is read late.
func (p *Plugin) requestOf(inference *scheduling.LLMRequest) *request {
	if r := p.requests.of(inference); r != nil {
		return r
	}
	p.unparsed.Do(func() {
		p.log.Error(nil, "The parser of the configuration is not the workload-aware plugin: nothing is counted, waits and rates are unknown. "+
			"Set parser.pluginRef to the plugin's name.", "plugin", p.name, "type", PluginType)
	})
	id, header := "", ""
	if inference != nil {
		id, header = inference.RequestId, inference.Headers[workload.HeaderName]
	}
	return newRequest(id, workload.ReadContext(header, p.parameters.DefaultCriticality), p.now())
}

// step runs a change and logs the points that it returns. With log points off it only runs the change. They are at verbosity 2: the
// upstream logger samples what is at 0 and 1, and -v 2 is its default.
func (p *Plugin) step(change func() []journal.Point) {
	if !p.parameters.LogPoints || !p.log.V(logutil.DEFAULT).Enabled() {
		change()
		return
	}
	p.lines.Step(change)
}
