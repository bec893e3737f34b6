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
	journal    *journal
	log        logr.Logger
	unparsed   sync.Once
	dispatches atomic.Int64
}

var (
	_ requesthandle.Parser      = &Plugin{}
	_ requestcontrol.PreRequest = &Plugin{}
)

func newPlugin(name string, parameters workload.Parameters, bodies requesthandle.Parser, log logr.Logger, now func() time.Time) *Plugin {
	return &Plugin{
		Parser:     bodies,
		name:       name,
		parameters: parameters,
		now:        now,
		registry:   workload.NewRegistry(parameters.Registry, now),
		journal:    newJournal(log, parameters.LogPoints),
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
	r := &request{
		Context:  workload.ReadContext(headers[workload.HeaderName], p.parameters.DefaultCriticality),
		id:       headers[requestIDHeader],
		received: p.now(),
		ended:    ctx.Done(),
	}
	p.requests.put(parsed, r)
	p.journal.step(func() []logPoint {
		return []logPoint{contextExtracted{r}, activeIncremented{r, p.registry.Begin(r.Context)}}
	})
	// The stream's context is done on every way out: answered, failed, client gone.
	context.AfterFunc(ctx, func() { p.end(r) })
	return parsed, nil
}

func (p *Plugin) end(r *request) {
	p.journal.step(func() []logPoint {
		if figures, known := p.registry.End(r.WorkloadID); known {
			return []logPoint{activeDecremented{r, figures}}
		}
		return nil
	})
}

// PreRequest runs after scheduling, where the workload-aware fork, too, ends the wait (WorkloadHandleDispatchedRequest in
// pkg/epp/handlers/server.go).
func (p *Plugin) PreRequest(_ context.Context, inference *scheduling.LLMRequest, _ *scheduling.SchedulingResult) {
	r := p.requestOf(inference)
	waitSeconds := p.now().Sub(r.received).Seconds()
	p.journal.step(func() []logPoint {
		if figures, known := p.registry.Dispatch(r.WorkloadID, waitSeconds); known {
			return []logPoint{waitRecorded{r, waitSeconds, figures}}
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
	r := &request{received: p.now()}
	headers := map[string]string{}
	if inference != nil {
		headers, r.id = inference.Headers, inference.RequestId
	}
	r.Context = workload.ReadContext(headers[workload.HeaderName], p.parameters.DefaultCriticality)
	return r
}
