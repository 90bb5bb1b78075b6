//! Takes a module apart at the ways into its late parts, and writes the script that fetches them.
//!
//! `wasm_split_cli_support` finds out from the linker's relocations which functions and which data only a late part reaches.
//! What its script lacks is added here: file names that change with their content (a part of another build would write over
//! the memory of this one), a fetch that says what is wrong, and a way to fetch a part before it is asked for.

use std::{
    collections::BTreeMap,
    error::Error,
    fmt::Write as _,
    hash::{DefaultHasher, Hasher},
    path::{Path, PathBuf},
};

use walrus::ModuleConfig;
use wasm_split_cli_support::Options;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// What the library's script does to fetch a part, and what it does to start it.
const FETCH: &str = "fetch(new URL(";
const START: &str = "WebAssembly.instantiateStreaming(src, imports)";

/// Cuts `module` and writes the parts and their script beside the first part, whose path it gives.
///
/// # Errors
/// When the module was not made to be cut, or the library writes its script in another way than it did.
pub fn cut(module: &str, out_dir: &str, name: &str, debug: bool) -> Result<PathBuf> {
    let bytes = std::fs::read(module)?;
    let out = Path::new(out_dir);
    let work = out.join("cut");
    std::fs::create_dir_all(&work)?;
    let first = out.join(format!("{name}-uncut.wasm"));
    let (script, glue) = (format!("./{name}-late.js"), format!("./{name}.js"));
    let mut options = Options::new(&bytes);
    options.output_dir = &work;
    options.main_out_path = &first;
    options.link_name = &script;
    options.main_module = &glue;
    let parts = wasm_split_cli_support::transform(options).map_err(|reason| format!("{reason:#}"))?;

    let build = fingerprint(&bytes);
    let mut files = Files { shared: format!("{name}-shared.{build}.wasm"), ..Files::default() };
    let mut shared = HEADER.to_vec();
    for file in &parts.split_modules {
        let stem = file.file_stem().ok_or("a part without a name")?.to_string_lossy().into_owned();
        let part = std::fs::read(file)?;
        let part = if debug { part } else { tight(&part)? };
        if let Some(own) = stem.strip_prefix("split_") {
            let named = format!("{name}-{own}.{build}.wasm");
            std::fs::write(out.join(&named), part)?;
            files.own.insert(stem, named);
        } else {
            put(&mut shared, &stem, &part);
            files.chunks.push(stem);
        }
    }
    std::fs::write(out.join(&files.shared), shared)?;
    let written = std::fs::read_to_string(work.join(&script))?;
    let parts = parts.prefetch_map.into_iter().collect();
    std::fs::write(out.join(&script), script_of(&written, &files, &parts)?)?;
    std::fs::remove_dir_all(&work)?;
    Ok(first)
}

/// What each piece of the library became.
#[derive(Default)]
struct Files {
    /// The file of what one part alone has, by the library's name for it.
    own: BTreeMap<String, String>,
    /// The pieces that several parts share, by the library's names: one for each set of parts, most of them tiny. One file
    /// holds them all.
    shared: String,
    chunks: Vec<String>,
}

/// How every module begins.
const HEADER: &[u8] = b"\0asm\x01\0\0\0";

/// Puts a piece into a module of custom sections: browsers compile that, find nothing to do, and hand the pieces out by name.
fn put(module: &mut Vec<u8>, name: &str, piece: &[u8]) {
    let mut content = Vec::new();
    number(&mut content, name.len());
    content.extend_from_slice(name.as_bytes());
    content.extend_from_slice(piece);
    module.push(0);
    number(module, content.len());
    module.extend(content);
}

/// LEB128, as lengths are written.
fn number(to: &mut Vec<u8>, mut number: usize) {
    while number >= 0x80 {
        to.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    to.push(number as u8);
}

/// Sixteen hexadecimal digits of what a file holds.
fn fingerprint(bytes: &[u8]) -> String {
    let mut hasher = DefaultHasher::new();
    hasher.write(bytes);
    format!("{:016x}", hasher.finish())
}

/// The module without what only helps someone with a debugger, written anew: the linker leaves room in every number that it
/// may have to change, a tenth of the file.
fn tight(module: &[u8]) -> Result<Vec<u8>> {
    let mut config = ModuleConfig::new();
    config.generate_name_section(false).generate_producers_section(false);
    Ok(config.parse(module).map_err(|reason| format!("{reason:#}"))?.emit_wasm())
}

/// The library's script with our names, our way to fetch, and `prefetch`.
fn script_of(written: &str, files: &Files, parts: &BTreeMap<String, Vec<String>>) -> Result<String> {
    let mut script = written.to_owned();
    for (stem, named) in &files.own {
        script =
            script.replace(&format!("{FETCH}\"./{stem}.wasm\""), &format!("bring(new URL(\"./{named}\""));
    }
    for stem in &files.chunks {
        script = script
            .replace(&format!("{FETCH}\"./{stem}.wasm\", import.meta.url))"), &format!("piece(\"{stem}\")"));
    }
    let starts = script.matches(START).count();
    if script.contains(FETCH) || starts != files.own.len() + files.chunks.len() {
        return Err(format!("the script of the parts is not as expected: {starts} starts").into());
    }
    script = script.replace(START, "WebAssembly.instantiate(await src, imports)");
    script.push_str(&BRING.replace("SHARED", &files.shared));
    script.push_str("const FILES = {\n");
    for (part, stems) in parts {
        let own = stems.iter().filter_map(|stem| files.own.get(stem));
        let mut urls: Vec<_> = own.map(|file| format!("new URL(\"./{file}\", import.meta.url)")).collect();
        if stems.iter().any(|stem| files.chunks.contains(stem)) {
            urls.push("shared()".to_owned());
        }
        writeln!(script, "  {part}: () => [{}],", urls.join(", "))?;
    }
    script.push_str("};\n");
    Ok(script)
}

/// What the script has besides.
const BRING: &str = r#"
const coming = new Map();
let why = "";

/** Which file did not come last, and why. */
export function whyMissing() {
  return why;
}

/** Begins to fetch a part that will be needed. What goes wrong is told to whoever needs it. */
export function prefetch(part) {
  for (const url of FILES[part]?.() ?? []) bring(url);
}

/** The compiled file. Each is fetched once; one that could not be had is forgotten. */
function bring(url) {
  let module = coming.get(url.href);
  if (!module) {
    module = WebAssembly.compileStreaming(fetch(url)).catch(() => again(url));
    coming.set(url.href, module);
    module.catch((reason) => {
      coming.delete(url.href);
      why = `${reason?.message ?? reason}`;
    });
  }
  return module;
}

function shared() {
  return new URL("./SHARED", import.meta.url);
}

/** Something that several parts have, out of the file that holds all such. */
async function piece(name) {
  return WebAssembly.compile(WebAssembly.Module.customSections(await bring(shared()), name)[0]);
}

/** A server may not know the type of such files; and what else is wrong can be found out. */
async function again(url) {
  const { fetchModule, heed } = await import("./loading.js");
  return heed((violations) => fetchModule(url, violations));
}

"#;

#[cfg(test)]
mod tests {
    use super::*;

    const WRITTEN: &str = "const a = makeLoad(() => {\n    const src = fetch(new URL(\"./split_editor.wasm\", import.meta.url));\n    \
                           return async (imports) => (WebAssembly.instantiateStreaming(src, imports));\n}\n, []);\n";

    fn files() -> Files {
        Files {
            own: [("split_editor".to_owned(), "app-editor.1f.wasm".to_owned())].into(),
            shared: "app-shared.1f.wasm".to_owned(),
            chunks: vec!["chunk_4".to_owned()],
        }
    }

    fn written() -> String {
        format!("{WRITTEN}{}", WRITTEN.replace("split_editor", "chunk_4"))
    }

    #[test]
    fn the_script_fetches_files_of_this_build_in_our_way() {
        let parts = [("editor".to_owned(), vec!["chunk_4".to_owned(), "split_editor".to_owned()])].into();
        let script = script_of(&written(), &files(), &parts).unwrap();
        assert!(script.contains("= bring(new URL(\"./app-editor.1f.wasm\", import.meta.url));"), "{script}");
        assert!(script.contains("= piece(\"chunk_4\");"), "{script}");
        assert_eq!(script.matches("WebAssembly.instantiate(await src, imports)").count(), 2);
        assert!(
            script
                .contains("  editor: () => [new URL(\"./app-editor.1f.wasm\", import.meta.url), shared()],")
        );
        assert!(script.contains("\"./app-shared.1f.wasm\""));
        assert!(!script.contains("split_editor") && !script.contains("instantiateStreaming"));
    }

    #[test]
    fn a_script_of_another_form_is_refused() {
        assert!(script_of("nothing is fetched", &files(), &BTreeMap::new()).is_err());
        let other = written().replace("instantiateStreaming", "instantiateSomehow");
        assert!(script_of(&other, &files(), &BTreeMap::new()).is_err());
        let more = written() + &WRITTEN.replace("split_editor", "split_unknown");
        assert!(script_of(&more, &files(), &BTreeMap::new()).is_err());
    }

    #[test]
    fn a_module_holds_pieces_by_name() {
        let mut module = HEADER.to_vec();
        let piece = vec![7; 300];
        put(&mut module, "chunk_4", b"abc");
        put(&mut module, "chunk_12", &piece);
        let read = walrus::Module::from_buffer(&module).unwrap();
        let found: Vec<_> = read
            .customs
            .iter()
            .map(|(_, custom)| {
                (custom.name().to_owned(), custom.data(&walrus::IdsToIndices::default()).into_owned())
            })
            .collect();
        assert_eq!(found, [("chunk_4".to_owned(), b"abc".to_vec()), ("chunk_12".to_owned(), piece)]);
    }

    #[test]
    fn a_part_is_written_tightly_and_without_names() {
        // (module (func $named (export "f") (result i32) i32.const 1)), with the constant in five bytes.
        let wide = b"\0asm\x01\0\0\0\x01\x05\x01\x60\0\x01\x7f\x03\x02\x01\0\x07\x05\x01\x01f\0\0\
            \x0a\x0a\x01\x08\0\x41\x81\x80\x80\x80\0\x0b\0\x0f\x04name\x01\x08\x01\0\x05named";
        let tight = tight(wide).unwrap();
        assert!(tight.windows(2).any(|pair| pair == b"\x41\x01"), "{tight:?}");
        assert!(!tight.windows(5).any(|word| word == b"named"));
        assert!(tight.len() < wide.len() - 15);
    }

    #[test]
    fn a_fingerprint_tells_contents_apart() {
        assert_eq!(fingerprint(b"a").len(), 16);
        assert_ne!(fingerprint(b"a"), fingerprint(b"b"));
    }
}
