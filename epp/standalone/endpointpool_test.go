package standalone

import (
	"context"
	"net"
	"slices"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/gateway-api-inference-extension/pkg/epp/datalayer"
	"sigs.k8s.io/gateway-api-inference-extension/pkg/epp/datastore"
	fwkdl "sigs.k8s.io/gateway-api-inference-extension/pkg/epp/framework/interface/datalayer"

	"github.com/org/wa-routing/epp/standalone/endpointfile"
)

// countingFactory makes endpoints without collectors and counts them.
type countingFactory struct{ made, released []string }

func (f *countingFactory) NewEndpoint(_ context.Context, metadata *fwkdl.EndpointMetadata, _ datalayer.PoolInfo) fwkdl.Endpoint {
	f.made = append(f.made, metadata.MetricsHost)
	return fwkdl.NewEndpoint(metadata, nil)
}

func (f *countingFactory) ReleaseEndpoint(endpoint fwkdl.Endpoint) {
	f.released = append(f.released, endpoint.GetMetadata().MetricsHost)
}

func addressesOf(pool *endpointPool) string {
	var addresses []string
	for _, endpoint := range pool.store.PodList(datastore.AllPodsPredicate) {
		metadata := endpoint.GetMetadata()
		addresses = append(addresses, metadata.PodName+"="+net.JoinHostPort(metadata.Address, metadata.Port))
	}
	slices.Sort(addresses)
	return strings.Join(addresses, " ")
}

func TestReplaceFollowsTheFile(t *testing.T) {
	a, b := endpointfile.Endpoint{Name: "a", Address: "127.0.0.1", Port: "1"}, endpointfile.Endpoint{Name: "b", Address: "127.0.0.1", Port: "2"}
	moved, elsewhere := endpointfile.Endpoint{Name: "a", Address: "127.0.0.1", Port: "3"}, endpointfile.Endpoint{Name: "a", Address: "127.0.0.2", Port: "1"}
	for _, row := range []struct {
		name          string
		before, after []endpointfile.Endpoint
		want          string
		made          int
	}{
		{"the first", nil, []endpointfile.Endpoint{a}, "a=127.0.0.1:1", 1},
		{"unchanged", []endpointfile.Endpoint{a, b}, []endpointfile.Endpoint{b, a}, "a=127.0.0.1:1 b=127.0.0.1:2", 2},
		{"added", []endpointfile.Endpoint{a}, []endpointfile.Endpoint{a, b}, "a=127.0.0.1:1 b=127.0.0.1:2", 2},
		{"removed", []endpointfile.Endpoint{a, b}, []endpointfile.Endpoint{b}, "b=127.0.0.1:2", 2},
		{"another port", []endpointfile.Endpoint{a, b}, []endpointfile.Endpoint{moved, b}, "a=127.0.0.1:3 b=127.0.0.1:2", 3},
		{"another address", []endpointfile.Endpoint{a}, []endpointfile.Endpoint{elsewhere}, "a=127.0.0.2:1", 2},
		{"renamed", []endpointfile.Endpoint{a}, []endpointfile.Endpoint{{Name: "c", Address: "127.0.0.1", Port: "1"}}, "c=127.0.0.1:1", 2},
	} {
		t.Run(row.name, func(t *testing.T) {
			factory := &countingFactory{}
			pool := newEndpointPool(t.Context(), factory, "default", "test")
			for _, endpoints := range [][]endpointfile.Endpoint{row.before, row.after} {
				if err := pool.replace(t.Context(), endpoints); err != nil {
					t.Fatal(err)
				}
			}
			if got := addressesOf(pool); got != row.want {
				t.Errorf("endpoints %s, want %s", got, row.want)
			}
			if !pool.has(row.after) || pool.has(row.after[1:]) || pool.has(append(row.after, endpointfile.Endpoint{Name: "z"})) {
				t.Error("the pool does not know what it has")
			}
			if len(factory.made) != row.made || len(factory.made)-len(factory.released) != len(row.after) {
				t.Errorf("made %v, released %v, want %d made", factory.made, factory.released, row.made)
			}
		})
	}
}

func TestPodListOnlyListsPods(t *testing.T) {
	pods := podList{{}}
	var list corev1.PodList
	if err := pods.List(t.Context(), &list); err != nil || len(list.Items) != 1 {
		t.Errorf("%d pods, %v", len(list.Items), err)
	}
	if err := pods.List(t.Context(), &corev1.NodeList{}); err == nil {
		t.Error("nodes were listed")
	}
	if err := pods.Get(t.Context(), client.ObjectKey{Name: "a"}, &corev1.Pod{}); err == nil {
		t.Error("a pod was found")
	}
}
