package workloadaware

import (
	"encoding/json"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"sigs.k8s.io/controller-runtime/pkg/log"
	"sigs.k8s.io/gateway-api-inference-extension/pkg/epp/flowcontrol/contracts"
	"sigs.k8s.io/gateway-api-inference-extension/pkg/epp/flowcontrol/framework/plugins/queue"
	"sigs.k8s.io/gateway-api-inference-extension/pkg/epp/framework/interface/flowcontrol"
	"sigs.k8s.io/gateway-api-inference-extension/pkg/epp/framework/interface/plugin"
	requesthandle "sigs.k8s.io/gateway-api-inference-extension/pkg/epp/framework/interface/requesthandling"
	"sigs.k8s.io/gateway-api-inference-extension/pkg/epp/framework/plugins/requesthandling/parsers/openai"

	"github.com/org/wa-routing/epp/journal"
	"github.com/org/wa-routing/epp/workloadaware/workload"
)

// extension is what Register leaves in the process: where the plugin of the running picker is found by queues and metrics.
type extension struct {
	lines   *journal.Journal
	running atomic.Pointer[instance]
}

type instance struct {
	*Plugin
	done <-chan struct{}
}

// Register makes PluginType known to the upstream runner, has its queues observed, and puts the metrics of workloads into
// registerer. The log points go to lines. Call it once, before the runner starts. The error is the registerer's.
func Register(registerer prometheus.Registerer, lines *journal.Journal) error {
	e := &extension{lines: lines}
	if err := registerer.Register(collector{e}); err != nil {
		return fmt.Errorf("metrics of workloads: %w", err)
	}
	plugin.Register(PluginType, e.newPlugin)
	for name, constructor := range queue.RegisteredQueues {
		queue.RegisteredQueues[name] = e.observing(constructor)
	}
	return nil
}

// plugin is the running one, or nil.
func (e *extension) plugin() *Plugin {
	if running := e.running.Load(); running != nil {
		return running.Plugin
	}
	return nil
}

func (e *extension) newPlugin(name string, raw json.RawMessage, handle plugin.Handle) (plugin.Plugin, error) {
	parameters, err := workload.ReadParameters(raw)
	if err != nil {
		return nil, err
	}
	// Two would share the queues and the metrics; a picker that has ended may be followed by another.
	if before := e.running.Load(); before != nil && !isClosed(before.done) {
		return nil, fmt.Errorf("a plugin of type %s is there already, as %q: expected one", PluginType, before.name)
	}
	bodies, err := openai.OpenAIParserPluginFactory(name, nil, handle)
	if err != nil {
		return nil, fmt.Errorf("parser of bodies: %w", err)
	}
	created := newPlugin(name, parameters, bodies.(requesthandle.Parser), log.Log.WithName(journal.LoggerName), e.lines, time.Now)
	e.running.Store(&instance{created, handle.Context().Done()})
	return created, nil
}

// observing wraps the queues of every policy, first come first served included: a baseline is only of use if it, too, logs.
func (e *extension) observing(constructor queue.QueueConstructor) queue.QueueConstructor {
	return func(policy flowcontrol.OrderingPolicy) (contracts.SafeQueue, error) {
		inner, err := constructor(policy)
		running := e.plugin()
		if err != nil || running == nil {
			return inner, err
		}
		return &observedQueue{SafeQueue: inner, plugin: running}, nil
	}
}

func isClosed(done <-chan struct{}) bool {
	select {
	case <-done:
		return true
	default:
		return false
	}
}
