//go:build unix

package gitops

import (
	"bytes"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// postgres is a PostgreSQL server of a test's own, behind a socket in a directory
// of its own: it takes no port.
type postgres struct {
	t    *testing.T
	bin  string
	dir  string
	user *syscall.SysProcAttr
}

// startPostgres starts a server that has run the SQL given, each statement of
// which ends in an empty line, and stops it when the test ends. It skips the test
// where there is no PostgreSQL.
func startPostgres(t *testing.T, sql string) *postgres {
	t.Helper()
	p := &postgres{t: t, bin: postgresPrograms(t), user: &syscall.SysProcAttr{}}
	// Short, since the path of a socket has a hundred bytes at most, and in no
	// directory that root alone may enter.
	dir, err := os.MkdirTemp("", "pg") //nolint:usetesting // t.TempDir is neither
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	p.dir = dir
	p.leaveRoot()

	p.run("", "initdb", "--pgdata", p.data(), "--username", "owner", "--auth", "scram-sha-256", "--pwfile", p.file("password", "owner-of-all\n"), "--encoding", "UTF8", "--no-sync")
	settings := "listen_addresses = ''\nunix_socket_directories = '" + p.dir + "'\nfsync = off\n"
	p.run(settings, "sh", "-c", `cat >> "$1"`, "sh", filepath.Join(p.data(), "postgresql.conf"))
	if said := p.run(sql, "postgres", "--single", "-j", "-D", p.data(), "postgres"); strings.Contains(said, "ERROR") {
		t.Fatalf("the SQL failed:\n%s", said)
	}
	p.run("", "pg_ctl", "-D", p.data(), "-l", filepath.Join(p.dir, "log"), "-w", "start")

	// What stops the server sees the pipe close, also where the test is killed.
	stop := p.command("sh", "-c", `cat; exec "$@"`, "sh", filepath.Join(p.bin, "pg_ctl"), "-D", p.data(), "-m", "immediate", "-w", "stop")
	stdin, err := stop.StdinPipe()
	if err == nil {
		err = stop.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = stdin.Close()
		if err := stop.Wait(); err != nil {
			t.Errorf("stopping PostgreSQL: %v", err)
		}
	})
	return p
}

// url is what a role connects with.
func (p *postgres) url(role, password string) string {
	return "postgres://" + role + ":" + password + "@/postgres?sslmode=disable&host=" + p.dir
}

// postgresPrograms is the directory of the server's programs.
func postgresPrograms(t *testing.T) string {
	t.Helper()
	if initdb, err := exec.LookPath("initdb"); err == nil {
		if initdb, err = filepath.EvalSymlinks(initdb); err == nil {
			return filepath.Dir(initdb)
		}
	}
	// Debian and Ubuntu keep them off the PATH, a directory for each version.
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if len(found) == 0 {
		t.Skip("needs PostgreSQL's initdb, pg_ctl and postgres, on PATH or where Debian keeps them")
	}
	slices.Sort(found)
	return filepath.Dir(found[len(found)-1])
}

// leaveRoot makes everything run as somebody else than root, as whom the server
// refuses to run.
func (p *postgres) leaveRoot() {
	p.t.Helper()
	if os.Geteuid() != 0 {
		return
	}
	somebody, err := user.Lookup("postgres")
	if err != nil {
		if somebody, err = user.Lookup("nobody"); err != nil {
			p.t.Skip("PostgreSQL does not run as root, and there is neither a user postgres nor nobody")
		}
	}
	uid, _ := strconv.Atoi(somebody.Uid)
	gid, _ := strconv.Atoi(somebody.Gid)
	if err := os.Chown(p.dir, uid, gid); err != nil {
		p.t.Skipf("PostgreSQL does not run as root: %v", err)
	}
	p.user.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
}

func (p *postgres) data() string { return filepath.Join(p.dir, "data") }

// file is a file that the server's user may read.
func (p *postgres) file(name, content string) string {
	p.t.Helper()
	path := filepath.Join(p.dir, name)
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		p.t.Fatal(err)
	}
	return path
}

// command is a run of one of the server's programs, or of the shell.
func (p *postgres) command(name string, args ...string) *exec.Cmd {
	if name != "sh" {
		name = filepath.Join(p.bin, name)
	}
	cmd := exec.Command(name, args...)
	cmd.Dir, cmd.SysProcAttr = p.dir, p.user
	cmd.Env = append(without(os.Environ(), "PG"), "LC_ALL=C", "HOME="+p.dir)
	return cmd
}

func (p *postgres) run(stdin, name string, args ...string) string {
	p.t.Helper()
	cmd := p.command(name, args...)
	cmd.Stdin = strings.NewReader(stdin)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Run(); err != nil {
		log, _ := os.ReadFile(filepath.Join(p.dir, "log"))
		p.t.Fatalf("%s: %v\n%s%s", name, err, out.String(), log)
	}
	return out.String()
}

// without is an environment less the variables whose name begins so.
func without(env []string, prefix string) []string {
	return slices.DeleteFunc(env, func(pair string) bool { return strings.HasPrefix(pair, prefix) })
}
