package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
)

// kubernetesAPI knows one InferencePool and one ready pod in namespace default, and nothing changes. It gives the path of a
// kubeconfig for it.
func kubernetesAPI(t *testing.T, server *modelServer) (kubeconfig string) {
	t.Helper()
	pool := fmt.Sprintf(`{"apiVersion": "inference.networking.k8s.io/v1", "kind": "InferencePool",
		"metadata": {"name": "pool", "namespace": "default", "resourceVersion": "1"},
		"spec": {"selector": {"matchLabels": {"app": "m"}}, "targetPorts": [{"number": %s}], "endpointPickerRef": {"name": "epp", "port": {"number": 9002}}}}`, server.port)
	pod := `{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "m", "namespace": "default", "labels": {"app": "m"}, "resourceVersion": "1"},
		"status": {"podIP": "127.0.0.1", "conditions": [{"type": "Ready", "status": "True"}]}}`
	documents := map[string]string{
		"/api":    `{"kind": "APIVersions", "versions": ["v1"]}`,
		"/api/v1": resources("v1", "pods", "Pod"),
		"/apis": `{"kind": "APIGroupList", "apiVersion": "v1", "groups": [{"name": "inference.networking.k8s.io",
			"versions": [{"groupVersion": "inference.networking.k8s.io/v1", "version": "v1"}],
			"preferredVersion": {"groupVersion": "inference.networking.k8s.io/v1", "version": "v1"}}]}`,
		"/apis/inference.networking.k8s.io/v1":                                        resources("inference.networking.k8s.io/v1", "inferencepools", "InferencePool"),
		"/apis/inference.networking.k8s.io/v1/namespaces/default/inferencepools":      listOf("inference.networking.k8s.io/v1", "InferencePoolList", pool),
		"/apis/inference.networking.k8s.io/v1/namespaces/default/inferencepools/pool": pool,
		"/api/v1/namespaces/default/pods":                                             listOf("v1", "PodList", pod),
		"/api/v1/namespaces/default/pods/m":                                           pod,
	}
	api := httptest.NewServer(http.HandlerFunc(func(answer http.ResponseWriter, request *http.Request) {
		answer.Header().Set("Content-Type", "application/json")
		document, known := documents[request.URL.Path]
		switch query := request.URL.Query(); {
		case !known:
			refuse(answer, http.StatusNotFound, "NotFound")
		case query.Has("sendInitialEvents"):
			refuse(answer, http.StatusUnprocessableEntity, "Invalid")
		case query.Has("watch"):
			answer.(http.Flusher).Flush()
			<-request.Context().Done()
		default:
			_, _ = fmt.Fprint(answer, document)
		}
	}))
	t.Cleanup(func() { api.CloseClientConnections(); api.Close() })
	kubeconfig = filepath.Join(t.TempDir(), "kubeconfig")
	write(t, kubeconfig, fmt.Sprintf(`{apiVersion: v1, kind: Config, current-context: test,
clusters: [{name: test, cluster: {server: "%s"}}], users: [{name: test, user: {}}], contexts: [{name: test, context: {cluster: test, user: test}}]}`, api.URL))
	return kubeconfig
}

func resources(groupVersion, name, kind string) string {
	return fmt.Sprintf(`{"kind": "APIResourceList", "apiVersion": "v1", "groupVersion": %q,
		"resources": [{"name": %q, "singularName": %q, "kind": %q, "namespaced": true, "verbs": ["get", "list", "watch"]}]}`,
		groupVersion, name, strings.ToLower(kind), kind)
}

func listOf(groupVersion, kind, item string) string {
	return fmt.Sprintf(`{"apiVersion": %q, "kind": %q, "metadata": {"resourceVersion": "1"}, "items": [%s]}`, groupVersion, kind, item)
}

func refuse(answer http.ResponseWriter, code int, reason string) {
	answer.WriteHeader(code)
	_ = json.NewEncoder(answer).Encode(map[string]any{"kind": "Status", "apiVersion": "v1", "status": "Failure", "reason": reason, "code": code})
}

func TestPickerRunsInKubernetes(t *testing.T) {
	t.Parallel()
	server := newModelServer(t)
	p := &process{t: t, files: t.TempDir()}
	p.launch(shippedConfig(t, "workload-aware.yaml"), []string{"KUBECONFIG=" + kubernetesAPI(t, server)},
		"--pool-name", "pool", "--pool-namespace", "default", "--metrics-endpoint-auth=false", "--enable-pprof=false")
	p.awaitServing()
	p.await("the pod", func() bool {
		ready, _ := p.metric("inference_pool_ready_pods", "")
		return ready == 1
	})
	if got := p.begin("first", contextHeader("checkout", 5)).finish(t); got != server.address() {
		t.Errorf("went to %q, want %q", got, server.address())
	}
	if total, _ := p.metric("wa_routing_workload_requests_total", `workload_id="checkout"`); total != 1 {
		t.Errorf("%v requests of checkout, want 1", total)
	}
	p.terminate()
	if code := p.exitCode(); code != 0 {
		t.Errorf("exit code %d after SIGTERM", code)
	}
	if got := p.dispatched(); len(got) != 1 || got[0] != "first" {
		t.Errorf("dispatched %v", got)
	}
}
