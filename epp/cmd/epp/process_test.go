package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/health/grpc_health_v1"

	"github.com/org/wa-routing/epp/journal"
)

// argumentsVariable makes this test binary a picker: flags, signals, exit codes and the log are those of a process of its own.
const argumentsVariable = "WA_ROUTING_EPP_ARGUMENTS"

func TestMain(m *testing.M) {
	arguments, isPicker := os.LookupEnv(argumentsVariable)
	if !isPicker {
		os.Exit(m.Run())
	}
	os.Args = append([]string{"epp"}, strings.Split(arguments, "\n")...)
	main()
}

// process is a picker that runs beside the test.
type process struct {
	t           testing.TB
	command     *exec.Cmd
	log         string
	stderr      *os.File // nil: the log
	files       string
	metricsPort int
	picker      *grpc.ClientConn
}

// startStandalone starts a picker with --endpoints-file and waits until it serves. It ends with the test.
func startStandalone(t testing.TB, config, endpoints string) *process {
	t.Helper()
	p := launchStandalone(t, config, endpoints)
	p.awaitServing()
	return p
}

func launchStandalone(t testing.TB, config, endpoints string) *process {
	t.Helper()
	p := &process{t: t, files: t.TempDir()}
	write(t, p.endpointsFile(), endpoints)
	p.launch(config, nil, "--endpoints-file", p.endpointsFile())
	return p
}

// launch starts the process. It ends with the test.
func (p *process) launch(config string, environment []string, arguments ...string) {
	t := p.t
	t.Helper()
	ports := freePorts(t, 3)
	p.metricsPort = ports[2]
	p.log = filepath.Join(p.files, "log")
	configFile := filepath.Join(p.files, "config.yaml")
	write(t, configFile, config)
	output, err := os.Create(p.log)
	if err != nil {
		t.Fatal(err)
	}
	arguments = append(arguments, "--config-file", configFile, "-v", "2", "--secure-serving=false", "--health-checking", "--tracing=false",
		"--grpc-port", fmt.Sprint(ports[0]), "--grpc-health-port", fmt.Sprint(ports[1]), "--metrics-port", fmt.Sprint(ports[2]))
	p.command = exec.Command(os.Args[0])
	p.command.Env = slices.Concat(os.Environ(), environment, []string{argumentsVariable + "=" + strings.Join(arguments, "\n")})
	p.command.Stderr, p.command.Stdout = output, output
	if p.stderr != nil {
		p.command.Stderr = p.stderr
	}
	if err := p.command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = output.Close()
		if p.command.ProcessState == nil {
			_ = p.command.Process.Kill()
			_ = p.command.Wait()
		}
		if t.Failed() {
			lines := strings.Split(p.text(), "\n")
			t.Logf("the log ends:\n%s", strings.Join(lines[max(0, len(lines)-15):], "\n"))
		}
	})
	p.picker, err = grpc.NewClient(fmt.Sprintf("127.0.0.1:%d", ports[0]), grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.picker.Close() })
}

// awaitServing waits for the picker and for its metrics: each is served by a server of its own, which may be the last to start.
func (p *process) awaitServing() {
	p.t.Helper()
	p.await("the health check", func() bool {
		answer, err := grpc_health_v1.NewHealthClient(p.picker).Check(p.t.Context(), &grpc_health_v1.HealthCheckRequest{})
		return err == nil && answer.Status == grpc_health_v1.HealthCheckResponse_SERVING
	})
	p.await("the metrics", func() bool {
		connection, err := net.Dial("tcp", fmt.Sprintf("127.0.0.1:%d", p.metricsPort))
		if err == nil {
			_ = connection.Close()
		}
		return err == nil
	})
}

func write(t testing.TB, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func freePorts(t testing.TB, count int) (ports []int) {
	t.Helper()
	for range count {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = listener.Close() }()
		ports = append(ports, listener.Addr().(*net.TCPAddr).Port)
	}
	return ports
}

func (p *process) endpointsFile() string { return filepath.Join(p.files, "endpoints.yaml") }

func (p *process) text() string {
	text, err := os.ReadFile(p.log)
	if err != nil {
		p.t.Fatal(err)
	}
	return string(text)
}

// await polls until the condition holds.
func (p *process) await(what string, holds func() bool) {
	p.t.Helper()
	for deadline := time.Now().Add(30 * time.Second); !holds(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			p.t.Fatalf("%s did not come", what)
		}
	}
}

// exitCode waits for the end.
func (p *process) exitCode() int {
	p.t.Helper()
	ended := make(chan struct{})
	go func() { _ = p.command.Wait(); close(ended) }()
	select {
	case <-ended:
		return p.command.ProcessState.ExitCode()
	case <-time.After(30 * time.Second):
		p.t.Fatal("the picker has not ended")
		return 0
	}
}

func (p *process) terminate() {
	p.t.Helper()
	if err := p.command.Process.Signal(syscall.SIGTERM); err != nil {
		p.t.Fatal(err)
	}
}

// metric sums the series of a name whose labels have this text; false: there is none.
func (p *process) metric(name, labels string) (sum float64, found bool) {
	p.t.Helper()
	ctx, end := context.WithTimeout(p.t.Context(), 10*time.Second)
	defer end()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, fmt.Sprintf("http://127.0.0.1:%d/metrics", p.metricsPort), nil)
	if err != nil {
		p.t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		p.t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	for lines := bufio.NewScanner(answer.Body); lines.Scan(); {
		series, value, _ := strings.Cut(lines.Text(), "} ")
		if strings.HasPrefix(series, name+"{") && strings.Contains(series, labels) {
			var read float64
			if _, err := fmt.Sscan(value, &read); err != nil {
				p.t.Fatal(err)
			}
			sum, found = sum+read, true
		}
	}
	_, _ = io.Copy(io.Discard, answer.Body)
	return sum, found
}

// dispatched are the ids of the log's dispatch lines, in their order, once the picker has ended.
func (p *process) dispatched() (ids []string) {
	for line := range strings.Lines(p.text()) {
		var fields struct {
			Message string `json:"msg"`
			ID      string `json:"request_id"`
		}
		if json.Unmarshal([]byte(line), &fields) == nil && fields.Message == journal.Marker+"Request dispatched" {
			ids = append(ids, fields.ID)
		}
	}
	return ids
}
