package workloadaware

import (
	"context"
	"encoding/json"
	"io"
	"maps"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/gateway-api-inference-extension/pkg/epp/flowcontrol/framework/plugins/queue"
	"sigs.k8s.io/gateway-api-inference-extension/pkg/epp/framework/interface/flowcontrol/mocks"
	"sigs.k8s.io/gateway-api-inference-extension/pkg/epp/framework/interface/plugin"
)

// registered registers the extension, and puts the upstream maps back as they were afterwards.
func registered(t *testing.T) *prometheus.Registry {
	t.Helper()
	queues := maps.Clone(queue.RegisteredQueues)
	t.Cleanup(func() {
		maps.Copy(queue.RegisteredQueues, queues)
		delete(plugin.Registry, PluginType)
	})
	metrics := prometheus.NewPedanticRegistry()
	if err := Register(metrics, journalTo(t, io.Discard)); err != nil {
		t.Fatal(err)
	}
	return metrics
}

func handleUntil(ctx context.Context) plugin.Handle {
	return plugin.NewEppHandle(ctx, func() []types.NamespacedName { return nil })
}

func TestRegisterMakesThePluginKnown(t *testing.T) {
	registered(t)
	created, err := plugin.Registry[PluginType]("wa", json.RawMessage(`{"emaAlpha": 0.5}`), handleUntil(t.Context()))
	if err != nil {
		t.Fatal(err)
	}
	if got := created.TypedName(); got.Type != PluginType || got.Name != "wa" {
		t.Errorf("typed name %v", got)
	}
	if got := created.(*Plugin).parameters.Registry.EMAAlpha; got != 0.5 {
		t.Errorf("emaAlpha %v, want 0.5", got)
	}
}

func TestWrongParametersStopTheStart(t *testing.T) {
	registered(t)
	_, err := plugin.Registry[PluginType]("wa", json.RawMessage(`{"emaAlhpa": 0.5}`), handleUntil(t.Context()))
	if err == nil || !strings.Contains(err.Error(), `unknown key "emaAlhpa"`) {
		t.Errorf("error %v", err)
	}
}

func TestThereIsOnePluginAtATime(t *testing.T) {
	registered(t)
	ctx, end := context.WithCancel(t.Context())
	for i, want := range []string{"", `is there already, as "wa"`} {
		_, err := plugin.Registry[PluginType]("wa", nil, handleUntil(ctx))
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("plugin %d: error %v, want %q", i+1, err, want)
		}
	}
	end()
	if _, err := plugin.Registry[PluginType]("wa", nil, handleUntil(t.Context())); err != nil {
		t.Errorf("after the first has ended: %v", err)
	}
}

func TestQueuesOfAllPoliciesAreObservedOnceThereIsAPlugin(t *testing.T) {
	registered(t)
	for name, constructor := range queue.RegisteredQueues {
		before, err := constructor(&mocks.MockOrderingPolicy{})
		if err != nil {
			t.Fatal(err)
		}
		if _, observed := before.(*observedQueue); observed {
			t.Errorf("%s is observed without a plugin", name)
		}
	}
	if _, err := plugin.Registry[PluginType]("wa", nil, handleUntil(t.Context())); err != nil {
		t.Fatal(err)
	}
	for name, constructor := range queue.RegisteredQueues {
		after, err := constructor(&mocks.MockOrderingPolicy{})
		if err != nil {
			t.Fatal(err)
		}
		if _, observed := after.(*observedQueue); !observed {
			t.Errorf("%s is not observed", name)
		}
	}
}

func TestRegisterTwiceIsAnError(t *testing.T) {
	metrics := registered(t)
	if err := Register(metrics, journalTo(t, io.Discard)); err == nil || !strings.Contains(err.Error(), "metrics of workloads") {
		t.Errorf("error %v", err)
	}
}
