//! Password hashes of tests: cheap ones.

use argon2::password_hash::{PasswordHasher, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};

/// The least that argon2 allows: 8 kB, one pass. The desk checks a password as its hash says, so signing in costs next to nothing, while
/// whatever the desk hashes itself costs what it does in production.
pub(crate) fn cheap_hash(password: &str) -> String {
    let params = Params::new(Params::MIN_M_COST, Params::MIN_T_COST, Params::MIN_P_COST, None).expect("the minimum");
    let hasher = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let salt = SaltString::encode_b64(&[7; 16]).expect("a salt");
    hasher.hash_password(password.as_bytes(), &salt).expect("a hash").to_string()
}
