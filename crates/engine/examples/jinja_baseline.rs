//! `cargo run -p whatsapp-engine --example jinja_baseline < lines`: how minijinja as it comes does on the lines of
//! `conformance/jinja.py`, the figure that our own engine is compared with. Prints equal, refused,
//! different and panics, of all.

use minijinja::{Environment, UndefinedBehavior, Value};
use std::io::{self, BufRead};
use std::panic::{AssertUnwindSafe, catch_unwind};

fn main() -> io::Result<()> {
    let mut env = Environment::new();
    env.set_undefined_behavior(UndefinedBehavior::Chainable);
    // The one setting of ours that it can take over: null prints as nothing.
    env.set_formatter(
        |out, state, value| {
            if value.is_none() { Ok(()) } else { minijinja::escape_formatter(out, state, value) }
        },
    );
    env.set_fuel(Some(1_000_000));
    let (mut equal, mut refused, mut different, mut panicked) = (0u32, 0u32, 0u32, 0u32);
    std::panic::set_hook(Box::new(|_| {}));
    for line in io::stdin().lock().lines() {
        let line: serde_json::Value = serde_json::from_str(&line?)?;
        let template = line["in"]["template"].as_str().unwrap_or("");
        // It panics on some of them, such as a test for divisibility by zero.
        let render =
            || env.render_str(template, Value::from(minijinja::value::Serde(&line["in"]["context"])));
        let Ok(output) = catch_unwind(AssertUnwindSafe(render)) else {
            panicked += 1;
            continue;
        };
        match (output, line["expected"]["output"].as_str()) {
            (Ok(output), Some(expected)) if output == expected => equal += 1,
            (Err(_), None) => equal += 1,
            (Err(_), Some(_)) => refused += 1,
            (Ok(_), _) => different += 1,
        }
    }
    let all = equal + refused + different + panicked;
    println!("{equal} equal, {refused} refused, {different} different, {panicked} panics, of {all}");
    Ok(())
}
