//! The last result of a session of which nothing is kept on disk: all environments of a build share it.

use std::time::SystemTime;

use crate::{
    Generated, Options, Source,
    inputs::{self, Named, Taken, World},
};

#[derive(Debug)]
pub(crate) struct Recent {
    generated: Generated,
    taken: Taken,
}

impl Recent {
    /// Nothing if an input changed while it was made, since `since`.
    pub(crate) fn new(
        generated: Generated,
        named: &Named,
        options: &Options,
        since: SystemTime,
    ) -> Option<Self> {
        let taken = inputs::take(&World::new(options), named, since);
        taken.changed.is_empty().then_some(Self { generated, taken })
    }

    /// The result, if all that it depends on is as it was.
    pub(crate) fn find(&self, options: &Options) -> Option<Generated> {
        let Taken { inputs, stamps, .. } = &self.taken;
        inputs::compare(&World::new(options), inputs, stamps, &mut inputs::Hashes::default())?;
        Some(Generated { source: Source::Cached, ..self.generated.clone() })
    }
}
