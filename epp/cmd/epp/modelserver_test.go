package main

import (
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync/atomic"
	"testing"
)

// modelServer is what the picker sees of a vLLM: its metrics. A high number of waiting requests holds the picker's queue.
type modelServer struct {
	waiting atomic.Int64
	port    string
}

func newModelServer(t testing.TB) *modelServer {
	t.Helper()
	m := &modelServer{}
	server := httptest.NewServer(http.HandlerFunc(func(answer http.ResponseWriter, _ *http.Request) {
		_, _ = fmt.Fprintf(answer, `# TYPE vllm:num_requests_waiting gauge
vllm:num_requests_waiting{model_name="m"} %d
# TYPE vllm:num_requests_running gauge
vllm:num_requests_running{model_name="m"} 0
# TYPE vllm:kv_cache_usage_perc gauge
vllm:kv_cache_usage_perc{model_name="m"} 0
`, m.waiting.Load())
	}))
	t.Cleanup(server.Close)
	m.port = strconv.Itoa(server.Listener.Addr().(*net.TCPAddr).Port)
	return m
}

func (m *modelServer) address() string { return "127.0.0.1:" + m.port }

func (m *modelServer) endpoints() string {
	return fmt.Sprintf("endpoints: [{name: m%s, address: 127.0.0.1, port: '%s'}]\n", m.port, m.port)
}
