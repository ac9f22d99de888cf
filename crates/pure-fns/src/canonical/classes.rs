//! Functions and classes.

use swc_core::ecma::ast::*;

use super::Canonical;

impl Canonical {
    pub(super) fn function(&mut self, function: &Function) {
        self.flag(function.is_async);
        self.flag(function.is_generator);
        self.count(function.params.len());
        for parameter in &function.params {
            self.pat(&parameter.pat);
        }
        self.some(function.body.as_ref(), |this, body| this.body(&body.stmts));
    }

    pub(super) fn class(&mut self, class: &Class) {
        self.some(class.super_class.as_deref(), Self::expr);
        for member in &class.body {
            self.class_member(member);
        }
        self.tag("end");
    }

    fn class_member(&mut self, member: &ClassMember) {
        match member {
            ClassMember::Constructor(constructor) => {
                let Some(body) = &constructor.body else { return };
                self.tag("constructor");
                self.count(constructor.params.len());
                for parameter in &constructor.params {
                    match parameter {
                        ParamOrTsParamProp::Param(parameter) => self.pat(&parameter.pat),
                        ParamOrTsParamProp::TsParamProp(_) => self.tag("invalid"),
                    }
                }
                self.body(&body.stmts);
            }
            ClassMember::Method(method) => {
                if method.function.body.is_none() {
                    return;
                }
                self.tag(method_tag(method.kind));
                self.flag(method.is_static);
                self.key(&method.key);
                self.function(&method.function);
            }
            ClassMember::PrivateMethod(method) => {
                if method.function.body.is_none() {
                    return;
                }
                self.tag(method_tag(method.kind));
                self.flag(method.is_static);
                self.private(&method.key);
                self.function(&method.function);
            }
            ClassMember::ClassProp(field) => {
                if field.declare || field.is_abstract {
                    return;
                }
                self.tag("field");
                self.flag(field.is_static);
                self.key(&field.key);
                self.some(field.value.as_deref(), Self::expr);
            }
            ClassMember::PrivateProp(field) => {
                self.tag("field");
                self.flag(field.is_static);
                self.private(&field.key);
                self.some(field.value.as_deref(), Self::expr);
            }
            ClassMember::AutoAccessor(accessor) => {
                if accessor.is_abstract {
                    return;
                }
                self.tag("accessor");
                self.flag(accessor.is_static);
                match &accessor.key {
                    Key::Private(name) => self.private(name),
                    Key::Public(key) => self.key(key),
                }
                self.some(accessor.value.as_deref(), Self::expr);
            }
            ClassMember::StaticBlock(block) => {
                self.tag("static block");
                self.statements(&block.body.stmts);
            }
            ClassMember::TsIndexSignature(_) | ClassMember::Empty(_) => {}
        }
    }
}

fn method_tag(kind: MethodKind) -> &'static str {
    match kind {
        MethodKind::Method => "method",
        MethodKind::Getter => "get",
        MethodKind::Setter => "set",
    }
}
