//! The macros that declare the events of a topic, and the enum of all topics.

/// Declares the events of one topic: an enum `Event` of what each tells, and an enum `Kind` of which there are. Every event has one
/// stored name, which never changes: rows of the log are found by it.
macro_rules! topic {
    ($($(#[$doc:meta])* $name:ident($data:ty) = $stored:literal,)+) => {
        /// An event of this topic, with what it tells.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum Event {
            $($(#[$doc])* $name($data),)+
        }

        /// Which event of this topic it is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind {
            $($name,)+
        }

        impl Kind {
            /// Every kind, in the order in which they are declared.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// The name that the log stores.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $stored,)+
                }
            }

            pub(super) fn parse(stored: &str) -> Option<Self> {
                match stored {
                    $($stored => Some(Self::$name),)+
                    _ => None,
                }
            }
        }

        impl Event {
            /// Which event it is.
            pub const fn kind(&self) -> Kind {
                match self {
                    $(Self::$name(_) => Kind::$name,)+
                }
            }

            pub(super) fn write<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                match self {
                    $(Self::$name(data) => serde::Serialize::serialize(data, to),)+
                }
            }

            pub(super) fn read<'de, D: serde::Deserializer<'de>>(kind: Kind, from: D) -> Result<Self, D::Error> {
                match kind {
                    $(Kind::$name => serde::Deserialize::deserialize(from).map(Self::$name),)+
                }
            }
        }
    };
}

/// Declares the enums over all topics, `Event` and `Kind`, each variant with the module that holds its events.
macro_rules! topics {
    ($($(#[$doc:meta])* $name:ident = $module:ident,)+) => {
        /// Something that happened, by topic.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum Event {
            $($(#[$doc])* $name($module::Event),)+
        }

        /// Which event it is, by topic.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind {
            $($(#[$doc])* $name($module::Kind),)+
        }

        $(
            impl From<$module::Event> for Event {
                fn from(event: $module::Event) -> Self {
                    Self::$name(event)
                }
            }

            impl From<$module::Kind> for Kind {
                fn from(kind: $module::Kind) -> Self {
                    Self::$name(kind)
                }
            }
        )+

        impl Kind {
            /// Every kind of every topic.
            pub fn all() -> Vec<Self> {
                let mut all = Vec::new();
                $(all.extend($module::Kind::ALL.iter().copied().map(Self::$name));)+
                all
            }

            /// The name that the log stores.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name(kind) => kind.as_str(),)+
                }
            }

            /// The kind of this stored name; `None` for one that this program does not know.
            pub fn parse(stored: &str) -> Option<Self> {
                $(
                    if let Some(kind) = $module::Kind::parse(stored) {
                        return Some(Self::$name(kind));
                    }
                )+
                None
            }
        }

        impl Event {
            /// Which event it is.
            pub const fn kind(&self) -> Kind {
                match self {
                    $(Self::$name(event) => Kind::$name(event.kind()),)+
                }
            }

            /// Reads the stored data of an event of this kind.
            ///
            /// # Errors
            /// Those of the deserializer, for data of another shape.
            pub fn read<'de, D: serde::Deserializer<'de>>(kind: Kind, from: D) -> Result<Self, D::Error> {
                match kind {
                    $(Kind::$name(kind) => $module::Event::read(kind, from).map(Self::$name),)+
                }
            }
        }

        impl serde::Serialize for Data<'_> {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                match self.0 {
                    $(Event::$name(event) => event.write(to),)+
                }
            }
        }
    };
}
