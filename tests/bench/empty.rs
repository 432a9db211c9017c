//! The least that any program costs: what whole runs are compared with.

fn main() {}
