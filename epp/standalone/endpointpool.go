package standalone

import (
	"context"
	"fmt"
	"reflect"
	"slices"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/gateway-api-inference-extension/pkg/epp/datalayer"
	"sigs.k8s.io/gateway-api-inference-extension/pkg/epp/datastore"

	"github.com/org/wa-routing/epp/standalone/endpointfile"
)

// activePortsAnnotation narrows a pod to some of the pool's ports (pkg/epp/datastore/datastore.go).
const activePortsAnnotation = "inference.networking.k8s.io/active-ports"

// endpointPool puts endpoints into the upstream datastore, which only knows pods: each endpoint becomes a pod that has exactly
// one of the pool's target ports. Not safe for concurrent use.
type endpointPool struct {
	store   datastore.Datastore
	pool    *datalayer.EndpointPool
	current map[string]endpointfile.Endpoint
}

// newEndpointPool makes a datastore with a pool without endpoints. Their metrics are collected under ctx.
func newEndpointPool(ctx context.Context, factory datalayer.EndpointFactory, namespace, name string) *endpointPool {
	pool := datalayer.NewEndpointPool(namespace, name)
	// Metrics port 0: that of the endpoint itself.
	store := datastore.NewDatastore(ctx, factory, 0).WithEndpointPool(pool)
	return &endpointPool{store: store, pool: pool, current: map[string]endpointfile.Endpoint{}}
}

// has says whether these are the endpoints already.
func (p *endpointPool) has(endpoints []endpointfile.Endpoint) bool {
	for _, endpoint := range endpoints {
		if !reflect.DeepEqual(p.current[endpoint.Name], endpoint) {
			return false
		}
	}
	return len(endpoints) == len(p.current)
}

// replace makes these the endpoints. One that has not changed keeps its collector; one with another address or port is taken
// out and put in again.
func (p *endpointPool) replace(ctx context.Context, endpoints []endpointfile.Endpoint) error {
	next := make(map[string]endpointfile.Endpoint, len(endpoints))
	for _, endpoint := range endpoints {
		next[endpoint.Name] = endpoint
	}
	for name, before := range p.current {
		if after, stays := next[name]; !stays || after.Address != before.Address || after.Port != before.Port {
			p.store.PodDelete(name)
		}
	}
	if err := p.addPorts(ctx, endpoints); err != nil {
		return err
	}
	for _, endpoint := range endpoints {
		pod := p.pod(endpoint)
		p.store.PodUpdateOrAddIfNotExist(ctx, &pod)
	}
	p.current = next
	return nil
}

// addPorts never takes a port away: the datastore names an endpoint by the position of its port.
func (p *endpointPool) addPorts(ctx context.Context, endpoints []endpointfile.Endpoint) error {
	ports := slices.Clone(p.pool.TargetPorts)
	for _, endpoint := range endpoints {
		if !slices.Contains(ports, endpoint.PortNumber()) {
			ports = append(ports, endpoint.PortNumber())
		}
	}
	if len(ports) == len(p.pool.TargetPorts) {
		return nil
	}
	// The datastore's readers share the pool they were given, so it is replaced, not changed.
	pool := *p.pool
	pool.TargetPorts = ports
	pods := make(podList, len(endpoints))
	for i, endpoint := range endpoints {
		pods[i] = p.pod(endpoint)
	}
	if err := p.store.PoolSet(ctx, pods, &pool); err != nil {
		return fmt.Errorf("ports %v: %w", ports, err)
	}
	p.pool = &pool
	return nil
}

func (p *endpointPool) pod(endpoint endpointfile.Endpoint) corev1.Pod {
	return corev1.Pod{
		ObjectMeta: metav1.ObjectMeta{
			Name:        endpoint.Name,
			Namespace:   p.pool.Namespace,
			Labels:      endpoint.Labels,
			Annotations: map[string]string{activePortsAnnotation: endpoint.Port},
		},
		Status: corev1.PodStatus{
			PodIP:      endpoint.Address,
			Conditions: []corev1.PodCondition{{Type: corev1.PodReady, Status: corev1.ConditionTrue}},
		},
	}
}

// podList stands where the datastore wants to ask the Kubernetes API for pods.
type podList []corev1.Pod

var _ client.Reader = podList{}

// List gives all pods, whatever the options select: the pool selects by file.
func (l podList) List(_ context.Context, list client.ObjectList, _ ...client.ListOption) error {
	pods, ok := list.(*corev1.PodList)
	if !ok {
		return fmt.Errorf("only pods can be listed without Kubernetes, not %T", list)
	}
	pods.Items = slices.Clone(l)
	return nil
}

// Get is not used by the datastore.
func (podList) Get(_ context.Context, key client.ObjectKey, _ client.Object, _ ...client.GetOption) error {
	return fmt.Errorf("%s: nothing can be looked up without Kubernetes", key)
}
