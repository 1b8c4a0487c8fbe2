//go:build unix

package repo

import (
	"archive/zip"
	"encoding/pem"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/tfcli"
)

// TestGuide_airGapped installs from mirrors as the guide says: from the archives
// of a release, by a server, and a local build.
func TestGuide_airGapped(t *testing.T) {
	t.Parallel()
	program := filepath.Join(t.TempDir(), "provider")
	if err := tfcli.Build(t.Context(), root, ".", "1.2.3", program); err != nil {
		t.Fatal(err)
	}
	export := piece{language: "shell", text: "export TF_CLI_CONFIG_FILE=\"$PWD/mirror.tfrc\"\n"}
	install := pieces(section(t, "air-gapped", "Install and lock"))

	t.Run("files", func(t *testing.T) {
		t.Parallel()
		reader := newReader(t, t.TempDir())
		release(t, program, filepath.Join(reader.dir, "release"))
		output := reader.does(slices.Concat(pieces(section(t, "air-gapped", "Fill a mirror")), install)...)
		inOrder(t, output, "Installed portkey-community/portkey v1.2.3", "has updated the lock file")
		if got := strings.Count(read(t, filepath.Join(reader.dir, ".terraform.lock.hcl")), `"h1:`); got < 2 {
			t.Errorf("the lock file has %d checksums", got)
		}

		for _, file := range globIn(t, filepath.Join(reader.dir, "mirror"), "*/*/*/*_"+runtime.GOOS+"_"+runtime.GOARCH+".zip") {
			archive(t, file, "terraform-provider-portkey_v1.2.3", []byte("another program"))
		}
		again := piece{language: "shell", text: "rm -rf .terraform\n! terraform init -lockfile=readonly\n"}
		inOrder(t, reader.does(export, again), "Failed to install provider")
	})

	t.Run("server", func(t *testing.T) {
		t.Parallel()
		if runtime.GOOS != "linux" {
			t.Skip("only there is an authority trusted that SSL_CERT_FILE names")
		}
		files := t.TempDir()
		server := httptest.NewTLSServer(http.StripPrefix("/providers/", http.FileServer(http.Dir(files))))
		t.Cleanup(server.Close)
		authority := filepath.Join(t.TempDir(), "authority.pem")
		certificate := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
		if err := os.WriteFile(authority, certificate, 0o600); err != nil {
			t.Fatal(err)
		}
		reader := newReader(t, t.TempDir(), "SSL_CERT_FILE="+authority)
		for _, host := range []string{"registry.terraform.io", "registry.opentofu.org"} {
			dir := filepath.Join(files, host, "portkey-community", "portkey")
			release(t, program, dir)
			for _, one := range pieces(section(t, "air-gapped", "A network mirror")) {
				switch one.language {
				case "json":
					err := os.WriteFile(filepath.Join(dir, one.file), []byte(one.text), 0o600)
					if err != nil {
						t.Fatal(err)
					}
				case "hcl":
					config := strings.ReplaceAll(one.text, "https://mirror.example.com", server.URL)
					if err := os.WriteFile(filepath.Join(reader.dir, "mirror.tfrc"), []byte(config), 0o600); err != nil {
						t.Fatal(err)
					}
				}
			}
		}
		init := piece{language: "shell", text: "terraform init\n"}
		output := reader.does(install[0], export, init)
		inOrder(t, output, "Installed portkey-community/portkey v1.2.3")
	})

	t.Run("build", func(t *testing.T) {
		t.Parallel()
		reader := newReader(t, t.TempDir())
		clone := piece{language: "shell", text: "cp -R " + sourcesWithMakefile(t) + " terraform-provider-portkey\n"}
		unversioned := install[0]
		unversioned.text = constraint.ReplaceAllString(unversioned.text, "")
		check := piece{language: "shell", text: "terraform init\nterraform validate\n"}
		output := reader.does(slices.Concat([]piece{clone}, pieces(section(t, "air-gapped", "Local builds")), []piece{unversioned, check})...)
		inOrder(t, output, "Installed portkey-community/portkey v0.0.1", "The configuration is valid.")
	})
}

// release makes the archives of a release, for the platforms that the guide names
// and for this one. All of them hold the program of this one.
func release(t *testing.T, program, dir string) {
	t.Helper()
	content, err := os.ReadFile(program)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	for i, platform := range []string{"linux_amd64", "darwin_arm64", runtime.GOOS + "_" + runtime.GOARCH} {
		file := filepath.Join(dir, "terraform-provider-portkey_1.2.3_"+platform+".zip")
		archive(t, file, "terraform-provider-portkey_v1.2.3", append(content, byte(i)))
	}
}

// archive makes a zip with one program in it.
func archive(t *testing.T, file, name string, content []byte) {
	t.Helper()
	out, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	writer := zip.NewWriter(out)
	header := &zip.FileHeader{Name: name, Method: zip.Store}
	header.SetMode(0o755)
	entry, err := writer.CreateHeader(header)
	if err == nil {
		_, err = entry.Write(content)
	}
	if err == nil {
		err = writer.Close()
	}
	if err == nil {
		err = out.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
}
