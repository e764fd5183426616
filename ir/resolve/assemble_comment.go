package resolve

import "github.com/crosswalk-db/crosswalk/ir"

// comments folds COMMENT ON into what it describes. One whose object is not in the sources is left out.
func (a *assembly) comments() {
	for _, o := range a.s.Objects {
		c, ok := o.(*ir.CommentOn)
		if !ok || c.Dropped != "" {
			continue
		}
		switch c.On {
		case "TABLE", "COLUMN", "VIEW", "MATERIALIZED VIEW":
		default:
			if a.s.Source == ir.SQLServer {
				continue // the emitter finds the object
			}
			c.Dropped = "it describes an object that is not converted"
			continue
		}
		if a.comment(c) {
			c.Done = true
			a.gone[o] = true
		} else if c.Dropped == "" {
			c.Dropped = "it describes " + c.Target.Key() + ", which is not in the sources"
		}
	}
}

func (a *assembly) comment(c *ir.CommentOn) bool {
	text := c.Text
	if c.On == "COLUMN" {
		return a.columnComment(c)
	}
	switch o := a.relation(c.Schema, c.Target).(type) {
	case *ir.Table:
		o.Comment = &text
	case *ir.View:
		o.Comment = &text
	case *ir.MaterializedView:
		o.Comment = &text
	default:
		return false
	}
	return true
}

func (a *assembly) columnComment(c *ir.CommentOn) bool {
	n := len(c.Target.Parts)
	if n < 2 {
		return false
	}
	text := c.Text
	table := c.Target
	table.Parts = table.Parts[:n-1]
	col := c.Target.Parts[n-1]
	rel := a.relation(c.Schema, table)
	if rel == nil && n == 2 {
		rel = a.relation(ir.Name{}, table)
	}
	switch o := rel.(type) {
	case *ir.Table:
		for _, x := range o.Columns {
			if x.Name.Key == col.Key {
				x.Comment = &text
				return true
			}
		}
		if len(o.Columns) > 0 {
			c.Dropped = "table " + o.Name.Key() + " has no column " + col.Key
		}
		return false
	case *ir.View:
		if o.ColComments == nil {
			o.ColComments = map[string]string{}
		}
		o.ColComments[col.Key] = text
	case *ir.MaterializedView:
		if o.ColComments == nil {
			o.ColComments = map[string]string{}
		}
		o.ColComments[col.Key] = text
	default:
		return false
	}
	return true
}
