package awsdms

import (
	"context"
	"sort"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	dms "github.com/aws/aws-sdk-go-v2/service/databasemigrationservice"
	"github.com/aws/aws-sdk-go-v2/service/databasemigrationservice/types"
)

// resource is one thing in the account that a stack needs. The methods that change it are called in the order of
// resources(), and delete in the reverse.
type resource interface {
	// read finds it by its identifier and remembers its ARN; actual is nil where it does not exist.
	read(ctx context.Context, c *Session) (actual *actual, err error)
	create(ctx context.Context, c *Session, tags []types.Tag) error
	// update changes the fields that differ.
	update(ctx context.Context, c *Session, diff []Field) error
	remove(ctx context.Context, c *Session) error
}

// actual is what a resource is now.
type actual struct {
	arn, state string
	foreign    bool // known not to be the stack's, without a look at its tags
	fields     []Field
}

// Field is a property that is not as the stack says.
type Field struct {
	Name string `json:"name"`
	From string `json:"from"`
	To   string `json:"to"`
	// fixed says that the service cannot change it once the resource is there.
	fixed bool
}

// named is a resource with what a plan shows of it.
type named struct {
	kind, id string
	resource
}

// resources are what the stack owns, each after what it needs.
func (s *Stack) resources() []named {
	var list []named
	if s.Instance.Existing == "" && s.Network.SubnetGroup == "" {
		list = append(list, named{"replication subnet group", s.id(""), &subnetGroup{s: s}})
	}
	in := &instance{s: s}
	if s.Instance.Existing == "" {
		list = append(list, named{"replication instance", s.id(""), in})
	}
	src := &endpoint{s: s, e: &s.Source, kind: types.ReplicationEndpointTypeValueSource, id: s.id("source")}
	tgt := &endpoint{s: s, e: &s.Target, kind: types.ReplicationEndpointTypeValueTarget, id: s.id("target")}
	list = append(list, named{"source endpoint", src.id, src}, named{"target endpoint", tgt.id, tgt})
	for i := range s.Tasks {
		t := &task{s: s, t: &s.Tasks[i], id: s.id(s.Tasks[i].Name)}
		list = append(list, named{"replication task", t.id, t})
	}
	return list
}

// tags are what every resource of the stack gets.
func (s *Stack) tags() []types.Tag {
	list := []types.Tag{{Key: aws.String(StackTag), Value: aws.String(s.Name)}}
	keys := make([]string, 0, len(s.Tags))
	for k := range s.Tags {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	for _, k := range keys {
		if k != StackTag {
			list = append(list, types.Tag{Key: aws.String(k), Value: aws.String(s.Tags[k])})
		}
	}
	return list
}

// owned tells whether the resource carries the stack's tag.
func (c *Session) owned(ctx context.Context, s *Stack, a *actual) (bool, error) {
	if a.foreign || a.arn == "" {
		return !a.foreign, nil
	}
	arn := a.arn
	out, err := c.dms.ListTagsForResource(ctx, &dms.ListTagsForResourceInput{ResourceArn: &arn})
	if err != nil {
		return false, explain("read the tags of "+arn, err)
	}
	for _, t := range out.TagList {
		if aws.ToString(t.Key) == StackTag {
			return aws.ToString(t.Value) == s.Name, nil
		}
	}
	return false, nil
}

func filter(name, value string) []types.Filter {
	return []types.Filter{{Name: aws.String(name), Values: []string{value}}}
}

// differ adds a field where the values differ; want "" leaves it as it is.
func differ(list []Field, name, have, want string) []Field {
	if want == "" || have == want {
		return list
	}
	return append(list, Field{Name: name, From: have, To: want})
}

// fix is differ for what the service cannot change.
func fix(list []Field, name, have, want string) []Field {
	n := len(list)
	if list = differ(list, name, have, want); len(list) > n {
		list[n].fixed = true
	}
	return list
}

func sortedList(list []string) string {
	list = append([]string(nil), list...)
	sort.Strings(list)
	return strings.Join(list, " ")
}

// subnetGroup is the replication subnet group of a stack.
type subnetGroup struct{ s *Stack }

func (r *subnetGroup) read(ctx context.Context, c *Session) (*actual, error) {
	out, err := c.dms.DescribeReplicationSubnetGroups(ctx, &dms.DescribeReplicationSubnetGroupsInput{Filters: filter("replication-subnet-group-id", r.s.id(""))})
	if isCode(err, notFound) || err == nil && len(out.ReplicationSubnetGroups) == 0 {
		return nil, nil
	}
	if err != nil {
		return nil, explain("look up the replication subnet group", err)
	}
	g := out.ReplicationSubnetGroups[0]
	var subnets []string
	for _, n := range g.Subnets {
		subnets = append(subnets, aws.ToString(n.SubnetIdentifier))
	}
	a := &actual{state: aws.ToString(g.SubnetGroupStatus), foreign: aws.ToString(g.ReplicationSubnetGroupDescription) != r.description()}
	a.fields = differ(nil, "subnets", sortedList(subnets), sortedList(r.s.Network.Subnets))
	return a, nil
}

// description marks the stack's own subnet group: DMS tells no ARN of one, so its tags cannot be read.
func (r *subnetGroup) description() string { return "crosswalk stack " + r.s.Name }

func (r *subnetGroup) create(ctx context.Context, c *Session, tags []types.Tag) error {
	_, err := c.dms.CreateReplicationSubnetGroup(ctx, &dms.CreateReplicationSubnetGroupInput{
		ReplicationSubnetGroupIdentifier:  aws.String(r.s.id("")),
		ReplicationSubnetGroupDescription: aws.String(r.description()),
		SubnetIds:                         r.s.Network.Subnets, Tags: tags})
	return explain("create the replication subnet group", err)
}

func (r *subnetGroup) update(ctx context.Context, c *Session, _ []Field) error {
	_, err := c.dms.ModifyReplicationSubnetGroup(ctx, &dms.ModifyReplicationSubnetGroupInput{
		ReplicationSubnetGroupIdentifier: aws.String(r.s.id("")), SubnetIds: r.s.Network.Subnets})
	return explain("change the replication subnet group", err)
}

func (r *subnetGroup) remove(ctx context.Context, c *Session) error {
	_, err := c.dms.DeleteReplicationSubnetGroup(ctx, &dms.DeleteReplicationSubnetGroupInput{ReplicationSubnetGroupIdentifier: aws.String(r.s.id(""))})
	if isCode(err, notFound) {
		return nil
	}
	return explain("delete the replication subnet group", err)
}
