//! Minimum data rate of request bodies: a slow upload (slowloris) must not hold a connection.

use axum::BoxError;
use axum::body::Bytes;
use hyper::body::{Body, Frame, Incoming, SizeHint};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::time::{Instant, Sleep, sleep};

/// While a body is waited for, at least `bytes` must come in each span of `every`.
#[derive(Clone, Copy, Debug)]
pub struct MinDataRate {
    pub bytes: u64,
    pub every: Duration,
}

impl MinDataRate {
    /// About 200 bytes a second: less than any line that people upload through.
    pub const USUAL: Self = Self { bytes: 4_096, every: Duration::from_secs(20) };
}

pub(super) struct MinDataRateBody {
    body: Incoming,
    rate: MinDataRate,
    /// Until the bytes that came are counted again; begins when the body is waited for first.
    wait: Option<Pin<Box<Sleep>>>,
    came: u64,
}

impl MinDataRateBody {
    pub(super) fn new(body: Incoming, rate: MinDataRate) -> Self {
        Self { body, rate, wait: None, came: 0 }
    }
}

impl Body for MinDataRateBody {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let this = self.get_mut();
        if let Poll::Ready(frame) = Pin::new(&mut this.body).poll_frame(context) {
            let data = frame.as_ref().and_then(|frame| frame.as_ref().ok()?.data_ref());
            this.came += data.map_or(0, |data| data.len() as u64);
            return Poll::Ready(frame.map(|frame| frame.map_err(Into::into)));
        }
        let MinDataRate { bytes, every } = this.rate;
        let wait = this.wait.get_or_insert_with(|| Box::pin(sleep(every)));
        loop {
            ready!(wait.as_mut().poll(context));
            if this.came < bytes {
                return Poll::Ready(Some(Err("the body came too slowly".into())));
            }
            this.came = 0;
            wait.as_mut().reset(Instant::now() + every);
        }
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
