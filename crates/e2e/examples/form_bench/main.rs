//! Our integration form beside one made with React, react-jsonschema-form and libphonenumber-js (`react/`), in Chromium with its
//! processor slowed four times. Run by `cargo xtask bench form`; prints figures and judges none.
//!
//! The pages come from one server, compressed ahead of time at brotli's highest setting, and take turns. Each visit is that of a
//! browser started for it: nothing is cached, on the disk or compiled.

mod figures;
mod memory;
mod network;
mod visit;

use figures::Figures;
use network::Network;
use whatsapp_e2e::{Failure, Stage};

/// How much slower than this machine the page is to believe it runs. Chromium slows the main thread alone; compiling Wasm on
/// others is as fast as the machine.
const SLOWED: u32 = 4;
/// Visits of each page, unless the command says otherwise.
const VISITS: usize = 15;
/// Over which networks, unless the command says one.
const NETWORKS: [Network; 2] = [Network::LOOPBACK, Network::FAST_4G];
/// Networks by name.
const KNOWN: [Network; 3] = [Network::LOOPBACK, Network::FAST_4G, Network::SLOW_4G];

/// The pages, and where they are. The last one is what the others are compared with.
const PAGES: [(&str, &str); 3] =
    [("our page", "/#/integrations/new"), ("our element", "/embedded/"), ("React", "/react/")];

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failure> {
    let mut visits = VISITS;
    let mut networks = Vec::from(NETWORKS);
    for argument in std::env::args().skip(1) {
        match argument.parse() {
            Ok(count) => visits = count,
            Err(_) => {
                networks = KNOWN.into_iter().filter(|known| known.name == argument).collect();
                if networks.is_empty() {
                    return Err(format!("there is no network `{argument}`").into());
                }
            }
        }
    }
    let mut stage = Stage::for_pages_of("").await?;
    visit::checks_numbers(&mut stage, "/react/", "#root_sender", "This is no phone number.").await?;
    for network in &networks {
        let mut pages = PAGES.map(|(name, _)| (name, Figures::default()));
        // Once each for the machine's own caches; not counted.
        for (_, path) in PAGES {
            visit::visit(&mut stage, path, network).await?;
        }
        for round in 0..visits {
            for turn in 0..PAGES.len() {
                let at = (round + turn) % PAGES.len();
                let figures = visit::visit(&mut stage, PAGES[at].1, network).await?;
                pages[at].1.add(&figures);
            }
        }
        println!(
            "The integration form, {visits} cold visits each, processor slowed {SLOWED}×, {}:",
            network.words
        );
        figures::print(&pages);
        println!();
    }
    Ok(())
}
