//! Where a declaration stands, and its syntax there.

use swc_core::ecma::ast::{
    Class, Decl, DefaultDecl, Expr, Function, ModuleDecl, ModuleItem, Pat, Stmt, TsEnumDecl, TsInterfaceDecl,
    TsNamespaceBody, TsTypeAliasDecl, VarDeclKind, VarDeclarator,
};

/// Where a declaration stands: the index of its statement, in the module or in each namespace around it, then
/// the declarator's.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub(super) path: Vec<u32>,
    pub(super) declarator: u32,
}

/// The syntax of a declaration.
#[derive(Clone, Copy)]
pub(crate) enum Node<'a> {
    Interface(&'a TsInterfaceDecl),
    Alias(&'a TsTypeAliasDecl),
    Enum(&'a TsEnumDecl),
    Class(&'a Class),
    Function(&'a Function),
    Variable(&'a VarDeclarator, VarDeclKind),
    /// A variable that destructuring sets.
    Destructured(&'a VarDeclarator, VarDeclKind),
    /// `export default` and an expression.
    Value(&'a Expr),
    Namespace,
}

impl Place {
    /// The syntax there.
    pub(super) fn node<'a>(&self, items: &'a [ModuleItem]) -> Option<Node<'a>> {
        let (&position, rest) = self.path.split_first()?;
        let item = items.get(position as usize)?;
        let decl = match item {
            ModuleItem::Stmt(Stmt::Decl(decl)) => decl,
            ModuleItem::ModuleDecl(ModuleDecl::ExportDecl(export)) => &export.decl,
            ModuleItem::ModuleDecl(ModuleDecl::ExportDefaultDecl(export)) => {
                return Some(match &export.decl {
                    DefaultDecl::Class(class) => Node::Class(&class.class),
                    DefaultDecl::Fn(function) => Node::Function(&function.function),
                    DefaultDecl::TsInterfaceDecl(interface) => Node::Interface(interface),
                });
            }
            ModuleItem::ModuleDecl(ModuleDecl::ExportDefaultExpr(export)) => {
                return Some(Node::Value(&export.expr));
            }
            _ => return None,
        };
        match decl {
            Decl::TsModule(module) if !rest.is_empty() => {
                let mut body = module.body.as_ref()?;
                loop {
                    match body {
                        TsNamespaceBody::TsModuleBlock(block) => {
                            let place = Place { path: rest.to_vec(), declarator: self.declarator };
                            return place.node(&block.body);
                        }
                        TsNamespaceBody::TsNamespaceDecl(inner) => body = &inner.body,
                    }
                }
            }
            Decl::TsModule(_) => Some(Node::Namespace),
            Decl::TsInterface(interface) => Some(Node::Interface(interface)),
            Decl::TsTypeAlias(alias) => Some(Node::Alias(alias)),
            Decl::TsEnum(decl) => Some(Node::Enum(decl)),
            Decl::Class(class) => Some(Node::Class(&class.class)),
            Decl::Fn(function) => Some(Node::Function(&function.function)),
            Decl::Var(variables) => {
                let declarator = variables.decls.get(self.declarator as usize)?;
                Some(match declarator.name {
                    Pat::Ident(_) => Node::Variable(declarator, variables.kind),
                    _ => Node::Destructured(declarator, variables.kind),
                })
            }
            Decl::Using(_) => None,
        }
    }
}
