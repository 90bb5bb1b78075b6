//! The whole proxy: as a function, over real sockets against the sandbox, against providers that misbehave by script,
//! and as a process.

#![allow(clippy::unwrap_used, reason = "a test that panics is a test that fails")]

mod api;
mod audit;
mod clients;
mod command_line;
mod disk;
mod event_shapes;
mod fake;
mod faults;
mod kill;
mod media;
mod network;
mod odd_lines;
mod pages;
mod process;
mod sandbox;
mod slow;
mod support;
mod templates;
mod two_way;
mod versions;
mod webhooks;
