package standalone

import (
	"context"
	"fmt"

	"github.com/go-logr/logr"
	"sigs.k8s.io/gateway-api-inference-extension/pkg/epp/config"
	"sigs.k8s.io/gateway-api-inference-extension/pkg/epp/config/loader"
	"sigs.k8s.io/gateway-api-inference-extension/pkg/epp/datalayer"
	"sigs.k8s.io/gateway-api-inference-extension/pkg/epp/flowcontrol"
	"sigs.k8s.io/gateway-api-inference-extension/pkg/epp/flowcontrol/contracts"
	"sigs.k8s.io/gateway-api-inference-extension/pkg/epp/flowcontrol/controller"
	"sigs.k8s.io/gateway-api-inference-extension/pkg/epp/flowcontrol/registry"
	"sigs.k8s.io/gateway-api-inference-extension/pkg/epp/framework/interface/plugin"
	"sigs.k8s.io/gateway-api-inference-extension/pkg/epp/requestcontrol"

	"github.com/org/wa-routing/epp/workloadaware"
)

// loadConfiguration reads the configuration as the upstream runner does (cmd/epp/runner/runner.go) and makes its plugins.
// It is stricter in one thing: a workload-aware plugin that is not the parser would see no request, and is refused.
func loadConfiguration(options options, handle plugin.Handle, logger logr.Logger) (*config.Config, error) {
	text, err := options.configuration()
	if err != nil {
		return nil, err
	}
	for _, gate := range []string{datalayer.ExperimentalDatalayerFeatureGate, datalayer.EnableLegacyMetricsFeatureGate, flowcontrol.FeatureGate} {
		loader.RegisterFeatureGate(gate)
	}
	registerInTreePlugins()
	raw, gates, err := loader.LoadRawConfig(text, logger)
	if err != nil {
		return nil, fmt.Errorf("configuration: %w", err)
	}
	if gates[datalayer.EnableLegacyMetricsFeatureGate] {
		return nil, fmt.Errorf("configuration: featureGates: %s is not possible without Kubernetes", datalayer.EnableLegacyMetricsFeatureGate)
	}
	loaded, err := loader.InstantiateAndConfigure(raw, handle, logger)
	if err != nil {
		return nil, fmt.Errorf("configuration: %w", err)
	}
	for name, configured := range handle.GetAllPluginsWithNames() {
		workloadAware, is := configured.(*workloadaware.Plugin)
		if parser := loaded.ParserConfig.Parser; is && parser != plugin.Plugin(workloadAware) {
			return nil, fmt.Errorf("configuration: parser.pluginRef: %q, expected %q: the %s plugin must be the parser too",
				parser.TypedName().Name, name, workloadaware.PluginType)
		}
	}
	return loaded, nil
}

// newAdmission is the flow control with its queues, or, without the feature gate, the check that has none.
func newAdmission(ctx context.Context, poolName string, config *config.Config, candidates contracts.EndpointCandidates, logger logr.Logger) (requestcontrol.AdmissionController, error) {
	if config.FlowControlConfig == nil {
		logger.Info("Experimental Flow Control layer is disabled: there is no queue to order")
		return requestcontrol.NewLegacyAdmissionController(config.SaturationDetector, candidates), nil
	}
	// The upstream runner's own words: logs are searched for them.
	logger.Info("Initializing experimental Flow Control layer")
	flows, err := registry.NewFlowRegistry(config.FlowControlConfig.Registry, logger)
	if err != nil {
		return nil, fmt.Errorf("flow control: %w", err)
	}
	flow, err := controller.NewFlowController(ctx, poolName, config.FlowControlConfig.Controller, controller.Deps{
		Registry:           flows,
		SaturationDetector: config.SaturationDetector,
		EndpointCandidates: candidates,
		UsageLimitPolicy:   config.FlowControlConfig.UsageLimitPolicy,
	})
	if err != nil {
		return nil, fmt.Errorf("flow control: %w", err)
	}
	go flows.Run(ctx)
	return requestcontrol.NewFlowControlAdmissionController(flow, poolName), nil
}
