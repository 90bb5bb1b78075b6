//! Memory of the page's process as the system sees it. Linux alone tells it this way; elsewhere there is no figure.

use std::fs;

/// Bytes written to by the largest renderer below this process (its private dirty pages): a browser that was just started
/// shows one page, and the others are spare.
pub fn written(driver: u32) -> Option<f64> {
    let mut families = vec![driver];
    let mut at = 0;
    while let Some(&process) = families.get(at) {
        families.extend(children(process));
        at += 1;
    }
    families.into_iter().filter(|&process| is_renderer(process)).filter_map(dirty).max_by(f64::total_cmp)
}

fn children(process: u32) -> Vec<u32> {
    let tasks = fs::read_dir(format!("/proc/{process}/task")).into_iter().flatten().flatten();
    tasks
        .filter_map(|task| fs::read_to_string(task.path().join("children")).ok())
        .flat_map(|text| text.split_whitespace().filter_map(|id| id.parse().ok()).collect::<Vec<u32>>())
        .collect()
}

fn is_renderer(process: u32) -> bool {
    fs::read(format!("/proc/{process}/cmdline"))
        .is_ok_and(|line| String::from_utf8_lossy(&line).contains("--type=renderer"))
}

fn dirty(process: u32) -> Option<f64> {
    let text = fs::read_to_string(format!("/proc/{process}/smaps_rollup")).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("Private_Dirty:"))?;
    let kib: f64 = line.trim().trim_end_matches(" kB").parse().ok()?;
    Some(kib * 1024.0)
}
