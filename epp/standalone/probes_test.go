package standalone

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/health/grpc_health_v1"
)

// listener holds a free port of all addresses.
func listener(t *testing.T) (held net.Listener, port int) {
	t.Helper()
	held, err := net.Listen("tcp", ":0")
	if err != nil {
		t.Fatal(err)
	}
	return held, held.Addr().(*net.TCPAddr).Port
}

func TestProbesServeUntilTheContextIsDone(t *testing.T) {
	for name, row := range map[string]struct {
		serve func(context.Context, int) error
		ask   func(port int) error
	}{
		"health":  {serveHealth, askHealth},
		"metrics": {serveMetrics, askMetrics},
	} {
		t.Run(name, func(t *testing.T) {
			held, port := listener(t)
			_ = held.Close()
			ctx, end := context.WithCancel(t.Context())
			defer end()
			ended := make(chan error, 1)
			go func() { ended <- row.serve(ctx, port) }()
			for deadline := time.Now().Add(10 * time.Second); ; time.Sleep(5 * time.Millisecond) {
				err := row.ask(port)
				if err == nil {
					break
				}
				if time.Now().After(deadline) {
					t.Fatal(err)
				}
			}
			end()
			if err := <-ended; err != nil {
				t.Errorf("ended with %v", err)
			}
		})
	}
}

func askHealth(port int) error {
	connection, err := grpc.NewClient(fmt.Sprintf("127.0.0.1:%d", port), grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		return err
	}
	defer func() { _ = connection.Close() }()
	answer, err := grpc_health_v1.NewHealthClient(connection).Check(context.Background(), &grpc_health_v1.HealthCheckRequest{})
	if err == nil && answer.Status != grpc_health_v1.HealthCheckResponse_SERVING {
		return fmt.Errorf("status %s", answer.Status)
	}
	return err
}

func askMetrics(port int) error {
	answer, err := http.Get(fmt.Sprintf("http://127.0.0.1:%d/metrics", port))
	if err != nil {
		return err
	}
	defer func() { _ = answer.Body.Close() }()
	body, err := io.ReadAll(answer.Body)
	if err == nil && !strings.Contains(string(body), "go_goroutines") {
		return fmt.Errorf("no metrics in %q", body)
	}
	return err
}

func TestProbesNameTheFlagOfAPortThatIsTaken(t *testing.T) {
	held, port := listener(t)
	defer func() { _ = held.Close() }()
	for flag, serve := range map[string]func(context.Context, int) error{"--grpc-health-port": serveHealth, "--metrics-port": serveMetrics} {
		if err := serve(t.Context(), port); err == nil || !strings.Contains(err.Error(), flag) {
			t.Errorf("error %v, want it to name %s", err, flag)
		}
	}
}
