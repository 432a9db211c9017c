//! The question bank: it is complete, and what people write finds its question or nothing.

use std::collections::BTreeSet;

use answerlint::content::{self, Question, QuestionKind};

/// Own wordings, abbreviations and slips of the keyboard, and the question meant.
const MEANT: &[(&str, &str)] = &[
    ("How do you keep two services consistent if 2PC is forbidden?", "technical:1"),
    ("Cross-service transactions with no two phase commit", "technical:1"),
    ("distibuted transactons w/o 2pc", "technical:1"),
    ("Stopping one failing service from taking down fifty others", "technical:3"),
    ("Orchestration or choreography: when would you pick one over the other in a workflow", "technical:5"),
    ("One billion events per day and the order has to hold", "technical:6"),
    ("Ten services in one saga and step seven fails", "technical:8"),
    ("Distributed cache, no single point of failure", "technical:9"),
    ("Q: event sourcing over several microservices", "technical:10"),
    ("Where do you draw service boundaries in a complicated domain?", "technical:12"),
    ("Bulkheads when each service has its own SLA", "technical:13"),
    ("Multitenant SaaS where every tenant wants its own customisation", "technical:15"),
    ("Moving a 500k line monolith step by step with the strangler pattern", "technical:16"),
    ("Cross cutting concerns without copying code into every service", "technical:17"),
    ("Circuit braker with a different treshold for each downstream", "technical:19"),
    ("Service discovery over two clouds and on-prem", "technical:20"),
    ("Breaking up a monolithic database", "technical:21"),
    ("Cache invalidation and its race conditions", "technical:23"),
    ("Search across data that belongs to many services", "technical:25"),
    ("Uploading huge files", "technical:26"),
    ("Foreign keys between services: how do you keep referential integrity?", "technical:27"),
    ("Syncing a data warehouse in real time", "technical:30"),
    ("Optimistic locking over more than one service", "technical:31"),
    ("Data lineage for the auditors", "technical:35"),
    ("Backups and DR with a different RPO and RTO for each system", "technical:37"),
    ("distributed lock", "technical:39"),
    ("Blue/green deployments and consistent data", "technical:40"),
    ("API gateway that takes 100k rps", "technical:41"),
    ("200 services, how do you version the APIs?", "technical:42"),
    ("Long running workflows (days, weeks)", "technical:44"),
    ("Federated GraphQL with teams that work on their own", "technical:47"),
    ("Rate limits per customer tier", "technical:48"),
    ("12. Webhooks: delivery and retries", "technical:49"),
    ("Making REST endpoints idempotent", "technical:50"),
    ("How would you retire an API that other teams still call?", "technical:56"),
    ("De-duplicating messages under high load", "technical:57"),
    ("Partial failure somewhere in a long chain of calls", "technical:58"),
    ("A request fails somewhere among 12 services. How do you debug it?", "technical:61"),
    ("Alert fatigue: alerts that matter and no noise", "technical:63"),
    ("Logging 10 terabytes per day", "technical:64"),
    ("Chaos enginering in prod", "technical:67"),
    ("Bringing down the cloud bill", "technical:69"),
    ("Health checks that depend on other services", "technical:70"),
    ("Traffic goes up tenfold in thirty seconds", "technical:77"),
    ("Running out of database connections when we scale out", "technical:79"),
    ("Tuning GC and heap over dozens of JVM services", "technical:82"),
    ("Lambda cold start", "technical:85"),
    ("Zero-trust networking in a multi cloud setup", "technical:86"),
    ("Rotating secrets for 300 service instances", "technical:87"),
    ("The right to be forgotten (GDPR) over many services", "technical:89"),
    ("Patching vulnerable containers", "technical:92"),
    ("Threat modelling when the architecture keeps changing", "technical:94"),
    ("Roll a critical bug fix out to fifteen services", "technical:96"),
    ("Changing a database schema with zero downtime", "technical:98"),
    ("Capacity planing for next year's growth", "technical:100"),
    ("A customer decision that cost us money", "leadership:1.1"),
    ("Something broke badly while I was on holiday and I owned it", "leadership:2.1"),
    ("I was right and it made me unpopular", "leadership:4.1"),
    ("I hired the wrong person", "leadership:6.1"),
    ("Firing a brilliant but toxic engineer", "leadership:6.2"),
    ("My high standards damaged a relationship", "leadership:7.1"),
    ("I decided within minutes and the consequences lasted", "leadership:9.1"),
    ("Rebuilding trust after being seen as dishonest", "leadership:11.1"),
    ("Went so deep that I lost the big picture", "leadership:12.2"),
    ("I disagreed, was overruled, and it failed", "leadership:13.2"),
    ("hardest ethical decision of my career", "leadership:16.2"),
    ("The authority challenge", "attitude:9"),
    ("Blame game", "attitude:6"),
    ("Your biggest failure - and who else was responsible?", "attitude:6"),
    ("Something unethical at work and what I did", "attitude:4"),
    ("A colleague I could not get along with", "attitude:8"),
    ("Feedback that was hard to hear", "attitude:13"),
    ("A deadline that was impossible", "attitude:14"),
    ("When your greatest strength turned into a weakness", "attitude:12"),
    ("The perfectionist trap", "attitude:3"),
];

/// Questions and headings that are not in the bank, many of them near one that is.
const NONE: &[&str] = &[
    "What is a service mesh?",
    "What is a saga?",
    "What's the CAP theorem?",
    "Define idempotency",
    "Difference between REST and gRPC",
    "Kafka or RabbitMQ?",
    "Kafka vs RabbitMQ",
    "How does a circuit breaker work?",
    "Tell me about yourself",
    "Why do you want to work here?",
    "Where do you see yourself in five years?",
    "What are your strengths and weaknesses?",
    "What is your greatest weakness?",
    "Why did you leave your last job?",
    "What are your salary expectations?",
    "Do you have any questions for us?",
    "Tell me about a time you mentored a junior developer",
    "Tell me about a project you are proud of",
    "Describe a time you met a tight deadline",
    "How do you prioritise your work?",
    "Reverse a linked list",
    "Design a URL shortener",
    "Design a parking lot",
    "Explain the event loop in JavaScript",
    "How does garbage collection work in Go?",
    "How do you centre a div?",
    "Write a function that finds duplicates in an array",
    "Explain the SOLID principles",
    "How do you write good unit tests?",
    "What happens when you type a URL into the browser?",
    "How would you teach SQL to a beginner?",
    "Situation",
    "Action",
    "## Result",
    "Challenge",
    "Learning",
    "Follow-up questions",
    "If they push",
    "What I learned",
    "Notes",
    "Glossary",
    "Installation",
    "Running the tests",
    "Release notes 2.4",
    "Reading list for the summer",
    "Team lunch on Friday",
    "Minutes of the architecture board",
    "Interview with Harbour Foods, Tuesday",
    "My cover letter",
    "",
    "???",
    "日本語の見出し",
];

fn bank() -> Vec<Question> {
    (0..content::len()).map(content::question).collect()
}

#[test]
fn wordings_find_their_question() {
    let (mut missed, mut wrong) = (Vec::new(), 0);
    for (text, source) in MEANT {
        let found = content::resolve(text).map(|m| content::source_of(m.question));
        if found != Some(*source) {
            missed.push(format!("{text}: {found:?}, not {source}"));
        }
        wrong += usize::from(found.is_some_and(|f| f != *source));
    }
    assert_eq!(wrong, 0, "{missed:#?}");
    let share = 1.0 - missed.len() as f64 / MEANT.len() as f64;
    assert!(share >= 0.93, "{share:.3}: {missed:#?}");
}

#[test]
fn what_is_not_in_the_bank_finds_nothing() {
    let found: Vec<_> = NONE
        .iter()
        .filter_map(|text| content::resolve(text).map(|m| (*text, content::id_of(m.question), m.score)))
        .collect();
    let share = 1.0 - found.len() as f64 / NONE.len() as f64;
    assert!(share >= 0.95, "{share:.3}: {found:#?}");
}

#[test]
fn ids_sources_titles_and_prompts_find_themselves() {
    for (number, question) in bank().iter().enumerate() {
        for text in [&question.id, &question.source, &question.title, &question.prompt] {
            assert_eq!(content::resolve(text).map(|m| m.question), Some(number), "{text}");
        }
        let numbered = format!("{}. {}", 100 - number % 100, question.title);
        assert_eq!(content::resolve(&numbered).map(|m| m.question), Some(number), "{numbered}");
    }
}

#[test]
fn a_long_line_and_odd_bytes_do_no_harm() {
    let long = "distributed transaction saga ".repeat(20_000);
    let _ = content::resolve(&long);
    for odd in [
        "n't",
        "'",
        "’s",
        "Q",
        "q12",
        "No.",
        "12",
        "\u{feff}",
        "İstanbul ß ﬁ",
        "a.b.c 1.2.3 1,,2",
        "é".repeat(99).as_str(),
    ] {
        let _ = content::resolve(odd);
    }
}

#[test]
fn the_bank_is_complete() {
    let all = bank();
    let of = |kind| all.iter().filter(|q| q.kind == kind).count();
    assert_eq!(
        (all.len(), of(QuestionKind::Technical), of(QuestionKind::Leadership), of(QuestionKind::Attitude)),
        (148, 100, 32, 16)
    );
    let ids: BTreeSet<&str> = all.iter().map(|q| q.id.as_str()).collect();
    assert_eq!(ids.len(), 148);
    let sources: BTreeSet<String> = all.iter().map(|q| q.source.clone()).collect();
    let expected: BTreeSet<String> = (1..=100)
        .map(|n| format!("technical:{n}"))
        .chain((1..=16).flat_map(|n| [format!("leadership:{n}.1"), format!("leadership:{n}.2")]))
        .chain((1..=16).map(|n| format!("attitude:{n}")))
        .collect();
    assert_eq!(sources, expected);
    for q in &all {
        assert!(q.id.starts_with(&format!("{}/", q.kind.name())), "{}", q.id);
        assert!(q.source.starts_with(q.kind.name()), "{}", q.id);
        assert!(
            !q.tests.is_empty() && !q.title.is_empty() && !q.prompt.is_empty() && !q.section.is_empty(),
            "{}",
            q.id
        );
    }
}

#[test]
fn every_kind_has_what_belongs_to_it() {
    let all = bank();
    let attitude: Vec<&Question> = all.iter().filter(|q| q.kind == QuestionKind::Attitude).collect();
    for q in &attitude {
        assert_eq!((q.follow_ups.len(), q.strategy.len()), (3, 5), "{}", q.id);
        assert!(q.strategy.iter().all(|p| !p.advice.is_empty()), "{}", q.id);
    }
    assert_eq!(attitude.iter().map(|q| q.follow_ups.len()).sum::<usize>(), 48);
    assert_eq!(attitude.iter().map(|q| q.strategy.len()).sum::<usize>(), 80);
    for q in all.iter().filter(|q| q.kind == QuestionKind::Technical) {
        assert!(q.concepts.len() >= 2, "{}", q.id);
        let names: BTreeSet<&str> = q.concepts.iter().map(|c| c.name.as_str()).collect();
        assert_eq!(names.len(), q.concepts.len(), "{} names a concept twice", q.id);
    }
    let principles: BTreeSet<&str> =
        all.iter().filter(|q| q.kind == QuestionKind::Leadership).map(|q| q.section.as_str()).collect();
    assert_eq!(principles.len(), 16);
    let sections: BTreeSet<&str> =
        all.iter().filter(|q| q.kind == QuestionKind::Technical).map(|q| q.section.as_str()).collect();
    assert_eq!(sections.len(), 7, "{sections:?}");
}
