package standalone

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

func write(t testing.TB, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// replace puts a text in the place of another in one piece. A write empties the file first, and whoever looks then sees two changes.
func replace(t testing.TB, path, text string) {
	t.Helper()
	write(t, path+".new", text)
	if err := os.Rename(path+".new", path); err != nil {
		t.Fatal(err)
	}
}

func TestWatchFileSeesWritesAndReplacements(t *testing.T) {
	path := filepath.Join(t.TempDir(), "endpoints.yaml")
	write(t, path, "one")
	texts := make(chan string, 10)
	err := watchFile(t.Context(), path, func() {
		if text, err := os.ReadFile(path); err == nil {
			texts <- string(text)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	await(t, texts, "one")
	write(t, path, "two")
	await(t, texts, "two")
	replace(t, path, "three")
	await(t, texts, "three")
	write(t, path, "four")
	await(t, texts, "four")
}

func TestWatchFileIsNotPutOffByABusyFolder(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "endpoints.yaml")
	write(t, path, "one")
	texts := make(chan string, 10)
	if err := watchFile(t.Context(), path, func() { texts <- contentOf(path) }); err != nil {
		t.Fatal(err)
	}
	ctx, end := context.WithCancel(t.Context())
	var writer sync.WaitGroup
	defer writer.Wait()
	defer end()
	writer.Go(func() {
		for ctx.Err() == nil {
			_ = os.WriteFile(filepath.Join(folder, "log"), nil, 0o600)
			time.Sleep(time.Millisecond)
		}
	})
	await(t, texts, "one")
	replace(t, path, "two")
	await(t, texts, "two")
	select {
	case text := <-texts:
		t.Errorf("called again for %q, which is what it was", text)
	case <-time.After(3 * settleTime):
	}
}

func await(t *testing.T, texts <-chan string, want string) {
	t.Helper()
	deadline := time.After(10 * time.Second)
	for {
		select {
		case text := <-texts:
			if text == want {
				return
			}
		case <-deadline:
			t.Fatalf("%q was not seen", want)
		}
	}
}

func TestWatchFileNamesWhatCannotBeWatched(t *testing.T) {
	path := filepath.Join(t.TempDir(), "no such folder", "endpoints.yaml")
	if err := watchFile(t.Context(), path, func() {}); err == nil || !strings.Contains(err.Error(), path) {
		t.Errorf("error %v", err)
	}
}
