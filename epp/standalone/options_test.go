package standalone

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/pflag"
)

func TestRequested(t *testing.T) {
	for arguments, want := range map[string]bool{
		"":                                    false,
		"--pool-name p":                       false,
		"--endpoints-file f":                  true,
		"-v 2 --endpoints-file=f":             true,
		"--endpoints-files f":                 false,
		"--config-file endpoints-file":        false,
		"--pool-name p -- --endpoints-file f": false,
	} {
		if got := Requested(strings.Fields(arguments)); got != want {
			t.Errorf("%q: %t, want %t", arguments, got, want)
		}
	}
}

func TestReadOptions(t *testing.T) {
	got, err := readOptions(strings.Fields("--endpoints-file f.yaml --grpc-port 19002 -v 2 --secure-serving=false"))
	if err != nil {
		t.Fatal(err)
	}
	if got.endpointsFile != "f.yaml" || got.GRPCPort != 19002 || got.SecureServing || got.PoolName != "standalone" || got.PoolNamespace != "default" {
		t.Errorf("%+v", got.Options)
	}
}

func TestReadOptionsNamesWhatIsWrong(t *testing.T) {
	for arguments, want := range map[string]string{
		"--endpoints-file=":                          `--endpoints-file: "", expected a file`,
		"--endpoints-file f --endpoint-selector a=b": `--endpoint-selector: "a=b", expected none`,
		"--endpoints-file f --grpc-port x":           "--grpc-port",
		"--endpoints-file f --nonsense":              "--nonsense",
	} {
		if _, err := readOptions(strings.Fields(arguments)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v, want it to have %q", arguments, err, want)
		}
	}
	if _, err := readOptions([]string{"--endpoints-file", "f", "--help"}); !errors.Is(err, pflag.ErrHelp) {
		t.Errorf("error %v, want pflag.ErrHelp", err)
	}
}

func TestConfigurationNamesAFileThatIsMissing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "config.yaml")
	o, err := readOptions([]string{"--endpoints-file", "f", "--config-file", path})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := o.configuration(); err == nil || !strings.Contains(err.Error(), path) {
		t.Errorf("error %v", err)
	}
	write(t, path, "text")
	if got, err := o.configuration(); err != nil || string(got) != "text" {
		t.Errorf("%q, %v", got, err)
	}
}
