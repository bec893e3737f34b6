package workloadaware

import (
	"sigs.k8s.io/gateway-api-inference-extension/pkg/epp/framework/interface/flowcontrol"

	"github.com/org/wa-routing/epp/workloadaware/workload"
)

var _ flowcontrol.OrderingPolicy = &Plugin{}

// Less says whether a goes before b: the higher score does, or the earlier one of two equal scores. Each score is computed now,
// with its own look at the clock, as in the workload-aware fork; the in-tree heap compares when items are added and removed, and
// never sorts again because time has passed.
func (p *Plugin) Less(a, b flowcontrol.QueueItemAccessor) bool {
	if a == nil || b == nil {
		return a != nil
	}
	scoreOfA := p.score(p.requestOf(a.OriginalRequest().InferenceRequest())).Total
	scoreOfB := p.score(p.requestOf(b.OriginalRequest().InferenceRequest())).Total
	if scoreOfA != scoreOfB {
		return scoreOfA > scoreOfB
	}
	return a.EnqueueTime().Before(b.EnqueueTime())
}

// RequiredQueueCapabilities asks for the heap: a list would ignore Less.
func (p *Plugin) RequiredQueueCapabilities() []flowcontrol.QueueCapability {
	return []flowcontrol.QueueCapability{flowcontrol.CapabilityPriorityConfigurable}
}

func (p *Plugin) score(r *request) workload.Score {
	return p.parameters.Score.Score(r.Criticality, p.registry.Figures(r.WorkloadID))
}
