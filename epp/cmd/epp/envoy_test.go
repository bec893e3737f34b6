package main

import (
	"fmt"
	"io"
	"testing"

	corev3 "github.com/envoyproxy/go-control-plane/envoy/config/core/v3"
	extprocv3 "github.com/envoyproxy/go-control-plane/envoy/service/ext_proc/v3"
)

// exchange is one request as Envoy shows it to the picker, while the picker holds it.
type exchange struct {
	stream extprocv3.ExternalProcessor_ProcessClient
}

// begin sends the headers and the body.
func (p *process) begin(id, contextHeader string) exchange {
	p.t.Helper()
	stream, err := extprocv3.NewExternalProcessorClient(p.picker).Process(p.t.Context())
	if err != nil {
		p.t.Fatal(err)
	}
	headers := []*corev3.HeaderValue{
		{Key: ":path", RawValue: []byte("/v1/completions")},
		{Key: "x-request-id", RawValue: []byte(id)},
	}
	if contextHeader != "" {
		headers = append(headers, &corev3.HeaderValue{Key: "x-workload-context", RawValue: []byte(contextHeader)})
	}
	for _, message := range []*extprocv3.ProcessingRequest{
		{Request: &extprocv3.ProcessingRequest_RequestHeaders{RequestHeaders: &extprocv3.HttpHeaders{Headers: &corev3.HeaderMap{Headers: headers}}}},
		{Request: &extprocv3.ProcessingRequest_RequestBody{RequestBody: &extprocv3.HttpBody{Body: []byte(`{"model": "m", "prompt": "hello"}`), EndOfStream: true}}},
	} {
		if err := stream.Send(message); err != nil {
			p.t.Fatal(err)
		}
	}
	return exchange{stream}
}

// finish waits for the picker's choice, ends the exchange, and gives the chosen model server.
func (e exchange) finish(t testing.TB) string {
	t.Helper()
	answer, err := e.stream.Recv()
	if err != nil {
		t.Fatal(err)
	}
	chosen := ""
	for _, header := range answer.GetRequestHeaders().GetResponse().GetHeaderMutation().GetSetHeaders() {
		if header.Header.Key == "x-gateway-destination-endpoint" {
			chosen = string(header.Header.RawValue)
		}
	}
	if err := e.stream.CloseSend(); err != nil {
		t.Fatal(err)
	}
	for err == nil {
		_, err = e.stream.Recv()
	}
	if err != io.EOF {
		t.Fatal(err)
	}
	return chosen
}

func contextHeader(workloadID string, criticality int) string {
	return fmt.Sprintf(`{"workload_id": %q, "criticality": %d}`, workloadID, criticality)
}
