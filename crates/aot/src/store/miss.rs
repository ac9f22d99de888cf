//! Why the start script had to run: kept for the user who asks.

use std::{fs, path::Path, time::SystemTime};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{Entry, Store, all_entries, entries, envelope, read};
use crate::inputs::{self, Change};

const FILE: &str = "last.miss";

/// The last time that no entry could be used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Miss {
    pub when: SystemTime,
    pub reason: Reason,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reason {
    /// There was no entry at all.
    Empty,
    /// Entries were there and could not be read: cut, changed, or of another version's form.
    Unreadable,
    /// There were entries, of other settings only: what differs from those of the one used last.
    Settings(Vec<SettingChange>),
    /// What differs from the inputs of the entry used last.
    Inputs(Vec<Change>),
}

/// A setting with what it was and what it is, as JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingChange {
    pub name: String,
    pub from: String,
    pub to: String,
}

impl Store {
    /// Keeps why no entry can be used now.
    pub(crate) fn note_miss(&self) {
        let miss = Miss { when: SystemTime::now(), reason: self.reason() };
        // It only informs; a folder that cannot be written to is told of when the entry is kept.
        let _ = fs::create_dir_all(&self.all).and_then(|()| envelope::write(&self.all.join(FILE), &miss));
    }

    /// Why no entry can be used now.
    pub(crate) fn reason(&self) -> Reason {
        let own = entries(&self.folder);
        if let Some(entry) = own.iter().find_map(read) {
            return Reason::Inputs(inputs::changes(&self.world, &entry.inputs));
        }
        let all = all_entries(&self.all);
        match all.iter().find_map(read) {
            Some(entry) => Reason::Settings(setting_changes(&entry, &self.settings)),
            None if all.is_empty() => Reason::Empty,
            None => Reason::Unreadable,
        }
    }
}

/// The last miss under `all`, the folder of all settings.
pub(crate) fn last(all: &Path) -> Option<Miss> {
    envelope::read(&all.join(FILE))
}

fn setting_changes(entry: &Entry, now: &str) -> Vec<SettingChange> {
    let parse = |text: &str| serde_json::from_str::<Map<String, Value>>(text).unwrap_or_default();
    let (before, now) = (parse(&entry.settings), parse(now));
    let text = |value: Option<&Value>| value.map(Value::to_string).unwrap_or_default();
    now.iter()
        .filter(|(name, value)| before.get(*name) != Some(value))
        .map(|(name, value)| SettingChange {
            name: name.clone(),
            from: text(before.get(name)),
            to: text(Some(value)),
        })
        .collect()
}
