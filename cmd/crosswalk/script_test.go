package main

import (
	"context"
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/crosswalk-db/crosswalk/assess/proof/pgserver/pgservertest"
	"github.com/crosswalk-db/crosswalk/replicate/awsdms/dmstest"
)

func TestMain(m *testing.M) {
	if os.Getenv("CROSSWALK_TEST_AS_PROGRAM") != "" {
		main()
		return
	}
	testscript.Main(withServer{m}, map[string]func(){
		"crosswalk": func() { os.Exit(run(context.Background(), os.Args[1:])) },
	})
}

// withServer stops the PostgreSQL server of tests that ask for one.
type withServer struct{ m *testing.M }

func (w withServer) Run() int { return pgservertest.Run(w.m) }

// TestScript runs the command line as users do: one file a behaviour in testdata/script.
func TestScript(t *testing.T) {
	testscript.Run(t, testscript.Params{Dir: "testdata/script", Cmds: scriptCommands, Setup: func(env *testscript.Env) error {
		srv := dmstest.New()
		env.Defer(srv.Close)
		env.Vars = append(env.Vars, "AWS_ENDPOINT_URL="+srv.URL, "AWS_ACCESS_KEY_ID=test", "AWS_SECRET_ACCESS_KEY=test",
			"AWS_CONFIG_FILE="+os.DevNull, "AWS_SHARED_CREDENTIALS_FILE="+os.DevNull, "AWS_EC2_METADATA_DISABLED=true")
		return nil
	}})
}

var scriptCommands = map[string]func(*testscript.TestScript, bool, []string){"hostile": hostile}
