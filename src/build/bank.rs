//! Compiles `content/` into the tables of the question bank.

use std::collections::BTreeMap;
use std::path::Path;

use crate::build_meaning::{self, Descriptions, Weights};
use crate::content::raw::*;
use crate::content::*;
use crate::rules::Part;
use crate::rules::compile::Compiler;
use crate::text::program::{PatternSetBuilder, PatternTables};
use crate::text::stem::Register;
use crate::text::vocabulary;
use crate::{build_resolve, build_tables::Writer, fail, read, tell, yaml, yaml_files};

/// The compiled bank.
pub struct Bank {
    questions: Vec<Question>,
    matches: Vec<Vec<String>>,
    frameworks: Frameworks,
    /// Label, and the part it stands for.
    labels: BTreeMap<String, Part>,
    patterns: PatternTables,
    /// For each group, its anchors: word, pattern, and how far from the start the word stands.
    anchors: Vec<Vec<[u32; 3]>>,
    weights: Weights,
    /// For each question, the stems of its own text.
    prompt_stems: Vec<Vec<u32>>,
    concept_names: Vec<String>,
    concept_groups: Vec<u32>,
    sections: RawSections,
    described: Vec<RawLabels>,
    genre: RawGenre,
    /// Questions that are not in the bank.
    others: Vec<String>,
    /// For each question, the path of its model answer, or nothing.
    model_answers: Vec<String>,
}

struct Groups<'c, 'l> {
    compiler: &'c mut Compiler<'l>,
    patterns: PatternSetBuilder,
    descriptions: Vec<Descriptions>,
    /// Some pattern is wrong; all are told before the build stops.
    failed: bool,
}

impl Groups<'_, '_> {
    fn add(&mut self, file: &Path, register: Register, names: &[String], [cues, not, ways]: [&[String]; 3]) -> u32 {
        let group = self.descriptions.len() as u32;
        for (kind, patterns) in [(pattern_kind::NAME, names), (pattern_kind::CUE, cues), (pattern_kind::NOT, not)] {
            for pattern in patterns {
                let lists = &mut self.compiler.lists;
                match crate::text::pattern::parse(pattern, &mut self.compiler.vocabulary, lists) {
                    Ok(node) => {
                        self.patterns.add(&node, group << 2 | kind);
                    }
                    Err(error) => {
                        let text = read(file);
                        let at = text.find(pattern.as_str()).unwrap_or(0);
                        tell(file, &text, at, &format!("pattern `{pattern}`: {}", error.message));
                        self.failed = std::env::var_os("LAX").is_none();
                    }
                }
            }
        }
        self.descriptions.push(Descriptions {
            register,
            names: names.iter().filter(|n| is_plain(n)).cloned().collect(),
            ways: ways.to_vec(),
        });
        group
    }

    fn meaning(&mut self, file: &Path, raw: &RawMeaning) -> Meaning {
        let group = self.add(file, Register::Story, &[], [&raw.cues, &raw.not, &raw.ways]);
        Meaning {
            group,
            name: raw.name.clone(),
            advice: raw.advice.clone().or_else(|| raw.title.clone()).unwrap_or_default(),
            evidence: raw.evidence.clone(),
        }
    }
}

fn parse<T: serde::de::DeserializeOwned>(file: &Path) -> T {
    let text = read(file);
    match yaml::parse(&text) {
        Ok(value) => value,
        Err(error) => fail(file, &text, error.span.start as usize, &error.message),
    }
}

/// Sorts `technical:7` and `leadership:3.2` as the document orders them.
fn source_order(source: &str) -> (u8, u32, u32) {
    let (kind, number) = source.split_once(':').unwrap_or((source, "0"));
    let (major, minor) = number.split_once('.').unwrap_or((number, "0"));
    let kind = match kind {
        "technical" => 0,
        "leadership" => 1,
        _ => 2,
    };
    (kind, major.parse().unwrap_or(0), minor.parse().unwrap_or(0))
}

/// Compiles all content of the project in `root`.
pub fn build(root: &Path, compiler: &mut Compiler) -> Bank {
    let folder = &root.join("content");
    let mut groups =
        Groups { compiler, patterns: PatternSetBuilder::default(), descriptions: Vec::new(), failed: false };
    let (concepts, concept_names, concept_groups) = concepts(folder, &mut groups);

    let mut questions: Vec<(Question, Vec<String>)> = Vec::new();
    for file in yaml_files(&folder.join("questions")) {
        let raw: RawQuestions = parse(&file);
        let Some(kind) = QuestionKind::from_name(&raw.kind) else {
            fail(&file, "", 0, &format!("unknown kind `{}`", raw.kind));
        };
        for q in raw.questions {
            let concepts = q
                .concepts
                .iter()
                .map(|name| match concepts.get(&key(name)) {
                    Some(group) => {
                        Meaning { group: *group, name: name.clone(), advice: String::new(), evidence: Vec::new() }
                    }
                    None => {
                        let text = read(&file);
                        fail(&file, &text, text.find(name.as_str()).unwrap_or(0), &format!("no concept `{name}`"));
                    }
                })
                .collect();
            let also_asks = q.also_asks.iter().map(|m| groups.meaning(&file, m)).collect();
            let strategy = q.strategy.iter().map(|m| groups.meaning(&file, m)).collect();
            questions.push((
                Question {
                    id: q.id,
                    source: q.source,
                    kind,
                    section: raw.section.clone(),
                    title: q.title,
                    prompt: q.prompt.trim().to_owned(),
                    asks_for: q.asks_for,
                    tests: q.tests,
                    concepts,
                    follow_ups: q.follow_ups,
                    also_asks,
                    strategy,
                },
                q.matches,
            ));
        }
    }
    questions.sort_by_key(|(q, _)| source_order(&q.source));
    for pair in questions.windows(2) {
        assert_ne!(pair[0].0.source, pair[1].0.source, "two questions have one source");
    }
    let (frameworks, labels) = frameworks(&folder.join("structures"), &mut groups);
    let sections = parse(&folder.join("structures/sections.yaml"));
    let described: Vec<RawLabels> = parse(&folder.join("structures/labels.yaml"));
    for label in &described {
        assert!(Part::from_name(&label.part).is_some(), "labels.yaml: `{}` is no part", label.part);
    }
    let genre = parse(&folder.join("structures/genre.yaml"));
    let others = parse(&folder.join("other-questions.yaml"));
    if groups.failed {
        std::process::exit(1);
    }
    let words = groups.compiler.vocabulary.len();
    let patterns = groups.patterns.tables(words);
    let anchors = anchors_of_groups(&patterns, groups.descriptions.len());
    let weights = build_meaning::weigh(&groups.descriptions);
    let (questions, matches): (Vec<Question>, Vec<Vec<String>>) = questions.into_iter().unzip();
    let prompt_stems = questions.iter().zip(&matches).map(|(q, matches)| prompt_stems(q, matches)).collect();
    let model_answers = model_answers(root, &questions);
    Bank {
        questions,
        matches,
        frameworks,
        labels,
        patterns,
        anchors,
        weights,
        prompt_stems,
        concept_names,
        concept_groups,
        sections,
        described,
        genre,
        others,
        model_answers,
    }
}

/// The path of each question's model answer, as their front matter names the questions.
fn model_answers(root: &Path, questions: &[Question]) -> Vec<String> {
    let mut out = vec![String::new(); questions.len()];
    for folder in ["attitude", "leadership", "technical"].map(|kind| root.join("examples/model-answers").join(kind)) {
        let Ok(entries) = std::fs::read_dir(&folder) else { continue };
        for file in entries.flatten().map(|entry| entry.path()).filter(|p| p.extension().is_some_and(|e| e == "md")) {
            let text = read(&file);
            let name = text.lines().skip(1).take_while(|l| l.trim() != "---").find_map(|l| l.strip_prefix("question:"));
            let Some(name) = name.map(str::trim) else { continue };
            let Some(at) = questions.iter().position(|q| q.id == name || q.source == name) else {
                fail(&file, &text, text.find(name).unwrap_or(0), &format!("no question `{name}`"));
            };
            let path = file.strip_prefix(root).unwrap_or(&file);
            out[at] = path.to_string_lossy().replace('\\', "/");
        }
    }
    out
}

/// The anchors of a pattern set by the group that their patterns belong to, each group's sorted by word.
fn anchors_of_groups(patterns: &PatternTables, groups: usize) -> Vec<Vec<[u32; 3]>> {
    let mut out = vec![Vec::new(); groups];
    for word in 0..patterns.anchor_starts.len() - 1 {
        let range = patterns.anchor_starts[word] as usize..patterns.anchor_starts[word + 1] as usize;
        for &[pattern, reach] in &patterns.anchors[range] {
            let group = patterns.patterns[pattern as usize][1] >> 2;
            out[group as usize].push([word as u32, pattern, reach]);
        }
    }
    out
}

/// Whether an alias is words only.
fn is_plain(alias: &str) -> bool {
    !alias.contains(['(', '|', '?', '@', '^', '$', '_', '!', '#']) && !alias.contains("..")
}

/// The stems of a question's own text: an answer that says them has said nothing yet.
fn prompt_stems(question: &Question, matches: &[String]) -> Vec<u32> {
    let mut out: Vec<u32> = [&question.title, &question.prompt]
        .into_iter()
        .chain(matches)
        .flat_map(|text| build_meaning::stems(text, Register::Technical))
        .collect();
    out.sort_unstable();
    out.dedup();
    out
}

/// Concept names are compared without case.
fn key(name: &str) -> String {
    name.to_lowercase()
}

type Concepts = (BTreeMap<String, u32>, Vec<String>, Vec<u32>);

fn concepts(folder: &Path, groups: &mut Groups) -> Concepts {
    let mut raw: Vec<(std::path::PathBuf, RawConcept)> = Vec::new();
    for file in yaml_files(&folder.join("concepts")) {
        let concepts: RawConcepts = parse(&file);
        raw.extend(concepts.concepts.into_iter().map(|c| (file.clone(), c)));
    }
    let mut by_name = BTreeMap::new();
    let (mut names, mut numbers) = (Vec::new(), Vec::new());
    for (file, concept) in &raw {
        if by_name.contains_key(&key(&concept.name)) {
            fail(file, "", 0, &format!("the concept `{}` stands here twice", concept.name));
        }
        let mut all = [concept.aliases.clone(), concept.cues.clone(), concept.not.clone(), concept.ways.clone()];
        let mut other = concept.same_as.clone();
        let mut depth = 0;
        while let Some(name) = other.take() {
            let Some((_, base)) = raw.iter().find(|(_, c)| key(&c.name) == key(&name)) else {
                fail(file, "", 0, &format!("`{}` is the same as `{name}`, which is no concept", concept.name));
            };
            for (mine, theirs) in all.iter_mut().zip([&base.aliases, &base.cues, &base.not, &base.ways]) {
                mine.extend(theirs.iter().cloned());
            }
            depth += 1;
            if depth < 4 {
                other.clone_from(&base.same_as);
            }
        }
        let mut aliases = all[0].clone();
        for name in concept.name.split(['(', ')']).map(str::trim) {
            if name.contains(char::is_alphanumeric) && !aliases.iter().any(|a| a == name) {
                aliases.push(name.to_owned());
            }
        }
        let group = groups.add(file, Register::Technical, &aliases, [&all[1], &all[2], &all[3]]);
        by_name.insert(key(&concept.name), group);
        names.push(concept.name.clone());
        numbers.push(group);
    }
    (by_name, names, numbers)
}

/// The structures in the order in which they are shown.
const ORDER: &[&str] = &["six-part", "star", "soar", "car"];

fn frameworks(folder: &Path, groups: &mut Groups) -> (Frameworks, BTreeMap<String, Part>) {
    let mut structures = Vec::new();
    let mut labels = BTreeMap::new();
    let (mut steps, mut principles, mut signals) = (Vec::new(), Vec::new(), Vec::new());
    // Where two structures use one label, the first of these says what it means.
    let rank = |file: &std::path::PathBuf| ORDER.iter().position(|n| *n == crate::stem(file)).unwrap_or(ORDER.len());
    let mut files = yaml_files(folder);
    files.sort_by_key(rank);
    for file in files {
        match crate::stem(&file).as_str() {
            "sections" | "labels" | "genre" => {}
            "technical" => {
                let raw: BTreeMap<String, Vec<String>> = parse(&file);
                for name in Signal::NAMES {
                    let Some(cues) = raw.get(*name) else {
                        fail(&file, "", 0, &format!("there are no patterns for `{name}`"));
                    };
                    signals.push(groups.add(&file, Register::Technical, &[], [cues, &[], &[]]));
                }
            }
            "defense" => {
                let raw: RawSteps = parse(&file);
                steps = named(&file, &raw.steps, groups);
            }
            "principles" => {
                let raw: RawPrinciples = parse(&file);
                principles = named(&file, &raw.principles, groups);
            }
            _ => {
                let raw: RawStructure = parse(&file);
                let mut parts = Vec::new();
                for p in raw.parts {
                    let Some(part) = Part::from_name(&p.part) else {
                        fail(&file, "", 0, &format!("unknown part `{}`", p.part));
                    };
                    for alias in p.aliases.iter().chain([&p.label]) {
                        labels.entry(alias.to_lowercase()).or_insert(part);
                    }
                    parts.push(StructurePart { part, label: p.label, guidance: p.guidance });
                }
                structures.push(Structure { name: raw.name, title: raw.title, parts });
            }
        }
    }
    (Frameworks { structures, steps, principles, signals }, labels)
}

fn named(file: &Path, raw: &[RawNamedMeaning], groups: &mut Groups) -> Vec<(String, Meaning)> {
    raw.iter()
        .map(|m| {
            let group = groups.add(file, Register::Story, &[], [&m.cues, &[], &m.ways]);
            (m.key.clone(), Meaning { group, name: m.name.clone(), advice: m.advice.clone(), evidence: Vec::new() })
        })
        .collect()
}

impl Bank {
    /// What the questions are found by: the bank's in order, then the others.
    fn index(&self) -> Vec<build_resolve::Entry> {
        let own = self.questions.iter().zip(&self.matches).map(|(q, matches)| {
            let mut texts = vec![(q.title.clone(), 1.0), (q.prompt.clone(), 1.0), (q.section.clone(), 0.3)];
            let mut add = |items: &mut dyn Iterator<Item = &String>, weight: f32| {
                texts.extend(items.map(|text| (text.clone(), weight)));
            };
            add(&mut matches.iter(), 1.0);
            add(&mut q.concepts.iter().map(|c| &c.name), 0.55);
            add(&mut q.tests.iter(), 0.35);
            add(&mut q.strategy.iter().map(|p| &p.name), 0.3);
            add(&mut q.follow_ups.iter(), 0.25);
            build_resolve::Entry { texts, phrases: matches.iter().chain([&q.title]).cloned().collect() }
        });
        let others = self.others.iter().flat_map(|entry| entry.split(';')).map(build_resolve::Entry::other);
        own.chain(others).collect()
    }

    /// Writes the bank's tables.
    pub fn write(&self, tables: &mut Writer, out: &Path) {
        let ids: Vec<String> = self.questions.iter().map(|q| q.id.clone()).collect();
        let sources: Vec<String> = self.questions.iter().map(|q| q.source.clone()).collect();
        tables.texts("QUESTION_IDS", &ids);
        tables.texts("QUESTION_SOURCES", &sources);
        tables.texts("MODEL_ANSWERS", &self.model_answers);
        let keys = self
            .questions
            .iter()
            .enumerate()
            .flat_map(|(n, q)| [&q.title, &q.prompt].map(|text| (crate::text::terms::key(text), n as u32 + 1)));
        tables.pairs("QUESTION_KEYS", &vocabulary::slots(keys.collect()));
        tables.blobs(
            out,
            "QUESTIONS",
            self.questions.iter().map(|q| postcard::to_stdvec(q).expect("questions serialise")),
        );
        build_resolve::write(&self.index(), tables);
        tables.blob(out, "FRAMEWORKS", &postcard::to_stdvec(&self.frameworks).expect("frameworks serialise"));
        tables.blob(out, "SECTION_LABELS", &postcard::to_stdvec(&self.sections).expect("labels serialise"));
        tables.blob(out, "DESCRIBED_LABELS", &postcard::to_stdvec(&self.described).expect("labels serialise"));
        self.write_genre(tables);
        let names: Vec<String> = self.labels.keys().cloned().collect();
        let parts: Vec<u32> = self.labels.values().map(|p| *p as u32).collect();
        tables.texts("PART_LABELS", &names);
        tables.numbers("PART_LABEL_PARTS", &parts);
        tables.programs("BANK", &self.patterns);
        let (anchors, starts) = joined(&self.anchors);
        tables.triples("GROUP_ANCHORS", &anchors);
        tables.numbers("GROUP_ANCHOR_STARTS", &starts);
        let (stems, starts) = joined(&self.weights.groups);
        tables.pairs("GROUP_STEMS", &stems);
        tables.numbers("GROUP_STEM_STARTS", &starts);
        tables.pairs("STEM_RARITY", &self.weights.rarity);
        let (stems, starts) = joined(&self.prompt_stems);
        tables.numbers("PROMPT_STEMS", &stems);
        tables.numbers("PROMPT_STEM_STARTS", &starts);
        tables.texts("CONCEPT_NAMES", &self.concept_names);
        tables.numbers("CONCEPT_GROUPS", &self.concept_groups);
    }

    /// Writes the lists by which the sort of a text is told: a bit for each list, and the bits of each word.
    fn write_genre(&self, tables: &mut Writer) {
        let lists = self.genre.word_lists();
        let mut bits: BTreeMap<&str, u32> = BTreeMap::new();
        for (number, (_, words)) in lists.iter().enumerate() {
            for word in *words {
                *bits.entry(word).or_default() |= 1 << number;
            }
        }
        let entries = bits.iter().map(|(word, bits)| (vocabulary::hash(word.as_bytes()), *bits)).collect();
        tables.pairs("GENRE_SLOTS", &vocabulary::slots(entries));
        let masks: Vec<(String, u64)> =
            lists.iter().enumerate().map(|(number, (name, _))| ((*name).to_owned(), 1 << number)).collect();
        tables.masks("genre", &masks);
        tables.texts("HINDSIGHT", &self.genre.hindsight);
    }
}

/// All lists in one, and where each starts; one more number than there are lists.
fn joined<T: Copy>(lists: &[Vec<T>]) -> (Vec<T>, Vec<u32>) {
    let mut starts = vec![0];
    let mut all = Vec::new();
    for list in lists {
        all.extend_from_slice(list);
        starts.push(all.len() as u32);
    }
    (all, starts)
}
