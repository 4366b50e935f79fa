package hapi.testkit.hub.sample;

import tools.jackson.databind.JsonNode;

/// What git says in the project folder: two staged files, four changed ones, two new ones.
final class SampleGit {
    private static final String ZERO = "0000000000000000000000000000000000000000";
    private static final String OLD = "8f1d2c3b4a5968778695a4b3c2d1e0f123456789";

    private SampleGit() {}

    static JsonNode status(JsonNode params) {
        return SampleFiles.printed(
                """
                # branch.oid 3b18e512dba79e4c8300dd08aeb37f8e728b8dad
                # branch.head webp-export
                # branch.upstream origin/webp-export
                # branch.ab +2 -1
                1 A. N... 000000 100644 100644 ZERO OLD src/export/webp.rs
                1 MM N... 100644 100644 100644 OLD OLD src/main.rs
                1 .M N... 100644 100644 100644 OLD OLD README.md
                1 .D N... 100644 100644 000000 OLD OLD tools/old.py
                1 .M N... 100644 100644 100644 OLD OLD docs/说明.md
                2 .R N... 100644 100644 100644 OLD OLD R92 web/app.ts\tweb/start.ts
                ? samples/raw.bin
                ? docs/<img src=x onerror=alert(1)>.md
                """
                        .replace("ZERO", ZERO)
                        .replace("OLD", OLD),
                0);
    }

    static JsonNode numbers(JsonNode params) {
        return SampleFiles.printed(
                params.path("staged").asBoolean(false)
                        ? "10\t0\tsrc/export/webp.rs\n3\t1\tsrc/main.rs\n"
                        : "2\t2\tsrc/main.rs\n1\t1\tREADME.md\n0\t14\ttools/old.py\n"
                                + "4\t1\tdocs/说明.md\n1\t1\tweb/{start.ts => app.ts}\n",
                0);
    }

    static JsonNode diff(JsonNode params) {
        String path = params.path("filePath").asString("src/main.rs");
        return SampleFiles.printed(
                """
                diff --git a/PATH b/PATH
                index 8f1d2c3..1c0ffee 100644
                --- a/PATH
                +++ b/PATH
                @@ -3,7 +3,9 @@ use std::path::PathBuf;
                 /// Reads the picture and writes it in every format that was asked for.
                 fn main() -> anyhow::Result<()> {
                -    let picture = Picture::read(&PathBuf::from("samples/fog.png"))?;
                -    for format in ["png"] {
                +    let picture = Picture::read(&PathBuf::from("samples/reef.png"))?;
                +    for format in ["png", "webp"] {
                +        // quality of the lossy ones
                         picture.write(format, 80)?;
                     }
                     Ok(())
                @@ -20,4 +22,5 @@ impl Picture {
                     pub fn depth(&self) -> f32 {
                -        self.lux
                +        4.0 / self.lux.sqrt()
                     }
                +    // <script>alert(1)</script>
                 }
                """
                        .replace("PATH", path),
                0);
    }
}
