package workloadaware

import (
	"io"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"

	"github.com/org/wa-routing/epp/workloadaware/workload"
)

func TestMetricsOfWorkloads(t *testing.T) {
	at := time.Unix(1_700_000_000, 0)
	parameters := workload.DefaultParameters()
	parameters.Registry.MaxLabelledWorkloads = 1
	lines := journalTo(t, io.Discard)
	plugin := newPlugin("wa", parameters, openAIParser(t), lines.Logger(-2), lines, func() time.Time { return at })
	e := &extension{lines: lines}
	metrics := prometheus.NewPedanticRegistry()
	metrics.MustRegister(collector{e})
	if count, err := testutil.GatherAndCount(metrics); err != nil || count != 1 {
		t.Errorf("%d series without a plugin, %v", count, err)
	}
	e.running.Store(&instance{plugin, nil})

	plugin.registry.Begin(named("checkout"))
	plugin.registry.Begin(named("checkout"))
	plugin.registry.Begin(named("batch"))
	plugin.registry.Begin(workload.Context{WorkloadID: "auto-1", GeneratedID: true})
	plugin.registry.Dispatch("checkout", 1.5)
	plugin.registry.End("checkout")
	plugin.registry.End("auto-1")
	at = at.Add(4 * time.Second)
	want := `
# HELP wa_routing_log_lines_lost_total Lines of the log that found no room or could not be written.
# TYPE wa_routing_log_lines_lost_total counter
wa_routing_log_lines_lost_total 0
# HELP wa_routing_workload_active_requests Requests of the workload that have begun and not ended, queued or served.
# TYPE wa_routing_workload_active_requests gauge
wa_routing_workload_active_requests{workload_id="checkout"} 1
wa_routing_workload_active_requests{workload_id="other"} 1
# HELP wa_routing_workload_dispatched_total Requests of the workload that left for a model server.
# TYPE wa_routing_workload_dispatched_total counter
wa_routing_workload_dispatched_total{workload_id="checkout"} 1
wa_routing_workload_dispatched_total{workload_id="other"} 0
# HELP wa_routing_workload_entries Workloads that are remembered.
# TYPE wa_routing_workload_entries gauge
wa_routing_workload_entries 2
# HELP wa_routing_workload_request_rate Requests per second over the workload's tumbling window.
# TYPE wa_routing_workload_request_rate gauge
wa_routing_workload_request_rate{workload_id="checkout"} 0.5
wa_routing_workload_request_rate{workload_id="other"} 0.5
# HELP wa_routing_workload_requests_total Requests of the workload since it became known.
# TYPE wa_routing_workload_requests_total counter
wa_routing_workload_requests_total{workload_id="checkout"} 2
wa_routing_workload_requests_total{workload_id="other"} 2
# HELP wa_routing_workload_wait_ema_seconds Exponential moving average of the workload's waits, in seconds.
# TYPE wa_routing_workload_wait_ema_seconds gauge
wa_routing_workload_wait_ema_seconds{workload_id="checkout"} 1.5
wa_routing_workload_wait_ema_seconds{workload_id="other"} 0
`
	if err := testutil.GatherAndCompare(metrics, strings.NewReader(want)); err != nil {
		t.Error(err)
	}
}
