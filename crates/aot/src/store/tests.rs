use super::*;
use crate::inputs::Named;

struct Fixture {
    folder: tempfile::TempDir,
    store: Store,
}

impl Fixture {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        fs::write(root.join("a.ts"), "a").unwrap();
        let store = Store::new(&root.join("cache"), World::at(&root), "{}".to_owned());
        Self { folder, store }
    }

    fn files(&self) -> Named {
        let mut named = Named::default();
        named.file(self.store.world.root.join("a.ts"));
        named.file(self.store.world.root.join(".env"));
        named
    }

    fn keep(&self, text: &str) {
        let taken = inputs::take(&self.store.world, &self.files(), SystemTime::now());
        self.store.keep(entry(text), taken).unwrap();
    }

    fn found(&self) -> Option<String> {
        self.store.find().map(|entry| entry.caches.jit_fns)
    }
}

fn entry(text: &str) -> Entry {
    let caches = Caches {
        jit_fns: text.to_owned(),
        pure_fns: "{}".to_owned(),
        router_cache: "{}".to_owned(),
        client: None,
    };
    Entry {
        settings: String::new(),
        inputs: Vec::new(),
        caches,
        type_calls: Vec::new(),
        strict: false,
        counts: Counts::default(),
        unknown_excluded: Vec::new(),
        findings: Vec::new(),
    }
}

#[test]
fn going_back_to_an_earlier_content_finds_its_entry() {
    let project = Fixture::new();
    let source = project.store.world.root.join("a.ts");
    project.keep("of a");
    fs::write(&source, "b").unwrap();
    assert_eq!(project.found(), None);
    project.keep("of b");
    assert_eq!(project.found().as_deref(), Some("of b"));
    fs::write(&source, "a").unwrap();
    assert_eq!(project.found().as_deref(), Some("of a"));
}

#[test]
fn an_entry_that_is_cut_or_changed_anywhere_is_a_miss() {
    let project = Fixture::new();
    project.keep("{is_abc: {}}");
    let path = entries(project.store.folder())[0].path.clone();
    let whole = fs::read(&path).unwrap();
    for length in 0..whole.len() {
        fs::write(&path, &whole[..length]).unwrap();
        assert_eq!(project.found(), None, "cut at {length}");
    }
    for at in 0..whole.len() {
        let mut changed = whole.clone();
        changed[at] ^= 1;
        fs::write(&path, changed).unwrap();
        assert_eq!(project.found(), None, "changed at {at}");
    }
    fs::write(&path, whole).unwrap();
    assert!(project.found().is_some());
}

#[test]
fn broken_stamps_only_cost_time() {
    let project = Fixture::new();
    project.keep("of a");
    let path = entries(project.store.folder())[0].path.with_extension("stamps");
    let whole = fs::read(&path).unwrap();
    for length in 0..whole.len() {
        fs::write(&path, &whole[..length]).unwrap();
        assert_eq!(project.found().as_deref(), Some("of a"), "cut at {length}");
    }
}

#[test]
fn other_settings_find_nothing() {
    let project = Fixture::new();
    project.keep("of a");
    let root = &project.store.world.root;
    assert!(Store::new(&root.join("cache"), World::at(root), "{\"mode\":\"x\"}".to_owned()).find().is_none());
}

#[test]
fn a_project_moved_with_its_cache_finds_its_entries() {
    let project = Fixture::new();
    project.keep("of a");
    let elsewhere = tempfile::tempdir().unwrap();
    let root = elsewhere.path().canonicalize().unwrap().join("moved");
    fs::rename(&project.store.world.root, &root).unwrap();
    let moved = Store::new(&root.join("cache"), World::at(&root), "{}".to_owned());
    assert!(moved.find().is_some());
    fs::write(root.join(".env"), "A=1").unwrap();
    assert!(moved.find().is_none());
    // Its own clean-up needs it.
    fs::create_dir(project.folder.path()).unwrap();
}

#[test]
fn what_was_used_least_recently_is_dropped() {
    let project = Fixture::new();
    let folder = project.store.folder();
    fs::create_dir_all(folder).unwrap();
    for number in 0..MOST_ENTRIES + 3 {
        let path = folder.join(format!("{number:03}.entry"));
        fs::write(&path, "").unwrap();
        let used = SystemTime::now() - Duration::from_secs(1_000 - number as u64);
        File::options().write(true).open(&path).unwrap().set_modified(used).unwrap();
        fs::write(path.with_extension("stamps"), "").unwrap();
    }
    project.keep("of a");
    let kept = entries(folder);
    assert_eq!(kept.len(), MOST_ENTRIES);
    assert!(!folder.join("003.entry").exists() && !folder.join("003.stamps").exists());
    assert!(folder.join("004.entry").exists());
    assert_eq!(project.found().as_deref(), Some("of a"));
}
