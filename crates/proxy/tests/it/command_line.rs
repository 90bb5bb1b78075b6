//! The examples of the guide to the command line, run as they stand.

use std::{
    io::Write,
    process::{Command, Stdio},
};

fn run(arguments: &[&str], input: &str) -> (Option<i32>, String, String) {
    run_bytes(arguments, input.into())
}

/// Exit code, standard output and standard error.
pub fn run_bytes(arguments: &[&str], input: Vec<u8>) -> (Option<i32>, String, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_whatsapp-proxy"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    // On a thread of its own, as answers come while lines are still going in. A program that refuses its arguments does
    // not read.
    let writer = std::thread::spawn(move || stdin.write_all(&input));
    let output = child.wait_with_output().unwrap();
    let _ = writer.join().unwrap();
    (
        output.status.code(),
        String::from_utf8(output.stdout).unwrap(),
        String::from_utf8(output.stderr).unwrap(),
    )
}

/// In the guide an example is a block: the command behind `$`, lines in behind `<`, then the lines out.
#[test]
fn the_guide_s_examples_do_what_it_says() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/command-line.md");
    let guide = std::fs::read_to_string(path).unwrap();
    let mut blocks = guide.split("```console\n");
    let mut fresh = blocks.next().unwrap().to_owned();
    let mut kinds = Vec::new();
    for block in blocks {
        let (block, rest) = block.split_once("```").unwrap();
        let command = block.lines().find_map(|line| line.strip_prefix("$ whatsapp-proxy ")).expect(block);
        let arguments: Vec<&str> = command.split(' ').collect();
        let input: String =
            block.lines().filter_map(|line| line.strip_prefix("< ")).flat_map(|line| [line, "\n"]).collect();
        let (code, output, errors) = run(&arguments, &input);
        assert_eq!((code, errors.as_str()), (Some(0), ""), "{command}");
        let typed: String = block
            .lines()
            .take_while(|line| line.starts_with(['$', '<']))
            .flat_map(|line| [line, "\n"])
            .collect();
        fresh += &format!("```console\n{typed}{output}```{rest}");
        kinds.push(arguments[1].to_owned());
    }
    for kind in ["phone", "csv", "jinja", "language", "url", "address", "render", "webhook", "signature"] {
        assert!(kinds.iter().any(|known| known == kind), "{kind} has an example");
    }
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(path, fresh).unwrap();
    } else {
        assert_eq!(guide, fresh, "run this test with UPDATE_DOCS=1 to write the answers anew");
    }
}

#[test]
fn many_lines_come_out_as_many_in_order() {
    let input: String = (0..20_000).map(|number| format!("{{\"input\":\"{number}\"}}\n")).collect();
    let (code, output, _) = run(&["check", "csv"], &input);
    assert_eq!(code, Some(0));
    for (number, line) in output.lines().enumerate() {
        assert_eq!(line, format!("{{\"values\":[\"{number}\"]}}"));
    }
    assert_eq!(output.lines().count(), 20_000);
}
