package awsdms

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// Stack says what a migration needs on AWS. It is a YAML file; paths in it are relative to it. It holds no secret: the
// endpoints name secrets of AWS Secrets Manager.
type Stack struct {
	Name     string            `yaml:"name"`   // in front of all identifiers
	Region   string            `yaml:"region"` // "": as the AWS configuration says
	Tags     map[string]string `yaml:"tags"`
	Network  Network           `yaml:"network"`
	Instance Instance          `yaml:"instance"`
	Source   Endpoint          `yaml:"source"`
	Target   Endpoint          `yaml:"target"`
	Tasks    []Task            `yaml:"tasks"`
	Workload Workload          `yaml:"workload"`
	// Assessment is where DMS puts the results of its premigration assessment; without it none is run.
	Assessment Assessment `yaml:"assessment"`
}

// Network is where the replication instance stands.
type Network struct {
	Subnets        []string `yaml:"subnets"`        // in two availability zones or more
	SubnetGroup    string   `yaml:"subnetGroup"`    // an existing replication subnet group, instead of Subnets
	SecurityGroups []string `yaml:"securityGroups"` // IDs; none: the VPC's default
}

// Instance is the replication instance.
type Instance struct {
	Existing      string `yaml:"existing"` // identifier of an instance that is there already, instead of the rest
	Class         string `yaml:"class"`    // "": by Workload
	StorageGB     int32  `yaml:"storageGB"`
	EngineVersion string `yaml:"engineVersion"`
	MultiAZ       bool   `yaml:"multiAZ"`
	KMSKey        string `yaml:"kmsKey"`
	Window        string `yaml:"maintenanceWindow"`
}

// Endpoint is a source or target database.
type Endpoint struct {
	Engine      string `yaml:"engine"` // oracle, sqlserver, postgres, aurora-postgresql, mysql, aurora, mariadb
	Database    string `yaml:"database"`
	Secret      string `yaml:"secret"`     // ARN or name of the secret with host, port, username, password
	SecretRole  string `yaml:"secretRole"` // ARN of the role with which DMS reads it
	SSLMode     string `yaml:"sslMode"`    // none, require, verify-ca, verify-full
	Certificate string `yaml:"certificate"`
	Attributes  string `yaml:"extraConnectionAttributes"`
}

// Task is a replication task.
type Task struct {
	Name          string `yaml:"name"`
	Mappings      string `yaml:"mappings"` // file
	Settings      string `yaml:"settings"` // file, "": DMS's defaults
	Type          string `yaml:"type"`     // full-load, full-load-and-cdc (default), cdc
	CDCStart      string `yaml:"cdcStartPosition"`
	CDCStop       string `yaml:"cdcStopPosition"`
	mappings, set string // the files' content
}

// Workload is what the estimate goes by.
type Workload struct {
	VolumeGB         float64 `yaml:"volumeGB"`
	ChangesPerSecond float64 `yaml:"changesPerSecond"`
	OnPremises       bool    `yaml:"onPremises"` // the source stands outside AWS
}

// Assessment is DMS's premigration assessment.
type Assessment struct {
	Bucket string `yaml:"bucket"`
	Folder string `yaml:"folder"`
	Role   string `yaml:"role"` // ARN of the role with which DMS writes to the bucket
}

// maxMappings is the size above which DMS does not process a mapping document (user guide, "Table mapping").
const maxMappings = 2 << 20

var identifier = regexp.MustCompile(`^[a-zA-Z](?:-?[a-zA-Z0-9])*$`)

// Load reads a stack file, and the mapping and settings files that it names. Unknown keys and wrong values are errors.
func Load(file string) (*Stack, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	s := &Stack{}
	d := yaml.NewDecoder(bytes.NewReader(text))
	d.KnownFields(true)
	if err := d.Decode(s); err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%s: %s", file, strings.TrimPrefix(err.Error(), "yaml: "))
	}
	s.defaults()
	if err := s.check(); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	for i := range s.Tasks {
		if err := s.Tasks[i].read(filepath.Dir(file)); err != nil {
			return nil, fmt.Errorf("%s: tasks[%d]: %w", file, i, err)
		}
	}
	return s, nil
}

func (s *Stack) defaults() {
	if row := sizeOf(s.Workload); s.Instance.Existing == "" && (s.Workload.VolumeGB > 0 || s.Workload.ChangesPerSecond > 0) {
		if s.Instance.Class == "" {
			s.Instance.Class = row.class
		}
		if s.Instance.StorageGB == 0 {
			s.Instance.StorageGB = row.storageGB
		}
	}
	for i := range s.Tasks {
		if s.Tasks[i].Type == "" {
			s.Tasks[i].Type = "full-load-and-cdc"
		}
	}
	for _, e := range []*Endpoint{&s.Source, &s.Target} {
		if e.SSLMode == "" {
			e.SSLMode = "require"
			if e.Engine == "oracle" {
				e.SSLMode = "none" // DMS knows none and verify-ca for Oracle; verify-ca needs a certificate
			}
		}
	}
}

func (s *Stack) check() error {
	var errs []error
	bad := func(cond bool, format string, args ...any) {
		if cond {
			errs = append(errs, fmt.Errorf(format, args...))
		}
	}
	bad(!identifier.MatchString(s.Name) || len(s.Name) > 40, "name: %q is not a name of at most 40 letters, digits and single hyphens that starts with a letter", s.Name)
	if s.Instance.Existing == "" {
		bad(s.Instance.Class == "", "instance.class is missing: name one, as dms.r5.xlarge, or give workload.volumeGB")
		bad(s.Instance.Class != "" && !strings.HasPrefix(s.Instance.Class, "dms."), "instance.class: %q does not start with dms.", s.Instance.Class)
		bad(s.Instance.StorageGB != 0 && (s.Instance.StorageGB < 5 || s.Instance.StorageGB > 6144), "instance.storageGB: %d is not in 5 to 6144", s.Instance.StorageGB)
		bad(s.Network.SubnetGroup == "" && len(s.Network.Subnets) < 2, "network: name subnets in two availability zones, or an existing subnetGroup")
	}
	bad(s.Network.SubnetGroup != "" && len(s.Network.Subnets) > 0, "network: subnets and subnetGroup exclude each other")
	for _, e := range []struct {
		key string
		*Endpoint
	}{{"source", &s.Source}, {"target", &s.Target}} {
		bad(engines[e.Engine] == nil, "%s.engine: %q is not one of %s", e.key, e.Engine, engineNames())
		bad(e.Secret == "" || e.SecretRole == "", "%s: secret and secretRole are missing: DMS takes host, user and password from AWS Secrets Manager", e.key)
		bad(!slices.Contains([]string{"none", "require", "verify-ca", "verify-full"}, e.SSLMode), "%s.sslMode: %q is not one of none, require, verify-ca, verify-full", e.key, e.SSLMode)
		bad(strings.HasPrefix(e.SSLMode, "verify-") && e.Certificate == "", "%s.certificate is missing: sslMode %s needs one", e.key, e.SSLMode)
		low := strings.ToLower(e.Attributes)
		bad(strings.Contains(low, "password="), "%s.extraConnectionAttributes holds a password: put it into the secret", e.key)
	}
	bad(len(s.Tasks) == 0, "tasks: there is none")
	seen := map[string]bool{}
	for i, t := range s.Tasks {
		bad(!identifier.MatchString(t.Name), "tasks[%d].name: %q is not a name of letters, digits and single hyphens", i, t.Name)
		bad(seen[strings.ToLower(t.Name)], "tasks[%d].name: %q is there twice", i, t.Name)
		seen[strings.ToLower(t.Name)] = true
		bad(t.Mappings == "", "tasks[%d].mappings is missing: name the file that `crosswalk mappings` wrote", i)
		bad(!slices.Contains([]string{"full-load", "full-load-and-cdc", "cdc"}, t.Type), "tasks[%d].type: %q is not one of full-load, full-load-and-cdc, cdc", i, t.Type)
	}
	a := s.Assessment
	bad((a.Bucket == "") != (a.Role == ""), "assessment: bucket and role go together")
	return errors.Join(errs...)
}

func (t *Task) read(dir string) error {
	for _, f := range []struct {
		name string
		to   *string
	}{{t.Mappings, &t.mappings}, {t.Settings, &t.set}} {
		if f.name == "" {
			continue
		}
		path := f.name
		if !filepath.IsAbs(path) {
			path = filepath.Join(dir, path)
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		var compact bytes.Buffer
		if err := json.Compact(&compact, b); err != nil {
			return fmt.Errorf("%s is no JSON: %w", f.name, err)
		}
		*f.to = compact.String()
	}
	if len(t.mappings) > maxMappings {
		return fmt.Errorf("%s has %d bytes; DMS takes at most %d: split it with `crosswalk mappings --split`", t.Mappings, len(t.mappings), maxMappings)
	}
	return nil
}

// id makes an identifier of the stack. DMS keeps identifiers in lower case.
func (s *Stack) id(suffix string) string {
	if suffix == "" {
		return strings.ToLower(s.Name)
	}
	return strings.ToLower(s.Name + "-" + suffix)
}

// task finds a task by the name that the stack gives it.
func (s *Stack) task(name string) (*Task, error) {
	if name == "" && len(s.Tasks) == 1 {
		return &s.Tasks[0], nil
	}
	var names []string
	for i := range s.Tasks {
		if strings.EqualFold(s.Tasks[i].Name, name) {
			return &s.Tasks[i], nil
		}
		names = append(names, s.Tasks[i].Name)
	}
	if name == "" {
		return nil, fmt.Errorf("name a task: %s", strings.Join(names, ", "))
	}
	return nil, fmt.Errorf("the stack has no task %q, but %s", name, strings.Join(names, ", "))
}

// selected gives the tasks of those names, all without names.
func (s *Stack) selected(names []string) ([]*Task, error) {
	var list []*Task
	if len(names) == 0 {
		for i := range s.Tasks {
			list = append(list, &s.Tasks[i])
		}
		return list, nil
	}
	for _, n := range names {
		t, err := s.task(n)
		if err != nil {
			return nil, err
		}
		list = append(list, t)
	}
	return list, nil
}
