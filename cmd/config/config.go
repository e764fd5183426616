// Package config reads crosswalk.yaml.
package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/crosswalk-db/crosswalk/emit"
)

// Name is the file that is read when it stands in the working folder and --config names no other.
const Name = "crosswalk.yaml"

// Config is crosswalk.yaml. Every field is optional; a flag of the command line wins over it.
type Config struct {
	From   string `yaml:"from"`
	To     string `yaml:"to"`
	Target struct {
		Version int `yaml:"version"`
	} `yaml:"target"`
	Names struct {
		Case          string            `yaml:"case"`     // lower (default) or keep
		Packages      string            `yaml:"packages"` // schema (default) or prefix
		Schemas       map[string]string `yaml:"schemas"`  // source schema: target schema
		RuntimeSchema string            `yaml:"runtimeSchema"`
	} `yaml:"names"`
	Types struct {
		Profile   string     `yaml:"profile"` // aws (default) or exact
		Overrides []Override `yaml:"overrides"`
	} `yaml:"types"`
	Collation string            `yaml:"collation"` // as-is (default), icu or citext
	Results   []ResultForm      `yaml:"results"`   // how procedures of SQL Server give rows to their callers
	PostGIS   bool              `yaml:"postgis"`
	Orafce    bool              `yaml:"orafce"`
	FailOn    string            `yaml:"failOn"` // gates: see assess.AllGates
	Exclude   []string          `yaml:"exclude"`
	Encoding  string            `yaml:"encoding"`
	Define    map[string]string `yaml:"define"` // SQL*Plus substitution variables
	Flags     map[string]string `yaml:"flags"`  // conditional compilation: $$name
	Effort    Effort            `yaml:"effort"`
	Suppress  []Suppress        `yaml:"suppress"`

	file string // where it was read
}

// Override is a type mapping of the user's own; see emit.TypeOverride.
type Override struct {
	Source string `yaml:"source"`
	Column string `yaml:"column"`
	Target string `yaml:"target"`
}

// ResultForm is the form of the results of some procedures; see emit.ResultForm.
type ResultForm struct {
	Procedure string `yaml:"procedure"`
	Form      string `yaml:"form"`
}

// Load reads a configuration. With name "" it reads Name where that exists, and gives the zero
// Config where not.
func Load(name string) (*Config, error) {
	optional := name == ""
	if optional {
		name = Name
	}
	b, err := os.ReadFile(name)
	if optional && errors.Is(err, os.ErrNotExist) {
		return &Config{}, nil
	}
	if err != nil {
		return nil, err
	}
	return Parse(name, b)
}

// Parse reads a configuration's text; unknown keys and wrong values are errors with their line.
func Parse(name string, text []byte) (*Config, error) {
	c := &Config{}
	d := yaml.NewDecoder(bytes.NewReader(text))
	d.KnownFields(true)
	if err := d.Decode(c); err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%s: %s", name, clean(err))
	}
	c.locate(name, text)
	if err := c.Check(); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return c, nil
}

// clean rewrites yaml's message, which names Go types, for people.
func clean(err error) string {
	s := strings.TrimPrefix(err.Error(), "yaml: ")
	s = strings.TrimPrefix(s, "unmarshal errors:\n  ")
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		l = strings.TrimSpace(l)
		if a, b, ok := strings.Cut(l, ": field "); ok {
			if field, _, ok := strings.Cut(b, " not found in type "); ok {
				l = a + ": unknown key " + field
			}
		}
		lines[i] = l
	}
	return strings.Join(lines, "; ")
}

func oneOf(key, value string, allowed ...string) error {
	for _, a := range allowed {
		if value == a || value == "" {
			return nil
		}
	}
	return fmt.Errorf("%s: %q is not one of %s", key, value, strings.Join(allowed, ", "))
}

// Check tells which values are not allowed.
func (c *Config) Check() error {
	v := c.Target.Version
	if v != 0 && (v < 13 || v > 17) {
		return fmt.Errorf("target.version: %d is not one of 13 to 17", v)
	}
	for i, o := range c.Types.Overrides {
		if o.Target == "" || o.Source == "" && o.Column == "" {
			return fmt.Errorf("types.overrides[%d]: needs target, and source or column or both", i)
		}
	}
	for i, r := range c.Results {
		if r.Procedure == "" || r.Form == "" {
			return fmt.Errorf("results[%d]: needs procedure, a name or a pattern as dbo.Report*, and form, %s or %s", i, emit.ResultCursors, emit.ResultFunction)
		}
		if err := oneOf(fmt.Sprintf("results[%d].form", i), r.Form, emit.ResultCursors, emit.ResultFunction); err != nil {
			return err
		}
	}
	return errors.Join(
		oneOf("from", c.From, "oracle", "sqlserver"),
		oneOf("to", c.To, "postgres"),
		oneOf("names.case", c.Names.Case, "lower", "keep"),
		oneOf("names.packages", c.Names.Packages, "schema", "prefix"),
		oneOf("types.profile", c.Types.Profile, "aws", "exact"),
		oneOf("collation", c.Collation, "as-is", "icu", "citext"),
		c.checkAssess(),
	)
}

// Emit gives the options of the emitter.
func (c *Config) Emit() emit.Options {
	o := emit.Options{Version: c.Target.Version, Profile: c.Types.Profile, Orafce: c.Orafce,
		RuntimeSchema: c.Names.RuntimeSchema, KeepCase: c.Names.Case == "keep", PackageStyle: c.Names.Packages,
		Schemas: map[string]string{}, Collation: c.Collation, PostGIS: c.PostGIS}
	for from, to := range c.Names.Schemas {
		o.Schemas[strings.ToUpper(from)] = to
	}
	for _, t := range c.Types.Overrides {
		o.Types = append(o.Types, emit.TypeOverride{Source: t.Source, Column: t.Column, Target: t.Target})
	}
	for _, r := range c.Results {
		o.Results = append(o.Results, emit.ResultForm{Procedure: r.Procedure, Form: r.Form})
	}
	return o
}
