//! What counts as a change.

use std::time::{Duration, UNIX_EPOCH};

use super::{stamp::SETTLED, *};

fn world(folder: &tempfile::TempDir) -> World {
    World::at(folder.path())
}

fn named(files: &[(&PathBuf, bool)]) -> Named {
    Named {
        files: files.iter().map(|(path, existed)| ((*path).clone(), *existed)).collect(),
        ..Named::default()
    }
}

fn file(text: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.ts");
    fs::write(&path, text).unwrap();
    (folder, path)
}

#[test]
fn an_edit_that_keeps_size_and_modification_time_is_seen() {
    let (folder, path) = file("aaa");
    let taken = take(&world(&folder), &named(&[(&path, true)]), UNIX_EPOCH);
    let modified = fs::metadata(&path).unwrap().modified().unwrap();
    fs::write(&path, "bbb").unwrap();
    fs::File::options().write(true).open(&path).unwrap().set_modified(modified).unwrap();
    assert_eq!(compare(&world(&folder), &taken.inputs, &taken.stamps, &mut Hashes::default()), None);
}

#[test]
fn a_young_stamp_is_not_trusted() {
    let (folder, path) = file("aaa");
    let taken = take(&world(&folder), &named(&[(&path, true)]), UNIX_EPOCH);
    assert_eq!(taken.stamps, [None]);
}

#[test]
fn a_file_that_appears_and_one_that_goes_are_changes() {
    let (folder, path) = file("a");
    let other = folder.path().join("b.ts");
    let files = named(&[(&path, true), (&other, false)]);
    let taken = take(&world(&folder), &files, SystemTime::now() + SETTLED);
    assert_eq!(taken.changed, Vec::<PathBuf>::new());
    let same = |taken: &Taken| {
        compare(&world(&folder), &taken.inputs, &taken.stamps, &mut Hashes::default()).is_some()
    };
    assert!(same(&taken));
    fs::write(&other, "b").unwrap();
    assert!(!same(&taken));
    fs::remove_file(&other).unwrap();
    fs::remove_file(&path).unwrap();
    assert!(!same(&taken));
    assert_eq!(take(&world(&folder), &files, UNIX_EPOCH).changed, [path]);
}

#[test]
fn a_file_that_changed_since_the_start_is_told() {
    let start = SystemTime::now();
    std::thread::sleep(Duration::from_millis(20));
    let (folder, path) = file("a");
    assert_eq!(take(&world(&folder), &named(&[(&path, true)]), start).changed, [path]);
}

#[cfg(unix)]
#[test]
fn a_package_file_that_is_linked_elsewhere_has_not_changed_and_one_in_its_place_has() {
    let folder = tempfile::tempdir().unwrap();
    let package = folder.path().join("node_modules/@a/b");
    fs::create_dir_all(&package).unwrap();
    let path = package.join("index.js");
    let own = folder.path().join("own.js");
    let changed = |file: &PathBuf, start| take(&world(&folder), &named(&[(file, true)]), start).changed;
    for file in [&path, &own] {
        fs::write(file, "a").unwrap();
        fs::hard_link(file, file.with_extension("first")).unwrap();
    }
    std::thread::sleep(Duration::from_millis(20));
    let start = SystemTime::now();
    std::thread::sleep(Duration::from_millis(20));
    fs::create_dir(folder.path().join("node_modules/.vite")).unwrap();
    for file in [&path, &own] {
        fs::hard_link(file, folder.path().join(file.file_name().unwrap()).with_extension("second")).unwrap();
    }
    assert_eq!(changed(&path, start), Vec::<PathBuf>::new());
    assert_eq!(changed(&own, start), std::slice::from_ref(&own), "only packages are shared");

    let kept = folder.path().join("other.js");
    fs::write(&kept, "b").unwrap();
    std::thread::sleep(Duration::from_millis(20));
    let start = SystemTime::now();
    std::thread::sleep(Duration::from_millis(20));
    fs::remove_file(&path).unwrap();
    fs::hard_link(&kept, &path).unwrap();
    assert_eq!(changed(&path, start), std::slice::from_ref(&path), "it is as old, and new here");
    std::thread::sleep(Duration::from_millis(20));
    let start = SystemTime::now();
    std::thread::sleep(Duration::from_millis(20));
    fs::write(&path, "c").unwrap();
    assert_eq!(changed(&path, start), [path]);
}

#[test]
fn a_link_that_leads_elsewhere_a_new_match_and_a_value_are_changes() {
    let (folder, path) = file("a");
    let (other_folder, _) = file("b");
    let at = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let patterns = vec!["*.ts".to_owned()];
    let mut named = Named::default();
    named.others.extend([
        Subject::Link(at("a.ts")),
        Subject::Glob { folder: at(""), patterns },
        Subject::Define("__FLAG__".to_owned()),
    ]);
    let mut world = world(&folder);
    let taken = take(&world, &named, UNIX_EPOCH);
    let changed = |world: &World| {
        let same = compare(world, &taken.inputs, &[], &mut Hashes::default()).is_some();
        let changes = changes(world, &taken.inputs);
        assert_eq!(same, changes.is_empty());
        changes.into_iter().map(|change| change.subject).collect::<Vec<_>>()
    };
    assert_eq!(changed(&world), []);
    world.defines.insert("__FLAG__".to_owned(), "true".to_owned());
    assert_eq!(changed(&world), [Subject::Define("__FLAG__".to_owned())]);
    world.defines.clear();
    fs::write(folder.path().join("b.md"), "").unwrap();
    assert_eq!(changed(&world), []);
    fs::write(folder.path().join("b.ts"), "").unwrap();
    assert!(matches!(changed(&world)[..], [Subject::Glob { .. }]));
    fs::remove_file(folder.path().join("b.ts")).unwrap();
    fs::remove_file(&path).unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink(other_folder.path().join("a.ts"), &path).unwrap();
    assert!(matches!(changed(&world)[0], Subject::Link(_)));
    drop(other_folder);
}
