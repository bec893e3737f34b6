// Package endpointfile reads the list of model servers that the picker without Kubernetes chooses from.
package endpointfile

import (
	"fmt"
	"net/netip"
	"os"
	"strconv"

	"sigs.k8s.io/yaml"
)

// Endpoint is a model server, as the file names it.
type Endpoint struct {
	Name string `json:"name"`
	// Namespace is read for the sake of the format; the picker knows one namespace, that of its pool.
	Namespace string `json:"namespace,omitempty"`
	// Address is an IP address; names are not resolved.
	Address string `json:"address"`
	// Port is a string in the format of llm-d-router; a YAML number is read as one.
	Port   string            `json:"port"`
	Labels map[string]string `json:"labels,omitempty"`
}

// PortNumber is the port, of an endpoint that Parse has checked.
func (e Endpoint) PortNumber() int {
	port, _ := strconv.Atoi(e.Port)
	return port
}

// Read reads the file that --endpoints-file names.
func Read(path string) ([]Endpoint, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("endpoints file: %w", err)
	}
	endpoints, err := Parse(data)
	if err != nil {
		return nil, fmt.Errorf("endpoints file %s: %w", path, err)
	}
	return endpoints, nil
}

// Parse reads YAML (or JSON) in the format of llm-d-router's file-discovery plugin: a list endpoints of name, address and
// port, with namespace and labels where wanted. An unknown key, no endpoint at all, or one that cannot be used is an error that
// names the endpoint, the key, the value and what was expected.
func Parse(data []byte) ([]Endpoint, error) {
	var file struct {
		Endpoints []Endpoint `json:"endpoints"`
	}
	if err := yaml.UnmarshalStrict(data, &file); err != nil {
		return nil, err
	}
	if len(file.Endpoints) == 0 {
		return nil, fmt.Errorf("endpoints: there are none, expected at least one")
	}
	names, addresses := map[string]bool{}, map[string]bool{}
	for i, endpoint := range file.Endpoints {
		if err := endpoint.check(); err != nil {
			return nil, fmt.Errorf("endpoints[%d].%w", i, err)
		}
		address := endpoint.Address + " " + endpoint.Port
		switch {
		case names[endpoint.Name]:
			return nil, fmt.Errorf("endpoints[%d].name: %q is there twice, expected different names", i, endpoint.Name)
		case addresses[address]:
			return nil, fmt.Errorf("endpoints[%d].address: %s with port %s is there twice", i, endpoint.Address, endpoint.Port)
		}
		names[endpoint.Name], addresses[address] = true, true
	}
	return file.Endpoints, nil
}

func (e Endpoint) check() error {
	if e.Name == "" {
		return fmt.Errorf("name: is missing, expected a name")
	}
	if _, err := netip.ParseAddr(e.Address); err != nil {
		return fmt.Errorf("address: %q of %q is not possible, expected an IP address", e.Address, e.Name)
	}
	if port, err := strconv.Atoi(e.Port); err != nil || port < 1 || port > 65535 || strconv.Itoa(port) != e.Port {
		return fmt.Errorf("port: %q of %q is not possible, expected \"1\" to \"65535\"", e.Port, e.Name)
	}
	return nil
}
