package standalone

import (
	"sigs.k8s.io/gateway-api-inference-extension/pkg/epp/framework/interface/plugin"
	extractormetrics "sigs.k8s.io/gateway-api-inference-extension/pkg/epp/framework/plugins/datalayer/extractor/metrics"
	sourcemetrics "sigs.k8s.io/gateway-api-inference-extension/pkg/epp/framework/plugins/datalayer/source/metrics"
	"sigs.k8s.io/gateway-api-inference-extension/pkg/epp/framework/plugins/flowcontrol/fairness"
	"sigs.k8s.io/gateway-api-inference-extension/pkg/epp/framework/plugins/flowcontrol/ordering"
	"sigs.k8s.io/gateway-api-inference-extension/pkg/epp/framework/plugins/flowcontrol/saturationdetector/concurrency"
	"sigs.k8s.io/gateway-api-inference-extension/pkg/epp/framework/plugins/flowcontrol/saturationdetector/utilization"
	"sigs.k8s.io/gateway-api-inference-extension/pkg/epp/framework/plugins/flowcontrol/usagelimits"
	"sigs.k8s.io/gateway-api-inference-extension/pkg/epp/framework/plugins/requestcontrol/dataproducer/approximateprefix"
	"sigs.k8s.io/gateway-api-inference-extension/pkg/epp/framework/plugins/requestcontrol/requestdataproducer/inflightload"
	"sigs.k8s.io/gateway-api-inference-extension/pkg/epp/framework/plugins/requesthandling/parsers/openai"
	"sigs.k8s.io/gateway-api-inference-extension/pkg/epp/framework/plugins/scheduling/picker"
	"sigs.k8s.io/gateway-api-inference-extension/pkg/epp/framework/plugins/scheduling/profile"
	"sigs.k8s.io/gateway-api-inference-extension/pkg/epp/framework/plugins/scheduling/scorer/kvcacheutilization"
	"sigs.k8s.io/gateway-api-inference-extension/pkg/epp/framework/plugins/scheduling/scorer/loraaffinity"
	"sigs.k8s.io/gateway-api-inference-extension/pkg/epp/framework/plugins/scheduling/scorer/prefix"
	"sigs.k8s.io/gateway-api-inference-extension/pkg/epp/framework/plugins/scheduling/scorer/queuedepth"
	"sigs.k8s.io/gateway-api-inference-extension/pkg/epp/framework/plugins/scheduling/scorer/runningrequests"
)

// inTreePlugins are the upstream plugins that a configuration can name without Kubernetes. The upstream list is private to its
// runner (registerInTreePlugins in cmd/epp/runner/runner.go); what needs a cluster or a sidecar is not here.
var inTreePlugins = map[string]plugin.FactoryFunc{
	approximateprefix.ApproxPrefixCachePluginType:   approximateprefix.ApproxPrefixCacheFactory,
	concurrency.ConcurrencyDetectorType:             concurrency.ConcurrencyDetectorFactory,
	extractormetrics.MetricsExtractorType:           extractormetrics.CoreMetricsExtractorFactory,
	fairness.GlobalStrictFairnessPolicyType:         fairness.GlobalStrictFairnessPolicyFactory,
	fairness.RoundRobinFairnessPolicyType:           fairness.RoundRobinFairnessPolicyFactory,
	inflightload.InFlightLoadProducerType:           inflightload.InFlightLoadProducerFactory,
	kvcacheutilization.KvCacheUtilizationScorerType: kvcacheutilization.KvCacheUtilizationScorerFactory,
	loraaffinity.LoraAffinityScorerType:             loraaffinity.LoraAffinityScorerFactory,
	openai.OpenAIParserType:                         openai.OpenAIParserPluginFactory,
	ordering.EDFOrderingPolicyType:                  ordering.EDFOrderingPolicyFactory,
	ordering.FCFSOrderingPolicyType:                 ordering.FCFSOrderingPolicyFactory,
	ordering.SLODeadlineOrderingPolicyType:          ordering.SLODeadlineOrderingPolicyFactory,
	picker.MaxScorePickerType:                       picker.MaxScorePickerFactory,
	picker.RandomPickerType:                         picker.RandomPickerFactory,
	picker.WeightedRandomPickerType:                 picker.WeightedRandomPickerFactory,
	prefix.PrefixCacheScorerPluginType:              prefix.PrefixCachePluginFactory,
	profile.SingleProfileHandlerType:                profile.SingleProfileHandlerFactory,
	queuedepth.QueueScorerType:                      queuedepth.QueueScorerFactory,
	runningrequests.RunningRequestsSizeScorerType:   runningrequests.RunningRequestsSizeScorerFactory,
	sourcemetrics.MetricsDataSourceType:             sourcemetrics.MetricsDataSourceFactory,
	usagelimits.StaticUsageLimitPolicyType:          usagelimits.StaticPolicyFactory,
	utilization.UtilizationDetectorType:             utilization.UtilizationDetectorFactory,
}

func registerInTreePlugins() {
	for pluginType, factory := range inTreePlugins {
		plugin.Register(pluginType, factory)
	}
}
