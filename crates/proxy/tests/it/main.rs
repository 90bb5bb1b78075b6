//! The whole proxy: as a function, over real sockets against the sandbox, against providers that misbehave by script,
//! and as a process.

mod api;
mod command_line;
mod fake;
mod faults;
mod network;
mod pages;
mod process;
mod sandbox;
mod support;
