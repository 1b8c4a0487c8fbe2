package console

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

// data is what a file has: the emulator's, and the keys by their names.
type data struct {
	Keys     []NamedKey      `json:"keys"`
	Emulator json.RawMessage `json:"emulator"`
}

// load reads the data of an earlier run into an emulator. It reports false, without an error,
// where there are none.
func load(api *emulator.Server, file string) (keys []NamedKey, found bool, err error) {
	text, err := os.ReadFile(file) //nolint:gosec // named by who starts the program
	if errors.Is(err, fs.ErrNotExist) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	var saved data
	if err := json.Unmarshal(text, &saved); err != nil {
		return nil, false, fmt.Errorf("%s is not what the emulator saves: %w", file, err)
	}
	if err := api.Load(bytes.NewReader(saved.Emulator)); err != nil {
		return nil, false, fmt.Errorf("%s: %w", file, err)
	}
	return saved.Keys, true, nil
}

// save replaces the file at once, so that a run that is killed leaves the data of before. Only
// its owner can read it: it has secrets.
func save(api *emulator.Server, keys []NamedKey, file string) (err error) {
	var saved bytes.Buffer
	if err := api.Save(&saved); err != nil {
		return err
	}
	text, err := json.Marshal(data{keys, saved.Bytes()})
	if err != nil {
		return err
	}
	part, err := os.CreateTemp(filepath.Dir(file), filepath.Base(file)+".*")
	if err != nil {
		return err
	}
	_, err = part.Write(text)
	if err = errors.Join(err, part.Sync(), part.Close()); err == nil {
		err = os.Rename(part.Name(), file)
	}
	if err != nil {
		return errors.Join(err, os.Remove(part.Name()))
	}
	return nil
}

// saver saves in the background what has changed, at most once in a pause.
type saver struct {
	save  func() error
	dirty chan struct{}
	stop  chan struct{}
	done  chan error
}

const savePause = time.Second

func startSaver(save func() error) *saver {
	s := &saver{save: save, dirty: make(chan struct{}, 1), stop: make(chan struct{}), done: make(chan error, 1)}
	go s.run()
	return s
}

// changed asks for the data to be saved.
func (s *saver) changed() {
	select {
	case s.dirty <- struct{}{}:
	default: // it is going to be
	}
}

func (s *saver) run() {
	var failed error
	for {
		select {
		case <-s.dirty:
			failed = s.save()
		case <-s.stop:
			s.done <- errors.Join(failed, s.save())
			return
		}
		select {
		case <-time.After(savePause):
		case <-s.stop:
			s.done <- s.save()
			return
		}
	}
}

// close saves a last time.
func (s *saver) close() error {
	close(s.stop)
	return <-s.done
}
