package hapi.testkit.hub.sample;

import static hapi.testkit.hub.sample.Asking.command;

import hapi.protocol.json.Json;
import tools.jackson.databind.node.ObjectNode;

/// Calls of every tool that has a card of its own.
final class Gallery {
    private static final String PATH = Sample.GALLERY.path();

    private Gallery() {}

    static void reading(Script script) {
        script.did(
                        "g-read",
                        "Read",
                        Json.object()
                                .put("file_path", PATH + "/src/export/png.rs")
                                .put("offset", 1)
                                .put("limit", 40),
                        """
                             1→use crate::picture::Picture;
                             2→
                             3→/// Writes a picture as PNG, eight bits a channel.
                             4→pub fn write(picture: &Picture, out: &mut impl Write) -> Result<()> {
                             5→    let mut encoder = png::Encoder::new(out, picture.width, picture.height);
                        """)
                .did(
                        "g-grep",
                        "Grep",
                        Json.object().put("pattern", "fn write").put("path", PATH + "/src"),
                        "src/export/png.rs:4\nsrc/export/jpeg.rs:9\nsrc/export/raw.rs:3")
                .did(
                        "g-glob",
                        "Glob",
                        Json.object().put("pattern", "src/export/*.rs"),
                        "src/export/jpeg.rs\nsrc/export/png.rs\nsrc/export/raw.rs")
                .did(
                        "g-ls",
                        "LS",
                        Json.object().put("path", PATH),
                        "- Cargo.toml\n- src/\n- tests/")
                .did(
                        "g-notebook",
                        "NotebookRead",
                        Json.object().put("notebook_path", PATH + "/notes/quality.ipynb"),
                        "cell 1: import numpy")
                .did(
                        "g-fetch",
                        "WebFetch",
                        Json.object()
                                .put("url", "https://webp.example/docs/api")
                                .put("prompt", "Which quality is usual?"),
                        "A quality of **75** to **80** is usual.")
                .did(
                        "g-search",
                        "WebSearch",
                        Json.object().put("query", "webp lossless alpha rust"),
                        "1. webp.example\n2. pictures.example/alpha");
    }

    static void changing(Script script) {
        ObjectNode twice = Json.object().put("file_path", PATH + "/src/export/mod.rs");
        twice.withArray("edits")
                .addObject()
                .put("old_string", "mod png;\nmod raw;")
                .put("new_string", "mod png;\nmod raw;\nmod webp;");
        twice.withArray("edits")
                .addObject()
                .put("old_string", "    \"raw\" => raw::write,\n")
                .put("new_string", "    \"raw\" => raw::write,\n    \"webp\" => webp::write,\n");
        script.did(
                        "g-write",
                        "Write",
                        Json.object()
                                .put("file_path", PATH + "/src/export/webp.rs")
                                .put(
                                        "content",
                                        """
                                        use crate::picture::Picture;

                                        /// Writes a picture as WebP; `quality` is 0 to 100.
                                        pub fn write(picture: &Picture, out: &mut impl Write, quality: u8) -> Result<()> {
                                            let frame = webp::Encoder::from_rgba(&picture.bytes, picture.width, picture.height);
                                            out.write_all(&frame.encode(f32::from(quality)))
                                        }
                                        """),
                        "The file was written.")
                .did("g-multi", "MultiEdit", twice, "2 changes were made.")
                .did(
                        "g-edit",
                        "Edit",
                        Json.object()
                                .put("file_path", PATH + "/README.md")
                                .put("old_string", "PNG and JPEG")
                                .put("new_string", "PNG, JPEG and WebP"),
                        "The file was changed.")
                .did(
                        "g-cell",
                        "NotebookEdit",
                        Json.object()
                                .put("notebook_path", PATH + "/notes/quality.ipynb")
                                .put("cell_id", "c1")
                                .put("new_source", "import numpy as np"),
                        "The cell was changed.")
                .call(
                        "g-bad",
                        "Edit",
                        Json.object()
                                .put("file_path", PATH + "/src/main.rs")
                                .put("old_string", "fn run(")
                                .put("new_string", "fn start("))
                .failed("g-bad", "There are two places with this text.")
                .did(
                        "g-bash",
                        "Bash",
                        command("cargo build --release 2>&1 | tail -3", "Build"),
                        "   Compiling lanternfish v0.9.0\n    Finished `release` profile in 48.02s")
                .call("g-exit", "Bash", command("cargo clippy -- -D warnings", "Check the style"))
                .failed(
                        "g-exit",
                        "error: this loop could be written as a `for` loop\nexit code 101");
    }

    static void others(Script script) {
        String prompt = "Find a picture with alpha among the samples and tell its size.";
        script.call(
                        "g-task",
                        "Task",
                        Json.object()
                                .put("description", "Find a sample with alpha")
                                .put("subagent_type", "Explore")
                                .put("prompt", prompt))
                .inside(
                        "g-task",
                        prompt,
                        it -> {
                            for (int i = 1; i <= 5; i++) {
                                it.did(
                                        "g-task-" + i,
                                        "Bash",
                                        command("identify samples/%d.png".formatted(i), "Look"),
                                        "PNG 640x480 8-bit sRGBA");
                            }
                            it.say("`samples/3.png` has alpha, 640 by 480.");
                        })
                .result("g-task", "`samples/3.png` has alpha, 640 by 480.")
                .did(
                        "g-mcp",
                        "mcp__tracker__create_issue",
                        Json.object().put("title", "WebP export").put("labels", "picture"),
                        "{\"number\": 41, \"state\": \"open\"}")
                .did("g-skill", "Skill", Json.object().put("skill", "release-notes"), "Loaded.")
                .did(
                        "g-unknown",
                        "TuneInstrument",
                        Json.object().put("pitch", 440).put("valve", "third"),
                        "in tune")
                .did("g-empty", "Bash", command("true", ""), "")
                .result("g-none", "A result whose call was never seen.");
    }
}
