//! What a template may use up. Every step and every new string or list is paid for before it is made, so a hostile
//! template ends in an error instead of in a stalled page or proxy.

use super::errors::{Fault, Res};
use std::cell::Cell;

/// Longest template text, in bytes.
pub const MAX_TEMPLATE: usize = 64 * 1024;
/// Longest output, in bytes.
pub const MAX_OUTPUT: usize = 64 * 1024;
/// Steps: one for every evaluated part, every loop round and every 32 bytes of text looked through.
pub const MAX_WORK: u64 = 100_000;
/// Bytes of text and list entries made in one rendering, all added up, whether still in use or not.
pub const MAX_MEMORY: u64 = 3 * 1024 * 1024;
/// How deep evaluation may nest: expressions, blocks, macros and recursive loops together.
pub const MAX_DEPTH: u32 = 180;
/// How deep one expression may nest, seen by the parser.
pub const MAX_EXPRESSION_DEPTH: u16 = 80;
/// How deep brackets may nest: each level is a dozen calls in the parser.
pub const MAX_BRACKETS: u16 = 30;
/// How deep `for`, `if` and the like may nest.
pub const MAX_BLOCKS: u16 = 30;
/// How deep lists may stand in lists.
pub const MAX_NESTING: u32 = 100;
/// How often a list or mapping may be put into an existing list or mapping: bounds the real nesting, together with
/// [`MAX_NESTING`], where entries are added later.
pub const MAX_GRAFTS: u64 = 500;

/// Steps that all texts of one journey step may take together, the reading of them included.
pub const MAX_SHARED_WORK: u64 = MAX_WORK + 20_000;
/// Bytes of template text that are read for one step of work.
const READ_PER_STEP: u64 = 8;

/// What the texts of one journey step may use up together: ten hostile values must not take ten times as long as one.
#[derive(Debug)]
pub struct Allowance {
    work: Cell<u64>,
    memory: Cell<u64>,
}

impl Default for Allowance {
    fn default() -> Self {
        Self { work: Cell::new(MAX_SHARED_WORK), memory: Cell::new(MAX_MEMORY) }
    }
}

impl Allowance {
    /// Steps that are left, from [`MAX_SHARED_WORK`] down to 0.
    pub fn work_left(&self) -> u64 {
        self.work.get()
    }

    /// Pays for reading a template; false when nothing is left.
    pub(crate) fn read(&self, bytes: usize) -> bool {
        let left = self.work.get().checked_sub(1 + bytes as u64 / READ_PER_STEP);
        self.work.set(left.unwrap_or(0));
        left.is_some_and(|left| left > 0) && self.memory.get() > 0
    }

    /// A budget of what is left, for one rendering.
    pub(crate) fn budget(&self) -> Budget {
        let work = self.work.get().min(MAX_WORK);
        Budget { work: Cell::new(work), memory: Cell::new(self.memory.get()), grafts: Cell::new(MAX_GRAFTS) }
    }

    /// Takes off what a budget of [`Self::budget`] has used.
    pub(crate) fn settle(&self, budget: &Budget) {
        let given = self.work.get().min(MAX_WORK);
        self.work.set(self.work.get() - given + budget.work.get());
        self.memory.set(budget.memory.get());
    }
}

#[cfg(test)]
thread_local! {
    /// Steps granted in this thread, by whatever budget.
    pub(super) static GRANTED: Cell<u64> = const { Cell::new(0) };
}

/// What is left of the allowance.
#[derive(Debug)]
pub(crate) struct Budget {
    work: Cell<u64>,
    memory: Cell<u64>,
    grafts: Cell<u64>,
}

impl Budget {
    pub fn new() -> Self {
        Self { work: Cell::new(MAX_WORK), memory: Cell::new(MAX_MEMORY), grafts: Cell::new(MAX_GRAFTS) }
    }

    /// Pays for `steps` steps.
    pub fn work(&self, steps: u64) -> Res<()> {
        match self.work.get().checked_sub(steps) {
            Some(left) => {
                #[cfg(test)]
                GRANTED.set(GRANTED.get() + steps);
                self.work.set(left);
                Ok(())
            }
            None => {
                self.work.set(0);
                Err(Fault::work())
            }
        }
    }

    /// Pays for looking through `bytes` of text.
    pub fn scan(&self, bytes: usize) -> Res<()> {
        self.work(1 + bytes as u64 / 32)
    }

    /// Pays for `bytes` of new text; call it before making the text.
    pub fn text(&self, bytes: usize) -> Res<()> {
        let bytes = bytes as u64;
        match self.memory.get().checked_sub(bytes.saturating_add(32)) {
            Some(left) => {
                self.memory.set(left);
                self.work(bytes / 64)
            }
            None => {
                self.memory.set(0);
                Err(Fault::memory())
            }
        }
    }

    /// Pays for `count` list entries; call it before making the list.
    pub fn entries(&self, count: usize) -> Res<()> {
        self.text(count.saturating_mul(48))?;
        self.work(count as u64 / 4)
    }

    /// Pays for putting a list or mapping into one that exists already.
    pub fn graft(&self) -> Res<()> {
        let left = self.grafts.get().checked_sub(1).ok_or_else(Fault::too_deep)?;
        self.grafts.set(left);
        Ok(())
    }
}
