// Checks a log, or one entry of it, with the Go project's own packages and nothing of Ostiary's.
//
//	verify -vkey log.vkey [-witness w.vkey]... -leaf entry proof.tlog-proof
//	verify -vkey log.vkey [-witness w.vkey]... -log folder
//
// How to build and use it: docs/audit-verification.md.
package main

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// A cosigner checks cosignature/v1 (C2SP tlog-cosignature, type 04), which the note package does not know.
type cosigner struct {
	name string
	id   uint32
	key  ed25519.PublicKey
}

func (c cosigner) Name() string    { return c.name }
func (c cosigner) KeyHash() uint32 { return c.id }
func (c cosigner) Verify(text, signature []byte) bool {
	if len(signature) != 8+ed25519.SignatureSize {
		return false
	}
	header := fmt.Sprintf("cosignature/v1\ntime %d\n", binary.BigEndian.Uint64(signature))
	return ed25519.Verify(c.key, append([]byte(header), text...), signature[8:])
}

func parseCosigner(vkey string) (cosigner, error) {
	parts := strings.SplitN(vkey, "+", 3)
	if len(parts) != 3 {
		return cosigner{}, errors.New("witness key: not of the form name+id+key")
	}
	id, err := strconv.ParseUint(parts[1], 16, 32)
	if err != nil {
		return cosigner{}, err
	}
	key, err := base64.StdEncoding.DecodeString(parts[2])
	if err != nil || len(key) != 1+ed25519.PublicKeySize || key[0] != 4 {
		return cosigner{}, errors.New("witness key: not of type 04")
	}
	return cosigner{parts[0], uint32(id), key[1:]}, nil
}

// open checks every signature that it has a key for and returns the tree that was signed.
func open(signed []byte, log note.Verifier, witnesses []cosigner) (tlog.Tree, error) {
	known := []note.Verifier{log}
	for _, w := range witnesses {
		known = append(known, w)
	}
	n, err := note.Open(signed, note.VerifierList(known...))
	if err != nil {
		return tlog.Tree{}, err
	}
	if len(n.Sigs) != len(known) {
		return tlog.Tree{}, fmt.Errorf("%d of %d signatures are there", len(n.Sigs), len(known))
	}
	lines := strings.Split(n.Text, "\n")
	if len(lines) < 4 || lines[0] != log.Name() {
		return tlog.Tree{}, errors.New("checkpoint of another log")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return tlog.Tree{}, err
	}
	root, err := tlog.ParseHash(lines[2])
	return tlog.Tree{N: size, Hash: root}, err
}

// checkProof reads a tlog-proof: header, perhaps "extra", index, hashes, a blank line, the checkpoint.
func checkProof(file, entry []byte, log note.Verifier, witnesses []cosigner) error {
	head, checkpoint, _ := strings.Cut(string(file), "\n\n")
	lines := strings.Split(head, "\n")
	if lines[0] != "c2sp.org/tlog-proof@v1" {
		return errors.New("not a tlog-proof")
	}
	lines = lines[1:]
	if len(lines) > 0 && strings.HasPrefix(lines[0], "extra ") {
		lines = lines[1:]
	}
	if len(lines) == 0 || !strings.HasPrefix(lines[0], "index ") {
		return errors.New("no index")
	}
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[0], "index "), 10, 64)
	if err != nil {
		return err
	}
	var proof tlog.RecordProof
	for _, line := range lines[1:] {
		hash, err := tlog.ParseHash(line)
		if err != nil {
			return err
		}
		proof = append(proof, hash)
	}
	tree, err := open([]byte(checkpoint), log, witnesses)
	if err != nil {
		return err
	}
	if err := tlog.CheckRecord(proof, tree.N, tree.Hash, index, tlog.RecordHash(entry)); err != nil {
		return err
	}
	fmt.Printf("good: entry %d of %d in %s\n", index, tree.N, log.Name())
	return nil
}

// checkLog recomputes the root from the entry bundles of a folder in the layout of C2SP tlog-tiles.
func checkLog(folder string, log note.Verifier, witnesses []cosigner) error {
	signed, err := os.ReadFile(filepath.Join(folder, "checkpoint"))
	if err != nil {
		return err
	}
	tree, err := open(signed, log, witnesses)
	if err != nil {
		return err
	}
	var stored []tlog.Hash
	read := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		hashes := make([]tlog.Hash, len(indexes))
		for i, index := range indexes {
			hashes[i] = stored[index]
		}
		return hashes, nil
	})
	for index := int64(0); index < tree.N; {
		end := min(index+256, tree.N)
		bundle, err := readBundle(folder, index/256, end-index)
		if err != nil {
			return err
		}
		for ; index < end; index++ {
			if len(bundle) < 2 || len(bundle) < 2+int(binary.BigEndian.Uint16(bundle)) {
				return io.ErrUnexpectedEOF
			}
			length := 2 + int(binary.BigEndian.Uint16(bundle))
			hashes, err := tlog.StoredHashes(index, bundle[2:length], read)
			if err != nil {
				return err
			}
			stored, bundle = append(stored, hashes...), bundle[length:]
		}
	}
	// TreeHash knows no empty tree, whose root is the hash of nothing.
	root := tlog.Hash(sha256.Sum256(nil))
	if tree.N > 0 {
		if root, err = tlog.TreeHash(tree.N, read); err != nil {
			return err
		}
	}
	if root != tree.Hash {
		return errors.New("the entries do not give the root that was signed")
	}
	fmt.Printf("good: all %d entries of %s give the root that was signed\n", tree.N, log.Name())
	return nil
}

func readBundle(folder string, n, width int64) ([]byte, error) {
	path := fmt.Sprintf("%03d", n%1000)
	for rest := n / 1000; rest > 0; rest /= 1000 {
		path = fmt.Sprintf("x%03d/%s", rest%1000, path)
	}
	full := filepath.Join(folder, "tile", "entries", path)
	if width < 256 {
		if bundle, err := os.ReadFile(fmt.Sprintf("%s.p/%d", full, width)); err == nil {
			return bundle, nil
		}
	}
	return os.ReadFile(full)
}

func min(a, b int64) int64 {
	if a < b {
		return a
	}
	return b
}

func run() error {
	vkeyFile := flag.String("vkey", "", "verifier key of the log")
	leafFile := flag.String("leaf", "", "the entry, to the byte")
	logFolder := flag.String("log", "", "folder of the log")
	var witnesses []cosigner
	flag.Func("witness", "verifier key of a witness that must have cosigned", func(file string) error {
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		witness, err := parseCosigner(strings.TrimSpace(string(text)))
		witnesses = append(witnesses, witness)
		return err
	})
	flag.Parse()
	text, err := os.ReadFile(*vkeyFile)
	if err != nil {
		return err
	}
	log, err := note.NewVerifier(strings.TrimSpace(string(text)))
	if err != nil {
		return err
	}
	if *logFolder != "" {
		return checkLog(*logFolder, log, witnesses)
	}
	entry, err := os.ReadFile(*leafFile)
	if err != nil {
		return err
	}
	file, err := os.ReadFile(flag.Arg(0))
	if err != nil {
		return err
	}
	return checkProof(file, entry, log, witnesses)
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "bad:", err)
		os.Exit(1)
	}
}
