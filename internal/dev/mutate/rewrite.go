package main

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"path/filepath"
	"strings"
)

// mutant is one small change of the code. All mutants of a package are compiled
// into one program: each stands beside the original, and an environment variable
// says which of them is on.
type mutant struct {
	// name identifies it, without a line number, which any edit above
	// would move: the file, the function, and the change.
	name, file string
	id         int
}

// swaps is what each operator is replaced by: what shifts a boundary, what
// negates, what computes something else.
var swaps = map[token.Token][]token.Token{
	token.LSS: {token.LEQ, token.GEQ}, token.LEQ: {token.LSS, token.GTR},
	token.GTR: {token.GEQ, token.LEQ}, token.GEQ: {token.GTR, token.LSS},
	token.EQL: {token.NEQ}, token.NEQ: {token.EQL},
	token.LAND: {token.LOR}, token.LOR: {token.LAND},
	token.ADD: {token.SUB}, token.SUB: {token.ADD}, token.MUL: {token.QUO}, token.QUO: {token.MUL}, token.REM: {token.MUL},
	token.AND: {token.OR}, token.OR: {token.AND}, token.SHL: {token.SHR}, token.SHR: {token.SHL},
	token.ADD_ASSIGN: {token.SUB_ASSIGN, token.ASSIGN}, token.SUB_ASSIGN: {token.ADD_ASSIGN, token.ASSIGN},
	token.MUL_ASSIGN: {token.QUO_ASSIGN, token.ASSIGN}, token.QUO_ASSIGN: {token.MUL_ASSIGN, token.ASSIGN},
	token.INC: {token.DEC}, token.DEC: {token.INC},
	token.BREAK: {token.CONTINUE}, token.CONTINUE: {token.BREAK},
}

// switchboard is what the rewritten code asks, as a file of its package.
const switchboard = `package %s

import (
	"os"
	"strconv"
)

var mutantOn, _ = strconv.Atoi(os.Getenv("MUTANT"))

func isMutant(id int) bool { return id == mutantOn }
`

// mutator rewrites the files of a package.
type mutator struct {
	fset    *token.FileSet
	info    *types.Info
	pkg     *types.Package
	mutants []mutant

	// Of the file at hand:
	file   string
	src    []byte
	within string
	names  map[string]int
	looped map[*ast.BranchStmt]bool // those that may break and continue alike
	wraps  []wrap
}

// wrap is text to put around a part of a file.
type wrap struct {
	from, to       int
	before, behind string
}

// rewrite returns the file with all its mutants in it.
func (m *mutator) rewrite(file string, tree *ast.File, src []byte) string {
	m.file, m.src, m.wraps = filepath.ToSlash(file), src, nil
	m.names, m.looped = map[string]int{}, map[*ast.BranchStmt]bool{}
	for _, decl := range tree.Decls {
		m.within = "(package)"
		if f, ok := decl.(*ast.FuncDecl); ok {
			m.within = f.Name.Name
			if f.Recv != nil {
				m.within = strings.TrimLeft(m.text(f.Recv.List[0].Type), "*") + "." + f.Name.Name
			}
		}
		ast.Inspect(decl, m.visit)
	}
	// An outer wrap was found before those within it.
	opening, closing := map[int]string{}, map[int]string{}
	for _, w := range m.wraps {
		opening[w.from] += w.before
		closing[w.to] = w.behind + closing[w.to]
	}
	var text strings.Builder
	for i := range len(src) + 1 {
		text.WriteString(closing[i] + opening[i])
		if i < len(src) {
			text.WriteByte(src[i])
		}
	}
	return text.String()
}

func (m *mutator) at(pos token.Pos) int { return m.fset.Position(pos).Offset }

func (m *mutator) text(n ast.Node) string { return string(m.src[m.at(n.Pos()):m.at(n.End())]) }

// add notes a mutant, and returns the condition under which it is on.
func (m *mutator) add(change string) string {
	name := m.file + " " + m.within + ": " + change
	m.names[name]++
	if n := m.names[name]; n > 1 {
		name += fmt.Sprintf(" #%d", n)
	}
	m.mutants = append(m.mutants, mutant{name, m.file, len(m.mutants) + 1})
	return fmt.Sprintf("isMutant(%d)", len(m.mutants))
}

func (m *mutator) visit(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.GenDecl:
		return n.Tok == token.VAR
	case *ast.BinaryExpr:
		m.binary(n)
	case *ast.UnaryExpr:
		if n.Op == token.NOT || n.Op == token.SUB {
			m.expression(n, m.add(short(m.text(n), 70)+" → without "+n.Op.String()), m.text(n.X))
		}
	case *ast.IfStmt:
		m.negate(n.Cond)
	case *ast.SwitchStmt:
		for _, clause := range n.Body.List {
			for _, cond := range clause.(*ast.CaseClause).List { //nolint:forcetypeassert // nothing else parses
				if n.Tag == nil {
					m.negate(cond)
				}
			}
		}
	case *ast.RangeStmt:
		m.loop(n.Body)
	case *ast.ForStmt:
		if n.Cond != nil { // without one, the compiler takes no break for an end
			m.loop(n.Body)
		}
	case *ast.BlockStmt:
		m.statements(n.List)
	case *ast.CaseClause:
		m.statements(n.Body)
	case *ast.CommClause:
		m.statements(n.Body)
	}
	return true
}

// expression puts other beside an expression, which is evaluated where it stood.
func (m *mutator) expression(e ast.Expr, on, other string) {
	kind := m.info.TypeOf(e)
	local := func(p *types.Package) string {
		if p == m.pkg {
			return ""
		}
		return p.Name()
	}
	m.wraps = append(m.wraps, wrap{m.at(e.Pos()), m.at(e.End()),
		fmt.Sprintf("(func() %s { if %s { return %s }; return ", types.TypeString(types.Default(kind), local), on, other), " }())"})
}

func (m *mutator) binary(n *ast.BinaryExpr) {
	value := m.info.Types[n]
	basic, _ := types.Default(value.Type).Underlying().(*types.Basic)
	if value.Value != nil || value.IsType() || basic == nil || n.Op == token.ADD && basic.Info()&types.IsString != 0 {
		return // a constant, a constraint, or words
	}
	left, logical := n.X, n.Op == token.LAND || n.Op == token.LOR
	for chain, ok := left.(*ast.BinaryExpr); ok && logical && (chain.Op == token.LAND || chain.Op == token.LOR); chain, ok = left.(*ast.BinaryExpr) {
		left = chain.Y // the nearest words are enough to find it
	}
	for _, other := range swaps[n.Op] {
		on := m.add(fmt.Sprintf("%s %s %s → %s", short(m.text(left), 40), n.Op, short(m.text(n.Y), 40), other))
		m.expression(n, on, m.text(n.X)+" "+other.String()+" "+m.text(n.Y))
	}
	if logical {
		m.negate(n.X)
		m.negate(n.Y)
	}
}

// negate negates a condition that no operator stands in: one that does is
// negated by another operator.
func (m *mutator) negate(cond ast.Expr) {
	switch cond := cond.(type) {
	case *ast.BinaryExpr, *ast.UnaryExpr, *ast.ParenExpr:
	default:
		m.expression(cond, m.add(short(m.text(cond), 70)+" → negated"), "!("+m.text(cond)+")")
	}
}

// loop notes the branches of a loop itself, not of what is nested in it.
func (m *mutator) loop(body *ast.BlockStmt) {
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ForStmt, *ast.RangeStmt, *ast.FuncLit:
			return false
		case *ast.BranchStmt:
			m.looped[n] = n.Label == nil
		}
		return true
	})
}

// statements puts beside each statement of a block what else could be done.
func (m *mutator) statements(list []ast.Stmt) {
	for i, s := range list {
		var changes []string
		change := func(name, code string) { changes = append(changes, "if "+m.add(name)+" { "+code+" }") }
		swap := func(op token.Token, before, after string) {
			for _, other := range swaps[op] {
				change(short(m.text(s), 70)+" → "+other.String(), before+other.String()+after)
			}
		}
		removed := true
		switch s := s.(type) {
		case *ast.IncDecStmt:
			swap(s.Tok, m.text(s.X), "")
		case *ast.AssignStmt:
			removed = s.Tok != token.DEFINE
			if words, ok := m.info.Types[s.Rhs[0]].Type.(*types.Basic); !ok || words.Info()&types.IsString == 0 {
				swap(s.Tok, m.text(s.Lhs[0]), m.text(s.Rhs[0]))
			}
		case *ast.BranchStmt:
			removed = s.Tok == token.BREAK || s.Tok == token.CONTINUE
			if m.looped[s] {
				swap(s.Tok, "", "")
			}
		case *ast.ExprStmt:
			removed = i < len(list)-1 || !strings.HasPrefix(m.text(s), "panic(")
		case *ast.DeferStmt, *ast.GoStmt:
		default:
			removed = false
		}
		if removed && !m.lastUse(s) {
			change("without "+short(m.text(s), 70), "")
		}
		if len(changes) > 0 {
			m.wraps = append(m.wraps, wrap{m.at(s.Pos()), m.at(s.End()), strings.Join(changes, " else ") + " else { ", " }"})
		}
	}
}

// lastUse reports whether a local variable is used by a statement alone: without
// it the compiler refuses the function.
func (m *mutator) lastUse(s ast.Stmt) (last bool) {
	within := func(id *ast.Ident) bool { return s.Pos() <= id.Pos() && id.Pos() < s.End() }
	for id, object := range m.info.Uses {
		v, ok := object.(*types.Var)
		if !ok || v.Kind() != types.LocalVar || !within(id) || s.Pos() <= v.Pos() {
			continue
		}
		elsewhere := false
		for other, o := range m.info.Uses {
			elsewhere = elsewhere || o == object && !within(other)
		}
		last = last || !elsewhere
	}
	return last
}

func short(text string, limit int) string {
	text = strings.Join(strings.Fields(text), " ")
	if runes := []rune(text); len(runes) > limit {
		return string(runes[:limit]) + "…"
	}
	return text
}
