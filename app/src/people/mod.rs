//! Signing in.

mod sign_in;

pub(crate) use sign_in::SignInPage;
