//! Tokens to statements, by Jinja2's grammar.

use super::ast::{Expr, For, Kind, Macro, Stmt};
use super::errors::{Fault, Pos, Res};
use super::lexer::{Seam, Tok, Token, tokenize};
use super::limits::{MAX_BLOCKS, MAX_TEMPLATE};
use std::rc::Rc;
use whatsapp_domain::{Said, say, words};

/// Reads a whole template.
pub(crate) fn parse(source: &str) -> Res<Vec<Stmt>> {
    Ok(parse_from(source, Seam::START)?.0)
}

/// A seam outside of all blocks, and the statements in front of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cut {
    pub seam: Seam,
    pub statements: usize,
}

/// Reads a template from a seam outside of all blocks. Gives such seams behind it as well; statements count from there.
pub(crate) fn parse_from(source: &str, from: Seam) -> Res<(Vec<Stmt>, Vec<Cut>)> {
    if source.len() > MAX_TEMPLATE {
        return Err(Fault::new(
            "jinja-too-long",
            say!("This template is longer than {size} KB. Shorten it.", size = MAX_TEMPLATE / 1024),
        ));
    }
    let (tokens, seams) = tokenize(source, from)?;
    let (ends, cuts) = (Vec::new(), Vec::new());
    let mut parser = Parser { tokens, seams, cuts, at: 0, brackets: 0, blocks: 0, ends };
    let body = parser.statements(&[])?;
    Ok((body, parser.cuts))
}

pub(crate) struct Parser {
    tokens: Vec<Token>,
    at: usize,
    /// How deep the brackets are at this point.
    pub brackets: u16,
    blocks: u16,
    /// Tags that would end the open blocks.
    ends: Vec<&'static [&'static str]>,
    /// Where the text could be read anew, outside of blocks or not.
    seams: Vec<Seam>,
    cuts: Vec<Cut>,
}

/// What stands there, in words.
pub(crate) fn describe(tok: &Tok) -> Said {
    match tok {
        Tok::Data(_) => words!("text").into(),
        Tok::VariableBegin => "“{{”".into(),
        Tok::VariableEnd => "“}}”".into(),
        Tok::BlockBegin => "“{%”".into(),
        Tok::BlockEnd => "“%}”".into(),
        Tok::Name(name) => format!("“{name}”").into(),
        Tok::Str(_) => words!("a text in quotation marks").into(),
        Tok::Int(_) | Tok::Float(_) => words!("a number").into(),
        Tok::Op(op) => format!("“{op}”").into(),
        Tok::Eof => words!("the end of the template").into(),
    }
}

impl Parser {
    pub fn peek(&self) -> &Tok {
        self.token(0)
    }

    /// The token after the current one.
    pub fn look(&self) -> &Tok {
        self.token(1)
    }

    fn token(&self, ahead: usize) -> &Tok {
        self.tokens.get(self.at + ahead).map_or(&Tok::Eof, |token| &token.tok)
    }

    pub fn pos(&self) -> Pos {
        self.tokens.get(self.at).or(self.tokens.last()).map(|token| token.pos).unwrap_or_default()
    }

    pub fn next(&mut self) -> Tok {
        let tok = self.peek().clone();
        if self.at + 1 < self.tokens.len() {
            self.at += 1;
        }
        tok
    }

    pub fn is_op(&self, op: &str) -> bool {
        matches!(self.peek(), Tok::Op(found) if *found == op)
    }

    pub fn is_name(&self, name: &str) -> bool {
        matches!(self.peek(), Tok::Name(found) if &**found == name)
    }

    pub fn skip_op(&mut self, op: &str) -> bool {
        let found = self.is_op(op);
        if found {
            self.next();
        }
        found
    }

    pub fn skip_name(&mut self, name: &str) -> bool {
        let found = self.is_name(name);
        if found {
            self.next();
        }
        found
    }

    pub fn fail<T>(&self, text: impl Into<Said>) -> Res<T> {
        Err(Fault::syntax(self.pos(), text))
    }

    pub fn expected<T>(&self, what: impl Into<Said>) -> Res<T> {
        self.fail(say!(
            "Here stands {found}, but {what} is expected.",
            found = describe(self.peek()),
            what = what.into()
        ))
    }

    pub fn expect_op(&mut self, op: &str) -> Res<()> {
        if self.skip_op(op) { Ok(()) } else { self.expected(format!("“{op}”")) }
    }

    pub fn expect_keyword(&mut self, name: &str) -> Res<()> {
        if self.skip_name(name) { Ok(()) } else { self.expected(format!("“{name}”")) }
    }

    pub fn expect_name(&mut self) -> Res<Rc<str>> {
        match self.peek() {
            Tok::Name(name) => {
                let name = name.clone();
                self.next();
                Ok(name)
            }
            _ => self.expected(words!("a name")),
        }
    }

    fn expect_block_end(&mut self) -> Res<()> {
        if *self.peek() == Tok::BlockEnd {
            self.next();
            return Ok(());
        }
        self.expected(words!("“%}”"))
    }

    /// Statements up to one of the end tags, which stays the current token; up to the end of the text without end tags.
    fn statements(&mut self, ends: &'static [&'static str]) -> Res<Vec<Stmt>> {
        if !ends.is_empty() {
            self.ends.push(ends);
        }
        let mut body = Vec::new();
        loop {
            match self.peek() {
                Tok::Eof => break,
                Tok::Data(text) => {
                    body.push(Stmt::Text(text.clone()));
                    self.next();
                }
                Tok::VariableBegin => {
                    self.next();
                    body.push(Stmt::Print(self.tuple(true)?));
                    if *self.peek() != Tok::VariableEnd {
                        return self.expected(words!("“}}”"));
                    }
                    self.next();
                    self.cut(body.len());
                }
                Tok::BlockBegin => {
                    self.next();
                    if ends.iter().any(|end| self.is_name(end)) {
                        break;
                    }
                    self.statement(&mut body)?;
                    self.expect_block_end()?;
                    self.cut(body.len());
                }
                _ => return self.expected(words!("text or a tag")),
            }
        }
        if !ends.is_empty() {
            self.ends.pop();
        }
        Ok(body)
    }

    /// Notes that the text could be read anew from here, when no block is open and the tag left a seam.
    fn cut(&mut self, statements: usize) {
        if self.ends.is_empty()
            && let Ok(found) = self.seams.binary_search_by_key(&self.at, |seam| seam.tokens)
        {
            self.cuts.push(Cut { seam: self.seams[found], statements });
        }
    }

    /// The body of a block: ends with one of the tags, which stays the current token.
    fn body(&mut self, ends: &'static [&'static str]) -> Res<Vec<Stmt>> {
        // Python allows a colon here, and so does Jinja2.
        self.skip_op(":");
        self.expect_block_end()?;
        self.blocks += 1;
        if self.blocks > MAX_BLOCKS {
            return Err(Fault::too_deep().at(self.pos()));
        }
        let body = self.statements(ends)?;
        self.blocks -= 1;
        if *self.peek() == Tok::Eof {
            return self
                .fail(say!("The template ends here, but {ends} is still missing.", ends = either(ends)));
        }
        Ok(body)
    }

    /// The same, and the end tag is read as well.
    fn body_to(&mut self, ends: &'static [&'static str]) -> Res<Vec<Stmt>> {
        let body = self.body(ends)?;
        self.next();
        Ok(body)
    }

    fn statement(&mut self, out: &mut Vec<Stmt>) -> Res<()> {
        let pos = self.pos();
        let Tok::Name(tag) = self.peek().clone() else { return self.expected(words!("the name of a tag")) };
        let stmt = match &*tag {
            "for" => self.for_loop(pos)?,
            "if" => self.if_chain()?,
            "set" => self.set()?,
            "print" => return self.print(out),
            "macro" => self.macro_block(pos)?,
            "call" => self.call_block(pos)?,
            "filter" => self.filter_block()?,
            "with" => self.with()?,
            "include" | "import" | "from" | "extends" | "block" | "autoescape" => {
                return Err(Fault::unsupported(say!(
                    "“{{% {tag} %}}” is not available here: a message stands by itself.",
                    tag = tag
                ))
                .at(pos));
            }
            "do" | "break" | "continue" | "trans" | "debug" => {
                return self.fail(say!("“{{% {tag} %}}” is not available here.", tag = tag));
            }
            _ => return self.unknown_tag(&tag),
        };
        out.push(stmt);
        Ok(())
    }

    fn unknown_tag<T>(&self, tag: &str) -> Res<T> {
        match self.ends.last() {
            Some(ends) => self.fail(say!(
                "The tag “{tag}” is not expected here; {ends} is.",
                tag = tag,
                ends = either(ends)
            )),
            None if tag.starts_with("end") || tag.starts_with("el") => self
                .fail(say!("“{tag}” stands here, but nothing is open that it could belong to.", tag = tag)),
            None => self.fail(say!("There is no tag “{tag}”.", tag = tag)),
        }
    }

    fn for_loop(&mut self, pos: Pos) -> Res<Stmt> {
        self.next();
        let target = self.target(false)?;
        if let Some(at) = stores_loop(&target) {
            return Err(Fault::syntax(at, "“loop” is kept for the loop itself. Choose another name."));
        }
        self.expect_keyword("in")?;
        let iter = self.tuple(false)?;
        let test = if self.skip_name("if") { Some(self.expression()?) } else { None };
        let recursive = self.skip_name("recursive");
        let body = self.body(&["endfor", "else"])?;
        let mut otherwise = Vec::new();
        if self.skip_name("else") {
            otherwise = self.body_to(&["endfor"])?;
        } else {
            self.next();
        }
        if body.iter().chain(&otherwise).any(statement_stores_loop) {
            return Err(Fault::syntax(pos, "“loop” is kept for the loop itself. Choose another name."));
        }
        Ok(Stmt::For(Rc::new(For { pos, target, iter, test, recursive, body, otherwise })))
    }

    fn if_chain(&mut self) -> Res<Stmt> {
        let mut branches = Vec::new();
        loop {
            self.next();
            let test = self.tuple(false)?;
            let body = self.body(&["elif", "else", "endif"])?;
            branches.push((test, body));
            if self.is_name("elif") {
                continue;
            }
            let mut otherwise = Vec::new();
            if self.skip_name("else") {
                otherwise = self.body_to(&["endif"])?;
            } else {
                self.next();
            }
            return Ok(Stmt::If(branches, otherwise));
        }
    }

    fn set(&mut self) -> Res<Stmt> {
        self.next();
        let target = self.target(true)?;
        if self.skip_op("=") {
            return Ok(Stmt::Set(target, self.tuple(true)?));
        }
        let filter = self.filters(None, false)?;
        let body = self.body_to(&["endset"])?;
        Ok(Stmt::SetBlock(target, filter, body))
    }

    fn print(&mut self, out: &mut Vec<Stmt>) -> Res<()> {
        self.next();
        let mut first = true;
        while *self.peek() != Tok::BlockEnd {
            if !first {
                self.expect_op(",")?;
            }
            first = false;
            let value = self.expression()?;
            out.push(Stmt::Print(value));
        }
        Ok(())
    }

    fn signature(&mut self) -> Res<(Vec<Rc<str>>, Vec<Expr>)> {
        let (mut params, mut defaults) = (Vec::new(), Vec::new());
        self.expect_op("(")?;
        while !self.is_op(")") {
            if !params.is_empty() {
                self.expect_op(",")?;
            }
            let at = self.pos();
            let name = self.target_name()?;
            if self.skip_op("=") {
                defaults.push(self.expression()?);
            } else if !defaults.is_empty() {
                return self.fail("A parameter without a default can't follow one with a default.");
            }
            if params.contains(&name) {
                return Err(Fault::syntax(
                    at,
                    say!("The parameter “{name}” stands here twice.", name = name),
                ));
            }
            params.push(name);
        }
        self.expect_op(")")?;
        Ok((params, defaults))
    }

    fn finish_macro(
        &self,
        pos: Pos,
        name: Option<Rc<str>>,
        (params, defaults): (Vec<Rc<str>>, Vec<Expr>),
        body: Vec<Stmt>,
    ) -> Res<Rc<Macro>> {
        let used = super::names::undeclared(&body, &["caller", "kwargs", "varargs"]);
        let takes = |name: &str| params.iter().position(|param| &**param == name);
        if let Some(index) = takes("caller")
            && used[0]
            && index + defaults.len() < params.len()
        {
            return Err(Fault::syntax(pos, "The parameter “caller” needs a default, or must be left out."));
        }
        Ok(Rc::new(Macro {
            pos,
            uses_caller: used[0],
            uses_kwargs: used[1] && takes("kwargs").is_none(),
            uses_varargs: used[2] && takes("varargs").is_none(),
            name,
            params,
            defaults,
            body,
        }))
    }

    fn macro_block(&mut self, pos: Pos) -> Res<Stmt> {
        self.next();
        let name = self.target_name()?;
        let signature = self.signature()?;
        let body = self.body_to(&["endmacro"])?;
        Ok(Stmt::Macro(self.finish_macro(pos, Some(name), signature, body)?))
    }

    fn call_block(&mut self, pos: Pos) -> Res<Stmt> {
        self.next();
        let signature = if self.is_op("(") { self.signature()? } else { (Vec::new(), Vec::new()) };
        let call = self.expression()?;
        if !matches!(call.kind, Kind::Call(..)) {
            return Err(Fault::syntax(pos, "A “call” block needs the call of a macro, such as “box()”."));
        }
        let body = self.body_to(&["endcall"])?;
        Ok(Stmt::CallBlock(call, self.finish_macro(pos, None, signature, body)?))
    }

    fn filter_block(&mut self) -> Res<Stmt> {
        self.next();
        let Some(filter) = self.filters(None, true)? else {
            return self.expected(words!("the name of a filter"));
        };
        let body = self.body_to(&["endfilter"])?;
        Ok(Stmt::FilterBlock(filter, body))
    }

    fn with(&mut self) -> Res<Stmt> {
        self.next();
        let mut pairs = Vec::new();
        while *self.peek() != Tok::BlockEnd {
            if !pairs.is_empty() {
                self.expect_op(",")?;
            }
            let target = self.target(false)?;
            self.expect_op("=")?;
            pairs.push((target, self.expression()?));
        }
        let body = self.body_to(&["endwith"])?;
        Ok(Stmt::With(pairs, body))
    }
}

fn either(tags: &[&str]) -> Said {
    let mut tags = tags.iter().map(|tag| Said::from(format!("“{{% {tag} %}}”")));
    let first = tags.next().unwrap_or_default();
    tags.fold(first, |one, other| say!("{one} or {other}", one = one, other = other))
}

fn stores_loop(target: &Expr) -> Option<Pos> {
    match &target.kind {
        Kind::Name(name) if &**name == "loop" => Some(target.pos),
        Kind::Tuple(items) => items.iter().find_map(stores_loop),
        _ => None,
    }
}

/// Is `loop` assigned anywhere below?
fn statement_stores_loop(stmt: &Stmt) -> bool {
    let any = |body: &[Stmt]| body.iter().any(statement_stores_loop);
    match stmt {
        Stmt::Set(target, _) => stores_loop(target).is_some(),
        Stmt::SetBlock(target, _, body) => stores_loop(target).is_some() || any(body),
        Stmt::If(branches, rest) => branches.iter().any(|(_, body)| any(body)) || any(rest),
        Stmt::Macro(def) | Stmt::CallBlock(_, def) => any(&def.body),
        Stmt::With(pairs, body) => pairs.iter().any(|(target, _)| stores_loop(target).is_some()) || any(body),
        Stmt::FilterBlock(_, body) => any(body),
        // An inner loop has been looked at already.
        Stmt::For(_) | Stmt::Text(_) | Stmt::Print(_) => false,
    }
}
