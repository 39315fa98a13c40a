//! The pages' foundations, seen from outside the crate.

#![cfg(test)]
mod assets;
mod gallery;
mod golden;
mod layout;
mod markup;
mod pieces;
