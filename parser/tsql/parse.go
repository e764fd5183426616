package tsql

import (
	"github.com/antlr4-go/antlr/v4"

	"github.com/crosswalk-db/crosswalk/ir/diag"
	"github.com/crosswalk-db/crosswalk/parser/lex"
	"github.com/crosswalk-db/crosswalk/parser/parsing"
	"github.com/crosswalk-db/crosswalk/parser/tsql/scan"
	"github.com/crosswalk-db/crosswalk/parser/tsql/syntax"
)

// Tree is a parsed batch. Offsets of tokens and comments are offsets into File.Text.
type Tree struct {
	Stmts    []Stmt        // in source order
	Tokens   []lex.Token   // with an EOF token at the end
	Comments []lex.Comment // in source order
	File     *diag.File
}

// Stmt is one statement of a batch: a *syntax.StatementContext, a *syntax.ModuleContext (the
// last of its batch) or a *syntax.ImplicitExecContext (the first). Ctx is nil where it does not
// parse; Err then says why.
type Stmt struct {
	Ctx        antlr.ParserRuleContext
	Err        *parsing.SyntaxError
	Start, End int // without the semicolon
}

// maxFlips bounds how many words of a statement are taken the other way, and maxFlipTokens how
// many tokens of a batch may be parsed again for it.
const (
	maxFlips      = 12
	maxFlipTokens = 1_000_000
)

// parser walks a batch.
type parser struct {
	res    *lex.Result
	stream *parsing.Stream
	p      *syntax.TsqlParser
	file   *diag.File
	budget int
}

// parse parses the batch in file.Text[start:end]. An error that no statement can be told for (a
// string without an end) is the result's second value.
func parse(file *diag.File, start, end int, opt scan.Options) (*Tree, *parsing.SyntaxError) {
	r := scan.Scan(file.Text, start, end, opt)
	if r.Err != nil {
		return nil, parsing.ScanError(file, r.Err)
	}
	t := &Tree{Tokens: r.Tokens, Comments: r.Comments, File: file}
	p := &parser{res: r, stream: &parsing.Stream{Tokens: r.Tokens}, file: file, budget: maxFlipTokens}
	p.fresh()
	for {
		for p.typ() == scan.SEMI {
			p.stream.Pos++
		}
		if p.typ() == lex.EOF {
			return t, nil
		}
		t.Stmts = append(t.Stmts, p.statement())
	}
}

// typ is the type of the token at hand.
func (p *parser) typ() int32 { return p.stream.Tokens[p.stream.Pos].Type }

// fresh makes a parser without the remains of an error.
func (p *parser) fresh() {
	p.p = syntax.NewTsqlParser(p.stream)
	p.p.SetErrorHandler(&parsing.Strategy{Stream: p.stream})
	p.p.RemoveErrorListeners()
	p.p.GetInterpreter().SetPredictionMode(antlr.PredictionModeSLL)
}

// statement parses one statement and leaves the stream behind it. Where the parser stops at or
// after a word whose class (keyword or name) the scanner may have guessed wrong, it is tried the
// other way, and that is kept where the parser gets further.
func (p *parser) statement() Stmt {
	from := p.stream.Pos
	ctx, stop := p.attempt(from)
	report := stop
	for n := 0; stop != nil && n < maxFlips; n++ {
		c, s, better := p.flip(from, stop)
		if !better {
			break
		}
		if s != nil && s.Token > stop.Token+4 {
			report = s // well past the word: that was not the error
		}
		ctx, stop = c, s
	}
	toks := p.stream.Tokens
	if stop != nil {
		p.recover(from, stop)
		last := max(p.stream.Pos-1, from)
		return Stmt{Err: report.Error(p.res.Vocabulary), Start: int(toks[from].Start), End: int(toks[last].End)}
	}
	start, end := parsing.SpanOf(ctx)
	return Stmt{Ctx: ctx, Start: start, End: end}
}

// attempt parses a statement at token from, which must be followed by another or by the end.
func (p *parser) attempt(from int) (ctx antlr.ParserRuleContext, stop *parsing.Stop) {
	p.stream.Pos = from
	stop = parsing.Catch(func() {
		switch typ := p.typ(); {
		case typ == scan.CREATE_MODULE, typ == scan.ALTER_MODULE:
			ctx = p.p.Module().(antlr.ParserRuleContext)
			if p.typ() != lex.EOF {
				parsing.StopAt(p.stream)
			}
			return
		case from == 0 && typ == lex.IDENT:
			ctx = p.p.ImplicitExec().(antlr.ParserRuleContext)
		default:
			ctx = p.p.Statement().(antlr.ParserRuleContext)
		}
		if !startsStatement(p.typ()) {
			parsing.StopAt(p.stream)
		}
	})
	if stop != nil {
		p.fresh()
		return nil, stop
	}
	return ctx, nil
}

// flip tries the words at and before the error the other way, and gives the first attempt that
// gets further.
func (p *parser) flip(from int, err *parsing.Stop) (antlr.ParserRuleContext, *parsing.Stop, bool) {
	for i := err.Token; i > err.Token-4 && i >= from; i-- {
		tok := &p.stream.Tokens[i]
		old := tok.Type
		for _, typ := range p.res.OtherTypes(i) {
			if p.budget -= err.Token - from; p.budget < 0 {
				break
			}
			tok.Type = typ
			ctx, stop := p.attempt(from)
			if stop == nil || stop.Token > err.Token {
				return ctx, stop, true
			}
		}
		tok.Type = old
	}
	return nil, nil, false
}

// recover moves behind a statement with an error: to the semicolon, or to the word on a new line
// that begins the next statement. A module goes on to the end of its batch: the statements of its
// body are none of the script's.
func (p *parser) recover(from int, stop *parsing.Stop) {
	toks := p.stream.Tokens
	depth := 0
	i := from
	if t := toks[from].Type; t == scan.CREATE_MODULE || t == scan.ALTER_MODULE {
		i = len(toks) - 1
	}
	for ; toks[i].Type != lex.EOF; i++ {
		switch toks[i].Type {
		case scan.LPAREN, scan.LPAREN_QUERY, scan.LPAREN_DML, scan.LPAREN_STMT:
			depth++
			continue
		case scan.RPAREN:
			depth = max(depth-1, 0)
			continue
		}
		if i > stop.Token && depth == 0 && (toks[i].Type == scan.SEMI || startsStatement(toks[i].Type) && p.startsLine(i)) {
			break
		}
	}
	p.stream.Pos = i
}

// startsLine tells whether token i is the first of its line.
func (p *parser) startsLine(i int) bool {
	for k := int(p.stream.Tokens[i].Start) - 1; k >= 0; k-- {
		switch p.file.Text[k] {
		case ' ', '\t', '\r':
		case '\n':
			return true
		default:
			return false
		}
	}
	return true
}

// startsStatement tells whether the token can follow a statement: it ends the batch or begins
// another statement.
func startsStatement(typ int32) bool {
	switch typ {
	case lex.EOF, scan.SEMI, scan.LABEL, scan.LPAREN_STMT,
		scan.IF, scan.ELSE, scan.WHILE, scan.BEGIN, scan.BEGIN_TRAN, scan.BEGIN_TRY, scan.BEGIN_ATOMIC, scan.BEGIN_DIALOG,
		scan.DECLARE, scan.SET, scan.RETURN, scan.PRINT, scan.RAISERROR, scan.THROW, scan.GOTO, scan.BREAK, scan.CONTINUE,
		scan.WAITFOR, scan.COMMIT, scan.ROLLBACK, scan.SAVE, scan.OPEN, scan.FETCH, scan.CLOSE, scan.DEALLOCATE, scan.EXEC,
		scan.SELECT, scan.WITH_CTE, scan.INSERT, scan.UPDATE, scan.DELETE, scan.MERGE, scan.BULK_INSERT,
		scan.CREATE, scan.CREATE_MODULE, scan.ALTER, scan.ALTER_MODULE, scan.DROP, scan.TRUNCATE, scan.GRANT, scan.DENY,
		scan.REVOKE, scan.ENABLE, scan.DISABLE, scan.USE, scan.BACKUP, scan.RESTORE, scan.DBCC, scan.KILL, scan.CHECKPOINT,
		scan.RECONFIGURE, scan.SHUTDOWN, scan.REVERT, scan.SETUSER, scan.READTEXT, scan.WRITETEXT, scan.UPDATETEXT,
		scan.UPDATE_STATISTICS, scan.ADD_SIGNATURE, scan.SEND, scan.RECEIVE, scan.GET, scan.MOVE, scan.END_CONVERSATION:
		return true
	}
	return false
}
