//! A page's program (WASM) between the compiler and the browser: what it never runs is taken out, and what it is made of is
//! weighed. Both go by the names of functions, which are there until wasm-bindgen removes them.

use std::collections::BTreeMap;
use walrus::{FunctionBuilder, FunctionKind, Module};
use wasmparser::{KnownCustom, Name, Parser, Payload, TypeRef};

/// Functions that islands never run, by their own last name: each view of the library carries an asynchronous way to wake up,
/// and reaches it through a table, so that no linker sees that nobody takes it (`docs/decisions/0031-bundles.md`).
///
/// The compiler makes one of functions that do the same, and keeps the name of one of them. What is asynchronous names the
/// place in its source that it stops at when it is asked once too often, and so is like no other; but what drops it, whose name
/// holds its name too, may also drop something else.
const NEVER_RUN: &[&str] = &["hydrate_async"];

/// A program that is none.
#[derive(Debug, thiserror::Error)]
#[error("not a program that can be packed: {0}")]
pub struct NotAProgram(String);

/// A program as it goes to the browser, and the ten largest things in it, a line each.
pub fn packed(program: &[u8]) -> Result<(Vec<u8>, String), NotAProgram> {
    let (needed, _) = without(program, NEVER_RUN)?;
    let largest = weighed(&needed)?.into_iter().take(10);
    let lines = largest.map(|(what, bytes)| format!("{bytes:>9}  {what}\n"));
    Ok((needed, lines.collect()))
}

/// The program without what only these functions need. Should one of them be called after all, the page stops there and says
/// so: it goes on with nothing wrong. Gives how many they were, too.
fn without(program: &[u8], never_run: &[&str]) -> Result<(Vec<u8>, usize), NotAProgram> {
    let mut module = Module::from_buffer(program).map_err(|why| NotAProgram(format!("{why:#}")))?;
    let theirs: Vec<_> = module
        .funcs
        .iter_local()
        .filter_map(|(id, _)| Some((id, thing(module.funcs.get(id).name.as_ref()?))))
        .filter(|(_, name)| never_run.iter().any(|it| name.ends_with(&format!(" {it}"))))
        .map(|(id, _)| id)
        .collect();
    for id in &theirs {
        let (takes, gives) = module.types.params_results(module.funcs.get(*id).ty());
        let (takes, gives) = (takes.to_vec(), gives.to_vec());
        let mut stop = FunctionBuilder::new(&mut module.types, &takes, &gives);
        stop.func_body().unreachable();
        let takes = takes.iter().map(|kind| module.locals.add(*kind)).collect();
        module.funcs.get_mut(*id).kind = FunctionKind::Local(stop.local_func(takes));
    }
    walrus::passes::gc::run(&mut module);
    Ok((module.emit_wasm(), theirs.len()))
}

/// What a program's code is made of: bytes before compression, by the crate and the last word of the functions' names, the
/// largest first.
fn weighed(program: &[u8]) -> Result<Vec<(String, usize)>, NotAProgram> {
    let wrong = |why: wasmparser::BinaryReaderError| NotAProgram(why.to_string());
    let (mut imported, mut bodies, mut names) = (0, Vec::new(), BTreeMap::new());
    for payload in Parser::new(0).parse_all(program) {
        match payload.map_err(wrong)? {
            Payload::ImportSection(all) => {
                for import in all.into_imports() {
                    imported += usize::from(matches!(import.map_err(wrong)?.ty, TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionEntry(body) => bodies.push(body.range().len()),
            Payload::CustomSection(section) => {
                if let KnownCustom::Name(all) = section.as_known() {
                    for name in all {
                        if let Name::Function(all) = name.map_err(wrong)? {
                            for naming in all {
                                let naming = naming.map_err(wrong)?;
                                names.insert(naming.index as usize, thing(naming.name));
                            }
                        }
                    }
                }
            }
            _ => {}
        }
    }
    let mut things: BTreeMap<String, usize> = BTreeMap::new();
    for (index, weight) in (imported..).zip(bodies) {
        let name = names
            .get(&index)
            .cloned()
            .unwrap_or_else(|| "without a name".into());
        // What wasm-bindgen reads, and takes out.
        if name.ends_with(" describe") {
            continue;
        }
        *things.entry(name).or_default() += weight;
    }
    let mut things: Vec<_> = things.into_iter().collect();
    things.sort_by(|(one, one_weighs), (other, other_weighs)| (other_weighs, one).cmp(&(one_weighs, other)));
    Ok(things)
}

/// A function's name as its author wrote it, without the hash that tells two of one name apart.
fn plain(name: &str) -> String {
    format!("{:#}", rustc_demangle::demangle(name))
}

/// What a function counts for: its crate, and its own name without the types that it was made for.
fn thing(name: &str) -> String {
    let name = plain(name);
    let of_crate = name.rsplit_once(" as ").map_or(&*name, |(_, of)| of);
    let of_crate = of_crate.trim_start_matches(['<', '&', '(', '*', ' ']);
    let of_crate = of_crate.split("::").next().unwrap_or_default();
    let (mut outside, mut depth) = (String::new(), 0_usize);
    for letter in name.chars() {
        match letter {
            '<' => depth += 1,
            '>' => depth = depth.saturating_sub(1),
            _ if depth == 0 => outside.push(letter),
            _ => {}
        }
    }
    let last = outside
        .rsplit("::")
        .find(|part| !part.is_empty() && !part.starts_with('{'));
    format!("{of_crate} {}", last.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use walrus::{ModuleConfig, ValType};

    /// A program whose export calls nothing; its table holds two functions, one of which alone needs a third.
    fn program() -> Vec<u8> {
        let mut module = Module::with_config(ModuleConfig::new());
        let mut function = |name: &str, calls: Option<walrus::FunctionId>| {
            let mut function = FunctionBuilder::new(&mut module.types, &[ValType::I32], &[ValType::I32]);
            let argument = module.locals.add(ValType::I32);
            function.name(name.into());
            function.func_body().local_get(argument);
            if let Some(called) = calls {
                for _ in 0..100 {
                    function.func_body().call(called);
                }
            }
            function.finish(vec![argument], &mut module.funcs)
        };
        let only_there = function("only_there", None);
        let slow = function(
            "tachys::view::View<A>::hydrate_async::{{closure}}",
            Some(only_there),
        );
        let drops = function(
            "core::ptr::drop_in_place<tachys::view::View<A>::hydrate_async::{{closure}}>",
            None,
        );
        let fast = function("tachys::view::View<A>::hydrate", None);
        let table = module
            .tables
            .add_local(false, 3, Some(3), walrus::RefType::FUNCREF);
        let kind = walrus::ElementKind::Active {
            table,
            offset: walrus::ConstExpr::Value(walrus::ir::Value::I32(0)),
        };
        let all = walrus::ElementItems::Functions(vec![slow, fast, drops]);
        let element = module.elements.add(kind, all);
        module.tables.get_mut(table).elem_segments.insert(element);
        module.exports.add("table", table);
        module.emit_wasm()
    }

    #[test]
    fn what_is_never_run_goes_with_what_it_alone_needs() {
        let whole = program();
        let (cut, count) = without(&whole, NEVER_RUN).unwrap();
        assert_eq!(count, 1);
        let named = |program: &[u8]| {
            weighed(program)
                .unwrap()
                .into_iter()
                .map(|(name, _)| name)
                .collect::<Vec<_>>()
        };
        assert_eq!(
            named(&whole),
            [
                "tachys hydrate_async",
                "core drop_in_place",
                "only_there only_there",
                "tachys hydrate"
            ]
        );
        assert_eq!(
            named(&cut),
            ["core drop_in_place", "tachys hydrate", "tachys hydrate_async"]
        );
        let weight = |program: &[u8]| {
            weighed(program)
                .unwrap()
                .iter()
                .map(|(_, weight)| weight)
                .sum::<usize>()
        };
        assert!(weight(&cut) + 200 <= weight(&whole));
        assert_eq!(without(&cut, &["nothing"]).unwrap().1, 0);
    }

    #[test]
    fn what_is_no_program_is_refused() {
        assert!(without(b"export {}", NEVER_RUN).is_err());
        assert!(weighed(b"export {}").is_err());
    }
}
