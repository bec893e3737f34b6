package standalone

import (
	"context"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/go-logr/logr"
	"github.com/prometheus/client_golang/prometheus"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/gateway-api-inference-extension/pkg/epp/framework/interface/plugin"
	runserver "sigs.k8s.io/gateway-api-inference-extension/pkg/epp/server"

	"github.com/org/wa-routing/epp/journal"
	"github.com/org/wa-routing/epp/workloadaware"
)

const configurationHead = "apiVersion: inference.networking.x-k8s.io/v1alpha1\nkind: EndpointPickerConfig\n"

func TestLoadConfiguration(t *testing.T) {
	lines := journal.Open(io.Discard)
	t.Cleanup(func() { _ = lines.Close(time.Second) })
	if err := workloadaware.Register(prometheus.NewRegistry(), lines); err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct{ name, text, want string }{
		{"upstream's default", "", ""},
		{"no plugin of ours", configurationHead + "plugins: [{type: queue-scorer}]", ""},
		{"the plugin as the parser", configurationHead + "plugins: [{type: workload-aware-ordering-policy, name: wa}]\nparser: {pluginRef: wa}", ""},
		{"another parser", configurationHead + "plugins: [{type: workload-aware-ordering-policy, name: wa}]", `parser.pluginRef: "openai-parser", expected "wa"`},
		{"legacy metrics", configurationHead + "featureGates: [enableLegacyMetrics]", "featureGates: enableLegacyMetrics is not possible"},
		{"unknown gate", configurationHead + "featureGates: [nonsense]", "nonsense"},
		{"unknown plugin", configurationHead + "plugins: [{type: nonsense}]", "plugin type 'nonsense' is not registered"},
		{"unknown parameter", configurationHead + "plugins: [{type: workload-aware-ordering-policy, parameters: {nonsense: 1}}]", `unknown key "nonsense"`},
		{"unknown key", configurationHead + "nonsense: 1", `unknown field "nonsense"`},
	} {
		t.Run(row.name, func(t *testing.T) {
			ctx, end := context.WithCancel(t.Context())
			defer end()
			handle := plugin.NewEppHandle(ctx, func() []types.NamespacedName { return nil })
			loaded, err := loadConfiguration(options{Options: &runserver.Options{ConfigText: row.text}}, handle, logr.Discard())
			if row.want == "" && (err != nil || loaded.ParserConfig.Parser == nil || loaded.FlowControlConfig != nil) {
				t.Errorf("loaded %+v, %v", loaded, err)
			}
			if row.want != "" && (err == nil || !strings.Contains(err.Error(), row.want)) {
				t.Errorf("error %v, want it to have %q", err, row.want)
			}
		})
	}
}
