//! A query names its cell. The finders that do not (a token, an e-mail, a card: before anyone is known) stand in
//! `store/src/tables` under names of their own; elsewhere in the store, and in every other crate, a bare query is found
//! here.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use itineraire_testing::{root, sources};

/// What reads or changes rows of every cell.
const BARE: [&str; 9] = [
    "::find()",
    "::find_by_id(",
    "::find_with_related(",
    "::update(",
    "::update_many(",
    "::delete(",
    "::delete_many(",
    "::delete_by_id(",
    "find_also_related(",
];

/// SQL of one's own, and those who may write it: about connections and files, not about rows.
const SQL: [&str; 4] = [
    "Statement::from",
    "execute_unprepared(",
    "query_one_raw(",
    "execute_raw(",
];
/// `transaction.rs` hands on what the library has built.
const MAY_WRITE_SQL: [&str; 5] = [
    "open.rs",
    "file.rs",
    "connections.rs",
    "transaction.rs",
    "writer/mod.rs",
];

/// What writes, and what says where a transaction begins or ends.
const WRITES: [&str; 4] = [
    "add(",
    "change_in_cell(",
    "remove_in_cell(",
    "exec_without_returning(",
];
const BOUNDS: [&str; 3] = ["begin(&self", "connections::begin", ".commit()"];

/// The lines of a source of the store, outside `tables/`, that ask for rows without a cell.
fn bare(name: &str, code: &str) -> Vec<String> {
    // `A::B::find()` may be written over several lines.
    let code: String = code
        .lines()
        .map(|line| line.split("//").next().unwrap_or_default().trim())
        .collect();
    let mut found: Vec<String> = Vec::new();
    for each in BARE {
        let entities = code.matches(&format!("Entity{each}")).count();
        found.extend(std::iter::repeat_n(format!("{name}: Entity{each}"), entities));
    }
    if !MAY_WRITE_SQL.iter().any(|it| name.ends_with(it)) {
        found.extend(
            SQL.iter()
                .filter(|sql| code.contains(**sql))
                .map(|sql| format!("{name}: {sql}")),
        );
    }
    found
}

// @proof house cells: no query outside the tables goes without its cell
#[test]
fn no_query_outside_the_tables_goes_without_its_cell() {
    let all = sources("store/src").unwrap();
    let (mut read, mut in_cell) = (0, 0);
    for path in all
        .iter()
        .filter(|path| !path.components().any(|it| it.as_os_str() == "tables"))
    {
        let code = std::fs::read_to_string(path).unwrap();
        assert_eq!(bare(path.to_str().unwrap(), &code), Vec::<String>::new());
        read += 1;
        in_cell += code.matches("in_cell(").count();
    }
    assert!(read > 10 && in_cell > 20, "{read} files, {in_cell} queries");
    // Where sea-orm is not, no query is.
    for each in ["domain", "service", "app", "server"] {
        let manifest = std::fs::read_to_string(root().join(each).join("Cargo.toml")).unwrap();
        let used = manifest.split("[dev-dependencies]").next().unwrap();
        assert!(!used.contains("sea-orm"), "{each} depends on sea-orm");
    }
    println!(
        "PROOF cells: {in_cell} queries outside the tables, each of one cell; 0 bare ones in {read} files"
    );
}

// @proof house bare-query: a query without its cell is found, however it is written
/// The test is not blind.
#[test]
fn a_query_without_its_cell_is_found_however_it_is_written() {
    for written in [
        "people::Entity::find().all(c)",
        "people::Entity::find_by_id(id)\n    .one(c)",
        "people::Entity\n    ::find()",
        "steps::Entity::update_many().col_expr(a, b)",
        "c.execute_unprepared(\"DELETE FROM people\")",
    ] {
        assert_eq!(bare("store/src/parcours.rs", written).len(), 1, "{written}");
    }
    assert!(
        bare(
            "store/src/parcours.rs",
            "people::Entity::in_cell(cell).all(c) // Entity::find()"
        )
        .is_empty()
    );
    println!("PROOF bare-query: 5 of 5 queries without their cell found, however they are written");
}

/// What a repository does that is a use case's to do: writing outside of a transaction, or beginning or ending one.
fn unbound(name: &str, code: &str) -> Vec<String> {
    let mut found: Vec<&str> = Vec::new();
    // Blocks of a file begin at the left.
    for block in code.split("\n}\n") {
        if block.contains("impl<'c, C: ConnectionTrait>") {
            found.extend(WRITES.iter().copied().filter(|it| block.contains(*it)));
        }
        found.extend(BOUNDS.iter().copied().filter(|it| block.contains(*it)));
    }
    found.into_iter().map(|it| format!("{name}: {it}")).collect()
}

#[test]
fn a_repository_writes_in_a_transaction_that_a_use_case_began() {
    let (mut read, mut repositories) = (0, 0);
    for path in sources("store/src/repositories").unwrap() {
        let code = std::fs::read_to_string(&path).unwrap();
        assert_eq!(unbound(path.to_str().unwrap(), &code), Vec::<String>::new());
        read += 1;
        repositories += code.matches("pub const fn on(").count();
    }
    assert!(
        read > 10 && repositories > 12,
        "{read} files, {repositories} repositories"
    );
    let astray =
        "impl<'c, C: ConnectionTrait> Cards<'c, C> {\n    fn a() {\n        add(self.0, row)\n    }\n}\n";
    assert_eq!(unbound("cards.rs", astray).len(), 1, "the test is not blind");
}
