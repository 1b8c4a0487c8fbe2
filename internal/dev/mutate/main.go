// Command mutate shows that the tests fail where the code is wrong. It makes a
// change, runs the tests of a package against it and fails where they pass:
//
//   - With -planted, a change is one of the patches in planted/: each is a bug of a
//     kind that has cost users of some provider an object, a twin or a secret, and
//     names the test that must find it.
//   - Without, it changes the packages that it is given in one small way after
//     another (a comparison turned round, a statement left out). A change that no
//     test finds survives: it is listed in survivors.txt with the reason why that
//     is right, or the command fails.
//
// Usage, in the root of the module:
//
//	mutate [-match pattern] package ...
//	mutate -planted [-quick] [-list] [-match pattern]
//
// While working on one file, -match http_retry.go with its package takes a minute.
//
// Start reading at planted.go or package.go; program.go is what both run.
//
// # Planted bugs
//
// A change that moves the code of a patch has to move the patch: the command fails for
// one that does not apply. Each kind of failure that the provider promises not to have
// has a patch. A noun that is written like the others needs none of its own.
//
// # Small changes
//
// A mutant is killed if a test fails, or if the tests don't end any more. One that
// survives shows that a test is missing, that nothing needs the code, or that the
// change makes no difference. Write the test or remove the code; only where neither is
// right, list it with the reason. The command also fails for a listed mutant that does
// not exist, and where fewer than 90 % are killed, however good the reasons.
//
// All mutants of a package are compiled at once, each beside the original: so their
// types are right, and each costs no more than the tests. Gremlins (0.6.0) is not used,
// since it counts what does not compile as killed, and never tries the conditions of a
// switch, in which most of what the client decides is written.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"regexp"
)

const (
	planted = "internal/dev/mutate/planted"
	listed  = "internal/dev/mutate/survivors.txt"
)

func main() {
	isPlanted := flag.Bool("planted", false, "plant the bugs of "+planted)
	quick := flag.Bool("quick", false, "plant only those that are found within seconds")
	list := flag.Bool("list", false, "print the table of planted bugs, and plant none")
	match := flag.String("match", "", "make those changes alone whose names match, such as retry.go")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	pattern, err := regexp.Compile(*match)
	switch {
	case err != nil:
	case *isPlanted:
		err = plantAll(ctx, os.Stdout, *quick, *list, pattern)
	default:
		err = mutateAll(ctx, os.Stdout, flag.Args(), pattern)
	}
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
