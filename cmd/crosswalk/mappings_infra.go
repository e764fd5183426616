package main

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/crosswalk-db/crosswalk/cmd/outdir"
	"github.com/crosswalk-db/crosswalk/emit/dms"
	"github.com/crosswalk-db/crosswalk/emit/dms/infra"
	"github.com/crosswalk-db/crosswalk/ir"
)

// infraFlags are those of mappings that write what the migration needs on AWS.
type infraFlags struct {
	terraform, cloudFormation string
	name, targetEngine        string
	serverless                bool
}

func (f *infraFlags) register(cmd *cobra.Command) {
	fl := cmd.Flags()
	fl.StringVar(&f.terraform, "terraform", "", "also write a Terraform module for the migration into this folder")
	fl.StringVar(&f.cloudFormation, "cloudformation", "", "also write a CloudFormation template to this file; YAML where it ends in .yaml or .yml, else JSON")
	fl.StringVar(&f.name, "name", "crosswalk", "name of the migration on AWS, in front of all identifiers")
	fl.StringVar(&f.targetEngine, "target-engine", "aurora-postgresql", "engine of the target endpoint: aurora-postgresql or postgres")
	fl.BoolVar(&f.serverless, "serverless", false, "serverless replications instead of an instance with tasks")
}

func (f *infraFlags) wanted() bool { return f.terraform != "" || f.cloudFormation != "" }

// awsTask is a task's name on AWS: that of its document, or tables where documents have names that AWS does not take.
func awsTask(file string) string {
	base := strings.TrimSuffix(filepath.Base(file), filepath.Ext(file))
	base = strings.ReplaceAll(base, "_", "-")
	if infra.ValidName(base) {
		return strings.ToLower(base)
	}
	return "tables"
}

// write writes the module and the template. settings are the task settings.
func (f *infraFlags) write(mf *mappingFlags, source ir.Dialect, made *dms.Result, settings []byte, files map[string][]byte) (module map[string]string, err error) {
	if !f.wanted() {
		return nil, nil
	}
	in := infra.Input{Name: f.name, Source: string(source), Target: f.targetEngine, Workload: mf.workload, Serverless: f.serverless, Settings: settings}
	for i, t := range made.Tasks {
		name := awsTask(mf.out)
		if len(made.Tasks) > 1 {
			name = fmt.Sprintf("%s-%d", name, i+1)
		}
		in.Tasks = append(in.Tasks, infra.Task{Name: name, Mappings: t.Mappings})
	}
	if f.terraform != "" {
		list, err := infra.Terraform(in)
		if err != nil {
			return nil, fmt.Errorf("--terraform: %w", err)
		}
		module = map[string]string{}
		for n, b := range list {
			module[n] = string(b)
		}
	}
	if f.cloudFormation != "" {
		b, err := infra.CloudFormation(in)
		if ext := filepath.Ext(f.cloudFormation); err == nil && (ext == ".yaml" || ext == ".yml") {
			b, err = infra.YAML(b)
		}
		if err != nil {
			return nil, fmt.Errorf("--cloudformation: %w", err)
		}
		files[f.cloudFormation] = b
	}
	return module, nil
}

// writeModule puts a Terraform module into its folder, and touches nothing there that it did not write.
func (f *infraFlags) writeModule(module map[string]string) error {
	if module == nil {
		return nil
	}
	if err := outdir.Write(f.terraform, module); err != nil {
		return fmt.Errorf("--terraform: %w", err)
	}
	return nil
}
