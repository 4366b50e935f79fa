package hapi.testkit.hub.sample;

import static hapi.testkit.hub.sample.Asking.command;

import hapi.protocol.json.Json;
import java.time.Duration;
import java.time.Instant;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The sessions that are there to be read.
final class Reading {
    private static final String TINY_PNG =
            "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAgAAAAGCAYAAAD+Bd/7AAAAHklEQVR42mNg"
                    + "+M/wHwMzMDAwMDIyMjAyMjIwMgAAWAYDCZp0Sc0AAAAASUVORK5CYII=";

    private final Instant base;

    Reading(Instant base) {
        this.base = base;
    }

    Story markdown() {
        ArrayNode attachments = Json.mapper().createArrayNode();
        attachments
                .addObject()
                .put("id", "att-1")
                .put("filename", "sketch.png")
                .put("mimeType", "image/png")
                .put("size", 48_213)
                .put("path", "/tmp/blobs/sketch.png")
                .put("previewUrl", TINY_PNG);
        attachments
                .addObject()
                .put("id", "att-2")
                .put("filename", "测量 2026 <final>.csv")
                .put("mimeType", "text/csv")
                .put("size", 1_304)
                .put("path", "/tmp/blobs/data.csv");
        return Story.ready(
                new Script("claude", minutes(210))
                        .user("Explain how two notebooks agree. A sketch is attached.", attachments)
                        .think("Three phases; a table and a diagram say it best.")
                        .say(SYNC)
                        .user("And in code?")
                        .say(CODE)
                        .say(EDGES));
    }

    Story events() {
        Script script =
                new Script("claude", minutes(500))
                        .user("Keep the tables fresh through the night.")
                        .say("I fetch them every ten minutes and say when something is off.");
        for (int attempt = 1; attempt <= 3; attempt++) {
            ObjectNode more =
                    Json.object()
                            .put("retryAttempt", attempt)
                            .put("maxRetries", 10)
                            .put("retryInMs", 500.0 * attempt);
            more.putObject("error")
                    .put("status", 529)
                    .putObject("error")
                    .putObject("error")
                    .put("message", "Overloaded");
            script.system("api_error", more);
        }
        script.event(Json.object().put("type", "switch").put("mode", "local"))
                .event(Json.object().put("type", "switch").put("mode", "remote"))
                .event(
                        Json.object()
                                .put("type", "permission-mode-changed")
                                .put("mode", "acceptEdits"))
                .event(
                        Json.object()
                                .put("type", "title-changed")
                                .put("title", "Long night with a flaky network"))
                .event(Json.object().put("type", "message").put("message", "Aborted by user"))
                .event(
                        Json.object()
                                .put("type", "error")
                                .put("message", "The agent's process ended with code 1"))
                .event(
                        Json.object()
                                .put("type", "limit-reached")
                                .put("endsAt", base.plus(Duration.ofHours(3)).toEpochMilli()))
                .system(
                        "local_command",
                        Json.object()
                                .put(
                                        "content",
                                        "<command-name>/cost</command-name>\n"
                                                + "<local-command-stdout>Total: $1.84 in 2 h 10 m"
                                                + "</local-command-stdout>"))
                .system("turn_duration", Json.object().put("durationMs", 754_000))
                .system("away_summary", Json.object().put("content", "Two tables were renewed."))
                .system("informational", Json.object().put("content", "A new version is there."))
                .system(
                        "compact_boundary",
                        Json.object()
                                .set(
                                        "compactMetadata",
                                        Json.object()
                                                .put("trigger", "auto")
                                                .put("preTokens", 167_000)))
                .event(
                        Json.object()
                                .put("type", "compact-summary")
                                .put("summary", "Tables are fetched, two of three are fresh.")
                                .put("tokensBefore", 167_000)
                                .put("estimatedTokensAfter", 21_000))
                .system("a_kind_nobody_knows", Json.object().put("content", "quiet"))
                .say("All tables are fresh again.")
                .event(Json.object().put("type", "ready"));
        return Story.ready(script);
    }

    /// Forty rounds of a person, a thought, two tools and an answer.
    Story rounds() {
        Script script = new Script("claude", minutes(900));
        for (int i = 1; i <= 40; i++) {
            script.user("Rename the instruments of page %d.".formatted(i))
                    .did(
                            "long-%d-a".formatted(i),
                            "Read",
                            Json.object().put("file_path", "pages/%02d.txt".formatted(i)),
                            "cornet\nflugelhorn\neuphonium")
                    .did(
                            "long-%d-b".formatted(i),
                            "Bash",
                            command("python3 rename.py --page %d".formatted(i), "Rename"),
                            "3 names changed")
                    .say("Page %d is done; three names changed.".formatted(i));
        }
        return Story.ready(script);
    }

    Story brief(String flavor, String asked, String answered) {
        return Story.ready(new Script(flavor, minutes(1500)).user(asked).say(answered));
    }

    private Instant minutes(int ago) {
        return base.minus(Duration.ofMinutes(ago));
    }

    private static final String SYNC =
            """
            # How two notebooks agree

            Each notebook keeps **entries** with a *clock* and a ~~lock~~ no lock at all. They meet in \
            three phases:

            1. both say what they have
            2. the missing entries travel
               - oldest first
               - at most 200 at a time
            3. both say when they are equal

            | phase | bytes | round trips |
            |:--|--:|:-:|
            | greet | 64 | 1 |
            | compare | 4 096 | 1 |
            | send | as needed, cut at a megabyte | 2 |

            ```mermaid
            sequenceDiagram
              participant P as Phone
              participant D as Desk
              P->>D: my clocks
              D->>P: what you miss
              P->>D: done
            ```

            > A notebook that was away for a month needs no more round trips than one that was away \
            for an hour.

            - [x] greeting
            - [ ] comparing
            - [ ] sending

            See [the notes](https://notes.example/sync) or https://notes.example/clocks.
            """;

    private static final String CODE =
            """
            The heart of it, in four languages:

            ```rust
            fn merge(ours: &mut Notebook, theirs: &[Entry]) -> usize {
                let before = ours.len();
                for entry in theirs.iter().filter(|it| !ours.knows(it.id)) {
                    ours.insert(entry.clone());
                }
                ours.len() - before
            }
            ```

            ```sql
            SELECT id, clock FROM entry WHERE clock > :since ORDER BY clock LIMIT 200;
            ```

            ```bash
            curl -s localhost:7070/entries?since=41 | jq '.[] | {id, clock}' > missing.json && wc -l missing.json
            ```

            ```json
            {"id": "e-41", "clock": {"phone": 7, "desk": 12}, "text": "Rain until noon"}
            ```

            Inline: `merge(&mut ours, theirs)` and a path `src/sync/merge.rs:42`.
            """;

    private static final String EDGES =
            """
            Edge cases: a formula $a^2 + b^2$ stays text, 日本語の文章も普通に折り返されます, \
            والنص العربي يبدأ من اليمين, and a word without a blank: \
            abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz0123456789.

            ![a picture from elsewhere](https://pictures.example/tide.png)

            ```
            no language at all
            ```

            | one | two | three | four | five | six | seven | eight |
            |---|---|---|---|---|---|---|---|
            | a long cell | another long cell | and one more | still going | on | and | on | end |
            """;
}
