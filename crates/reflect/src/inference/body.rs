//! What a body returns where it does not say: a walk over its statements. Names come into sight on the way, and
//! conditions narrow what they stand for.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use swc_core::{
    atoms::Atom,
    ecma::{
        ast::{
            BindingIdent, BlockStmt, CallExpr, Callee, Decl, Expr, ForHead, IfStmt, Lit, Pat, ReturnStmt,
            Stmt, SwitchStmt, VarDecl, VarDeclKind, VarDeclOrExpr, WhileStmt,
        },
        visit::VisitWith,
    },
};

use crate::context::Context;
use crate::evaluate::Evaluator;
use crate::lower::{Env, Seen};
use crate::ops;
use crate::types::Type;

use super::functions::LookedInto;
use super::narrowing::doubt;
use super::objects::normalize_objects;
use super::statements::{Names, breaks, declared_by, filled_by};
use super::{Keep, is_empty_array, value_of};

/// What a body was found to return.
#[derive(Default)]
struct Returned<'a> {
    /// The types of its values, each beside what it is where literals are widened.
    values: Vec<(Type, Type)>,
    /// The positions of those that are objects written out, with what is written.
    objects: Vec<(usize, &'a Expr)>,
    /// `return` without a value.
    is_bare: bool,
    /// Something that syntax does not tell.
    is_unknown: bool,
    /// How many places of the body put something into an array of a name.
    fillings: FxHashMap<Atom, usize>,
}

impl<'m> Context<'m> {
    /// The type of what statements return, the body of a function.
    pub(crate) fn returned_by(&mut self, env: &mut Env<'_, 'm>, statements: &[Stmt]) -> Option<Type> {
        let mut names = Names::default();
        statements.visit_with(&mut names);
        if names.declares_types {
            return None;
        }
        let mark = env.sight();
        env.doubted.extend(names.assigned);
        env.values.extend(names.variables.into_iter().map(|name| Seen::new(name, None)));
        let mut returned = Returned { fillings: names.filled, ..Returned::default() };
        let is_end_reached = self.statements(env, statements, &mut returned);
        env.see_again(mark);
        self.returned_type(returned, is_end_reached)
    }

    fn returned_type(&mut self, returned: Returned<'_>, is_end_reached: bool) -> Option<Type> {
        let Returned { values, objects, is_bare, is_unknown, .. } = returned;
        if is_unknown {
            return None;
        }
        if values.is_empty() {
            return Some(Type::Keyword(ops::VOID));
        }
        let is_undefined_too = is_bare || is_end_reached;
        let mut union = |types: Vec<Type>| {
            let mut types = types;
            let mut written: Vec<Type> = objects.iter().map(|&(at, _)| types[at].clone()).collect();
            normalize_objects(&mut written, objects.iter().map(|&(_, value)| value));
            for (&(at, _), ty) in objects.iter().zip(written) {
                types[at] = ty;
            }
            if is_undefined_too {
                types.push(Type::Keyword(ops::UNDEFINED));
            }
            match types.len() {
                1 => types.pop(),
                _ => Evaluator::new(self).simplified(types),
            }
        };
        let (exact, widened): (Vec<Type>, Vec<Type>) = values.into_iter().unzip();
        let exact = union(exact)?;
        // A function that returns one literal returns any of its kind; one of several returns one of these.
        match exact {
            Type::Literal(_) | Type::Named(..) => union(widened),
            exact => Some(exact),
        }
    }

    /// Whether the end of the statements is reached.
    fn statements<'a>(
        &mut self,
        env: &mut Env<'_, 'm>,
        statements: &'a [Stmt],
        found: &mut Returned<'a>,
    ) -> bool {
        let mark = env.sight();
        for statement in statements {
            match statement {
                Stmt::Decl(Decl::Fn(function)) => env.hide(&function.ident.sym),
                Stmt::Decl(Decl::Class(class)) => env.hide(&class.ident.sym),
                _ => {}
            }
        }
        let reaches_on = |statement| !found.is_unknown && self.statement(env, statement, found);
        let is_end_reached = statements.iter().all(reaches_on);
        env.see_again(mark);
        is_end_reached
    }

    /// Whether what follows a statement is reached.
    fn statement<'a>(
        &mut self,
        env: &mut Env<'_, 'm>,
        statement: &'a Stmt,
        found: &mut Returned<'a>,
    ) -> bool {
        match statement {
            Stmt::Return(returns) => {
                self.add_returned(env, returns, found);
                false
            }
            Stmt::Throw(_) | Stmt::Break(_) | Stmt::Continue(_) => false,
            Stmt::Block(block) => self.statements(env, &block.stmts, found),
            Stmt::If(conditional) => self.if_statement(env, conditional, found),
            Stmt::Switch(switch) => self.switch_statement(env, switch, found),
            Stmt::Labeled(labeled) => {
                self.statement(env, &labeled.body, found) || breaks(&labeled.body, true)
            }
            Stmt::While(WhileStmt { test, body, .. }) => {
                let mark = env.sight();
                self.narrow(env, test, true);
                self.statement(env, body, found);
                env.see_again(mark);
                !is_true(test) || breaks(body, false)
            }
            Stmt::DoWhile(looped) => {
                let is_test_reached = self.statement(env, &looped.body, found);
                breaks(&looped.body, false) || (is_test_reached && !is_true(&looped.test))
            }
            Stmt::For(looped) => {
                let mark = env.sight();
                if let Some(VarDeclOrExpr::VarDecl(variables)) = &looped.init {
                    self.variables(env, variables, &found.fillings);
                }
                if let Some(test) = &looped.test {
                    self.narrow(env, test, true);
                }
                self.statement(env, &looped.body, found);
                env.see_again(mark);
                looped.test.as_deref().is_some_and(|test| !is_true(test)) || breaks(&looped.body, false)
            }
            Stmt::ForOf(looped) => {
                let list = self.infer(env, &looped.right, Keep::Literal, 0);
                let element = list.and_then(|list| match looped.is_await {
                    true => Evaluator::new(self).iterated_later(&list),
                    false => Evaluator::new(self).iterated(&list),
                });
                self.looped(env, &looped.left, element, &looped.body, found)
            }
            Stmt::ForIn(looped) => {
                self.looped(env, &looped.left, Some(Type::Keyword(ops::STRING)), &looped.body, found)
            }
            Stmt::Try(tried) => {
                let mut is_end_reached = self.statements(env, &tried.block.stmts, found);
                if let Some(handler) = &tried.handler {
                    let mark = env.sight();
                    if let Some(caught) = &handler.param {
                        self.bind(env, caught, None);
                    }
                    is_end_reached |= self.statements(env, &handler.body.stmts, found);
                    env.see_again(mark);
                }
                match &tried.finalizer {
                    Some(BlockStmt { stmts, .. }) => self.statements(env, stmts, found) && is_end_reached,
                    None => is_end_reached,
                }
            }
            Stmt::Decl(Decl::Var(variables)) => {
                self.variables(env, variables, &found.fillings);
                true
            }
            Stmt::Expr(expression) => {
                // What a call is given, it may assert something of.
                if let Expr::Call(call) = value_of(&expression.expr) {
                    self.fill(env, call);
                    call.args.iter().for_each(|argument| doubt(env, &argument.expr));
                    return !ends_the_process(&call.callee);
                }
                true
            }
            Stmt::With(_) => {
                found.is_unknown = true;
                true
            }
            Stmt::Decl(_) | Stmt::Empty(_) | Stmt::Debugger(_) => true,
        }
    }

    fn add_returned<'a>(&mut self, env: &mut Env<'_, 'm>, returns: &'a ReturnStmt, found: &mut Returned<'a>) {
        let Some(value) = returns.arg.as_deref() else {
            found.is_bare = true;
            return;
        };
        match self.returned_value(env, value) {
            Some(both) => {
                if matches!(value_of(value), Expr::Object(_)) {
                    found.objects.push((found.values.len(), value));
                }
                found.values.push(both);
            }
            None => found.is_unknown = true,
        }
    }

    /// The type of an expression that a function returns, and that where literals are widened.
    fn returned_value(&mut self, env: &mut Env<'_, 'm>, value: &Expr) -> Option<(Type, Type)> {
        self.inference.looked_into.push(LookedInto::default());
        let both = self.infer_both(env, value);
        self.inference.looked_into.pop();
        both
    }

    fn infer_both(&mut self, env: &mut Env<'_, 'm>, value: &Expr) -> Option<(Type, Type)> {
        let exact = self.infer(env, value, Keep::Literal, 0)?;
        let has_literals = match &exact {
            Type::Literal(_) | Type::Named(..) => true,
            Type::Union(members) => members.iter().any(|member| matches!(member, Type::Literal(_))),
            _ => false,
        };
        if !has_literals {
            return Some((exact.clone(), exact));
        }
        if let Some(seen) = self.inference.looked_into.last_mut() {
            seen.is_second_look = true;
        }
        let widened = self.infer(env, value, Keep::Widened, 0)?;
        Some((exact, widened))
    }

    /// What an arrow function returns that is an expression.
    pub(super) fn returned_expression(&mut self, env: &mut Env<'_, 'm>, value: &Expr) -> Option<Type> {
        let mut names = Names::default();
        value.visit_with(&mut names);
        let mark = env.sight();
        env.doubted.extend(names.assigned);
        let both = self.returned_value(env, value);
        env.see_again(mark);
        self.returned_type(Returned { values: vec![both?], ..Returned::default() }, false)
    }

    fn if_statement<'a>(
        &mut self,
        env: &mut Env<'_, 'm>,
        conditional: &'a IfStmt,
        found: &mut Returned<'a>,
    ) -> bool {
        let mark = env.sight();
        self.narrow(env, &conditional.test, true);
        let after_then = self.statement(env, &conditional.cons, found);
        env.see_again(mark);
        self.narrow(env, &conditional.test, false);
        let after_else = match &conditional.alt {
            Some(otherwise) => self.statement(env, otherwise, found),
            None => true,
        };
        // From here on the test is known to have had the result that leads here, if one of them alone does.
        if after_then || !after_else {
            env.see_again(mark);
            if !after_else {
                self.narrow(env, &conditional.test, true);
            }
        }
        after_then || after_else
    }

    fn switch_statement<'a>(
        &mut self,
        env: &mut Env<'_, 'm>,
        switch: &'a SwitchStmt,
        found: &mut Returned<'a>,
    ) -> bool {
        let mark = env.sight();
        for case in &switch.cases {
            if let Some(test) = &case.test {
                doubt(env, test);
            }
        }
        let mut falls_through = true;
        // The values that lead to a case: its own, and those of cases before that go on to it.
        let mut values: Option<Vec<Type>> = Some(Vec::new());
        for (position, case) in switch.cases.iter().enumerate() {
            if !falls_through || position == 0 {
                values = Some(Vec::new());
            }
            let value = case.test.as_deref().and_then(|test| self.infer(env, test, Keep::Literal, 0));
            values = values.zip(value).map(|(mut values, value)| {
                values.push(value);
                values
            });
            let all = env.sight();
            match &values {
                Some(values) => self.narrow_case(env, &switch.discriminant, values),
                None => doubt(env, &switch.discriminant),
            }
            falls_through =
                case.cons.iter().all(|statement| !found.is_unknown && self.statement(env, statement, found));
            env.see_again(all);
            // What one case declares is in sight of the next, and has no value there.
            declared_by(&case.cons).iter().for_each(|name| env.hide(name));
        }
        env.see_again(mark);
        let breaks_out =
            switch.cases.iter().any(|case| case.cons.iter().any(|statement| breaks(statement, false)));
        let is_complete =
            switch.cases.iter().any(|case| case.test.is_none()) || self.is_exhaustive(env, switch);
        doubt(env, &switch.discriminant);
        breaks_out || falls_through || !is_complete
    }

    /// Whether the cases of a `switch` without `default` are all that there are.
    fn is_exhaustive(&mut self, env: &mut Env<'_, 'm>, switch: &SwitchStmt) -> bool {
        let Some(kinds) = self.infer(env, &switch.discriminant, Keep::Literal, 0) else { return false };
        let tested = switch.cases.iter().filter_map(|case| case.test.as_deref());
        let tested: Option<Vec<Type>> = tested.map(|test| self.infer(env, test, Keep::Literal, 0)).collect();
        let Some(tested) = tested else { return false };
        Evaluator::new(self)
            .all_of(&kinds)
            .is_some_and(|kinds| kinds.iter().all(|kind| tested.contains(kind)))
    }

    fn looped<'a>(
        &mut self,
        env: &mut Env<'_, 'm>,
        head: &ForHead,
        element: Option<Type>,
        body: &'a Stmt,
        found: &mut Returned<'a>,
    ) -> bool {
        let mark = env.sight();
        if let ForHead::VarDecl(variables) = head
            && let [variable] = &variables.decls[..]
        {
            self.bind(env, &variable.name, element);
        }
        self.statement(env, body, found);
        env.see_again(mark);
        true
    }

    /// `name.push(...)`: an array that began empty is one of what is put into it.
    fn fill(&mut self, env: &mut Env<'_, 'm>, call: &CallExpr) {
        let Some(name) = filled_by(call) else { return };
        let is_it = |seen: &Seen| seen.name == *name;
        let Some(at) = env.values.iter().rposition(is_it).filter(|at| env.values[*at].fillings > 0) else {
            return;
        };
        env.values[at].fillings -= 1;
        let Some(Type::Array(element)) = &env.values[at].ty else { return };
        let mut types = vec![(**element).clone()];
        for argument in &call.args {
            let ty = self.infer(env, &argument.expr, Keep::Widened, 0);
            let ty = match argument.spread {
                Some(_) => ty.and_then(|ty| Evaluator::new(self).iterated(&ty)),
                None => ty,
            };
            types.extend(ty);
        }
        let is_told = types.len() == call.args.len() + 1;
        let element = is_told.then(|| Evaluator::new(self).simplified(types)).flatten();
        env.values[at].ty = element.map(|element| Type::Array(Arc::new(element)));
    }

    /// Puts variables in sight.
    fn variables(&mut self, env: &mut Env<'_, 'm>, variables: &VarDecl, fillings: &FxHashMap<Atom, usize>) {
        for variable in &variables.decls {
            let is_constant = variables.kind == VarDeclKind::Const;
            if let Pat::Ident(BindingIdent { id, type_ann: Some(annotation) }) = &variable.name {
                let ty = self.ty(env, &annotation.type_ann);
                // Of a union it is what it was set to.
                env.doubted.extend(variable.init.is_some().then(|| id.sym.clone()));
                env.values.push(Seen::new(id.sym.clone(), Some(ty)));
                continue;
            }
            let keep = if is_constant { Keep::Literal } else { Keep::Widened };
            if let (Pat::Ident(name), Some(value)) = (&variable.name, variable.init.as_deref())
                && is_empty_array(value)
            {
                // What is put into it tells its type.
                let is_replaced = env.doubted.contains(&name.id.sym);
                let fillings = fillings.get(&name.id.sym).copied().unwrap_or(0);
                let ty =
                    (fillings > 0 && !is_replaced).then(|| Type::Array(Arc::new(Type::Keyword(ops::NEVER))));
                env.values.push(Seen { fillings, ..Seen::new(name.id.sym.clone(), ty) });
                continue;
            }
            let value = variable.init.as_deref();
            let ty = value.and_then(|value| self.taken_apart(env, &variable.name, value, keep, 0));
            // One that begins as nothing may become anything.
            let ty = ty.filter(|ty| is_constant || !matches!(ty, Type::Keyword(ops::NULL | ops::UNDEFINED)));
            self.bind(env, &variable.name, ty);
            if let (Some(seen), Some(value)) = (env.values.last_mut(), variable.init.as_deref()) {
                seen.is_fresh = variable.name.is_ident() && is_fresh(value);
            }
        }
    }
}

/// Whether the type of a literal is that of its kind, where it may be replaced.
pub(super) fn is_fresh(value: &Expr) -> bool {
    matches!(value_of(value), Expr::Lit(_) | Expr::Tpl(_) | Expr::Unary(_))
}

fn is_true(test: &Expr) -> bool {
    matches!(value_of(test), Expr::Lit(Lit::Bool(literal)) if literal.value)
}

/// `process.exit`.
fn ends_the_process(callee: &Callee) -> bool {
    let Callee::Expr(callee) = callee else { return false };
    callee.as_member().is_some_and(|member| {
        member.obj.as_ident().is_some_and(|object| object.sym == "process")
            && member.prop.as_ident().is_some_and(|name| matches!(&*name.sym, "exit" | "abort"))
    })
}
