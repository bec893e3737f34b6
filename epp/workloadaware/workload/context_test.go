package workload

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

// vectorsOf reads a file that the TypeScript packages are tested with, too.
func vectorsOf[T any](t testing.TB, file string) []T {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "..", "packages", "protocol", "vectors", file))
	if err != nil {
		t.Fatal(err)
	}
	var read struct {
		Vectors []T `json:"vectors"`
	}
	if err := json.Unmarshal(data, &read); err != nil {
		t.Fatal(err)
	}
	if len(read.Vectors) == 0 {
		t.Fatalf("%s: no vectors", file)
	}
	return read.Vectors
}

type contextVector struct {
	Name        string        `json:"name"`
	Header      *string       `json:"header"`
	WorkloadID  *string       `json:"workloadId"`
	Criticality int           `json:"criticality"`
	Source      ContextSource `json:"source"`
}

// bytes undoes the vectors' notation: one character stands for one byte.
func (v contextVector) bytes() string {
	if v.Header == nil {
		return ""
	}
	var raw strings.Builder
	for _, character := range *v.Header {
		raw.WriteByte(byte(character))
	}
	return raw.String()
}

func TestReadContextFollowsTheVectors(t *testing.T) {
	for _, vector := range vectorsOf[contextVector](t, "workload-context.json") {
		t.Run(vector.Name, func(t *testing.T) {
			got := ReadContext(vector.bytes(), 3)
			if got.Criticality != vector.Criticality || got.Source != vector.Source {
				t.Errorf("criticality %d (%s), want %d (%s)", got.Criticality, got.Source, vector.Criticality, vector.Source)
			}
			if vector.WorkloadID == nil {
				if !got.GeneratedID || !strings.HasPrefix(got.WorkloadID, "auto-") || len(got.WorkloadID) != len("auto-")+36 {
					t.Errorf("id %q (generated: %t), want auto- and a UUID", got.WorkloadID, got.GeneratedID)
				}
			} else if got.WorkloadID != *vector.WorkloadID || got.GeneratedID {
				t.Errorf("id %q (generated: %t), want %q", got.WorkloadID, got.GeneratedID, *vector.WorkloadID)
			}
		})
	}
}

func TestReadContextTakesTheConfiguredDefault(t *testing.T) {
	for header, want := range map[string]int{"": 4, "no JSON": 4, "{}": 1} {
		if got := ReadContext(header, 4).Criticality; got != want {
			t.Errorf("header %q: criticality %d, want %d", header, got, want)
		}
	}
}

func TestReadContextMakesUpADifferentIDEachTime(t *testing.T) {
	if first, second := ReadContext("", 3), ReadContext("", 3); first.WorkloadID == second.WorkloadID {
		t.Errorf("two requests share the id %q", first.WorkloadID)
	}
}

func FuzzReadContext(f *testing.F) {
	for _, vector := range vectorsOf[contextVector](f, "workload-context.json") {
		f.Add(vector.bytes())
	}
	f.Fuzz(func(t *testing.T, header string) {
		got := ReadContext(header, 3)
		if got.Criticality < MinCriticality || got.Criticality > MaxCriticality {
			t.Errorf("criticality %d of %q", got.Criticality, header)
		}
		if got.WorkloadID == "" || !utf8.ValidString(got.WorkloadID) {
			t.Errorf("id %q of %q", got.WorkloadID, header)
		}
		dropped := got.Source == ContextMissing || got.Source == ContextInvalid
		if dropped && (!got.GeneratedID || got.Criticality != 3) {
			t.Errorf("%q was dropped, but gave %+v", header, got)
		}
		if !dropped && !json.Valid([]byte(header)) {
			t.Errorf("%q is no JSON, but gave %+v", header, got)
		}
	})
}
