package workloadaware

import "github.com/prometheus/client_golang/prometheus"

// The label has at most maxLabelledWorkloads values and workload.OtherWorkloads.
var workloadLabel = []string{"workload_id"}

var (
	activeMetric = prometheus.NewDesc("wa_routing_workload_active_requests",
		"Requests of the workload that have begun and not ended, queued or served.", workloadLabel, nil)
	requestsMetric = prometheus.NewDesc("wa_routing_workload_requests_total",
		"Requests of the workload since it became known.", workloadLabel, nil)
	dispatchedMetric = prometheus.NewDesc("wa_routing_workload_dispatched_total",
		"Requests of the workload that left for a model server.", workloadLabel, nil)
	averageWaitMetric = prometheus.NewDesc("wa_routing_workload_wait_ema_seconds",
		"Exponential moving average of the workload's waits, in seconds.", workloadLabel, nil)
	rateMetric = prometheus.NewDesc("wa_routing_workload_request_rate",
		"Requests per second over the workload's tumbling window.", workloadLabel, nil)
	lostLinesMetric = prometheus.NewDesc("wa_routing_log_lines_lost_total",
		"Lines of the log that found no room or could not be written.", nil, nil)
	entriesMetric = prometheus.NewDesc("wa_routing_workload_entries",
		"Workloads that are remembered.", nil, nil)
)

// collector reads the registry when it is scraped. Without a running plugin it has no series of workloads.
type collector struct{ extension *extension }

// Describe implements prometheus.Collector.
func (collector) Describe(descriptions chan<- *prometheus.Desc) {
	for _, description := range []*prometheus.Desc{activeMetric, requestsMetric, dispatchedMetric, averageWaitMetric, rateMetric, entriesMetric, lostLinesMetric} {
		descriptions <- description
	}
}

// Collect implements prometheus.Collector.
func (c collector) Collect(metrics chan<- prometheus.Metric) {
	metrics <- prometheus.MustNewConstMetric(lostLinesMetric, prometheus.CounterValue, float64(c.extension.lines.Lost()))
	running := c.extension.plugin()
	if running == nil {
		return
	}
	metrics <- prometheus.MustNewConstMetric(entriesMetric, prometheus.GaugeValue, float64(running.registry.Len()))
	for label, figures := range running.registry.Labelled() {
		for _, sample := range []struct {
			metric *prometheus.Desc
			kind   prometheus.ValueType
			value  float64
		}{
			{activeMetric, prometheus.GaugeValue, float64(figures.Active)},
			{requestsMetric, prometheus.CounterValue, float64(figures.Total)},
			{dispatchedMetric, prometheus.CounterValue, float64(figures.Dispatched)},
			{averageWaitMetric, prometheus.GaugeValue, figures.AverageWaitSeconds},
			{rateMetric, prometheus.GaugeValue, figures.RatePerSecond},
		} {
			metrics <- prometheus.MustNewConstMetric(sample.metric, sample.kind, sample.value, label)
		}
	}
}
