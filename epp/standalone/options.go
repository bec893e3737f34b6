package standalone

import (
	"fmt"
	"os"
	"strings"

	"github.com/spf13/pflag"
	runserver "sigs.k8s.io/gateway-api-inference-extension/pkg/epp/server"
)

// EndpointsFileFlag chooses this mode.
const EndpointsFileFlag = "endpoints-file"

const (
	defaultPoolName      = "standalone"
	defaultPoolNamespace = "default"
)

// Requested says whether the arguments (without the program's name) ask for this mode.
func Requested(arguments []string) bool {
	for _, argument := range arguments {
		if argument == "--" {
			return false
		}
		if argument == "--"+EndpointsFileFlag || strings.HasPrefix(argument, "--"+EndpointsFileFlag+"=") {
			return true
		}
	}
	return false
}

// AddFlag puts the flag that chooses this mode beside those of the upstream runner, so that --help names it.
func AddFlag(flags *pflag.FlagSet) *string {
	return flags.String(EndpointsFileFlag, "", "YAML file that lists the model servers (endpoints: name, address, port); watched for changes. "+
		"With it, the picker runs without Kubernetes.")
}

// options are the upstream flags and ours.
type options struct {
	*runserver.Options
	endpointsFile string
}

// readOptions parses and checks the arguments (without the program's name). pflag.ErrHelp: help was asked for and printed.
func readOptions(arguments []string) (options, error) {
	flags := pflag.NewFlagSet("epp", pflag.ContinueOnError)
	read := options{Options: runserver.NewOptions()}
	read.AddFlags(flags)
	endpointsFile := AddFlag(flags)
	if err := flags.Parse(arguments); err != nil {
		return options{}, err
	}
	read.endpointsFile = *endpointsFile
	if read.endpointsFile == "" {
		return options{}, fmt.Errorf("--%s: %q, expected a file", EndpointsFileFlag, read.endpointsFile)
	}
	if read.EndpointSelector != "" {
		return options{}, fmt.Errorf("--endpoint-selector: %q, expected none beside --%s: pods cannot be selected without Kubernetes", read.EndpointSelector, EndpointsFileFlag)
	}
	if read.PoolName == "" {
		read.PoolName = defaultPoolName
	}
	if read.PoolNamespace == "" {
		read.PoolNamespace = defaultPoolNamespace
	}
	if err := read.Complete(); err != nil {
		return options{}, err
	}
	return read, read.Validate()
}

// configuration is the text of the configuration, from the file or the flag; empty for the upstream default.
func (o options) configuration() ([]byte, error) {
	if o.ConfigFile == "" {
		return []byte(o.ConfigText), nil
	}
	text, err := os.ReadFile(o.ConfigFile)
	if err != nil {
		return nil, fmt.Errorf("--config-file: %w", err)
	}
	return text, nil
}
