//! Chats: what a ticket is beside a ticket while it is talked about at once, who is at the desk for it, and who is there.

use super::step::{Sql, Step};

pub(super) const STEP: Step = Step { name: "m021_chats", parts: &[Sql::Both(CHATS), Sql::Both(PEOPLE)] };

/// `queue_id` is the line in which it waits, `waited` how long it did the first time. `customer_at` is when the customer was last
/// heard of by any page, `lost_at` when the agent's going was told.
const CHATS: &str = "
CREATE TABLE chats (
  ticket_id BIGINT PRIMARY KEY REFERENCES tickets (id), company_id BIGINT NOT NULL REFERENCES companies (id),
  customer_id BIGINT NOT NULL REFERENCES users (id), queue_id BIGINT NOT NULL REFERENCES queues (id), stage TEXT NOT NULL,
  agent_id BIGINT REFERENCES users (id), asked_at BIGINT NOT NULL, accepted_at BIGINT, waited BIGINT, ended_at BIGINT,
  ended_by BIGINT REFERENCES users (id), said_at BIGINT NOT NULL, said_by_customer BOOLEAN NOT NULL, customer_at BIGINT NOT NULL,
  lost_at BIGINT
);
CREATE UNIQUE INDEX chats_running ON chats (customer_id, company_id) WHERE stage <> 'ended';
CREATE INDEX chats_customer ON chats (customer_id, asked_at);
CREATE INDEX chats_waiting ON chats (asked_at, ticket_id) WHERE stage = 'waiting';
CREATE INDEX chats_unended ON chats (asked_at, ticket_id) WHERE stage <> 'ended';
CREATE INDEX chats_agent ON chats (agent_id, said_at) WHERE stage = 'open';
CREATE INDEX chats_waited ON chats (queue_id, accepted_at) WHERE waited IS NOT NULL;
";

/// In `chat_people` each instant is when something ends; `changes` counts.
const PEOPLE: &str = "
CREATE TABLE chat_desk (
  user_id BIGINT PRIMARY KEY REFERENCES users (id), available BOOLEAN NOT NULL, capacity BIGINT NOT NULL, seen_at BIGINT NOT NULL
);
CREATE INDEX chat_desk_present ON chat_desk (seen_at) WHERE available;
CREATE TABLE chat_people (
  ticket_id BIGINT NOT NULL REFERENCES tickets (id), user_id BIGINT NOT NULL REFERENCES users (id), here_until BIGINT NOT NULL,
  typing_until BIGINT NOT NULL, read_id BIGINT NOT NULL, read_message TEXT NOT NULL, changed_at BIGINT NOT NULL, changes BIGINT NOT NULL,
  PRIMARY KEY (ticket_id, user_id)
);
CREATE INDEX chat_people_changed ON chat_people (changed_at);
";
