//! Ratings: what reporters say about how a ticket went.

use super::helpers::{desk_at, kept, kinds, load_ticket, person, raise, refusal};
use super::support::{NOW, demo};
use desk::Desk;
use desk::people::Person;
use desk::tickets::close::{close, reopen};
use desk::tickets::rate::rate;
use domain::conversation::{TimelineEntry, TimelineEvent};
use domain::refusal::Because;
use domain::tickets::rating::Rating;
use domain::time::{DAY, HOUR};
use domain::{Reason, Refusal};

const NO_TIME: Refusal = Refusal::Forbidden(Because::NotRateable);

async fn rating(desk: &Desk, person: &Person, number: &str) -> Option<Rating> {
    load_ticket(desk, person, number).await.rating
}

fn given(score: u8, comment: &str, may: bool) -> Option<Rating> {
    Some(Rating { score: Some(score), comment: comment.into(), may })
}

#[tokio::test]
async fn the_reporter_is_asked_and_agents_are_told() {
    for test in demo().await {
        let desk = &test.desk;
        let (alice, bruno, grace) =
            (person(desk, "alice").await, person(desk, "bruno").await, person(desk, "grace").await);
        let number = raise(desk, &alice).await;
        assert_eq!(rating(desk, &alice, &number).await, None);
        assert_eq!(refusal(rate(desk, &alice, &number, "5", "").await), NO_TIME, "while it is open");
        close(desk, &grace, &number).await.unwrap();
        let asked = Some(Rating { score: None, comment: String::new(), may: true });
        assert_eq!(rating(desk, &alice, &number).await, asked);
        assert_eq!((rating(desk, &bruno, &number).await, rating(desk, &grace, &number).await), (None, None));
        let before = kept(desk, &number).await;
        for other in [&bruno, &grace] {
            let refused = refusal(rate(desk, other, &number, "1", "").await);
            assert_eq!(refused, Refusal::Forbidden(Because::ReporterOnly));
        }
        assert_eq!(refusal(rate(desk, &alice, &number, "9", "").await), Refusal::field("score", Reason::NotOffered));
        rate(desk, &alice, &number, "4", "Quick, but twice.").await.unwrap();
        rate(desk, &alice, &number, "4", "Quick, but twice.").await.unwrap();
        assert_eq!(kinds(desk, &number).await, ["opened", "closed", "rated"], "pressed twice");
        assert_eq!(rating(desk, &alice, &number).await, given(4, "Quick, but twice.", true));
        assert_eq!(rating(desk, &grace, &number).await, given(4, "Quick, but twice.", false));
        assert_eq!(rating(desk, &bruno, &number).await, None);
        // It is news for agents, and no change for anybody else.
        let after = kept(desk, &number).await;
        assert!(after.last_event > before.last_event);
        assert_eq!((after.last_public_event, after.changed_at), (before.last_public_event, before.changed_at));
        let sees_rating = async |person| {
            let is = |entry: &TimelineEntry| matches!(entry, TimelineEntry::Line(line) if line.what == TimelineEvent::Rated { score: 4 });
            load_ticket(desk, person, &number).await.conversation.iter().any(is)
        };
        assert!(sees_rating(&grace).await && !sees_rating(&bruno).await && !sees_rating(&alice).await);
    }
}

#[tokio::test]
async fn it_is_changed_once_and_within_thirty_days() {
    for test in demo().await {
        let (desk, alice) = (&test.desk, person(&test.desk, "alice").await);
        let number = raise(desk, &alice).await;
        close(desk, &alice, &number).await.unwrap();
        rate(desk, &alice, &number, "1", "").await.unwrap();
        rate(desk, &alice, &number, "5", "I was wrong.").await.unwrap();
        assert_eq!(rating(desk, &alice, &number).await, given(5, "I was wrong.", false));
        assert_eq!(refusal(rate(desk, &alice, &number, "2", "").await), NO_TIME);
        // Closed again it is rated anew.
        reopen(desk, &alice, &number).await.unwrap();
        assert_eq!(rating(desk, &alice, &number).await, given(5, "I was wrong.", false));
        let later = desk_at(&test, NOW + HOUR).await;
        close(&later, &alice, &number).await.unwrap();
        assert_eq!(rating(&later, &alice, &number).await.and_then(|rating| rating.score), None);
        rate(&later, &alice, &number, "3", "").await.unwrap();
        assert_eq!(rating(&later, &alice, &number).await, given(3, "", true));
        let too_late = desk_at(&test, NOW + 31 * DAY).await;
        assert_eq!(refusal(rate(&too_late, &alice, &number, "4", "").await), NO_TIME);
        assert_eq!(rating(&too_late, &alice, &number).await, given(3, "", false));
    }
}
