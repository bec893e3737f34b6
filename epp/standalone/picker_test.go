package standalone

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/go-logr/logr/funcr"
)

func TestRunNamesWhatIsWrong(t *testing.T) {
	folder := t.TempDir()
	endpoints := filepath.Join(folder, "endpoints.yaml")
	write(t, endpoints, "endpoints: [{name: a, address: 127.0.0.1, port: '1'}]")
	missing := filepath.Join(folder, "missing.yaml")
	for _, row := range []struct {
		arguments []string
		want      string
	}{
		{[]string{"--endpoints-file="}, "--endpoints-file"},
		{[]string{"--endpoints-file", missing}, missing},
		{[]string{"--endpoints-file", endpoints, "--config-file", missing}, "--config-file"},
	} {
		if err := Run(t.Context(), row.arguments); err == nil || !strings.Contains(err.Error(), row.want) {
			t.Errorf("%q: error %v, want it to have %q", row.arguments, err, row.want)
		}
	}
}

func TestReloadKeepsTheEndpointsWhenTheFileIsBroken(t *testing.T) {
	var said []string
	logger := funcr.New(func(_, text string) { said = append(said, text) }, funcr.Options{Verbosity: 2})
	path := filepath.Join(t.TempDir(), "endpoints.yaml")
	pool := newEndpointPool(t.Context(), &countingFactory{}, "default", "test")
	for _, row := range []struct{ file, want, says string }{
		{"endpoints: [{name: a, address: 127.0.0.1, port: '1'}]", "a=127.0.0.1:1", "read again"},
		{"endpoints: [{name: a, address: 127.0.0.1, port: '1'}]", "a=127.0.0.1:1", ""},
		{"endpoints: [{name: a", "a=127.0.0.1:1", "the endpoints stay as they are"},
		{"endpoints: [{name: a, address: 127.0.0.1, port: '2'}]", "a=127.0.0.1:2", "read again"},
	} {
		said = nil
		write(t, path, row.file)
		reload(t.Context(), path, pool, logger)
		if got := addressesOf(pool); got != row.want {
			t.Errorf("%s: endpoints %s, want %s", row.file, got, row.want)
		}
		if text := strings.Join(said, "\n"); !strings.Contains(text, row.says) || (row.says == "") != (text == "") {
			t.Errorf("%s: said %q, want %q", row.file, text, row.says)
		}
	}
}
