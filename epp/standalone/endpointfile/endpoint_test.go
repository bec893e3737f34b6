package endpointfile

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	got, err := Parse([]byte(`
endpoints:
  - name: fake-0
    namespace: default
    address: "127.0.0.1"
    port: "18000"
    labels: { role: decode }
  - { name: fake-1, address: "::1", port: 18000 }
`))
	want := []Endpoint{
		{Name: "fake-0", Namespace: "default", Address: "127.0.0.1", Port: "18000", Labels: map[string]string{"role": "decode"}},
		{Name: "fake-1", Address: "::1", Port: "18000"},
	}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, %v", got, err)
	}
	if got[0].PortNumber() != 18000 {
		t.Errorf("port %d", got[0].PortNumber())
	}
}

func TestParseNamesWhatIsWrong(t *testing.T) {
	for _, row := range []struct{ file, want string }{
		{"", "endpoints: there are none, expected at least one"},
		{"endpoints: []", "endpoints: there are none"},
		{"endpoints: [{address: 127.0.0.1, port: '1'}]", "endpoints[0].name: is missing"},
		{"endpoints: [{name: a, address: localhost, port: '1'}]", `endpoints[0].address: "localhost" of "a" is not possible, expected an IP address`},
		{"endpoints: [{name: a, address: 127.0.0.1, port: '0'}]", `endpoints[0].port: "0" of "a" is not possible, expected "1" to "65535"`},
		{"endpoints: [{name: a, address: 127.0.0.1, port: '+1'}]", `endpoints[0].port: "+1"`},
		{"endpoints: [{name: a, address: 127.0.0.1}]", `endpoints[0].port: "" of "a"`},
		{"endpoints: [{name: [a], address: 127.0.0.1, port: '1'}]", "endpoints.name of type string"},
		{"endpoints: [{name: a, address: 127.0.0.1, port: '1', weight: 3}]", `unknown field "weight"`},
		{"endpoint: []", `unknown field "endpoint"`},
		{"endpoints: [{name: a, address: 127.0.0.1, port: '1'}, {name: a, address: 127.0.0.1, port: '2'}]", `endpoints[1].name: "a" is there twice`},
		{"endpoints: [{name: a, address: 127.0.0.1, port: '1'}, {name: b, address: 127.0.0.1, port: '1'}]", "endpoints[1].address: 127.0.0.1 with port 1 is there twice"},
		{"endpoints: {", "error converting YAML to JSON"},
	} {
		_, err := Parse([]byte(row.file))
		if err == nil || !strings.Contains(err.Error(), row.want) {
			t.Errorf("%s: error %v, want it to have %q", row.file, err, row.want)
		}
	}
}

func TestReadNamesTheFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "endpoints.yaml")
	if _, err := Read(path); err == nil || !strings.Contains(err.Error(), path) {
		t.Errorf("error %v", err)
	}
	if err := os.WriteFile(path, []byte("endpoints: []"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Read(path); err == nil || !strings.Contains(err.Error(), path+": endpoints: there are none") {
		t.Errorf("error %v", err)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte("endpoints:\n  - {name: a, address: 127.0.0.1, port: '80'}\n"))
	f.Add([]byte("endpoints: [{name: a, address: '::1', port: '65535', labels: {a: b}}]"))
	f.Add([]byte(`{"endpoints": [{"name": 1}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		endpoints, err := Parse(data)
		if (err == nil) != (len(endpoints) > 0) {
			t.Fatalf("%d endpoints, error %v", len(endpoints), err)
		}
		for _, endpoint := range endpoints {
			if endpoint.Name == "" || endpoint.PortNumber() < 1 || endpoint.PortNumber() > 65535 {
				t.Errorf("%+v", endpoint)
			}
		}
	})
}
