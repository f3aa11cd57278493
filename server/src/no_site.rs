// What main.rs includes where no site was built.
Embedded { version: "none", files: &[] as &[File], parts: &[] }
