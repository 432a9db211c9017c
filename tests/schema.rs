//! The JSON Schemas agree with what the program reads.

use std::fs;
use std::path::{Path, PathBuf};

use answerlint::cli::schema;
use answerlint::yaml;
use serde_json::{Value, json};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn yaml_files(folder: &Path) -> Vec<PathBuf> {
    let mut out = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            out.extend(yaml_files(&path));
        } else if path.extension().is_some_and(|e| e == "yaml") {
            out.push(path);
        }
    }
    out.sort();
    out
}

fn value(text: &str) -> Value {
    yaml::parse(text).expect("the file is YAML")
}

fn assert_fits(schema: &Value, files: &[PathBuf]) {
    let validator = jsonschema::validator_for(schema).expect("the schema is one");
    for file in files {
        let content = value(&fs::read_to_string(file).expect("the file can be read"));
        let errors: Vec<String> =
            validator.iter_errors(&content).map(|e| format!("{}: {e}", e.instance_path())).collect();
        assert!(errors.is_empty(), "{}: {errors:#?}", file.display());
    }
}

#[test]
fn every_schema_is_one() {
    for schema in
        [schema::configuration(), schema::rule(), schema::questions(), schema::concepts(), schema::front_matter()]
    {
        assert!(jsonschema::meta::is_valid(&schema), "{schema:#}");
    }
}

#[test]
fn rules_fit() {
    let mut files = yaml_files(&root().join("rules"));
    files.retain(|f| {
        let folder = f.parent().and_then(Path::file_name).unwrap_or_default();
        !["lists", "cues", "models", "rules"].iter().any(|name| folder == *name)
    });
    assert!(!files.is_empty());
    assert_fits(&schema::rule(), &files);
}

#[test]
fn content_fits() {
    assert_fits(&schema::questions(), &yaml_files(&root().join("content/questions")));
    assert_fits(&schema::concepts(), &yaml_files(&root().join("content/concepts")));
}

#[test]
fn configurations_fit() {
    let validator = jsonschema::validator_for(&schema::configuration()).expect("the schema is one");
    let written = fs::read_to_string(root().join("src/cli/init/answerlint.yaml")).expect("the file can be read");
    assert!(validator.is_valid(&value(&written)), "all of it is commented");
    // Every setting that it shows, set.
    let set: String = written
        .lines()
        .filter_map(|line| line.strip_prefix('#').filter(|rest| !rest.starts_with(' ') || rest.starts_with("  ")))
        .map(|line| format!("{line}\n"))
        .collect();
    let content = value(&set);
    let errors: Vec<String> = validator.iter_errors(&content).map(|e| e.to_string()).collect();
    assert!(errors.is_empty(), "{errors:#?}\n{set}");
    assert!(content.as_object().is_some_and(|keys| keys.len() >= 9), "{set}");
    for key in content.as_object().into_iter().flat_map(|keys| keys.keys()) {
        assert!(schema::configuration()["properties"].get(key).is_some(), "{key}");
    }
    let examples: Vec<PathBuf> = yaml_files(&root().join("examples"))
        .into_iter()
        .filter(|f| f.file_name().is_some_and(|n| n == "answerlint.yaml"))
        .collect();
    assert_fits(&schema::configuration(), &examples);
}

#[test]
fn front_matter_fits() {
    let validator = jsonschema::validator_for(&schema::front_matter()).expect("the schema is one");
    for fits in ["question: attitude:6\nkind: behavioural\nmood: fine\n", "structure: any\nignore: [red-flag]\n", "~"] {
        assert!(validator.is_valid(&value(fits)), "{fits}");
    }
    for wrong in ["structure: stra\n", "concepts: sagas\n", "kind: technicall\n"] {
        assert!(!validator.is_valid(&value(wrong)), "{wrong}");
    }
}

/// What the program refuses, the schema refuses too, and the other way round.
#[test]
fn mistakes_are_mistakes_to_both() {
    let validator = jsonschema::validator_for(&schema::configuration()).expect("the schema is one");
    let known: Value = json!({"extends": "base.yaml", "coverage": 0.5, "severity": {"voice": "info"}});
    assert!(validator.is_valid(&known));
    for wrong in [
        "structures: star\n",
        "length: {minimum: 3}\n",
        "overrides: [{structure: star}]\n",
        "overrides: [{files: [a], answers: [b]}]\n",
        "suppression: {requires: true}\n",
    ] {
        assert!(!validator.is_valid(&value(wrong)), "{wrong}");
        assert!(yaml::parse::<answerlint::config::RawConfig>(wrong).is_err(), "{wrong}");
    }
}
