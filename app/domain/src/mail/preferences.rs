//! Notification preferences: what people choose to be told about, and by which channel.

use serde::{Deserialize, Serialize};

/// What people choose about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Topic {
    /// Something was said on a ticket that concerns the person.
    Messages,
    /// They were named in a message.
    Mentions,
    /// A ticket was given to them.
    Assigned,
    /// Anything else: a status, a queue, a priority.
    Changes,
}

/// Mails that somebody can stop by one click in their mail program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// What is new on tickets.
    News,
    /// The daily one.
    Daily,
}

impl Stop {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::News => "news",
            Self::Daily => "daily",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        [Self::News, Self::Daily].into_iter().find(|stop| stop.as_str() == text)
    }
}

/// How a notification reaches somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DeliveryChannel {
    /// In their activities and by mail.
    Mail,
    /// In their activities.
    Portico,
    /// Not at all.
    Off,
}

impl Topic {
    pub const ALL: [Self; 4] = [Self::Messages, Self::Mentions, Self::Assigned, Self::Changes];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Messages => "messages",
            Self::Mentions => "mentions",
            Self::Assigned => "assigned",
            Self::Changes => "changes",
        }
    }

    /// Customers are given no tickets.
    pub fn is_for(self, is_staff: bool) -> bool {
        is_staff || self != Self::Assigned
    }

    /// What may be chosen; only changes may pass unheard.
    pub fn channels(self) -> &'static [DeliveryChannel] {
        if self == Self::Changes {
            &[DeliveryChannel::Mail, DeliveryChannel::Portico, DeliveryChannel::Off]
        } else {
            &[DeliveryChannel::Mail, DeliveryChannel::Portico]
        }
    }

    /// Who works with tickets all day sees their changes there.
    fn usual(self, is_staff: bool) -> DeliveryChannel {
        if self == Self::Changes && is_staff { DeliveryChannel::Portico } else { DeliveryChannel::Mail }
    }
}

impl DeliveryChannel {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Mail => "mail",
            Self::Portico => "portico",
            Self::Off => "off",
        }
    }
}

/// By which channel each topic reaches somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotificationPreferences {
    channels: [DeliveryChannel; 4],
    /// A mail a day with what is still unread.
    pub daily: bool,
    /// What is new does not blink.
    pub still: bool,
}

impl NotificationPreferences {
    /// `chosen` gives [`DeliveryChannel::as_str`] of what was chosen about a topic. What was not chosen, or is not known any more, is
    /// as usual.
    pub fn new<'a>(chosen: impl Fn(Topic) -> Option<&'a str>, daily: bool, still: bool, is_staff: bool) -> Self {
        let channel = |topic: Topic| {
            let chosen = chosen(topic);
            let found = topic.channels().iter().find(|channel| Some(channel.as_str()) == chosen);
            found.copied().unwrap_or_else(|| topic.usual(is_staff))
        };
        Self { channels: Topic::ALL.map(channel), daily, still }
    }

    /// Reads the fields of a form: `NAME=VALUE`, separated by commas.
    pub fn read(text: &str, is_staff: bool) -> Self {
        let pairs: Vec<(&str, &str)> = text.split(',').filter_map(|pair| pair.split_once('=')).collect();
        let value = |name: &str| pairs.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
        let (daily, still) = (value("daily") == Some("on"), value("blink") == Some("off"));
        Self::new(|topic| value(topic.as_str()), daily, still, is_staff)
    }

    /// The same without such mails; their content is still in the activities.
    #[must_use]
    pub fn without(mut self, stop: Stop) -> Self {
        match stop {
            Stop::News => {
                self.channels = self
                    .channels
                    .map(|channel| if channel == DeliveryChannel::Mail { DeliveryChannel::Portico } else { channel })
            }
            Stop::Daily => self.daily = false,
        }
        self
    }

    pub fn channel(&self, topic: Topic) -> DeliveryChannel {
        self.channels[Topic::ALL.iter().position(|known| *known == topic).unwrap_or_default()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_chosen_is_as_usual() {
        let (customer, agent) = (NotificationPreferences::read("", false), NotificationPreferences::read("", true));
        assert_eq!(
            (customer.channel(Topic::Changes), agent.channel(Topic::Changes)),
            (DeliveryChannel::Mail, DeliveryChannel::Portico)
        );
        let odd = NotificationPreferences::read("messages=off,changes=off,daily=on,nonsense", false);
        assert_eq!(
            (odd.channel(Topic::Messages), odd.channel(Topic::Changes), odd.daily),
            (DeliveryChannel::Mail, DeliveryChannel::Off, true)
        );
        let again = NotificationPreferences::new(|topic| Some(odd.channel(topic).as_str()), odd.daily, odd.still, true);
        assert_eq!(again, odd, "whatever is usual, what was chosen stays");
        let still = NotificationPreferences::read("blink=off", false);
        assert!(still.still && !odd.still && still.without(Stop::News).still);
    }

    #[test]
    fn one_click_stops_one_kind_of_mail() {
        let all = NotificationPreferences::read("changes=off,daily=on", false);
        let (news, daily) = (all.clone().without(Stop::News), all.without(Stop::Daily));
        assert!(Topic::ALL.iter().all(|topic| news.channel(*topic) != DeliveryChannel::Mail) && news.daily);
        assert_eq!(
            (news.channel(Topic::Messages), news.channel(Topic::Changes)),
            (DeliveryChannel::Portico, DeliveryChannel::Off)
        );
        assert!(daily.channel(Topic::Messages) == DeliveryChannel::Mail && !daily.daily);
        assert_eq!([Stop::parse("daily"), Stop::parse("all")], [Some(Stop::Daily), None]);
    }
}
