//! What the statements of a body declare, set and leave, whatever their order.

use rustc_hash::{FxHashMap, FxHashSet};
use swc_core::{
    atoms::Atom,
    ecma::{
        ast::{
            ArrowExpr, AssignExpr, AssignTarget, BreakStmt, CallExpr, Class, Decl, Expr, Function,
            SimpleAssignTarget, Stmt, SwitchStmt, TsEnumDecl, TsInterfaceDecl, TsModuleDecl, TsTypeAliasDecl,
            UpdateExpr, VarDecl, VarDeclKind, WhileStmt,
        },
        visit::{Visit, VisitWith},
    },
};

use super::narrowing::Mentioned;

/// The name of the array that a call puts something into: `name.push(...)`.
pub(super) fn filled_by(call: &CallExpr) -> Option<&Atom> {
    let member = call.callee.as_expr()?.as_member()?;
    let puts = member.prop.as_ident().is_some_and(|name| matches!(&*name.sym, "push" | "unshift"));
    Some(&member.obj.as_ident().filter(|_| puts)?.sym)
}

/// The names that statements declare.
pub(super) fn declared_by(statements: &[Stmt]) -> Vec<Atom> {
    let mut names = Mentioned::default();
    for statement in statements {
        match statement {
            Stmt::Decl(Decl::Var(variables)) => {
                variables.decls.iter().for_each(|variable| variable.name.visit_with(&mut names));
            }
            Stmt::Decl(Decl::Fn(function)) => names.names.push(function.ident.sym.clone()),
            Stmt::Decl(Decl::Class(class)) => names.names.push(class.ident.sym.clone()),
            _ => {}
        }
    }
    names.names
}

/// Whether a statement is left by a `break`: out of a loop or a `switch` that it is the body of, or by a label.
pub(super) fn breaks(statement: &Stmt, labeled_only: bool) -> bool {
    let mut breaks = Breaks { labeled_only, found: false };
    statement.visit_with(&mut breaks);
    breaks.found
}

struct Breaks {
    labeled_only: bool,
    found: bool,
}

impl Breaks {
    fn inside(&mut self, of: &impl VisitWith<Self>) {
        let outer = std::mem::replace(&mut self.labeled_only, true);
        of.visit_children_with(self);
        self.labeled_only = outer;
    }
}

impl Visit for Breaks {
    fn visit_break_stmt(&mut self, statement: &BreakStmt) {
        self.found |= statement.label.is_some() || !self.labeled_only;
    }
    fn visit_while_stmt(&mut self, looped: &WhileStmt) {
        self.inside(looped);
    }
    fn visit_do_while_stmt(&mut self, looped: &swc_core::ecma::ast::DoWhileStmt) {
        self.inside(looped);
    }
    fn visit_for_stmt(&mut self, looped: &swc_core::ecma::ast::ForStmt) {
        self.inside(looped);
    }
    fn visit_for_of_stmt(&mut self, looped: &swc_core::ecma::ast::ForOfStmt) {
        self.inside(looped);
    }
    fn visit_for_in_stmt(&mut self, looped: &swc_core::ecma::ast::ForInStmt) {
        self.inside(looped);
    }
    fn visit_switch_stmt(&mut self, switch: &SwitchStmt) {
        self.inside(switch);
    }
    fn visit_expr(&mut self, _: &Expr) {}
    fn visit_function(&mut self, _: &Function) {}
    fn visit_class(&mut self, _: &Class) {}
}

/// What a body does to names that is not seen in the order of its statements.
#[derive(Default)]
pub(super) struct Names {
    /// Those that are set, by itself or by a function in it.
    pub(super) assigned: FxHashSet<Atom>,
    /// Those of `var`.
    pub(super) variables: Vec<Atom>,
    /// How many places put something into an array of a name.
    pub(super) filled: FxHashMap<Atom, usize>,
    pub(super) declares_types: bool,
    is_inner: bool,
}

impl Names {
    fn inside(&mut self, of: &impl VisitWith<Self>) {
        let outer = std::mem::replace(&mut self.is_inner, true);
        of.visit_children_with(self);
        self.is_inner = outer;
    }
}

impl Visit for Names {
    fn visit_call_expr(&mut self, call: &CallExpr) {
        if let Some(name) = filled_by(call) {
            *self.filled.entry(name.clone()).or_default() += 1;
        }
        call.visit_children_with(self);
    }
    fn visit_assign_expr(&mut self, assign: &AssignExpr) {
        let mut names = Mentioned::default();
        match &assign.left {
            // A part of an object that is set is no longer what its type says.
            AssignTarget::Simple(SimpleAssignTarget::Member(member)) => {
                if let Some(list) = member.obj.as_ident() {
                    *self.filled.entry(list.sym.clone()).or_default() += 1;
                }
                member.obj.visit_with(&mut names);
            }
            left => left.visit_with(&mut names),
        }
        self.assigned.extend(names.names);
        assign.visit_children_with(self);
    }
    fn visit_update_expr(&mut self, update: &UpdateExpr) {
        let mut names = Mentioned::default();
        update.arg.visit_with(&mut names);
        self.assigned.extend(names.names);
    }
    fn visit_var_decl(&mut self, variables: &VarDecl) {
        if variables.kind == VarDeclKind::Var && !self.is_inner {
            let mut names = Mentioned::default();
            variables.decls.iter().for_each(|variable| variable.name.visit_with(&mut names));
            self.variables.extend(names.names);
        }
        variables.visit_children_with(self);
    }
    fn visit_function(&mut self, function: &Function) {
        self.inside(function);
    }
    fn visit_arrow_expr(&mut self, arrow: &ArrowExpr) {
        self.inside(arrow);
    }
    fn visit_ts_interface_decl(&mut self, _: &TsInterfaceDecl) {
        self.declares_types |= !self.is_inner;
    }
    fn visit_ts_type_alias_decl(&mut self, _: &TsTypeAliasDecl) {
        self.declares_types |= !self.is_inner;
    }
    fn visit_ts_enum_decl(&mut self, _: &TsEnumDecl) {
        self.declares_types |= !self.is_inner;
    }
    fn visit_ts_module_decl(&mut self, _: &TsModuleDecl) {
        self.declares_types |= !self.is_inner;
    }
    fn visit_class(&mut self, class: &Class) {
        self.inside(class);
    }
}
