//! What is read as an answer and what is left alone, and that one absence is told once.

use std::fs;
use std::process::Command;

use serde_json::Value;

fn run(command: &str, text: &str) -> Value {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("draft.md"), text).expect("written");
    let out = Command::new(env!("CARGO_BIN_EXE_answerlint"))
        .args([command, "--isolated", "--output-format", "json", "draft.md"])
        .current_dir(folder.path())
        .env_remove("ANSWERLINT_CONFIG")
        .env_remove("ANSWERLINT_OUTPUT_FORMAT")
        .output()
        .expect("the binary runs");
    serde_json::from_slice(&out.stdout).expect("JSON")
}

fn answers(text: &str) -> Vec<Value> {
    run("outline", text)["answers"].as_array().expect("answers").clone()
}

fn rules(text: &str) -> Vec<String> {
    let json = run("check", text);
    let found = json["diagnostics"].as_array().expect("diagnostics");
    found.iter().map(|d| d["rule"].as_str().unwrap_or_default().to_owned()).collect()
}

fn parts(answer: &Value) -> Vec<&str> {
    let parts = answer["parts"].as_array().expect("parts");
    parts.iter().filter(|p| p["labelled"] == true).filter_map(|p| p["part"].as_str()).collect()
}

#[test]
fn guides_templates_and_lists_of_topics_are_no_answers() {
    let guide = "\
## How to write a story

- **Situation**: two sentences. Where were you, and when?
- **Task**: what was yours to do?
- **Action**: the longest part. Say \"I\", not \"we\".
- **Result**: give a number if you have one.
";
    let template = "\
### \"Tell me about a quarrel\"

- Situation: Who was involved?
- Task: What was your position?
- Action: How did you handle it?
- Result: What came of it?
";
    let topics = "\
## Rule of three minutes

- **Situation:** place, team, date
- **Task:** goal, owner
- **Action:** three steps
- **Result:** two numbers
";
    for text in [guide, template, topics] {
        assert!(answers(text).is_empty(), "{text}");
    }
}

#[test]
fn a_technical_note_under_the_labels_of_a_story_is_technical_and_owes_no_lesson() {
    let note = "\
#### Write-behind cache

- **Situation**: A product page read the same row from the database on every request.
- **Approach**: Added an in-memory cache with a queue that writes to Postgres in batches.
- **Trade-off**: A crash loses the queue; reads after a write may be stale.
- **Outcome**: Query latency fell from 90 ms to 4 ms.
";
    let found = answers(note);
    assert_eq!(found[0]["kind"], "technical");
    assert_eq!(rules(note), Vec::<String>::new());
    let story = note.replace("Added an", "I argued with the lead for a week and then added an");
    assert_eq!(answers(&story)[0]["kind"], "behavioral");
}

#[test]
fn labels_that_describe_their_part_are_known() {
    let text = "\
## The forklift

*Where I was*

I was night supervisor of a parcel hub in Ghent.

*What made it hard*

Two crews needed one forklift, and I had booked it from ten to two.

*What I did about it*

I showed the other lead my sheet and gave up the best hour.

*How it ended*

Nobody was double booked from that week until I left in June 2023.

*What I'd do differently*

I publish my bookings before I need them now.
";
    let found = answers(text);
    assert_eq!(parts(&found[0]), ["context", "challenge", "action", "outcome", "application"]);
    assert_eq!(rules(text), Vec::<String>::new());
}

#[test]
fn an_absence_is_told_once_and_a_stub_hears_that_it_is_short() {
    let failure = "\
## The time I failed an audit

**Situation:** In 2021 I kept the fridge log of a clinic with three sites, and the auditor came in May.
**Task:** Every fridge had to have two readings a day, and I had signed for all of them.
**Action:** I had copied the evening readings from the mornings. I said so to the auditor, and read the nine fridges
myself for the three weeks that followed, at seven and at nineteen.
**Result:** We were given a warning. The clinic paid for a second audit in June, which had two remarks.
";
    let found = rules(failure);
    let about = |name: &str| found.iter().filter(|r| r.ends_with(name)).count();
    assert_eq!((about("missing-learning"), about("missing-part")), (1, 0), "{found:?}");
    let stub = "## Late van\n\nS: van broke down\nA: I rang the depot and took the bus\nR: two hours late\n";
    assert_eq!(rules(stub), ["length/too-short"]);
}

#[test]
fn a_pair_of_q_and_a_after_an_answer_is_a_follow_up() {
    let text = "\
Tell me about a deadline you missed.

In my first year at a print shop I took an order of 200 cards and forgot to order the stock. I rang the couple, told
them that it was my slip, and drove to Utrecht for the paper. They had the cards one day late.

Q: Why did you not check the stock?
A: Because I trusted my memory. I see why you ask, and I keep a list on the wall since then.
";
    let found = answers(text);
    assert_eq!(found.len(), 1);
    assert!(found[0]["follow_ups"].as_array().into_iter().flatten().any(|f| f["prepared"] == true), "{found:?}");
}

#[test]
fn a_question_asked_in_passing_by_the_interviewer_is_found() {
    let text = "\
# Mock interview

**Interviewer:** Thanks for coming in. Tell me about a deadline you missed.

**Candidate:** I forgot to order the stock for 200 cards. I rang the couple, told them that it was my slip, and drove to
Utrecht for the paper the same day.
";
    assert_eq!(answers(text)[0]["question"]["id"], "attitude/impossible-deadline");
}

#[test]
fn where_all_sections_are_answers_each_is_read() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("answerlint.yaml"), "answers: [\"*.md\"]\n").expect("a configuration");
    let draft = "# Notes of Ola\n\n## Q1: What is your biggest weakness?\n\nI promise too early, and my team paid for it twice.\n\n\
        ## Question 2 - tell us about a failure\n\nI closed the valve too late.\n\n### The night after\n\nI rang everybody.\n\n\
        ## The bridge in Gdynia\n\nI measured the span wrongly and said so.\n";
    fs::write(folder.path().join("a.md"), draft).expect("a draft");
    // By its bare name: the configuration stands beside it.
    let output = Command::new(env!("CARGO_BIN_EXE_answerlint"))
        .args(["outline", "--output-format", "json", "a.md"])
        .current_dir(folder.path())
        .output()
        .expect("it runs");
    let outline: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let titles: Vec<&str> =
        outline["answers"].as_array().into_iter().flatten().filter_map(|a| a["title"].as_str()).collect();
    assert_eq!(
        titles,
        ["Q1: What is your biggest weakness?", "Question 2 - tell us about a failure", "The bridge in Gdynia"]
    );
}

#[test]
fn bullets_under_labels_of_ones_own_tell_their_own_part() {
    let draft = "\
# Tell me about a time you made a mistake at work

- Setting: the nightly invoice run of a water company, March 2023
- What went wrong: I had set the retry limit to zero in the template, and 312 households were billed twice
- quick remedy: rolled the run back within 25 minutes, and wrote to each of the 312 by noon
- others: Priya found the second batch, and accounts had the refunds out by evening
- kept from it: any change to money now runs on a copy of last night's data first
";
    let answer = &answers(draft)[0];
    let sentences = answer["sentences"].as_array().expect("sentences");
    let part = |opening: &str| {
        let found = sentences.iter().find(|s| s["text"].as_str().is_some_and(|text| text.starts_with(opening)));
        found.and_then(|s| s["part"].as_str()).unwrap_or_default().to_owned()
    };
    assert_eq!(part("quick remedy"), "action");
    assert_eq!(part("any change to money"), "application");
    assert!(!rules(draft).contains(&"structure/missing-part".to_owned()));
}

#[test]
fn a_question_about_habits_or_plans_owes_no_story() {
    for title in ["Q: Why are you leaving your job?", "Q3: What's your biggest weakness?", "Where do you see yourself?"]
    {
        let draft = format!(
            "---\nkind: behavioral\n---\n\n# {title}\n\nI sit on bad news. In March I knew on a Tuesday that the audit export \
             would be late and told my boss on the Friday. Since then there is a line in my daily note, and I send it before \
             lunch, every day, whatever else there is to do.\n"
        );
        assert!(!rules(&draft).contains(&"structure/missing-part".to_owned()), "{title}");
    }
}
