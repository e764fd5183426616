package postgres

import (
	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// object writes one object: it tells which printer does.
func (em *emitter) object(o ir.Object) []*ir.Artifact {
	p := em.newPrinter(o)
	switch o := o.(type) {
	case *ir.Table:
		return p.tableParts(o)
	case *ir.IndexDef:
		return p.index(o)
	case *ir.Sequence:
		return p.sequence(o)
	case *ir.View:
		return p.view(o)
	case *ir.MaterializedView:
		return p.materializedView(o)
	case *ir.Synonym:
		p.synonym(o)
	case *ir.Grant:
		return p.grant(o)
	case *ir.Role:
		return p.role(o)
	case *ir.Directory:
		return p.directory(o)
	case *ir.CommentOn:
		return p.commentOn(o)
	case *ir.DataScript:
		return p.dataScript(o)
	case *ir.AlterTable:
		if !o.Done && len(o.Findings.Items) == 0 {
			p.find(diag.AlterWithoutTable, o.Sp, "no source file creates %s", o.Name)
		}
	case *ir.Drop:
		o.Dropped = "the installation starts empty: there is nothing to drop"
	case *ir.SchemaDef:
		return p.schemaDef(o)
	case *ir.PartitionFunction, *ir.PartitionScheme, *ir.RuleDef, *ir.BindRule:
		p.find(diag.NotConverted, o.Span(), "%s is not converted", o.ObjKind()) // resolve folds those whose tables are there
	case *ir.Unsupported:
		if len(o.Findings.Items) == 0 {
			p.find(diag.NotConverted, o.Sp, "%s is not converted", o.What)
		}
	default:
		return p.code(o)
	}
	return nil
}

// code writes what holds PL/SQL.
func (p *printer) code(o ir.Object) []*ir.Artifact {
	em := p.em
	switch o := o.(type) {
	case *ir.Routine:
		return p.routineParts(o)
	case *ir.Package:
		var arts []*ir.Artifact
		schema := em.packageSchema(o)
		p.packageTypes(o)
		if p.String() != "" {
			arts = append(arts, keepRest(p.take(ir.StageType, em.packageFile(o, "_types"), "package types:"+schema)))
		}
		p.packageState(o)
		if p.String() != "" {
			arts = append(arts, keepRest(p.take(ir.StageRoutine, em.packageFile(o, "_state"), "package state:"+schema)))
		}
		return arts
	case *ir.Trigger:
		p.lead(o)
		p.trigger(o)
		if p.String() == "" {
			return nil
		}
		arts := []*ir.Artifact{p.take(ir.StageTrigger, em.file(o, "triggers", em.fold(o.Name.Last())), "trigger:"+em.qualified(o))}
		if p.events != "" {
			p.W(p.events)
			arts = append(arts, p.take(ir.StageEvent, em.file(o, "triggers", em.fold(o.Name.Last())+".event")))
		}
		return arts
	case *ir.TypeObject:
		p.lead(o)
		p.typeObject(o)
		if p.String() == "" {
			return nil
		}
		return []*ir.Artifact{p.take(ir.StageType, em.file(o, "types", em.ownName(o)), "type:"+em.qualified(o))}
	}
	p.find(diag.NotConverted, o.Span(), "%s is not converted", o.ObjKind())
	return nil
}

// keepRest lets the parts of a package that are converted stay when others are not: those raise an error already.
func keepRest(a *ir.Artifact) *ir.Artifact {
	a.Stub, a.StubNeeds = a.SQL, a.Needs
	return a
}

// routineParts writes a routine: of the schema, of a package or of an object type.
func (p *printer) routineParts(r *ir.Routine) []*ir.Artifact {
	em := p.em
	if r.Outer != nil {
		return nil
	}
	p.lead(r)
	p.routine(r)
	file := em.file(r, r.ObjKind()+"s", em.localName(r))
	switch o := r.Parent.(type) {
	case *ir.Package:
		file = em.packageFile(o, em.localName(r))
	case *ir.TypeObject:
		file = em.file(o, "types", em.ownName(o)+"."+em.localName(r))
	}
	name := "routine:" + em.routineKey(r)
	stub, needs := p.routineStub(r)
	if p.String() == "" && (stub == "" || r.Findings.Worst() != diag.Red) {
		return nil // NOT INSTANTIABLE: what calls it is told
	}
	a := p.take(ir.StageRoutine, file, name)
	a.Stub, a.StubNeeds = stub, needs
	return []*ir.Artifact{a}
}

// lead writes the comments that stand in front of a statement.
func (p *printer) lead(o ir.Object) {
	for _, c := range o.Obj().Lead {
		p.comment(c)
	}
}

// comment writes a comment of the source on lines of its own.
func (p *printer) comment(c ir.Comment) { p.Verbatim(commentText(c)).NL() }
