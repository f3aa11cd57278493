//! The syntax tree of a filter: what is joined by `and`, `or` and `not`, whatever its leaves are.

use super::evaluate::{all, any};

/// Conditions `C`, joined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tree<C> {
    /// Every part holds; without parts it always does.
    All(Vec<Tree<C>>),
    /// One of the parts holds; without parts it never does.
    Any(Vec<Tree<C>>),
    Not(Box<Tree<C>>),
    Is(C),
}

impl<C> Tree<C> {
    /// Parts of which every one must hold. What is joined like this already is joined flat, and one part stands for itself.
    pub fn all(parts: impl IntoIterator<Item = Self>) -> Self {
        let flat = parts.into_iter().flat_map(|part| match part {
            Self::All(inner) => inner,
            other => vec![other],
        });
        Self::alone_or(flat.collect(), Self::All)
    }

    /// Parts of which one must hold, joined flat likewise.
    pub fn any(parts: impl IntoIterator<Item = Self>) -> Self {
        let flat = parts.into_iter().flat_map(|part| match part {
            Self::Any(inner) => inner,
            other => vec![other],
        });
        Self::alone_or(flat.collect(), Self::Any)
    }

    fn alone_or(mut parts: Vec<Self>, joined: fn(Vec<Self>) -> Self) -> Self {
        match parts.pop() {
            Some(alone) if parts.is_empty() => alone,
            last => {
                parts.extend(last);
                joined(parts)
            }
        }
    }

    #[must_use]
    pub fn negated(self) -> Self {
        Self::Not(Box::new(self))
    }

    /// The conditions, in the order of the text.
    pub fn conditions(&self) -> Vec<&C> {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().flat_map(Self::conditions).collect(),
            Self::Not(inner) => inner.conditions(),
            Self::Is(condition) => vec![condition],
        }
    }

    /// The same tree with something in the place of each condition, in the order of [`Tree::conditions`]; `None` where there is
    /// nothing for one of them.
    pub fn replaced<D>(&self, with: &mut impl Iterator<Item = D>) -> Option<Tree<D>> {
        Some(match self {
            Self::All(parts) => Tree::All(parts.iter().map(|part| part.replaced(with)).collect::<Option<_>>()?),
            Self::Any(parts) => Tree::Any(parts.iter().map(|part| part.replaced(with)).collect::<Option<_>>()?),
            Self::Not(inner) => Tree::Not(Box::new(inner.replaced(with)?)),
            Self::Is(_) => Tree::Is(with.next()?),
        })
    }

    /// Whether it holds, given what each condition does; `None` where that hangs on a condition of which nothing is known.
    pub fn holds(&self, condition: &impl Fn(&C) -> Option<bool>) -> Option<bool> {
        match self {
            Self::All(parts) => all(parts.iter().map(|part| part.holds(condition))),
            Self::Any(parts) => any(parts.iter().map(|part| part.holds(condition))),
            Self::Not(inner) => inner.holds(condition).map(|holds| !holds),
            Self::Is(one) => condition(one),
        }
    }
}
