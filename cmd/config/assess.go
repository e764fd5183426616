package config

import (
	"fmt"
	"time"

	"gopkg.in/yaml.v3"

	"github.com/crosswalk-db/crosswalk/assess"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// Effort overrides the effort model; see assess.EffortModel.
type Effort struct {
	MediumFrom  int                `yaml:"mediumFrom"`  // minutes from which an object is medium, not simple
	ComplexFrom int                `yaml:"complexFrom"` // minutes from which it is complex
	Codes       map[string]Minutes `yaml:"codes"`
}

// Minutes is the effort of one code; what is not given stays.
type Minutes struct {
	Learn *int `yaml:"learn"`
	Each  *int `yaml:"each"`
}

// Suppress is an entry of the list of suppressions; see assess.Rule.
type Suppress struct {
	Code   string   `yaml:"code"`
	Codes  []string `yaml:"codes"`
	Object string   `yaml:"object"`
	Path   string   `yaml:"path"`
	Kind   string   `yaml:"kind"`
	Owner  string   `yaml:"owner"`
	Reason string   `yaml:"reason"`
	Until  string   `yaml:"until"`

	line int
}

// check tells what is wrong with an entry.
func (s *Suppress) check(i int) error {
	at := fmt.Sprintf("suppress[%d]", i)
	switch {
	case s.Code == "" && len(s.Codes) == 0:
		return fmt.Errorf("%s: needs code, the finding that it suppresses", at)
	case s.Owner == "":
		return fmt.Errorf("%s: needs owner, who decided it", at)
	case s.Reason == "":
		return fmt.Errorf("%s: needs reason", at)
	}
	for _, c := range s.codes() {
		if diag.Lookup(c) == nil {
			return fmt.Errorf("%s: there is no finding %q; crosswalk explain lists all", at, c)
		}
	}
	if _, err := s.until(); err != nil {
		return fmt.Errorf("%s: until: %q is no date: write it as 2030-12-31", at, s.Until)
	}
	return nil
}

func (s *Suppress) codes() []string {
	if s.Code == "" {
		return s.Codes
	}
	return append([]string{s.Code}, s.Codes...)
}

func (s *Suppress) until() (time.Time, error) {
	if s.Until == "" {
		return time.Time{}, nil
	}
	return time.ParseInLocation("2006-01-02", s.Until, time.UTC)
}

// EffortModel gives the effort model with the configuration's overrides.
func (c *Config) EffortModel() assess.EffortModel {
	m := assess.EffortModel{Medium: c.Effort.MediumFrom, Complex: c.Effort.ComplexFrom}
	for id, x := range c.Effort.Codes {
		if m.Codes == nil {
			m.Codes = map[string]assess.Minutes{}
		}
		m.Codes[id] = assess.Minutes{Learn: x.Learn, Each: x.Each}
	}
	return m
}

// Rules gives the suppressions.
func (c *Config) Rules() []assess.Rule {
	var rules []assess.Rule
	for i := range c.Suppress {
		s := &c.Suppress[i]
		until, _ := s.until() // Check has seen it
		rules = append(rules, assess.Rule{Codes: s.codes(), Object: s.Object, Path: s.Path, Kind: s.Kind, Owner: s.Owner,
			Reason: s.Reason, Until: until, File: c.file, Line: s.line})
	}
	return rules
}

// checkAssess tells what is wrong with what steers the report.
func (c *Config) checkAssess() error {
	if _, err := assess.ParseGates(c.FailOn); err != nil {
		return fmt.Errorf("failOn: %w", err)
	}
	for id, m := range c.Effort.Codes {
		if diag.Lookup(id) == nil {
			return fmt.Errorf("effort.codes: there is no finding %q; crosswalk explain lists all", id)
		}
		if m.Learn != nil && *m.Learn < 0 || m.Each != nil && *m.Each < 0 {
			return fmt.Errorf("effort.codes: %s: minutes cannot be negative", id)
		}
	}
	if e := c.Effort; e.MediumFrom < 0 || e.ComplexFrom < 0 || e.ComplexFrom > 0 && e.ComplexFrom < e.MediumFrom {
		return fmt.Errorf("effort: complexFrom must not be less than mediumFrom, and neither negative")
	}
	for i := range c.Suppress {
		if err := c.Suppress[i].check(i); err != nil {
			return err
		}
	}
	return nil
}

// locate finds the lines of the suppressions, which reports name.
func (c *Config) locate(name string, text []byte) {
	c.file = name
	var doc yaml.Node
	if yaml.Unmarshal(text, &doc) != nil || len(doc.Content) == 0 {
		return
	}
	top := doc.Content[0].Content
	for i := 0; i+1 < len(top); i += 2 {
		if top[i].Value != "suppress" {
			continue
		}
		for j, n := range top[i+1].Content {
			if j < len(c.Suppress) {
				c.Suppress[j].line = n.Line
			}
		}
	}
}
