//! The `answerlint` command.

fn main() -> std::process::ExitCode {
    answerlint::cli::main()
}
