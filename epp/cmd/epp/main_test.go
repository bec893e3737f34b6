package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// shippedConfig is a configuration as people get it.
func shippedConfig(t testing.TB, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "config", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestPickerOrdersAsItsConfigurationSays(t *testing.T) {
	for _, row := range []struct {
		config string
		order  []string
	}{
		{"workload-aware.yaml", []string{"prime-low", "prime-high", "high", "low"}},
		{"fcfs.yaml", []string{"prime-low", "prime-high", "low", "high"}},
	} {
		t.Run(row.config, func(t *testing.T) {
			t.Parallel()
			server := newModelServer(t)
			p := startStandalone(t, shippedConfig(t, row.config), server.endpoints())
			for _, id := range []string{"prime-low", "prime-high"} {
				if got := p.begin(id, contextHeader(id[6:], map[string]int{"prime-low": 1, "prime-high": 5}[id])).finish(t); got != server.address() {
					t.Errorf("%s went to %q, want %q", id, got, server.address())
				}
			}
			server.waiting.Store(1000)
			p.await("saturation", func() bool {
				saturation, _ := p.metric("inference_extension_flow_control_pool_saturation", "")
				return saturation >= 1
			})
			low := p.begin("low", contextHeader("low", 1))
			p.awaitQueued(1)
			high := p.begin("high", contextHeader("high", 5))
			p.awaitQueued(2)
			server.waiting.Store(0)
			high.finish(t)
			low.finish(t)
			p.await("the last requests' end", func() bool {
				active, found := p.metric("wa_routing_workload_active_requests", "")
				return found && active == 0
			})
			for _, workload := range []string{"low", "high"} {
				if total, _ := p.metric("wa_routing_workload_requests_total", `workload_id="`+workload+`"`); total != 2 {
					t.Errorf("%v requests of %s, want 2", total, workload)
				}
			}
			p.terminate()
			if code := p.exitCode(); code != 0 {
				t.Errorf("exit code %d after SIGTERM", code)
			}
			if got := p.dispatched(); !slices.Equal(got, row.order) {
				t.Errorf("dispatched %v, want %v", got, row.order)
			}
			if strings.Contains(p.text(), "DATA RACE") {
				t.Error("a data race")
			}
		})
	}
}

func (p *process) awaitQueued(count float64) {
	p.t.Helper()
	p.await("the queue", func() bool {
		queued, _ := p.metric("inference_extension_flow_control_queue_size", "")
		return queued == count
	})
}

func TestPickerFollowsTheEndpointsFile(t *testing.T) {
	t.Parallel()
	before, after := newModelServer(t), newModelServer(t)
	p := startStandalone(t, shippedConfig(t, "workload-aware.yaml"), before.endpoints())
	if got := p.begin("first", "").finish(t); got != before.address() {
		t.Errorf("the first request went to %q, want %q", got, before.address())
	}
	write(t, p.endpointsFile(), after.endpoints())
	p.await("the new endpoint", func() bool { return p.begin("second", "").finish(t) == after.address() })
	write(t, p.endpointsFile(), "endpoints: []\n")
	p.await("the complaint", func() bool { return strings.Contains(p.text(), "there are none, expected at least one") })
	if got := p.begin("third", "").finish(t); got != after.address() {
		t.Errorf("after a broken file a request went to %q, want %q", got, after.address())
	}
}

func TestPickerNamesWhatStopsTheStart(t *testing.T) {
	working := shippedConfig(t, "workload-aware.yaml")
	for _, row := range []struct{ name, config, endpoints, want string }{
		{"unknown key", strings.Replace(working, "emaAlpha", "emaAlhpa", 1), "", `unknown key \"emaAlhpa\"`},
		{"impossible value", strings.Replace(working, "emaAlpha: 0.2", "emaAlpha: 2", 1), "", "emaAlpha: 2 is not possible"},
		{"another parser", strings.Replace(working, "parser:\n  pluginRef: workload-aware-ordering-policy\n", "", 1), "",
			`parser.pluginRef: \"openai-parser\", expected \"workload-aware-ordering-policy\"`},
		{"unknown gate", strings.Replace(working, "flowControl]", "flowContorl]", 1), "", "flowContorl"},
		{"no endpoints", working, "endpoints: []", "endpoints: there are none"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			endpoints := row.endpoints
			if endpoints == "" {
				endpoints = "endpoints: [{name: m, address: 127.0.0.1, port: '1'}]"
			}
			p := launchStandalone(t, row.config, endpoints)
			if code := p.exitCode(); code != 1 {
				t.Errorf("exit code %d, want 1", code)
			}
			if !strings.Contains(p.text(), row.want) {
				t.Errorf("the log does not have %s", row.want)
			}
		})
	}
}

func TestPickerRunsWithoutFlowControl(t *testing.T) {
	t.Parallel()
	server := newModelServer(t)
	p := startStandalone(t, strings.Replace(shippedConfig(t, "workload-aware.yaml"), "[flowControl]", "[]", 1), server.endpoints())
	if got := p.begin("first", "").finish(t); got != server.address() {
		t.Errorf("went to %q, want %q", got, server.address())
	}
}
