// Checks a proof, a consistency proof and exported tiles with golang.org/x/mod/sumdb, which knows nothing of Riad.
package main

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type input struct {
	VerifierKey string   `json:"verifierKey"`
	Checkpoint  string   `json:"checkpoint"`
	Record      string   `json:"record"`
	Index       int64    `json:"index"`
	Proof       []string `json:"proof"`
	Older       string   `json:"older"`
	Consistency []string `json:"consistency"`
	Export      string   `json:"export"`
}

func main() {
	var in input
	must(json.NewDecoder(os.Stdin).Decode(&in))
	verifier, err := note.NewVerifier(in.VerifierKey)
	must(err)
	size, root := open(in.Checkpoint, verifier)
	oldSize, oldRoot := open(in.Older, verifier)
	must(tlog.CheckRecord(hashes(in.Proof), size, root, in.Index, tlog.RecordHash([]byte(in.Record))))
	must(tlog.CheckTree(hashes(in.Consistency), size, root, oldSize, oldRoot))
	reader := tlog.TileHashReader(tlog.Tree{N: size, Hash: root}, tiles{in.Export})
	own, err := tlog.ProveRecord(size, in.Index, reader)
	must(err)
	must(tlog.CheckRecord(own, size, root, in.Index, tlog.RecordHash([]byte(in.Record))))
	fmt.Println("ok")
}

func open(text string, verifier note.Verifier) (int64, tlog.Hash) {
	opened, err := note.Open([]byte(text), note.VerifierList(verifier))
	must(err)
	lines := strings.Split(opened.Text, "\n")
	if lines[0] != verifier.Name() {
		must(fmt.Errorf("origin %q", lines[0]))
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	must(err)
	return size, hash(lines[2])
}

func hashes(texts []string) []tlog.Hash {
	var all []tlog.Hash
	for _, text := range texts {
		all = append(all, hash(text))
	}
	return all
}

func hash(text string) tlog.Hash {
	bytes, err := base64.StdEncoding.DecodeString(text)
	must(err)
	var h tlog.Hash
	if copy(h[:], bytes) != tlog.HashSize {
		must(fmt.Errorf("short hash"))
	}
	return h
}

// Reads tiles of height 8 from a folder in the tlog-tiles layout.
type tiles struct{ folder string }

func (tiles) Height() int                         { return 8 }
func (tiles) SaveTiles(_ []tlog.Tile, _ [][]byte) {}
func (t tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range wanted {
		path := strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
		bytes, err := os.ReadFile(filepath.Join(t.folder, path))
		if err != nil {
			return nil, err
		}
		all = append(all, bytes)
	}
	return all, nil
}

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
