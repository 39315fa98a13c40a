//! The pages' foundations, seen from outside the crate.

#![cfg(test)]
mod golden;
mod layout;
mod markup;
