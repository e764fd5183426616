package settings

import (
	"encoding/json"
	"errors"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// TestDefaultsAreValid writes and reads the defaults and every workload.
func TestDefaultsAreValid(t *testing.T) {
	docs := map[string]*Settings{"default": Default()}
	for _, w := range Workloads {
		for _, lob := range []int{0, 100, 90000} {
			s, choices, err := For(w, lob)
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range choices {
				if c.Reason == "" || c.Value == "" {
					t.Errorf("%s: %s has no reason", w, c.Path)
				}
				if got := valueAt(s, c.Path); got != "" && got != c.Value {
					t.Errorf("%s: %s is %s, the table says %s", w, c.Path, got, c.Value)
				}
			}
			docs[string(w)] = s
			roundTrip(t, string(w), s)
		}
	}
	roundTrip(t, "default", docs["default"])
	if _, _, err := For("huge", 0); err == nil {
		t.Error("workload huge")
	}
}

func roundTrip(t *testing.T, name string, s *Settings) {
	t.Helper()
	b, err := s.JSON()
	if err != nil {
		t.Fatal(err)
	}
	got, ps := Parse(name, b)
	for _, p := range ps {
		t.Errorf("%s: %s", name, p)
	}
	if got == nil {
		t.FailNow()
	}
	got.Unknown, got.given = s.Unknown, s.given
	if !reflect.DeepEqual(got, s) {
		t.Errorf("%s: reads back as something else\n%s", name, b)
	}
}

// valueAt gives a plain setting as text.
func valueAt(s *Settings, path string) string {
	b, _ := json.Marshal(s)
	var root map[string]json.RawMessage
	_ = json.Unmarshal(b, &root)
	group, key, ok := strings.Cut(path, ".")
	if !ok {
		return ""
	}
	var g map[string]json.RawMessage
	_ = json.Unmarshal(root[group], &g)
	if strings.HasPrefix(string(g[key]), "[") {
		return ""
	}
	return strings.Trim(string(g[key]), `"`)
}

func TestParse(t *testing.T) {
	src := `{
  "TargetMetadata": {"LobMaxSize": "64", "SupportLobs": "true"},
  "FullLoadSettings": null,
  "Logging": {"EnableLogging": true, "LogComponents": [{"Id": "TARGET_LOAD", "Severity": "LOGGER_SEVERITY_DEBUG"}]},
  "ControlTablesSettings": {"historyTimeslotInMinutes": 5, "HistoryTimeslotInMinutes": 7},
  "CharacterSetSettings": null,
  "PostProcessingRules": null,
  "ChangeProcessingTuning": {"BatchApplyEnabled": true, "Novelty": {"a": [1, "}"]}},
  "NewGroup": {"x": 1}
}`
	s, ps := Parse("s.json", []byte(src))
	if s == nil {
		t.Fatal(ps)
	}
	if s.TargetMetadata.LobMaxSize != 64 || s.FullLoadSettings.CommitRate != 10000 || s.ControlTablesSettings.HistoryTimeslotInMinutes != 7 ||
		s.Logging.LogComponents[0].Id != "TARGET_LOAD" || s.CharacterSetSettings != nil {
		t.Errorf("%+v", s)
	}
	var got []string
	for _, p := range ps {
		got = append(got, p.String())
	}
	want := []string{
		"s.json:8: warning: ChangeProcessingTuning.BatchApplyEnabled: DMS looks for BatchApplyEnabled in TargetMetadata; here it has no effect; move it to TargetMetadata",
		"s.json:8: warning: ChangeProcessingTuning.Novelty: not a setting that the user guide knows; it is kept",
		"s.json:9: warning: NewGroup: not a setting that the user guide knows; it is kept"}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("problems\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	b, err := s.JSON()
	if err != nil {
		t.Fatal(err)
	}
	again, _ := Parse("s.json", b)
	if again == nil || !json.Valid(b) || len(again.Unknown) != 3 {
		t.Errorf("unknown keys are lost:\n%s", b)
	}
}

func TestMistakes(t *testing.T) {
	for _, c := range []struct{ src, want string }{
		{`{`, "s.json:1: error: this is not a JSON object"},
		{`[]`, "this is not a JSON object"},
		{`{"TargetMetadata": 5}`, "s.json:1: error: TargetMetadata: 5 is not an object"},
		{"{\n\"FullLoadSettings\": {\"MaxFullLoadSubTasks\": 50}}", "s.json:2: error: FullLoadSettings.MaxFullLoadSubTasks: 50 is not allowed; write a whole number from 1 to 49"},
		{`{"FullLoadSettings": {"TargetTablePrepMode": "NOTHING"}}`, `"NOTHING" is not allowed; write one of DO_NOTHING, DROP_AND_CREATE, TRUNCATE_BEFORE_LOAD`},
		{`{"TargetMetadata": {"SupportLobs": "maybe"}}`, "write true or false"},
		{`{"TargetMetadata": {"FullLobMode": true}}`, "two LOB modes are chosen"},
		{`{"TargetMetadata": {"LimitedSizeLobMode": false}}`, "no LOB mode is chosen"},
		{`{"TargetMetadata": {"FullLobMode": true, "LimitedSizeLobMode": false, "BatchApplyEnabled": true}}`, "limited LOB mode alone"},
		{`{"ValidationSettings": {"ValidationOnly": true}}`, "needs EnableValidation"},
		{`{"Logging": {"CloudWatchLogGroup": "x"}}`, "take them out"},
		{`{"Logging": {"LogComponents": [{"Id": "X"}]}}`, `"X" is not allowed`},
		{`{"Logging": {"LogComponents": [{}]}}`, "a component needs its Id and its Severity"},
		{`{"ErrorBehavior": {"ApplyErrorInsertPolicy": "UPDATE_RECORD"}}`, "write one of INSERT_RECORD"},
		{`{"FullLoadSettings": {"TargetTablePrepMode": "DROP_AND_CREATE"}}`, "DMS drops the converted tables"},
		{`{"FullLoadSettings": {"LobMaxSize": 5}}`, "move it to TargetMetadata"},
		{`{"TTSettings": {"TTS3Settings": {"X": 1}}}`, "it is left out"},
	} {
		_, ps := Parse("s.json", []byte(c.src))
		found := false
		for _, p := range ps {
			found = found || strings.Contains(p.String(), c.want)
			if p.Error && p.Fix == "" {
				t.Errorf("%s: does not say what to write", p)
			}
		}
		if !found {
			t.Errorf("%s gives %v, want %q", c.src, ps, c.want)
		}
	}
}

// TestTaskDocument reads settings inside of a document for create-replication-task.
func TestTaskDocument(t *testing.T) {
	s, ps := Parse("t.json", []byte(`{"MigrationType": "full-load-and-cdc", "TaskSettings": {"StreamBufferSettings": {"StreamBufferCount": 60},
		"FullLoadSettings": {"BulkApplySrcPauseCnt": 1000000}}}`))
	if s == nil || s.StreamBufferSettings.StreamBufferCount != 60 || s.Unknown["FullLoadSettings.BulkApplySrcPauseCnt"] != "1000000" {
		t.Errorf("%+v %v", s, ps)
	}
}

// TestUnknownPlaces: unknown keys are written back where they stood, however much a key looks like another's path.
func TestUnknownPlaces(t *testing.T) {
	src := `{"FullLoadSettings": {"x": 1, "a.b": 2}, "FullLoadSettings.x": 3, "a.b.c": 4, "\"q\"": 5, "ControlTablesSettings.historyTimeslotInMinutes": 6,
		"AControl": {"FullLoadSettings":{}}, "TargetMetadata": {"y": {"FullLoadSettings":{"z": 7}}}, "TTSettings": {"w": 8}}`
	s, ps := Parse("s.json", []byte(src))
	if s == nil {
		t.Fatal(ps)
	}
	b, err := s.JSON()
	if err != nil {
		t.Fatal(err)
	}
	var in, out map[string]any
	if err := errors.Join(json.Unmarshal([]byte(src), &in), json.Unmarshal(b, &out)); err != nil {
		t.Fatal(err)
	}
	for k, v := range in {
		group, ok := v.(map[string]any)
		if _, known := reflect.TypeFor[Settings]().FieldByName(k); !ok || !known {
			group = map[string]any{k: v}
		}
		for name, want := range group {
			got := out[k]
			if inner, ok := got.(map[string]any); ok && name != k {
				got = inner[name]
			}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("%s, %s: %v became %v", k, name, want, got)
			}
		}
	}
	again, _ := Parse("again.json", b)
	if again == nil || len(s.Unknown) != 9 || !slices.Equal(slices.Sorted(maps.Keys(again.Unknown)), slices.Sorted(maps.Keys(s.Unknown))) {
		t.Errorf("%v\n%s", s.Unknown, b)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(`{"TargetMetadata":{"LobMaxSize":"1"},"Unknown":{"x":1}}`))
	f.Add([]byte(`{"Logging":{"LogComponents":[{}]},"CharacterSetSettings":{"CharacterReplacements":[{"SourceCharacterCodePoint":1}]}}`))
	f.Fuzz(func(t *testing.T, src []byte) {
		if s, _ := Parse("f", src); s != nil {
			b, err := s.JSON()
			if err != nil || !json.Valid(b) {
				t.Fatalf("%v\n%s", err, b)
			}
			if again, _ := Parse("again", b); again != nil && len(again.Unknown) != len(s.Unknown) {
				t.Fatalf("unknown keys %v become %v\n%s", s.Unknown, again.Unknown, b)
			}
		}
	})
}
